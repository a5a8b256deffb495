"""A rule as a spreadsheet's formula: measure → count → curve → points → score, over cells named by their fields.

A spreadsheet reckons in binary fractions of 15 digits. So what a cell holds is first made a whole number of small
steps; sums and comparisons are then of whole numbers and exact, one division comes last, and rounding mends what it
leaves.
Names in braces, {indicators[3].actual}, stand for cells.
"""

from __future__ import annotations

from fractions import Fraction

from jixiao.curve import Count, Piece, ScoreCurve
from jixiao.exact import ZERO, decimal_places, format_exact
from jixiao.measure import measure_of
from jixiao.measure.cells import INFINITE_QUOTIENT, ZERO_QUOTIENT, CellNumber, Quotient, times
from jixiao.model.facts import RowFacts
from jixiao.model.rules import Cap, Rule

#: Steps of counted values are looked for with so many decimals; a difference that small is none.
_STEADY, _NONE = 10, 9


def number(value: Fraction) -> str:
    """Return an exact constant; one without a finite decimal as a quotient.

    >>> number(Fraction(5, 2)), number(Fraction(-1, 3))
    ('2.5', '(-1/3)')
    """
    text = format_exact(value)
    if value < 0 or "/" in text:
        return f"({text})"
    return text


def cell_number(cell: str, places: int, worth: Fraction) -> CellNumber:
    """Return what a cell holds, in steps of 10^−places; ``worth`` is what 1 in the cell is worth."""
    return CellNumber(f"ROUND({{{cell}}}*{10**places},0)", worth / 10**places)


def points_of(
    rule: Rule | Cap, comparison: str, facts: RowFacts, actual: CellNumber, weight: Fraction, cell: str
) -> str | None:
    """Return the points, before rounding, of what a cell holds by a rule; ``None`` where that is no arithmetic."""
    if rule.curve.judged:
        return None

    def points(measured: Quotient) -> str:
        return curved(rule.curve, rule.counting, measured, weight, cell)

    return measure_of(rule).formula(rule, facts.target, comparison, actual, points)


# ---- curves


def curved(curve: ScoreCurve, count: Count | None, measured: Quotient, weight: Fraction | None, cell: str) -> str:
    """Return the points of a curve at a measured value; ``cell`` holds the weight, ``None`` while nobody knows it."""
    if measured == INFINITE_QUOTIENT:
        return _at_infinity(curve.pieces[-1], count, weight, cell)
    x = _counted(count, measured)
    *heights, formula = (_height(piece, x, weight, cell) for piece in curve.pieces)
    for (p, q, closed), height in reversed(list(zip(curve.uppers, heights, strict=True))):
        formula = _if_below(_scaled(x.top, q), _scaled(x.bottom, p), height, formula, closed=closed)
    return formula


def _at_infinity(last: Piece, count: Count | None, weight: Fraction | None, cell: str) -> str:
    """Return the points beyond every end: all is lost to steps without end and on a slope."""
    counts_upward = count is not None and not count.lower and count.how != "nearest"
    if last.sloped or counts_upward:
        return "0"
    return _height(last, ZERO_QUOTIENT, weight, cell)


def _if_below(left: str, right: str, height: str, beyond: str, *, closed: bool) -> str:
    """Return a height up to an end, another beyond it; what is certain is not asked."""
    if height == beyond:
        return height
    if left.isdecimal() and right.isdecimal():
        is_below = int(left) < int(right) or (closed and int(left) == int(right))
        return height if is_below else beyond
    return f"IF({left}{'<=' if closed else '<'}{right},{height},{beyond})"


def _scaled(expression: str, factor: int) -> str:
    """Return an expression times a whole number; a constant is multiplied at once."""
    if expression.isdecimal():
        return str(int(expression) * factor)
    return times(expression, factor)


