"""Laws of lights and projections: more progress never worsens a light, and December's projection is the score."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import jixiao
from jixiao.exact import format_exact
from jixiao.model.monitoring import LIGHTS
from tests.support.monitoring import light, monitored, row

AMOUNTS = st.decimals(0, 10**6, places=3).map(Fraction)
POSITIVE = st.decimals("0.001", 10**6, places=3).map(Fraction)
MONTHS = st.integers(1, 12)
WORDS = ("未达成", "部分达成", "达成")


def rank(color: str | None) -> int:
    assert color is not None
    return [*LIGHTS].index(color)  # type: ignore[arg-type]  # it is one of them


class TestMoreIsNeverWorse:
    """Better progress never worsens a light, in the order red, yellow, green, blue."""

    @given(POSITIVE, AMOUNTS, AMOUNTS, MONTHS, st.sampled_from(["≥", ">", "="]))
    def test_more_of_what_is_wanted(
        self, target: Fraction, one: Fraction, other: Fraction, month: int, sign: str
    ) -> None:
        less, more = sorted((one, other))
        text = f"{sign}{format_exact(target)}"
        assert rank(light(text, format_exact(less), month)) <= rank(light(text, format_exact(more), month))

    @given(POSITIVE, AMOUNTS, AMOUNTS, MONTHS, st.sampled_from(["≤", "<"]))
    def test_less_of_what_is_not(self, target: Fraction, one: Fraction, other: Fraction, month: int, sign: str) -> None:
        less, more = sorted((one, other))
        text = f"{sign}{format_exact(target)}"
        assert rank(light(text, format_exact(more), month)) <= rank(light(text, format_exact(less), month))

    @given(st.sampled_from(range(3)), st.sampled_from(range(3)), MONTHS)
    def test_better_words(self, one: int, other: int, month: int) -> None:
        worse, better = sorted((one, other))
        shown = [light("及时", WORDS[index], month) for index in (worse, better)]
        assert rank(shown[0]) <= rank(shown[1])

    @given(POSITIVE, AMOUNTS, AMOUNTS, MONTHS)
    def test_more_spent(self, budget: Fraction, one: Fraction, other: Fraction, month: int) -> None:
        colors = []
        for spent in sorted((one, other)):
            funds = {"total": {"budget": format_exact(budget), "spent": format_exact(spent)}}
            colors.append(monitored(row("≤1", "1"), funds=funds, month=month).to_dict()["execution"]["light"])
        assert rank(colors[0]) <= rank(colors[1])

    @given(POSITIVE, AMOUNTS, MONTHS)
    def test_an_earlier_month_asks_for_less(self, target: Fraction, value: Fraction, month: int) -> None:
        text, progress = f"≥{format_exact(target)}", format_exact(value)
        assert rank(light(text, progress, month)) <= rank(light(text, progress, max(1, month - 1)))


@given(st.lists(st.sampled_from([("≥300", "60"), ("≥300", "100"), ("≥300", "150"), ("≥300", "200"), ("≤1", "1")])))
def test_the_project_shows_the_worst_light(values: list[tuple[str, str]]) -> None:
    result = monitored(*(row(*value, weight=1) for value in values), funds=None)
    shown = [one.light for one in result.lights if one.light]
    assert result.light == min(shown, key=rank, default=None)


SPECS = sorted(jixiao.SpecBook().ids)


@st.composite
def years(draw: st.DrawFn) -> dict[str, Any]:
    """What a project states at its end, as a self-evaluation."""
    targets = st.sampled_from(["≥100", "≤100", "=100", "及时", "0", "≥95%", "90%-95%", ">5人"])
    values = st.sampled_from(["100", "99.99", "0", "50", "130", "及时", "96%", "6人", ""])
    rows = draw(st.lists(st.tuples(targets, values, st.integers(1, 90)), min_size=1, max_size=4))
    stated = [
        {"level1": "产出指标", "name": f"甲{at}", "target": target, "actual": value, "weight": weight}
        for at, (target, value, weight) in enumerate(rows)
    ]
    money = draw(st.sampled_from([{"budget": 10, "spent": 9}, {"budget": 10, "spent": 12}, {"budget": 10}, {}]))
    return {"name": "甲", "year": 2024, "funds": {"total": money}, "indicators": stated}


@pytest.mark.parametrize("spec", SPECS[:: max(1, len(SPECS) // 6)])
@settings(max_examples=25)
@given(years())
def test_the_projection_of_december_is_the_score_of_the_year(spec: str, year: dict[str, Any]) -> None:
    """A project whose forecasts are not stated is projected, at month 12, to score what its self-evaluation scores."""
    scored = jixiao.score(jixiao.load_project(year), spec)
    renamed = [{{"actual": "progress"}.get(key, key): text for key, text in one.items()} for one in year["indicators"]]
    watched = jixiao.monitor(
        jixiao.load_project({**year, "stage": "monitoring", "month": 12, "indicators": renamed}), spec
    )
    projected = watched.projected
    assert (projected["total"], projected["scaled"], projected["grade"]) == (scored.total, scored.scaled, scored.grade)
    rows = [one["projected"] and one["projected"]["score"] for one in watched.to_dict()["indicators"]]
    assert rows == [one.score for one in scored.indicators]
