"""What a count and a curve make of any ratio, by the evaluator that scores rows."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from jixiao import Indicator
from jixiao.curve import Count, ScoreCurve
from jixiao.model.facts import Pair, read_row
from jixiao.model.problems import Problem
from jixiao.model.rules import Rule
from jixiao.scoring.evaluator import Evaluated, Evaluator

_ROW = read_row(0, Indicator(target="1", actual="1"), None)


def evaluated_at(curve: ScoreCurve, count: Count | None, ratio: Pair, weight: Fraction) -> Evaluated:
    """Return the points of a row whose actual ÷ target is the ratio n/d, where d = 0 is +∞."""
    rule = Rule.model_construct(measure="attainment")
    vars(rule).update(curve=curve, counting=count)
    earned = Evaluator(rule, "≥").earn(replace(_ROW, quotient=ratio), *weight.as_integer_ratio())
    assert not isinstance(earned, Problem)
    return Evaluated(*earned)
