"""Every cell of a form that the program drew is taken into the project, unchanged, or named by a finding."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import groupby
from string import ascii_uppercase
from typing import NamedTuple

from jixiao.exact import parse_number, to_step
from jixiao.findings import Codes, Finding, Lang
from jixiao.forms import Form
from jixiao.forms.importing.alignment import Alignment
from jixiao.forms.importing.grid import Spot
from jixiao.forms.importing.items import renamed
from jixiao.forms.importing.original import TITLE, TOTALS, Drawn, Original, is_held
from jixiao.forms.labels import FLAGS
from jixiao.forms.spreadsheet.live_cells import LiveForm, totals_formula
from jixiao.model.fields import MOST_SHOWN
from jixiao.quantity import unspaced

_SHEET_PLACE = re.compile(r"[A-Z]+([0-9]+)")
#: A cell that a formula names: in a file, or as the program writes its field.
_REFERENCE = re.compile(r"\$?[A-Z]{1,3}\$?[0-9]+|\{[^{}]+\}")
#: A step to which exact points are the same in the program and in a workbook, whose numbers have 15 digits.
_SHOWN = Fraction(1, 10**9)
_DOCUMENT_PLACE = re.compile(r"R([0-9]+)C[0-9]+")


class Beside(NamedTuple):
    """What a workbook has beside and behind the cells of a form: flags, exact points, formulas; and what it has now."""

    form: Form
    living: LiveForm
    now: LiveForm
    lang: Lang

    @property
    def columns(self) -> int:
        """How many columns the form has."""
        return len(self.form.columns)

    def holds(self, spot: Spot, before: Iterable[str], now: Iterable[str]) -> bool:
        """Whether a cell right of the table is the program's; ``before`` and ``now`` are the fields beside it."""
        if spot.column < self.columns:
            return False
        has_flag = not self.living.flags.keys().isdisjoint(before)
        if has_flag and spot.text in FLAGS[self.lang].values():
            return True
        number = parse_number(spot.text)
        points = (*_points(self.living, before), *_points(self.now, now))
        return number is not None and to_step(number, _SHOWN) in points

    def calculates(self, spot: Spot, field: str) -> bool:
        """Whether the formula of a cell is the program's own: that of a field, or of a cell beside the table."""
        flags, points = self.living.flags.values(), self.living.points.values()
        beside = (*(flag.formula for flag in flags), *(cell.formula for cell in points))
        if any(_is_same(spot.formula, formula) for formula in beside):
            return True  # also where the table has fewer columns now
        if field == TOTALS:
            return _is_same(spot.formula, totals_formula(self.form, self.living, self.lang) or "")
        return field in self.living.cells and _is_same(spot.formula, self.living.cells[field].formula)


def _points(living: LiveForm, fields: Iterable[str]) -> Iterator[Fraction]:
    """The exact points of fields, rounded as those of a workbook are compared."""
    for field in fields:
        number = living.points[field].number if field in living.points else None
        if number is not None:
            yield to_step(number, _SHOWN)


def _is_same(formula: str, own: str) -> bool:
    """Whether a formula of a file is one of the program's, whichever cells its names stand for."""
    return bool(own) and _REFERENCE.sub("#", formula.removeprefix("=")) == _REFERENCE.sub("#", own)


