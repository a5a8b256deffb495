"""Checklists: items with their own points, done, partly done or not, each with its reason."""

from __future__ import annotations

from typing import Any

import pytest

import jixiao
from jixiao import load_project, parse_spec, score
from jixiao.explain.steps import steps_of
from jixiao.findings import Codes, Lang
from jixiao.result import Result
from tests.support.overlays import SOURCE, overlay

RULES = """\
rules:
  - rule: listed
    for: {class: output, comparison: 定性}
    measure: stated_share
    stated: items
    items: {有制度: 20, 有台账: 15, 有公示: 10}
    partly: 50%
    line: {0: 0, 100%: full}
    basis: n
  - rule: own
    for: {class: benefit, comparison: 定性}
    measure: stated_share
    stated: items
    line: {0: 0, 100%: full}
    basis: n
"""
SPEC = overlay("cn.test.checklist-2025", SOURCE + RULES, start="2025-01-01")
BOOK = parse_spec(SPEC)


def checked(items: list[dict[str, Any]], level1: str = "产出指标", weight: int = 45, **changes: Any) -> Result:
    """The result of a project with one checklist, and a row that is reached."""
    row = {"level1": level1, "name": "管理规范", "target": "全部符合", "weight": weight, "items": items}
    other = {"level1": "满意度指标", "name": "满意度", "target": "≥90%", "actual": "90%", "weight": 90 - weight}
    funds = {"total": {"budget": 1, "spent": 1}}
    data = {"name": "甲", "year": 2025, "funds": funds, "indicators": [row | changes, other]}
    return score(load_project(data), BOOK)


def answers(*words: str, **changes: Any) -> list[dict[str, Any]]:
    """The items of the spec with answers, in another order than the spec's."""
    names = ("有公示", "有台账", "有制度")
    return [{"条目": name, "结论": word, "原因": "没有"} | changes for name, word in zip(names, words, strict=True)]


def codes(result: Result) -> list[str]:
    """The codes of the findings on items."""
    return [finding.code for finding in result.findings if finding.code.startswith("JX78")]


@pytest.mark.parametrize(
    ("words", "points"),
    [
        (("是", "是", "是"), "45.00"),
        (("否", "是", "是"), "35.00"),  # 10 of 45 lost
        (("是", "部分", "是"), "37.50"),  # half of 15
        (("是", "部分", "否"), "17.50"),
        (("否", "否", "否"), "0.00"),
    ],
)
def test_items_earn_their_points(words: tuple[str, ...], points: str) -> None:
    result = checked(answers(*words))
    assert result.indicators[0].score == points
    assert not [finding for finding in result.findings if finding.severity.value == "error"]


def test_the_share_of_the_items_counts_where_the_row_has_other_points() -> None:
    # 35 of 45 points earn 7/9 of 50
    result = checked(answers("否", "是", "是"), weight=50)
    assert result.indicators[0].score == "38.89"
    assert codes(result) == [Codes.ITEMS_OTHER_THAN_WEIGHT]


def test_each_lost_item_is_named_with_its_reason_in_the_order_of_the_rule() -> None:
    row = checked(answers("否", "部分", "是")).indicators[0]
    assert row.reason == "“有台账”部分达到，15分扣7.5分（没有），“有公示”未达到，10分全扣（没有），得27.5分，扣17.5分"
    assert [part.code for part in row.reason_parts] == ["item_partly_because", "item_missed_because", "result"]
    english = checked(answers("否", "部分", "是")).indicators_in("en")[0]
    assert english.reason.startswith(
        "“有台账” partly done, loses 7.5 of 15 points (没有), “有公示” not done, loses all"
    )


def test_a_lost_item_without_a_reason_is_told() -> None:
    result = checked(answers("否", "是", "是", 原因=None))
    assert codes(result) == [Codes.ITEM_LOST_WITHOUT_REASON]
    assert result.indicators[0].reason == "“有公示”未达到，10分全扣，得35分，扣10分"


def test_a_row_may_bring_its_own_items_and_shares() -> None:
    items = [
        {"name": "有调查", "points": "2.5", "answer": "partly", "share": "60%", "reason": "只有一次"},
        {"name": "有方案", "points": "7.5", "answer": "yes"},
    ]
    result = checked(items, "效益指标", 10)
    assert (result.indicators[0].score, codes(result)) == ("9.00", [])  # 1.5 + 7.5


