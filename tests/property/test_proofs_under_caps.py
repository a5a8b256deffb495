"""The proofs under caps against brute force: the whole path, on a grid of targets and actuals."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jixiao.exact import format_exact
from jixiao.model.spec import IndicatorSpec
from jixiao.spec_tools.proof import prove
from jixiao.spec_tools.proof.certificate import proven
from jixiao.spec_tools.proof.counterexamples import scored
from tests.support.random_rules import NEAR, rises, size, spec_of

F = Fraction


# Rules under caps: the whole path, on a grid of targets and actuals

CAPS = st.builds(
    lambda measure, at, found, sense: {
        "cap": "own_cap",
        "for": {"name_has": "丙"},
        "measure": measure,
        "bands": {
            **{
                f"{'≥' if sense else '≤'}{x}%": height
                for x, height in zip(sorted(at), sorted(found, key=size), strict=True)
            },
            "otherwise": "0" if sense else "10%",
        },
        "basis": "notice",
    },
    st.sampled_from(["attainment", "inverse_attainment", "value", "relative_gap", "deviation", "gap", "met"]),
    st.lists(st.sampled_from([20, 50, 80, 100, 125, 160]), min_size=2, max_size=2, unique=True),
    st.lists(st.sampled_from(["10%", "50%", "95%", "full"]), min_size=2, max_size=2),
    st.booleans(),
).map(lambda cap: cap if "≥" in next(iter(cap["bands"])) else {**cap, "bands": _turned(cap["bands"])})


def _turned(table: dict[str, str]) -> dict[str, str]:
    """Bands that fall: the highest height first."""
    *keys, otherwise = table
    stated = [table[key] for key in keys][::-1]
    return {**dict(zip(keys, stated, strict=True)), otherwise: table[otherwise]}


def capped_spec(rule: tuple[str, str, dict[str, Any]], caps: list[dict[str, Any]], direction: str) -> IndicatorSpec:
    """The sound spec with one rule of its own, for every direction, and caps on its rows."""
    measure, comparison, written = rule
    spec = spec_of(measure, comparison, written).model_dump(by_alias=True, mode="json", exclude_none=True)
    rules = [
        {**found, "for": {**found["for"][0], "direction": direction}} if found["rule"] == "own" else found
        for found in spec["rules"]
    ]
    return IndicatorSpec.model_validate({**spec, "rules": rules, "caps": caps})


def path_of(spec: IndicatorSpec, comparison: str, direction: str, target: int) -> list[tuple[Fraction, Fraction]]:
    """Actuals with their exact points, every edge of rule and caps and a little beside it among them."""
    places = {
        F(target * share, 100) for share in (10, 20, 25, 40, 50, 62, 80, 95, 99, 100, 101, 105, 125, 160, 200, 250)
    }
    places |= {F(edge) for edge in (20, 50, 80, 100, 125, 160)}
    places |= {F(target) - step for step in (20, 50, 80, 100)} | {F(target) + step for step in (20, 50, 80, 100)}
    actuals = sorted({place + side for place in places for side in (-NEAR, 0, NEAR) if place > 1})
    row = {"level1": "产出指标", "name": "丙", "target": f"{target}%", "comparison": comparison, "weight": "45"}
    row |= {"direction": direction}
    table = [{**row, "actual": f"{format_exact(actual)}%"} for actual in actuals]
    found = scored(spec, {"name": "甲", "year": "2023", "indicators": table})
    return [(actual, row.points) for actual, row in zip(actuals, found.rows, strict=True) if row.score is not None]


PATHS = [
    ("attainment", "≥", {"line": {"0": "0", "100%": "full"}}),
    ("attainment", "=", {"bands": {"≥100%": "full", "≥50%": "5/10", "otherwise": "0"}}),
    ("inverse_attainment", "≤", {"line": {"0": "0", "100%": "full"}}),
    ("attainment", "≤", {"line": {"100%": "full", "200%": "0"}}),
    ("relative_gap", "≤", {"bands": {"≤0": "full", "≤20%": "8/10", "otherwise": "0"}}),
    ("deviation", "=", {"bands": {"≤20%": "full", "≤40%": "3/5", "otherwise": "0"}}),
    ("value", "≥", {"bands": {"≥80%": "full", "≥50%": "5/10", "otherwise": "0"}}),
    ("value", "≤", {"bands": {"≤50%": "full", "≤80%": "5/10", "otherwise": "0"}}),
]


@given(st.sampled_from(PATHS), st.lists(CAPS, min_size=1, max_size=1))
@settings(max_examples=4)
def test_what_is_proven_under_caps_holds(rule: tuple[str, str, dict[str, Any]], caps: list[dict[str, Any]]) -> None:
    holds_under(rule, caps)


@pytest.mark.slow
@given(st.sampled_from(PATHS), st.lists(CAPS, min_size=1, max_size=2, unique_by=lambda cap: cap["measure"]))
@settings(max_examples=100)
def test_what_is_proven_under_caps_holds_at_length(
    rule: tuple[str, str, dict[str, Any]], caps: list[dict[str, Any]]
) -> None:
    holds_under(rule, [{**cap, "cap": f"cap_{number}"} for number, cap in enumerate(caps)])


def holds_under(rule: tuple[str, str, dict[str, Any]], caps: list[dict[str, Any]]) -> None:
    """Of a rule that is proven under its caps no row on the way to its target loses; one that does is told of."""
    _, comparison, _ = rule
    direction = "反向" if comparison == "≤" else "正向"
    spec = capped_spec(rule, caps, direction)
    proof = prove(spec)
    claimed = any(one["rule"] == "own" for one in proven(proof)["rules"])
    loses = any(
        costs_on_the_way(path_of(spec, comparison, direction, target), comparison, rule[0], target)
        for target in (40, 100, 130)
    )
    assert not (claimed and loses)
    told_of = {finding.code for finding in proof.findings}
    assert not loses or told_of & {"JX589", "JX550", "JX555"}, [finding.message("en") for finding in proof.findings]
    for fault in proof.faults:
        if fault.finding.code == "JX589":
            assert fault.example is not None
            worse, better = scored(spec, fault.example.projects[0]).rows[:2]
            assert worse.score > better.score  # type: ignore[operator]


def costs_on_the_way(path: list[tuple[Fraction, Fraction]], comparison: str, measure: str, target: int) -> bool:
    """Whether the points fall somewhere as the actual draws near to the target, on a side on which nearer is better."""
    below = [points for actual, points in path if actual <= target]
    above = [points for actual, points in path[::-1] if actual >= target]
    sides = {"≥": [below], "≤": [above], "=": [below, above] if measure == "deviation" else [below]}[comparison]
    return not all(rises(side) for side in sides)
