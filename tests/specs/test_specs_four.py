"""The same facts under the four specs, worked by hand; every problem that keeps a row from a score.

Each expected number has its source beside it: a clause of the document, or the arithmetic "by hand".
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from pydantic import ValidationError

import jixiao
from jixiao.explain import reason_of, sentence
from jixiao.model.spec import IndicatorSpec
from jixiao.scoring import Scored
from tests.support.rows import (
    BASIS,
    FOUR_SPECS,
    FUNDS,
    IN_FULL,
    LAW_10,
    LAW_101,
    LESHAN,
    MARKS,
    VENDOR,
    VENDOR_2020,
    changed,
    codes,
    dump,
    execution,
    filled,
    points,
    project,
    result,
    row,
    scored,
    with_rule,
)

# Execution


@pytest.mark.parametrize(
    ("rate", "expected"),
    [("100", "10"), ("99.99", "7"), ("80", "7"), ("79.99", "5"), ("79", "5"), ("60", "5"), ("59.99", "0"), ("59", "0")],
)
def test_execution_of_an_unfinished_project_by_bands(rate: str, expected: str) -> None:
    """财预〔2021〕101号: [80,100) 7 of 10, [60,80) 5 of 10, below 0; at 100 % our reading, full."""
    assert execution(LAW_101, 100, rate, finished=False) == expected


def test_execution_of_a_finished_project_is_full_whatever_was_spent() -> None:
    """财预〔2021〕101号: finished and not over budget → full."""
    assert execution(LAW_101, 100, 59, finished=True) == "10"
    assert execution(LAW_101, 100, 0, finished=True) == "10"


def test_whether_it_is_finished_is_asked_where_unstated() -> None:
    """domain.md: below 100 % unfinished with a warning, at 100 % finished with a note."""
    assert execution(LAW_101, 100, 79) == "5"
    assert execution(LAW_101, 100, 100) == "10"
    assert "JX413" in codes(project(IN_FULL, funds={"total": {"budget": 100, "spent": 79}}), LAW_101)
    assert "JX414" in codes(project(IN_FULL, funds={"total": {"budget": 100, "spent": 100}}), LAW_101)


def test_unfinished_with_everything_spent_carries_a_note() -> None:
    """domain.md: the text is silent on this, so a reading, with a note."""
    assert "JX410" in codes(project(IN_FULL, finished=False), LAW_101)
    assert "JX410" not in codes(project(IN_FULL, finished=True), LAW_101)


@pytest.mark.parametrize("spec", [LAW_10, LESHAN, VENDOR])
def test_execution_in_proportion(spec: str) -> None:
    """By hand: 1195.48 ÷ 1331.81 × 10 = 8.97635… → 8.98; above 100 % capped at 10."""
    assert execution(spec, "1331.81", "1195.48") == str(Fraction("8.98"))
    assert execution(spec, 10, 11) == "10"
    assert "JX407" in codes(project(IN_FULL, funds={"total": {"budget": 10, "spent": 11}}), spec)


def test_zero_budget() -> None:
    """domain.md: no rate, a finding; the vendor divides by 1, so 0 of 0 earns 0 and 0.5 earns 5."""
    for spec in (LAW_10, LAW_101, LESHAN):
        assert execution(spec, 0, 0) is None
        assert "JX321" in codes(project(IN_FULL, funds={"total": {"budget": 0, "spent": 0}}), spec)
    assert execution(VENDOR, 0, 0) == "0"
    assert execution(VENDOR, 0, "0.5") == "5"
    assert execution(VENDOR, 0, 3) == "10"


def test_little_spent_is_a_yellow_light_of_the_vendor() -> None:
    """Scripts: unspent above 20 % is yellow."""
    assert "JX411" in codes(project(IN_FULL, funds={"total": {"budget": 100, "spent": "79.99"}}), VENDOR)
    assert "JX411" not in codes(project(IN_FULL, funds={"total": {"budget": 100, "spent": 80}}), VENDOR)


# Ratios


def test_less_is_better_one_and_a_half_times_over() -> None:
    """a = 1.5t. Vendor: 1 − 0.5 = half. Law 10 by the inverse: 1 ÷ 1.5 of 10 = 6.67. 101: (2/3 − 0.6)/0.4 × 10 = 1.67."""
    typed = {"target": "≤10天", "actual": "15天"}
    assert [points(spec, **typed) for spec in FOUR_SPECS] == [
        str(Fraction(text)) for text in ("6.67", "1.67", "5", "6.67")
    ]


def test_less_is_better_from_twice_the_target() -> None:
    """Vendor: a ≥ 2t → 0; inverse at 2t: half; 101: r = 0.5 < 0.6 → 0."""
    assert [points(spec, target="≤10天", actual="20天") for spec in FOUR_SPECS] == ["5", "0", "0", "5"]


def test_less_is_better_with_nothing_at_all() -> None:
    assert [points(spec, target="≤10起", actual="0起") for spec in FOUR_SPECS] == ["10"] * 4


def test_a_tie_goes_up() -> None:
    """design.md: 6 × 7/48 is 0.875 → 0.88."""
    for spec in (LAW_10, VENDOR, LESHAN):
        assert points(spec, target="≥48个", actual="7个", weight=6) == str(Fraction("0.88"))


@pytest.mark.parametrize(
    ("actual", "expected"), [("59.99", "0"), ("60", "0"), ("60.01", "0"), ("60.02", "0.01"), ("80", "5"), ("100", "10")]
)
def test_the_pass_line(actual: str, expected: str) -> None:
    """财预〔2021〕101号: w·(r − 0.6)/(1 − 0.6): at exactly 60 % zero points; 0.02 % above, 0.005 → 0.01; 80 % half."""
    assert points(LAW_101, target="≥100个", actual=f"{actual}个") == str(Fraction(expected))


def test_equal_is_reached_as_at_least_and_under_reverse_as_at_most() -> None:
    """domain.md, Sign."""
    for spec in FOUR_SPECS:
        assert points(spec, target="=10个", actual="12个") == "10"
        assert points(spec, target="=10个", actual="8个", direction="反向") == "10"
    assert points(LAW_10, target="=10个", actual="5个") == "5"
    assert points(LAW_10, target="=10个", actual="20个", direction="反向") == "5"


def test_greater_scores_as_at_least() -> None:
    """domain.md: > and < score as ≥ and ≤, at a zero target too."""
    for spec in FOUR_SPECS:
        assert points(spec, target=">10个", actual="10个") == "10"
        assert points(spec, target="<10个", actual="10个") == "10"
        assert points(spec, target=">0个", actual="0个") == "10"


def test_unsigned_targets() -> None:
    """domain.md: a cost with a money target is ≤, all else ≥; 方向 says it where it is typed."""
    assert points(LAW_10, "成本指标", target="5万元", actual="10万元") == "5"
    assert points(LAW_10, "成本指标", target="5万", actual="10万") == "5"
    assert points(LAW_10, level2="成本指标", target="5万元", actual="10万元") == "5"
    assert points(LAW_10, "成本指标", target="5个", actual="10个") == "10"
    assert points(LAW_10, target="52 万人", actual="26 万人") == "5"
    assert points(LAW_10, target="10个", actual="20个", direction="反向") == "5"
    assert points(LAW_10, target="10个", actual="20个", direction="正向") == "10"
    assert "JX409" in codes(project({"target": "52 万人", "actual": "52 万人"}), LAW_10)


def test_zero_targets() -> None:
    """domain.md: full if 0, else 0, no division. Vendor on "=": t = 0 → a ≤ 0 ? w : 0."""
    for spec in FOUR_SPECS:
        assert points(spec, target="≤0起", actual="0起") == "10"
        assert points(spec, target="≤0起", actual="1起") == "0"
        assert points(spec, target="=0起", actual="1起") == "0"
        assert points(spec, target="≥0起", actual="1起") == "10"
    assert points(VENDOR, target="=0%", actual="-1%") == "10"
    assert points(LAW_10, target="=0%", actual="-1%") == "0"


def test_negative_actual_earns_nothing() -> None:
    assert [points(spec, target="≥10%", actual="-5%") for spec in FOUR_SPECS] == ["0"] * 4


# Satisfaction


@pytest.mark.parametrize(
    ("actual", "expected"), [("90", "8"), ("89.99", "6.4"), ("85", "6.4"), ("80", "6.4"), ("79.9", "4"), ("59.9", "0")]
)
def test_satisfaction_by_the_value_itself(actual: str, expected: str) -> None:
    """财预〔2021〕101号: ≥90 full, ≥80 8/10, ≥60 5/10, else 0; at weight 8: 8, 6.4, 4, 0, whatever the target."""
    assert points(LAW_101, "满意度指标", target="≥95%", actual=f"{actual}%", weight=8) == str(Fraction(expected))


def test_satisfaction_elsewhere_is_a_ratio() -> None:
    """By hand: 8 × 85/95 = 7.1578… → 7.16."""
    for spec in (LAW_10, VENDOR, LESHAN):
        assert points(spec, "满意度指标", target="≥95%", actual="85%", weight=8) == str(Fraction("7.16"))


# The project that prints 90.00


def ninety(spec: str) -> jixiao.Result:
    """10 + 50·89996/100000 + 30·24998/30000 + 10."""
    return result(
        project(
            {"target": "≥100000个", "actual": "89996个", "weight": 50},
            {"level1": "效益指标", "target": "≥30000人", "actual": "24998人", "weight": 30},
            {"level1": "满意度指标", "target": "≥90%", "actual": "90%", "weight": 10},
        ),
        spec,
    )


def test_the_grade_follows_the_printed_total() -> None:
    """44.998 → 45.00, 24.998 → 25.00: 90.00 is 优 by law 10; the vendor grades 89.996: 良, and a finding says so."""
    graded = ninety(VENDOR_2020)
    assert (ninety(LAW_10).total, ninety(LAW_10).grade) == ("90.00", "优")
    assert (graded.total, graded.grade) == ("90.00", "良")
    assert "JX419" in [finding.code for finding in graded.findings]
    assert "JX419" not in [finding.code for finding in ninety(LAW_10).findings]
    assert graded.scored.exact == Fraction("89.996")  # type: ignore[union-attr]
    assert ninety(VENDOR).grade == "优"


# Qualitative rows


def qualitative(spec: str | IndicatorSpec, **typed: Any) -> str | None:
    return points(spec, **{"target": "有效提升", "actual": "有所提升", **typed})


@pytest.mark.parametrize("spec", [LAW_10, LAW_101, LESHAN])
def test_tiers_in_their_order(spec: str) -> None:
    """domain.md, 5: share → tier → actual names a tier → actual equals the target's text → no data."""
    assert qualitative(spec, share="85%") == str(Fraction("8.5"))
    assert qualitative(spec, share="0.85", tier=1) == str(Fraction("8.5"))
    assert qualitative(spec, tier=1) == "10"
    assert qualitative(spec, tier="基本达成目标") == "10"
    assert qualitative(spec, actual="达成预期指标") == "10"
    assert qualitative(spec, actual="有效提升") == "10"
    assert qualitative(spec, actual="部分实现目标", share="70%") == "7"
    assert qualitative(spec, tier=3, share=0) == "0"
    assert qualitative(spec) is None
    assert qualitative(spec, tier=2) is None
    assert qualitative(spec, actual="部分实现目标") is None
    assert "JX415" in codes(project({"target": "及时", "actual": "及时"}), spec)


