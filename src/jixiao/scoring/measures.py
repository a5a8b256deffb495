"""Measures: from a row's facts to one exact pair n/d (d ≥ 0), never a quotient.

d = 0 with n > 0 is +∞. A measure that a row cannot give is a ``Problem``: no score, and the finding says why.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable
from datetime import date
from fractions import Fraction

from jixiao.exact import ZERO
from jixiao.findings import Codes
from jixiao.model.facts import NO_ACTUAL, NoData, Pair, Problem
from jixiao.model.facts import RowFacts as Facts
from jixiao.model.rules import Cap, Occasion, Remark, Rule, Tier
from jixiao.quantity import Date, Number, Range, Text, comparable

Curved = Rule | Cap | Remark
NUMERIC = (Number, Range)
_LESS = ("≤", "<")
INFINITE: Pair = (1, 0)


def _no_number(facts: Facts, measure: str) -> Problem:
    if facts.mismatch is not None:
        return facts.mismatch
    if facts.actual is None:
        return NO_ACTUAL
    field = "actual" if isinstance(facts.target, NUMERIC) else "target"
    return Problem(
        Codes.NUMBERS_NEEDED,
        field,
        (("measure", measure), ("target", facts.indicator.target), ("actual", facts.indicator.actual)),
    )


def _numbers(facts: Facts, measure: str) -> tuple[Fraction, Fraction] | Problem:
    target, actual = facts.target, facts.actual
    if facts.mismatch is None and isinstance(target, Number) and isinstance(actual, Number):
        return target.value, actual.value
    return _no_number(facts, measure)


def _quotient(n: Fraction, d: Fraction) -> Pair:
    return n.numerator * d.denominator, n.denominator * d.numerator


def attainment(facts: Facts, rule: Curved, comparison: str) -> Pair | Problem:
    """完成率: actual ÷ target, for a target above zero."""
    return facts.quotient or _no_quotient(facts, "attainment")


def _no_quotient(facts: Facts, measure: str) -> Problem:
    """Why a row has no actual ÷ target."""
    found = _numbers(facts, measure)
    return (
        found
        if isinstance(found, Problem)
        else Problem(Codes.TARGET_NOT_POSITIVE, "target", (("target", facts.indicator.target),))
    )


def inverse_attainment(facts: Facts, rule: Curved, comparison: str) -> Pair | Problem:
    """反向完成率: target ÷ actual; an actual of zero or below is +∞."""
    if facts.quotient is None:
        return _no_quotient(facts, "inverse_attainment")
    actual, target = facts.quotient
    return INFINITE if actual <= 0 else (target, actual)


def _ends(target: Number | Range) -> tuple[Fraction, Fraction]:
    return (target.value, target.value) if isinstance(target, Number) else (target.low, target.high)


def _outside(facts: Facts, measure: str, comparison: str) -> tuple[Fraction, Fraction] | Problem:
    """How far the actual lies on the bad side of its target (≥ 0), and the end that it missed."""
    target, actual = facts.target, facts.actual
    if facts.mismatch is not None or not isinstance(target, NUMERIC) or not isinstance(actual, Number):
        return _no_number(facts, measure)
    low, high = _ends(target)
    if actual.value == low:
        return ZERO, low
    if actual.value < low and comparison not in _LESS:
        return low - actual.value, low
    if actual.value > high and (comparison in (*_LESS, "=") or isinstance(target, Range)):
        return actual.value - high, high
    return ZERO, low


def relative_gap(facts: Facts, rule: Curved, comparison: str) -> Pair | Problem:
    """差距率: the distance on the bad side ÷ target."""
    found = _outside(facts, "relative_gap", comparison)
    return found if isinstance(found, Problem) else _over(found, facts)


def deviation(facts: Facts, rule: Curved, comparison: str) -> Pair | Problem:
    """偏离度: |actual − target| ÷ |target|, whichever side; for a range, beyond its nearer end."""
    found = _outside(facts, "deviation", "=")
    return found if isinstance(found, Problem) else _over(found, facts)


def _over(found: tuple[Fraction, Fraction], facts: Facts) -> Pair | Problem:
    distance, end = found
    if distance == 0:
        return 0, 1
    if end == 0:
        return Problem(Codes.TARGET_NOT_POSITIVE, "target", (("target", facts.indicator.target),))
    return _quotient(distance, abs(end))


def gap(facts: Facts, rule: Curved, comparison: str) -> Pair | Problem:
    """差距: the distance on the bad side in the indicator's own unit; points of a percentage are hundredths."""
    found = _outside(facts, "gap", comparison)
    if isinstance(found, Problem):
        return found
    unit = facts.target.unit  # type: ignore[union-attr]  # _outside saw a number or a range
    return _quotient(found[0], unit.factor if unit.dimension != "%" else Fraction(1))


