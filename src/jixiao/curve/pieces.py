"""The curve itself: straight pieces that tile the line, and what can be asked of them. Nothing is rounded here."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from math import lcm
from typing import Literal

from jixiao.curve.levels import Height, parse_height
from jixiao.exact import ONE, ZERO

Sense = Literal["level", "rising", "falling", "mixed"]


@dataclass(frozen=True)
class Piece:
    """One straight piece: from ``low`` to ``high`` (``None`` is infinite), each end held or not.

    At x it is worth ``weight × (a + b·x) + (c + e·x)``. ``key`` is what the author wrote for it;
    ``judged`` pieces have no height of their own: the row's stated share is taken.
    """

    low: Fraction | None
    low_holds: bool
    high: Fraction | None
    high_holds: bool
    a: Fraction
    b: Fraction = ZERO
    c: Fraction = ZERO
    e: Fraction = ZERO
    key: str = ""
    judged: bool = False

    @cached_property
    def scaled(self) -> tuple[int, int, int, int, int]:
        """a, b, c, e as integers over their common denominator, which comes last."""
        common = lcm(self.a.denominator, self.b.denominator, self.c.denominator, self.e.denominator)
        a, b, c, e = (int(part * common) for part in (self.a, self.b, self.c, self.e))
        return a, b, c, e, common

    @cached_property
    def upper(self) -> tuple[int, int, bool] | None:
        """The upper end as p, q, holds: x = n/d lies below it where n·q < p·d."""
        return None if self.high is None else (self.high.numerator, self.high.denominator, self.high_holds)

    @property
    def sloped(self) -> bool:
        """Whether the height changes along the piece."""
        return bool(self.b or self.e)

    def at(self, x: Fraction) -> Height:
        """The height at x, whether or not x lies on the piece."""
        return Height(self.a + self.b * x, self.c + self.e * x)


def level(low: Fraction | None, holds: bool, high: Fraction | None, high_holds: bool, height: str) -> Piece:
    """A level piece of the height that ``height`` says ("judged" has none)."""
    if height == "judged":
        return Piece(low, holds, high, high_holds, ONE, judged=True)
    share, points = parse_height(height)
    return Piece(low, holds, high, high_holds, share, c=points)


def sloping(low: Fraction, holds: bool, high: Fraction, high_holds: bool, ends: tuple[Height, Height]) -> Piece:
    """A straight piece between two heights at its two ends."""
    start, end = ends
    run = high - low
    b, e = (end.share - start.share) / run, (end.points - start.points) / run
    return Piece(low, holds, high, high_holds, start.share - b * low, b, start.points - e * low, e)


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
        """Which piece holds at n/d (d ≥ 0; d = 0 with n > 0 is +∞ and takes the last)."""
        uppers = self.uppers
        if d:
            for index, (p, q, holds) in enumerate(uppers):
                left, right = n * q, p * d
                if left < right or (holds and left == right):
                    return index
        return len(uppers)

    @cached_property
    def uppers(self) -> tuple[tuple[int, int, bool], ...]:
        """The upper ends of all pieces but the last, which is endless above."""
        return tuple(piece.upper for piece in self.pieces if piece.upper is not None)

    def points(self, weight: Fraction, x: Fraction) -> Fraction:
        """The points at x for a weight, before capping and rounding."""
        piece = self.pieces[self.index_at(x.numerator, x.denominator)]
        height = piece.at(x)
        return weight * height.share + height.points

    @property
    def judged(self) -> bool:
        """Whether some piece takes the share that a person states."""
        return any(piece.judged for piece in self.pieces)

    def ends(self) -> list[Height]:
        """The heights at both ends of every piece that has a height, from left to right.

        Of a piece that slopes without end, such as steps, the height one step on stands for the far end.
        """
        heights = []
        for piece in self.pieces:
            if not piece.judged:
                far = piece.low + 1 if piece.high is None and piece.low is not None and piece.sloped else piece.high
                heights += [piece.at(x) for x in (piece.low, far) if x is not None] or [piece.at(ZERO)]
        return heights

    def sense(self) -> Sense:
        """Whether the curve rises, falls, is level, or does both, decided exactly from its ends.

        Heights of a share and of points are compared part by part, so the answer holds at every weight.
        """
        steps = [(b.share - a.share, b.points - a.points) for a, b in pairwise(self.ends())]
        up = any(part > 0 for step in steps for part in step)
        down = any(part < 0 for step in steps for part in step)
        return "mixed" if up and down else "rising" if up else "falling" if down else "level"