def test_tier_ranges() -> None:
    """[80,100], [60,80), [0,60): an edge belongs to the better tier."""
    assert qualitative(LAW_10, tier=1, share="80%") == "8"
    assert qualitative(LAW_10, tier=2, share="80%") is None
    assert qualitative(LAW_10, tier=2, share="60%") == "6"
    assert qualitative(LAW_10, tier=3, share="60%") is None
    assert qualitative(LAW_10, tier=3, share="59.9%") == str(Fraction("5.99"))


def test_vendor_takes_the_typed_score() -> None:
    """Scripts: the typed score of a 定性 row is its score, range-checked: [0.6w, 0.8w) for the second tier."""
    assert qualitative(VENDOR, score=7) == "7"
    assert qualitative(VENDOR, score=7, tier=2) == "7"
    assert qualitative(VENDOR, score=8, tier=2) is None
    assert qualitative(VENDOR, score=11) is None
    assert qualitative(VENDOR) is None
    assert qualitative(VENDOR, actual="有效提升") is None
    assert qualitative(LAW_10, score=7) is None


@pytest.mark.parametrize(
    ("tier", "score", "scored"),
    [
        (1, "2.66", "2.66"), (1, "2.65", None), (2, "2.66", None), (2, "2.65", "2.65"), (2, "2", "2"),
        (3, "2", None), (3, "1.99", "1.99"), (1, "3.33", "3.33"),
    ],
)  # fmt: skip
def test_edges_of_tiers_in_cents(tier: int, score: str, scored: str | None) -> None:
    """The scripts round first: 0.8 × 3.33 = 2.664 → 2.66, 0.6 × 3.33 = 1.998 → 2.00."""
    for spec in (VENDOR, VENDOR_2020):
        assert qualitative(spec, score=score, tier=tier, weight="3.33") == (scored and str(Fraction(scored)))
    assert qualitative(VENDOR, share="79.9%", tier=1, weight="3.33") is None  # a share has no cents


# Dates, ranges


@pytest.mark.parametrize("spec", FOUR_SPECS)
def test_dates(spec: str) -> None:
    """domain.md, 7: on time full; the late side is judged: the stated share, or no data."""
    typed = {"target": "2023年6月30日前", "level2": "时效指标"}
    assert points(spec, **typed, actual="2023年6月30日") == "10"
    assert points(spec, **typed, actual="2023年6月") == "10"
    assert points(spec, **typed, actual="2023年7月1日") is None
    assert points(spec, **typed, actual="2023年7月1日", share="70%") == "7"
    assert points(spec, **typed, actual="2023年7月", share="70%") == "7"
    assert points(spec, target="6月30日前", actual="2023年6月30日") == "10"
    assert points(spec, **typed, actual="2023年7月1日", share="101%") is None


