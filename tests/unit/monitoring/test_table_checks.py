"""What a reviewer says of monitoring tables: stated lights, duties, forecasts against targets, money; nothing of scores."""

from __future__ import annotations

from typing import Any

import pytest

import jixiao
from jixiao.audit.profile import usual_profile
from jixiao.findings import catalog
from jixiao.loading.spec_book import SpecBook, package_book
from jixiao.loading.spec_selection import spec_of
from jixiao.review import Origin, review_by_rule
from jixiao.review.lines import Line, ReviewedTable
from tests.support.monitoring import FUNDS, book, project, row

#: Money that is spent as planned by the middle of the year.
HALF = {"total": {"budget": 120, "spent": 60, "forecast": 120}}


def reviewed(of: jixiao.Project, rules: str = "", specs: SpecBook | None = None, lang: Any = "zh") -> ReviewedTable:
    specs = specs or package_book()
    rule = spec_of(of, rules or None, None, specs)
    return review_by_rule(of, rule, usual_profile(), specs, Origin("表.xlsx", lang))


def stated(*rows: dict[str, Any], **more: Any) -> list[tuple[str, str]]:
    """The slugs and the places of what is said of a table with these rows, without what holds for its plan."""
    table = reviewed(project(*rows, **{"funds": HALF, **more}))
    return [(slug(line), line.path) for line in table.lines if slug(line) not in PLAN]


def slug(line: Line) -> str:
    return catalog()[line.code].slug


#: What is to be said of the weights of so few rows.
PLAN = ("weights-sum", "class-weights-differ", "class-without-indicator", "one-carries-all")


def test_a_light_is_told_with_both_lights_the_rule_and_its_citation() -> None:
    of = project(row("≥300人次", "60人次", light="绿灯", cause="教师不足"), funds=HALF)
    (line,) = [line for line in reviewed(of).lines if slug(line) == "light-differs"]
    assert (line.printed, line.reckoned, line.path) == ("绿灯", "红灯", "indicators[0].light")
    for text in ("序时进度", "预算管理一体化系统双监控脚本", "54724561805", "40%"):
        assert text in line.message
    (english,) = [line for line in reviewed(of, lang="en").lines if slug(line) == "light-differs"]
    assert "the table shows green" in english.message
    assert "it is red" in english.message


@pytest.mark.parametrize("word", ["红灯", "红", "红色预警", " 亮红灯 ", "Red"])
def test_words_for_lights(word: str) -> None:
    assert stated(row("≥300", "60", light=word, cause="停办"), printed={"light": word}) == []


def test_a_word_that_is_no_light_is_told() -> None:
    of = project(row("≥300", "60", light="橙灯"))
    assert [finding.code for finding in of.findings] == ["JX214"]


def test_no_light_is_held_against_one_that_the_rules_do_not_give() -> None:
    spec, specs = book("hefei")
    of = project(row("≥300", "60", light="绿灯"), funds=HALF, answers={"资金按计划支出": "是", "目标按计划实现": "否"})
    table = reviewed(of, spec, specs)
    assert "light-differs" not in map(slug, table.lines)
    of = project(
        row("≥300", "60"),
        funds=HALF,
        answers={"资金按计划支出": "是", "目标按计划实现": "否"},
        printed={"light": "绿灯"},
    )
    (line,) = [line for line in reviewed(of, spec, specs).lines if slug(line) == "light-differs"]
    assert (line.printed, line.reckoned, line.path) == ("绿灯", "黄灯", "printed.light")


@pytest.mark.parametrize(
    ("light", "execution", "paths"),
    [
        ("绿灯", "绿灯", ["indicators[0].light"]),
        ("黄灯", "黄灯", ["indicators[0].light", "printed.execution_light"]),
        ("黄灯", None, ["indicators[0].light", "printed.light"]),
        ("红灯", "绿灯", ["indicators[0].light"]),
    ],
)
def test_a_light_of_the_project_that_follows_from_stated_ones_is_told_with_these(
    light: str, execution: str | None, paths: list[str]
) -> None:
    printed = {"light": light, **({"execution_light": execution} if execution else {})}
    told = stated(row("≥300人次", "60人次", light="绿灯", cause="教师不足"), printed=printed)
    assert told == [("light-differs", path) for path in paths]


def test_a_light_of_the_project_that_contradicts_rows_in_order_is_told() -> None:
    told = stated(row("≥300人次", "60人次", light="红灯", cause="教师不足"), printed={"light": "绿灯"})
    assert told == [("light-differs", "printed.light")]


@pytest.mark.parametrize(("lang", "rows"), [("zh", "红灯：甲、乙"), ("en", "red: 甲, 乙")])
def test_rows_of_the_worst_light_are_listed_as_the_language_does(lang: str, rows: str) -> None:
    two = [row("≥300人次", "60人次", name=name, cause="教师不足") for name in "甲乙"]
    of = project(*two, funds=HALF, printed={"light": "绿灯"})
    (line,) = [line for line in reviewed(of, lang=lang).lines if slug(line) == "light-differs"]
    assert rows in line.message


