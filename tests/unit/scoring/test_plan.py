"""A spec made ready: which sign, rule and caps a row gets; rules as integers; totals alone; what is remembered."""

from __future__ import annotations

import copy
import pickle
from fractions import Fraction
from typing import Any

import pytest

import jixiao
from jixiao.curve import Count, bands, line, stepwise
from jixiao.model.facts import Problem, RowFacts, facts_of, read_row
from jixiao.model.spec import IndicatorSpec
from jixiao.quantity import Number
from jixiao.scoring import Scored
from jixiao.scoring.plan import Choice, Plan, plan_of
from jixiao.scoring.rows import NO_TRACE, score_row
from jixiao.scoring.totals import Totals, totals_of
from tests.support.evaluation import evaluated_at

F = Fraction
HUNDREDTH = F(1, 100)
ROW = {"level1": "产出指标", "name": "甲", "target": "≥10", "actual": "5", "weight": "10"}


def spec(of: str = "cn.mof-2020-10", **changes: Any) -> IndicatorSpec:
    data = jixiao.load_spec(of).model_dump(by_alias=True, mode="json", exclude_none=True)
    return IndicatorSpec.model_validate({**data, "id": "test.plan", **changes})


LAW_10 = spec()
RULES = LAW_10.model_dump(by_alias=True, mode="json", exclude_none=True)["rules"]


def ruled(*own: dict[str, Any], **changes: Any) -> IndicatorSpec:
    """Law 10 with rules of its own before the others."""
    return spec(rules=[*({"basis": "m10", **rule} for rule in own), *RULES], **changes)


def facts(**row: Any) -> RowFacts:
    whole = {key: value for key, value in {**ROW, **row}.items() if value is not None}
    return read_row(0, jixiao.Indicator.model_validate(whole), 2024)


def choice(of: IndicatorSpec = LAW_10, finished: bool | None = None, **row: Any) -> Choice:
    return Plan(of).choose(facts(**row), finished)


def project(*indicators: dict[str, Any], **more: Any) -> jixiao.Project:
    funds = {"total": {"budget": "100", "spent": "90"}}
    return jixiao.load_project({"name": "例", "year": 2024, "funds": funds, "indicators": list(indicators), **more})


def scored(of: IndicatorSpec, *indicators: dict[str, Any], **more: Any) -> Scored:
    found = jixiao.score(project(*indicators, **more), of).scored
    assert found is not None
    return found


# ---- the sign of a row


@pytest.mark.parametrize(
    ("row", "comparison", "unstated"),
    [
        ({"target": "≥10"}, "≥", False),
        ({"target": "10", "comparison": "≤"}, "≤", False),
        ({"target": "10", "direction": "正向"}, "≥", False),
        ({"target": "10", "direction": "反向"}, "≤", False),
        ({"target": "10", "comparison": "定性"}, "定性", False),
        ({"target": "好转", "actual": "好转"}, "定性", False),
        # nothing is stated: by the spec's defaults, of which only a number's is an assumption to be told of
        ({"target": "10"}, "≥", True),
        ({"target": "10万元", "actual": "9万元"}, "≥", True),
        ({"target": "10万元", "actual": "9万元", "level1": "成本指标"}, "≤", True),
        ({"target": "10万元", "actual": "9万元", "level2": "经济成本指标"}, "≤", True),
        ({"target": "10", "level1": "成本指标"}, "≥", True),
        ({"target": "8-10", "actual": "9"}, "=", False),
        ({"target": "8-10", "actual": "9", "direction": "反向"}, "=", False),
    ],
)
def test_the_sign_of_a_row(row: dict[str, Any], comparison: str, unstated: bool) -> None:
    found = choice(**row)
    assert (found.comparison, found.is_assumed) == (comparison, unstated)


def signs(*cases: dict[str, Any]) -> dict[str, Any]:
    return {"comparison_if_unstated": {"basis": "m10", "cases": list(cases)}}


def test_a_sign_by_whether_the_project_is_finished() -> None:
    of = spec(**signs({"target": "number", "finished": True, "is": "≤"}, {"target": "number", "finished": False, "is": "≥"}))  # fmt: skip
    assert [choice(of, done, target="10").comparison for done in (True, False, None)] == ["≤", "≥", ""]
    assert not choice(of, None, target="10").is_assumed, "no default was taken"


