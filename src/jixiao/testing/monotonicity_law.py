"""The second law: rows that were asked the same, and which of them achieved more."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import cycle, permutations

from jixiao.curve import Sense
from jixiao.exact import ZERO, decimal_places, format_exact
from jixiao.measure import measure_of
from jixiao.measure.distances import ends_of
from jixiao.measure.profile import asks_for_less_of_equal
from jixiao.model.project import MOST_INDICATORS
from jixiao.model.rules import Cap, Rule
from jixiao.quantity import Date, Number, Range, less_is_better, more_is_better
from jixiao.scoring import RowScore
from jixiao.spec_tools.cases.boundaries import edges_of
from jixiao.spec_tools.row_kinds import amounts
from jixiao.testing.trial import BrokenLawError, Data, Trial, named, shown

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
        _siblings_in_order(trial, of)
    _spending_more(trial)


def _siblings_in_order(trial: Trial, of: Data) -> None:
    """Raise where a row achieved more than its sibling and earns less, unless a cap on over-fulfilment took it."""
    rows = trial.again(of).rows
    for good, bad in _siblings(of, rows):
        if not _is_better(good, bad) or (good.score or ZERO) >= (bad.score or ZERO):
            continue
        short = next((row for row in rows if _capped(row) & _capped(good) and _is_short(row)), None)
        if not _over_fulfilled(good) or short is not None:
            raise _costs(trial, of, good, bad, short)


def _costs(trial: Trial, of: Data, good: RowScore, bad: RowScore, short: RowScore | None) -> BrokenLawError:
    """Return the broken law of two rows, the better of which earns less, and of one that fell short of its cap."""
    facts = " < ".join(f"{_achieved(row)} → {next(shown(row.score))}" for row in (good, bad))
    rows = [good, bad]
    if short is not None and short not in rows:
        rows.append(short)
    project = {**of, "indicators": [of["indicators"][row.facts.index] for row in rows]}
    return trial.broken("做得更好反而少得分", "doing better costs points", f"{named(good)}, {facts}", project)


def _capped(row: RowScore) -> set[str]:
    """Return the caps that took points of a row; not those on a deviation, which looks at both sides."""
    by = [loss.by for loss in row.losses]
    return {cap.name for cap in by if isinstance(cap, Cap) and measure_of(cap).two_sided != "always"}


def _over_fulfilled(row: RowScore) -> bool:
    """Whether a cap took points of a row that did better than its target."""
    capped = any(loss.kind == "cap" for loss in row.losses)
    return capped and (row.choice.selected_by == "named" or _beyond(row) > 0)


def _is_short(row: RowScore) -> bool:
    return _beyond(row) < 0


def _beyond(row: RowScore) -> Fraction:
    """Return by how much an actual is better than its target: below 0 where it falls short; 0 where nothing says."""
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
        return not less_is_better(sign)
    measure = measure_of(rule)
    if asks_for_less_of_equal(sign, row.facts.indicator.direction):
        return False
    if measure.two_sided != "never":
        return True
    falls = _sense(rule) == "falling"
    return falls == measure.falls_as_actual_rises


def _with_more(of: Data, rows: tuple[RowScore, ...]) -> Data:
    """Return the project with more siblings of each row of numbers, which achieved other amounts than it."""
    typed = list(of["indicators"])
    for row, part in zip(rows, cycle(PARTS), strict=False):
        target, actual = row.facts.target, row.facts.actual
        if isinstance(target, Number) and isinstance(actual, Number) and row.score is not None and target.value > 0:
            unit = actual.unit
            for amount in (target.value * part, *_where_caps_turn(row, target.value)):
                if decimal_places(amount / unit.factor) is not None:
                    other = f"{format_exact(amount / unit.factor)}{unit.word}"
                    typed.append({**typed[row.facts.index], "actual": other})
    return {**of, "indicators": typed[:MOST_INDICATORS]}


def _where_caps_turn(row: RowScore, target: Fraction) -> Iterator[Fraction]:
    """Yield the target itself, and the amounts at which a cap of a row turns and a little further, in base units."""
    if row.choice.caps:
        yield target
    for cap in row.choice.caps:
        for edge in edges_of(cap):
            for at in amounts("number", measure_of(cap), (target, target), edge.x) if edge.x >= 0 else ():
                yield from (at * further for further in FURTHER if at > 0)


def _achieved(row: RowScore) -> str:
    return " ".join(str(part) for part in (row.facts.indicator.actual, row.facts.indicator.share) if part is not None)


def _siblings(of: Data, rows: tuple[RowScore, ...]) -> Iterator[tuple[RowScore, RowScore]]:
    """Yield pairs of rows, both ways, of which the same is asked."""
    groups: dict[str, list[RowScore]] = {}
    for row in rows:
        if row.score is not None and row.rule is not None and row.evaluated is not None:
            typed = of["indicators"][row.facts.index]
            free = ("name", "actual", *(("share", "tier") if measure_of(row.rule).is_stated else ()))
            common = sorted((key, str(value)) for key, value in typed.items() if key not in free)
            groups.setdefault(f"{common} {row.rule.name} {row.weight}", []).append(row)
    for alike in groups.values():
        yield from permutations(alike, 2)


def _is_better(one: RowScore, other: RowScore) -> bool:
    """Whether one row achieved more than another of which the same is asked."""
    rule, a, b = one.rule, one.facts.actual, other.facts.actual
    if rule is None:
        return False
    if measure_of(rule).is_stated:
        return (_measured(one) or ZERO) > (_measured(other) or ZERO)
    if isinstance(a, Date) and isinstance(b, Date):
        year = one.facts.year or 0
        return a.last_day(year) < b.first_day(year)
    if not isinstance(a, Number) or not isinstance(b, Number):
        return False
    if one.choice.selected_by == "named":  # whoever names a rule decides which way it runs
        return _further_up(rule, _measured(one), _measured(other))
    return _is_better_number(one, other, rule, a.value, b.value)


def _is_better_number(one: RowScore, other: RowScore, rule: Rule, a: Fraction, b: Fraction) -> bool:
    """Whether a is better than b: more or less by the sign, as the curve runs, or nearer to the target."""
    target, sign, two_sided = one.facts.target, one.choice.comparison, measure_of(rule).two_sided
    if not isinstance(target, Range) and sign != "=" and two_sided != "always":
        if more_is_better(sign):
            return a > b
        return a < b
    if _asks_for_less(one, rule):
        return a < b
    if two_sided == "never":
        return _further_up(rule, _measured(one), _measured(other))
    return isinstance(target, Number | Range) and _nearer(*ends_of(target), a, b)


def _asks_for_less(row: RowScore, rule: Rule) -> bool:
    """Whether a row of "=" states 反向, of nothing but zero, and its rule should have looked at that.

    A deviation names both sides. ``spec check`` names a rule for every sign that looks at none
    (direction-ignored).
    """
    target = row.facts.target
    less = asks_for_less_of_equal(row.choice.comparison, row.facts.indicator.direction)
    if not less or measure_of(rule).two_sided == "always" or not isinstance(target, Number) or not target.value:
        return False
    both = measure_of(rule).two_sided == "equal"
    return any(when.direction is not None or (both and "=" in when.comparison) for when in rule.when or ())


def _sense(rule: Rule) -> Sense:
    """Return how the points run as the measure rises: what is counted downward falls as it sinks."""
    counts_downward = rule.counting is not None and rule.counting.reverses
    if counts_downward:
        return "rising"
    return rule.curve.sense()


def _further_up(rule: Rule, a: Fraction | None, b: Fraction | None) -> bool:
    """Whether "=" asks for more of what a rule measures, for less, or for what lies nearer to its best."""
    sense = _sense(rule)
    if a is None or b is None or sense == "level":
        return False
    if sense == "mixed":
        return _nearer(*_peak(rule), a, b)
    if sense == "rising":
        return a > b
    return a < b


def _measured(row: RowScore) -> Fraction | None:
    evaluated = row.evaluated
    if evaluated is not None and evaluated.d:
        return Fraction(evaluated.n, evaluated.d)
    return None


def _peak(rule: Rule) -> tuple[Fraction, Fraction]:
    """Return from where to where a two-sided curve is at its best."""
    best = max(rule.curve.ends())
    ends = [
        end
        for piece in rule.curve.pieces
        for end in (piece.low, piece.high)
        if not piece.judged and end is not None and piece.at(end) == best
    ]
    if ends:
        return (min(ends), max(ends))
    return (ZERO, ZERO)


def _nearer(low: Fraction, high: Fraction, a: Fraction, b: Fraction) -> bool:
    """Whether a lies nearer to low…high than b, on the same side of it or inside."""
    if low <= a <= high:
        return not low <= b <= high
    return (b < a < low) or (high < a < b)


def _spending_more(trial: Trial) -> None:
    """The execution row too: up to the budget, spending more never costs."""
    if trial.scored is None or trial.scored.execution is None:
        return
    row, score = trial.scored.execution, trial.scored.execution.score
    if score is None:
        return
    total, budget, spent = trial.of["funds"]["total"], row.facts.target, row.facts.actual
    if not isinstance(budget, Number) or not isinstance(spent, Number) or set(total) - AMOUNTS:
        return
    if spent.value < budget.value:
        _spend(trial, format_exact((spent.value + budget.value) / 2), score)


def _spend(trial: Trial, amount: str, least: Fraction) -> None:
    """Raise where the execution row earns less than ``least`` points when this amount is spent."""
    funds = trial.of["funds"]
    of = {**trial.of, "funds": {**funds, "total": {**funds["total"], "spent": amount}}}
    score = getattr(trial.again(of).execution, "score", None)
    if score is None or score < least:
        facts = " < ".join(shown(score, least))
        raise trial.broken("执行更多反而少得分", "spending more costs points", f"{amount} → {facts}", of)


__all__ = ["better_never_costs"]
