"""Points as forms state them: a number, with or without 分 behind it, the two or 分 alone in brackets."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

from jixiao.exact import parse_number
from jixiao.quantity.signs import uniform

#: A bare number in brackets is none: accounts write losses so.
_POINTS = re.compile(r"\((?P<bracketed>[^()]*)分 ?\)|(?P<bare>[^()]*?)(?:分| ?\(分\))?")


@lru_cache(maxsize=2**13)
def parse_points(text: str) -> Fraction | None:
    """Return the points that ``text`` states; ``None`` where the whole text is no number of points.

    >>> parse_points("20 分"), parse_points("（12.5分）"), parse_points("20分钟")
    (Fraction(20, 1), Fraction(25, 2), None)
    """
    match = _POINTS.fullmatch(uniform(text))
    if match is None:
        return None
    return parse_number(match["bracketed"] or match["bare"] or "")


__all__ = ["parse_points"]
