"""`explain --reach`: the value it names earns full marks, one step less does not, and no fewer changes would do."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from jixiao.exact import format_exact
from jixiao.loading.projects import load_project
from jixiao.loading.spec_book import package_book
from jixiao.loading.specs import find_spec, load_spec
from jixiao.model.spec import IndicatorSpec
from jixiao.quantity import Number
from jixiao.scoring import Scored, score_project
from jixiao.whatif import goal_of, reach_of
from jixiao.whatif.inverse import earning
from jixiao.whatif.messages import WORDS
from jixiao.whatif.plan import RowReach, short_of, standing
from jixiao.whatif.rows import places_of_row, rescored, to_amount
from tests.support.commands import run
from tests.support.goldens import golden
from tests.support.paths import EXAMPLES

SPECS = {name: load_spec(name) for name in package_book().ids}


def project(rows: list[dict[str, Any]], **more: Any) -> Any:
    funds = {"total": {"budget": 100, "spent": 100}}
    return load_project({"name": "甲", "year": 2023, "funds": funds, "indicators": rows, **more})


def scored(rows: list[dict[str, Any]], spec: IndicatorSpec, **more: Any) -> tuple[Any, Scored]:
    made = project(rows, **more)
    return made, score_project(made, spec)


def only(rows: list[dict[str, Any]], spec: IndicatorSpec, **more: Any) -> RowReach:
    """The reach of the first row that lost points."""
    made, scores = scored(rows, spec, **more)
    goal = goal_of("100", spec)
    assert goal is not None
    return reach_of(made, scores, goal).rows[0]


# ---- the inverse of a curve

numbers = st.fractions(-5, 5, max_denominator=12)

CURVES = [rule.curve for spec in SPECS.values() for rule in spec.rules if not rule.curve.judged]


@given(
    st.sampled_from(CURVES), st.fractions(1, 50, max_denominator=10), st.fractions(0, 1, max_denominator=20), numbers
)
def test_the_inverse_of_a_curve(curve: Any, weight: Fraction, share: Fraction, x: Fraction) -> None:
    ways = earning(curve, weight, weight * share)
    assert any(way.contains(x) for way in ways) == (curve.points(weight, x) >= weight * share)


# ---- full marks, row by row

OVERLAY = """\
id: cn.reach
version: 1
title: 各种度量
extends: cn.mof-2020-10@2
in_force: {from: 2020-02-25}
sources: {n: {document: 一号, kind: local, checked: seen}}
rules:
  - {rule: relative_gap, measure: relative_gap, line: {5%: full, 50%: 0}, basis: n}
  - {rule: gap, measure: gap, steps: {from: 1, each: 2, begun: false, lose: 1分}, basis: n}
  - {rule: value, measure: value, bands: {≥90%: full, ≥60%: 0 → full, otherwise: 0}, basis: n}
  - {rule: lower, measure: value, steps: {from: 90%, each: 5% lower, begun: true, lose: 1分}, basis: n}
  - {rule: whole, measure: value, steps: {from: 90%, each: 5% lower, begun: false, lose: 1分}, basis: n}
  - {rule: deviation, measure: deviation, bands: {≤10%: full, ≤20%: 3/5, otherwise: 0}, basis: n}
  - {rule: rounded, measure: attainment, line: {0: 0, 100%: full}, count: {each: 1%, nearest: true}, basis: n}
  - {rule: above, measure: attainment, bands: {">100%": full, otherwise: 8/10}, basis: n}
  - {rule: mirror, measure: inverse_attainment, line: {60%: 0 | 60%, 100%: full}, basis: n}
  - {rule: days, measure: days_late, steps: {from: 10, each: 30, begun: true, lose: 1分}, basis: n}
  - {rule: months, measure: months_late, line: {1: full, 5: 0}, basis: n}
  - {rule: whole_months, measure: months_late, months: whole, line: {1: full, 5: 0}, basis: n}
caps:
  - {cap: over, for: {name_has: [封顶]}, measure: attainment, bands: {≤150%: full, otherwise: 90%}, unless: cause, basis: n}