@pytest.mark.parametrize("spec", FOUR_SPECS)
def test_ranges(spec: str) -> None:
    """By hand: 95–105 %; 90 % misses by 5/95 → 10 × 18/19 = 9.4736… → 9.47; 110 % by 5/105 → 9.52; 210 % → 0."""
    expected = {"95%": "10", "100%": "10", "105%": "10", "90%": "9.47", "110%": "9.52", "210%": "0", "300%": "0"}
    for actual, score in expected.items():
        assert points(spec, target="95%-105%", actual=actual) == str(Fraction(score))


# Deductions by hand


def test_points_off_by_hand() -> None:
    """By hand: 9.6 (≥100, 96) less 1.25 = 8.35; a row cannot fall below zero."""
    typed = {"target": "≥100个", "actual": "96个"}
    for spec in (LAW_10, VENDOR, LESHAN):
        assert points(spec, **typed, deduct={"points": "1.25", "reason": "资料不全"}) == str(Fraction("8.35"))
        assert points(spec, **typed, deduct={"points": 99, "reason": "资料不全"}) == "0"
        assert points(spec, **typed, deduct={"points": 0, "reason": "资料不全"}) == str(Fraction("9.6"))


def test_yes_or_no_where_a_row_names_it() -> None:
    """财预〔2021〕101号: yes/no rows, full or nothing."""
    assert points(LAW_101, target="≥100个", actual="99个", rule="yes_no") == "0"
    assert points(LAW_101, target="≥100个", actual="100个", rule="yes_no") == "10"
    assert points(LAW_101, target="及时", actual="及时", rule="yes_no") == "10"
    assert points(LAW_101, target="2023年6月前", actual="2023年5月2日", rule="yes_no") == "10"
    assert points(LAW_101, target="2023年6月前", actual="2023年7月2日", rule="yes_no") == "0"


# Every problem, from the text that a clerk types

TEXT = """\
项目名称: 例
年度: 2023
项目资金: {{年度资金总额: {funds}}}
绩效指标:
  - {row}
"""
FULL_FUNDS = "{全年预算数: 5, 全年执行数: 5}"


def from_text(row: str, funds: str = FULL_FUNDS, spec: str | IndicatorSpec = LAW_10) -> jixiao.Result:
    return result(jixiao.load_project(TEXT.format(row=row, funds=funds)), spec)


PROBLEMS = [
    ("JX301", "{一级指标: 产出指标, 三级指标: 甲, 实际完成值: 1, 分值: 90}"),
    ("JX301", "{三级指标: 甲, 年度指标值: 1, 实际完成值: 1, 分值: 90}"),
    ("JX301", "{一级指标: 产出指标, 年度指标值: 1, 实际完成值: 1, 分值: 90}"),
    ("JX301", "{一级指标: 产出指标, 三级指标: 甲, 年度指标值: 1, 实际完成值: 1}"),
    ("JX301", "{一级指标: 产出指标, 三级指标: 甲, 年度指标值: ' ', 实际完成值: 1, 分值: 90}"),
    ("JX301", "{一级指标: 产出指标, 三级指标: '', 年度指标值: 1, 实际完成值: 1, 分值: 90}"),
    ("JX310", "{一级指标: 产出指标, 三级指标: 甲, 年度指标值: 有效, 实际完成值: '', 分值: 90, 得分比例: 85%}"),
    ("JX302", "{一级指标: 产出指标, 三级指标: 甲, 年度指标值: 1, 实际完成值: 1, 分值: 0}"),
    ("JX302", "{一级指标: 产出指标, 三级指标: 甲, 年度指标值: 1, 实际完成值: 1, 分值: -5}"),
    ("JX303", "{一级指标: 产出指标, 三级指标: 甲, 年度指标值: ≥95%, 实际完成值: 95%, 分值: 90, 指标性质: ≤}"),
    ("JX304", "{一级指标: 产出指标, 三级指标: 甲, 年度指标值: ≥95%, 实际完成值: 95%, 分值: 90, 方向: 反向}"),
    ("JX304", "{一级指标: 产出指标, 三级指标: 甲, 年度指标值: ≤95%, 实际完成值: 95%, 分值: 90, 方向: 正向}"),
    ("JX305", "{一级指标: 产出指标, 三级指标: 甲, 年度指标值: 1, 实际完成值: 1, 分值: 90, 计量单位: 约等于}"),
    ("JX306", "{一级指标: 产出指标, 三级指标: 甲, 年度指标值: ≥95%, 实际完成值: 0.96, 分值: 90}"),
    ("JX307", "{一级指标: 产出指标, 三级指标: 甲, 年度指标值: 10 套, 实际完成值: 10 人, 分值: 90}"),
    ("JX308", "{一级指标: 产出指标, 三级指标: 甲, 年度指标值: ≥95%, 实际完成值: 50 个, 分值: 90}"),
    ("JX309", "{一级指标: 产出指标, 三级指标: 甲, 年度指标值: ≥95%, 实际完成值: 较好, 分值: 90}"),
    ("JX310", "{一级指标: 产出指标, 三级指标: 甲, 年度指标值: ≥95%, 实际完成值: , 分值: 90}"),
    ("JX311", "{一级指标: 产出指标, 三级指标: 甲, 年度指标值: 有效, 实际完成值: 有效, 分值: 90, 计分规则: more_is_better}"),
    ("JX312", "{一级指标: 产出指标, 三级指标: 甲, 年度指标值: ≥-5%, 实际完成值: 1%, 分值: 90}"),
    ("JX312", "{一级指标: 产出指标, 三级指标: 甲, 年度指标值: ≤-5%, 实际完成值: 1%, 分值: 90}"),
    ("JX312", "{一级指标: 产出指标, 三级指标: 甲, 年度指标值: 0-5%, 实际完成值: -1%, 分值: 90}"),
    ("JX316", "{一级指标: 产出指标, 三级指标: 甲, 年度指标值: 有效提升, 实际完成值: 有所提升, 分值: 90}"),
    ("JX317", "{一级指标: 产出指标, 三级指标: 甲, 年度指标值: 有效, 实际完成值: 部分达成, 分值: 90}"),
    ("JX318", "{一级指标: 产出指标, 三级指标: 甲, 年度指标值: 有效, 实际完成值: 一般, 分值: 90, 完成档次: 2, 得分比例: 95%}"),
    ("JX319", "{一级指标: 产出指标, 三级指标: 甲, 年度指标值: 有效, 实际完成值: 一般, 分值: 90, 得分比例: 120%}"),
    ("JX322", "{一级指标: 产出指标, 三级指标: 甲, 年度指标值: 有效, 实际完成值: 一般, 分值: 90, 完成档次: 还行}"),
    ("JX323", "{一级指标: 产出指标, 三级指标: 甲, 年度指标值: 2023年6月前, 实际完成值: 2023年8月1日, 分值: 90}"),
    ("JX324", "{一级指标: 投入指标, 三级指标: 甲, 年度指标值: 1, 实际完成值: 1, 分值: 90}"),
    ("JX325", "{一级指标: 预算执行率, 三级指标: 甲, 年度指标值: 1, 实际完成值: 1, 分值: 90}"),
    ("JX326", "{一级指标: 产出指标, 三级指标: 甲, 年度指标值: 1, 实际完成值: 1, 分值: 90, 计分规则: 随意}"),
    ("JX315", "{一级指标: 产出指标, 三级指标: 甲, 年度指标值: 2023年6月15日前, 实际完成值: 2023年6月, 分值: 90}"),
    ("JX328", "{一级指标: 产出指标, 三级指标: 甲, 年度指标值: 1, 实际完成值: 1, 分值: 90, 审核标记: [随手扣]}"),
    ("JX329", "{一级指标: 产出指标, 三级指标: 甲, 年度指标值: 1, 实际完成值: 1, 分值: 90, 人工扣分: {分值: -1, 原因: 加分}}"),
    ("JX329", "{一级指标: 产出指标, 三级指标: 甲, 年度指标值: 1, 实际完成值: 1, 分值: 90, 人工扣分: {原因: 加分}}"),
    ("JX330", "{一级指标: 产出指标, 三级指标: 甲, 年度指标值: 1, 实际完成值: 1, 分值: 90, 人工扣分: {分值: 1}}"),
]  # fmt: skip
NO_DATA = {"JX310", "JX316", "JX317", "JX320", "JX323"}


