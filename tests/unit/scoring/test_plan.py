"""A spec made ready: which sign, rule and caps a row gets, and what is remembered."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest

import jixiao
from jixiao.model.facts import facts_of
from jixiao.model.problems import Problem
from jixiao.quantity import Number
from jixiao.scoring.plan import Plan, plan_of
from tests.support.plans import LAW_10, ROW, RULES, choice, facts, project, ruled, spec


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
