"""The year of projects on the page, in real Chromium: their papers in Word and as project files, each opens its form."""

from __future__ import annotations

import json
import shutil
import unicodedata
from pathlib import Path
from typing import Any

import pytest

import jixiao
from tests.support.node import MODULES, NODE
from tests.support.node import node as run_node
from tests.support.paths import TESTS
from tests.support.service import service
from tests.support.year_papers import Paper, papers_of

pdfplumber = pytest.importorskip("pdfplumber")
pytest.importorskip("uvicorn")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not all((NODE, CHROMIUM, (MODULES / "puppeteer-core").is_dir())),
        reason="needs chromium, node and: npm install --prefix tests/node",
    ),
]


#: What a browser prints in the place of characters that look the same.
LOOK_ALIKES = str.maketrans("⻓⻔⻩⻅―", "长门黄见—")


def plain(text: str) -> str:
    """A text as it is compared: without spaces and look-alikes."""
    return "".join(unicodedata.normalize("NFKC", text).translate(LOOK_ALIKES).split())


def put(folder: Path, name: str, paper: Paper, kind: str) -> str:
    """The address of a paper as a file: a Word form, or a project file."""
    path = folder / f"{name}.{kind}"
    if kind == "docx":
        path.write_bytes(jixiao.render(jixiao.score(jixiao.load_project(paper)), kind))
    else:
        path.write_text(json.dumps(paper, ensure_ascii=False), "utf-8")
    return str(path)


def changed(papers: list[Paper]) -> list[Paper]:
    """Papers of which the self-evaluation has another target than the declaration."""
    target, july, evaluated, reviewed = papers
    first, *others = evaluated["indicators"]
    return [target, july, {**evaluated, "indicators": [{**first, "target": "≥34km"}, *others]}, reviewed]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a person meets who opens the papers of three projects in no order, of the last one its targets alone."""
    folder = tmp_path_factory.mktemp("year")
    in_word = [put(folder, f"甲{at}", paper, "docx") for at, paper in enumerate(changed(papers_of(3)))]
    as_data = [put(folder, f"乙{at}", paper, "json") for at, paper in enumerate(papers_of(1))]
    alone = put(folder, "丙", papers_of(2)[0], "json")
    papers = [*reversed(in_word), alone, *as_data]
    (folder / "task.json").write_text(json.dumps({"papers": papers}, ensure_ascii=False), "utf-8")
    with service() as running:
        origin = str(running.client.base_url)
        done = run_node(TESTS / "node" / "year.mjs", str(CHROMIUM), origin, folder, folder / "task.json", cwd=folder)
    assert done.returncode == 0, done.stderr[-2000:]
    noted: dict[str, Any] = json.loads(done.stdout)
    with pdfplumber.open(folder / "year.pdf") as pdf:
        printed = plain("".join(page.extract_text() for page in pdf.pages))
    return noted | {"printed": printed}


def test_no_script_fails_and_nothing_is_wider_than_the_window(report: dict[str, Any]) -> None:
    assert report["errors"] == []
    assert report["axe"] == []
    assert len(report["widths"]) == 4
    assert all(shown <= width for width, shown in report["widths"]), report["widths"]


def test_the_papers_of_a_project_stand_in_the_order_of_its_stages(report: dict[str, Any]) -> None:
    year = report["zh"]
    assert year["sums"] == ["2 个项目有不止一份材料"]
    assert year["titles"] == ["堤防日常养护 · 示例市水务局防汛中心", "防汛物资储备 · 示例市水务局防汛中心"]
    stages = ["2024 年 绩效目标", "2024 年 绩效监控（1—7 月）", "2024 年 绩效自评", "2024 年 绩效复核"]
    assert [[paper["title"] for paper in papers] for papers in year["papers"]] == [stages] * 2


def test_each_paper_says_what_its_stage_has_and_what_changed(report: dict[str, Any]) -> None:
    target, july, evaluated, reviewed = report["zh"]["papers"][0]
    assert target == {"title": target["title"], "facts": [["绩效指标", "3"]], "changes": []}
    assert july["facts"] == [["项目预警", "●黄灯"], ["全年预计总分", "无"]]
    assert july["changes"] == ["与上一份相比没有变化"]
    assert evaluated["facts"] == [["总分", "98.03"], ["等级", "优"]]
    assert "指标改动：养护堤防长度 年度指标值：≥35km → ≥34km" in evaluated["changes"]
    assert reviewed["facts"] == [["采用总分", "96.64"], ["采用等级", "优"], ["复核意见", "同意自评结果"]]


def test_it_is_there_in_english(report: dict[str, Any]) -> None:
    assert report["en"]["sums"] == ["Projects with more than one paper: 2"]
    target, july, *_ = report["en"]["papers"][0]
    assert (target["title"], target["facts"]) == ("2024 target", [["Indicators", "3"]])
    assert july["facts"][0] == ["Light", "●yellow"]


def test_each_paper_opens_its_own_form(report: dict[str, Any]) -> None:
    titles, totals, losses = zip(*report["opened"], strict=True)
    assert len(set(titles)) == 4, titles
    assert totals == ("无", "无", "98.03", "96.64")
    assert losses == (False, False, True, True), "what has no score has lost no points"


def test_it_prints_with_the_names_of_the_papers(report: dict[str, Any]) -> None:
    for text in ("堤防日常养护", "2024年绩效监控（1—7月）", "黄灯", "≥35km→≥34km", "同意自评结果"):
        assert plain(text) in report["printed"]
    assert "打开文件" not in report["printed"]
