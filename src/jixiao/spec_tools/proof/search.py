"""Rows near every place where a row's path may turn, scored by the engine: the search for counterexamples.

For a target, the actuals are those on which the rule or a cap takes a value at, beside or between its edges. Where a
curve reads the value itself, targets on both sides of each of its edges are tried too.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from jixiao.exact import ONE, ZERO
from jixiao.measure import PERCENT, measure_of
from jixiao.measure.profile import AWAY, Side
from jixiao.model.rules import CurveOwner
from jixiao.model.spec import IndicatorSpec
from jixiao.quantity import Unit
from jixiao.scoring.plan import plan_of
from jixiao.scoring.rows import score_row
from jixiao.spec_tools.proof.counterexamples import Example, example, of_funds, scores
from jixiao.spec_tools.proof.curve_laws import values
from jixiao.spec_tools.proof.row_classes import Case, witness
from jixiao.spec_tools.proof.rule_uses import Run, Use
from jixiao.spec_tools.proof.sample_rows import Row, amount_text, ratio_target, rows, unit_of
from jixiao.spec_tools.proof.target_sides import BOTH, approach, at_target

#: Weights at which rows are compared: one that shows shares, one that shows points.
WEIGHTS = (Fraction(45), Fraction(2))
#: How far beside a place a row is tried, as parts of the target.
_AWAY = tuple(Fraction(part, 1000) for part in (1, 10, 100, 500, 1000))
#: Targets beside an edge of the value, as multiples of it.
_TIMES = tuple(Fraction(part, 1000) for part in (500, 999, 1000, 1001, 1500, 2000))
#: Targets that people write.
_PLAIN = (Fraction(100), Fraction(90))
#: Width of a range beside its end.
_WIDTH = Fraction(20)
#: Pairs that are scored as a project before the search is given up.
_MOST_TRIED = 40
#: Texts of so many characters are short: 100, 60%.
_SHORT = 3


class Place(NamedTuple):
    """The row that just reaches a target, and rows on one side of it."""

    reached: Row
    beside: tuple[Row, ...]


def places(use: Use, run: Run, side: Side) -> Iterator[Place]:
    """Yield the targets of a run with rows on one side of each, where the rule or a cap may turn."""
    if run.case.sign == "date":
        yield from _dates(use, run)
        return
    for target in _targets(use, run):
        reached = _row(use, run, side, target, target)
        actuals = _with_middles(sorted({target, *_actuals(use, run, side, target)}))
        actuals.sort(key=lambda actual: abs(actual - target))
        beside = [_row(use, run, side, target, actual) for actual in actuals]
        if reached is not None:
            yield Place(reached, tuple(row for row in beside if row is not None))


def _with_middles(ordered: list[Fraction]) -> list[Fraction]:
    """Return values with one between each two, so that none of the stretches between them is left out."""
    return sorted({*ordered, *((low + high) / 2 for low, high in pairwise(ordered))})


def _owners(use: Use, run: Run) -> tuple[CurveOwner, ...]:
    return (use.owner, *run.caps)


def _dates(use: Use, run: Run) -> Iterator[Place]:
    """Yield the deadline that all written rows share, and days after it."""
    reached: list[Row] = []
    later: list[Row] = []
    for owner in _owners(use, run):
        on_time = at_target(owner, run.case).low or ZERO
        reached += rows(run.case, [on_time], owner) or ()
        late = [x for x in _values(owner, run.case, "above") if x != on_time]
        later += [row for x in late for row in rows(run.case, [x], owner) or ()]
    if reached:
        yield Place(reached[0], tuple(later))


def _values(owner: CurveOwner, case: Case, side: Side) -> list[Fraction]:
    """Return simple values of a measure on one side of the target, on every piece of its curve."""
    part = approach(owner, case, side)
    if part is None:
        return []
    return values(Use(owner, "", ()), part.domain)


def _targets(use: Use, run: Run) -> list[Fraction]:
    """Return targets in the unit of their kind: a plain one, and some beside every edge of the value."""
    case, targets = run.case, list(_PLAIN)
    if not case.cell.kind.endswith("percent"):
        ratios = [x for owner in _owners(use, run) for x in _values(owner, case, "below")]
        targets.append(ratio_target(case.cell.kind, ratios))
    for owner in _owners(use, run):
        if not measure_of(owner).against_target:
            targets += _beside_edges(owner, _unit(use, run))
    return list(dict.fromkeys(_of_sign(case.sign, targets)))


def _beside_edges(owner: CurveOwner, unit: Unit) -> list[Fraction]:
    """Return targets at and beside every edge of a curve over the value."""
    ends = {end for piece in owner.curve.pieces for end in (piece.low, piece.high) if end is not None}
    edges = [end / unit.factor for end in sorted(ends)]
    multiples = [edge * times for edge in edges for times in _TIMES]
    return multiples + [edge + step for edge in edges for step in (-ONE, ONE)]


def _of_sign(sign: str, targets: list[Fraction]) -> list[Fraction]:
    """Return targets as rows of a sign have them."""
    positive = [target for target in targets if target > 0]
    by_sign = {
        "zero": [ZERO],
        "negative": [-abs(target) for target in targets if target],
        "rank": [target for target in positive if target.denominator == 1],
    }
    return by_sign.get(sign, positive)


def _unit(use: Use, run: Run) -> Unit:
    """Return the unit that rows are written in."""
    kind = run.case.cell.kind
    if kind == "range" and _ranges_in_percent(use, run):
        return PERCENT
    return unit_of(kind)


def _ranges_in_percent(use: Use, run: Run) -> bool:
    return any(owner.in_percent for owner in _owners(use, run))


def _actuals(use: Use, run: Run, side: Side, target: Fraction) -> Iterator[Fraction]:
    """Yield actuals on one side of a target, in the unit of their kind."""
    away = AWAY[side]
    for owner in _owners(use, run):
        for x in _values(owner, run.case, side):
            actual = measure_of(owner).actual_at(x, target, side, _unit(use, run))
            if actual is not None and (actual - target) * away > 0:
                yield actual
    yield from (target + away * (abs(target) or ONE) * part for part in _AWAY)


def _row(use: Use, run: Run, side: Side, target: Fraction, actual: Fraction) -> Row | None:
    """Return the row of a target, or of a range that ends there on this side; ``None`` if it cannot be typed."""
    kind = run.case.cell.kind
    if kind == "range":
        low = target if side == "below" else target - _WIDTH
        unit = "percent" if _ranges_in_percent(use, run) else "number"
        start, end, typed = (amount_text(amount, unit) for amount in (low, low + _WIDTH, actual))
        row = {"target": f"{start}-{end}", "actual": typed}
        is_typed = low >= 0
    else:
        row = {"target": amount_text(target, kind), "actual": amount_text(actual, kind)}
        is_typed = True
    return row if is_typed and "/" not in row["target"] + row["actual"] else None


def points_of(spec: IndicatorSpec, case: Case, row: Row) -> tuple[Fraction, ...] | None:
    """Return the exact points of a row at ``WEIGHTS``, before rounding; ``None`` where it has no score."""
    plan, rule = plan_of(spec), case.rule
    name = rule.name if case.named and rule else None
    facts = witness(spec, case.cell, row["target"], row["actual"], name)
    if rule is not None and of_funds(case):
        facts = facts.over(rule.over)
    scored = [score_row(plan, facts, weight, case.cell.finished) for weight in WEIGHTS]
    if any(row.score is None for row in scored):
        return None
    return tuple(row.points for row in scored)


def loses(spec: IndicatorSpec, use: Use, run: Run, side: Side, *, towards: bool) -> Example | None:
    """Return two rows of one target, the second better, that scores less; ``None`` where there are none.

    ``towards`` the target: the second just reaches it. Otherwise the first does, and the second lies beyond it.
    """
    tried = sorted(
        (pair for place in places(use, run, side) for pair in _pairs(spec, run.case, place, towards)),
        key=lambda pair: (pair.below_zero, pair.length, -pair.lost),
    )
    for pair in tried[:_MOST_TRIED]:
        table = example(spec, run.case, [pair.worse, pair.better])
        worse, better = (row.score for row in scores(spec, table))
        if worse is not None and better is not None and worse > better:
            return table
    return None


class _Pair(NamedTuple):
    """Two rows of one target, of which the better one earns less; ``lost`` points of the first of ``WEIGHTS``."""

    worse: Row
    better: Row
    lost: Fraction

    @property
    def below_zero(self) -> bool:
        """Whether an actual is negative, which few rows have, where the target is not."""
        actuals = self.worse["actual"] + self.better["actual"]
        return "-" in actuals and "-" not in self.worse["target"]

    @property
    def length(self) -> int:
        """Return how long its texts are, the shortest all alike."""
        return sum(max(_SHORT, len(row[key])) for row in (self.worse, self.better) for key in ("target", "actual"))


def _pairs(spec: IndicatorSpec, case: Case, place: Place, towards: bool) -> Iterator[_Pair]:
    """Yield pairs of rows, the better one second, of which it earns less at some weight."""
    at_target = points_of(spec, case, place.reached)
    if at_target is None:
        return
    for row in place.beside:
        points = points_of(spec, case, row)
        if points is None:
            continue
        pair, worse, better = (row, place.reached), points, at_target
        if not towards:
            pair, worse, better = (place.reached, row), at_target, points
        if any(one > two for one, two in zip(worse, better, strict=True)):
            yield _Pair(*pair, lost=worse[0] - better[0])


def best_row(spec: IndicatorSpec, use: Use, run: Run) -> Example | None:
    """Return the row that earns most of those that are tried, the first that earns its whole weight."""
    best: tuple[tuple[Fraction, ...], Row] | None = None
    for place in (place for side in BOTH for place in places(use, run, side)):
        for row in (place.reached, *place.beside):
            points = points_of(spec, run.case, row)
            if points is not None and (best is None or points > best[0]):
                best = points, row
            if points == WEIGHTS:
                return example(spec, run.case, [row])
    if best is None:
        return None
    return example(spec, run.case, [best[1]])


def is_full(spec: IndicatorSpec, example: Example) -> bool:
    """Whether every row that an example is about earns its whole weight."""
    return all(row.score == row.weight for row in scores(spec, example))


def short_of_full(spec: IndicatorSpec, use: Use, run: Run, side: Side) -> Example | None:
    """Return the first row that just reaches its target and earns less than its weight; ``None`` if there is none."""
    reaching = (example(spec, run.case, [place.reached]) for place in places(use, run, side))
    return next((table for table in reaching if not is_full(spec, table)), None)
