"""Every cell of a form that the program drew is imported, unchanged, or named by a finding."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from jixiao.exact import parse_number, to_step
from jixiao.findings import Codes, Finding, Lang
from jixiao.forms import Form
from jixiao.forms.build import LATER_NOTES
from jixiao.forms.importing.alignment import Alignment
from jixiao.forms.importing.drawn_grid import TITLE, TOTALS, Original, OriginalCell, is_held
from jixiao.forms.importing.grid import Spot
from jixiao.forms.importing.items import renamed
from jixiao.forms.labels import FLAGS
from jixiao.forms.spreadsheet.live_cells import LiveForm, totals_formula
from jixiao.forms.spreadsheet.places import column_letters
from jixiao.model.fields import MOST_SHOWN
from jixiao.quantity import unspaced

_SHEET_PLACE = re.compile(r"[A-Z]+([0-9]+)")
#: A cell that a formula names: in a file, or as the program writes its field.
_REFERENCE = re.compile(r"\$?[A-Z]{1,3}\$?[0-9]+|\{[^{}]+\}")
#: A step to which exact points are the same in the program and in a workbook, whose numbers have 15 digits.
_WORKBOOK_STEP = Fraction(1, 10**9)
_DOCUMENT_PLACE = re.compile(r"(.*第[0-9]+行第)[0-9]+列")


#: Stands for the original of a cell that is new.
_NO_CELL = OriginalCell("")


class SideCells(NamedTuple):
    """What a workbook has beside and behind the cells of a form: flags, exact points, formulas; before and now."""

    form: Form
    before: LiveForm
    now: LiveForm
    lang: Lang

    @property
    def columns(self) -> int:
        """Return how many columns the form has."""
        return len(self.form.columns)

    def holds(self, spot: Spot, before: Iterable[str], now: Iterable[str]) -> bool:
        """Whether the program wrote a cell right of the table; ``before`` and ``now`` are the fields in its row."""
        if spot.column < self.columns:
            return False
        has_flag = not self.before.flags.keys().isdisjoint(before)
        if has_flag and spot.text in FLAGS[self.lang].values():
            return True
        number = parse_number(spot.text)
        points = (*_points(self.before, before), *_points(self.now, now))
        return number is not None and to_step(number, _WORKBOOK_STEP) in points

    def calculates(self, spot: Spot, field: str) -> bool:
        """Whether the program wrote the formula of a cell: that of a field, or of a cell beside the table."""
        flags, points = self.before.flags.values(), self.before.points.values()
        beside = (*(flag.formula for flag in flags), *(cell.formula for cell in points))
        if any(_is_same(spot.formula, formula) for formula in beside):
            return True  # also where the table has fewer columns now
        if field == TOTALS:
            return _is_same(spot.formula, totals_formula(self.form, self.before, self.lang) or "")
        return field in self.before.cells and _is_same(spot.formula, self.before.cells[field].formula)


def _points(cells: LiveForm, fields: Iterable[str]) -> Iterator[Fraction]:
    """Yield the exact points of fields, rounded as those of a workbook are compared."""
    for field in fields:
        point = cells.points.get(field)
        if point is not None and point.number is not None:
            yield to_step(point.number, _WORKBOOK_STEP)


def _is_same(formula: str, own: str) -> bool:
    """Whether a formula of a file is the program's own, whichever cells its names stand for."""
    return bool(own) and _REFERENCE.sub("#", formula.removeprefix("=")) == _REFERENCE.sub("#", own)


