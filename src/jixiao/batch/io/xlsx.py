"""XLSX as offices keep long tables: a title above the headings, percents and days by their formats, sums below.

Numbers are what their cells hold, by their shortest decimal, in the words of their formats: 0.92 as 0% is 92%.
"""

from __future__ import annotations

import datetime as dt
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import count, islice, repeat
from math import isfinite
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import openpyxl
import polars as pl
from openpyxl.cell.read_only import EMPTY_CELL
from openpyxl.utils import column_index_from_string, get_column_letter

from jixiao.batch.io.columns import CARRIED, MOST_ABOVE, MOST_COLUMNS, PROJECT, REQUIRED, Heading, heading_of
from jixiao.batch.io.texts import MOST_NAMED, Columns, columns_of, skipped_rows, write_texts
from jixiao.border.packages import copy_package
from jixiao.border.workbook import COSTS
from jixiao.exact import MOST_DECIMALS, decimal_places
from jixiao.findings import Codes, Finding
from jixiao.forms.importing.xlsx import text_of
from jixiao.loading.yaml_composer import MOST_CHARACTERS

#: Rows of a sheet; places that one finding names; rows taken at a time.
_MOST_ROWS, _MOST_PLACES, _CHUNK = 1 << 20, 20, 20_000
#: From here on, numbers have more digits than a spreadsheet keeps.
_INEXACT = 10**15
#: Columns whose numbers are read without the words of their formats, percents aside.
_PLAIN = ("weight", "score", "year", "month")
#: Bytes of a sheet that are searched at a time, and the merged areas in them.
_BLOCK = 1 << 20
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?\bref=[\"']([A-Z]{1,3})([0-9]+):[A-Z]+([0-9]+)[\"']")
_FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")


class Tables(NamedTuple):
    """What is to be said of a workbook, and the Parquet files of its tables."""

    findings: list[Finding]
    copies: list[Path]


class _Survey(NamedTuple):
    """A sheet by its first rows: where its headings stand, from 0, and which columns they name."""

    sheet: Any
    heading: Heading
    columns: Columns

    @property
    def is_table(self) -> bool:
        """Whether the headings name most of the columns that a long table must have."""
        return self.heading.required * 2 > len(REQUIRED)


class _Area(NamedTuple):
    """A merged area by its column, from 0, and its last row, from 1."""

    place: int
    last: int


#: A row of a sheet by its number, from 1: its cells, and the same with formulas in place of their values.
_Numbered: TypeAlias = tuple[int, tuple[Sequence[Any], Sequence[Any]]]


@dataclass
class _Places:
    """Cells of a sheet that are wrong, by what is wrong with them: inexact ids, formulas without a value, texts."""

    sheet: str
    by_code: dict[str, list[str]] = field(default_factory=dict)

    def add(self, code: str, row: int, column: int) -> None:
        """Add a cell, by its row and column from 1."""
        self.by_code.setdefault(code, []).append(f"{self.sheet}!{get_column_letter(column)}{row}")

    def findings(self, path: str) -> list[Finding]:
        """Return one finding for each kind, which names the first of its places; of texts one for each."""
        long, name = self.by_code.get(Codes.ROW_TEXT_TOO_LONG, []), Path(path).name
        kinds = [
            _finding(code, path, places) for code, places in self.by_code.items() if code != Codes.ROW_TEXT_TOO_LONG
        ]
        kinds += [
            Finding(Codes.ROW_TEXT_TOO_LONG, f"{path} {place}", {"most": f"{MOST_CHARACTERS:,}"})
            for place in long[:MOST_NAMED]
        ]
        if len(long) > MOST_NAMED:
            kinds.append(
                Finding(
                    Codes.MORE_ROWS_OF_THE_SAME,
                    path,
                    {"name": name, "code": Codes.ROW_TEXT_TOO_LONG, "count": len(long) - MOST_NAMED},
                )
            )
        return kinds


def _finding(code: str, path: str, places: Sequence[str]) -> Finding:
    more = f" … ({len(places)})" if len(places) > _MOST_PLACES else ""
    args = {"name": Path(path).name, "places": "、".join(places[:_MOST_PLACES]) + more}
    return Finding(code, f"{path} {places[0]}", args)


def read_sheets(path: str, target: str) -> Tables:
    """Write the tables of all visible sheets, all as text, to Parquet files, and return what is to be said of them.

    The first is ``target``; those of other sheets stand beside it.

    Raises:
        InputError: the workbook is too large inside, holds entities, or is of another format.
        Exception: it is damaged, in whatever way the library says it.
    """
    copy = Path(target).with_suffix(".unpacked")
    try:
        copy_package(path, Path(path).read_bytes(), COSTS, copy)
        with _workbook(copy, data_only=True) as book:
            return _read_book(book, copy, Path(path), Path(target))
    finally:
        copy.unlink(missing_ok=True)


