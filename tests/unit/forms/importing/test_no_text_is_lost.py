"""Texts of forms of others that used to go without a word, one test for each way."""

from __future__ import annotations

from typing import Any

import pytest

import jixiao
from jixiao.border.unplaced_texts import is_page_number
from jixiao.forms.importing import ImportedProject, project_of_form
from jixiao.forms.importing.grid import Grid, Spot
from jixiao.loading.spec_book import SpecBook
from jixiao.loading.spec_files import package_specs

LAW_10 = jixiao.load_spec("cn.mof-2020-10")
FUNDS = ["", "全年预算数", "全年执行数", "执行率"]
HEADS = ["一级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"]
ROW = ["产出指标", "培训人次", "≥300人次", "300人次", "50", "50"]
NAMED = ["项目名称", "培训"]


def grid(*rows: list[str], wide: tuple[int, int, int, int] | None = None, lines: tuple[str, ...] = ()) -> Grid:
    """Rows of cells with one that covers several: its row and column, and how many of each."""
    spots = [
        Spot(row, column, 1, 1, text, f"{chr(65 + column)}{row + 1}")
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
    ]
    if wide is not None:
        top, left, height, width = wide
        covered = {(top + down, left + right) for down in range(height) for right in range(width)}
        first = next(spot for spot in spots if (spot.row, spot.column) == (top, left))
        spots = [spot for spot in spots if (spot.row, spot.column) not in covered]
        spots.append(first._replace(rows=height, columns=width))
    return Grid(tuple(spots), lines)


def read(table: Grid) -> ImportedProject:
    return project_of_form(table, "", LAW_10)


def told(project: ImportedProject) -> list[tuple[str, Any]]:
    return [(finding.code, finding.args.get("where")) for finding in project.findings if finding.code != "JX829"]


def test_an_adjusted_target_goes_before_that_of_the_year_which_is_told() -> None:
    """The first of the two was read, and then written over."""
    heads = ["一级指标", "三级指标", "年初目标值", "调整后目标值", "实际完成值", "分值"]
    project = read(grid(NAMED, heads, ["产出指标", "培训人次", "300人次", "200人次", "200人次", "50"]))
    assert project.data["indicators"][0]["target"] == "200人次"
    assert told(project) == [("JX880", "C3")]
    same = read(grid(NAMED, heads, ["产出指标", "培训人次", "300人次", "300人次", "200人次", "50"]))
    assert told(same) == []


def test_what_stands_in_the_column_of_numbers_of_goals_and_is_none_is_told() -> None:
    goals = [["序号", "预期目标", "实际完成情况"], ["1", "办好", "已办"], ["2（补报）", "办完", "未办"]]
    project = read(grid(NAMED, *goals, HEADS, ROW))
    assert [goal["expected"] for goal in project.data["goals"]] == ["办好", "办完"]
    assert told(project) == [("JX880", "A4")]


def test_a_line_over_all_columns_below_the_funds_is_no_part_of_them() -> None:
    """A caption made a part of the funds with its own words as amounts."""
    project = read(
        grid(NAMED, FUNDS, ["年度资金总额", "100", "90", "90%"], ["年度总体目标"] * 4, HEADS, ROW, wide=(3, 0, 1, 4))
    )
    assert "parts" not in project.data["funds"]
    assert told(project) == []


def test_the_only_row_of_amounts_stands_for_the_total_with_its_places_and_its_rate() -> None:
    project = read(grid(NAMED, FUNDS, ["本年安排的经费", "100", "90", "91%"], HEADS, ROW))
    assert project.data["funds"]["total"] == {"budget": "100", "spent": "90"}
    assert project.data["printed"]["execution_rate"] == "91%"
    assert project.places["funds.total.budget"] == "B3"
    assert told(project) == [("JX880", "A3")]


@pytest.mark.parametrize("line", ["总分：97.87等级：优", "总分：97.87分  等级：优"])
def test_a_label_that_follows_points_at_once_begins_another_text(line: str) -> None:
    project = read(grid(NAMED, HEADS, ROW, lines=(line,)))
    assert project.data["printed"] == {"total": "97.87", "grade": "优"}


def test_a_score_of_its_own_is_read_where_several_rows_share_a_weight() -> None:
    rows = [ROW, ["产出指标", "合格率", "≥95%", "96%", "", "49"]]
    project = read(grid(NAMED, HEADS, *rows, wide=(2, 4, 2, 1)))
    assert [row["score"] for row in project.data["indicators"]] == ["50", "49"]
    assert told(project) == [("JX883", "E3")]


def test_a_row_of_a_label_among_goals_is_no_goal() -> None:
    goals = [["项目概况", "预期目标", "实际完成情况"], ["", "办好", "已办"], ["", "项目实施内容", ""]]
    project = read(grid(NAMED, *goals, HEADS, ROW, wide=(1, 0, 3, 1)))
    assert project.data["goals"] == [{"expected": "办好", "achieved": "已办"}]


def test_the_year_of_a_title_has_its_place() -> None:
    project = read(grid(["项目支出绩效自评表（2022年度）"], NAMED, HEADS, ROW))
    assert (project.data["year"], project.places["year"]) == ("2022", "A1")


@pytest.mark.parametrize("year", ["1950", "79613339", "2023.5", "某年"])
def test_a_year_of_which_no_spec_is_known_gives_a_proposal_all_the_same(year: str) -> None:
    """It ended in a traceback."""
    project = project_of_form(grid([*NAMED, "年度", year], HEADS, ROW), "", None)
    assert project.data["year"] == year
    assert [finding.code for finding in project.findings if finding.code in ("JX889", "JX890")]


def test_a_book_of_one_spec_or_none_proposes_what_it_has() -> None:
    text = (package_specs() / "cn" / "mof-2020-10.yaml").read_text("utf-8")
    table = grid(NAMED, HEADS, ROW)
    for texts, spec in (({"a": text}, "cn.mof-2020-10"), ({}, None)):
        book = SpecBook(texts=texts, package=False)
        assert project_of_form(table, "", None, book=book).data.get("spec") == spec


@pytest.mark.parametrize(
    ("text", "is_number"),
    [("— 12 —", True), ("3/8", True), ("79613339", False), ("12.5", False), ("2023-12-05", False)],
)
def test_a_number_that_no_page_has_is_no_page_number(text: str, is_number: bool) -> None:
    """It was taken off the end of a printed page."""
    assert is_page_number(text) is is_number


def test_a_result_that_is_printed_in_two_ways_is_told_where_it_does_not_count() -> None:
    """The row of the execution rate goes before the row of the funds, whose score went without a word."""
    funds = [["", "全年预算数", "全年执行数", "得分"], ["年度资金总额", "100", "90", "8"]]
    project = read(grid(NAMED, *funds, HEADS, ["", "预算执行率", "100%", "90%", "10", "9"], ROW))
    assert project.data["printed"]["execution_score"] == "9"
    assert told(project) == [("JX880", "D3")]
