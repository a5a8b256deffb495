"""Scoring: pure and exact. No files, no clock, no locale; the same facts and spec give the same points.

facts → weight → rule → measure → count → curve → caps, marks, deduction → clamp → round → total → grade
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from jixiao.exact import ZERO, add_up
from jixiao.model.facts import EXECUTION, ProjectFacts, RowFacts, facts_of
from jixiao.model.project import Project
from jixiao.model.spec import IndicatorSpec
from jixiao.scoring.plan import Plan, plan_of
from jixiao.scoring.rows import RowScore, grant_full_marks, score_row
from jixiao.scoring.weights import RESCALED_STEP, row_weights

#: Outcomes of rows without a score.
UNSCORED = ("no_data", "invalid")
#: Total, exact total, scaled total and grade.
_Sums = tuple[Fraction | None, Fraction | None, Fraction | None, str | None]


@dataclass(frozen=True, slots=True)
class Scored:
    """A scored project: its rows' traces, and what they add up to (points; ``None`` where not all are sound).

    ``exact`` is the sum before rounding; ``weighed`` the sum of the weights; ``finished`` what was taken
    where the project does not say.
    """

    spec: IndicatorSpec
    rows: tuple[RowScore, ...]
    execution: RowScore | None
    weighed: Fraction
    full: Fraction
    total: Fraction | None
    exact: Fraction | None
    scaled: Fraction | None
    grade: str | None
    finished: bool | None
    preset: dict[str, Fraction]

    @property
    def all_rows(self) -> tuple[RowScore, ...]:
        """Return the execution row, where there is one, and the indicators."""
        return tuple(_counted(self.rows, self.execution))


def score_project(project: Project, spec: IndicatorSpec) -> Scored:
    """Return all rows of a project scored under a spec, and what they add up to.

    Weights (with the execution row's) that do not add up to the full marks leave total and grade empty,
    never the rows.
    """
    return score_facts(facts_of(project), plan_of(spec))


def score_facts(facts: ProjectFacts, plan: Plan) -> Scored:
    """Return the facts of a project scored by a plan, and what the rows add up to."""
    preset = plan.preset(_classes(plan, facts))
    weights, execution_weight = row_weights(plan, facts.rows, preset.get(EXECUTION))
    execution = _execution(plan, facts, execution_weight)
    rows = tuple(_indicator(plan, row, weight, facts.finished) for row, weight in zip(facts.rows, weights, strict=True))
    return scored_rows(plan, rows, execution, preset, facts.finished)


def _classes(plan: Plan, facts: ProjectFacts) -> frozenset[str]:
    """Return the classes that occur."""
    classes = [plan.class_of(row.level1) for row in facts.rows]
    return frozenset([class_ for class_ in classes if class_ is not None])


def _execution(plan: Plan, facts: ProjectFacts, weight: Fraction | None) -> RowScore | None:
    if weight is None:
        return None
    return score_row(plan, plan.over_own_budget(facts.execution, facts.finished), weight, facts.finished)


def _indicator(plan: Plan, facts: RowFacts, weight: Fraction | None, finished: bool | None) -> RowScore:
    """Return a row's score; of one that does not apply none, or full marks where the spec grants them."""
    if facts.indicator.applicable:
        return score_row(plan, facts, weight, finished)
    choice = plan.choose(facts, finished)
    if plan.spec.not_applicable.rows == "full" and weight is not None:
        return grant_full_marks(plan, facts, choice, weight)
    return RowScore(facts, choice, ZERO, "not_applicable", None)


def scored_rows(
    plan: Plan,
    rows: tuple[RowScore, ...],
    execution: RowScore | None,
    preset: dict[str, Fraction],
    finished: bool | None,
) -> Scored:
    """Return scored rows and what they add up to."""
    counted = _counted(rows, execution)
    outcomes = {row.outcome for row in counted}
    weighed = add_up([row.weight for row in counted if row.weight is not None])
    full = plan.full
    if "not_applicable" in outcomes and plan.spec.not_applicable.rows == "rescale total":
        full = weighed or full
    sums: _Sums = (None, None, None, None)
    if counted and weighed == full and outcomes.isdisjoint(UNSCORED):
        sums = _sums(plan, counted, full)
    return Scored(plan.spec, rows, execution, weighed, full, *sums, finished, preset)


def _counted(rows: Sequence[RowScore], execution: RowScore | None) -> list[RowScore]:
    """Return the execution row, where there is one, and the indicators."""
    return [row for row in (execution, *rows) if row is not None]


def _sums(plan: Plan, counted: Sequence[RowScore], full: Fraction) -> _Sums:
    """Return the total, the exact one, the one out of the spec's full marks where these are others, and the grade."""
    total = exact = add_up([row.score for row in counted if row.score is not None])
    if plan.by_exact_total:
        exact = add_up([row.points for row in counted if row.score is not None])
    scaled = None
    if full != plan.full:
        scaled = plan.rescale(total, full)
    return total, exact, scaled, plan.grade(total, exact, scaled)


__all__ = ["RESCALED_STEP", "RowScore", "Scored", "score_facts", "score_project", "scored_rows"]
