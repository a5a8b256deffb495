"""The total alone, by compiled rules; a law of the tests holds it equal to the total of the traces."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from jixiao.exact import fraction
from jixiao.model.facts import Facts
from jixiao.model.project import Project
from jixiao.model.spec import IndicatorSpec
from jixiao.scoring.plan import Plan, plan_of


class Totals(NamedTuple):
    """The total (points) and its grade."""

    total: Fraction
    grade: str | None


def totals_of(project: Project, spec: IndicatorSpec) -> Totals | None:
    """Total and grade of a project whose rows are plain and whose weights add up; else ``None``: ask for the trace."""
    plan, facts = plan_of(spec), project.facts
    if facts.weighed is None or facts.weighed != plan.left:
        return None
    finished, earned = facts.finished, 0
    choices = plan.choices[finished]
    for row in facts.rows:
        kernel = (choices.get(row.selector) or plan.choose(row, finished)).kernel
        steps = None if kernel is None else kernel(row, row.top, row.bottom)
        if steps is None:
            return None
        earned += steps
    if plan.execution is not None:
        steps = _execution(plan, facts.execution, finished, *plan.execution)
        if steps is None:
            return None
        earned += steps
    total = fraction(earned * plan.lower, plan.upper)
    return Totals(total, plan.grade(total, total, None))


def _execution(plan: Plan, facts: Facts, finished: bool | None, top: int, bottom: int) -> int | None:
    choice = plan.choose(facts, finished)
    if choice.kernel is None or choice.rule is None or not facts.plain:
        return None
    return choice.kernel(facts.over(choice.rule.over), top, bottom)
