"""The stage between measure and curve: steps begun, whole steps, or the nearest multiple; forward and back."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from jixiao.curve.intervals import EMPTY, Interval
from jixiao.exact import ONE, ZERO, round_half_up

_HALF = Fraction(1, 2)


@dataclass(frozen=True)
class Count:
    """Steps of ``each`` from ``start``, or rounding to multiples of ``each``.

    ``how``: ``begun`` steps count when started, ``whole`` ones when complete, ``nearest`` rounds the value.
    ``lower``: steps are counted downward from ``start``.
    """

    each: Fraction
    how: Literal["begun", "whole", "nearest"]
    start: Fraction = ZERO
    lower: bool = False

    def of(self, n: int, d: int) -> tuple[int, int]:
        """Return the count (or the rounded value) of n/d, again as a pair; d = 0 is +∞."""
        p, q = self.each.numerator, self.each.denominator
        if d == 0:
            return (0, 1) if self.lower else (1, 0)
        if self.how == "nearest":
            return round_half_up(n * q, d * p) * p, q
        top, bottom = (n * self.start.denominator - self.start.numerator * d) * q, d * self.start.denominator * p
        if self.lower:
            top = -top
        steps = -(-top // bottom) if self.how == "begun" else top // bottom
        return max(0, steps), 1

    def at(self, x: Fraction) -> Fraction:
        """Return the count (or the rounded value) of x."""
        return Fraction(*self.of(x.numerator, x.denominator))

    @property
    def reverses(self) -> bool:
        """Whether a higher value has a lower count."""
        return self.lower and self.how != "nearest"

    def value_counted_as(self, y: Fraction) -> Fraction:
        """Return a value whose count (or rounded value) is y."""
        if self.how == "nearest":
            return y
        return self.start + self._away(y * self.each)

    def _away(self, distance: Fraction) -> Fraction:
        """Return a distance in the direction in which steps are counted."""
        return -distance if self.lower else distance

    def image(self, values: Interval) -> Interval:
        """Return the counts (or rounded values) of an interval of values."""
        low = _count_beside(self, values.low, Fraction(not values.low_closed))
        high = _count_beside(self, values.high, -Fraction(not values.high_closed))
        if self.how == "nearest":
            return Interval(low, low is not None, high, high is not None, self.each)
        if self.lower:
            low, high = high, low
        return Interval(low or ZERO, True, high, high is not None, ONE)

    def preimage(self, counts: Interval) -> Interval:
        """Return the values that are counted, or rounded, into an interval."""
        if self.how == "nearest":
            return self._rounded_into(counts)
        least, most = counts.least_multiple(ONE), counts.greatest_multiple(ONE)
        if most is not None and most < 0:
            return EMPTY  # steps are never fewer than none
        begun = self.how == "begun"
        low = high = None
        if least is not None and least > 0:
            low = (least - begun) * self.each
        if most is not None:
            high = (most + (not begun)) * self.each
        return Interval(low, not begun, high, begun).image(self._away(ONE), self.start)

    def _rounded_into(self, multiples: Interval) -> Interval:
        """Return half a step around the multiples in an interval; ties are rounded away from zero."""
        least, most = multiples.least_multiple(self.each), multiples.greatest_multiple(self.each)
        low = high = None
        if least is not None:
            low = least - self.each * _HALF
        if most is not None:
            high = most + self.each * _HALF
        return Interval(low, least is not None and least > 0, high, most is not None and most < 0)


def _count_beside(count: Count, x: Fraction | None, side: Fraction) -> Fraction | None:
    """Return the count at x, or just above (1) or below it (−1): it stays the same half way to the next half step."""
    if x is None:
        return None
    half_step = count.each * _HALF
    start = ZERO if count.how == "nearest" else count.start
    past = (x - start) % half_step
    away = {ZERO: ZERO, ONE: half_step - past, -ONE: -(past or half_step)}[side]
    return count.at(x + away * _HALF)


def counted(count: Count | None, x: Fraction) -> Fraction:
    """Return the value that reaches the curve at x: its count, or itself without a counting stage."""
    if count is None:
        return x
    return count.at(x)


def uncounted(count: Count | None, y: Fraction) -> Fraction:
    """Return a measured value that reaches the curve as y."""
    if count is None:
        return y
    return count.value_counted_as(y)


def image(count: Count | None, values: Interval) -> Interval:
    """Return the values that reach the curve: the counts of an interval, or itself without a counting stage."""
    if count is None:
        return values
    return count.image(values)


def preimage(count: Count | None, counts: Interval) -> Interval:
    """Return the measured values that reach the curve in an interval."""
    if count is None:
        return counts
    return count.preimage(counts)
