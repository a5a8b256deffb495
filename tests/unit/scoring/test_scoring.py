"""The stages between facts and a score, each by itself; values that cannot be read take no sound row away."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import jixiao
from jixiao.exact import add_up
from jixiao.scoring.weights import apportion

F = Fraction
RESTS = ("largest remainder", "first", "last")
parts = st.lists(st.integers(0, 10000).map(lambda n: F(n, 100)), min_size=1, max_size=12).filter(any)


@given(total=st.integers(1, 100000).map(lambda n: F(n, 100)), parts=parts, rest=st.sampled_from(RESTS))
def test_shares_add_up_and_lie_within_a_step(total: Fraction, parts: list[Fraction], rest: Any) -> None:
    step = F(1, 100)
    shares = apportion(total, parts, step, rest)
    assert sum(shares) == total
    assert all((share / step).denominator == 1 for share in shares)
    for share, part in zip(shares, parts, strict=True):
        off = abs(share - total * part / sum(parts))
        assert off < step or (off == step and rest != "largest remainder")


def test_a_total_that_is_no_multiple_of_the_step() -> None:
    """By hand: 10.5 over two in whole points: 5 and 5, the rest of half a point to the first."""
    assert apportion(F("10.5"), [F(1), F(1)], F(1), "first") == [F("5.5"), 5]
    assert apportion(F("5.9"), [F(1), F(1)], F(1), "first") == [3, F("2.9")]  # what is left reaches the last
    assert apportion(F(20), [F(1)] * 3, F(1), "last") == [6, 7, 7]
    assert apportion(F(100), [F(10), F(30), F(30)], F("0.01"), "largest remainder") == [
        F("14.28"),
        F("42.86"),
        F("42.86"),
    ]


@given(st.lists(st.fractions(), max_size=20))
def test_adding_up_is_exact(values: list[Fraction]) -> None:
    assert add_up(values) == sum(values, F(0))


UNREADABLE = [
    ("JX203", "三级指标: [甲]"), ("JX204", "分值: 很多"), ("JX205", "得分比例: 很多"), ("JX206", "是否适用: 也许"),
    ("JX208", "指标性质: 大概"), ("JX209", "方向: 侧向"),
]  # fmt: skip
ROW = {"一级指标": "产出指标", "三级指标": "甲", "年度指标值": "1个", "实际完成值": "1个", "分值": "45"}
SOUND = ", ".join(f"{key}: {value}" for key, value in ROW.items())


@pytest.mark.parametrize(("code", "typed"), UNREADABLE)
def test_one_unreadable_value_takes_its_row_and_no_other(code: str, typed: str) -> None:
    key, _, value = typed.partition(": ")
    row = ", ".join(f"{name}: {text}" for name, text in {**ROW, key: value}.items())
    text = f"项目名称: 例\n年度: 2023\n项目资金: {{总额: {{预算数: 5, 执行数: 5}}}}\n绩效指标:\n  - {{{row}}}\n  - {{{SOUND}}}\n"
    found = jixiao.score(jixiao.parse_project(text), jixiao.load_spec("cn.mof-2020-10"))
    assert code in [finding.code for finding in found.findings]
    assert found.scored is not None
    assert [row.score for row in found.scored.rows] == [None, 45]
    assert found.scored.rows[0].outcome == "invalid"
    assert found.total is None


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("JX207", "年度: 1900"),
        ("JX207", "年度: 今年"),
        ("JX210", "项目资金: {金额单位: 美元}"),
        ("JX206", "项目已完成: 快了"),
    ],
)
def test_an_unreadable_value_of_the_project(code: str, line: str) -> None:
    text = f"项目名称: 例\n{line}\n绩效指标:\n  - {{{SOUND}}}\n"
    found = jixiao.score(jixiao.parse_project(text), jixiao.load_spec("cn.mof-2020-10"))
    assert code in [finding.code for finding in found.findings]
    assert found.scored is not None
    assert found.scored.rows[0].score == 45


def test_an_input_that_is_no_project() -> None:
    """A spec is told apart by its keys; a list is no project at all; neither is scored."""
    spec = jixiao.parse_project("id: a\nrules: []\n")
    assert (spec.is_other, spec.readable) == (True, True)
    listed = jixiao.parse_project("- 1\n- 2\n")
    assert (listed.is_other, listed.readable) == (False, False)
    assert jixiao.score(listed, jixiao.load_spec("cn.mof-2020-10")).scored is None


@pytest.mark.parametrize(("typed", "read"), [("是", True), ("否", False), ("true", True), ("false", False)])
def test_yes_and_no(typed: str, read: bool) -> None:
    assert jixiao.parse_project(f"项目名称: 例\n项目已完成: {typed}\n").finished is read


@pytest.mark.parametrize("value", [1.5, float("inf"), object()])
def test_a_float_is_a_programmers_mistake(value: object) -> None:
    with pytest.raises(TypeError):
        jixiao.load_project({"name": "例", "indicators": [{"weight": value}]})


def test_values_that_models_take_directly() -> None:
    row = jixiao.Indicator(weight="7.5", share="7/10", applicable=True, goal=1, marks="late")  # type: ignore[arg-type]
    assert (row.weight, row.share, row.goal, row.marks) == (F("7.5"), F(7, 10), "1", ("late",))
    assert jixiao.Indicator(share=F(1, 3)).share == F(1, 3)
    assert jixiao.Indicator(comparison="定性").sign is None
    assert jixiao.Indicator(comparison="≧").sign == "≥"
    assert jixiao.Indicator().sign is None
