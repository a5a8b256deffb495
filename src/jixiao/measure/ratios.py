"""Quotients of actual and target: attainment, its mirror, and the execution rate of the funds."""

from __future__ import annotations

from fractions import Fraction
from math import lcm

from jixiao.curve import Interval
from jixiao.exact import ONE, ZERO
from jixiao.findings import Codes
from jixiao.measure.base import INFINITE, C, ColumnValues, Measure, Pair, Points, target_not_positive
from jixiao.measure.cells import INFINITE_QUOTIENT, CellNumber, CellPair, Quotient
from jixiao.measure.profile import NOT_NEGATIVE, POSITIVE, MonotonePart, Profile, RowKind, Side, peak
from jixiao.model.facts import RowFacts
from jixiao.model.problems import NoData, Problem
from jixiao.model.rules import CurveOwner, MeasureOwner
from jixiao.quantity import Number, Quantity, Unit

_ALL = Interval()


class _OfTarget(Measure):
    """A quotient of actual and target, which is one where the target is just reached."""

    is_quotient = True
    domain: Interval = _ALL

    @property
    def open_condition(self) -> str:
        """Return that the target must be above zero."""
        return ">"

    def _problem(self, facts: RowFacts) -> Problem:
        """Return why a row has no actual ÷ target."""
        if facts.mismatch is None and isinstance(facts.target, Number) and isinstance(facts.actual, Number):
            return target_not_positive(facts)
        return self.no_number(facts)

    def profile(self, kind: RowKind) -> Profile:
        """Return how the measure runs: more or less of it is better as the comparison says."""
        alternatives: tuple[tuple[MonotonePart, ...], ...] = tuple(
            (MonotonePart(self.domain, rising=more != self.falls_as_actual_rises),) for more in kind.directions
        )
        if kind.may_cost_on_both_sides:
            alternatives += (peak(self.domain, ONE),)
        return Profile(self.domain, alternatives, ONE, kind.may_cost_on_both_sides)


class Attainment(_OfTarget):
    """完成率: actual ÷ target, for a target above zero."""

    name = "attainment"
    phrase = {"zh": "完成率{value}", "en": "attainment {value}"}
    is_quotient_of_facts = True
    values = _ALL

    def of(self, facts: RowFacts, rule: MeasureOwner, comparison: str) -> Pair | Problem:
        """Return actual ÷ target."""
        return facts.quotient or self._problem(facts)

    def actuals(self, values: Interval, facts: RowFacts, comparison: str) -> list[Interval]:
        """Return the values times the target."""
        target = facts.target
        if isinstance(target, Number) and target.value > 0:
            return [values.image(target.value)]
        return []

    def approach(self, kind: RowKind, side: Side) -> MonotonePart:
        """Return the values up to one, or from one on."""
        if side == "below":
            return MonotonePart(Interval.at_most(ONE), rising=True)
        return MonotonePart(Interval.at_least(ONE), rising=False)

    def actual_at(self, x: Fraction, target: Fraction, side: Side, unit: Unit) -> Fraction:
        """Return x times the target."""
        return x * target

    def column(self, values: ColumnValues[C]) -> tuple[C, C]:
        """Return actual and target."""
        return values.actual, values.target

    def formula(
        self, owner: CurveOwner, target: Quantity | None, comparison: str, actual: CellNumber, points: Points
    ) -> str | None:
        """Return the points of the cell ÷ target."""
        if not isinstance(target, Number) or target.value <= 0:
            return None
        return points(actual.over(target.value))

    def open_formula(self, comparison: str, cells: CellPair, points: Points) -> str | None:
        """Return the points of actual ÷ target."""
        return points(Quotient(cells.actual, cells.target))


