"""The curve itself: straight pieces that tile the line, and what can be asked of them. Nothing is rounded here."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from math import lcm
from typing import Literal

from jixiao.curve.intervals import Interval
from jixiao.curve.levels import Height, parse_height
from jixiao.exact import ONE, ZERO

Sense = Literal["level", "rising", "falling", "mixed"]


@dataclass(frozen=True)
class Piece:
    """One straight piece over an interval of the line.

    At x it is worth ``weight × (a + b·x) + (c + e·x)``. ``key`` is what the author wrote for it;
    ``judged`` pieces have no height of their own: the row's stated share is taken.
    """

    interval: Interval
    a: Fraction
    b: Fraction = ZERO
    c: Fraction = ZERO
    e: Fraction = ZERO
    key: str = ""
    judged: bool = False

    @property
    def low(self) -> Fraction | None:
        """Return the place of the lower end; ``None`` is infinite."""
        return self.interval.low

    @property
    def high(self) -> Fraction | None:
        """Return the place of the upper end; ``None`` is infinite."""
        return self.interval.high

    @cached_property
    def scaled(self) -> tuple[int, int, int, int, int]:
        """a, b, c, e as integers over their common denominator, which comes last."""
        common = lcm(self.a.denominator, self.b.denominator, self.c.denominator, self.e.denominator)
        a, b, c, e = (int(part * common) for part in (self.a, self.b, self.c, self.e))
        return a, b, c, e, common

    @property
    def sloped(self) -> bool:
        """Whether the height changes along the piece."""
        return bool(self.b or self.e)

    def at(self, x: Fraction) -> Height:
        """Return the height at x, whether or not x lies on the piece."""
        return Height(self.a + self.b * x, self.c + self.e * x)


def level(interval: Interval, height: str) -> Piece:
    """Return a level piece of the height that ``height`` says ("judged" has none)."""
    if height == "judged":
        return Piece(interval, ONE, judged=True)
    share, points = parse_height(height)
    return Piece(interval, share, c=points)


def sloping(low: Fraction, high: Fraction, interval: Interval, ends: tuple[Height, Height]) -> Piece:
    """Return a straight piece over an interval from ``low`` to ``high``, between two heights at its ends."""
    start, end = ends
    run = high - low
    b, e = (end.share - start.share) / run, (end.points - start.points) / run
    return Piece(interval, start.share - b * low, b, start.points - e * low, e)


@dataclass(frozen=True)
class ScoreCurve:
    """Pieces that tile the whole line, from −∞ to +∞, without gap or overlap.

    >>> from jixiao.curve import line
    >>> floor_60 = line({"60%": "0 | 60%", "100%": "full"})
    >>> [str(floor_60.points(Fraction(10), Fraction(r))) for r in ("0.59", "0.6", "0.95", "1.2")]
    ['0', '6', '19/2', '10']
    """

    pieces: tuple[Piece, ...]

    def index_at(self, n: int, d: int) -> int:
        """Return which piece holds at n/d (d ≥ 0; d = 0 with n > 0 is +∞ and takes the last)."""
        uppers = self.uppers
        if d:
            for index, (p, q, closed) in enumerate(uppers):
                x, end = n * q, p * d
                if x < end or (closed and x == end):
                    return index
        return len(uppers)

    @cached_property
    def uppers(self) -> tuple[tuple[int, int, bool], ...]:
        """Return the upper ends of all pieces but the last, which has none: p, q of the place p/q, and if closed."""
        ends = ((piece.high, piece.interval.high_closed) for piece in self.pieces)
        return tuple((high.numerator, high.denominator, closed) for high, closed in ends if high is not None)

    def points(self, weight: Fraction, x: Fraction) -> Fraction:
        """Return the points at x for a weight, before capping and rounding."""
        piece = self.pieces[self.index_at(x.numerator, x.denominator)]
        height = piece.at(x)
        return weight * height.share + height.points

    @property
    def judged(self) -> bool:
        """Whether some piece takes the share that a person states."""
        return any(piece.judged for piece in self.pieces)

    def ends(self) -> list[Height]:
        """Return the heights at both ends of every piece that has a height, from left to right.

        Of a piece that slopes without end, such as steps, the height one step on stands for the far end.
        """
        heights = []
        for piece in self.pieces:
            if not piece.judged:
                heights += [piece.at(x) for x in _ends_of(piece)] or [piece.at(ZERO)]
        return heights

    def sense(self) -> Sense:
        """Return whether the curve rises, falls, is level, or does both, decided exactly from its ends.

        Heights of a share and of points are compared part by part, so the answer holds at every weight.
        """
        steps = [(b.share - a.share, b.points - a.points) for a, b in pairwise(self.ends())]
        rises = any(part > 0 for step in steps for part in step)
        falls = any(part < 0 for step in steps for part in step)
        return _SENSES[rises, falls]


#: The sense of a curve by whether it rises and falls somewhere.
_SENSES: dict[tuple[bool, bool], Sense] = {
    (False, False): "level",
    (True, False): "rising",
    (False, True): "falling",
    (True, True): "mixed",
}


def _ends_of(piece: Piece) -> list[Fraction]:
    """Return the ends of a piece that are not infinite; one step on for the far end of an endless slope."""
    far = piece.high
    if far is None and piece.low is not None and piece.sloped:
        far = piece.low + 1
    return [x for x in (piece.low, far) if x is not None]
