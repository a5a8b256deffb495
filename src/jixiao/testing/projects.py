"""Random projects for a spec, as the data of project files: sound ones, ones at its boundaries, and broken ones."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any

from hypothesis import strategies as st

from jixiao.exact import ONE, ZERO, plain
from jixiao.model.facts import EXECUTION
from jixiao.model.rules import Cap, Rule
from jixiao.model.spec import IndicatorSpec
from jixiao.scoring.plan import plan_of
from jixiao.spec_tools.cases.boundaries import BESIDE, edges_of
from jixiao.spec_tools.cases.loading import ANY_YEAR
from jixiao.spec_tools.row_kinds import WORDS, Row, Way, amounts, day, late_days, target_text, typed, ways_of, ways_to

Data = dict[str, Any]
#: A measure, and a value of it at or beside which something turns.
Turn = tuple[str, Fraction]

#: Most rows, before their siblings.
MOST_ROWS = 5
HUNDRED = Fraction(100)
#: Measures of what is no number.
BY_WORDS = ("stated_share", "days_late", "months_late")
#: Measures of a day.
BY_DAYS = ("days_late", "months_late", "met")
#: Kinds of targets that may be any number above zero.
PLAIN = ("number", "percent", "money")
#: The direction in which less is better.
REVERSE = "反向"
#: Measures that divide by the target once it is missed.
DIVIDING = ("relative_gap", "deviation")

# Strategies are made once: making one costs more than drawing from it.
_amounts = st.one_of(st.integers(1, 300).map(Fraction), st.integers(1, 30000).map(lambda cents: Fraction(cents, 100)))
_parts = st.integers(1, 100)
_percents = st.integers(0, 1000)
_one_in = {number: st.integers(1, number).map(lambda drawn: drawn == 1) for number in (2, 3, 4, 8, 20)}
_month, _day = st.integers(1, 12), st.integers(1, 28)
_unit = st.sampled_from(["万元", "元"])
_share = st.integers(0, 100).map(lambda share: f"{share}%")
_extra = st.sampled_from(["marks", "deduct", "applicable", "cause"])
_flag = st.booleans()


@dataclass(frozen=True)
class _Shape:
    """What rows of one rule look like: the ways to write them, where the rule turns, and values to ask for."""

    rule: Rule
    ways: st.SearchStrategy[Way]
    turns: st.SearchStrategy[Turn] | None
    levels: st.SearchStrategy[Fraction] | None


@dataclass(frozen=True)
class _Kit:
    """All that is made of a spec before projects are drawn."""

    spec: IndicatorSpec
    shapes: dict[bool, st.SearchStrategy[_Shape]]
    groups: list[st.SearchStrategy[_Shape]]
    turns: st.SearchStrategy[Fraction] | None
    marks: st.SearchStrategy[str] | None
    year: int


@lru_cache(maxsize=16)
def _kit(spec: IndicatorSpec) -> _Kit:
    day = spec.in_force.start or spec.in_force.end
    groups = spec.row_weights.groups if spec.row_weights else {}
    shapes: dict[bool, list[_Shape]] = {True: [], False: []}
    rules = sorted(spec.rules, key=lambda rule: rule.measure in BY_WORDS)  # what is smallest comes first
    for finished, rule in ((finished, rule) for finished in shapes for rule in rules):
        ways = [way for way in _sound(spec, rule, finished) if _level2(way) not in groups]
        if ways:
            shapes[finished].append(_shape(rule, _drawn_from(ways, spec), spec))
    in_groups = [
        st.sampled_from(
            [
                _shape(rule, st.just(way), spec)
                for rule in spec.rules
                for way in _sound(spec, rule, True)
                if _level2(way) == name
            ]
        )
        for name in groups
    ]
    of_funds = [rule for rule in spec.rules if any(way.of_funds for way in ways_to(rule, spec))]
    turns = [x for rule in of_funds for measure, x in _turning(rule, spec) if measure == "execution"]
    marks = [mark.name for mark in spec.marks]
    return _Kit(
        spec,
        {finished: st.sampled_from(found) for finished, found in shapes.items()},
        in_groups,
        st.sampled_from(turns) if turns else None,
        st.sampled_from(marks) if marks else None,
        day.year if day else ANY_YEAR,
    )


def _sound(spec: IndicatorSpec, rule: Rule, finished: bool) -> list[Way]:
    """The ways that reach a rule and have a score; all states of the project, where it does not matter."""
    states = {one.way.finished for one in ways_of(spec) if not one.way.of_funds}
    found = [
        way
        for way, choice, sound in ways_of(spec)
        if sound and choice.rule is not None and choice.rule.name == rule.name
        if not way.of_funds and (way.finished == finished or len(states) == 1)
        if way.kind != "zero" or rule.measure not in DIVIDING
    ]
    return found if any(when.direction for when in spec.conditions) else [*found, *_reversed(found)]


def _reversed(ways: list[Way]) -> list[Way]:
    """The ways of "=" once more, of which less is better; where no condition looks at it, they reach the same rule."""
    return [replace(way, keys=(*way.keys, ("direction", REVERSE))) for way in ways if way.sign == "="]


def _level2(way: Way) -> str | None:
    return dict(way.keys).get("level2")


def _drawn_from(ways: list[Way], spec: IndicatorSpec) -> st.SearchStrategy[Way]:
    """Any of the ways; where caps lower some of them, those as often as all together."""
    capped = {way for way, choice, _ in ways_of(spec) if choice.caps}
    lowered = [way for way in ways if way in capped]
    return st.sampled_from(ways) | st.sampled_from(lowered) if lowered else st.sampled_from(ways)


def _shape(rule: Rule, ways: st.SearchStrategy[Way], spec: IndicatorSpec) -> _Shape:
    turns = _turning(rule, spec)
    levels = [x for measure, x in turns if measure == "value" and x > 0]
    return _Shape(rule, ways, st.sampled_from(turns) if turns else None, st.sampled_from(levels) if levels else None)


def _turning(rule: Rule, spec: IndicatorSpec) -> list[Turn]:
    """Where a rule, or a cap on its rows, turns: at it, and a little on both sides; and just what was asked."""
    caps = {cap.name: cap for way, choice, _ in ways_of(spec) if choice.rule is not None for cap in choice.caps}
    owners: tuple[Rule | Cap, ...] = (rule, *caps.values())
    edges = [(owner.measure, edge.x) for owner in owners for edge in edges_of(owner)]
    beside = [
        (measure, x + step) for measure, x in edges for size in BESIDE[:2] + BESIDE[-1:] for step in (ZERO, size, -size)
    ]
    return sorted({(measure, x) for measure, x in (*beside, (rule.measure, ONE)) if x >= 0})


def projects(spec: IndicatorSpec) -> st.SearchStrategy[Data]:
    """Projects that a spec can score whole: every row has a score, the weights add up, so there is a total.

    Often two rows differ in nothing but what was achieved.
    """
    return _projects(spec, at_turns=False)


def boundary_projects(spec: IndicatorSpec) -> st.SearchStrategy[Data]:
    """The same, where every row lies at a place at which its rule turns, or just beside one."""
    return _projects(spec, at_turns=True)


@st.composite
def _projects(draw: st.DrawFn, spec: IndicatorSpec, *, at_turns: bool) -> Data:
    kit = _kit(spec)
    finished = draw(_flag)
    grouped = [row for group in kit.groups for row in _pair(draw, _row(draw, kit, draw(group), at_turns), at_turns)]
    own: list[tuple[int, list[Row]]] = []
    if sum(spec.row_weights.groups.values() if spec.row_weights else ()) < spec.full_marks:
        own = draw(_own_rows(spec, finished, at_turns))
    every = [*grouped, *(row for _, pair in own for row in pair)]
    _weigh(spec, every, own)
    if draw(_one_in[3]):
        _leave_out(draw, kit, every)
    named = [{"name": f"指标{number}", **_given(row)} for number, row in enumerate(every, 1)]
    return {
        "name": "例",
        "year": str(kit.year),
        "finished": finished,
        "funds": _funds(draw, kit, at_turns),
        "indicators": named,
    }


@lru_cache(maxsize=64)
def _own_rows(spec: IndicatorSpec, finished: bool, at_turns: bool) -> st.SearchStrategy[list[tuple[int, list[Row]]]]:
    """Rows with what part they have in the weights, alone or with a sibling; made once, and smaller by whole rows."""
    return st.lists(_part(_kit(spec), finished, at_turns), min_size=1, max_size=MOST_ROWS)


@st.composite
def _part(draw: st.DrawFn, kit: _Kit, finished: bool, at_turns: bool) -> tuple[int, list[Row]]:
    part = draw(_parts)
    return part, _pair(draw, _row(draw, kit, draw(kit.shapes[finished]), at_turns), at_turns)


class _Drawn(dict[str, Any]):
    """A row, and what its sibling is drawn from."""

    shape: _Shape
    way: Way
    ends: tuple[Fraction, Fraction] | date | None


def _row(draw: st.DrawFn, kit: _Kit, shape: _Shape, at_turns: bool) -> _Drawn:
    found = _written(draw, kit, shape, draw(shape.ways), at_turns)
    if draw(_one_in[4]):
        _extras(draw, kit, found)
    return found


def _written(draw: st.DrawFn, kit: _Kit, shape: _Shape, way: Way, at_turns: bool) -> _Drawn:
    """A row of a way: its target, then what was achieved."""
    found = _Drawn()
    found.shape, found.way, found.ends = shape, way, _ends(draw, kit, way.kind)
    if shape.levels is not None and way.kind in PLAIN and (at_turns or draw(_one_in[3])):
        (level,) = amounts(way.kind, "value", (ZERO, ZERO), draw(shape.levels))
        found.ends = level, level
    target = WORDS[0]
    if isinstance(found.ends, date):
        target = f"{day(found.ends)}前"
    elif found.ends is not None:
        target = target_text(way.kind, found.ends) or ""
    found |= way.row(target, WORDS[1], **({"share": draw(_share)} if shape.rule.curve.judged else {}))
    found |= _achieved(draw, found, at_turns)
    return found


def _ends(draw: st.DrawFn, kit: _Kit, kind: str) -> tuple[Fraction, Fraction] | date | None:
    """A target: both ends of it, or a day, or nothing where words will do."""
    if kind == "word":
        return None
    if kind == "date":
        return date(kit.year, draw(_month), draw(_day))
    if "range" in kind:
        low = Fraction(draw(_percents), 10)
        return low, low + Fraction(draw(_percents) + 1, 10)
    if kind in ("zero", "negative"):
        amount = -draw(_amounts) if kind == "negative" else ZERO
    elif kind == "percent":
        amount = Fraction(draw(_percents) + 1, 10)
    elif kind == "rank":
        amount = Fraction(draw(_day))
    else:
        amount = draw(_amounts)
    return amount, amount


def _achieved(draw: st.DrawFn, row: _Drawn, at_turns: bool) -> Row:
    """What was achieved: an actual of the target's kind, or a share that a person states."""
    rule, kind = row.shape.rule, row.way.kind
    if rule.measure == "stated_share":
        return _judged(draw, rule)
    turn = draw(row.shape.turns) if row.shape.turns is not None and (at_turns or draw(_one_in[3])) else None
    if isinstance(row.ends, date):
        return {"actual": day(_late(turn, row.ends) or date(row.ends.year, draw(_month), draw(_day)))}
    if row.ends is None:
        return {"actual": WORDS[0]}
    texts = [] if turn is None else [typed(kind, amount) for amount in amounts(kind, turn[0], row.ends, turn[1])]
    return {"actual": next(filter(None, texts), None) or _amount(draw, kind)}


