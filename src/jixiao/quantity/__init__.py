"""Quantities as units of government type them: text in, small frozen exact values out.

>>> parse("52 万人").value, parse("≥95%").value
(Fraction(520000, 1), Fraction(19, 20))
"""

from __future__ import annotations

from jixiao.quantity.parsing import PLAIN, parse, plain_number
from jixiao.quantity.points import parse_points
from jixiao.quantity.reconciling import Mismatch, reconcile
from jixiao.quantity.signs import SIGN_MARKS, bounds_above, bounds_below, less_is_better, more_is_better, uniform
from jixiao.quantity.slips import without_slip
from jixiao.quantity.spelling import class_word, comparable, form_word, is_blank, unspaced, visible
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
    "bounds_above",
    "bounds_below",
    "class_word",
    "comparable",
    "form_word",
    "is_blank",
    "less_is_better",
    "more_is_better",
    "parse",
    "parse_points",
    "parse_unit",
    "plain_number",
    "reconcile",
    "scales_counts",
    "uniform",
    "unspaced",
    "visible",
    "without_slip",
]
