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
from jixiao.model.spec import IndicatorSpec
from jixiao.scoring.plan import plan_of
from jixiao.scoring.rows import score_row
from jixiao.spec_tools.proof.counterexamples import Example, example, of_funds, scores
from jixiao.spec_tools.proof.curve_laws import values
from jixiao.spec_tools.proof.row_classes import Case, Owner, witness
from jixiao.spec_tools.proof.rule_uses import Run, Use
from jixiao.spec_tools.proof.sample_rows import Row, amount_text, ratio_target, rows, written_in_percent
from jixiao.spec_tools.proof.target_sides import BOTH, LATE, Side, actual_at, approach

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
    others: tuple[Row, ...]


def places(use: Use, run: Run, side: Side) -> Iterator[Place]:
    """Yield the targets of a run with rows on one side of each, where the rule or a cap may turn."""
    if run.case.sign == "date":
        yield from _dates(use, run)
        return
    for target in _targets(use, run):
        reached = _row(use, run, side, target, target)
        actuals = _with_middles(sorted({target, *_actuals(use, run, side, target)}))
        actuals.sort(key=lambda actual: abs(actual - target))
        others = [_row(use, run, side, target, actual) for actual in actuals]
        if reached is not None:
            yield Place(reached, tuple(row for row in others if row is not None))


def _with_middles(ordered: list[Fraction]) -> list[Fraction]:
    """Values with one between each two, so that none of the stretches between them is left out."""
    return sorted({*ordered, *((low + high) / 2 for low, high in pairwise(ordered))})


def _owners(use: Use, run: Run) -> tuple[Owner, ...]:
    return (use.owner, *run.caps)


def _dates(use: Use, run: Run) -> Iterator[Place]:
    """The deadline that all written rows share, and days after it."""
    reached: list[Row] = []
    others: list[Row] = []
    for owner in _owners(use, run):
        on_time = ZERO if owner.measure in LATE else ONE
        reached += rows(run.case, [on_time], owner) or ()
        late = [x for x in _values(owner, run.case, "above") if x != on_time]
        others += [row for x in late for row in rows(run.case, [x], owner) or ()]
    if reached:
        yield Place(reached[0], tuple(others))


def _values(owner: Owner, case: Case, side: Side) -> list[Fraction]:
    """Simple values of a measure on one side of the target, on every piece of its curve."""
    leg = approach(owner, case, side)
    return [] if leg is None else values(Use(owner, "", ()), leg.domain)


def _targets(use: Use, run: Run) -> list[Fraction]:
    """Targets in the unit of their kind: a plain one, and some beside every edge of the value."""
    case, percent = run.case, run.case.cell.kind.endswith("percent")
    ratios = [x for owner in _owners(use, run) for x in _values(owner, case, "below")]
    found = [*_PLAIN, *([ratio_target(case.cell.kind, ratios)] if not percent else [])]
    for owner in _owners(use, run):
        if owner.measure == "value":
            edges = {edge for piece in owner.curve.pieces for edge in (piece.low, piece.high) if edge is not None}
            scale = _scale(use, run)
            found += [edge * scale * times for edge in sorted(edges) for times in _TIMES]
            found += [edge * scale + step for edge in sorted(edges) for step in (-ONE, ONE)]
    return list(dict.fromkeys(_of_sign(case.sign, found)))


def _of_sign(sign: str, targets: list[Fraction]) -> list[Fraction]:
    """Targets as rows of a sign have them."""
    if sign == "zero":
        return [ZERO]
    if sign == "negative":
        return [-abs(target) for target in targets if target]
    if sign == "rank":
        return [target for target in targets if target >= 1 and target.denominator == 1]
    return [target for target in targets if target > 0]


def _scale(use: Use, run: Run) -> Fraction:
    """One of what a value is measured in, in the unit that rows are written in."""
    kind = run.case.cell.kind
    percent = kind.endswith("percent") or (kind == "range" and _ranges_in_percent(use, run))
    return Fraction(100) if percent else ONE


def _ranges_in_percent(use: Use, run: Run) -> bool:
    return any(written_in_percent(owner) for owner in _owners(use, run))


