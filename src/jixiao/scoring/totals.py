"""The total alone: full marks less what each row loses by its measure, curve and rounding, the traces left out."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from jixiao.exact import fraction
from jixiao.model.facts import ProjectFacts, facts_of
from jixiao.model.problems import Problem
from jixiao.model.project import Project
from jixiao.model.spec import IndicatorSpec
from jixiao.scoring.plan import Plan, plan_of


class Totals(NamedTuple):
    """The total (points) and its grade."""

    total: Fraction
    grade: str | None


def totals_of(project: Project, spec: IndicatorSpec) -> Totals | None:
    """Return total and grade of a project; ``None`` where rows need more than measure and curve, or weights differ."""
    plan, facts = plan_of(spec), facts_of(project)
    if facts.weighed is None or facts.weighed != plan.weight_of_rows:
        return None
    deduction = _deduction(plan, facts)
    if deduction is None:
        return None
    num, den = plan.full.as_integer_ratio()
    total = fraction(num * plan.parts - deduction * den, den * plan.parts)
    return Totals(total, plan.grade(total, total, None))


def _deduction(plan: Plan, facts: ProjectFacts) -> int | None:
    """Return how many row steps all rows lose; ``None`` where one needs its trace, or loses no number of steps."""
    finished, deduction = facts.finished, 0
    choices, rows = plan.choices[finished], facts.measured
    if plan.execution is not None:
        rows = (*rows, (plan.over_own_budget(facts.execution, finished), plan.execution))
    for row, (top, bottom) in rows:
        choice = choices.get(row.selector) or plan.choose(row, finished)
        if choice.evaluator is None or not choice.by_curve_alone:
            return None
        earned = choice.evaluator.earn(row, top, bottom)
        if isinstance(earned, Problem):
            return None
        _, _, _, _, _, num, den = earned
        if num * bottom < top * den:
            steps, remainder = divmod(top * plan.parts, bottom)
            if remainder:
                return None
            deduction += steps - plan.steps(num, den)
    return deduction
