"""The score that is expected at the end of the year: the forecast as actual, by the same rules; nothing extrapolated."""

from __future__ import annotations

from typing import Any

import pytest

import jixiao
from tests.support.monitoring import codes, monitored, monitored_by, project, row


def projected(*rows: dict[str, Any], **more: Any) -> tuple[list[Any], str | None]:
    document = monitored(*rows, **more).to_dict()
    scores = [one["projected"] and one["projected"]["score"] for one in document["indicators"]]
    return scores, document["projected"]["total"]


def test_the_forecast_counts_as_the_years_actual() -> None:
    """≥300, expected 290: 90 × 290/300 = 87; the execution 108/120 × 10 = 9."""
    funds = {"total": {"budget": 120, "spent": 60, "forecast": 108}}
    document = monitored(row("≥300", "150", forecast="290"), funds=funds).to_dict()
    (indicator,), execution = document["indicators"], document["execution"]
    assert (indicator["projected_from"], indicator["projected"]["score"]) == ("forecast", "87.00")
    assert (execution["projected_from"], execution["projected"]["score"]) == ("forecast", "9.00")
    assert document["projected"]["total"] == "96.00"
    assert indicator["projected"]["reason"] == "年度指标值≥300，全年预计290，完成率96.67%，按比例得87分，扣3分"
    assert "全年预计执行数108万元" in execution["projected"]["reason"]


def test_a_target_that_is_certain_counts_as_reached() -> None:
    (indicator,) = monitored(row("≥300", "30", likelihood="确定能")).to_dict()["indicators"]
    assert (indicator["projected_from"], indicator["projected"]["score"]) == ("certain", "90.00")


@pytest.mark.parametrize("target", ["≥300人", "不低于95%", "90%-95%", "及时", "=12次", "≤0", "2024年9月底前", ">5"])
def test_every_kind_of_target_that_is_certain_is_reached(target: str) -> None:
    (indicator,) = monitored(row(target, "1", likelihood="确定能")).to_dict()["indicators"]
    assert indicator["projected"]["score"] == "90.00"


def test_a_forecast_comes_before_what_is_certain_and_what_was_reached() -> None:
    (indicator,) = monitored(row("≥300", "300", forecast="150", likelihood="确定能"), month=12).to_dict()["indicators"]
    assert (indicator["projected_from"], indicator["projected"]["score"]) == ("forecast", "45.00")


@pytest.mark.parametrize("likelihood", [None, "有可能", "完全不可能"])
def test_nothing_is_extrapolated(likelihood: str | None) -> None:
    more = {} if likelihood is None else {"likelihood": likelihood}
    result = monitored(row("≥300", "150", **more))
    document = result.to_dict()
    (indicator,) = document["indicators"]
    assert (indicator["projected_from"], indicator["projected"], document["projected"]["total"]) == (None, None, None)
    assert codes(result).count("JX617") == 1


def test_missing_forecasts_are_one_finding_with_all_names() -> None:
    rows = [row("≥300", "150", name=f"指标{number}", weight=10) for number in range(9)]
    (finding,) = [
        finding
        for finding in monitored(*rows, funds={"total": {"budget": 120, "spent": 60}}).findings
        if finding.code == "JX617"
    ]
    assert "预算执行率、指标0" in finding.message()
    assert finding.severity == "note"


def test_what_was_reached_by_december_is_the_years() -> None:
    funds = {"total": {"budget": 120, "spent": 60}}
    document = monitored(row("≥300", "150"), month=12, funds=funds).to_dict()
    assert document["indicators"][0]["projected_from"] == document["execution"]["projected_from"] == "progress"
    assert document["projected"] == {
        "full": "100",
        "total": "50.00",
        "scaled": None,
        "deduction": "50.00",
        "grade": "差",
    }


def test_an_empty_actual_that_earns_nothing_is_no_forecast_of_nothing() -> None:
    """A spec may give an empty actual 0 points; in July that says nothing of the year."""
    text = "id: cn.test.own-2024\nversion: 1\ntitle: 试\nextends: cn.mof-2020-10@2\nin_force: {from: 2024-01-01}\n"
    text += "sources: {own: {document: 某办法, kind: local, checked: seen}}\nmissing: {actual: 0, basis: own}\n"
    book = jixiao.SpecBook(texts={"own": text})
    for month, total in ((7, None), (12, "10.00")):
        read = project(row("≥300"), month=month)
        assert jixiao.monitor(read, "cn.test.own-2024", book=book).projected["total"] == total


def test_what_is_missing_in_december_is_told_once() -> None:
    result = monitored(row("≥300"), month=12, funds={"total": {"budget": 10}})
    due = [finding.code for finding in result.findings if finding.code in {"JX320", "JX610"}]
    assert due == ["JX320", "JX610"]
    by_questions = monitored_by("hefei", row("≥300"), month=12, funds={"total": {"budget": 10}})
    errors = {(finding.code, finding.path) for finding in by_questions.findings if finding.severity == "error"}
    assert errors == {("JX320", "funds.total.spent"), ("JX310", "indicators[0].progress"), ("JX618", "answers")}


def test_a_forecast_that_cannot_be_measured_is_told_where_it_stands() -> None:
    result = monitored(row("≥300人", "150人", forecast="90%"))
    told = [finding.path for finding in result.findings if finding.severity == "error"]
    assert told == ["indicators[0].forecast"]
    assert result.light == "green"


def test_one_cause_is_told_once_in_december() -> None:
    result = monitored(row("≥300人", "90%"), month=12)
    assert len([finding for finding in result.findings if finding.severity == "error"]) == 1


def test_rows_without_weights_have_lights_and_no_projected_total() -> None:
    stated = row("≥300", "150", forecast="300")
    del stated["weight"]
    result = monitored(stated)
    assert (result.light, result.projected["total"]) == ("green", None)
    assert not [finding for finding in result.findings if finding.severity == "error"]
    assert codes(result) == ["JX625"]


def test_the_projected_grade_is_in_the_language() -> None:
    read = project(row("≥300", "150", forecast="300"))
    assert jixiao.monitor(read).to_dict()["projected"]["grade"] == "优"
    assert jixiao.monitor(read, lang="en").to_dict()["projected"]["grade"] == "Excellent"