@pytest.mark.parametrize(
    ("items", "code"),
    [
        ([], Codes.NO_ACTUAL_VALUE),
        (answers("是", "是", "是")[:2], Codes.ITEM_NOT_ANSWERED),
        ([*answers("是", "是", "是"), {"条目": "有罚则", "结论": "是"}], Codes.UNKNOWN_ITEM),
        ([*answers("是", "是", "是"), {"条目": "有制度", "结论": "是"}], Codes.ITEM_NOT_UNIQUE),
        ([*answers("是", "是", "是")[:2], {"结论": "是"}], Codes.ITEM_NOT_UNIQUE),
        ([*answers("是", "是", "是")[:2], {"条目": "有制度"}], Codes.ITEM_NOT_ANSWERED),
        (answers("是", "是", "是", 分值=20), Codes.ITEM_POINTS_DIFFER),
        (answers("是", "是", "是", 得分比例="50%"), Codes.ITEM_SHARE_CONTRADICTS),
        (answers("部分", "部分", "部分", 得分比例="150%"), Codes.ITEM_SHARE_CONTRADICTS),
    ],
)
def test_items_that_cannot_be_reckoned_leave_the_row_without_a_score(items: list[dict[str, Any]], code: str) -> None:
    result = checked(items)
    assert result.indicators[0].score is None
    errors = [finding.code for finding in result.findings if finding.severity.value == "error"]
    assert errors == [code]


@pytest.mark.parametrize(
    ("item", "code"),
    [
        ({"name": "有方案", "answer": "yes"}, Codes.ITEM_WITHOUT_POINTS),
        ({"name": "有方案", "points": 0, "answer": "yes"}, Codes.ITEM_WITHOUT_POINTS),
        ({"name": "有方案", "points": 2, "answer": "partly"}, Codes.ITEM_WITHOUT_SHARE),
    ],
)
def test_own_items_need_points_and_shares(item: dict[str, Any], code: str) -> None:
    result = checked([item], "效益指标", 10)
    errors = [finding.code for finding in result.findings if finding.severity.value == "error"]
    assert errors == [code]


def test_an_answer_that_cannot_be_read_is_told_once() -> None:
    result = checked(answers("是", "是", "大概"))
    errors = [(finding.code, finding.path) for finding in result.findings if finding.severity.value == "error"]
    assert errors == [(Codes.NOT_AN_ALLOWED_VALUE, "indicators[0].items[2].answer")]


def test_items_of_a_row_that_is_scored_otherwise_are_told() -> None:
    result = checked(answers("否", "是", "是"), comparison="≥", target="≥90%", actual="90%")
    assert (result.indicators[0].score, codes(result)) == ("45.00", [Codes.ITEMS_NOT_SCORED])
    assert checked(answers("否", "是", "是"), share="100%").indicators[0].score == "45.00"


@pytest.mark.parametrize("lines", ["items: {有制度: 20}", "partly: 50%"])
def test_a_rule_that_does_not_score_by_items_may_not_list_them(lines: str) -> None:
    text = SPEC.replace("    stated: items\n    line", f"    {lines}\n    line")
    with pytest.raises(jixiao.SpecError) as raised:
        parse_spec(text)
    assert [finding.code for finding in raised.value.findings] == [Codes.ITEMS_UNUSED]


@pytest.mark.parametrize(
    ("lang", "step"),
    [("zh", "条目“有公示”：10 分得 0（没有）"), ("en", "item “有公示”: earns 0 of 10 (没有)")],
)
def test_the_steps_to_a_score_go_by_the_items(lang: Lang, step: str) -> None:
    result = checked(answers("否", "部分", "是"))
    assert result.scored is not None
    assert step in steps_of(result.scored.rows[0], BOOK, lang)


def test_a_document_with_items_is_read_back() -> None:
    result = checked(answers("否", "部分", "是"))
    document = result.to_dict()
    assert Result.from_dict(document).to_dict() == document
    assert load_project(document["input"]).as_json == result.project.as_json
