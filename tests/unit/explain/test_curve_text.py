"""A curve in words: one sentence a piece, in both languages, and the same one wherever a curve is told."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from typer.testing import CliRunner

import jixiao
from jixiao.cli.commands import app
from jixiao.curve import Height, Interval, Piece
from jixiao.explain.curve_text import (
    curve_parts,
    curve_text,
    height_text,
    level_syntax,
    piece_text,
    stretch_text,
)
from jixiao.model.rules import Remark, Rule

SPEC = "cn.mof-2021-101"


def rule_of(measure: str = "attainment", **curve: Any) -> Rule:
    return Rule.model_validate({"rule": "r", "measure": measure, "basis": "b", **curve})


@pytest.mark.parametrize(
    ("rule", "zh", "en"),
    [
        (
            rule_of(bands={"≥90%": "full", ">60%": "80%", "otherwise": "0"}),
            ["完成率 ≤ 60%：不得分", "60% < 完成率 < 90%：分值的 80%", "完成率 ≥ 90%：满分"],
            [
                "attainment ≤ 60%: nothing",
                "60% < attainment < 90%: 80% of the weight",
                "attainment ≥ 90%: full marks",
            ],
        ),
        (
            rule_of("days_late", bands={"≤0": "full", "≤30": "-1分", "otherwise": "judged"}),
            ["逾期天数 ≤ 0：满分", "0 < 逾期天数 ≤ 30：满分扣 1 分", "逾期天数 > 30：由评价人给出"],
            ["days late ≤ 0: full marks", "0 < days late ≤ 30: full less 1 points", "days late > 30: judged"],
        ),
        (
            rule_of("relative_gap", line={"0%": "full", "50%": "0"}),
            ["0% ≤ 差距率 < 50%：由 满分 按直线到 不得分", "差距率 ≥ 50%：不得分"],
            [
                "0% ≤ relative gap < 50%: a line from full marks to nothing",
                "relative gap ≥ 50%: nothing",
            ],
        ),
        (
            rule_of("met", bands={"met": "full", "otherwise": "0"}),
            ["未达标：不得分", "达标：满分"],
            ["not met: nothing", "met: full marks"],
        ),
        (rule_of(bands={"otherwise": "full"}), ["任何情形：满分"], ["in all cases: full marks"]),
        (
            rule_of("relative_gap", steps={"each": "5%", "begun": True, "lose": "1分", "most": "3分"}),
            ["自 0% 起每高 5% 为一档，不足一档算一档", "每档扣 1分；至多扣 3分"],
            ["from 0% each 5% higher is a step, begun ones count", "each step loses 1 points; at most 3 points"],
        ),
        (
            rule_of(steps={"from": "100%", "each": "1% lower", "begun": False, "lose": "2%"}),
            ["自 100% 起每低 1% 为一档，满一档才算", "每档扣 2%"],
            ["from 100% each 1% lower is a step, whole ones count", "each step loses 2%"],
        ),
        (
            rule_of("gap", count={"each": "5", "nearest": True}, bands={"≤0": "full", "otherwise": "0"}),
            ["先取最近的 5 的倍数", "差距 ≤ 0：满分", "差距 > 0：不得分"],
            ["first to the nearest multiple of 5", "gap ≤ 0: full marks", "gap > 0: nothing"],
        ),
    ],
)
def test_a_curve_in_words(rule: Rule, zh: list[str], en: list[str]) -> None:
    assert curve_parts(rule, "zh") == zh
    assert curve_parts(rule, "en") == en
    assert curve_text(rule, "zh") == "；".join(zh)
    assert curve_text(rule, "en") == "; ".join(en)


@pytest.mark.parametrize(("lose", "text"), [("2%", "each step loses 2%"), ("2分", "each step loses 2 points")])
def test_a_slope_without_end_loses_the_same_at_each_step(lose: str, text: str) -> None:
    steps = rule_of(steps={"each": "1", "begun": True, "lose": lose}).curve.pieces
    assert height_text(steps[1], "en") == text


def test_a_single_value_is_an_equation() -> None:
    piece = Piece(Interval.point(Fraction(1)), Fraction(1))
    assert piece_text(piece, rule_of(line={"0%": "0", "100%": "full"}), "en") == "attainment = 100%: full marks"


def test_steps_are_in_percent_where_their_size_is() -> None:
    sizes = {"5%": True, "5": False}
    for each, expected in sizes.items():
        assert rule_of(steps={"each": each, "begun": True, "lose": "1分"}).in_percent == expected


def test_a_remark_has_a_bound_in_words() -> None:
    remark = Remark.model_validate(
        {"remark": "x", "measure": "attainment", "outside": ">150%", "basis": "b"},
    )
    assert remark.in_percent
    assert [stretch_text(piece, remark, "en") for piece in remark.curve.pieces] == [
        "attainment ≤ 150%",
        "attainment > 150%",
    ]
    assert curve_parts(remark, "en") == ["attainment ≤ 150%: nothing", "attainment > 150%: full marks"]


@pytest.mark.parametrize(
    ("height", "text"),
    [
        (Height(Fraction(1)), "full"),
        (Height(Fraction(0)), "0"),
        (Height(Fraction(7, 10)), "70%"),
        (Height(Fraction(1), Fraction(-1)), "-1分"),
    ],
)
def test_a_height_as_authors_write_it(height: Height, text: str) -> None:
    assert level_syntax(height) == text


def test_show_and_explain_say_the_same_sentence() -> None:
    rule = jixiao.load_spec(SPEC).rule("satisfaction")
    sentence = piece_text(rule.curve.pieces[2], rule, "en")
    assert sentence == "80% ≤ value < 90%: 80% of the weight"
    shown = CliRunner().invoke(app, ["spec", "show", SPEC, "--lang", "en"]).output
    assert f"    {sentence}\n" in shown
