"""What a second blind set of tables has taught the checks: each kind told, and what is in order left alone."""

from __future__ import annotations

from typing import Any

import pytest

from jixiao import load_project, load_spec
from jixiao.audit.profile import usual_profile
from jixiao.audit.table import Table
from jixiao.audit.table_checks import review_table
from jixiao.findings import Codes, Severity
from jixiao.scoring import score_project

ROWS = (
    ("产出指标", "数量指标", "维护测站", "≥10个", "10个", "25"),
    ("产出指标", "质量指标", "设备在线率", "≥95%", "96%", "25"),
    ("效益指标", "社会效益指标", "预警到村率", "≥90%", "95%", "30"),
    ("满意度指标", "服务对象满意度指标", "村民满意度", "≥90%", "96%", "10"),
)
KEYS = ("level1", "level2", "name", "target", "actual", "weight")


def codes_of(rows: tuple[tuple[str, ...], ...] = ROWS, **changes: dict[str, str]) -> set[str]:
    """The errors and warnings on a table of the form of law 10, with changes of the rows by their names."""
    typed = [dict(zip(KEYS, row, strict=True)) for row in rows]
    indicators = [{**row, "score": row["weight"], **changes.get(row["name"], {})} for row in typed]
    data: dict[str, Any] = {
        "name": "测站维护", "year": 2023, "department": "甲局", "unit": "乙中心", "finished": "是", "indicators": indicators,
        "funds": {"total": {"initial": 5, "budget": 5, "spent": 5}},
    }  # fmt: skip
    project = load_project(data)
    table = Table(project, score_project(project, load_spec("cn.mof-2020-10")), usual_profile())
    return {one.finding.code for one in review_table(table) if one.severity is not Severity.NOTE}


def test_the_table_itself_is_in_order() -> None:
    assert codes_of() == set()


@pytest.mark.parametrize("cause", ["问卷 36 份，全部满意", "电话回访 128 人"])
def test_who_was_asked_is_no_reason_for_a_loss(cause: str) -> None:
    assert codes_of(村民满意度={"actual": "100%", "cause": cause}) == set()
    assert codes_of(设备在线率={"cause": "两个测站掉线"}) == {Codes.CAUSE_WITHOUT_LOSS}


def test_one_name_in_two_classes_is_one_name_twice() -> None:
    assert codes_of(预警到村率={"name": "设备在线率"}) == {Codes.DUPLICATE_INDICATOR}


@pytest.mark.parametrize("name", ["村民满意度测评", "村民满意度调查结果", "村民满意度"])
def test_satisfaction_among_the_outputs_stands_in_the_wrong_class(name: str) -> None:
    assert Codes.WRONG_CLASS in codes_of(设备在线率={"name": name})


def test_how_often_people_were_asked_is_an_output() -> None:
    assert codes_of(维护测站={"name": "开展满意度调查", "target": "≥10次", "actual": "10次"}) == set()


def test_the_points_of_another_usual_split_need_no_word() -> None:
    cost = ("成本指标", "经济成本指标", "单站成本", "≤2万元", "1.9万元", "20")
    outputs = [(*row[:-1], "20") for row in ROWS[:3]]
    assert codes_of((cost, *outputs, ROWS[3])) == set()
    assert codes_of((*ROWS[:2], (*ROWS[2][:-1], "25"), (*ROWS[3][:-1], "15"))) == {Codes.CLASS_WEIGHTS_DIFFER}
