"""Distances from the target: on its bad side or on both, against the target or in the indicator's own unit."""

from __future__ import annotations

from fractions import Fraction

from jixiao.curve import Interval
from jixiao.exact import ONE, ZERO
from jixiao.measure.base import (
    AWAY,
    NUMERIC,
    C,
    ColumnValues,
    Measure,
    Pair,
    Points,
    TwoSided,
    own_unit,
    quotient,
    target_not_positive,
)
from jixiao.measure.cells import ZERO_QUOTIENT, CellNumber, CellPair, Quotient
from jixiao.measure.profile import NOT_NEGATIVE, MonotonePart, Profile, RowKind, Side
from jixiao.model.facts import RowFacts
from jixiao.model.problems import Problem
from jixiao.model.rules import CurveOwner, MeasureOwner, Rule
from jixiao.quantity import Number, Quantity, Range, Unit, bounds_above, bounds_below, less_is_better

_AT_TARGET = Interval.point(ZERO)


def ends_of(target: Number | Range) -> tuple[Fraction, Fraction]:
    """Return both ends of a target, which are one for a number."""
    if isinstance(target, Range):
        return (target.low, target.high)
    return (target.value, target.value)


class Distance(Measure):
    """How far the actual lies on the bad side of its target (≥ 0): of "=" and of a range on both sides."""

    two_sided: TwoSided = "equal"

    def unit_of(self, end: Fraction, target: Number | Range) -> Fraction:
        """Return what one of a measured distance from an end of the target is worth in the base unit."""
        raise NotImplementedError

    def of(self, facts: RowFacts, rule: MeasureOwner, comparison: str) -> Pair | Problem:
        """Return the distance ÷ one of its unit."""
        missed = self.missed(facts, comparison)
        if isinstance(missed, Problem):
            return missed
        distance, unit = missed
        if distance == 0:
            return 0, 1
        if unit == 0:
            return target_not_positive(facts)
        return quotient(distance, unit)

    def missed(self, facts: RowFacts, comparison: str) -> tuple[Fraction, Fraction] | Problem:
        """Return the distance on the bad side in the base unit, and what one of the measure is worth there."""
        target, actual = facts.target, facts.actual
        if facts.mismatch is not None or not isinstance(target, NUMERIC) or not isinstance(actual, Number):
            return self.no_number(facts)
        low, high = ends_of(target)
        if actual.value < low and bounds_below(comparison):
            return low - actual.value, self.unit_of(low, target)
        if actual.value > high and (bounds_above(comparison) or isinstance(target, Range)):
            return actual.value - high, self.unit_of(high, target)
        return ZERO, ONE

    # ---- the inverse

    def actuals(self, values: Interval, facts: RowFacts, comparison: str) -> list[Interval]:
        """Return what lies no further on the bad side than the values reach.

        Distances that do not begin at the target itself, from a curve that pays for missing it, have no way back.
        """
        if not isinstance(facts.target, NUMERIC) or not values.contains(ZERO):
            return []
        return [self.around(facts.target, values, comparison)]

    def around(self, target: Number | Range, values: Interval, comparison: str) -> Interval:
        """Return the actuals around a target that the values reach."""
        low, high = ends_of(target)
        near = Interval()
        if values.high is None:
            return near
        if bounds_below(comparison):
            start = low - values.high * self.unit_of(low, target)
            near = near._replace(low=start, low_closed=values.high_closed)
        if bounds_above(comparison) or isinstance(target, Range):
            stop = high + values.high * self.unit_of(high, target)
            near = near._replace(high=stop, high_closed=values.high_closed)
        return near

    # ---- the domain

    def domain(self, kind: RowKind) -> Interval:
        """Return the distances of a kind of row."""
        return NOT_NEGATIVE

    def profile(self, kind: RowKind) -> Profile:
        """Return that nearer is better; a measure of both sides takes the same values beyond the target, too."""
        part = MonotonePart(self.domain(kind), rising=False)
        return Profile(part.domain, (self.with_other_side(part, kind),), ZERO, self.is_two_sided(kind))

    def is_two_sided(self, kind: RowKind) -> bool:
        """Whether a rule may cost points on both sides of the target."""
        return kind.may_cost_on_both_sides

    def with_other_side(self, part: MonotonePart, kind: RowKind) -> tuple[MonotonePart, ...]:
        """Return a part and, where one side alone is bad and the measure takes both, the same values beyond."""
        both = kind.comparison == "=" and kind.is_number and not self.is_two_sided(kind)
        if not both:
            return (part,)
        return part, MonotonePart(part.domain, not part.rising, beyond=True)

    def looks_at(self, kind: RowKind, side: Side) -> bool:
        """Whether the measure looks at one side of the target."""
        if side == "below":
            return bounds_below(kind.comparison)
        return bounds_above(kind.comparison) or kind.target == "range"

    def approach(self, kind: RowKind, side: Side) -> MonotonePart | None:
        """Return the distances of a side that the measure looks at."""
        if not kind.is_number or not self.looks_at(kind, side):
            return None
        return MonotonePart(NOT_NEGATIVE, rising=False)

    def at_target(self, target: str) -> Interval:
        """Return zero."""
        return _AT_TARGET

    # ---- columns and cells

    def distance_column(self, values: ColumnValues[C], comparison: str) -> C:
        """Return the distances of rows of numbers, over the base of their values."""
        missing, beyond = values.target - values.actual, values.actual - values.target
        if comparison == "=":
            return missing.size()
        return (beyond if less_is_better(comparison) else missing).above_zero()

    def formula(
        self, owner: CurveOwner, target: Quantity | None, comparison: str, actual: CellNumber, points: Points
    ) -> str | None:
        """Return the points of the distance from a number; from a range, of below, above and inside it."""
        if isinstance(target, Range):
            return self._range_formula(target, comparison, actual, points)
        if not isinstance(target, Number):
            return None
        unit = self.unit_of(target.value, target)
        return points(actual.distance(target.value, unit, comparison))

    def _range_formula(self, target: Range, comparison: str, actual: CellNumber, points: Points) -> str:
        low, high = target.low, target.high
        over = points(actual.distance(high, self.unit_of(high, target) or ONE, "≤"))
        formula = f"IF({actual.above(high)},{over},{points(ZERO_QUOTIENT)})"
        if not bounds_below(comparison):
            return formula
        under = points(actual.distance(low, self.unit_of(low, target) or ONE, "≥"))
        return f"IF({actual.below(low)},{under},{formula})"