def _late(turn: Turn | None, deadline: date) -> date | None:
    """The day on which something turns; ``None`` where it is not one of lateness, or too far off."""
    if turn is None or turn[0] not in BY_DAYS or turn[1] > HUNDRED:
        return None
    return next(late_days(turn[0], turn[1], deadline), None)


def _amount(draw: st.DrawFn, kind: str) -> str:
    whole = kind == "rank"
    amount = Fraction(draw(_day)) if whole else draw(_amounts)
    return typed(kind, amount) or ""


def _judged(draw: st.DrawFn, rule: Rule) -> Row:
    """A share, and perhaps the tier that it lies in; a tier with a default may stand alone."""
    share = draw(_share)
    if not rule.tiers or draw(_flag):
        return {"actual": WORDS[1], "share": share, "tier": None}
    stated = Fraction(share.removesuffix("%")) / 100
    name = next((name for name, tier in rule.tiers.items() if tier.holds(stated)), None)
    return {"actual": WORDS[1], "share": share, "tier": name}


def _extras(draw: st.DrawFn, kit: _Kit, row: Row) -> None:
    """A reviewer's mark, a deduction by hand, a cause: what may stand on any row."""
    kind = draw(_extra)
    if kind == "marks" and kit.marks is not None:
        row["marks"] = [draw(kit.marks)]
    elif kind == "deduct":
        row["deduct"] = {"points": plain(Fraction(draw(_percents), 100)), "reason": "复核"}
    elif kind == "cause":
        row["cause"] = "天气"


