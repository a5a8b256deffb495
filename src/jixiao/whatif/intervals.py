"""Intervals of exact numbers, each end held or not."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from jixiao.exact import MOST_DECIMALS


class Interval(NamedTuple):
    """From ``low`` to ``high`` (``None`` is infinite), each end held or not.

    >>> Interval(Fraction(1), False).holds(Fraction(1)), Interval(None, False, Fraction(1), True).holds(Fraction(1))
    (False, True)
    """

    low: Fraction | None = None
    low_holds: bool = False
    high: Fraction | None = None
    high_holds: bool = False

    def holds(self, x: Fraction) -> bool:
        """Whether ``x`` lies within."""
        above = self.low is None or x > self.low or (self.low_holds and x == self.low)
        return above and (self.high is None or x < self.high or (self.high_holds and x == self.high))

    @property
    def empty(self) -> bool:
        """Whether nothing lies within."""
        if self.low is None or self.high is None:
            return False
        return self.low > self.high or (self.low == self.high and not (self.low_holds and self.high_holds))

    def meet(self, other: Interval) -> Interval:
        """What lies in both."""
        lows = [(x.low, not x.low_holds) for x in (self, other) if x.low is not None]
        highs = [(x.high, x.high_holds) for x in (self, other) if x.high is not None]
        low, open_ = max(lows, default=(None, True))
        high, holds = min(highs, default=(None, False))
        return Interval(low, not open_, high, holds)

    def line(self, slope: Fraction, level: Fraction = Fraction(0)) -> Interval:
        """Where ``slope · x + level`` lies for the x within; ``slope`` is not nought."""
        low, high = (None if end is None else slope * end + level for end in (self.low, self.high))
        if slope > 0:
            return Interval(low, self.low_holds, high, self.high_holds)
        return Interval(high, self.high_holds, low, self.low_holds)

    def nearest(self, x: Fraction, places: int) -> Fraction | None:
        """The number within that is nearest to ``x``, with as few decimals as it takes, ``places`` or more.

        >>> Interval(Fraction(1, 3), True).nearest(Fraction(0), 1)
        Fraction(2, 5)
        """
        if self.holds(x) or self.empty:
            return None if self.empty else x
        up = self.low is not None and x <= self.low
        for decimals in range(places, MOST_DECIMALS + 1):
            found = self._on_grid(Fraction(1, 10**decimals), up=up)
            if found is not None:
                return found
        return None

    def _on_grid(self, step: Fraction, *, up: bool) -> Fraction | None:
        """The multiple of ``step`` within that is nearest to the low end (``up``) or to the high one."""
        end, holds = (self.low, self.low_holds) if up else (self.high, self.high_holds)
        if end is None:
            return None
        found = -(-end // step) * step if up else end // step * step
        if found == end and not holds:
            found += step if up else -step
        return found if self.holds(found) else None


EVERYTHING = Interval()
NOWHERE = Interval(Fraction(0), low_holds=False, high=Fraction(0), high_holds=False)


def merged(some: list[Interval]) -> list[Interval]:
    """The same numbers in as few intervals as can be, from left to right.

    >>> one, two = Interval(Fraction(0), True, Fraction(1), False), Interval(Fraction(1), True)
    >>> merged([two, one]) == [Interval(Fraction(0), True)]
    True
    """
    found: list[Interval] = []
    for each in sorted(some, key=lambda x: (x.low is not None, x.low or 0, not x.low_holds)):
        last = found[-1] if found else None
        if last is None or (
            last.high is not None and each.low is not None and _apart(last.high, last.high_holds, each)
        ):
            found.append(each)
        else:
            ends = [(x.high is None, x.high or Fraction(0), x.high_holds) for x in (last, each)]
            infinite, high, holds = max(ends)
            found[-1] = Interval(last.low, last.low_holds, None if infinite else high, holds)
    return found


def _apart(high: Fraction, holds: bool, after: Interval) -> bool:
    low = after.low
    return low is not None and (low > high or (low == high and not (holds or after.low_holds)))


def meets(some: list[Interval], others: list[Interval]) -> list[Interval]:
    """What lies in one of either."""
    found = (one.meet(other) for one in some for other in others)
    return [each for each in found if not each.empty]
