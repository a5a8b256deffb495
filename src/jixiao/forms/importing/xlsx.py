"""The forms of a workbook: the cells of each sheet as texts, numbers as their formats show them."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping
from fractions import Fraction

from jixiao.border.reader_process import run
from jixiao.border.workbook import Cell, Formula, Sheet, Workbook, read_workbook
from jixiao.findings import Codes, Finding
from jixiao.forms.embedded_project import SHEET, EmbeddedForm, from_cells, without_altered
from jixiao.forms.importing.entry_import import is_entry_sheet, join_guides, spec_of_entry
from jixiao.forms.importing.files import Content, Form
from jixiao.forms.importing.grid import Grid, Spot
from jixiao.forms.importing.pairing import pair_tables
from jixiao.forms.importing.unplaced_parts import hidden_sheet, unread_asides, without_table
from jixiao.forms.labels import BLOCKS
from jixiao.forms.spreadsheet.displays import display_number
from jixiao.forms.spreadsheet.places import column_letters

#: What spreadsheet programs add to the title of a copied sheet.
_COPY = re.compile(r"\s*\([0-9]+\)$|_[0-9]+$")


def read_forms(name: str, data: bytes) -> Content:
    """Return every sheet with anything on it as a form, with the embedded project that it shows, if any.

    A hidden sheet that shows no such project is no form: a finding names it.

    Raises:
        InputError: the workbook cannot be read.
        ImportError: the library for workbooks is not installed.
    """
    return content_of_workbook(name, run(read_workbook, name, data, name=name))


def content_of_workbook(name: str, book: Workbook) -> Content:
    """Return the forms of a workbook, whichever format it had, and findings on what is not read of it."""
    sheets, asides = book
    projects, findings = without_altered(name, _embedded_projects(sheets))
    grids = join_guides({sheet.title: _grid(sheet) for sheet in _tables(sheets, projects)})
    project_of = _shown_projects(grids, projects)
    summaries = _summary_titles(projects) & grids.keys() - project_of.keys()
    hidden = _hidden_titles(sheets) & grids.keys() - project_of.keys() - summaries
    findings += unread_asides(name, asides)
    foreign = grids.keys() - project_of.keys() - summaries - hidden
    findings += _hidden_rows(name, sheets, foreign)
    findings += (hidden_sheet(name, title, grids[title]) for title in sorted(hidden))
    findings += without_table(name, (project for project in projects if project not in project_of.values()))
    return Content(
        [
            _form(title, grid, project_of.get(title), projects)
            for title, grid in grids.items()
            if title not in hidden | summaries
        ],
        findings,
        [Form(title, grid, lang=projects[0].lang) for title, grid in grids.items() if title in summaries],
    )


def _tables(sheets: list[Sheet], projects: list[EmbeddedForm]) -> list[Sheet]:
    """Return the sheets with anything on them, without the one that the projects are embedded in."""
    return [sheet for sheet in sheets if sheet.cells and not (projects and sheet.title == SHEET)]


def _hidden_titles(sheets: list[Sheet]) -> set[str]:
    """Return the titles of hidden sheets."""
    return {sheet.title for sheet in sheets if not sheet.is_visible}


def _hidden_rows(name: str, sheets: Iterable[Sheet], titles: Collection[str]) -> Iterator[Finding]:
    """Yield a finding on each sheet with one of the titles of which hidden rows or columns were read."""
    for sheet in sheets:
        if sheet.title in titles and (places := "、".join(_hidden_places(sheet))):
            yield Finding(Codes.HIDDEN_ROWS_READ, name, {"where": f"{sheet.title}!{places}"})


def _hidden_places(sheet: Sheet) -> Iterator[str]:
    """Yield the names of hidden rows and columns in which anything stands."""
    filled = [cell for cell in sheet.cells if cell.value is not None]
    rows = sorted({cell.row + 1 for cell in filled} & sheet.hidden_rows)
    columns = sorted({cell.column + 1 for cell in filled} & sheet.hidden_columns)
    yield from (f"{row}:{row}" for row in rows)
    yield from (f"{column_letters(column - 1)}:{column_letters(column - 1)}" for column in columns)


def _grid(sheet: Sheet) -> Grid:
    """Return the cells of a sheet as a table."""
    return Grid(_together([_spot(cell) for cell in sheet.cells]), sheet=sheet.title)


def _form(title: str, grid: Grid, project: EmbeddedForm | None, projects: list[EmbeddedForm]) -> Form:
    """Return a sheet with the project that it shows; one without is read by the spec of the first project."""
    if project is not None:
        return Form(title, grid, project.spec, project.project, project.lang)
    if is_entry_sheet(grid):
        return Form(title, grid, spec_of_entry(grid))
    return Form(title, grid, next((other.spec for other in projects), ""))


def _summary_titles(projects: list[EmbeddedForm]) -> set[str]:
    """Return the titles that the summary of a workbook with embedded projects may have."""
    return {words["summary"] for words in BLOCKS.values() if projects}


def _embedded_projects(sheets: list[Sheet]) -> list[EmbeddedForm]:
    """Return the projects on the sheet that the program writes them to."""
    rows = dict[int, list[str]]()
    for sheet in sheets:
        if sheet.title == SHEET:
            for cell in sheet.cells:
                rows.setdefault(cell.row, []).append(str(cell.value))
    return from_cells(rows.values())


def _shown_projects(grids: Mapping[str, Grid], projects: list[EmbeddedForm]) -> dict[str, EmbeddedForm]:
    """Return the project that each sheet shows: by its title or that of the sheet it copies, else by its texts."""
    by_title = _projects_by_title(grids, projects)
    titles = [title for title in grids if title not in {*by_title, *_summary_titles(projects)}]
    remaining = [project for project in projects if project not in by_title.values()]
    pairs = pair_tables([grids[title] for title in titles], remaining)
    return by_title | {titles[table]: remaining[project] for table, project in pairs.items()}


def _projects_by_title(titles: Iterable[str], projects: list[EmbeddedForm]) -> dict[str, EmbeddedForm]:
    """Return the project with the title of each sheet, or with that of the sheet it copies."""
    by_name = {project.name: project for project in projects}
    matches = {title: by_name.get(title) or by_name.get(_COPY.sub("", title)) for title in titles}
    return {title: project for title, project in matches.items() if project is not None}


def _together(spots: list[Spot]) -> tuple[Spot, ...]:
    """Return cells without rows in which none begins: such a row of a sheet belongs to a high row above it."""
    rows = sorted({spot.row for spot in spots})
    return tuple(
        spot._replace(row=start, rows=bisect_left(rows, spot.row + spot.rows) - start)
        for spot in spots
        for start in [bisect_left(rows, spot.row)]
    )


def _spot(cell: Cell) -> Spot:
    text = text_of(cell.value, cell.number_format)
    rounded = min(text, _rounded(cell.value, cell.number_format) or text, key=len)
    formula = cell.value.text if isinstance(cell.value, Formula) else ""
    return Spot(cell.row, cell.column, cell.rows, cell.columns, text, cell.name, rounded, formula)


def text_of(value: object, pattern: str) -> str:
    """Return the text that a cell shows, "" for a formula that no program has calculated.

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
    """Return a number with the decimals that its cell shows, "" of anything else."""
    if not isinstance(value, float):
        return ""
    return display_number(Fraction(repr(value)), pattern)


def _date(value: dt.date, pattern: str) -> str:
    """Return a day; a month or a year where the format shows no more: a deadline in a month is not its first day."""
    codes = re.sub(r'"[^"]*"|\\.|\[[^]]*\]', "", pattern.partition(";")[0]).lower()
    if "d" in codes or not re.search("[ye]", codes):
        return f"{value.year}年{value.month}月{value.day}日"
    if "m" in codes:
        return f"{value.year}年{value.month}月"
    return f"{value.year}年"


__all__ = ["content_of_workbook", "read_forms", "text_of"]
