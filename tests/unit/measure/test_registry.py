"""A measure is one value: no other module spells its name, and a made-up one is taken by every room."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import jixiao
from jixiao.curve import Interval
from jixiao.explain import reason_of, sentence
from jixiao.forms import form_of
from jixiao.forms.spreadsheet.live_cells import live_form
from jixiao.measure import MEASURES, Measure
from jixiao.measure.dates import Lateness
from jixiao.measure.distances import Distance
from jixiao.measure.profile import RowKind
from jixiao.model.measure_names import MEASURE_LABELS
from tests.support.commands import run
from tests.support.made_up_measure import HALF_ATTAINMENT, register
from tests.support.paths import ROOT
from tests.support.source import trees

#: Names of measures that are words of other things, too: keys of rows, outcomes, the row of the funds.
COMMON = {"value", "met", "gap", "execution", "adjustment"}
#: Where names of measures are written as text: the spec language, the measures, and specs made or offered as data.
AT_HOME = ("model/measure_names.py", "measure/", "testing/specs.py", "cli/spec_new.py")


def test_every_label_has_a_measure_and_every_measure_a_label() -> None:
    assert list(MEASURES) == list(MEASURE_LABELS)
    assert all(name == measure.name for name, measure in MEASURES.items())
    assert all({*measure.phrase} == {"zh", "en"} for measure in MEASURES.values() if measure.phrase)


def test_no_other_module_spells_the_name_of_a_measure() -> None:
    """Names that other things share may stand as text, but no measure is compared with one."""
    others = {name: tree for name, tree in trees().items() if not name.startswith(AT_HOME)}
    assert {
        name: names for name, tree in others.items() if (names := texts_in(tree) & (MEASURES.keys() - COMMON))
    } == {}
    assert [f"{name}:{node.lineno}" for name, tree in others.items() for node in comparisons(tree)] == []


def texts_in(tree: ast.AST) -> set[str]:
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def comparisons(tree: ast.Module) -> list[ast.Compare]:
    """Comparisons of a measure with the text of a name."""
    compared = [node for node in ast.walk(tree) if isinstance(node, ast.Compare) and texts_in(node) & MEASURES.keys()]
    return [node for node in compared if re.search(r"\bmeasure\b", ast.unparse(node))]


def test_what_a_measure_does_not_say_it_refuses() -> None:
    class Silent(Measure):
        name = "silent"

    silent = Silent()
    refusing = [
        lambda: silent.of(None, None, ""),
        lambda: silent.actuals(Interval(), None, ""),
        lambda: silent.profile(RowKind("number")),
        lambda: silent.column(None),
        lambda: Distance().unit_of(1, None),
        lambda: Lateness().last_day_of(None, 1, None),
    ]
    for refuse in refusing:
        with pytest.raises(NotImplementedError):
            refuse()
    assert not silent.is_inverted
    assert not silent.in_columns


# ---- a made-up measure, in every room


SPEC = """\
id: cn.made-up
version: 1
title: 折半
extends: cn.mof-2020-10@2
in_force: {from: 2020-02-25}
sources: {n: {document: 一号, kind: local, checked: seen}}
rules:
  - {rule: halved, for: {name_has: [折半], comparison: [≥, ">"], target: number}, measure: half_attainment, line: LINE, basis: n}
"""
PROJECT = """\
name: 例
year: 2024
finished: true
funds: {total: {initial: 100, budget: 100, spent: 100}}
indicators:
  - {level1: 产出指标, name: 折半培训, target: ≥50人次, actual: 40人次, weight: 90}
"""


REASON = "年度指标值≥50人次，实际完成40人次，折半完成率40%，按权重的80%计，得72分，扣18分"


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Files:
    for registry in (MEASURES, MEASURE_LABELS):
        monkeypatch.setitem(registry, HALF_ATTAINMENT.name, None)  # so that it is taken out again
    register()
    texts = {"spec": SPEC.replace("LINE", "{0: 0, 50%: full}"), "project": PROJECT}
    texts["falling"] = SPEC.replace("LINE", "{0: full, 50%: 0}")
    for name, text in texts.items():
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    return Files(*(str(tmp_path / f"{name}.yaml") for name in ("spec", "falling", "project")))


class Files(NamedTuple):
    """A spec with the made-up measure, one whose curve falls, and a project."""

    spec: str
    falling: str
    project: str


def scored(files: Files) -> Any:
    return jixiao.score(jixiao.load_project(files.project), jixiao.load_spec(files.spec))


def test_a_made_up_measure_is_scored_and_explained(files: Files) -> None:
    row = scored(files).scored.rows[0]
    assert row.score == 72
    assert sentence(reason_of(row)) == REASON
    _, steps, _ = run("explain", files.project, "--spec", files.spec)
    assert "度量：折半完成率 = 0.4（40%）" in steps
    _, reach, _ = run("explain", files.project, "--spec", files.spec, "--reach", "100")
    assert "折半培训：完成值 40人次，须不低于 50人次" in reach


def test_a_made_up_measure_is_proven_and_its_faults_are_found(files: Files) -> None:
    code, sentences, errors = run("spec", "check", files.spec)
    assert code == 0, errors
    assert re.search(r"完成得更好，不会少得分：[^\n]*halved \[", sentences)
    code, faults, _ = run("spec", "check", files.falling)
    assert code != 0
    assert re.search(r"JX550[^\n]*halved", faults)


def test_a_made_up_measure_is_a_formula_of_the_workbook(files: Files) -> None:
    result = scored(files)
    cells = live_form(result, form_of(result)).cells
    assert "indicators[0].actual" in cells
    assert "/100" in str(cells["indicators[0].score"])


def test_a_made_up_measure_without_columns_takes_the_scalar_core(files: Files, tmp_path: Path) -> None:
    """A batch in a process of its own, which has the measure from the start."""
    code = f"""
import sys; sys.path.insert(0, {str(ROOT)!r})
from tests.support import made_up_measure; made_up_measure.register()
import polars, jixiao.batch
table = {{"project": ["甲", "甲"], "level1": ["预算执行率", "产出指标"], "name": ["", "折半培训"],
    "target": ["100", "≥50人次"], "actual": ["100", "40人次"], "weight": [None, "90"]}}
rows = jixiao.batch.score_frame(polars.DataFrame(table), {files.spec!r}).rows
print(rows["score"].to_list()[1], rows["reason"].to_list()[1])
"""
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=False, timeout=120, env=env
    )
    assert done.stdout.strip() == f"72.00 {REASON}", done.stderr