class InverseAttainment(_OfTarget):
    """反向完成率: target ÷ actual; an actual of zero or below is +∞."""

    name = "inverse_attainment"
    phrase = {"zh": "反向完成率{value}", "en": "inverse attainment {value}"}
    falls_as_actual_rises = True
    may_be_infinite = True
    domain = POSITIVE
    usual_values = POSITIVE

    def of(self, facts: RowFacts, rule: MeasureOwner, comparison: str) -> Pair | Problem:
        """Return target ÷ actual."""
        if facts.quotient is None:
            return self._problem(facts)
        actual, target = facts.quotient
        if actual <= 0:
            return INFINITE
        return (target, actual)

    def actuals(self, values: Interval, facts: RowFacts, comparison: str) -> list[Interval]:
        """Return the target ÷ the values; values without an upper end have the actuals of zero and below, too."""
        target = facts.target
        if not isinstance(target, Number) or target.value <= 0 or (values.high is not None and values.high <= 0):
            return []
        least = most = None
        if values.high is not None:
            least = target.value / values.high
        if values.low is not None and values.low > 0:
            most = target.value / values.low
        return [Interval(least, values.high_closed, most, values.low_closed)]

    def approach(self, kind: RowKind, side: Side) -> MonotonePart:
        """Return the mirror of both sides of one."""
        if side == "below":
            return MonotonePart(Interval.at_least(ONE), rising=False)
        return MonotonePart(Interval(ZERO, False, ONE, True), rising=True)

    def actual_at(self, x: Fraction, target: Fraction, side: Side, unit: Unit) -> Fraction | None:
        """Return the target ÷ x."""
        if x > 0:
            return target / x
        return None

    def sample_size(self, target: str, xs: list[Fraction]) -> Fraction:
        """Return a size that all numerators divide."""
        return Fraction(lcm(100, *(x.numerator for x in xs if x > 0)))

    def column(self, values: ColumnValues[C]) -> tuple[C, C]:
        """Return target and actual; at or below zero that is 1/0."""
        actual, target = values.actual, values.target
        return actual.where_positive(target, actual.of(1)), actual.where_positive(actual, actual.of(0))

    def formula(
        self, owner: CurveOwner, target: Quantity | None, comparison: str, actual: CellNumber, points: Points
    ) -> str | None:
        """Return the points of target ÷ the cell, or of +∞."""
        if not isinstance(target, Number) or target.value <= 0:
            return None
        mirrored = actual.over(target.value)
        at_infinity = points(INFINITE_QUOTIENT)
        return f"IF({actual.expression}<=0,{at_infinity},{points(Quotient(mirrored.bottom, mirrored.top))})"

    def open_formula(self, comparison: str, cells: CellPair, points: Points) -> str | None:
        """Return the points of target ÷ actual, or of +∞."""
        return f"IF({cells.actual}<=0,{points(INFINITE_QUOTIENT)},{points(Quotient(cells.target, cells.actual))})"


class Execution(Attainment):
    """预算执行率: spent ÷ budget, or ÷ the initial budget where the rule says so (the plan passes that one)."""

    name = "execution"
    phrase = {"zh": "预算执行率{value}", "en": "execution rate {value}"}
    is_quotient_of_facts = False  # spending below zero has none
    targets = ()
    of_funds = True
    values = NOT_NEGATIVE

    def of(self, facts: RowFacts, rule: MeasureOwner, comparison: str) -> Pair | Problem:
        """Return spent ÷ budget."""
        target, actual = facts.target, facts.actual
        if facts.quotient is not None and facts.quotient[0] >= 0:
            return facts.quotient
        if not isinstance(target, Number):
            return NoData(Codes.FUNDS_INCOMPLETE, "budget", (("key", rule.over),))
        if not isinstance(actual, Number):
            return NoData(Codes.FUNDS_INCOMPLETE, "spent", (("key", "spent"),))
        return Problem(Codes.NO_EXECUTION_RATE, "budget", (("budget", target.value), ("spent", actual.value)))

    def profile(self, kind: RowKind) -> Profile:
        """Return that spending more is better."""
        return Profile(NOT_NEGATIVE, ((MonotonePart(NOT_NEGATIVE, rising=True),),), ONE)

    def formula(
        self, owner: CurveOwner, target: Quantity | None, comparison: str, actual: CellNumber, points: Points
    ) -> None:
        """Return nothing: on the form both spent and budget are cells."""


ATTAINMENT, INVERSE_ATTAINMENT, EXECUTION_RATE = Attainment(), InverseAttainment(), Execution()
