"""The reference evaluator: what a rule says, read from its own text, band by band, corner by corner, step by step.

A deliberate second reading of the rules. It shares no code with the curves that score, but the reading of one number,
so that each can be held against the other.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import pairwise

from jixiao.curve import parse_height, parse_loss, parse_ratio
from jixiao.exact import ONE, ZERO
from jixiao.model.rules import Curved, Steps

HALF = Fraction(1, 2)
_HOLDS = {"≥": operator.ge, ">": operator.gt, "≤": operator.le, "<": operator.lt}


def points_at(rule: Curved, x: Fraction, weight: Fraction) -> Fraction | None:
    """Return the points, from 0 to the weight, that a rule's text gives for a measured x; ``None``: a judge decides.

    >>> import jixiao
    >>> rule = jixiao.load_spec("cn.mof-2021-101").rule("satisfaction")
    >>> [str(points_at(rule, Fraction(x), Fraction(10))) for x in ("0.9", "0.89", "0.6", "0.59")]
    ['10', '8', '5', '0']
    """
    if rule.count is not None:
        each = parse_ratio(rule.count.each) or ONE
        x = (x / each + HALF) // 1 * each
    points = _points(rule, x, weight)
    if points is None:
        return None
    return max(ZERO, min(points, weight))


def _points(rule: Curved, x: Fraction, weight: Fraction) -> Fraction | None:
    if rule.steps is not None:
        return _after_steps(rule.steps, x, weight)
    if rule.line is not None:
        return _on_line(rule.line, x, weight)
    return _in_band(rule.bands or {}, x, weight)


def _worth(text: str, weight: Fraction) -> Fraction:
    share, points = parse_height(text.strip())
    return share * weight + points


def _number(text: str) -> Fraction:
    value = parse_ratio(text.strip())
    assert value is not None, text  # noqa: S101  # the loader read it before
    return value


def _after_steps(steps: Steps, x: Fraction, weight: Fraction) -> Fraction:
    """Return the weight, less the same for each step begun or completed, at most so much."""
    size, _, side = steps.each.partition(" ")
    distance = x - steps.start
    if side == "lower":
        distance = -distance
    count = max(0, (math.ceil if steps.begun else math.floor)(distance / _number(size)))
    lost = count * _loss(steps.lose, weight)
    if steps.most is not None:
        lost = min(lost, _loss(steps.most, weight))
    return weight - lost


def _loss(text: str, weight: Fraction) -> Fraction:
    share, points = parse_loss(text)
    return share * weight + points


def _on_line(corners: Mapping[str, str], x: Fraction, weight: Fraction) -> Fraction:
    """Return what stands at a corner; between two, in proportion; level outside the first and the last."""
    stated = sorted((_number(at), *_sides(height, weight)) for at, height in corners.items())
    first, last = stated[0], stated[-1]
    if x < first[0]:
        return first[1]
    for (low, _, start), (high, end, _) in pairwise(stated):
        if low <= x < high:
            return _in_proportion(x, (low, high), start, end)
    return last[2]


def _in_proportion(x: Fraction, ends: tuple[Fraction, Fraction], start: Fraction, end: Fraction) -> Fraction:
    low, high = ends
    return start + (end - start) * (x - low) / (high - low)


def _sides(height: str, weight: Fraction) -> tuple[Fraction, Fraction]:
    """Return what a corner is worth just below it, and from it on."""
    below, _, here = height.partition("|")
    return _worth(below, weight), _worth(here or below, weight)


def _in_band(table: Mapping[str, str], x: Fraction, weight: Fraction) -> Fraction | None:
    """Return what the tightest band that x fits is worth; "a → b" is a line across it."""
    band = _band(table, x)
    if table[band] == "judged":
        return None
    start, arrow, end = table[band].partition("→")
    if not arrow:
        return _worth(start, weight)
    return _in_proportion(x, _ends(table, band, x), _worth(start, weight), _worth(end, weight))


def _band(table: Mapping[str, str], x: Fraction) -> str:
    fitting = {key: _tightness(key, x) for key in table}
    return min(((tight, key) for key, tight in fitting.items() if tight is not None), default=(None, "otherwise"))[1]


def _ends(table: Mapping[str, str], band: str, x: Fraction) -> tuple[Fraction, Fraction]:
    """Return the edges of a table beside x; at an edge that a band holds from below, those below it."""
    edges = {edge for key in table for edge in _edges(key)}
    below, above = {edge for edge in edges if edge < x}, {edge for edge in edges if edge > x}
    if x in edges and band[0] in "≤<":
        return max(below), x
    return max(below | edges & {x}), min(above)


def _edges(key: str) -> Iterator[Fraction]:
    if key not in ("otherwise", "met"):
        yield from (_number(part.lstrip("≥>≤<")) for part in key.split(".."))


def _tightness(key: str, x: Fraction) -> tuple[Fraction, bool] | None:
    """Return how tight a band is, the smaller the tighter; ``None`` where x does not lie in it."""
    if key == "met" and x >= 1:
        return ZERO, False
    edges = list(_edges(key))
    if len(edges) > 1 and edges[0] <= x <= edges[1]:
        return edges[1] - edges[0], False
    if len(edges) != 1 or not _HOLDS[key[0]](x, edges[0]):
        return None
    edge = -edges[0] if key[0] in "≥>" else edges[0]
    return edge, key[0] in "≥≤"


__all__ = ["points_at"]