@pytest.mark.parametrize(("code", "typed"), PROBLEMS)
def test_what_keeps_a_row_from_a_score(code: str, typed: str) -> None:
    """Error: whatever leaves a score or total null. No data and invalid are two different things."""
    found = from_text(typed)
    errors = [finding for finding in found.findings if finding.severity == "error"]
    assert code in [finding.code for finding in errors]
    assert found.scored is not None
    assert found.scored.rows[0].outcome == ("no_data" if code in NO_DATA else "invalid")
    document = found.to_dict()
    scored_row = document["indicators"][0]
    assert (scored_row["score"], scored_row["deduction"], scored_row["share"]) == (None, None, None)
    assert (document["total"], document["deduction"], document["grade"]) == (None, None, None)
    assert scored_row["reason"] == ""
    for finding in errors:
        assert finding.message("zh")
        assert finding.message("en")
        assert "{" not in finding.message("zh") + finding.remedy("zh") + finding.message("en") + finding.remedy("en")


def test_satisfaction_that_is_no_percentage() -> None:
    row = "{一级指标: 满意度, 三级指标: 甲, 年度指标值: ≥90 分, 实际完成值: 92 分, 分值: 90}"
    assert "JX313" in [finding.code for finding in from_text(row, spec=LAW_101).findings]


def test_words_that_cannot_be_judged() -> None:
    row = "{一级指标: 产出, 三级指标: 甲, 年度指标值: 及时, 实际完成值: 基本及时, 分值: 90, 计分规则: yes_no}"
    for actual, share, expected in (("不合格", "0", "0"), ("基本合格", "100%", "10"), ("合格", "0", "0")):
        assert points(LAW_101, target="合格", actual=actual, rule="yes_no", share=share) == expected
    assert points(LAW_101, target="合格", actual="不合格", rule="yes_no", share="50%") is None
    assert "JX314" in [finding.code for finding in from_text(row, spec=LAW_101).findings]


SOUND = "{一级指标: 产出, 三级指标: 甲, 年度指标值: 1 个, 实际完成值: 1 个, 分值: 90}"


@pytest.mark.parametrize(
    ("code", "funds"),
    [
        ("JX320", "{全年预算数: 5}"),
        ("JX320", "{全年执行数: 5}"),
        ("JX321", "{全年预算数: 0, 全年执行数: 0}"),
        ("JX321", "{全年预算数: 5, 全年执行数: -1}"),
    ],
)
def test_what_keeps_execution_from_a_score(code: str, funds: str) -> None:
    found = from_text(SOUND, funds)
    assert code in [finding.code for finding in found.findings]
    assert found.scored is not None
    assert found.scored.execution is not None
    assert found.scored.execution.score is None
    assert found.scored.rows[0].score == 90, "a finding on the whole never takes the score of a sound row away"
    assert found.total is None


def test_a_target_that_no_rule_fits() -> None:
    """A spec without a rule for the row: a finding, not a guess."""
    narrow = changed(LAW_10, rules=[rule for rule in dump(LAW_10)["rules"] if rule["rule"] in ("execution", "on_time")])
    assert "JX327" in codes(project({"target": "≥5个", "actual": "5个"}), narrow)


def test_a_year_that_a_date_needs() -> None:
    """A deadline without a year takes the project's; without either, nothing can be told."""
    row = {"level1": "产出指标", "name": "甲", "target": "6月30日前", "actual": "2023年6月1日", "weight": 90}
    found = result(jixiao.load_project({"name": "例", "funds": FUNDS, "indicators": [row]}), LAW_10)
    assert "JX220" in {finding.code for finding in found.findings}
    assert found.scored is not None
    assert found.scored.rows[0].problem is not None
    assert found.scored.rows[0].score is None


def test_weights_that_do_not_add_up_take_no_score_from_a_row() -> None:
    """contract.md: they null the total, deduction and grade, not the rows."""
    found = result(project({"target": "≥5个", "actual": "4个", "weight": 40}), LAW_10)
    assert "JX401" in [finding.code for finding in found.findings]
    assert (found.total, found.grade) == (None, None)
    assert found.to_dict()["indicators"][0]["score"] == "32.00"


# Weights of the classes


def test_presets_by_class() -> None:
    """101: with cost 20/40/20/10, without 50/30/10; no satisfaction: its 10 go to benefit. Leshan with cost: 10 of it."""
    output, benefit, cost = ({"level1": name, "target": "1个", "actual": "1个"} for name in ("产出", "效益", "成本"))
    satisfaction = {"level1": "满意度", "target": "90%", "actual": "90%"}
    law_101 = jixiao.load_spec(LAW_101).weights
    assert law_101.preset({"output", "benefit", "satisfaction"}) == {
        "execution": 10, "output": 50, "benefit": 30, "satisfaction": 10,
    }  # fmt: skip
    assert scored(project(output, benefit), LAW_101).preset == {"execution": 10, "output": 50, "benefit": 40}
    assert scored(project(output, benefit, cost, satisfaction), LAW_101).preset["cost"] == 20
    assert scored(project(output, benefit, cost, satisfaction), LESHAN).preset["cost"] == 10
    assert scored(project(output, benefit, cost, satisfaction), LAW_10).preset["output"] == 50


# Specs changed in one place


def own(
    actual: str, target: str = "≥90%", weight: object = 10, more: dict[str, Any] | None = None, **rule: Any
) -> str | None:
    """The score of a row that names that rule."""
    return points(with_rule(**rule), target=target, actual=actual, rule="own", weight=weight, **(more or {}))