def _counted(count: Count | None, measured: Quotient) -> Quotient:
    """Return the counting stage: whole steps, or the value rounded to a multiple of one."""
    if count is None:
        return measured
    p, q = count.each.numerator, count.each.denominator
    if count.how == "nearest":
        steps = f"ROUND({times(measured.top, q)}/({times(measured.bottom, p)}),0)"
        return Quotient(times(steps, p), str(q))
    start, away = count.start, measured.top
    if start:
        away = f"{times(measured.top, start.denominator)}-{times(measured.bottom, start.numerator)}"
    away = f"-({away})" if count.lower else f"({away})"
    steady = f"ROUND({times(away, q)}/({times(measured.bottom, start.denominator * p)}),{_STEADY})"
    function = "ROUNDUP" if count.how == "begun" else "ROUNDDOWN"
    return Quotient(f"MAX(0,{function}({steady},0))", "1")


def _height(piece: Piece, x: Quotient, weight: Fraction | None, cell: str) -> str:
    """Return weight × (a + b·x) + (c + e·x) with x = top/bottom; a full piece is the weight itself."""
    if weight is None:
        return _open_height(piece, x, cell)
    if not piece.sloped:
        level = weight * piece.a + piece.c
        if level == weight:
            return cell
        return number(level)
    a, b, c, e, common = piece.scaled
    share, points = _sum((a, x.bottom), (b, x.top)), _sum((c, x.bottom), (e, x.top))
    if not points:
        return _divided(f"{cell}*{share}" if share != "1" else cell, _scaled(x.bottom, common))
    # points beside shares: in whole numbers too, or what is left of a weight less points could miss a tie
    top = _sum((weight.numerator, share), (weight.denominator, points))
    return _divided(top, _scaled(x.bottom, common * weight.denominator))


def _open_height(piece: Piece, x: Quotient, cell: str) -> str:
    """Return the same of a weight that is not known yet: whatever is in its cell."""
    if not piece.sloped:
        if piece.c == ZERO and piece.a == 1:
            return cell
        return f"({cell}*{piece.a.numerator}/{piece.a.denominator}+{number(piece.c)})"
    a, b, c, e, common = piece.scaled
    share, points = _sum((a, x.bottom), (b, x.top)), _sum((c, x.bottom), (e, x.top))
    top = "+".join([f"{cell}*({share or 0})", *filter(None, [points])])
    return _divided(top, _scaled(x.bottom, common))


def _divided(top: str, bottom: str) -> str:
    return f"({top})/{bottom if bottom.isdecimal() else f'({bottom})'}"


def _sum(*parts: tuple[int, str]) -> str:
    """Return the sum of whole multiples of expressions, in brackets; empty where there are none."""
    terms = [_scaled(expression, factor) for factor, expression in parts if factor and expression]
    if not terms:
        return ""
    is_plain = len(terms) == 1 and not terms[0].startswith("(")
    if is_plain:
        return terms[0]
    return f"({'+'.join(terms)})"


# ---- from points to scores


def scored(points: str, weight: Fraction | None, cell: str, step: Fraction) -> str:
    """Return points from 0 to the weight, rounded half up to the step; a share of 1 earns the weight as it stands."""
    rounded = f"MIN({cell},{stepped(f'MAX(0,{points})', step)})"
    places = decimal_places(step)
    exact = None if weight is None else decimal_places(weight)
    if places is not None and exact is not None and exact <= places and step.numerator == 1:
        return rounded
    return f"IF(ROUND({points}-{cell},{_NONE})>=0,{cell},{rounded})"


def stepped(expression: str, step: Fraction) -> str:
    """Return an expression rounded half up to a multiple of a step."""
    places = decimal_places(step)
    if places is not None and step * 10**places == 1:
        return f"ROUND({expression},{places})"
    return f"ROUND({expression}/{number(step)},0)*{number(step)}"


def lowered(points: str, taken: Fraction) -> str:
    """Return points less what marks and deductions by hand take."""
    if taken == ZERO:
        return points
    return f"ROUND({points}-{number(taken)},{_STEADY})"
