"""Workbooks in the old format .xls, read by xlrd: the same plain cells as of any other workbook."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from jixiao.border.inputs import InputError
from jixiao.border.packages import AREA, COLUMNS, ROWS, Tally
from jixiao.border.unplaced_texts import Aside
from jixiao.border.workbook import Cell, Sheet, Value, Workbook, name_of
from jixiao.findings import Codes, Finding

#: How errors of cells are shown.
_FORMAT = "General"
#: What xlrd says of a file that is encrypted: as a whole, or within a package.
_PROTECTED = ("encrypted", "Can't find workbook")


def read_old_workbook(name: str, data: bytes) -> Workbook:
    """Return the content of a workbook, formulas as the values that were stored with them.

    Raises:
        InputError: the file is too large, protected, or of another format.
        ImportError: xlrd is not installed.
        Exception: the file is damaged, in whatever way a library says it.
    """
    import xlrd

    with open(os.devnull, "w", encoding="utf-8") as nowhere:  # noqa: PTH123  # where the library may write its notes
        try:
            book = xlrd.open_workbook(file_contents=data, formatting_info=True, ragged_rows=True, logfile=nowhere)
        except xlrd.XLRDError as error:
            if any(words in str(error) for words in _PROTECTED):
                raise InputError(Finding(Codes.OLD_OR_PROTECTED_FORMAT, "", {"name": name})) from error
            raise
        tally, sheets, asides = Tally(name), list[Sheet](), list[Aside]()
        for sheet in book.sheets():
            tally.part = sheet.name
            cells = list(_cells(book, sheet, tally, asides))
            hidden = _hidden(sheet.rowinfo_map), _hidden(sheet.colinfo_map)
            sheets.append(Sheet(sheet.name, sheet.visibility == 0, cells, *hidden))
    return Workbook(sheets, asides)


def _hidden(settings: Any) -> frozenset[int]:
    """Return the rows or columns, from 1, that their settings hide."""
    return frozenset(number + 1 for number, one in settings.items() if one.hidden)


def _cells(book: Any, sheet: Any, tally: Tally, asides: list[Aside]) -> Iterator[Cell]:
    """Yield the cells of a sheet by rows, without those that a merged area hides."""
    tally.check(ROWS, sheet.nrows)
    tally.check(COLUMNS, sheet.ncols)
    areas, covered = dict[tuple[int, int], tuple[int, int]](), set[tuple[int, int]]()
    for top, bottom, start, stop in sheet.merged_cells:
        tally.add(AREA, (bottom - top) * (stop - start))
        areas[top, start] = bottom - top, stop - start
        covered |= {(row, column) for row in range(top, bottom) for column in range(start, stop)}
    filled = {
        (row, column)
        for row in range(sheet.nrows)
        for column in range(sheet.row_len(row))
        if _holds(sheet, row, column)
    }
    for row, column in sorted((filled - covered) | areas.keys()):
        value, number_format = _content(book, sheet, row, column, asides)
        tally.add_text(value if isinstance(value, str) else "")
        yield Cell(row, column, *areas.get((row, column), (1, 1)), value, number_format, name_of(row + 1, column + 1))


def _holds(sheet: Any, row: int, column: int) -> bool:
    """Whether a cell holds anything."""
    import xlrd

    return sheet.cell_type(row, column) not in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK)


def _content(book: Any, sheet: Any, row: int, column: int, asides: list[Aside]) -> tuple[Value, str]:
    """Return the value of a cell and its number format; what is struck out is set aside."""
    if row >= sheet.nrows or column >= sheet.row_len(row):
        return None, _FORMAT
    cell = sheet.cell(row, column)
    settings = book.xf_list[cell.xf_index]
    value = _value(cell, book.datemode)
    if isinstance(value, str):
        value, struck = _visible(book, sheet.rich_text_runlist_map.get((row, column), ()), settings.font_index, value)
        if struck:
            asides.append(Aside("struck", struck, name_of(row + 1, column + 1)))
    return value or None if isinstance(value, str) else value, book.format_map[settings.format_key].format_str


def _value(cell: Any, date_mode: int) -> Value:
    """Return the value of a cell: an error as its text, a number with a format of dates as a date."""
    import xlrd

    match cell.ctype:
        case xlrd.XL_CELL_DATE:
            return _date(cell.value, date_mode)
        case xlrd.XL_CELL_BOOLEAN:
            return str(bool(cell.value)).upper()
        case xlrd.XL_CELL_ERROR:
            return str(xlrd.error_text_from_code.get(cell.value, "#N/A"))
        case xlrd.XL_CELL_EMPTY | xlrd.XL_CELL_BLANK:
            return None
    value: Value = cell.value
    return value


def _date(number: float, date_mode: int) -> Value:
    """Return a number of days as a date; one that is none stays a number."""
    import xlrd

    try:
        moment: dt.datetime = xlrd.xldate_as_datetime(number, date_mode)
    except (xlrd.XLDateError, OverflowError, ValueError):
        return number
    return moment.time() if number < 1 else moment


def _visible(book: Any, runs: Any, font: int, text: str) -> tuple[str, str]:
    """Return the text of a cell without what is struck out, and what is; runs begin at a character with a font."""
    edges = [(0, font), *runs, (len(text), font)]
    visible, struck = "", ""
    for (start, number), (stop, _) in pairwise(edges):
        if book.font_list[number].struck_out:
            struck += text[start:stop]
        else:
            visible += text[start:stop]
    return visible, struck


__all__ = ["read_old_workbook"]
