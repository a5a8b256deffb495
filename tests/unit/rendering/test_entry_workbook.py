"""The workbook that people fill in: what is open, what is read back, what it calculates while it is filled in."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import jixiao
from jixiao.findings import Codes
from jixiao.forms.importing import ImportedProject, project_of_form, read_file_of_forms
from jixiao.forms.importing.grid import Spot
from jixiao.loading.projects import load_project
from jixiao.loading.specs import find_spec
from jixiao.rendering.entry_workbook import entry_workbook
from jixiao.result import Result, result_of
from tests.support.entry_rows import Typist, plain_data
from tests.support.office import converted, needs_office
from tests.support.paths import EXAMPLES
from tests.support.rule_book import SPECS

LAW_10 = "cn.mof-2020-10"
EXCEL = "xlsx:Calc MS Excel 2007 XML"
SEED = ("leshan-sms", "leshan-service")
FUNDS = {"total": {"initial": 100, "budget": 100, "spent": 93.37}}
#: Target, actual and what else is typed; each is scored as the engine scores it, or by the engine alone.
ROWS: list[tuple[str, str, dict[str, Any]]] = [
    ("≥50个", "45个", {}),
    ("50", "45", {}),
    ("50", "60", {}),
    ("≥95%", "92%", {}),
    ("95.5%", "91.3%", {}),
    ("≤5万元", "6万元", {}),
    ("5万元", "6万元", {}),
    ("5", "6", {"comparison": "≤"}),
    ("0", "1", {}),
    ("0", "0", {"comparison": "="}),
    ("及时", "及时", {}),
    ("及时", "基本及时", {"tier": "达成年度指标"}),
    ("提升", "部分达成", {"share": "70%"}),
    ("95", "92", {"uom": "%"}),
    ("52 万人", "52", {}),
    ("10", "9", {"deduct": {"points": 1, "reason": "迟报"}}),
    ("10", "9", {"applicable": False}),
    ("100分", "99.5分", {"comparison": "="}),
]
#: What a spreadsheet cannot read as the engine does.
ENGINE_ALONE = [
    ("2023年12月31日前", "2023年12月1日"), ("80%-90%", "85%"), ("52 万人", "520000人"), ("≥95%", "96"),
    ("5万元", "5万个"), ("十二个", "12个"), ("-5", "-4"),
]  # fmt: skip


def read(path: Path) -> ImportedProject:
    content = read_file_of_forms(path)
    assert [form.name for form in content.forms] == ["填报表"]
    assert content.findings == []
    form = content.forms[0]
    spec = find_spec(form.spec, None, None).spec
    assert spec is not None
    return project_of_form(form.grid, form.project, spec, form.lang)


def scored(project: ImportedProject) -> Result:
    spec = find_spec(project.data["spec"], None, None).spec
    return result_of(load_project(project.data), spec)


def example(name: str) -> jixiao.Project:
    return jixiao.load_project(EXAMPLES / f"{name}.yaml")


def typed(name: str, folder: Path) -> Path:
    """The workbook of an example, filled in by hand."""
    project = example(name)
    spec = find_spec(project.spec or "", None, None).spec
    assert spec is not None
    return Typist(spec).project(plain_data(project)).save(folder / f"{name}.xlsx")


@pytest.mark.parametrize(
    "spec", [spec if spec == LAW_10 else pytest.param(spec, marks=pytest.mark.slow) for spec in SPECS]
)
def test_an_empty_workbook_of_any_spec_is_read_as_one_without_indicators(spec: str, tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    path.write_bytes(entry_workbook(jixiao.load_spec(spec)))
    project = read(path)
    assert [finding.code for finding in project.findings] == [Codes.ENTRY_SHEET_EMPTY]
    assert project.data == {"spec": spec, "funds": {"money_unit": "万元"}}


def test_what_is_typed_is_open_and_all_else_is_locked_without_a_password(tmp_path: Path) -> None:
    typist = Typist(jixiao.load_spec(LAW_10))
    sheet = typist.sheet
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    assert not sheet.protection.insertRows  # which says that it is allowed
    first = typist.head + 1
    open_headings = {
        heading for heading, column in typist.columns.items() if not sheet.cell(first, column).protection.locked
    }
    assert open_headings == {*typist.columns} - {"计算得分", "提示"}
    for label in (
        "项目名称",
        "年度",
        "主管部门",
        "实施单位",
        "项目编码",
        "项目已完成",
        "金额单位",
        "评价结论",
        "其他说明",
    ):
        assert not typist.cell(label).offset(0, 1).protection.locked, label
    assert typist.cell("指标体系").offset(0, 1).protection.locked
    assert typist.cell("预期目标").offset(1, 0).protection.locked is False
    rows = [row for rows in typist.free.values() for row in rows]
    assert len(rows) == 30 * 4
    lists = {str(cells): rule.formula1 for rule in sheet.data_validations.dataValidation for cells in [rule.sqref]}
    assert any("≥" in formula for formula in lists.values())
    assert any("达成年度指标" in formula for formula in lists.values())


@pytest.mark.parametrize("name", [SEED[0], pytest.param(SEED[1], marks=pytest.mark.slow)])
def test_a_project_is_read_as_it_was_typed(name: str, tmp_path: Path) -> None:
    project = read(typed(name, tmp_path))
    assert project.findings == ()
    expected = plain_data(example(name))
    for row in expected["indicators"]:
        row.pop("score")
    expected["funds"].pop("other", None)
    expected["funds"].pop("money_unit", None)
    actual = plain_data(load_project(project.data))
    assert actual == expected
    assert scored(project).total == "100.00"
    assert project.places["indicators[0].actual"] == "填报表!G43"


@needs_office
@pytest.mark.slow
@pytest.mark.parametrize("name", SEED)
def test_office_calculates_the_total_and_saves_the_same_project(name: str, tmp_path: Path) -> None:
    before = typed(name, tmp_path)
    out = tmp_path / "out"
    out.mkdir()
    for kind in (EXCEL, "xls", "ods"):
        converted(before, kind, out)
        after = read(out / f"{name}.{kind.partition(':')[0]}")
        assert after.findings == ()
        assert after.data == read(before).data
    sheet = openpyxl.load_workbook(out / before.name, data_only=True).worksheets[0]
    assert (sheet["B2"].value, sheet["B3"].value, sheet["D3"].value) == ("没有，可以计分", 100, "优")


@needs_office
@pytest.mark.slow
@pytest.mark.parametrize("name", [LAW_10, "cn.vendor-fasp2", "cn.hubei.province-2020", "cn.sichuan.leshan-2023"])
def test_the_workbook_calculates_what_the_engine_does(name: str, tmp_path: Path) -> None:
    spec = jixiao.load_spec(name)
    typist = Typist(spec)
    typist.project({"name": "例", "year": 2024, "funds": FUNDS, "indicators": []})
    places = []
    for level1, level2 in (("产出指标", "数量指标"), ("成本指标", "经济成本指标"), ("满意度指标", "别的")):
        weight = "2.5"
        for number, (target, actual, more) in enumerate([*ROWS, *((*pair, {}) for pair in ENGINE_ALONE)]):
            row = {"level1": level1, "level2": level2, "name": f"第{number}项", "target": target, "actual": actual}
            places.append(typist.indicator({**row, "weight": weight, **more}))
    out = tmp_path / "out"
    out.mkdir()
    converted(typist.save(tmp_path / "表.xlsx"), EXCEL, out)
    project = read(out / "表.xlsx")
    assert project.findings == ()  # no score differs from the engine's
    sheet = openpyxl.load_workbook(out / "表.xlsx", data_only=True).worksheets[0]
    scores = [sheet.cell(place, typist.columns["计算得分"]).value for place in places]
    engine = [row["score"] for row in scored(project).to_dict()["indicators"]]
    count = len(ROWS) + len(ENGINE_ALONE)
    for number, (live, score) in enumerate(zip(scores, engine, strict=True)):
        if number % count < len(ROWS) and score is not None:
            assert live not in (None, ""), (number % count, score)
    assert sheet["B2"].value != "没有，可以计分"


def test_a_text_in_any_cell_is_taken_or_named(tmp_path: Path) -> None:
    """Every cell is retyped once, and as many texts are put where the sheet has none."""
    form = read_file_of_forms(typed("leshan-sms", tmp_path)).forms[0]
    spec = find_spec(form.spec, None, None).spec
    assert spec is not None
    chance = random.Random(16)
    spots = form.grid.spots
    covered = {
        (spot.row + down, spot.column + right)
        for spot in spots
        for down in range(spot.rows)
        for right in range(spot.columns)
    }
    for number, spot in enumerate(spots[:: max(1, len(spots) // 60)]):
        text = f"改{number}"
        retyped = tuple(one._replace(text=text, rounded=text, formula="") if one is spot else one for one in spots)
        _assert_taken_or_named(text, project_of_form(replace(form.grid, spots=retyped), "", spec))
        row, column = chance.randrange(form.grid.rows), chance.randrange(26)
        if (row, column) not in covered:
            more = Spot(row, column, 1, 1, text, f"R{row}C{column}", text)
            _assert_taken_or_named(text, project_of_form(replace(form.grid, spots=(*spots, more)), "", spec))


def _assert_taken_or_named(text: str, project: ImportedProject) -> None:
    named = " ".join(str(finding.args) for finding in project.findings)
    assert text in named or text in str(project.data)


@pytest.mark.slow
def test_a_text_typed_beside_the_table_of_a_file_is_named(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(typed("leshan-sms", tmp_path))
    book.worksheets[0]["Z50"], book.worksheets[1]["D4"] = "旁注", "注"
    book.save(tmp_path / "改.xlsx")
    findings = read(tmp_path / "改.xlsx").findings
    assert [(finding.code, finding.args["where"], finding.args["text"]) for finding in findings] == [
        (Codes.CELL_NOT_READ, "Z50", "旁注"),
        (Codes.CELL_NOT_READ, "填表说明!D4", "注"),
    ]


def test_a_file_name_as_spec_is_not_opened(tmp_path: Path) -> None:
    typist = Typist(jixiao.load_spec(LAW_10))
    typist.cell("指标体系").offset(0, 1).value = "../secret.yaml"
    form = read_file_of_forms(typist.save(tmp_path / "表.xlsx")).forms[0]
    assert form.spec == ""
