"""Intervals of exact numbers with open and closed ends, and of the multiples of a step; their algebra."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import product
from typing import NamedTuple

from jixiao.exact import MOST_DECIMALS, ZERO


class Interval(NamedTuple):
    """The numbers from ``low`` to ``high``, or with a ``step`` only its multiples among them.

    An end of ``None`` is infinite; a closed end belongs to the interval, an open one does not.

    >>> half_open = Interval(Fraction(0), True, Fraction(1), False)
    >>> half_open.contains(Fraction(0)), half_open.contains(Fraction(1))
    (True, False)
    """

    low: Fraction | None = None
    low_closed: bool = False
    high: Fraction | None = None
    high_closed: bool = False
    step: Fraction | None = None

    @classmethod
    def point(cls, x: Fraction) -> Interval:
        """Return the interval of one number."""
        return cls(x, True, x, True)

    @classmethod
    def closed(cls, low: Fraction, high: Fraction, step: Fraction | None = None) -> Interval:
        """Return the interval from ``low`` to ``high`` with both ends."""
        return cls(low, True, high, True, step)

    @classmethod
    def at_least(cls, low: Fraction, step: Fraction | None = None) -> Interval:
        """Return the numbers from ``low`` on."""
        return cls(low, True, step=step)

    @classmethod
    def above(cls, low: Fraction) -> Interval:
        """Return the numbers above ``low``."""
        return cls(low)

    @classmethod
    def at_most(cls, high: Fraction) -> Interval:
        """Return the numbers up to ``high``."""
        return cls(high=high, high_closed=True)

    @classmethod
    def below(cls, high: Fraction) -> Interval:
        """Return the numbers below ``high``."""
        return cls(high=high)

    def contains(self, x: Fraction) -> bool:
        """Whether ``x`` is one of the numbers."""
        if self.low is not None and (x < self.low or (x == self.low and not self.low_closed)):
            return False
        if self.high is not None and (x > self.high or (x == self.high and not self.high_closed)):
            return False
        return self.step is None or x % self.step == 0

    @property
    def is_empty(self) -> bool:
        """Whether the interval has no numbers."""
        low, low_closed, high, high_closed, _ = self.tightened()
        if low is None or high is None or low < high:
            return False
        return low > high or not (low_closed and high_closed)

    @property
    def is_point(self) -> bool:
        """Whether the interval has exactly one number."""
        low, _, high, _, _ = self.tightened()
        return low is not None and low == high and not self.is_empty

    def tightened(self) -> Interval:
        """Return the same numbers with ends that are multiples of the step, and closed, where there is a step.

        >>> Interval.closed(Fraction(1, 2), Fraction(7, 2), step=Fraction(1)).tightened() == Interval.closed(
        ...     Fraction(1), Fraction(3), step=Fraction(1)
        ... )
        True
        """
        if self.step is None:
            return self
        low, high = self.least_multiple(self.step), self.greatest_multiple(self.step)
        return Interval(low, low is not None, high, high is not None, self.step)

    def least_multiple(self, step: Fraction) -> Fraction | None:
        """Return the least multiple of ``step`` that the low end lets in; ``None`` without a low end."""
        if self.low is None:
            return None
        multiple = -(-self.low // step) * step
        if multiple == self.low and not self.low_closed:
            multiple += step
        return multiple

    def greatest_multiple(self, step: Fraction) -> Fraction | None:
        """Return the greatest multiple of ``step`` that the high end lets in; ``None`` without a high end."""
        if self.high is None:
            return None
        multiple = self.high // step * step
        if multiple == self.high and not self.high_closed:
            multiple -= step
        return multiple

    def meet(self, other: Interval) -> Interval:
        """Return the numbers that are in both.

        Raises:
            ValueError: both have a step, and not the same one.
        """
        if self.step and other.step and self.step != other.step:
            raise ValueError(f"multiples of {self.step} and of {other.step}")
        low, low_closed = max((self, other), key=_lower_end)[:2]
        high, high_closed = min((self, other), key=_upper_end)[2:4]
        return Interval(low, low_closed, high, high_closed, self.step or other.step).tightened()

    def image(self, slope: Fraction, level: Fraction = ZERO) -> Interval:
        """Return the values of ``slope · x + level`` for the numbers x; ``slope`` is not zero.

        Raises:
            ValueError: the interval has a step, and ``level`` would move its multiples off the multiples of a step.
        """
        step = self.step and self.step * abs(slope)
        if step and level % step:
            raise ValueError(f"{level} is no multiple of {step}")
        low, high = (None if end is None else slope * end + level for end in (self.low, self.high))
        if slope > 0:
            return Interval(low, self.low_closed, high, self.high_closed, step)
        return Interval(high, self.high_closed, low, self.low_closed, step)

    def nearest(self, x: Fraction, places: int) -> Fraction | None:
        """Return the number that is nearest to ``x`` with as few decimals as it takes, ``places`` or more.

        ``None`` where the interval has no number with few enough decimals.

        >>> Interval.at_least(Fraction(1, 3)).nearest(Fraction(0), 1)
        Fraction(2, 5)
        """
        if self.contains(x):
            return x
        is_above = self.low is not None and x <= self.low
        multiple = self.least_multiple if is_above else self.greatest_multiple
        for decimals in range(places, MOST_DECIMALS + 1):
            number = multiple(Fraction(1, 10**decimals))
            if number is not None and self.contains(number):
                return number
        return None


def _lower_end(interval: Interval) -> tuple[bool, Fraction, bool]:
    """Return what orders intervals by where they begin."""
    return interval.low is not None, interval.low or ZERO, not interval.low_closed


def _upper_end(interval: Interval) -> tuple[bool, Fraction, bool]:
    """Return what orders intervals by where they end."""
    return interval.high is None, interval.high or ZERO, interval.high_closed


ALL_NUMBERS = Interval()
EMPTY = Interval(ZERO, False, ZERO, False)


def merged(intervals: Iterable[Interval]) -> list[Interval]:
    """Return the same numbers in as few intervals without a step as can be, from left to right.

    >>> merged([Interval.at_least(Fraction(1)), Interval(Fraction(0), True, Fraction(1), False)])
    [Interval(low=Fraction(0, 1), low_closed=True, high=None, high_closed=False, step=None)]
    """
    joined: list[Interval] = []
    for interval in sorted(intervals, key=_lower_end):
        if joined and _touch(joined[-1], interval):
            high, high_closed = max(joined[-1], interval, key=_upper_end)[2:4]
            joined[-1] = joined[-1]._replace(high=high, high_closed=high_closed)
        else:
            joined.append(interval)
    return joined


def _touch(left: Interval, right: Interval) -> bool:
    """Whether no number lies between two intervals, the left of which begins first."""
    if left.high is None or right.low is None or right.low < left.high:
        return True
    return right.low == left.high and (left.high_closed or right.low_closed)


def meets(some: Iterable[Interval], more: Iterable[Interval]) -> list[Interval]:
    """Return the numbers that are in an interval of both lists."""
    both = (one.meet(other) for one, other in product(some, more))
    return [interval for interval in both if not interval.is_empty]
