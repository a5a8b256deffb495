"""One row's change: what its unit would have to type instead, in its own unit and precision."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from jixiao.exact import decimal_places, plain
from jixiao.model.facts import RowFacts
from jixiao.model.project import Project
from jixiao.model.rules import Rule
from jixiao.model.spec import IndicatorSpec
from jixiao.quantity import Date, Number, Range, Text, Unit
from jixiao.scoring import RowScore, Scored, score_project
from jixiao.whatif.inverse import latest, least_share, ways

_ONE_OF_ALL = ("名",)


class Change(NamedTuple):
    """Another value for a row: in which field, what is there, and what to type. ``up`` says which way, if either."""

    row: RowScore
    field: str
    old: str
    new: str
    up: bool | None = None
    tier: str | None = None
    date: bool = False


def change_for(row: RowScore, points: Fraction) -> Change | None:
    """The nearest value that earns a row at least ``points`` by its curve and caps; ``None`` where there is none.

    For a rule that goes one way that is the smallest actual, or for "less is better" the largest.
    """
    facts = row.facts
    share = least_share(row, points)
    if share is not None:
        return _share(row, share)
    if isinstance(facts.target, Date):
        day = latest(row, points)
        text = day and f"{day.year}年{day.month}月{day.day}日"
        return Change(row, "actual", _typed(row), text, date=True) if text else None
    if isinstance(facts.target, Text) and row.rule is not None and row.rule.measure == "met":
        return Change(row, "actual", _typed(row), facts.target.text)
    return _number(row, points)


def _typed(row: RowScore) -> str:
    return row.facts.indicator.actual or ""


def _share(row: RowScore, share: Fraction) -> Change:
    stated = row.facts.indicator.share
    rule = row.rule
    tier = _tier_of(rule, share) if rule is not None else None
    old = "" if stated is None else f"{plain(stated * 100)}%"
    return Change(row, "share", old or row.facts.indicator.tier or _typed(row), f"{plain(share * 100)}%", True, tier)


def _tier_of(rule: Rule, share: Fraction) -> str | None:
    return next((name for name, tier in rule.tiers.items() if tier.holds(share)), None)


def _number(row: RowScore, points: Fraction) -> Change | None:
    actual = row.facts.actual
    if not isinstance(actual, Number) or actual.unit.dimension == ":":
        return None
    places, at = places_of_row(row.facts), actual.value / actual.unit.factor
    found = (way.line(1 / actual.unit.factor).nearest(at, places) for way in ways(row, points))
    new = min((amount for amount in found if amount is not None), key=lambda amount: abs(amount - at), default=None)
    return None if new is None else to_amount(row, new)


def to_amount(row: RowScore, amount: Fraction) -> Change:
    """The change of a row's number to another amount of its own unit."""
    actual = row.facts.actual
    assert isinstance(actual, Number)  # noqa: S101  # asked only of numbers
    at = actual.value / actual.unit.factor
    up = None if amount == at else amount > at
    if row.facts.index < 0:
        return Change(row, "spent", plain(at), plain(amount), up)
    return Change(row, "actual", _typed(row), _with_unit(amount, actual.unit, row.facts), up)


def _with_unit(amount: Fraction, unit: Unit, facts: RowFacts) -> str:
    if unit.dimension in _ONE_OF_ALL:
        return f"第{plain(amount)}名"
    if facts.indicator.uom and (facts.indicator.actual or "")[-1:].isdecimal():
        return plain(amount)
    return f"{plain(amount)}{unit.word or unit.dimension}"


def places_of_row(facts: RowFacts) -> int:
    """The decimals that target and actual were typed with, in the actual's unit."""
    target, actual = facts.target, facts.actual
    factor = actual.unit.factor if isinstance(actual, Number) else Fraction(1)
    values = [actual.value] if isinstance(actual, Number) else []
    if isinstance(target, Range):
        values += [target.low, target.high]
    elif isinstance(target, Number):
        values.append(target.value)
    return max((decimal_places(value / factor) or 0 for value in values), default=0)


def changed(project: Project, changes: list[Change]) -> Project:
    """The project with the changes made; all else as it was."""
    by_row = {change.row.facts.index: change for change in changes}
    data = {name: getattr(project, name) for name in Project.model_fields}
    spent = by_row.pop(-1, None)
    if spent is not None:
        total = project.funds.total.model_copy(update={"spent": Fraction(spent.new)})
        data["funds"] = project.funds.model_copy(update={"total": total})
    rows = list(project.indicators)
    for index, change in by_row.items():
        rows[index] = rows[index].model_copy(update=_update(change))
    return Project(**{**data, "indicators": tuple(rows)})


def _update(change: Change) -> dict[str, object]:
    if change.field == "share":
        return {"share": Fraction(change.new.rstrip("%")) / 100, "tier": change.tier, "score": None}
    return {"actual": change.new}


def rescored(project: Project, spec: IndicatorSpec, changes: list[Change]) -> Scored:
    """The scores with the changes made."""
    return score_project(changed(project, changes), spec)


def row_at(scored: Scored, index: int) -> RowScore:
    """A row by its index, the execution row being −1.

    Raises:
        LookupError: there is no such row.
    """
    row = scored.execution if index < 0 else scored.rows[index]
    if row is None:
        raise LookupError("the spec does not score the execution rate")
    return row
