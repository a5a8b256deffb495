"""Sums of rounded numbers: the interval in which the exact result must lie."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import product
from typing import NamedTuple

from jixiao.curve.intervals import Interval
from jixiao.exact import ZERO

#: What is reckoned from intervals: one interval, or ``None`` where nothing can be said.
Reckoning = Callable[[Sequence[Interval]], Interval | None]


class End(NamedTuple):
    """An end of an interval: a number, and whether it belongs to it."""

    number: Fraction
    closed: bool


def ends(interval: Interval) -> tuple[End, End]:
    """Return both ends of a bounded interval.

    Raises:
        ValueError: the interval is not bounded.
    """
    if interval.low is None or interval.high is None:
        raise ValueError("an interval without an end")
    return End(interval.low, interval.low_closed), End(interval.high, interval.high_closed)


def corners(intervals: Sequence[Interval]) -> Iterator[tuple[Fraction, ...]]:
    """Yield one end of each interval, in all ways."""
    for corner in product(*map(ends, intervals)):
        yield tuple(end.number for end in corner)


def image(function: Callable[..., Fraction], intervals: Sequence[Interval]) -> Interval:
    """Return the results of a function that is monotone in each of its arguments, for all numbers of the intervals.

    >>> half_open = Interval(Fraction(1), True, Fraction(2), False)
    >>> image(lambda a, b: a - b, [half_open, half_open])
    Interval(low=Fraction(-1, 1), low_closed=False, high=Fraction(1, 1), high_closed=False, step=None)
    """
    results: dict[Fraction, bool] = {}
    for corner in product(*map(ends, intervals)):
        result = function(*(end.number for end in corner))
        results[result] = results.get(result, False) or all(end.closed for end in corner)
    low, high = min(results), max(results)
    return Interval(low, results[low], high, results[high])


def total(intervals: Sequence[Interval]) -> Interval:
    """Return the sums of one number of each interval."""
    lows, highs = zip(*map(ends, intervals), strict=True)
    return Interval(
        sum((end.number for end in lows), ZERO),
        all(end.closed for end in lows),
        sum((end.number for end in highs), ZERO),
        all(end.closed for end in highs),
    )


def overlap(one: Interval, other: Interval) -> bool:
    """Whether a number is in both."""
    return not one.meet(other).is_empty
