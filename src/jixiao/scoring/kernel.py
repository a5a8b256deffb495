"""A rule compiled to integers: from a row's facts to the rounding steps that it earns, no trace kept.

A law of the tests holds it equal to the trace. What it does not cover (shares that a person judges, values that cannot
be compared, weights that are no multiple of the step, parts that round to nothing or to all) it leaves to the trace.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from jixiao.curve import ScoreCurve
from jixiao.exact import round_half_up
from jixiao.measure import ATTAINMENT, measure_of
from jixiao.model.facts import Facts, Problem
from jixiao.model.rules import Rule

#: Steps earned by a row whose weight is top/bottom points: 0 where it missed, all of the weight where it met its
#: target, between them where it did in part; ``None`` where the row needs its trace.
Kernel = Callable[[Facts, int, int], int | None]
Scale = tuple[int, int, int, int, int]
WHOLE: Scale = (1, 0, 0, 0, 1)
#: A piece: its lower end p/q, whether that end is held, and its line; ``None`` where it gives the whole weight.
Ready = tuple[int, int, bool, Scale | None]


def _from_the_top(curve: ScoreCurve) -> tuple[list[Ready], Scale | None]:
    """The pieces, highest first, since most rows reach their target; and the lowest, which has no lower end."""
    lowest, *lines = [None if piece.scaled == WHOLE else piece.scaled for piece in curve.pieces]
    ready = [(p, q, not holds, line) for (p, q, holds), line in zip(curve.uppers, lines, strict=True)]
    return ready[::-1], lowest


def kernel_of(rule: Rule, comparison: str, step: Fraction) -> Kernel | None:
    """A rule as integer arithmetic; ``None`` where a person's judgement is part of it."""
    if rule.curve.judged:
        return None
    count, measure, (pieces, lowest) = rule.counting, measure_of(rule), _from_the_top(rule.curve)
    direct, upper, lower = measure is ATTAINMENT, step.denominator, step.numerator

    def steps(facts: Facts, top: int, bottom: int) -> int | None:
        pair = facts.quotient if direct else measure.of(facts, rule, comparison)
        if pair is None or isinstance(pair, Problem):
            return None
        x, y = pair if count is None else count.of(*pair)
        full, rest = (top * upper, 0) if bottom == lower == 1 else divmod(top * upper, bottom * lower)
        if rest or not y:
            return None
        line = lowest
        for p, q, holds, found in pieces:
            left, right = x * q, p * y
            if left > right or (holds and left == right):
                line = found
                break
        return full if line is None else earned(line, x, y, top, bottom, full)

    def earned(line: Scale, x: int, y: int, top: int, bottom: int, full: int) -> int | None:
        a, b, c, e, common = line
        num = top * (a * y + b * x) + bottom * (c * y + e * x)
        if num <= 0:
            return 0
        found = round_half_up(num * upper, bottom * common * y * lower)
        return found if 0 < found < full else None

    return steps


__all__ = ["Kernel", "kernel_of"]
