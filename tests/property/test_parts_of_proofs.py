"""What the proofs stand on: heights, domains, counts, cells that stand for every row, and the bound of rounding."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jixiao.curve import Height, Interval, ScoreCurve, bands, line, stepwise
from jixiao.curve.intervals import ALL_NUMBERS
from jixiao.exact import format_exact
from jixiao.loading.specs import book_of_folder
from jixiao.measure import MEASURES
from jixiao.measure.dates import months_between
from jixiao.measure.profile import NOT_NEGATIVE, Profile, RowKind
from jixiao.model.facts import read_row
from jixiao.model.project import Indicator
from jixiao.model.spec import IndicatorSpec
from jixiao.scoring.plan import plan_of
from jixiao.scoring.rows import score_row
from jixiao.spec_tools.proof import prove, row_classes
from jixiao.spec_tools.proof.counterexamples import scored
from jixiao.spec_tools.proof.curve_comparison import best, corners, drop, earned, exceeds, one_peak, parts, tiles
from jixiao.spec_tools.proof.row_classes import DIRECTIONS, STATED, Case
from jixiao.spec_tools.proof.table_laws import most_missed
from tests.support.paths import BROKEN_SPECS
from tests.support.random_rules import base
from tests.support.rule_book import SPECS, in_samples

BOOK = book_of_folder(BROKEN_SPECS)

F = Fraction


# Heights, domains and counts by themselves

any_height = st.builds(
    Height, st.sampled_from([F(0), F(1, 2), F(9, 10), F(1)]), st.sampled_from([F(0), F(-1), F(-5, 2)])
)


@given(any_height, any_height)
def test_one_height_exceeds_another_where_some_weight_says_so(one: Height, other: Height) -> None:
    """Decided for all weights at once, against every tenth of a point up to 20 and a large weight."""
    weights = [F(tenth, 10) for tenth in range(1, 200)] + [F(10**9)]
    found = exceeds(one, other)
    assert (found is not None) == any(earned(one, weight) > earned(other, weight) for weight in weights)
    assert found is None or earned(one, found) > earned(other, found)


def profile(measure: str, target: str, comparison: str, direction: str) -> Profile:
    return MEASURES[measure].profile(RowKind(target, comparison, direction))


def test_profiles() -> None:
    """Which way is better, by the sign and the direction; = may rise to the target and fall after it, unless it asks for
    less; nothing is asked of a range's value."""
    assert [part.rising for way in profile("attainment", "number", "≥", "").alternatives for part in way] == [True]
    assert [part.rising for way in profile("attainment", "number", "≤", "").alternatives for part in way] == [False]
    assert [part.rising for way in profile("inverse_attainment", "number", "≤", "").alternatives for part in way] == [
        True
    ]
    assert [part.rising for way in profile("attainment", "number", "=", "").alternatives for part in way] == [
        True,
        True,
        False,
    ]
    assert [part.rising for way in profile("attainment", "number", "=", "反向").alternatives for part in way] == [False]
    for measure in ("gap", "relative_gap", "met"):  # they take both sides of "=" for one, and only one is worse
        assert len(profile(measure, "number", "=", "反向").alternatives[0]) == 2
        assert len(profile(measure, "number", "=", "").alternatives[0]) == 1
        assert len(profile(measure, "zero", "=", "反向").alternatives[0]) == 1
    assert [part.rising for way in profile("value", "number", "=", "").alternatives for part in way] == [True]
    assert profile("value", "range", "=", "").alternatives == ()
    assert profile("relative_gap", "zero", "=", "").domain.is_point
    assert profile("days_late", "date", "≤", "").domain.step == 1
    assert profile("met", "word", "定性", "").domain.is_point
    assert len(profile("adjustment", "number", "", "").alternatives[0]) == 2
    assert profile("value", "rank", "≤", "").domain == Interval.at_least(F(1), F(1))


CURVES = [
    line({"0": "0", "100%": "full"}), line({"60%": "0 | 60%", "100%": "full"}), bands({"≥90%": "full", "otherwise": "judged"}),
    bands({"-1..1": "full", "-2..2": "3/5", "otherwise": "0"}), stepwise("1分"), stepwise("10%", "40%"),
]  # fmt: skip


@pytest.mark.parametrize("curve", CURVES)
def test_curves_tile_and_have_their_best(curve: ScoreCurve) -> None:
    assert tiles(curve)
    assert not tiles(ScoreCurve(curve.pieces[1:]))
    assert best(curve, ALL_NUMBERS) == Height(F(1))
    assert [part.piece for part in parts(curve, ALL_NUMBERS)] == list(curve.pieces)


def test_where_a_curve_runs() -> None:
    rising, nested, steps = CURVES[0], CURVES[3], CURVES[4]
    assert drop(corners(rising, ALL_NUMBERS), rising=True) is None
    found = drop(corners(rising, ALL_NUMBERS), rising=False)
    assert found is not None
    assert [corner.x for corner in found] == [0, 1]
    assert not one_peak(corners(line({"0": "full", "1": "0", "2": "full"}), ALL_NUMBERS))
    assert one_peak(corners(nested, ALL_NUMBERS))
    assert drop(corners(steps, NOT_NEGATIVE), rising=False) is None
    assert best(rising, Interval.closed(F(0), F(1, 2))) == Height(F(1, 2))