@pytest.mark.parametrize(
    ("actual", "expected"), [("91%", "10"), ("90%", "10"), ("89.9%", "9"), ("85%", "9"), ("84%", "8"), ("1%", "0")]
)
def test_steps_begun(actual: str, expected: str) -> None:
    """Jiangxi: from 90 % each 5 points begun lose 1: 89.9 → 1 step, 85 → 1, 84 → 2, 1 → 18."""
    steps = {"from": "90%", "each": "5% lower", "begun": True, "lose": "1分"}
    assert own(actual, measure="value", steps=steps) == expected


@pytest.mark.parametrize(("actual", "expected"), [("89.9%", "10"), ("85%", "9"), ("80.1%", "9"), ("80%", "8")])
def test_steps_whole(actual: str, expected: str) -> None:
    """Only whole steps count: 89.9 → none, 85 → 1, 80.1 → 1, 80 → 2."""
    steps = {"from": "90%", "each": "5% lower", "begun": False, "lose": "1分"}
    assert own(actual, measure="value", steps=steps) == expected


@pytest.mark.parametrize(("defects", "expected"), [("0", "10"), ("1", "9"), ("6", "4"), ("7", "4"), ("60", "4")])
def test_each_defect_loses_one_at_most_six(defects: str, expected: str) -> None:
    """domain.md, 6: each defect −1, at most 6."""
    steps = {"each": "1", "begun": False, "lose": "1分", "most": "6分"}
    assert own(f"{defects}处", "≤0处", measure="value", steps=steps) == expected


def test_steps_as_a_share() -> None:
    """By hand: each 3 % off plan loses a tenth of 20: 94 of 100 is 2 steps, 16 points; at most half: 10."""
    steps = {"each": "3%", "begun": True, "lose": "10%", "most": "50%"}
    assert own("94个", "=100个", 20, measure="deviation", steps=steps) == "16"
    assert own("10个", "=100个", 20, measure="deviation", steps=steps) == "10"


def test_the_rate_is_rounded_first() -> None:
    """Haidian: 49.88 % is read as 50 % → 5 of 10; 49.4 % as 49 % → 4.9."""
    typed = {"measure": "attainment", "count": {"each": "1%", "nearest": True}, "line": {"0": "0", "100%": "full"}}
    assert own("4988个", "≥10000个", **typed) == "5"
    assert own("4940个", "≥10000个", **typed) == str(Fraction("4.9"))


@pytest.mark.parametrize(
    ("deadline", "actual", "begun", "whole"),
    [
        ("2023年1月31日前", "2023年2月28日", "9", "9"),
        ("2023年1月31日前", "2023年2月27日", "9", "10"),
        ("2023年1月31日前", "2023年3月1日", "8", "9"),
        ("2023年6月30日前", "2023年6月30日", "10", "10"),
        ("2023年6月30日前", "2023年7月1日", "9", "10"),
        ("2023年6月30日前", "2023年7月30日", "9", "9"),
        ("2023年6月30日前", "2023年7月31日", "8", "9"),
        ("2022年12月15日前", "2023年2月15日", "8", "8"),
    ],
)
def test_months_late(deadline: str, actual: str, begun: str, whole: str) -> None:
    """Calendar months; 31 January to 28 February is one whole month (notes/spec-model.md, 9)."""
    typed = {"measure": "months_late", "line": {"0": "full", "10": "0"}}
    assert own(actual, deadline, months="begun", **typed) == begun
    assert own(actual, deadline, months="whole", **typed) == whole


def test_months_late_needs_a_day_unless_in_time() -> None:
    typed = {"measure": "months_late", "line": {"0": "full", "10": "0"}}
    assert own("2023年5月", "2023年6月30日前", **typed) == "10"
    assert own("2023年8月", "2023年6月30日前", **typed) is None


@pytest.mark.parametrize(("actual", "expected"), [("2023年6月30日", "10"), ("2023年7月10日", "9"), ("2023年7月", None)])
def test_days_late(actual: str, expected: str | None) -> None:
    """Each 10 days begun lose 1; a month given instead of a day cannot be counted."""
    steps = {"each": "10", "begun": True, "lose": "1分"}
    assert own(actual, "2023年6月30日前", measure="days_late", steps=steps) == expected


def test_gap_in_the_rows_own_unit() -> None:
    """5 万人 short of 52 loses 5 × 0.5; points of a percentage are hundredths."""
    per_unit = {"measure": "gap", "steps": {"each": "1", "begun": False, "lose": "1分"}}
    assert own("49万人", "≥52万人", **per_unit) == "7"
    assert own("60万人", "≥52万人", **per_unit) == "10"
    assert own("54万人", "≤52万人", **per_unit) == "8"
    per_point = {"measure": "gap", "steps": {"each": "1%", "begun": False, "lose": "1分"}}
    assert own("87%", "≥90%", **per_point) == "7"


def test_relative_gap_and_deviation() -> None:
    """By hand: 15 over 10 is half off; ≥ is not missed from above; a deviation counts both ways."""
    line = {"0": "full", "100%": "0"}
    assert own("15天", "≤10天", measure="relative_gap", line=line) == "5"
    assert own("15天", "≥10天", measure="relative_gap", line=line) == "10"
    assert own("15天", "=10天", measure="relative_gap", line=line) == "5"
    assert own("15天", "≥10天", measure="deviation", line=line) == "5"
    assert own("5天", "≤10天", measure="deviation", line=line) == "5"
    assert own("1天", "≥0天", measure="deviation", line=line) is None


@pytest.mark.parametrize(
    ("actual", "expected"), [("90", "10"), ("110", "10"), ("111", "6"), ("85", "6"), ("120", "2"), ("79", "0")]
)
def test_cost_control(actual: str, expected: str) -> None:
    """Jiangxi 2017: within ±10 % full, ±15 % 3/5, ±20 % 1/5, beyond nothing."""
    bands = {"≤10%": "full", "≤15%": "3/5", "≤20%": "1/5", "otherwise": "0"}
    assert own(f"{actual}元", "=100元", measure="deviation", bands=bands) == expected


def test_a_rank() -> None:
    """By hand: first three full, then seven tenths, from the eleventh nothing."""
    bands = {"≤3": "full", "≤10": "7/10", "otherwise": "0"}
    assert own("第3名", "第1名", measure="value", bands=bands) == "10"
    assert own("第7名", "第1名", measure="value", bands=bands) == "7"
    assert own("第11名", "第1名", measure="value", bands=bands) == "0"


def test_yes_or_no_with_a_fixed_loss() -> None:
    assert own("9个", "≥10个", measure="met", bands={"met": "full", "otherwise": "-1分"}) == "9"
    assert own("11个", "≤10个", measure="met", bands={"met": "full", "otherwise": "-1分"}) == "9"
    assert own("1个", "5-10个", measure="met", bands={"met": "full", "otherwise": "-1分"}) == "9"


def test_a_loss_beyond_the_weight_leaves_nothing() -> None:
    """The points are clamped to 0…weight."""
    assert own("9个", "≥10个", 5, measure="met", bands={"met": "full", "otherwise": "-20分"}) == "0"


