"""The report on many projects: its numbers by hand, its formats, its charts."""

from __future__ import annotations

import io
import re
from fractions import Fraction
from pathlib import Path

import openpyxl
import pypdf
import pytest
from typer.testing import CliRunner

import jixiao
from jixiao.cli.commands import app
from jixiao.report import Chart, Counts, Report, html, line_of, report_of, xlsx
from jixiao.report.charts import svg
from tests.support.documents import fonts, of_html, parsed
from tests.support.paths import EXAMPLES


def project(name: str, spent: int, actual: int, **more: object) -> jixiao.Result:
    """By hand: the execution rate earns spent/10 of 10, the row actual/100 of 90."""
    rows = [{"level1": "产出指标", "name": f"{name}的指标", "target": "≥100个", "actual": f"{actual}个", "weight": 90}]
    funds = {"total": {"budget": 100, "spent": spent}}
    of = {"name": name, "year": 2024, "unit": "某所", "funds": funds, "indicators": rows, **more}
    return jixiao.score(jixiao.load_project(of), jixiao.load_spec("cn.mof-2020-10"))


@pytest.fixture
def report() -> Report:
    results = [project("甲", 100, 100), project("乙", 50, 80), project("丙", 90, 100), project("丁", 100, 0)]
    broken = project("戊", 100, 100, indicators=[])
    return report_of([line_of(result, "zh") for result in [*results, broken]], Counts(1, 2))


def part(report: Report, heading: str) -> list[tuple[str, ...]]:
    (found,) = (part for part in report.parts if part.heading == heading)
    return [tuple(cell.text for cell in row) for row in found.block.rows[1:]]


def test_the_paragraphs_say_what_final_accounts_say(report: Report) -> None:
    """The seed, 第三部分 (四): how many projects had targets, monitoring, self-evaluation; then what came of them."""
    told, results, money, unscored = report.paragraphs
    assert told == (
        "根据预算绩效管理要求，本单位在 2024 年度预算编制阶段，组织对 1 个项目开展了预算事前绩效评估，"
        "对 4 个项目编制了绩效目标；预算执行过程中，选取 2 个项目开展绩效监控；"
        "年度终了，组织对 4 个项目开展绩效自评，绩效自评表详见附件。"
    )
    # by hand: 100, 5 + 72 = 77, 99, 10; their mean is 286/4
    assert results == "自评得分平均 71.50 分，最高 100 分，最低 10 分；优 2 个，中 1 个，差 1 个。"
    assert money == "5 个项目支出决算为 440 万元，完成预算 500 万元的 88%。"
    assert unscored == "另有 1 个项目没有总分：戊。"


def test_the_tables_by_hand(report: Report) -> None:
    assert part(report, "各项目得分")[1] == (
        "乙",
        "某所",
        "100",
        "50",
        "50%",
        "77",
        "中",
        "乙的指标 −18；预算执行率 −5",
    )
    assert part(report, "等级分布") == [("优", "2", "50%"), ("良", "0", "0%"), ("中", "1", "25%"), ("差", "1", "25%")]
    assert part(report, "预算执行率与得分") == [
        ("50%–60%", "1", "77.00"),
        ("90%–100%", "1", "99.00"),
        ("≥100%", "2", "55.00"),
    ]
    # by hand: execution 10 + 5 + 9 + 10 + 10 of 50; output 90 + 72 + 90 + 0 of 360
    assert part(report, "各类指标得分率") == [("预算执行率", "44", "50", "88%"), ("产出指标", "252", "360", "70%")]
    # by hand: 18 + 90 by attainment, 5 + 1 by execution, of 114
    assert part(report, "扣分原因（按扣分多少）") == [
        ("完成率：按比例", "2", "108", "94.74%"),
        ("预算执行率：按比例", "2", "6", "5.26%"),
    ]
    assert part(report, "扣分最多的指标")[0] == ("丁", "产出指标", "丁的指标", "90", "完成率：按比例")


def test_charts_are_of_the_same_numbers(report: Report) -> None:
    charts = {part.heading: part.chart for part in report.parts}
    grades = charts["等级分布"]
    assert grades is not None
    assert (grades.labels, grades.ys) == (("优", "良", "中", "差"), (2, 0, 1, 1))
    against = charts["预算执行率与得分"]
    assert against is not None
    assert set(zip(against.xs, against.ys, strict=True)) == {(100, 100), (50, 77), (90, 99), (100, 10)}


