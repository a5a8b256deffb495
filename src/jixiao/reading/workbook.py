"""The forms of a workbook: each sheet's cells as texts, numbers as their formats show them."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl

from jixiao.form.displays import shows
from jixiao.form.words import BLOCKS
from jixiao.reading.files import Form
from jixiao.reading.grid import Grid, Spot
from jixiao.rendering.carried import SHEET, Carried, from_cells

#: What programs put behind the name of a copied sheet.
_COPY = re.compile(r"\s*\([0-9]+\)$|_[0-9]+$")


def forms(path: Path) -> list[Form]:
    """Every visible sheet with anything on it as a form; in a workbook of ours, with the project that it shows."""
    book = openpyxl.load_workbook(path, data_only=True)
    carried = _carried(book)
    own = {SHEET, *(words["summary"] for words in BLOCKS.values())} if carried else set()
    shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible" and sheet.title not in own]
    found = [_form(sheet, carried) for sheet in shown]
    return [form for form in found if form.grid.rows]


def _carried(book: Any) -> list[Carried]:
    if SHEET not in book.sheetnames:
        return []
    rows = ([str(value) for value in row if value is not None] for row in book[SHEET].iter_rows(values_only=True))
    spec_may_be_missing = [row if len(row) > 3 else [*row[:1], "", *row[1:]] for row in rows if row]  # noqa: PLR2004  # name, spec, language, project
    return from_cells(spec_may_be_missing)


def _form(sheet: Any, carried: list[Carried]) -> Form:
    spots = _together(list(_spots(sheet)))
    grid = Grid(spots)
    one = _drawn_as(sheet, carried)
    if one is None:
        return Form(sheet.title, grid, carried[0].spec if carried else "")
    return Form(sheet.title, grid, one.spec, one.project, one.lang)


def _drawn_as(sheet: Any, carried: list[Carried]) -> Carried | None:
    """What a sheet was drawn with: by its name, that of the sheet it is a copy of; renamed, the one that is left."""
    named = {one.name: one for one in carried}
    found = named.get(sheet.title) or named.get(_COPY.sub("", sheet.title))
    left = [one for one in carried if one.name not in sheet.parent.sheetnames]
    return found or (left[0] if len(left) == 1 else None)


def _together(spots: list[Spot]) -> tuple[Spot, ...]:
    """Rows in which nothing begins belong to the row above: a high row takes several of a sheet's."""
    rows = sorted({spot.row for spot in spots})
    return tuple(
        spot._replace(row=start, rows=bisect_left(rows, spot.row + spot.rows) - start)
        for spot in spots
        for start in [bisect_left(rows, spot.row)]
    )


def _spots(sheet: Any) -> Iterator[Spot]:
    """Every cell that is not covered by another, with what it covers."""
    merged = {(area.min_row, area.min_col): area for area in sheet.merged_cells.ranges}
    covered = {
        (row, column)
        for area in merged.values()
        for row in range(area.min_row, area.max_row + 1)
        for column in range(area.min_col, area.max_col + 1)
    }
    for row in sheet.iter_rows():
        for cell in row:
            place = (cell.row, cell.column)
            area = merged.get(place)
            if area is None and (place in covered or cell.value is None):
                continue
            rows, columns = (
                (1, 1) if area is None else (area.max_row - area.min_row + 1, area.max_col - area.min_col + 1)
            )
            text = text_of(cell.value, cell.number_format)
            shown = min(text, _rounded(cell.value, cell.number_format) or text, key=len)
            yield Spot(cell.row - 1, cell.column - 1, rows, columns, text, cell.coordinate, shown)


def text_of(value: object, pattern: str) -> str:
    """What a cell shows; floats by their shortest decimal, dates as 2023年11月20日, of which no more than is shown.

    >>> text_of(0.92, "0%"), text_of(450, 'General"人次"'), text_of(None, "General")
    ('92%', '450人次', '')
    """
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return _date(value, pattern)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return shows(Fraction(repr(value)), pattern, exact=True)
    return str(value)


def _rounded(value: object, pattern: str) -> str:
    """A number with the decimals that its cell shows, "" of anything else."""
    return shows(Fraction(repr(value)), pattern) if isinstance(value, float) else ""


def _date(value: dt.date, pattern: str) -> str:
    """A day; a month or a year where the format shows no more: a deadline in a month is not its first day."""
    said = re.sub(r'"[^"]*"|\\.|\[[^]]*\]', "", pattern.partition(";")[0]).lower()
    if "d" in said or not re.search("[ye]", said):
        return f"{value.year}年{value.month}月{value.day}日"
    return f"{value.year}年{value.month}月" if "m" in said else f"{value.year}年"


__all__ = ["forms", "text_of"]
