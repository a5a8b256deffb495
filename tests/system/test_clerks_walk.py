"""A clerk's walk without YAML: a new workbook, filled in, scored, marked, corrected, printed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from click.testing import Result as Outcome
from typer.testing import CliRunner

import jixiao
from jixiao.cli.commands import app
from jixiao.forms.labels import COMMENT_START
from tests.support.entry_rows import Typist, plain_data
from tests.support.office import converted, needs_office
from tests.support.paths import EXAMPLES

SPEC = "cn.sichuan.leshan-2023"
SEED = ("leshan-sms", "leshan-service")
EXCEL = "xlsx:Calc MS Excel 2007 XML"


def run(*arguments: object) -> Outcome:
    return CliRunner().invoke(app, [*map(str, arguments)])


def total(path: Path) -> str | None:
    outcome = run("score", path, "--format", "json")
    result: Any = json.loads(outcome.stdout)[0]
    return result["total"]


def printed(path: Path) -> list[list[str]]:
    """The texts of a document's table, row by row."""
    return [[cell.text for cell in row.cells] for table in docx.Document(str(path)).tables for row in table.rows]


def walk(name: str, folder: Path) -> Path:
    """Fill in a new workbook with one wrong value and one weight left out, and return the marked file."""
    blank, filled, marked = (folder / file for file in ("新表.xlsx", "填好.xlsx", "标注.xlsx"))
    assert run("new", "--spec", SPEC, "-o", blank).exit_code == 0
    assert run("score", blank).exit_code == 1  # nothing is filled in
    project = plain_data(jixiao.load_project(EXAMPLES / f"{name}.yaml"))
    first, *others = project["indicators"]
    project["indicators"] = [{**first, "actual": "10%" if "%" in first["actual"] else "10 万人"}, *others]
    Typist(jixiao.load_spec(SPEC), blank).project(project).save(filled)
    assert total(filled) not in (None, "100.00")
    outcome = run("check", filled, "--mark", "-o", marked)
    assert outcome.exit_code == 0
    assert "没有写偏差原因" in outcome.stderr
    return marked


def correct(name: str, marked: Path) -> Path:
    """Correct the value that was marked, and return the file."""
    book = openpyxl.load_workbook(marked)
    sheet = book.worksheets[0]
    columns = {cell.value: cell.column for cell in sheet[42]}
    row = next(row for row in range(43, 60) if sheet.cell(row, columns["偏差原因"]).comment is not None)
    assert COMMENT_START in sheet.cell(row, columns["偏差原因"]).comment.text
    actual = jixiao.load_project(EXAMPLES / f"{name}.yaml").indicators[0].actual
    sheet.cell(row, columns["实际完成值"]).value = actual
    corrected = marked.with_name("改好.xlsx")
    book.save(corrected)
    return corrected


def assert_as_printed(name: str, workbook: Path) -> None:
    """The workbook earns all points, and its form in Word and PDF is that of the project as it was published."""
    folder = workbook.parent
    assert total(workbook) == "100.00"
    published = jixiao.score(jixiao.load_project(EXAMPLES / f"{name}.yaml"))
    for kind in ("docx", "pdf"):
        assert run("score", workbook, "-o", folder / f"自评表.{kind}").exit_code == 0
    original = folder / "原表.docx"
    original.write_bytes(jixiao.render(published, "docx"))
    assert printed(folder / "自评表.docx") == printed(original)
    assert (folder / "自评表.pdf").read_bytes().startswith(jixiao.render(published, "pdf").rstrip(b"\n"))


@pytest.mark.slow
@pytest.mark.parametrize("name", SEED)
def test_the_project_ends_with_100_points_and_every_cell_as_printed(name: str, tmp_path: Path) -> None:
    assert_as_printed(name, correct(name, walk(name, tmp_path)))


@needs_office
@pytest.mark.slow
@pytest.mark.parametrize("kind", [EXCEL, "xls", "ods"])
def test_so_does_a_workbook_that_another_program_has_saved(kind: str, tmp_path: Path) -> None:
    name, out = SEED[0], tmp_path / "out"
    out.mkdir()
    converted(correct(name, walk(name, tmp_path)), kind, out)
    assert_as_printed(name, next(out.glob("改好.*")))
