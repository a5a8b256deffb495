"""Boundary cases: where a spec's answer turns, and which of these places a case file does not try.

A boundary is covered by what a case's row really measures: the rule that scored it, and the exact n/d. It has an
input of its own, found by scoring, so that a stub can be written for whoever knows the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, pairwise
from typing import Any, Literal, NamedTuple

from jixiao.curve import ScoreCurve
from jixiao.exact import ONE, ZERO, at_least, places_of, plain
from jixiao.model.facts import Problem, blank
from jixiao.model.rules import Remark, Rule, Steps, Tier
from jixiao.model.spec import IndicatorSpec
from jixiao.quantity import Number, Range
from jixiao.scoring import RowScore, Scored
from jixiao.scoring.measures import MEASURES
from jixiao.spec_tools.cases.loading import ANY_YEAR
from jixiao.spec_tools.row_kinds import WEIGHT, Owner, Row, Way, rows_at, scored_of, typed, ways_to, written

Kind = Literal["at", "below", "above", "zero", "missing", "over", "tier", "default", "mark", "grade"]

#: How far beside an edge a case may lie and still show it: a percentage point of a ratio, one of what is counted.
NEAR = Fraction(1, 100)
NEAR_COUNTED = ONE
COUNTED = ("days_late", "months_late", "gap", "value")
#: Steps beside an edge that are tried, the smallest first.
BESIDE = (Fraction(1, 1000), Fraction(1, 100), Fraction(1, 10), ONE)
#: Points of the row that is tried, which bound how many steps take them.
WHOLE = Fraction(WEIGHT)
#: Over-fulfilment that is tried: more, and less.
OVER = (Fraction(6, 5), Fraction(4, 5))
#: At most so many ways to write a row are tried for one boundary.
MOST_TRIED = 60


class Seen(NamedTuple):
    """A scored row, with the whole that it stands in."""

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
    covers: Callable[[Seen], bool]
    inputs: Callable[[], Iterator[dict[str, Any]]]


def boundaries(spec: IndicatorSpec) -> Iterator[Boundary]:
    """All boundaries of a spec, rule by rule, then its caps, remarks, marks and grades."""
    owners: tuple[Owner, ...] = (*spec.rules, *spec.caps, *spec.remarks)
    for owner in owners:
        yield from _edges(owner, spec)
        if isinstance(owner, Rule):
            yield from _facts(owner, spec)
            yield from chain.from_iterable(_tier(owner, name, tier, spec) for name, tier in owner.tiers.items())
    yield from _marks(spec)
    yield from _grades(spec)


def measured(row: RowScore, owner: Owner) -> Fraction | None:
    """What a rule, a cap or a remark measured on a row, before any count; ``None`` where it measured nothing."""
    if isinstance(owner, Rule):
        found = row.evaluated if row.rule is not None and row.rule.name == owner.name else None
        return Fraction(found.n, found.d) if found is not None and found.d else None
    due: tuple[Owner, ...] = (*row.choice.caps, *row.choice.remarks)
    if owner.name not in [other.name for other in due]:
        return None
    pair = MEASURES[owner.measure](row.facts, owner, row.choice.comparison)
    return None if isinstance(pair, Problem) or not pair[1] else Fraction(*pair)


class Edge(NamedTuple):
    """A value of the measure where another piece begins, and which side of it belongs to the other piece."""

    x: Fraction
    beside: Literal["below", "above"]


def edges_of(owner: Owner) -> list[Edge]:
    """Where a curve turns, in the measure's own values, from left to right.

    >>> import jixiao
    >>> rule = jixiao.load_spec("cn.mof-2021-101").rule("satisfaction")
    >>> [(str(edge.x), edge.beside) for edge in edges_of(rule)]
    [('3/5', 'below'), ('4/5', 'below'), ('9/10', 'below')]
    """
    if isinstance(owner, Remark):
        return _turns(owner)
    if owner.steps is not None:
        return _steps(owner.steps, owner.curve)
    if owner.count is None:
        return _turns(owner)
    half = owner.count.count.each / 2  # what is rounded turns half a step before
    return [Edge(edge.x + (half if edge.beside == "above" else -half), "below") for edge in _turns(owner)]


def _turns(owner: Owner) -> list[Edge]:
    if owner.measure == "met":
        return [Edge(ONE, "below")]
    return [
        Edge(piece.low, "below" if piece.low_holds else "above")
        for piece in owner.curve.pieces
        if piece.low is not None
    ]


def _steps(steps: Steps, curve: ScoreCurve) -> list[Edge]:
    """The first step, the second, and the last."""
    slope, stop = curve.pieces[1], curve.pieces[-1].low
    last = stop or (-ONE / slope.b if slope.b else -WHOLE / slope.e)
    away = -1 if steps.count.lower else 1
    beside: Literal["below", "above"] = "above" if steps.begun != steps.count.lower else "below"
    numbers = dict.fromkeys((0, 1, -(-last // 1)))
    return [Edge(steps.start + away * number * steps.count.each, beside) for number in numbers if steps.begun or number]


def _edges(owner: Owner, spec: IndicatorSpec) -> Iterator[Boundary]:
    """Each breakpoint at it, and just beside it on the side of the other piece."""
    edges = edges_of(owner)
    least = None if owner.measure == "adjustment" else ZERO
    for edge in edges:
        if least is not None and (edge.x < least or (edge.x == 0 and owner.measure == "inverse_attainment")):
            continue  # a quotient of two positive numbers is above zero
        yield _at(owner, spec, "at", edge.x, [edge.x], (edge.x, edge.x))
        others = [other.x for other in edges if other.x != edge.x]
        low, high = _beside(owner, edge, others)
        if least is None or high > least:
            steps = [edge.x + (step if edge.beside == "above" else -step) for step in BESIDE]
            tried = [x for x in steps if low <= x <= high and x != edge.x]
            yield _at(owner, spec, edge.beside, edge.x, tried, (low, high))


def _beside(owner: Owner, edge: Edge, others: list[Fraction]) -> tuple[Fraction, Fraction]:
    """From where to where a value lies just beside an edge: near it, and not beyond the next."""
    near = NEAR_COUNTED if owner.measure in COUNTED and not _in_percent(owner) else NEAR
    if owner.measure == "met":
        near = ONE
    if edge.beside == "above":
        return edge.x, min([edge.x + near, *(x for x in others if x > edge.x)])
    return max([edge.x - near, *(x for x in others if x < edge.x)]), edge.x


def _in_percent(owner: Owner) -> bool:
    keys = [piece.key for piece in owner.curve.pieces]
    steps = getattr(owner, "steps", None)
    line = getattr(owner, "line", None) or ()
    return any("%" in key for key in (*keys, *line)) or (steps is not None and "%" in steps.each)


def _at(
    owner: Owner,
    spec: IndicatorSpec,
    kind: Kind,
    edge: Fraction,
    tried: list[Fraction],
    within: tuple[Fraction, Fraction],
) -> Boundary:
    low, high = within

    def covers(seen: Seen) -> bool:
        x = measured(seen.row, owner)
        return x is not None and low <= x <= high and (x == edge) == (kind == "at")

    def inputs() -> Iterator[dict[str, Any]]:
        for x in tried:
            for way in _few(ways_to(owner, spec)):
                yield from (_case(way, row) for row in rows_at(way, owner, x, _year(spec)))

    return Boundary(owner.name, kind, _shown(owner, edge), covers, inputs)


def _shown(owner: Owner, edge: Fraction) -> str:
    """An edge in the terms of its measure."""
    if owner.measure == "met":
        return "达标"
    if owner.measure in COUNTED and not _in_percent(owner):
        return plain(edge)
    return f"{plain(edge * 100)}%"


def _few(ways: list[Way]) -> list[Way]:
    """Some ways of every kind, the plainest first."""
    kinds: dict[tuple[str, str, bool], int] = {}
    found = []
    for way in ways:
        key = (way.kind, way.sign, way.finished)
        kinds[key] = kinds.get(key, 0) + 1
        if kinds[key] <= 2:  # noqa: PLR2004  # the rest differ in words alone
            found.append(way)
    return found[:MOST_TRIED]


def _year(spec: IndicatorSpec) -> int:
    day = spec.in_force.start or spec.in_force.end
    return day.year if day else ANY_YEAR


def _case(way: Way, row: Row) -> dict[str, Any]:
    found: dict[str, Any] = {"execution" if way.of_funds else "row": row}
    return found if way.finished and not way.of_funds else {**found, "finished": way.finished}


def _facts(rule: Rule, spec: IndicatorSpec) -> Iterator[Boundary]:
    """Zero, nothing, and more than was asked."""

    def own(seen: Seen) -> bool:
        return seen.row.rule is not None and seen.row.rule.name == rule.name

    def zero(seen: Seen) -> bool:
        actual = seen.row.facts.actual
        amount = isinstance(seen.row.facts.target, Number | Range) and not blank(_typed(seen))
        return own(seen) and amount and isinstance(actual, Number) and actual.value == 0

    def missing(seen: Seen) -> bool:
        return own(seen) and blank(_typed(seen))

    def over(seen: Seen) -> bool:
        return own(seen) and seen.row.ratio is not None and seen.row.ratio > 1

    def changed(*actuals: Callable[[Way], list[str | None]]) -> Callable[[], Iterator[dict[str, Any]]]:
        return lambda: _changed(rule, spec, actuals[0])

    if rule.measure != "stated_share":
        yield Boundary(rule.name, "zero", "0", zero, changed(lambda way: [typed(way.kind, ZERO)]))
    yield Boundary(rule.name, "missing", "", missing, changed(lambda _: [None]))
    if rule.measure not in ("stated_share", "days_late", "months_late"):
        yield Boundary(rule.name, "over", "100%", over, changed(_over))


def _typed(seen: Seen) -> object:
    """What was typed as the actual: of the funds, what was spent."""
    facts = seen.row.facts
    return facts.actual if facts.index < 0 else facts.indicator.actual


def _over(way: Way) -> list[str | None]:
    target = next(written(way.kind, "met", ONE, ANY_YEAR), None) if not way.of_funds else ("100", "")
    amount = Fraction(100) if target is None or way.kind in ("number", "money", "execution") else Fraction(90)
    return [typed(way.kind, amount * times) for times in OVER]


def _changed(rule: Rule, spec: IndicatorSpec, actuals: Callable[[Way], list[str | None]]) -> Iterator[dict[str, Any]]:
    """Rows that reach a rule, with other actuals in the place of theirs."""
    for way in _few(ways_to(rule, spec)):
        if way.of_funds:
            budget = dict(way.keys)["budget"]
            rows: list[Row] = [{"initial": budget, "budget": budget, "spent": actual} for actual in actuals(way)]
        else:
            target = next(written(way.kind, "met", ONE, _year(spec)), ("", ""))[0]
            rows = [way.row(target, actual) for actual in actuals(way)]
        yield from (_case(way, {key: value for key, value in row.items() if value is not None}) for row in rows)


def _tier(rule: Rule, name: str, tier: Tier, spec: IndicatorSpec) -> Iterator[Boundary]:
    """A tier's ends at them and just outside, and the tier named without a share."""
    high = tier.through if tier.through is not None else tier.below
    for edge in dict.fromkeys((tier.low, *([] if high is None else [high]))):
        for kind, step in (("at", ZERO), ("below", -BESIDE[0]), ("above", BESIDE[0])):
            if 0 <= edge + step <= 1 and _other_side(tier, edge, edge + step):
                yield _tier_case(rule, name, spec, edge, edge + step, kind)

    def covers(seen: Seen) -> bool:
        return _names_tier(seen, rule) == name and seen.row.facts.indicator.share is None

    yield Boundary(rule.name, "default", name, covers, lambda: _tier_rows(rule, name, spec, {}))


