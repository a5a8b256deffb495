"""Boundary cases: where a spec's answer turns, and which of these places a case file does not try.

A boundary is covered by what a case's row measures: the rule that scored it, and the exact n/d. Its inputs are rows
that may lie there, to be scored, so that a stub can be written for whoever knows the answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from itertools import chain, pairwise
from typing import Any, Literal, NamedTuple

from jixiao.curve import Interval
from jixiao.exact import ONE, ZERO, format_exact, format_points, places_of
from jixiao.explain.curve_text import exact_percent
from jixiao.measure import MET, measure_of
from jixiao.model.facts import EXECUTION
from jixiao.model.problems import Problem
from jixiao.model.row_problems import blank
from jixiao.model.rules import CurveOwner, Rule, Tier
from jixiao.model.spec import IndicatorSpec
from jixiao.quantity import Number, Range
from jixiao.scoring import RowScore, Scored
from jixiao.spec_tools.cases.edges import Edge, edges_of
from jixiao.spec_tools.cases.loading import year_of
from jixiao.spec_tools.row_kinds import Row, Way, rows_at, scored_of, typed, ways_to, written

Kind = Literal["at", "below", "above", "zero", "missing", "over", "tier", "default", "mark", "grade"]
Case = dict[str, Any]

#: How far beside an edge a case may lie and still show it: a percentage point of a ratio, one of what is counted.
NEAR = Fraction(1, 100)
NEAR_COUNTED = ONE
#: Steps beside an edge that are tried, the smallest first.
BESIDE = (Fraction(1, 1000), Fraction(1, 100), Fraction(1, 10), ONE)
#: Over-fulfilment that is tried: more, and less.
OVER = (Fraction(6, 5), Fraction(4, 5))
#: At most so many ways to write a row are tried for one boundary, and so many that differ in words alone.
MOST_TRIED = 60
MOST_ALIKE = 2


class RowInProject(NamedTuple):
    """A scored row, with the scores of the project that it stands in."""

    row: RowScore
    scored: Scored


@dataclass(frozen=True)
class Boundary:
    """One place to try: what for (``of`` a rule, a cap, a remark, a mark or a grade), where, and its test and inputs.

    ``inputs`` are cases to try, best first, without what they expect.
    """

    of: str
    kind: Kind
    at: str
    covers: Callable[[RowInProject], bool]
    inputs: Callable[[], Iterator[Case]]


def boundaries(spec: IndicatorSpec) -> Iterator[Boundary]:
    """Return all boundaries of a spec, rule by rule, then its caps, remarks, marks and grades."""
    owners: tuple[CurveOwner, ...] = (*spec.rules, *spec.caps, *spec.remarks)
    for owner in owners:
        yield from _edge_boundaries(owner, spec)
        if isinstance(owner, Rule):
            yield from _value_boundaries(owner, spec)
            yield from chain.from_iterable(_tier_boundaries(owner, name, spec) for name in owner.tiers)
    yield from _mark_boundaries(spec)
    yield from _grade_boundaries(spec)


def measured_value(row: RowScore, owner: CurveOwner) -> Fraction | None:
    """Return what a rule, a cap or a remark measured on a row, before any count; ``None`` where it measured nothing."""
    if isinstance(owner, Rule):
        evaluated = row.evaluated
        if not _scores(owner, row) or evaluated is None or not evaluated.d:
            return None
        return Fraction(evaluated.n, evaluated.d)
    reached: tuple[CurveOwner, ...] = (*row.choice.caps, *row.choice.remarks)
    if owner.name not in [other.name for other in reached]:
        return None
    pair = measure_of(owner).of(row.facts, owner, row.choice.comparison)
    if isinstance(pair, Problem) or not pair[1]:
        return None
    return Fraction(*pair)


def _scores(rule: Rule, row: RowScore) -> bool:
    return row.rule is not None and row.rule.name == rule.name


def _edge_boundaries(owner: CurveOwner, spec: IndicatorSpec) -> Iterator[Boundary]:
    """Return each breakpoint at it, and just beside it on the side of the other piece."""
    edges = edges_of(owner)
    usual = measure_of(owner).usual_values
    for edge in edges:
        if not usual.contains(edge.x):
            continue
        yield _edge_boundary(owner, spec, "at", edge.x, Interval.point(edge.x), [edge.x])
        beside = _values_beside(owner, edge, edges)
        if not usual.meet(beside).is_empty:
            tried = [x for x in map(edge.beyond, BESIDE) if beside.contains(x)]
            yield _edge_boundary(owner, spec, edge.beside, edge.x, beside, tried)


def _values_beside(owner: CurveOwner, edge: Edge, edges: list[Edge]) -> Interval:
    """Return the values that lie just beside an edge: near it, and not beyond the next."""
    end = edge.beyond(NEAR if _is_ratio(owner) else NEAR_COUNTED)
    if edge.beside == "above":
        return Interval(edge.x, False, min([end, *(other.x for other in edges if other.x > edge.x)]), True)
    return Interval(max([end, *(other.x for other in edges if other.x < edge.x)]), True, edge.x, False)


def _is_ratio(owner: CurveOwner) -> bool:
    """Whether the places on a curve are ratios; others are counts, or values in a unit."""
    return measure_of(owner).scale == "ratio" or owner.in_percent


def _edge_boundary(
    owner: CurveOwner,
    spec: IndicatorSpec,
    kind: Kind,
    edge: Fraction,
    values: Interval,
    tried: list[Fraction],
) -> Boundary:
    """Return the boundary of values at or beside an edge; ``tried`` are some of them."""

    def covers(of: RowInProject) -> bool:
        x = measured_value(of.row, owner)
        return x is not None and values.contains(x)

    def inputs() -> Iterator[Case]:
        for x in tried:
            for way in _ways(owner, spec):
                yield from (_case(way, row) for row in rows_at(way, owner, x, year_of(spec)))

    return Boundary(owner.name, kind, _edge_text(owner, edge), covers, inputs)


def _edge_text(owner: CurveOwner, edge: Fraction) -> str:
    """Return an edge in the terms of its measure."""
    if measure_of(owner).is_yes_no:
        return "达标"
    if _is_ratio(owner):
        return exact_percent(edge)
    return format_exact(edge)


def _ways(owner: CurveOwner, spec: IndicatorSpec) -> list[Way]:
    """Return some ways of every kind that reach a rule, a cap or a remark, the plainest first."""
    counts: Counter[tuple[str, str, bool]] = Counter()
    ways = []
    for way in ways_to(owner, spec):
        key = (way.kind, way.sign, way.finished)
        counts[key] += 1
        if counts[key] <= MOST_ALIKE:
            ways.append(way)
    return ways[:MOST_TRIED]


def _case(way: Way, row: Row) -> Case:
    if way.of_funds:
        return {"execution": row, "finished": way.finished}
    if way.finished:
        return {"row": row}
    return {"row": row, "finished": False}


def _met(way: Way, spec: IndicatorSpec) -> tuple[str, str]:
    """Return a target and an actual that meets it; empty texts where a kind of row has none."""
    return next(written(way.kind, MET, ONE, year_of(spec)), ("", ""))


def _value_boundaries(rule: Rule, spec: IndicatorSpec) -> Iterator[Boundary]:
    """Return the boundaries of zero, of nothing, and of more than was asked."""

    def is_zero(of: RowInProject) -> bool:
        facts = of.row.facts
        is_amount = isinstance(facts.target, Number | Range) and not blank(_actual(of.row))
        return _scores(rule, of.row) and is_amount and isinstance(facts.actual, Number) and facts.actual.value == 0

    def is_missing(of: RowInProject) -> bool:
        return _scores(rule, of.row) and blank(_actual(of.row))

    def is_over(of: RowInProject) -> bool:
        return _scores(rule, of.row) and of.row.ratio is not None and of.row.ratio > 1

    inputs = partial(partial, _rows_with_actuals, rule, spec)
    measure = measure_of(rule)
    if not measure.is_stated:
        yield Boundary(rule.name, "zero", "0", is_zero, inputs(_zero))
    yield Boundary(rule.name, "missing", "", is_missing, inputs(_nothing))
    if not measure.is_stated and not measure.of_dates:
        yield Boundary(rule.name, "over", "100%", is_over, inputs(_more_than_asked))


def _actual(row: RowScore) -> object:
    """Return what was typed as the actual: of the funds, what was spent."""
    facts = row.facts
    if facts.index < 0:
        return facts.actual
    return facts.indicator.actual


def _zero(way: Way) -> list[str | None]:
    return [typed(way.kind, ZERO)]


def _nothing(_way: Way) -> list[str | None]:
    return [None]


def _more_than_asked(way: Way) -> list[str | None]:
    amount = Fraction(100 if way.kind in ("number", "money", EXECUTION) else 90)
    return [typed(way.kind, amount * times) for times in OVER]


def _rows_with_actuals(rule: Rule, spec: IndicatorSpec, actuals: Callable[[Way], list[str | None]]) -> Iterator[Case]:
    """Return rows that reach a rule, with other actuals in the place of theirs."""
    for way in _ways(rule, spec):
        for actual in actuals(way):
            row = _row_with_actual(way, spec, actual)
            yield _case(way, {key: value for key, value in row.items() if value is not None})


def _row_with_actual(way: Way, spec: IndicatorSpec, actual: str | None) -> Row:
    if way.of_funds:
        budget = dict(way.keys)["budget"]
        return {"initial": budget, "budget": budget, "spent": actual}
    return way.row(_met(way, spec)[0], actual)


#: A place at an edge of a tier and just outside, and how far from it.
_SIDES = (("=", ZERO), ("<", -BESIDE[0]), (">", BESIDE[0]))


def _tier_boundaries(rule: Rule, name: str, spec: IndicatorSpec) -> Iterator[Boundary]:
    """Return a tier's ends at them and just outside, and the tier named without a share."""
    tier = rule.tiers[name]
    for edge in dict.fromkeys(end for end in (tier.low, tier.through, tier.below) if end is not None):
        for sign, step in _SIDES:
            x = edge + step
            if 0 <= x <= 1 and _sides_meet(tier, edge, x):
                at = f"{name} {sign} {format_exact(edge)}"
                inputs = partial(_tier_rows, rule, name, spec, {"share": format_exact(x)})
                yield Boundary(rule.name, "tier", at, _covers_tier(rule, name, edge, x), inputs)

    def covers(of: RowInProject) -> bool:
        return _tier_of(of.row, rule) == name and of.row.facts.indicator.share is None

    yield Boundary(rule.name, "default", name, covers, partial(_tier_rows, rule, name, spec, {}))


