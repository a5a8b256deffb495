"""Scoring: pure and exact. No files, no clock, no locale; the same facts and spec give the same points.

facts → weight → rule → measure → count → curve → caps, marks, deduction → clamp → round → total → grade
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from jixiao.exact import ZERO, add_up
from jixiao.model.facts import EXECUTION, Facts
from jixiao.model.project import Project
from jixiao.model.spec import IndicatorSpec
from jixiao.scoring.plan import Plan, is_second_level, plan_of
from jixiao.scoring.rows import RowScore, score_row
from jixiao.scoring.weights import apportion


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
        """The execution row, where there is one, and the indicators."""
        return self.rows if self.execution is None else (self.execution, *self.rows)


#: Points in which weights are rescaled.
RESCALED_STEP = Fraction(1, 100)


def score_project(project: Project, spec: IndicatorSpec) -> Scored:
    """Score every row of a project under a spec, and add up.

    Weights (with the execution row's) that do not add up to the full marks leave total and grade empty,
    never the rows.
    """
    plan, facts = plan_of(spec), project.facts
    preset = plan.preset(_present(plan, facts.rows))
    finished = facts.finished
    weights, execution_weight = _weights(plan, facts.rows, preset.get(EXECUTION))
    execution = _execution(plan, facts.execution, execution_weight, finished)
    rows = tuple(
        score_row(plan, row, weight, finished) if row.indicator.applicable else _left_out(plan, row, weight, finished)
        for row, weight in zip(facts.rows, weights, strict=True)
    )
    return _total(plan, rows, execution, preset, finished)


def _present(plan: Plan, rows: tuple[Facts, ...]) -> frozenset[str]:
    return frozenset([name for row in rows if (name := plan.class_of(row.level1)) is not None])


def _execution(plan: Plan, facts: Facts, weight: Fraction | None, finished: bool | None) -> RowScore | None:
    if weight is None:
        return None
    rule = plan.choose(facts, finished).rule
    return score_row(plan, facts if rule is None else facts.over(rule.over), weight, finished)


def _left_out(plan: Plan, facts: Facts, weight: Fraction | None, finished: bool | None) -> RowScore:
    """A row that does not apply: no score, or full marks where the spec grants them."""
    choice = plan.choose(facts, finished)
    if plan.spec.not_applicable.rows != "full" or weight is None:
        return RowScore(facts, choice, ZERO, "not_applicable", None)
    return RowScore(facts, choice, weight, "met", weight)


Weights = list[Fraction | None]
UNSCORED = ("no_data", "invalid")


def _weights(plan: Plan, rows: tuple[Facts, ...], execution: Fraction | None) -> tuple[Weights, Fraction | None]:
    """What each row counts: as stated, or as the spec splits, moves or rescales it."""
    weights: Weights = [row.weight for row in rows]
    if plan.spec.row_weights is not None:
        weights = _split(plan, rows)
    if all(row.plain or row.indicator.applicable for row in rows):
        return weights, execution
    policy = plan.spec.not_applicable.rows
    if policy == "full":
        return weights, execution
    if policy == "move within class":
        return _moved(plan, rows, weights), execution
    left: Weights = [weight if row.indicator.applicable else ZERO for row, weight in zip(rows, weights, strict=True)]
    return _rescaled(plan, left, execution) if policy == "rescale weights" else (left, execution)


def _split(plan: Plan, rows: tuple[Facts, ...]) -> Weights:
    """The points of each group over its rows that count; those that do not apply leave theirs to the others."""
    policy, granted = plan.spec.row_weights, plan.spec.not_applicable.rows == "full"
    weights: Weights = [row.weight for row in rows]
    for level2, points in policy.groups.items() if policy else ():
        group = [row for row in rows if is_second_level(row.indicator.level2, (level2,))]
        counted = [row.index for row in group if granted or row.indicator.applicable]
        if counted and policy:
            shares = apportion(points, [Fraction(1)] * len(counted), policy.to, policy.rest)
            for row in group:
                weights[row.index] = ZERO
            for index, share in zip(counted, shares, strict=True):
                weights[index] = share
    return weights


def _moved(plan: Plan, rows: tuple[Facts, ...], weights: Weights) -> Weights:
    """The points of rows that do not apply, shared over their class in proportion to the weights there."""
    moved = list(weights)
    for class_ in sorted({plan.class_of(row.level1) or "" for row in rows if not row.indicator.applicable}):
        inside = [row for row in rows if plan.class_of(row.level1) == class_]
        stay = [row.index for row in inside if row.indicator.applicable and weights[row.index]]
        points = add_up(weights[row.index] or ZERO for row in inside)
        shares = (
            apportion(points, [weights[index] or ZERO for index in stay], plan.step, "largest remainder")
            if stay
            else []
        )
        for row in inside:
            moved[row.index] = ZERO if not row.indicator.applicable else moved[row.index]
        for index, share in zip(stay, shares, strict=True):
            moved[index] = share
    return moved


def _rescaled(plan: Plan, left: Weights, execution: Fraction | None) -> tuple[Weights, Fraction | None]:
    """All weights that remain, the execution row's among them, rescaled to the full marks in ``RESCALED_STEP``."""
    stated = [execution or ZERO, *(weight or ZERO for weight in left)]
    if not any(stated):
        return left, execution
    shares = apportion(plan.full, stated, RESCALED_STEP, "largest remainder")
    return [share if weight else weight for share, weight in zip(shares[1:], left, strict=True)], shares[
        0
    ] if execution else None


def _total(
    plan: Plan,
    rows: tuple[RowScore, ...],
    execution: RowScore | None,
    preset: dict[str, Fraction],
    finished: bool | None,
) -> Scored:
    counted = rows if execution is None else (execution, *rows)
    outcomes = {row.outcome for row in counted}
    left_out = "not_applicable" in outcomes
    weighed = add_up([row.weight for row in counted if row.weight is not None])
    full = weighed if left_out and plan.spec.not_applicable.rows == "rescale total" and weighed else plan.full
    broken = not outcomes.isdisjoint(UNSCORED)
    if broken or weighed != full or not counted:
        return Scored(plan.spec, rows, execution, weighed, full, None, None, None, None, finished, preset)
    total = add_up([row.score for row in counted if row.score is not None])
    exact = add_up([row.points for row in counted if row.score is not None]) if plan.by_exact_total else total
    scaled = None if full == plan.full else plan.rescale(total, full)
    grade = plan.grade(total, exact, scaled)
    return Scored(plan.spec, rows, execution, weighed, full, total, exact, scaled, grade, finished, preset)


__all__ = ["RESCALED_STEP", "RowScore", "Scored", "score_project"]
