"""Lights and duties as the scripts of the budget system have them, worked from their text and not from our rules.

Each test names the public file that it repeats by its number.
"""

from __future__ import annotations

from fractions import Fraction
from math import floor
from typing import Any

import pytest

import jixiao
from tests.support.monitoring import book, light, monitored, monitored_by, project, row

#: 54724561805: ``when value='达成目标' then 'green'`` and so on; the list to choose from is in 54696563557.
EARLY_WORDS = {"达成目标": "green", "部分达成目标并具有一定效果": "yellow", "未达成目标且效果较差": "red"}
#: 54922097919: ``when value = '达成年度指标' then 'green'`` and so on.
LATER_WORDS = {"达成年度指标": "green", "部分达成年度指标并具有一定效果": "yellow", "未达成年度指标且效果较差": "red"}


def needs(name: str, target: str, progress: str, **stated: Any) -> list[str]:
    """What the rules of a name ask of a row."""
    needed: list[str] = monitored_by(name, row(target, progress, **stated)).to_dict()["indicators"][0]["to_explain"]
    return needed


# ---- words of progress


@pytest.mark.parametrize(("word", "color"), [*EARLY_WORDS.items(), *LATER_WORDS.items()])
def test_the_systems_own_words_show_its_lights(word: str, color: str) -> None:
    assert light("及时", word, comparison="定性") == color


@pytest.mark.parametrize(
    ("word", "number", "kind"),
    [
        ("达成目标", "54724561805", "vendor"),
        ("达成年度指标", "54922097919", "vendor"),
        ("达成", "54724561805", "observed"),
    ],
)
def test_a_word_cites_the_script_that_has_it(word: str, number: str, kind: str) -> None:
    (indicator,) = monitored(row("及时", word, comparison="定性")).to_dict()["indicators"]
    assert number in indicator["citation"]
    assert indicator["basis"] == kind


def test_words_that_the_scripts_do_not_have_are_a_reading_in_the_steps() -> None:
    result = monitored(row("及时", "达成预期指标", comparison="定性"))
    assert result.scored is not None
    assert any("监控的脚本没有这些说法" in step for step in result.row_steps(result.scored.rows[0], "zh"))


# ---- numbers


def by_the_scripts(sign: str, target: Fraction, value: Fraction, month: int) -> str | None:
    """Which rule a sign has is in 54558892881 (``Ext.lt.pmkpi.warn``); the rules are in 54724561805 and 54805832199."""
    if sign == "=" and target == 0:
        return "green" if value == target else "red"  # traceindexequalzero
    if sign == "<":
        return "green" if value < target else "red"  # reverselessindex
    if sign == "≤":
        return "green" if value <= target else "red"  # reverseindex
    share = value / (target / 12 * month) * 100  # positiveindex
    bands = {"blue": 120, "green": 80, "yellow": 60}
    return next((color for color, edge in bands.items() if share >= edge), "red")


@pytest.mark.parametrize("month", [1, 7, 12])
@pytest.mark.parametrize("value", ["-6", "-5", "-4.9", "-1", "0", "1", "59", "60", "80", "99", "100", "100.01", "120"])
@pytest.mark.parametrize(
    ("sign", "target"),
    [(sign, "100") for sign in ("≥", ">", "=", "<", "≤")]
    + [(sign, "0") for sign in ("=", "<", "≤")]
    + [(sign, "-5") for sign in ("<", "≤")],
)
def test_numbers_show_the_scripts_lights(sign: str, target: str, value: str, month: int) -> None:
    expected = by_the_scripts(sign, Fraction(target), Fraction(value), month)
    assert light(f"{sign}{target}", value, month) == expected


# ---- what must be explained (54558892881)


@pytest.mark.parametrize(
    ("progress", "needed"),
    [
        ("60", ["reason"]),
        ("100", ["reason"]),
        ("150", []),
        ("345", []),
        ("345.01", []),
        ("345.02", ["reason", "explanation"]),
    ],
)
@pytest.mark.parametrize("sign", ["≥", ">"])
def test_hebei_asks_beyond_its_standard_and_of_red_and_yellow(sign: str, progress: str, needed: list[str]) -> None:
    """``checkall`` comes first; ``checkindexval`` asks where the rounded deviation is above 15 (54690616262)."""
    deviation = Fraction(floor((Fraction(progress) - 300) / 300 * 10000 + Fraction(1, 2)), 100)
    assert (deviation > 15) == ("explanation" in needed)
    assert needs("hebei", f"{sign}300", progress) == needed


@pytest.mark.parametrize(
    ("target", "progress", "needed"),
    [
        ("=300", "300", []),
        ("=300", "300.01", ["reason", "explanation"]),
        ("=0", "0", []),
        ("=0", "1", ["reason", "explanation"]),  # red as well: asked once
        ("≤300", "299", []),
        ("≤300", "400", ["reason"]),  # red
    ],
)
def test_hebei_asks_of_the_equal_sign_above_the_target(target: str, progress: str, needed: list[str]) -> None:
    assert needs("hebei", target, progress) == needed


@pytest.mark.parametrize(
    ("stated", "needed"),
    [
        ({"cause_kinds": ["经费保障"]}, ["explanation"]),
        ({"cause_kinds": ["经费保障"], "cause": "拨款增加"}, []),
        ({"cause": "拨款增加"}, []),
    ],
)
def test_hebei_wants_words_beside_a_kind(stated: dict[str, Any], needed: list[str]) -> None:
    assert needs("hebei", "≥300", "400", **stated) == needed


@pytest.mark.parametrize(
    ("progress", "stated", "needed"),
    [
        ("60", {}, ["reason"]),
        ("100", {}, []),
        ("60", {"cause_kinds": ["经费保障"]}, ["explanation"]),
        ("150", {"cause_kinds": ["经费保障"]}, ["explanation"]),
        ("60", {"cause_kinds": ["经费保障"], "cause": "拨款晚"}, []),
    ],
)
def test_ningxia_asks_of_red_and_for_words_beside_a_kind(
    progress: str, stated: dict[str, Any], needed: list[str]
) -> None:
    assert needs("ningxia", "≥300", progress, **stated) == needed


def test_a_yes_or_no_is_no_percentage_in_a_finding() -> None:
    spec, specs = book("pace")
    findings = jixiao.monitor(project(row("≤0", "400")), spec, book=specs).findings
    (finding,) = [finding for finding in findings if finding.code == "JX614"]
    assert "（红灯）" in finding.message()


def test_rows_without_a_forecast_are_named_in_the_language() -> None:
    result = monitored(row("≥300", "150"), funds={"total": {"budget": 120, "spent": 60}})
    (finding,) = [finding for finding in result.findings if finding.code == "JX617"]
    assert "预算执行率、甲" in finding.message()
    assert "execution rate, 甲" in finding.message("en")