def _sides_meet(tier: Tier, edge: Fraction, x: Fraction) -> bool:
    """Whether the two sides of an edge of a tier meet there."""
    return x == edge or tier.holds(x) != tier.holds(edge)


def _covers_tier(rule: Rule, name: str, edge: Fraction, x: Fraction) -> Callable[[RowInProject], bool]:
    """Return the test for a share on the same side of an edge as x, and near it."""
    low, high = sorted((edge, edge + NEAR * ((x > edge) - (x < edge))))

    def covers(of: RowInProject) -> bool:
        share = of.row.facts.indicator.share
        is_near = share is not None and low <= share <= high
        return is_near and (share == edge) == (x == edge) and _tier_of(of.row, rule) == name

    return covers


def _tier_of(row: RowScore, rule: Rule) -> str | None:
    """Return the tier of a rule that a row names, in its own column or as its actual."""
    indicator = row.facts.indicator
    if not _scores(rule, row):
        return None
    if indicator.tier is not None:
        return rule.tier_named(indicator.tier)
    return rule.tier_named(indicator.actual or "")


def _tier_rows(rule: Rule, name: str, spec: IndicatorSpec, more: dict[str, str]) -> Iterator[Case]:
    for way in _ways(rule, spec):
        target, actual = next(written(way.kind, measure_of(rule), ONE, year_of(spec)), ("", ""))
        if way.kind == "word":
            yield _case(way, way.row(target, name, **more))
        yield _case(way, way.row(target, actual, tier=name, **more))


