"""The test kit: its strategies make what they promise, and every law can fail."""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

import jixiao
from jixiao.cli.commands import app
from jixiao.curve import ScoreCurve
from jixiao.explain import Part, Reason
from jixiao.extras import install_command
from jixiao.findings import has_error
from jixiao.loading.package import package_specs
from jixiao.model.rules import Rule
from jixiao.model.spec import IndicatorSpec
from jixiao.result import Result
from jixiao.scoring import Scored, evaluator
from jixiao.scoring.evaluator import Section
from jixiao.scoring.plan import Plan
from jixiao.spec_tools.proof import prove
from jixiao.testing import (
    LAWS,
    Broken,
    BrokenLawError,
    as_yaml,
    boundary_projects,
    broken_projects,
    check_laws,
    curves,
    projects,
    scored,
    specs,
)
from jixiao.testing import laws as module
from jixiao.testing.curves import written_curves
from jixiao.testing.reference_evaluator import points_at
from jixiao.testing.trial import Data, Law, Scorer
from tests.support.rule_book import SPECS, in_samples

F = Fraction
SPEC = jixiao.load_spec("cn.mof-2021-101")
QUICK = settings(max_examples=40)


# What the strategies promise


@pytest.mark.slow
@given(spec=specs())
@settings(max_examples=10)
def test_random_specs_are_sound(spec: IndicatorSpec) -> None:
    check_sound(spec)


@pytest.mark.slow
@given(spec=specs())
@settings(max_examples=100)
def test_many_random_specs_are_sound(spec: IndicatorSpec) -> None:
    check_sound(spec)


def check_sound(spec: IndicatorSpec) -> None:
    assert not has_error(tuple(finding for finding in prove(spec).findings if finding.code not in ("JX555", "JX556")))
    assert len({rule.name for rule in spec.rules}) == len(spec.rules)


@pytest.mark.parametrize("kind", [projects, boundary_projects])
@pytest.mark.parametrize("spec", in_samples(SPECS))
def test_projects_have_a_total(spec: str, kind: Callable[[IndicatorSpec], st.SearchStrategy[Data]]) -> None:
    loaded = jixiao.load_spec(spec)

    @given(of=kind(loaded))
    @QUICK
    def check(of: Data) -> None:
        result = scored(of, loaded)
        assert result.total is not None
        errors = {finding.code for finding in result.findings if finding.severity == "error"}
        assert errors <= {"JX412"}  # what the spec itself refuses without a cause

    check()


@given(spec=specs(), data=st.data())
@QUICK
def test_projects_of_a_random_spec_have_a_total(spec: IndicatorSpec, data: st.DataObject) -> None:
    for kind in (projects, boundary_projects):
        assert scored(data.draw(kind(spec)), spec).total is not None


@given(of=broken_projects(SPEC))
@QUICK
def test_broken_projects_are_scored_without_an_exception(of: Data) -> None:
    result = scored(of, SPEC)
    assert result.total is not None or not result.ok


@given(curve=curves(), x=st.fractions(-3, 3))
def test_random_curves_run_one_way(curve: ScoreCurve, x: Fraction) -> None:
    assert curve.sense() != "mixed"
    assert curve.pieces[curve.index_at(x.numerator, x.denominator)]


@given(written=written_curves(), x=st.fractions(0, 3), weight=st.integers(1, 100))
def test_the_plain_reading_of_a_text_is_the_curve(written: dict[str, Any], x: Fraction, weight: int) -> None:
    rule = Rule.model_validate({"rule": "own", "measure": "relative_gap", "basis": "x", **written})
    counted = x if rule.counting is None else F(*rule.counting.of(x.numerator, x.denominator))
    assert points_at(rule, x, F(weight)) == max(F(0), min(F(weight), rule.curve.points(F(weight), counted)))