class RelativeGap(Distance):
    """差距率: the distance on the bad side ÷ target."""

    name = "relative_gap"
    phrase = {"zh": "差距为指标值的{value}", "en": "relative gap {value}"}
    divides_by_missed = True

    def unit_of(self, end: Fraction, target: Number | Range) -> Fraction:
        """Return the size of the end."""
        return abs(end)

    def domain(self, kind: RowKind) -> Interval:
        """Return the distances; off a target of zero there are none."""
        return _AT_TARGET if kind.target == "zero" else NOT_NEGATIVE

    def actual_at(self, x: Fraction, target: Fraction, side: Side, unit: Unit) -> Fraction:
        """Return the actual x times the target away from it."""
        return target + AWAY[side] * x * abs(target)

    def column(self, values: ColumnValues[C]) -> tuple[C, C]:
        """Return distance and target; where the target is zero a distance that is none is measured over one."""
        return self._over_target(values, values.comparison)

    def _over_target(self, values: ColumnValues[C], comparison: str) -> tuple[C, C]:
        size = values.target.size()
        return self.distance_column(values, comparison), size.where_positive(size, size.of(1))

    def formula(
        self, owner: CurveOwner, target: Quantity | None, comparison: str, actual: CellNumber, points: Points
    ) -> str | None:
        """Return the points of the distance; a cap over an end of zero would lower some rows alone."""
        if isinstance(target, Number) and not target.value:
            return None
        if isinstance(target, Range) and not isinstance(owner, Rule) and not (target.low and target.high):
            return None
        return super().formula(owner, target, comparison, actual, points)

    def open_formula(self, comparison: str, cells: CellPair, points: Points) -> str | None:
        """Return the points of the distance ÷ target."""
        return points(Quotient(cells.distance(comparison), f"ABS({cells.target})"))

    @property
    def open_condition(self) -> str:
        """Return that the target must not be zero."""
        return "<>"

    def formula_condition(self, target: Quantity | None) -> str:
        """Return the side of zero on which the actual must lie: beyond an end of 0 it would be divided by it."""
        if not isinstance(target, Range) or (target.low and target.high):
            return ""
        if target.low:
            return "<="
        return ">=" if target.high else "="


class Deviation(RelativeGap):
    """偏离度: |actual − target| ÷ |target|, whichever side; for a range, beyond its nearer end."""

    name = "deviation"
    phrase = {"zh": "偏离指标值{value}", "en": "deviation {value}"}
    two_sided = "always"

    def missed(self, facts: RowFacts, comparison: str) -> tuple[Fraction, Fraction] | Problem:
        """Return the distance on either side."""
        return super().missed(facts, "=")

    def around(self, target: Number | Range, values: Interval, comparison: str) -> Interval:
        """Return the actuals on both sides."""
        return super().around(target, values, "=")

    def is_two_sided(self, kind: RowKind) -> bool:
        """Whether a rule may cost points on both sides of the target: of "=", too, whatever the direction."""
        return kind.may_cost_on_both_sides or kind.comparison == "="

    def with_other_side(self, part: MonotonePart, kind: RowKind) -> tuple[MonotonePart, ...]:
        """Return the part: both sides are one by what the measure is."""
        return (part,)

    def looks_at(self, kind: RowKind, side: Side) -> bool:
        """Whether the measure looks at one side of the target: always."""
        return True

    def column(self, values: ColumnValues[C]) -> tuple[C, C]:
        """Return distance and target."""
        return self._over_target(values, "=")

    def formula(
        self, owner: CurveOwner, target: Quantity | None, comparison: str, actual: CellNumber, points: Points
    ) -> str | None:
        """Return the points of the distance on either side."""
        return super().formula(owner, target, "=", actual, points)

    def open_formula(self, comparison: str, cells: CellPair, points: Points) -> str | None:
        """Return the points of the distance on either side ÷ target."""
        return super().open_formula("=", cells, points)


class Gap(Distance):
    """差距: the distance on the bad side in the indicator's own unit; points of a percentage are hundredths."""

    name = "gap"
    phrase = {"zh": "差{value}", "en": "gap {value}"}
    scale = "unit"

    def unit_of(self, end: Fraction, target: Number | Range) -> Fraction:
        """Return the unit of the target."""
        return own_unit(target.unit)

    def actual_at(self, x: Fraction, target: Fraction, side: Side, unit: Unit) -> Fraction:
        """Return the actual x of the unit away from the target."""
        return target + AWAY[side] * x * own_unit(unit) / unit.factor

    def column(self, values: ColumnValues[C]) -> tuple[C, C]:
        """Return the distance over one of the unit."""
        distance, unit = self.distance_column(values, values.comparison), values.unit
        return distance * unit.denominator, distance.of(values.base * unit.numerator)


RELATIVE_GAP, DEVIATION, GAP = RelativeGap(), Deviation(), Gap()