def test_yuan_and_wan_add_up() -> None:
    lines = [line_of(project("甲", 100, 100), "zh")]
    funds = {"money_unit": "元", "total": {"budget": 5000, "spent": 5000}}
    lines.append(line_of(project("乙", 1, 100, funds=funds), "zh"))
    assert "完成预算 100.5 万元的" in report_of(lines, Counts()).paragraphs[2]


def test_several_years_are_not_one(report: Report) -> None:
    lines = [line_of(project("甲", 100, 100), "zh"), line_of(project("乙", 100, 100, year=2023), "zh")]
    found = report_of(lines, Counts())
    assert found.title == "项目支出绩效自评情况"
    assert "年度预算编制" not in found.paragraphs[0]


def test_nothing_to_report_is_a_report_too() -> None:
    found = report_of([], Counts())
    assert len(found.paragraphs) == 1
    assert found.parts == ()
    assert html.draw(found, "zh")
    assert xlsx.draw(found, "zh")


def test_the_page_holds_every_cell(report: Report) -> None:
    page = html.draw(report, "zh").decode()
    texts = of_html(page)
    assert all(texts[cell.text] for part in report.parts for row in part.block.rows for cell in row if cell.text)
    assert page.count("<svg ") == 4
    assert not re.search(r"https?://(?!www\.w3\.org)", page)
    assert parsed(page).tags["script"] == 0


def test_the_workbook_holds_numbers_and_native_charts(report: Report) -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx.draw(report, "zh")))
    assert book.sheetnames == [part.heading for part in report.parts]
    assert sum(len(sheet._charts) for sheet in book.worksheets) == 4
    grades = book["等级分布"]
    assert [(row[0].value, row[1].value, row[2].value) for row in grades.iter_rows(2, 5)] == [
        ("优", 2, 0.5), ("良", 0, 0), ("中", 1, 0.25), ("差", 1, 0.25),
    ]  # fmt: skip


def test_a_chart_is_the_same_each_time() -> None:
    chart = Chart("bars", "等级", "项目数", ("优", "良"), (), (Fraction(3), Fraction(1)))
    assert svg(chart) == svg(chart)
    assert "优" in svg(chart)


@pytest.mark.parametrize("ending", ["html", "xlsx", "pdf", "md"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_command(tmp_path: Path, ending: str, lang: str) -> None:
    if ending == "pdf" and not fonts():
        pytest.skip("no Chinese font is installed")
    output = tmp_path / f"r.{ending}"
    words = ["report", str(EXAMPLES), "-o", str(output), "--monitored", "2", "--lang", lang]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0, done.output
    first = output.read_bytes()
    assert CliRunner().invoke(app, words).exit_code == 0
    assert output.read_bytes() == first
    if ending == "pdf":
        text = "".join(page.extract_text() for page in pypdf.PdfReader(output).pages)
        assert "69.14" in text


def test_an_unknown_ending_is_wrong_usage(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["report", str(EXAMPLES), "-o", str(tmp_path / "r.doc")])
    assert done.exit_code == 2
    assert ".html" in done.output


def test_a_broken_file_is_counted_and_told(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("a: [", "utf-8")
    (tmp_path / "b.yaml").write_text((EXAMPLES / "leshan-sms.yaml").read_text("utf-8"), "utf-8")
    done = CliRunner().invoke(app, ["report", str(tmp_path), "-o", str(tmp_path / "r.md")])
    assert done.exit_code == 1
    assert "另有 1 个项目没有总分" in (tmp_path / "r.md").read_text("utf-8")


def test_projects_of_a_spec_without_grades_are_counted_beside_the_graded() -> None:
    graded = line_of(project("甲", 100, 100), "zh")
    report = report_of([graded, graded._replace(name="乙", grade=None, grades=())], Counts())
    assert "优 1 个，不分等级 1 个。" in report.paragraphs[1]
    assert part(report, "等级分布")[0] == ("优", "1", "50%")
    assert part(report, "等级分布")[-1] == ("不分等级", "1", "50%")
    alone = report_of([graded._replace(grade=None, grades=())], Counts())
    assert alone.paragraphs[1].endswith("；不分等级 1 个。")
