"""The two published tables of the seed, cell by cell: what the form prints is what the city published.

Transcribed from 乐山市社会保险事务中心 2023 年度单位决算, 第四部分. One cell differs on purpose: the published
实际完成值 of the execution row holds its score, 10, where the form prints the rate, 100%.
"""

from __future__ import annotations

import pytest

from jixiao import load_project, score
from jixiao.findings import Lang
from jixiao.forms import Form, all_rows, form_of, place_cells
from tests.support.paths import EXAMPLES

Cells = tuple[str, ...]

#: The rows as published, a text for each cell of the eight columns; what a merged cell covers is empty.
HEAD = (
    "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值/权重（百分制）", "得分", "扣分原因分析",
)  # fmt: skip
SMS: tuple[Cells, ...] = (
    ("项目名称：", "社保短信费", "", "年度：", "2023", "", "", ""),
    ("主管部门：", "乐山市人力资源和社会保障局", "", "实施单位：", "乐山市社会保险事务中心", "", "", ""),
    ("项目资金（万元）", "", "", "", "", "", "", ""),
    ("", "全年预算数", "", "全年执行数", "", "预算执行率", "", ""),
    ("年度资金总额", "5", "", "5", "", "1", "", ""),
    ("其中：财政拨款", "5", "", "5", "", "1", "", ""),
    ("其他资金", "", "", "", "", "", "", ""),
    ("年度总体目标", "预期目标", "", "", "实际完成情况", "", "", ""),
    ("", "做好社保参保信息短信推送工作", "", "", "已完成，及时推送短信，提高了社会保险公共服务能力", "", "", ""),
    HEAD,
    ("得 分", "", "", "", "", "100", "100", ""),
    ("预算执行率（10分）", "", "", "100%", "10", "10", "10", ""),
    ("产出指标", "数量指标", "全市退休人员数", "52 万人", "52 万人", "10", "10", ""),
    ("", "数量指标", "市本级个体参保人员", "6 万人", "6 万人", "10", "10", ""),
    ("", "质量指标", "发送信息准确性", "100%", "100%", "20", "20", ""),
    ("", "时效指标", "信息发送及时性", "及时", "及时", "10", "10", ""),
    ("效益指标", "社会效益指标", "“互联网+人社计划”到位率", "95%", "100%", "20", "20", ""),
    ("满意度指标", "服务对象满意度指标", "群众满意度", "98%", "100%", "10", "10", ""),
    ("成本指标", "经济成本指标", "信息推送费用", "5 万", "5 万", "10", "10", ""),
)  # fmt: skip
SERVICE: tuple[Cells, ...] = (
    ("项目名称:", "社保公共服务能力建设资金", "", "年度:", "2023", "", "", ""),
    ("主管部门:", "乐山市人力资源和社会保障局", "", "实施单位:", "乐山市社会保险事务中心", "", "", ""),
    *SMS[2:4],
    ("年度资金总额", "11.7", "", "11.7", "", "1", "", ""),
    ("其中：财政拨款", "11.7", "", "11.7", "", "1", "", ""),
    *SMS[6:8],
    (
        "",
        "目标 1：用于社保标准化设施设备购置，满足当前社保对外公共服务的需要； "
        "目标 2：业务档案数字化管理支出，提高社保工作效率和参保人员满意度。",
        "", "",
        "已购置社保标准化设施设备并完成验收；业务档案数字化管理未到付款时间。",
        "", "", "",
    ),
    HEAD,
    ("得 分", "", "", "", "", "100", "100", ""),
    ("预算执行率（10 分）", "", "", "100%", "10", "10", "10", ""),
    ("产出指标", "质量指标", "社保业务档案影像化率", "100%", "100%", "20", "20", ""),
    ("", "数量指标", "升级排队机系统（排队机、呼叫器、窗口屏、LED 广告机）", "1 套", "1 套", "10", "10", ""),
    ("", "数量指标", "升级家具配置（大厅接待台、自助体验桌、办公椅、定制沙发、茶几）", "1 套", "1 套", "10", "10", ""),
    ("", "数量指标", "拟数字化社保档案卷数", "600 卷", "600 卷", "10", "10", ""),
    ("效益指标", "社会效益指标", "提升工作效率和群众办事体验率", "95%", "100%", "30", "30", ""),
    ("满意度指标", "满意度指标", "参保人员满意度", "98%", "100%", "10", "10", ""),
)  # fmt: skip

TABLES = {"leshan-sms": SMS, "leshan-service": SERVICE}
EXECUTION_ACTUAL = (11, 4)
"""Row and column of the one cell that differs."""


def form(name: str) -> Form:
    return form_of(score(load_project(EXAMPLES / f"{name}.yaml")))


def drawn(name: str) -> list[Cells]:
    """The grid, a text where a cell begins."""
    found = form(name)
    rows = all_rows(found)
    grid = [["" for _ in found.columns] for _ in rows]
    for at in place_cells(rows):
        grid[at.row][at.column] = at.cell.text
    return [tuple(row) for row in grid]


def bare(cell: str) -> str:
    """Spaces between 汉字, and between them and numbers, are the typesetter's."""
    return "".join(cell.split())


@pytest.mark.parametrize("name", TABLES)
def test_every_published_cell(name: str) -> None:
    published, ours = TABLES[name], drawn(name)
    assert [len(row) for row in ours] == [len(row) for row in published]
    for at, row in enumerate(published):
        for column, cell in enumerate(row):
            expected = "100%" if (at, column) == EXECUTION_ACTUAL else cell
            assert bare(ours[at][column]) == bare(expected).replace(":", "："), (at, column)


@pytest.mark.parametrize("name", TABLES)
def test_the_merges_are_those_published(name: str) -> None:
    """Each published row has eight fields; a merged cell fills the empty ones beside it, a first column those below."""
    found = form(name)
    whole = [at for at in place_cells(all_rows(found)) if at.cell.columns == len(found.columns)]
    assert [at.cell.text for at in whole] == ["项目资金（万元）"]
    tall = {at.cell.text: at.cell.rows for at in place_cells(all_rows(found)) if at.cell.rows > 1}
    assert tall == {"年度总体目标": 2, "产出指标": 4}
    covered = sum(at.cell.rows * at.cell.columns for at in place_cells(all_rows(found)))
    assert covered == len(found.columns) * len(all_rows(found))


@pytest.mark.parametrize("name", TABLES)
def test_title_and_total(name: str) -> None:
    found = form(name)
    assert bare(found.title) == bare("部门预算项目支出绩效自评表（2023 年度）")
    assert found.below == (("总分", "100.00"), ("等级", "优"))


@pytest.mark.parametrize(
    ("lang", "message"),
    [
        ("zh", "目标完成情况写到“未到付款时间”，6 条指标却都是满分"),
        ("en", "the goals say “未到付款时间” while all 6 indicators have full marks"),
    ],
)
def test_a_goal_that_is_not_done_stands_against_full_marks_in_both_languages(lang: Lang, message: str) -> None:
    """Accounts of 2023, table two: 业务档案数字化管理未到付款时间, and every row is full."""
    findings = score(load_project(EXAMPLES / "leshan-service.yaml")).findings
    assert [finding.message(lang) for finding in findings if finding.code == "JX601"] == [message]
