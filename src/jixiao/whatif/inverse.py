"""The inverse of measure, count and curve: which actuals earn so many points, exactly.

A curve is piecewise linear, so the places where it earns enough are a few intervals; the count and the
measure carry them back to the actual.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction

from jixiao.curve import Count, ScoreCurve
from jixiao.exact import ZERO
from jixiao.model.facts import RowFacts
from jixiao.model.rules import Cap, Rule
from jixiao.quantity import Date, Number, Range
from jixiao.scoring import RowScore
from jixiao.whatif.intervals import NOWHERE, Interval, meets, merged

Ways = list[Interval]
_LESS = ("≤", "<")


def earning(curve: ScoreCurve, weight: Fraction, points: Fraction) -> Ways:
    """Where a curve earns at least ``points`` of ``weight``; a judged piece earns nothing by itself."""
    found: Ways = []
    for piece in curve.pieces:
        stretch = Interval(piece.low, piece.low_holds, piece.high, piece.high_holds)
        level, slope = weight * piece.a + piece.c, weight * piece.b + piece.e
        if slope:
            at = (points - level) / slope
            stretch = stretch.meet(Interval(at, True) if slope > 0 else Interval(None, False, at, True))
        if not piece.judged and not stretch.empty and (slope or level >= points):
            found.append(stretch)
    return merged(found)


def uncounted(count: Count | None, way: Interval) -> Interval:
    """Which measured values are counted, or rounded, into ``way``."""
    if count is None:
        return way
    if count.how == "nearest":
        return _unrounded(count.each, way)
    least = None if way.low is None else _whole(way.low, up=True, holds=way.low_holds)
    most = None if way.high is None else _whole(way.high, up=False, holds=way.high_holds)
    begun = count.how == "begun"
    if most is not None and most < 0:
        return NOWHERE  # steps are never fewer than none
    low = None if least is None or least <= 0 else (least - begun) * count.each
    high = None if most is None else (most + (not begun)) * count.each
    gap = Interval(low, not begun, high, begun)
    return gap.line(Fraction(-1 if count.lower else 1), count.start)


def _whole(end: Fraction, *, up: bool, holds: bool) -> int:
    """The first whole number at or beyond an end, on the inside."""
    inside = -(-end // 1) if up else end // 1
    return inside if holds or inside != end else inside + (1 if up else -1)


def _unrounded(each: Fraction, way: Interval) -> Interval:
    """Half a step around the multiples within; ties go away from zero."""
    half = Fraction(1, 2)
    low = None if way.low is None else _whole(way.low / each, up=True, holds=way.low_holds)
    high = None if way.high is None else _whole(way.high / each, up=False, holds=way.high_holds)
    return Interval(
        None if low is None else (low - half) * each,
        low is not None and low > 0,
        None if high is None else (high + half) * each,
        high is not None and high < 0,
    )


Inverse = Callable[[RowFacts, Interval, str], Ways]


def _scaled(facts: RowFacts, way: Interval, _comparison: str) -> Ways:
    """Actual ÷ target, undone."""
    target = facts.target
    return [way.line(target.value)] if isinstance(target, Number) and target.value > 0 else []


def _mirrored(facts: RowFacts, way: Interval, _comparison: str) -> Ways:
    """Target ÷ actual, undone. An actual of zero or below is +∞, so it lies in a way without an upper end."""
    target = facts.target
    if not isinstance(target, Number) or target.value <= 0 or (way.high is not None and way.high <= 0):
        return []
    least = None if way.high is None else target.value / way.high
    most = None if way.low is None or way.low <= 0 else target.value / way.low
    return [Interval(least, way.high_holds, most, way.low_holds)]


def _ends(facts: RowFacts) -> tuple[Fraction, Fraction] | None:
    target = facts.target
    if isinstance(target, Range):
        return target.low, target.high
    return (target.value, target.value) if isinstance(target, Number) else None


def _around(facts: RowFacts, comparison: str, reach: Callable[[Fraction], Fraction | None], *, holds: bool) -> Ways:
    """What lies no further on the bad side of the target than ``reach`` of the end there.

    Distances that do not begin at the target itself, from a curve that pays for missing it, have no way back.
    """
    ends = _ends(facts)
    if ends is None:
        return []
    far = [reach(end) for end in ends]
    low = None if far[0] is None or comparison in _LESS else ends[0] - far[0]
    two_sided = comparison in (*_LESS, "=") or isinstance(facts.target, Range)
    high = None if far[1] is None or not two_sided else ends[1] + far[1]
    return [Interval(low, holds, high, holds)]


def _relative(facts: RowFacts, way: Interval, comparison: str) -> Ways:
    far = way.high
    if not way.holds(ZERO):
        return []
    return _around(facts, comparison, lambda end: None if far is None else far * abs(end), holds=way.high_holds)


def _deviating(facts: RowFacts, way: Interval, _comparison: str) -> Ways:
    return _relative(facts, way, "=")


def _apart(facts: RowFacts, way: Interval, comparison: str) -> Ways:
    unit = getattr(facts.target, "unit", None)
    if unit is None or not way.holds(ZERO):
        return []
    far = None if way.high is None else way.high * (unit.factor if unit.dimension != "%" else 1)
    return _around(facts, comparison, lambda _end: far, holds=way.high_holds)


def _itself(_facts: RowFacts, way: Interval, _comparison: str) -> Ways:
    return [way]


def _met(facts: RowFacts, way: Interval, comparison: str) -> Ways:
    return _around(facts, comparison, lambda _end: ZERO, holds=True) if way.holds(Fraction(1)) else []


_INVERSES: dict[str, Inverse] = {
    "attainment": _scaled,
    "execution": _scaled,
    "inverse_attainment": _mirrored,
    "relative_gap": _relative,
    "deviation": _deviating,
    "gap": _apart,
    "value": _itself,
    "met": _met,
}


def ways(row: RowScore, points: Fraction) -> Ways:
    """The actuals (in the base unit) that earn a row at least ``points`` before marks and deductions.

    Caps count too. Empty where no number does, or where the rule does not go by one.
    """
    rule, weight = row.rule, row.weight
    if rule is None or weight is None:
        return []
    found = _of(row, rule, weight, points)
    for cap in row.choice.caps:
        spared = cap.unless == "cause" and row.facts.indicator.cause
        if not spared and cap.measure in _INVERSES:
            found = meets(found, _of(row, cap, weight, points))
    return merged(found)


def _of(row: RowScore, rule: Rule | Cap, weight: Fraction, points: Fraction) -> Ways:
    undo = _INVERSES.get(rule.measure)
    if undo is None:
        return []
    measured = (uncounted(rule.counting, way) for way in earning(rule.curve, weight, points))
    return [actual for way in measured for actual in undo(row.facts, way, row.choice.comparison) if not actual.empty]


def latest(row: RowScore, points: Fraction) -> date | None:
    """The last day on which a row with a deadline earns at least ``points``."""
    rule, weight, target = row.rule, row.weight, row.facts.target
    if rule is None or weight is None or not isinstance(target, Date) or row.facts.year is None:
        return None
    deadline = target.last_day(row.facts.year)
    late = [uncounted(rule.counting, way) for way in earning(rule.curve, weight, points)]
    if rule.measure == "met":
        return deadline if any(way.holds(Fraction(1)) for way in late) else None
    days = [most for way in late if (most := _most(way)) is not None]
    if rule.measure not in ("days_late", "months_late") or not days:
        return None
    return _months_on(deadline, max(days), rule) if rule.measure == "months_late" else deadline + timedelta(max(days))


def _most(way: Interval) -> int | None:
    """The most whole days or months in a way that begins in time."""
    return _whole(way.high, up=False, holds=way.high_holds) if way.holds(ZERO) and way.high is not None else None


def _months_on(deadline: date, months: int, rule: Rule) -> date:
    """The last day that is no more than ``months`` late."""
    if rule.months == "begun":
        return _month_after(deadline, months)
    return _month_after(deadline, months + 1) - timedelta(1)


def _month_after(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    end = calendar.monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, end))


def least_share(row: RowScore, points: Fraction) -> Fraction | None:
    """The smallest stated share that earns at least ``points``, where the rule goes by a stated share."""
    rule, weight = row.rule, row.weight
    if rule is None or weight is None or rule.measure != "stated_share":
        return None
    found = [uncounted(rule.counting, way) for way in earning(rule.curve, weight, points)]
    return min((max(ZERO, way.low or ZERO) for way in found), default=None)