"""


@pytest.fixture(scope="module")
def overlay(tmp_path_factory: pytest.TempPathFactory) -> IndicatorSpec:
    path = tmp_path_factory.mktemp("reach") / "reach.yaml"
    path.write_text(OVERLAY, encoding="utf-8")
    found = find_spec(str(path))
    assert found.spec is not None, found.findings
    return found.spec


amounts = st.integers(1, 400).map(lambda n: format_exact(Fraction(n, 4))) | st.integers(1, 300).map(str)
MEASURED = ["relative_gap", "gap", "rounded", "above", "deviation", "mirror"]


@settings(max_examples=300)
@given(
    name=st.sampled_from([*SPECS, *MEASURED]),
    sign=st.sampled_from(["≥", "≤", ">", "<"]),
    target=amounts,
    actual=amounts,
    unit=st.sampled_from(["个", "%", "万元", ""]),
    weight=st.sampled_from([1, 5, 10, Fraction(25, 2)]),
    class_=st.sampled_from(["产出指标", "满意度指标", "成本指标"]),
)
def test_the_value_named_earns_full_marks_and_one_step_less_does_not(
    overlay: IndicatorSpec, name: str, sign: str, target: str, actual: str, unit: str, weight: Any, class_: str
) -> None:
    spec = SPECS.get(name, overlay)
    row = {
        "level1": class_,
        "name": "甲",
        "target": f"{sign}{target}{unit}",
        "actual": actual + unit,
        "weight": format_exact(Fraction(weight)),
    }
    if name not in SPECS:
        row["rule"] = name
    made, scores = scored([row], spec)
    goal = goal_of("100", spec)
    assert goal is not None
    assume(scores.rows[0].deduction)
    reach = next(each for each in reach_of(made, scores, goal).rows if each.row.facts.index == 0)
    assert reach.change is not None
    assert reach.then.points == reach.then.weight
    facts = reach.then.facts
    assert isinstance(facts.actual, Number)
    back = Fraction(-1 if reach.change.up else 1, 10 ** places_of_row(facts))
    short = to_amount(reach.then, facts.actual.value / facts.actual.unit.factor + back)
    less = rescored(made, spec, [short._replace(row=reach.row)]).rows[0]
    assert less.points < reach.then.points


def at(overlay: IndicatorSpec, rule: str, target: str, actual: str, weight: int = 10, **more: Any) -> str | None:
    row = {
        "level1": "产出指标",
        "name": "甲",
        "target": target,
        "actual": actual,
        "weight": weight,
        "rule": rule,
        **more,
    }
    change = only([row], overlay).change
    return change and change.new


@pytest.mark.parametrize(
    ("rule", "target", "actual", "new"),
    [
        ("relative_gap", "≥100个", "80个", "95个"),  # 5 % below is still full
        ("relative_gap", "≤100个", "120个", "105个"),
        ("gap", "≥100个", "80个", "98个"),  # from 1 each 2 whole: 2.9 lacks no whole step
        ("gap", "≥100.0个", "80.5个", "97.1个"),
        ("value", "≥95%", "70%", "90%"),  # by the value, not the target
        ("lower", "≥95%", "70%", "90%"),
        ("whole", "≥95%", "70%", "86%"),  # 4 % lower is no whole step
        ("whole", "≥95%", "70.5%", "85.1%"),
        ("deviation", "100万元", "150万元", "110万元"),  # the nearer end
        ("deviation", "100万元", "50万元", "90万元"),
        ("deviation", "90%-95%", "120%", "104%"),  # 95 × 1.1 = 104.5
        ("rounded", "≥1000个", "900个", "995个"),  # 99.5 % rounds to 100 %
        ("above", "≥100个", "100个", "101个"),  # the end is open
        ("mirror", "≤30天", "40天", "30天"),
        ("days", "2023年6月30日前", "2023年9月30日", "2023年7月10日"),
        ("months", "2023年1月31日前", "2023年6月1日", "2023年2月28日"),
        ("whole_months", "2023年1月31日前", "2023年9月1日", "2023年3月30日"),
    ],
)
def test_by_hand(overlay: IndicatorSpec, rule: str, target: str, actual: str, new: str) -> None:
    assert at(overlay, rule, target, actual) == new


def test_a_cap_bounds_the_value_from_above(overlay: IndicatorSpec) -> None:
    """Far over target loses a tenth, until a cause is given."""
    row = {"level1": "产出指标", "name": "封顶", "target": "≥100个", "actual": "180个", "weight": 10}
    change = only([row], overlay).change
    assert (change and change.new, change and change.up) == ("150个", False)
    assert not scored([{**row, "cause": "新增任务"}], overlay)[1].rows[0].deduction


@pytest.mark.parametrize(
    ("row", "new"),
    [
        ({"target": "≥52万人", "actual": "50万人"}, "52万人"),
        ({"target": "≥95%", "actual": "90"}, "95%"),
        ({"target": "95", "uom": "%", "actual": "90"}, "95"),
        ({"target": "≤0起", "actual": "2起"}, "0起"),
        ({"target": "≤第5名", "actual": "第9名"}, "第5名"),
        ({"target": "明显提升", "actual": "有所提升", "tier": "2", "share": "70%"}, "100%"),
        ({"target": "2023年6月30日前", "actual": "2023年9月30日", "share": "50%"}, "2023年6月30日"),
        ({"target": "90%-98%", "actual": "120%"}, "98%"),
        ({"target": "≥1:3", "actual": "1:4"}, None),
    ],
)
def test_in_the_rows_own_terms(row: dict[str, str], new: str | None) -> None:
    change = only([{"level1": "产出指标", "name": "甲", "weight": 10, **row}], SPECS["cn.mof-2020-10"]).change
    assert (change and change.new) == new


def test_what_a_reviewer_took_off_no_value_brings_back() -> None:
    row = {"level1": "产出指标", "name": "甲", "target": "≥10个", "actual": "10个", "weight": 10}
    deduct = {"points": 2, "reason": "迟报"}
    reach = only([{**row, "deduct": deduct}], SPECS["cn.mof-2020-10"])
    assert (reach.change, reach.gain()) == (None, 0)
    reach = only([{**row, "actual": "8个", "deduct": deduct}], SPECS["cn.mof-2020-10"])
    assert (reach.change and reach.change.new, reach.gain()) == ("10个", 2)


# ---- the fewest changes

ROWS = st.lists(st.tuples(st.integers(1, 99), st.integers(1, 99)), min_size=1, max_size=6)


@settings(max_examples=60)
@given(ROWS, st.integers(1, 100))
def test_the_goal_is_reached_and_by_no_fewer_rows(pairs: list[tuple[int, int]], total: int) -> None:
    spec = SPECS["cn.mof-2020-10"]
    cut = [Fraction(90 * weight, sum(weight for weight, _ in pairs)) for weight, _ in pairs]
    weights = [Fraction(int(weight * 100), 100) for weight in cut]
    weights[-1] += 90 - sum(weights)
    assume(all(weights))
    rows = [
        {
            "level1": "产出指标",
            "name": f"甲{index}",
            "target": "≥100个",
            "actual": f"{actual}个",
            "weight": format_exact(weight),
        }
        for index, (weight, (_, actual)) in enumerate(zip(weights, pairs, strict=True))
    ]
    made, scores = scored(rows, spec)
    goal = goal_of(str(total), spec)
    assert goal is not None
    reach = reach_of(made, scores, goal)
    assert reach.changes is not None, "full marks everywhere make 100"
    assert reach.then is not None
    assert (standing(reach.then) or 0) >= total
    short = short_of(scores, goal)
    assert short is not None
    gains = [row.gain() for row in reach.rows]
    fewer = len(reach.changes) - 1
    assert fewer < 0 or all(sum(some) < short for some in combinations(gains, fewer))


def test_grades_of_the_exact_total() -> None:
    """The vendor grades the sum before rounding: 10 + 50·89996/100000 + 30·24998/30000 + 10 = 89.996 is no 优."""
    rows = [
        {"level1": "产出指标", "name": "甲", "target": "≥100000元", "actual": "89996元", "weight": 50},
        {"level1": "效益指标", "name": "乙", "target": "≥30000人", "actual": "24998人", "weight": 30},
        {"level1": "满意度指标", "name": "丙", "target": "≥90%", "actual": "90%", "weight": 10},
    ]
    for name, needed in (("cn.mof-2020-10", 0), ("cn.vendor-fasp2-2020", 1)):
        made, scores = scored(rows, SPECS[name])
        goal = goal_of("优", SPECS[name])
        assert goal is not None
        reach = reach_of(made, scores, goal)
        assert reach.then is not None
        assert (len(reach.changes or ()), reach.then.grade) == (needed, "优")


def test_a_rescaled_total(tmp_path: Path) -> None:
    """With 10 of 100 not applicable, 81 of 90 is 90: the row needs 90 % of its 80 points after 9 of 10."""
    path = tmp_path / "x.yaml"
    path.write_text(
        OVERLAY.replace("rules:", "not_applicable: {rows: rescale total, basis: n}\nrules:", 1), encoding="utf-8"
    )
    spec = find_spec(str(path)).spec
    assert spec is not None
    rows = [
        {"level1": "产出指标", "name": "甲", "target": "≥100个", "actual": "50个", "weight": 80},
        {"level1": "满意度指标", "name": "乙", "target": "≥90%", "actual": "90%", "weight": 10, "applicable": False},
    ]
    made, scores = scored(rows, spec, funds={"total": {"budget": 100, "spent": 90}})
    goal = goal_of("90", spec)
    assert goal is not None
    reach = reach_of(made, scores, goal)
    assert reach.then is not None
    assert [change.new for change in reach.changes or ()] == ["90个"]
    assert standing(reach.then) == 90


# ---- the command


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("goal", ["优", "100"])
def test_golden_reach(lang: str, goal: str) -> None:
    code, output, _ = run("explain", str(EXAMPLES / "deductions.yaml"), "--reach", goal, "--lang", lang)
    assert code == 0
    golden(f"reach-{'grade' if goal == '优' else goal}-{lang}.txt", output)


def test_words_stand_in_both_languages() -> None:
    assert WORDS["zh"].keys() == WORDS["en"].keys()


TEXT = """\
spec: cn.mof-2020-10
name: 甲
year: 2023
funds: {total: {budget: 10, spent: 10}}
indicators:
  - {level1: 产出指标, name: 乙, target: ≥100个, actual: 90个, weight: 90}