@pytest.mark.parametrize(
    ("written", "points"),
    [
        # by hand, of 10 points, at 0.5, 0.6, 0.8, 0.9, 1
        ({"bands": {"≥100%": "full", ">60%": "50%", "otherwise": "0"}}, [0, 0, 5, 5, 10]),
        ({"bands": {"≤60%": "full", "<90%": "50%", "otherwise": "0"}}, [10, 10, 5, 0, 0]),
        ({"bands": {"80%..90%": "full", "60%..100%": "50%", "otherwise": "0"}}, [0, 5, 10, 10, 5]),
        ({"bands": {"≥100%": "full", "≥60%": "0 → full", "otherwise": "0"}}, [0, 0, 5, F("7.5"), 10]),
        ({"bands": {"met": "full", "otherwise": "-1分"}}, [9, 9, 9, 9, 10]),
        ({"bands": {"≥60%": "full", "otherwise": "judged"}}, [None, 10, 10, 10, 10]),
        ({"line": {"60%": "0 | 60%", "100%": "full"}}, [0, 6, 8, 9, 10]),
        ({"line": {"50%": "full", "100%": "0"}}, [10, 8, 4, 2, 0]),
        ({"steps": {"each": "20%", "begun": True, "lose": "1分"}}, [7, 7, 6, 5, 5]),
        ({"steps": {"each": "20%", "begun": False, "lose": "10%", "most": "40%"}}, [8, 7, 6, 6, 6]),
        ({"steps": {"from": "90%", "each": "10% lower", "begun": True, "lose": "2分"}}, [2, 4, 8, 10, 10]),
        ({"line": {"0": "0", "100%": "full"}, "count": {"each": "25%", "nearest": True}}, [5, 5, F("7.5"), 10, 10]),
    ],
)
def test_the_plain_reading_by_hand(written: dict[str, Any], points: list[Any]) -> None:
    rule = Rule.model_validate({"rule": "own", "measure": "value", "basis": "x", **written})
    places = [F(1, 2), F(3, 5), F(4, 5), F(9, 10), F(1)]
    assert [points_at(rule, x, F(10)) for x in places] == points


# Every law can fail: each is held against a scorer, or a spec, with one thing wrong


def tampered(change: Callable[[Scored], None]) -> Scorer:
    def score(of: Data, spec: IndicatorSpec) -> Result:
        result = scored(of, spec)
        if result.scored is not None:
            change(result.scored)
        return result

    return score


def a_cent_too_much(found: Scored) -> None:
    for row in found.all_rows:
        if row.score is not None:
            row.score += F(1, 100)


def less_for_the_best(found: Scored) -> None:
    for row in found.all_rows:
        if row.outcome == "met":
            row.score = F(0)


def nothing_in_yuan(found: Scored) -> None:
    if found.execution is not None and found.execution.facts.indicator.uom == "元":
        found.execution.score = F(0)


