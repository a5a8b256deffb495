"""Kinds of rows: rows that one rule scores by the same arithmetic are one program, worked out from a sample."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from jixiao.batch.scalar_rows import Sample
from jixiao.measure import measure_of
from jixiao.model.facts import RowFacts
from jixiao.model.problems import Problem
from jixiao.model.rules import CurveOwner, Remark, Rule
from jixiao.quantity import Number, parse
from jixiao.scoring.rows import RowScore


@dataclass(frozen=True)
class Program:
    """One rule on one shape of values: target × ``target_factor`` and actual × ``actual_factor``, over ``base``.

    ``sign`` is the one stated beside the target; ``words`` are what else the reasons take from the row's kind.
    """

    rule: Rule
    comparison: str
    target_factor: int
    actual_factor: int
    base: int
    unit: Fraction
    in_percent: bool
    sign: str | None
    words: tuple[str | None, ...]
    remarks: tuple[Remark, ...]
    executed: bool

    @property
    def key(self) -> tuple[object, ...]:
        """Return the key by which programs are the same."""
        numbers = (self.target_factor, self.actual_factor, self.base, self.unit)
        own = tuple(remark.name for remark in self.remarks)
        return (self.rule.name, self.comparison, *numbers, self.in_percent, self.sign, self.words, own, self.executed)


def program_of(sample: Sample) -> Program | None:
    """Return the program of all rows like the sample; ``None`` where the scalar core must score them."""
    row = sample.row
    facts, rule, choice = row.facts, row.choice.rule, row.choice
    if rule is None or not _is_arithmetic(row, rule):
        return None
    remarks: tuple[Remark, ...] = tuple(
        remark for remark in choice.remarks if _is_measurable(facts, remark, choice.comparison)
    )
    owners: list[CurveOwner] = [rule, *remarks]
    if not all(map(_in_columns, owners)):
        return None
    factors = _factors(facts)
    base = lcm(*(factor.denominator for factor in factors))
    target, actual = (int(factor * base) for factor in factors)
    words, sign = _words(facts, rule), facts.indicator.sign
    return Program(rule, choice.comparison, target, actual, base, *_unit(facts), sign, words, remarks, facts.index < 0)


def _is_arithmetic(row: RowScore, rule: Rule) -> bool:
    """Whether a row is scored by two numbers and a curve alone."""
    facts = row.facts
    has_numbers = isinstance(facts.target, Number) and isinstance(facts.actual, Number)
    is_reduced = bool(row.choice.caps) or facts.is_reduced_by_hand
    return row.score is not None and has_numbers and not is_reduced and not rule.curve.judged


def _in_columns(owner: CurveOwner) -> bool:
    """Whether columns can compute the measure of a rule or a remark."""
    return measure_of(owner).in_columns and owner.over == "budget"


def _is_measurable(facts: RowFacts, remark: Remark, comparison: str) -> bool:
    """Whether the remark can be measured on rows of this kind at all."""
    return not isinstance(measure_of(remark).of(facts, remark, comparison), Problem)


def _factors(facts: RowFacts) -> tuple[Fraction, Fraction]:
    """Return what reconciling multiplied target and actual by; amounts of the funds are taken as they are."""
    if facts.index < 0:
        return Fraction(1), Fraction(1)
    return _factor(facts, "target"), _factor(facts, "actual")


def _factor(facts: RowFacts, field: str) -> Fraction:
    """Return what reconciling multiplied a value by; nothing where it is 0."""
    read = parse(getattr(facts.indicator, field) or "")
    reconciled: Number = getattr(facts, field)
    if isinstance(read, Number) and read.value:
        return reconciled.value / read.value
    return Fraction(1)


def _unit(facts: RowFacts) -> tuple[Fraction, bool]:
    """Return what one of the indicator's own unit is worth, and whether the actual is a percentage."""
    target, actual = facts.target, facts.actual
    assert isinstance(target, Number) and isinstance(actual, Number)  # noqa: S101, PT018  # checked by the caller
    own = Fraction(1)
    if target.unit.dimension != "%":
        own = target.unit.factor
    return own, actual.unit.dimension == "%"


def _words(facts: RowFacts, rule: Rule) -> tuple[str | None, ...]:
    target = facts.target
    if facts.index < 0:
        return (facts.indicator.uom,)
    if rule.steps is not None and measure_of(rule).scale == "unit" and isinstance(target, Number):
        return (target.unit.word or target.unit.dimension,)
    return ()
