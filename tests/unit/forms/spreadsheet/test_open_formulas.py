"""Formulas for a target that nobody has typed yet give what the engine gives, once it is typed."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

import jixiao
from jixiao.forms.entry.rule_table import rule_table
from jixiao.forms.spreadsheet.formulas import curved, scored
from jixiao.measure import ATTAINMENT, INVERSE_ATTAINMENT, measure_of
from jixiao.measure.base import Measure
from jixiao.measure.cells import CellPair, Quotient
from jixiao.measure.distances import DEVIATION, GAP, RELATIVE_GAP
from jixiao.measure.outcomes import MET
from jixiao.measure.values import VALUE
from jixiao.model.facts import read_row
from jixiao.model.project import Indicator
from jixiao.model.rules import Rule
from jixiao.scoring.plan import plan_of
from jixiao.scoring.rows import score_row
from tests.support.reckoner import Reckoner
from tests.support.rule_book import SPECS, in_samples

STEPS = 10**6
PAIR = CellPair("{t}", "{a}", STEPS)
WEIGHTS = ("10", "2.5")
VALUES = [("50", "45"), ("50", "60"), ("3", "2"), ("5", "6.37"), ("0", "1"), ("0", "0"), ("-4", "-5"), ("1", "9")]
#: Measures that no number decides, or whose unit a spreadsheet cannot see.
WITHOUT = {"days_late", "months_late", "gap", "stated_share", "adjustment"}


def is_fit(sign: str, target: str) -> bool:
    value = Decimal(target)
    return {"": True, ">": value > 0, "<>": value != 0}[sign]


def formula_of(rule: Rule, comparison: str, step: Fraction) -> str | None:
    def points(measured: Quotient) -> str:
        return curved(rule.curve, rule.counting, measured, None, "{w}")

    formula = measure_of(rule).open_formula(comparison, PAIR, points)
    return None if formula is None else scored(formula, None, "{w}", step)


@pytest.mark.parametrize("name", in_samples(SPECS))
def test_every_rule_of_numbers_gives_the_score_of_the_engine(name: str) -> None:
    spec = jixiao.load_spec(name)
    plan, count = plan_of(spec), 0
    for choice in rule_table(spec).choices:
        rule = choice.rule
        assert rule is not None
        formula = formula_of(rule, choice.comparison, plan.step)
        if formula is None or choice.caps:
            continue
        label = next(kind.label for key, kind in spec.classes.items() if key != "execution")
        for target, actual in VALUES:
            for weight in WEIGHTS:
                row = Indicator.model_validate(
                    {"level1": label, "name": "甲", "target": target, "actual": actual, "weight": weight,
                     "comparison": choice.comparison or None, "rule": rule.name}
                )  # fmt: skip
                score = score_row(plan, read_row(0, row, None), Fraction(weight), None).score
                if score is None or not is_fit(measure_of(rule).open_condition, target):
                    continue
                values = {key: float(Fraction(text) * STEPS) for key, text in (("t", target), ("a", actual))}
                cells = Reckoner({**values, "w": float(weight)}, {"score": formula}, ())
                assert cells["score"] == float(score), (rule.name, choice.comparison, target, actual, weight)
                count += 1
    assert count > 0


def test_what_no_number_decides_has_no_such_formula() -> None:
    rules = [rule for name in SPECS for rule in jixiao.load_spec(name).rules if rule.measure in WITHOUT]
    for rule in rules:
        assert measure_of(rule).open_formula("≥", PAIR, lambda measured: measured.top) is None
        assert measure_of(rule).open_condition == ""


@pytest.mark.parametrize(
    ("comparison", "distance"), [("=", "ABS({a}-{t})"), ("≤", "MAX(0,{a}-{t})"), ("≥", "MAX(0,{t}-{a})")]
)
def test_a_distance_is_taken_on_the_bad_side(comparison: str, distance: str) -> None:
    assert PAIR.distance(comparison) == distance


@pytest.mark.parametrize(
    ("measure", "formula", "sign"),
    [
        (ATTAINMENT, "{a}/{t}", ">"),
        (INVERSE_ATTAINMENT, "IF({a}<=0,1/0,{t}/{a})", ">"),
        (RELATIVE_GAP, "MAX(0,{t}-{a})/ABS({t})", "<>"),
        (DEVIATION, "ABS({a}-{t})/ABS({t})", "<>"),
        (MET, "IF(MAX(0,{t}-{a})=0,1/1,0/1)", ""),
        (VALUE, "{a}/1000000", ""),
        (GAP, None, ""),
    ],
)
def test_each_measure_is_of_the_cells(measure: Measure, formula: str | None, sign: str) -> None:
    assert measure.open_formula("≥", PAIR, lambda measured: f"{measured.top}/{measured.bottom}") == formula
    assert measure.open_condition == sign
