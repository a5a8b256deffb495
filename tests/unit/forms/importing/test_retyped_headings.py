"""Headings of the sheet that people fill in, retyped or emptied: told once, and the column below is read all the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

import jixiao
from jixiao.findings import Codes
from jixiao.forms.entry import EntryCell, entry_sheet
from jixiao.forms.importing import ImportedProject, project_of_form, read_file_of_forms
from tests.support.entry_rows import Typist
from tests.support.rule_book import in_samples

SPEC = jixiao.load_spec("cn.mof-2020-10")
SHEET = entry_sheet(SPEC, "zh")
HEADS = [cell for cell in SHEET.cells if cell.kind == "head"]
ROW = {"name": "编织袋", "target": "≥5000条", "actual": "5200条", "weight": "90", "cause": "多发", "uom": "条"}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook with something in each section."""
    typist = Typist(SPEC)
    sheet = typist.book.worksheets[0]
    for cell in SHEET.cells:
        if cell.field.startswith("funds.total.") or cell.field.startswith("goals[0]"):
            sheet.cell(cell.row + 1, cell.column + 1).value = "100"
    for field, text in ROW.items():
        sheet.cell(SHEET.rows.start + 1, SHEET.columns[field] + 1).value = text
    return typist.save(tmp_path_factory.mktemp("books") / "表.xlsx")


@pytest.fixture(scope="module")
def data(book: Path) -> dict[str, Any]:
    """What the workbook says before anything is retyped."""
    return dict(read(book).data)


def read(path: Path) -> ImportedProject:
    (form,) = read_file_of_forms(path).forms
    return project_of_form(form.grid, form.project, SPEC)


@pytest.mark.parametrize("text", ["旁注", None])
@pytest.mark.parametrize("head", in_samples(HEADS), ids=lambda cell: f"{cell.row}-{cell.text}")
def test_a_heading_that_was_retyped_or_emptied_is_one_finding(
    book: Path, data: dict[str, Any], tmp_path: Path, head: EntryCell, text: str | None
) -> None:
    changed = openpyxl.load_workbook(book)
    cell = changed.worksheets[0].cell(head.row + 1, head.column + 1)
    own, cell.value = cell.value, text
    changed.save(tmp_path / "改.xlsx")
    project = read(tmp_path / "改.xlsx")
    code = Codes.CELL_EMPTIED if text is None else Codes.FIXED_TEXT_CHANGED
    assert [(one.code, one.args["where"], one.args["was"]) for one in project.findings] == [
        (code, cell.coordinate, own)
    ]
    assert project.data == data


def test_a_column_that_was_taken_out_is_no_retyped_heading(book: Path, tmp_path: Path) -> None:
    changed = openpyxl.load_workbook(book)
    sheet = changed.worksheets[0]
    heading, column = SHEET.rows.start, SHEET.columns["uom"]
    for row in range(heading, heading + 3):
        texts = [sheet.cell(row, number + 1).value for number in range(len(SHEET.columns))]
        del texts[column]
        for number, text in enumerate([*texts, None], 1):
            sheet.cell(row, number).value = text
    changed.save(tmp_path / "改.xlsx")
    project = read(tmp_path / "改.xlsx")
    assert not [one for one in project.findings if one.code in (Codes.FIXED_TEXT_CHANGED, Codes.CELL_EMPTIED)]
    (row,) = project.data["indicators"]
    assert row == {key: value for key, value in read(book).data["indicators"][0].items() if key != "uom"}
