"""Typed values as a spreadsheet's numbers: what the cell holds, and the format that shows the text that was typed."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

from jixiao.exact import parse_number, plain
from jixiao.quantity import Number, parse

_TYPED = re.compile(r"([^0-9]*?)([+-]?[0-9][0-9,]*(?:\.[0-9]+)?)([^0-9]*)", re.ASCII)
GENERAL = "General"
#: Decimals that a percentage shows after an edit.
USUAL = 2
#: Characters of a number that programs show as they are, even in a narrow column.
PLAINLY = 7
#: The longest that a spreadsheet takes for a number format.
LONGEST = 200


class Shown(NamedTuple):
    """What a cell holds, its number format, and what 1 in the cell is worth in the base of its unit."""

    number: Fraction
    pattern: str
    worth: Fraction


def shown(text: str) -> Shown | None:
    """A typed number as a cell's; ``None`` where a format could not show the text as it was typed.

    >>> shown("≥95%"), shown("十二个")
    (Shown(number=Fraction(19, 20), pattern='[=0.95]"≥"0%;"≥"0.00%', worth=Fraction(1, 1)), None)
    """
    found, match = parse(text), _TYPED.fullmatch(text)
    if not isinstance(found, Number) or match is None:
        return None
    before, digits, after = match.groups()
    value = parse_number(digits)
    if value is None or value * found.unit.factor != found.value or digits.startswith("+"):
        return None
    if digits.startswith("-") and not value:  # a cell's 0 has no sign
        return None
    if after.lstrip().startswith("%"):
        return _percent(value / 100, digits, before, after)
    pattern = _beside(value, digits, before, after)
    return Shown(value, pattern, found.unit.factor) if len(pattern) <= LONGEST else None


def _beside(value: Fraction, digits: str, before: str, after: str) -> str:
    """A number between its sign and its unit: all digits of a long one, of another one what programs show."""
    own = _digits(digits)
    usual = f"{literal(before)}{own}{literal(after)}"
    long = own == GENERAL and len(digits) > PLAINLY
    if long:
        own = _zeros(len(digits.partition(".")[2]))
    if value < 0:
        return _below_nothing(usual, f"{own}{literal(after)}", before) if long or before else usual
    return f"[={plain(value)}]{literal(before)}{own}{literal(after)};{usual}" if long else usual


def _below_nothing(usual: str, own: str, before: str) -> str:
    """The format of a number below 0: in a part of its own, or its minus would stand before the sign."""
    return f"{usual};{literal(before + '-')}{own}"


def long_number(value: Fraction, text: str) -> str:
    """The format of a bare number, of which programs show eleven characters unless told to show more.

    >>> long_number(Fraction(5), "5"), long_number(Fraction(12345678912, 100), "123456789.12")
    ('General', '[=123456789.12]0.00;General')
    """
    return _beside(value, text, "", "") if len(text) > PLAINLY else GENERAL


def _percent(value: Fraction, digits: str, before: str, after: str) -> Shown | None:
    """A percentage; another value in its cell shows two decimals."""
    if "," in digits:
        return None
    space, _, rest = after.partition("%")
    unit = f"{literal(space)}%{literal(rest)}"
    own, usual = _digits(digits, General="0"), f"{literal(before)}{_zeros(USUAL)}{unit}"
    pattern = f"{literal(before)}{own}{unit}"
    if value < 0:
        pattern = _below_nothing(usual, f"{own}{unit}", before)
    elif pattern != usual:
        pattern = f"[={plain(value)}]{pattern};{usual}"
    return Shown(value, pattern, Fraction(1)) if len(pattern) <= LONGEST else None


def _digits(digits: str, General: str = GENERAL) -> str:  # noqa: N803  # the format's own word
    """The digits' pattern: as typed where zeros or commas would be lost, else whatever number comes."""
    whole, dot, decimals = digits.partition(".")
    if "," in whole:
        return "#,##" + _zeros(len(decimals))
    if General != GENERAL or (dot and decimals.endswith("0")):
        return _zeros(len(decimals))
    return General


def _zeros(places: int) -> str:
    return "0" + ("." + "0" * places if places else "")


def literal(text: str) -> str:
    """A text in a number format, as it stands."""
    return "".join(f'"{part}"' if part != '"' else '\\"' for part in re.split(r'(")', text) if part)


def rate(text: str, value: Fraction) -> str:
    """The format of a computed rate: its own text now, two decimals of a percent after a change.

    >>> rate("86%", Fraction(86, 100)), rate("99.999%", Fraction(99999, 100000))
    ('[=0.86]0%;0.00%', '0.000%')
    """
    usual, places = f"{_zeros(USUAL)}%", len(text.rstrip("%").partition(".")[2])
    own = f"{_zeros(places)}%" if text.endswith("%") else GENERAL
    return own if own == usual or places > USUAL else f"[={plain(value)}]{own};{usual}"