@contextmanager
def _workbook(copy: Path, *, data_only: bool) -> Iterator[Any]:
    with copy.open("rb") as stream, warnings.catch_warnings(action="ignore"):  # about styles and charts
        yield openpyxl.load_workbook(stream, read_only=True, data_only=data_only, keep_links=False)


def _read_book(book: Any, copy: Path, path: Path, target: Path) -> Tables:
    """Read the sheets that hold a long table; where none does, the first one says what it lacks."""
    surveys = _surveys(book, path)
    tables = [survey for survey in surveys if survey.is_table] or surveys[:1]
    if not tables:
        return Tables(columns_of([], str(path)).findings, [])
    findings = list(_without_table(surveys, tables, path))
    parts = []
    for survey, part in zip(tables, _parts(target), strict=False):
        of_sheet = _read_table(survey, copy, path, part)
        if len(tables) > 1:
            of_sheet = [_in_sheet(finding, survey.sheet.title) for finding in of_sheet]
        findings += of_sheet
        if survey.columns.usable:
            parts.append(part)
    return Tables(findings, parts)


def _parts(target: Path) -> Iterator[Path]:
    """Yield the files that the tables of a workbook are written to, one after the other."""
    yield target
    yield from (target.with_name(f"{target.name}-{number}") for number in count(1))


def _surveys(book: Any, path: Path) -> list[_Survey]:
    """Return what the visible sheets that hold anything show at their top."""
    visible = (sheet for sheet in book.worksheets if sheet.sheet_state == "visible")
    return [survey for survey in (_survey(sheet, path) for sheet in visible) if survey is not None]


def _survey(sheet: Any, path: Path) -> _Survey | None:
    """Return what the first rows of a sheet show; ``None`` of one that is empty."""
    top = list(islice(_rows(sheet, MOST_COLUMNS + 1), MOST_ABOVE))
    if not any(cell.value is not None for row in top for cell in row):
        return None
    heading = heading_of([[_text(cell, "") or "" for cell in row] for row in top])
    return _Survey(sheet, heading, columns_of(_headings(top[heading.row]), str(path)))


def _read_table(survey: _Survey, copy: Path, path: Path, target: Path) -> list[Finding]:
    """Write the rows of a sheet below its headings, if they can be scored; return what is to be said of it."""
    sheet, heading, columns = survey
    findings = list(columns.findings)
    if heading.row:
        findings.append(Finding(Codes.HEADINGS_BELOW_TITLE, str(path), {"name": path.name, "line": heading.row + 1}))
    if not columns.usable:
        return findings
    places, width = _Places(sheet.title), max(columns.places.values()) + 1
    formulas = _formulas(copy, sheet.title, width) if _has_formulas(copy) else repeat(())
    table = zip(_rows(sheet, width), formulas, strict=False)
    below = islice(enumerate(table, 1), heading.row + 1, None)
    filled = ((number, cells) for number, cells in below if any(cell is not EMPTY_CELL for cell in cells[0]))
    rows = (_row(*cells, number, columns, places) for number, cells in _fill_merged(filled, _areas(sheet, columns)))
    written = write_texts(target, columns, _frames(rows, columns))
    return [*findings, *places.findings(str(path)), *skipped_rows(written, path)]


def _without_table(surveys: Sequence[_Survey], tables: Sequence[_Survey], path: Path) -> Iterator[Finding]:
    """Yield the note on sheets that are not read, though they hold something."""
    titles = [survey.sheet.title for survey in surveys if survey not in tables]
    if titles:
        yield Finding(Codes.SHEETS_WITHOUT_ROWS, str(path), {"name": path.name, "others": "、".join(titles)})


def _in_sheet(finding: Finding, title: str) -> Finding:
    """Return a finding on a workbook with several tables as one on that of a sheet."""
    name = finding.args.get("name", "")
    return replace(finding, args={**finding.args, "name": f"{name}!{title}"})


def _areas(sheet: Any, columns: Columns) -> Mapping[int, list[_Area]]:
    """Return the merged areas of a sheet that carry an id or a class down, by their first rows."""
    carried = {columns.places[name] for name in CARRIED if name in columns.places}
    areas = dict[int, list[_Area]]()
    for letters, first, last in _merged_areas(sheet):
        place = column_index_from_string(letters) - 1
        if place in carried and last > first:
            areas.setdefault(first, []).append(_Area(place, last))
    return areas