@dataclass(frozen=True)
class Reading:
    """A form that was read, beside the form as the program drew it and as it would draw it now.

    ``fields`` has what each cell was read as, ``owners`` the present name of each item by its name when it was drawn,
    ``claims`` the scores that were read as claims, by their fields, ``headings`` the cells of retyped headings.
    """

    rows: list[list[Spot]]
    before: Original
    now: Original
    alignment: Alignment
    fields: Mapping[tuple[int, int], str]
    owners: Mapping[str, str]
    claims: Mapping[str, str]
    beside: SideCells
    headings: frozenset[tuple[int, int]]

    @cached_property
    def present_texts(self) -> dict[str, str]:
        """Return the text that each field of the form shows now."""
        return self.now.by_field()

    @cached_property
    def _present_rows(self) -> dict[int, int]:
        """Return the present number of each drawn row that is still there."""
        return {drawn_row: number for number, drawn_row in self.alignment.rows.items()}

    @cached_property
    def _deleted_labels(self) -> frozenset[str]:
        """Return fixed texts of rows that are no longer there; these are named once, with their row."""
        rows = (row for number, row in enumerate(self.before.rows) if number not in self._present_rows)
        return frozenset(unspaced(cell.text) for row in rows for cell in row.values() if cell.text and not cell.field)

    @cached_property
    def _undrawn_rows(self) -> frozenset[int]:
        """Return the rows of notes that an earlier version drew nowhere; the project of its form carries their texts.

        A form with any of them is none of an earlier version: it has lost those that it lacks.
        """
        rows = frozenset(
            number
            for number, row in enumerate(self.before.rows)
            if self.before.section_of(number) == "below" and any(cell.field in LATER_NOTES for cell in row.values())
        )
        return rows if rows.isdisjoint(self._present_rows) else frozenset()

    def findings(self) -> Iterator[Finding]:
        """Yield findings on what was typed and not imported, then on what is no longer there."""
        for number, row in enumerate(self.rows):
            yield from _merged(self._changes_of_row(number, row))
        yield from uncalculated(spot for number, row in enumerate(self.rows) for spot in self._formulas(number, row))
        yield from self._deleted_rows()
        yield from self._deleted_cells()

    def _formulas(self, number: int, row: list[Spot]) -> Iterator[Spot]:
        """Yield the cells whose formulas somebody typed and no program has calculated."""
        for spot in row:
            original = self._original(number, spot) or _NO_CELL
            if spot.formula and not self.beside.calculates(spot, original.field):
                yield spot

    # ---- cells that are there

    def _changes_of_row(self, number: int, row: list[Spot]) -> Iterator[Finding]:
        for spot in row:
            original = self._original(number, spot)
            is_expected = self._is_expected(spot, original) or self._is_side_cell(number, spot)
            if not spot.formula and not is_expected:
                yield self._change(spot, original or _NO_CELL)

    def _is_side_cell(self, number: int, spot: Spot) -> bool:
        """Whether the program wrote a cell to the right of the table."""
        before = list[str]()
        if number in self.alignment.rows:
            before = [cell.field for cell in self.before.rows[self.alignment.rows[number]].values()]
        now = [self._field(neighbour) for neighbour in self.rows[number]]
        return self.beside.holds(spot, before, now)

    def _original(self, number: int, spot: Spot) -> OriginalCell | None:
        """Return the cell that was drawn at the place of a cell."""
        place = self.alignment.earlier(number, spot.column)
        if place is None:
            return None
        row, column = place
        return self.before.rows[row].get(column)

    def _field(self, spot: Spot) -> str:
        """Return the field that a cell was read as, "" where it was not read."""
        return self.fields.get((spot.row, spot.column), "")

    def _is_expected(self, spot: Spot, original: OriginalCell | None) -> bool:
        """Whether the text of a cell was imported, or is what the program shows in that place.

        A number that a form computes is compared as its cell shows it, rounded.
        """
        field, text = self._field(spot), unspaced(spot.rounded or spot.text)
        if is_held(field) or self.claims.get(field) == spot.text.strip():
            return True
        if original is None:
            # the label of a cell over several rows, the first of which was deleted
            return text in self._deleted_labels or self._shows(field, text)
        is_present = unspaced(self._now(original.field)) == text
        if unspaced(original.text) == text:
            return is_present or not is_held(original.field)
        return is_present or self._shows(field, text)

    def _shows(self, field: str, text: str) -> bool:
        """Whether a field of the form shows a text now."""
        return field in self.present_texts and unspaced(self.present_texts[field]) == text

    def _change(self, spot: Spot, original: OriginalCell) -> Finding:
        """Return the finding on a cell that was changed and not imported."""
        args = {"where": spot.name, "text": short(spot.text), "was": short(original.text)}
        field = self._field(spot)
        if original.text and (spot.row, spot.column) in self.headings:
            return Finding(Codes.HEADING_CHANGED, "", args)
        if original.text and original.field in ("", TITLE):
            return Finding(Codes.FIXED_TEXT_CHANGED, "", args)
        if field or _is_computed(original.field):
            now = self.present_texts.get(field) or self._now(original.field)
            return Finding(Codes.COMPUTED_CELL_CHANGED, "", {**args, "was": short(now) or "—"})
        return Finding(Codes.CELL_NOT_READ, "", args)

    def _now(self, field: str) -> str:
        """Return the present text of a field of the form as it was drawn; "" where there is none."""
        return self.present_texts.get(renamed(field, self.owners), "")

    # ---- rows and cells that are gone

    def _deleted_rows(self) -> Iterator[Finding]:
        for number, row in enumerate(self.before.rows):
            if number not in self._present_rows and number not in self._undrawn_rows:
                above = [
                    self.rows[present][0] for drawn_row, present in self._present_rows.items() if drawn_row < number
                ]
                yield from self._deleted_row(row, "".join(spot.name for spot in above[-1:]))

    def _deleted_row(self, row: Mapping[int, OriginalCell], where: str) -> Iterator[Finding]:
        """Yield a finding on a row that is gone: with its item, or without what the project still has."""
        items = [cell.field.partition(".")[0] for cell in row.values()]
        owners = [self.owners[item] for item in items if item in self.owners]
        if any(owners):
            return  # the item stands elsewhere in the table
        if owners:
            yield Finding(Codes.FORM_ROW_DELETED, "", {"where": where, "was": _joined(row, is_held)})
            return
        texts = _joined(row, lambda field: not field or self._now(field) != "")
        if texts:
            code = Codes.ROW_MISSING if where else Codes.CELL_EMPTIED
            yield Finding(code, "", {"where": where or "表上方", "was": texts})

    def _deleted_cells(self) -> Iterator[Finding]:
        """Yield one finding for each column that is gone, then those on cells that are empty now."""
        columns, emptied = dict[tuple[int, int], str](), list[tuple[str, OriginalCell]]()
        for row, column, cell in self._missing_cells():
            place = self.alignment.later(row, column)
            if place is None:
                columns.setdefault((self.alignment.parts[row], column), cell.text)
            else:
                emptied.append((_place(self.rows[self._present_rows[row]][0], place), cell))
        for text in columns.values():
            yield Finding(Codes.COLUMN_MISSING, "", {"was": short(text)})
        yield from _emptied_cells(emptied)

    def _missing_cells(self) -> Iterator[tuple[int, int, OriginalCell]]:
        """Yield the cells of present rows, with row and column as drawn, that are empty and whose text is not gone."""
        for row, number in self._present_rows.items():
            columns = {spot.column for spot in self.rows[number]}
            for column, cell in self.before.rows[row].items():
                is_empty = self.alignment.later(row, column) not in columns
                if is_empty and cell.text and not self._is_deleted(cell):
                    yield row, column, cell

    def _is_deleted(self, cell: OriginalCell) -> bool:
        """Whether the project no longer has what a cell showed."""
        now = self._now(cell.field)
        return is_held(cell.field) and (not now or (_is_reason(cell.field) and now != cell.text))


