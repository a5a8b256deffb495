"""Whether a target is met: by number, by date, or in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

from jixiao.curve import Interval
from jixiao.exact import ONE, ZERO
from jixiao.findings import Codes
from jixiao.measure.base import AWAY, C, ColumnValues, Pair, Points
from jixiao.measure.cells import ONE_QUOTIENT, ZERO_QUOTIENT, CellNumber, CellPair
from jixiao.measure.dates import days_after
from jixiao.measure.distances import Distance
from jixiao.measure.profile import YES_OR_NO, MonotonePart, Profile, RowKind, Side
from jixiao.model.facts import RowFacts
from jixiao.model.problems import Problem
from jixiao.model.rules import CurveOwner, LightRule, MeasureOwner, Remark
from jixiao.quantity import Date, Number, Quantity, Range, Text, Unit, bounds_below, comparable

_YES = Interval.point(ONE)
#: How far beside its target an actual that misses it is tried first, in the unit of the target.
_NEAR = Fraction(1, 100)


def same_text(facts: RowFacts) -> bool:
    """Whether target and actual are the same words, whatever spaces and widths they are typed with."""
    target, actual = facts.target, facts.actual
    return isinstance(target, Text) and isinstance(actual, Text) and comparable(target.text) == comparable(actual.text)


def _is_left_out(facts: RowFacts, comparison: str) -> bool:
    """Whether > or < leaves out the actual, which is the target itself."""
    target, actual = facts.target, facts.actual
    if comparison not in (">", "<") or not isinstance(target, Number) or not isinstance(actual, Number):
        return False
    return target.value == actual.value


class Met(Distance):
    """是否达标: 1 or 0, by number, date or the same words.

    > and < are read as ≥ and ≤; of a light alone the target itself does not meet them.
    """

    name = "met"
    scale = "count"
    targets = ("number", "date", "word")
    is_yes_no = True

    def of(self, facts: RowFacts, rule: MeasureOwner, comparison: str) -> Pair | Problem:
        """Return 1 where the target is met, else 0."""
        if isinstance(facts.target, Date):
            days = days_after(facts, is_exact=isinstance(rule, Remark))
            if isinstance(days, Problem):
                return days
            return (int(days <= 0), 1)
        if isinstance(facts.target, Text):
            return self._in_words(facts)
        missed = self.missed(facts, comparison)
        if isinstance(missed, Problem):
            return missed
        is_met = missed[0] == 0 and not (isinstance(rule, LightRule) and _is_left_out(facts, comparison))
        return (int(is_met), 1)

    def _in_words(self, facts: RowFacts) -> Pair | Problem:
        """Return 1 for the very words of the target, or what a judge says: by a share of nothing or of all."""
        row = facts.indicator
        if row.share is not None and row.share in (0, 1):
            return row.share.numerator, 1
        if same_text(facts):
            return 1, 1
        return Problem(Codes.JUDGEMENT_NEEDED, "actual", (("actual", row.actual), ("target", row.target)))

    def actuals(self, values: Interval, facts: RowFacts, comparison: str) -> list[Interval]:
        """Return the actuals that meet the target."""
        if values.contains(ONE):
            return super().actuals(Interval.point(ZERO), facts, comparison)
        return []

    def unit_of(self, end: Fraction, target: Number | Range) -> Fraction:
        """Return one: any distance misses the target."""
        return ONE

    def latest_day(self, deadline: date, values: list[Interval], rule: CurveOwner) -> date | None:
        """Return the deadline, where meeting it is within ``values``."""
        if any(interval.contains(ONE) for interval in values):
            return deadline
        return None

    def profile(self, kind: RowKind) -> Profile:
        """Return that meeting the target is better; words cannot be compared but for the same."""
        part = MonotonePart(_YES if kind.target == "word" else YES_OR_NO, rising=True)
        return Profile(part.domain, (self.with_other_side(part, kind),), ONE, self.is_two_sided(kind))

    def looks_at(self, kind: RowKind, side: Side) -> bool:
        """Whether the measure looks at one side of the target; of a date it is what comes after."""
        if kind.target == "date":
            return side == "above"
        return kind.target != "word" and super().looks_at(kind, side)

    def approach(self, kind: RowKind, side: Side) -> MonotonePart | None:
        """Return both values on a side that the measure looks at."""
        if self.looks_at(kind, side):
            return MonotonePart(YES_OR_NO, rising=True)
        return None

    def at_target(self, target: str) -> Interval:
        """Return one."""
        return _YES

    def actual_at(self, x: Fraction, target: Fraction, side: Side, unit: Unit) -> Fraction:
        """Return the target, or what misses it by one of its unit."""
        if x == 1:
            return target
        return target + AWAY[side]

    def samples(self, x: Fraction, ends: tuple[Fraction, Fraction], unit: Unit) -> Iterator[Fraction]:
        """Yield actuals that may measure x: what misses the target first by little."""
        low, high = ends
        if x != 1:
            yield from (low - _NEAR, high + _NEAR)
        yield from super().samples(x, ends, unit)

    def day_at(self, x: Fraction, deadline: date) -> date | None:
        """Return the deadline, or the day after it."""
        if x.denominator == 1:
            return deadline + timedelta(days=int(ONE - x))
        return None

    def column(self, values: ColumnValues[C]) -> tuple[C, C]:
        """Return 1 or 0, over 1."""
        distance = self.distance_column(values, values.comparison)
        return distance.where_positive(distance.of(0), distance.of(1)), distance.of(1)

    def formula(
        self, owner: CurveOwner, target: Quantity | None, comparison: str, actual: CellNumber, points: Points
    ) -> str | None:
        """Return the points of 1 for a number at or beyond the target, or within a range, and else those of 0."""
        if isinstance(target, Range):
            condition = f"NOT({actual.above(target.high)})"
            if bounds_below(comparison):
                condition = f"AND(NOT({actual.below(target.low)}),{condition})"
        elif isinstance(target, Number):
            condition = f"{actual.distance(target.value, ONE, comparison).top}=0"
        else:
            return None
        return f"IF({condition},{points(ONE_QUOTIENT)},{points(ZERO_QUOTIENT)})"

    def open_formula(self, comparison: str, cells: CellPair, points: Points) -> str | None:
        """Return the points of 1 for a number at or beyond the target, and else those of 0."""
        return f"IF({cells.distance(comparison)}=0,{points(ONE_QUOTIENT)},{points(ZERO_QUOTIENT)})"


MET = Met()
