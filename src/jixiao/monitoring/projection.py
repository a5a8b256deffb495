"""What a project is expected to score at the end of the year: its forecasts as actuals, by the same rules.

Nothing is extrapolated: where no forecast is stated, what has been reached by the end of December is the year's, and
before that the target counts for a row that is certain to reach it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from jixiao.exact import format_exact
from jixiao.model.problems import NoShareInTier
from jixiao.model.project import OF_MONITORING, Amounts, Indicator, Project
from jixiao.model.spec import IndicatorSpec
from jixiao.model.typed_words import LAST_MONTH, LIKELIHOODS
from jixiao.monitoring.lights import is_stated
from jixiao.monitoring_document import ProjectedFrom
from jixiao.quantity import Range, parse
from jixiao.scoring import RowScore, Scored, score_project

#: The likelihood of a row that is certain to reach its target.
CERTAIN = LIKELIHOODS[0]


class Projection(NamedTuple):
    """The project as it is expected to end, from what each row and the spending follow, and its scores."""

    project: Project
    rows: tuple[ProjectedFrom | None, ...]
    execution: ProjectedFrom | None
    scored: Scored

    def open_rows(self) -> Iterator[RowScore]:
        """Yield the rows of which nothing says what they will score, whatever a spec gives for an empty actual.

        A tier without its share says too little.
        """
        if self.execution is None and self.scored.execution is not None:
            yield self.scored.execution
        for row, origin in zip(self.scored.rows, self.rows, strict=True):
            is_open = origin is None or isinstance(row.problem, NoShareInTier)
            if is_open and row.facts.indicator.applicable:
                yield row


def project_year_end(project: Project, spec: IndicatorSpec) -> Projection:
    """Return the project as it is expected to be at the end of the year, scored under the spec."""
    is_over = project.month == LAST_MONTH
    rows = [expected_value(row, is_over=is_over) for row in project.indicators]
    spent, origin = expected_spending(project.funds.total, is_over=is_over)
    total = project.funds.total.model_copy(update={"spent": spent})
    indicators = (_ended(row, value) for row, (value, _) in zip(project.indicators, rows, strict=True))
    changes = {
        "stage": "self_evaluation",
        "indicators": tuple(indicators),
        "funds": project.funds.model_copy(update={"total": total}),
    }
    ended = project.model_copy(update=changes)
    scored, origins = score_project(ended, spec), tuple(origin for _, origin in rows)
    projection = Projection(ended, origins, origin, scored)
    if any(projection.open_rows()):
        scored = replace(scored, total=None, exact=None, scaled=None, grade=None)
    return projection._replace(scored=scored)


def expected_value(row: Indicator, *, is_over: bool) -> tuple[str | None, ProjectedFrom | None]:
    """Return the value that a row is expected to have at the end of the year, and what says so, if anything does."""
    if is_stated(row.forecast):
        return row.forecast, "forecast"
    if is_over:
        return row.progress, "progress"
    if row.likelihood == CERTAIN and is_stated(row.target):
        return _reached(row.target), "certain"
    return None, None


def _reached(target: str | None) -> str | None:
    """Return a value that reaches a target: the target itself, of a range its lower end."""
    quantity = parse(target or "")
    if not isinstance(quantity, Range):
        return target
    return f"{format_exact(quantity.low / quantity.unit.factor)}{quantity.unit.word}"


def expected_spending(total: Amounts, *, is_over: bool) -> tuple[Fraction | None, ProjectedFrom | None]:
    """Return what is expected to be spent by the end of the year, and what says so, if anything does."""
    if total.forecast is not None:
        return total.forecast, "forecast"
    if is_over:
        return total.spent, "progress"
    return None, None


def _ended(row: Indicator, value: str | None) -> Indicator:
    """Return an indicator with an actual."""
    return row.model_copy(update={"actual": value, "unread": row.unread - OF_MONITORING})


__all__ = ["CERTAIN", "ProjectedFrom", "Projection", "expected_spending", "expected_value", "project_year_end"]
