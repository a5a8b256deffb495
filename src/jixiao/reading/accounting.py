"""Every cell of a form that the program drew is taken into the project, unchanged, or named by a finding."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from jixiao.exact import parse_number
from jixiao.finding import Finding, Lang
from jixiao.form.live import Living
from jixiao.form.words import FLAGS
from jixiao.model.fields import MOST_SHOWN
from jixiao.quantity import unspaced
from jixiao.reading.alignment import Alignment
from jixiao.reading.grid import Spot
from jixiao.reading.original import TITLE, TOTALS, Drawn, Original, is_held

_INDICATOR = re.compile(r"indicators\[([0-9]+)\](.*)")
_SHEET_PLACE = re.compile(r"[A-Z]+([0-9]+)")
_DOCUMENT_PLACE = re.compile(r"R([0-9]+)C[0-9]+")


class Beside(NamedTuple):
    """What a workbook has beside and behind the cells of a form of so many columns: flags, exact points, formulas."""

    columns: int
    living: Living
    lang: Lang

    def holds(self, spot: Spot) -> bool:
        """Whether a cell is one of the program's to the right of the table."""
        flag = spot.column >= self.columns and spot.text in FLAGS[self.lang].values()
        exact = spot.column == self.columns + 1 and bool(self.living.points)
        return flag or (exact and parse_number(spot.text) is not None)

    @property
    def calculated(self) -> frozenset[str]:
        """The fields whose cells calculate."""
        fields = frozenset(name for name, cell in self.living.cells.items() if cell.formula)
        return fields | {TOTALS} if "below.total" in fields else fields


@dataclass(frozen=True)
class Reading:
    """A form of ours as it was read, beside the form as it was drawn and as it would be drawn now.

    ``fields`` are what cells were taken for; ``moved`` gives each indicator's earlier number its present one;
    ``claims`` are the fields of scores that were taken as claims, ``headings`` the cells of retyped headings.
    """

    rows: list[list[Spot]]
    before: Original
    now: Original
    alignment: Alignment
    fields: Mapping[tuple[int, int], str]
    moved: Mapping[int, int]
    claims: Mapping[str, str]
    beside: Beside
    headings: frozenset[tuple[int, int]]

    @cached_property
    def shown(self) -> dict[str, str]:
        """What each field of the form shows now."""
        return self.now.by_field()

    def findings(self) -> Iterator[Finding]:
        """Name what was typed and not taken, then what is no longer there."""
        for number, row in enumerate(self.rows):
            yield from _together(self._of_row(number, row))
        yield from self._gone()

    @cached_property
    def is_uncalculated(self) -> bool:
        """Whether no formula has a value: a program saved the workbook that does not calculate."""
        formulas = self.beside.calculated
        found = {row: {spot.column for spot in self.rows[number]} for number, row in self.alignment.rows.items()}
        return not any(
            self.alignment.later(number, column) in found.get(number, ())
            for number, row in enumerate(self.before.rows)
            for column, cell in row.items()
            if cell.text and cell.field in formulas
        )

    # ---- what stands there

    def _of_row(self, number: int, row: list[Spot]) -> Iterator[Finding]:
        for spot in row:
            drawn = self._drawn(number, spot)
            if not self._is_accounted(spot, drawn):
                yield self._named(spot, drawn)

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
        shown = (self.shown.get(taken), self._now(drawn.field) if drawn is not None else None)
        return text in [unspaced(one) for one in shown if one is not None] or self.beside.holds(spot)

    def _named(self, spot: Spot, drawn: Drawn | None) -> Finding:
        args = {"where": spot.name, "text": _short(spot.text), "was": _short(drawn.text) if drawn is not None else ""}
        taken = self.fields.get((spot.row, spot.column), "")
        if (spot.row, spot.column) in self.headings and drawn is not None:
            return Finding("JX844", "", args)
        if drawn is not None and (drawn.field in ("", TITLE) and drawn.text):
            return Finding("JX840", "", args)
        if taken or (drawn is not None and drawn.field and not is_held(drawn.field)):
            own = self.shown.get(taken) or (self._now(drawn.field) if drawn is not None else "")
            return Finding("JX841", "", {**args, "was": _short(own) or "—"})
        return Finding("JX842", "", args)

    def _now(self, field: str) -> str:
        """What a field of the form as it was drawn shows now; "" where there is none."""
        match = _INDICATOR.fullmatch(field)
        if match is None:
            return self.shown.get(field, "")
        place = self.moved.get(int(match[1]))
        return "" if place is None else self.shown.get(f"indicators[{place}]{match[2]}", "")

    # ---- what is gone

    def _gone(self) -> Iterator[Finding]:
        found = {row: number for number, row in self.alignment.rows.items()}
        empty: list[tuple[str, Drawn]] = []
        lost = dict[tuple[int, int], str]()
        for number, row in enumerate(self.before.rows):
            missing = {column: cell for column, cell in row.items() if cell.text and not self._is_taken_out(cell)}
            if number not in found:
                yield from self._row_gone(missing, found, number)
                continue
            spots = {spot.column: spot for spot in self.rows[found[number]]}
            for column, cell in missing.items():
                place = self.alignment.later(number, column)
                if place is None:
                    lost.setdefault((self.alignment.parts[number], column), cell.text)
                elif place not in spots:
                    empty.append((_place(self.rows[found[number]][0], place), cell))
        for text in lost.values():
            yield Finding("JX847", "", {"was": _short(text)})
        yield from self._emptied(empty)

    def _is_taken_out(self, cell: Drawn) -> bool:
        """Whether the project no longer has what a cell showed."""
        now = self._now(cell.field)
        return is_held(cell.field) and (not now or (_is_reason(cell.field) and now != cell.text))

    def _row_gone(self, missing: Mapping[int, Drawn], found: Mapping[int, int], number: int) -> Iterator[Finding]:
        texts = [cell.text for cell in missing.values() if self._stays(cell)]
        if texts:
            above = max((found[row] for row in found if row < number), default=0)
            where = self.rows[above][0].name if self.rows else ""
            yield Finding("JX846", "", {"where": where, "was": _short(" ".join(texts))})

    def _stays(self, cell: Drawn) -> bool:
        """Whether a cell still belongs to the form: it is fixed, or what it shows is still there."""
        calculated = self.is_uncalculated and cell.field in self.beside.calculated
        return bool(not cell.field or self._now(cell.field)) and not calculated

    def _emptied(self, cells: list[tuple[str, Drawn]]) -> Iterator[Finding]:
        """Cells that are empty now; formulas that no program has calculated yet are not."""
        if self.is_uncalculated:
            cells = [(where, cell) for where, cell in cells if cell.field not in self.beside.calculated]
        for where, cell in cells:
            computed = cell.field and (not is_held(cell.field) or _is_reason(cell.field))
            code = "JX845" if computed else "JX843"
            yield Finding(code, "", {"where": where, "was": _short(cell.text)})


def _together(findings: Iterator[Finding]) -> Iterator[Finding]:
    """One finding of the texts of a row that all stand where the form has none."""
    for code, same in groupby(findings, key=lambda finding: finding.code):
        row = list(same)
        if code != "JX842" or len(row) == 1:
            yield from row
            continue
        where = f"{row[0].args['where']}–{row[-1].args['where']}"
        text = " ".join(str(finding.args["text"]) for finding in row)
        yield Finding(code, "", {"where": where, "text": _short(text), "was": ""})


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
        letters, column = chr(ord("A") + column % 26) + letters, column // 26 - 1
    return letters


__all__ = ["Reading"]
