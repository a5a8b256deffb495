"""What stands in a file that people edit: lines and tables of cells, whatever the kind of file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from openpyxl.utils import get_column_letter

from jixiao.quantity import is_blank


@dataclass(eq=False)
class Box:
    """A cell: the row and the column where it begins, from 0, how many of each it covers, and its text.

    ``source`` is the cell of the file that it was opened from, ``was`` the text that it had there.
    """

    row: int
    column: int
    rows: int
    columns: int
    text: str
    source: Any = None
    was: str | None = None

    @property
    def is_changed(self) -> bool:
        """Whether somebody typed into it."""
        return self.text != self.was

    def covers(self, row: int) -> bool:
        """Whether it stands in a row."""
        return self.row <= row < self.row + self.rows


@dataclass(eq=False)
class Line:
    """A paragraph above, between or below tables; in a page, one with breaks in it counts as several."""

    text: str
    source: Any = None
    was: str | None = None
    is_parted: bool = False

    @property
    def is_changed(self) -> bool:
        """Whether somebody typed into it."""
        return self.text != self.was

    @property
    def lines(self) -> int:
        """How many lines it is read as."""
        return len(list(filter(str.strip, self.text.split("\n")))) if self.is_parted else 1


@dataclass(eq=False)
class Table:
    """Cells in rows and columns."""

    boxes: list[Box]
    source: Any = None

    @property
    def height(self) -> int:
        """How many rows it has."""
        return max((box.row + box.rows for box in self.boxes), default=0)

    @property
    def width(self) -> int:
        """How many columns it has."""
        return max((box.column + box.columns for box in self.boxes), default=0)

    def beginning(self, row: int) -> list[Box]:
        """Return the cells that begin in a row, from left to right."""
        return sorted((box for box in self.boxes if box.row == row), key=lambda box: box.column)

    def covering(self, row: int) -> list[Box]:
        """Return the cells that stand in a row, from left to right."""
        return sorted((box for box in self.boxes if box.covers(row)), key=lambda box: box.column)


@dataclass(eq=False)
class Paper:
    """The lines and tables of a file in their order, and the file's own model, into which they are saved."""

    blocks: list[Line | Table]
    model: Any = None
    #: Whether a line is a row of the sheet.
    is_sheet: bool = False

    @property
    def tables(self) -> list[Table]:
        """The tables in their order."""
        return [block for block in self.blocks if isinstance(block, Table)]

    @property
    def lines(self) -> list[Line]:
        """The lines in their order."""
        return [block for block in self.blocks if isinstance(block, Line)]

    def boxes(self) -> Iterator[Box]:
        """Yield the cells of all tables."""
        for table in self.tables:
            yield from table.boxes

    def add_below(self, text: str) -> Box | Line:
        """Add a line below everything; return it."""
        if self.is_sheet:
            (table,) = self.tables
            box = Box(table.height + 1, 1, 1, 1, text)
            table.boxes.append(box)
            return box
        line = Line(text, is_parted=any(one.is_parted for one in self.lines))
        self.blocks.append(line)
        return line

    def names(self) -> dict[int, str]:
        """Return the name of each cell for people (``B7``, ``表2 第5行第3列``), and of each line below the last table.

        They are by the identity of the cells and lines.
        """
        if self.is_sheet:
            return {id(box): f"{get_column_letter(box.column + 1)}{box.row + 1}" for box in self.boxes()}
        names, below, table, number = dict[int, str](), dict[int, str](), 0, 1
        for block in self.blocks:
            if isinstance(block, Table):
                below, table, number = {}, table + 1, 1
                names |= {id(box): f"表{table} 第{box.row + 1}行第{box.column + 1}列" for box in block.boxes}
            elif not is_blank(block.text):
                below[id(block)] = f"表下方第{number}段"
                number += block.lines
        return names | below