def _merged_areas(sheet: Any) -> Iterator[tuple[str, int, int]]:
    """Yield first column, first and last row of the merged areas of a sheet, which stand behind its cells."""
    with sheet._get_source() as source:  # noqa: SLF001  # the library reads them with all cells or not at all
        held = b""
        while block := source.read(_BLOCK):
            text = held + block
            tail = text.rfind(b"<")
            yield from map(_area, _MERGED.finditer(text, 0, tail))
            held = text[tail:]
        yield from map(_area, _MERGED.finditer(held))


def _area(match: re.Match[bytes]) -> tuple[str, int, int]:
    return match[1].decode(), int(match[2]), int(match[3])


def _fill_merged(rows: Iterable[_Numbered], areas: Mapping[int, list[_Area]]) -> Iterator[_Numbered]:
    """Yield rows in which the first cell of a merged area stands in all rows of the area."""
    held = dict[int, tuple[Any, int]]()
    for number, (row, formulas) in rows:
        cells = list(row)
        for place, (cell, last) in held.items():
            if number <= last:
                cells[place] = cell
        held |= {area.place: (row[area.place], area.last) for area in areas.get(number, ())}
        yield number, (cells, formulas)


def _headings(row: Sequence[Any]) -> list[str]:
    """Return the headings of a row of cells, without the empty ones at its end."""
    texts = [_text(cell, "") or "" for cell in row]
    while texts and not texts[-1]:
        texts.pop()
    return texts


def _rows(sheet: Any, width: int) -> Iterator[Sequence[Any]]:
    """Yield a sheet's rows in so many columns, whatever it says of its size."""
    sheet.reset_dimensions()
    return islice(sheet.iter_rows(max_col=width), _MOST_ROWS)


def _formulas(copy: Path, title: str, width: int) -> Iterator[Sequence[Any]]:
    """Yield the rows of a sheet with formulas in place of their values."""
    with _workbook(copy, data_only=False) as book:
        yield from _rows(book[title], width)


def _has_formulas(copy: Path) -> bool:
    """Whether any sheet of an unpacked workbook has a formula; without one, it need not be read a second time."""
    with copy.open("rb") as stream, mmap(stream.fileno(), 0, access=ACCESS_READ) as content:
        return _FORMULA.search(content) is not None


def _row(
    row: Sequence[Any], formulas: Sequence[Any], number: int, columns: Columns, places: _Places
) -> list[str | None]:
    texts: list[str | None] = []
    for name, place in columns.places.items():
        cell = row[place] if place < len(row) else None
        text = _text(cell, name)
        if text is None and place < len(formulas) and formulas[place].data_type == "f":
            places.add(Codes.TABLE_FORMULAS_WITHOUT_VALUES, number, place + 1)
            text = _formula(formulas[place])
        if name == PROJECT and _is_inexact(cell):
            places.add(Codes.INEXACT_PROJECT_IDS, number, place + 1)
            return [None] * len(columns.places)
        if text is not None and len(text) > MOST_CHARACTERS:
            places.add(Codes.ROW_TEXT_TOO_LONG, number, place + 1)
            return [None] * len(columns.places)
        texts.append(text)
    return texts


def _formula(cell: Any) -> str:
    if isinstance(cell.value, str):
        return cell.value
    return "="


def _is_inexact(cell: Any) -> bool:
    return cell is not None and isinstance(cell.value, int | float) and abs(cell.value) >= _INEXACT


def _text(cell: Any, column: str) -> str | None:
    """Return what a cell says in a column, None where it says nothing."""
    value = getattr(cell, "value", None)
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and not isfinite(value):
        return str(value)
    if isinstance(value, int | float | dt.date):
        return _display_text(value, _pattern(cell, column))
    return str(value)


def _pattern(cell: Any, column: str) -> str:
    """Return the format that counts of a number's cell: where only a number can stand, what a percent sign shows."""
    pattern: str = cell.number_format
    if column in _PLAIN and "%" not in pattern:
        return "General"
    return pattern


@lru_cache(maxsize=100_000)
def _display_text(value: float | dt.date, pattern: str) -> str:
    """Return what a cell shows; of a number that was computed, all of its decimals."""
    if isinstance(value, float) and (decimal_places(Fraction(repr(value))) or 0) > MOST_DECIMALS:
        number = Decimal(repr(value))
        if "%" in pattern:
            return f"{100 * number:f}%"
        return f"{number:f}"
    return text_of(value, pattern)


def _frames(rows: Iterator[list[str | None]], columns: Columns) -> Iterator[pl.DataFrame]:
    while some := list(islice(rows, _CHUNK)):
        yield pl.DataFrame(some, schema=columns.schema(), orient="row")


__all__ = ["Tables", "read_sheets"]
