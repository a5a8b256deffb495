"""Piecewise linear curves on a domain, compared exactly at the ends of their pieces, for every weight at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from jixiao.curve import FULL, Height, Piece, ScoreCurve
from jixiao.exact import ONE, ZERO
from jixiao.spec_tools.proof.domains import Domain

#: How near simple values come to an end: a half, a tenth … of the way.
NEARER = (2, 10, 100, 1000)


class Part(NamedTuple):
    """What of a piece lies in a domain."""

    piece: Piece
    domain: Domain


class Corner(NamedTuple):
    """An end of a part: where (``None`` at infinity), whether the part reaches it, and the height towards it."""

    x: Fraction | None
    attained: bool
    height: Height


def parts(curve: ScoreCurve, domain: Domain) -> Iterator[Part]:
    """The pieces that some value of the domain falls on, from left to right."""
    for piece in curve.pieces:
        inside = domain.cut((piece.low, piece.low_holds), (piece.high, piece.high_holds))
        if inside is not None:
            yield Part(piece, inside)


def tiles(curve: ScoreCurve) -> bool:
    """Whether the pieces cover the whole line, each value once."""
    first, last = curve.pieces[0], curve.pieces[-1]
    meet = all(a.high == b.low is not None and a.high_holds != b.low_holds for a, b in pairwise(curve.pieces))
    return meet and first.low is None and last.high is None


def ends(part: Part) -> tuple[Corner, Corner]:
    """Both ends of a part. Of a piece that slopes without end, one step on stands for the far end."""
    piece, domain = part
    low, high = domain.low, domain.high
    left = low if low is not None else high - 1 if high is not None else ZERO
    right = high if high is not None else left + 1
    return (
        Corner(low, domain.low_holds, piece.at(left)),
        Corner(high, domain.high_holds, piece.at(right)),
    )


def corners(curve: ScoreCurve, domain: Domain) -> list[Corner]:
    """The ends of all parts that have a height of their own, from left to right."""
    return [corner for part in parts(curve, domain) if not part.piece.judged for corner in ends(part)]


def drop(found: list[Corner], *, rising: bool) -> tuple[Corner, Corner] | None:
    """The first two neighbours that run the wrong way at some weight; ``None`` proves that none do.

    Heights are linear between the ends, and "never higher at any weight" carries over from neighbour to
    neighbour, so neighbours are enough.
    """
    for left, right in pairwise(found):
        lower, higher = (left, right) if rising else (right, left)
        if exceeds(lower.height, higher.height) is not None:
            return left, right
    return None


def one_peak(found: list[Corner]) -> bool:
    """Whether heights rise to some place and fall after it."""
    return any(
        drop(found[: top + 1], rising=True) is None and drop(found[top:], rising=False) is None
        for top in range(len(found))
    )


def level(found: list[Corner]) -> bool:
    """Whether all heights are one."""
    return drop(found, rising=True) is None and drop(found, rising=False) is None


def earned(height: Height, weight: Fraction) -> Fraction:
    """The points of a height at a weight, clamped to [0, weight]."""
    return min(weight, max(ZERO, weight * height.share + height.points))


def exceeds(one: Height, other: Height) -> Fraction | None:
    """A weight (> 0, points) at which ``one`` earns more than ``other``; ``None`` proves that there is none.

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
    """Every weight at which the order of two heights may change, one between each two, and one beyond each end."""
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
    """The height at x; ``None`` where a person states it."""
    piece = curve.pieces[curve.index_at(x.numerator, x.denominator)]
    return None if piece.judged else piece.at(x)


def best(curve: ScoreCurve, domain: Domain) -> Height:
    """The greatest height that some value of the domain attains or comes near to; full where it is judged."""
    found = [FULL if part.piece.judged else corner.height for part in parts(curve, domain) for corner in ends(part)]
    top = found[0]
    for height in found[1:]:
        top = height if exceeds(height, top) is not None and exceeds(top, height) is None else top
    return top


def reaches_full(curve: ScoreCurve, domain: Domain) -> bool:
    """Whether some value of the domain earns the whole weight, or comes so near that it is rounded to it."""
    heights = (corner.height for part in parts(curve, domain) for corner in ends(part))
    return FULL in heights or any(part.piece.judged for part in parts(curve, domain))


def within_weight(found: list[Corner], *, stepped: bool) -> bool:
    """Whether all heights lie in [0, weight] before clamping; steps may go below, down to gone."""
    return all(height.share <= 1 and height.points <= 0 and (stepped or height.share >= 0) for _, _, height in found)


def between(domain: Domain) -> list[Fraction]:
    """A few simple values of a domain: its ends where they belong to it, its middle, and some near open ends."""
    low, high = domain.low, domain.high
    if low is None or high is None:
        start = low if low is not None else high if high is not None else ZERO
        away = (1, 2, 10) if high is None else (-1, -2, -10)
        found = [start, *(start + far for far in away), *(start + Fraction(far, 100) for far in away)]
    else:
        run = high - low
        found = [low, high, *(end for size in NEARER for end in (low + run / size, high - run / size))]
    if domain.step is not None:
        found += [x // domain.step * domain.step for x in found]
    return sorted({x for x in found if domain.holds(x)})
