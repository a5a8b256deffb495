"""Papers in the forms in which units of many provinces publish them: every cell is read rightly, or told of."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import pytest

import jixiao
from jixiao.cli.inputs import spec_of_form
from jixiao.cli.options import Options
from jixiao.exact import parse_number
from jixiao.findings import Codes
from jixiao.forms.importing.projects import read_projects
from jixiao.model.project import Indicator, Project, strip_placeholder
from jixiao.quantity import unspaced
from tests.support.papers import ENDINGS, write, write_spots
from tests.support.provincial_papers import Paper, papers
from tests.support.published_tables import Wide

OPTIONS = Options()
CLASSES = ["产出指标", "效益指标", "满意度指标"]
HEAD = ("name", "year", "department", "unit", "code")


def read(path: Path) -> Project:
    reading = read_projects(path, partial(spec_of_form, OPTIONS), None, {}, OPTIONS.book)
    (project,) = reading.projects(path)
    return project


def plain(text: object) -> str:
    """A text as it counts: without spaces, strokes, the number of the template before it, points and percent signs."""
    bare = strip_placeholder(unspaced("" if text is None else str(text))).removeprefix("指标1:")
    number = parse_number(bare.removesuffix("分"))
    return bare if number is None else str(number)


def of_row(row: Indicator, key: str) -> str:
    value = getattr(row, key)
    if key == "cause":
        value = "".join(filter(None, (row.cause, row.remedy)))
    return plain(value).replace("无", "") if key == "cause" else plain(value)


def expected(row: dict[str, str]) -> dict[str, str]:
    dates = {"年月日": ""}
    signs = {"≧": "≥", "≦": "≤", "＝": "="}
    texts = {key: plain(text) for key, text in row.items()}
    if "weight" in texts:
        texts["weight"] = plain(texts["weight"].removesuffix("%"))
    if "cause" in texts:
        texts["cause"] = texts["cause"].removesuffix("。").replace("无", "")
    if "uom" in texts:
        texts["uom"] = dates.get(texts["uom"], texts["uom"])
    if "comparison" in texts:
        texts["comparison"] = signs.get(row["comparison"], row["comparison"])
    return texts


def numbers(*values: Any) -> list[str]:
    return ["" if value is None else plain(value) for value in values]


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("name", papers())
def test_a_paper_is_read_rightly(name: str, ending: str, tmp_path: Path) -> None:
    paper = papers()[name]
    project = read(write_spots(tmp_path / f"a.{ending}", paper.spots()))
    rows = list(paper.rows())
    assert [{key: of_row(row, key) for key in rows[0]} for row in project.indicators] == list(map(expected, rows))
    assert {key: getattr(project, key) for key in HEAD} == {key: paper.facts.get(key) for key in HEAD}
    funds, printed = project.funds, project.printed
    amounts = numbers(funds.total.initial, funds.total.budget, funds.total.spent)
    assert amounts == numbers(*str(paper.facts.get("total", "//")).split("/"))
    assert funds.money_unit == paper.facts.get("money", "万元")
    assert " ".join(part.name or "" for part in funds.parts) == paper.facts.get("parts", "")
    execution = numbers(printed.execution_weight, printed.execution_rate, printed.execution_score)
    assert execution == numbers(*paper.facts.get("execution", "//").split("/"))
    total, _, grade = str(paper.facts.get("printed", "")).partition(" ")
    assert (printed.total, printed.grade or "") == (parse_number(total), grade)
    unread = [finding for finding in project.findings if finding.code == Codes.CELL_NOT_READ]
    assert len(unread) == paper.facts.get("unread", 0), unread
    assert not [finding for finding in project.findings if finding.code == Codes.UNKNOWN_HEADING]


BASE = papers()["blank-scores"]


def changed(tmp_path: Path, *lines: tuple[int, list[str]]) -> Project:
    """The paper with other lines, counted from 1, padded to its width."""
    cells = [list(line) for line in BASE.cells]
    for number, texts in lines:
        cells[number - 1] = [*texts, *["<"] * (len(cells[0]) - len(texts))]
    return read(write_spots(tmp_path / "a.xlsx", Paper(cells, BASE.facts).spots()))


@pytest.mark.parametrize("label", ["预算数（元）", "当年预算数（元）", "年度预算安排(单位：元)"])
def test_a_label_states_the_unit_of_its_amount(label: str, tmp_path: Path) -> None:
    """800000 元 were read as 万元 where the first label of a row was a known one."""
    project = changed(tmp_path, (3, [label, "800000", "<", "<", "执行数（元）", "784000"]))
    assert (project.funds.money_unit, project.funds.total.budget) == ("元", 800000)


@pytest.mark.parametrize("label", ["是否经常性项目", "评价组组长", "归口科室"])
def test_a_label_behind_one_that_nobody_knows_is_read(label: str, tmp_path: Path) -> None:
    project = changed(tmp_path, (4, [label, "甲", "<", "<", "自评总分", "95.8"]))
    assert (project.printed.total, project.unit) == (parse_number("95.8"), "某镇人民政府")
    told = [finding.message("zh") for finding in project.findings if finding.code == Codes.CELL_NOT_READ]
    assert len(told) == 1
    assert f"{label} 甲" in told[0]


def test_headings_are_no_texts_behind_a_label(tmp_path: Path) -> None:
    project = changed(tmp_path, (4, ["某某栏", "甲", "<", "<", "预算执行率", "得分"]))
    assert project.printed.execution_rate is None


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("未达标原因及整改落实情况", "cause"),
        ("指标未完成主要原因", "cause"),
        ("差异原因分析和下步工作措施", "cause"),
        ("下一步整改措施", "remedy"),
    ],
)
def test_a_heading_that_says_reasons_heads_reasons(heading: str, key: str, tmp_path: Path) -> None:
    project = changed(tmp_path, (5, [*BASE.cells[4][:7], heading]))
    assert getattr(project.indicators[2], key) == "连续降雨延误工期"


@pytest.mark.parametrize("word", ["完成", "实现", "达成"])
@pytest.mark.parametrize("between", ["及", "和", "或", "与", "、"])
@pytest.mark.parametrize("has_actual", [True, False])
def test_a_heading_of_values_and_reasons_is_none_of_reasons(
    tmp_path: Path, word: str, between: str, *, has_actual: bool
) -> None:
    """Each row had 偏差原因: 90% and no actual value."""
    heading = f"{word}情况{between}原因分析"
    heads = [*BASE.cells[4][:7], heading] if has_actual else [*BASE.cells[4][:4], heading, *BASE.cells[4][5:]]
    project = changed(tmp_path, (5, heads))
    assert [row.cause for row in project.indicators if row.cause not in (None, "连续降雨延误工期")] == []
    told = [str(finding.args["text"]) for finding in project.findings if finding.code == Codes.UNKNOWN_HEADING]
    assert has_actual or told == [heading]


@pytest.mark.parametrize("heading", ["未完成和偏差的具体原因", "目标未达成或有偏差原因", "未完成的原因及措施"])
def test_a_heading_of_what_was_not_reached_is_one_of_reasons(heading: str, tmp_path: Path) -> None:
    project = changed(tmp_path, (5, [*BASE.cells[4][:7], heading]))
    assert project.indicators[2].cause == "连续降雨延误工期"


@pytest.mark.parametrize("rate", ["90", "90%", "90.0", "0.9", "89", "9"])
def test_a_rate_behind_its_label_may_be_percent_without_a_sign(rate: str, tmp_path: Path) -> None:
    texts = ["预算执行率", rate, "全年预算数", "100", "全年执行数", "90"]
    project = changed(tmp_path, (3, texts))
    told = [one.code for one in jixiao.score(project).findings if one.code == Codes.PRINTED_RATE_DIFFERS]
    assert told == [Codes.PRINTED_RATE_DIFFERS] * (rate in ("89", "9"))


def test_reasons_of_a_reviewer_are_not_the_units(tmp_path: Path) -> None:
    project = changed(tmp_path, (5, [*BASE.cells[4][:7], "财政复核未通过原因"]))
    assert project.indicators[2].cause is None
    assert [finding.code for finding in project.findings if finding.code == Codes.UNKNOWN_HEADING]


@pytest.mark.parametrize(
    ("cells", "total", "grade"),
    [
        (["总分值：100", "总得分：96.24", "自评等级：优"], "96.24", "优"),
        (["分值：100分", "得分：96分", "等次：优"], "96", "优"),
        (["100", "96.5", "自评结果：良"], "96.5", "良"),
    ],
)
def test_the_row_of_the_sum_may_repeat_its_labels(cells: list[str], total: str, grade: str, tmp_path: Path) -> None:
    lines = [
        [*line]
        for line in (["项目名称", "甲"], *(line[:8] for line in BASE.cells[4:10]), ["总分", "", "", "", "", *cells])
    ]
    project = read(write(tmp_path / "a.xlsx", lines))
    assert (project.printed.total, project.printed.grade) == (parse_number(total), grade)
    assert not [finding for finding in project.findings if finding.code == Codes.CELL_NOT_READ]


def test_goals_beside_their_labels_in_one_row(tmp_path: Path) -> None:
    texts = ["年度绩效目标", "维修道路，方便出行。", "<", "<", "实际完成情况", "已维修，群众出行方便。"]
    (goal,) = changed(tmp_path, (4, texts)).goals
    assert (goal.expected, goal.achieved) == ("维修道路，方便出行。", "已维修，群众出行方便。")


def test_a_unit_of_money_in_a_cell_of_its_own(tmp_path: Path) -> None:
    """300000 元 were read as 万元."""
    project = changed(tmp_path, (4, ["项目年度", "2022", "<", "<", "金额单位", "元"]))
    assert (project.year, project.funds.money_unit, project.funds.total.budget) == (2022, "元", 80)


def test_amounts_behind_one_label_under_several_headings_are_told(tmp_path: Path) -> None:
    texts = ["其中：财政拨款", "80", "其中：财政拨款", "79", "其中：财政拨款", "78.4"]
    project = changed(tmp_path, (4, texts))
    assert project.funds.fiscal is None
    (aside,) = (finding for finding in project.findings if finding.code == Codes.TEXTS_SET_ASIDE)
    assert aside.args["where"] == "B4、D4、F4"


def test_the_same_amounts_under_other_headings_are_told_all_the_same(tmp_path: Path) -> None:
    texts = ["其中：财政拨款", "80", "其中：财政拨款", "80", "其中：财政拨款", "78.4"]
    project = changed(tmp_path, (4, texts))
    assert (project.funds.fiscal, project.funds.total.budget) == (None, 80)


def warnings(project: Project) -> list[tuple[str, str]]:
    """The amounts that are told as not read, with their places."""
    findings = (finding for finding in project.findings if finding.code == Codes.CELL_NOT_READ)
    return [(str(finding.args["where"]), str(finding.args["text"])) for finding in findings]


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        (["年度资金总额", "100", "全年预算数", "100", "全年执行数", "90"], []),
        (["年度资金总额", "100.00", "全年预算数", "100", "全年执行数", "90"], []),
        (["年度资金总额", "120", "全年预算数", "100", "全年执行数", "90"], [("B3", "120")]),
        (["全年预算数", "100", "年度资金总额", "120", "全年执行数", "90"], [("D3", "120")]),
        (["调整后预算数", "100", "全年预算数", "110", "全年执行数", "90"], [("D3", "110")]),
        (["项目资金总额", "100", "资金合计", "120", "全年执行数", "90"], [("D3", "120")]),
        (["全年预算数", "100", "全年预算数", "110", "全年执行数", "90"], [("D3", "110")]),
    ],
)
def test_an_amount_with_two_labels_in_one_row_is_taken_once(
    tmp_path: Path, texts: list[str], told: list[tuple[str, str]]
) -> None:
    """The more exact label counts, else the first; another amount is told."""
    project = changed(tmp_path, (3, texts))
    assert (project.funds.total.budget, project.funds.total.spent) == (100, 90)
    assert warnings(project) == told


def test_an_amount_of_a_later_row_is_told(tmp_path: Path) -> None:
    rows = [["项目名称", "甲"], ["年度资金总额", "100"], ["全年预算数", "100"], ["预算金额", "110"]]
    lines = [*rows, *(line[:8] for line in BASE.cells[4:10])]
    project = read(write(tmp_path / "a.xlsx", [[*line] for line in lines]))
    assert (project.funds.total.budget, warnings(project)) == (100, [("B4", "110")])


def test_a_sentence_is_no_rate(tmp_path: Path) -> None:
    project = changed(tmp_path, (4, ["预算执行率", "<", "预算80万元，支出78.4万元，执行率98%"]))
    assert project.printed.execution_rate is None
    assert any("支出78.4万元" in finding.message("zh") for finding in project.findings)


@pytest.mark.parametrize(
    "cells",
    [
        ["单位负责人（签字）", "", "", "财务负责人（签字）", "", "填表人", "李二", "13900000000"],
        ["填表人（签章）", "", "张三", "审核人：", "李四", "电话", "123", ""],
        ["分管领导签字：", "", "", "", "", "", "2024年1月5日", ""],
    ],
)
def test_cells_for_signatures_are_no_indicator(cells: list[str], tmp_path: Path) -> None:
    lines = [["项目名称", "甲"], *(line[:8] for line in BASE.cells[4:10]), cells]
    project = read(write(tmp_path / "a.xlsx", lines))
    assert [row.name for row in project.indicators] == [row["name"] for row in BASE.rows()]


def test_a_class_may_head_its_rows_with_its_points(tmp_path: Path) -> None:
    first, second, third = (Wide(f"{number}、{name}", 5) for number, name in zip("一二三", CLASSES, strict=True))
    rows = [["", *line[1:8]] for line in BASE.cells[5:10]]
    lines = [
        ["项目名称", "甲"],
        BASE.cells[4][:8],
        [first, "60", "36", ""],
        *rows[:3],
        [second, "20", "20", ""],
        rows[3],
    ]
    project = read(write(tmp_path / "a.xlsx", [*lines, [third, "10", "10", ""], rows[4]]))
    assert [row.level1 for row in project.indicators] == [CLASSES[0]] * 3 + CLASSES[1:]


def test_the_total_of_the_whole_goes_before_the_sum_of_the_indicators(tmp_path: Path) -> None:
    rows = [line[:8] for line in BASE.cells[4:10]]
    sums = [["合计", "", "", "", "", "90", "86", ""], ["总得分", Wide("95.8", 7)]]
    project = read(write(tmp_path / "a.xlsx", [["项目名称", "甲"], *rows, *sums]))
    assert project.printed.total == parse_number("95.8")
    assert any("86" in finding.message("zh") for finding in project.findings)


def test_a_line_of_labels_may_end_with_the_unit_of_money(tmp_path: Path) -> None:
    line = Wide("填报单位（盖章）：某局　　　　填报日期：2024年1月20日　　　　单位：元", 8)
    project = read(write(tmp_path / "a.xlsx", [[line], ["项目名称", "甲"], *(row[:8] for row in BASE.cells[2:10])]))
    assert project.unit == "某局"


@pytest.mark.parametrize(("unit", "stated"), [("年月日", None), ("日期", None), ("天", "天")])
def test_a_date_has_no_unit(unit: str, stated: str | None, tmp_path: Path) -> None:
    cells = [list(line) for line in papers()["yunnan"].cells]
    cells[15][5] = unit
    project = read(write_spots(tmp_path / "a.xlsx", Paper(cells, {}).spots()))
    assert project.indicators[2].uom == stated


@pytest.mark.parametrize("rate", ["95.29%", "95.3%", "95", "95.29", "0.9528688"])
def test_the_rate_of_a_part_is_told_only_where_it_is_another(rate: str, tmp_path: Path) -> None:
    cells = [list(line) for line in papers()["zhejiang"].cells]
    cells[4][7] = rate
    project = read(write_spots(tmp_path / "a.xlsx", Paper(cells, {}).spots()))
    unread = [finding.args["where"] for finding in project.findings if finding.code == Codes.CELL_NOT_READ]
    assert unread == (["H5"] if rate == "0.9528688" else [])


def test_the_only_row_of_amounts_needs_no_label(tmp_path: Path) -> None:
    heads = [
        Wide("资金执行情况（元）", 1, 2),
        Wide("年初预算", 2),
        Wide("调整后预算", 2),
        Wide("实际支出", 2),
        "执行率",
    ]
    amounts = [Wide("68,500", 2), Wide("66,200", 2), Wide("66,200", 2), "100%"]
    rows = [line[:8] for line in BASE.cells[4:10]]
    project = read(write(tmp_path / "a.xlsx", [["项目名称", "甲"], heads, amounts, *rows]))
    total = project.funds.total
    assert (total.initial, total.budget, total.spent, project.funds.money_unit) == (68500, 66200, 66200, "元")
    assert project.printed.execution_rate == "100%"
    assert not [finding for finding in project.findings if finding.code == Codes.CELL_NOT_READ]


def test_a_line_may_head_a_class(tmp_path: Path) -> None:
    rows = [["", *line[1:8]] for line in BASE.cells[5:10]]
    heads = [[Wide(f"（{number}）{name}（30分）", 8)] for number, name in zip("一二三", CLASSES, strict=True)]
    lines = [["项目名称", "甲"], BASE.cells[4][:8], heads[0], *rows[:3], heads[1], rows[3], heads[2], rows[4]]
    project = read(write(tmp_path / "a.xlsx", lines))
    assert [row.level1 for row in project.indicators] == [CLASSES[0]] * 3 + CLASSES[1:]
    assert not [finding for finding in project.findings if finding.code == Codes.TEXTS_SET_ASIDE]


def test_results_in_a_row_below_the_indicators(tmp_path: Path) -> None:
    rows = [line[:8] for line in BASE.cells[4:9]]
    below = ["预算执行率得分", Wide("9.8", 3), "自评总分", Wide("98.8", 3)]
    project = read(write(tmp_path / "a.xlsx", [["项目名称", "甲"], *rows, below]))
    assert (project.printed.execution_score, project.printed.total) == (parse_number("9.8"), parse_number("98.8"))


@pytest.mark.parametrize("text", ["■优 □良 □中 □差", "优☑ 良□ 中□ 差□", "√优 良 中 差"])
def test_a_ticked_grade_is_the_grade(text: str, tmp_path: Path) -> None:
    assert changed(tmp_path, (4, ["自评总分", "95.8", "<", "<", "自评等级", text])).printed.grade == "优"
    assert changed(tmp_path, (4, [f"自评等级：{text}"])).printed.grade == "优"


def test_amounts_with_labels_of_their_own_are_those(tmp_path: Path) -> None:
    """年初预算：560 was taken for the budget."""
    texts = ["年度资金总额（万元）", "年初预算：560", "<", "调整后预算：540", "<", "实际支出：513"]
    total = changed(tmp_path, (3, texts)).funds.total
    assert (total.initial, total.budget, total.spent) == (560, 540, 513)


def test_amounts_beside_the_word_of_their_block_in_one_row(tmp_path: Path) -> None:
    project = changed(
        tmp_path, (3, ["项目资金（元）", "年度资金总额：", "<", "3,000.00", "其中：财政拨款", "2,500.00"])
    )
    assert (project.funds.total.budget, project.funds.money_unit) == (3000, "元")
    assert not [finding for finding in project.findings if finding.code == Codes.CELL_NOT_READ]