@dataclass(frozen=True)
class Reading:
    """A form of ours as it was read, beside the form as it was drawn and as it would be drawn now.

    ``fields`` are what cells were taken for; ``owners`` gives each item's name in fields as drawn the present one;
    ``claims`` are the fields of scores that were taken as claims, ``headings`` the cells of retyped headings.
    """

    rows: list[list[Spot]]
    before: Original
    now: Original
    alignment: Alignment
    fields: Mapping[tuple[int, int], str]
    owners: Mapping[str, str]
    claims: Mapping[str, str]
    beside: Beside
    headings: frozenset[tuple[int, int]]

    @cached_property
    def shown(self) -> dict[str, str]:
        """What each field of the form shows now."""
        return self.now.by_field()

    @cached_property
    def _fixed_texts_gone(self) -> frozenset[str]:
        """Fixed texts of rows that are no longer there; these are named once, with their row."""
        present = set(self.alignment.rows.values())
        gone = (row for number, row in enumerate(self.before.rows) if number not in present)
        return frozenset(unspaced(cell.text) for row in gone for cell in row.values() if cell.text and not cell.field)

    def findings(self) -> Iterator[Finding]:
        """Name what was typed and not taken, then what is no longer there."""
        for number, row in enumerate(self.rows):
            yield from _together(self._of_row(number, row))
        yield from uncalculated(spot for number, row in enumerate(self.rows) for spot in self._formulas(number, row))
        yield from self._gone()

    def _formulas(self, number: int, row: list[Spot]) -> Iterator[Spot]:
        """The cells whose formulas somebody typed and no program has calculated."""
        for spot in row:
            drawn = self._drawn(number, spot)
            if spot.formula and not self.beside.calculates(spot, drawn.field if drawn is not None else ""):
                yield spot

    # ---- what stands there

    def _of_row(self, number: int, row: list[Spot]) -> Iterator[Finding]:
        for spot in row:
            drawn = self._drawn(number, spot)
            is_ours = self._is_accounted(spot, drawn) or self._is_beside(number, spot)
            if not spot.formula and not is_ours:
                yield self._named(spot, drawn)

    def _is_beside(self, number: int, spot: Spot) -> bool:
        """Whether a cell is the program's own to the right of the table."""
        drawn = self.alignment.rows.get(number)
        before = [] if drawn is None else [cell.field for cell in self.before.rows[drawn].values()]
        now = [self.fields.get((other.row, other.column), "") for other in self.rows[number]]
        return self.beside.holds(spot, before, now)

    def _drawn(self, number: int, spot: Spot) -> Drawn | None:
        """The cell that stood there."""
        place = self.alignment.earlier(number, spot.column)
        return None if place is None else self.before.rows[place[0]].get(place[1])

    def _is_accounted(self, spot: Spot, drawn: Drawn | None) -> bool:
        taken = self.fields.get((spot.row, spot.column), "")
        if is_held(taken) or self.claims.get(taken) == spot.text.strip():
            return True
        text = unspaced(spot.text)
        if drawn is not None and unspaced(drawn.text) == text:
            return not is_held(drawn.field) or unspaced(self._now(drawn.field)) == text
        if drawn is None and text in self._fixed_texts_gone:
            return True  # the label of a cell over several rows, the first of which was taken out
        shown = (self.shown.get(taken), self._now(drawn.field) if drawn is not None else None)
        return text in [unspaced(one) for one in shown if one is not None]

    def _named(self, spot: Spot, drawn: Drawn | None) -> Finding:
        args = {"where": spot.name, "text": _short(spot.text), "was": _short(drawn.text) if drawn is not None else ""}
        taken = self.fields.get((spot.row, spot.column), "")
        if (spot.row, spot.column) in self.headings and drawn is not None:
            return Finding(Codes.HEADING_CHANGED, "", args)
        if drawn is not None and (drawn.field in ("", TITLE) and drawn.text):
            return Finding(Codes.FIXED_TEXT_CHANGED, "", args)
        if taken or (drawn is not None and drawn.field and not is_held(drawn.field)):
            own = self.shown.get(taken) or (self._now(drawn.field) if drawn is not None else "")
            return Finding(Codes.COMPUTED_CELL_CHANGED, "", {**args, "was": _short(own) or "—"})
        return Finding(Codes.CELL_NOT_READ, "", args)

    def _now(self, field: str) -> str:
        """What a field of the form as it was drawn shows now; "" where there is none."""
        return self.shown.get(renamed(field, self.owners), "")

    # ---- what is gone

    def _gone(self) -> Iterator[Finding]:
        found = {row: number for number, row in self.alignment.rows.items()}
        empty: list[tuple[str, Drawn]] = []
        lost = dict[tuple[int, int], str]()
        for number, row in enumerate(self.before.rows):
            if number not in found:
                above = [found[drawn] for drawn in found if drawn < number]
                yield from self._row_gone(row, self.rows[max(above)][0].name if above else "")
                continue
            missing = {column: cell for column, cell in row.items() if cell.text and not self._is_taken_out(cell)}
            spots = {spot.column: spot for spot in self.rows[found[number]]}
            for column, cell in missing.items():
                place = self.alignment.later(number, column)
                if place is None:
                    lost.setdefault((self.alignment.parts[number], column), cell.text)
                elif place not in spots:
                    empty.append((_place(self.rows[found[number]][0], place), cell))
        for text in lost.values():
            yield Finding(Codes.COLUMN_MISSING, "", {"was": _short(text)})
        yield from self._emptied(empty)

    def _is_taken_out(self, cell: Drawn) -> bool:
        """Whether the project no longer has what a cell showed."""
        now = self._now(cell.field)
        return is_held(cell.field) and (not now or (_is_reason(cell.field) and now != cell.text))

    def _row_gone(self, row: Mapping[int, Drawn], where: str) -> Iterator[Finding]:
        """A row that is no longer there: of an item that went with it, or of what the project still has."""
        owners = [self.owners[owner] for cell in row.values() if (owner := cell.field.partition(".")[0]) in self.owners]
        if any(owners):
            return  # the item stands elsewhere in the table
        cells = [cell for cell in row.values() if cell.text]
        if owners:
            texts = [cell.text for cell in cells if is_held(cell.field)]
            yield Finding(Codes.FORM_ROW_DELETED, "", {"where": where, "was": _short(" ".join(texts))})
            return
        texts = [cell.text for cell in cells if not cell.field or self._now(cell.field)]
        if texts:
            code = Codes.ROW_MISSING if where else Codes.CELL_EMPTIED
            yield Finding(code, "", {"where": where or "表上方", "was": _short(" ".join(texts))})

    def _emptied(self, cells: list[tuple[str, Drawn]]) -> Iterator[Finding]:
        """Cells that are empty now: one finding for each, but one for all that are computed."""
        computed = [one for one in cells if one[1].field and (not is_held(one[1].field) or _is_reason(one[1].field))]
        for where, cell in cells:
            if (where, cell) not in computed:
                yield Finding(Codes.CELL_EMPTIED, "", {"where": where, "was": _short(cell.text)})
        if computed:
            texts = " ".join(cell.text for _, cell in computed)
            yield Finding(
                Codes.COMPUTED_CELL_EMPTIED,
                "",
                {"where": _places([where for where, _ in computed]), "was": _short(texts)},
            )


