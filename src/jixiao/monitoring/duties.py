"""What rows must state in monitoring: why they deviate, in words or by kind, and what is expected of the year."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from jixiao.measure import measure_of
from jixiao.model.monitoring import Duty, MonitoringRules, Statement
from jixiao.model.problems import Problem
from jixiao.model.project import Indicator
from jixiao.model.rules import Remark, When
from jixiao.monitoring.lights import RowLight, is_stated
from jixiao.scoring.plan import Plan, fits


class Need(NamedTuple):
    """What a row must state and does not, and the rule that asks for it."""

    row: RowLight
    statement: Statement
    duty: Duty


#: Whether a row states what may be asked for.
_STATED: Mapping[Statement, Callable[[Indicator], bool]] = {
    "reason": lambda row: bool(row.cause_kinds) or is_stated(row.cause),
    "explanation": lambda row: is_stated(row.cause),
    "forecast": lambda row: is_stated(row.forecast),
}


def needs_of(rows: tuple[RowLight, ...], rules: MonitoringRules, plan: Plan, finished: bool | None) -> Iterator[Need]:
    """Yield what each row must state and does not, once; ``finished`` is what the project says of itself."""
    for row in rows:
        indicator, needs = row.facts.indicator, dict[Statement, Need]()
        for duty in rules.explain:
            if indicator.applicable and _is_meant(row, duty, plan, finished) and is_bound(row, duty):
                for name in duty.write:
                    needs.setdefault(name, Need(row, name, duty))
        yield from (need for name, need in needs.items() if not _STATED[name](indicator))


def _is_meant(row: RowLight, duty: Duty, plan: Plan, finished: bool | None) -> bool:
    """Whether a rule is for a row, by its class, its comparison and its target."""
    class_ = plan.class_of(row.facts.level1)
    whens = duty.when or (When(),)
    return any(fits(when, row.facts, class_, row.comparison, finished) for when in whens)


def is_bound(row: RowLight, duty: Duty) -> bool:
    """Whether a row is in a state in which it must state something: every part of the state that is given holds."""
    indicator = row.facts.indicator
    if duty.lights and row.light not in duty.lights:
        return False
    if duty.likelihood and indicator.likelihood not in duty.likelihood:
        return False
    if duty.states == "cause_kinds" and not indicator.cause_kinds:
        return False
    return duty.bound is None or _is_beyond(row, duty.bound)


def _is_beyond(row: RowLight, bound: Remark) -> bool:
    """Whether what a bound measures of the value so far lies outside it."""
    if row.facts.problem is not None:
        return False
    measured = measure_of(bound).of(row.facts, bound, row.comparison)
    if isinstance(measured, Problem):
        return False
    return bool(bound.curve.pieces[bound.curve.index_at(*measured)].a)


__all__ = ["Need", "is_bound", "needs_of"]
