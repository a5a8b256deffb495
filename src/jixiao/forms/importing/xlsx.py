"""The forms of a workbook: each sheet's cells as texts, numbers as their formats show them."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Mapping
from fractions import Fraction

from jixiao.border.workbook import Cell, Formula, Sheet, read_workbook
from jixiao.border.worker import run
from jixiao.forms.embedded_project import SHEET, EmbeddedForm, from_cells, without_altered
from jixiao.forms.importing.asides import hidden_sheet, unread_asides, without_table
from jixiao.forms.importing.files import Content, Form
from jixiao.forms.importing.grid import Grid, Spot
from jixiao.forms.importing.pairing import paired
from jixiao.forms.labels import BLOCKS
from jixiao.forms.spreadsheet.displays import display_number

#: What programs put behind the name of a copied sheet.
_COPY = re.compile(r"\s*\([0-9]+\)$|_[0-9]+$")


def forms(name: str, data: bytes) -> Content:
    """Return every sheet with anything on it as a form; of a workbook of ours, with the project that it shows.

    Hidden sheets are none, unless they show a project of ours: findings name them.

    Raises:
        InputError: the workbook cannot be read.
        ImportError: the library for workbooks is not installed.
    """
    sheets, asides = run(read_workbook, name, data, name=name)
    carried, altered = without_altered(name, _carried(sheets))
    grids = {sheet.title: _grid(sheet) for sheet in sheets if sheet.cells and not (carried and sheet.title == SHEET)}
    shown = _shown_projects(grids, carried)
    summaries = _summaries(carried).intersection(grids).difference(shown)
    hidden = {sheet.title for sheet in sheets if not sheet.is_visible}.intersection(grids).difference(shown, summaries)
    findings = [
        *altered,
        *unread_asides(name, asides),
        *(hidden_sheet(name, title, grids[title]) for title in sorted(hidden)),
    ]
    findings += without_table(name, (one for one in carried if one not in shown.values()))
    spec = carried[0].spec if carried else ""
    return Content(
        [_form(title, grids[title], shown.get(title), spec) for title in grids if title not in summaries | hidden],
        findings,
        [Form(title, grids[title], lang=carried[0].lang) for title in summaries],
    )


def _grid(sheet: Sheet) -> Grid:
    return Grid(_together([_spot(cell) for cell in sheet.cells]))


def _form(title: str, grid: Grid, carried: EmbeddedForm | None, spec: str) -> Form:
    """A sheet with the project that it shows, or as one of others, read by the spec of those beside it."""
    if carried is None:
        return Form(title, grid, spec)
    return Form(title, grid, carried.spec, carried.project, carried.lang)


def _summaries(carried: list[EmbeddedForm]) -> set[str]:
    """What the sheet that sums several forms up may be called."""
    return {words["summary"] for words in BLOCKS.values()} if carried else set()


def _carried(sheets: list[Sheet]) -> list[EmbeddedForm]:
    rows = dict[int, list[str]]()
    for sheet in sheets:
        for cell in sheet.cells if sheet.title == SHEET else ():
            rows.setdefault(cell.row, []).append(str(cell.value))
    return from_cells(rows.values())


def _shown_projects(grids: Mapping[str, Grid], carried: list[EmbeddedForm]) -> dict[str, EmbeddedForm]:
    """Which project each sheet shows: by its name, by that of the sheet it is a copy of, else by its texts."""
    named = {one.name: one for one in carried}
    names = {title: title if title in named else _COPY.sub("", title) for title in grids}
    shown = {title: named[name] for title, name in names.items() if name in named}
    others = [title for title in grids if title not in shown and title not in _summaries(carried)]
    left = [one for one in carried if one not in shown.values()]
    pairs = paired([grids[title] for title in others], left)
    return shown | {others[at]: left[of] for at, of in pairs.items()}


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
        return display_number(Fraction(repr(value)), pattern, exact=True)
    return str(value)


def _rounded(value: object, pattern: str) -> str:
    """A number with the decimals that its cell shows, "" of anything else."""
    return display_number(Fraction(repr(value)), pattern) if isinstance(value, float) else ""


def _date(value: dt.date, pattern: str) -> str:
    """A day; a month or a year where the format shows no more: a deadline in a month is not its first day."""
    said = re.sub(r'"[^"]*"|\\.|\[[^]]*\]', "", pattern.partition(";")[0]).lower()
    if "d" in said or not re.search("[ye]", said):
        return f"{value.year}年{value.month}月{value.day}日"
    return f"{value.year}年{value.month}月" if "m" in said else f"{value.year}年"


__all__ = ["forms", "text_of"]
