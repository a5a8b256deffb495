"""Piecewise-linear score curves and grade scales, evaluated exactly.

A curve turns a measured ratio or count into points: ``share × weight + points``, a straight line on each
piece, with the side that holds at a jump stated by the way the band is written ("≥90%" holds at 90 %).
Nothing is rounded here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from math import lcm
from typing import Literal, NamedTuple

from jixiao.exact import ONE, ZERO, parse_number, round_half_up

Sense = Literal["level", "rising", "falling", "mixed"]


class CurveError(ValueError):
    """A curve that cannot be: ``code`` names the finding, ``args`` fill it."""

    def __init__(self, code: str, **args: object) -> None:
        super().__init__(code)
        self.code = code
        self.arguments = args


class Height(NamedTuple):
    """A height of a curve: ``share`` of the weight (dimensionless) plus ``points`` (points, ≤ 0)."""

    share: Fraction
    points: Fraction = ZERO


FULL = Height(ONE)
NOTHING = Height(ZERO)


def parse_ratio(text: str) -> Fraction | None:
    """A ratio as rule authors write it: "90%", "8/10", "0.8", "-10%"; ``None`` where it is none.

    >>> parse_ratio("90%"), parse_ratio("7/10"), parse_ratio("90 %x")
    (Fraction(9, 10), Fraction(7, 10), None)
    """
    if text.endswith("%"):
        value = parse_number(text[:-1])
        return None if value is None else value / 100
    upper, slash, lower = text.partition("/")
    top = parse_number(upper)
    if top is None or not slash:
        return top
    bottom = parse_number(lower)
    return top / bottom if bottom else None


def parse_loss(text: str) -> Height:
    """What is lost: "1分" in points, "60%" or "3/10" as a share of the weight. A positive height.

    Raises:
        CurveError: the text is neither.
    """
    if text.endswith("分"):
        points = parse_number(text[:-1])
        if points is not None and points > 0:
            return Height(ZERO, points)
    else:
        share = parse_ratio(text)
        if share is not None and 0 < share <= 1 and re.search("[%/]", text):
            return Height(share)
    raise CurveError("JX526", text=text)


def parse_height(text: str) -> Height:
    """A height: ``full``, ``0``, a share ("80%", "8/10") or a loss in points ("-1分").

    Earned points ("8分") and bare numbers are refused: at another weight they would mean something else.

    Raises:
        CurveError: the text is none of these, or the share is above 1.
    """
    if text == "full":
        return FULL
    if text == "0":
        return NOTHING
    if text.endswith("分") and text.startswith("-"):
        return Height(ONE, -parse_loss(text[1:]).points)
    share = parse_ratio(text)
    if share is None or not re.search("[%/]", text):
        raise CurveError("JX521", text=text)
    if not 0 <= share <= 1:
        raise CurveError("JX522", text=text)
    return Height(share)


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
        return Piece(low, holds, high, high_holds, ONE, key=height, judged=True)
    share, points = parse_height(height)
    return Piece(low, holds, high, high_holds, share, c=points, key=height)


def sloping(low: Fraction, holds: bool, high: Fraction, high_holds: bool, ends: tuple[Height, Height]) -> Piece:
    """A straight piece between two heights at its two ends."""
    start, end = ends
    run = high - low
    b, e = (end.share - start.share) / run, (end.points - start.points) / run
    return Piece(low, holds, high, high_holds, start.share - b * low, b, start.points - e * low, e)


@dataclass(frozen=True)
class ScoreCurve:
    """Pieces that tile the whole line, from −∞ to +∞, without gap or overlap.

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

    def leaves_bounds(self) -> bool:
        """Whether a share lies outside 0…1 somewhere before clamping."""
        return any(not 0 <= height.share <= 1 for height in self.ends())


def _corner(text: str) -> tuple[Height, Height]:
    below, bar, here = (part.strip() for part in text.partition("|"))
    return parse_height(below), parse_height(here if bar else below)