def _other_side(tier: Tier, edge: Fraction, x: Fraction) -> bool:
    """Whether the two sides of an edge of a tier meet there."""
    return x == edge or tier.holds(x) != tier.holds(edge)


def _tier_case(rule: Rule, name: str, spec: IndicatorSpec, edge: Fraction, x: Fraction, kind: str) -> Boundary:
    low, high = min(edge, edge + NEAR * (x > edge) - NEAR * (x < edge)), max(edge, edge + NEAR * (x > edge))

    def covers(seen: Seen) -> bool:
        share = seen.row.facts.indicator.share
        near = share is not None and low <= share <= high and (share == edge) == (x == edge)
        return near and _names_tier(seen, rule) == name

    where = {"at": "=", "below": "<", "above": ">"}[kind]
    return Boundary(
        rule.name,
        "tier",
        f"{name} {where} {plain(edge)}",
        covers,
        lambda: _tier_rows(rule, name, spec, {"share": plain(x)}),
    )


def _names_tier(seen: Seen, rule: Rule) -> str | None:
    row = seen.row.facts.indicator
    if seen.row.rule is None or seen.row.rule.name != rule.name:
        return None
    return rule.tier_named(row.tier if row.tier is not None else row.actual or "")


def _tier_rows(rule: Rule, name: str, spec: IndicatorSpec, more: dict[str, str]) -> Iterator[dict[str, Any]]:
    for way in _few(ways_to(rule, spec)):
        target, actual = next(written(way.kind, "stated_share", ONE, _year(spec)), ("", ""))
        if way.kind == "word":
            yield _case(way, way.row(target, name, **more))
        yield _case(way, way.row(target, actual, tier=name, **more))


