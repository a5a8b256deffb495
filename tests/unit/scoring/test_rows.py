"""One row at a time: why it has no score, said exactly; and everything that a scored one knows about itself."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from jixiao.model.problems import Problem
from jixiao.scoring.plan import plan_of
from tests.support.named_rules import NAMED, SPEC, scored, spec

F = Fraction


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        # nothing is stated, or the row is nowhere
        ({"actual": None}, ("JX310", "actual")),
        ({"level1": "过程指标"}, ("JX324", "level1", (("level1", "过程指标"),))),
        ({"level1": "预算执行率"}, ("JX325", "level1", (("level1", "预算执行率"),))),
        ({"rule": "none"}, ("JX326", "rule", (("rule", "none"),))),
        # numbers that are none
        ({"rule": "ratio", "actual": "很多"}, ("JX309", "actual", (("target", "≥10"), ("actual", "很多"), ("left", ""), ("right", "")))),
        ({"rule": "ratio", "target": "很多", "actual": "较多"}, ("JX311", "target", (("measure", "attainment"), ("target", "很多"), ("actual", "较多")))),
        ({"rule": "mirror", "target": "很多", "actual": "较多"}, ("JX311", "target", (("measure", "inverse_attainment"), ("target", "很多"), ("actual", "较多")))),
        ({"rule": "apart", "target": "很多", "actual": "较多"}, ("JX311", "target", (("measure", "relative_gap"), ("target", "很多"), ("actual", "较多")))),
        ({"rule": "off", "target": "很多", "actual": "较多"}, ("JX311", "target", (("measure", "deviation"), ("target", "很多"), ("actual", "较多")))),
        ({"rule": "short", "target": "很多", "actual": "较多"}, ("JX311", "target", (("measure", "gap"), ("target", "很多"), ("actual", "较多")))),
        ({"rule": "count", "target": "很多", "actual": "较多"}, ("JX311", "target", (("measure", "value"), ("target", "很多"), ("actual", "较多")))),
        ({"rule": "ratio", "target": "8-10"}, ("JX311", "actual", (("measure", "attainment"), ("target", "8-10"), ("actual", "5")))),
        ({"rule": "ratio", "target": "0"}, ("JX312", "target", (("target", "0"),))),
        ({"rule": "mirror", "target": "-1"}, ("JX312", "target", (("target", "-1"),))),
        ({"rule": "apart", "target": "≥0", "actual": "-1"}, ("JX312", "target", (("target", "≥0"),))),
        ({"rule": "off", "target": "0", "actual": "1"}, ("JX312", "target", (("target", "0"),))),
        ({"rule": "rate"}, ("JX313", "actual", (("actual", "5"),))),
        ({"rule": "rates"}, ("JX313", "actual", (("actual", "5"),))),
        ({"rule": "stepped"}, ("JX313", "actual", (("actual", "5"),))),
        ({"rule": "done", "target": "完成", "actual": "没有"}, ("JX314", "actual", (("actual", "没有"), ("target", "完成")))),
        # dates that do not decide
        ({"rule": "days", "target": "9月底前", "actual": "早"}, ("JX309", "actual", (("target", "9月底前"), ("actual", "早"), ("left", ""), ("right", "")))),
        ({"rule": "days"}, ("JX315", "actual", (("actual", "5"),))),
        ({"rule": "days", "target": "2024年9月10日前", "actual": "2024年9月"}, ("JX315", "actual", (("actual", "2024年9月"),))),
        ({"rule": "days", "target": "2024年9月10日前", "actual": "2024年10月"}, ("JX315", "actual", (("actual", "2024年10月"),))),
        ({"rule": "months", "target": "2024年9月10日前", "actual": "2024年9月"}, ("JX315", "actual", (("actual", "2024年9月"),))),
        ({"rule": "done", "target": "2024年9月10日前", "actual": "2024年9月"}, ("JX315", "actual", (("actual", "2024年9月"),))),
        # a deadline of the first: that day would be in time, any later one would not
        ({"rule": "days_judged", "target": "2024年9月1日前", "actual": "2024年9月", "share": "60%"}, ("JX315", "actual", (("actual", "2024年9月"),))),
        ({"rule": "days", "target": "9月前", "actual": "10月3日", "uom": "天天天天天天天天天天天天天天天天天天天天天"}, ("JX305", "uom", (("value", "天天天天天天天天天天天天天天天天天天天天天"),))),
        # shares that nobody stated, or that do not fit
        ({"rule": "share", "target": "好转", "actual": "一般"}, ("JX316", "share", (("tier", ""), ("actual", "一般")))),
        ({"rule": "share", "target": "好转", "actual": "差"}, ("JX317", "share", (("tier", "差"), ("actual", "差")))),
        ({"rule": "share", "target": "好转", "actual": "一般", "tier": "中"}, ("JX322", "tier", (("tier", "中"), ("known", "好、差")))),
        ({"rule": "share", "target": "好转", "actual": "好", "share": "79%"}, ("JX318", "share", (("share", F(79, 100)), ("tier", "好")))),
        ({"rule": "share", "target": "好转", "actual": "一般", "share": "101%"}, ("JX319", "share", (("share", F(101, 100)),))),
        ({"rule": "claimed", "target": "好转", "actual": "一般", "score": "10.01"}, ("JX319", "score", (("share", F(1001, 1000)),))),
        ({"rule": "claimed", "target": "好转", "actual": "一般"}, ("JX316", "share", (("tier", ""), ("actual", "一般")))),
        ({"rule": "judged"}, ("JX323", "share", (("target", "≥10"), ("actual", "5")))),
        ({"rule": "judged", "share": "-1%"}, ("JX319", "share", (("share", F(-1, 100)),))),
        # measures of the funds, on a row that has none
        ({"rule": "raised"}, ("JX320", "initial", (("key", "initial"),))),
        ({"rule": "funds", "target": "很多", "actual": "较多"}, ("JX320", "budget", (("key", "budget"),))),
        ({"rule": "funds", "actual": "-1"}, ("JX321", "budget", (("budget", F(10)), ("spent", F(-1))))),
        ({"rule": "funds", "target": "0"}, ("JX321", "budget", (("budget", F(0)), ("spent", F(5))))),
        # what people took off
        ({"marks": "lost"}, ("JX328", "marks", (("mark", "lost"), ("known", "late、迟报、doubtful、存疑、void、无佐证")))),
        ({"deduct": {"points": "-1", "reason": "迟"}}, ("JX329", "deduct", (("points", F(-1)),))),
        ({"deduct": {"reason": "迟"}}, ("JX329", "deduct", (("points", None),))),
        ({"deduct": {"points": "1"}}, ("JX330", "deduct", (("points", F(1)),))),
        # the row contradicts itself, or counts nothing: it has no ratio, though both of its numbers are there
        ({"comparison": "≤"}, ("JX303", "comparison", (("stated", "≤"), ("typed", "≥")))),
        ({"direction": "反向"}, ("JX304", "direction", (("sign", "≥"), ("direction", "反向")))),
        ({"weight": "0"}, ("JX302", "weight", (("weight", F(0)),))),
        # a stroke is no value, and two of them are not the same value
        ({"target": "/", "actual": "/"}, ("JX331", "target", (("value", "/"),))),
        ({"target": "好转", "actual": "——"}, ("JX331", "actual", (("value", "——"),))),
        ({"target": "≥5个", "actual": "…"}, ("JX331", "actual", (("value", "…"),))),
        *(
            ({"target": text, "actual": text}, ("JX331", "target", (("value", text),)))
            for text in ("NaN", "nan", ".nan", "inf", "-Infinity", "null", "None", "NaT", "N/A", "NA", "<NA>", "#N/A")
        ),
        *(
            ({"target": "≥5个", "actual": text}, ("JX331", "actual", (("value", text),)))
            for text in ("NaN", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!")
        ),
        ({"weight": None}, ("JX301", "weight", (("key", "weight"),))),
    ],
)  # fmt: skip
def test_why_a_row_has_no_score(row: dict[str, Any], problem: tuple[Any, ...]) -> None:
    found = scored(row)
    assert found.score is None
    assert found.problem == Problem(*problem)
    silent = problem[0] in ("JX310", "JX316", "JX317", "JX320", "JX323", "JX331")
    assert found.outcome == ("no_data" if silent else "invalid"), "nothing stated is not the same as unreadable"
    assert (found.share, found.deduction, found.ratio) == (None, None, None)


def test_a_row_without_a_year_cannot_be_late() -> None:
    found = scored({"rule": "days", "target": "9月底前", "actual": "10月1日"}, year=None)
    assert found.problem == Problem("JX220", "year", (("key", "year"),))


def test_no_rule_fits() -> None:
    """The first named rules only: nothing is left for a plain row."""
    found = scored({}, spec(rules=[{"basis": "m10", **rule} for rule in NAMED]))
    assert found.problem == Problem("JX327", "target", (("target", "≥10"), ("comparison", "≥")))
    assert (found.rule, found.readings, found.over) == (None, (), "budget")


@pytest.mark.parametrize(
    ("row", "score", "share", "ratio", "outcome"),
    [
        # by hand, of 10 points
        ({"rule": "ratio"}, "5", "1/2", "1/2", "partly"),
        ({"rule": "ratio", "actual": "-5"}, "0", "0", "-1/2", "missed"),
        ({"rule": "ratio", "actual": "0"}, "0", "0", "0", "missed"),
        ({"rule": "ratio", "actual": "30"}, "10", "1", "3", "met"),
        ({"rule": "mirror", "target": "≤10", "actual": "40"}, "2.5", "1/4", "1/4", "partly"),
        ({"rule": "mirror", "target": "≤10", "actual": "0"}, "10", "1", None, "met"),
        ({"rule": "mirror", "target": "≤10", "actual": "-3"}, "10", "1", None, "met"),
        ({"rule": "mirror", "target": "≤10", "actual": "1"}, "10", "1", "10", "met"),
        # the ratio is the rule's own, whatever the sign: 12 of at most 10 by actual ÷ target, 5 of at least 10 by its mirror
        ({"rule": "ratio", "target": "≤10", "actual": "12"}, "10", "1", "6/5", "met"),
        ({"rule": "mirror"}, "10", "1", "2", "met"),
        ({"rule": "apart"}, "5", "1/2", "1/2", "partly"),
        ({"rule": "apart", "actual": "30"}, "10", "1", "3", "met"),
        ({"rule": "apart", "target": "≤10", "actual": "12"}, "8", "4/5", "5/6", "partly"),
        ({"rule": "apart", "target": "≤10", "actual": "8"}, "10", "1", "5/4", "met"),
        ({"rule": "apart", "target": "=10", "actual": "12"}, "8", "4/5", "6/5", "partly"),
        ({"rule": "apart", "target": "=10", "actual": "8"}, "8", "4/5", "4/5", "partly"),
        ({"rule": "apart", "target": "8-10", "actual": "12"}, "8", "4/5", None, "partly"),
        ({"rule": "apart", "target": "8-10", "actual": "6"}, "7.5", "3/4", None, "partly"),
        ({"rule": "apart", "target": "8-10", "actual": "9"}, "10", "1", None, "met"),
        ({"rule": "off", "actual": "12"}, "8", "4/5", "6/5", "partly"),
        ({"rule": "off", "target": "-10", "actual": "-12"}, "8", "4/5", None, "partly"),
        ({"rule": "short", "actual": "7.5"}, "7", "7/10", "3/4", "partly"),
        ({"rule": "short", "target": "≥2万人", "actual": "1.5万人"}, "9", "9/10", "3/4", "partly"),
        ({"rule": "short", "target": "≥95%", "actual": "90%"}, "9", "9/10", "18/19", "partly"),
        # 15 missing, a point each, of 10: nothing is left, and no more than that is lost
        ({"rule": "short", "actual": "-5"}, "0", "0", "-1/2", "missed"),
        ({"rule": "rate", "actual": "90%", "target": "≥95%"}, "10", "1", "18/19", "met"),
        ({"rule": "stepped", "actual": "84%", "target": "≥95%"}, "8", "4/5", "84/95", "partly"),
        ({"rule": "count", "actual": "9"}, "10", "1", "9/10", "met"),
        ({"rule": "count", "actual": "8.9"}, "0", "0", "89/100", "missed"),
        ({"rule": "done"}, "9", "9/10", "1/2", "partly"),
        ({"rule": "done", "actual": "10"}, "10", "1", "1", "met"),
        ({"rule": "done", "target": "8-10"}, "9", "9/10", None, "partly"),
        ({"rule": "done", "target": "8-10", "actual": "10"}, "10", "1", None, "met"),
        ({"rule": "done", "target": "完成", "actual": "完成"}, "10", "1", None, "met"),
        ({"rule": "done", "target": "2024年9月前", "actual": "2024年9月30日"}, "10", "1", None, "met"),
        ({"rule": "done", "target": "2024年9月前", "actual": "2024年10月1日"}, "9", "9/10", None, "partly"),
        # whichever day of October it was, it came late
        ({"rule": "done", "target": "2024年9月前", "actual": "2024年10月"}, "9", "9/10", None, "partly"),
        ({"rule": "days", "target": "9月前", "actual": "9月30日"}, "10", "1", None, "met"),
        ({"rule": "days", "target": "9月前", "actual": "10月3日"}, "7", "7/10", None, "partly"),
        ({"rule": "days", "target": "9月前", "actual": "2024年9月"}, "10", "1", None, "met"),
        ({"rule": "days_judged", "target": "9月前", "actual": "2024年11月", "share": "60%"}, "6", "3/5", None, "partly"),
        # calendar months: 30 September to 30 October is one; a day more begins a second
        ({"rule": "months", "target": "9月前", "actual": "9月30日"}, "10", "1", None, "met"),
        ({"rule": "months", "target": "9月前", "actual": "2024年9月"}, "10", "1", None, "met"),
        ({"rule": "months", "target": "9月前", "actual": "10月30日"}, "9", "9/10", None, "partly"),
        ({"rule": "months", "target": "9月前", "actual": "10月31日"}, "8", "4/5", None, "partly"),
        ({"rule": "months", "target": "2023年12月15日前", "actual": "2024年2月14日"}, "8", "4/5", None, "partly"),
        ({"rule": "months", "target": "2024年1月31日前", "actual": "2024年2月29日"}, "9", "9/10", None, "partly"),
        ({"rule": "whole_months", "target": "9月前", "actual": "10月29日"}, "10", "1", None, "met"),
        ({"rule": "whole_months", "target": "9月前", "actual": "10月31日"}, "9", "9/10", None, "partly"),
        ({"rule": "whole_months", "target": "2023年12月15日前", "actual": "2024年2月14日"}, "9", "9/10", None, "partly"),
        ({"rule": "share", "target": "好转", "actual": "一般", "share": "55%"}, "5.5", "11/20", None, "partly"),
        ({"rule": "share", "target": "好转", "actual": "好"}, "9", "9/10", None, "partly"),
        ({"rule": "share", "target": "好转", "actual": "好转"}, "9", "9/10", None, "partly"),
        ({"rule": "share", "target": "好转", "actual": "一般", "tier": "2", "share": "79%"}, "7.9", "79/100", None, "partly"),
        ({"rule": "claimed", "target": "好转", "actual": "一般", "score": "7.25"}, "7.25", "29/40", None, "partly"),
        ({"rule": "judged", "share": "0.25"}, "2.5", "1/4", "1/2", "partly"),
        ({"rule": "judged", "share": "0"}, "0", "0", "1/2", "missed"),
        ({"rule": "judged", "share": "1"}, "10", "1", "1/2", "met"),
        ({"rule": "funds", "actual": "0"}, "0", "0", "0", "missed"),
        ({"rule": "funds", "actual": "12"}, "10", "1", "6/5", "met"),
        # marks, a deduction by hand, caps: each only takes away
        ({"marks": "late"}, "4", "2/5", "1/2", "partly"),
        ({"marks": "存疑"}, "2", "1/5", "1/2", "partly"),
        ({"marks": ["late", "doubtful"]}, "1", "1/10", "1/2", "partly"),
        ({"marks": ["void"]}, "0", "0", "1/2", "missed"),
        ({"deduct": {"points": "0.5", "reason": "迟"}}, "4.5", "9/20", "1/2", "partly"),
        ({"deduct": {"points": "0", "reason": "无"}}, "5", "1/2", "1/2", "partly"),
        ({"deduct": {"points": "20", "reason": "迟"}}, "0", "0", "1/2", "missed"),
        ({"level1": "效益指标", "actual": "30"}, "5", "1/2", "3", "partly"),
        ({"level1": "效益指标", "actual": "30", "cause": "追加"}, "8", "4/5", "3", "partly"),
        ({"level1": "效益指标", "actual": "15"}, "8", "4/5", "3/2", "partly"),
        ({"level1": "效益指标", "actual": "12"}, "10", "1", "6/5", "met"),
        # 114 % is nearest to 110 %, 116 % to 120 %
        ({"level1": "成本指标", "comparison": "≥", "target": "10", "actual": "11.4"}, "10", "1", "57/50", "met"),
        ({"level1": "成本指标", "comparison": "≥", "target": "10", "actual": "11.6"}, "0", "0", "29/25", "missed"),
        # law 10's own rules
        ({}, "5", "1/2", "1/2", "partly"),
        ({"target": "≤0", "actual": "0"}, "10", "1", None, "met"),
        ({"weight": "0.07", "actual": "1"}, "0.01", "1/10", "1/10", "partly"),
        ({"weight": "0.04", "actual": "1"}, "0.00", "1/10", "1/10", "partly"),
        ({"weight": "0.333", "actual": "9.999"}, "0.33", "9999/10000", "9999/10000", "partly"),
        ({"weight": "0.333", "actual": "10"}, "0.333", "1", "1", "met"),
        ({"weight": "22.5", "actual": "10"}, "22.5", "1", "1", "met"),
        ({"weight": "22.5"}, "11.25", "1/2", "1/2", "partly"),
        ({"weight": "1", "actual": "1"}, "0.1", "1/10", "1/10", "partly"),
        # 0.32967 prints as all of 0.33, which is not to have met the target
        ({"weight": "0.33", "actual": "9.99"}, "0.33", "999/1000", "999/1000", "partly"),
    ],
)  # fmt: skip
def test_what_a_row_earns(row: dict[str, Any], score: str, share: str, ratio: str | None, outcome: str) -> None:
    found = scored(row)
    weight = F(row.get("weight", "10"))
    assert (found.problem, found.outcome) == (None, outcome)
    assert (found.score, found.share, found.deduction) == (F(score), F(share), weight - F(score))
    assert found.ratio == (None if ratio is None else F(ratio))
    assert found.points == weight * F(share)


def test_the_losses_name_what_took_them_and_how_much() -> None:
    """By hand: 300 % earns all 20, the cap leaves 10, a mark takes 1, the other 6, the hand 1.5; 1.5 are left."""
    found = scored({"level1": "效益指标", "actual": "30", "weight": "20", "marks": ["late", "doubtful"], "deduct": {"points": "1.5", "reason": "迟"}})  # fmt: skip
    assert [(loss.kind, loss.name, loss.points) for loss in found.losses] == [
        ("cap", "explained", 10), ("mark", "late", 1), ("mark", "doubtful", 6), ("deduct", "迟", F("1.5")),
    ]  # fmt: skip
    assert [loss.by for loss in found.losses] == [SPEC.caps[0], SPEC.marks[0], SPEC.marks[1], None]
    assert found.score == F("1.5")


def test_what_takes_nothing_is_no_loss() -> None:
    found = scored({"level1": "效益指标", "actual": "5", "marks": ["void", "late"]})
    assert [loss.name for loss in found.losses] == ["void"]


def test_a_stated_share_is_kept_where_it_was_asked_for() -> None:
    assert scored({"rule": "judged", "share": "0.25"}).share_stated == F(1, 4)
    assert scored({"rule": "ratio", "share": "0.25"}).share_stated is None
    assert scored({"actual": None}).share_stated is None
    assert scored({"actual": None}).losses == ()


def test_how_the_rule_came_to_be_chosen() -> None:
    by_name = [
        {
            "basis": "m10",
            "rule": "own",
            "for": {"name_has": ["热线"]},
            "measure": "met",
            "bands": {"met": "full", "otherwise": "0"},
        }
    ]
    of = spec(rules=[*by_name, *({"basis": "m10", **rule} for rule in NAMED), *SPEC.model_dump(by_alias=True, mode="json", exclude_none=True)["rules"][len(NAMED):]])  # fmt: skip
    assert (scored({"name": "热线接通"}, of).choice.selected_by, scored({"name": "热线接通"}, of).score) == ("name", 0)
    assert (scored({}, of).choice.selected_by, scored({}, of).score) == ("fits", 5)
    assert scored({"rule": "ratio"}, of).choice.selected_by == "named"
    assert scored({"target": "10"}).choice.is_assumed
    assert not scored({"target": "≥10"}).choice.is_assumed
    assert not scored({"target": "10", "direction": "正向"}).choice.is_assumed
    assert not scored({"target": "好转", "actual": "好转"}).choice.is_assumed


def test_a_plan_is_made_once_for_a_spec() -> None:
    assert plan_of(SPEC) is plan_of(SPEC)
    assert plan_of(spec()) is not plan_of(SPEC)