def _joined(row: Mapping[int, OriginalCell], is_wanted: Callable[[str], bool]) -> str:
    """Return the texts of a row, of the cells with some fields, as one short text."""
    return short(" ".join(cell.text for cell in row.values() if cell.text and is_wanted(cell.field)))


def _emptied_cells(cells: list[tuple[str, OriginalCell]]) -> Iterator[Finding]:
    """Yield findings on cells, with their places, that are empty now: one for each, but one for all computed ones."""
    computed = [(where, cell) for where, cell in cells if _is_computed(cell.field) or _is_reason(cell.field)]
    for where, cell in cells:
        if (where, cell) not in computed:
            yield Finding(Codes.CELL_EMPTIED, "", {"where": where, "was": short(cell.text)})
    if computed:
        where, texts = places_text([where for where, _ in computed]), " ".join(cell.text for _, cell in computed)
        yield Finding(Codes.COMPUTED_CELL_EMPTIED, "", {"where": where, "was": short(texts)})


def _merged(findings: Iterator[Finding]) -> Iterator[Finding]:
    """Yield the findings of a row, with one for all texts that stand where the form has none."""
    for code, same in groupby(findings, key=lambda finding: finding.code):
        row = list(same)
        if code != Codes.CELL_NOT_READ or len(row) == 1:
            yield from row
            continue
        where = f"{row[0].args['where']}–{row[-1].args['where']}"
        text = " ".join(str(finding.args["text"]) for finding in row)
        yield Finding(code, "", {"where": where, "text": short(text), "was": ""})


