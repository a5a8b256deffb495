"""A measure as one value: everything that a room asks of it, and what holds where a measure says nothing else.

A measure takes a row's facts to one exact pair n/d (d ≥ 0), never a quotient; d = 0 with n > 0 is +∞. What a row
cannot give is a ``Problem``: no score, and the finding says why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from math import lcm
from typing import Final, Literal, Protocol, Self, TypeVar

from jixiao.curve import Interval
from jixiao.exact import ONE, ZERO, decimal_places
from jixiao.findings import Codes, Lang
from jixiao.measure.cells import CellNumber, CellPair, Quotient
from jixiao.measure.profile import AWAY, MonotonePart, Profile, RowKind, Side
from jixiao.model.facts import Pair, RowFacts
from jixiao.model.measure_names import MEASURE_LABELS
from jixiao.model.problems import NO_ACTUAL, Problem
from jixiao.model.rules import CurveOwner, MeasureOwner, Occasion, Rule
from jixiao.quantity import Number, Quantity, Range, Unit

INFINITE: Final[Pair] = (1, 0)
NUMERIC = (Number, Range)
#: Percentages, whose measured values are ratios.
PERCENT: Final = Unit("%", Fraction(1, 100))
#: How a measured value is read: as a ratio, in the unit of the indicator, or as a bare count.
Scale = Literal["ratio", "unit", "count"]
#: What a target is, as far as measures tell it apart.
TargetShape = Literal["number", "date", "word"]
#: Under which comparisons a measure takes both sides of the target for short of it.
TwoSided = Literal["never", "equal", "always"]


class WholeColumn(Protocol):
    """A column of whole numbers, as far as column formulas reckon with it."""

    def of(self, number: int) -> Self:
        """Return a constant of the same type."""

    def __sub__(self, other: Self) -> Self: ...

    def __mul__(self, other: int) -> Self: ...

    def size(self) -> Self:
        """Return the absolute values."""

    def above_zero(self) -> Self:
        """Return the numbers, and 0 where they are negative."""

    def where_positive(self, then: Self, otherwise: Self) -> Self:
        """Return the numbers of one column where this one is positive, and those of another elsewhere."""


C = TypeVar("C", bound=WholeColumn)
C_co = TypeVar("C_co", bound=WholeColumn, covariant=True)


class ColumnValues(Protocol[C_co]):
    """Target and actual as whole numbers over one ``base``; ``unit`` is what one of the indicator's unit is worth."""

    @property
    def target(self) -> C_co:
        """Return targets, in units of 1/``base``."""

    @property
    def actual(self) -> C_co:
        """Return actuals, in units of 1/``base``."""

    @property
    def base(self) -> int:
        """Return what whole numbers are divided by."""

    @property
    def comparison(self) -> str:
        """Return the sign of all rows."""

    @property
    def unit(self) -> Fraction:
        """Return what one of the indicator's unit is worth."""


