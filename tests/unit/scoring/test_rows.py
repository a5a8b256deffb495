"""One row at a time: why it has no score, said exactly; and everything that a scored one knows about itself."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import jixiao
from jixiao.model.facts import Problem
from jixiao.model.spec import IndicatorSpec
from jixiao.scoring import RowScore
from jixiao.scoring.plan import plan_of

F = Fraction
#: Rules that only their name reaches, one for each thing that a row can lack.
NAMED: list[dict[str, Any]] = [
    {"rule": "ratio", "measure": "attainment", "line": {"0": "0", "100%": "full"}},
    {"rule": "mirror", "measure": "inverse_attainment", "line": {"0": "0", "100%": "full"}},
    {"rule": "apart", "measure": "relative_gap", "line": {"0": "full", "100%": "0"}},
    {"rule": "off", "measure": "deviation", "line": {"0": "full", "100%": "0"}},
    {"rule": "short", "measure": "gap", "steps": {"each": "1", "begun": "true", "lose": "1分"}},
    {"rule": "rate", "measure": "value", "bands": {"≥90%": "full", "otherwise": "0"}},
    {"rule": "rates", "measure": "value", "line": {"0": "0", "90%": "full"}},
    {"rule": "stepped", "measure": "value", "steps": {"from": "90%", "each": "5% lower", "begun": "true", "lose": "1分"}},
    {"rule": "count", "measure": "value", "bands": {"≥9": "full", "otherwise": "0"}},
    {"rule": "done", "measure": "met", "bands": {"met": "full", "otherwise": "-1分"}},
    {"rule": "days", "measure": "days_late", "steps": {"each": "1", "begun": "true", "lose": "1分"}},
    {"rule": "days_judged", "measure": "days_late", "bands": {"≤0": "full", "otherwise": "judged"}},
    {"rule": "months", "measure": "months_late", "steps": {"each": "1", "begun": "true", "lose": "1分"}},
    {"rule": "whole_months", "measure": "months_late", "months": "whole", "steps": {"each": "1", "begun": "true", "lose": "1分"}},
    {"rule": "share", "measure": "stated_share", "line": {"0": "0", "100%": "full"},
     "tiers": {"好": {"from": "80%", "through": "100%", "default": "90%"}, "差": {"from": "0", "below": "80%"}},
     "same_text_means": "好"},
    {"rule": "claimed", "measure": "stated_share", "stated": "score", "line": {"0": "0", "100%": "full"}},
    {"rule": "judged", "measure": "attainment", "bands": {"≥100%": "full", "otherwise": "judged"}},
    {"rule": "funds", "measure": "execution", "line": {"0": "0", "100%": "full"}},
    {"rule": "raised", "measure": "adjustment", "line": {"0": "0", "100%": "full"}},
]  # fmt: skip
CAPS: list[dict[str, Any]] = [
    {"cap": "explained", "measure": "attainment", "for": {"class": "benefit"}, "bands": {"≤200%": "full", "otherwise": "50%"}, "unless": "cause"},
    {"cap": "over", "measure": "attainment", "for": {"class": "benefit"}, "bands": {"≤120%": "full", "otherwise": "80%"}},
    {"cap": "nearest", "measure": "attainment", "for": {"class": "cost"}, "line": {"110%": "full", "120%": "0"}, "count": {"each": "10%", "nearest": "true"}},
]  # fmt: skip
MARKS = [
    {"mark": "late", "label": "迟报", "lose": "1分"},
    {"mark": "doubtful", "label": "存疑", "lose": "30%"},
    {"mark": "void", "label": "无佐证", "earn": "0"},
]


def spec(**changes: Any) -> IndicatorSpec:
    data = jixiao.load_spec("cn.mof-2020-10").model_dump(by_alias=True, mode="json", exclude_none=True)
    own = {"rules": [*NAMED, *data["rules"]], "caps": CAPS, "marks": MARKS}
    for entries in own.values():
        entries[:] = [{"basis": "m10", **entry} for entry in entries]
    return IndicatorSpec.model_validate({**data, "id": "test.rows", **own, **changes})


SPEC = spec()


def scored(row: dict[str, Any], of: IndicatorSpec = SPEC, year: int | None = 2024) -> RowScore:
    base = {"level1": "产出指标", "name": "甲", "target": "≥10", "actual": "5", "weight": "10"}
    whole = {key: value for key, value in {**base, **row}.items() if value is not None}
    project = {"name": "例", "indicators": [whole], **({"year": year} if year else {})}
    found = jixiao.score(jixiao.load_project(project), of).scored
    assert found is not None
    return found.rows[0]


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


# ---- rows that do not apply, and weights that the spec works out

ROWS = [
    {"level1": "产出指标", "level2": "数量指标", "name": "甲", "target": "1", "actual": "1", "weight": "20"},
    {"level1": "产出指标", "level2": "数量指标", "name": "乙", "target": "1", "actual": "1", "weight": "20"},
    {"level1": "产出指标", "level2": "质量指标", "name": "丙", "target": "1", "actual": "1", "weight": "10", "applicable": "否"},
    {"level1": "效益指标", "name": "丁", "target": "1", "actual": "1", "weight": "30"},
    {"level1": "满意度指标", "name": "戊", "target": "1", "actual": "1", "weight": "10"},
]  # fmt: skip


def weights(
    rows: list[dict[str, Any]], **changes: Any
) -> tuple[list[Fraction | None], Fraction | None, Fraction | None]:
    """What each row counts, what the execution row counts, and the total."""
    project = {"name": "例", "year": 2024, "funds": {"total": {"budget": 1, "spent": 1}}, "indicators": rows}
    found = jixiao.score(jixiao.load_project(project), spec(caps=[], **changes)).scored
    assert found is not None
    execution = found.execution.weight if found.execution else None
    return [row.weight for row in found.rows], execution, found.total


def policy(rows: str) -> dict[str, Any]:
    return {"not_applicable": {"rows": rows, "basis": "m10"}}


@pytest.mark.parametrize(
    ("rule", "counted", "execution", "total"),
    [
        ("refuse", ["20", "20", "0", "30", "10"], "10", None),
        ("full", ["20", "20", "10", "30", "10"], "10", "100"),
        ("move within class", ["25", "25", "0", "30", "10"], "10", "100"),
        # of 90: 22.222 22.222 33.333 11.111 11.111; the two largest remainders get the cents that are left
        ("rescale weights", ["22.22", "22.22", "0", "33.34", "11.11"], "11.11", "100"),
        ("rescale total", ["20", "20", "0", "30", "10"], "10", "90"),
    ],
)
def test_points_of_rows_that_do_not_apply(rule: str, counted: list[str], execution: str, total: str | None) -> None:
    found = weights(ROWS, **policy(rule))
    assert found == ([F(weight) for weight in counted], F(execution), None if total is None else F(total))


def test_points_move_in_proportion_and_to_the_cent() -> None:
    """By hand: 10 over 20 and 30 is 4 and 6; 10 over 1, 1 and 1 is 3.34, 3.33 and 3.33 after the cents."""
    rows = [{**ROWS[0], "weight": "20"}, {**ROWS[1], "weight": "20"}, ROWS[2], *ROWS[3:]]
    rows[1] = {**rows[1], "weight": "30"}
    assert weights(rows, **policy("move within class"))[0][:3] == [24, 36, 0]
    three = [{**ROWS[0], "name": name, "weight": "1"} for name in "一二三"]
    assert weights([*three, ROWS[2]], **policy("move within class"))[0] == [F("4.34"), F("4.33"), F("4.33"), 0]


def test_points_of_a_class_of_which_nothing_applies_go_nowhere() -> None:
    rows = [*ROWS[:2], ROWS[2], ROWS[3], {**ROWS[4], "applicable": "否"}]
    assert weights(rows, **policy("move within class"))[0] == [25, 25, 0, 30, 0]


def test_points_of_a_level_are_split_equally() -> None:
    """Guangshui: 20 over three rows in whole points, the rest to the last: 6, 7, 7; a row that does not apply has none."""
    split = {
        "row_weights": {
            "split": "equally",
            "groups": {"数量指标": "20", "质量指标": "8"},
            "to": "1",
            "rest": "last",
            "basis": "m10",
        }
    }
    rows = [{**ROWS[0], "name": name, "weight": "1"} for name in "一二三"]
    more = [{**ROWS[2], "applicable": "是"}, ROWS[3], {**ROWS[0], "name": "四", "applicable": "否"}]
    assert weights([*rows, *more], **split, **policy("rescale total"))[0] == [6, 7, 7, 8, 30, 0]


def test_a_plan_is_made_once_for_a_spec() -> None:
    assert plan_of(SPEC) is plan_of(SPEC)
    assert plan_of(spec()) is not plan_of(SPEC)


@pytest.mark.parametrize(
    ("target", "actual", "path", "said"),
    [
        ("≥95%", "0.96", "indicators[0].actual", "≥95% 是百分数，0.96 没有百分号"),
        ("≥0.95", "96%", "indicators[0].target", "96% 是百分数，≥0.95 没有百分号"),
        ("≥0.5", "600‰", "indicators[0].target", "600‰ 是百分数，≥0.5 没有百分号"),
    ],
)
def test_the_value_without_a_percent_sign_is_the_one_asked_about(
    target: str, actual: str, path: str, said: str
) -> None:
    row = {"level1": "产出指标", "name": "甲", "target": target, "actual": actual, "weight": "90"}
    project = jixiao.load_project({"spec": "cn.mof-2020-10", "name": "甲", "indicators": [row]})
    found = jixiao.score(project).findings
    assert [(one.path, one.message("zh")) for one in found if one.code == "JX306"] == [(path, said)]


def _unsigned_zeros() -> list[dict[str, str]]:
    values = [("0起", "3起"), ("0起", "0起"), ("≤0起", "3起")]
    return [
        {"level1": "产出指标", "name": f"事故{number}", "target": target, "actual": actual, "weight": "30"}
        for number, (target, actual) in enumerate(values)
    ]


def test_an_unsigned_zero_is_a_most() -> None:
    """domain: a zero target is full if 0; ≥ 0 would be kept by any number of accidents."""
    project = jixiao.load_project({"spec": "cn.mof-2020-10", "name": "甲", "indicators": _unsigned_zeros()})
    result = jixiao.score(project)
    assert [row["score"] for row in result.to_dict()["indicators"]] == ["0.00", "30.00", "0.00"]
    found = [(one.code, one.path) for one in result.findings if one.code in ("JX409", "JX423")]
    assert found == [("JX409", "indicators[0].target"), ("JX409", "indicators[1].target")]


def test_an_unsigned_zero_that_a_local_spec_takes_for_a_least_is_warned_of(tmp_path: Path) -> None:
    spec = tmp_path / "least.yaml"
    spec.write_text(
        "id: cn.local.least-2024\nversion: 1\ntitle: 甲\nextends: cn.mof-2020-10@2\nin_force: {from: 2024-01-01}\n"
        "sources: {n: {document: 甲, kind: local, checked: seen}}\n"
        "comparison_if_unstated: {basis: n, cases: [{target: number, is: ≥}]}\n",
        "utf-8",
    )
    rows = _unsigned_zeros()
    project = jixiao.load_project({"spec": str(spec), "name": "甲", "indicators": rows})
    told = jixiao.score(project, jixiao.load_spec(spec)).findings
    assert [(one.code, one.path) for one in told if one.code in ("JX409", "JX423")] == [
        ("JX409", "indicators[0].target"), ("JX423", "indicators[0].target"), ("JX409", "indicators[1].target"),
    ]  # fmt: skip
    from jixiao.batch import score_frame

    table = pytest.importorskip("polars").DataFrame([{"project": "甲", **row} for row in rows])
    told = score_frame(table, jixiao.load_spec(spec), notes=True).findings.select("row", "code").rows()
    assert [one for one in told if one[1] in ("JX409", "JX423")] == [(1, "JX409"), (1, "JX423"), (2, "JX409")]


def test_a_stroke_beside_a_stated_share_is_left_to_whoever_stated_it() -> None:
    found = scored({"target": "好转", "actual": "/", "share": "90%", "rule": "share"})
    assert (found.problem, found.score) == (None, 9)


@pytest.mark.parametrize("cause", ["无", " 没有。", "/", "—", "暂无", ""])
def test_a_cause_of_nothing_is_none(cause: str) -> None:
    rows = [
        {"level1": "产出指标", "name": name, "target": "≥10个", "actual": actual, "weight": 45, "cause": cause}
        for name, actual in (("甲", "9个"), ("乙", "10个"))
    ]
    project = jixiao.load_project({"spec": "cn.mof-2020-10", "name": "甲", "year": 2023, "indicators": rows})
    codes = [(one.code, one.path) for one in jixiao.score(project).findings if one.code in ("JX404", "JX405")]
    assert codes == [("JX404", "indicators[0].cause")]
    frame = pytest.importorskip("polars").DataFrame([{"project": "甲", **row} for row in rows])
    from jixiao.batch import score_frame

    told = score_frame(frame, "cn.mof-2020-10").findings.select("row", "code").rows()
    assert [one for one in told if one[1] in ("JX404", "JX405")] == [(1, "JX404")]


def test_a_cause_that_was_asked_for_is_not_idle() -> None:
    """JX410 asks why 200 % was reached, JX407 why more was spent: whoever says why is not warned of it."""
    rows = [
        {"level1": "产出指标", "name": name, "target": "≥10个", "actual": actual, "weight": 45, "cause": "需求增加"}
        for name, actual in (("甲", "20个"), ("乙", "10个"))
    ]
    funds = {"total": {"budget": 5, "spent": 6}, "cause": "追加工程"}
    project = {"spec": "cn.mof-2020-10", "name": "甲", "year": 2023, "funds": funds, "indicators": rows}
    found = jixiao.score(jixiao.load_project(project)).findings
    assert [one.path for one in found if one.code == "JX405"] == ["indicators[1].cause"]


@pytest.mark.parametrize(
    ("target", "actual", "uom", "codes"),
    [
        ("≥300万", "270", None, ["JX430"]),
        ("≥300万人", "270", None, ["JX430"]),
        ("≥270", "300万", None, ["JX430"]),
        ("≥3亿", "2", None, ["JX430"]),
        ("≥300", "270", "万人", []),  # a column of units is how forms say it
        ("≥300万人", "270万人", None, []),
        ("≥300万元", "270", None, ["JX416"]),  # the usual way with money
        ("≥50个", "50", None, ["JX416"]),
        ("≥3千米", "2", None, ["JX416"]),
    ],
)
def test_a_bare_number_beside_a_word_of_scale_is_asked_about(
    target: str, actual: str, uom: str | None, codes: list[str]
) -> None:
    row = {"level1": "产出指标", "name": "甲", "target": target, "actual": actual, "weight": 90, "uom": uom}
    data = {"name": "甲", "year": 2023, "spec": "cn.mof-2020-10", "indicators": [{k: v for k, v in row.items() if v}]}
    findings = jixiao.score(jixiao.load_project(data)).findings
    assert [finding.code for finding in findings if finding.code in ("JX416", "JX417", "JX430")] == codes
