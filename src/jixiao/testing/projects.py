"""Random projects for a spec, as the data of project files: sound ones, ones at its boundaries, and broken ones."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any

from hypothesis import strategies as st

from jixiao.exact import ZERO, format_exact
from jixiao.measure import measure_of
from jixiao.measure.values import VALUE
from jixiao.model.facts import EXECUTION
from jixiao.model.rules import Rule
from jixiao.model.spec import IndicatorSpec
from jixiao.scoring.plan import plan_of
from jixiao.spec_tools.row_kinds import WORDS, Row, Way, amounts, day, target_text, typed
from jixiao.testing.row_shapes import RowShape, SpecStrategies, Turn, groups_of, strategies_of

Data = dict[str, Any]

#: Most rows, before their siblings.
MOST_ROWS = 5
HUNDRED = Fraction(100)
#: Kinds of targets that may be any number above zero.
PLAIN = ("number", "percent", "money")

# Strategies are made once: making one costs more than drawing from it.
_amounts = st.one_of(st.integers(1, 300).map(Fraction), st.integers(1, 30000).map(lambda cents: Fraction(cents, 100)))
_parts = st.integers(1, 100)
_percents = st.integers(0, 1000)
_one_in = {number: st.integers(1, number).map(lambda chance: chance == 1) for number in (2, 3, 4, 8, 20)}
_month, _day = st.integers(1, 12), st.integers(1, 28)
_unit = st.sampled_from(["万元", "元"])
_share = st.integers(0, 100).map(lambda share: f"{share}%")
_extra = st.sampled_from(["marks", "deduct", "applicable", "cause"])
_flag = st.booleans()


def projects(spec: IndicatorSpec) -> st.SearchStrategy[Data]:
    """Return projects that a spec can score in full: every row has a score, the weights add up, so there is a total.

    Often two rows differ in nothing but what was achieved.
    """
    return _projects(spec, at_turns=False)


def boundary_projects(spec: IndicatorSpec) -> st.SearchStrategy[Data]:
    """Return the same, where every row lies at a place at which its rule turns, or just beside one."""
    return _projects(spec, at_turns=True)


@st.composite
def _projects(draw: st.DrawFn, spec: IndicatorSpec, *, at_turns: bool) -> Data:
    kit = strategies_of(spec)
    finished = draw(_flag)
    grouped = [row for group in kit.groups for row in _pair(draw, _row(draw, kit, draw(group), at_turns), at_turns)]
    own: list[tuple[int, list[Row]]] = []
    if sum(groups_of(spec).values()) < spec.full_marks:
        own = draw(_own_rows(spec, finished, at_turns))
    rows = [*grouped, *(row for _, pair in own for row in pair)]
    _weigh(spec, rows, own)
    if draw(_one_in[3]):
        _leave_out(draw, kit, rows)
    return {
        "name": "例",
        "year": str(kit.year),
        "finished": finished,
        "funds": _funds(draw, kit, at_turns),
        "indicators": [{"name": f"指标{number}", **_stated(row)} for number, row in enumerate(rows, 1)],
    }


@lru_cache(maxsize=64)
def _own_rows(spec: IndicatorSpec, finished: bool, at_turns: bool) -> st.SearchStrategy[list[tuple[int, list[Row]]]]:
    """Return rows with their part in the weights, alone or with a sibling; made once, and shrunk row by row."""
    return st.lists(_part(strategies_of(spec), finished, at_turns), min_size=1, max_size=MOST_ROWS)


@st.composite
def _part(draw: st.DrawFn, kit: SpecStrategies, finished: bool, at_turns: bool) -> tuple[int, list[Row]]:
    part = draw(_parts)
    return part, _pair(draw, _row(draw, kit, draw(kit.shapes[finished]), at_turns), at_turns)


class _DrawnRow(dict[str, Any]):
    """A row, and what its sibling is drawn from."""

    shape: RowShape
    way: Way
    ends: tuple[Fraction, Fraction] | date | None


def _row(draw: st.DrawFn, kit: SpecStrategies, shape: RowShape, at_turns: bool) -> _DrawnRow:
    row = _plain_row(draw, kit, shape, draw(shape.ways), at_turns)
    if draw(_one_in[4]):
        _extras(draw, kit, row)
    return row


def _plain_row(draw: st.DrawFn, kit: SpecStrategies, shape: RowShape, way: Way, at_turns: bool) -> _DrawnRow:
    """Return a row of a way: its target, then what was achieved."""
    row = _DrawnRow()
    row.shape, row.way, row.ends = shape, way, _ends(draw, kit, way.kind)
    if shape.levels is not None and way.kind in PLAIN and (at_turns or draw(_one_in[3])):
        (level,) = amounts(way.kind, VALUE, (ZERO, ZERO), draw(shape.levels))
        row.ends = level, level
    share = {"share": draw(_share)} if shape.rule.curve.judged else {}
    row |= way.row(_target(way.kind, row.ends), WORDS[1], **share)
    row |= _achieved(draw, row, at_turns)
    return row


def _target(kind: str, ends: tuple[Fraction, Fraction] | date | None) -> str:
    if ends is None:
        return WORDS[0]
    if isinstance(ends, date):
        return f"{day(ends)}前"
    return target_text(kind, ends) or ""


def _ends(draw: st.DrawFn, kit: SpecStrategies, kind: str) -> tuple[Fraction, Fraction] | date | None:
    """Return a target: both ends of it, or a day, or nothing where words will do."""
    if kind == "word":
        return None
    if kind == "date":
        return date(kit.year, draw(_month), draw(_day))
    if "range" in kind:
        low = Fraction(draw(_percents), 10)
        return low, low + Fraction(draw(_percents) + 1, 10)
    amount = _target_amount(draw, kind)
    return amount, amount


def _target_amount(draw: st.DrawFn, kind: str) -> Fraction:
    if kind == "zero":
        return ZERO
    if kind == "percent":
        return Fraction(draw(_percents) + 1, 10)
    if kind == "rank":
        return Fraction(draw(_day))
    amount = draw(_amounts)
    if kind == "negative":
        amount = -amount
    return amount


def _achieved(draw: st.DrawFn, row: _DrawnRow, at_turns: bool) -> Row:
    """Return what was achieved: an actual of the target's kind, or a share that a person states."""
    if measure_of(row.shape.rule).is_stated:
        return _judged(draw, row.shape.rule)
    turn = None
    if row.shape.turns is not None and (at_turns or draw(_one_in[3])):
        turn = draw(row.shape.turns)
    if row.ends is None:
        return {"actual": WORDS[0]}
    if isinstance(row.ends, date):
        return {"actual": day(_late(turn, row.ends) or date(row.ends.year, draw(_month), draw(_day)))}
    return {"actual": _amount_at(turn, row.way.kind, row.ends) or _amount(draw, row.way.kind)}


