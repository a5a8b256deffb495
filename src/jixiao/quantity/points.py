"""Points as forms state them: a number, with or without 分 behind it."""

from __future__ import annotations

from fractions import Fraction

from jixiao.exact import parse_number
from jixiao.quantity.spelling import visible

_POINTS = "分"


def parse_points(text: str) -> Fraction | None:
    """Return the points that ``text`` states; ``None`` where the whole text is no number of points.

    >>> parse_points("20 分"), parse_points("12.5"), parse_points("20分钟")
    (Fraction(20, 1), Fraction(25, 2), None)
    """
    return parse_number(visible(text).strip().removesuffix(_POINTS))


__all__ = ["parse_points"]
