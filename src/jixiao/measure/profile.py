"""How a measure runs over the actuals of a row: its values, on which of them more is better, and where the target is.

Everything that a rule can do to a row follows from this and the rule's curve, so that finite checks at the ends of
pieces hold for all inputs.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final, Literal, NamedTuple

from jixiao.curve import Interval
from jixiao.exact import ONE, ZERO
from jixiao.quantity import less_is_better, more_is_better

#: A side of the target on which an actual lies.
Side = Literal["below", "above"]
#: The direction away from the target on each side.
AWAY: Final[dict[Side, int]] = {"below": -1, "above": 1}

NOT_NEGATIVE = Interval.at_least(ZERO)
POSITIVE = Interval.above(ZERO)
WHOLE_NUMBERS = Interval.at_least(ZERO, ONE)
RANKS = Interval.at_least(ONE, ONE)
SHARES = Interval.closed(ZERO, ONE)
YES_OR_NO = Interval.closed(ZERO, ONE, ONE)


def asks_for_less_of_equal(comparison: str, direction: str | None) -> bool:
    """Whether a row says "=" with 反向: less than its target is better."""
    return comparison == "=" and direction == "反向"


class RowKind(NamedTuple):
    """What decides how a measure runs: the kind of target, the comparison, and the direction ("" where not stated).

    ``target`` is one of number, zero, negative, rank, range, date and word.
    """

    target: str
    comparison: str = ""
    direction: str = ""

    @property
    def is_number(self) -> bool:
        """Whether the target is a number or a range."""
        return self.target not in ("date", "word")

    @property
    def is_reversed_equal(self) -> bool:
        """Whether it is "=" with 反向, which asks for less."""
        return asks_for_less_of_equal(self.comparison, self.direction)

    @property
    def may_cost_on_both_sides(self) -> bool:
        """Whether a rule may cost points on both sides of the target: of a range, or where neither ≥ nor ≤ is asked."""
        if self.target == "range":
            return True
        one_sided = more_is_better(self.comparison) or less_is_better(self.comparison)
        of_something = self.target != "zero"  # of nothing there is no less
        return not one_sided and not (self.is_reversed_equal and of_something)

    @property
    def directions(self) -> tuple[bool, ...]:
        """Whether more is better: one answer, none for a range, both where nothing says."""
        if self.target == "range":
            return ()
        if more_is_better(self.comparison) or less_is_better(self.comparison):
            return (more_is_better(self.comparison),)
        if self.comparison == "=":
            return (not self.is_reversed_equal,)
        return (True, False)


class MonotonePart(NamedTuple):
    """Values of a measure along which the score must rise, or else fall.

    ``beyond``: they lie on the good side of the target, where a measure of both sides loses again.
    """

    domain: Interval
    rising: bool
    beyond: bool = False


class Profile(NamedTuple):
    """The values of a measure in one kind of row, and how a sound rule may run over them.

    ``alternatives``: each is a set of parts all of which a sound rule follows. ``target`` is the value where the target
    is just reached. ``two_sided``: a rule may cost points on both sides of the target.
    """

    domain: Interval
    alternatives: tuple[tuple[MonotonePart, ...], ...]
    target: Fraction | None = None
    two_sided: bool = False


def peak(domain: Interval, at: Fraction) -> tuple[MonotonePart, ...]:
    """Return the parts of a domain that rise up to a value and fall after it."""
    below, above = domain.meet(Interval.at_most(at)), domain.meet(Interval.at_least(at))
    parts = (MonotonePart(below, rising=True), MonotonePart(above, rising=False))
    return tuple(part for part in parts if not (part.domain.is_empty or part.domain.is_point))
