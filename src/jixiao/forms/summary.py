"""The summary of several results, a row each."""

from __future__ import annotations

from jixiao.findings import Lang
from jixiao.forms.cell_texts import number
from jixiao.forms.grid import Block, Cell, clean
from jixiao.forms.labels import LABELS
from jixiao.model.facts import EXECUTION
from jixiao.result import Result
from jixiao.scoring import RowScore

#: Losses that a summary names for one project, the largest first.
MOST_LOSSES = 3
#: The widths of its columns, in half-width characters.
WIDTHS = (30, 9, 7, 44)


def summary_block(rows: list[tuple[str, ...]], lang: Lang = "zh") -> Block:
    """The summary as a table, from the rows of its projects."""
    labels = LABELS[lang]
    head = tuple(Cell(labels[key], "head") for key in ("project", "total", "grade", "reasons"))
    return Block("summary", (head, *(tuple(map(Cell, row)) for row in rows)), 1)


def summary_row(result: Result, lang: Lang = "zh") -> tuple[str, ...]:
    """Project, total, grade and the three costliest reasons."""
    labels, rows = LABELS[lang], result.scored.all_rows if result.scored else ()
    lost = sorted((row for row in rows if row.deduction), key=lambda row: -(row.deduction or 0))
    reasons = [f"{_name(row, lang)} −{number(row.deduction)}" for row in lost[:MOST_LOSSES]]
    name = clean(result.project.name or result.source)
    return (name, result.total or labels["none"], result.grade or labels["none"], clean("；".join(reasons)))


def _name(row: RowScore, lang: Lang) -> str:
    return LABELS[lang]["rate"] if row.choice.class_ == EXECUTION else row.facts.indicator.name or ""