def _marks(spec: IndicatorSpec) -> Iterator[Boundary]:
    """Each mark on a row that has earned something."""
    for mark in spec.marks:

        def covers(seen: Seen, name: str = mark.name) -> bool:
            return any(loss.name == name for loss in seen.row.losses)

        def inputs(name: str = mark.name) -> Iterator[dict[str, Any]]:
            for rule in spec.rules:
                for way in _few(ways_to(rule, spec)):
                    for row in _full_rows(way, rule, spec):
                        yield _case(way, {**row, "marks": [name]})

        yield Boundary(mark.name, "mark", mark.label, covers, inputs)


def _full_rows(way: Way, rule: Rule, spec: IndicatorSpec) -> Iterator[Row]:
    """Rows that may earn full marks."""
    if not way.of_funds:
        target, actual = next(written(way.kind, "met", ONE, _year(spec)))
        yield way.row(target, actual, **({"share": "1"} if rule.measure == "stated_share" else {}))


def _grades(spec: IndicatorSpec) -> Iterator[Boundary]:
    """Each grade at its lower edge, and the one below it just beneath."""
    if spec.grades is None:
        return
    step = spec.rounding.row
    for (grade, edge), (lower, _) in pairwise(spec.grades.scale.edges):
        yield _graded(spec, grade, edge, (edge, edge), edge)
        yield _graded(spec, lower, edge, (edge - ONE, edge - min(step, ONE)), edge - step)


