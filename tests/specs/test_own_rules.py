"""Rules that a spec of one's own may have, each worked by hand: steps, months, ranks, losses, and what is refused."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from pydantic import ValidationError

from jixiao.explain import reason_of, sentence
from tests.support.rows import (
    BASIS,
    FOUR_SPECS,
    IN_FULL,
    LAW_10,
    changed,
    dump,
    own,
    points,
    project,
    result,
    row,
    scored,
    with_rule,
)


@pytest.mark.parametrize(
    ("actual", "expected"), [("91%", "10"), ("90%", "10"), ("89.9%", "9"), ("85%", "9"), ("84%", "8"), ("1%", "0")]
)
def test_steps_begun(actual: str, expected: str) -> None:
    """Jiangxi: from 90 % each 5 points begun lose 1: 89.9 → 1 step, 85 → 1, 84 → 2, 1 → 18."""
    steps = {"from": "90%", "each": "5% lower", "begun": True, "lose": "1分"}
    assert own(actual, measure="value", steps=steps) == expected


@pytest.mark.parametrize(("actual", "expected"), [("89.9%", "10"), ("85%", "9"), ("80.1%", "9"), ("80%", "8")])
def test_steps_whole(actual: str, expected: str) -> None:
    """Only whole steps count: 89.9 → none, 85 → 1, 80.1 → 1, 80 → 2."""
    steps = {"from": "90%", "each": "5% lower", "begun": False, "lose": "1分"}
    assert own(actual, measure="value", steps=steps) == expected


@pytest.mark.parametrize(("defects", "expected"), [("0", "10"), ("1", "9"), ("6", "4"), ("7", "4"), ("60", "4")])
def test_each_defect_loses_one_at_most_six(defects: str, expected: str) -> None:
    """domain.md, 6: each defect −1, at most 6."""
    steps = {"each": "1", "begun": False, "lose": "1分", "most": "6分"}
    assert own(f"{defects}处", "≤0处", measure="value", steps=steps) == expected


def test_steps_as_a_share() -> None:
    """By hand: each 3 % off plan loses a tenth of 20: 94 of 100 is 2 steps, 16 points; at most half: 10."""
    steps = {"each": "3%", "begun": True, "lose": "10%", "most": "50%"}
    assert own("94个", "=100个", 20, measure="deviation", steps=steps) == "16"
    assert own("10个", "=100个", 20, measure="deviation", steps=steps) == "10"


def test_the_rate_is_rounded_first() -> None:
    """Haidian: 49.88 % is read as 50 % → 5 of 10; 49.4 % as 49 % → 4.9."""
    typed = {"measure": "attainment", "count": {"each": "1%", "nearest": True}, "line": {"0": "0", "100%": "full"}}
    assert own("4988个", "≥10000个", **typed) == "5"
    assert own("4940个", "≥10000个", **typed) == str(Fraction("4.9"))


@pytest.mark.parametrize(
    ("deadline", "actual", "begun", "whole"),
    [
        ("2023年1月31日前", "2023年2月28日", "9", "9"),
        ("2023年1月31日前", "2023年2月27日", "9", "10"),
        ("2023年1月31日前", "2023年3月1日", "8", "9"),
        ("2023年6月30日前", "2023年6月30日", "10", "10"),
        ("2023年6月30日前", "2023年7月1日", "9", "10"),
        ("2023年6月30日前", "2023年7月30日", "9", "9"),
        ("2023年6月30日前", "2023年7月31日", "8", "9"),
        ("2022年12月15日前", "2023年2月15日", "8", "8"),
    ],
)
def test_months_late(deadline: str, actual: str, begun: str, whole: str) -> None:
    """Calendar months; 31 January to 28 February is one whole month (notes/spec-model.md, 9)."""
    typed = {"measure": "months_late", "line": {"0": "full", "10": "0"}}
    assert own(actual, deadline, months="begun", **typed) == begun
    assert own(actual, deadline, months="whole", **typed) == whole


def test_months_late_needs_a_day_unless_in_time() -> None:
    typed = {"measure": "months_late", "line": {"0": "full", "10": "0"}}
    assert own("2023年5月", "2023年6月30日前", **typed) == "10"
    assert own("2023年8月", "2023年6月30日前", **typed) is None


@pytest.mark.parametrize(("actual", "expected"), [("2023年6月30日", "10"), ("2023年7月10日", "9"), ("2023年7月", None)])
def test_days_late(actual: str, expected: str | None) -> None:
    """Each 10 days begun lose 1; a month given instead of a day cannot be counted."""
    steps = {"each": "10", "begun": True, "lose": "1分"}
    assert own(actual, "2023年6月30日前", measure="days_late", steps=steps) == expected


def test_gap_in_the_rows_own_unit() -> None:
    """5 万人 short of 52 loses 5 × 0.5; points of a percentage are hundredths."""
    per_unit = {"measure": "gap", "steps": {"each": "1", "begun": False, "lose": "1分"}}
    assert own("49万人", "≥52万人", **per_unit) == "7"
    assert own("60万人", "≥52万人", **per_unit) == "10"
    assert own("54万人", "≤52万人", **per_unit) == "8"
    per_point = {"measure": "gap", "steps": {"each": "1%", "begun": False, "lose": "1分"}}
    assert own("87%", "≥90%", **per_point) == "7"


def test_relative_gap_and_deviation() -> None:
    """By hand: 15 over 10 is half off; ≥ is not missed from above; a deviation counts both ways."""
    line = {"0": "full", "100%": "0"}
    assert own("15天", "≤10天", measure="relative_gap", line=line) == "5"
    assert own("15天", "≥10天", measure="relative_gap", line=line) == "10"
    assert own("15天", "=10天", measure="relative_gap", line=line) == "5"
    assert own("15天", "≥10天", measure="deviation", line=line) == "5"
    assert own("5天", "≤10天", measure="deviation", line=line) == "5"
    assert own("1天", "≥0天", measure="deviation", line=line) is None


@pytest.mark.parametrize(
    ("actual", "expected"), [("90", "10"), ("110", "10"), ("111", "6"), ("85", "6"), ("120", "2"), ("79", "0")]
)
def test_cost_control(actual: str, expected: str) -> None:
    """Jiangxi 2017: within ±10 % full, ±15 % 3/5, ±20 % 1/5, beyond nothing."""
    bands = {"≤10%": "full", "≤15%": "3/5", "≤20%": "1/5", "otherwise": "0"}
    assert own(f"{actual}元", "=100元", measure="deviation", bands=bands) == expected


def test_a_rank() -> None:
    """By hand: first three full, then seven tenths, from the eleventh nothing."""
    bands = {"≤3": "full", "≤10": "7/10", "otherwise": "0"}
    assert own("第3名", "第1名", measure="value", bands=bands) == "10"
    assert own("第7名", "第1名", measure="value", bands=bands) == "7"
    assert own("第11名", "第1名", measure="value", bands=bands) == "0"


def test_yes_or_no_with_a_fixed_loss() -> None:
    assert own("9个", "≥10个", measure="met", bands={"met": "full", "otherwise": "-1分"}) == "9"
    assert own("11个", "≤10个", measure="met", bands={"met": "full", "otherwise": "-1分"}) == "9"
    assert own("1个", "5-10个", measure="met", bands={"met": "full", "otherwise": "-1分"}) == "9"


def test_a_loss_beyond_the_weight_leaves_nothing() -> None:
    """The points are clamped to 0…weight."""
    assert own("9个", "≥10个", 5, measure="met", bands={"met": "full", "otherwise": "-20分"}) == "0"


@pytest.mark.parametrize(
    "measure",
    ["attainment", "inverse_attainment", "relative_gap", "deviation", "gap", "value", "days_late", "months_late"],
)
@pytest.mark.parametrize(
    ("target", "actual"), [("及时", "及时"), ("≥5个", "5人"), ("2023年6月前", "大约"), ("≥5个", "5-6个")]
)
def test_a_named_rule_that_the_values_do_not_suit(measure: str, target: str, actual: str) -> None:
    """A measure that a row cannot give is a finding, never a number."""
    assert own(actual, target, measure=measure, line={"0": "full", "10": "0"}) is None


def test_execution_over_the_initial_budget() -> None:
    """The 2016–17 form divides by the initial budget: 40 of 50 is 8, though 40 of 80 would be 5."""
    rules = [
        {"rule": "initial", "for": {"class": "execution"}, "measure": "execution", "over": "initial",
         "line": {"0": "0", "100%": "full"}, **BASIS},
        *dump(LAW_10)["rules"],
    ]  # fmt: skip
    spec = changed(rules=rules)
    of = project(IN_FULL, funds={"total": {"initial": 50, "budget": 80, "spent": 40}})
    assert result(of, spec).to_dict()["execution"]["score"] == "8.00"  # type: ignore[index]
    assert result(of, spec).to_dict()["execution"]["budget"] == "50"  # type: ignore[index]
    bare = project(IN_FULL, funds={"total": {"budget": 80, "spent": 40}})
    assert scored(bare, spec).execution.problem.code == "JX320"  # type: ignore[union-attr]


# Missing


def test_missing_is_zero_only_where_a_spec_says_so() -> None:
    """domain.md: an empty actual gives a finding and no score, unless the spec says otherwise."""
    zero = changed(missing={"actual": "0", **BASIS})
    asked = changed(missing={"actual": "no data", **BASIS})
    assert points(asked, target="≥5个") is None
    # No points, whatever the target is: read as the number 0, it would keep ≤ 5 and 0 accidents.
    for target in ("≥5个", "≤5%", "≤0起", "95%-105%", "12月底前", "有效"):
        found = row(zero, target=target)
        assert (str(found.score), found.outcome, found.problem) == ("0", "missed", None)
        assert sentence(reason_of(found)) == "没有填实际完成值，不得分，扣10分"
    assert points(zero, target="≥5个", weight=None) is None
    for spec in FOUR_SPECS:
        assert row(spec, target="≥5个").outcome == "no_data"


REFUSED = [
    ("JX532", {"measure": "value", "steps": {"each": "0", "begun": True, "lose": "1分"}}),
    ("JX532", {"measure": "value", "steps": {"each": "5% sideways", "begun": True, "lose": "1分"}}),
    ("JX532", {"measure": "value", "steps": {"each": "x", "begun": True, "lose": "1分"}}),
    ("JX533", {"measure": "value"}),
    ("JX533", {"measure": "value", "line": {"0": "0"}, "bands": {"otherwise": "0"}}),
    ("JX534", {"measure": "stated_share", "line": {"0": "0"}, "tiers": {"好": {"from": 0, "through": 1, "below": 1}}}),
    ("JX538", {"rule": "execution", "measure": "value", "line": {"0": "0"}}),
    ("JX539", {"measure": "value", "line": {"0": "0"}, "for": {"class": "投入"}}),
    ("JX537", {"measure": "value", "line": {"0": "0"}, "basis": "nowhere"}),
    ("JX521", {"measure": "value", "line": {"0": "8"}}),
]


@pytest.mark.parametrize(("code", "rule"), REFUSED)
def test_rules_refused(code: str, rule: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as caught:
        with_rule(**rule)
    assert code in [error["msg"] for error in caught.value.errors()]


@pytest.mark.parametrize(
    ("code", "sections"),
    [
        ("JX535", {"marks": [{"mark": "甲", "label": "乙", "basis": "m10"}]}),
        ("JX535", {"marks": [{"mark": "甲", "label": "乙", "earn": "0", "lose": "1分", "basis": "m10"}]}),
        ("JX526", {"marks": [{"mark": "甲", "label": "乙", "lose": "很多", "basis": "m10"}]}),
        ("JX523", {"remarks": [{"remark": "甲", "measure": "value", "outside": "很多", "basis": "m10"}]}),
        ("JX536", {"grades": {"优": 90, "basis": "m10"}}),
        ("JX536", {"grades": {"优": 90, "良": 90, "差": 0, "basis": "m10"}}),
    ],
)
def test_sections_refused(code: str, sections: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as caught:
        changed(**sections)
    assert code in [error["msg"] for error in caught.value.errors()]


def test_a_number_judged_by_tier() -> None:
    """domain.md, 5: the typed comparison 定性 makes a row qualitative, whatever its values are."""
    assert points(LAW_10, target="95%", actual="96%", comparison="定性", share="85%") == "17/2"
    assert points(LAW_10, target="95%", actual="96%", comparison="定性") is None


def test_no_default_of_the_sign_that_fits() -> None:
    spec = changed(comparison_if_unstated={"cases": [{"class": "cost", "is": "≤"}], **BASIS})
    found = row(spec, target="5个", actual="5个")
    assert (found.choice.comparison, found.score) == ("", None)


def test_infinity_on_a_level_piece_keeps_its_height() -> None:
    """≤ 5 with nothing at all: the inverse is infinite and takes the last level; steps from there lose everything."""
    level = {"measure": "inverse_attainment", "bands": {"≥100%": "7/10", "otherwise": "0"}}
    assert own("0个", "≤5个", **level) == "7"
    steps = {"each": "10%", "begun": True, "lose": "1分"}
    assert own("0个", "≤5个", measure="inverse_attainment", steps=steps) == "0"