class Measure:
    """What is taken of a row before the curve. A measure states its name and overrides what it does otherwise."""

    name: str
    #: The clause of a reason, with {value}; none where the reason does not state the value.
    phrase: dict[Lang, str] | None = None
    #: The words after a count, such as 天.
    unit_words: dict[Lang, str] | None = None
    scale: Scale = "ratio"
    targets: tuple[TargetShape, ...] = ("number",)
    two_sided: TwoSided = "never"
    #: Whether it is actual ÷ target, or its mirror.
    is_quotient: bool = False
    #: Whether it is actual ÷ target on every row that has this, so that the facts' quotient can stand for it.
    is_quotient_of_facts: bool = False
    #: Whether it falls as the actual rises.
    falls_as_actual_rises: bool = False
    #: Whether it can be +∞.
    may_be_infinite: bool = False
    #: Whether it is 1 or 0.
    is_yes_no: bool = False
    #: Whether it compares with the target; else it is the actual itself.
    against_target: bool = True
    #: Whether a person states it, whatever the actual is.
    is_stated: bool = False
    #: Whether only the row of the funds has it.
    of_funds: bool = False
    #: Whether it divides by the target that was missed, so that off a target of zero there is none.
    divides_by_missed: bool = False
    #: The values it can take, and those that it takes on rows of numbers above zero.
    values: Interval = Interval.at_least(ZERO)
    usual_values: Interval = Interval.at_least(ZERO)

    def label(self, lang: Lang) -> str:
        """Return the name that people read."""
        return MEASURE_LABELS[self.name][lang]

    @property
    def of_dates(self) -> bool:
        """Whether it compares days alone."""
        return self.targets == ("date",)

    @property
    def moves_with_actual(self) -> bool:
        """Whether another actual can change it."""
        return not self.is_stated

    # ---- scoring

    def of(self, facts: RowFacts, rule: MeasureOwner, comparison: str) -> Pair | Problem:
        """Return the measured n/d of a row, or why it has none."""
        raise NotImplementedError

    def occasion(self, facts: RowFacts, rule: Rule, comparison: str) -> Occasion | None:
        """Return on what the score of a row rests that the text may leave open, or ``None``."""
        if comparison == "=":
            return "="
        return None

    def no_number(self, facts: RowFacts) -> Problem:
        """Return why a row has no numbers to compare."""
        if facts.mismatch is not None:
            return facts.mismatch
        if facts.actual is None:
            return NO_ACTUAL
        field = "actual" if isinstance(facts.target, NUMERIC) else "target"
        return Problem(
            Codes.NUMBERS_NEEDED,
            field,
            (("measure", self.name), ("target", facts.indicator.target), ("actual", facts.indicator.actual)),
        )

    # ---- the inverse, for what-if

    @property
    def is_inverted(self) -> bool:
        """Whether it has an inverse, so that a number decides what it measures."""
        return type(self).actuals is not Measure.actuals

    def actuals(self, values: Interval, facts: RowFacts, comparison: str) -> list[Interval]:
        """Return the actuals (in the base unit) that measure within ``values``."""
        raise NotImplementedError

    def latest_day(self, deadline: date, values: list[Interval], rule: CurveOwner) -> date | None:
        """Return the last day that measures within ``values``; ``None`` where no day decides, or there is no last."""
        return None

    # ---- the domain, for proofs

    def profile(self, kind: RowKind) -> Profile:
        """Return how the measure runs in one kind of row."""
        raise NotImplementedError

    def approach(self, kind: RowKind, side: Side) -> MonotonePart | None:
        """Return the values on one side of a target, and whether they rise as the actual draws near to it.

        The target itself is among them. ``None`` where the measure does not move on that side. Of a value, all: some
        target lies beyond each.
        """
        return None

    def at_target(self, target: str) -> Interval:
        """Return the values where a target of a kind is just reached."""
        return Interval.point(ONE)

    # ---- sample rows, for cases and counterexamples

    def actual_at(self, x: Fraction, target: Fraction, side: Side, unit: Unit) -> Fraction | None:
        """Return the actual on a side of the target that measures x, in ``unit``; ``None`` if there is none."""
        return None

    def samples(self, x: Fraction, ends: tuple[Fraction, Fraction], unit: Unit) -> Iterator[Fraction]:
        """Yield actuals that may measure x against a target with these ends, in its unit; else the low end."""
        sides: tuple[Side, ...] = ("below", "above")
        actuals = (self.actual_at(x, end, side, unit) for end, side in zip(ends, sides, strict=True))
        yield from dict.fromkeys(actual for actual in actuals if actual is not None) or (ends[0],)

    def sample_target(self, target: str, xs: list[Fraction]) -> Fraction:
        """Return a target of a kind against which actuals that measure ``xs`` are decimals, in its unit."""
        size = self.sample_size(target, xs)
        return {"zero": ZERO, "negative": -size}.get(target, size)

    def sample_size(self, target: str, xs: list[Fraction]) -> Fraction:
        """Return the size of such a target."""
        return Fraction(lcm(100, *(x.denominator for x in xs if decimal_places(x) is None)))

    def day_at(self, x: Fraction, deadline: date) -> date | None:
        """Return the day that measures x against a deadline; ``None`` if there is none, or not within reason."""
        return None

    # ---- columns and cells

    @property
    def in_columns(self) -> bool:
        """Whether it has a column formula; a measure without one takes the scalar core in batches."""
        return type(self).column is not Measure.column

    def column(self, values: ColumnValues[C]) -> tuple[C, C]:
        """Return n and d of rows of numbers as columns."""
        raise NotImplementedError

    def formula(
        self, owner: CurveOwner, target: Quantity | None, comparison: str, actual: CellNumber, points: Points
    ) -> str | None:
        """Return the spreadsheet formula of the points for what a cell holds; ``None`` where that is no arithmetic."""
        return None

    def open_formula(self, comparison: str, cells: CellPair, points: Points) -> str | None:
        """Return the formula of the points where the target is a cell, too; ``None`` where that is no arithmetic."""
        return None

    @property
    def open_condition(self) -> str:
        """Return the sign that a target must have towards 0 for the open formula to hold; empty where any will do."""
        return ""

    def formula_condition(self, target: Quantity | None) -> str:
        """Return the sign that an actual must have towards 0 for the formula to hold; empty where any will do."""
        return ""


#: The formula of the points of a measured value.
Points = Callable[[Quotient], str]


def own_unit(unit: Unit) -> Fraction:
    """Return what one of an indicator's own unit is worth; points of a percentage are hundredths of one."""
    return ONE if unit.dimension == "%" else unit.factor


def quotient(n: Fraction, d: Fraction) -> Pair:
    """Return n/d as a pair of integers."""
    return n.numerator * d.denominator, n.denominator * d.numerator


def target_not_positive(facts: RowFacts) -> Problem:
    """Return the problem of a target that nothing can be divided by."""
    return Problem(Codes.TARGET_NOT_POSITIVE, "target", (("target", facts.indicator.target),))


__all__ = ["AWAY", "INFINITE", "NUMERIC", "PERCENT", "Measure", "Pair", "Points", "own_unit", "quotient"]
