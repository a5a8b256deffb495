"""The summary of several results, a row each."""

from __future__ import annotations

from jixiao.documents import exact
from jixiao.findings import Lang
from jixiao.forms.cell_texts import number_text
from jixiao.forms.grid import Block, Cell, clean
from jixiao.forms.labels import LABELS
from jixiao.result import Result

#: Losses that a summary names for one project, the largest first.
MOST_LOSSES = 3
#: The widths of its columns, in half-width characters.
WIDTHS = (30, 9, 7, 44)


def summary_block(rows: list[tuple[str, ...]], lang: Lang = "zh") -> Block:
    """Return the summary as a table, from the rows of its projects."""
    labels = LABELS[lang]
    head = tuple(Cell(labels[key], "head") for key in ("project", "total", "grade", "reasons"))
    return Block("summary", (head, *(tuple(map(Cell, row)) for row in rows)), 1)


def summary_row(result: Result, lang: Lang = "zh") -> tuple[str, ...]:
    """Return project, total, grade and the three costliest reasons."""
    none = LABELS[lang]["none"]
    name = clean(result.project.name or result.source)
    return (name, result.total or none, result.grade or none, clean("；".join(_losses(result, lang))))


def is_unscored(row: tuple[str, ...], lang: Lang = "zh") -> bool:
    """Whether a row has neither a total nor a grade: that of an input that could not be read, or is not yet scored."""
    none = LABELS[lang]["none"]
    return row[1:] == (none, none, "")


def _losses(result: Result, lang: Lang) -> list[str]:
    """Return the largest losses of points, each as the name of its row and the points."""
    losses = [(exact(row.deduction), row.name or "") for row in result.indicators]
    if result.execution is not None:
        losses.insert(0, (exact(result.execution.deduction), LABELS[lang]["rate"]))
    largest = sorted(((points, name) for points, name in losses if points), key=lambda loss: -loss[0])
    return [f"{name} −{number_text(points)}" for points, name in largest[:MOST_LOSSES]]
