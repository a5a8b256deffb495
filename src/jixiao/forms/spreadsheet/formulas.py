"""A rule as a spreadsheet's formula: measure → count → curve → points → score, over cells named by their fields.

A spreadsheet reckons in binary fractions of 15 digits. So what a cell holds is first made a whole number of small
steps; sums and comparisons are then of whole numbers and exact, one division comes last, and rounding mends what it
leaves.
Names in braces, {indicators[3].actual}, stand for cells.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import lcm
from typing import NamedTuple

from jixiao.curve import Count, Piece, ScoreCurve
from jixiao.exact import ONE, ZERO, decimal_places, plain
from jixiao.model.facts import RowFacts
from jixiao.model.rules import Cap, Rule
from jixiao.quantity import Number, Range

#: Steps of counted values are looked for with so many decimals; a difference that small is none.
_STEADY, _NONE = 10, 9
_LESS = ("≤", "<")
Curved = Rule | Cap


class Pair(NamedTuple):
    """A measure as two expressions that are whole numbers, top over bottom (> 0)."""

    top: str
    bottom: str


class Whole(NamedTuple):
    """A cell as a whole number: ``expression`` × ``worth`` is its value in the base of its unit."""

    expression: str
    worth: Fraction


def whole(cell: str, places: int, worth: Fraction) -> Whole:
    """What a cell holds, in steps of 10^−places; ``worth`` is what 1 in the cell is worth."""
    return Whole(f"ROUND({{{cell}}}*{10**places},0)", worth / 10**places)


def number(value: Fraction) -> str:
    """An exact constant; one without a finite decimal as a quotient.

    >>> number(Fraction(5, 2)), number(Fraction(-1, 3))
    ('2.5', '(-1/3)')
    """
    text = plain(value)
    return f"({text})" if value < 0 or "/" in text else text


def times(expression: str, factor: int) -> str:
    """An expression times a whole number, which is left out where it changes nothing."""
    return expression if factor == 1 else f"{factor}*{expression}" if factor >= 0 else f"({factor})*{expression}"


def _against(actual: Whole, unit: Fraction, base: Fraction) -> tuple[str, int, int]:
    """Actual ÷ unit and base ÷ unit over one bottom: the first's expression, the second, the bottom."""
    one, other = actual.worth / unit, base / unit
    bottom = lcm(one.denominator, other.denominator)
    return times(actual.expression, int(one * bottom)), int(other * bottom), bottom


# ---- measures


def _attainment(actual: Whole, target: Fraction) -> Pair:
    over = actual.worth / target
    return Pair(times(actual.expression, over.numerator), str(over.denominator))


def _inverse(actual: Whole, target: Fraction) -> Pair:
    found = _attainment(actual, target)
    return Pair(found.bottom, found.top)


def _distance(actual: Whole, base: Fraction, unit: Fraction, comparison: str) -> Pair:
    """How far the actual lies on the bad side, in ``unit``."""
    top, other, bottom = _against(actual, unit, base)
    difference = f"{top}-{other}" if other > 0 else f"{top}+{-other}" if other else top
    if comparison == "=":
        return Pair(f"ABS({difference})", str(bottom))
    return Pair(f"MAX(0,{difference})" if comparison in _LESS else f"MAX(0,-({difference}))", str(bottom))


def _of_range(actual: Whole, target: Range, unit: Callable[[Fraction], Fraction], points: Points) -> str:
    """Points against a range: below its low end, above its high one, or inside."""
    low, high = (_below(actual, end) for end in (target.low, target.high))
    under = points(_distance(actual, target.low, unit(target.low), "≥"))
    over = points(_distance(actual, target.high, unit(target.high), "≤"))
    return f"IF({low},{under},IF({_above(actual, target.high)},{over},{points(Pair('0', '1'))}))" if high else ""


def _below(actual: Whole, edge: Fraction) -> str:
    top, other, _ = _against(actual, Fraction(1), edge)
    return f"{top}<{other}"


def _above(actual: Whole, edge: Fraction) -> str:
    top, other, _ = _against(actual, Fraction(1), edge)
    return f"{top}>{other}"


Points = Callable[[Pair], str]


def points_of(rule: Curved, comparison: str, facts: RowFacts, actual: Whole, weight: Fraction, cell: str) -> str | None:
    """The points, before rounding, that a rule gives for what a cell holds; ``None`` where that is no arithmetic."""
    target = facts.target

    def points(pair: Pair) -> str:
        return curved(rule.curve, rule.counting, pair, weight, cell)

    if rule.curve.judged:
        return None
    if rule.measure == "value":
        return points(_attainment(actual, Fraction(1)))
    if isinstance(target, Range):
        return _over_range(rule, target, actual, points)
    if not isinstance(target, Number):
        return None
    return _over_number(rule, comparison, target, actual, points)


def _over_range(rule: Curved, target: Range, actual: Whole, points: Points) -> str | None:
    match rule.measure:
        case "deviation" | "relative_gap" if isinstance(rule, Rule) or (target.low and target.high):
            return _of_range(actual, target, lambda end: abs(end) or ONE, points)
        case "gap":
            unit = _own_unit(target)
            return _of_range(actual, target, lambda _: unit, points)
        case "met":
            inside = f"AND(NOT({_below(actual, target.low)}),NOT({_above(actual, target.high)}))"
            return f"IF({inside},{points(Pair('1', '1'))},{points(Pair('0', '1'))})"
    return None


def dividing(rule: Curved, target: object) -> str:
    """The side of nothing on which a rule can measure: beyond an end of a range that is 0 it would divide by it."""
    if not isinstance(target, Range) or rule.measure not in ("deviation", "relative_gap"):
        return ""
    if not target.low:
        return ">=" if target.high else "="
    return "" if target.high else "<="


