"""Answers to questions of monitoring in one text, as forms print them and as people type them."""

from __future__ import annotations

import pytest

from jixiao.model.typed_words import answers_of_text, text_of_answers

ANSWERS = {"资金按计划支出": "是", "目标按计划实现": "否"}


@pytest.mark.parametrize(
    "text",
    [
        "资金按计划支出（是）；目标按计划实现（否）",
        " 资金按计划支出( 是 ) ;\n目标按计划实现（否）；",
        "资金按计划支出（是）、目标按计划实现（否）",
        "资金按计划支出：是；目标按计划实现：否",
        "资金按计划支出: 是\n\n目标按计划实现: 否",
        "资金按计划支出：是，，目标按计划实现（否）",
        "资金按计划支出（是）, 目标按计划实现：否",
        "{'资金按计划支出': '是', '目标按计划实现': '否'}",
    ],
)
def test_every_spelling_of_two_answers(text: str) -> None:
    assert answers_of_text(text) == ANSWERS


@pytest.mark.parametrize(
    "text",
    [
        "正常",
        "",
        " ；",
        "资金（是）；正常",
        "资金（是）；资金（否）",
        "资金：是；资金：否",
        "：是",
        "资金：是：否",
        "资金：",
    ],
)
def test_a_text_that_states_no_answers_stays_as_it_is(text: str) -> None:
    assert answers_of_text(text) == text


@pytest.mark.parametrize("question", ["资金、进度按计划", "资金按计划支出（含上级）", "资金,进度", "Spent as planned"])
def test_what_forms_print_is_read_again(question: str) -> None:
    answers = {question: True, "目标按计划实现": False}
    assert answers_of_text(text_of_answers(answers)) == {question: "是", "目标按计划实现": "否"}


def test_a_long_text_without_answers_ends() -> None:
    assert isinstance(answers_of_text("资金（ " * 20_000), str)