def _edge(text: str) -> Fraction:
    value = parse_ratio(text.strip())
    if value is None:
        raise CurveError("JX523", text=text)
    return value


def _distinct(edges: Iterable[object], key: str) -> None:
    edges = list(edges)
    if len(set(edges)) != len(edges):
        raise CurveError("JX524", text=key)


def line(corners: Mapping[str, str]) -> ScoreCurve:
    """A polyline through its corners, level outside them; "0 | 60%" is a jump: just below | from here on.

    Raises:
        CurveError: a corner cannot be read, or two stand at one place.
    """
    points = sorted((_edge(x), *_corner(height)) for x, height in corners.items())
    if not points:
        raise CurveError("JX525", text="line")
    _distinct((x for x, _, _ in points), "line")
    first, last = points[0], points[-1]
    pieces = [Piece(None, False, first[0], False, first[1].share, c=first[1].points)]
    for (low, _, start), (high, end, _) in pairwise(points):
        pieces.append(sloping(low, True, high, False, (start, end)))
    pieces.append(Piece(last[0], True, None, False, last[2].share, c=last[2].points))
    _one_kind_of_loss(pieces)
    return ScoreCurve(tuple(pieces))


class _Band(NamedTuple):
    family: str
    low: Fraction | None
    high: Fraction | None
    holds: bool
    key: str
    height: str

    def piece(self, low: Fraction | None, holds: bool, high: Fraction | None, high_holds: bool) -> Piece:
        start, arrow, end = (part.strip() for part in self.height.partition("→"))
        if not arrow:
            made = level(low, holds, high, high_holds, start)
        elif low is None or high is None:
            raise CurveError("JX527", text=self.key)
        else:
            made = sloping(low, holds, high, high_holds, (parse_height(start), parse_height(end)))
        return replace(made, key=self.key)


def _band(key: str, height: str) -> _Band:
    if key == "met":
        return _Band("≥", ONE, None, True, key, height)
    if ".." in key:
        low, high = (_edge(part) for part in key.split("..", 1))
        if low > high:
            raise CurveError("JX523", text=key)
        return _Band("..", low, high, True, key, height)
    if key[:1] not in "≥>≤<" or not key:
        raise CurveError("JX523", text=key)
    edge, rising = _edge(key[1:]), key[0] in "≥>"
    return _Band(
        "≥" if rising else "≤", edge if rising else None, None if rising else edge, key[0] in "≥≤", key, height
    )


def bands(table: Mapping[str, str]) -> ScoreCurve:
    """Bands of one family (all ≥/>, all ≤/<, or nested a..b) with ``otherwise``; the tightest that fits wins.

    The order of the keys has no meaning.

    Raises:
        CurveError: families are mixed, ranges overlap without nesting, ``otherwise`` is missing, …
    """
    if "otherwise" not in table:
        raise CurveError("JX528")
    found = [_band(key, height) for key, height in table.items() if key != "otherwise"]
    rest = _Band("", None, None, True, "otherwise", table["otherwise"])
    families = {band.family for band in found}
    if len(families) > 1:
        raise CurveError("JX529", text="、".join(band.key for band in found))
    _distinct(((band.low, band.high, band.holds) for band in found), "bands")
    build = {"≥": _rising, "≤": _falling, "..": _nested}
    pieces = build[families.pop()](found, rest) if found else [rest.piece(None, False, None, False)]
    _one_kind_of_loss(pieces)
    return ScoreCurve(tuple(pieces))


def _rising(found: list[_Band], rest: _Band) -> list[Piece]:
    ordered = sorted(found, key=lambda band: (band.low or ZERO, not band.holds))
    pieces, low, holds, current = [], None, False, rest
    for band in ordered:
        pieces.append(current.piece(low, holds, band.low, not band.holds))
        low, holds, current = band.low, band.holds, band
    return [*pieces, current.piece(low, holds, None, False)]


