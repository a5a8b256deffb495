"""What a project states, read once: each row as quantities in one dimension, its sign and its kinds.

No rule and no default of a spec is applied here.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from jixiao.exact import ONE, add_up
from jixiao.findings import Codes
from jixiao.model.fields import frozen
from jixiao.model.problems import NOT_DUE, Problem
from jixiao.model.project import Deduction, Indicator, Project
from jixiao.model.row_problems import mismatch_problem, problem_of
from jixiao.model.rules import Budget
from jixiao.quantity import (
    Date,
    Mismatch,
    Number,
    Quantity,
    Range,
    Sign,
    Unit,
    is_blank,
    parse,
    parse_unit,
    reconcile,
)

#: The class of the execution row, and its place, which comes before all indicators.
EXECUTION = "execution"
EXECUTION_INDEX = -1
SIGNED = (Number, Date)
_BARE = Unit("", ONE)
#: A numerator and a denominator (≥ 0).
Pair = tuple[int, int]


class Selector:
    """What decides which rule a row gets. Alike rows share one, so that it is looked up by identity, which is fast."""

    __slots__ = ()


@lru_cache(maxsize=2**13)
def selector(*parts: object) -> Selector:  # noqa: ARG001  # they are what it is remembered by
    """Return the selector of a row's class, level 2, sign, direction, kinds and rule."""
    return Selector()


@frozen
class RowFacts:
    """One row of the table: an indicator, or the execution row, which knows the ``funds`` that it is measured from.

    ``target`` and ``actual`` are in one dimension; a ``mismatch`` says why they could not be brought to one.
    ``assumed`` names what was taken for granted to do so. ``quotient`` is actual ÷ target as a pair of integers, where
    both are numbers and the target is above zero. A ``problem`` keeps every rule from scoring the row. A row is reduced
    by hand where a reviewer marked it or took points off it; ``deductions`` are those of a second score. The ``weight``
    is as stated, in points.
    """

    index: int
    indicator: Indicator
    year: int | None
    weight: Fraction | None
    target: Quantity | None
    actual: Quantity | None
    kinds: tuple[str, ...]
    quotient: Pair | None
    selector: Selector
    sign: Sign | None = None
    assumed: tuple[str, ...] = ()
    mismatch: Problem | None = None
    problem: Problem | None = None
    is_reduced_by_hand: bool = False
    deductions: tuple[Deduction, ...] = ()
    funds: FundFacts | None = None

    @property
    def level1(self) -> str | None:
        """Return the 一级指标 as typed."""
        return self.indicator.level1

    def path_of(self, field: str) -> str:
        """Return where a field of the row stands in the project, such as ``indicators[0].actual``."""
        if self.funds is not None:
            return f"funds.total.{field}"
        return f"indicators[{self.index}].{field}"

    def over(self, basis: Budget) -> RowFacts:
        """Return the execution row measured over another budget; an indicator is its own."""
        if self.funds is None:
            return self
        return self.funds.over(basis)


@frozen
class FundFacts:
    """The total of the fund table, in the money unit of the project; ``row`` has the unit, the cause and the remedy.

    ``deductions`` are those of a second score.
    """

    budget: Fraction | None
    initial: Fraction | None
    spent: Fraction | None
    row: Indicator
    year: int | None
    problem: Problem | None = None
    deductions: tuple[Deduction, ...] = ()

    def amount(self, basis: Budget) -> Fraction | None:
        """Return the adjusted budget or the initial one."""
        return self.initial if basis == "initial" else self.budget

    def over(self, basis: Budget) -> RowFacts:
        """Return the execution row measured over the adjusted budget or the initial; its kind is of the former."""
        target, actual = money(self.amount(basis)), money(self.spent)
        kinds = kinds_of(money(self.budget))
        chosen_by = selector(EXECUTION, None, None, None, kinds, None)
        quotient = _quotient(target, actual)
        return RowFacts(
            EXECUTION_INDEX,
            self.row,
            self.year,
            None,
            target,
            actual,
            kinds,
            quotient,
            chosen_by,
            problem=self.problem,
            is_reduced_by_hand=bool(self.deductions),
            deductions=self.deductions,
            funds=self,
        )


class ProjectFacts(NamedTuple):
    """The facts of all indicators, and of the funds with the execution row over the adjusted budget.

    ``finished`` is as stated, or else whether the whole budget was spent. Where measure and curve alone can score every
    row, ``measured`` holds each with its weight, and ``weighed`` is the sum of these, as pairs of integers (points).
    """

    rows: tuple[RowFacts, ...]
    execution: RowFacts
    finished: bool | None
    measured: tuple[tuple[RowFacts, Pair], ...] = ()
    weighed: Pair | None = None


def facts_of(project: Project) -> ProjectFacts:
    """Return the facts of a project; they are read once and stay with it."""
    facts: ProjectFacts | None = getattr(project, "_facts", None)
    if facts is None:
        facts = read_facts(project)
        object.__setattr__(project, "_facts", facts)
    return facts


def read_facts(project: Project) -> ProjectFacts:
    """Return the facts of a project, every row read anew."""
    is_early = project.is_early
    rows = tuple(read_row(index, row, project.year, is_early=is_early) for index, row in enumerate(project.indicators))
    funds = read_funds(project, is_due=_is_execution_due(project))
    facts = ProjectFacts(rows, funds.over("budget"), _finished(project))
    weights = [row.weight for row in rows if row.weight is not None and _is_measured_alone(row)]
    if len(weights) < len(rows):
        return facts
    measured = zip(rows, (weight.as_integer_ratio() for weight in weights), strict=True)
    return facts._replace(measured=tuple(measured), weighed=add_up(weights).as_integer_ratio())


