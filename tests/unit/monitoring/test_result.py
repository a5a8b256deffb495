"""What a monitored project is written as: its document, its explanation, its form; in both languages."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import jixiao
from jixiao.forms.importing import read_projects
from jixiao.loading.spec_book import package_book
from tests.support.commands import run
from tests.support.monitoring import monitored, project, row

ROWS = (
    row(
        "≥300人次",
        "60人次",
        weight=60,
        level2="数量指标",
        name="培训人次",
        likelihood="有可能",
        forecast="280人次",
        cause_kinds=["经费保障", "其他"],
        cause="停办两期",
        remedy="下半年补办",
    ),
    row("及时", "部分达成", weight=30, level2="时效指标", name="拨付", comparison="定性", forecast="及时"),
)
STATED: dict[str, Any] = {
    "month": 7,
    "funds": {"total": {"initial": 100, "budget": 120, "spent": 36, "forecast": 118}},
    "goals": [{"expected": "办好"}],
}


def file_of(tmp_path: Path) -> Path:
    path = tmp_path / "a.json"
    path.write_text(project(*ROWS, **STATED).as_json, "utf-8")
    return path


def test_the_document_says_lights_rules_and_sources() -> None:
    document = monitored(*ROWS, **STATED).to_dict()
    assert (document["schema"], document["light"], document["month"]) == ("jixiao.monitoring/1", "red", 7)
    assert document["rules"] == {"name": "pace", "title": "序时进度预警"}
    first, second = document["indicators"]
    assert (first["light"], first["rule"], first["measured"]) == ("red", "序时进度", "12/35")
    assert first["citation"].endswith("54724561805")
    assert (second["light"], second["basis"], second["measured"]) == ("yellow", "observed", None)
    assert document["execution"]["explanation"] == (
        "全年预算数120万元，已执行36万元，是截至7月应完成数的51.43%，按“序时进度 < 60%”亮红灯"
    )
    assert first["explanation"] == (
        "年度指标值≥300人次，当前完成60人次，是截至7月应完成数的34.29%，按“序时进度 < 60%”亮红灯"
    )
    assert second["explanation"] == "年度指标值及时，当前完成部分达成，亮黄灯"
    assert document["explanation"] == "红灯：预算执行率、培训人次"


def test_the_document_in_english() -> None:
    result = monitored(*ROWS, **STATED)
    document = result.to_dict("en")
    first = document["indicators"][0]
    assert (first["rule"], first["level1"]) == ("progress against time", "Output")
    assert first["explanation"] == (
        "target ≥300人次, so far 60人次, 34.29% of what is due by the end of month 7, "
        "light by “progress against time < 60%”: red"
    )
    assert document["rules"]["title"] == "Lights by progress against time"


@pytest.mark.parametrize(
    ("target", "progress", "words"),
    [
        ("≤100", "80", "完成率80%，按“完成率 ≤ 100%”亮绿灯"),
        ("≤-5%", "-4%", "按“未达标”亮红灯"),
        ("=0", "3", "实际值3，按“实际值 > 0”亮红灯"),
    ],
)
def test_every_measure_is_put_in_words(target: str, progress: str, words: str) -> None:
    assert words in monitored(row(target, progress)).to_dict()["indicators"][0]["explanation"]


def test_score_writes_the_document_and_the_form(tmp_path: Path) -> None:
    path = file_of(tmp_path)
    code, out, _ = run("score", str(path), "--format", "json")
    (document,) = json.loads(out)
    assert (code, document["schema"]) == (0, "jixiao.monitoring/1")
    _, table, _ = run("score", str(path))
    assert "项目预警：红灯    全年预计总分：95.83    预计等级：优" in table
    _, markdown, _ = run("score", str(path), "--format", "markdown")
    assert "| 红灯 | 经费保障、其他 |" in markdown


def test_a_line_of_csv_has_the_light_of_its_row(tmp_path: Path) -> None:
    _, out, _ = run("score", str(file_of(tmp_path)), "--format", "csv")
    lines = list(csv.DictReader(io.StringIO(out.removeprefix("\ufeff"))))
    assert [(line["outcome"], line["score"], line["total"]) for line in lines] == [
        ("red", "", ""), ("red", "", ""), ("yellow", "", ""),
    ]  # fmt: skip
    assert "亮黄灯" in lines[2]["reason"]


def test_the_schema_is_printed() -> None:
    code, out, _ = run("schema", "monitoring", "--keys", "canonical")
    assert (code, json.loads(out)["$id"]) == (0, "urn:jixiao:monitoring/1")


def test_lights_are_explained_step_by_step(tmp_path: Path) -> None:
    path = str(file_of(tmp_path))
    _, out, _ = run("explain", path, "--indicator", "培训人次")
    assert out.startswith("培训：红灯，预计总分 95.83，监控规则 序时进度预警\n")
    for step in (
        "监控规则：序时进度",
        "54724561805（系统脚本，已核对原文）",
        "度量：完成率 20% ÷ 7/12 = 34.29%",
        "落在：序时进度 < 60%：红灯",
        "全年预计得分，按填报的全年预计：",
        "扣分原因：年度指标值≥300人次，全年预计280人次，完成率93.33%，按比例得56分，扣4分",
    ):
        assert step in out
    _, english, _ = run("explain", path, "--lang", "en")
    assert "measure: attainment 20% ÷ 7/12 = 34.29%" in english
    assert "by its word: 部分达成" in english


def test_a_light_that_is_missing_is_explained_as_such(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(project(row("≥300"), row("≥3", "2"), month=None).as_json, "utf-8")
    _, out, _ = run("explain", str(path))
    assert out.count("不亮灯，原因见提示") == 3
    assert "灯不明" in out


def test_a_project_without_a_spec_has_findings_alone() -> None:
    result = jixiao.monitor(project(row("≥300", "1"), spec=None))
    assert (result.light, result.lights, result.projected["total"]) == (None, (), None)
    document = result.to_dict()
    assert (document["rules"], document["indicators"], document["execution"]) == (None, [], None)
    assert [finding["code"] for finding in document["findings"]] == ["JX500"]


def test_a_file_that_cannot_be_read_is_no_monitored_project(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("a: [", "utf-8")
    _, out, _ = run("score", str(path), "--format", "json")
    assert json.loads(out)[0]["schema"] == "jixiao.result/1"


def drawn(tmp_path: Path) -> Path:
    path = tmp_path / "a.xlsx"
    path.write_bytes(jixiao.render(monitored(*ROWS, **STATED), "xlsx"))
    return path


def edited(path: Path, cells: dict[str, str | None]) -> jixiao.Project:
    """The project of a form in whose first row texts were typed, by the headings of their columns."""
    workbook = openpyxl.load_workbook(path)
    sheet = workbook.worksheets[0]
    places = {str(cell.value): cell for line in sheet.iter_rows() for cell in line if cell.value is not None}
    for heading, text in cells.items():
        column = next(
            cell for line in sheet.iter_rows(min_row=places["三级指标"].row) for cell in line if cell.value == heading
        )
        sheet.cell(places["培训人次"].row, column.column).value = text
    workbook.save(path)
    (read,) = read_projects(path, package_book().look_up).projects(path)
    return read


def test_a_form_that_nobody_edited_is_the_project(tmp_path: Path) -> None:
    path = drawn(tmp_path)
    (read,) = read_projects(path, package_book().look_up).projects(path)
    assert read.findings == ()
    assert read.as_json == project(*ROWS, **STATED).as_json


def test_an_edited_form_changes_the_project(tmp_path: Path) -> None:
    cells = {
        "当前完成值": "200人次",
        "偏差原因分析": "制度保障、天气",
        "完成可能性分析": "确定能",
        "其他原因": "原因：停办",
    }
    read = edited(drawn(tmp_path), dict(cells))
    first, _ = read.indicators
    assert (first.progress, first.likelihood, first.cause_kinds) == ("200人次", "确定能", ("制度保障",))
    assert first.cause == "停办；天气"
    assert not [finding for finding in read.findings if finding.severity == "error"]


@pytest.mark.parametrize("cells", [{"序时进度预警": "绿灯"}])
def test_what_has_no_place_in_the_project_is_told(cells: dict[str, str | None], tmp_path: Path) -> None:
    read = edited(drawn(tmp_path), cells)
    assert [text for text in cells.values() if any(text in finding.message() for finding in read.findings)]
