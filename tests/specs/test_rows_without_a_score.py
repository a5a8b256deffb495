"""Every problem that keeps a row from a score, from the text that a clerk types."""

from __future__ import annotations

import pytest

import jixiao
from jixiao.model.spec import IndicatorSpec
from tests.support.rows import (
    FUNDS,
    LAW_10,
    LAW_101,
    changed,
    codes,
    dump,
    points,
    project,
    result,
)

TEXT = """\
项目名称: 例
年度: 2023
项目资金: {{年度资金总额: {funds}}}
绩效指标:
  - {row}
"""
FULL_FUNDS = "{全年预算数: 5, 全年执行数: 5}"


def from_text(row: str, funds: str = FULL_FUNDS, spec: str | IndicatorSpec = LAW_10) -> jixiao.Result:
    return result(jixiao.parse_project(TEXT.format(row=row, funds=funds)), spec)


PROBLEMS = [
    ("JX301", "{一级指标: 产出指标, 三级指标: 甲, 实际完成值: 1, 分值: 90}"),
    ("JX301", "{三级指标: 甲, 年度指标值: 1, 实际完成值: 1, 分值: 90}"),
    ("JX301", "{一级指标: 产出指标, 年度指标值: 1, 实际完成值: 1, 分值: 90}"),
    ("JX301", "{一级指标: 产出指标, 三级指标: 甲, 年度指标值: 1, 实际完成值: 1}"),
    ("JX301", "{一级指标: 产出指标, 三级指标: 甲, 年度指标值: ' ', 实际完成值: 1, 分值: 90}"),
    ("JX301", "{一级指标: 产出指标, 三级指标: '', 年度指标值: 1, 实际完成值: 1, 分值: 90}"),
    ("JX310", "{一级指标: 产出指标, 三级指标: 甲, 年度指标值: 有效, 实际完成值: '', 分值: 90, 得分比例: 85%}"),
    ("JX302", "{一级指标: 产出指标, 三级指标: 甲, 年度指标值: 1, 实际完成值: 1, 分值: 0}"),
    ("JX302", "{一级指标: 产出指标, 三级指标: 甲, 年度指标值: 1, 实际完成值: 1, 分值: -5}"),
    ("JX303", "{一级指标: 产出指标, 三级指标: 甲, 年度指标值: ≥95%, 实际完成值: 95%, 分值: 90, 指标性质: ≤}"),
    ("JX304", "{一级指标: 产出指标, 三级指标: 甲, 年度指标值: ≥95%, 实际完成值: 95%, 分值: 90, 方向: 反向}"),
    ("JX304", "{一级指标: 产出指标, 三级指标: 甲, 年度指标值: ≤95%, 实际完成值: 95%, 分值: 90, 方向: 正向}"),
    ("JX305", "{一级指标: 产出指标, 三级指标: 甲, 年度指标值: 1, 实际完成值: 1, 分值: 90, 计量单位: 约等于}"),
    ("JX306", "{一级指标: 产出指标, 三级指标: 甲, 年度指标值: ≥95%, 实际完成值: 0.96, 分值: 90}"),
    ("JX307", "{一级指标: 产出指标, 三级指标: 甲, 年度指标值: 10 套, 实际完成值: 10 人, 分值: 90}"),
    ("JX308", "{一级指标: 产出指标, 三级指标: 甲, 年度指标值: ≥95%, 实际完成值: 50 个, 分值: 90}"),
    ("JX309", "{一级指标: 产出指标, 三级指标: 甲, 年度指标值: ≥95%, 实际完成值: 较好, 分值: 90}"),
    ("JX310", "{一级指标: 产出指标, 三级指标: 甲, 年度指标值: ≥95%, 实际完成值: , 分值: 90}"),
    ("JX311", "{一级指标: 产出指标, 三级指标: 甲, 年度指标值: 有效, 实际完成值: 有效, 分值: 90, 计分规则: more_is_better}"),
    ("JX312", "{一级指标: 产出指标, 三级指标: 甲, 年度指标值: ≥-5%, 实际完成值: 1%, 分值: 90}"),
    ("JX312", "{一级指标: 产出指标, 三级指标: 甲, 年度指标值: ≤-5%, 实际完成值: 1%, 分值: 90}"),
    ("JX312", "{一级指标: 产出指标, 三级指标: 甲, 年度指标值: 0-5%, 实际完成值: -1%, 分值: 90}"),
    ("JX316", "{一级指标: 产出指标, 三级指标: 甲, 年度指标值: 有效提升, 实际完成值: 有所提升, 分值: 90}"),
    ("JX317", "{一级指标: 产出指标, 三级指标: 甲, 年度指标值: 有效, 实际完成值: 部分达成, 分值: 90}"),
    ("JX318", "{一级指标: 产出指标, 三级指标: 甲, 年度指标值: 有效, 实际完成值: 一般, 分值: 90, 完成档次: 2, 得分比例: 95%}"),
    ("JX319", "{一级指标: 产出指标, 三级指标: 甲, 年度指标值: 有效, 实际完成值: 一般, 分值: 90, 得分比例: 120%}"),
    ("JX322", "{一级指标: 产出指标, 三级指标: 甲, 年度指标值: 有效, 实际完成值: 一般, 分值: 90, 完成档次: 还行}"),
    ("JX323", "{一级指标: 产出指标, 三级指标: 甲, 年度指标值: 2023年6月前, 实际完成值: 2023年8月1日, 分值: 90}"),
    ("JX324", "{一级指标: 投入指标, 三级指标: 甲, 年度指标值: 1, 实际完成值: 1, 分值: 90}"),
    ("JX325", "{一级指标: 预算执行率, 三级指标: 甲, 年度指标值: 1, 实际完成值: 1, 分值: 90}"),
    ("JX326", "{一级指标: 产出指标, 三级指标: 甲, 年度指标值: 1, 实际完成值: 1, 分值: 90, 计分规则: 随意}"),
    ("JX315", "{一级指标: 产出指标, 三级指标: 甲, 年度指标值: 2023年6月15日前, 实际完成值: 2023年6月, 分值: 90}"),
    ("JX328", "{一级指标: 产出指标, 三级指标: 甲, 年度指标值: 1, 实际完成值: 1, 分值: 90, 审核标记: [随手扣]}"),
    ("JX329", "{一级指标: 产出指标, 三级指标: 甲, 年度指标值: 1, 实际完成值: 1, 分值: 90, 人工扣分: {分值: -1, 原因: 加分}}"),
    ("JX329", "{一级指标: 产出指标, 三级指标: 甲, 年度指标值: 1, 实际完成值: 1, 分值: 90, 人工扣分: {原因: 加分}}"),
    ("JX330", "{一级指标: 产出指标, 三级指标: 甲, 年度指标值: 1, 实际完成值: 1, 分值: 90, 人工扣分: {分值: 1}}"),
]  # fmt: skip
NO_DATA = {"JX310", "JX316", "JX317", "JX320", "JX323"}


