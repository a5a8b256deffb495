"""A rule as integer columns: measure → count → curve → points → score, each step proven to fit.

Score = round(weight × share + points lost), in output units; the same arithmetic as ``scoring``, a column at a time.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

import polars as pl

from jixiao.batch.bounded_integers import WIDTHS, Kind, TooWide, Whole, choose, half_up, is_zero
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
class Height:
    """What rows on one piece of a curve earn: points as num/den, the score, the outcome.

    ``full``: the whole weight, whatever the ratio is.
    """

    num: Whole
    den: Whole
    score: pl.Expr
    outcome: pl.Expr
    full: bool


@dataclass(frozen=True)
class Earned:
    """What rows earn: n/d measured, x/y counted; the number of the piece, and what each piece earns."""

    n: Whole
    d: Whole
    x: Whole
    piece: pl.Expr
    heights: list[Height]


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


def _piece(ends: list[pl.Expr]) -> pl.Expr:
    """The number of the first piece that ends above."""
    found = _small(len(ends))
    for number, below in reversed(list(enumerate(ends))):
        found = pl.when(below).then(_small(number)).otherwise(found)
    return found


@cache
def _small(number: int) -> pl.Expr:
    return pl.lit(number, dtype=pl.UInt16)


def piece_of(remark: Remark, values: Values) -> tuple[Whole, Whole, pl.Expr]:
    """n/d, and which piece of the remark's curve it lies on."""
    n, d = MEASURES[remark.measure](values)
    return n, d, _piece(_ends(remark.curve, n, d))


def earn(rule: Rule, values: Values, weight: Whole, one: int, step: int) -> Earned:
    """The score of rows of a weight (in units of which ``one`` make a point), rounded to ``step`` units.

    Raises:
        TooWide: some value might not fit the integer type.
    """
    n, d = MEASURES[rule.measure](values)
    x, y = _counted(rule.counting, n, d)
    piece = _piece(_ends(rule.curve, x, y))
    if rule.measure == "inverse_attainment":  # at infinity a level piece keeps its height
        x, y = choose([is_zero(y)], [x.of(0), x]), choose([is_zero(y)], [y.of(1), y])
    return Earned(n, d, x, piece, [_earned(piece.scaled, x, y, weight, one, step) for piece in rule.curve.pieces])


Scaled = tuple[int, int, int, int, int]


def _earned(scaled: Scaled, x: Whole, y: Whole, weight: Whole, one: int, step: int) -> Height:
    a, b, c, e, common = scaled
    num, den = _height(scaled, x, y, weight, one), y * common
    met, missed = num.compare(weight * den, operator.ge), num.compare(0, operator.le)
    rounded = half_up(num, den * step) * step  # of what is missed it means nothing
    part = rounded if step == 1 else rounded.below(weight)  # a weight need not be a multiple of the step
    score = choose([met, missed], [weight, weight.of(0), part])
    outcome = pl.when(met).then(_small(MET)).when(missed).then(_small(MISSED)).otherwise(_small(PARTLY))
    return Height(num, den, score.expr, outcome, full=a == common and not (b or c or e))


def _height(scaled: Scaled, x: Whole, y: Whole, weight: Whole, one: int) -> Whole:
    """Weight × (a + b·x/y) + (c + e·x/y), over common × y."""
    a, b, c, e, _ = scaled
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
