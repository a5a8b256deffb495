"""Lateness: days and months after the deadline, 0 when in time."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from fractions import Fraction

from jixiao.curve import Interval
from jixiao.exact import ONE, ZERO
from jixiao.findings import Codes
from jixiao.measure.base import Measure, Pair
from jixiao.measure.profile import WHOLE_NUMBERS, MonotonePart, Profile, RowKind, Side
from jixiao.model.facts import RowFacts
from jixiao.model.problems import NO_ACTUAL, Problem
from jixiao.model.rules import CurveOwner, MeasureOwner
from jixiao.quantity import Date

#: Samples lie no further beyond their deadline.
_MOST_DAYS, _MOST_MONTHS = 10_000, 600


def _days(facts: RowFacts) -> tuple[date, date, date] | Problem:
    """Return the last day in time, and the earliest and the latest day that the actual may mean."""
    target, actual = facts.target, facts.actual
    if facts.mismatch is not None:
        return facts.mismatch
    if actual is None:
        return NO_ACTUAL
    if not isinstance(target, Date) or not isinstance(actual, Date):
        return _not_precise(facts)
    if facts.year is None and None in (target.year, actual.year):
        return Problem(Codes.PROJECT_FIELD_MISSING, "year", (("key", "year"),))
    year = facts.year or 0
    return target.last_day(year), actual.first_day(year), actual.last_day(year)


def _not_precise(facts: RowFacts) -> Problem:
    return Problem(Codes.DATE_NOT_PRECISE, "actual", (("actual", facts.indicator.actual),))


def days_after(facts: RowFacts, *, is_exact: bool) -> int | Problem:
    """Return the days after the deadline, 0 when in time.

    A month or a year given instead of a day must decide whether it is late; where the number of days counts
    (``is_exact``) it decides nothing.
    """
    days = _days(facts)
    if isinstance(days, Problem):
        return days
    deadline, first, last = days
    if last <= deadline:
        return 0
    decides = first == last or (first > deadline and not is_exact)
    if decides:
        return (first - deadline).days
    return _not_precise(facts)


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later, or the last day of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    last = calendar.monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, last))


def months_between(start: date, end: date, *, begun: bool) -> int:
    """Return the calendar months from start to end; from the last day of a month to the last of another is whole."""
    months = (end.year - start.year) * 12 + end.month - start.month
    month_end = calendar.monthrange(end.year, end.month)[1]
    same_day = min(start.day, month_end)
    if end.day > same_day and begun:
        months += 1
    if end.day < same_day and not begun:
        months -= 1
    return months


class Lateness(Measure):
    """How long after the deadline: the less the better."""

    scale = "count"
    targets = ("date",)

    def profile(self, kind: RowKind) -> Profile:
        """Return that fewer are better, whatever the comparison."""
        part = MonotonePart(WHOLE_NUMBERS, rising=False)
        return Profile(WHOLE_NUMBERS, ((part,),), ZERO, kind.may_cost_on_both_sides)

    def approach(self, kind: RowKind, side: Side) -> MonotonePart | None:
        """Return the counts after the deadline; before it nothing is late."""
        if side == "below":
            return None
        return MonotonePart(WHOLE_NUMBERS, rising=False)

    def at_target(self, target: str) -> Interval:
        """Return zero."""
        return Interval.point(ZERO)

    def latest_day(self, deadline: date, values: list[Interval], rule: CurveOwner) -> date | None:
        """Return the last day on which the count is within those of ``values`` that begin in time."""
        counts = [interval.greatest_multiple(ONE) for interval in values if interval.contains(ZERO)]
        most = max((count for count in counts if count is not None), default=None)
        if most is None:
            return None
        return self.last_day_of(deadline, int(most), rule)

    def last_day_of(self, deadline: date, count: int, rule: CurveOwner) -> date:
        """Return the last day that is so late."""
        raise NotImplementedError


class DaysLate(Lateness):
    """逾期天数: days after the deadline. A month or a year given instead of a day must decide."""

    name = "days_late"
    phrase = {"zh": "逾期{value}天", "en": "days late {value}"}
    unit_words = {"zh": "天", "en": " days"}

    def of(self, facts: RowFacts, rule: MeasureOwner, comparison: str) -> Pair | Problem:
        """Return the days; on a rule that a person judges it is enough that they are late."""
        days = days_after(facts, is_exact=not rule.curve.judged)
        if isinstance(days, Problem):
            return days
        return (days, 1)

    def last_day_of(self, deadline: date, count: int, rule: CurveOwner) -> date:
        """Return the day."""
        return deadline + timedelta(count)

    def day_at(self, x: Fraction, deadline: date) -> date | None:
        """Return the day that is x days late."""
        if x.denominator == 1 and x <= _MOST_DAYS:
            return deadline + timedelta(int(x))
        return None


class MonthsLate(Lateness):
    """逾期月数: calendar months after the deadline; a begun month counts or does not, as the rule says."""

    name = "months_late"
    phrase = {"zh": "逾期{value}个月", "en": "months late {value}"}
    unit_words = {"zh": "个月", "en": " months"}

    def of(self, facts: RowFacts, rule: MeasureOwner, comparison: str) -> Pair | Problem:
        """Return the months."""
        days = _days(facts)
        if isinstance(days, Problem):
            return days
        deadline, first, last = days
        if last <= deadline:
            return 0, 1
        if first != last:
            return _not_precise(facts)
        return months_between(deadline, first, begun=rule.months == "begun"), 1

    def last_day_of(self, deadline: date, count: int, rule: CurveOwner) -> date:
        """Return the last day of so many begun months, or of one whole month more."""
        if rule.months == "begun":
            return months_after(deadline, count)
        return months_after(deadline, count + 1) - timedelta(1)

    def day_at(self, x: Fraction, deadline: date) -> date | None:
        """Return the day that is x months late."""
        if x.denominator == 1 and x <= _MOST_MONTHS:
            return months_after(deadline, int(x))
        return None


DAYS_LATE, MONTHS_LATE = DaysLate(), MonthsLate()
