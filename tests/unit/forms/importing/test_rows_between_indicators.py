"""Rows among the indicators that are none: blank ones, sums of classes, remarks; classes hold below them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import jixiao
from jixiao.forms.importing import project_of_form, read_file_of_forms
from tests.support.papers import ENDINGS, write
from tests.support.published_tables import Wide

LAW_10 = jixiao.load_spec("cn.mof-2020-10")
HEADS = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"]
OUTPUT = ["产出指标", "数量指标", "培训人次", "≥300人次", "310人次", "50", "50"]


def indicators(path: Path, rows: list[list[Any]]) -> list[dict[str, str]]:
    """Return the indicators of a form with these rows."""
    lines: list[list[Any]] = [[Wide("项目支出绩效自评表（2023年度）", 7)], ["项目名称", Wide("甲项目", 6)], HEADS]
    (form,) = read_file_of_forms(write(path, [*lines, *rows])).forms
    rows_of_form: list[dict[str, str]] = project_of_form(form.grid, "", LAW_10).data["indicators"]
    return rows_of_form


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize(
    "first",
    [
        ["效益指标", "经济效益指标", "指标1：", None, None, None, None],
        ["效益指标", "经济效益指标", None, None, None, None, None],
        ["效益指标", "经济效益指标", "预算执行率", "100%", "95%", "10", "9.5"],
    ],
)
def test_a_class_holds_below_a_row_that_is_no_indicator(tmp_path: Path, ending: str, first: list[Any]) -> None:
    below = [None, "社会效益指标", "就业率", "90%", "95%", "20", "20"]
    same = [None, None, "就业人数", "90人", "95人", "20", "20"]
    rows = indicators(tmp_path / f"a.{ending}", [OUTPUT, first, below, same])
    classes = [(row["level1"], row["level2"]) for row in rows]
    assert classes == [("产出指标", "数量指标"), *[("效益指标", "社会效益指标")] * 2]


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_label_of_the_execution_rate_is_no_class_of_the_rows_below(tmp_path: Path, ending: str) -> None:
    execution = ["预算执行率（10分）", "预算执行率", "预算执行率", "100%", "95%", "10", "9.5"]
    rows = indicators(tmp_path / f"a.{ending}", [execution, [None, "数量指标", *OUTPUT[2:]]])
    assert [(row.get("level1"), row["level2"]) for row in rows] == [(None, "数量指标")]


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("label", ["小计", "产出指标小计", "产出指标 小计", "小计得分"])
def test_the_sum_of_a_class_is_no_indicator(tmp_path: Path, ending: str, label: str) -> None:
    subtotal = [label, None, None, None, None, "50", "50"]
    rows = indicators(tmp_path / f"a.{ending}", [OUTPUT, subtotal])
    assert [row["name"] for row in rows] == ["培训人次"]


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize(
    "remark",
    [
        [None, None, None, "（见方案）", None, "（分）", "（分）"],
        [None, None, "（就业率按人社局统计）", None, None, None, None],
        [Wide("备注：以上由培训科填报", 7)],
    ],
)
def test_a_remark_between_indicators_is_none_and_the_rows_below_it_are(
    tmp_path: Path, ending: str, remark: list[Any]
) -> None:
    below = ["效益指标", "社会效益指标", "就业率", "90%", "95%", "40", "40"]
    rows = indicators(tmp_path / f"a.{ending}", [OUTPUT, remark, below])
    assert [row["name"] for row in rows] == ["培训人次", "就业率"]


@pytest.mark.parametrize(
    "name",
    [
        "验收报告经监理单位盖章", "合同双方单位签章", "项目负责人签字", "报告由单位负责人签字：", "说明（份）", "备注：印制",
        "使用规范性", "下达及时性", "负责人（签字）",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "values",
    [
        ["100%", "100%", "20", "20"],
        ["完成", "完成", "20", "20"],
        ["≥95%", "96%", None, None],
        ["完成", "完成", "20", None],
    ],
)
def test_a_row_with_values_is_an_indicator_whatever_its_name_sounds_like(
    tmp_path: Path, name: str, values: list[str | None]
) -> None:
    classes = [Wide(text, 1, 2) for text in OUTPUT[:2]]
    rows = indicators(tmp_path / "a.xlsx", [[*classes, *OUTPUT[2:]], [name, *values]])
    assert [(row["name"], row["target"], row["actual"]) for row in rows] == [
        ("培训人次", "≥300人次", "310人次"),
        (name, *values[:2]),
    ]


@pytest.mark.parametrize(
    "row",
    [
        ["单位负责人（签字）：", "李四", None, "财务负责人（签字）：", "王五", None, None],
        ["单位负责人签字：", None, None, "李四", "2024年3月5日", None, None],
        ["填报人：", None, None, "李四", "联系电话：", "13800000000", None],
        ["填报人：李四", None, None, "联系电话：010-1", None, "日期：2024年3月5日", None],
        ["联系电话", None, None, "13800000000", None, None, None],
        ["单位盖章", None, None, None, None, None, None],
        ["注：一年一报", None, None, None, None, None, None],
    ],
)
def test_who_signed_and_when_is_no_indicator(tmp_path: Path, row: list[str | None]) -> None:
    assert [one["name"] for one in indicators(tmp_path / "a.xlsx", [OUTPUT, row])] == ["培训人次"]