def value(facts: Facts, rule: Curved, comparison: str) -> Pair | Problem:
    """实际值: the actual itself; a percentage is a ratio."""
    actual = facts.actual
    if facts.mismatch is not None or not isinstance(actual, Number):
        return _no_number(facts, "value")
    if _in_percent(rule) and actual.unit.dimension != "%":
        return Problem(Codes.ACTUAL_NOT_A_PERCENTAGE, "actual", (("actual", facts.indicator.actual),))
    return actual.value.numerator, actual.value.denominator


def _in_percent(rule: Curved) -> bool:
    """Whether the author wrote the edges of a rule, a cap or a remark in percent."""
    if isinstance(rule, Remark):
        return "%" in rule.outside
    written = (*(rule.bands or ()), *(rule.line or ()), *((rule.steps.each,) if rule.steps else ()))
    return any("%" in edge for edge in written)


def met(facts: Facts, rule: Curved, comparison: str) -> Pair | Problem:
    """是否达标: 1 or 0, by number (> and < as ≥ and ≤), date or the same words."""
    if isinstance(facts.target, Date):
        late = days_late(facts, rule, comparison)
        return late if isinstance(late, Problem) else (int(late[0] <= 0), 1)
    if isinstance(facts.target, Text):
        return _same_words(facts)
    found = _outside(facts, "met", comparison)
    if isinstance(found, Problem):
        return found
    return int(found[0] == 0), 1


def _same_words(facts: Facts) -> Pair | Problem:
    """Met by the very words of the target, or as whoever judged it says: by a share of nothing or of all."""
    share = facts.indicator.share
    if share is not None and share in (0, 1):
        return share.numerator, 1
    if _same_text(facts):
        return 1, 1
    return Problem(
        Codes.JUDGEMENT_NEEDED, "actual", (("actual", facts.indicator.actual), ("target", facts.indicator.target))
    )


def execution(facts: Facts, rule: Curved, comparison: str) -> Pair | Problem:
    """预算执行率: spent ÷ budget, or ÷ the initial budget where the rule says so (the plan passes that one)."""
    target, actual = facts.target, facts.actual
    if facts.quotient is not None and facts.quotient[0] >= 0:
        return facts.quotient
    if not isinstance(target, Number):
        return NoData(Codes.FUNDS_INCOMPLETE, "budget", (("key", rule.over),))
    if not isinstance(actual, Number):
        return NoData(Codes.FUNDS_INCOMPLETE, "spent", (("key", "spent"),))
    return Problem(Codes.NO_EXECUTION_RATE, "budget", (("budget", target.value), ("spent", actual.value)))


def _dates(facts: Facts) -> tuple[date, date, date] | Problem:
    """The last day in time, and the earliest and the latest day that the actual may mean."""
    target, actual = facts.target, facts.actual
    if (
        facts.actual is None
        or facts.mismatch is not None
        or not isinstance(target, Date)
        or not isinstance(actual, Date)
    ):
        return facts.mismatch or (NO_ACTUAL if actual is None else _no_date(facts))
    if facts.year is None and None in (target.year, actual.year):
        return Problem(Codes.PROJECT_FIELD_MISSING, "year", (("key", "year"),))
    year = facts.year or 0
    return target.last_day(year), actual.first_day(year), actual.last_day(year)


def _no_date(facts: Facts) -> Problem:
    return Problem(Codes.DATE_NOT_PRECISE, "actual", (("actual", facts.indicator.actual),))


def days_late(facts: Facts, rule: Curved, comparison: str) -> Pair | Problem:
    """逾期天数: days after the deadline, 0 when in time. A month or a year given instead of a day must decide."""
    found = _dates(facts)
    if isinstance(found, Problem):
        return found
    deadline, first, last = found
    if last <= deadline:
        return 0, 1
    exact = first == last or (first > deadline and not _counts_days(rule))
    return ((first - deadline).days, 1) if exact else _no_date(facts)


def _counts_days(rule: Curved) -> bool:
    return isinstance(rule, Remark) or (rule.measure == "days_late" and not rule.curve.judged)


def months_late(facts: Facts, rule: Curved, comparison: str) -> Pair | Problem:
    """逾期月数: calendar months after the deadline; a begun month counts or does not, as the rule says."""
    found = _dates(facts)
    if isinstance(found, Problem):
        return found
    deadline, first, last = found
    if last <= deadline:
        return 0, 1
    return (_months(deadline, first, begun=rule.months == "begun"), 1) if first == last else _no_date(facts)


