"""Workbooks read by openpyxl: the cells of each sheet as plain values."""

from __future__ import annotations

import datetime as dt
import warnings
from collections.abc import Iterator
from math import isfinite
from typing import Any, NamedTuple

from jixiao.border.packages import COLUMNS, ROWS, Tally, open_package

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

    package = open_package(name, data)
    with warnings.catch_warnings(action="ignore"):  # about styles and charts, which nobody reads here
        book = openpyxl.load_workbook(package.as_file(), data_only=True, keep_links=False)
    return [_sheet(sheet, package.tally) for sheet in book.worksheets]


def _sheet(sheet: Any, tally: Tally) -> Sheet:
    tally.part = sheet.title
    return Sheet(sheet.title, sheet.sheet_state == "visible", list(_cells(sheet, tally)))


def _cells(sheet: Any, tally: Tally) -> Iterator[Cell]:
    merged = {(area.min_row, area.min_col): area for area in sheet.merged_cells.ranges}
    covered = {place for area in merged.values() for places in area.rows for place in places}
    for place, cell in sorted(sheet._cells.items()):  # noqa: SLF001  # the public ways to walk a sheet fill its gaps
        area = merged.get(place)
        if area is None and (place in covered or cell.value is None):
            continue
        row, column = place
        rows, columns = (1, 1) if area is None else (area.size["rows"], area.size["columns"])
        tally.check(ROWS, row)
        tally.check(COLUMNS, column + columns - 1)
        value = _plain(cell.value)
        tally.add_text(value if isinstance(value, str) else "")
        yield Cell(row - 1, column - 1, rows, columns, value, cell.number_format, cell.coordinate)


def _plain(value: object) -> Value:
    """A cell's value; texts with fonts, and numbers that are none, as texts."""
    if isinstance(value, int | float):
        return value if isfinite(value) else str(value)
    return value if isinstance(value, dt.date | dt.time | dt.timedelta | None) else str(value)


__all__ = ["Cell", "Sheet", "Value", "read_workbook"]
