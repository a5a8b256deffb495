"""The shapes of rows that a spec has: the ways to write them, where their rules turn, and strategies that draw them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from typing import TypeVar

from hypothesis import strategies as st

from jixiao.exact import ONE, ZERO
from jixiao.measure import Measure, measure_of
from jixiao.model.rules import Cap, Rule
from jixiao.model.spec import IndicatorSpec
from jixiao.spec_tools.cases.boundaries import BESIDE
from jixiao.spec_tools.cases.edges import edges_of
from jixiao.spec_tools.cases.loading import year_of
from jixiao.spec_tools.row_kinds import Reached, Way, ways_of, ways_to

T = TypeVar("T")
#: A measure, and a value of it at or beside which something turns.
Turn = tuple[Measure, Fraction]
#: Steps from an edge that are drawn: at it, and a little, or one, on both sides.
STEPS = (ZERO, *(sign * size for size in (*BESIDE[:2], BESIDE[-1]) for sign in (1, -1)))
#: The direction in which less is better.
REVERSE = "反向"


@dataclass(frozen=True)
class RowShape:
    """What rows of one rule look like: the ways to write them, where the rule turns, and values to ask for."""

    rule: Rule
    ways: st.SearchStrategy[Way]
    turns: st.SearchStrategy[Turn] | None
    levels: st.SearchStrategy[Fraction] | None


@dataclass(frozen=True)
class SpecStrategies:
    """All that is made of a spec before projects are drawn."""

    spec: IndicatorSpec
    shapes: dict[bool, st.SearchStrategy[RowShape]]
    groups: list[st.SearchStrategy[RowShape]]
    turns: st.SearchStrategy[Fraction] | None
    marks: st.SearchStrategy[str] | None
    year: int


@lru_cache(maxsize=16)
def strategies_of(spec: IndicatorSpec) -> SpecStrategies:
    """Return what projects of a spec are drawn from, made once."""
    return SpecStrategies(
        spec,
        {finished: st.sampled_from(_shapes(spec, finished)) for finished in (True, False)},
        [st.sampled_from(_shapes_of_group(spec, name)) for name in groups_of(spec)],
        _any_of(_execution_turns(spec)),
        _any_of([mark.name for mark in spec.marks]),
        year_of(spec),
    )


def _any_of(values: Sequence[T]) -> st.SearchStrategy[T] | None:
    return st.sampled_from(values) if values else None


def groups_of(spec: IndicatorSpec) -> Mapping[str, Fraction]:
    """Return the points of the groups of rows whose weights the spec sets itself."""
    if spec.row_weights is None:
        return {}
    return spec.row_weights.groups


def _shapes(spec: IndicatorSpec, finished: bool) -> list[RowShape]:
    """Return the shapes of rows outside of the groups, the plainest first: what fails is shrunk to that."""
    shapes = []
    for rule in sorted(spec.rules, key=_is_of_no_number):
        ways = [way for way in _scored_ways(spec, rule, finished) if _level2(way) not in groups_of(spec)]
        if ways:
            shapes.append(_shape(rule, _way_of(ways, spec), spec))
    return shapes


def _is_of_no_number(rule: Rule) -> bool:
    """Whether a rule goes by a judge's word, or by days."""
    measure = measure_of(rule)
    return measure.is_stated or measure.of_dates


def _shapes_of_group(spec: IndicatorSpec, name: str) -> list[RowShape]:
    return [
        _shape(rule, st.just(way), spec)
        for rule in spec.rules
        for way in _scored_ways(spec, rule, finished=True)
        if _level2(way) == name
    ]


def _execution_turns(spec: IndicatorSpec) -> list[Fraction]:
    rules = [rule for rule in spec.rules if any(way.of_funds for way in ways_to(rule, spec))]
    return [x for rule in rules for measure, x in _turns(rule, spec) if measure.of_funds and measure.is_quotient]


def _scored_ways(spec: IndicatorSpec, rule: Rule, finished: bool) -> list[Way]:
    """Return the ways that reach a rule and have a score; all states of the project, where it does not matter."""
    reached = [one for one in ways_of(spec) if not one.way.of_funds]
    if len({one.way.finished for one in reached}) > 1:
        reached = [one for one in reached if one.way.finished == finished]
    ways = [one.way for one in reached if _is_scored(one, rule)]
    return [*ways, *_reversed(ways, spec)]


def _is_scored(one: Reached, rule: Rule) -> bool:
    """Whether a way reaches a rule that can score it; a missed target of zero can often not be divided by."""
    if one.way.kind == "zero" and measure_of(rule).divides_by_missed:
        return False
    return one.sound and one.choice.rule is not None and one.choice.rule.name == rule.name


def _reversed(ways: list[Way], spec: IndicatorSpec) -> list[Way]:
    """Return the ways of "=" once more, as less is better; none where conditions ask for it: they reach other rules."""
    if any(when.direction for when in spec.conditions):
        return []
    return [replace(way, keys=(*way.keys, ("direction", REVERSE))) for way in ways if way.sign == "="]


def _level2(way: Way) -> str | None:
    return dict(way.keys).get("level2")


def _way_of(ways: list[Way], spec: IndicatorSpec) -> st.SearchStrategy[Way]:
    """Return any of the ways; where caps lower some of them, those as often as all together."""
    capped = {way for way, choice, _ in ways_of(spec) if choice.caps}
    lowered = [way for way in ways if way in capped]
    if not lowered:
        return st.sampled_from(ways)
    return st.sampled_from(ways) | st.sampled_from(lowered)


def _shape(rule: Rule, ways: st.SearchStrategy[Way], spec: IndicatorSpec) -> RowShape:
    turns = _turns(rule, spec)
    levels = [x for measure, x in turns if not measure.against_target and x > 0]
    return RowShape(rule, ways, _any_of(turns), _any_of(levels))


def _turns(rule: Rule, spec: IndicatorSpec) -> list[Turn]:
    """Return where a rule, or a cap of the spec, turns: at it, and a little on both sides; and just what was asked."""
    caps = {cap.name: cap for _, choice, _ in ways_of(spec) if choice.rule is not None for cap in choice.caps}
    owners: tuple[Rule | Cap, ...] = (rule, *caps.values())
    turns = {(measure_of(rule), ONE)}
    for owner in owners:
        turns |= {(measure_of(owner), edge.x + step) for edge in edges_of(owner) for step in STEPS}
    return sorted((turn for turn in turns if turn[1] >= 0), key=lambda turn: (turn[0].name, turn[1]))


__all__ = ["RowShape", "SpecStrategies", "Turn", "groups_of", "strategies_of"]
