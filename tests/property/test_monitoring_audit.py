"""A reviewer has nothing to say on a monitoring table in order, whatever its figures are, and tells each other light."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import jixiao
from jixiao.audit.profile import usual_profile
from jixiao.exact import format_exact
from jixiao.findings import Severity, catalog
from jixiao.loading.spec_book import package_book
from jixiao.loading.spec_selection import spec_of
from jixiao.model.monitoring import LIGHTS
from jixiao.model.typed_words import LIKELIHOODS
from jixiao.review import Origin, review_by_rule
from jixiao.review.lines import Line

#: Rows of a plan that nobody has anything to say on: class, second level, name, sign, unit.
PLAN = (
    ("产出指标", "数量指标", "采购物资", "≥", "件"),
    ("产出指标", "质量指标", "验收合格率", "≥", "%"),
    ("产出指标", "时效指标", "拨付用时", "≤", "天"),
    ("产出指标", "成本指标", "物资成本", "≤", "万元"),
    ("效益指标", "社会效益指标", "受益人数", "≥", "人"),
    ("满意度指标", "服务对象满意度指标", "群众满意度", "≥", "%"),
)
WEIGHTS = ("20", "10", "10", "10", "30", "10")
CERTAIN, POSSIBLE, _ = LIKELIHOODS
SHARES = st.decimals("0.01", "1.4", places=2).map(Fraction)


def in_order(target: int, share: Fraction, sign: str, unit: str) -> dict[str, str]:
    """A target, a value so far, and a forecast of no less that reaches the target."""
    most = {"%": 100}.get(unit, 10**9)
    progress = min(target * share, Fraction(most))
    forecast = max(Fraction(target), progress) if sign == "≥" else min(Fraction(target), progress)
    texts = {"progress": progress, "forecast": forecast}
    return {"target": f"{sign}{target}{unit}", **{key: f"{format_exact(value)}{unit}" for key, value in texts.items()}}


@st.composite
def tables(draw: st.DrawFn) -> dict[str, Any]:
    """A monitoring table whose causes stand wherever a light is red or yellow; its lights are yet to be stated."""
    targets = st.integers(2, 99)
    rows = [
        {
            "level1": level1,
            "level2": level2,
            "name": name,
            "weight": weight,
            "likelihood": draw(st.sampled_from([CERTAIN, POSSIBLE])),
            "cause": f"{name}受天气影响",
            **in_order(draw(targets), draw(SHARES), sign, unit),
        }
        for (level1, level2, name, sign, unit), weight in zip(PLAN, WEIGHTS, strict=True)
    ]
    budget = draw(st.integers(1, 10**4))
    spent = budget * min(Fraction(1), draw(SHARES))
    money = {"initial": budget, "budget": budget, "spent": format_exact(spent), "forecast": budget}
    return {
        "spec": "cn.mof-2020-10",
        "name": "防汛物资采购",
        "year": 2024,
        "stage": "monitoring",
        "month": draw(st.integers(1, 12)),
        "department": "示例区应急局",
        "unit": "示例区应急中心",
        "funds": {"total": money, "fiscal": money},
        "goals": [{"expected": "备足防汛物资"}],
        "indicators": rows,
    }


def with_lights(data: dict[str, Any], shift: int = 0) -> dict[str, Any]:
    """The table with its lights stated, or with other ones: those that follow in the order of lights."""
    result = jixiao.monitor(jixiao.load_project(data)).to_dict()
    printed = {"light": result["light"], "execution_light": result["execution"]["light"]}
    lights = [row["light"] for row in result["indicators"]]
    rows = [{**row, "light": other(light, shift)} for row, light in zip(data["indicators"], lights, strict=True)]
    return {**data, "indicators": rows, "printed": {key: other(light, shift) for key, light in printed.items()}}


def other(light: str, shift: int) -> str:
    return LIGHTS[(LIGHTS.index(light) + shift) % len(LIGHTS)]  # type: ignore[arg-type]  # it is one of them


def lines(data: dict[str, Any], lang: Any = "zh") -> list[Line]:
    """What a reviewer has to say on a table, without notes."""
    project, book = jixiao.load_project(data), package_book()
    rule = spec_of(project, None, None, book)
    table = review_by_rule(project, rule, usual_profile(), book, Origin("表.xlsx", lang))
    return [line for line in table.lines if line.severity != Severity.NOTE]


QUICK = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])


@QUICK
@given(tables(), st.booleans())
def test_a_table_in_order_is_silent(data: dict[str, Any], states_lights: bool) -> None:
    if states_lights:
        data = with_lights(data)
    assert [(line.code, line.path, line.message) for line in lines(data)] == []


@QUICK
@given(tables(), st.integers(1, 3))
def test_each_other_light_is_told_at_its_row(data: dict[str, Any], shift: int) -> None:
    data = with_lights(data, shift)
    stated, printed = lines(data), data["printed"]
    places = {f"indicators[{index}].light" for index in range(len(PLAN))} | {"printed.execution_light"}
    lights = [printed["execution_light"], *(row["light"] for row in data["indicators"])]
    if printed["light"] != min(lights, key=LIGHTS.index):  # else it follows from the others
        places.add("printed.light")
    assert {line.path for line in stated} == places
    assert {catalog()[line.code].slug for line in stated} == {"light-differs"}