def test_a_default_of_a_sign_cannot_ask_for_one() -> None:
    of = spec(**signs({"target": "number", "comparison": "≥", "is": "≤"}, {"target": "number", "is": "="}))
    assert choice(of, target="10").comparison == "="


@pytest.mark.parametrize(
    ("row", "usual"),
    [
        ({"target": "≥10万元", "actual": "9万元", "level1": "成本指标"}, "≤"),
        ({"target": "≥10万元", "actual": "9万元", "level2": "成本指标"}, "≤"),
        ({"target": "≥10", "level1": "成本指标"}, None),
        ({"target": "≥10万元", "actual": "9万元"}, None),
        ({"target": "≥10"}, None),
    ],
)
def test_the_usual_sign_is_one_of_a_class_or_level(row: dict[str, Any], usual: str | None) -> None:
    """Money of a cost class is usually ≤, whatever sign stands there; a default for any number says nothing."""
    assert choice(**row).usual_sign == usual


def test_a_bare_target_without_an_actual_takes_the_unit_of_its_column() -> None:
    target = facts(target="≥10", actual=None, uom="万人").target
    assert isinstance(target, Number)
    assert (target.value, target.sign) == (100_000, "≥")


# ---- the rule of a row, its caps and remarks


def test_the_first_rule_that_fits() -> None:
    own = [
        {"rule": "hotline", "for": {"name_has": ["热线"]}, "measure": "met", "bands": {"met": "full", "otherwise": "0"}},
        {"rule": "less", "for": {"direction": "反向"}, "measure": "met", "bands": {"met": "full", "otherwise": "0"}},
        {"rule": "money", "for": {"level2": "数量指标", "target": "money"}, "measure": "met", "bands": {"met": "full", "otherwise": "0"}},
        {"rule": "early", "for": {"class": "benefit", "finished": False}, "measure": "met", "bands": {"met": "full", "otherwise": "0"}},
    ]  # fmt: skip
    of = ruled(*own)

    def chosen(finished: bool | None = None, **row: Any) -> tuple[str, str]:
        found = choice(of, finished, **row)
        assert found.rule is not None
        return found.rule.name, found.selected_by

    usual = choice(LAW_10).rule
    assert usual is not None
    assert chosen() == (usual.name, "fits")
    assert chosen(name="12345热线") == ("hotline", "name")
    assert chosen(target="≤10", direction="反向") == ("less", "fits")
    assert chosen(target="≥10", direction="正向") == (usual.name, "fits")
    assert chosen(target="≥10万元", actual="5万元", level2="数量指标") == ("money", "fits")
    assert chosen(target="≥10万元", actual="5万元")[0] == usual.name
    assert chosen(level1="效益指标", finished=False) == ("early", "fits")
    assert chosen(level1="效益指标", finished=True)[0] == usual.name
    assert chosen(level1="效益指标", finished=None)[0] == usual.name
    assert chosen(rule="money") == ("money", "named")


def test_a_row_without_a_rule_or_a_class_is_not_sound() -> None:
    none = choice(spec(rules=[rule for rule in RULES if rule["rule"] == "execution"]))
    assert (none.rule, none.selected_by, none.problem, none.evaluator) == (None, "", None, None)
    nowhere = choice(level1="过程指标")
    assert (nowhere.class_, nowhere.by_curve_alone) == (None, False)
    assert nowhere.problem == Problem("JX324", "level1", (("level1", "过程指标"),))
    funds = choice(level1="预算执行率")
    assert (funds.class_, funds.by_curve_alone) == ("execution", False)
    assert funds.problem == Problem("JX325", "level1", (("level1", "预算执行率"),))
    assert (choice().class_, choice().by_curve_alone, choice().problem) == ("output", True, None)


