"""Printed numbers, and the exact numbers that could have been printed so."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from jixiao.quantity import Unit


@dataclass(frozen=True, slots=True)
class Printed:
    """A number as printed: ``amount`` in its own unit, printed to multiples of ``step`` (0 where it is exact)."""

    text: str
    amount: Fraction
    unit: Unit
    step: Fraction