@pytest.mark.parametrize(
    "measure",
    ["attainment", "inverse_attainment", "relative_gap", "deviation", "gap", "value", "days_late", "months_late"],
)
@pytest.mark.parametrize(
    ("target", "actual"), [("及时", "及时"), ("≥5个", "5人"), ("2023年6月前", "大约"), ("≥5个", "5-6个")]
)
def test_a_named_rule_that_the_values_do_not_suit(measure: str, target: str, actual: str) -> None:
    """A measure that a row cannot give is a finding, never a number."""
    assert own(actual, target, measure=measure, line={"0": "full", "10": "0"}) is None


def test_execution_over_the_initial_budget() -> None:
    """The 2016–17 form divides by the initial budget: 40 of 50 is 8, though 40 of 80 would be 5."""
    rules = [
        {"rule": "initial", "for": {"class": "execution"}, "measure": "execution", "over": "initial",
         "line": {"0": "0", "100%": "full"}, **BASIS},
        *dump(LAW_10)["rules"],
    ]  # fmt: skip
    spec = changed(rules=rules)
    of = project(IN_FULL, funds={"total": {"initial": 50, "budget": 80, "spent": 40}})
    assert result(of, spec).to_dict()["execution"]["score"] == "8.00"  # type: ignore[index]
    assert result(of, spec).to_dict()["execution"]["budget"] == "50"  # type: ignore[index]
    bare = project(IN_FULL, funds={"total": {"budget": 80, "spent": 40}})
    assert scored(bare, spec).execution.problem.code == "JX320"  # type: ignore[union-attr]


# Missing


def test_missing_is_zero_only_where_a_spec_says_so() -> None:
    """domain.md: an empty actual gives a finding and no score, unless the spec says otherwise."""
    zero = changed(missing={"actual": "0", **BASIS})
    asked = changed(missing={"actual": "no data", **BASIS})
    assert points(asked, target="≥5个") is None
    # No points, whatever the target is: read as the number 0, it would keep ≤ 5 and 0 accidents.
    for target in ("≥5个", "≤5%", "≤0起", "95%-105%", "12月底前", "有效"):
        found = row(zero, target=target)
        assert (str(found.score), found.outcome, found.problem) == ("0", "missed", None)
        assert sentence(reason_of(found)) == "没有填实际完成值，不得分，扣10分"
    assert points(zero, target="≥5个", weight=None) is None
    for spec in FOUR_SPECS:
        assert row(spec, target="≥5个").outcome == "no_data"


# Rows that do not apply

OUT = {"target": "≥10个", "actual": "1个", "weight": 20, "applicable": False}
HALF = {"target": "≥10个", "actual": "5个", "weight": 30}
FULL = {"target": "≥10个", "actual": "10个", "weight": 10}
OTHER = {"level1": "效益指标", "target": "≥10个", "actual": "10个", "weight": 30}


def left_out(policy: str) -> Scored:
    found = scored(project(OUT, HALF, FULL, OTHER), changed(not_applicable={"rows": policy, **BASIS}))
    sums(found)
    return found


def sums(found: Scored) -> None:
    """Σ deduction over execution and indicators = full − total, exactly."""
    if found.total is not None:
        assert sum(row.deduction or 0 for row in found.all_rows) == found.full - found.total


def weights(found: Scored) -> list[str]:
    return [str(row.weight) for row in found.all_rows]


@pytest.mark.parametrize(
    ("policy", "expected"),
    [("move within class", ["10", "0", "30", "20", "40"]), ("full", ["10", "15", "15", "20", "40"])],
)
def test_a_group_that_a_row_left_is_split_once(policy: str, expected: list[str]) -> None:
    """数量指标 has 30 points, 15 each; where one row does not apply the other has them all, and no more."""
    rows = [
        {"level2": "数量指标", "target": "≥1个", "weight": 15, "applicable": False},
        {"level2": "数量指标", "target": "≥1个", "actual": "1个", "weight": 15},
        {"level2": "质量指标", "target": "≥1个", "actual": "1个", "weight": 20},
        {"level1": "效益指标", "target": "≥1个", "actual": "1个", "weight": 40},
    ]
    split = {"split": "equally", "groups": {"数量指标": 30}, "to": "0.01", "rest": "last", **BASIS}
    found = scored(project(*rows), changed(row_weights=split, not_applicable={"rows": policy, **BASIS}))
    assert weights(found) == expected
    assert found.total == 100


@pytest.mark.parametrize("policy", ["rescale weights", "rescale total"])
def test_weights_are_checked_as_they_were_before_they_are_rescaled(policy: str) -> None:
    kept = [("产出指标", 30), ("产出指标", 20), ("效益指标", 30), ("满意度指标", 10)]
    rows = [{"level1": level1, "target": "≥1个", "actual": "1个", "weight": weight} for level1, weight in kept]
    rows[1]["applicable"] = False
    found = result(project(*rows), changed(not_applicable={"rows": policy, **BASIS}))
    assert not [one.code for one in found.findings if one.code in ("JX401", "JX402", "JX403")]


def test_not_applicable_refused() -> None:
    """The points must be given to others: 10 + 30 + 10 + 30 is 80."""
    found = left_out("refuse")
    assert (found.total, found.grade, found.scaled) == (None, None, None)
    assert found.rows[0].outcome == "not_applicable"
    assert (found.rows[0].score, found.rows[0].deduction, found.rows[0].weight) == (None, None, 0)
    assert found.rows[1].score == 15


def test_not_applicable_in_full() -> None:
    """Full marks for the row that does not apply: 100 − 15."""
    found = left_out("full")
    assert found.total == 85
    assert (found.rows[0].score, found.rows[0].deduction) == (20, 0)


def test_not_applicable_moved_within_the_class() -> None:
    """20 go to 30 and 10 as 3 : 1 → 45 and 15; half of 45 is lost."""
    found = left_out("move within class")
    assert weights(found) == ["10", "0", "45", "15", "30"]
    assert (found.total, found.scaled) == (Fraction("77.5"), None)


def test_not_applicable_moved_but_nothing_left_in_the_class() -> None:
    found = scored(
        project({**OUT, "weight": 60}, OTHER), changed(not_applicable={"rows": "move within class", **BASIS})
    )
    assert weights(found) == ["10", "0", "30"]
    assert found.total is None


def test_not_applicable_with_weights_rescaled() -> None:
    """10, 30, 10, 30 of 80 → 12.5, 37.5, 12.5, 37.5; half of 37.5 = 18.75 lost."""
    found = left_out("rescale weights")
    assert weights(found) == ["25/2", "0", "75/2", "25/2", "75/2"]
    assert (found.total, found.full, found.scaled) == (Fraction("81.25"), 100, None)


def test_not_applicable_with_the_total_rescaled() -> None:
    """65 of 80 → 81.25 of 100; Σ deduction = 80 − 65; the grade follows the rescaled total: 良."""
    found = left_out("rescale total")
    assert (found.total, found.full, found.scaled, found.grade) == (65, 80, Fraction("81.25"), "良")


