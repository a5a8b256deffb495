"""The inverse of measure, count and curve: which actuals earn so many points, exactly.

A curve is piecewise linear, so the places where it earns enough are a few intervals; the count and the
measure carry them back to the actual.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from jixiao.curve import Interval, ScoreCurve, preimage
from jixiao.curve.intervals import meets, merged
from jixiao.exact import ZERO
from jixiao.measure import measure_of
from jixiao.model.rules import Cap, Rule
from jixiao.quantity import Date
from jixiao.scoring import RowScore


def earning(curve: ScoreCurve, weight: Fraction, points: Fraction) -> list[Interval]:
    """Return where a curve earns at least ``points`` of ``weight``; a judged piece earns nothing by itself."""
    intervals: list[Interval] = []
    for piece in curve.pieces:
        interval = piece.interval
        level, slope = weight * piece.a + piece.c, weight * piece.b + piece.e
        if slope:
            x = (points - level) / slope
            interval = interval.meet(Interval.at_least(x) if slope > 0 else Interval.at_most(x))
        elif level < points:
            continue
        if not piece.judged and not interval.is_empty:
            intervals.append(interval)
    return merged(intervals)


def measured_values(rule: Rule | Cap, weight: Fraction, points: Fraction) -> list[Interval]:
    """Return the values of the measure that earn at least ``points`` of ``weight`` by a rule or a cap."""
    return [preimage(rule.counting, interval) for interval in earning(rule.curve, weight, points)]


def actuals_earning(row: RowScore, points: Fraction) -> list[Interval]:
    """Return the actuals (in the base unit) that earn a row at least ``points`` before marks and deductions.

    Caps count too. Empty where no number does, or where the rule does not go by one.
    """
    rule, weight = row.rule, row.weight
    if rule is None or weight is None:
        return []
    intervals = _actuals(row, rule, weight, points)
    for cap in row.choice.caps:
        spared = cap.unless == "cause" and row.facts.indicator.cause
        if not spared and measure_of(cap).is_inverted:
            intervals = meets(intervals, _actuals(row, cap, weight, points))
    return merged(intervals)


def _actuals(row: RowScore, owner: Rule | Cap, weight: Fraction, points: Fraction) -> list[Interval]:
    """Return the actuals that earn the points by a rule or a cap alone."""
    measure = measure_of(owner)
    if not measure.is_inverted:
        return []
    values = measured_values(owner, weight, points)
    actuals = (measure.actuals(interval, row.facts, row.choice.comparison) for interval in values)
    return [interval for intervals in actuals for interval in intervals if not interval.is_empty]


def latest_day(row: RowScore, points: Fraction) -> date | None:
    """Return the last day on which a row with a deadline earns at least ``points``."""
    rule, weight, target = row.rule, row.weight, row.facts.target
    if rule is None or weight is None or not isinstance(target, Date) or row.facts.year is None:
        return None
    deadline = target.last_day(row.facts.year)
    return measure_of(rule).latest_day(deadline, measured_values(rule, weight, points), rule)


def least_share(row: RowScore, points: Fraction) -> Fraction | None:
    """Return the smallest stated share that earns at least ``points``, where the rule goes by a stated share."""
    rule, weight = row.rule, row.weight
    if rule is None or weight is None or not measure_of(rule).is_stated:
        return None
    shares = measured_values(rule, weight, points)
    return min((max(ZERO, interval.low or ZERO) for interval in shares), default=None)
