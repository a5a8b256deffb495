"""One row's change: what its unit would have to type instead, in its own unit and precision."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from jixiao.exact import decimal_places, format_exact
from jixiao.measure import measure_of
from jixiao.model.facts import RowFacts
from jixiao.model.project import Project
from jixiao.model.rules import Rule
from jixiao.model.spec import IndicatorSpec
from jixiao.quantity import Date, Number, Range, Text, Unit
from jixiao.scoring import RowScore, Scored, score_project
from jixiao.whatif.inverse import actuals_earning, latest_day, least_share

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
    """Return the nearest value that earns a row at least ``points`` by its curve and caps, if there is one.

    For a rule that goes one way that is the smallest actual, or for "less is better" the largest.
    """
    facts = row.facts
    share = least_share(row, points)
    if share is not None:
        return _share(row, share)
    if isinstance(facts.target, Date):
        day = latest_day(row, points)
        if day is None:
            return None
        return Change(row, "actual", _typed(row), f"{day.year}年{day.month}月{day.day}日", date=True)
    if isinstance(facts.target, Text) and row.rule is not None and measure_of(row.rule).is_yes_no:
        return Change(row, "actual", _typed(row), facts.target.text)
    return _number(row, points)


def _typed(row: RowScore) -> str:
    return row.facts.indicator.actual or ""


def _share(row: RowScore, share: Fraction) -> Change:
    stated = row.facts.indicator.share
    if stated is None and row.facts.indicator.items:
        stated = row.share
    old = row.facts.indicator.tier or _typed(row)
    if stated is not None:
        old = _percent(stated)
    return Change(row, "share", old, _percent(share), True, _tier_of(row.rule, share))


def _percent(share: Fraction) -> str:
    return f"{format_exact(share * 100)}%"


def _tier_of(rule: Rule | None, share: Fraction) -> str | None:
    """Return the tier of a rule that a share lies in."""
    if rule is None:
        return None
    return next((name for name, tier in rule.tiers.items() if tier.holds(share)), None)


def _number(row: RowScore, points: Fraction) -> Change | None:
    actual = row.facts.actual
    if not isinstance(actual, Number) or actual.unit.dimension == ":":
        return None
    places, at = places_of_row(row.facts), actual.value / actual.unit.factor
    in_unit = (interval.image(1 / actual.unit.factor) for interval in actuals_earning(row, points))
    amounts = [amount for interval in in_unit if (amount := interval.nearest(at, places)) is not None]
    new = min(amounts, key=lambda amount: abs(amount - at), default=None)
    if new is None:
        return None
    return to_amount(row, new)


def to_amount(row: RowScore, amount: Fraction) -> Change:
    """Return the change of a row's number to another amount of its own unit."""
    actual = row.facts.actual
    assert isinstance(actual, Number)  # noqa: S101  # asked only of numbers
    at = actual.value / actual.unit.factor
    up = None if amount == at else amount > at
    if row.facts.index < 0:
        return Change(row, "spent", format_exact(at), format_exact(amount), up)
    return Change(row, "actual", _typed(row), _with_unit(amount, actual.unit, row.facts), up)


def _with_unit(amount: Fraction, unit: Unit, facts: RowFacts) -> str:
    if unit.dimension in _ONE_OF_ALL:
        return f"第{format_exact(amount)}名"
    if facts.indicator.uom and (facts.indicator.actual or "")[-1:].isdecimal():
        return format_exact(amount)
    return f"{format_exact(amount)}{unit.word or unit.dimension}"


def places_of_row(facts: RowFacts) -> int:
    """Return the decimals that target and actual were typed with, in the actual's unit."""
    target, actual = facts.target, facts.actual
    factor, values = Fraction(1), list[Fraction]()
    if isinstance(actual, Number):
        factor, values = actual.unit.factor, [actual.value]
    if isinstance(target, Range):
        values += [target.low, target.high]
    elif isinstance(target, Number):
        values.append(target.value)
    return max((decimal_places(value / factor) or 0 for value in values), default=0)


def changed(project: Project, changes: list[Change]) -> Project:
    """Return the project with the changes made; all else as it was."""
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
    """Return the scores with the changes made."""
    return score_project(changed(project, changes), spec)


def row_at(scored: Scored, index: int) -> RowScore:
    """Return a row by its index, the execution row being −1.

    Raises:
        LookupError: there is no such row.
    """
    if index >= 0:
        return scored.rows[index]
    if scored.execution is None:
        raise LookupError("the spec does not score the execution rate")
    return scored.execution