def test_rescaled_weights_add_up() -> None:
    """10, 30, 30 of 70: 14.285…, 42.857…, 42.857…; cut, 99.98; the two largest remainders take a hundredth each."""
    third = {**FULL, "weight": 30}
    spec = changed(not_applicable={"rows": "rescale weights", **BASIS})
    found = scored(project(third, OTHER, OUT), spec)
    assert weights(found) == [str(Fraction(text)) for text in ("14.28", "42.86", "42.86", "0")]
    assert found.total == 100


def test_every_row_left_out() -> None:
    """Nothing to rescale: weights of the rows 0, execution carries all, or nothing is counted at all."""
    found = scored(project(OUT), changed(not_applicable={"rows": "rescale weights", **BASIS}))
    assert weights(found) == ["100", "0"]
    assert found.total == 100
    bare = changed(
        not_applicable={"rows": "rescale weights", **BASIS},
        weights={**BASIS, "binding": "advised", "sets": [{"output": 100}]},
    )
    assert scored(project(OUT), bare).total is None
    assert scored(project(OUT), bare).execution is None
    empty = changed(not_applicable={"rows": "rescale total", **BASIS}, weights={**BASIS, "binding": "advised"})
    assert scored(project(OUT), empty).total is None


def test_scaled_is_set_only_where_a_total_is_rescaled() -> None:
    for policy in ("full", "move within class", "rescale weights", "rescale total"):
        assert (
            scored(
                project(HALF, FULL, OTHER, {**FULL, "weight": 20}), changed(not_applicable={"rows": policy, **BASIS})
            ).scaled
            is None
        )
        assert (left_out(policy).scaled is not None) == (policy == "rescale total")


# Weights that a spec computes


def split(to: str, rest: str) -> list[str]:
    rows = [{"level2": "数量指标", "target": "≥1个", "actual": "1个", "weight": 1} for _ in range(3)]
    spec = changed(
        row_weights={"split": "equally", "groups": {"数量指标": 20, "质量指标": 5}, "to": to, "rest": rest, **BASIS}
    )
    return weights(scored(project(*rows, {"target": "1个", "actual": "1个", "weight": 70}), spec))


def test_points_split_equally() -> None:
    """Guangshui: 20 over 3 rows to whole points → 6, 7, 7 or 7, 7, 6; to hundredths 6.67, 6.67, 6.66."""
    assert split("1", "last") == ["10", "6", "7", "7", "70"]
    assert split("1", "first") == ["10", "7", "7", "6", "70"]
    assert split("0.01", "first") == ["10", "667/100", "667/100", "333/50", "70"]


# Caps and marks


def capped(unless: str | None, **typed: Any) -> str | None:
    cap = {"cap": "over", "measure": "attainment", "bands": {"≤130%": "full", "otherwise": "90%"}, **BASIS}
    spec = changed(caps=[{**cap, "for": {"target": "number"}, **({"unless": unless} if unless else {})}])
    return points(spec, target="≥10个", **typed)


def test_caps() -> None:
    """A declared cap above 130 %: 90 % of the weight, unless a cause is stated."""
    assert capped(None, actual="13个") == "10"
    assert capped(None, actual="14个") == "9"
    assert capped(None, actual="14个", cause="政策调整") == "9"
    assert capped("cause", actual="14个", cause="政策调整") == "10"
    assert capped("cause", actual="14个") == "9"
    assert capped(None, actual="5个") == "5"


def test_a_cap_that_cannot_be_measured_leaves_the_row_alone() -> None:
    spec = changed(caps=[{"cap": "over", "measure": "attainment", "line": {"130%": "full", "230%": "0"}, **BASIS}])
    assert points(spec, target="及时", actual="及时") == "10"
    assert points(spec, target="≥10个", actual="18个") == "5"


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ("no_evidence", "0"), ("无佐证", "0"), ("severe", "2"), (["late"], "7"), (["late", "severe"], "1"),
        (["severe", "late", "no_evidence"], "0"), ([], "8"), ("mystery", None),
    ],
)  # fmt: skip
def test_marks(marks: object, expected: str | None) -> None:
    """A row of 8 of 10: earns nothing, loses 60 % of the weight, or a point; never below zero."""
    assert points(changed(marks=MARKS), target="≥10个", actual="8个", marks=marks) == expected


# Rounding and grades of other specs


def test_whole_points_never_above_the_weight() -> None:
    """By hand: 12.5 × 99/100 = 12.375 → 12; 12.5 × 999/1000 → 12; 0.6 × 0.99 → 1 → at most 0.6."""
    spec = changed(rounding={**dump(LAW_10)["rounding"], "row": "1"})
    assert points(spec, target="≥100个", actual="99个", weight="12.5") == "12"
    assert points(spec, target="≥100个", actual="100个", weight="12.5") == "25/2"
    assert points(spec, target="≥100个", actual="99个", weight="0.6") == "3/5"


def test_a_spec_without_grades_or_execution() -> None:
    data = dump(LAW_10)
    del data["grades"]
    data["weights"] = {"basis": "m10", "binding": "observed", "sets": [{"output": 100}]}
    found = result(project({"target": "1个", "actual": "1个", "weight": 100}), IndicatorSpec.model_validate(data))
    assert (found.total, found.grade, found.to_dict()["execution"]) == ("100.00", None, None)


def test_a_rule_chosen_by_a_part_of_the_name() -> None:
    rule = {
        "for": {"name_has": ["成本控制率"], "target": "number"},
        "measure": "met",
        "bands": {"met": "full", "otherwise": "0"},
    }
    spec = with_rule(**rule)
    typed = {"target": "≥10个", "actual": "9个"}
    assert points(spec, name="项目成本控制率", **typed) == "0"
    assert points(spec, name="别的", **typed) == "9"
    assert row(spec, name="项目成本控制率", **typed).choice.selected_by == "name"


def test_a_rule_by_level2_and_direction() -> None:
    rule = {
        "for": {"level2": "数量指标", "direction": "反向"},
        "measure": "met",
        "bands": {"met": "full", "otherwise": "0"},
    }
    spec = with_rule(**rule)
    typed = {"target": "10个", "actual": "20个"}
    assert points(spec, level2="数量指标", direction="反向", **typed) == "0"
    assert points(spec, level2="质量指标", direction="反向", **typed) == "5"
    assert points(spec, level2="数量指标", **typed) == "10"


def remarked(remark: dict[str, Any], **total: object) -> list[str]:
    """The messages of one remark of a spec on the execution row."""
    own = {"remark": "own", "for": {"class": "execution"}, "severity": "error", "basis": "m10", **remark}
    found = result(project(IN_FULL, funds={"total": {"spent": 10, **total}}), changed(remarks=[own]))
    return [finding.message() for finding in found.findings if finding.code == "JX412"]


