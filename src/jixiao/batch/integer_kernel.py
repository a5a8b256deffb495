"""A rule as integer columns: measure → count → curve → points → score, each step proven to fit.

Score = round(weight × share + points lost), in output units; the same arithmetic as ``scoring``, a column at a time.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, reduce

import polars as pl

from jixiao.batch.bounded_integers import WIDTHS, Integer, Kind, TooWide, choose, half_up
from jixiao.curve import Count, ScoreCurve
from jixiao.measure import measure_of
from jixiao.model.rules import Remark, Rule

Pair = tuple[Integer, Integer]
#: Outcomes as the kernel counts them.
MET, PARTLY, MISSED = 0, 1, 2


@dataclass(frozen=True)
class Values:
    """Target and actual as whole numbers over one ``base``, and how the row compares them.

    ``unit`` is what one of the indicator's own unit is worth, for distances in it.
    """

    target: Integer
    actual: Integer
    base: int
    comparison: str
    unit: Fraction


@dataclass(frozen=True)
class Height:
    """What rows on one piece of a curve earn: points as num/den, the score, the outcome.

    ``full``: the whole weight, whatever the ratio is.
    """

    num: Integer
    den: Integer
    score: pl.Expr
    outcome: pl.Expr
    full: bool


@dataclass(frozen=True)
class Earnings:
    """What rows earn: n/d measured, x/y counted; the number of the piece, and what each piece earns."""

    n: Integer
    d: Integer
    x: Integer
    piece: pl.Expr
    heights: list[Height]


def _count_of(count: Count | None, n: Integer, d: Integer) -> Pair:
    """Return the counting stage (``Count.of``) of n/d with d > 0."""
    if count is None:
        return n, d
    p, q = count.each.numerator, count.each.denominator
    if count.how == "nearest":
        return half_up(n * q, d * p) * p, n.of(q)
    value, start = n * count.start.denominator, d * count.start.numerator
    away = start - value if count.lower else value - start
    top, bottom = away.above_zero() * q, d * (count.start.denominator * p)
    if count.how == "begun":
        top = top + bottom - 1
    return top // bottom, n.of(1)


def _ends(curve: ScoreCurve, x: Integer, y: Integer) -> list[pl.Expr]:
    """Return for each piece but the last whether x/y lies below its upper end; with y = 0 none does."""
    return [(x * q).compare(y * p, operator.le if closed else operator.lt) for p, q, closed in curve.uppers]


def _piece(ends: list[pl.Expr]) -> pl.Expr:
    """Return the number of the first piece that ends above."""
    piece = _small(len(ends))
    for number, below in reversed(list(enumerate(ends))):
        piece = pl.when(below).then(_small(number)).otherwise(piece)
    return piece


@cache
def _small(number: int) -> pl.Expr:
    return pl.lit(number, dtype=pl.UInt16)


def piece_of(remark: Remark, values: Values) -> tuple[Integer, Integer, pl.Expr]:
    """Return n/d, and which piece of the remark's curve it lies on."""
    n, d = measure_of(remark).column(values)
    return n, d, _piece(_ends(remark.curve, n, d))


def earn(rule: Rule, values: Values, weight: Integer, one: int, step: int) -> Earnings:
    """Return the score of rows of a weight (in units of which ``one`` make a point), rounded to ``step`` units.

    Raises:
        TooWide: some value might not fit the integer type.
    """
    n, d = measure_of(rule).column(values)
    x, y = _count_of(rule.counting, n, d)
    piece = _piece(_ends(rule.curve, x, y))
    if measure_of(rule).may_be_infinite:  # there a level piece keeps its height
        x, y = y.where_positive(x, x.of(0)), y.where_positive(y, y.of(1))
    return Earnings(
        n, d, x, piece, [_piece_height(piece.scaled, x, y, weight, one, step) for piece in rule.curve.pieces]
    )


ScaledPiece = tuple[int, int, int, int, int]


def _piece_height(scaled: ScaledPiece, x: Integer, y: Integer, weight: Integer, one: int, step: int) -> Height:
    a, b, c, e, common = scaled
    num, den = _height(scaled, x, y, weight, one), y * common
    is_met, is_missed = num.compare(weight * den, operator.ge), num.compare(0, operator.le)
    rounded = half_up(num, den * step) * step  # of what is missed it means nothing
    part = rounded if step == 1 else rounded.below(weight)  # a weight need not be a multiple of the step
    score = choose([is_met, is_missed], [weight, weight.of(0), part])
    outcome = pl.when(is_met).then(_small(MET)).when(is_missed).then(_small(MISSED)).otherwise(_small(PARTLY))
    return Height(num, den, score.expr, outcome, full=a == common and not (b or c or e))


def _height(scaled: ScaledPiece, x: Integer, y: Integer, weight: Integer, one: int) -> Integer:
    """Return weight × (a + b·x/y) + (c + e·x/y), over common × y."""
    a, b, c, e, _ = scaled
    parts = [
        term * factor * (weight if weighted else term.of(one))
        for term, factor, weighted in ((y, a, True), (x, b, True), (y, c, False), (x, e, False))
        if factor
    ]
    if parts:
        return reduce(operator.add, parts)
    return y.of(0)


def widths(work: Callable[[Kind], object]) -> Kind | None:
    """Return the narrowest integer type in which ``work`` is proven to fit; ``None`` where none does."""
    for kind, _ in WIDTHS:
        try:
            work(kind)
        except TooWide:
            continue
        return kind
    return None
