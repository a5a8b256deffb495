"""Heights as rule authors write them: full, a share of the weight, a loss in points. And ratios and losses."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

from jixiao.exact import ONE, ZERO, parse_number
from jixiao.findings import Codes
from jixiao.quantity import Number, parse, uniform


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
    """Return the ratio written as "90%", "９０％", "百分之九十", "8/10", "0.8" or "-10%"; ``None`` where it is none.

    >>> parse_ratio("90%"), parse_ratio("７／１０"), parse_ratio("九成"), parse_ratio("90 %x")
    (Fraction(9, 10), Fraction(7, 10), Fraction(9, 10), None)
    """
    typed = uniform(text)
    upper, slash, lower = typed.partition("/")
    if not slash:
        return _share(typed)
    top, bottom = parse_number(upper), parse_number(lower)
    return top / bottom if top is not None and bottom else None


def _share(text: str) -> Fraction | None:
    """Return a bare number, or one with a unit of shares, and no sign of comparison."""
    number = parse(text)
    if not isinstance(number, Number) or number.sign is not None or number.scaled:
        return None
    return number.value if number.unit.dimension in ("", "%") else None


def parse_loss(text: str) -> Height:
    """Return what is lost: "1分" in points, "60%" or "3/10" as a share of the weight. A positive height.

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
    raise CurveError(Codes.INVALID_LOSS, text=text)


def parse_height(text: str) -> Height:
    """Return a height: ``full``, ``0``, a share ("80%", "8/10") or a loss in points ("-1分").

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
        raise CurveError(Codes.INVALID_SCORE_LEVEL, text=text)
    if not 0 <= share <= 1:
        raise CurveError(Codes.INVALID_SHARE, text=text)
    return Height(share)