def test_caps_and_remarks_go_by_the_same_conditions() -> None:
    cap = {"cap": "over", "basis": "m10", "measure": "attainment", "bands": {"≤130%": "full", "otherwise": "90%"}}
    caps = [
        {**cap, "cap": "all"},
        {**cap, "cap": "less", "for": {"comparison": ["≤", "<"]}},
        {**cap, "cap": "benefit", "for": {"class": "benefit"}},
        {**cap, "cap": "done", "for": [{"finished": True}, {"level2": "质量指标"}]},
    ]
    of = spec(caps=caps, remarks=[{"remark": cap["cap"], "basis": "m10", "measure": "attainment", "outside": ">130%", **({"for": cap["for"]} if "for" in cap else {})} for cap in caps])  # fmt: skip

    def names(finished: bool | None = None, **row: Any) -> list[str]:
        found = choice(of, finished, **row)
        assert [remark.name for remark in found.remarks] == [cap.name for cap in found.caps]
        assert not found.by_curve_alone
        assert [limit.owner for limit in found.limits] == list(found.caps)
        return [cap.name for cap in found.caps]

    assert names() == ["all"]
    assert names(target="≤10") == ["all", "less"]
    assert names(target="<10") == ["all", "less"]
    assert names(level1="效益指标") == ["all", "benefit"]
    assert names(finished=True) == ["all", "done"]
    assert names(level2="质量指标") == ["all", "done"]


# ---- points as integers


def test_a_measure_without_end_keeps_a_level_height_and_loses_all_of_a_slope() -> None:
    """+∞: an actual of zero where less is better. It is beyond every edge."""
    level = evaluated_at(line({"0": "0", "100%": "full"}), None, (1, 0), F(10))
    assert (level.n, level.d, level.x, level.y, level.piece, F(level.num, level.den)) == (1, 0, 1, 0, 2, 10)
    half = evaluated_at(bands({"≤1": "full", "otherwise": "50%"}), None, (1, 0), F(15))
    assert (half.piece, F(half.num, half.den)) == (1, F(15, 2))
    steps = evaluated_at(stepwise("1分"), Count(F(5), "begun"), (1, 0), F(10))
    assert (steps.n, steps.d, steps.x, steps.y, steps.piece) == (1, 0, 1, 0, 1)
    assert F(steps.num, steps.den) < 0, "clamped to nothing later"


def test_a_measure_put_through_count_and_curve() -> None:
    """17 % off, each begun 5 % loses 2 points of 22.5: four steps, 14.5 are left."""
    found = evaluated_at(stepwise("2分"), Count(F(1, 20), "begun"), (17, 100), F("22.5"))
    assert found[:5] == (17, 100, 4, 1, 1)
    assert F(found.num, found.den) == F("14.5")


RATIO = {"measure": "attainment", "line": {"0": "0", "100%": "full"}}
FLOOR = {"measure": "attainment", "line": {"60%": "0", "100%": "full"}}
SHORT = {"measure": "gap", "steps": {"each": "2", "begun": True, "lose": "1.5分"}}
LOSES = {"measure": "relative_gap", "line": {"0": "full", "10%": "-3分"}}
NEAREST = {"measure": "attainment", "line": {"0": "0", "100%": "full"}, "count": {"each": "10%", "nearest": True}}
MIRROR = {"measure": "inverse_attainment", "line": {"0": "0", "100%": "full"}}
EDGES = {"measure": "attainment", "bands": {">80%": "full", ">50%": "1/2", "otherwise": "0"}}


