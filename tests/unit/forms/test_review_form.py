"""The form of a review: both scores drawn, filled in by hand and read back, from a file of ours or of others."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

import jixiao
from jixiao.forms import all_rows, form_of
from jixiao.forms.importing import read_projects
from jixiao.loading.layouts import form_style
from jixiao.loading.spec_book import package_book
from jixiao.model.project import Project
from jixiao.result import Result

SPEC = jixiao.load_spec("cn.sichuan.chengdu-review-2025")
ROWS: list[dict[str, Any]] = [
    {
        "level1": "产出指标", "level2": "数量指标", "name": "培训人次", "target": "≥1000人次", "actual": "1000人次",
        "weight": 50, "review": {"actual": "950人次"},
    },
    {
        "level1": "效益指标", "level2": "社会效益指标", "name": "就业率", "target": "≥60%", "actual": "54%", "weight": 30,
        "cause": "疫情", "review": {"deductions": [{"points": 2, "reason": "虚报"}], "adopted": "自评", "remark": "已约谈"},
    },
    {"level1": "满意度指标", "level2": "满意度指标", "name": "满意度", "target": "≥90%", "actual": "92%", "weight": 10},
]  # fmt: skip
PROJECT: dict[str, Any] = {
    "spec": SPEC.id, "name": "甲", "year": 2025, "stage": "复核", "unit": "乙中心", "department": "丙局",
    "review": {"reviewer": "张三", "opinion": "基本属实"},
    "funds": {"total": {"budget": 100, "spent": 95}, "cause": "尾款", "review": {"spent": 90}},
    "indicators": ROWS,
}  # fmt: skip


def scored(data: dict[str, Any]) -> Result:
    return jixiao.score(jixiao.load_project(data), SPEC)


def unreviewed() -> dict[str, Any]:
    """The project before anybody reviewed it."""
    rows = [{key: value for key, value in row.items() if key != "review"} for row in ROWS]
    funds = {key: value for key, value in PROJECT["funds"].items() if key != "review"}
    return {key: value for key, value in PROJECT.items() if key != "review"} | {"indicators": rows, "funds": funds}


def shown(result: Result) -> dict[str, str]:
    """The texts of a form by their fields."""
    return {cell.field: cell.text for row in all_rows(form_of(result)) for cell in row if cell.field}


def read(path: Path) -> Project:
    (project,) = read_projects(path, lambda name: package_book().look_up(name or SPEC.id)).projects(path)
    return project


def test_both_scores_stand_in_the_form_with_their_reasons() -> None:
    texts = shown(scored(PROJECT))
    row = {
        key: texts[f"indicators[0].{key}"]
        for key in ("actual", "score", "second_actual", "second_score", "second_deviation")
    }
    assert row == {
        "actual": "1000人次", "score": "50", "second_actual": "950人次", "second_score": "47.5", "second_deviation": "5%",
    }  # fmt: skip
    reason = "张三扣2分（虚报），得25分，比自评的27分少2分。复核说明：已约谈。采纳自评得分"
    assert texts["indicators[1].second_reason"] == reason
    assert (texts["execution.score"], texts["execution.second_score"], texts["funds.total.second_spent"]) == (
        "9.5", "9", "90",
    )  # fmt: skip
    assert (texts["total"], texts["second_total"], texts["adopted_total"]) == ("96.5", "91.5", "93.50")
    assert (texts["reviewer"], texts["opinion"], texts["adopted_grade"]) == ("张三", "基本属实", "优")


def test_a_review_that_is_yet_to_be_filled_in_has_empty_cells() -> None:
    texts = shown(scored(unreviewed()))
    assert {texts[f"indicators[0].{key}"] for key in ("second_actual", "second_score", "second_reason")} == {""}
    assert texts["adopted_total"] == texts["reviewer"] == ""


def test_a_spec_with_a_column_for_second_scores_keeps_its_own_layout() -> None:
    assert form_style(SPEC, "self_evaluation").name != "review-2024"
    assert form_style(SPEC, "review").name == "review-2024"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("ending", ["xlsx", "docx"])
def test_a_form_that_nobody_edited_is_the_project_that_it_was_drawn_from(
    lang: Any, ending: str, tmp_path: Path
) -> None:
    result, path = scored(PROJECT), tmp_path / f"a.{ending}"
    path.write_bytes(jixiao.render(result, ending, lang=lang))
    project = read(path)
    assert project.findings == ()
    assert project.as_json == result.project.as_json


def test_a_form_without_its_project_gives_the_same_scores(tmp_path: Path) -> None:
    """A page carries no project: values, scores and words are all that is read."""
    result, path = scored(PROJECT), tmp_path / "a.html"
    path.write_text(jixiao.render(result, "html"), "utf-8")
    project = read(path)
    again = jixiao.score(project, SPEC).review
    assert project.stage == "review"
    assert again is not None
    assert result.review is not None
    assert (again.reviewer, again.opinion) == ("张三", "基本属实")
    assert [row.score for row in again.indicators] == [row.score for row in result.review.indicators]
    assert (again.total, again.adopted_total) == (result.review.total, result.review.adopted_total)


def cell_of(sheet: Any, text: str) -> Any:
    """The first cell that holds a text."""
    return next(cell for row in sheet.iter_rows() for cell in row if str(cell.value or "") == text)


def test_a_reviewer_fills_the_form_in_by_hand(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(jixiao.render(scored(unreviewed()), "xlsx"))
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    columns = {key: cell_of(sheet, key).column for key in ("复核完成值", "偏差")}
    line = {name: cell_of(sheet, name).row for name in ("培训人次", "满意度")}
    sheet.cell(line["培训人次"], columns["复核完成值"]).value = "950人次"
    sheet.cell(line["满意度"], columns["复核完成值"] + 1).value = 8
    sheet.cell(line["满意度"], columns["偏差"] + 1).value = "问卷只有三份"
    label = cell_of(sheet, "复核人")
    sheet.cell(label.row, label.column + 1).value = "李四"
    book.save(path)
    project = read(path)
    assert project.findings == ()
    assert project.review is not None
    assert project.review.reviewer == "李四"
    review = jixiao.score(project, SPEC).review
    assert review is not None
    assert [row.score for row in review.indicators] == ["47.50", "27.00", "8.00"]
    assert review.indicators[2].reason == "李四扣2分（问卷只有三份），得8分，比自评的10分少2分"


def test_a_reviewer_changes_the_words_of_a_drawn_review(tmp_path: Path) -> None:
    result, path = scored(PROJECT), tmp_path / "a.xlsx"
    path.write_bytes(jixiao.render(result, "xlsx"))
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    cell = cell_of(sheet, shown(result)["indicators[1].second_reason"])
    cell.value = cell.value.replace("已约谈", "已约谈单位负责人")
    book.save(path)
    project = read(path)
    assert project.indicators[1].review is not None
    assert project.indicators[1].review.remark == "已约谈单位负责人"
    assert project.indicators[0].review == result.project.indicators[0].review
