"""From values of a measure to what a person would have typed: one target, and an actual for each value."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from fractions import Fraction
from math import lcm

from jixiao.exact import MOST_DECIMALS, ONE, ZERO, decimal_places, plain
from jixiao.model.rules import Remark
from jixiao.quantity import Range, parse
from jixiao.spec_tools.proof.domains import LESS
from jixiao.spec_tools.proof.row_classes import KINDS, YEAR, Case, Owner, sign_of

Row = dict[str, str]
_HUNDRED = Fraction(100)
_MOST_DAYS = 10_000
_MOST_MONTHS = 600
#: How far the ends of a range lie apart.
_WIDTH = 20
_DEADLINE = date(YEAR, 6, 15)
#: Stands for what cannot be written.
_UNWRITABLE = "/"


def rows(case: Case, xs: list[Fraction], owner: Owner | None = None, *, beyond: bool = False) -> list[Row] | None:
    """Rows of one target on which the measure of the rule (or of ``owner``) takes these values.

    A distance lies on the bad side of the target, or ``beyond`` it. ``None`` where they cannot be typed.
    """
    owner = owner or case.rule
    if owner is None or owner.measure not in _MAKERS:
        return None
    found = _MAKERS[owner.measure](case, owner, xs, beyond)
    sound = all(_UNWRITABLE not in row["target"] + row["actual"] for row in found)
    return found if found and sound else None


def amount_text(value: Fraction, kind: str) -> str:
    """Return a number of a kind as text, "/" where it cannot be typed; it is in the kind's own unit (元, %, place)."""
    places = decimal_places(value)
    if places is None or places > MOST_DECIMALS:
        return _UNWRITABLE
    unit = kind.rpartition(" ")[2]
    if unit == "rank":
        return f"第{value}名" if places == 0 and value > 0 else _UNWRITABLE
    return plain(value) + {"money": "元", "percent": "%"}.get(unit, "")


def _pairs(case: Case, target: Fraction, actuals: Iterable[Fraction]) -> list[Row]:
    kind = case.cell.kind
    return [{"target": amount_text(target, kind), "actual": amount_text(actual, kind)} for actual in actuals]


def ratio_target(kind: str, xs: list[Fraction]) -> Fraction:
    """Return a target of a kind of which all these multiples are decimals, in its unit."""
    size = Fraction(lcm(100, *(1 if decimal_places(x) is not None else x.denominator for x in xs)))
    return {"zero": ZERO, "negative": -size}.get(sign_of(kind), size)


def _by_attainment(case: Case, owner: Owner, xs: list[Fraction], beyond: bool) -> list[Row]:
    target = ratio_target(case.cell.kind, xs)
    return _pairs(case, target, [x * target for x in xs])


def _by_inverse(case: Case, owner: Owner, xs: list[Fraction], beyond: bool) -> list[Row]:
    if any(x <= 0 for x in xs):
        return []
    target = Fraction(lcm(100, *(x.numerator for x in xs)))
    return _pairs(case, target, [target / x for x in xs])


def typed_range(owner: Owner) -> Range:
    """The range that rows of a value have, in per cent where the rule is."""
    found = parse(KINDS["range"][written_in_percent(owner)][0])
    assert isinstance(found, Range)  # noqa: S101  # it is one of our own
    return found


def _by_value(case: Case, owner: Owner, xs: list[Fraction], beyond: bool) -> list[Row]:
    percent = case.cell.kind.endswith("percent") or (case.cell.kind == "range" and written_in_percent(owner))
    scale, unit = (_HUNDRED, "%") if percent else (ONE, "")
    if case.cell.kind == "range":
        target = KINDS["range"][bool(unit)][0]
        return [{"target": target, "actual": amount_text(x * scale, "number") + unit} for x in xs]
    size = {"zero": ZERO, "negative": -_HUNDRED, "rank": Fraction(10)}.get(case.sign, _HUNDRED)
    return _pairs(case, size, [x * scale for x in xs])


def written_in_percent(owner: Owner) -> bool:
    """Whether the author wrote the edges of a curve in percent."""
    if isinstance(owner, Remark):
        return "%" in owner.outside
    written = [*(owner.bands or ()), *(owner.line or ()), *([owner.steps.each] if owner.steps else ())]
    return any("%" in key for key in written)


def _bad_side(case: Case, beyond: bool) -> int:
    """1 where what lies above the target falls short of it, −1 where what lies below does; the other side beyond it."""
    less = case.comparison in LESS or (case.comparison == "=" and case.cell.direction == "反向")
    return 1 if less != beyond else -1


def _by_distance(case: Case, owner: Owner, xs: list[Fraction], beyond: bool) -> list[Row]:
    """Beyond the target for "less is better" and ranges, below it for all else."""
    kind, in_units = case.cell.kind, owner.measure == "gap"
    target = ratio_target(kind, xs)
    unit = (_HUNDRED if kind.endswith("percent") else ONE) if in_units else abs(target) or ONE
    side = 1 if kind == "range" else _bad_side(case, beyond)
    actuals = [target + side * x * unit for x in xs]
    if kind != "range":
        return _pairs(case, target, actuals)
    text = f"{plain(target - _WIDTH)}-{plain(target)}"
    return [{"target": text, "actual": amount_text(actual, kind)} for actual in actuals]


def _by_yes_no(case: Case, owner: Owner, xs: list[Fraction], beyond: bool) -> list[Row]:
    kind = case.cell.kind
    if case.sign not in ("date", "word", "range"):
        target = ratio_target(kind, xs)
        missed = target + _bad_side(case, beyond)
        return _pairs(case, target, [target if x else missed for x in xs])
    text, (reached, *others) = KINDS[kind][0]
    actuals = {ONE: reached, ZERO: (others or [_UNWRITABLE])[-1]}
    return [{"target": text.format(year=YEAR), "actual": actuals[x].format(year=YEAR)} for x in xs]


def _by_funds(case: Case, owner: Owner, xs: list[Fraction], beyond: bool) -> list[Row]:
    budget = ratio_target("number", xs)
    return [{"target": plain(budget), "actual": amount_text(x * budget, "number")} for x in xs]


def _by_days(case: Case, owner: Owner, xs: list[Fraction], beyond: bool) -> list[Row]:
    if any(x > _MOST_DAYS for x in xs):
        return []
    return [_dated(_DEADLINE + timedelta(int(x))) for x in xs]


def _by_months(case: Case, owner: Owner, xs: list[Fraction], beyond: bool) -> list[Row]:
    if any(x > _MOST_MONTHS for x in xs):
        return []
    found = [divmod(_DEADLINE.month - 1 + int(x), 12) for x in xs]
    return [_dated(_DEADLINE.replace(year=YEAR + years, month=month + 1)) for years, month in found]


def _dated(day: date) -> Row:
    return {"target": _DEADLINE.isoformat(), "actual": day.isoformat()}


def _by_share(case: Case, owner: Owner, xs: list[Fraction], beyond: bool) -> list[Row]:
    target, actuals = KINDS[case.cell.kind][0]
    row = {"target": target.format(year=YEAR), "actual": actuals[0].format(year=YEAR)}
    return [{**row, "share": plain(x)} for x in xs]


_MAKERS: dict[str, Callable[[Case, Owner, list[Fraction], bool], list[Row]]] = {
    "attainment": _by_attainment,
    "inverse_attainment": _by_inverse,
    "value": _by_value,
    "relative_gap": _by_distance,
    "deviation": _by_distance,
    "gap": _by_distance,
    "met": _by_yes_no,
    "execution": _by_funds,
    "days_late": _by_days,
    "months_late": _by_months,
    "stated_share": _by_share,
}