def _pair(draw: st.DrawFn, row: _Drawn, at_turns: bool) -> list[Row]:
    """The row alone, or with a sibling that achieved something else."""
    if draw(_flag):
        return [dict(row)]
    return [dict(row), {**row, **_achieved(draw, row, at_turns)}]


def _weigh(spec: IndicatorSpec, every: list[Row], own: list[tuple[int, list[Row]]]) -> None:
    """Weights that add up to what the execution row and the spec's own groups leave; siblings' are alike."""
    plan = plan_of(spec)
    present = frozenset(filter(None, (plan.classes.get(row["level1"]) for row in every)))
    left = spec.full_marks - plan.preset(present).get(EXECUTION, ZERO)
    left -= sum(spec.row_weights.groups.values() if spec.row_weights else (), ZERO)
    whole = sum(part for part, _ in own)
    shares = [left * 100 * part // whole / HUNDRED for part, _ in own]
    for row in every:
        row["weight"] = "1"  # where the spec splits the points itself
    for index, (_, pair) in enumerate(own):
        share = shares[index] if index else left - sum(shares[1:], ZERO)
        for row in pair:
            row["weight"] = plain(share / len(pair))


def _leave_out(draw: st.DrawFn, kit: _Kit, rows: list[Row]) -> None:
    """Take one row out of account, where the spec knows what becomes of its points and another of its class stays."""
    row = draw(st.sampled_from(rows))
    stay = [other for other in rows if other is not row and other["level1"] == row["level1"]]
    grouped = kit.spec.row_weights is not None
    if stay and kit.spec.not_applicable.rows != "refuse" and not grouped:
        row["applicable"] = False


def _funds(draw: st.DrawFn, kit: _Kit, at_turns: bool) -> Data:
    """Funds in either unit; the initial budget is often the adjusted one."""
    budget = draw(_amounts)
    initial = budget if draw(_flag) else draw(_amounts)
    spent = draw(_amounts)
    if kit.turns is not None and (at_turns or draw(_one_in[3])):
        spent = budget * draw(kit.turns)
    total = {"initial": plain(initial), "budget": plain(budget), "spent": plain(spent)}
    return {"money_unit": draw(_unit), "total": total}


def _set(key: str, *values: object) -> list[Data]:
    return [{key: value} for value in values]


#: What people get wrong in a row, one thing at a time; ``None`` takes a key away.
IN_ROWS: tuple[Data, ...] = (
    *_set("level1", "其他", "预算执行率", "", None),
    *_set("name", None, ""),
    *_set("target", "", "≥≥5", "很多", None),
    *_set("actual", "", " ", "很多", "5匹", "１2x", None),
    *_set("weight", "0", "-1", "十", "1e3", "1_000", "999999", None),
    *_set("comparison", "≤", "≥", "不少于吧"),
    *_set("share", "2", "-1%", "half"),
    *_set("tier", "最好", "9"),
    *_set("rule", "no such rule"),
    *_set("marks", ["no such mark"]),
    *_set("deduct", {"points": "1"}, {"reason": "复核"}, {"points": "-1", "reason": "复核"}),
    *_set("applicable", "或许", False),
    *_set("no such key", "1"),
    *_set("分值", "1"),
)
#: And in the whole.
IN_WHOLES: tuple[Data, ...] = (
    *_set("name", None),
    *_set("year", "1", "明年", None),
    *_set("indicators", [], None),
    *_set("funds", {}, {"total": {"budget": "0", "spent": "1"}}, {"total": {"budget": "x"}}, None),
    *_set("finished", "perhaps"),
)
_in_rows, _in_wholes = st.sampled_from(IN_ROWS), st.sampled_from(IN_WHOLES)


def _given(row: Data) -> Data:
    return {key: value for key, value in row.items() if value is not None}


@st.composite
def broken_projects(draw: st.DrawFn, spec: IndicatorSpec) -> Data:
    """Projects with one thing wrong that people get wrong; some specs may still score some of them."""
    project = draw(projects(spec))
    if draw(_one_in[4]):
        return _given({**project, **draw(_in_wholes)})
    row = draw(st.sampled_from(project["indicators"]))
    row.update(draw(_in_rows))
    return {**project, "indicators": [_given(row) for row in project["indicators"]]}


__all__ = ["boundary_projects", "broken_projects", "projects"]
