"""The same facts under the four specs, worked by hand.

Each expected number has its source beside it: a clause of the document, or the arithmetic "by hand".
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

import jixiao
from jixiao.model.spec import IndicatorSpec
from tests.support.rows import (
    FOUR_SPECS,
    IN_FULL,
    LAW_10,
    LAW_101,
    LESHAN,
    VENDOR,
    VENDOR_2020,
    changed,
    codes,
    execution,
    filled,
    points,
    project,
    result,
    scored,
)


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
