"""The proofs against brute force: random rules, scored on a fine grid of actuals by the engine itself."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from jixiao.curve import Height, Interval, ScoreCurve, bands, line, stepwise
from jixiao.curve.intervals import ALL_NUMBERS
from jixiao.exact import plain, to_step
from jixiao.loading.specs import find_spec
from jixiao.measure import MEASURES
from jixiao.measure.dates import months_between
from jixiao.measure.profile import NOT_NEGATIVE, Profile, RowKind
from jixiao.model.facts import read_row
from jixiao.model.project import Indicator
from jixiao.model.spec import IndicatorSpec
from jixiao.scoring.plan import plan_of
from jixiao.scoring.rows import score_row
from jixiao.spec_tools.proof import Fault, prove, row_classes
from jixiao.spec_tools.proof.certificate import proven
from jixiao.spec_tools.proof.counterexamples import scored
from jixiao.spec_tools.proof.row_classes import DIRECTIONS, STATED, Case
from jixiao.spec_tools.proof.shapes import best, corners, drop, earned, exceeds, one_peak, parts, tiles
from jixiao.spec_tools.proof.table_laws import most_missed
from tests.support.paths import BROKEN_SPECS
from tests.support.rule_book import SPECS

F = Fraction
#: Edges (per cent) that are finite decimals, and of which the inverses are.
EDGES = [20, 25, 40, 50, 80, 100, 125, 160, 200, 250]
WEIGHTS = (F(45), F(2))
NEAR, CENT = F(1, 1000), F(1, 100)
#: Measure and comparison, as rows of a target of 100 (or 100 %) have them.
KINDS = [
    ("attainment", "≥"), ("attainment", "≤"), ("attainment", "="), ("inverse_attainment", "≤"), ("inverse_attainment", "≥"),
    ("relative_gap", "≥"), ("relative_gap", "≤"), ("relative_gap", "="), ("deviation", "="), ("deviation", "≥"),
    ("value", "≥"), ("value", "≤"), ("value", "="),
]  # fmt: skip


@cache
def base() -> dict[str, Any]:
    spec = find_spec(str(BROKEN_SPECS / "sound.yaml"), None, BROKEN_SPECS).spec
    assert spec is not None
    return spec.model_dump(by_alias=True, mode="json", exclude_none=True)


def spec_of(measure: str, comparison: str, written: dict[str, Any]) -> IndicatorSpec:
    """The sound spec with one rule more, for targets above zero."""
    when = {"comparison": comparison, "direction": "正向", "name_has": "丙", "target": "percent"}
    rule = {"rule": "own", "for": when, "measure": measure, "basis": "notice", **written}
    rules = sorted(base()["rules"], key=lambda rule: rule["rule"] != "not_positive")
    return IndicatorSpec.model_validate({**base(), "id": "test.random", "rules": [rules[0], rule, *rules[1:]]})


# Random rules in the authors' own syntax, half of them with heights in order

shares = st.sampled_from(["0", "10%", "50%", "60%", "80%", "95%", "full"])
losses = st.sampled_from(["-9分", "-3分", "-1分", "full", "0"])


def size(height: str) -> Fraction:
    if height.endswith("分"):
        return F(1) + F(height[:-1]) / 100
    return F(1) if height == "full" else F(height.removesuffix("%")) / 100


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
    row = {"level1": "产出指标", "name": "丙", "target": "100%", "comparison": comparison, "weight": plain(weight)}
    table = [{**row, "actual": f"{plain(actual)}%"} for actual in GRID]
    found = scored(spec, {"name": "甲", "year": "2023", "indicators": table})
    assert all(row.rule is not None and row.rule.name == "own" and row.score is not None for row in found.rows)
    return {actual: row.points for actual, row in zip(GRID, found.rows, strict=True)}


def rises(values: list[Fraction]) -> bool:
    return all(one <= other for one, other in pairwise(values))


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
    assert all(plain(actual) in fault.finding.message("en") for actual in actuals)


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
@settings(max_examples=40)
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
    table = [{**row, "actual": f"{plain(actual)}%"} for actual in actuals]
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


def codes_of(spec: IndicatorSpec) -> set[str]:
    return {finding.code for finding in prove(spec).findings}


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
    spec = find_spec(name, None, BROKEN_SPECS).spec
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
        "weight": plain(F(hundredths, 100)),
    }
    spec = IndicatorSpec.model_validate({**base(), "rounding": {"row": step, "basis": "notice"}})
    (found,) = scored(spec, {"name": "甲", "year": "2023", "indicators": [row]}).rows
    assert found.score is not None
    assert abs(found.score - found.points) <= most_missed(spec)


@pytest.mark.parametrize("name", SHIPPED)
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
