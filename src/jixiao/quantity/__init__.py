"""Quantities as units of government type them: text in, small frozen exact values out.

>>> parse("52 万人").value, parse("≥95%").value
(Fraction(520000, 1), Fraction(19, 20))
"""

from __future__ import annotations

from jixiao.quantity.parsing import PLAIN, parse, plain_number
from jixiao.quantity.reconciling import Mismatch, reconcile
from jixiao.quantity.signs import SIGN_MARKS
from jixiao.quantity.units import parse_unit, scales_counts
from jixiao.quantity.values import Date, Number, Quantity, Range, Sign, Text, Unit

__all__ = [
    "PLAIN",
    "SIGN_MARKS",
    "Date",
    "Mismatch",
    "Number",
    "Quantity",
    "Range",
    "Sign",
    "Text",
    "Unit",
    "parse",
    "parse_unit",
    "plain_number",
    "reconcile",
    "scales_counts",
]
