"""The form of a declaration says what the declaration says: drawn in any format and read back, it is the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import jixiao
from jixiao import load_project, load_spec
from jixiao.forms.importing import read_projects
from jixiao.loading.spec_book import SpecBook
from jixiao.model.project import Project
from jixiao.stages.comparison import compare_projects
from jixiao.testing import projects

SPEC = "cn.mof-2020-10"
LAYOUTS = ("target-2023", "department-target-2023")
#: What each layout has cells for, beside the rows.
HEADS: dict[str, dict[str, Any]] = {
    "target-2023": {"department": "某市教育局", "unit": "某市第一中学", "money_unit": "万元"},
    "department-target-2023": {"code": "0012"},
}
PLAN = ("level1", "level2", "name", "target", "weight", "comparison", "uom")
LOCAL = (
    "id: cn.test.declared-2023\nversion: 1\ntitle: 试\nextends: cn.mof-2020-10@2\nin_force: {{from: 2021-01-01}}\n"
    "form: {{title: 项目支出绩效自评表, targets: {layout}}}\n"
)


def book(folder: Path, layout: str) -> SpecBook:
    (folder / "specs").mkdir(exist_ok=True)
    (folder / "specs" / "a.yaml").write_text(LOCAL.format(layout=layout), "utf-8")
    return SpecBook(folders=[folder / "specs"])


@st.composite
def declarations(draw: st.DrawFn, layout: str) -> dict[str, Any]:
    """Declarations with what a layout shows: with weights in all rows or in none."""
    data = draw(projects(load_spec(SPEC)))
    keys = PLAN[: draw(st.sampled_from([4, 5]))] + ("comparison", "uom")
    rows = [{key: row[key] for key in keys if key in row} for row in data["indicators"]]
    rows = [{**row, "level2": draw(st.sampled_from(["数量指标", "质量指标", "社会效益指标"]))} for row in rows]
    head = dict(HEADS[layout])
    stated = {
        "name": "校舍维修",
        "year": "2024",
        "stage": "target",
        "spec": "cn.test.declared-2023",
        "indicators": rows,
    }
    if head.pop("money_unit", None):
        amounts = st.integers(0, 10**7).map(lambda cents: f"{cents // 100}.{cents % 100:02}")
        funds = {
            key: {"initial": draw(amounts)} for key in draw(st.sampled_from([("total",), ("total", "fiscal", "other")]))
        }
        stated["funds"] = {"money_unit": draw(st.sampled_from(["万元", "元"])), **funds}
    return {
        **stated,
        **head,
        "goals": [{"expected": text} for text in draw(st.sampled_from([["修好"], ["修好", "用好"]]))],
    }


def read_back(project: Project, folder: Path, ending: str, layout: str) -> Project:
    specs = book(folder, layout)
    drawing = jixiao.render(jixiao.score(project, book=specs), ending)
    path = folder / f"a.{ending}"
    path.write_bytes(drawing if isinstance(drawing, bytes) else drawing.encode())
    (read,) = read_projects(path, lambda _: specs.look_up("cn.test.declared-2023"), book=specs).projects(path)
    return read


def check(data: dict[str, Any], folder: Path, ending: str, layout: str) -> None:
    project = load_project(data)
    read = read_back(project, folder, ending, layout)
    if ending in ("xlsx", "docx"):
        assert read.findings == ()
        assert read.as_json == project.as_json
    assert not [finding for finding in read.findings if finding.severity == "error"]
    assert (read.stage, read.year) == ("target", 2024)
    assert compare_projects(project, read).changes == ()
    assert [row.weight for row in read.indicators] == [row.weight for row in project.indicators]
    assert [row.name for row in read.indicators] == [row.name for row in project.indicators]
    for key in ("department", "unit", "code"):
        assert getattr(read, key) == getattr(project, key)


quick = settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("ending", ["html", "docx", "xlsx"])
@given(data=st.data())
@quick
def test_a_declaration_is_read_back_as_it_was_drawn(
    ending: str, layout: str, data: st.DataObject, tmp_path: Path
) -> None:
    check(data.draw(declarations(layout)), tmp_path, ending, layout)


@pytest.mark.slow
@pytest.mark.parametrize("layout", LAYOUTS)
@given(data=st.data())
@quick
def test_a_declaration_is_read_back_from_paper(layout: str, data: st.DataObject, tmp_path: Path) -> None:
    check(data.draw(declarations(layout)), tmp_path, "pdf", layout)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("has_weights", [True, False])
@pytest.mark.parametrize("ending", ["table", "markdown", "html"])
def test_a_declaration_has_no_column_for_what_is_yet_to_come(
    tmp_path: Path, layout: str, ending: str, *, has_weights: bool
) -> None:
    row = {"level1": "产出指标", "name": "维修校舍", "target": "≥3栋"} | ({"weight": "100"} if has_weights else {})
    data = {"name": "甲", "year": 2024, "stage": "目标", "spec": "cn.test.declared-2023", "indicators": [row]}
    text = str(jixiao.render(jixiao.score(load_project(data), book=book(tmp_path, layout)), ending))
    assert not [word for word in ("实际完成", "得分", "执行", "总分", "等级", "偏差") if word in text]
    assert ("分值" in text) is has_weights
    assert "绩效目标表" in text
