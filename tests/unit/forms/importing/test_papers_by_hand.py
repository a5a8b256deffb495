"""Files as people make them: a workbook with typed cells, a page saved by Word, several forms in one document."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import docx
import openpyxl

from jixiao.cli.inputs import spec_of_form
from jixiao.cli.options import Options
from jixiao.exact import parse_number
from jixiao.findings import Codes
from jixiao.forms.importing.projects import read_projects
from jixiao.model.project import Project

OPTIONS = Options()
OCTOBER = datetime(2023, 10, 15)  # noqa: DTZ001  # cells have no time zone
HEAD = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"]


def read(path: Path) -> list[Project]:
    return list(read_projects(path, partial(spec_of_form, OPTIONS), None, {}, OPTIONS.book).projects(path))


def values(project: Project) -> list[tuple[str | None, ...]]:
    return [(row.name, row.target, row.actual) for row in project.indicators]


def test_a_workbook_with_typed_cells(tmp_path: Path) -> None:
    """Percents, dates, thousands and units in formats are read as they are shown; a summary beside it is told of."""
    rows: list[tuple[list[Any], dict[int, str]]] = [
        (["项目支出绩效自评表"], {}),
        (["（2023年度）"], {}),
        (["项目名称", None, "智慧水务平台", None, None, None, None, None], {}),
        (["项目资金（万元）", None, "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"], {}),
        ([None, "年度资金总额", 1234.5, 1234.5, 1200, 10, 0.97205, 9.72], {3: "#,##0.00", 4: "#,##0.00", 7: "0.00%"}),
        ([None, "其中：财政拨款", "1,234.50", "1,234.50", "1,200.00", "—", 0.972, "—"], {7: "0.0%"}),
        (HEAD, {}),
        (
            ["产出指标", "数量指标", "接入站点数", 120, 118, 20, 19.67, "两处站点断电"],
            {4: '0"个"', 5: '0"个"', 7: "0.00"},
        ),
        ([None, "质量指标", "系统可用率", 0.995, 0.9987, 15, 15, None], {4: "0.0%", 5: "0.00%"}),
        (
            [None, "时效指标", "上线日期", OCTOBER.replace(day=31), OCTOBER, 15, 15, None],
            {4: 'yyyy"年"m"月"d"日"', 5: "yyyy/m/d"},
        ),
        (["效益指标", "社会效益指标", "惠及人口", 1250000, 1300000, 0.3, 30, None], {4: "#,##0", 5: "#,##0", 6: "0%"}),
        (["满意度指标", "满意度指标", "用户满意度", "≥90%", 0.936, 0.1, 10, None], {5: "0.0%", 6: "0%"}),
        (["总分", None, None, None, None, 1, 99.39, None], {6: "0%"}),
    ]
    book = openpyxl.Workbook()
    sheet = book.active
    for number, (cells, formats) in enumerate(rows, 1):
        sheet.append(cells)
        for column, text in formats.items():
            sheet.cell(number, column).number_format = text
    for area in ("A1:H1", "A2:H2", "A3:B3", "C3:H3", "A4:A6", "A8:A10", f"A{len(rows)}:E{len(rows)}"):
        sheet.merge_cells(area)
    summary = book.create_sheet("汇总表")
    for line in (["序号", "项目名称", "自评得分"], [1, "智慧水务平台", 99.39], [2, "管网改造", 100]):
        summary.append(line)
    path = tmp_path / "a.xlsx"
    book.save(path)
    (project,) = read(path)
    assert values(project) == [
        ("接入站点数", "120个", "118个"),
        ("系统可用率", "99.5%", "99.87%"),
        ("上线日期", "2023年10月31日", "2023年10月15日"),
        ("惠及人口", "1,250,000", "1,300,000"),
        ("用户满意度", "≥90%", "93.6%"),
    ]
    assert [row.weight for row in project.indicators] == [20, 15, 15, 30, 10]
    assert (project.printed.total, project.funds.total.spent) == (parse_number("99.39"), 1200)
    assert [cell.where for finding in project.findings if (cell := finding.cell) and cell.where.startswith("汇总表")]


WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<meta http-equiv=Content-Type content="text/html; charset=gb2312"><style><!-- td {mso-style-parent:style0;} --></style>
<!--[if gte mso 9]><xml><w:WordDocument></w:WordDocument></xml><![endif]--></head><body lang=ZH-CN><div class=Section1>
<p class=MsoNormal align=center><b><span>2022<span lang=EN-US>年度项目支出绩效自评表</span></span></b></p>
<p class=MsoNormal align=right><span>单位：元</span></p><table class=MsoNormalTable border=0>
<tr><td colspan=2><p><span>项目名称<span lang=EN-US><o:p></o:p></span></span></p></td><td colspan=6>食品安全抽检</td></tr>
<tr><td colspan=2>主管部门</td><td colspan=3>某县市场监督管理局</td><td><p>实施<br>单位</p></td><td colspan=2>某县检验所</td></tr>
<tr><td rowspan=3 colspan=2>项目资金</td><td>&nbsp;</td><td>年初预算数</td><td>全年预算数</td><td>全年执行数</td><td>执行率</td>
<td>得分</td></tr><tr><td>年度资金总额</td><td>1,200,000.00</td><td>1,200,000.00</td><td>1,188,000.00</td><td>99%</td>
<td>9.9</td></tr><tr><td>其他资金</td><td>&nbsp;</td><td>&nbsp;</td><td>&nbsp;</td><td>&nbsp;</td><td>&nbsp;</td></tr>
<tr><td>一级<br>指标</td><td>二级<br>指标</td><td>三级指标</td><td>年度指标值</td><td>实际完成值</td><td>分值</td><td>得分</td>
<td>偏差原因分析及改进措施</td></tr>
<tr><td rowspan=2>产出<br>指标</td><td>数量指标</td><td>抽检批次</td><td>&ge;1000批次</td><td>1,026批次</td><td>30</td><td>30</td><td>
&nbsp;</td></tr><tr><td>质量指标</td><td>抽检合格率</td><td>&gt;=<span lang=EN-US>98</span>%</td><td>97.5%</td><td>20</td>
<td>19.5</td><td><p>个别商户进货把关不严；</p><p>加强监管。</p></td></tr>
<tr style='display:none'><td>旧</td><td>旧</td><td>旧指标</td><td>1</td><td>1</td><td>5</td><td>5</td><td></td></tr>
<tr><td>效益指标</td><td>社会效益指标</td><td>食品安全事故</td><td>&le;0起</td><td>0起</td><td>30</td><td>30</td><td></td></tr>
<tr><td>满意度指标</td><td>满意度指标</td><td>群众满意度</td><td>&ge;90%</td><td>92%</td><td>10</td><td>10</td><td></td></tr>
<tr><td colspan=5>总分</td><td>100</td><td>99.4</td><td></td></tr></table></div></body></html>"""


