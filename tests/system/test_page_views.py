"""The views of the page in real Chromium: the official form in every layout, repairs, the board and the review."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

import jixiao
from jixiao.findings.catalog import catalog
from jixiao.loading.layouts import layout_names
from jixiao.loading.spec_files import package_specs
from tests.support.node import MODULES, NODE
from tests.support.node import node as run_node
from tests.support.overlays import overlay
from tests.support.paths import TESTS
from tests.support.service import service

pdfplumber = pytest.importorskip("pdfplumber")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
LAYOUTS = layout_names((package_specs(),))
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not all((NODE, CHROMIUM, (MODULES / "puppeteer-core").is_dir())),
        reason="needs chromium, node and: npm install --prefix tests/node",
    ),
]
ROWS = (
    ("产出指标", "数量指标", "培训人次", "≥300人次", "300人次", "50"),
    ("产出指标", "质量指标", "合格率", "≥95%", "90%", "20"),
    ("效益指标", "社会效益指标", "持证率", "≥95%", "96%", "10"),
    ("满意度指标", "服务对象满意度指标", "学员满意度", "≥90%", "92%", "10"),
)
KEYS = ("level1", "level2", "name", "target", "actual", "weight")
PROJECT: dict[str, Any] = {
    "spec": "cn.mof-2020-10",
    "name": "培训",
    "year": "2023",
    "department": "甲局",
    "unit": "乙中心",
    "finished": "是",
    "remarks": "没有别的",
    "funds": {
        "total": {"initial": "100", "budget": "100", "spent": "100"},
        "fiscal": {"initial": "100", "budget": "100", "spent": "100"},
    },
    "goals": [{"expected": "办好", "achieved": "已办"}],
    "indicators": [dict(zip(KEYS, row, strict=True)) for row in ROWS],
}
#: A project whose form takes several pages.
LONG: dict[str, Any] = {
    **PROJECT,
    "name": "六十行",
    "indicators": [
        {**PROJECT["indicators"][0], "name": f"甲项第{number}个", "weight": "1.5", "cause": f"始{number}终"}
        for number in range(60)
    ],
}
ROW = {"level1": "产出指标", "name": "甲", "comparison": "≥", "target": "5个", "actual": "5个", "weight": "90"}
UNSIGNED = {key: text for key, text in ROW.items() if key != "comparison"}


def with_row(row: dict[str, str], spec: str = "cn.mof-2020-10", **head: Any) -> dict[str, Any]:
    """A project of one row."""
    funds = {"total": {"budget": "100", "spent": "100"}}
    return {"spec": spec, "name": "一行", "year": "2023", "finished": "是", "funds": funds, "indicators": [row], **head}


#: A project with each finding that a click mends.
TO_REPAIR = {
    "comparison-assumed": with_row(UNSIGNED),
    "unusual-default-comparison": with_row({**UNSIGNED, "name": "投诉率", "target": "5%", "actual": "3%"}),
    "zero-target-comparison-assumed": with_row({**UNSIGNED, "target": "0起", "actual": "3起"}, "cn.test.more-2023"),
    "unusual-comparison": with_row({**ROW, "level1": "成本指标", "target": "5万元", "actual": "5万元"}),
    "contradicting-comparisons": with_row({**ROW, "target": "≤5个"}),
    "percent-sign-missing": with_row({**ROW, "target": "95%", "actual": "0.96"}),
    "default-share": with_row({**UNSIGNED, "target": "有效", "actual": "有效"}),
    "claimed-score-differs": with_row({**ROW, "score": "80", "cause": "说明"}),
    "finished-assumed-no": with_row(
        ROW, "cn.mof-2021-101", finished=None, funds={"total": {"budget": "100", "spent": "90"}}
    ),
    "finished-assumed-yes": with_row(ROW, "cn.mof-2021-101", finished=None),
}


def write_specs(folder: Path) -> Path:
    """A folder of specs, one for each layout, and one in which more of nothing is better."""
    folder.mkdir()
    for layout in LAYOUTS:
        form = f"form: {{title: 项目支出绩效自评表, layout: {layout}}}\n"
        (folder / f"{layout}.yaml").write_text(overlay(f"cn.test.{layout}", form), "utf-8")
    unstated = "comparison_if_unstated: {basis: m10, reading: 试, cases: [{is: ≥}]}\n"
    (folder / "more.yaml").write_text(overlay("cn.test.more-2023", unstated), "utf-8")
    return folder


def put(folder: Path, name: str, project: dict[str, Any]) -> str:
    path = folder / f"{name}.json"
    stated = {key: value for key, value in project.items() if value is not None}
    path.write_text(json.dumps(stated, ensure_ascii=False), "utf-8")
    return str(path)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a person meets who looks at all views, one after the other."""
    folder = tmp_path_factory.mktemp("views")
    specs = write_specs(folder / "specs")
    task: dict[str, Any] = {"project": put(folder, "培训", PROJECT), "specs": [], "repairs": [], "board": []}
    for layout in LAYOUTS:
        spec = jixiao.load_spec(f"cn.test.{layout}", specs=specs)
        html = folder / f"{layout}.html"
        html.write_text(str(jixiao.render(jixiao.score(jixiao.load_project(PROJECT), spec), "html")), "utf-8")
        task["specs"].append({"spec": f"cn.test.{layout}", "html": str(html)})
    for entry in catalog().values():
        for place in range(len(entry.repairs)):
            file = put(folder, f"{entry.slug}-{place}", TO_REPAIR[entry.slug])
            task["repairs"].append({"file": file, "code": entry.code, "place": place})
    for name, actual in {"甲项目": "300人次", "乙项目": "240人次", "丙项目": "待报"}.items():
        first, *others = PROJECT["indicators"]
        rows = [{**first, "actual": actual}, *others]
        task["board"].append(put(folder, name, {**PROJECT, "name": name, "indicators": rows}))
    task |= {"long": put(folder, "六十行", LONG), "folder": str(folder / "下级")}
    (folder / "下级" / "各单位").mkdir(parents=True)
    for name in ("甲.json", "各单位/乙.json", "各单位/.丙.json"):
        put(folder / "下级", name.removesuffix(".json"), {**PROJECT, "name": name})
    (folder / "task.json").write_text(json.dumps(task, ensure_ascii=False), "utf-8")
    with service("--book", f"default={specs}") as running:
        origin = str(running.client.base_url)
        done = run_node(TESTS / "node" / "views.mjs", str(CHROMIUM), origin, folder, folder / "task.json", cwd=folder)
    assert done.returncode == 0, done.stderr[-2000:]
    noted: dict[str, Any] = json.loads(done.stdout)
    return noted | {"pages": pages_of(folder / "printed.pdf")}


