"""What a project states at the stage of monitoring: month, value so far, forecast, likelihood, kinds of causes."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from pydantic import TypeAdapter

import jixiao
from jixiao.model.typed_words import Month

ROW = {"一级指标": "产出指标", "三级指标": "人次", "年度指标值": "≥300人次", "分值": 90}
SO_FAR = {
    "当前完成值": "180人次",
    "全年预计完成值": "290人次",
    "完成可能性": "有可能",
    "偏差原因类别": ["经费保障", "其他"],
}


def project(row: dict[str, Any] | None = None, **change: Any) -> jixiao.Project:
    funds = {"年度资金总额": {"年初预算数": 100, "全年预算数": 100, "全年执行数": 60, "全年预计执行数": 95}}
    data = {"环节": "绩效监控", "项目名称": "培训", "年度": 2023, "指标体系": "cn.mof-2020-10", "项目资金": funds}
    return jixiao.load_project({**data, "绩效指标": [{**ROW, **(row or {})}], **change})


@pytest.mark.parametrize("month", [7, "7", "７月", " 7 月"])
def test_what_monitoring_states_is_kept(month: Any) -> None:
    read = project(SO_FAR, 监控月份=month)
    (row,) = read.indicators
    assert read.findings == ()
    assert (read.month, read.stage, read.is_early) == (7, "monitoring", True)
    assert (row.progress, row.forecast, row.likelihood) == ("180人次", "290人次", "有可能")
    assert (row.cause_kinds, read.funds.total.forecast) == (("经费保障", "其他"), 95)
    assert jixiao.load_project(json.loads(read.as_json)).model_dump() == read.model_dump()


MONTHS = [
    "1~9月", "1-9月", "1—9月", "1–9月", "１～９月", "1月-9月", "1月至9月", "1至9月份", "一至九月", "2024年1—9月", "1-9",
    "九月", "9月份", "9月底", "九月末", "2024年9月", "2024-09", "第三季度", "7-9月", "9", "9.0", 9,
]  # fmt: skip


@pytest.mark.parametrize("month", MONTHS)
def test_a_month_may_be_typed_as_people_do(month: Any) -> None:
    """Of several months the last counts, of a quarter that with which it ends."""
    read = project(监控月份=month)
    assert (read.month, read.findings) == (9, ())
    (text,) = [option for option in month_schema()["anyOf"] if option.get("type") == "string"]
    assert re.search(text["pattern"], str(month))


def month_schema() -> dict[str, Any]:
    """What a schema says of a month."""
    schema: dict[str, Any] = TypeAdapter(Month).json_schema(mode="validation")
    return schema


@pytest.mark.parametrize(
    "month",
    [
        0,
        13,
        "7.5",
        "七月初",
        -1,
        "9" * 5000,
        "9-1月",
        "1-13月",
        "9月15日",
        "≤9月",
        "9月前",
        "2024年",
        "月",
        "~",
        "5月5月",
    ],
)
def test_a_month_is_one_of_twelve(month: Any) -> None:
    read = project(监控月份=month)
    assert read.month is None
    assert read.findings[0].severity == "error"


@pytest.mark.parametrize(
    ("key", "value"), [("完成可能性", "也许"), ("偏差原因类别", ["天气"]), ("偏差原因类别", "天气")]
)
def test_words_that_are_none_of_a_few_are_named(key: str, value: Any) -> None:
    (finding,) = project({key: value}).findings
    assert (finding.code, finding.severity) == ("JX214", "error")


def test_one_kind_of_cause_needs_no_list() -> None:
    assert project({"偏差原因类别": "制度保障"}).indicators[0].cause_kinds == ("制度保障",)


def test_monitoring_is_no_score_and_no_error() -> None:
    result = jixiao.score(project(SO_FAR, 监控月份=7))
    assert result.total is None
    assert [finding.code for finding in result.findings if finding.severity == "error"] == []
    assert "JX432" not in [finding.code for finding in result.findings]
    assert result.execution is not None
    assert result.execution.score is None
