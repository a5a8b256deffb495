"""From values of a measure to what a person would have typed: one target, and an actual for each value."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from math import lcm

from jixiao.exact import MOST_DECIMALS, ONE, ZERO, decimal_places, format_exact
from jixiao.measure import PERCENT, measure_of
from jixiao.measure.profile import Side
from jixiao.model.rules import CurveOwner
from jixiao.quantity import Range, Unit, less_is_better, parse
from jixiao.spec_tools.proof.row_classes import KINDS, YEAR, Case, sign_of

Row = dict[str, str]
#: How far the ends of a range lie apart.
_WIDTH = 20
_DEADLINE = date(YEAR, 6, 15)
#: Stands for what cannot be written.
_UNWRITABLE = "/"
_BARE = Unit("")


def rows(case: Case, xs: list[Fraction], owner: CurveOwner | None = None, *, beyond: bool = False) -> list[Row] | None:
    """Return rows of one target on which the measure of the rule (or of ``owner``) takes these values.

    A distance lies on the bad side of the target, or ``beyond`` it. ``None`` where they cannot be typed.
    """
    owner = owner or case.rule
    if owner is None:
        return None
    typed = _rows(case, owner, xs, beyond)
    writable = all(_UNWRITABLE not in row["target"] + row["actual"] for row in typed)
    if typed and writable:
        return typed
    return None


def _rows(case: Case, owner: CurveOwner, xs: list[Fraction], beyond: bool) -> list[Row]:
    measure = measure_of(owner)
    if measure.is_stated:
        return _with_shares(case, xs)
    if measure.is_yes_no and case.sign in ("date", "word", "range"):
        return _met_or_not(case, xs)
    if measure.of_dates:
        return _late(owner, xs)
    if case.cell.kind == "range":
        return _against_range(owner, xs)
    return _against_number(case, owner, xs, beyond)


def amount_text(value: Fraction, kind: str) -> str:
    """Return a number of a kind as text, "/" where it cannot be typed; it is in the kind's own unit (元, %, place)."""
    places = decimal_places(value)
    if places is None or places > MOST_DECIMALS:
        return _UNWRITABLE
    unit = kind.rpartition(" ")[2]
    if unit == "rank":
        if places == 0 and value > 0:
            return f"第{value}名"
        return _UNWRITABLE
    return format_exact(value) + {"money": "元", "percent": "%"}.get(unit, "")


def unit_of(kind: str) -> Unit:
    """Return the unit that rows of a kind are written in."""
    return PERCENT if kind.endswith("percent") else _BARE


def ratio_target(kind: str, xs: list[Fraction]) -> Fraction:
    """Return a target of a kind of which all these multiples are decimals, in its unit."""
    size = Fraction(lcm(100, *(x.denominator for x in xs if decimal_places(x) is None)))
    return {"zero": ZERO, "negative": -size}.get(sign_of(kind), size)


def _bad_side(case: Case, beyond: bool) -> Side:
    """Return the side on which an actual falls short of the target, or the other one, ``beyond`` it."""
    less = less_is_better(case.comparison) or case.row_kind.is_reversed_equal
    return "above" if less != beyond else "below"


def _against_number(case: Case, owner: CurveOwner, xs: list[Fraction], beyond: bool) -> list[Row]:
    """Return rows of one number; on the bad side of it, or beyond."""
    measure, kind, side = measure_of(owner), case.cell.kind, _bad_side(case, beyond)
    target = measure.sample_target(case.sign, xs)
    actuals = [measure.actual_at(x, target, side, unit_of(kind)) for x in xs]
    return [
        {"target": amount_text(target, kind), "actual": amount_text(actual, kind)}
        for actual in actuals
        if actual is not None and None not in actuals
    ]


def typed_range(owner: CurveOwner) -> Range:
    """Return the range that rows of a value have, in per cent where the rule is."""
    quantity = parse(KINDS["range"][owner.in_percent][0])
    assert isinstance(quantity, Range)  # noqa: S101  # it is one of our own
    return quantity


def _against_range(owner: CurveOwner, xs: list[Fraction]) -> list[Row]:
    """Return rows of one range: of a value the usual one, of a distance one beyond whose high end the actuals lie."""
    measure = measure_of(owner)
    if not measure.against_target:
        kind = ("number", "percent")[owner.in_percent]
        text = KINDS["range"][owner.in_percent][0]
        return [{"target": text, "actual": amount_text(x / unit_of(kind).factor, kind)} for x in xs]
    high = measure.sample_target("range", xs)
    actuals = [measure.actual_at(x, high, "above", _BARE) for x in xs]
    text = f"{format_exact(high - _WIDTH)}-{format_exact(high)}"
    return [{"target": text, "actual": amount_text(actual, "range")} for actual in actuals if actual is not None]


def _met_or_not(case: Case, xs: list[Fraction]) -> list[Row]:
    """Return rows that meet a range, a date or words, or do not."""
    text, (reached, *misses) = KINDS[case.cell.kind][0]
    actuals = {ONE: reached, ZERO: (misses or [_UNWRITABLE])[-1]}
    return [{"target": text.format(year=YEAR), "actual": actuals[x].format(year=YEAR)} for x in xs]


def _late(owner: CurveOwner, xs: list[Fraction]) -> list[Row]:
    """Return rows of one deadline; none where a day lies too far off."""
    days = [measure_of(owner).day_at(x, _DEADLINE) for x in xs]
    dated = [{"target": _DEADLINE.isoformat(), "actual": day.isoformat()} for day in days if day is not None]
    if len(dated) == len(days):
        return dated
    return []


def _with_shares(case: Case, xs: list[Fraction]) -> list[Row]:
    target, actuals = KINDS[case.cell.kind][0]
    row = {"target": target.format(year=YEAR), "actual": actuals[0].format(year=YEAR)}
    return [{**row, "share": format_exact(x)} for x in xs]