def pages_of(path: Path) -> list[str]:
    """The text of each page of a PDF, without spaces."""
    with pdfplumber.open(path) as pdf:
        return ["".join(page.extract_text().split()) for page in pdf.pages]


def test_no_script_fails_and_nothing_is_wider_than_the_window(report: dict[str, Any]) -> None:
    assert report["errors"] == []
    assert report["axe"] == []
    assert len(report["widths"]) == 16
    assert all(shown <= width for width, shown in report["widths"]), report["widths"]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_form_on_the_page_is_the_official_form_cell_by_cell(report: dict[str, Any], layout: str) -> None:
    page, rendered = report["forms"][f"cn.test.{layout}"]
    assert rendered
    assert page == rendered


def test_what_is_written_into_the_form_is_the_projects(report: dict[str, Any]) -> None:
    assert [row[:2] for row in report["written"][:3]] == [
        ["成本指标", "社会成本指标"],
        ["成本指标", "质量指标"],
        ["效益指标", "社会效益指标"],
    ]
    assert report["written"][1][5] == "95%"
    assert report["written"][4][:2] == ["效益指标", ""]


def test_enter_goes_down_a_column_and_begins_a_row_below_the_last(report: dict[str, Any]) -> None:
    assert report["places"] == [["4", "weight"], ["5", "level1"]]


def test_each_finding_with_a_repair_is_gone_after_the_click(report: dict[str, Any]) -> None:
    assert TO_REPAIR.keys() == {entry.slug for entry in catalog().values() if entry.repairs}
    assert report["repaired"] == []


def test_the_board_shows_all_projects_to_sort_and_to_filter(report: dict[str, Any]) -> None:
    assert report["count"] == "(3)"
    assert report["totals"] == ["98.95", "88.95", "无"]
    assert report["ordered"] == ["无", "88.95", "98.95"]
    assert report["excellent"] == ["甲项目"]
    assert report["sums"] == ["3 个项目\u3000优：1\u3000良：1\u3000无：1"]


def test_files_and_folders_are_dropped_onto_any_view(report: dict[str, Any]) -> None:
    assert report["dropped"] == ["(4)", "(5)", "(6)", "(8)"]


def test_what_is_printed_is_the_official_form(report: dict[str, Any]) -> None:
    assert report["printed"] == jixiao.render(jixiao.score(jixiao.load_project(LONG)), "html")
    pages = report["pages"]
    assert len(pages) > 1
    assert all("产出指标" in page for page in pages)
    assert all(f"甲项第{number}个" in "".join(pages) for number in range(60))
    assert all(word not in "".join(pages) for word in ("打印", "存为", "打开文件"))


def test_a_question_of_the_review_leads_to_the_field(report: dict[str, Any]) -> None:
    assert any("没有写偏差原因" in question for question in report["questions"])
    assert report["asked"] == "乙项目"


def test_what_the_next_grade_takes_is_in_sight(report: dict[str, Any]) -> None:
    head, *steps = report["reach"]
    assert head == "离“优”还差 1.05 分"
    assert any("合格率" in step for step in steps)