def _together(findings: Iterator[Finding]) -> Iterator[Finding]:
    """One finding of the texts of a row that all stand where the form has none."""
    for code, same in groupby(findings, key=lambda finding: finding.code):
        row = list(same)
        if code != Codes.CELL_NOT_READ or len(row) == 1:
            yield from row
            continue
        where = f"{row[0].args['where']}–{row[-1].args['where']}"
        text = " ".join(str(finding.args["text"]) for finding in row)
        yield Finding(code, "", {"where": where, "text": _short(text), "was": ""})


def uncalculated(spots: Iterable[Spot]) -> Iterator[Finding]:
    """Name all cells with a formula whose value the file does not hold, in one finding."""
    formulas = [spot for spot in spots if spot.formula]
    if formulas:
        where = _places([spot.name for spot in formulas])
        yield Finding(Codes.FORMULA_WITHOUT_VALUE, "", {"where": where, "text": _short(formulas[0].formula)})


def _places(names: list[str]) -> str:
    """Names of cells as a text; what follows on each other in a row or a column as its first and last.

    >>> _places(["F11", "F12", "F13", "H5"]), _places(["R2C3"])
    ('F11–F13、H5', 'R2C3')
    """
    runs: list[list[str]] = []
    for name in sorted(names, key=_column_first):
        if runs and name == _below(runs[-1][-1]):
            runs[-1].append(name)
        else:
            runs.append([name])
    return "、".join(run[0] if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def _column_first(name: str) -> tuple[int, str, int]:
    """What cells of a sheet are sorted by: column by column; those of a document stay in their order."""
    match = _SHEET_PLACE.fullmatch(name)
    return (match.start(1), name[: match.start(1)], int(match[1])) if match else (0, "", 0)


def _below(name: str) -> str:
    """The name of the cell below one of a sheet, "" below one of a document."""
    match = _SHEET_PLACE.fullmatch(name)
    return f"{name[: match.start(1)]}{int(match[1]) + 1}" if match else ""


def _is_reason(field: str) -> bool:
    """Whether a field is told in a sentence of the program's, with the unit's cause and remedy behind it."""
    return field.endswith(".reason")


def _short(text: str) -> str:
    return " ".join(text.split())[:MOST_SHOWN]


def _place(beside: Spot, column: int) -> str:
    """The name of the cell of a column, in the row of another."""
    if match := _SHEET_PLACE.fullmatch(beside.name):
        return f"{_letters(column)}{match[1]}"
    match = _DOCUMENT_PLACE.fullmatch(beside.name)
    return f"R{match[1]}C{column + 1}" if match else beside.name


def _letters(column: int) -> str:
    """A column's letters, from 0.

    >>> _letters(0), _letters(27)
    ('A', 'AB')
    """
    letters = ""
    while column >= 0:
        column, letter = divmod(column, len(ascii_uppercase))
        letters = ascii_uppercase[letter] + letters
        column -= 1
    return letters


__all__ = ["Beside", "Reading", "uncalculated"]