def _graded(
    spec: IndicatorSpec, grade: str, edge: Fraction, within: tuple[Fraction, Fraction], total: Fraction
) -> Boundary:
    low, high = within

    def covers(seen: Seen) -> bool:
        found = seen.scored.scaled if seen.scored.scaled is not None else seen.scored.total
        return found is not None and low <= found <= high

    at = f"{'=' if total == edge else '<'} {at_least(edge, places_of(spec.rounding.row))}"
    return Boundary(grade, "grade", at, covers, lambda: _totals(spec, total))


def _totals(spec: IndicatorSpec, total: Fraction) -> Iterator[dict[str, Any]]:
    """Projects of one row with all the weight, full but for a deduction by hand down to a total."""
    for rule in spec.rules:
        for way in _few(ways_to(rule, spec)):
            for row in _full_rows(way, rule, spec):
                yield {"project": _whole(spec, way, row, total)}


def _whole(spec: IndicatorSpec, way: Way, row: Row, total: Fraction) -> Row:
    funds = {"total": {"initial": "100", "budget": "100", "spent": "100"}}
    project = {**way.project({"name": "例", **row}), "year": str(_year(spec)), "finished": True, "funds": funds}
    scored = scored_of(project, spec)
    execution = scored.execution.weight if scored.execution is not None else None
    weight = spec.full_marks - (execution or ZERO)
    lost = spec.full_marks - total
    deduct = {"deduct": {"points": plain(lost), "reason": "复核"}} if lost else {}
    return {**project, "indicators": [{"name": "例", **row, "weight": plain(weight), **deduct}]}


__all__ = ["Boundary", "Edge", "Kind", "Seen", "boundaries", "edges_of", "measured"]
