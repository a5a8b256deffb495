"""What a rule says, read from its own text the plain way: band by band, corner by corner, step by step.

It shares no code with the curves that score, but the reading of one number, so that each can be held against the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import pairwise

from jixiao.curve import parse_height, parse_loss, parse_ratio
from jixiao.exact import ONE, ZERO
from jixiao.model.rules import Curved, Steps

HALF = Fraction(1, 2)


def points_at(rule: Curved, x: Fraction, weight: Fraction) -> Fraction | None:
    """The points, between 0 and the weight, that a rule's text gives for a measured x; ``None`` where a judge decides.

    >>> import jixiao
    >>> rule = jixiao.load_spec("cn.mof-2021-101").rule("satisfaction")
    >>> [str(points_at(rule, Fraction(x), Fraction(10))) for x in ("0.9", "0.89", "0.6", "0.59")]
    ['10', '8', '5', '0']
    """
    if rule.count is not None:
        each = parse_ratio(rule.count.each) or ONE
        x = (x / each + HALF) // 1 * each
    if rule.steps is not None:
        found: Fraction | None = _after_steps(rule.steps, x, weight)
    elif rule.line is not None:
        found = _on_line(rule.line, x, weight)
    else:
        found = _in_band(rule.bands or {}, x, weight)
    return None if found is None else max(ZERO, min(found, weight))


def _worth(text: str, weight: Fraction) -> Fraction:
    share, points = parse_height(text.strip())
    return share * weight + points


def _number(text: str) -> Fraction:
    value = parse_ratio(text.strip())
    assert value is not None, text  # noqa: S101  # the loader read it before
    return value


def _after_steps(steps: Steps, x: Fraction, weight: Fraction) -> Fraction:
    """Full, less the same for each step begun or completed, at most so much."""
    size, _, side = steps.each.partition(" ")
    gone = (steps.start - x if side == "lower" else x - steps.start) / _number(size)
    count = max(ZERO, Fraction(-(-gone // 1) if steps.begun else gone // 1))
    lost = count * _loss(steps.lose, weight)
    return weight - (lost if steps.most is None else min(lost, _loss(steps.most, weight)))


def _loss(text: str, weight: Fraction) -> Fraction:
    share, points = parse_loss(text)
    return share * weight + points


def _on_line(corners: Mapping[str, str], x: Fraction, weight: Fraction) -> Fraction:
    """At a corner what stands there; between two, in proportion; level outside the first and the last."""
    stated = sorted((_number(at), *_sides(height, weight)) for at, height in corners.items())
    first, last = stated[0], stated[-1]
    if x < first[0]:
        return first[1]
    for (low, _, start), (high, end, _) in pairwise(stated):
        if low <= x < high:
            return start + (end - start) * (x - low) / (high - low)
    return last[2]


def _sides(height: str, weight: Fraction) -> tuple[Fraction, Fraction]:
    """What a corner is worth just below it, and from it on."""
    below, bar, here = height.partition("|")
    return _worth(below, weight), _worth(here if bar else below, weight)


def _in_band(table: Mapping[str, str], x: Fraction, weight: Fraction) -> Fraction | None:
    """The tightest band that x fits; "a → b" is a line across it."""
    fitting = sorted((tightness, key) for key in table if (tightness := _fits(key, x)) is not None)
    height = table[fitting[0][1]] if fitting else table["otherwise"]
    if height == "judged":
        return None
    start, arrow, end = height.partition("→")
    if not arrow:
        return _worth(height, weight)
    edges = sorted({edge for key in table for edge in _edges(key)})
    low = max(edge for edge in edges if edge <= x)
    high = min(edge for edge in edges if edge > x or (edge == x and fitting[0][1][0] in "≤<"))
    low = max(edge for edge in edges if edge < high) if low == high else low
    return _worth(start, weight) + (_worth(end, weight) - _worth(start, weight)) * (x - low) / (high - low)


def _edges(key: str) -> Iterator[Fraction]:
    if key not in ("otherwise", "met"):
        yield from (_number(part.lstrip("≥>≤<")) for part in key.split(".."))


def _fits(key: str, x: Fraction) -> tuple[Fraction, bool] | None:
    """How tight a band is, the smaller the tighter, where x lies in it."""
    if key in ("otherwise", "met"):
        return (ZERO, False) if key == "met" and x >= 1 else None
    edges = list(_edges(key))
    if len(edges) > 1:
        return (edges[1] - edges[0], False) if edges[0] <= x <= edges[1] else None
    edge, sign = edges[0], key[0]
    holds = {"≥": x >= edge, ">": x > edge, "≤": x <= edge, "<": x < edge}[sign]
    return ((-edge if sign in "≥>" else edge), sign in "≥≤") if holds else None


__all__ = ["points_at"]
