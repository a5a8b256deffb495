"""Caps, marks, remarks, rounding and grades of specs of one's own."""

from __future__ import annotations

from typing import Any

import pytest

from jixiao.model.spec import IndicatorSpec
from tests.support.rows import (
    BASIS,
    IN_FULL,
    LAW_10,
    MARKS,
    changed,
    codes,
    dump,
    points,
    project,
    result,
    row,
    with_rule,
)


def capped(unless: str | None, **typed: Any) -> str | None:
    cap = {"cap": "over", "measure": "attainment", "bands": {"≤130%": "full", "otherwise": "90%"}, **BASIS}
    spec = changed(caps=[{**cap, "for": {"target": "number"}, **({"unless": unless} if unless else {})}])
    return points(spec, target="≥10个", **typed)


def test_caps() -> None:
    """A declared cap above 130 %: 90 % of the weight, unless a cause is stated."""
    assert capped(None, actual="13个") == "10"
    assert capped(None, actual="14个") == "9"
    assert capped(None, actual="14个", cause="政策调整") == "9"
    assert capped("cause", actual="14个", cause="政策调整") == "10"
    assert capped("cause", actual="14个") == "9"
    assert capped(None, actual="5个") == "5"


def test_a_cap_that_cannot_be_measured_leaves_the_row_alone() -> None:
    spec = changed(caps=[{"cap": "over", "measure": "attainment", "line": {"130%": "full", "230%": "0"}, **BASIS}])
    assert points(spec, target="及时", actual="及时") == "10"
    assert points(spec, target="≥10个", actual="18个") == "5"


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ("no_evidence", "0"), ("无佐证", "0"), ("severe", "2"), (["late"], "7"), (["late", "severe"], "1"),
        (["severe", "late", "no_evidence"], "0"), ([], "8"), ("mystery", None),
    ],
)  # fmt: skip
def test_marks(marks: object, expected: str | None) -> None:
    """A row of 8 of 10: earns nothing, loses 60 % of the weight, or a point; never below zero."""
    assert points(changed(marks=MARKS), target="≥10个", actual="8个", marks=marks) == expected


# Rounding and grades of other specs


def test_whole_points_never_above_the_weight() -> None:
    """By hand: 12.5 × 99/100 = 12.375 → 12; 12.5 × 999/1000 → 12; 0.6 × 0.99 → 1 → at most 0.6."""
    spec = changed(rounding={**dump(LAW_10)["rounding"], "row": "1"})
    assert points(spec, target="≥100个", actual="99个", weight="12.5") == "12"
    assert points(spec, target="≥100个", actual="100个", weight="12.5") == "25/2"
    assert points(spec, target="≥100个", actual="99个", weight="0.6") == "3/5"


def test_a_spec_without_grades_or_execution() -> None:
    data = dump(LAW_10)
    del data["grades"]
    data["weights"] = {"basis": "m10", "binding": "observed", "sets": [{"output": 100}]}
    found = result(project({"target": "1个", "actual": "1个", "weight": 100}), IndicatorSpec.model_validate(data))
    assert (found.total, found.grade, found.to_dict()["execution"]) == ("100.00", None, None)


def test_a_rule_chosen_by_a_part_of_the_name() -> None:
    rule = {
        "for": {"name_has": ["成本控制率"], "target": "number"},
        "measure": "met",
        "bands": {"met": "full", "otherwise": "0"},
    }
    spec = with_rule(**rule)
    typed = {"target": "≥10个", "actual": "9个"}
    assert points(spec, name="项目成本控制率", **typed) == "0"
    assert points(spec, name="别的", **typed) == "9"
    assert row(spec, name="项目成本控制率", **typed).choice.selected_by == "name"


def test_a_rule_by_level2_and_direction() -> None:
    rule = {
        "for": {"level2": "数量指标", "direction": "反向"},
        "measure": "met",
        "bands": {"met": "full", "otherwise": "0"},
    }
    spec = with_rule(**rule)
    typed = {"target": "10个", "actual": "20个"}
    assert points(spec, level2="数量指标", direction="反向", **typed) == "0"
    assert points(spec, level2="质量指标", direction="反向", **typed) == "5"
    assert points(spec, level2="数量指标", **typed) == "10"


def remarked(remark: dict[str, Any], **total: object) -> list[str]:
    """The messages of one remark of a spec on the execution row."""
    own = {"remark": "own", "for": {"class": "execution"}, "severity": "error", "basis": "m10", **remark}
    found = result(project(IN_FULL, funds={"total": {"spent": 10, **total}}), changed(remarks=[own]))
    return [finding.message() for finding in found.findings if finding.code == "JX412"]


def test_remarks_on_the_adjustment_of_the_budget() -> None:
    """Sichuan 2023: a reason is required for any mid-year adjustment: 12 against 10 is 20 %, whatever was spent."""
    remark = {"measure": "adjustment", "outside": ">0"}
    assert "20%" in remarked(remark, initial=10, budget=12)[0]
    assert remarked(remark, initial=12, budget=12) == []
    assert remarked(remark, initial=0, budget=12) == []
    assert remarked(remark, budget=12) == []
    assert points(changed(remarks=[{"remark": "own", "basis": "m10", **remark}]), target="≥1个", actual="1个") == "10"


def test_a_remark_on_words_that_nobody_filled_in() -> None:
    """A remark that cannot be measured says nothing; the missing value has its own finding."""
    spec = changed(remarks=[{"remark": "own", "measure": "met", "outside": "<1", "severity": "error", "basis": "m10"}])
    found = codes(project({"target": "及时"}), spec)
    assert "JX310" in found
    assert "JX412" not in found


def test_remarks_on_execution_over_the_initial_budget() -> None:
    """By hand: 10 of 20 initially is 50 %, 10 of the adjusted 10 is 100 %."""
    remark = {"measure": "execution", "outside": "<80%"}
    assert "50%" in remarked({**remark, "over": "initial"}, initial=20, budget=10)[0]
    assert remarked(remark, initial=20, budget=10) == []


def test_a_cap_by_stated_share_spares_every_row() -> None:
    """Caps have no tiers, so nothing can be stated for them."""
    spec = changed(caps=[{"cap": "own", "measure": "stated_share", "line": {"0": "0"}, "basis": "m10"}])
    assert points(spec, target="≥1个", actual="1个", share="10%") == "10"


def test_a_cap_by_words_of_a_row_without_an_actual() -> None:
    spec = changed(
        missing={"actual": "0", **BASIS},
        rules=[
            {"rule": "own", "measure": "met", "bands": {"met": "full", "otherwise": "0"}, **BASIS},
            *dump(LAW_10)["rules"],
        ],
    )
    assert points(spec, target="及时", rule="own") == "0"
