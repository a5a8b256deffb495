"""What papers of many provinces have taught the checks: nothing is said of what stands there in another place or way."""

from __future__ import annotations

from typing import Any

import pytest

from jixiao import load_project, load_spec
from jixiao.audit.profile import usual_profile
from jixiao.audit.table import Table
from jixiao.audit.table_checks import review_table
from jixiao.findings import Codes, Severity
from jixiao.scoring import score_project

KEYS = ("level1", "level2", "name", "target", "actual", "weight")
ROWS = (
    ("产出指标", "数量指标", "维护测站", "≥10个", "10个", "25"),
    ("产出指标", "质量指标", "设备在线率", "≥95%", "96%", "25"),
    ("效益指标", "社会效益指标", "预警到村率", "≥90%", "95%", "30"),
    ("满意度指标", "服务对象满意度指标", "村民满意度", "≥90%", "96%", "10"),
)


def codes_of(row: dict[str, Any] | None = None, name: str = "预警到村率", **changes: Any) -> list[str]:
    """The errors and warnings on a table in order, with changes of one row and of the project."""
    typed = [dict(zip(KEYS, row, strict=True)) for row in ROWS]
    indicators = [{**each, "score": each["weight"], **(row or {} if each["name"] == name else {})} for each in typed]
    funds = {"total": {"initial": "1234.5", "budget": "1234.5", "spent": "1200.004"}, "cause": "余款待结算"}
    data = {"name": "测站维护", "year": 2023, "unit": "乙中心", "indicators": indicators, "funds": funds, **changes}
    project = load_project(data)
    table = Table(project, score_project(project, load_spec("cn.mof-2020-10")), usual_profile())
    return [one.finding.code for one in review_table(table) if one.severity is not Severity.NOTE]


@pytest.mark.parametrize(
    "rate", ["97%", "97.2%", "97.21%", "97.206%", "97.2057%", "97.205670%", "0.97206", "97.21", "97"]
)
def test_a_rate_is_right_to_the_decimals_that_it_prints(rate: str) -> None:
    """A cell of a workbook has more of them than it shows."""
    assert codes_of(printed={"execution_rate": rate}) == []


@pytest.mark.parametrize("rate", ["97.204%", "97.2058%", "96%", "1"])
def test_another_rate_is_none(rate: str) -> None:
    assert codes_of(printed={"execution_rate": rate}) == [Codes.PRINTED_RATE_DIFFERS]


def test_a_unit_in_the_name_is_one() -> None:
    assert codes_of({"name": "预警到村率（%）", "target": "≥90", "actual": "95"}) == []
    assert codes_of({"target": "≥90", "actual": "95"}) == [Codes.RATE_WITHOUT_UNIT]


def test_the_words_of_a_reviewer_are_a_reason() -> None:
    short = {"target": "≥100%", "actual": "98%", "score": "29.4"}
    assert Codes.LOSS_WITHOUT_CAUSE in codes_of(short)
    review = {"score": "29.4", "remark": "完成率98%，扣0.6分"}
    answer = codes_of({**short, "review": review}, stage="review")
    assert not {Codes.LOSS_WITHOUT_CAUSE, Codes.ANNOUNCED_DEDUCTION_DIFFERS} & set(answer)
    review["remark"] = "完成率98%，扣2分"
    assert Codes.ANNOUNCED_DEDUCTION_DIFFERS in codes_of({**short, "review": review}, stage="review")
