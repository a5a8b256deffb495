"""Each cause is told once, where it stands, and none waits behind another one."""

from __future__ import annotations

from typing import Any

import pytest

import jixiao
from jixiao.findings import Severity
from tests.support.monitoring import FUNDS, monitored, project, row

#: What cannot be read in a field of a row, on which neither light nor weight depends.
UNREADABLE = {"likelihood": "也许", "cause_kinds": "天气", "comparison": "大概", "direction": "斜向", "share": "abc"}


def errors(result: jixiao.Result) -> list[str]:
    """The places of the errors of a result."""
    return [finding.path for finding in result.findings if finding.severity is Severity.ERROR]


def about_money(result: jixiao.Result) -> list[str]:
    """The places of the findings that speak of the funds, or of a projection that fails for them."""
    findings = result.findings
    return [each.path for each in findings if each.path.startswith("funds") or "算不出来" in each.message()]


def without_weight(**more: Any) -> dict[str, Any]:
    stated = row("≥10个", "6个", **more)
    del stated["weight"]
    return stated


@pytest.mark.parametrize("stage", ["monitoring", "target"])
@pytest.mark.parametrize("field", UNREADABLE)
def test_a_value_that_cannot_be_read_makes_no_weight_due(stage: str, field: str) -> None:
    stated = without_weight(**{field: UNREADABLE[field]})
    if stage == "target":
        del stated["progress"]
    result = jixiao.score(project(stated, stage=stage))
    (path,) = errors(result)
    assert path.startswith(f"indicators[0].{field}")


@pytest.mark.parametrize("stage", ["monitoring", "target"])
@pytest.mark.parametrize("field", ["level1", "name", "target"])
def test_what_is_missing_makes_no_weight_due(stage: str, field: str) -> None:
    stated = without_weight()
    del stated[field]
    result = jixiao.score(project(stated, stage=stage))
    assert errors(result) == [f"indicators[0].{field}"]


@pytest.mark.parametrize("month", [7, 12])
@pytest.mark.parametrize("key", ["spent", "budget", "forecast"])
def test_an_amount_that_cannot_be_read_is_told_once(key: str, month: int) -> None:
    funds = {"total": {**FUNDS["total"], key: "abc"}}
    result = monitored(row("≥10个", "10个", forecast="10个"), month=month, funds=funds)
    assert about_money(result) == [f"funds.total.{key}"]


def test_a_total_that_cannot_be_read_is_told_once() -> None:
    result = monitored(row("≥10个", "10个", forecast="10个"), funds={"total": "abc"})
    assert about_money(result) == ["funds.total"]


@pytest.mark.parametrize("forecast", ["10个", None])
@pytest.mark.parametrize("weight", ["abc", None])
def test_why_there_is_no_projection_is_told_once(weight: str | None, forecast: str | None) -> None:
    stated = {**row("≥10个", "10个"), "weight": weight, "forecast": forecast}
    result = monitored({key: value for key, value in stated.items() if value is not None})
    notes = [finding for finding in result.findings if "算不出来" in finding.message()]
    assert len(notes) == (weight is None or forecast is None)


@pytest.mark.parametrize("nothing", ["无", "#REF!", "N/A", "/"])
def test_no_value_is_told_at_each_place_where_it_stands(nothing: str) -> None:
    result = monitored(row("≥10个", nothing, forecast=nothing))
    places = [finding.path for finding in result.findings if finding.severity is Severity.ERROR]
    assert sorted(places) == ["indicators[0].forecast", "indicators[0].progress"]


@pytest.mark.parametrize("typed", ["60%", "6吨"])
def test_two_values_in_another_unit_are_two_findings(typed: str) -> None:
    result = monitored(row("≥10个", typed, forecast=typed))
    assert sorted(errors(result)) == ["indicators[0].forecast", "indicators[0].progress"]


def test_what_is_wrong_with_a_target_is_told_once() -> None:
    assert errors(monitored(row("/", "6个", forecast="9个"))) == ["indicators[0].target"]


@pytest.mark.parametrize("month", [7, 12])
def test_a_tier_whose_share_is_yet_to_be_judged_is_no_error(month: int) -> None:
    """The form has no column for the share within a tier; the row stays open."""
    forecast = {7: {"forecast": "部分达成"}, 12: {}}[month]
    stated = row("达成", "部分达成", weight=40, **forecast)
    result = monitored(stated, row("≥10个", "10个", forecast="10个", name="乙", weight=50), month=month)
    assert not errors(result)
    assert result.projected["total"] is None
    (note,) = [finding for finding in result.findings if "算不出来" in finding.message()]
    assert (note.severity, "甲" in note.message(), "乙" in note.message()) == (Severity.NOTE, True, False)


def test_a_tier_without_its_share_stays_an_error_of_a_self_evaluation() -> None:
    stated = {"level1": "产出指标", "name": "甲", "target": "达成", "actual": "部分达成", "weight": 90}
    assert errors(jixiao.score(project(stated, stage="self_evaluation", month=None))) == ["indicators[0].share"]
