"""Running text as it is read: lines and tables in their order, each cell with its name for people."""

from __future__ import annotations

from typing import NamedTuple

from jixiao.border.unplaced_texts import Aside

#: Stands among the lines where a new page begins.
PAGE_BREAK = "\f"


class Cell(NamedTuple):
    """A cell of a table: its row and column from 0, how many of each it covers, its text, its name for people."""

    row: int
    column: int
    rows: int
    columns: int
    text: str
    name: str = ""


class Document(NamedTuple):
    """Lines (texts, or a page break) and tables (cells) in their order, and texts that stand beside them.

    ``part`` is the content of one part of the file that was asked for, empty where there is none.
    ``blank_pages`` are the numbers of pages that show something and hold no text: they were scanned.
    """

    blocks: list[str | list[Cell]]
    part: bytes = b""
    asides: tuple[Aside, ...] = ()
    blank_pages: tuple[int, ...] = ()


def cell_name(table: int, row: int, column: int, page: int = 0) -> str:
    """Return the name of a cell for people; table and page count from 1, row and column from 0.

    >>> cell_name(2, 4, 2), cell_name(1, 4, 2, page=3)
    ('表2 第5行第3列', '第3页 表1 第5行第3列')
    """
    name = f"表{table} 第{row + 1}行第{column + 1}列"
    if page:
        return f"第{page}页 {name}"
    return name


__all__ = ["PAGE_BREAK", "Cell", "Document", "cell_name"]
