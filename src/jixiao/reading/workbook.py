"""The forms of a workbook: each sheet's cells as texts, numbers as their formats show them."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from fractions import Fraction

from jixiao.border.workbook import Cell, Formula, Sheet, read_workbook
from jixiao.border.worker import run
from jixiao.finding import Finding
from jixiao.form.displays import shows
from jixiao.form.words import BLOCKS
from jixiao.reading.files import Form
from jixiao.reading.grid import Grid, Spot
from jixiao.rendering.carried import SHEET, Carried, from_cells, without_altered

#: What programs put behind the name of a copied sheet.
_COPY = re.compile(r"\s*\([0-9]+\)$|_[0-9]+$")


def forms(name: str, data: bytes) -> tuple[list[Form], list[Finding]]:
    """Return every visible sheet with anything on it as a form; of a workbook of ours, with the project that it shows.

    Raises:
        InputError: the workbook cannot be read.
        ImportError: the library for workbooks is not installed.
    """
    sheets = run(read_workbook, name, data, name=name)
    carried, findings = without_altered(name, _carried(sheets))
    own = {SHEET, *(words["summary"] for words in BLOCKS.values())} if carried else set()
    titles = {sheet.title for sheet in sheets}
    shown = (sheet for sheet in sheets if sheet.is_visible and sheet.title not in own and sheet.cells)
    return [_form(sheet, titles, carried) for sheet in shown], findings


def _carried(sheets: list[Sheet]) -> list[Carried]:
    rows = dict[int, list[str]]()
    for sheet in sheets:
        for cell in sheet.cells if sheet.title == SHEET else ():
            rows.setdefault(cell.row, []).append(str(cell.value))
    return from_cells(rows.values())


def _form(sheet: Sheet, titles: set[str], carried: list[Carried]) -> Form:
    grid = Grid(_together([_spot(cell) for cell in sheet.cells]))
    one = _drawn_as(sheet.title, titles, carried)
    if one is None:
        return Form(sheet.title, grid, carried[0].spec if carried else "")
    return Form(sheet.title, grid, one.spec, one.project, one.lang)


def _drawn_as(title: str, titles: set[str], carried: list[Carried]) -> Carried | None:
    """What a sheet was drawn with: by its name, that of the sheet it is a copy of; renamed, the one that is left."""
    named = {one.name: one for one in carried}
    found = named.get(title) or named.get(_COPY.sub("", title))
    left = [one for one in carried if one.name not in titles]
    return found or (left[0] if len(left) == 1 else None)


def _together(spots: list[Spot]) -> tuple[Spot, ...]:
    """Rows in which nothing begins belong to the row above: a high row takes several of a sheet's."""
    rows = sorted({spot.row for spot in spots})
    return tuple(
        spot._replace(row=start, rows=bisect_left(rows, spot.row + spot.rows) - start)
        for spot in spots
        for start in [bisect_left(rows, spot.row)]
    )


def _spot(cell: Cell) -> Spot:
    text = text_of(cell.value, cell.number_format)
    shown = min(text, _rounded(cell.value, cell.number_format) or text, key=len)
    formula = cell.value.text if isinstance(cell.value, Formula) else ""
    return Spot(cell.row, cell.column, cell.rows, cell.columns, text, cell.name, shown, formula)


def text_of(value: object, pattern: str) -> str:
    """Return what a cell shows, "" for a formula that no program has calculated.

    Floats are given by their shortest decimal, dates as 2023年11月20日, of which no more than is shown.

    >>> text_of(0.92, "0%"), text_of(450, 'General"人次"'), text_of(None, "General")
    ('92%', '450人次', '')
    """
    if value is None or isinstance(value, Formula):
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