def _is_measured_alone(row: RowFacts) -> bool:
    """Whether the row applies and nothing but its values bears on its score."""
    if row.problem is not None or row.actual is None:
        return False
    return row.indicator.applicable and not row.is_reduced_by_hand


def _finished(project: Project) -> bool | None:
    total = project.funds.total
    if project.finished is not None or total.budget is None or total.spent is None:
        return project.finished
    return total.spent >= total.budget


def read_funds(project: Project, *, is_due: bool = True) -> FundFacts:
    """Return the facts of a project's funds; ``is_due``: their execution is to be measured."""
    funds, total = project.funds, project.funds.total
    row = _funds_row(funds.money_unit, funds.cause, funds.remedy)
    problem = None
    if not is_due:
        problem = NOT_DUE
    return FundFacts(total.budget, total.initial, total.spent, row, project.year, problem)


@lru_cache(maxsize=2**6)
def _funds_row(unit: str, cause: str | None, remedy: str | None) -> Indicator:
    """Return the execution row as an indicator."""
    return Indicator(level1=EXECUTION, uom=unit, cause=cause, remedy=remedy)


def _is_execution_due(project: Project) -> bool:
    """Whether the execution of the budget can be scored: not while the year goes on, nor before anything is spent."""
    if project.stage == "monitoring":
        return False
    return project.stage != "target" or project.funds.total.spent is not None


def money(amount: Fraction | None) -> Number | None:
    """Return an amount of the fund table as a bare number."""
    if amount is None:
        return None
    return Number(None, amount, _BARE)


def read_row(index: int, row: Indicator, year: int | None, *, is_early: bool = False) -> RowFacts:
    """Return the facts of an indicator of a project of a year; a value that cannot be read is a text.

    ``is_early``: the project is at the stage of targets or monitoring: it has no actuals yet, and may have no weights.
    """
    target, actual, assumed, mismatch = _values(row)
    stated, typed = row.sign, _typed_sign(target)
    sign, kinds, quotient = stated or typed, kinds_of(target, actual), None
    if mismatch is None:
        quotient = _quotient(target, actual)
    return RowFacts(
        index,
        row,
        year,
        row.weight,
        target,
        actual,
        kinds,
        quotient,
        selector(row.level1, row.level2, row.comparison or sign, row.direction, kinds, row.rule),
        sign,
        assumed,
        mismatch,
        problem_of(row, target, actual, stated, typed, is_early=is_early),
        is_reduced_by_hand=bool(row.marks or row.deduct),
    )


class _Values(NamedTuple):
    """Target and actual of a row in one dimension, what was assumed for it, or why they are not in one."""

    target: Quantity | None
    actual: Quantity | None
    assumed: tuple[str, ...] = ()
    mismatch: Problem | None = None


def _values(row: Indicator) -> _Values:
    target, actual = _quantity(row.target), _quantity(row.actual)
    unit = None
    if row.uom:
        unit = parse_unit(row.uom)
        if unit is None:
            return _Values(target, actual, mismatch=Problem(Codes.UNKNOWN_UNIT, "uom", (("value", row.uom),)))
    if target is None or actual is None:
        return _Values(_in_unit(target, unit), actual)
    reconciled = reconcile(target, actual, unit)
    if isinstance(reconciled, Mismatch):
        return _Values(target, actual, mismatch=mismatch_problem(reconciled, row))
    return _Values(*reconciled)


def _quantity(text: str | None) -> Quantity | None:
    if text is None or is_blank(text):
        return None
    return parse(text)


def _in_unit(value: Quantity | None, unit: Unit | None) -> Quantity | None:
    """Return a bare number in the unit of its column; any other value as it is."""
    if unit is None or not isinstance(value, Number) or value.unit.dimension != "" or value.unit == unit:
        return value
    return Number(value.sign, value.value * unit.factor, unit)


def _quotient(target: Quantity | None, actual: Quantity | None) -> Pair | None:
    if not isinstance(target, Number) or not isinstance(actual, Number) or target.value.numerator <= 0:
        return None
    (num, den), (top, bottom) = actual.value.as_integer_ratio(), target.value.as_integer_ratio()
    return num * bottom, top * den


def _typed_sign(target: Quantity | None) -> Sign | None:
    if isinstance(target, SIGNED):
        return target.sign
    return None


def kinds_of(target: Quantity | None, actual: Quantity | None = None) -> tuple[str, ...]:
    """Return what kinds a target is, for the conditions of rules: every name of a spec's ``target`` that fits."""
    if isinstance(target, Number):
        return _kinds(target, actual)
    if isinstance(target, Range):
        return ("range",)
    if isinstance(target, Date):
        return ("date",)
    return ("word",)


def _kinds(target: Number, actual: Quantity | None) -> tuple[str, ...]:
    kinds, units = ["number"], [target.unit.dimension]
    if isinstance(actual, Number):
        units.append(actual.unit.dimension)
    if target.value == 0:
        kinds.append("zero")
    elif target.value.numerator < 0:
        kinds.append("negative")
    if "元" in units or (target.scaled and not any(units)):
        kinds.append("money")
    if "%" in units:
        kinds.append("percent")
    if "名" in units:
        kinds.append("rank")
    return tuple(kinds)
