"""The edges of a curve: values of its measure, before any count, at which another piece begins."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Literal, NamedTuple

from jixiao.curve import ScoreCurve
from jixiao.exact import ONE
from jixiao.measure import measure_of
from jixiao.model.rules import CurveOwner, Remark, Steps
from jixiao.spec_tools.row_kinds import WEIGHT

Side = Literal["below", "above"]
#: The side of an edge that belongs to the other piece, by whether the edge belongs to the piece that begins there.
_OTHER_SIDE: dict[bool, Side] = {True: "below", False: "above"}


class Edge(NamedTuple):
    """A value of the measure where another piece begins, and which side of it belongs to the other piece."""

    x: Fraction
    beside: Side

    def beyond(self, distance: Fraction) -> Fraction:
        """Return the value that lies so far from the edge on the side of the other piece."""
        if self.beside == "below":
            distance = -distance
        return self.x + distance


def edges_of(owner: CurveOwner) -> list[Edge]:
    """Return where a curve turns, in the measure's own values, from left to right.

    >>> import jixiao
    >>> rule = jixiao.load_spec("cn.mof-2021-101").rule("satisfaction")
    >>> [(str(edge.x), edge.beside) for edge in edges_of(rule)]
    [('3/5', 'below'), ('4/5', 'below'), ('9/10', 'below')]
    """
    if isinstance(owner, Remark):
        return _curve_edges(owner)
    if owner.steps is not None:
        return _step_edges(owner.steps, owner.curve)
    if owner.count is None:
        return _curve_edges(owner)
    half = owner.count.count.each / 2  # what is rounded turns half a step before
    return [Edge(edge.beyond(half), "below") for edge in _curve_edges(owner)]


def _curve_edges(owner: CurveOwner) -> list[Edge]:
    if measure_of(owner).is_yes_no:
        return [Edge(ONE, "below")]
    intervals = [piece.interval for piece in owner.curve.pieces]
    return [Edge(one.low, _OTHER_SIDE[one.low_closed]) for one in intervals if one.low is not None]


def _step_edges(steps: Steps, curve: ScoreCurve) -> list[Edge]:
    """Return the edges of the first step, the second, and the last."""
    size = -steps.count.each if steps.count.lower else steps.count.each
    beside = _OTHER_SIDE[steps.begun == steps.count.lower]
    numbers = dict.fromkeys((0, 1, _last_step(curve)))
    return [Edge(steps.start + size * number, beside) for number in numbers if steps.begun or number]


def _last_step(curve: ScoreCurve) -> int:
    """Return the number of the step after which nothing more is lost."""
    slope, stop = curve.pieces[1], curve.pieces[-1].low
    if stop:
        return math.ceil(stop)
    if slope.b:
        return math.ceil(-ONE / slope.b)
    return math.ceil(-Fraction(WEIGHT) / slope.e)


__all__ = ["Edge", "edges_of"]