@pytest.mark.parametrize("forecast", ["60%", "9吨", "#REF!", "大概"])
def test_nothing_is_said_of_the_score_of_a_forecast(forecast: str) -> None:
    assert stated(row("≥300人次", "150人次", forecast=forecast)) == []


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"forecast": "280人次", "cause": "停办"}, []),
        ({"forecast": "280人次", "cause_kinds": "经费保障"}, []),
        ({"forecast": "300人次"}, []),
        ({"forecast": "310人次", "likelihood": "有可能"}, []),
        ({"forecast": "280人次"}, [("forecast-short-without-cause", "indicators[0].forecast")]),
        (
            {"forecast": "280人次", "likelihood": "确定能", "cause": "停办"},
            [("forecast-against-likelihood", "indicators[0].likelihood")],
        ),
        (
            {"forecast": "300人次", "likelihood": "完全不可能"},
            [("forecast-against-likelihood", "indicators[0].likelihood")],
        ),
        ({"forecast": "140人次", "cause": "停办"}, [("forecast-below-progress", "indicators[0].forecast")]),
        ({"forecast": "140人次"}, [("forecast-below-progress", "indicators[0].forecast")]),
    ],
)
def test_a_forecast_is_held_against_target_likelihood_and_progress(
    more: dict[str, Any], told: list[tuple[str, str]]
) -> None:
    assert stated(row("≥300人次", "150人次", **more)) == told


@pytest.mark.parametrize(
    ("target", "progress", "forecast"),
    [
        ("≥95%", "99%", "96%"),
        ("≤5万元", "4万元", "3万元"),
        ("≥300人次", "100", "约280"),
        ("及时", "及时", "及时"),
        ("2024年12月31日前", "2024年5月", "2024年12月"),
    ],
)
def test_forecasts_that_may_well_be(target: str, progress: str, forecast: str) -> None:
    of = project(row(target, progress, forecast=forecast, cause="停办"), funds=HALF)
    assert not [line for line in reviewed(of).lines if slug(line).startswith("forecast-")]


def test_a_missing_duty_is_told_once_and_goes_before_a_short_forecast() -> None:
    assert stated(row("≥300人次", "60人次", forecast="280人次")) == [
        ("deviation-without-reason", "indicators[0].cause")
    ]


@pytest.mark.parametrize(
    ("money", "told"),
    [
        ({"budget": 120, "spent": 130, "forecast": 130}, {"overspent", "forecast-above-budget"}),
        ({"budget": 120, "spent": 100, "forecast": 90}, {"forecast-below-progress"}),
        ({"initial": 120, "spent": 100, "forecast": 121}, {"forecast-above-budget"}),
        ({"budget": 120, "spent": 100, "forecast": 120}, set()),
        ({"budget": "abc", "initial": 100, "spent": 100, "forecast": 120}, {"not-a-number"}),
    ],
)
def test_money(money: dict[str, Any], told: set[str]) -> None:
    assert {slug for slug, _ in stated(row("≥300", "200"), funds={"total": money})} == told


def test_checks_of_scores_and_of_the_year_s_end_are_silent() -> None:
    """What is not yet reached has lost no points; a value far above or far below its target is what lights are for."""
    rows = [row("≥1万人次", "1人次", cause="停办"), row("≥3次", "30次", name="乙", tier="1"), row("≥90%", name="丙")]
    rows[2]["cause"] = "未完成"
    table = reviewed(project(*rows, funds={"total": {"budget": 120, "spent": 1}}, month=1))
    assert {slug(line) for line in table.lines} - {*PLAN} == {"progress-missing"}
    assert (table.printed, table.reckoned) == (None, None)


def test_texts_and_arithmetic_are_checked_at_this_stage_too() -> None:
    funds = {"total": {"budget": 120, "spent": 60}, "fiscal": {"budget": 120, "spent": 50}}
    told = dict(stated(row("≥300人次", "≥300人次"), funds=funds, printed={"execution_rate": "60%"}))
    assert told == {
        "funds-parts-sum": "funds.total.spent",
        "printed-rate-differs": "printed.execution_rate",
        "value-copies-sign": "indicators[0].progress",
    }


def test_a_light_of_a_self_evaluation_is_of_no_consequence() -> None:
    data = {
        "spec": "cn.mof-2020-10",
        "name": "甲",
        "year": 2024,
        "funds": FUNDS,
        "indicators": [row("≥3", light="红灯")],
    }
    of = jixiao.load_project({**data, "indicators": [{**data["indicators"][0], "actual": "3"}]})
    assert "light-differs" not in map(slug, reviewed(of).lines)
