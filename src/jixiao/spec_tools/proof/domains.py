"""What values a measure can take, which way is better there, and where the target is just reached.

Everything a rule can do to a row follows from this and the rule's curve, so that finite checks at the ends of
pieces hold for all inputs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from typing import Literal, NamedTuple

from jixiao.curve import Count
from jixiao.exact import ONE, ZERO

End = tuple[Fraction | None, bool]

MORE, LESS = ("≥", ">"), ("≤", "<")
#: Measures of which more is worse, whatever the comparison: distances from a target.
DISTANCES = ("relative_gap", "deviation", "gap", "days_late", "months_late")
_WHOLE = ("days_late", "months_late")
#: Measures that take what lies off a target of "=" for short of it, on whichever side.
BOTH_SIDES = ("relative_gap", "gap", "met")


@dataclass(frozen=True)
class Domain:
    """The numbers from ``low`` to ``high`` (``None`` is infinite), or only the multiples of ``step`` among them.

    >>> Domain(ZERO, True, Fraction(7, 2), True, ONE).settled()
    Domain(low=Fraction(0, 1), low_holds=True, high=Fraction(3, 1), high_holds=True, step=Fraction(1, 1))
    """

    low: Fraction | None = None
    low_holds: bool = False
    high: Fraction | None = None
    high_holds: bool = False
    step: Fraction | None = None

    def cut(self, low: End, high: End) -> Domain | None:
        """What lies also between these two ends; ``None`` where nothing does."""
        bottom, top = _higher((self.low, self.low_holds), low), _lower((self.high, self.high_holds), high)
        return Domain(*bottom, *top, self.step).settled()

    def settled(self) -> Domain | None:
        """The same numbers with their ends among them where they are multiples; ``None`` where there are none."""
        found = self if self.step is None else self._on_steps(self.step)
        if found.low is None or found.high is None:
            return found
        empty = found.low > found.high or (found.low == found.high and not (found.low_holds and found.high_holds))
        return None if empty else found

    def _on_steps(self, step: Fraction) -> Domain:
        low, high = self.low, self.high
        if low is not None:
            multiple = -(-low // step) * step
            low = multiple + step if multiple == low and not self.low_holds else multiple
        if high is not None:
            multiple = high // step * step
            high = multiple - step if multiple == high and not self.high_holds else multiple
        return replace(self, low=low, low_holds=low is not None, high=high, high_holds=high is not None)

    def holds(self, x: Fraction) -> bool:
        """Whether x is one of the numbers."""
        return self.cut((x, True), (x, True)) is not None

    @property
    def single(self) -> bool:
        """Whether there is but one number."""
        return self.low is not None and self.low == self.high


def _higher(one: End, other: End) -> End:
    if one[0] is None or other[0] is None:
        return other if one[0] is None else one
    return max(one, other, key=lambda end: (end[0], not end[1]))


def _lower(one: End, other: End) -> End:
    if one[0] is None or other[0] is None:
        return other if one[0] is None else one
    return min(one, other, key=lambda end: (end[0], end[1]))


class Leg(NamedTuple):
    """A part of a domain along which the score must rise, or else fall.

    ``beyond``: its values lie on the good side of the target, where a measure of both sides loses again.
    """

    domain: Domain
    rising: bool
    beyond: bool = False


class Course(NamedTuple):
    """How a measure runs in one kind of row.

    ``ways`` are the alternatives that are sound, each a set of legs; ``target`` is the value where the target
    is just reached; ``inside`` says that the row may be two-sided, being a range, ``=`` or without a sign. ``=`` with
    反向 asks for less, and only a deviation, which names both sides, is left to it.
    """

    domain: Domain
    ways: tuple[tuple[Leg, ...], ...]
    target: Fraction | None
    inside: bool


LINE = Domain()
UPWARD = Domain(ZERO, True)
ABOVE_ZERO = Domain(ZERO, False)
SHARES = Domain(ZERO, True, ONE, True)
YES_NO = Domain(ZERO, True, ONE, True, ONE)
NONE_LATE = Domain(ZERO, True, ZERO, True)
PLACES = Domain(ONE, True, step=ONE)
ADJUSTED = Domain(-ONE, True)


@lru_cache(maxsize=2**10)
def course(measure: str, kind: str, comparison: str, direction: str) -> Course:
    """The course of a measure in rows of one kind of target, comparison and direction ("" where not stated)."""
    inside = _either(kind, comparison, direction) or (measure == "deviation" and comparison == "=")
    both = comparison == "=" and not inside and measure in BOTH_SIDES and kind not in ("date", "word")
    if measure in DISTANCES:
        return Course(*_distance(measure, kind, both), ZERO, inside)
    if measure == "met":
        domain = Domain(ONE, True, ONE, True) if kind == "word" else YES_NO
        return Course(domain, (_there_and_back(domain, rising=True, both=both),), ONE, inside)
    if measure == "execution":
        return Course(UPWARD, ((Leg(UPWARD, rising=True),),), ONE, inside=False)
    if measure == "stated_share":
        return Course(SHARES, ((Leg(SHARES, rising=True),),), None, inside=False)
    if measure == "adjustment":
        return Course(ADJUSTED, ((Leg(ADJUSTED, rising=True), Leg(ADJUSTED, rising=False)),), None, inside=False)
    return _compared(measure, kind, comparison, direction)


def _either(kind: str, comparison: str, direction: str) -> bool:
    """Whether the row lets a rule cost points on both sides: a range, or no ≥ and no ≤.

    ``=`` with 反向 asks for less; but of nothing there is no less.
    """
    less = comparison == "=" and direction == "反向" and kind != "zero"
    return kind == "range" or (comparison not in (*MORE, *LESS) and not less)


def _there_and_back(domain: Domain, *, rising: bool, both: bool) -> tuple[Leg, ...]:
    """The leg up to the target; and, where a measure takes both sides for one, the same values beyond it."""
    leg = Leg(domain, rising)
    return (leg, Leg(domain, not rising, beyond=True)) if both else (leg,)


def _distance(measure: str, kind: str, both: bool) -> tuple[Domain, tuple[tuple[Leg, ...], ...]]:
    domain = replace(UPWARD, step=ONE) if measure in _WHOLE else UPWARD
    if kind == "zero" and measure in ("relative_gap", "deviation"):
        domain = NONE_LATE  # off a target of zero these cannot be measured
    return domain, (_there_and_back(domain, rising=False, both=both),)


def _compared(measure: str, kind: str, comparison: str, direction: str) -> Course:
    """Attainment, its mirror and the value itself, of which more or less is better as the comparison says."""
    mirrored = measure == "inverse_attainment"
    domain = ABOVE_ZERO if mirrored else PLACES if kind == "rank" and measure == "value" else LINE
    target = ONE if measure != "value" else ZERO if kind == "zero" else None
    ways: tuple[tuple[Leg, ...], ...] = tuple(
        (Leg(domain, rising=up != mirrored),) for up in good_ways(kind, comparison, direction)
    )
    inside = _either(kind, comparison, direction)
    if target is not None and inside:
        ways += (_peak(domain, target),)
    return Course(domain, ways, None if measure == "value" else ONE, inside)


def good_ways(kind: str, comparison: str, direction: str) -> tuple[bool, ...]:
    """Whether more is better: one answer, none for a range, both where nothing says."""
    if kind == "range":
        return ()
    if comparison in MORE or comparison in LESS:
        return (comparison in MORE,)
    return (direction != "反向",) if comparison == "=" else (True, False)


def _peak(domain: Domain, at: Fraction) -> tuple[Leg, ...]:
    """Rising up to a value and falling after it."""
    below, above = domain.cut((None, False), (at, True)), domain.cut((at, True), (None, False))
    return tuple(
        Leg(part, rising) for part, rising in ((below, True), (above, False)) if part is not None and not part.single
    )


class Counted(NamedTuple):
    """A domain after counting; ``flipped`` where a higher value counts fewer steps."""

    domain: Domain
    flipped: bool


def counted(domain: Domain, count: Count | None) -> Counted:
    """The values that reach the curve: those of the domain, counted in steps or rounded."""
    if count is None:
        return Counted(domain, flipped=False)
    low = _image(domain.low, count, 0 if domain.low_holds else 1)
    high = _image(domain.high, count, 0 if domain.high_holds else -1)
    if count.how == "nearest":
        return Counted(Domain(low, low is not None, high, high is not None, count.each), flipped=False)
    if count.lower:
        low, high = (ZERO if domain.high is None else high), low
    elif low is None:
        low = ZERO
    return Counted(Domain(low, low is not None, high, high is not None, ONE), count.lower)


def _image(x: Fraction | None, count: Count, side: Literal[-1, 0, 1]) -> Fraction | None:
    """The count at x, or just below or above it: half way to the next half step it is still the same."""
    if x is None:
        return None
    half = count.each / 2
    past = (x - count.start) % half
    inside = x + {-1: -(past or half), 0: ZERO, 1: half - past}[side] / 2
    return Fraction(*count.of(inside.numerator, inside.denominator))


def uncounted(y: Fraction, count: Count | None) -> Fraction:
    """A value of the measure that counts as y."""
    if count is None or count.how == "nearest":
        return y
    return count.start - y * count.each if count.lower else count.start + y * count.each
