"""The actual itself."""

from __future__ import annotations

from fractions import Fraction

from jixiao.curve import Interval
from jixiao.exact import ZERO
from jixiao.findings import Codes
from jixiao.measure.base import C, ColumnValues, Measure, Pair, Points
from jixiao.measure.cells import CellNumber, CellPair, Quotient
from jixiao.measure.profile import POSITIVE, RANKS, MonotonePart, Profile, RowKind, Side, peak
from jixiao.model.facts import RowFacts
from jixiao.model.problems import Problem
from jixiao.model.rules import CurveOwner, MeasureOwner
from jixiao.quantity import Number, Quantity, Unit

_ALL = Interval()
#: The values where targets of each kind are just reached; those of numbers are above zero.
_TARGETS = {"rank": RANKS, "zero": Interval.point(ZERO), "negative": Interval.below(ZERO), "range": _ALL}


class Value(Measure):
    """实际值: the actual itself; a percentage is a ratio."""

    name = "value"
    phrase = {"zh": "实际值{value}", "en": "value {value}"}
    scale = "unit"
    against_target = False
    values = _ALL

    def of(self, facts: RowFacts, rule: MeasureOwner, comparison: str) -> Pair | Problem:
        """Return the actual in the base of its unit; in percent where the rule is."""
        actual = facts.actual
        if facts.mismatch is not None or not isinstance(actual, Number):
            return self.no_number(facts)
        if rule.in_percent and actual.unit.dimension != "%":
            return Problem(Codes.ACTUAL_NOT_A_PERCENTAGE, "actual", (("actual", facts.indicator.actual),))
        return actual.value.as_integer_ratio()

    def actuals(self, values: Interval, facts: RowFacts, comparison: str) -> list[Interval]:
        """Return the values."""
        return [values]

    def domain(self, target: str) -> Interval:
        """Return the values that actuals can have."""
        return RANKS if target == "rank" else _ALL

    def profile(self, kind: RowKind) -> Profile:
        """Return that more or less is better as the comparison says; against zero also what is nearer."""
        domain = self.domain(kind.target)
        alternatives: tuple[tuple[MonotonePart, ...], ...] = tuple(
            (MonotonePart(domain, rising=more),) for more in kind.directions
        )
        if kind.target == "zero" and kind.may_cost_on_both_sides:
            alternatives += (peak(domain, ZERO),)
        return Profile(domain, alternatives, None, kind.may_cost_on_both_sides)

    def approach(self, kind: RowKind, side: Side) -> MonotonePart:
        """Return all values: some target lies beyond each."""
        return MonotonePart(self.domain(kind.target), rising=side == "below")

    def at_target(self, target: str) -> Interval:
        """Return the values of all targets of a kind."""
        return _TARGETS.get(target, POSITIVE)

    def actual_at(self, x: Fraction, target: Fraction, side: Side, unit: Unit) -> Fraction:
        """Return x in the unit."""
        return x / unit.factor

    def sample_size(self, target: str, xs: list[Fraction]) -> Fraction:
        """Return the size of a target that people write."""
        if target == "rank":
            return Fraction(10)
        return Fraction(100)

    def column(self, values: ColumnValues[C]) -> tuple[C, C]:
        """Return the actual over the base."""
        return values.actual, values.actual.of(values.base)

    def formula(
        self, owner: CurveOwner, target: Quantity | None, comparison: str, actual: CellNumber, points: Points
    ) -> str:
        """Return the points of the cell's value."""
        return points(actual.over(Fraction(1)))

    def open_formula(self, comparison: str, cells: CellPair, points: Points) -> str | None:
        """Return the points of the actual's value."""
        return points(Quotient(cells.actual, str(cells.steps)))


VALUE = Value()