def _amount_at(turn: Turn | None, kind: str, ends: tuple[Fraction, Fraction]) -> str | None:
    """Return the first actual at which something turns; ``None`` where there is none of that kind."""
    if turn is None:
        return None
    measure, x = turn
    texts = (typed(kind, amount) for amount in amounts(kind, measure, ends, x))
    return next(filter(None, texts), None)


def _late(turn: Turn | None, deadline: date) -> date | None:
    """Return the day on which something turns; ``None`` where it is not one of lateness, or too far off."""
    if turn is None or turn[1] > HUNDRED:
        return None
    measure, x = turn
    return measure.day_at(x, deadline)


def _amount(draw: st.DrawFn, kind: str) -> str:
    amount = Fraction(draw(_day)) if kind == "rank" else draw(_amounts)
    return typed(kind, amount) or ""


def _judged(draw: st.DrawFn, rule: Rule) -> Row:
    """Return a share, and perhaps the tier that it lies in."""
    share = draw(_share)
    if not rule.tiers or draw(_flag):
        return {"actual": WORDS[1], "share": share, "tier": None}
    stated = Fraction(share.removesuffix("%")) / 100
    name = next((name for name, tier in rule.tiers.items() if tier.holds(stated)), None)
    return {"actual": WORDS[1], "share": share, "tier": name}


