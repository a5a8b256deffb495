"""The example of a year: five projects of a unit from their targets of 2024 to those of 2025, with papers in Word."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from jixiao import load_project
from jixiao.forms.importing import as_project_file
from tests.support.commands import run
from tests.support.paths import ROOT

EXAMPLE = ROOT / "docs" / "examples" / "year"
REACHED = yaml.safe_load((EXAMPLE / "reached.yaml").read_text("utf-8"))
PLAN = ("level1", "level2", "name", "target", "weight")
Fill = Callable[[dict[str, Any], dict[str, Any]], None]


def advance(folder: Path, to: str, output: Path) -> None:
    code, _, errors = run("advance", str(folder), "--to", to, "-o", f"{output}/")
    assert code == 0, errors


def fill(folder: Path, fill_in: Fill) -> None:
    """Fill in the files of a folder as their unit does."""
    for path in sorted(folder.glob("*.yaml")):
        project = load_project(path)
        data = json.loads(project.as_json)
        fill_in(data, REACHED[project.code])
        path.write_text(as_project_file(data), "utf-8")


def in_july(data: dict[str, Any], reached: dict[str, Any]) -> None:
    data["month"] = "7"
    data["funds"]["total"]["spent"] = data["funds"]["fiscal"]["spent"] = reached["july"]["spent"]
    for row, progress in zip(data["indicators"], reached["july"]["progress"], strict=True):
        row["progress"] = progress
    for key in {"cause", "remedy"} & reached.keys():
        data["indicators"][0][key] = reached[key]


def at_the_end(data: dict[str, Any], reached: dict[str, Any]) -> None:
    data["finished"] = "是"
    data["funds"]["total"]["spent"] = data["funds"]["fiscal"]["spent"] = reached["year"]["spent"]
    for row, actual in zip(data["indicators"], reached["year"]["actual"], strict=True):
        row["actual"] = actual


def plans(folder: Path) -> dict[str | None, list[tuple[Any, ...]]]:
    """The plan of each project of a folder, by its code."""
    projects = map(load_project, sorted(folder.glob("*.yaml")))
    return {one.code: [tuple(getattr(row, key) for key in PLAN) for row in one.indicators] for one in projects}


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("year")
    shutil.copytree(EXAMPLE / "targets", folder / "targets")
    advance(folder / "targets", "monitoring", folder / "monitoring")
    fill(folder / "monitoring", in_july)
    advance(folder / "monitoring", "self_evaluation", folder / "self_evaluation")
    fill(folder / "self_evaluation", at_the_end)
    advance(folder / "self_evaluation", "next-year", folder / "targets2025")
    return folder


def test_the_targets_are_in_order(year: Path) -> None:
    code, out, _ = run("check", str(year / "targets"), "--strict")
    assert code == 0, out


def test_the_plan_is_typed_once(year: Path) -> None:
    assert len(plans(year / "targets")) == 5
    for stage in ("monitoring", "self_evaluation", "targets2025"):
        assert plans(year / stage) == plans(year / "targets")


def test_the_self_evaluations_are_scored_and_have_the_causes_of_july(year: Path) -> None:
    code, out, errors = run("score", str(year / "self_evaluation"), "-f", "json")
    assert code == 0, errors
    results = {result["project"]["code"]: result for result in json.loads(out)}
    assert results["SW2024-01"]["total"] == "100.00"
    # 33 of 35 km: 50 × 33 ÷ 35 = 47.142…; 228 of 240: 9.5
    assert results["SW2024-03"]["total"] == "96.64"
    assert results["SW2024-03"]["indicators"][0]["cause"] == "汛期停工两个月"


def test_nothing_changed_since_the_declaration(year: Path) -> None:
    code, out, errors = run("compare", str(year / "targets"), str(year / "self_evaluation"))
    assert (code, out, errors) == (0, "没有变化\n", "")


def test_the_targets_of_2025_are_those_of_2024_with_what_was_reached_beside_them(year: Path) -> None:
    text = (year / "targets2025" / "3-堤防养护.yaml").read_text("utf-8")
    assert "年度: '2025'\n" in text
    assert "年度指标值: ≥35km  # 2024 年完成 33km\n" in text
    assert run("check", str(year / "targets2025"))[0] == 0


@pytest.mark.parametrize("stage", ["targets", "self_evaluation", "targets2025"])
def test_every_paper_is_drawn_in_word_and_read_back(year: Path, tmp_path: Path, stage: str) -> None:
    path = min((year / stage).glob("*.yaml"))
    paper = tmp_path / "a.docx"
    assert run("score", str(path), "-o", str(paper))[0] == 0
    code, out, errors = run("compare", str(path), str(paper))
    assert (code, out) == (0, "没有变化\n"), errors
