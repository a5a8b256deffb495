"""Formulas of a spreadsheet over one cell, of whole numbers and exact: the building stones of the measures' formulas.

A name in braces, {indicators[3].actual}, stands for a cell.
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import NamedTuple

from jixiao.exact import ONE
from jixiao.quantity import less_is_better


class Quotient(NamedTuple):
    """A measured value as two expressions that are whole numbers, top over bottom (> 0); a bottom of "0" is +∞."""

    top: str
    bottom: str


ZERO_QUOTIENT, ONE_QUOTIENT, INFINITE_QUOTIENT = Quotient("0", "1"), Quotient("1", "1"), Quotient("1", "0")


class CellNumber(NamedTuple):
    """A cell as a whole number: ``expression`` × ``worth`` is its value in the base of its unit."""

    expression: str
    worth: Fraction

    def over(self, divisor: Fraction) -> Quotient:
        """Return the cell's value ÷ a constant."""
        ratio = self.worth / divisor
        return Quotient(times(self.expression, ratio.numerator), str(ratio.denominator))

    def below(self, edge: Fraction) -> str:
        """Return the formula of whether the cell's value lies below a constant."""
        top, constant, _ = self._beside(edge, ONE)
        return f"{top}<{constant}"

    def above(self, edge: Fraction) -> str:
        """Return the formula of whether the cell's value lies above a constant."""
        top, constant, _ = self._beside(edge, ONE)
        return f"{top}>{constant}"

    def distance(self, base: Fraction, unit: Fraction, comparison: str) -> Quotient:
        """Return how far the cell's value lies on the bad side of a constant, in ``unit``; of "=" on either side."""
        top, constant, bottom = self._beside(base, unit)
        difference = f"{top}{-constant:+d}" if constant else top
        formula = f"MAX(0,-({difference}))"
        if comparison == "=":
            formula = f"ABS({difference})"
        elif less_is_better(comparison):
            formula = f"MAX(0,{difference})"
        return Quotient(formula, str(bottom))

    def _beside(self, base: Fraction, unit: Fraction) -> tuple[str, int, int]:
        """Return value ÷ unit and base ÷ unit over one bottom: the first's expression, the second, the bottom."""
        worth, constant = self.worth / unit, base / unit
        bottom = lcm(worth.denominator, constant.denominator)
        return times(self.expression, int(worth * bottom)), int(constant * bottom), bottom


class CellPair(NamedTuple):
    """Target and actual as two cells in whole steps, ``steps`` of which are 1: a target that nobody has typed yet."""

    target: str
    actual: str
    steps: int

    def distance(self, comparison: str) -> str:
        """Return how many steps the actual lies on the bad side of the target; of "=" on either side."""
        if comparison == "=":
            return f"ABS({self.actual}-{self.target})"
        if less_is_better(comparison):
            return f"MAX(0,{self.actual}-{self.target})"
        return f"MAX(0,{self.target}-{self.actual})"


def times(expression: str, factor: int) -> str:
    """Return an expression times a whole number, which is left out where it changes nothing."""
    if factor == 1:
        return expression
    if factor >= 0:
        return f"{factor}*{expression}"
    return f"({factor})*{expression}"
