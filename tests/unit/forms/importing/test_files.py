"""Workbooks and documents read back; damaged and hostile ones are refused before they cost anything."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from fractions import Fraction
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

import jixiao
from jixiao.cli.commands import app
from jixiao.exact import parse_number
from jixiao.forms.importing import as_project_file, project_of_form, read_file_of_forms
from jixiao.forms.importing.xlsx import text_of
from jixiao.testing import projects, scored
from tests.support.paths import EXAMPLES
from tests.support.rule_book import SPECS, in_samples

ENDINGS = ("xlsx", "docx")
ACCOUNTING = '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ '


def back(path: Path) -> list[jixiao.Project]:
    forms, findings, _ = read_file_of_forms(path)
    assert findings == []
    found = []
    for form in forms:
        read = project_of_form(form.grid, form.project, jixiao.load_spec(form.spec), form.lang)
        assert read.findings == ()
        found.append(jixiao.parse_project(as_project_file(read.data)))
    return found


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("spec_id", in_samples(SPECS))
def test_a_rendered_form_reads_back_to_the_same_project(tmp_path_factory: Any, spec_id: str, ending: str) -> None:
    """Issue 4: XLSX and DOCX round-trip, alone and several in one file, in both languages."""
    spec = jixiao.load_spec(spec_id)
    path = tmp_path_factory.mktemp("forms") / f"a.{ending}"

    @given(of=st.lists(projects(spec), min_size=1, max_size=2), lang=st.sampled_from(["zh", "en"]))
    @settings(max_examples=6, suppress_health_check=list(HealthCheck))
    def check(of: list[dict[str, Any]], lang: Any) -> None:
        results = [scored(one, spec) for one in of]
        path.write_bytes(jixiao.render(results, ending, lang=lang))
        assert [project.as_json for project in back(path)] == [result.project.as_json for result in results]

    check()


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("spec_id", in_samples(SPECS))
def test_a_rate_that_is_shown_rounded_is_the_programs_own(tmp_path: Path, spec_id: str, ending: str) -> None:
    path = tmp_path / f"a.{ending}"
    for budget, spent in [("299.19", "299.18"), ("3", "1"), ("1000000", "999999.99"), ("7", "0.001")]:
        row = {"level1": "产出指标", "name": "甲", "target": "≥1个", "actual": "1个", "weight": "50"}
        funds = {"total": {"initial": budget, "budget": budget, "spent": spent}}
        project = jixiao.load_project(
            {"name": "例", "year": 2023, "finished": False, "funds": funds, "indicators": [row]}
        )
        path.write_bytes(jixiao.render(jixiao.score(project, jixiao.load_spec(spec_id)), ending))
        assert [read.as_json for read in back(path)] == [project.as_json]


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("name", ["leshan-sms", "leshan-service", "deductions"])
def test_the_examples_come_back(tmp_path: Path, name: str, ending: str) -> None:
    project = jixiao.load_project(EXAMPLES / f"{name}.yaml")
    (tmp_path / f"a.{ending}").write_bytes(jixiao.render(jixiao.score(project), ending))
    (again,) = back(tmp_path / f"a.{ending}")
    assert again.as_json == project.as_json


def test_what_a_clerk_changes_in_the_workbook_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(jixiao.render(jixiao.score(jixiao.load_project(EXAMPLES / "deductions.yaml")), "xlsx"))
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value == 45 and "个" in cell.number_format:
                cell.value = 47.5
            if cell.value == 0.86:
                cell.value = 0.915
            if cell.value == "2023年11月20日":
                cell.value = dt.date(2023, 11, 5)
    book.save(path)
    (project,) = back(path)
    actuals = {row.name: row.actual for row in project.indicators}
    assert actuals["改造服务站点数量"] == "47.5个"
    assert actuals["老年人满意度"] == "91.50%"
    assert actuals["站点改造完成时间"] == "2023年11月5日"
    before = jixiao.load_project(EXAMPLES / "deductions.yaml")
    same = {row.name: row.actual for row in before.indicators}
    assert {name for name in same if same[name] != actuals[name]} == {
        "改造服务站点数量",
        "老年人满意度",
        "站点改造完成时间",
    }


def test_what_a_clerk_changes_in_the_document_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(jixiao.render(jixiao.score(jixiao.load_project(EXAMPLES / "leshan-sms.yaml")), "docx"))
    document = docx.Document(str(path))
    for table in document.tables:
        for row in table.rows:
            for cell in row.cells:
                if (
                    cell.text == "52 万人"
                    and cell._tc.getprevious() is not None
                    and cell._tc.getprevious().xpath("string(.)") == "52 万人"
                ):
                    cell.text = "51 万人"
    document.save(str(path))
    (project,) = back(path)
    assert project.indicators[0].actual == "51 万人"
    assert project.indicators[0].target == "52 万人"


@pytest.mark.parametrize(
    ("value", "pattern", "text"),
    [
        (0.92, "0%", "92%"),
        (0.925, "0%", "92.5%"),
        (0.1 + 0.2, "General", "0.3"),
        (285 / 299, "0%", "95.317725752508%"),
        (450, 'General"人次"', "450人次"),
        (1234.5, '#,##0.00"元"', "1,234.50元"),
        (0.95, '[=0.95]"≥"0%;"≥"0.00%', "≥95%"),
        (dt.datetime(2023, 9, 30), "yyyy-mm-dd", "2023年9月30日"),  # noqa: DTZ001  # as the library gives it
        (dt.datetime(2022, 11, 1), 'yyyy"年"m"月"', "2022年11月"),  # noqa: DTZ001
        (dt.datetime(2022, 11, 1), 'yyyy"年"m"月";@', "2022年11月"),  # noqa: DTZ001
        (dt.datetime(2022, 11, 1), "yyyy-mm", "2022年11月"),  # noqa: DTZ001
        (dt.datetime(2022, 11, 1), "[$-804]yyyy/m", "2022年11月"),  # noqa: DTZ001
        (dt.datetime(2022, 11, 1), "mmm-yy", "2022年11月"),  # noqa: DTZ001
        (dt.datetime(2022, 11, 1), "yyyy/m/d h:mm", "2022年11月1日"),  # noqa: DTZ001
        (dt.datetime(2022, 11, 25), 'm"月"d"日"', "2022年11月25日"),  # noqa: DTZ001
        (dt.datetime(2023, 1, 1), 'yyyy"年"', "2023年"),  # noqa: DTZ001
        (True, "General", "True"),
        (None, "0%", ""),
        ("及时", "General", "及时"),
    ],
)
def test_a_cells_text(value: object, pattern: str, text: str) -> None:
    assert text_of(value, pattern) == text


@pytest.mark.parametrize(
    ("value", "pattern", "text"),
    [
        (300, "0_ ", "300"),
        (18.5, "0.00_ ", "18.50"),
        (1200, "#,##0_);[Red]\\(#,##0\\)", "1,200"),
        (-1200, "#,##0_);[Red]\\(#,##0\\)", "-1,200"),
        (100, ACCOUNTING, "100.00"),
        (-100, ACCOUNTING, "-100.00"),
        (0, ACCOUNTING, "0"),
        (5, "00", "5"),
        (95, "0\\%", "95%"),
        (95, '0"%"', "95%"),
        (0.95, '0" "%', "95 %"),
        (12, "[$-804]0", "12"),
        (12, "[DBNum1][$-804]General", "12"),
        (12, 'G/通用格式"人"', "12人"),
        (1200, "###0", "1200"),
        (12, "[Red]0", "12"),
        (12.5, "0.##", "12.5"),
        (12, "0.##", "12"),
        (330, '0"元"_ ', "330元"),
        (38766462, '0!.0,"万元"', "38766462"),
        (12345, "#,##0.00,", "12345"),
        (0.5, "# ?/?", "0.5"),
        (1200.5, "0.00E+00", "1200.5"),
        (90, '"¥"#,##0.00', "90.00"),
        (90, "¥#,##0.00", "90"),
        (90, "[$¥-804]#,##0.00", "90.00"),
        (5, '"-"0', "5"),
        (5, '0"."00', "5"),
        (5, '"1"0', "5"),
        (5, "@", "5"),
        (0, "0;0;", "0"),
        (70, "[>=60]0_ ;[Red]0.0", "70"),
        (50, "[>=60]0_ ;[Red]0.0", "50.0"),
    ],
)
def test_a_format_of_others_never_changes_the_number(value: float, pattern: str, text: str) -> None:
    """Only what is understood is taken from a format: room, fill, colour and condition go, the rest stays out."""
    assert text_of(value, pattern) == text


FORMATS = ["General", "0", "00", "0.00", "0.##", "#,##0", "#,##0.00_ ", "0_);(0)", ACCOUNTING, '0"人"', "[Red]0", "###0", "0,", "??0",
           "0.0E+0", "[$-804]0.0", "0.00;[Red]-0.00", '"约"0.0"个"', "0\\%", "[<0]0;[>=9]0.00;0.000", "$0", "0 元", "@", "0;;"]  # fmt: skip


@given(
    value=st.decimals(-(10**9), 10**9, places=4),
    pattern=st.sampled_from([*FORMATS, "0%", "0.00%", "0.0%_ ;[Red]-0.0%"]),
)
def test_the_number_read_is_the_number_in_the_cell(value: Any, pattern: str) -> None:
    text = text_of(float(value), pattern)
    (digits,) = re.findall(r"-?[0-9][0-9,.]*", text)
    scale = 100 if text.endswith("%") and "\\" not in pattern else 1
    assert parse_number(digits) == Fraction(value) * scale


# ---- files of others, damaged ones, and bombs


def test_a_table_of_somebody_else_is_read_by_its_headings(tmp_path: Path) -> None:
    """No project is carried along: what the cells say, under the layout of the spec asked for."""
    path = tmp_path / "a.docx"
    path.write_bytes(jixiao.render(jixiao.score(jixiao.load_project(EXAMPLES / "leshan-service.yaml")), "docx"))
    document = docx.Document(str(path))
    stripped = io.BytesIO()
    document.save(stripped)
    with zipfile.ZipFile(stripped) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"<a/>" if name == "customXml/item1.xml" else old.read(name))
    done = CliRunner().invoke(app, ["read", str(path), "--spec", "cn.sichuan.leshan-2023"])
    assert done.exit_code == 0, done.output
    result = jixiao.score(jixiao.parse_project(done.stdout))
    assert (result.total, result.grade, len(result.project.indicators)) == ("100.00", "优", 6)


def archive(path: Path, **parts: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, part in parts.items():
            out.writestr(name.replace("__", "/") + ".xml", part)
    return path


def test_a_file_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.xlsx", xl__worksheets__sheet1=b" " * 210_000_000)
    assert path.stat().st_size < 1_000_000
    _, (finding,), _ = read_file_of_forms(path)
    assert finding.code == "JX822"


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.xlsx", b"not a zip", "JX820"),
        ("a.docx", b"PK\x03\x04", "JX820"),
        ("a.xls", b"", "JX151"),
        ("none.xlsx", None, "JX102"),
    ],
)
def test_what_cannot_be_read_is_told(tmp_path: Path, name: str, data: bytes | None, code: str) -> None:
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    done = CliRunner().invoke(app, ["read", str(path)])
    assert done.exit_code == 1
    assert code in done.output
    assert done.stdout == ""


def test_a_workbook_without_a_form_is_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["姓名", "电话"])
    book.save(tmp_path / "a.xlsx")
    done = CliRunner().invoke(app, ["read", str(tmp_path / "a.xlsx")])
    assert (done.exit_code, "JX821" in done.output) == (1, True)


def test_several_forms_go_into_a_folder(tmp_path: Path) -> None:
    results = [
        jixiao.score(jixiao.load_project(EXAMPLES / f"{name}.yaml")) for name in ("leshan-sms", "leshan-service")
    ]
    (tmp_path / "a.xlsx").write_bytes(jixiao.render(results, "xlsx"))
    assert CliRunner().invoke(app, ["read", str(tmp_path / "a.xlsx"), "-o", str(tmp_path / "one.yaml")]).exit_code == 2
    assert CliRunner().invoke(app, ["read", str(tmp_path / "a.xlsx"), "-o", f"{tmp_path}/out/"]).exit_code == 0
    assert [path.name for path in sorted((tmp_path / "out").iterdir())] == [
        "a-社保公共服务能力建设资金.yaml",
        "a-社保短信费.yaml",
    ]
    done = CliRunner().invoke(app, ["score", f"{tmp_path}/out"])
    assert done.stdout.count("总分：100.00    等级：优") == 2