def _falling(found: list[_Band], rest: _Band) -> list[Piece]:
    ordered = sorted(found, key=lambda band: (band.high or ZERO, band.holds))
    pieces, low, holds = [], None, False
    for band in ordered:
        pieces.append(band.piece(low, holds, band.high, band.holds))
        low, holds = band.high, not band.holds
    return [*pieces, rest.piece(low, holds, None, False)]


def _nested(found: list[_Band], rest: _Band) -> list[Piece]:
    inner, *outer = sorted(found, key=lambda band: (band.high or ZERO) - (band.low or ZERO))
    pieces = [inner.piece(inner.low, True, inner.high, True)]
    for band in [*outer, rest]:
        low, high = pieces[0].low, pieces[-1].high
        if band is not rest and not (band.low < low and high < band.high):  # type: ignore[operator]
            raise CurveError("JX530", text=band.key)
        pieces = [band.piece(band.low, band is not rest, low, False), *pieces]
        pieces.append(band.piece(high, False, band.high, band is not rest))
    return pieces


def _one_kind_of_loss(pieces: list[Piece]) -> None:
    shares = any(not piece.judged and (piece.b or piece.a not in (ZERO, ONE)) for piece in pieces)
    if shares and any(piece.c or piece.e for piece in pieces):
        raise CurveError("JX531")


@dataclass(frozen=True)
class Count:
    """The stage between measure and curve: steps of ``each`` from ``start``, or rounding to ``each``.

    ``how``: ``begun`` steps count when started, ``whole`` ones when complete, ``nearest`` rounds the value.
    ``lower``: steps are counted downward from ``start``.
    """

    each: Fraction
    how: Literal["begun", "whole", "nearest"]
    start: Fraction = ZERO
    lower: bool = False

    def of(self, n: int, d: int) -> tuple[int, int]:
        """The count (or the rounded value) of n/d, again as a pair."""
        p, q = self.each.numerator, self.each.denominator
        if d == 0:
            return (0, 1) if self.lower else (1, 0)
        if self.how == "nearest":
            return round_half_up(n * q, d * p) * p, q
        gap = n * self.start.denominator - self.start.numerator * d
        top, bottom = (-gap if self.lower else gap) * q, d * self.start.denominator * p
        steps = -(-top // bottom) if self.how == "begun" else top // bottom
        return max(0, steps), 1


def stepwise(lose: str, most: str | None = None) -> ScoreCurve:
    """The curve over counted steps: full at none, ``lose`` less for each, until gone or until ``most``.

    Raises:
        CurveError: a loss cannot be read, or one is a share and the other points.
    """
    each = parse_loss(lose)
    slope = Piece(ZERO, False, None, False, ONE, -each.share, ZERO, -each.points, key="steps")
    none = Piece(None, False, ZERO, True, ONE, key="steps")
    if most is None:
        return ScoreCurve((none, slope))
    limit = parse_loss(most)
    if bool(limit.points) != bool(each.points):
        raise CurveError("JX531")
    stop = limit.points / each.points if each.points else limit.share / each.share
    floor = Piece(stop, False, None, False, ONE - limit.share, c=-limit.points, key="most")
    return ScoreCurve((none, replace(slope, high=stop, high_holds=True), floor))


@dataclass(frozen=True)
class GradeScale:
    """Grades by their lower edges, highest first; half open, so every total has exactly one.

    >>> scale = GradeScale((("优", Fraction(90)), ("良", Fraction(80)), ("差", Fraction(0))))
    >>> scale(Fraction(90)), scale(Fraction(8999, 100)), scale(Fraction(0))
    ('优', '良', '差')
    """

    edges: tuple[tuple[str, Fraction], ...] = field(default=())

    def __call__(self, total: Fraction) -> str:
        """The grade of a total (points out of the spec's full marks)."""
        for name, edge in self.edges:
            if total >= edge:
                return name
        return self.edges[-1][0]
