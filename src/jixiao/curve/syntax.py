"""Three ways to write a curve: the corners of a line, bands of one family, steps that each lose something."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from jixiao.curve.intervals import ALL_NUMBERS, Interval
from jixiao.curve.levels import CurveError, Height, parse_height, parse_loss, parse_ratio
from jixiao.curve.pieces import Piece, ScoreCurve, level, sloping
from jixiao.exact import ONE, ZERO
from jixiao.findings import Codes


def _corner(text: str) -> tuple[Height, Height]:
    """Return the heights just below a corner and from it on."""
    below, bar, here = (part.strip() for part in text.partition("|"))
    return parse_height(below), parse_height(here if bar else below)


def _edge(text: str) -> Fraction:
    """Return a place on the line of measured values."""
    value = parse_ratio(text.strip())
    if value is None:
        raise CurveError(Codes.INVALID_BAND_EDGE, text=text)
    return value


def _distinct(edges: Iterable[object], key: str) -> None:
    """Refuse a curve that states one place twice."""
    edges = list(edges)
    if len(set(edges)) != len(edges):
        raise CurveError(Codes.DUPLICATE_POSITION, text=key)


def line(corners: Mapping[str, str]) -> ScoreCurve:
    """Return the polyline through its corners, level outside them; "0 | 60%" is a jump: just below | from here on.

    Raises:
        CurveError: a corner cannot be read, or two stand at one place.
    """
    points = sorted((_edge(x), *_corner(height)) for x, height in corners.items())
    if not points:
        raise CurveError(Codes.EMPTY_CURVE, text="line")
    _distinct((x for x, _, _ in points), "line")
    first, last = points[0], points[-1]
    pieces = [Piece(Interval.below(first[0]), first[1].share, c=first[1].points)]
    for (low, _, start), (high, end, _) in pairwise(points):
        pieces.append(sloping(low, high, Interval(low, True, high, False), (start, end)))
    pieces.append(Piece(Interval.at_least(last[0]), last[2].share, c=last[2].points))
    _refuse_mixed_losses(pieces)
    return ScoreCurve(tuple(pieces))


class _Band(NamedTuple):
    """A band as it is written: its family ("≥", "≤" or ".."), its ends and whether they are closed, its height."""

    family: str
    low: Fraction | None
    high: Fraction | None
    closed: bool
    key: str
    height: str

    def piece(self, interval: Interval) -> Piece:
        """Return the piece of the band on the interval that tighter bands leave to it."""
        start, arrow, end = (part.strip() for part in self.height.partition("→"))
        if not arrow:
            return replace(level(interval, start), key=self.key)
        if interval.low is None or interval.high is None:
            raise CurveError(Codes.UNBOUNDED_SLOPE, text=self.key)
        heights = parse_height(start), parse_height(end)
        return replace(sloping(interval.low, interval.high, interval, heights), key=self.key)


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
    edge, closed = _edge(key[1:]), key[0] in "≥≤"
    if key[0] in "≥>":
        return _Band("≥", edge, None, closed, key, height)
    return _Band("≤", None, edge, closed, key, height)


def bands(table: Mapping[str, str]) -> ScoreCurve:
    """Return the curve of bands of one family (all ≥/>, all ≤/<, or nested a..b) with ``otherwise``.

    Where bands overlap the tightest that fits wins. The order of the keys has no meaning.

    Raises:
        CurveError: families are mixed, ranges overlap without nesting, ``otherwise`` is missing, …
    """
    if "otherwise" not in table:
        raise CurveError(Codes.BANDS_WITHOUT_OTHERWISE)
    listed = [_band(key, height) for key, height in table.items() if key != "otherwise"]
    otherwise = _Band("", None, None, True, "otherwise", table["otherwise"])
    families = {band.family for band in listed}
    if len(families) > 1:
        raise CurveError(Codes.MIXED_BANDS, text="、".join(band.key for band in listed))
    _distinct(((band.low, band.high, band.closed) for band in listed), "bands")
    tile = {"≥": _tile_upward, "≤": _tile_downward, "..": _tile_nested}
    pieces = tile[families.pop()](listed, otherwise) if listed else [otherwise.piece(ALL_NUMBERS)]
    _refuse_mixed_losses(pieces)
    return ScoreCurve(tuple(pieces))


def _tile_upward(listed: list[_Band], otherwise: _Band) -> list[Piece]:
    ordered = sorted(listed, key=lambda band: (band.low or ZERO, not band.closed))
    pieces, low, closed, current = [], None, False, otherwise
    for band in ordered:
        pieces.append(current.piece(Interval(low, closed, band.low, not band.closed)))
        low, closed, current = band.low, band.closed, band
    return [*pieces, current.piece(Interval(low, closed))]


def _tile_downward(listed: list[_Band], otherwise: _Band) -> list[Piece]:
    ordered = sorted(listed, key=lambda band: (band.high or ZERO, band.closed))
    pieces, low, closed = [], None, False
    for band in ordered:
        pieces.append(band.piece(Interval(low, closed, band.high, band.closed)))
        low, closed = band.high, not band.closed
    return [*pieces, otherwise.piece(Interval(low, closed))]


def _tile_nested(listed: list[_Band], otherwise: _Band) -> list[Piece]:
    inner, *outer = sorted(listed, key=lambda band: (band.high or ZERO) - (band.low or ZERO))
    pieces = [inner.piece(Interval(inner.low, True, inner.high, True))]
    for band in [*outer, otherwise]:
        low, high = pieces[0].low, pieces[-1].high
        bounded = band is not otherwise
        if bounded and not (band.low < low and high < band.high):  # type: ignore[operator]  # a range has both ends
            raise CurveError(Codes.RANGES_NOT_NESTED, text=band.key)
        pieces = [band.piece(Interval(band.low, bounded, low, False)), *pieces]
        pieces.append(band.piece(Interval(high, False, band.high, bounded)))
    return pieces


def _refuse_mixed_losses(pieces: list[Piece]) -> None:
    """Refuse a curve that loses shares of the weight on some pieces and points on others."""
    shares = any(not piece.judged and (piece.b or piece.a not in (ZERO, ONE)) for piece in pieces)
    if shares and any(piece.c or piece.e for piece in pieces):
        raise CurveError(Codes.SHARES_AND_POINTS_MIXED)


def stepwise(lose: str, most: str | None = None) -> ScoreCurve:
    """Return the curve over counted steps: full at none, ``lose`` less for each, until gone or until ``most``.

    Raises:
        CurveError: a loss cannot be read, or one is a share and the other points.
    """
    each = parse_loss(lose)
    none = Piece(Interval.at_most(ZERO), ONE, key="steps")
    slope = Piece(Interval.above(ZERO), ONE, -each.share, ZERO, -each.points, key="steps")
    if most is None:
        return ScoreCurve((none, slope))
    limit = parse_loss(most)
    if bool(limit.points) != bool(each.points):
        raise CurveError(Codes.SHARES_AND_POINTS_MIXED)
    last = limit.points / each.points if each.points else limit.share / each.share
    floor = Piece(Interval.above(last), ONE - limit.share, c=-limit.points, key="most")
    return ScoreCurve((none, replace(slope, interval=Interval(ZERO, False, last, True)), floor))