def _actuals(use: Use, run: Run, side: Side, target: Fraction) -> Iterator[Fraction]:
    """Actuals on one side of a target, in the unit of their kind."""
    away = -ONE if side == "below" else ONE
    for owner in _owners(use, run):
        for x in _values(owner, run.case, side):
            actual = actual_at(owner, side, target, x, _scale(use, run))
            if actual is not None and (actual - target) * away > 0:
                yield actual
    yield from (target + away * (abs(target) or ONE) * part for part in _AWAY)


def _row(use: Use, run: Run, side: Side, target: Fraction, actual: Fraction) -> Row | None:
    """The row of a target, or of a range with the target as its end on this side; ``None`` if it cannot be typed."""
    kind = run.case.cell.kind
    if kind != "range":
        texts = amount_text(target, kind), amount_text(actual, kind)
    else:
        low, high = (target, target + _WIDTH) if side == "below" else (target - _WIDTH, target)
        unit = "%" if _ranges_in_percent(use, run) else ""
        ends = [amount_text(end, "number") for end in (low, high, actual)]
        texts = f"{ends[0]}{unit}-{ends[1]}{unit}", f"{ends[2]}{unit}"
        texts = ("/", "/") if "/" in "".join(ends) or low < 0 else texts
    return None if "/" in "".join(texts) else {"target": texts[0], "actual": texts[1]}


def points_of(spec: IndicatorSpec, case: Case, row: Row) -> tuple[Fraction, ...] | None:
    """Return the exact points of a row at ``WEIGHTS``, before rounding; ``None`` where it has no score."""
    plan, rule = plan_of(spec), case.rule
    facts = witness(spec, case.cell, row["target"], row["actual"], rule.name if case.named and rule else None)
    if rule is not None and of_funds(case):
        facts = facts.over(rule.over)
    found = [score_row(plan, facts, weight, case.cell.finished) for weight in WEIGHTS]
    return None if any(row.score is None for row in found) else tuple(row.points for row in found)


def loses(spec: IndicatorSpec, use: Use, run: Run, side: Side, *, towards: bool) -> Example | None:
    """Return two rows of one target, the second better, that scores less; ``None`` where none was found.

    ``towards`` the target: the second just reaches it. Otherwise the first does, and the second lies beyond it.
    """
    tried = sorted(
        (pair for place in places(use, run, side) for pair in _pairs(spec, run.case, place, towards)),
        key=lambda pair: (pair.below_zero, pair.length, -pair.lost),
    )
    for pair in tried[:_MOST_TRIED]:
        found = example(spec, run.case, [pair.worse, pair.better])
        worse, better = (row.score for row in scores(spec, found))
        if worse is not None and better is not None and worse > better:
            return found
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
        """How long its texts are, the shortest all alike."""
        return sum(max(_SHORT, len(row[key])) for row in (self.worse, self.better) for key in ("target", "actual"))


def _pairs(spec: IndicatorSpec, case: Case, place: Place, towards: bool) -> Iterator[_Pair]:
    """Pairs of rows, the better one second, of which it earns less at some weight."""
    reached = points_of(spec, case, place.reached)
    for row in place.others if reached is not None else ():
        found = points_of(spec, case, row)
        if found is None or reached is None:
            continue
        rows_ = (row, place.reached) if towards else (place.reached, row)
        first, second = (found, reached) if towards else (reached, found)
        if any(one > two for one, two in zip(first, second, strict=True)):
            yield _Pair(*rows_, lost=first[0] - second[0])


def best_row(spec: IndicatorSpec, use: Use, run: Run) -> Example | None:
    """Return the row that earns most of those that are tried, the first that earns its whole weight."""
    best: tuple[tuple[Fraction, ...], Row] | None = None
    for place in (place for side in BOTH for place in places(use, run, side)):
        for row in (place.reached, *place.others):
            found = points_of(spec, run.case, row)
            if found is not None and (best is None or found > best[0]):
                best = found, row
            if found == WEIGHTS:
                return example(spec, run.case, [row])
    return None if best is None else example(spec, run.case, [best[1]])


def is_full(spec: IndicatorSpec, found: Example) -> bool:
    """Whether every row that an example is about earns its whole weight."""
    return all(row.score == row.weight for row in scores(spec, found))


def short_of_full(spec: IndicatorSpec, use: Use, run: Run, side: Side) -> Example | None:
    """Return the first row that just reaches its target and earns less than its weight; ``None`` if there is none."""
    reaching = (example(spec, run.case, [place.reached]) for place in places(use, run, side))
    return next((found for found in reaching if not is_full(spec, found)), None)
