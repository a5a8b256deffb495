"""The proofs against brute force: random rules, scored on a fine grid of actuals by the engine itself."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from jixiao.exact import format_exact, to_step
from jixiao.model.spec import IndicatorSpec
from jixiao.spec_tools.proof import Fault, prove
from jixiao.spec_tools.proof.counterexamples import scored
from tests.support.random_rules import CENT, NEAR, rises, size, spec_of

F = Fraction
#: Edges (per cent) that are finite decimals, and of which the inverses are.
EDGES = [20, 25, 40, 50, 80, 100, 125, 160, 200, 250]
WEIGHTS = (F(45), F(2))
#: Measure and comparison, as rows of a target of 100 (or 100 %) have them.
KINDS = [
    ("attainment", "≥"), ("attainment", "≤"), ("attainment", "="), ("inverse_attainment", "≤"), ("inverse_attainment", "≥"),
    ("relative_gap", "≥"), ("relative_gap", "≤"), ("relative_gap", "="), ("deviation", "="), ("deviation", "≥"),
    ("value", "≥"), ("value", "≤"), ("value", "="),
]  # fmt: skip


# Random rules in the authors' own syntax, half of them with heights in order

shares = st.sampled_from(["0", "10%", "50%", "60%", "80%", "95%", "full"])
losses = st.sampled_from(["-9分", "-3分", "-1分", "full", "0"])


@st.composite
def heights(draw: st.DrawFn, count: int) -> list[str]:
    found = draw(st.lists(draw(st.sampled_from([shares, losses])), min_size=count, max_size=count))
    order = draw(st.sampled_from(["any", "rising", "falling"]))
    found = found if order == "any" else sorted(found, key=size, reverse=order == "falling")
    if order != "any" and draw(st.booleans()):  # sound curves mostly reach full marks
        found[-1 if order == "rising" else 0] = "full"
    return found


@st.composite
def curves(draw: st.DrawFn) -> dict[str, Any]:
    at = sorted(draw(st.lists(st.sampled_from(EDGES), min_size=1, max_size=3, unique=True)))
    form = draw(st.sampled_from(["line", "line", "rising", "rising", "falling", "falling", "nested", "steps"]))
    found = draw(heights(len(at) + 1))
    if form == "line":
        jump = draw(st.booleans())
        corner = f"{found[-2]} | {found[-1]}" if jump else found[-1]
        rounded = {"count": {"each": "5%", "nearest": True}} if draw(st.booleans()) else {}
        return {
            "line": {**{f"{x}%": height for x, height in zip(at, found, strict=False)}, f"{at[-1]}%": corner},
            **rounded,
        }
    if form == "steps":
        lower, begun = draw(st.booleans()), draw(st.booleans())
        steps = {"from": f"{at[0]}%", "each": "5% lower" if lower else "5%", "begun": begun, "lose": "1分"}
        return {"steps": {**steps, **({"most": "6分"} if draw(st.booleans()) else {})}}
    if form == "nested":
        return {
            "bands": {**{f"-{x}%..{x}%": height for x, height in zip(at, found, strict=False)}, "otherwise": found[-1]}
        }
    signs = "≥>" if form == "rising" else "≤<"
    table = {f"{draw(st.sampled_from(signs))}{x}%": height for x, height in zip(at, found[1:], strict=True)}
    return {"bands": {**table, "otherwise": found[0]}}


# The oracle: the engine's points before rounding, on a grid that has every place where a curve may bend or jump


def grid() -> list[Fraction]:
    """Actuals against 100: every 2½ %, every edge's inverse and negative, and a little beside each."""
    places = {F(5 * half, 2) for half in range(-64, 150)} | {F(10000, edge) for edge in EDGES}
    places |= {F(-edge) for edge in EDGES} | {F(10**7 // share, 1000) for share in range(5, 255, 5)} | {F(10**5)}
    return sorted({place + side for place in places for side in (-NEAR, 0, NEAR)})


GRID = grid()


def measured(spec: IndicatorSpec, comparison: str, weight: Fraction) -> dict[Fraction, Fraction]:
    """The exact points of a row for each actual."""
    row = {
        "level1": "产出指标",
        "name": "丙",
        "target": "100%",
        "comparison": comparison,
        "weight": format_exact(weight),
    }
    table = [{**row, "actual": f"{format_exact(actual)}%"} for actual in GRID]
    found = scored(spec, {"name": "甲", "year": "2023", "indicators": table})
    assert all(row.rule is not None and row.rule.name == "own" and row.score is not None for row in found.rows)
    return {actual: row.points for actual, row in zip(GRID, found.rows, strict=True)}


def peaks(values: list[Fraction]) -> bool:
    """Whether values rise to some place and fall after it."""
    top = values.index(max(values))
    return rises(values[: top + 1]) and rises(values[top:][::-1])


def told(measure: str, comparison: str, written: dict[str, Any], found: dict[Fraction, Fraction]) -> str:
    """What a rule must be told of its sense, by brute force: "", JX550 or JX559."""
    values = list(found.values())
    to_target = rises([found[a] for a in found if a <= 100]) and rises([found[a] for a in found if a >= 100][::-1])
    one_sided = comparison != "="
    sound = {"≥": rises(values), "≤": rises(values[::-1]), "=": rises(values) or (to_target and measure != "value")}
    if measure == "deviation":
        return "JX550" if not to_target else "JX559" if one_sided and len(set(values)) > 1 else ""
    if sound[comparison]:
        return ""
    nested = measure == "value" and any(".." in key for key in written.get("bands", ()))
    if nested and not one_sided and peaks(values):
        return ""
    return "JX550"


@pytest.mark.slow
@given(st.sampled_from(KINDS), curves())
@settings(max_examples=50)
def test_proofs_agree_with_brute_force(kind: tuple[str, str], written: dict[str, Any]) -> None:
    agrees(kind, written)


@pytest.mark.slow
@given(st.sampled_from(KINDS), curves())
@settings(max_examples=1500)
def test_proofs_agree_with_brute_force_at_length(kind: tuple[str, str], written: dict[str, Any]) -> None:
    agrees(kind, written)


def agrees(kind: tuple[str, str], written: dict[str, Any]) -> None:
    """A rule is told of exactly what a fine grid of actuals shows, and the counterexample shows it too."""
    measure, comparison = kind
    if measure == "inverse_attainment":  # rounding it has jumps that no grid of decimals meets
        written = {key: value for key, value in written.items() if key != "count"}
    try:
        spec = spec_of(measure, comparison, written)
    except ValidationError as refused:  # shares and points mixed
        if "JX531" not in str(refused):
            raise
        reject()
    own = [fault for fault in prove(spec).faults if fault.finding.args.get("name") == "own"]
    codes = {fault.finding.code for fault in own}
    tables = [measured(spec, comparison, weight) for weight in WEIGHTS]
    senses = {told(measure, comparison, written, table) for table in tables}
    worst = "JX550" if "JX550" in senses else max(senses)
    assert codes & {"JX550", "JX559"} == ({worst} if worst else set())
    whole = all(to_step(max(table.values()), CENT) == weight for table, weight in zip(tables, WEIGHTS, strict=True))
    assert ("JX555" in codes) == (not whole)
    if whole and measure != "value":
        assert codes & {"JX556", "JX557"} == at_target(comparison, tables)
    for fault in own:
        shows(spec, comparison, fault)


def at_target(comparison: str, tables: list[dict[Fraction, Fraction]]) -> set[str]:
    """Whether reaching 100 earns all, and if not, whether the least bit better does."""
    if all(table[F(100)] == weight for table, weight in zip(tables, WEIGHTS, strict=True)):
        return set()
    better = F(100) + (-NEAR if comparison == "≤" else NEAR)
    beyond = all(table[better] == weight for table, weight in zip(tables, WEIGHTS, strict=True))
    return {"JX556" if beyond else "JX557"}


def shows(spec: IndicatorSpec, comparison: str, fault: Fault) -> None:
    """The project of a fault, scored anew."""
    code, found = fault.finding.code, fault.example
    if code not in ("JX550", "JX555", "JX556", "JX557", "JX558", "JX559"):
        return
    assert found is not None, fault.finding.message("en")
    rows = scored(spec, found.projects[0]).rows[: found.rows]
    actuals = [F((row.facts.indicator.actual or "").rstrip("%")) for row in rows]
    points = [row.score for row in rows]
    if code in ("JX550", "JX559"):
        nearer = {"≥": actuals[0] < actuals[1], "≤": actuals[0] > actuals[1]}.get(comparison, True)
        assert nearer
        assert points[0] > points[1]  # type: ignore[operator]
    else:
        assert points[0] < rows[0].weight  # type: ignore[operator]
    assert all(format_exact(actual) in fault.finding.message("en") for actual in actuals)


SOUND = [
    ("attainment", "≥", {"line": {"0": "0", "100%": "full"}}),
    ("attainment", "≥", {"bands": {"≥100%": "full", "≥80%": "8/10", "≥50%": "5/10", "otherwise": "0"}}),
    ("attainment", "≤", {"line": {"100%": "full", "200%": "0"}}),
    ("inverse_attainment", "≤", {"line": {"50%": "0 | 50%", "100%": "full"}}),
    ("relative_gap", "≤", {"bands": {"≤0": "full", "≤20%": "8/10", "≤40%": "5/10", "otherwise": "0"}}),
    ("deviation", "=", {"bands": {"≤20%": "full", "≤40%": "3/5", "otherwise": "0"}}),
    ("value", "≥", {"bands": {"≥80%": "full", "≥50%": "-1分", "otherwise": "-3分"}}),
]
CHANGES = ["0", "10%", "40%", "55%", "70%", "90%", "full"]


@given(st.sampled_from(SOUND), st.data())
@settings(max_examples=15)
def test_a_small_change_that_breaks_a_law_is_found(kind: tuple[str, str, dict[str, Any]], data: st.DataObject) -> None:
    """One height, one edge or one side of a sound curve is changed; what brute force then shows is told."""
    measure, comparison, written = kind
    assert not {"JX550", "JX555", "JX556", "JX557"} & codes_of(spec_of(measure, comparison, written))
    form, table = next(iter(written.items()))
    key = data.draw(st.sampled_from([key for key in table if key != "otherwise"]))
    if any("分" in height for height in table.values()):
        changed = {**table, key: data.draw(st.sampled_from(["full", "-1分", "-2分", "-9分", "0"]))}
    elif form == "bands" and data.draw(st.booleans()):
        flipped = key.translate(str.maketrans("≥>≤<", ">≥<≤"))
        changed = {(flipped if old == key else old): height for old, height in table.items()}
    else:
        changed = {**table, key: data.draw(st.sampled_from(CHANGES))}
    agrees((measure, comparison), {form: changed})


def codes_of(spec: IndicatorSpec) -> set[str]:
    return {finding.code for finding in prove(spec).findings}
