"""Second scores: what a reviewer's values and deductions give beside the unit's own, and which of the two counts."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

import jixiao
from jixiao import load_project, load_spec, parse_spec, score
from jixiao.explain.second_scores import second_steps, totals_line
from jixiao.findings import Codes
from jixiao.model.spec import IndicatorSpec
from jixiao.result import Result
from tests.support.overlays import SOURCE, overlay

SPEC = "cn.sichuan.chengdu-review-2025"
ROWS: list[dict[str, Any]] = [
    {"level1": "产出指标", "name": "培训人次", "target": "≥1000人次", "actual": "1000人次", "weight": 50},
    {"level1": "效益指标", "name": "就业率", "target": "≥60%", "actual": "54%", "weight": 30, "cause": "疫情"},
    {"level1": "满意度指标", "name": "满意度", "target": "≥90%", "actual": "92%", "weight": 10},
]


def reviewed(*reviews: dict[str, Any] | None, spec: str | IndicatorSpec = SPEC, **changes: Any) -> Result:
    """The result of a project whose rows have these reviews, in order; 95.88 of 100 were spent."""
    filled = [*reviews, *[None] * (len(ROWS) - len(reviews))]
    rows = [row | ({"review": review} if review else {}) for row, review in zip(ROWS, filled, strict=True)]
    funds = {"total": {"budget": 100, "spent": "95.88"}, "cause": "尾款"}
    data = {
        "name": "甲", "year": 2025, "stage": "复核", "funds": funds, "indicators": rows, "review": {"reviewer": "张三"},
    }  # fmt: skip
    return score(load_project(data | changes), spec)


def codes(result: Result) -> list[str]:
    """The codes of the findings on the review."""
    return [finding.code for finding in result.findings if finding.code.startswith("JX77")]


def scores(result: Result) -> list[str | None]:
    """The second scores of all rows, the execution row first."""
    assert result.review is not None
    assert result.review.execution is not None
    return [result.review.execution.score, *(row.score for row in result.review.indicators)]


def test_a_row_without_a_review_is_confirmed_as_it_is() -> None:
    # 95.88 % of 10 points; 54/60 of 30 points
    result = reviewed()
    assert scores(result) == ["9.59", "50.00", "27.00", "10.00"]
    assert result.review is not None
    assert (result.total, result.review.total, result.review.adopted_total) == ("96.59", "96.59", "96.59")
    assert [row.reason for row in result.review.indicators] == ["", "", ""]
    assert codes(result) == []


def test_a_reviewed_value_is_scored_by_the_same_curve() -> None:
    # 950 of 1000 earn 47.5 of 50; the unit's own score stays
    result = reviewed({"actual": "950人次"})
    assert result.review is not None
    row = result.review.indicators[0]
    assert (row.score, row.difference, row.relative_difference) == ("47.50", "2.50", "0.05")
    assert row.reason == "自评完成值1000人次，复核认定950人次，完成率95%，按比例得47.5分，比自评的50分少2.5分"
    assert (result.indicators[0].score, result.total) == ("50.00", "96.59")
    assert (result.review.total, result.review.difference) == ("94.09", "2.50")


def test_a_reviewer_may_find_more_than_the_unit_stated() -> None:
    # 60 of 60 earn 30, the unit's 54 earned 27
    result = reviewed(None, {"actual": "60%"})
    assert result.review is not None
    row = result.review.indicators[1]
    assert (row.score, row.difference, row.lost_by_unit, row.lost_by_review) == ("30.00", "-3.00", "3.00", "-3.00")
    assert row.reason == "自评完成值54%，复核认定60%，得30分，比自评的27分多3分"


def test_the_execution_rate_is_reviewed_by_its_amounts() -> None:
    # 90 of 100 earn 9 of 10
    funds = {"total": {"budget": 100, "spent": "95.88"}, "review": {"spent": 90}}
    result = reviewed(funds=funds)
    assert result.review is not None
    assert result.review.execution is not None
    assert (result.review.execution.score, result.review.execution.actual) == ("9.00", "90")
    reason = "自评执行数95.88万元，复核认定90万元，预算执行率90%，按比例得9分，比自评的9.59分少0.59分"
    assert result.review.execution.reason == reason


def test_each_deduction_says_who_took_it_and_why() -> None:
    deductions = [{"points": 2, "reason": "缺签到表"}, {"分值": "1.5", "原因": "名册重复", "复核人": "李四"}]
    result = reviewed({"deductions": deductions})
    assert result.review is not None
    row = result.review.indicators[0]
    assert (row.score, row.reason_code) == ("46.50", "deduct")
    assert row.reason == "张三扣2分（缺签到表），李四扣1.5分（名册重复），得46.5分，比自评的50分少3.5分"
    assert [(loss.reviewer, loss.points) for loss in row.losses] == [("张三", "2"), ("李四", "1.5")]


@pytest.mark.parametrize("word", ["no_evidence", "没有佐证资料"])
def test_a_mark_takes_what_the_rule_says_and_cites_it(word: str) -> None:
    result = reviewed({"deductions": [{"mark": word}]})
    assert result.review is not None
    row = result.review.indicators[0]
    assert (row.score, row.outcome) == ("0.00", "missed")
    assert row.losses[0].citation == "自评复核规则十四条 佐证"
    assert row.reason == "张三认定“没有佐证资料”扣50分，得0分，比自评的50分少50分"


def test_a_mark_with_other_points_than_the_rule_is_told() -> None:
    # 30 % of 50 points are 15
    result = reviewed({"deductions": [{"mark": "unfit_light", "points": 10}]})
    assert scores(result)[1] == "35.00"
    assert codes(result) == [Codes.DEDUCTION_OTHER_THAN_MARK]


def test_more_points_than_a_row_has_are_told() -> None:
    result = reviewed(None, None, {"deductions": [{"points": 12, "reason": "问卷造假"}]})
    assert scores(result)[3] == "0.00"
    (finding,) = [finding for finding in result.findings if finding.code == Codes.DEDUCTION_BEYOND_SCORE]
    assert finding.args == {"stated": "12", "taken": "10"}


def test_words_beside_a_lower_score_are_its_reason() -> None:
    result = reviewed(None, None, {"score": 8, "remark": "问卷只有三份"})
    assert result.review is not None
    assert result.review.indicators[2].score == "8.00"
    assert result.review.indicators[2].reason == "张三扣2分（问卷只有三份），得8分，比自评的10分少2分"
    assert codes(result) == []


def test_words_beside_a_lower_score_of_the_execution_rate_are_its_reason_too() -> None:
    funds = {"total": {"budget": 100, "spent": 100}, "review": {"score": 6, "remark": "年末突击花钱"}}
    assert scores(reviewed(funds=funds))[0] == "6.00"


@pytest.mark.parametrize("review", [{"score": 8}, {"score": 12, "remark": "办得好"}, {"score": -1, "remark": "没办"}])
def test_a_stated_score_that_nothing_explains_is_told_and_does_not_count(review: dict[str, Any]) -> None:
    result = reviewed(None, None, review)
    assert scores(result)[3] == "10.00"
    (finding,) = [finding for finding in result.findings if finding.code == Codes.SECOND_SCORE_DIFFERS]
    assert finding.path == "indicators[2].review.score"


def test_a_deduction_and_a_score_that_agree_are_no_finding() -> None:
    assert codes(reviewed({"score": 48, "deductions": [{"points": 2, "reason": "缺签到表"}]})) == []


def test_what_counts_is_chosen_as_a_whole_or_by_the_row() -> None:
    taken = {"deductions": [{"points": 5, "reason": "缺签到表"}]}
    as_reviewed = reviewed(taken, taken)
    as_stated = reviewed(taken, taken, review={"reviewer": "张三", "采纳": "自评"})
    mixed = reviewed(taken, taken | {"adopted": "自评"})
    totals = [result.review.adopted_total for result in (as_reviewed, as_stated, mixed) if result.review]
    assert totals == ["86.59", "96.59", "91.59"]
    assert mixed.review is not None
    assert [row.lost_by_review for row in mixed.review.indicators] == ["5.00", "0.00", "0.00"]
    assert (as_reviewed.grade, mixed.review.adopted_grade, mixed.review.grade) == ("优", "优", "良")


def test_every_point_that_the_adopted_total_lacks_was_lost_by_one_of_the_two() -> None:
    result = reviewed({"actual": "800人次"}, {"deductions": [{"points": 5, "reason": "虚报"}]}, {"adopted": "自评"})
    review = result.review
    assert review is not None
    rows = [row for row in (review.execution, *review.indicators) if row is not None]
    lost = sum(Fraction(row.lost_by_unit or 0) + Fraction(row.lost_by_review or 0) for row in rows)
    assert lost == Fraction(100) - Fraction(review.adopted_total or 0) == Fraction(review.adopted_deduction or 0)


def test_a_row_that_its_unit_left_empty_can_be_filled_by_the_reviewer() -> None:
    rows = [ROWS[0] | {"review": {"actual": "500人次"}}, *ROWS[1:]]
    del rows[0]["actual"]
    result = reviewed(indicators=rows)
    assert result.total is None
    assert result.review is not None
    row = result.review.indicators[0]
    assert (row.score, row.difference, row.lost_by_unit, row.lost_by_review) == ("25.00", None, None, "25.00")
    assert result.review.adopted_total == "71.59"


@pytest.mark.parametrize(
    ("deduction", "code", "path"),
    [
        ({"points": 2}, Codes.DEDUCTION_WITHOUT_REASON, "deductions"),
        ({"points": -2, "reason": "加分"}, Codes.INVALID_DEDUCTION, "deductions"),
        ({"mark": "随手扣"}, Codes.UNKNOWN_MARK, "deductions"),
    ],
)
def test_a_deduction_that_cannot_stand_leaves_the_unit_its_score(
    deduction: dict[str, Any], code: str, path: str
) -> None:
    result = reviewed({"deductions": [deduction]})
    assert result.review is not None
    assert (result.indicators[0].score, result.review.indicators[0].score) == ("50.00", None)
    assert (result.total, result.review.total, result.review.adopted_total) == ("96.59", None, None)
    (finding,) = [finding for finding in result.findings if finding.code == code]
    assert finding.path == f"indicators[0].review.{path}"


def test_points_without_a_reason_are_said_to_have_none_where_there_is_no_score_to_take_them_from() -> None:
    rows = [ROWS[0] | {"actual": None, "review": {"deductions": [{"points": 2}]}}, *ROWS[1:]]
    review = reviewed(indicators=rows).review
    assert review is not None
    assert "没有写原因" in review.indicators[0].reason


def test_a_reviewed_value_that_cannot_be_read_is_told_at_its_place() -> None:
    result = reviewed({"actual": "950公里"})
    paths = [finding.path for finding in result.findings if finding.severity.value == "error"]
    assert paths == ["indicators[0].review.actual"]


def test_totals_and_grades_are_held_against_the_rows() -> None:
    result = reviewed({"actual": "800人次"}, review={"reviewer": "张三", "total": 90, "grade": "优"})
    assert codes(result) == [Codes.SECOND_TOTAL_DIFFERS, Codes.SECOND_GRADE_DIFFERS]  # 86.59, 良
    assert codes(reviewed({"actual": "800人次"}, review={"reviewer": "张三", "total": "86.59", "grade": "良"})) == []


def test_somebody_has_to_answer_for_a_deduction() -> None:
    taken = {"deductions": [{"points": 5, "reason": "缺签到表"}]}
    result = reviewed(taken, review={"opinion": "属实"})
    assert codes(result) == [Codes.REVIEWER_NOT_NAMED]
    assert result.review is not None
    assert result.review.indicators[0].reason == "人工扣5分（缺签到表），得45分，比自评的50分少5分"


def test_a_review_at_another_stage_is_told_and_gives_no_second_score() -> None:
    result = reviewed({"actual": "950人次"}, stage="自评")
    assert (codes(result), result.review) == ([Codes.REVIEW_AT_OTHER_STAGE], None)
    assert "review" not in result.to_dict()


def test_a_review_that_is_yet_to_be_filled_in_is_told() -> None:
    result = reviewed(review=None)
    assert (codes(result), result.review, result.total) == ([Codes.NOT_YET_REVIEWED], None, "96.59")


def test_a_tier_is_reviewed_as_a_tier() -> None:
    row = {"level1": "产出指标", "name": "制度", "target": "健全", "actual": "健全", "weight": 90, "comparison": "定性"}
    review = {"tier": "2", "share": "70%"}
    spec = "cn.mof-2020-10"
    data = [row | {"actual": "较健全", "tier": "1", "share": "90%", "review": review}]
    result = reviewed(indicators=data, spec=spec, funds={"total": {"budget": 1, "spent": 1}})
    assert result.review is not None
    assert (result.indicators[0].score, result.review.indicators[0].score) == ("81.00", "63.00")
    assert "自评档次1，复核认定2，自评得分比例90%，复核认定70%" in result.review.indicators[0].reason


REVIEW = 'review: {lower: 10%, higher: "0", basis: n}\n'
LIMITED = overlay("cn.test.limited-2025", SOURCE + REVIEW, start="2025-01-01")


@pytest.mark.parametrize(
    ("review", "score", "is_limited"),
    [
        ({"actual": "950人次"}, "47.50", False),  # 2.5 of at most 5 points
        ({"actual": "900人次"}, "45.00", False),
        ({"actual": "500人次"}, "45.00", True),  # 25 points lower, of which 5 may be taken
    ],
)
def test_a_spec_may_limit_how_far_a_second_score_is_from_the_first(
    review: dict[str, Any], score: str, is_limited: bool
) -> None:
    result = reviewed(review, spec=parse_spec(LIMITED))
    assert result.review is not None
    row = result.review.indicators[0]
    assert (row.score, row.limited) == (score, is_limited)
    assert (Codes.SECOND_SCORE_LIMITED in codes(result)) is is_limited
    assert ("与自评之差超出限度" in row.reason) is is_limited


def test_a_spec_may_let_reviewers_take_only() -> None:
    result = reviewed(None, {"actual": "60%"}, spec=parse_spec(LIMITED))
    assert result.review is not None
    assert (result.review.indicators[1].score, result.review.indicators[1].limited) == ("27.00", True)


@pytest.mark.parametrize("text", ["三成", "-1分", "10"])
def test_a_limit_that_is_neither_a_share_nor_points_is_refused(text: str) -> None:
    spec = load_spec_findings(LIMITED.replace("10%", text))
    assert spec == [Codes.INVALID_LOSS]


def load_spec_findings(text: str) -> list[str]:
    """The codes of what is wrong with a spec."""
    with pytest.raises(jixiao.SpecError) as raised:
        parse_spec(text)
    return [finding.code for finding in raised.value.findings]


@pytest.mark.parametrize(("limits", "bounds"), [("lower: 5分", (35, 50)), ("higher: 5分", (0, 45))])
def test_a_limit_may_be_for_one_side_alone(limits: str, bounds: tuple[int, int]) -> None:
    spec = parse_spec(LIMITED.replace('lower: 10%, higher: "0"', limits))
    assert spec.review is not None
    assert spec.review.bounds(Fraction(40), Fraction(50)) == bounds


def test_which_score_counts_is_the_units_or_the_reviewers() -> None:
    result = reviewed(review={"reviewer": "张三", "adopted": "目标"})
    assert Codes.NOT_AN_ALLOWED_VALUE in [finding.code for finding in result.findings]


def test_a_spec_with_limits_keeps_them_when_it_is_written_out() -> None:
    spec = parse_spec(LIMITED)
    assert spec.review is not None
    assert spec.review.bounds(Fraction(40), Fraction(50)) == (35, 40)
    assert spec.sha256 != load_spec("cn.mof-2020-10").sha256


def test_a_document_is_read_back_with_its_review() -> None:
    result = reviewed({"actual": "950人次"}, {"deductions": [{"mark": "unrelated"}], "adopted": "自评"})
    for lang in ("zh", "en"):
        document = result.to_dict(lang)
        again = Result.from_dict(document)
        assert again.to_dict(lang) == document
        assert again.review == result.review


def test_the_steps_to_a_second_score_end_with_what_counts() -> None:
    result = reviewed({"actual": "950人次"})
    steps = steps_of_reviews(result)
    assert steps[1][-1] == "采纳复核得分 47.5：自评表扣 0，复核扣 2.5"
    assert steps[2] == ["没有不同意见，与自评相同", "采纳复核得分 27：自评表扣 3，复核扣 0"]


def steps_of_reviews(result: Result) -> list[list[str]]:
    """The steps to the second score of each row."""
    assert result.spec is not None
    return [second_steps(row, result.spec) for row in result.second_rows if row is not None]


def test_a_raised_score_is_explained_as_added() -> None:
    result = reviewed(None, {"actual": "60%", "adopted": "自评"})
    assert steps_of_reviews(result)[2][-1] == "采纳自评得分 27：自评表扣 3；复核加 3，不计"


def test_a_row_without_two_scores_says_why_it_has_none() -> None:
    result = reviewed({"actual": "950公里"})
    assert steps_of_reviews(result)[1][-1] == "没有得分，原因见提示"
    assert result.second is not None
    assert "复核总分 —" in totals_line(result.second)


TYPED_RULES = """\
rules:
  - rule: typed
    for: {class: output, comparison: 定性}
    measure: stated_share
    stated: score
    line: {0: 0, 100%: full}
    basis: n