def test_remarks_on_the_adjustment_of_the_budget() -> None:
    """Sichuan 2023: a reason is required for any mid-year adjustment: 12 against 10 is 20 %, whatever was spent."""
    remark = {"measure": "adjustment", "outside": ">0"}
    assert "20%" in remarked(remark, initial=10, budget=12)[0]
    assert remarked(remark, initial=12, budget=12) == []
    assert remarked(remark, initial=0, budget=12) == []
    assert remarked(remark, budget=12) == []
    assert points(changed(remarks=[{"remark": "own", "basis": "m10", **remark}]), target="≥1个", actual="1个") == "10"


def test_a_remark_on_words_that_nobody_filled_in() -> None:
    """A remark that cannot be measured says nothing; the missing value has its own finding."""
    spec = changed(remarks=[{"remark": "own", "measure": "met", "outside": "<1", "severity": "error", "basis": "m10"}])
    found = codes(project({"target": "及时"}), spec)
    assert "JX310" in found
    assert "JX412" not in found


def test_remarks_on_execution_over_the_initial_budget() -> None:
    """By hand: 10 of 20 initially is 50 %, 10 of the adjusted 10 is 100 %."""
    remark = {"measure": "execution", "outside": "<80%"}
    assert "50%" in remarked({**remark, "over": "initial"}, initial=20, budget=10)[0]
    assert remarked(remark, initial=20, budget=10) == []


REFUSED = [
    ("JX532", {"measure": "value", "steps": {"each": "0", "begun": True, "lose": "1分"}}),
    ("JX532", {"measure": "value", "steps": {"each": "5% sideways", "begun": True, "lose": "1分"}}),
    ("JX532", {"measure": "value", "steps": {"each": "x", "begun": True, "lose": "1分"}}),
    ("JX533", {"measure": "value"}),
    ("JX533", {"measure": "value", "line": {"0": "0"}, "bands": {"otherwise": "0"}}),
    ("JX534", {"measure": "stated_share", "line": {"0": "0"}, "tiers": {"好": {"from": 0, "through": 1, "below": 1}}}),
    ("JX538", {"rule": "execution", "measure": "value", "line": {"0": "0"}}),
    ("JX539", {"measure": "value", "line": {"0": "0"}, "for": {"class": "投入"}}),
    ("JX537", {"measure": "value", "line": {"0": "0"}, "basis": "nowhere"}),
    ("JX521", {"measure": "value", "line": {"0": "8"}}),
]


@pytest.mark.parametrize(("code", "rule"), REFUSED)
def test_rules_refused(code: str, rule: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as caught:
        with_rule(**rule)
    assert code in [error["msg"] for error in caught.value.errors()]


@pytest.mark.parametrize(
    ("code", "sections"),
    [
        ("JX535", {"marks": [{"mark": "甲", "label": "乙", "basis": "m10"}]}),
        ("JX535", {"marks": [{"mark": "甲", "label": "乙", "earn": "0", "lose": "1分", "basis": "m10"}]}),
        ("JX526", {"marks": [{"mark": "甲", "label": "乙", "lose": "很多", "basis": "m10"}]}),
        ("JX523", {"remarks": [{"remark": "甲", "measure": "value", "outside": "很多", "basis": "m10"}]}),
        ("JX536", {"grades": {"优": 90, "basis": "m10"}}),
        ("JX536", {"grades": {"优": 90, "良": 90, "差": 0, "basis": "m10"}}),
    ],
)
def test_sections_refused(code: str, sections: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as caught:
        changed(**sections)
    assert code in [error["msg"] for error in caught.value.errors()]


def test_a_cap_by_stated_share_spares_every_row() -> None:
    """Caps have no tiers, so nothing can be stated for them."""
    spec = changed(caps=[{"cap": "own", "measure": "stated_share", "line": {"0": "0"}, "basis": "m10"}])
    assert points(spec, target="≥1个", actual="1个", share="10%") == "10"


def test_a_cap_by_words_of_a_row_without_an_actual() -> None:
    spec = changed(
        missing={"actual": "0", **BASIS},
        rules=[
            {"rule": "own", "measure": "met", "bands": {"met": "full", "otherwise": "0"}, **BASIS},
            *dump(LAW_10)["rules"],
        ],
    )
    assert points(spec, target="及时", rule="own") == "0"


def test_a_number_judged_by_tier() -> None:
    """domain.md, 5: the typed comparison 定性 makes a row qualitative, whatever its values are."""
    assert points(LAW_10, target="95%", actual="96%", comparison="定性", share="85%") == "17/2"
    assert points(LAW_10, target="95%", actual="96%", comparison="定性") is None


def test_no_default_of_the_sign_that_fits() -> None:
    spec = changed(comparison_if_unstated={"cases": [{"class": "cost", "is": "≤"}], **BASIS})
    found = row(spec, target="5个", actual="5个")
    assert (found.choice.comparison, found.score) == ("", None)


def test_infinity_on_a_level_piece_keeps_its_height() -> None:
    """≤ 5 with nothing at all: the inverse is infinite and takes the last level; steps from there lose everything."""
    level = {"measure": "inverse_attainment", "bands": {"≥100%": "7/10", "otherwise": "0"}}
    assert own("0个", "≤5个", **level) == "7"
    steps = {"each": "10%", "begun": True, "lose": "1分"}
    assert own("0个", "≤5个", measure="inverse_attainment", steps=steps) == "0"


def test_more_kinds_of_rows_than_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """The memory of choices is bounded; beyond it, it starts anew."""
    monkeypatch.setattr("jixiao.scoring.plan.MOST_REMEMBERED", 2)
    spec = changed(id="test.memory")
    rows = [
        {"target": target, "actual": "5个", "level2": level2}
        for target in ("≥5个", "≤5个", "=5个")
        for level2 in "甲乙"
    ]
    assert [row.score for row in scored(project(*rows), spec).rows] == [10] * 6


def test_a_spec_in_force() -> None:
    """An id without its year is the one in force on the day; a base of 2020 was not in force in 2019."""
    assert jixiao.load_spec("cn.sichuan.leshan", date(2023, 12, 31)).id == LESHAN
    assert "JX418" in codes(project(IN_FULL, year=2019), LAW_10)


def test_cents_of_a_real_table() -> None:
    """The seed's first table, by law 10: all met, 100.00, 优, and no reason anywhere."""
    found = result(filled({"target": "52 万人", "actual": "52 万人"}), LESHAN)
    assert (found.total, found.grade, found.reasons()) == ("100.00", "优", [])


@pytest.mark.parametrize("spec_id", ["cn.mof-2020-10", "cn.vendor-fasp2"])
def test_a_qualitative_row_with_a_target_of_zero_is_judged(spec_id: str) -> None:
    """定性 is what the unit says it is, whatever its target looks like; only numbers are met or missed."""
    row = {"level1": "产出指标", "name": "投诉", "target": "0", "actual": "0", "comparison": "定性", "weight": 10}
    project = jixiao.load_project({"name": "a", "year": 2023, "indicators": [{**row, "share": "70%", "score": 7}]})
    scored = jixiao.score(project, jixiao.load_spec(spec_id)).scored
    assert scored is not None
    assert scored.rows[0].score == 7
