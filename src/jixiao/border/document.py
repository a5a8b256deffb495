"""Documents read by python-docx: paragraphs and tables as plain texts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from jixiao.border.packages import AREA, COLUMNS, Costs, Tally, open_package

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BREAKS = {f"{_W}br": "\n", f"{_W}tab": "\t"}

#: What elements cost python-docx and the reading of cells.
_COSTS = Costs({"tc": 6}, 1)


class Cell(NamedTuple):
    """A cell of a table: its place from 0, the rows and columns that it covers, its text."""

    row: int
    column: int
    rows: int
    columns: int
    text: str


class Document(NamedTuple):
    """Paragraphs (texts) and tables (cells) in their order, and one part of the file as it stands, empty for none."""

    blocks: list[str | list[Cell]]
    part: bytes


def read_document(name: str, data: bytes, part: str) -> Document:
    """Return the paragraphs and tables of a document, and the part that is asked for by its name.

    Raises:
        InputError: the file is too large, or of another format.
        ImportError: python-docx is not installed.
        Exception: the file is damaged, in whatever way a library says it.
    """
    import docx

    package = open_package(name, data, _COSTS)
    body = docx.Document(package.as_file()).element.body
    return Document(list(_blocks(body, package.tally)), package.parts.get(part, b""))


def _blocks(body: Any, tally: Tally) -> Iterator[str | list[Cell]]:
    for element in body.iterchildren():
        if element.tag == f"{_W}tbl":
            yield list(_cells(element, tally))
        elif element.tag == f"{_W}p":
            yield _text(element, tally)


def _text(paragraph: Any, tally: Tally) -> str:
    pieces = [_BREAKS.get(part.tag) or part.text or "" for part in paragraph.iter(f"{_W}t", *_BREAKS)]
    text = "".join(pieces).strip()
    tally.add_text(text)
    return text


def _cells(table: Any, tally: Tally) -> Iterator[Cell]:
    """A table's cells. Each row repeats a vertical merge that it continues."""
    merges: dict[int, Cell] = {}
    for row, line in enumerate(table.iterchildren(f"{_W}tr")):
        column = 0
        for element in line.iterchildren(f"{_W}tc"):
            columns, merge = _merge(element)
            tally.check(COLUMNS, column + columns)
            tally.add(AREA, columns)
            if merge == "continue" and column in merges:
                merges[column] = merges[column]._replace(rows=merges[column].rows + 1)
            else:
                if column in merges:
                    yield merges.pop(column)
                text = "\n".join(_text(paragraph, tally) for paragraph in element.iterchildren(f"{_W}p")).strip()
                merges[column] = Cell(row, column, 1, columns, text)
            column += columns
    yield from merges.values()


def _merge(cell: Any) -> tuple[int, str]:
    """How many columns a cell covers, and whether it begins, continues or is no vertical merge."""
    settings = cell.tcPr
    span = settings.find(f"{_W}gridSpan") if settings is not None else None
    merge = settings.find(f"{_W}vMerge") if settings is not None else None
    columns = int(span.get(f"{_W}val", "1")) if span is not None else 1
    return max(columns, 1), "" if merge is None else merge.get(f"{_W}val", "continue")


__all__ = ["Cell", "Document", "read_document"]
