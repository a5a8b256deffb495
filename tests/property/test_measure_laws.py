"""Every part of a measure is held against its forward: inverse, profile, samples, columns and formulas say the same."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import ValidationError

import jixiao
from jixiao.curve import Interval
from jixiao.exact import format_exact
from jixiao.measure import MEASURES, PERCENT, Measure
from jixiao.measure.cells import CellNumber, times
from jixiao.measure.profile import AWAY, RowKind
from jixiao.model.facts import RowFacts, read_row
from jixiao.model.problems import Problem
from jixiao.model.rules import Cap, Rule
from jixiao.quantity import Number, Range, Unit, less_is_better

F = Fraction
BARE = Unit("")
MONEY = Unit("元", F(10000))
COMPARISONS = ("≥", ">", "≤", "<", "=", "")
OF_NUMBERS = [name for name, measure in MEASURES.items() if measure.is_inverted]
IN_CELLS = [name for name in OF_NUMBERS if name != "execution"]

hundredths = st.integers(-20000, 20000).map(lambda n: F(n, 100))
positive = st.integers(1, 20000).map(lambda n: F(n, 100))


def rule(name: str, **more: Any) -> Rule:
    return Rule.model_validate(
        {"rule": "own", "basis": "m10", "measure": name, "line": {"0": "0", "1": "full"}, **more}
    )


def facts(target: str, actual: str, **more: Any) -> RowFacts:
    row = {"level1": "产出指标", "name": "甲", "target": target, "actual": actual, "weight": "10", **more}
    return read_row(0, jixiao.Indicator.model_validate(row), 2024)


def measured(name: str, target: str, actual: Fraction, comparison: str) -> Fraction | None:
    """What a measure makes of an actual; ``None`` where it is +∞."""
    pair = MEASURES[name].of(facts(target, format_exact(actual)), rule(name), comparison)
    assert not isinstance(pair, Problem), pair
    return F(*pair) if pair[1] else None


def holds(values: Interval, x: Fraction | None) -> bool:
    return values.high is None if x is None else values.contains(x)


@st.composite
def targets(draw: st.DrawFn) -> tuple[str, Fraction, Fraction]:
    """A number above zero, or a range: as text, and its ends."""
    low = draw(positive)
    if draw(st.booleans()):
        return format_exact(low), low, low
    high = low + draw(positive)
    return f"{format_exact(low)}~{format_exact(high)}", low, high


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    low, width = (
        draw(st.none() | st.fractions(-1, 2, max_denominator=20)),
        draw(st.none() | st.fractions(0, 2, max_denominator=20)),
    )
    high = None if width is None else (low or F(0)) + width
    return Interval(low, low is not None and draw(st.booleans()), high, high is not None and draw(st.booleans()))


# ---- the inverse


@pytest.mark.parametrize("name", OF_NUMBERS)
@given(target=targets(), actual=hundredths, comparison=st.sampled_from(COMPARISONS), values=intervals())
def test_the_inverse_has_the_actuals_that_measure_within(
    name: str, target: tuple[str, Fraction, Fraction], actual: Fraction, comparison: str, values: Interval
) -> None:
    measure, of_row = MEASURES[name], facts(target[0], format_exact(actual))
    inside = any(each.contains(actual) for each in measure.actuals(values, of_row, comparison))
    pair = measure.of(of_row, rule(name), comparison)
    if isinstance(pair, Problem):
        assert not inside or not holds(Interval.at_least(F(0)), actual) or measure.is_quotient is False
        return
    is_within = holds(values, F(*pair) if pair[1] else None)
    assert not inside or is_within
    starts_at_target = measure.two_sided == "never" or values.contains(F(0))
    if starts_at_target and not measure.is_yes_no:
        assert inside == is_within


@pytest.mark.parametrize("name", OF_NUMBERS)
def test_there_is_no_inverse_of_words(name: str) -> None:
    of_words = facts("及时", "及时")
    values = MEASURES[name].actuals(Interval(), of_words, "")
    assert values == ([Interval()] if name == "value" else [])


def test_what_cannot_be_measured_has_no_inverse() -> None:
    of_zero, below = facts("0", "1"), Interval.at_most(F(0))
    assert MEASURES["attainment"].actuals(Interval(), of_zero, "≥") == []
    assert MEASURES["inverse_attainment"].actuals(Interval(), of_zero, "≤") == []
    assert MEASURES["inverse_attainment"].actuals(below, facts("5", "1"), "≤") == []
    assert MEASURES["met"].actuals(Interval.point(F(0)), facts("5", "1"), "≤") == []


# ---- the domain

KINDS = [RowKind("number", comparison, direction) for comparison in COMPARISONS for direction in ("", "反向", "正向")]


@pytest.mark.parametrize("name", MEASURES)
def test_a_profile_has_alternatives_within_its_domain(name: str) -> None:
    measure = MEASURES[name]
    for target in ("number", "zero", "negative", "rank", "range", "date", "word"):
        for kind in (kind._replace(target=target) for kind in KINDS):
            profile = measure.profile(kind)
            for part in (part for parts in profile.alternatives for part in parts):
                assert part.domain.meet(profile.domain) == part.domain.tightened()
            if profile.target is not None:
                assert profile.domain.contains(profile.target)
            assert not profile.domain.meet(measure.values).is_empty


@pytest.mark.parametrize("name", OF_NUMBERS)
@pytest.mark.parametrize("side", ["below", "above"])
def test_the_approach_runs_as_the_measure_does(name: str, side: Any) -> None:
    """Actuals nearer and nearer to the target: their values rise or fall as the part says, and lie in it."""
    for kind in KINDS:
        approaches(name, kind, side, "50")
        if MEASURES[name].two_sided != "never":
            approaches(name, kind._replace(target="range"), side, "50~50")


def approaches(name: str, kind: RowKind, side: Any, target: str) -> None:
    actuals = [F(50) + AWAY[side] * F(away) for away in (49, 30, 20, 1, 0)]
    values = [measured(name, target, actual, kind.comparison) for actual in actuals]
    part = MEASURES[name].approach(kind, side)
    if part is None:
        assert len(set(values)) == 1
        return
    assert all(value is not None and part.domain.contains(value) for value in values)
    steps = [later - earlier for earlier, later in pairwise(values)]  # type: ignore[operator]
    assert all(step >= 0 for step in steps) if part.rising else all(step <= 0 for step in steps)
    assert values[0] != values[-1]


@pytest.mark.parametrize("name", OF_NUMBERS)
def test_at_the_target_is_what_a_reached_target_measures(name: str) -> None:
    for kind, target in (("number", "50"), ("rank", "第3名")):
        x = measured_text(name, target)
        assert MEASURES[name].at_target(kind).contains(x)
    if name in ("value", "met", "gap"):
        for kind, target in (("zero", "0"), ("negative", "-50")):
            assert MEASURES[name].at_target(kind).contains(measured_text(name, target))


def measured_text(name: str, target: str) -> Fraction:
    pair = MEASURES[name].of(facts(target, target), rule(name), "=")
    assert not isinstance(pair, Problem)
    return F(*pair)


@given(st.integers(-300, 300), st.integers(-300, 300))
def test_the_quotient_of_the_facts_stands_for_the_measures_that_say_so(target: int, actual: int) -> None:
    of_row = facts(format_exact(F(target, 100)), format_exact(F(actual, 100)))
    for name, measure in MEASURES.items():
        if measure.is_quotient_of_facts and of_row.quotient is not None:
            assert measure.of(of_row, rule(name), "≥") == of_row.quotient
    assert [name for name in MEASURES if MEASURES[name].is_quotient_of_facts] == ["attainment"]


def test_what_does_not_move_with_the_actual_has_no_approach() -> None:
    for name in ("stated_share", "adjustment"):
        measure = MEASURES[name]
        assert not measure.moves_with_actual
        assert measure.approach(RowKind("number", "≥"), "below") is None
        assert measure.actual_at(F(1), F(50), "below", BARE) is None
        assert list(measure.samples(F(1), (F(50), F(60)), BARE)) == [F(50)]
        assert measure.at_target("number") == Interval.point(F(1))
    assert MEASURES["gap"].approach(RowKind("date", "≤"), "above") is None
    assert MEASURES["met"].approach(RowKind("date", "≤"), "below") is None
    assert MEASURES["met"].approach(RowKind("date", "≤"), "above") is not None
    assert MEASURES["met"].approach(RowKind("word"), "above") is None
    for name in ("days_late", "months_late"):
        assert MEASURES[name].approach(RowKind("date", "≤"), "below") is None
        assert MEASURES[name].approach(RowKind("date", "≤"), "above") is not None
        assert MEASURES[name].at_target("date") == Interval.point(F(0))


# ---- samples


@given(
    st.sampled_from(OF_NUMBERS),
    positive,
    st.fractions(0, 2, max_denominator=50).filter(lambda x: x.denominator in (1, 2, 5, 10, 20, 50)),
    st.sampled_from(["below", "above"]),
    st.sampled_from([("", BARE), ("%", PERCENT), ("万元", MONEY)]),
)
def test_the_actual_at_a_value_measures_it(
    name: str, target: Fraction, x: Fraction, side: Any, unit: tuple[str, Unit]
) -> None:
    word, own = unit
    measure, comparison = MEASURES[name], "≥" if side == "below" else "≤"
    actual = measure.actual_at(x, target, side, own)
    if measure.is_yes_no:
        x = F(int(x == 1))
    if actual is None:
        assert x == 0
        return
    assume(len(format_exact(actual)) < 12 and "/" not in format_exact(actual))
    of_row = facts(f"{format_exact(target)}{word}", f"{format_exact(actual)}{word}")
    pair = measure.of(of_row, rule(name), comparison)
    if isinstance(pair, Problem):
        assert name == "execution"
    else:
        assert pair[1]
        assert F(*pair) == x
    assert actual in list(measure.samples(x, (target, target), own))


@pytest.mark.parametrize("name", OF_NUMBERS)
def test_a_sample_target_makes_decimals_of_the_actuals(name: str) -> None:
    xs = [F(1, 3), F(2, 7), F(3)]
    for kind, sign in (("number", 1), ("negative", -1), ("zero", 0), ("rank", 1)):
        target = MEASURES[name].sample_target(kind, xs)
        assert (target > 0) - (target < 0) == sign
        if kind == "number" and name not in ("value", "met", "gap"):
            actuals = [MEASURES[name].actual_at(x, target, "above", BARE) for x in xs]
            assert all(actual is not None and "/" not in format_exact(actual) for actual in actuals)


def test_samples_that_miss_a_target_begin_near_it() -> None:
    assert list(MEASURES["met"].samples(F(0), (F(5), F(9)), BARE)) == [F("4.99"), F("9.01"), F(4), F(10)]
    assert list(MEASURES["met"].samples(F(1), (F(5), F(9)), BARE)) == [F(5), F(9)]


# ---- days


@given(st.dates(date(2024, 1, 1), date(2024, 12, 31)), st.integers(0, 40), st.booleans())
def test_days_late_and_back(deadline: date, late: int, begun: bool) -> None:
    for name, most in (("days_late", late), ("months_late", late // 4)):
        measure, own = MEASURES[name], rule(name, months="begun" if begun else "whole")
        values = [Interval.closed(F(0), F(most)), Interval.above(F(most)), Interval.at_least(F(most + 1))]
        last = measure.latest_day(deadline, values[:1], own)
        assert last is not None
        assert days_of(measure, own, deadline, last) <= most
        assert days_of(measure, own, deadline, last + timedelta(1)) > most
        assert measure.latest_day(deadline, values[1:], own) is None
        at = measure.day_at(F(most), deadline)
        assert at is not None
        assert days_of(measure, own, deadline, at) == most


def days_of(measure: Measure, own: Rule, deadline: date, day: date) -> int:
    pair = measure.of(facts(deadline.isoformat(), day.isoformat()), own, "≤")
    assert not isinstance(pair, Problem)
    assert pair[1] == 1
    return pair[0]


def test_days_that_do_not_decide() -> None:
    deadline = date(2024, 6, 15)
    met, values = MEASURES["met"], [Interval.point(F(1))]
    assert met.latest_day(deadline, values, rule("met")) == deadline
    assert met.latest_day(deadline, [Interval.point(F(0))], rule("met")) is None
    assert MEASURES["gap"].latest_day(deadline, values, rule("gap")) is None
    assert MEASURES["gap"].day_at(F(1), deadline) is None
    assert [met.day_at(F(x), deadline) for x in (1, 0, "0.5")] == [deadline, date(2024, 6, 16), None]
    for name in ("days_late", "months_late"):
        assert MEASURES[name].day_at(F(1, 2), deadline) is None
        assert MEASURES[name].day_at(F(10**6), deadline) is None


# ---- columns


@dataclass(frozen=True)
class One:
    """A column of one whole number."""

    number: int

    def of(self, number: int) -> One:
        return One(number)

    def __sub__(self, other: One) -> One:
        return One(self.number - other.number)

    def __mul__(self, other: int) -> One:
        return One(self.number * other)

    def size(self) -> One:
        return One(abs(self.number))

    def above_zero(self) -> One:
        return One(max(0, self.number))

    def where_positive(self, then: One, otherwise: One) -> One:
        return then if self.number > 0 else otherwise


@dataclass(frozen=True)
class Values:
    """A row of numbers as columns have it."""

    target: One
    actual: One
    base: int
    comparison: str
    unit: Fraction


@pytest.mark.parametrize("name", OF_NUMBERS)
@given(target=hundredths, actual=hundredths, comparison=st.sampled_from(COMPARISONS))
def test_the_columns_measure_what_the_core_does(name: str, target: Fraction, actual: Fraction, comparison: str) -> None:
    assert MEASURES[name].in_columns
    pair = MEASURES[name].of(facts(format_exact(target), format_exact(actual)), rule(name), comparison)
    n, d = MEASURES[name].column(Values(One(int(target * 100)), One(int(actual * 100)), 100, comparison, F(1)))
    if isinstance(pair, Problem):
        return
    assert (F(n.number, d.number) if d.number else None) == (F(*pair) if pair[1] else None)


# ---- formulas of cells


def formula_value(formula: str, cell: int) -> Any:
    """What a formula of the few functions that measures use comes to; ``None`` for +∞."""
    text = (
        re.sub(r"(?<![<>])=", "==", formula)
        .replace("NOT(", "(not ")
        .replace("AND(", "all_of(")
        .replace("IF(", "choose(")
    )
    names = {
        "X": cell,
        "MAX": max,
        "ABS": abs,
        "Q": lambda top, bottom: F(top, bottom) if bottom else None,
        "all_of": lambda *parts: all(parts),
        "choose": lambda condition, then, otherwise: then if condition else otherwise,
    }
    return eval(text, {"__builtins__": {}}, names)  # noqa: S307  # a formula of our own


def number_of(text: str, ends: tuple[Fraction, Fraction]) -> Number | Range:
    return Range(*ends, BARE) if "~" in text else Number(None, ends[0], BARE)


@pytest.mark.parametrize("name", IN_CELLS)
@pytest.mark.parametrize("comparison", COMPARISONS[:5])
@given(target=targets(), cell=st.integers(-20000, 20000))
def test_the_formula_measures_what_the_core_does(
    name: str, target: tuple[str, Fraction, Fraction], cell: int, comparison: str
) -> None:
    text, low, high = target
    measure, number = MEASURES[name], number_of(text, (low, high))
    actual = CellNumber("X", F(1, 100))
    formula = measure.formula(rule(name), number, comparison, actual, lambda pair: f"Q({pair.top},{pair.bottom})")
    pair = measure.of(facts(text, format_exact(F(cell, 100))), rule(name), comparison)
    if formula is None:
        assert isinstance(pair, Problem)
        return
    assert not isinstance(pair, Problem)
    assert measure.formula_condition(number) == ""
    assert formula_value(formula, cell) == (F(*pair) if pair[1] else None)


def test_where_there_is_no_formula() -> None:
    cap = Cap.model_validate({"cap": "c", "basis": "m10", "measure": "relative_gap", "line": {"0": "full", "1": "0"}})
    zero, half_zero, below = Number(None, F(0), BARE), Range(F(0), F(5), BARE), Range(F(-5), F(0), BARE)
    point = Range(F(0), F(0), BARE)

    def formula(name: str, target: Any, owner: Any = None) -> str | None:
        return MEASURES[name].formula(owner or rule(name), target, "=", CellNumber("X", F(1)), str)

    for name in ("attainment", "inverse_attainment", "relative_gap", "deviation"):
        assert formula(name, zero) is None
    assert formula("relative_gap", half_zero, cap) is None
    assert formula("relative_gap", half_zero) is not None
    for name in ("attainment", "inverse_attainment", "relative_gap", "gap", "met"):
        assert formula(name, None) is None
    assert formula("execution", Number(None, F(5), BARE)) is None
    assert formula("days_late", None) is None
    conditions = {">=": half_zero, "<=": below, "=": point, "": zero}
    for condition, target in conditions.items():
        assert MEASURES["relative_gap"].formula_condition(target) == condition
    assert MEASURES["gap"].formula_condition(half_zero) == ""


def test_no_measure_of_words_or_days_is_in_columns() -> None:
    assert [name for name, measure in MEASURES.items() if measure.in_columns] == OF_NUMBERS
    assert [name for name in MEASURES if not MEASURES[name].is_inverted] == [
        "days_late",
        "months_late",
        "stated_share",
        "adjustment",
    ]


def test_less_is_better_on_one_kind_of_comparison() -> None:
    assert [sign for sign in COMPARISONS if less_is_better(sign)] == ["≤", "<"]


# ---- what has no measure


@pytest.mark.parametrize("name", [*OF_NUMBERS, "days_late", "months_late"])
def test_an_empty_actual_is_no_data(name: str) -> None:
    if name == "execution":
        return
    target = "2024-06-15" if MEASURES[name].of_dates else "≥50"
    row = {"level1": "产出指标", "name": "甲", "target": target, "weight": "10"}
    of_row = read_row(0, jixiao.Indicator.model_validate(row), 2024)
    assert MEASURES[name].of(of_row, rule(name), "≥") == Problem("JX310", "actual")


def test_words_that_are_not_the_targets_need_a_judge() -> None:
    met = MEASURES["met"]
    assert met.of(facts("及时", "一般"), rule("met"), "定性") == Problem(
        "JX314", "actual", (("actual", "一般"), ("target", "及时"))
    )
    assert met.of(facts("及时", "一般", share="1"), rule("met"), "定性") == (1, 1)
    assert met.of(facts("及时", "及 时"), rule("met"), "定性") == (1, 1)


def test_on_what_a_score_rests() -> None:
    of_row = facts("=50", "50")
    assert MEASURES["attainment"].occasion(of_row, rule("attainment"), "=") == "="
    assert MEASURES["attainment"].occasion(of_row, rule("attainment"), "≥") is None


def test_a_negative_factor_stands_in_brackets() -> None:
    assert [times("X", factor) for factor in (1, 5, 0, -5)] == ["X", "5*X", "0*X", "(-5)*X"]


def test_a_name_that_is_no_measure_is_refused_with_those_that_are() -> None:
    data = {"rule": "r", "basis": "b", "measure": "no_measure", "line": {"0": "0", "1": "full"}}
    for wrong in ("no_measure", 5):
        with pytest.raises(ValidationError) as error:
            Rule.model_validate({**data, "measure": wrong})
        (problem,) = error.value.errors()
        assert problem["type"] == "literal_error"
        assert problem["ctx"]["expected"].startswith("'attainment', 'inverse_attainment', ")
        assert problem["ctx"]["expected"].endswith("'stated_share' or 'adjustment'")
