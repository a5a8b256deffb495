"""Piecewise linear curves on a domain, compared exactly at the ends of their pieces, for every weight at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from jixiao.curve import FULL, Height, Interval, Piece, ScoreCurve
from jixiao.exact import ONE, ZERO

#: How near simple values come to an end: a half, a tenth … of the way.
NEARER = (2, 10, 100, 1000)


class Part(NamedTuple):
    """What of a piece lies in a domain."""

    piece: Piece
    domain: Interval


class Corner(NamedTuple):
    """An end of a part: where (``None`` at infinity), whether the part reaches it, and the height towards it."""

    x: Fraction | None
    attained: bool
    height: Height


def parts(curve: ScoreCurve, domain: Interval) -> Iterator[Part]:
    """Yield the pieces that some value of the domain falls on, from left to right."""
    for piece in curve.pieces:
        inside = domain.meet(piece.interval)
        if not inside.is_empty:
            yield Part(piece, inside)


def tiles(curve: ScoreCurve) -> bool:
    """Whether the pieces cover the whole line, each value once."""
    first, last = curve.pieces[0], curve.pieces[-1]
    pairs = pairwise(piece.interval for piece in curve.pieces)
    adjoin = all(a.high == b.low is not None and a.high_closed != b.low_closed for a, b in pairs)
    return adjoin and first.low is None and last.high is None


def ends(part: Part) -> tuple[Corner, Corner]:
    """Return both ends of a part. Of a piece that slopes without end, one step on stands for the far end."""
    piece, domain = part
    low, high = domain.low, domain.high
    first, last = low, high
    if first is None:
        first = ZERO if last is None else last - 1
    if last is None:
        last = first + 1
    return Corner(low, domain.low_closed, piece.at(first)), Corner(high, domain.high_closed, piece.at(last))


def corners(curve: ScoreCurve, domain: Interval) -> list[Corner]:
    """Return the ends of all parts that have a height of their own, from left to right."""
    return [corner for part in parts(curve, domain) if not part.piece.judged for corner in ends(part)]


def drop(heights: list[Corner], *, rising: bool) -> tuple[Corner, Corner] | None:
    """Return the first two neighbours that run the wrong way at some weight; ``None`` proves that none do.

    Heights are linear between the ends, and "never higher at any weight" carries over from neighbour to
    neighbour, so neighbours are enough.
    """
    for one, other in pairwise(heights):
        lower, higher = (one, other) if rising else (other, one)
        if exceeds(lower.height, higher.height) is not None:
            return one, other
    return None


def one_peak(heights: list[Corner]) -> bool:
    """Whether heights rise to some place and fall after it."""
    return any(
        drop(heights[: top + 1], rising=True) is None and drop(heights[top:], rising=False) is None
        for top in range(len(heights))
    )


def level(heights: list[Corner]) -> bool:
    """Whether all heights are one."""
    return drop(heights, rising=True) is None and drop(heights, rising=False) is None


def earned(height: Height, weight: Fraction) -> Fraction:
    """Return the points of a height at a weight, clamped to [0, weight]."""
    return min(weight, max(ZERO, weight * height.share + height.points))


def exceeds(one: Height, other: Height) -> Fraction | None:
    """Return a weight (> 0, points) at which ``one`` earns more than ``other``; ``None`` proves that there is none.

    Earned points are piecewise linear in the weight. Between the places where one of the two bends or where
    they cross, their order cannot change, so one weight from each stretch decides.

    >>> exceeds(Height(ONE, Fraction(-1)), Height(ZERO))
    Fraction(2, 1)
    >>> exceeds(Height(ZERO), Height(ONE, Fraction(-1))) is None
    True
    """
    if one == other:
        return None
    return next((weight for weight in _weights(one, other) if earned(one, weight) > earned(other, weight)), None)


def _weights(one: Height, other: Height) -> Iterable[Fraction]:
    """Return every weight at which the order of two heights may change, one between each two, one beyond each end."""
    lines = (one, other, Height(ZERO), Height(ONE))
    places = {
        crossing
        for index, a in enumerate(lines)
        for b in lines[index + 1 :]
        if a.share != b.share and (crossing := (b.points - a.points) / (a.share - b.share)) > 0
    }
    if not places:
        return [ONE]
    ordered = sorted(places)
    between = [(low + high) / 2 for low, high in pairwise(ordered)]
    return [ordered[0] / 2, *ordered, *between, ordered[-1] * 2]


def height_at(curve: ScoreCurve, x: Fraction) -> Height | None:
    """Return the height at x; ``None`` where a person states it."""
    piece = curve.pieces[curve.index_at(x.numerator, x.denominator)]
    if piece.judged:
        return None
    return piece.at(x)


def best(curve: ScoreCurve, domain: Interval) -> Height:
    """Return the greatest height that some value of the domain attains or comes near to; full where it is judged."""
    heights = [FULL if part.piece.judged else corner.height for part in parts(curve, domain) for corner in ends(part)]
    top = heights[0]
    for height in heights[1:]:
        if exceeds(height, top) is not None and exceeds(top, height) is None:
            top = height
    return top


def reaches_full(curve: ScoreCurve, domain: Interval) -> bool:
    """Whether some value of the domain earns the whole weight, or comes so near that it is rounded to it."""
    heights = (corner.height for part in parts(curve, domain) for corner in ends(part))
    return FULL in heights or any(part.piece.judged for part in parts(curve, domain))


def within_weight(corners: list[Corner], *, stepped: bool) -> bool:
    """Whether all heights lie in [0, weight] before clamping; steps may go below, down to gone."""
    return all(height.share <= 1 and height.points <= 0 and (stepped or height.share >= 0) for _, _, height in corners)


def between(domain: Interval) -> list[Fraction]:
    """Return a few simple values of a domain: its ends where they belong to it, its middle, and some near open ends."""
    xs = _candidates(domain.low, domain.high)
    if domain.step is not None:
        xs += [x // domain.step * domain.step for x in xs]
    return sorted({x for x in xs if domain.contains(x)})


def _candidates(low: Fraction | None, high: Fraction | None) -> list[Fraction]:
    """Return both ends and places near them; from an end, or from zero, on where there is no other."""
    if low is not None and high is not None:
        run = high - low
        return [low, high, *(x for size in NEARER for x in (low + run / size, high - run / size))]
    start = next((end for end in (low, high) if end is not None), ZERO)
    away = (1, 2, 10) if high is None else (-1, -2, -10)
    return [start, *(start + far for far in away), *(start + Fraction(far, 100) for far in away)]
