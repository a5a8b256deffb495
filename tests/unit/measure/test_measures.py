"""Each measure by hand: what it makes of target and actual, before any curve."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

import jixiao
from jixiao.measure import MEASURES
from jixiao.model.facts import RowFacts, facts_of, read_row
from jixiao.model.problems import Problem
from jixiao.model.rules import Cap, Remark, Rule
from jixiao.model.spec import IndicatorSpec

F = Fraction
INFINITE = "∞"


def rule(measure: str, **more: Any) -> Rule:
    return Rule.model_validate({"rule": "own", "basis": "m10", "measure": measure, "line": {"0": "0", "1": "full"}, **more})  # fmt: skip


def facts(target: str, actual: str, **more: Any) -> RowFacts:
    row = {"level1": "产出指标", "name": "甲", "target": target, "actual": actual, "weight": "10", **more}
    return read_row(0, jixiao.Indicator.model_validate(row), 2024)


def measured(measure: str, of: RowFacts, comparison: str, owner: Rule | Cap | Remark | None = None) -> Fraction | str:
    found = MEASURES[measure].of(of, owner or rule(measure), comparison)
    assert not isinstance(found, Problem), found
    n, d = found
    assert d >= 0, "the divisor of a measure is never below zero"
    return F(n, d) if d else INFINITE


@pytest.mark.parametrize(
    ("measure", "target", "actual", "comparison", "found"),
    [
        # 完成率: actual ÷ target, in the units of neither
        ("attainment", "≥50", "45", "≥", "9/10"),
        ("attainment", "≥2万人", "15000人", "≥", "3/4"),
        ("attainment", "≥0.5", "-1", "≥", "-2"),
        # its mirror; less than nothing spent is as good as nothing
        ("inverse_attainment", "≤50", "80", "≤", "5/8"),
        ("inverse_attainment", "≤10", "1", "≤", "10"),
        ("inverse_attainment", "≤10", "0", "≤", INFINITE),
        ("inverse_attainment", "≤10", "-1", "≤", INFINITE),
        # distances, of the target, on the bad side alone or on either; of a range, beyond its nearer end
        ("relative_gap", "≥50", "45", "≥", "1/10"),
        ("relative_gap", "≥50", "45", ">", "1/10"),
        ("relative_gap", "≥50", "60", "≥", "0"),
        ("relative_gap", "≤50", "60", "≤", "1/5"),
        ("relative_gap", "≤50", "60", "<", "1/5"),
        ("relative_gap", "≤50", "45", "<", "0"),
        ("relative_gap", "=50", "45", "=", "1/10"),
        ("relative_gap", "=50", "60", "=", "1/5"),
        ("relative_gap", "40-50", "60", "≥", "1/5"),
        ("relative_gap", "40-50", "30", "≥", "1/4"),
        ("relative_gap", "40-50", "50", "=", "0"),
        ("relative_gap", "40-50", "40", "=", "0"),
        ("deviation", "≥50", "60", "≥", "1/5"),
        ("deviation", "≤50", "45", "≤", "1/10"),
        ("deviation", "-4", "-5", "≥", "1/4"),
        ("deviation", "0", "0", "=", "0"),
        # in the indicator's own unit; of percentages, in hundredths
        ("gap", "≥2万人", "15000人", "≥", "1/2"),
        ("gap", "≥95%", "90%", "≥", "1/20"),
        ("gap", "≤3", "5", "≤", "2"),
        ("value", "≥95%", "90%", "≥", "9/10"),
        ("value", "≥95", "90", "≥", "90"),
        # reached or not: > and < as ≥ and ≤
        ("met", ">5", "5", ">", "1"),
        ("met", ">5", "4.99", ">", "0"),
        ("met", "<5", "5", "<", "1"),
        ("met", "<5", "5.01", "<", "0"),
        ("met", "合格", "合格", "定性", "1"),
        ("met", "2024年6月30日前", "2024年6月30日", "≤", "1"),
        ("met", "2024年6月30日前", "2024年7月1日", "≤", "0"),
        # dates: a row's dates without a year take the project's, 2024
        ("days_late", "6月30日前", "6月30日", "≤", "0"),
        ("days_late", "6月30日前", "7月2日", "≤", "2"),
        ("days_late", "2023年12月31日前", "2024年3月1日", "≤", "61"),
        ("months_late", "6月30日前", "6月30日", "≤", "0"),
        ("months_late", "6月30日前", "7月30日", "≤", "1"),
        ("months_late", "6月30日前", "7月31日", "≤", "2"),
        ("months_late", "2023年11月15日前", "2024年2月15日", "≤", "3"),
    ],
)  # fmt: skip
def test_a_measure_by_hand(measure: str, target: str, actual: str, comparison: str, found: str) -> None:
    assert measured(measure, facts(target, actual), comparison) == (found if found == INFINITE else F(found))


def test_a_measure_that_a_remark_takes() -> None:
    """A remark is a bound without a curve of its own: one in percent asks for a percentage, one in numbers for none."""
    remark = {"remark": "low", "basis": "m10", "measure": "value"}
    percent = Remark.model_validate({**remark, "outside": "<90%"})
    assert measured("value", facts("≥95%", "85%"), "≥", percent) == F(17, 20)
    assert MEASURES["value"].of(facts("≥95", "85"), percent, "≥") == Problem("JX313", "actual", (("actual", "85"),))
    number = Remark.model_validate({**remark, "outside": "<90"})
    assert measured("value", facts("≥95", "85"), "≥", number) == 85
    stated = Remark.model_validate({**remark, "measure": "stated_share", "outside": "<90%"})
    wants = Problem("JX316", "share", (("tier", ""), ("actual", "一般")))
    assert MEASURES["stated_share"].of(facts("好转", "一般", share="85%"), stated, "定性") == wants


def test_a_month_counts_for_a_remark_only_where_it_decides_the_days() -> None:
    """A remark on days late counts them; one on 达标 asks only whether it was late."""
    late = Remark.model_validate({"remark": "late", "basis": "m10", "measure": "days_late", "outside": ">30"})
    of = facts("2024年6月30日前", "2024年8月")
    assert MEASURES["days_late"].of(of, late, "≤") == Problem("JX315", "actual", (("actual", "2024年8月"),))
    assert measured("met", of, "≤") == 0


def funds(initial: object, budget: object, spent: object) -> RowFacts:
    total = {"initial": initial, "budget": budget, "spent": spent}
    project = {"name": "例", "year": 2024, "funds": {"total": total}, "indicators": []}
    return facts_of(jixiao.load_project(project)).execution


def test_the_measures_of_the_funds() -> None:
    """90 of 100 after 80 at the start: executed 90 %, or 112.5 % of the first budget, which was raised by a quarter."""
    of = funds("80", "100", "90")
    assert measured("execution", of, "≥") == F(9, 10)
    assert measured("execution", of.over("initial"), "≥") == F(9, 8)
    assert measured("execution", of.over("budget"), "≥") == F(9, 10)
    assert measured("execution", funds("80", "100", "0"), "≥") == 0
    assert measured("adjustment", of, "≥") == F(1, 4)
    assert measured("adjustment", funds("1", "3", "3"), "≥") == 2
    assert measured("adjustment", funds("100", "80", "80"), "≥") == F(-1, 5)


def test_no_adjustment_of_a_budget_that_began_at_nothing() -> None:
    wants = Problem("JX320", "initial", (("key", "initial"),))
    for of in (funds("0", "100", "90"), funds(None, "100", "90"), funds("80", None, "90")):
        assert MEASURES["adjustment"].of(of, rule("adjustment"), "≥") == wants


def test_a_remark_in_percent_says_nothing_of_a_plain_number() -> None:
    """Half an item of one is no 50 %: below 90 % a percentage is remarked on, a number is not."""
    remark = {"remark": "low", "basis": "m10", "measure": "value", "outside": "<90%"}
    data = jixiao.load_spec("cn.mof-2020-10").model_dump(by_alias=True, mode="json", exclude_none=True)
    spec = IndicatorSpec.model_validate({**data, "id": "test.remark", "remarks": [remark]})

    def remarked(target: str, actual: str) -> bool:
        row = {"level1": "产出指标", "name": "甲", "target": target, "actual": actual, "weight": "90"}
        found = jixiao.score(jixiao.load_project({"name": "例", "year": 2024, "indicators": [row]}), spec)
        return any("<90%" in finding.message() for finding in found.findings)

    assert remarked("≥95%", "50%")
    assert not remarked("≥95%", "90%")
    assert not remarked("≥1个", "0.5个")


def test_months_late_need_dates() -> None:
    found = MEASURES["months_late"].of(facts("≥5", "4"), rule("months_late"), "≤")
    assert isinstance(found, Problem)


def test_an_execution_rate_wants_both_amounts() -> None:
    assert MEASURES["execution"].of(funds("80", None, "90"), rule("execution"), "≥") == Problem(
        "JX320", "budget", (("key", "budget"),)
    )
    assert MEASURES["execution"].of(funds("80", "100", None), rule("execution"), "≥") == Problem(
        "JX320", "spent", (("key", "spent"),)
    )
