"""A rule as integer columns: measure → count → curve → points → score, each step proven to fit.

Score = round(weight × share + points lost), in output units; the same arithmetic as ``scoring``, a column at a time.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

import polars as pl

from jixiao.batch.whole import WIDTHS, Kind, TooWide, Whole, choose, half_up, is_zero
from jixiao.curve import Count, ScoreCurve
from jixiao.model.rules import Remark, Rule

Pair = tuple[Whole, Whole]
#: Outcomes as the kernel counts them.
MET, PARTLY, MISSED = 0, 1, 2


@dataclass(frozen=True)
class Values:
    """Target and actual as whole numbers over one ``base``, and how the row compares them.

    ``unit`` is what one of the indicator's own unit is worth, for distances in it.
    """

    target: Whole
    actual: Whole
    base: int
    comparison: str
    unit: Fraction


@dataclass(frozen=True)
class Earned:
    """What rows earn: n/d measured, x/y counted, the piece, points as num/den, the score and the outcome."""

    n: Whole
    d: Whole
    x: Whole
    piece: pl.Expr
    num: Whole
    den: Whole
    score: Whole
    outcome: pl.Expr


def _attainment(values: Values) -> Pair:
    return values.actual, values.target


def _inverse(values: Values) -> Pair:
    """Target ÷ actual; at or below zero that is 1/0."""
    none = values.actual.compare(0, operator.le)
    return (
        choose([none], [values.actual.of(1), values.target]),
        choose([none], [values.actual.of(0), values.actual]),
    )


def _distance(values: Values, comparison: str) -> Whole:
    missing, beyond = values.target - values.actual, values.actual - values.target
    if comparison == "=":
        return missing.size()
    return (beyond if comparison in ("≤", "<") else missing).above_zero()


def _relative(values: Values, comparison: str) -> Pair:
    size = values.target.size()
    return _distance(values, comparison), choose([is_zero(size)], [size.of(1), size])


def _gap(values: Values) -> Pair:
    distance, unit = _distance(values, values.comparison), values.unit
    return distance * unit.denominator, distance.of(values.base * unit.numerator)


def _met(values: Values) -> Pair:
    distance = _distance(values, values.comparison)
    return choose([is_zero(distance)], [distance.of(1), distance.of(0)]), distance.of(1)


#: The measures that are arithmetic on two numbers; all others are left to the scalar core.
MEASURES: dict[str, Callable[[Values], Pair]] = {
    "attainment": _attainment,
    "execution": _attainment,
    "inverse_attainment": _inverse,
    "relative_gap": lambda values: _relative(values, values.comparison),
    "deviation": lambda values: _relative(values, "="),
    "gap": _gap,
    "value": lambda values: (values.actual, values.actual.of(values.base)),
    "met": _met,
}


def _counted(count: Count | None, n: Whole, d: Whole) -> Pair:
    """The counting stage (``Count.of``) of n/d with d > 0."""
    if count is None:
        return n, d
    p, q = count.each.numerator, count.each.denominator
    if count.how == "nearest":
        return half_up(n * q, d * p) * p, n.of(q)
    gap = n * count.start.denominator - d * count.start.numerator
    ahead = ((d * count.start.numerator - n * count.start.denominator) if count.lower else gap).above_zero() * q
    bottom = d * (count.start.denominator * p)
    return ((ahead + bottom - 1) if count.how == "begun" else ahead) // bottom, n.of(1)


def _ends(curve: ScoreCurve, x: Whole, y: Whole) -> list[pl.Expr]:
    """For each piece but the last, whether x/y lies below its upper end; with y = 0 none does."""
    found = []
    for p, q, holds in curve.uppers:
        below = (x * q).compare(y * p, operator.le if holds else operator.lt)
        found.append(below)
    return found


def piece_of(owner: Rule | Remark, values: Values) -> tuple[Whole, Whole, pl.Expr]:
    """n/d, and which piece of the curve it lies on; of a remark, which has no count, too."""
    n, d = MEASURES[owner.measure](values)
    count = owner.counting if isinstance(owner, Rule) else None
    ends = _ends(owner.curve, *_counted(count, n, d))
    numbers = [n.of(index) for index in range(len(ends) + 1)]
    return n, d, choose(ends, numbers).expr


def earn(rule: Rule, values: Values, weight: Whole, one: int, step: int) -> Earned:
    """The score of rows of a weight (in units of which ``one`` make a point), rounded to ``step`` units.

    Raises:
        TooWide: some value might not fit the integer type.
    """
    n, d = MEASURES[rule.measure](values)
    x, y = _counted(rule.counting, n, d)
    ends, pieces = _ends(rule.curve, x, y), rule.curve.pieces
    if rule.measure == "inverse_attainment":  # at infinity a level piece keeps its height
        x, y = choose([is_zero(y)], [x.of(0), x]), choose([is_zero(y)], [y.of(1), y])
    common = lcm(*(piece.scaled[4] for piece in pieces))
    heights = [_height(piece.scaled, common, x, y, weight, one) for piece in pieces]
    num, den = choose(ends, heights), y * common
    met = num.compare(weight * den, operator.ge)
    missed = num.compare(0, operator.le)
    rounded = half_up(num.above_zero(), den * step) * step
    score = choose([met, missed], [weight, weight.of(0), rounded.below(weight)])
    outcome = pl.when(met).then(MET).when(missed).then(MISSED).otherwise(PARTLY).cast(pl.UInt8)
    numbers = [n.of(index) for index in range(len(pieces))]
    return Earned(n, d, x, choose(ends, numbers).expr, num, den, score, outcome)


def _height(scaled: tuple[int, int, int, int, int], common: int, x: Whole, y: Whole, weight: Whole, one: int) -> Whole:
    """Weight × (a + b·x/y) + (c + e·x/y), over common × y."""
    *line, own = scaled
    a, b, c, e = (part * (common // own) for part in line)
    parts = [
        term * factor * (weight if weighted else term.of(one))
        for term, factor, weighted in ((y, a, True), (x, b, True), (y, c, False), (x, e, False))
        if factor
    ]
    found = parts[0] if parts else y.of(0)
    for part in parts[1:]:
        found = found + part
    return found


def widths(work: Callable[[Kind], object]) -> Kind | None:
    """The narrowest integer type in which ``work`` is proven to fit; ``None`` where none does."""
    for kind, _ in WIDTHS:
        try:
            work(kind)
        except TooWide:
            continue
        return kind
    return None
