"""Three ways to write a curve: the corners of a line, bands of one family, steps that each lose something."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from jixiao.curve.levels import CurveError, Height, parse_height, parse_loss, parse_ratio
from jixiao.curve.pieces import Piece, ScoreCurve, level, sloping
from jixiao.exact import ONE, ZERO
from jixiao.findings import Codes


def _corner(text: str) -> tuple[Height, Height]:
    below, bar, here = (part.strip() for part in text.partition("|"))
    return parse_height(below), parse_height(here if bar else below)


def _edge(text: str) -> Fraction:
    value = parse_ratio(text.strip())
    if value is None:
        raise CurveError(Codes.INVALID_BAND_EDGE, text=text)
    return value


def _distinct(edges: Iterable[object], key: str) -> None:
    edges = list(edges)
    if len(set(edges)) != len(edges):
        raise CurveError(Codes.DUPLICATE_POSITION, text=key)


def line(corners: Mapping[str, str]) -> ScoreCurve:
    """A polyline through its corners, level outside them; "0 | 60%" is a jump: just below | from here on.

    Raises:
        CurveError: a corner cannot be read, or two stand at one place.
    """
    points = sorted((_edge(x), *_corner(height)) for x, height in corners.items())
    if not points:
        raise CurveError(Codes.EMPTY_CURVE, text="line")
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
            raise CurveError(Codes.UNBOUNDED_SLOPE, text=self.key)
        else:
            made = sloping(low, holds, high, high_holds, (parse_height(start), parse_height(end)))
        return replace(made, key=self.key)


def _band(key: str, height: str) -> _Band:
    if key == "met":
        return _Band("≥", ONE, None, True, key, height)
    if ".." in key:
        low, high = (_edge(part) for part in key.split("..", 1))
        if low > high:
            raise CurveError(Codes.INVALID_BAND_EDGE, text=key)
        return _Band("..", low, high, True, key, height)
    if key[:1] not in "≥>≤<" or not key:
        raise CurveError(Codes.INVALID_BAND_EDGE, text=key)
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
        raise CurveError(Codes.BANDS_WITHOUT_OTHERWISE)
    found = [_band(key, height) for key, height in table.items() if key != "otherwise"]
    rest = _Band("", None, None, True, "otherwise", table["otherwise"])
    families = {band.family for band in found}
    if len(families) > 1:
        raise CurveError(Codes.MIXED_BANDS, text="、".join(band.key for band in found))
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
            raise CurveError(Codes.RANGES_NOT_NESTED, text=band.key)
        pieces = [band.piece(band.low, band is not rest, low, False), *pieces]
        pieces.append(band.piece(high, False, band.high, band is not rest))
    return pieces


def _one_kind_of_loss(pieces: list[Piece]) -> None:
    shares = any(not piece.judged and (piece.b or piece.a not in (ZERO, ONE)) for piece in pieces)
    if shares and any(piece.c or piece.e for piece in pieces):
        raise CurveError(Codes.SHARES_AND_POINTS_MIXED)


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
        raise CurveError(Codes.SHARES_AND_POINTS_MIXED)
    stop = limit.points / each.points if each.points else limit.share / each.share
    floor = Piece(stop, False, None, False, ONE - limit.share, c=-limit.points, key="most")
    return ScoreCurve((none, replace(slope, high=stop, high_holds=True), floor))
