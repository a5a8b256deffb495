"""Workbooks read by openpyxl: the cells of each sheet as plain values."""

from __future__ import annotations

import datetime as dt
import warnings
from collections.abc import Iterator
from math import isfinite
from typing import TYPE_CHECKING, Any, NamedTuple

from jixiao.border.packages import AREA, COLUMNS, ROWS, Costs, Tally, open_package
from jixiao.border.unplaced_texts import Aside, asides_of, header_of

if TYPE_CHECKING:
    from jixiao.border.formulas import Content

#: What elements cost openpyxl: most of them become objects.
COSTS = Costs({"c": 6, "v": 2, "f": 2, "is": 2, "row": 5, "mergeCell": 15}, 7)


class Formula(NamedTuple):
    """A formula whose value the file does not hold: the program that saved it does not calculate."""

    text: str


_ONE_CELL = {"rows": 1, "columns": 1}
#: The value of a cell.
Value = str | int | float | dt.date | dt.time | dt.timedelta | Formula | None


class Cell(NamedTuple):
    """A cell with a value, or the first of a merged area: row and column from 0, how many it covers, value and name."""

    row: int
    column: int
    rows: int
    columns: int
    value: Value
    number_format: str
    name: str


class Sheet(NamedTuple):
    """A sheet: its title, whether it is visible, its cells by rows, and which of its rows and columns are hidden."""

    title: str
    is_visible: bool
    cells: list[Cell]
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()


class Workbook(NamedTuple):
    """The sheets of a workbook, and the texts that stand in none of their cells."""

    sheets: list[Sheet]
    asides: list[Aside]


def read_workbook(name: str, data: bytes) -> Workbook:
    """Return the content of a workbook, formulas as the values that were stored with them where there are any.

    Raises:
        InputError: the file is too large, or of another format.
        ImportError: openpyxl is not installed.
        Exception: the file is damaged, in whatever way a library says it.
    """
    import openpyxl

    from jixiao.border.formulas import content_of

    package = open_package(name, data, COSTS)
    with warnings.catch_warnings(action="ignore"):  # about styles and charts, which nobody reads here
        settings = {"read_only": True, "data_only": True, "keep_links": False, "rich_text": True}
        book = openpyxl.load_workbook(package.as_file(), **settings)
        asides, sheets = asides_of(package.parts), list[Sheet]()
        for sheet in book.worksheets:
            package.tally.part = sheet.title
            content = content_of(sheet)
            cells, struck = list(_cells(content, package.tally)), list(_struck(content))
            hidden = (content.hidden_rows, content.hidden_columns)
            sheets.append(Sheet(sheet.title, sheet.sheet_state == "visible", cells, *hidden))
            asides += (*struck, *(aside for text in content.headers for aside in header_of(text)))
        return Workbook(sheets, asides)


def _cells(content: Content, tally: Tally) -> Iterator[Cell]:
    """Yield the cells of a sheet by rows, without those that a merged area hides."""
    values, merged = content.values, content.merged
    covered = set[tuple[int, int]]()
    for area in merged:
        tally.add(AREA, area.size["rows"] * area.size["columns"])
        covered |= {place for places in area.rows for place in places}
    areas = {(area.min_row, area.min_col): area for area in merged}
    for place in sorted({*(values.keys() - covered), *areas}):
        row, column = place
        size = areas[place].size if place in areas else _ONE_CELL
        tally.check(ROWS, row + size["rows"] - 1)
        tally.check(COLUMNS, column + size["columns"] - 1)
        value, number_format = _content(values.get(place))
        tally.add_text(_text(value))
        yield Cell(row - 1, column - 1, size["rows"], size["columns"], value, number_format, name_of(row, column))


def _struck(content: Content) -> Iterator[Aside]:
    """Yield the texts of a sheet that are struck out."""
    from jixiao.border.formulas import visible_text

    for place, cell in content.values.items():
        if _is_struck_out(cell) and (text := visible_text(cell)[1]):
            yield Aside("struck", text, name_of(*place))


def _is_struck_out(cell: Any) -> bool:
    """Whether anything of a cell may be struck out: it holds pieces of text, or its font strikes all of it."""
    return isinstance(cell.value, list) or bool(cell.font.strike)


def _content(cell: Any) -> tuple[Value, str]:
    """Return the value of a cell and its number format; a merged area may begin with no cell."""
    from jixiao.border.formulas import visible_text

    if cell is None:
        return None, "General"
    if _is_struck_out(cell):
        return visible_text(cell)[0] or None, cell.number_format
    return _plain(cell.value), cell.number_format


def _plain(value: object) -> Value:
    """Return a cell's value; texts with fonts, and numbers that are infinite or NaN, as texts."""
    if isinstance(value, int | float) and isfinite(value):
        return value
    if isinstance(value, dt.date | dt.time | dt.timedelta | Formula | None):
        return value
    return str(value)


def _text(value: Value) -> str:
    """Return the text or the formula of a cell, "" for any other value."""
    if isinstance(value, Formula):
        return value.text
    return value if isinstance(value, str) else ""


def name_of(row: int, column: int) -> str:
    """Return the name of a cell; row and column count from 1."""
    from openpyxl.utils import get_column_letter

    return f"{get_column_letter(column)}{row}"


__all__ = ["COSTS", "Cell", "Formula", "Sheet", "Value", "Workbook", "name_of", "read_workbook"]
