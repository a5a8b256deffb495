"""Odd but honest papers, in every format: monitoring, forms side by side, units in headings, totals that differ."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import docx
import pytest

import jixiao
from jixiao.forms.importing import ImportedProject, project_of_form, read_file_of_forms
from tests.support.papers import ENDINGS, write
from tests.support.published_tables import Wide

LAW_10 = jixiao.load_spec("cn.mof-2020-10")
HEADS = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析"]
ROWS: list[list[Any]] = [
    [Wide("产出指标", 1, 2), "数量指标", "培训人次", "≥300人次", "300人次", "50", "50", None],
    ["质量指标", "合格率", "≥95%", "90%", "20", "18.95", "返工"],
    ["效益指标", "社会效益指标", "持证率", "≥95%", "96%", "10", "10", None],
    ["满意度指标", "服务对象满意度指标", "满意度", "≥90%", "92%", "10", "10", None],
    [Wide("总分", 5), "100", "97.95", None],
]
FUNDS: list[list[Any]] = [
    [Wide("项目资金（万元）", 1, 6), None, "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
    ["年度资金总额", "100", "100", "90", "10", "90%", "9"],
    ["其中：当年财政拨款", "80", "80", "72", "—", "90%", "—"],
    ["其中：中央资金", "30", "30", "27", "—", "90%", "—"],
    ["地方资金", "50", "50", "45", "—", "90%", "—"],
    ["其他资金", "20", "20", "18", "—", "90%", "—"],
]


def read(path: Path) -> list[ImportedProject]:
    """The projects of a file, whatever else is said of it."""
    return [project_of_form(form.grid, "", LAW_10) for form in read_file_of_forms(path).forms]


def said(project: ImportedProject) -> list[str]:
    return sorted({finding.code for finding in project.findings})


def beside(left: list[list[Any]], right: list[list[Any]], width: int) -> list[list[Any]]:
    """Lines of two forms that stand side by side, with an empty column between them; each is ``width`` wide."""
    taken = [0] * (len(left) + 1)
    lines = []
    for row, cells in enumerate(left):
        wide = [cell if isinstance(cell, Wide) else Wide(cell) for cell in cells]
        for cell in wide:
            for down in range(1, cell.rows):
                taken[row + down] += cell.columns
        filled = taken[row] + sum(cell.columns for cell in wide)
        lines.append([*wide, *[None] * (width - filled + 1), *right[row]])
    return lines


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("has_common_title", [True, False])
def test_forms_side_by_side_are_projects_of_their_own(tmp_path: Path, ending: str, has_common_title: bool) -> None:
    forms = [[["项目名称", name], ["主管部门", "甲局"], *FUNDS, HEADS, *ROWS] for name in ("甲项目", "乙项目")]
    lines = beside(*forms, 8)
    if has_common_title:
        lines = [[Wide("项目支出绩效自评表", 17)], [Wide("（2023年度）", 17)], *lines]
    first, second = read(write(tmp_path / f"a.{ending}", lines))
    assert (first.data["name"], second.data["name"]) == ("甲项目", "乙项目")
    for project in (first, second):
        assert project.data.get("year") == ("2023" if has_common_title else None)
        assert project.data["funds"]["total"] == {"initial": "100", "budget": "100", "spent": "90"}
        assert [part["name"] for part in project.data["funds"]["parts"]] == ["中央资金", "地方资金"]
        assert [row["weight"] for row in project.data["indicators"]] == ["50", "20", "10", "10"]
        assert project.data["printed"]["total"] == "97.95"
        assert said(project) == []


MONITORING: list[list[Any]] = [
    [Wide("项目支出绩效目标执行监控表", 17)],
    [Wide("（2023年度 1—8月）", 17)],
    ["项目名称", Wide("农村公路养护", 16)],
    ["主管部门及代码", Wide("某县交通局", 7), "实施单位", Wide("某县公路站", 8)],
    [Wide("项目资金（万元）", 1, 3), Wide(None, 2), Wide("年初预算数", 2), Wide("1—8月执行数", 3), Wide("1—8月执行率", 3), Wide("全年预计执行数", 6)],
    [Wide("年度资金总额", 2), Wide("120", 2), Wide("70", 3), Wide("58.33%", 3), Wide("120", 6)],
    [Wide("其他资金", 2), Wide("20", 2), Wide("10", 3), Wide("50%", 3), Wide("20", 6)],
    ["年度总体目标", Wide("完成养护120公里", 16)],
    [Wide("绩效指标", 1, 6), *(Wide(head, 1, 2) for head in ("一级指标", "二级指标", "三级指标", "年度指标值", "1—8月执行情况", "全年预计完成情况")), Wide("偏差原因分析", 6), Wide("完成目标可能性", 3), Wide("备注", 1, 2)],
    ["经费保障", "制度保障", "人员保障", "硬件条件保障", "其他", "原因说明", "确定能", "有可能", "完全不可能"],
    [Wide("产出指标", 1, 2), "数量指标", "养护里程", "≥120公里", "75公里", "120公里", None, None, "√", None, None, "人手不足", "√", None, None, None],
    ["质量指标", "合格率", "≥95%", "96%", "96%", None, "□", None, None, None, None, "√", None, None, None],
    ["效益指标", "社会效益指标", "受益人口", "≥2万人", "1.5万人", "2万人", "资金未到位", None, None, None, None, None, None, "√", None, None],
    ["满意度指标", "服务对象满意度指标", "群众满意度", "≥90%", "—", "90%", None, None, None, None, None, None, None, None, "√", None],
    [Wide("填表人：某某  联系电话：123", 17)],
]  # fmt: skip


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_form_of_monitoring(tmp_path: Path, ending: str) -> None:
    (project,) = read(write(tmp_path / f"a.{ending}", MONITORING))
    data = project.data
    assert (data["stage"], data["year"], data["month"], data["name"]) == ("monitoring", "2023", "8", "农村公路养护")
    assert data["funds"]["total"] == {"initial": "120", "spent": "70", "forecast": "120"}
    assert data["goals"] == [{"expected": "完成养护120公里"}]
    first, second, third, fourth = data["indicators"]
    assert (first["progress"], first["forecast"], first["likelihood"]) == ("75公里", "120公里", "确定能")
    assert (first["cause_kinds"], first["cause"]) == (["人员保障"], "人手不足")
    assert "cause_kinds" not in second
    assert (third["cause_kinds"], third["cause"], third["likelihood"]) == (["经费保障"], "资金未到位", "有可能")
    assert ("progress" in fourth, fourth["likelihood"]) == (False, "完全不可能")
    assert said(project) == ["JX880"]  # who filled it in


def test_monitoring_owes_no_actuals(tmp_path: Path) -> None:
    (project,) = read(write(tmp_path / "a.xlsx", MONITORING))
    result = jixiao.score(jixiao.load_project(project.data))
    assert not [finding for finding in result.findings if finding.severity == "error"]
    assert result.total is None


@pytest.mark.parametrize(
    ("word", "key"), [("1-7月份完成情况", "progress"), ("X月完成值", "progress"), ("当前完成值", "progress")]
)
def test_what_monitoring_calls_completed_is_so_as_of_then(tmp_path: Path, word: str, key: str) -> None:
    heads = ["一级指标", "二级指标", "三级指标", "年度指标值", word, "完成可能性"]
    row = ["产出指标", "数量指标", "里程", "≥120公里", "75公里", "有可能"]
    lines = [[Wide("部门绩效监控表", 6)], ["项目名称", Wide("养护", 5)], heads, row]
    (project,) = read(write(tmp_path / "a.xlsx", lines))
    assert project.data["indicators"][0][key] == "75公里"
    assert "actual" not in project.data["indicators"][0]


@pytest.mark.parametrize("ending", ENDINGS)
def test_units_of_headings_and_an_execution_row_among_others(tmp_path: Path, ending: str) -> None:
    lines: list[list[Any]] = [
        [Wide("项目支出绩效自评表", 8)],
        ["项目名称", Wide("甲项目", 3), "年度", Wide("2023", 3)],
        ["资金（元）", "全年预算数（元）", "全年执行数（元）", "执行率"],
        ["合计", "1,200,000.00", "1,080,000.00", "90.00%"],
        ["一级指标", "二级指标", "三级指标", "年度指标值（单位：%）", "实际完成值(%)", "权重(%)", "自评得分(分)", "未完成原因（100字以内）"],
        ["产出指标", "数量指标", "培训人次", "≥300人次", "300", "50%", "50分", "/"],
        ["产出指标", "预算执行率", "预算执行率", "100%", "90%", "10%", "9分", "/"],
        ["产出指标", "质量指标", "合格率", "95", "90", "20%", "18.95分", "请说明原因（50字以内）"],
        ["效益指标", "社会效益指标", "持证率", "及时", "及时", "20%", "20分", "无"],
        [Wide("总计", 5), "90%", "98分", "优"],
    ]  # fmt: skip
    (project,) = read(write(tmp_path / f"a.{ending}", lines))
    assert project.data["funds"] == {"money_unit": "元", "total": {"budget": "1,200,000.00", "spent": "1,080,000.00"}}
    assert [row.get("uom") for row in project.data["indicators"]] == [None, "%", None]
    assert [row["weight"] for row in project.data["indicators"]] == ["50", "20", "20"]
    printed = project.data["printed"]
    assert (printed["total"], printed["grade"], printed["execution_weight"], printed["execution_score"]) == (
        "98",
        "优",
        "10",
        "9",
    )
    assert said(project) == ["JX881"]


@pytest.mark.parametrize("ending", ENDINGS)
def test_of_targets_for_several_years_and_for_the_year_those_of_the_year_are_read(tmp_path: Path, ending: str) -> None:
    lines: list[list[Any]] = [
        [Wide("项目支出绩效目标申报表", 8)],
        [Wide("（2024年度）", 8)],
        ["项目名称", Wide("甲项目", 7)],
        ["主管部门及代码", Wide("[101]甲局", 3), "实施单位", Wide("乙站", 3)],
        ["项目属性", Wide("□新增 ☑延续", 3), "项目期", Wide("3年", 3)],
        [Wide("项目资金（万元）", 1, 3), Wide("年度资金总额：", 2), Wide("120", 5)],
        [Wide("其中：财政拨款", 2), Wide("100", 5)],
        [Wide("其他资金", 2), Wide("20", 5)],
        [Wide("总体目标", 1, 2), Wide("实施期目标", 4), Wide("年度目标", 3)],
        [Wide("三年内建成", 4), Wide("完成一期", 3)],
        [Wide("绩效指标", 1, 3), "一级指标", *["二级指标", "三级指标", "指标值"] * 2],
        [Wide("产出指标", 1, 2), "数量指标", "总面积", "≥1000平方米", "数量指标", "建成面积", "≥300平方米"],
        ["质量指标", "总合格率", "100%", "质量指标", "验收合格率", "100%"],
    ]
    (project,) = read(write(tmp_path / f"a.{ending}", lines))
    assert project.data["stage"] == "target"
    assert project.data["goals"] == [{"expected": "完成一期"}]
    assert [(row["level1"], row["name"], row["target"]) for row in project.data["indicators"]] == [
        ("产出指标", "建成面积", "≥300平方米"),
        ("产出指标", "验收合格率", "100%"),
    ]
    assert project.data["funds"]["fiscal"] == {"budget": "100"}
    assert said(project) == ["JX880"]  # the targets of all years among others


@pytest.mark.parametrize("ending", ENDINGS)
def test_class_points_of_a_sum_and_scores_of_a_review(tmp_path: Path, ending: str) -> None:
    lines: list[list[Any]] = [
        [Wide("项目支出绩效自评复核表（2023年度）", 11)],
        ["项目名称", Wide("甲项目", 10)],
        ["一级指标", "分值", "二级指标", "三级指标", "指标值", "权重", "自评完成值", "自评得分", "复核得分", "偏差", "扣分原因"],
        [Wide("产出指标", 1, 2), Wide("100", 1, 2), "数量指标", "培训人次", "≥300人次", "50", "300人次", "50", "46.67", "-3.33", "名册只有280人"],
        ["质量指标", "合格率", "≥95%", "50", "95%", "50", "50", "0", None],
        ["合计", "100", Wide(None, 3), "100", None, "100", "96.67", "-3.33", None],
    ]  # fmt: skip
    (project,) = read(write(tmp_path / f"a.{ending}", lines))
    assert (project.data["stage"], project.data["printed"]["total"]) == ("review", "100")
    assert [row["score"] for row in project.data["indicators"]] == ["50", "50"]
    assert "JX842" not in said(project)


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize(
    "heads",
    [
        ["序号", "项目名称", "主管部门", "年初预算数", "全年预算数", "全年执行数", "执行率", "自评得分"],
        ["项目名称", "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
    ],
)
def test_a_list_of_projects_is_the_form_of_none(tmp_path: Path, ending: str, heads: list[str]) -> None:
    names = ["甲项目", "乙项目"]
    rows = [[name if head == "项目名称" else "10" for head in heads] for name in names]
    (project,) = read(write(tmp_path / f"a.{ending}", [[Wide("2023年度自评结果汇总表", 8)], heads, *rows]))
    (finding,) = project.findings
    assert (finding.code, finding.args["count"], finding.args["names"]) == ("JX891", 2, "甲项目、乙项目")
    assert project.data == {}


def test_a_form_whose_parts_are_tables_of_their_own_is_one(tmp_path: Path) -> None:
    document = docx.Document()
    for title in ("甲项目", "乙项目"):
        for line in ("项目支出绩效自评表", "（2023年度）", f"项目名称：{title}    主管部门：某县水利局"):
            document.add_paragraph(line)
        add_table(
            document, [["资金来源", "年初预算数", "全年预算数", "全年执行数"], ["年度资金总额", "100", "100", "90"]]
        )
        document.add_paragraph("二、绩效指标完成情况")
        add_table(document, [HEADS, ["产出指标", "数量指标", "培训人次", "≥300人次", "300人次", "50", "50", ""]])
        document.add_paragraph("填表人：")
    document.save(str(tmp_path / "a.docx"))
    projects = read(tmp_path / "a.docx")
    assert [project.data["name"] for project in projects] == ["甲项目", "乙项目"]
    for project in projects:
        assert project.data["year"] == "2023"
        assert project.data["funds"]["total"]["spent"] == "90"
        assert len(project.data["indicators"]) == 1


def add_table(document: Any, rows: list[list[str]]) -> None:
    table = document.add_table(len(rows), len(rows[0]))
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text


def test_a_name_beside_amounts_is_no_list(tmp_path: Path) -> None:
    lines: list[list[Any]] = [
        [Wide("项目支出绩效自评表", 8)],
        ["项目名称", "甲项目", "预算数", "100", "执行数", "90", "执行率", "90%"],
        HEADS,
        *ROWS,
    ]
    (project,) = read(write(tmp_path / "a.xlsx", lines))
    assert project.data["name"] == "甲项目"


@pytest.mark.parametrize("ending", ENDINGS)
def test_amounts_behind_their_labels_and_parts_of_rows(tmp_path: Path, ending: str) -> None:
    lines: list[list[Any]] = [
        [Wide("绩效自评表", 8)],
        [Wide("项目名称：丙项目", 3), Wide("年度：2023", 5)],
        [Wide("全年预算数：100万元", 3), Wide("全年执行数：90万元", 3), Wide("执行率：90%", 2)],
        ["一级指标", "二级指标", "三级指标", "目标值", "完成情况", "分值", "得分", "备注"],
        ["一、产出指标（70分）", "（一）数量指标", "1.培训人次", "300人次", "300人次", "50", "50", None],
        [None, None, "其中：县级", "100人次", "100人次", None, None, None],
        [None, None, "乡级", "200人次", "200人次", None, None, None],
        [None, "（二）质量指标", "2.合格率", "95%", "90%", "20", "18.95", "返工"],
        ["二、效益指标（20分）", "社会效益", "3.持证率", "95%", "96%", Wide("20", 1, 2), Wide("20", 1, 2), None],
        [None, None, "4.满意度", "90%", "92%", None],
        [Wide("合计", 5), "100", "88.95", None],
    ]
    (project,) = read(write(tmp_path / f"a.{ending}", lines))
    assert project.data["funds"]["total"] == {"budget": "100万元", "spent": "90万元"}
    assert project.data["printed"] == {"total": "88.95", "execution_rate": "90%"}
    assert [row.get("weight") for row in project.data["indicators"]] == ["50", "20", None, None]
    assert project.data["indicators"][1]["cause"] == "返工"
    assert said(project) == ["JX883", "JX884"]