@pytest.mark.parametrize(
    ("written", "actual", "weight", "step", "score"),
    [
        # half of 10 points is 5; of 22.5, 11.25; in tenths, 11.25 is rounded half up
        (RATIO, "5", "10", "0.01", "5"), (RATIO, "5", "22.5", "0.01", "11.25"), (RATIO, "5", "22.5", "0.1", "11.3"),
        (RATIO, "5", "9", "1", "5"), (RATIO, "10", "22.5", "0.01", "22.5"), (RATIO, "30", "22.5", "0.01", "22.5"),
        (RATIO, "0", "10", "0.01", "0"), (RATIO, "-1", "10", "0.01", "0"), (RATIO, "1", "1", "0.01", "0.1"),
        # in steps of 0.5: half of 10.5 is 5.25, which rounds to 5.5; 4 parts of ten are 4.2
        (RATIO, "10", "10.5", "0.5", "10.5"), (RATIO, "5", "10.5", "0.5", "5.5"), (RATIO, "4", "10.5", "0.5", "4"),
        # one cent is earned; less than half a cent rounds to nothing, and less than half a cent short to all
        (RATIO, "0.01", "10", "0.01", "0.01"), (RATIO, "0.004", "10", "0.01", "0"), (RATIO, "9.996", "10", "0.01", "10"),
        (RATIO, "9.994", "10", "0.01", "9.99"),
        # a weight that is no multiple of the step, and one that the step does not divide
        (RATIO, "5", "22.555", "0.01", "11.28"), (RATIO, "5", "22.5", "1", "11"), (RATIO, "9.9", "10.2", "0.5", "10"),
        # from 60 % on: 80 % is half way
        (FLOOR, "8", "10", "0.01", "5"), (FLOOR, "6", "10", "0.01", "0"), (FLOOR, "5.9", "10", "0.01", "0"),
        # points off: 3 short are two begun steps of 2, 3 points off; 1 short is 1.5 off
        (SHORT, "7", "10", "0.01", "7"), (SHORT, "9", "10", "0.01", "8.5"), (SHORT, "10", "10", "0.01", "10"),
        (SHORT, "-10", "10", "0.01", "0"), (SHORT, "7", "7.5", "0.01", "4.5"),
        # 5 % short is half way to 3 points off
        (LOSES, "9.5", "10", "0.01", "8.5"), (LOSES, "9.5", "7.5", "0.01", "6"), (LOSES, "8", "10", "0.01", "7"),
        (LOSES, "8", "3", "0.01", "0"),
        # 54 % is nearest to 50 %, 56 % to 60 %
        (NEAREST, "5.4", "10", "0.01", "5"), (NEAREST, "5.6", "10", "0.01", "6"),
        # an edge that is not held belongs to the band below it
        (EDGES, "8", "10", "0.01", "5"), (EDGES, "8.01", "10", "0.01", "10"), (EDGES, "5", "10", "0.01", "0"),
        # an actual of nothing is beyond every edge
        (MIRROR, "20", "10", "0.01", "5"), (MIRROR, "0", "10", "0.01", "10"),
        # texts do not divide
        (RATIO, "很多", "10", "0.01", None), (SHORT, "很多", "10", "0.01", None),
    ],
)  # fmt: skip
def test_the_score_in_steps_of_rounding(
    written: dict[str, Any], actual: str, weight: str, step: str, score: str | None
) -> None:
    of = ruled({"rule": "own", **written}, rounding={"row": step, "basis": "m10"})
    row = score_row(Plan(of), facts(rule="own", actual=actual, weight=weight), F(weight), None)
    assert row.score == (None if score is None else F(score))


def test_a_row_that_counts_nothing_has_no_score() -> None:
    row = score_row(Plan(LAW_10), facts(), None, None)
    assert (row.score, row.outcome) == (None, "invalid")
    assert row.problem == Problem("JX301", "weight", (("key", "weight"),))


def test_a_curve_that_a_person_judges_is_not_alone() -> None:
    judged = {"measure": "attainment", "bands": {"≥100%": "full", "otherwise": "judged"}}
    assert not choice(ruled({"rule": "own", **judged}), rule="own").by_curve_alone


# ---- weights that do not depend on the project, and totals alone

SETS = LAW_10.model_dump(by_alias=True, mode="json", exclude_none=True)["weights"]


