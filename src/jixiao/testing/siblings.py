"""The second law: rows that were asked the same, and which of them achieved more."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import cycle, permutations

from jixiao.curve import Sense
from jixiao.exact import ZERO, decimal_places, plain
from jixiao.model.project import MOST_INDICATORS
from jixiao.model.rules import Cap, Rule
from jixiao.quantity import Date, Number, Range
from jixiao.scoring import RowScore
from jixiao.spec_tools.cases.boundaries import edges_of
from jixiao.spec_tools.row_kinds import amounts
from jixiao.testing.trial import BrokenLawError, Data, Trial, named, shown

#: Measures that take both sides of a target of "=" for short of it.
OF_BOTH_SIDES = ("relative_gap", "gap", "met")
#: Measures of how far the actual lies from its target; the others look at one side of it.
OF_DISTANCE = (*OF_BOTH_SIDES, "deviation")
MORE, LESS = ("≥", ">"), ("≤", "<")
#: Parts of a target that a row's sibling achieves, by turns.
PARTS = tuple(Fraction(part, 100) for part in (50, 95, 100, 125, 160, 250))
#: At a place where a cap turns, and a hundredth of it to both sides.
FURTHER = (Fraction(1), Fraction(99, 100), Fraction(101, 100))
AMOUNTS = {"initial", "budget", "spent"}


def better_never_costs(trial: Trial) -> None:
    """Doing better never costs points where the rule is one-sided (mirrored for "less is better").

    A two-sided rule rises to its target and falls after it; over-fulfilment is the one declared exception: a cap
    may take points beyond the target, if it does not take them for falling short too.
    """
    if trial.scored is not None and trial.scored.rows:
        of = _with_more(trial.of, trial.scored.rows)
        rows = trial.again(of).rows
        for good, bad in _siblings(of, rows):
            if _is_better(good, bad) and (good.score or ZERO) < (bad.score or ZERO):
                short = next((row for row in rows if _capped(row) & _capped(good) and _is_short(row)), None)
                if not _over_fulfilled(good) or short is not None:
                    raise _costs(trial, of, good, bad, short)
    _spending_more(trial)


def _costs(trial: Trial, of: Data, good: RowScore, bad: RowScore, short: RowScore | None) -> BrokenLawError:
    """Two rows, the first of which achieved more and earns less; and one that a cap of it takes for falling short."""
    facts = " < ".join(f"{_achieved(row)} → {next(shown(row.score))}" for row in (good, bad))
    rows = [good, bad] if short is None or short in (good, bad) else [good, bad, short]
    project = {**of, "indicators": [of["indicators"][row.facts.index] for row in rows]}
    return trial.broken("做得更好反而少得分", "doing better costs points", f"{named(good)}, {facts}", project)


def _capped(row: RowScore) -> set[str]:
    """The caps that took points of a row; not those on a deviation, which look at both sides by what they are."""
    by = [loss.by for loss in row.losses]
    return {cap.name for cap in by if isinstance(cap, Cap) and cap.measure != "deviation"}


def _over_fulfilled(row: RowScore) -> bool:
    """Whether a cap took points of a row that did better than its target."""
    capped = any(loss.kind == "cap" for loss in row.losses)
    return capped and (row.choice.selected_by == "named" or _beyond(row) > 0)


def _is_short(row: RowScore) -> bool:
    return _beyond(row) < 0


def _beyond(row: RowScore) -> Fraction:
    """By how much an actual is better than its target: below 0 where it falls short; 0 where nothing says."""
    target, actual = row.facts.target, row.facts.actual
    if isinstance(target, Date) and isinstance(actual, Date):
        year = row.facts.year or 0
        return Fraction((target.last_day(year) - actual.last_day(year)).days)
    if not isinstance(target, Number) or not isinstance(actual, Number):
        return ZERO
    more = actual.value - target.value
    return more if _asks_for_more(row) else -more


def _asks_for_more(row: RowScore) -> bool:
    """Whether more is better, by the sign; of "=", by the direction, or else by which way the rule runs."""
    sign, rule = row.choice.comparison, row.rule
    if sign != "=" or rule is None:
        return sign not in LESS
    if row.facts.indicator.direction == "反向" or rule.measure in OF_DISTANCE:
        return row.facts.indicator.direction != "反向"
    falls = _sense(rule) == "falling"
    return falls == (rule.measure == "inverse_attainment")


def _with_more(of: Data, rows: tuple[RowScore, ...]) -> Data:
    """The project with more siblings of each row of numbers, which achieved other amounts than it."""
    typed = list(of["indicators"])
    for row, part in zip(rows, cycle(PARTS), strict=False):
        target, actual = row.facts.target, row.facts.actual
        if isinstance(target, Number) and isinstance(actual, Number) and row.score is not None and target.value > 0:
            unit = actual.unit
            for amount in (target.value * part, *_where_caps_turn(row, target.value)):
                if decimal_places(amount / unit.factor) is not None:
                    other = f"{plain(amount / unit.factor)}{unit.word}"
                    typed.append({**typed[row.facts.index], "actual": other})
    return {**of, "indicators": typed[:MOST_INDICATORS]}


def _where_caps_turn(row: RowScore, target: Fraction) -> Iterator[Fraction]:
    """The target itself, and the amounts at which a cap of a row turns and a little further, in base units."""
    if row.choice.caps:
        yield target
    for cap in row.choice.caps:
        for edge in edges_of(cap):
            for at in amounts("number", cap.measure, (target, target), edge.x) if edge.x >= 0 else ():
                yield from (at * further for further in FURTHER if at > 0)


def _achieved(row: RowScore) -> str:
    return " ".join(str(part) for part in (row.facts.indicator.actual, row.facts.indicator.share) if part is not None)


def _siblings(of: Data, rows: tuple[RowScore, ...]) -> Iterator[tuple[RowScore, RowScore]]:
    """Pairs of rows, both ways, that were asked the same."""
    groups: dict[str, list[RowScore]] = {}
    for row in rows:
        if row.score is not None and row.rule is not None and row.evaluated is not None:
            typed = of["indicators"][row.facts.index]
            free = ("name", "actual", *(("share", "tier") if row.rule.measure == "stated_share" else ()))
            asked = sorted((key, str(value)) for key, value in typed.items() if key not in free)
            groups.setdefault(f"{asked} {row.rule.name} {row.weight}", []).append(row)
    for alike in groups.values():
        yield from permutations(alike, 2)


def _is_better(one: RowScore, other: RowScore) -> bool:
    """Whether one row achieved more than another that was asked the same."""
    rule, a, b = one.rule, one.facts.actual, other.facts.actual
    if rule is None:
        return False
    if rule.measure == "stated_share":
        return (_measured(one) or ZERO) > (_measured(other) or ZERO)
    if isinstance(a, Date) and isinstance(b, Date):
        year = one.facts.year or 0
        return a.last_day(year) < b.first_day(year)
    if not isinstance(a, Number) or not isinstance(b, Number):
        return False
    target, sign = one.facts.target, one.choice.comparison
    if one.choice.selected_by == "named":  # whoever names a rule decides which way it runs
        return _further_up(rule, _measured(one), _measured(other))
    if not isinstance(target, Range) and sign != "=" and rule.measure != "deviation":
        return a.value > b.value if sign in MORE else a.value < b.value
    if _asks_for_less(one, rule):
        return a.value < b.value
    if rule.measure not in OF_DISTANCE:
        return _further_up(rule, _measured(one), _measured(other))
    if isinstance(target, Range):
        return _nearer(target.low, target.high, a.value, b.value)
    return isinstance(target, Number) and _nearer(target.value, target.value, a.value, b.value)


def _asks_for_less(row: RowScore, rule: Rule) -> bool:
    """Whether a row of "=" states 反向, of nothing but zero, and its rule should have looked at that.

    A deviation names both sides. ``spec check`` names a rule for every sign that looks at none
    (direction-ignored).
    """
    target = row.facts.target
    less = row.choice.comparison == "=" and row.facts.indicator.direction == "反向"
    if not less or rule.measure == "deviation" or not isinstance(target, Number) or not target.value:
        return False
    both = rule.measure in OF_BOTH_SIDES
    return any(when.direction is not None or (both and "=" in when.comparison) for when in rule.when or ())


def _sense(rule: Rule) -> Sense:
    """How the points run as the measure rises: what is counted downward falls as it sinks."""
    downward = rule.steps is not None and rule.steps.count.lower
    return "rising" if downward else rule.curve.sense()


def _further_up(rule: Rule, a: Fraction | None, b: Fraction | None) -> bool:
    """Whether "=" asks for more of what a rule measures, for less, or for what lies nearer to its best."""
    sense = _sense(rule)
    if a is None or b is None or sense == "level":
        return False
    if sense == "mixed":
        return _nearer(*_peak(rule), a, b)
    return a > b if sense == "rising" else a < b


def _measured(row: RowScore) -> Fraction | None:
    found = row.evaluated
    return Fraction(found.n, found.d) if found is not None and found.d else None


def _peak(rule: Rule) -> tuple[Fraction, Fraction]:
    """From where to where a two-sided curve is at its best."""
    best = max(rule.curve.ends())
    ends = [
        end
        for piece in rule.curve.pieces
        for end in (piece.low, piece.high)
        if not piece.judged and end is not None and piece.at(end) == best
    ]
    return (min(ends), max(ends)) if ends else (ZERO, ZERO)


def _nearer(low: Fraction, high: Fraction, a: Fraction, b: Fraction) -> bool:
    """Whether a lies nearer to low…high than b, on the same side of it or inside."""
    if low <= a <= high:
        return not low <= b <= high
    return (b < a < low) or (high < a < b)


def _spending_more(trial: Trial) -> None:
    """The execution row too: up to the budget, spending more never costs."""
    row = trial.scored.execution if trial.scored is not None else None
    if row is None or row.score is None:
        return
    total, budget, spent = trial.of["funds"]["total"], row.facts.target, row.facts.actual
    if not isinstance(budget, Number) or not isinstance(spent, Number) or set(total) - AMOUNTS:
        return
    if spent.value < budget.value:
        more = plain((spent.value + budget.value) / 2)
        of = {**trial.of, "funds": {**trial.of["funds"], "total": {**total, "spent": more}}}
        better = trial.again(of).execution
        if better is None or better.score is None or better.score < row.score:
            facts = " < ".join(shown(better.score if better else None, row.score))
            raise trial.broken("执行更多反而少得分", "spending more costs points", f"{more} → {facts}", of)


__all__ = ["better_never_costs"]