def _mark_boundaries(spec: IndicatorSpec) -> Iterator[Boundary]:
    """Return each mark on a row that has earned something."""
    for mark in spec.marks:

        def covers(of: RowInProject, name: str = mark.name) -> bool:
            return any(loss.name == name for loss in of.row.losses)

        def inputs(name: str = mark.name) -> Iterator[Case]:
            return (_case(way, {**row, "marks": [name]}) for way, row in _full_rows(spec))

        yield Boundary(mark.name, "mark", mark.label, covers, inputs)


def _full_rows(spec: IndicatorSpec) -> Iterator[tuple[Way, Row]]:
    """Return rows that may earn full marks, rule by rule."""
    for rule in spec.rules:
        more = {"share": "1"} if measure_of(rule).is_stated else {}
        for way in _ways(rule, spec):
            if not way.of_funds:
                yield way, way.row(*_met(way, spec), **more)


def _grade_boundaries(spec: IndicatorSpec) -> Iterator[Boundary]:
    """Return each grade at its lower edge, and the one below it just beneath."""
    if spec.grades is None:
        return
    step = spec.rounding.row
    for (grade, edge), (lower, _) in pairwise(spec.grades.scale.edges):
        text = format_points(edge, places_of(step))
        at, below = _covers_total(edge, edge), _covers_total(edge - ONE, edge - min(step, ONE))
        yield Boundary(grade, "grade", f"= {text}", at, partial(_projects_of_total, spec, edge))
        yield Boundary(lower, "grade", f"< {text}", below, partial(_projects_of_total, spec, edge - step))


def _covers_total(low: Fraction, high: Fraction) -> Callable[[RowInProject], bool]:
    """Return the test for a total, rescaled where the spec does so, between two ends."""

    def covers(of: RowInProject) -> bool:
        total = of.scored.scaled
        if total is None:
            total = of.scored.total
        return total is not None and low <= total <= high

    return covers


def _projects_of_total(spec: IndicatorSpec, total: Fraction) -> Iterator[Case]:
    """Return projects of one row with all the weight, full but for a deduction by hand down to a total."""
    return ({"project": _project_of_total(spec, way, row, total)} for way, row in _full_rows(spec))


def _project_of_total(spec: IndicatorSpec, way: Way, row: Row, total: Fraction) -> Row:
    funds = {"total": {"initial": "100", "budget": "100", "spent": "100"}}
    project = {**way.project({"name": "例", **row}), "year": str(year_of(spec)), "finished": True, "funds": funds}
    execution = scored_of(project, spec).execution
    weight = spec.full_marks
    if execution is not None:
        weight -= execution.weight or ZERO
    indicator = {"name": "例", **row, "weight": format_exact(weight)}
    if total != spec.full_marks:
        indicator["deduct"] = {"points": format_exact(spec.full_marks - total), "reason": "复核"}
    return {**project, "indicators": [indicator]}


__all__ = ["Boundary", "Edge", "Kind", "RowInProject", "boundaries", "edges_of", "measured_value"]