def weighed(sets: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    return {"weights": {**SETS, "sets": sets, **more}}


@pytest.mark.parametrize(
    ("changes", "execution", "left"),
    [
        ({}, 10, 90),
        (weighed([]), None, 100),
        (weighed([{"points": {"execution": "12.5", "output": "87.5"}}]), F("12.5"), F("87.5")),
        (weighed([{"points": {"output": "100"}}]), None, 100),
        # which set holds depends on the classes of the project
        (weighed([{"points": {"execution": "20", "output": "80"}, "present": ["cost"]}, {"points": {"execution": "10", "output": "90"}}]), None, None),
        (weighed([{"points": {"execution": "10", "output": "90"}, "present": ["cost"]}, {"points": {"execution": "10", "benefit": "90"}}]), 10, 90),
        (weighed([{"points": {"execution": "10", "output": "90"}, "present": ["cost"]}]), None, None),
        # points may move to the execution row, or from it
        (weighed([{"points": {"execution": "10", "output": "80", "benefit": "10"}}], absent={"benefit": {"to": "execution"}}), None, None),
        (weighed([{"points": {"execution": "10", "output": "90"}}], absent={"execution": {"to": "output"}}), None, None),
        (weighed([{"points": {"execution": "10", "output": "80", "benefit": "10"}}], absent={"benefit": {"to": "output"}}), 10, 90),
        # weights that the spec works out, and grades that need the exact points
        ({"row_weights": {"split": "equally", "groups": {"数量指标": "20"}, "to": "1", "rest": "last", "basis": "m10"}}, None, None),
        ({"rounding": {"row": "0.01", "grade": "exact total", "basis": "m10"}}, None, None),
    ],
)  # fmt: skip
def test_the_execution_weight_where_it_is_the_same_for_all(changes: dict[str, Any], execution: Any, left: Any) -> None:
    found = Plan(spec(**changes))
    pairs = [None if points is None else F(points).as_integer_ratio() for points in (execution, left)]
    assert [found.execution, found.weight_of_rows] == pairs


FULL = {"level1": "产出指标", "name": "乙", "target": "≥1", "actual": "1"}


def test_totals_alone() -> None:
    """Law 10: 90 of 100 spent earns 9 of 10; half of 10 is 5; the other 80 are full: 94, 优."""
    assert totals_of(project(ROW, {**FULL, "weight": "80"}), LAW_10) == Totals(F(94), "优")
    assert totals_of(project(ROW, {**FULL, "weight": "79"}), LAW_10) is None, "weights of 99"
    assert totals_of(project(ROW, {**FULL, "weight": "80", "marks": "late"}), LAW_10) is None
    assert totals_of(project({**ROW, "actual": "没有"}, {**FULL, "weight": "80"}), LAW_10) is None
    nothing = {"total": {"budget": "100"}}
    assert totals_of(project(ROW, {**FULL, "weight": "80"}, funds=nothing), LAW_10) is None


def test_totals_alone_leave_weights_of_no_whole_steps_to_the_trace() -> None:
    """Half of 10.5 is 5.25: 5 in whole points, with 9 of the funds and all of 79.5."""
    of = spec(rounding={"row": "1", "basis": "m10"})
    rows = [{**ROW, "weight": "10.5"}, {**FULL, "weight": "79.5"}]
    assert totals_of(project(*rows), of) is None
    assert scored(of, *rows).total == F("93.5")
    assert totals_of(project(*({**row, "actual": "10"} for row in rows)), of) == Totals(F(99), "优")


def test_totals_alone_without_an_execution_row() -> None:
    of = spec(**weighed([{"points": {"output": "100"}}]))
    assert totals_of(project(ROW, {**FULL, "weight": "90"}), of) == Totals(F(95), "优")


def test_totals_alone_over_the_first_budget() -> None:
    """90 spent of 120 at the start: 7.5 of 10, whatever the budget became."""
    own = {"rule": "first", "for": {"class": "execution"}, "measure": "execution", "over": "initial", "line": {"0": "0", "100%": "full"}}  # fmt: skip
    funds = {"total": {"initial": "120", "budget": "100", "spent": "90"}}
    given = project(ROW, {**FULL, "weight": "80"}, funds=funds)
    assert totals_of(given, ruled(own)) == Totals(F("92.5"), "优")
    assert scored(ruled(own), ROW, {**FULL, "weight": "80"}, funds=funds).total == F("92.5")


def test_totals_alone_leave_a_capped_execution_to_the_trace() -> None:
    cap = {"cap": "slow", "basis": "m10", "for": {"class": "execution"}, "measure": "execution", "bands": {"≥95%": "full", "otherwise": "50%"}}  # fmt: skip
    of = spec(caps=[cap])
    assert totals_of(project(ROW, {**FULL, "weight": "80"}), of) is None
    assert scored(of, ROW, {**FULL, "weight": "80"}).total == 90


@pytest.mark.parametrize(("finished", "total"), [(True, 95), (False, 89), (None, 89)])
def test_totals_by_whether_the_project_is_finished(finished: bool | None, total: int) -> None:
    """One rule of the funds and one of the rows hold for finished projects: full marks; else 9/10 of 10, and none of 5.

    Unstated, 90 of 100 spent is unfinished.
    """
    done = {"bands": {"≥0": "full", "otherwise": "0"}, "for": {"class": "execution", "finished": True}}
    row = {"bands": {"≥80%": "full", "otherwise": "0"}, "for": {"class": "output", "finished": False}}
    of = ruled({"rule": "spent", "measure": "execution", **done}, {"rule": "kept", "measure": "attainment", **row})
    more = {} if finished is None else {"finished": finished}
    given = project(ROW, {**FULL, "weight": "80"}, **more)
    found = scored(of, ROW, {**FULL, "weight": "80"}, **more)
    assert totals_of(given, of) == Totals(F(total), "优" if total >= 90 else "良")
    assert (found.total, found.finished) == (total, bool(finished))


# ---- a whole project


def test_what_a_scored_project_holds() -> None:
    """Law 101 has 20 for cost where a cost class occurs, else 10 more for output and benefit each."""
    of = jixiao.load_spec("cn.mof-2021-101")
    plain = scored(of, {**FULL, "weight": "90"})
    assert plain.preset == {"execution": 10, "output": 50, "benefit": 40}, "the 10 of satisfaction go to benefit"
    happy = {"level1": "满意度指标", "name": "丙", "target": "≥90%", "actual": "95%", "weight": "10"}
    cost = {"level1": "成本指标", "name": "丁", "target": "≤5万元", "actual": "5万元", "weight": "20"}
    costly = scored(of, {**FULL, "weight": "60"}, happy, cost)
    assert costly.preset == {"execution": 10, "cost": 20, "output": 40, "benefit": 20, "satisfaction": 10}
    assert costly.finished is False
    # unfinished, 90 % spent: 7/10 of the 10
    assert (costly.total, costly.exact, costly.weighed, costly.full, costly.grade) == (97, 97, 100, 100, "优")
    broken = scored(of, {**FULL, "weight": "60"}, happy)
    assert (broken.total, broken.exact, broken.scaled, broken.grade) == (None, None, None, None)
    assert (broken.weighed, broken.full, broken.finished) == (80, 100, False)
    assert broken.preset["satisfaction"] == 10


def test_a_row_of_no_class_is_of_none_that_is_preset() -> None:
    of = jixiao.load_spec("cn.mof-2021-101")
    assert scored(of, {**FULL, "level1": None, "weight": "90"}).preset == {"execution": 10, "output": 50, "benefit": 40}


def test_the_grade_by_the_exact_total() -> None:
    """10 + 50·89996/100000 + 30·24998/30000 + 10: the parts print 45.00 and 25.00 of 89.996, which is 良, not 优."""
    rows = [
        {"level1": "产出指标", "name": "甲", "target": "≥100000", "actual": "89996", "weight": "50"},
        {"level1": "效益指标", "name": "乙", "target": "≥30000", "actual": "24998", "weight": "30"},
        {"level1": "满意度指标", "name": "丙", "target": "≥90%", "actual": "90%", "weight": "10"},
    ]
    funds = {"total": {"budget": "1", "spent": "1"}}
    exact = spec(rounding={"row": "0.01", "grade": "exact total", "basis": "m10"})
    found = scored(exact, *rows, funds=funds)
    assert (found.total, found.exact, found.grade) == (90, F("89.996"), "良")
    printed = scored(LAW_10, *rows, funds=funds)
    assert (printed.total, printed.exact, printed.grade) == (90, 90, "优")


def test_no_rule_for_the_funds() -> None:
    of = spec(rules=[{"rule": "own", "basis": "m10", "for": {"class": "output"}, **RATIO}])
    execution = scored(of, ROW).execution
    assert execution is not None
    assert (execution.score, execution.outcome) == (None, "invalid")
    assert execution.problem == Problem("JX327", "target", (("target", None), ("comparison", "≥")))


def test_an_empty_actual_where_a_spec_reads_it_as_nothing() -> None:
    zero = spec(missing={"actual": "0", "basis": "m10"})
    rows = scored(zero, {**ROW, "actual": None}, ROW, {**ROW, "target": "≤10", "actual": None}).rows
    assert [row.score for row in rows] == [0, 5, 0]
    asked = spec(missing={"actual": "no data", "basis": "m10"})
    assert [row.score for row in scored(asked, {**ROW, "actual": None}, ROW).rows] == [None, 5]


# ---- rows that do not apply

LEFT_OUT = {**ROW, "name": "丙", "actual": None, "applicable": "否"}


def policy(rows: str, **more: Any) -> IndicatorSpec:
    return spec(not_applicable={"rows": rows, "basis": "m10"}, **more)


def test_full_marks_of_a_row_that_does_not_apply_have_no_trace() -> None:
    found = scored(policy("full"), ROW, LEFT_OUT).rows[1]
    assert (found.score, found.share, found.points, found.deduction, found.outcome) == (10, 1, 10, 0, "met")
    assert (found.trace, found.evaluated, found.losses, found.share_stated, found.ratio) == (
        NO_TRACE,
        None,
        (),
        None,
        None,
    )
    assert (found.facts.indicator.name, found.choice.class_) == ("丙", "output")


@pytest.mark.parametrize("odd", [{}, {"direction": "反向"}])
def test_full_marks_of_a_row_with_values_show_what_these_would_have_earned(odd: dict[str, Any]) -> None:
    """Half of the target is half of the weight, even where the row contradicts itself; it has all of it all the same."""
    found = scored(policy("full"), ROW, {**LEFT_OUT, "actual": "5", **odd}).rows[1]
    assert (found.score, found.share, found.points, found.deduction, found.outcome) == (10, 1, 10, 0, "met")
    assert found.evaluated is not None
    assert (F(found.evaluated.n, found.evaluated.d), F(found.trace.num, found.trace.den)) == (F(1, 2), 5)


def test_full_marks_of_no_weight_have_no_trace() -> None:
    found = scored(policy("full"), ROW, {**LEFT_OUT, "actual": "5", "weight": "0"}).rows[1]
    assert (found.score, found.outcome, found.trace) == (0, "met", NO_TRACE)


def test_a_row_that_does_not_apply_knows_its_rule_by_whether_the_project_is_finished() -> None:
    own = {"rule": "done", "for": {"finished": True}, "measure": "met", "bands": {"met": "full", "otherwise": "0"}}
    for how in ("full", "rescale total"):
        found = scored(ruled(own, not_applicable={"rows": how, "basis": "m10"}), LEFT_OUT, finished=True).rows[0]
        assert found.rule is not None
        assert found.rule.name == "done"


def test_a_row_that_does_not_apply_and_has_no_weight_gets_no_marks() -> None:
    found = scored(policy("full"), ROW, {**LEFT_OUT, "weight": None}).rows[1]
    assert (found.score, found.outcome, found.weight) == (None, "not_applicable", 0)


def test_weights_are_rescaled_only_where_a_row_does_not_apply() -> None:
    """Weights of 60 beside the 10 of execution: a mark leaves them; without one row of 10, 50 + 10 become 100."""
    of = policy("rescale weights")
    rows = [{**ROW, "weight": "50"}, {**ROW, "name": "乙", "marks": "late"}]
    assert [row.weight for row in scored(of, *rows).rows] == [50, 10]
    left = scored(of, rows[0], LEFT_OUT)
    assert left.execution is not None
    # 50/60 of 100 is 83.333, 10/60 is 16.667
    assert ([row.weight for row in left.rows], left.execution.weight) == ([F("83.33"), 0], F("16.67"))


def test_weights_that_are_rescaled_stay_missing_where_they_are() -> None:
    found = scored(policy("rescale weights"), {**ROW, "weight": None}, {**ROW, "weight": "40"}, LEFT_OUT)
    assert [row.weight for row in found.rows] == [None, 80, 0]


def test_weights_are_rescaled_without_an_execution_row() -> None:
    of = policy("rescale weights", **weighed([{"points": {"output": "100"}}]))
    found = scored(of, {**FULL, "weight": "40"}, LEFT_OUT)
    assert (found.execution, [row.weight for row in found.rows], found.total) == (None, [100, 0], 100)


def test_nothing_is_rescaled_where_nothing_is_weighed() -> None:
    of = policy("rescale weights", **weighed([{"points": {"output": "100"}}]))
    assert scored(of, LEFT_OUT).rows[0].weight == 0


def test_points_move_to_rows_of_the_same_class_alone() -> None:
    """10 that do not apply, shared over 20 and 20 of output; the row of no class keeps its own."""
    rows = [{**ROW, "weight": "20"}, {**ROW, "weight": "20"}, {**ROW, "level1": "过程指标", "weight": "30"}, LEFT_OUT]
    found = scored(policy("move within class"), *rows)
    assert [row.weight for row in found.rows] == [25, 25, 30, 0]


# ---- what is remembered


def test_alike_rows_share_one_choice() -> None:
    found = Plan(LAW_10)
    assert found.choose(facts(name="甲"), None) is found.choose(facts(name="乙", actual="7"), None)
    assert found.choose(facts(), None) is not found.choose(facts(target="≤10"), None)
    assert found.choose(facts(), True) is not found.choose(facts(), None)


def test_choices_do_not_pile_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jixiao.scoring.plan.MOST_REMEMBERED", 2)
    found = Plan(LAW_10)
    for target in ("≥10", "≤10", "=10", "≥10%"):
        found.choose(facts(target=target, actual="10%" if "%" in target else "10"), None)
        assert 0 < len(found.choices[None]) <= 2


COPIES = {
    "copy": copy.copy,
    "deep copy": copy.deepcopy,
    "model copy": lambda model: model.model_copy(),
    "pickle": lambda model: pickle.loads(pickle.dumps(model)),  # noqa: S301  # our own
}


@pytest.mark.parametrize("how", COPIES)
def test_a_plan_stays_with_its_spec_alone(how: str) -> None:
    of, fresh = spec(), spec()
    made = plan_of(of)
    assert plan_of(of) is made
    assert (of, of.sha256, of.model_dump()) == (fresh, fresh.sha256, fresh.model_dump())
    other = COPIES[how](of)
    assert other == of
    assert plan_of(other).spec is other
    assert plan_of(of) is made


@pytest.mark.parametrize("how", COPIES)
def test_facts_stay_with_their_project_alone(how: str) -> None:
    of = project(ROW)
    read = facts_of(of)
    assert facts_of(of) is read
    other = COPIES[how](of)
    assert other == of
    assert facts_of(other) is not read
    assert facts_of(other).rows[0].quotient == read.rows[0].quotient


def test_facts_follow_a_project_that_is_changed() -> None:
    of = project(ROW)
    assert facts_of(of).finished is False
    assert facts_of(of.model_copy(update={"finished": True})).finished is True


def test_class_weights_are_worked_out_once() -> None:
    found = Plan(jixiao.load_spec("cn.mof-2021-101"))
    present = frozenset({"output", "cost"})
    assert found.preset(present) is found.preset(present)
    assert found.preset(present) != found.preset(frozenset({"output"}))


def test_a_cap_or_a_remark_is_on_the_execution_row_only_where_it_names_its_class() -> None:
    """domain: a rate above 100 % is capped and flagged; money spent is no indicator that was over-fulfilled."""
    curve = {"measure": "attainment", "bands": {"≤150%": "full", "otherwise": "90%"}, "basis": "m10"}
    funds = {"total": {"budget": "80", "spent": "160"}}
    scores = []
    for when in ({"target": "number"}, {"target": "number", "class": ["execution", "output"]}, None):
        cap = {"cap": "over", **curve, **({"for": when} if when else {})}
        rows = [{**ROW, "target": "≥5", "actual": "10"}]
        found = jixiao.score(
            jixiao.load_project({"name": "甲", "funds": funds, "indicators": rows}), spec(caps=[cap])
        ).scored
        assert found is not None
        scores.append([row.score for row in found.all_rows])
    assert scores == [[10, 9], [9, 9], [10, 9]]
