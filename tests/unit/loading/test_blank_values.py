"""A blank value states nothing, whatever its key: programs write one for each column that nobody filled in."""

from __future__ import annotations

from typing import Any

import pytest

from jixiao import Result, load_project, parse_project, score
from jixiao.model.project import Indicator, Project

BLANKS = ["", " ", "\u3000", "\n", "\u200b"]
ROW = {
    "level1": "产出指标",
    "level2": "数量指标",
    "name": "编织袋",
    "target": "≥5000条",
    "actual": "5200条",
    "weight": "90",
}
IN_WORDS = {**ROW, "target": "及时", "actual": "基本完成"}
HEAD = {"spec": "cn.mof-2020-10", "name": "甲", "year": "2023"}
FUNDS = {"total": {"budget": "100", "spent": "90"}}


def scored(row: dict[str, Any], **head: Any) -> Result:
    return score(load_project({**HEAD, "funds": FUNDS, "indicators": [row], **head}))


def facts(result: Result) -> tuple[Any, ...]:
    return result.total, result.grade, [(finding.code, finding.path) for finding in result.findings]


@pytest.mark.parametrize("blank", BLANKS)
@pytest.mark.parametrize("row", [ROW, IN_WORDS], ids=["of numbers", "in words"])
@pytest.mark.parametrize("key", sorted(set(Indicator.model_fields) - {"unread"}))
def test_a_blank_of_a_row_is_no_value(key: str, row: dict[str, Any], blank: str) -> None:
    without = {name: value for name, value in row.items() if name != key}
    assert facts(scored({**row, key: blank})) == facts(scored(without))


@pytest.mark.parametrize("blank", BLANKS)
@pytest.mark.parametrize("key", sorted(set(Project.model_fields) - {"unread", "x", "indicators"}))
def test_a_blank_of_a_project_is_no_value(key: str, blank: str) -> None:
    data = {**HEAD, "funds": FUNDS, "indicators": [ROW], key: blank}
    without = {name: value for name, value in data.items() if name != key}
    assert facts(score(load_project(data))) == facts(score(load_project(without)))


def test_a_blank_amount_is_asked_for() -> None:
    result = scored(ROW, funds={"total": {"budget": "", "spent": "90"}})
    assert [finding.code for finding in result.findings if finding.severity == "error"] == ["JX320"]


def test_the_callers_own_data_keep_their_blanks() -> None:
    project = parse_project('{"name": "甲", "year": "", "x": {"memo": ""}, "indicators": []}')
    assert project.x == {"memo": ""}
