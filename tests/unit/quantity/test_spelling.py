"""Words of forms: spaces, breaks, widths, invisible characters and notes do not make another word."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import jixiao
from jixiao.model.project import Indicator, Project
from jixiao.model.spellings import spellings
from jixiao.quantity import class_word, comparable, form_word, is_blank, parse_points, unspaced, visible
from jixiao.quantity.spelling import LONGEST_WORD, ZERO_WIDTH

WORDS = ["产出指标", "年度指标值", "偏差原因分析及改进措施", "分值", "全年(调整)预算数", "达成年度指标"]
SPACES = st.text(alphabet=st.sampled_from(" \t\n\r\u00a0\u2003\u3000\u2028" + ZERO_WIDTH), max_size=3)
NOTES = ["", "(50分)", "（50分）", "50分", "50 分", "５０％", "50.5%", "(A)", "：", "（A）：", "【百分制】", "(50)(A)"]
WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


@st.composite
def retyped(draw: st.DrawFn, word: str) -> str:
    """A word as another typist, another column width and another web page leave it."""
    letters = [draw(st.sampled_from([letter, letter.translate(WIDE)])) for letter in word]
    return draw(SPACES) + "".join(letter + draw(SPACES) for letter in letters)


@given(data=st.data())
def test_however_it_is_typed_it_is_the_same_word(data: st.DataObject) -> None:
    word = data.draw(st.sampled_from(WORDS))
    typed = data.draw(retyped(word))
    assert unspaced(typed) == word
    assert form_word(typed + data.draw(st.sampled_from(NOTES))) == word


@given(text=st.text(max_size=30) | st.text(alphabet="产出 指标()（）分%：:50.\u200b\n", max_size=12))
def test_what_has_been_made_plain_stays_as_it_is(text: str) -> None:
    for plainly in (visible, comparable, unspaced, form_word, class_word):
        assert plainly(plainly(text)) == plainly(text)
    assert is_blank(text) == (not unspaced(text))


@given(text=st.text(alphabet="产出 指标()（）分%：:50.\u200b\n", min_size=1))
def test_no_word_vanishes(text: str) -> None:
    assert bool(form_word(text)) == bool(class_word(text)) == bool(unspaced(text))


def test_a_text_is_no_word_and_keeps_its_end() -> None:
    text = "产" * LONGEST_WORD + "(50分)"
    assert form_word(text) == text


@given(data=st.data())
def test_texts_are_equal_but_for_their_spaces(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(["提升", "防汛保障能力显著提升，无事故", "认证(全部)合格"]))
    assert comparable(data.draw(retyped(text))).replace(" ", "") == comparable(text)


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        ("提\n升", "提升", True),
        ("提 升\u200b", "提升", True),
        ("ＱＳ 认证", "QS认证", True),
        ("very  good", "very\ngood", True),
        ("very good", "verygood", False),
        ("提升", "提升（部分）", False),
        ("提升", "提升80%", False),
    ],
)
def test_equal_texts(one: str, other: str, equal: bool) -> None:
    assert (comparable(one) == comparable(other)) is equal


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("20分", 20),
        ("20 分", 20),
        ("２０分", 20),
        ("（20 分）", 20),
        ("20（分）", 20),
        ("20 (分)", 20),
        ("\u200b12.5", Fraction(25, 2)),
        ("1,200", 1200),
        ("-1分", -1),
    ],
)
def test_points(text: str, points: Fraction | int) -> None:
    assert parse_points(text) == points


@pytest.mark.parametrize("text", ["20分钟", "20%", "分", "", "二十分", "20分/人", "020分", "(20)"])
def test_what_is_no_number_of_points(text: str) -> None:
    assert parse_points(text) is None


# ---- a project file


def scored(**row: Any) -> jixiao.Result:
    """A project of one row and the execution row, under the national rules."""
    own = {"level1": "产出指标", "name": "甲", "target": "≥10个", "actual": "9个", "weight": "90"}
    funds = {"total": {"budget": "10", "spent": "9"}}
    project = {"name": "甲", "year": 2023, "funds": funds, "indicators": [own | row]}
    return jixiao.score(jixiao.load_project(project), jixiao.load_spec("cn.mof-2020-10"))


@pytest.mark.parametrize(
    "level1",
    [
        "产 出 指 标",
        "产出\n指标",
        "产出指标（50分）",
        "产出指标50%",
        "产出",
        "产出（50 分）",
        "产\u200b出指标",
        "产出指标：",
    ],
)
def test_a_class_is_known_by_its_word(level1: str) -> None:
    result = scored(level1=level1)
    assert result.total == "90.00"
    assert result.to_dict()["indicators"][0]["level1"] == level1, "it is shown as it was typed"


@pytest.mark.parametrize("level1", ["产量指标", "产出效益指标", "产出指标甲", "指标", "50分"])
def test_another_word_is_another_class(level1: str) -> None:
    assert "JX324" in {finding.code for finding in scored(level1=level1).findings}


@pytest.mark.parametrize(
    "level2",
    [
        "成本指标",
        "成本\n指标",
        "成 本 指 标",
        "成本",
        "成本指标(10分)",
        "成本20%",
        "社会成本指标",
        "生态环境成本",
        "经济成本指标：",
    ],
)
def test_money_of_a_cost_row_is_not_to_be_exceeded(level2: str) -> None:
    """The sign that a spec takes for granted does not depend on how the second level is typed."""
    result = scored(level2=level2, target="90万元", actual="108万元")
    row = result.to_dict()["indicators"][0]
    assert (row["score"], row["rule"]) == ("75.00", "less_is_better")


@pytest.mark.parametrize("level2", ["数量指标", "成本节约", "降成本措施", "", None])
def test_money_elsewhere_is(level2: str | None) -> None:
    assert scored(level2=level2, target="90万元", actual="108万元").to_dict()["indicators"][0]["score"] == "90.00"


@pytest.mark.parametrize("weight", ["90分", "９０ 分", "90\u200b"])
def test_a_weight_may_say_that_it_is_points(weight: str) -> None:
    assert scored(weight=weight).total == "90.00"


@pytest.mark.parametrize("weight", ["90分钟", "90%", "90点"])
def test_a_weight_is_no_other_unit(weight: str) -> None:
    assert "JX204" in {finding.code for finding in scored(weight=weight).findings}


@pytest.mark.parametrize(
    ("target", "actual"),
    [
        ("提升", "提\n升"),
        ("提升\u200b", "提 升"),
        ("有效提升", "有效\u3000提升"),
        ("≥95%\u2060", "95%"),
        ("\ufeff5000条", "5000 条"),
    ],
)
def test_equal_texts_reach_their_target(target: str, actual: str) -> None:
    assert scored(target=target, actual=actual).total == "99.00"


@pytest.mark.parametrize("word", ["达成年度\n指标", "达 成年度指标", "１", "达成\u200b"])
def test_a_tier_is_known_by_its_word(word: str) -> None:
    assert scored(target="提升", actual="有提升", tier=word).total == "99.00"
    assert scored(target="提升", actual=word).total == ("99.00" if word != "１" else None)


@pytest.mark.parametrize("word", ["达成年度指标（85%）", "达成80%", "达成：80分"])
def test_a_tier_with_a_share_behind_it_is_no_tier(word: str) -> None:
    """What stands behind it may be the share that a judge gave: nothing of it is dropped."""
    assert scored(target="提升", actual=word).total is None


@pytest.mark.parametrize("actual", ["\u200b", " \ufeff ", "\u2060—"])
def test_what_nobody_can_see_states_nothing(actual: str) -> None:
    assert scored(actual=actual).to_dict()["indicators"][0]["outcome"] == "no_data"


@given(data=st.data())
def test_keys_however_they_are_typed(data: st.DataObject) -> None:
    key = data.draw(st.sampled_from(sorted(spellings(Indicator))))
    typed = data.draw(retyped(key))
    found = jixiao.load_project({"indicators": [{typed: "1"}]})
    assert not {finding.code for finding in found.findings} & {"JX201", "JX202"}


def test_a_key_in_two_spellings_is_still_one_key() -> None:
    found = jixiao.load_project({"名 称": "甲", "项目名称": "乙", "项目 名称": "丙"})
    assert [finding.code for finding in found.findings if finding.code == "JX211"] == ["JX211"]


def test_a_key_that_states_another_unit_is_not_taken_for_the_same() -> None:
    """A note behind a key is no spelling of it: amounts in 元 would be taken for 万元."""
    found = jixiao.load_project({"项目资金": {"年度资金总额": {"全年预算数（元）": "1080000"}}})
    assert {finding.code for finding in found.findings} & {"JX201", "JX202"}


@pytest.mark.parametrize(
    ("unit", "amount", "number"),
    [
        (None, "108万元", 108),
        (None, "1,080,000元", 108),
        (None, "108 万 元", 108),
        (None, "108万", 108),
        (None, "1.5亿元", 15000),
        ("元", "108万元", 1080000),
        (" 万\n元 ", "1080000.5元", Fraction(10800005, 100000)),
        (None, "108", 108),
        (None, "108个", None),
        (None, "≥108万元", None),
        ("美元", "108万元", None),
        (None, "0.0000000000001元", None),
    ],
)
def test_an_amount_with_its_unit(unit: str | None, amount: str, number: Fraction | None) -> None:
    funds = {"total": {"budget": amount}} | ({"money_unit": unit} if unit else {})
    found = jixiao.load_project({"funds": funds})
    assert found.funds.total.budget == number
    assert bool(found.findings) == (number is None)


@pytest.mark.parametrize(("typed", "sign"), [("（ ≥ ）", "≥"), ("定\n性", "定性"), ("＝", "=")])
def test_a_sign(typed: str, sign: str) -> None:
    assert Indicator.model_validate({"comparison": typed}).comparison == sign


@pytest.mark.parametrize(("typed", "direction"), [("反 向", "反向"), ("正向指标", "正向"), ("反向指标\u200b", "反向")])
def test_a_direction(typed: str, direction: str) -> None:
    assert Indicator.model_validate({"direction": typed}).direction == direction


def test_a_year_and_an_answer() -> None:
    found = Project.model_validate({"year": "２０２３ 年度", "finished": "是 "})
    assert (found.year, found.finished) == (2023, True)