def test_a_page_that_word_has_saved(tmp_path: Path) -> None:
    path = tmp_path / "a.htm"
    path.write_bytes(WORD.encode("gb18030"))
    (project,) = read(path)
    assert values(project) == [
        ("抽检批次", "≥1000批次", "1,026批次"),
        ("抽检合格率", ">=98%", "97.5%"),
        ("食品安全事故", "≤0起", "0起"),
        ("群众满意度", "≥90%", "92%"),
    ]
    assert (project.year, project.unit, project.funds.money_unit) == (2022, "某县检验所", "元")
    assert project.indicators[1].cause == "个别商户进货把关不严；\n加强监管"
    assert any("旧指标" in finding.message("zh") for finding in project.findings)


def test_forms_among_the_text_of_a_document(tmp_path: Path) -> None:
    """Accounts with a table of their own, then two forms; the second goes on below a break."""
    document = docx.Document()
    document.add_paragraph("本部门2023年度收、支总计均为500万元。")
    add(document, [["科目", "金额"], ["人员经费", "300"]])
    for name in ("统计业务培训", "经济普查"):
        for text in ("项目支出绩效自评表", "（2023年度）"):
            document.add_paragraph(text)
        add(
            document,
            [
                ["项目名称", name, "预算数（万元）", "10", "执行数（万元）", "10", "", ""],
                HEAD,
                row("产出指标", name, "60"),
            ],
        )
        document.add_paragraph("（续表）")
        add(document, [HEAD, row("效益指标", f"{name}效益", "30"), row("预算执行率", "", "10")])
        document.add_paragraph("填报人：冯一   联系电话：010-1   填报日期：2024年1月15日")
    path = tmp_path / "a.docx"
    document.save(str(path))
    projects = read(path)
    assert [project.name for project in projects] == ["统计业务培训", "经济普查"]
    for project in projects:
        assert [row.name for row in project.indicators] == [project.name, f"{project.name}效益"]
        assert (project.year, project.funds.total.budget, project.printed.execution_score) == (2023, 10, 10)
        assert not [finding for finding in project.findings if finding.code == Codes.CELL_NOT_READ]


def row(level1: str, name: str, weight: str) -> list[str]:
    return [level1, "", name, "100%", "100%", weight, weight, ""]


def add(document: Any, lines: list[list[str]]) -> None:
    table = document.add_table(len(lines), len(lines[0]))
    for number, texts in enumerate(lines):
        for cell, text in zip(table.rows[number].cells, texts, strict=True):
            cell.text = text
