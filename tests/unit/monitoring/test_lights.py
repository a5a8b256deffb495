"""Lights by the incumbent's rules of monitoring, worked by hand (``indicator_specs/monitoring/pace.yaml``).

≥ and >: value so far ÷ (target ÷ 12 × month): below 60 % red, [60 %, 80 %) yellow, [80 %, 120 %) green, from 120 % blue.
≤: green up to the target, else red; < strictly. 定性: 达成 green, 部分达成 yellow, 未达成 red. =0: equal green, else red.
 Execution: rate ÷ (month ÷ 12), below 60 % red, [60 %, 80 %) yellow, from 80 % green. The worst is the whole's.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

import jixiao
from tests.support.monitoring import FUNDS, codes, light, monitored, project, row


@pytest.mark.parametrize(
    ("progress", "color"),
    [
        ("0", "red"),
        ("89.999999", "red"),  # of 150 due by June: 59.999999…%
        ("90", "yellow"),  # 60 %
        ("119.999999", "yellow"),
        ("120", "green"),  # 80 %
        ("150", "green"),
        ("179.999999", "green"),
        ("180", "blue"),  # 120 %
        ("100000", "blue"),
    ],
)
@pytest.mark.parametrize("target", ["≥300", ">300", "300"])
def test_edges_of_progress_in_june(target: str, progress: str, color: str) -> None:
    assert light(target, progress, 6) == color


@pytest.mark.parametrize("month", range(1, 13))
def test_each_month_asks_for_its_part_of_the_year(month: int) -> None:
    due = 100 * month
    shown = [
        light("≥1200", value, month) for value in (due * 6 // 10 - 1, due * 6 // 10, due * 8 // 10, due * 12 // 10)
    ]
    assert shown == ["red", "yellow", "green", "blue"]


@pytest.mark.parametrize(
    ("target", "progress", "color"),
    [
        ("≤100", "99", "green"),
        ("≤100", "100", "green"),
        ("≤100", "100.0001", "red"),
        ("<100", "99.9999", "green"),
        ("<100", "100", "red"),
        ("≤5%", "5%", "green"),
        ("≤5%", "5.1%", "red"),
        ("≤-5%", "-6%", "green"),
        ("≤-5%", "-4%", "red"),
        ("≤0", "0", "green"),
        ("≤0", "1", "red"),
        ("0", "0", "green"),
        ("0", "0.01", "red"),
        ("≤0", "-1", "green"),
        ("<0", "-0.01", "green"),
        ("<0", "0", "red"),
        ("<-5", "-5.01", "green"),
        ("<-5", "-5", "red"),
        ("≤-5", "-5", "green"),
        ("=0次", "0", "green"),
        ("=0次", "2次", "red"),
        ("=100", "100", "green"),
        ("=100", "59", "red"),
        ("=100", "120", "blue"),
    ],
)
def test_edges_at_the_end_of_the_year(target: str, progress: str, color: str) -> None:
    assert light(target, progress) == color


@pytest.mark.parametrize("month", [1, 6, 12])
def test_what_must_not_be_passed_does_not_depend_on_the_month(month: int) -> None:
    assert [light("≤100", "100", month), light("≤100", "101", month)] == ["green", "red"]


@pytest.mark.parametrize(
    ("progress", "color"),
    [
        ("达成", "green"),
        ("达成年度指标", "green"),
        ("达成年度指标（100%-80%）", "green"),
        ("部分达成", "yellow"),
        ("部分达成年度指标并具有一定效果", "yellow"),
        ("未达成", "red"),
        (" 未达成年度指标且效果较差 ", "red"),
        ("及时", "green"),  # the words of the target
    ],
)
def test_words(progress: str, color: str) -> None:
    assert light("及时", progress, 3, comparison="定性") == color
    assert light("及时", progress, 3) == color


def test_units_are_those_of_the_row() -> None:
    assert light("≥52万人", "260000人", 6) == "green"
    assert light("≥100", "50", 6, uom="公里") == "green"


# ---- no light


@pytest.mark.parametrize("progress", [None, "", " "])
def test_no_progress_is_no_light(progress: Any) -> None:
    result = monitored(row("≥300", progress))
    assert (result.lights[0].light, result.light) == (None, None)
    assert ("JX610", "indicators[0].progress") in [(finding.code, finding.path) for finding in result.findings]


@pytest.mark.parametrize(
    ("target", "progress", "code", "field"),
    [
        ("及时", "正在推进", "JX613", "progress"),
        ("≥300人", "90%", "JX308", "progress"),
        ("≥300", "很多", "JX309", "progress"),
        ("≥300", "—", "JX331", "progress"),
        ("≥-5", "3", "JX312", "target"),
        ("≥0", "3", "JX312", "target"),
    ],
)
def test_what_cannot_be_measured_is_told_where_it_stands(target: str, progress: str, code: str, field: str) -> None:
    result = monitored(row(target, progress))
    assert (result.lights[0].light, result.light) == (None, None)
    (error,) = [finding for finding in result.findings if finding.severity == "error"]
    assert (error.code, error.path) == (code, f"indicators[0].{field}")


def test_a_row_without_a_rule_shows_no_light_and_counts_for_none() -> None:
    result = monitored(row("90%-95%", "92%", weight=45), row("≥100", "50", weight=45))
    assert [one.light for one in result.lights] == [None, "green"]
    assert result.light == "green"
    assert "JX612" in codes(result)


def test_without_a_month_only_lights_that_need_none_are_shown() -> None:
    result = monitored(row("≥100", "50", weight=45), row("≤100", "50", weight=45), month=None)
    assert [one.light for one in result.lights] == [None, "green"]
    assert (result.light, codes(result).count("JX611")) == (None, 1)


def test_a_month_that_cannot_be_read_is_told_once() -> None:
    result = monitored(row("≥100", "50"), month=13)
    errors = [finding.code for finding in result.findings if finding.severity == "error"]
    assert (errors, result.light) == (["JX214"], None)


def test_a_row_that_does_not_apply_shows_no_light_and_needs_none() -> None:
    result = monitored(row("≥100", applicable=False), row("≥100", "50"))
    assert [one.light for one in result.lights] == [None, "green"]
    assert (result.light, "JX610" in codes(result)) == ("green", False)


def test_a_weight_that_is_missing_takes_no_light_away() -> None:
    stated = row("≥100", "50")
    del stated["weight"]
    assert monitored(stated).lights[0].light == "green"


# ---- execution and the whole


@pytest.mark.parametrize(
    ("spent", "color"),
    [("0", "red"), ("35.99", "red"), ("36", "yellow"), ("47.99", "yellow"), ("48", "green"), ("500", "green")],
)
def test_execution_against_the_time_that_has_passed(spent: str, color: str) -> None:
    result = monitored(row("≤1", "1"), funds={"total": {"budget": 120, "spent": spent}})  # 60 are due by June
    execution = result.to_dict()["execution"]
    assert (execution["light"], execution["rule"], result.light) == (color, "执行进度", color)
    assert Fraction(execution["measured"]) == Fraction(spent) / 60


@pytest.mark.parametrize("total", [{"budget": 120}, {"spent": 20}, {"budget": 0, "spent": 20}])
def test_execution_that_cannot_be_measured_shows_no_light(total: dict[str, Any]) -> None:
    result = monitored(row("≤1", "1"), funds={"total": total})
    assert (result.to_dict()["execution"]["light"], result.light) == (None, None)
    (path,) = {finding.path for finding in result.findings if finding.severity == "error"}
    assert path.startswith("funds.total.")


def test_without_money_there_is_no_execution_to_monitor() -> None:
    result = monitored(row("≤1", "1"), funds=None)
    assert (result.to_dict()["execution"], result.light) == (None, "green")


@pytest.mark.parametrize(
    ("values", "worst"),
    [
        (("180", "150", "100", "60"), "red"),
        (("180", "150", "100"), "yellow"),
        (("180", "150"), "green"),
        (("180",), "green"),  # that of the execution
    ],
)
def test_the_worst_light_is_the_projects(values: tuple[str, ...], worst: str) -> None:
    assert monitored(*(row("≥300", value, weight=10) for value in values)).light == worst


def test_blue_rows_alone_are_a_blue_project() -> None:
    assert monitored(row("≥300", "180"), funds=None).light == "blue"


def test_a_missing_light_hides_all_but_the_worst() -> None:
    """What a row without a light would have shown cannot be worse than red; anything else stays unknown."""
    assert monitored(row("≥300", "60"), row("≥300")).light == "red"
    assert monitored(row("≥300", "100"), row("≥300")).light is None


def test_a_project_is_monitored_by_score_and_by_monitor() -> None:
    read = project(row("≥300", "150"))
    assert jixiao.score(read).to_json() == jixiao.monitor(read).to_json()
    assert jixiao.score(read).total is None
    assert FUNDS["total"]["budget"] == 120
