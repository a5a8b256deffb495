"""The examples score what was worked out by hand, in the comments beside their rows."""

import pytest

import jixiao
from tests.support.paths import EXAMPLES

#: Worked with pencil and paper from 财预〔2021〕101号 as the spec states it; never copied from a run.
BY_HAND = {
    "改造服务站点数量": ("6.00", "2.00"),  # 45/50 = 90%; 8 × (90 − 60)/40
    "培训护理员人次": ("0.00", "4.00"),  # 110/200 = 55%, below the pass line
    "居家上门服务次数": ("4.00", "0.00"),  # 150%, capped
    "设备使用率": ("7.59", "0.41"),  # 8 × (1 − 5/98) = 7.5918…
    "安全责任事故": ("0.00", "4.00"),  # zero target missed
    "站点改造完成时间": ("4.20", "1.80"),  # judged at 70 %
    "按月报送台账": ("4.50", "1.50"),  # 6 − 1.5 by hand
    "单个站点改造费用": ("6.00", "6.00"),  # 80/100; 12 × (80 − 60)/40
    "施工扰民投诉率": ("8.00", "0.00"),
    "居家养老服务能力": ("7.50", "2.50"),  # second tier at 75 %
    "签订长效服务协议的社区": ("6.35", "3.65"),  # 10 × (41/48 − 3/5)/(2/5) = 610/96
    "老年人满意度": ("8.00", "2.00"),  # 86 % lies in the band from 80 %
}


def test_every_kind_of_deduction() -> None:
    result = jixiao.score(jixiao.load_project(EXAMPLES / "deductions.yaml")).to_dict()
    assert {row["name"]: (row["score"], row["deduction"]) for row in result["indicators"]} == BY_HAND
    assert result["execution"] is not None
    assert (result["execution"]["rate"], result["execution"]["score"]) == ("0.85", "7.00")
    assert (result["total"], result["deduction"], result["grade"]) == ("69.14", "30.86", "中")


def test_its_findings_are_the_one_note() -> None:
    findings = jixiao.score(jixiao.load_project(EXAMPLES / "deductions.yaml")).findings
    assert [(finding.code, finding.path) for finding in findings] == [("JX410", "indicators[2].actual")]


@pytest.mark.parametrize("name", ["leshan-sms.yaml", "leshan-service.yaml"])
def test_published_tables_score_as_published(name: str) -> None:
    result = jixiao.score(jixiao.load_project(EXAMPLES / name))
    assert (result.ok, result.total, result.grade) == (True, "100.00", "优")
    assert all(row["score"] == f"{row['claimed']}.00" for row in result.to_dict()["indicators"])
