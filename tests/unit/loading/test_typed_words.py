"""Classes and tiers as people write them: numbered, in brackets, in other digits."""

from __future__ import annotations

import pytest

from jixiao import load_project, load_spec, score
from jixiao.quantity import class_word

ROW = {
    "level1": "产出指标",
    "level2": "质量指标",
    "name": "完成质量",
    "target": "提升",
    "actual": "基本提升",
    "weight": "90",
}
HEAD = {"spec": "cn.mof-2020-10", "name": "甲", "year": "2023"}


@pytest.mark.parametrize(
    "tier",
    [
        "2",
        "２",
        "二",
        "二档",
        "第二档",
        "2档",
        "第2档次",
        "Ⅱ",
        "②",
        "⑵",
        "㈡",
        "(2)",
        "（二）",
        "二、",
        "2.",
        " 二 档 ",
    ],
)
def test_the_second_tier_in_any_digits(tier: str) -> None:
    result = score(load_project({**HEAD, "indicators": [{**ROW, "tier": tier, "share": "７０％"}]}))
    assert result.indicators[0].score == "63.00"


@pytest.mark.parametrize("tier", ["10", "0", "20档", "②③", "十一", "2 3"])
def test_a_number_of_no_tier_is_none(tier: str) -> None:
    rule = next(rule for rule in load_spec("cn.mof-2020-10").rules if rule.tiers)
    assert rule.tier_named(tier) is None


@pytest.mark.parametrize(
    "word",
    ["（一）产出指标", "1.产出指标", "A、产出指标", "a) 产出指标", "①产出指标", "【产出指标】", "《产出指标》", "“产出指标”",
     "「一、产出指标」", "(产出指标)", "产出指标（50分）", "产出 指标：", "第1、产出"],
)  # fmt: skip
def test_a_class_is_known_with_its_number_and_in_brackets(word: str) -> None:
    assert class_word(word) == "产出"


@pytest.mark.parametrize("word", ["（甲）（乙）", "(50分)", "", "（）"])
def test_a_word_of_nothing_but_notes_is_itself(word: str) -> None:
    assert class_word(word) == word.translate(str.maketrans("（）", "()"))
