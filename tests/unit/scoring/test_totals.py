"""Totals: weights that are the same for all projects, totals alone, whole projects, and rows that do not apply."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

import jixiao
from jixiao.model.problems import Problem
from jixiao.model.spec import IndicatorSpec
from jixiao.scoring import Scored
from jixiao.scoring.plan import Plan
from jixiao.scoring.rows import NO_TRACE
from jixiao.scoring.totals import Totals, totals_of
from tests.support.plans import LAW_10, RATIO, ROW, project, ruled, spec

F = Fraction


def scored(of: IndicatorSpec, *indicators: dict[str, Any], **more: Any) -> Scored:
    found = jixiao.score(project(*indicators, **more), of).scored
    assert found is not None
    return found


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
