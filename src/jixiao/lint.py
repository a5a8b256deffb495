"""Checks of a spec, decided for all inputs: cells without a rule, rules never reached, curves against their sense."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import get_args

from jixiao.finding import Finding
from jixiao.model.facts import EXECUTION
from jixiao.model.rules import Comparison, Curved, Rule, TargetKind, When
from jixiao.model.spec import IndicatorSpec

#: Which way a measure runs: 1 better is more, -1 worse is more, 0 as the comparison says.
SENSES = {
    "attainment": 0,
    "inverse_attainment": 1,
    "relative_gap": -1,
    "deviation": -1,
    "gap": -1,
    "value": 0,
    "met": 1,
    "execution": 1,
    "days_late": -1,
    "months_late": -1,
    "stated_share": 1,
    "adjustment": 0,
}


def lint(spec: IndicatorSpec) -> list[Finding]:
    """What is wrong or doubtful in a spec, decided from its curves and conditions alone."""
    return [*_senses(spec), *_bounds(spec), *_unreached(spec), *_uncovered(spec), *_weights(spec)]


def _curved(spec: IndicatorSpec) -> Iterator[tuple[str, Curved]]:
    for index, rule in enumerate(spec.rules):
        yield f"rules[{index}]", rule
    for index, cap in enumerate(spec.caps):
        yield f"caps[{index}]", cap


def _senses(spec: IndicatorSpec) -> Iterator[Finding]:
    """A curve that rises where the measure says worse, or falls where it says better."""
    for path, rule in _curved(spec):
        if not isinstance(rule, Rule):
            continue
        sense, direction = _sense(rule), _direction(rule)
        if sense == "mixed" or (direction == 1 and sense == "falling") or (direction == -1 and sense == "rising"):
            yield Finding("JX550", path, {"name": rule.name, "sense": sense})


def _sense(rule: Rule) -> str:
    """How the score runs with the measure; steps counted downward lose more the lower the measure."""
    downward = rule.steps is not None and rule.steps.count.lower
    return "rising" if downward else rule.curve.sense()


def _direction(rule: Rule) -> int:
    """1 where more of the measure is better, -1 where worse, 0 where that cannot be said."""
    if SENSES[rule.measure]:
        return SENSES[rule.measure]
    comparisons = {sign for when in rule.when or () for sign in when.comparison}
    if comparisons and comparisons <= {"≥", ">", "="}:
        return 1
    return -1 if comparisons and comparisons <= {"≤", "<"} else 0


def _bounds(spec: IndicatorSpec) -> Iterator[Finding]:
    for path, rule in _curved(spec):
        if rule.steps is None and rule.curve.leaves_bounds():
            yield Finding("JX551", path, {"name": getattr(rule, "name", path)})


Cell = tuple[str, str, str, bool]


def _cells(spec: IndicatorSpec) -> Iterator[Cell]:
    """Every kind of row: class, comparison, kind of target, finished."""
    classes = [name for name in spec.classes if name != EXECUTION]
    kinds = [kind for kind in get_args(TargetKind) if kind not in ("negative", "money", "percent", "rank")]
    for class_, comparison, kind, finished in product(classes, get_args(Comparison), kinds, (True, False)):
        if (comparison == "定性") == (kind == "word"):
            yield class_, comparison, kind, finished
    for finished in (True, False):
        if EXECUTION in spec.classes:
            yield EXECUTION, "", "number", finished


def _first(spec: IndicatorSpec, cell: Cell) -> Rule | None:
    return next(
        (
            rule
            for rule in spec.rules
            for when in rule.when or ()
            if not when.name_has and not when.level2 and _fits(when, cell)
        ),
        None,
    )


def _fits(when: When, cell: Cell) -> bool:
    class_, comparison, kind, finished = cell
    kinds = {kind, "number"} if kind == "zero" else {kind}
    return (
        (not when.class_ or class_ in when.class_)
        and (not when.comparison or comparison in when.comparison)
        and (not when.target or bool(kinds & set(when.target)))
        and (when.finished is None or when.finished == finished)
        and when.direction is None
    )


def _uncovered(spec: IndicatorSpec) -> Iterator[Finding]:
    missing = [cell for cell in _cells(spec) if _first(spec, cell) is None]
    for class_, comparison, kind in sorted({cell[:3] for cell in missing}):
        yield Finding("JX553", "rules", {"class": class_, "comparison": comparison or "—", "target": kind})


def _unreached(spec: IndicatorSpec) -> Iterator[Finding]:
    """Rules that another one always comes before."""
    reached = {rule.name for cell in _cells(spec) if (rule := _first(spec, cell)) is not None}
    for index, rule in enumerate(spec.rules):
        special = any(when.name_has or when.level2 or when.direction or _fine(when) for when in rule.when or ())
        if rule.when and rule.name not in reached and not special:
            yield Finding("JX552", f"rules[{index}]", {"name": rule.name})


def _fine(when: When) -> bool:
    return bool({"negative", "money", "percent", "rank"} & set(when.target)) or (
        EXECUTION in when.class_ and "zero" in when.target
    )


def _weights(spec: IndicatorSpec) -> Iterator[Finding]:
    for index, weights in enumerate(spec.weights.sets):
        total = sum(weights.points.values())
        if total != spec.full_marks:
            yield Finding("JX554", f"weights.sets[{index}]", {"sum": total, "full": spec.full_marks})
