"""Boundary cases: where a spec's answer turns, what a case file lacks of it, and stubs that would fill the gaps."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import jixiao
from jixiao.cli.commands import app
from jixiao.loading.package import package_specs
from jixiao.model.rules import Remark, Rule
from jixiao.model.spec import IndicatorSpec
from jixiao.spec_tools.cases.boundaries import edges_of
from jixiao.spec_tools.cases.loading import CaseFile, load_cases
from jixiao.spec_tools.cases.missing import append_stubs, missing_cases, stubs_of
from jixiao.spec_tools.cases.running import run_cases
from tests.support.rule_book import SPECS

F = Fraction


def bare(spec: IndicatorSpec) -> CaseFile:
    return CaseFile(Path("none"), spec, (), ())


def filled(folder: Path, spec: str) -> Path:
    """A case file made of all stubs of a spec."""
    loaded = jixiao.load_spec(spec)
    text = append_stubs(None, loaded, stubs_of(missing_cases(bare(loaded))))
    assert text is not None
    file = folder / "made.cases.yaml"
    file.write_text(text, "utf-8")
    return file


@pytest.mark.parametrize("spec", SPECS)
def test_stubs_reach_every_boundary_of_a_shipped_spec(tmp_path: Path, spec: str) -> None:
    file = load_cases(filled(tmp_path, spec))
    assert file.findings == ()
    assert missing_cases(file) == []
    assert {ran.status for ran in run_cases(file)} == {"blank"}


def rule_of(**curve: Any) -> Rule:
    return Rule.model_validate({"rule": "own", "basis": "x", "measure": "attainment", **curve})


STEP = {"each": "5%", "begun": True, "lose": "1分"}


@pytest.mark.parametrize(
    ("curve", "edges"),
    [
        ({"line": {"60%": "0 | 60%", "100%": "full"}}, ["3/5 below", "1 below"]),
        ({"bands": {"≥90%": "full", ">60%": "50%", "otherwise": "0"}}, ["3/5 above", "9/10 below"]),
        ({"bands": {"≤10%": "full", "<15%": "60%", "otherwise": "0"}}, ["1/10 above", "3/20 below"]),
        ({"bands": {"-10%..10%": "full", "otherwise": "0"}}, ["-1/10 below", "1/10 above"]),
        ({"measure": "met", "bands": {"met": "full", "otherwise": "0"}}, ["1 below"]),
        # each begun step costs from its first moment on: 0, 5 % and the tenth, which takes the last of 10 points
        ({"steps": STEP}, ["0 above", "1/20 above", "1/2 above"]),
        ({"steps": {**STEP, "begun": False}}, ["1/20 below", "1/2 below"]),
        ({"steps": {**STEP, "most": "3分"}}, ["0 above", "1/20 above", "3/20 above"]),
        ({"steps": {**STEP, "from": "90%", "each": "5% lower", "most": "3分"}}, ["9/10 below", "17/20 below", "3/4 below"]),
        ({"steps": {**STEP, "from": "90%", "each": "5% lower", "most": "3分", "begun": False}}, ["17/20 above", "3/4 above"]),
        ({"steps": {**STEP, "lose": "30%"}}, ["0 above", "1/20 above", "1/5 above"]),
        # rounded to whole percents, 99.5 % counts as 100 %
        ({"line": {"0": "0", "100%": "full"}, "count": {"each": "1%", "nearest": True}}, ["-1/200 below", "199/200 below"]),
    ],
)  # fmt: skip
def test_where_a_curve_turns(curve: dict[str, Any], edges: list[str]) -> None:
    assert [f"{edge.x} {edge.beside}" for edge in edges_of(rule_of(**curve))] == edges


def test_where_a_remark_turns() -> None:
    remark = Remark.model_validate({"remark": "x", "measure": "execution", "outside": "<90%", "basis": "x"})
    assert [(edge.x, edge.beside) for edge in edges_of(remark)] == [(F(9, 10), "below")]


ROW = "row: {{level1: 满意度指标, target: {target}, actual: {actual}, weight: 10}}"


@pytest.mark.parametrize(
    ("actuals", "lacking"),
    [
        ([], ["at 60%", "below 60%", "at 80%", "below 80%", "at 90%", "below 90%"]),
        (["90%"], ["at 60%", "below 60%", "at 80%", "below 80%", "below 90%"]),
        (["89.99%", "80%"], ["at 60%", "below 60%", "below 80%", "at 90%"]),
        (["85%"], ["at 60%", "below 60%", "at 80%", "below 80%", "at 90%", "below 90%"]),
        (["90%", "89%", "80%", "79.5%", "60%", "59.9%"], []),
        (["90.01%", "88.9%"], ["at 60%", "below 60%", "at 80%", "below 80%", "at 90%", "below 90%"]),
    ],
)
def test_covered_is_what_a_row_really_measures(tmp_path: Path, actuals: list[str], lacking: list[str]) -> None:
    """The bands of satisfaction in law 101: ≥90 %, ≥80 %, ≥60 %, of the value itself."""
    file = tmp_path / "a.cases.yaml"
    rows = "".join(f"- {{case: '{actual}', {ROW.format(target='≥95%', actual=actual)}}}\n" for actual in actuals)
    file.write_text(f"cases_of: cn.mof-2021-101@2\ncases:\n{rows or '- {case: x, execution: {}}'}", "utf-8")
    found = [
        f"{lack.boundary.kind} {lack.boundary.at}"
        for lack in missing_cases(load_cases(file))
        if lack.boundary.of == "satisfaction"
    ]
    assert [text for text in found if text[:2] in ("at", "be")] == lacking


def test_the_rows_of_a_project_count(tmp_path: Path) -> None:
    project = (
        "name: 例, year: 2023, funds: {total: {budget: 1, spent: 1}}, indicators: "
        "[{level1: 满意度指标, name: 甲, target: ≥95%, actual: 90%, weight: 90}]"
    )
    file = tmp_path / "a.cases.yaml"
    file.write_text(f"cases_of: cn.mof-2021-101@2\ncases: [{{case: 整, project: {{{project}}}}}]", "utf-8")
    lacks = [lack for lack in missing_cases(load_cases(file)) if lack.boundary.of == "satisfaction"]
    assert ("at", "90%") not in [(lack.boundary.kind, lack.boundary.at) for lack in lacks]


SATISFACTION = {"class": "satisfaction", "comparison": "≥", "target": "percent"}
MORE = [
    {"rule": "late", "for": {"target": "date"}, "measure": "months_late", "steps": {"each": "1", "begun": True, "lose": "2分"}, "basis": "m10"},
    {"rule": "survey", "for": SATISFACTION, "measure": "value", "steps": {"from": "90%", "each": "5% lower", "begun": True, "lose": "1分"}, "basis": "m10"},
    {"rule": "rank", "for": {"target": "rank", "comparison": "≤"}, "measure": "value", "bands": {"≤3": "full", "≤10": "50%", "otherwise": "0"}, "basis": "m10"},
    {"rule": "faults", "for": {"target": "zero", "comparison": "≤"}, "measure": "gap", "steps": {"each": "1", "begun": False, "lose": "1分", "most": "6分"}, "basis": "m10"},
    {"rule": "cost", "for": {"class": "cost", "target": "money"}, "measure": "deviation", "bands": {"≤10%": "full", "≤15%": "3/5", "≤20%": "1/5", "otherwise": "0"}, "basis": "m10"},
    {"rule": "school", "for": {"name_has": "学校"}, "measure": "attainment", "line": {"1/3": "0", "2/3": "full"}, "basis": "m10"},
    {"rule": "by_name", "measure": "relative_gap", "steps": {"each": "3%", "begun": False, "lose": "1分"}, "basis": "m10"},
]  # fmt: skip
CAPS = [{"cap": "over", "measure": "attainment", "bands": {"≤130%": "full", "otherwise": "90%"}, "basis": "m10"}]
MARKS = [{"mark": "void", "label": "无佐证", "lose": "60%", "basis": "m10"}]


def test_stubs_reach_rules_of_every_shape() -> None:
    base = jixiao.load_spec("cn.mof-2020-10").model_dump(by_alias=True, mode="json", exclude_none=True)
    spec = IndicatorSpec.model_validate(
        {**base, "id": "test.shapes", "rules": [*MORE, *base["rules"]], "caps": CAPS, "marks": MARKS}
    )
    lacks = missing_cases(bare(spec))
    assert [lack for lack in lacks if lack.case is None] == []
    assert {lack.boundary.of for lack in lacks} >= {
        "late",
        "survey",
        "rank",
        "faults",
        "cost",
        "school",
        "by_name",
        "over",
        "void",
    }
    assert ("rank", "above", "3") in [(lack.boundary.of, lack.boundary.kind, lack.boundary.at) for lack in lacks]


def test_writing_keeps_what_is_there_and_says_when_it_cannot(tmp_path: Path) -> None:
    spec = package_specs() / "cn/mof-2020-10.yaml"
    (tmp_path / "a.yaml").write_text(spec.read_text("utf-8"), "utf-8")
    cases = tmp_path / "a.cases.yaml"
    start = "cases_of: cn.mof-2020-10@2   # 说明\ncases:\n- case: 甲\n  row: {level1: 产出指标, target: ≥100, actual: 100, weight: 10}\n"
    cases.write_text(start, "utf-8")
    result = CliRunner().invoke(app, ["spec", "test", "--boundaries", "--write", str(tmp_path / "a.yaml")])
    assert result.exit_code == 1
    assert "more_is_better：正好 100%" not in result.output
    assert cases.read_text("utf-8").startswith(start)
    assert (
        CliRunner().invoke(app, ["spec", "test", "--boundaries", str(cases)]).output
        == "cn.mof-2020-10@2  边界案例齐全\n"
    )
    assert CliRunner().invoke(app, ["spec", "test", str(cases)]).exit_code == 1
    cases.write_text("cases: [{case: 甲, row: {}}]\ncases_of: cn.mof-2020-10@2\n", "utf-8")
    before = cases.read_text("utf-8")
    result = CliRunner().invoke(app, ["spec", "test", "--boundaries", "--write", str(cases)])
    assert (result.exit_code, cases.read_text("utf-8")) == (2, before)
    other = tmp_path / "b.cases.yaml"
    result = CliRunner().invoke(app, ["spec", "test", "--boundaries", str(cases), "-o", str(other), "--lang", "en"])
    assert "cases to be filled in were written to" in result.output
    assert {ran.status for ran in run_cases(load_cases(other))} == {"blank"}


def test_the_command_lists_what_is_lacking(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text((package_specs() / "cn/mof-2020-10.yaml").read_text("utf-8"), "utf-8")
    result = CliRunner().invoke(app, ["spec", "test", "--boundaries", str(tmp_path / "a.yaml"), "--format", "json"])
    assert result.exit_code == 1
    (found,) = json.loads(result.output)
    names = [row["name"] for row in found["lacking"]]
    assert names[:2] == ["execution：正好 0%", "execution：正好 100%"]
    assert "档次 达成年度指标 < 0.8" in " ".join(names)
    assert "等级 良：总分 < 90.00" in names
    assert not (tmp_path / "a.cases.yaml").exists()
    assert CliRunner().invoke(app, ["spec", "test", "--boundaries", "-o", str(tmp_path / "x")]).exit_code == 2
    assert CliRunner().invoke(app, ["spec", "test", "--boundaries", "cn.none"]).exit_code == 2
