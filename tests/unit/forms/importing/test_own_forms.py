"""A form reads back to its project; what somebody changed in its cells changes the project, and nothing else does."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import jixiao
from jixiao.forms import form_of
from jixiao.forms.importing import as_project_file, project_of_form
from jixiao.forms.importing.grid import Grid, grid_of
from jixiao.model.spec import IndicatorSpec
from jixiao.testing import projects
from tests.support.paths import EXAMPLES
from tests.support.rule_book import SPECS, in_samples

QUICK = settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
LAW_10 = jixiao.load_spec("cn.mof-2020-10")


def back(
    project: jixiao.Project, spec: IndicatorSpec, change: dict[str, str] | None = None, **how: Any
) -> dict[str, Any]:
    """A project drawn, some of its cells changed (old text to new), and read."""
    form = form_of(jixiao.score(project, spec), how.get("lang", "zh"))
    grid = grid_of(form)
    spots = tuple(spot._replace(text=(change or {}).get(spot.text, spot.text)) for spot in grid.spots)
    carried = form.project if how.get("carried", True) else ""
    read = project_of_form(Grid(spots, grid.lines, grid.above), carried, spec, how.get("lang", "zh"))
    assert read.findings == ()
    return read.data


@pytest.mark.parametrize("spec_id", in_samples(SPECS))
def test_unchanged_it_is_the_same_project(spec_id: str) -> None:
    spec = jixiao.load_spec(spec_id)

    @given(of=projects(spec), lang=st.sampled_from(["zh", "en"]))
    @QUICK
    def check(of: dict[str, Any], lang: str) -> None:
        project = jixiao.load_project(of)
        data = back(project, spec, lang=lang)
        for language in ("zh", "en"):
            again = jixiao.parse_project(as_project_file(data, language))  # type: ignore[arg-type]
            assert again.findings == ()
            assert again.as_json == project.as_json

    check()


@pytest.mark.parametrize("name", ["leshan-sms", "leshan-service", "deductions"])
def test_the_examples_come_back(name: str) -> None:
    project = jixiao.load_project(EXAMPLES / f"{name}.yaml")
    spec = jixiao.load_spec(project.spec or "")
    assert jixiao.parse_project(as_project_file(back(project, spec))).as_json == project.as_json


@pytest.mark.parametrize("name", ["leshan-sms", "leshan-service"])
def test_from_the_cells_alone_the_seed_scores_the_same(name: str) -> None:
    """A published table carries nothing along: what it shows is enough to score it."""
    project = jixiao.load_project(EXAMPLES / f"{name}.yaml")
    spec = jixiao.load_spec(project.spec or "")
    data = back(project, spec, carried=False)
    again = jixiao.load_project(data)
    assert [row.name for row in again.indicators] == [row.name for row in project.indicators]
    assert again.funds.total == project.funds.total
    assert again.goals == project.goals
    result = jixiao.score(again, spec)
    assert (result.total, result.grade) == ("100.00", "优")


DATA: dict[str, Any] = {
    "name": "甲", "year": 2024, "spec": "cn.mof-2020-10",
    "funds": {"total": {"budget": "10", "spent": "8"}, "cause": "尾款"},
    "indicators": [
        {"level1": "产出指标", "name": "人次", "target": "≥500人次", "actual": "450人次", "weight": 50, "cause": "停办", "share": "0.9"},
        {"level1": "效益指标", "name": "比例", "target": "95", "comparison": "≥", "uom": "%", "actual": "96%", "weight": 30},
        {"level1": "满意度指标", "name": "满意度", "target": "≥90%", "actual": "91%", "weight": 10},
    ],
}  # fmt: skip


def test_only_what_was_changed_changes() -> None:
    project = jixiao.load_project(DATA)
    before = json.loads(project.as_json)
    after = back(project, LAW_10, {"450人次": "475人次", "甲": "乙", "8": "9.5"})
    assert after["name"] == "乙"
    assert after["indicators"][0] == {**before["indicators"][0], "actual": "475人次"}
    assert after["indicators"][1:] == before["indicators"][1:]
    assert after["funds"]["total"] == {"budget": "10", "spent": "9.5"}


def test_a_deleted_value_is_no_value() -> None:
    after = back(jixiao.load_project(DATA), LAW_10, {"450人次": ""})
    assert "actual" not in after["indicators"][0]
    result = jixiao.score(jixiao.load_project(after), LAW_10)
    assert (result.total, [finding.code for finding in result.findings if finding.severity == "error"]) == (
        None,
        ["JX310"],
    )


def test_a_new_cause_and_remedy_stand_after_the_computed_sentence() -> None:
    project = jixiao.load_project(DATA)
    cells = [cell.text for block in form_of(jixiao.score(project, LAW_10)).blocks for row in block.rows for cell in row]
    (reason,) = (text for text in cells if text.endswith("原因：停办"))
    after = back(project, LAW_10, {reason: reason.replace("停办", "两期停办") + "。改进措施：下年补办"})
    assert (after["indicators"][0]["cause"], after["indicators"][0]["remedy"]) == ("两期停办", "下年补办")
    after = back(project, LAW_10, {reason: "师资不足"})
    assert after["indicators"][0]["cause"] == "师资不足"
    after = back(project, LAW_10, {reason: ""})
    assert "cause" not in after["indicators"][0]


@pytest.mark.parametrize(
    ("typed", "row"),
    [
        ("≤60%", {"target": "≤60%"}),
        ("60", {"target": "60", "comparison": "≥", "uom": "%"}),
    ],
)
def test_a_target_that_brings_its_sign_and_unit_needs_no_others(typed: str, row: dict[str, str]) -> None:
    after = back(jixiao.load_project(DATA), LAW_10, {"≥95%": typed})
    found = after["indicators"][1]
    assert {key: found[key] for key in ("target", "comparison", "uom") if key in found} == row


def test_a_target_in_cells_of_its_own() -> None:
    spec = jixiao.load_spec("cn.sichuan.system-2023")
    data = {**DATA, "spec": spec.id, "year": 2023, "indicators": [DATA["indicators"][0] | {"weight": 90}]}
    project = jixiao.load_project(data)
    assert back(project, spec)["indicators"][0]["target"] == "≥500人次"
    after = back(project, spec, {"500": "480"})["indicators"][0]
    assert (after["comparison"], after["target"], after["uom"]) == ("≥", "480", "人次")


def test_rows_put_in_taken_out_and_moved() -> None:
    project = jixiao.load_project(DATA)
    form = form_of(jixiao.score(project, LAW_10))
    grid = grid_of(form)
    (at,) = {spot.row for spot in grid.spots if spot.text == "比例"}
    without = tuple(
        spot._replace(row=spot.row - (spot.row > at), rows=spot.rows - (spot.column == 0 and spot.row <= at < spot.row + spot.rows))
        for spot in grid.spots
        if spot.row != at or spot.column == 0
    )  # fmt: skip
    data = project_of_form(Grid(without), form.project, LAW_10).data
    assert [row["name"] for row in data["indicators"]] == ["人次", "满意度"]
    assert data["indicators"][0]["share"] == "0.9"
    more = [spot._replace(text="新增" if spot.text == "比例" else spot.text) for spot in grid.spots]
    data = project_of_form(Grid(tuple(more)), form.project, LAW_10).data
    assert [row["name"] for row in data["indicators"]] == ["人次", "新增", "满意度"]
    assert data["indicators"][1]["uom"] == "%"


def test_a_table_without_the_layouts_headings_is_none() -> None:
    found = project_of_form(Grid(()), "", LAW_10)
    assert [finding.code for finding in found.findings] == ["JX821"]


def test_a_table_of_others_brings_its_scores_along() -> None:
    """What a published table claims is what a reviewer compares (JX406); our own shows what was reckoned."""
    project = jixiao.load_project(DATA)
    claimed = jixiao.load_project(back(project, LAW_10, carried=False)).indicators
    scored = jixiao.score(project, LAW_10).to_dict()["indicators"]
    assert [row.score for row in claimed] == [Fraction(row["score"]) for row in scored]
    assert all("score" not in row for row in back(project, LAW_10)["indicators"])


def test_a_table_of_which_only_the_head_was_read_says_so() -> None:
    form = form_of(jixiao.score(jixiao.load_project(DATA), LAW_10))
    grid = grid_of(form)
    spots = tuple(spot._replace(text="指标内容" if spot.text == "三级指标" else spot.text) for spot in grid.spots)
    read = project_of_form(Grid(spots, grid.lines, grid.above), "", LAW_10)
    assert [finding.code for finding in read.findings] == ["JX824", "JX882"]
    assert read.data["name"] == "甲"


def test_the_name_is_read_from_the_english_form_too() -> None:
    project = jixiao.load_project(DATA)
    assert back(project, LAW_10, {"甲": "乙"}, lang="en")["name"] == "乙"