# The grid of cells stands for every row

TARGETS = {
    "number": ["5", "52 万人", "1200套", "3.5次/年"], "zero": ["0", "0件"], "negative": ["-3", "-12.5℃"],
    "money": ["5万元", "300元"], "zero money": ["0万元"], "negative money": ["-2元"], "percent": ["95%", "百分之九十"],
    "zero percent": ["0%"], "negative percent": ["-3%"], "rank": ["第3名", "第一名"], "range": ["90-95%", "3~5天"],
    "date": ["2023年12月31日前", "6月底", "2023-05-01"], "word": ["及时", "有所提高", "达到国家标准"],
}  # fmt: skip


@pytest.mark.slow
@given(st.data())
@settings(max_examples=300)
def test_every_row_is_in_a_cell(data: st.DataObject) -> None:
    """A row of any text gets the rule and the comparison of its cell, and no score where the cell has none."""
    spec, cases = cells_of(data.draw(st.sampled_from(SHIPPED)))
    kind = data.draw(st.sampled_from(sorted(TARGETS)))
    target = data.draw(st.sampled_from(TARGETS[kind]))
    class_ = data.draw(st.sampled_from([name for name in spec.classes if name != "execution"]))
    level2 = data.draw(st.sampled_from(["", "数量指标", *{part for when in spec.conditions for part in when.level2}]))
    sign = data.draw(st.sampled_from(STATED if kind != "word" else ("",)))
    direction = data.draw(st.sampled_from(DIRECTIONS))
    finished = data.draw(st.sampled_from([True, False, None]))
    row = {
        "level1": spec.classes[class_].label,
        "name": data.draw(st.sampled_from(["覆盖率", "道路里程"])),
        "weight": "10",
    }
    row |= {key: value for key, value in (("level2", level2), ("comparison", sign), ("direction", direction)) if value}
    facts = read_row(0, Indicator.model_validate({**row, "target": target, "actual": target}), 2023)
    known = {part for when in spec.conditions for part in when.level2}
    matters = spec.asks_finished
    stated = sign if sign == "定性" else facts.sign or ""  # it may stand in the target
    cell = (class_, level2 if level2 in known else "", "", stated, direction, kind, finished if matters else True)
    if facts.problem is not None:  # signs that contradict each other
        return
    choice, case = plan_of(spec).choose(facts, finished), cases[cell]
    assert (choice.rule, choice.comparison, choice.caps, choice.remarks) == (
        case.rule,
        case.comparison,
        case.caps,
        case.remarks,
    )
    if not case.measured and not kind.startswith("zero"):  # at a zero target some values can be measured
        assert score_row(plan_of(spec), facts, F(10), finished).score is None


@cache
def cells_of(name: str) -> tuple[IndicatorSpec, dict[tuple[object, ...], Case]]:
    spec = BOOK.look_up(name).spec
    assert spec is not None
    return spec, {tuple(case.cell): case for case in row_classes.grid(spec).cases}


SHIPPED = SPECS


def test_too_many_cells_are_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(row_classes, "MOST_TRIALS", 1000)
    spec, _ = cells_of("test.sound")
    found = [finding for finding in prove(spec).findings if finding.code == "JX566"]
    assert [finding.args for finding in found] == [{"seen": 61}]


# Rounding


@given(st.integers(1, 4000), st.integers(0, 1200), st.sampled_from(["0.01", "0.1", "1", "0.5"]))
def test_the_bound_of_rounding(hundredths: int, per_mille: int, step: str) -> None:
    """A row's score is never further from its points than the bound that is told."""
    row = {
        "level1": "产出指标",
        "name": "丙",
        "target": "≥1000",
        "actual": str(per_mille),
        "weight": format_exact(F(hundredths, 100)),
    }
    spec = IndicatorSpec.model_validate({**base(), "rounding": {"row": step, "basis": "notice"}})
    (found,) = scored(spec, {"name": "甲", "year": "2023", "indicators": [row]}).rows
    assert found.score is not None
    assert abs(found.score - found.points) <= most_missed(spec)


@pytest.mark.parametrize("name", in_samples(SHIPPED))
def test_every_printed_total_has_one_grade(name: str) -> None:
    spec, _ = cells_of(name)
    if spec.grades is None:
        return
    edges = [*spec.grades.scale.edges, ("", F(-1))]
    for hundredths in range(int(spec.full_marks * 100) + 1):
        total = F(hundredths, 100)
        above = {
            grade
            for (grade, edge), (_, higher) in zip(edges, [("", F(10**6)), *edges], strict=False)
            if edge <= total < higher
        }
        assert above == {spec.grades.scale(total)}


# What the domains take for granted of the measures


@given(st.dates(date(2020, 1, 1), date(2024, 12, 31)), st.integers(0, 1500), st.booleans())
def test_months_late_never_fall_as_days_go_by(deadline: date, days: int, begun: bool) -> None:
    """Later is never fewer months, and whole months are at most begun ones."""
    ends = [deadline + timedelta(days), deadline + timedelta(days + 1)]
    found = [months_between(deadline, end, begun=begun) for end in ends]
    assert 0 <= found[0] <= found[1]
    assert months_between(deadline, ends[0], begun=False) <= months_between(deadline, ends[0], begun=True)
