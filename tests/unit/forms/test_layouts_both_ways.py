"""A layout is one file: it draws a form, and is found again in the form that it drew."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import jixiao
from jixiao.forms.importing import project_of_form, read_file_of_forms, read_projects
from jixiao.forms.importing.foreign import read_form
from jixiao.forms.importing.foreign.layouts import fits_of
from jixiao.forms.importing.grid import Grid
from jixiao.loading.layouts import layout_names, read_layout
from jixiao.loading.spec_book import SpecBook
from jixiao.loading.spec_files import package_specs
from jixiao.quantity import form_word
from tests.support.overlays import overlay

FOLDER = package_specs()
ROWS = [
    ("产出指标", "数量指标", "培训人次", "≥300人次", "300人次", 50),
    ("产出指标", "质量指标", "合格率", "≥95%", "90%", 20),
    ("效益指标", "社会效益指标", "持证率", "≥95%", "96%", 10),
    ("满意度指标", "服务对象满意度指标", "学员满意度", "≥90%", "92%", 10),
]
PROJECT: dict[str, Any] = {
    "name": "培训",
    "year": 2023,
    "month": 7,
    "department": "甲局",
    "unit": "乙中心",
    "funds": {
        "total": {"initial": 100, "budget": 100, "spent": 90, "forecast": 95},
        "fiscal": {"initial": 100, "budget": 100, "spent": 90},
    },
    "goals": [{"expected": "办好", "achieved": "已办"}],
    "indicators": [
        dict(zip(("level1", "level2", "name", "target", "actual", "weight"), row, strict=True)) | {"cause": "停办"}
        for row in ROWS
    ],
}
#: What only forms of monitoring show of each row, and of the project.
SO_FAR: dict[str, Any] = {
    "progress": "180人次", "forecast": "290人次", "likelihood": "有可能", "cause_kinds": ["经费保障", "其他"],
    "note": "名单已核对",
}  # fmt: skip


def project_for(layout: str) -> dict[str, Any]:
    """The project, at the stage at which such a form is filled in."""
    if "progress" not in shown(layout):
        return PROJECT
    rows = [{key: text for key, text in row.items() if key != "actual"} | SO_FAR for row in PROJECT["indicators"]]
    return PROJECT | {"stage": "monitoring", "indicators": rows}


def shown(layout: str) -> set[str | None]:
    """What the columns of a layout show."""
    read = read_layout(FOLDER / "forms" / f"{layout}.yaml").layout
    assert read is not None
    return {part.show for section in read.sections for part in section.columns}


def drawn(layout: str, folder: Path) -> Grid:
    """The cells of a form that a layout draws, as if somebody else had typed them."""
    (form,), *_ = read_file_of_forms(draw(layout, folder))
    return form.grid


def draw(layout: str, folder: Path) -> Path:
    """A workbook with the form that a layout draws."""
    (folder / "specs").mkdir()
    (folder / "specs" / "a.yaml").write_text(
        overlay("cn.test.layout-2023", f"form: {{title: 项目支出绩效自评表, layout: {layout}}}\n"), "utf-8"
    )
    spec = jixiao.load_spec("cn.test.layout-2023", specs=folder / "specs")
    path = folder / "a.xlsx"
    path.write_bytes(jixiao.render(jixiao.score(jixiao.load_project(project_for(layout)), spec), "xlsx"))
    return path


@pytest.mark.parametrize("layout", layout_names((FOLDER,)))
def test_a_layout_is_found_in_the_form_that_it_drew(layout: str, tmp_path: Path) -> None:
    best, second, *_ = fits_of(read_form(drawn(layout, tmp_path)), FOLDER)
    assert best.name == layout
    assert best.share > second.share


@pytest.mark.parametrize("layout", layout_names((FOLDER,)))
def test_what_a_layout_shows_is_read_back_from_the_cells_alone(layout: str, tmp_path: Path) -> None:
    grid = drawn(layout, tmp_path)
    read = project_of_form(grid, "", jixiao.load_spec("cn.mof-2020-10"))
    assert not [finding for finding in read.findings if finding.code in ("JX842", "JX882", "JX824")]
    rows = read.data["indicators"]
    assert [row["name"] for row in rows] == [row[2] for row in ROWS]
    heads = {form_word(spot.text) for spot in grid.spots}
    if "一级指标" in heads:
        assert [row["level1"] for row in rows] == [row[0] for row in ROWS]
    targets = ["".join(row.get(key, "") for key in ("comparison", "target", "uom")) for row in rows]
    assert targets == [row[3] for row in ROWS]
    if "actual" in shown(layout):
        assert [row["actual"] for row in rows] == [row[4] for row in ROWS]
    if "progress" in shown(layout):
        stated = {key: value for key, value in SO_FAR.items() if key != "note" or "note" in shown(layout)}
        assert all(stated.items() <= row.items() for row in rows)
        assert (read.data["stage"], read.data["month"]) == ("monitoring", "7")
    for amount in {"spent", "forecast"} & shown(layout):
        assert read.data["funds"]["total"][amount] == str(PROJECT["funds"]["total"][amount])


@pytest.mark.parametrize("layout", layout_names((FOLDER,)))
def test_a_form_that_nobody_edited_is_the_project_that_it_was_drawn_from(layout: str, tmp_path: Path) -> None:
    path = draw(layout, tmp_path)
    book = SpecBook(folders=[tmp_path / "specs"])
    (project,) = read_projects(path, book.look_up).projects(path)
    assert project.findings == ()
    wanted = jixiao.load_project(project_for(layout))
    assert json.loads(project.as_json) == json.loads(wanted.as_json)


def test_an_edited_form_of_monitoring_changes_the_project(tmp_path: Path) -> None:
    path = draw("monitoring-2019", tmp_path)
    book = SpecBook(folders=[tmp_path / "specs"])
    workbook = openpyxl.load_workbook(path)
    sheet = workbook.worksheets[0]
    cells = {str(cell.value): cell for row in sheet.iter_rows() for cell in row if cell.value is not None}
    row = cells["培训人次"].row
    for heading, text in {"制度保障": "√", "其他": None, "有可能": None, "确定能": "√"}.items():
        sheet.cell(row, cells[heading].column).value = text
    sheet.cell(row, cells["1—7月执行情况"].column).value = "200人次"
    workbook.save(path)
    (project,) = read_projects(path, book.look_up).projects(path)
    first, second, *_ = project.indicators
    assert (first.progress, first.likelihood, first.cause_kinds) == ("200人次", "确定能", ("经费保障", "制度保障"))
    assert (second.progress, second.likelihood) == ("180人次", "有可能")
    assert not [finding for finding in project.findings if finding.severity == "error"]


def test_remarks_on_a_row_of_monitoring_are_read(tmp_path: Path) -> None:
    """The column of remarks is one to fill in: what is typed there is the row's own, and told of no more."""
    path = draw("monitoring-pace", tmp_path)
    book = SpecBook(folders=[tmp_path / "specs"])
    workbook = openpyxl.load_workbook(path)
    sheet = workbook.worksheets[0]
    cells = {str(cell.value): cell for row in sheet.iter_rows() for cell in row if cell.value is not None}
    column = cells["备注"].column
    assert sheet.cell(cells["合格率"].row, column).value == "名单已核对"
    sheet.cell(cells["培训人次"].row, column).value = "好"
    sheet.cell(cells["持证率"].row, column).value = None
    (head,) = [cell for cell in cells.values() if cell.value == "监控月份"]
    sheet.cell(head.row, head.column + 3).value = "1~9月"
    workbook.save(path)
    (project,) = read_projects(path, book.look_up).projects(path)
    assert [row.note or "" for row in project.indicators] == ["好", "名单已核对", "", "名单已核对"]
    assert (project.month, project.findings) == (9, ())