def _months(start: date, end: date, *, begun: bool) -> int:
    """Calendar months from start to end; from the last day of a month to the last of another is whole."""
    months = (end.year - start.year) * 12 + end.month - start.month
    month_end = calendar.monthrange(end.year, end.month)[1]
    due = min(start.day, month_end)
    if end.day > due and begun:
        months += 1
    if end.day < due and not begun:
        months -= 1
    return months


def stated_share(facts: Facts, rule: Curved, comparison: str) -> Pair | Problem:
    """给定比例: the share that a person states, checked against the tiers; never invented.

    In this order: the share; the tier named by ``tier``; the tier that the actual names; the target's own
    words as the actual. A tier without a default, and anything else, is no data.
    """
    if not isinstance(rule, Rule):  # caps and remarks have no tiers, so nothing can be stated for them
        return NoData(Codes.NO_TIER_NAMED, "share", (("tier", ""), ("actual", facts.indicator.actual or "")))
    named = _named_tier(facts, rule)
    if isinstance(named, Problem):
        return named
    share = _stated(facts, rule)
    if isinstance(share, Problem):
        return share
    if share is not None and named and not _in_tier(facts, rule.tiers[named], share, rule.tier_step):
        return Problem(Codes.SHARE_OUTSIDE_TIER, "share", (("share", share), ("tier", named)))
    if share is None and named:
        share = rule.tiers[named].default
    if share is None:
        return NoData(
            Codes.TIER_WITHOUT_SHARE if named else Codes.NO_TIER_NAMED,
            "share",
            (("tier", named or ""), ("actual", facts.indicator.actual or "")),
        )
    return share.as_integer_ratio()


def occasion_of(facts: Facts, rule: Rule, comparison: str) -> Occasion | None:
    """Return on what the score of a row rests that the text may leave open, or ``None``."""
    if rule.measure != "stated_share":
        return "=" if comparison == "=" else None
    if _stated(facts, rule) is not None:
        return None
    word = facts.indicator.tier or (facts.actual.text if isinstance(facts.actual, Text) else "")
    return "same text" if rule.tier_named(word) is None else "tier"


def _stated(facts: Facts, rule: Rule) -> Fraction | Problem | None:
    row = facts.indicator
    share, field = row.share, "share"
    if share is None and rule.stated == "score" and row.score is not None and row.weight:
        share, field = row.score / row.weight, "score"
    if share is not None and not 0 <= share.numerator <= share.denominator:
        return Problem(Codes.SHARE_OUT_OF_RANGE, field, (("share", share),))
    return share


def _in_tier(facts: Facts, tier: Tier, share: Fraction, step: Fraction | None) -> bool:
    """Whether a stated share lies in its tier; a typed score is compared in points where the rule rounds the edges."""
    row = facts.indicator
    if step is None or row.share is not None or row.weight is None:
        return tier.holds(share)
    return tier.holds(share, row.weight, step)


def _named_tier(facts: Facts, rule: Rule) -> str | Problem | None:
    row = facts.indicator
    if row.tier is not None:
        return rule.tier_named(row.tier) or Problem(
            Codes.UNKNOWN_TIER, "tier", (("tier", row.tier), ("known", "、".join(rule.tiers)))
        )
    if not isinstance(facts.actual, Text):
        return None
    named = rule.tier_named(facts.actual.text)
    if named is None and _same_text(facts):
        return rule.same_text_means
    return named


def _same_text(facts: Facts) -> bool:
    """Whether target and actual are the same words, whatever spaces and widths they are typed with."""
    target, actual = facts.target, facts.actual
    return isinstance(target, Text) and isinstance(actual, Text) and comparable(target.text) == comparable(actual.text)


def adjustment(facts: Facts, rule: Curved, comparison: str) -> Pair | Problem:
    """调整率: (budget − initial) ÷ initial, of the execution row alone."""
    funds = facts.funds
    if funds is None or funds.initial is None or funds.budget is None or funds.initial <= 0:
        return NoData(Codes.FUNDS_INCOMPLETE, "initial", (("key", "initial"),))
    return _quotient(funds.budget - funds.initial, funds.initial)


MEASURES: dict[str, Callable[[Facts, Curved, str], Pair | Problem]] = {
    measure.__name__: measure
    for measure in (
        attainment,
        inverse_attainment,
        relative_gap,
        deviation,
        gap,
        value,
        met,
        execution,
        days_late,
        months_late,
        stated_share,
        adjustment,
    )
}