def _over_number(rule: Curved, comparison: str, target: Number, actual: Whole, points: Points) -> str | None:
    value = target.value
    match rule.measure:
        case "attainment" if value > 0:
            return points(_attainment(actual, value))
        case "inverse_attainment" if value > 0:
            at_infinity = points(Pair("1", "0"))
            return f"IF({actual.expression}<=0,{at_infinity},{points(_inverse(actual, value))})"
        case "relative_gap" | "deviation" if value:
            sign = "=" if rule.measure == "deviation" else comparison
            return points(_distance(actual, value, abs(value), sign))
        case "gap":
            return points(_distance(actual, value, _own_unit(target), comparison))
        case "met":
            found = _distance(actual, value, Fraction(1), comparison)
            return f"IF({found.top}=0,{points(Pair('1', '1'))},{points(Pair('0', '1'))})"
    return None


def _own_unit(target: Number | Range) -> Fraction:
    return target.unit.factor if target.unit.dimension != "%" else Fraction(1)


# ---- curves


def curved(curve: ScoreCurve, count: Count | None, pair: Pair, weight: Fraction, cell: str) -> str:
    """The points of a curve at top over bottom; a bottom of "0" is beyond every end."""
    if pair.bottom == "0":
        last = curve.pieces[-1]
        return (
            "0"
            if last.sloped or (count is not None and not count.lower and count.how != "nearest")
            else (_height(last, Pair("0", "1"), weight, cell))
        )
    at = _counted(count, pair)
    *ends, found = (_height(piece, at, weight, cell) for piece in curve.pieces)
    for (p, q, holds), height in reversed(list(zip(curve.uppers, ends, strict=True))):
        found = _if_below(_scaled(at.top, q), _scaled(at.bottom, p), height, found, holds=holds)
    return found


def _if_below(left: str, right: str, height: str, beyond: str, *, holds: bool) -> str:
    """A height up to an end, another beyond it; what is certain is not asked."""
    if height == beyond:
        return height
    if left.isdecimal() and right.isdecimal():
        return height if int(left) < int(right) or (holds and int(left) == int(right)) else beyond
    return f"IF({left}{'<=' if holds else '<'}{right},{height},{beyond})"


def _scaled(expression: str, factor: int) -> str:
    """An expression times a whole number; a constant is multiplied at once."""
    return str(int(expression) * factor) if expression.isdecimal() else times(expression, factor)


def _counted(count: Count | None, pair: Pair) -> Pair:
    """The counting stage: whole steps, or the value rounded to a multiple of one."""
    if count is None:
        return pair
    p, q = count.each.numerator, count.each.denominator
    if count.how == "nearest":
        steps = f"ROUND({times(pair.top, q)}/({times(pair.bottom, p)}),0)"
        return Pair(times(steps, p), str(q))
    start = count.start
    away = f"{times(pair.top, start.denominator)}-{times(pair.bottom, start.numerator)}" if start else pair.top
    away = f"-({away})" if count.lower else f"({away})"
    steady = f"ROUND({times(away, q)}/({times(pair.bottom, start.denominator * p)}),{_STEADY})"
    way = "ROUNDUP" if count.how == "begun" else "ROUNDDOWN"
    return Pair(f"MAX(0,{way}({steady},0))", "1")


def _height(piece: Piece, at: Pair, weight: Fraction, cell: str) -> str:
    """Weight × (a + b·x) + (c + e·x) with x = top/bottom; a full piece is the weight itself."""
    if not piece.sloped:
        value = weight * piece.a + piece.c
        return cell if value == weight else number(value)
    a, b, c, e, common = piece.scaled
    share, own = _sum((a, at.bottom), (b, at.top)), _sum((c, at.bottom), (e, at.top))
    if not own:
        return _quotient(f"{cell}*{share}" if share != "1" else cell, _scaled(at.bottom, common))
    # points beside shares: in whole numbers too, or what is left of a weight less points could miss a tie
    top = _sum((weight.numerator, share), (weight.denominator, own))
    return _quotient(top, _scaled(at.bottom, common * weight.denominator))


def _quotient(top: str, bottom: str) -> str:
    return f"({top})/{bottom if bottom.isdecimal() else f'({bottom})'}"


def _sum(*parts: tuple[int, str]) -> str:
    """a·bottom + b·top, in whole numbers, in brackets where it is a sum."""
    terms = [_scaled(of, factor) for factor, of in parts if factor and of]
    return "" if not terms else terms[0] if len(terms) == 1 and not terms[0].startswith("(") else f"({'+'.join(terms)})"


# ---- from points to scores


def scored(points: str, weight: Fraction, cell: str, step: Fraction) -> str:
    """Points from nothing to the weight, rounded half up to the step; a share of 1 earns the weight as it stands."""
    rounded = f"MIN({cell},{stepped(f'MAX(0,{points})', step)})"
    places = decimal_places(step)
    exact = decimal_places(weight)
    if places is not None and exact is not None and exact <= places and step.numerator == 1:
        return rounded
    return f"IF(ROUND({points}-{cell},{_NONE})>=0,{cell},{rounded})"


def stepped(expression: str, step: Fraction) -> str:
    """An expression rounded half up to a multiple of a step."""
    places = decimal_places(step)
    if places is not None and step * 10**places == 1:
        return f"ROUND({expression},{places})"
    return f"ROUND({expression}/{number(step)},0)*{number(step)}"


def lowered(points: str, taken: Fraction) -> str:
    """Points less what marks and deductions by hand take."""
    return points if taken == ZERO else f"ROUND({points}-{number(taken)},{_STEADY})"