def cut_off(found: Scored) -> None:
    for row in found.all_rows:
        if row.score is not None:
            row.score = F(row.points * 100 // 1, 100)


def nothing_for_the_first(found: Scored) -> None:
    if found.rows and found.rows[0].score:
        found.rows[0].score = F(0)


def missing_as_zero(found: Scored) -> None:
    for row in found.rows:
        if row.outcome == "no_data":
            row.score, row.outcome = F(0), "missed"


TAMPERED: dict[str, Callable[[Scored], None]] = {
    "bounded": a_cent_too_much,
    "better_never_costs": less_for_the_best,
    "units_do_not_matter": nothing_in_yuan,
    "parts_add_up": cut_off,
    "order_does_not_matter": nothing_for_the_first,
    "missing_is_not_zero": missing_as_zero,
}


def law(name: str) -> Law:
    return next(law for law in LAWS if law.name == name)


@pytest.mark.parametrize("name", TAMPERED)
def test_a_law_sees_a_broken_scorer(name: str) -> None:
    score = tampered(TAMPERED[name])
    (found,) = check_laws(SPEC, 100, laws=[law(name)], score=score)
    assert found.law.name == name
    assert all(found.messages.values())
    with pytest.raises(BrokenLawError):
        law(name)(SPEC, found.project, score)


def broken_by(name: str, examples: int = 100, spec: IndicatorSpec = SPEC) -> dict[str, str]:
    (found,) = check_laws(spec, examples, laws=[law(name)])
    return found.messages  # type: ignore[return-value]


def test_an_edge_on_the_wrong_side_breaks_the_third(monkeypatch: pytest.MonkeyPatch) -> None:
    def without_ends(curve: ScoreCurve) -> tuple[Section, ...]:
        return tuple((p, q, 1, piece, line) for p, q, _, piece, line in sections(curve))

    sections = evaluator._sections
    monkeypatch.setattr(evaluator, "_sections", without_ends)
    fresh = SPEC.model_copy()  # without the plan of other tests
    assert "execution_by_band, 1 10 7" in broken_by("stated_value_holds", 300, fresh)["en"]


def test_a_wrong_rounding_breaks_the_fifth(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Plan, "rounded", lambda _, num, den, weight: min(weight, F(num * 100 // den, 100)))
    assert "not rounded half up" in broken_by("parts_add_up")["en"]


def test_a_wrong_grade_breaks_the_fifth(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Plan, "grade", lambda *_: "优")
    assert "the grade does not follow the total" in broken_by("parts_add_up")["en"]


def with_rules(**changes: dict[str, Any]) -> IndicatorSpec:
    data = SPEC.model_dump(by_alias=True, mode="json", exclude_none=True)
    rules = [{**rule, **changes.get(rule["rule"], {})} for rule in data["rules"]]
    return IndicatorSpec.model_validate({**data, "id": "test.broken", "rules": rules})


@pytest.mark.slow
@pytest.mark.parametrize(
    "changes",
    [
        {"more_is_better": {"line": {"60%": "full", "100%": "0"}}},
        {"more_is_better": {"line": {"60%": "0", "100%": "full", "150%": "50%"}}},
        {"less_is_better": {"line": {"60%": "full", "100%": "0"}}},
        {"satisfaction": {"bands": {"≥90%": "8/10", "≥80%": "full", "otherwise": "0"}}},
        {"within_range": {"line": {"0": "0", "100%": "full"}}},
        {"execution_by_band": {"bands": {"≥100%": "full", "≥80%": "5/10", "≥60%": "7/10", "otherwise": "0"}}},
        {"on_time": {"bands": {"≤0": "50%", "otherwise": "full"}}},
    ],
)
def test_a_curve_that_runs_the_wrong_way_breaks_the_second(changes: dict[str, dict[str, Any]]) -> None:
    assert "costs points" in broken_by("better_never_costs", 350, with_rules(**changes))["en"]


# The kinds that only the whole path shows, in specs made up here

LAW_10 = jixiao.load_spec("cn.mof-2020-10").model_dump(by_alias=True, mode="json", exclude_none=True)
MORE = ["≥", ">", "="]
FALLING = {"line": {"0": "full", "100%": "0"}}


def made(**sections: Any) -> IndicatorSpec:
    return IndicatorSpec.model_validate({**LAW_10, "id": "test.made", **sections})


def capped(when: dict[str, Any], measure: str, **curve: Any) -> IndicatorSpec:
    return made(caps=[{"cap": "own", "for": when, "measure": measure, "basis": "m10", **curve}])


def less_by(measure: str, **curve: Any) -> IndicatorSpec:
    """Law 10 with another measure where less is better."""
    own = {"measure": measure, "line": None, **curve}
    return made(rules=[{**rule, **own} if rule["rule"] == "less_is_better" else rule for rule in LAW_10["rules"]])


def before(when: dict[str, Any], measure: str, **curve: Any) -> IndicatorSpec:
    """Law 10 with a rule of its own before all others."""
    return made(rules=[{"rule": "own", "for": when, "measure": measure, "basis": "m10", **curve}, *LAW_10["rules"]])


def graded(**edges: str) -> IndicatorSpec:
    return made(grades={**edges, "basis": "m10"})


BELOW_ITS_TARGET = {
    "a value, in percent": capped({"comparison": MORE, "target": "percent"}, "value", bands={"≤60%": "full", "otherwise": "0"}),
    "a value, in two steps": capped({"comparison": "≥", "target": "percent"}, "value", bands={"≤40%": "full", "≤70%": "60%", "otherwise": "10%"}),
    "a value, in one class": capped({"class": "benefit", "comparison": "≥", "target": "number"}, "value", bands={"≤50": "full", "otherwise": "-5分"}),
    "a value, of which less is better": capped({"comparison": ["≤", "<"], "target": "number"}, "value", bands={"≥30": "full", "otherwise": "0"}),
    "attainment": capped({"comparison": MORE, "target": "number"}, "attainment", bands={"≤90%": "full", "otherwise": "50%"}),
    "a line": capped({"comparison": MORE, "target": "number"}, "attainment", line={"50%": "full", "100%": "0"}),
    "the mirror": capped({"comparison": "≥", "target": "number"}, "inverse_attainment", bands={"≥120%": "full", "otherwise": "0"}),
    "the gap": capped({"comparison": MORE, "target": "number"}, "relative_gap", bands={"≤10%": "50%", "otherwise": "full"}),
    "no direction": capped({"comparison": MORE, "target": "number"}, "attainment", bands={"≥60%": "full", "otherwise": "0"}),
}  # fmt: skip
ON_BOTH_SIDES = {
    "gap": less_by("gap", steps={"each": "1", "begun": True, "lose": "1分"}),
    "relative_gap": less_by("relative_gap", **FALLING),
    "bands": less_by("relative_gap", bands={"≤20%": "full", "otherwise": "0"}),
    "met": less_by("met", bands={"met": "full", "otherwise": "0"}),
    "its own rule": before({"comparison": "=", "target": "percent"}, "relative_gap", **FALLING),
}
FALLING_GRADES = {
    "two": graded(优="80", 良="90", 中="60", 差="0"),
    "all": graded(优="0", 良="60", 中="80", 差="90"),
    "without words of quality": graded(甲="80", 乙="90", 丙="0"),
}
KINDS = {
    f"{kind}: {name}": (law_, spec)
    for kind, law_, found in (
        ("cap", "better_never_costs", BELOW_ITS_TARGET),
        ("反向", "better_never_costs", ON_BOTH_SIDES),
        ("grades", "parts_add_up", FALLING_GRADES),
    )
    for name, spec in found.items()
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_the_laws_alone_find_what_the_whole_path_shows(kind: str) -> None:
    name, spec = KINDS[kind]
    # Which projects come first depends on the literals of all modules that are loaded, so that some need more.
    tries = (check_laws(spec, examples, laws=[law(name)]) for examples in (150, 600, 2000))
    (found,) = next(broken for broken in tries if broken)
    with pytest.raises(BrokenLawError):
        law(name)(spec, found.project)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1])
@pytest.mark.parametrize("kind", KINDS)
def test_the_laws_find_it_whatever_is_drawn(kind: str, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    name, spec = KINDS[kind]
    monkeypatch.setattr("jixiao.testing.running.SEED", seed)
    assert len(check_laws(spec, 2000, laws=[law(name)])) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_spec_check_refuses_what_the_laws_find(kind: str) -> None:
    _, spec = KINDS[kind]
    assert has_error(prove(spec).findings)


SOUND_CAPS = {
    "over-fulfilment": ({"comparison": MORE, "direction": "正向", "target": "number"}, "attainment", {"≤130%": "full", "otherwise": "80%"}),
    "over-fulfilment of less": ({"comparison": ["≤", "<"], "target": "number"}, "attainment", {"≥50%": "full", "otherwise": "80%"}),
    "a pass line": ({"comparison": MORE, "direction": "正向", "target": "number"}, "attainment", {"≥60%": "full", "otherwise": "0"}),
    "a pass line by value": ({"comparison": "≥", "target": "percent"}, "value", {"≥60%": "full", "otherwise": "0"}),
    "far off on both sides": ({"comparison": MORE, "target": "number"}, "deviation", {"≤30%": "full", "otherwise": "60%"}),
}  # fmt: skip


@pytest.mark.parametrize("name", SOUND_CAPS)
def test_sound_caps_keep_the_laws_and_are_not_refused(name: str) -> None:
    when, measure, table = SOUND_CAPS[name]
    spec = capped(when, measure, bands=table)
    assert not has_error(prove(spec).findings)
    assert check_laws(spec, 100, laws=[law("better_never_costs")]) == []


def test_grades_out_of_order_break_the_fifth() -> None:
    spec = with_rules()
    assert spec.grades is not None
    spec.grades.__dict__["scale"] = type(spec.grades.scale)(tuple(reversed(spec.grades.scale.edges)))
    (found,) = check_laws(spec, 20, laws=[law("parts_add_up")])
    assert "the grades do not cover every total once" in found.messages["en"]


def test_a_spec_that_does_not_come_back_breaks_the_sixth() -> None:
    spec = with_rules(more_is_better={"line": {"0": "0", "100%": "full"}})
    spec.rules[-1].__dict__["curve"] = spec.rules[0].curve
    (found,) = check_laws(spec, 20, laws=[law("round_trip")])
    assert "another spec" in found.messages["en"]


@pytest.mark.parametrize(
    "reason",
    [
        lambda row: None,
        lambda row: Reason("x", (Part("nothing", {"score": "0", "lost": "1"}),)),
    ],
)
def test_a_wrong_reason_breaks_the_tenth(monkeypatch: pytest.MonkeyPatch, reason: Callable[..., Any]) -> None:
    monkeypatch.setattr(module, "reason_of", reason)
    (found,) = check_laws(SPEC, 50, laws=[law("reasons_account")])
    assert "reason" in found.messages["en"]


def test_an_exception_is_a_broken_law() -> None:
    def score(of: Data, spec: IndicatorSpec) -> Result:
        raise ZeroDivisionError

    (found,) = check_laws(SPEC, 5, laws=LAWS[:1], score=score)
    assert "ZeroDivisionError" in found.messages["en"]


# Running and saving


def test_a_run_comes_back_and_counts_its_steps() -> None:
    spec = with_rules(more_is_better={"line": {"60%": "full", "100%": "0"}})
    steps: list[int] = []
    own = [law("better_never_costs")]
    first, second = (check_laws(spec, 60, laws=own, step=lambda: steps.append(1)) for _ in range(2))
    assert first == second
    assert len(steps) == 120
    (found,) = first
    assert len(found.project["indicators"]) == 2, "the smallest has two rows"


def test_the_command_saves_a_project_that_shows_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (package_specs() / "cn/mof-2020-10.yaml").read_text("utf-8")
    monkeypatch.chdir(tmp_path)
    Path("own.yaml").write_text(text.replace("100%: full}", "100%: full, 150%: 50%}"), "utf-8")
    result = CliRunner().invoke(app, ["spec", "test", "--laws", "own.yaml", "--examples", "100", "-o", "found"])
    assert result.exit_code == 1
    assert result.stdout.startswith(
        "cn.mof-2020-10@2  9 条通则，100 个项目，1 条不成立\n  第 2 条 做得更好不会少得分\n"
    )
    saved = Path("found/cn.mof-2020-10-law-2.yaml")
    assert f"最小的例子：{saved}" in result.stdout
    assert saved.read_text("utf-8").startswith("# 做得更好不会少得分\n# 做得更好反而少得分：")
    result = CliRunner().invoke(app, ["score", str(saved), "--format", "json"])
    (one,) = json.loads(result.stdout)
    assert one["spec"]["id"] == "cn.mof-2020-10"
    assert len({row["score"] for row in one["indicators"]}) == 2


@pytest.mark.slow
def test_the_command_says_that_laws_hold() -> None:
    result = CliRunner().invoke(app, ["spec", "test", "--laws", "cn.mof-2020-10", "--examples", "20", "--lang", "en"])
    assert (result.exit_code, result.output) == (0, "cn.mof-2020-10@2  9 laws hold, 20 projects\n")
    result = CliRunner().invoke(
        app, ["spec", "test", "--laws", "cn.mof-2020-10", "--examples", "5", "--format", "json"]
    )
    assert json.loads(result.output) == [{"id": "cn.mof-2020-10", "version": "2", "examples": 5, "broken": []}]
    assert CliRunner().invoke(app, ["spec", "test", "--laws", "cn.none"]).exit_code == 2


def test_without_hypothesis_the_command_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "hypothesis", None)
    result = CliRunner().invoke(app, ["spec", "test", "--laws"])
    assert result.exit_code == 2
    assert install_command("testing") in result.output


@given(of=projects(SPEC))
@QUICK
def test_a_saved_project_reads_back(of: Data) -> None:
    project = jixiao.parse_project(as_yaml(Broken(LAWS[0], {"zh": "甲", "en": "a"}, of), SPEC.id))
    assert project.findings == ()
    assert jixiao.score(project).total == scored(of, SPEC).total