"""


@pytest.mark.parametrize(
    ("text", "goal", "code", "words"),
    [
        (TEXT, "91", 0, ["已经达到"]),
        (TEXT, "101", 0, ["满分只有 100"]),
        (TEXT, "95", 0, ["至少 1 项要做到", "总分 95.50"]),
        (TEXT.replace("actual: 90个, ", ""), "95", 1, ["现在没有总分", "乙"]),
        (TEXT.replace("weight: 90", "weight: 80"), "95", 1, ["现在没有总分"]),
        (TEXT.replace("90个", "100个"), "优", 0, ["各项都是满分", "已经达到"]),
    ],
)
def test_what_it_says(tmp_path: Path, text: str, goal: str, code: int, words: list[str]) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(text, encoding="utf-8")
    found, output, _ = run("explain", str(file), "--reach", goal)
    assert found == code
    assert [word for word in words if word not in output] == []


def test_one_indicator_alone(tmp_path: Path) -> None:
    code, output, _ = run("explain", str(EXAMPLES / "deductions.yaml"), "--reach", "优", "--indicator", "护理员")
    assert (code, output.splitlines()[2].strip()[:8]) == (0, "培训护理员人次：")
    assert "改造服务站点数量：完成值" not in output


@pytest.mark.parametrize("goal", ["甲", "-1", "1e3"])
def test_a_goal_that_is_none(goal: str) -> None:
    code, output, told = run("explain", str(EXAMPLES / "deductions.yaml"), f"--reach={goal}")
    assert (code, output, "优、良、中、差" in told) == (2, "", True)


def test_a_spec_that_is_not_there() -> None:
    assert run("explain", str(EXAMPLES / "deductions.yaml"), "--reach", "优", "--spec", "cn.nowhere")[0] == 2
