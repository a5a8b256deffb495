"""The offline page, built anew, in real Chromium without a network; and its engine, which is this package to the byte."""

from __future__ import annotations

import base64
import gzip
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

import jixiao
from jixiao.forms.importing import project_of_form, read_file_of_forms
from jixiao.loading.spec_book import package_book
from jixiao.serve.desk import answer
from jixiao.spec_tools.cases.loading import case_path, load_cases
from tests.support.node import MODULES, NODE
from tests.support.paths import EXAMPLE_PROJECTS, EXAMPLES, ROOT, TESTS
from tests.support.service import service

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
NEEDED = (NODE, shutil.which("npm"), (MODULES / "puppeteer-core").is_dir())
PAGE = ROOT / "dist" / "jixiao.html"
RUNTIME = ROOT / "build" / "page" / "node_modules" / "pyodide"
#: How long a build, and a run of the page, may take on a busy machine (seconds).
PATIENCE = 900
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not all(NEEDED), reason="needs node, npm and: npm install --prefix tests/node"),
]
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")
KEYS = {"一级指标": "level1", "二级指标": "level2", "三级指标": "name", "年度指标值": "target", "实际完成值": "actual", "分值": "weight"}  # fmt: skip


@pytest.fixture(scope="module")
def page() -> Path:
    command = [sys.executable, str(ROOT / "page" / "build.py")]
    subprocess.run(command, cwd=ROOT, check=True, timeout=PATIENCE)
    return PAGE


def seed() -> dict[str, Any]:
    """What a person types of the seed's project."""
    data = yaml.load((EXAMPLES / "leshan-sms.yaml").read_text("utf-8"), yaml.BaseLoader)  # noqa: S506  # a safe one
    total = data["项目资金"]["年度资金总额"]
    return {
        "head": {"spec": data["指标体系"], "name": data["项目名称"], "year": data["年度"]},
        "funds": {"budget": total["全年预算数"], "spent": total["全年执行数"]},
        "rows": [{key: row[title] for title, key in KEYS.items()} for row in data["绩效指标"]],
    }


def node(script: str, *words: str | Path) -> str:
    command = [NODE, str(TESTS / "node" / script), *map(str, words)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=PATIENCE, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


@needs_chromium
def test_the_same_page_speaks_with_the_service(tmp_path: Path) -> None:
    pytest.importorskip("uvicorn")
    with service() as running:
        origin = str(running.client.base_url)
        report = fill_in(origin, tmp_path)
    assert all(address.startswith(origin) for address in report["requests"])


@needs_chromium
def test_a_person_fills_in_the_form_without_a_network(page: Path, tmp_path: Path) -> None:
    report = fill_in(page.as_uri(), tmp_path)
    assert report["requests"] == [page.as_uri()] * 2, "it was loaded twice, and asked for nothing else"
    assert report["first"][0] == "loading"
    assert "不联网" in report["first"][1]


def fill_in(address: str, tmp_path: Path) -> dict[str, Any]:
    """What comes of a person who fills in the seed's project at an address, changes it, saves it and opens another."""
    typed, workbook, document = (tmp_path / name for name in ("typed.json", "filled.xlsx", "filled.docx"))
    typed.write_text(json.dumps(seed()), "utf-8")
    result = jixiao.score(jixiao.load_project(EXAMPLES / "leshan-service.yaml"))
    workbook.write_bytes(jixiao.render(result, "xlsx"))
    document.write_bytes(jixiao.render(result, "docx"))
    report: dict[str, Any] = json.loads(node("page.mjs", str(CHROMIUM), address, tmp_path, typed, workbook, document))
    assert report["errors"] == []
    assert report["state"] == "ready"
    assert (report["full"]["total"], report["full"]["grade"]) == ("100.00", "优")
    assert "error" not in report["full"]["findings"]
    assert report["repaired"] == "≥"
    (loss,) = report["losses"]
    assert "−2.00" in loss
    assert "财预〔2020〕10号" in loss
    assert report["under"] == ["扣了 2 分，没有写偏差原因"]
    assert "完成率90%" in report["reason"][0]
    assert report["moved"] == "全市退休人员数"
    assert report["pasted"] == [
        ["成本指标", "", "甲", "", "≤5 万元", "5 万元", "", "5"],
        ["成本指标", "", "乙丙", "", "≤1 万元", "1 万元", "", "5"],
    ]
    assert all(shown <= width for width, shown in report["widths"]), report["widths"]
    assert report["axe"] == []
    assert report["opened"]["total"] == "100.00"
    assert report["dropped"] == [["(3)", "100.00"], ["(4)", "100.00"]]
    assert report["draft"] == "社保公共服务能力建设资金"
    _check_saved(tmp_path)
    return report


def _check_saved(folder: Path) -> None:
    """The files that the page has saved hold the typed project, and the command scores them the same."""
    (project,), (workbook,), (document,) = (list(folder.glob(f"社保*.{kind}")) for kind in ("yaml", "xlsx", "docx"))
    saved = jixiao.load_project(project)
    assert jixiao.score(saved).total == "100.00"
    spec = jixiao.load_spec(str(saved.spec))
    for path in (workbook, document):
        (form,) = read_file_of_forms(path).forms
        data = project_of_form(form.grid, form.project, spec, form.lang).data
        assert jixiao.load_project(data).as_json == saved.as_json
        assert path.read_bytes() == jixiao.render(jixiao.score(saved), path.suffix[1:])


def projects() -> list[str]:
    """Every example, and every case of every spec, as texts."""
    texts = [path.read_text("utf-8") for path in EXAMPLE_PROJECTS]
    for file in package_book().files.values():
        cases = case_path(Path(file.name))
        if cases.is_file():
            loaded = load_cases(cases)
            assert loaded.spec
            named = {"spec": loaded.spec.id}
            texts += [json.dumps({**case.project.typed.data, **named}, ensure_ascii=False) for case in loaded.cases]
    return texts


def test_the_engine_of_the_page_is_this_package_to_the_byte(page: Path, tmp_path: Path) -> None:
    match = re.search('data-part="packages.zip">([^<]+)<', page.read_text("utf-8"))
    assert match
    (tmp_path / "packages.zip").write_bytes(gzip.decompress(base64.b64decode(match[1])))
    texts = projects()
    assert len(texts) > 500
    (tmp_path / "projects.json").write_text(json.dumps(texts), "utf-8")
    node("desk.mjs", RUNTIME, tmp_path / "packages.zip", tmp_path / "projects.json", tmp_path / "results.json")
    results = json.loads((tmp_path / "results.json").read_text("utf-8"))
    for text, result in zip(texts, results, strict=True):
        assert result.encode() == answer("/v1/score", {}, text.encode()).body
