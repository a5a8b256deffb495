"""A project carried on to its next stage: the plan goes over as it was typed, the rest is said."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jixiao import load_project, load_spec, parse_project
from jixiao.findings import catalog, has_error
from jixiao.forms.importing import as_project_file
from jixiao.stages.advance import Successor, advance
from jixiao.stages.carriage import Destination
from jixiao.testing import projects

ROW = {
    "level1": "产出指标", "level2": "数量指标", "name": "培训人次", "target": "≥100.0人次", "weight": "90.00",
    "comparison": "≥", "uom": "人次", "rule": "quantity", "goal": "1",
}  # fmt: skip
TARGET: dict[str, Any] = {
    "id": "甲-1", "spec": "cn.mof-2020-10", "stage": "目标", "name": "培训", "year": "2024年", "department": "某局",
    "unit": "某中心", "code": "0012", "x": {"batch": ["1.5"]},
    "funds": {
        "money_unit": "元",
        "total": {"initial": "100.0", "budget": "1,200"},
        "parts": [{"name": "省级补助", "budget": "100"}],
    },
    "goals": [{"expected": "培训一百人次"}],
    "indicators": [ROW],
}  # fmt: skip
MONITORED = {
    **ROW,
    "progress": "60人次",
    "forecast": "90人次",
    "likelihood": "有可能",
    "cause_kinds": ["人员保障"],
    "cause": "缺教师",
}


def monitoring(month: str | None = "8月", **changes: Any) -> dict[str, Any]:
    funds = {"money_unit": "元", "total": {"initial": "100", "budget": "100", "spent": "70", "forecast": "95"}}
    data = {**TARGET, "stage": "监控", "month": month, "funds": funds, "indicators": [MONITORED]}
    return {**data, "goals": [{"expected": "培训一百人次", "achieved": "培训六十人次"}], **changes}


def slugs(successor: Successor) -> list[str]:
    return [catalog()[finding.code].slug for finding in successor.findings]


def carried(data: dict[str, Any], to: Destination) -> dict[str, Any]:
    """The data of the next stage without blanks."""
    return without_blanks(advance(load_project(data), to).data)


def without_blanks(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_blanks(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [without_blanks(item) for item in value]
    return value


@pytest.mark.parametrize("to", ["monitoring", "self_evaluation"])
def test_a_plan_goes_over_as_it_was_typed(to: Destination) -> None:
    assert carried(TARGET, to) == {**TARGET, "stage": to}
    assert slugs(advance(load_project(TARGET), to)) == []


def test_the_fields_of_the_new_stage_are_there_and_blank() -> None:
    data = advance(load_project(TARGET), "monitoring").data
    assert [key for key, value in data["indicators"][0].items() if value is None] == [
        "progress", "forecast", "likelihood", "cause_kinds", "cause",
    ]  # fmt: skip
    assert data["month"] is None
    assert data["funds"]["total"]["spent"] is None
    assert data["funds"]["parts"][0]["forecast"] is None


def test_what_was_reached_by_a_month_is_no_actual_and_causes_are_causes() -> None:
    data = carried(monitoring(), "self_evaluation")
    assert data["indicators"] == [{**ROW, "cause": "缺教师", "cause_kinds": ["人员保障"]}]
    assert data["funds"]["total"] == {"initial": "100", "budget": "100"}
    assert data["goals"] == [{"expected": "培训一百人次"}]
    assert "month" not in data


def test_what_was_reached_by_december_is_the_actual() -> None:
    data = carried(monitoring("12"), "self_evaluation")
    assert data["indicators"][0]["actual"] == "60人次"
    assert data["funds"]["total"]["spent"] == "70"
    assert data["goals"][0]["achieved"] == "培训六十人次"


def test_an_actual_that_is_stated_goes_before_what_december_reached() -> None:
    row = {**MONITORED, "actual": "61人次"}
    assert carried(monitoring("12", indicators=[row]), "self_evaluation")["indicators"][0]["actual"] == "61人次"


@pytest.mark.parametrize("month", ["8", "12", None])
def test_a_forecast_is_never_an_actual(month: str | None) -> None:
    data = carried(monitoring(month), "self_evaluation")
    assert "90人次" not in str(data)
    assert "95" not in str(data)


def test_what_does_not_go_over_is_named_with_its_number() -> None:
    rows = [MONITORED, MONITORED]
    (finding,) = advance(load_project(monitoring(indicators=rows)), "self_evaluation").findings
    assert finding.message("zh") == (
        "这些内容不属于“绩效自评”，没有带过去：全年执行数、全年预计执行数、实际完成情况、当前完成值 × 2、全年预计完成值 × 2、完成可能性 × 2"
    )


ITEMS = [{"name": "有制度", "points": "6.0"}, {"name": "有台账", "points": "4"}]
ANSWERS = [{**ITEMS[0], "answer": "是"}, {**ITEMS[1], "answer": "部分", "share": "50%", "reason": "缺三月"}]


@pytest.mark.parametrize("to", ["monitoring", "self_evaluation"])
def test_the_items_of_a_checklist_are_plan(to: Destination) -> None:
    target = {**TARGET, "indicators": [{**ROW, "items": ITEMS}]}
    assert carried(target, to) == {**target, "stage": to}
    assert slugs(advance(load_project(target), to)) == []


def test_answers_are_asked_for_in_a_self_evaluation() -> None:
    target = load_project({**TARGET, "indicators": [{**ROW, "items": ITEMS}]})
    (first, _) = advance(target, "self_evaluation").data["indicators"][0]["items"]
    assert [key for key, value in first.items() if value is None] == ["answer", "reason"]


def test_answers_belong_to_their_year_and_items_go_on_to_the_next() -> None:
    successor = advance(
        load_project({**TARGET, "stage": "自评", "indicators": [{**ROW, "items": ANSWERS}]}), "next-year"
    )
    assert without_blanks(successor.data)["indicators"] == [{**ROW, "items": ITEMS}]
    assert successor.findings[0].args["values"] == "结论 × 2、得分比例、原因"


@pytest.mark.parametrize("stated", [{"note": "已提前完成"}, {"items": ANSWERS}, {"tier": "1"}, {"share": "80%"}])
def test_what_is_stated_of_the_year_already_stands(stated: dict[str, Any]) -> None:
    assert carried(monitoring(indicators=[{**ROW, **stated}]), "self_evaluation")["indicators"] == [{**ROW, **stated}]


def test_monitoring_is_repeated_in_the_course_of_the_year() -> None:
    data = carried(monitoring(), "monitoring")
    assert data["indicators"] == [ROW]
    assert "month" not in data


def test_the_next_year_begins_with_this_years_targets_as_proposals() -> None:
    evaluated = {**ROW, "actual": "130人次", "score": "90", "cause": "多办一期", "tier": "1"}
    self_evaluation = {
        **TARGET,
        "stage": "自评",
        "indicators": [evaluated],
        "printed": {"total": "100"},
        "problems": "无",
    }
    successor = advance(load_project(self_evaluation), "next-year")
    assert without_blanks(successor.data) == {**TARGET, "stage": "target", "year": "2025"}
    assert successor.last_actuals == {"indicators[0].target": "130人次"}
    assert slugs(successor) == ["values-not-carried", "figures-are-proposals"]
    assert successor.project.stage == "target"
    assert successor.project.year == 2025


def test_texts_that_name_the_year_stay_and_are_named() -> None:
    row = {**ROW, "target": "2024年12月31日前", "name": "培训12024次"}
    data = {**TARGET, "name": "2024年培训", "indicators": [row], "goals": [{"expected": "在2024年完成"}]}
    successor = advance(load_project(data), "next-year")
    finding = successor.findings[-1]
    assert finding.args["places"] == "name、goals[0].expected、indicators[0].target"
    assert successor.data["indicators"][0]["target"] == "2024年12月31日前"


def test_a_project_without_a_year_has_no_next_one() -> None:
    successor = advance(load_project({key: value for key, value in TARGET.items() if key != "year"}), "next-year")
    assert successor.data == {}
    assert has_error(successor.findings)


@pytest.mark.parametrize(
    ("stage", "to"),
    [("自评", "monitoring"), ("自评", "self_evaluation"), ("复核", "self_evaluation"), ("复核", "monitoring")],
)
def test_no_stage_goes_back(stage: str, to: Destination) -> None:
    successor = advance(load_project({**TARGET, "stage": stage}), to)
    assert (successor.data, slugs(successor)) == ({}, ["stage-cannot-follow"])


@pytest.mark.parametrize(
    "changes",
    [
        {"indicators": "无"}, {"indicators": ["无", ROW]}, {"funds": "五万"}, {"funds": {"total": "五万"}},
        {"indicators": [{**ROW, "weight": "六十"}]}, {"indicators": []}, {"goals": None}, {"month": "13"},
    ],
)  # fmt: skip
@pytest.mark.parametrize("to", ["monitoring", "self_evaluation", "next-year"])
def test_what_cannot_be_read_does_not_keep_the_others_from_going_over(changes: dict[str, Any], to: Destination) -> None:
    data = carried(monitoring(**changes), to)
    assert data["name"] == "培训"
    assert load_project(data).name == "培训"
    if "六十" in str(changes):
        assert data["indicators"][0]["weight"] == "六十"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_file_of_a_stage_reads_as_the_project_itself(lang: Any) -> None:
    successor = advance(load_project(TARGET), "monitoring")
    text = as_project_file(successor.data, lang)
    assert "当前完成值:\n" in text or "progress:\n" in text
    read = parse_project(text)
    assert read.findings == ()
    assert read.as_json == successor.project.as_json


@given(st.data())
@settings(max_examples=30)
def test_a_plan_stays_the_same_through_the_year(data: st.DataObject) -> None:
    spec = load_spec("cn.mof-2020-10")
    drawn = data.draw(projects(spec))
    plan = [{key: row[key] for key in row if key in ROW} for row in drawn["indicators"]]
    target = load_project({**drawn, "stage": "target", "indicators": plan})
    monitored = advance(target, "monitoring")
    evaluated = advance(monitored.project, "self_evaluation")
    again = advance(evaluated.project, "next-year")
    for successor in (monitored, evaluated, again):
        rows = without_blanks(successor.data)["indicators"]
        assert [{key: row[key] for key in row if key in ROW} for row in rows] == plan
    assert advance(target, "self_evaluation").project.indicators == evaluated.project.indicators
