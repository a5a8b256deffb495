"""The second law: rows that were asked the same, and which of them achieved more."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import cycle, permutations

from jixiao.exact import ZERO, plain
from jixiao.model.rules import Rule
from jixiao.quantity import Date, Number, Range
from jixiao.scoring import RowScore
from jixiao.testing.trial import Data, Trial, named, shown

#: Measures of how far the actual lies from its target; the others look at one side of it.
OF_DISTANCE = ("relative_gap", "deviation", "gap", "met")
#: Parts of a target that a row's sibling achieves, by turns.
PARTS = tuple(Fraction(part, 100) for part in (50, 95, 100, 125, 160, 250))
AMOUNTS = {"initial", "budget", "spent"}


def better_never_costs(trial: Trial) -> None:
    """Doing better never costs points where the rule is one-sided (mirrored for "less is better").

    A two-sided rule rises to its target and falls after it; over-fulfilment is the one declared exception.
    """
    if trial.scored is not None and trial.scored.rows:
        of = _with_more(trial.of, trial.scored.rows)
        for good, bad in _siblings(of, trial.again(of).rows):
            if _is_better(good, bad) and (good.score or ZERO) < (bad.score or ZERO):
                facts = " < ".join(f"{_achieved(row)} → {next(shown(row.score))}" for row in (good, bad))
                pair = {**of, "indicators": [of["indicators"][row.facts.index] for row in (good, bad)]}
                raise trial.broken("做得更好反而少得分", "doing better costs points", f"{named(good)}, {facts}", pair)
    _spending_more(trial)


def _with_more(of: Data, rows: tuple[RowScore, ...]) -> Data:
    """The project with one more sibling of each row of numbers: one that achieved some part of the target, or more."""
    typed = list(of["indicators"])
    for row, part in zip(rows, cycle(PARTS), strict=False):
        target, actual = row.facts.target, row.facts.actual
        if isinstance(target, Number) and isinstance(actual, Number) and row.score is not None and target.value > 0:
            unit = actual.unit
            other = f"{plain(target.value * part / unit.factor)}{unit.word}"
            typed.append({**typed[row.facts.index], "actual": other})
    return {**of, "indicators": typed}


def _achieved(row: RowScore) -> str:
    return " ".join(str(part) for part in (row.facts.indicator.actual, row.facts.indicator.share) if part is not None)


def _siblings(of: Data, rows: tuple[RowScore, ...]) -> Iterator[tuple[RowScore, RowScore]]:
    """Pairs of rows, both ways, that were asked the same; not those that a cap on over-fulfilment lowered."""
    groups: dict[str, list[RowScore]] = {}
    for row in rows:
        capped = any(loss.kind == "cap" for loss in row.losses)
        if row.score is not None and row.rule is not None and row.evaluated is not None and not capped:
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
    if one.choice.why == "named":  # whoever names a rule decides which way it runs
        return _further_up(rule, _measured(one), _measured(other))
    if not isinstance(target, Range) and sign != "=" and rule.measure != "deviation":
        return a.value > b.value if sign in ("≥", ">") else a.value < b.value
    if rule.measure not in OF_DISTANCE:
        return _further_up(rule, _measured(one), _measured(other))
    if isinstance(target, Range):
        return _nearer(target.low, target.high, a.value, b.value)
    return isinstance(target, Number) and _nearer(target.value, target.value, a.value, b.value)


def _further_up(rule: Rule, a: Fraction | None, b: Fraction | None) -> bool:
    """Whether "=" asks for more of what a rule measures, for less, or for what lies nearer to its best."""
    downward = rule.steps is not None and rule.steps.count.lower  # what is counted downward falls as it sinks
    sense = "rising" if downward else rule.curve.sense()
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