@pytest.mark.parametrize("layout", [name for name in layout_names((FOLDER,)) if "forecast" in shown(name)])
def test_all_amounts_of_a_workbook_are_numbers(layout: str, tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(draw(layout, tmp_path)).worksheets[0]
    amounts = [cell.value for row in sheet.iter_rows(max_row=9) for cell in row]
    assert {100, 90, 95} <= {value for value in amounts if isinstance(value, int)}


@pytest.mark.parametrize("layout", [name for name in layout_names((FOLDER,)) if "progress" in shown(name)])
def test_a_form_of_monitoring_speaks_of_no_deduction_and_is_read_in_english(layout: str, tmp_path: Path) -> None:
    draw(layout, tmp_path)
    spec = jixiao.load_spec("cn.test.layout-2023", specs=tmp_path / "specs")
    result = jixiao.score(jixiao.load_project(project_for(layout)), spec)
    assert "deduction" not in jixiao.render(result, "markdown", lang="en")
    path = tmp_path / "b.xlsx"
    path.write_bytes(jixiao.render(result, "xlsx", lang="en"))
    (project,) = read_projects(path, SpecBook(folders=[tmp_path / "specs"]).look_up).projects(path)
    assert project.findings == ()
    assert json.loads(project.as_json) == json.loads(jixiao.load_project(project_for(layout)).as_json)