def _extras(draw: st.DrawFn, kit: SpecStrategies, row: Row) -> None:
    """Add what may stand on any row: a reviewer's mark, a deduction by hand, a cause."""
    kind = draw(_extra)
    if kind == "marks" and kit.marks is not None:
        row["marks"] = [draw(kit.marks)]
    elif kind == "deduct":
        row["deduct"] = {"points": format_exact(Fraction(draw(_percents), 100)), "reason": "复核"}
    elif kind == "cause":
        row["cause"] = "天气"


def _pair(draw: st.DrawFn, row: _DrawnRow, at_turns: bool) -> list[Row]:
    """Return the row alone, or with a sibling that achieved something else."""
    if draw(_flag):
        return [dict(row)]
    return [dict(row), {**row, **_achieved(draw, row, at_turns)}]


def _weigh(spec: IndicatorSpec, rows: list[Row], own: list[tuple[int, list[Row]]]) -> None:
    """Set weights that add up to what the execution row and the spec's own groups leave; siblings' are alike."""
    plan = plan_of(spec)
    present = frozenset(filter(None, (plan.classes.get(row["level1"]) for row in rows)))
    points = spec.full_marks - plan.preset(present).get(EXECUTION, ZERO) - sum(groups_of(spec).values(), ZERO)
    parts = sum(part for part, _ in own)
    shares = [points * 100 * part // parts / HUNDRED for part, _ in own]
    shares[:1] = [points - sum(shares[1:], ZERO)]
    for row in rows:
        row["weight"] = "1"  # where the spec splits the points itself
    for share, (_, pair) in zip(shares, own, strict=False):
        for row in pair:
            row["weight"] = format_exact(share / len(pair))


def _leave_out(draw: st.DrawFn, kit: SpecStrategies, rows: list[Row]) -> None:
    """Take one row out of account, where the spec knows what becomes of its points and another of its class stays."""
    row = draw(st.sampled_from(rows))
    stay = [other for other in rows if other is not row and other["level1"] == row["level1"]]
    grouped = kit.spec.row_weights is not None
    if stay and kit.spec.not_applicable.rows != "refuse" and not grouped:
        row["applicable"] = False


def _funds(draw: st.DrawFn, kit: SpecStrategies, at_turns: bool) -> Data:
    """Return funds in either unit; the initial budget is often the adjusted one."""
    budget = draw(_amounts)
    initial = budget if draw(_flag) else draw(_amounts)
    spent = draw(_amounts)
    if kit.turns is not None and (at_turns or draw(_one_in[3])):
        spent = budget * draw(kit.turns)
    total = {"initial": format_exact(initial), "budget": format_exact(budget), "spent": format_exact(spent)}
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
#: What people get wrong in a project, one thing at a time.
IN_PROJECTS: tuple[Data, ...] = (
    *_set("name", None),
    *_set("year", "1", "明年", None),
    *_set("indicators", [], None),
    *_set("funds", {}, {"total": {"budget": "0", "spent": "1"}}, {"total": {"budget": "x"}}, None),
    *_set("finished", "perhaps"),
)
_in_rows, _in_projects = st.sampled_from(IN_ROWS), st.sampled_from(IN_PROJECTS)


def _stated(row: Data) -> Data:
    return {key: value for key, value in row.items() if value is not None}


@st.composite
def broken_projects(draw: st.DrawFn, spec: IndicatorSpec) -> Data:
    """Return projects with one thing wrong that people get wrong; some specs may still score some of them."""
    project = draw(projects(spec))
    if draw(_one_in[4]):
        return _stated({**project, **draw(_in_projects)})
    row = draw(st.sampled_from(project["indicators"]))
    row.update(draw(_in_rows))
    return {**project, "indicators": [_stated(row) for row in project["indicators"]]}


__all__ = ["boundary_projects", "broken_projects", "projects"]