def uncalculated(spots: Iterable[Spot]) -> Iterator[Finding]:
    """Yield one finding on all cells with a formula whose value the file does not hold."""
    formulas = [spot for spot in spots if spot.formula]
    if formulas:
        where = places_text([spot.name for spot in formulas])
        yield Finding(Codes.FORMULA_WITHOUT_VALUE, "", {"where": where, "text": short(formulas[0].formula)})


def places_text(names: list[str]) -> str:
    """Return names of cells as a text; of cells that follow each other in a column, the first and the last.

    >>> places_text(["F11", "F12", "F13", "H5"]), places_text(["表1 第2行第3列"])
    ('F11–F13、H5', '表1 第2行第3列')
    """
    runs: list[list[str]] = []
    for name in sorted(names, key=_column_first):
        if runs and name == _below(runs[-1][-1]):
            runs[-1].append(name)
        else:
            runs.append([name])
    return "、".join("–".join(dict.fromkeys((run[0], run[-1]))) for run in runs)


def _column_first(name: str) -> tuple[int, str, int]:
    """Return the key that sorts cells of a sheet by columns; those of a document stay in their order."""
    match = _SHEET_PLACE.fullmatch(name)
    if match is None:
        return 0, "", 0
    return match.start(1), name[: match.start(1)], int(match[1])


def _below(name: str) -> str:
    """Return the name of the cell below one of a sheet, "" below one of a document."""
    match = _SHEET_PLACE.fullmatch(name)
    if match is None:
        return ""
    return f"{name[: match.start(1)]}{int(match[1]) + 1}"


def _is_computed(field: str) -> bool:
    """Whether a field shows what is computed from the project."""
    return field != "" and not is_held(field)


def _is_reason(field: str) -> bool:
    """Whether a field is a sentence that the program wrote, with the unit's cause and remedy behind it."""
    return field.endswith(".reason")


def short(text: str) -> str:
    """Return a text in one line, cut to the length of a finding's arguments."""
    return " ".join(text.split())[:MOST_SHOWN]


def _place(beside: Spot, column: int) -> str:
    """Return the name of the cell of a column, in the row of another."""
    if match := _SHEET_PLACE.fullmatch(beside.name):
        return f"{column_letters(column)}{match[1]}"
    if match := _DOCUMENT_PLACE.fullmatch(beside.name):
        return f"{match[1]}{column + 1}列"
    return beside.name


__all__ = ["Reading", "SideCells", "places_text", "short", "uncalculated"]
