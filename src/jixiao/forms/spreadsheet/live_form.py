"""A form whose scores, rates, total and grade follow an edit: its cells, flags and exact points."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from jixiao.findings import Lang
from jixiao.forms.grid import Form, all_rows
from jixiao.forms.labels import FLAGS
from jixiao.forms.spreadsheet.formulas import number
from jixiao.result import Result
from jixiao.scoring import RowScore, Scored
from jixiao.scoring.plan import Plan, plan_of


class LiveCell(NamedTuple):
    """A cell that is more than its text: a number and its format, or a formula over other cells; who may change it.

    ``choices`` are what a person may pick. ``note`` says what a person should know, such as that a number is too large.
    """

    number: Fraction | None = None
    pattern: str = "General"
    formula: str = ""
    entry: bool = False
    choices: tuple[str, ...] = ()
    note: str = ""


class Flag(NamedTuple):
    """What stands beside a score: a formula, and what it says as long as nothing is changed."""

    formula: str
    text: str = ""


class LiveForm(NamedTuple):
    """All live cells of a form, by field; flags by the field of the score that they stand beside.

    ``points`` are exact points by the field of the score, where the spec grades those.
    """

    cells: dict[str, LiveCell]
    flags: dict[str, Flag]
    points: dict[str, LiveCell]


class LiveFormBuilder:
    """Collects the live cells of one form, and holds what its formulas share: the spec's plan and the form's texts."""

    def __init__(self, result: Result, scored: Scored, form: Form, lang: Lang) -> None:
        self.result, self.project, self.scored, self.form, self.lang = result, result.project, scored, form, lang
        self.plan: Plan = plan_of(scored.spec)
        self.flag_texts = FLAGS[lang]
        self.texts = {cell.field: cell.text for row in all_rows(form) for cell in row if cell.field}
        self.live = LiveForm({}, {}, {})

    def has(self, *fields: str) -> bool:
        """Whether the form shows all these fields."""
        return self.texts.keys() >= set(fields)

    def weight(self, field: str, weight: Fraction) -> str:
        """Return a weight in a formula: its cell, or the number where no cell holds it. Points."""
        cell = self.live.cells.get(field)
        if cell is not None and cell.number == weight:
            return f"{{{field}}}"
        return number(weight)

    def set_score(self, field: str, row: RowScore, formula: str, flag: str, text: str) -> None:
        """Make a score follow a formula, and put a flag beside it.

        ``flag`` is the formula of what the flag says while there is no score, ``text`` what that is now.
        """
        self.live.cells[field] = LiveCell(row.score, formula=formula)
        if row.score is None:
            self.live.flags[field] = Flag(f'IF({{{field}}}="",{flag},"")', text)
        else:
            changed = f'IF({{{field}}}={number(row.score)},"","{self.flag_texts["changed"]}")'
            self.live.flags[field] = Flag(f'IF({{{field}}}="",{flag},{changed})')

    def set_points(self, field: str, row: RowScore, formula: str) -> None:
        """Keep a row's exact points beside its score, where the grade follows from those."""
        if self.plan.by_exact_total:
            points = row.points if row.score is not None else None
            self.live.points[field] = LiveCell(points, formula=formula)

    def fix_score(self, field: str, row: RowScore, *sources: str, reason: str) -> None:
        """Let a score follow no change: what it comes from is locked then, and a note says why.

        Where there is no score, the sources can be changed, and a flag asks to score them again. ``reason`` is the key
        of the note.
        """
        cells = self.live.cells
        cells[field] = LiveCell(row.score)
        sources = tuple(filter(self.has, sources))
        for source in sources:
            cells[source] = cells.get(source, LiveCell())._replace(entry=row.score is None)
        if row.score is None:
            text = self.flag_texts["again"]
            self.live.flags[field] = Flag(f'"{text}"', text)
        else:
            noted = (*sources, field)[0]
            cells[noted] = cells[noted]._replace(note=self.flag_texts[reason])
