"""Workbooks read by openpyxl: the cells of each sheet as plain values."""

from __future__ import annotations

import datetime as dt
import warnings
from collections.abc import Iterator
from math import isfinite
from typing import Any, NamedTuple

from jixiao.border.packages import AREA, COLUMNS, ROWS, Costs, Tally, open_package

#: What elements cost openpyxl: most of them become objects.
_COSTS = Costs({"c": 6, "v": 2, "f": 2, "is": 2, "row": 5, "mergeCell": 15}, 7)
#: What a cell holds.
Value = str | int | float | dt.date | dt.time | dt.timedelta | None


class Cell(NamedTuple):
    """A cell that is not empty or begins a merged area: its place from 0, what it covers, its value, and its name."""

    row: int
    column: int
    rows: int
    columns: int
    value: Value
    number_format: str
    name: str


class Sheet(NamedTuple):
    """A sheet: its title, whether it is shown, and its cells by rows."""

    title: str
    is_visible: bool
    cells: list[Cell]


def read_workbook(name: str, data: bytes) -> list[Sheet]:
    """Return the sheets of a workbook, formulas as the values that were stored with them.

    Raises:
        InputError: the file is too large, or of another format.
        ImportError: openpyxl is not installed.
        Exception: the file is damaged, in whatever way a library says it.
    """
    import openpyxl

    package = open_package(name, data, _COSTS)
    with warnings.catch_warnings(action="ignore"):  # about styles and charts, which nobody reads here
        book = openpyxl.load_workbook(package.as_file(), read_only=True, data_only=True, keep_links=False)
        return [_sheet(sheet, package.tally) for sheet in book.worksheets]


def _sheet(sheet: Any, tally: Tally) -> Sheet:
    tally.part = sheet.title
    return Sheet(sheet.title, sheet.sheet_state == "visible", list(_cells(sheet, tally)))


def _cells(sheet: Any, tally: Tally) -> Iterator[Cell]:
    """The cells of a sheet by rows, without those that a merged area hides."""
    values, merged = _content(sheet)
    covered = set[tuple[int, int]]()
    for area in merged:
        tally.add(AREA, area.size["rows"] * area.size["columns"])
        covered |= {place for places in area.rows for place in places}
    areas = {(area.min_row, area.min_col): area for area in merged}
    for place in sorted({*(values.keys() - covered), *areas}):
        cell, area = values.get(place), areas.get(place)
        rows, columns = (1, 1) if area is None else (area.size["rows"], area.size["columns"])
        row, column = place
        tally.check(ROWS, row + rows - 1)
        tally.check(COLUMNS, column + columns - 1)
        value, number_format = (None, "General") if cell is None else (_plain(cell.value), cell.number_format)
        tally.add_text(value if isinstance(value, str) else "")
        yield Cell(row - 1, column - 1, rows, columns, value, number_format, _name(row, column))


def _content(sheet: Any) -> tuple[dict[tuple[int, int], Any], list[Any]]:
    """The cells of a sheet that have a value by row and column from 1, and its merged areas.

    The library's public ways fill the gaps between cells, and give each merged cell borders of its own.
    """
    from openpyxl.cell.read_only import ReadOnlyCell
    from openpyxl.worksheet._reader import WorkSheetParser
    from openpyxl.worksheet.cell_range import CellRange

    book = sheet.parent
    formats = {"date_formats": book._date_formats, "timedelta_formats": book._timedelta_formats}  # noqa: SLF001
    with sheet._get_source() as source:  # noqa: SLF001
        parser = WorkSheetParser(source, sheet._shared_strings, data_only=True, epoch=book.epoch, **formats)  # noqa: SLF001
        cells = [ReadOnlyCell(sheet, **cell) for _, row in parser.parse() for cell in row if cell["value"] is not None]
    merged = [CellRange(one.ref) for one in parser.merged_cells.mergeCell] if parser.merged_cells else []
    return {(cell.row, cell.column): cell for cell in cells}, merged


def _plain(value: object) -> Value:
    """A cell's value; texts with fonts, and numbers that are none, as texts."""
    if isinstance(value, int | float):
        return value if isfinite(value) else str(value)
    return value if isinstance(value, dt.date | dt.time | dt.timedelta | None) else str(value)


def _name(row: int, column: int) -> str:
    from openpyxl.utils import get_column_letter

    return f"{get_column_letter(column)}{row}"


__all__ = ["Cell", "Sheet", "Value", "read_workbook"]
