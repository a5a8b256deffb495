"""Papers in the forms in which units of many provinces publish them: every cell is read rightly, or told of."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import pytest

from jixiao.cli.inputs import spec_of_form
from jixiao.cli.options import Options
from jixiao.exact import parse_number
from jixiao.findings import Codes
from jixiao.forms.importing.projects import read_projects
from jixiao.model.project import Indicator, Project, strip_placeholder
from jixiao.quantity import unspaced
from tests.support.papers import ENDINGS, write, write_spots
from tests.support.provincial_papers import Paper, papers

OPTIONS = Options()
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
    signs = {"≧": "≥", "≦": "≤", "＝": "="}
    texts = {key: plain(text) for key, text in row.items()}
    if "weight" in texts:
        texts["weight"] = plain(texts["weight"].removesuffix("%"))
    if "cause" in texts:
        texts["cause"] = texts["cause"].removesuffix("。").replace("无", "")
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