"""
TYPED = overlay("cn.test.typed-score-2025", SOURCE + TYPED_RULES, start="2025-01-01")


@pytest.mark.parametrize(
    ("own", "review", "score", "reason"),
    [
        ({"score": 45}, {"score": 40}, "40.00", "自评得分45，复核评定40，"),
        ({"score": 45}, {"share": "50%"}, "25.00", "自评得分比例—，复核认定50%，"),
        ({"share": "90%"}, {"share": "50%"}, "25.00", "自评得分比例90%，复核认定50%，"),
    ],
)
def test_what_a_person_judges_is_judged_again(
    own: dict[str, Any], review: dict[str, Any], score: str, reason: str
) -> None:
    row = {"level1": "产出指标", "name": "制度", "target": "健全", "actual": "较健全", "weight": 50, **own}
    result = reviewed(spec=parse_spec(TYPED), indicators=[row | {"review": review}, *ROWS[1:]])
    assert result.review is not None
    assert result.review.indicators[0].score == score
    assert result.review.indicators[0].reason.startswith(reason)
    assert codes(result) == []


def test_a_spec_without_an_execution_row_has_none_in_its_reviews() -> None:
    rows = [
        {"level1": "工作量", "name": "会议", "target": "10", "actual": "10", "weight": 40, "review": {"actual": "9"}},
        {
            "level1": "宣传",
            "name": "没有的类别",
            "target": "10",
            "actual": "10",
            "weight": 5,
            "review": {"actual": "9"},
        },
    ]
    result = reviewed(spec="cn.mof-2003", year=2005, indicators=rows)
    assert result.review is not None
    assert result.review.execution is None
    # a tenth less than planned: three whole steps of 3 %
    assert [row.score for row in result.review.indicators] == ["37.00", None]
    assert steps_of_reviews(result)[1][-1] == "没有得分，原因见提示"


def test_a_reviewer_may_be_named_with_the_deduction_alone() -> None:
    taken = {"deductions": [{"points": 5, "reason": "缺签到表", "reviewer": "李四"}], "remark": "已核对"}
    result = reviewed(taken, review=None)
    assert codes(result) == []
    assert "复核说明：已核对" in steps_of_reviews(result)[1]