@pytest.mark.parametrize(("code", "typed"), PROBLEMS)
def test_what_keeps_a_row_from_a_score(code: str, typed: str) -> None:
    """Error: whatever leaves a score or total null. No data and invalid are two different things."""
    found = from_text(typed)
    errors = [finding for finding in found.findings if finding.severity == "error"]
    assert code in [finding.code for finding in errors]
    assert found.scored is not None
    assert found.scored.rows[0].outcome == ("no_data" if code in NO_DATA else "invalid")
    document = found.to_dict()
    scored_row = document["indicators"][0]
    assert (scored_row["score"], scored_row["deduction"], scored_row["share"]) == (None, None, None)
    assert (document["total"], document["deduction"], document["grade"]) == (None, None, None)
    assert scored_row["reason"] == ""
    for finding in errors:
        assert finding.message("zh")
        assert finding.message("en")
        assert "{" not in finding.message("zh") + finding.remedy("zh") + finding.message("en") + finding.remedy("en")


def test_satisfaction_that_is_no_percentage() -> None:
    row = "{一级指标: 满意度, 三级指标: 甲, 年度指标值: ≥90 分, 实际完成值: 92 分, 分值: 90}"
    assert "JX313" in [finding.code for finding in from_text(row, spec=LAW_101).findings]


def test_words_that_cannot_be_judged() -> None:
    row = "{一级指标: 产出, 三级指标: 甲, 年度指标值: 及时, 实际完成值: 基本及时, 分值: 90, 计分规则: yes_no}"
    for actual, share, expected in (("不合格", "0", "0"), ("基本合格", "100%", "10"), ("合格", "0", "0")):
        assert points(LAW_101, target="合格", actual=actual, rule="yes_no", share=share) == expected
    assert points(LAW_101, target="合格", actual="不合格", rule="yes_no", share="50%") is None
    assert "JX314" in [finding.code for finding in from_text(row, spec=LAW_101).findings]


SOUND = "{一级指标: 产出, 三级指标: 甲, 年度指标值: 1 个, 实际完成值: 1 个, 分值: 90}"


@pytest.mark.parametrize(
    ("code", "funds"),
    [
        ("JX320", "{全年预算数: 5}"),
        ("JX320", "{全年执行数: 5}"),
        ("JX321", "{全年预算数: 0, 全年执行数: 0}"),
        ("JX321", "{全年预算数: 5, 全年执行数: -1}"),
    ],
)
def test_what_keeps_execution_from_a_score(code: str, funds: str) -> None:
    found = from_text(SOUND, funds)
    assert code in [finding.code for finding in found.findings]
    assert found.scored is not None
    assert found.scored.execution is not None
    assert found.scored.execution.score is None
    assert found.scored.rows[0].score == 90, "a finding on the whole never takes the score of a sound row away"
    assert found.total is None


def test_a_target_that_no_rule_fits() -> None:
    """A spec without a rule for the row: a finding, not a guess."""
    narrow = changed(LAW_10, rules=[rule for rule in dump(LAW_10)["rules"] if rule["rule"] in ("execution", "on_time")])
    assert "JX327" in codes(project({"target": "≥5个", "actual": "5个"}), narrow)


def test_a_year_that_a_date_needs() -> None:
    """A deadline without a year takes the project's; without either, nothing can be told."""
    row = {"level1": "产出指标", "name": "甲", "target": "6月30日前", "actual": "2023年6月1日", "weight": 90}
    found = result(jixiao.load_project({"name": "例", "funds": FUNDS, "indicators": [row]}), LAW_10)
    assert "JX220" in {finding.code for finding in found.findings}
    assert found.scored is not None
    assert found.scored.rows[0].problem is not None
    assert found.scored.rows[0].score is None


def test_weights_that_do_not_add_up_take_no_score_from_a_row() -> None:
    """contract.md: they null the total, deduction and grade, not the rows."""
    found = result(project({"target": "≥5个", "actual": "4个", "weight": 40}), LAW_10)
    assert "JX401" in [finding.code for finding in found.findings]
    assert (found.total, found.grade) == (None, None)
    assert found.to_dict()["indicators"][0]["score"] == "32.00"
