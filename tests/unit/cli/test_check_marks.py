"""``check --mark``: findings stand at their cells, what the file had stays, earlier marks are replaced."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import PatternFill
from typer.testing import CliRunner

import jixiao
from jixiao.cli.commands import app
from jixiao.forms.labels import COMMENT_START
from tests.support.entry_rows import Typist

ROW = {"level1": "产出指标", "level2": "数量指标", "name": "甲", "target": "≥50个", "actual": "45个", "weight": "50"}
PROJECT = {"name": "例", "year": 2024, "funds": {"total": {"budget": 100, "spent": 100}}}


def check(*arguments: str) -> Any:
    return CliRunner().invoke(app, ["check", *arguments])


def marks(path: Path) -> dict[str, str]:
    """The program's comments on the first sheet, by cell."""
    sheet = openpyxl.load_workbook(path).worksheets[0]
    cells = (cell for row in sheet.iter_rows() for cell in row if cell.comment is not None)
    return {cell.coordinate: cell.comment.text for cell in cells if COMMENT_START in cell.comment.text}


def colours(path: Path) -> list[str]:
    """The cells of the first sheet that the program coloured."""
    sheet = openpyxl.load_workbook(path).worksheets[0]
    areas = (
        area
        for area in sheet.conditional_formatting
        if any(rule.formula == ['"jixiao"="jixiao"'] for rule in area.rules)
    )
    return [str(area.sqref) for area in areas]


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """A filled-in workbook with one loss and one qualitative row without a tier, a colour, a comment and a formula."""
    typist = Typist(jixiao.load_spec("cn.mof-2020-10"))
    rows = [ROW, {**ROW, "level1": "效益指标", "name": "乙", "target": "提升", "actual": "略有提升", "weight": "40"}]
    typist.project({**PROJECT, "indicators": rows})
    sheet = typist.sheet
    sheet["G43"].fill, sheet["G43"].comment = PatternFill("solid", fgColor="00FF00"), Comment("请核对", "张")
    sheet.conditional_formatting.add("H43", CellIsRule(operator="greaterThan", formula=["90"]))
    return typist.save(tmp_path / "表.xlsx")


def test_findings_stand_at_their_cells_and_what_was_there_stays(workbook: Path, tmp_path: Path) -> None:
    marked = tmp_path / "标注.xlsx"
    outcome = check(str(workbook), "--mark", "-o", str(marked))
    assert outcome.exit_code == 1
    assert "JX404" in outcome.stderr
    assert sorted(marks(marked)) == ["A1", "B73", "J73", "O43"]
    assert "应属于“产出”" in marks(marked)["B73"]
    assert "缺少“满意度指标”" in marks(marked)["A1"]
    assert "档" in marks(marked)["J73"]
    assert "没有写偏差原因" in marks(marked)["O43"]
    sheet = openpyxl.load_workbook(marked).worksheets[0]
    assert sheet["G43"].fill.fgColor.rgb == "0000FF00"
    assert sheet["G43"].comment.text.startswith("请核对")
    assert sheet.protection.sheet
    assert len(sheet.data_validations.dataValidation) > 0
    assert any(rule.formula == ["90"] for area in sheet.conditional_formatting for rule in area.rules)
    assert sorted(colours(marked)) == ["A1:R1", "B73", "J73", "O43"]


@pytest.mark.slow
def test_earlier_marks_are_replaced(workbook: Path, tmp_path: Path) -> None:
    first, second, third = (tmp_path / name for name in ("一.xlsx", "二.xlsx", "三.xlsx"))
    check(str(workbook), "--mark", "-o", str(first))
    check(str(first), "--mark", "-o", str(second))
    assert marks(second) == marks(first)
    assert colours(second) == colours(first)
    book = openpyxl.load_workbook(second)
    sheet = book.worksheets[0]
    columns = {cell.value: cell.column for cell in sheet[42]}
    sheet.cell(43, columns["实际完成值"]).value = "50个"
    sheet.cell(73, columns["完成档次"]).value = "达成年度指标"
    book.save(second)
    outcome = check(str(second), "--mark", "-o", str(third))
    assert outcome.exit_code == 0
    assert openpyxl.load_workbook(third).worksheets[0]["G43"].comment.text == "请核对"
    assert list(marks(third)) == ["A1", "B73", "I73"]


def test_a_formula_keeps_its_value(tmp_path: Path) -> None:
    result = jixiao.score(jixiao.load_project({**PROJECT, "spec": "cn.mof-2020-10", "indicators": [ROW]}))
    form, marked = tmp_path / "自评表.xlsx", tmp_path / "标注.xlsx"
    form.write_bytes(jixiao.render(result, "xlsx"))
    check(str(form), "--mark", "-o", str(marked))
    before, after = (openpyxl.load_workbook(path, data_only=True).worksheets[0] for path in (form, marked))
    assert [[cell.value for cell in row] for row in before] == [[cell.value for cell in row] for row in after]
    assert (
        openpyxl.load_workbook(form).worksheets[0]["H14"].value
        == openpyxl.load_workbook(marked).worksheets[0]["H14"].value
    )


def test_the_file_that_was_read_is_never_replaced(workbook: Path) -> None:
    outcome = check(str(workbook), "--mark", "-o", str(workbook), "--force")
    assert outcome.exit_code == 2
    assert marks(workbook) == {}


def test_a_mark_needs_a_place_to_be_written_to_and_a_form(workbook: Path, tmp_path: Path) -> None:
    assert check(str(workbook), "--mark").exit_code == 2
    project = tmp_path / "项目.yaml"
    project.write_text("项目名称: 例\n", "utf-8")
    outcome = check(str(project), "--mark", "-o", str(tmp_path / "标注.xlsx"))
    assert outcome.exit_code == 1
    assert "JX836" in outcome.stderr
    assert not (tmp_path / "标注.xlsx").exists()


def comments(path: Path) -> list[str]:
    return [comment.text for comment in docx.Document(str(path)).comments if comment.author == "jixiao"]


def test_a_document_gets_comments_at_its_cells_which_are_replaced(tmp_path: Path) -> None:
    result = jixiao.score(jixiao.load_project({**PROJECT, "spec": "cn.mof-2020-10", "indicators": [ROW]}))
    form, first, second = (tmp_path / name for name in ("自评表.docx", "一.docx", "二.docx"))
    form.write_bytes(jixiao.render(result, "docx"))
    assert check(str(form), "--mark", "-o", str(first)).exit_code == 1
    assert any("没有写偏差原因" in text for text in comments(first))
    cells = [cell for table in docx.Document(str(first)).tables for row in table.rows for cell in row.cells]
    marked = {cell.text for cell in cells if cell._tc.xpath(".//w:commentReference")}
    assert any("扣5分" in text for text in marked)
    check(str(first), "--mark", "-o", str(second))
    assert comments(second) == comments(first)
    tables = (
        [[cell.text for cell in row.cells] for table in docx.Document(str(path)).tables for row in table.rows]
        for path in (form, second)
    )
    before, after = tables
    assert before == after
    outcome = CliRunner().invoke(app, ["read", str(second)])
    assert "批注" not in outcome.stderr


def test_a_damaged_file_is_told_and_not_marked(tmp_path: Path) -> None:
    damaged, marked = tmp_path / "坏.xlsx", tmp_path / "标注.xlsx"
    damaged.write_bytes(b"PK\x03\x04 nothing")
    outcome = check(str(damaged), "--mark", "-o", str(marked))
    assert outcome.exit_code == 1
    assert "JX820" in outcome.stderr
    assert not marked.exists()
