"""Typed values as a spreadsheet's numbers: what the cell holds, and the format that shows the text that was typed."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

from jixiao.exact import fixed, parse_number, plain
from jixiao.quantity import Number, parse

_TYPED = re.compile(r"([^0-9]*?)([+-]?[0-9][0-9,]*(?:\.[0-9]+)?)([^0-9]*)", re.ASCII)
_DIGITS = re.compile(r"General|#,##0(?:\.0+)?|0(?:\.0+)?")
GENERAL = "General"
#: Decimals that a percentage shows after an edit.
USUAL = 2
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
    if after.lstrip().startswith("%"):
        return _percent(value / 100, digits, before, after)
    pattern = f"{literal(before)}{_digits(digits)}{literal(after)}"
    return Shown(value, pattern, found.unit.factor) if len(pattern) <= LONGEST else None


def _percent(value: Fraction, digits: str, before: str, after: str) -> Shown | None:
    """A percentage; another value in its cell shows two decimals."""
    if "," in digits:
        return None
    space, _, rest = after.partition("%")
    one = f"{literal(before)}{{}}{literal(space)}%{literal(rest)}"
    own, usual = one.format(_digits(digits, General="0")), one.format(_zeros(USUAL))
    pattern = usual if own == usual else f"[={plain(value)}]{own};{usual}"
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
    """The format of a computed rate: its own text now, two decimals of a percent after a change."""
    if not text.endswith("%"):
        return f"[={plain(value)}]{GENERAL};{_zeros(USUAL)}%"
    places = len(text.rstrip("%").partition(".")[2])
    if places == USUAL:
        return f"{_zeros(USUAL)}%"
    return f"{_zeros(places)}%" if places > USUAL else f"[={plain(value)}]{_zeros(places)}%;{_zeros(USUAL)}%"


def shows(number: Fraction, pattern: str, *, exact: bool = False) -> str:
    """What a format shows of a number; ``exact`` keeps decimals that it would round away: nobody typed the rounded one.

    >>> shows(Fraction(885, 1000), '[=0.95]"≥"0%;"≥"0.0%'), shows(Fraction(52), 'General" 万人"')
    ('≥88.5%', '52 万人')
    """
    part = _section(pattern, number)
    outside = re.sub(r'"[^"]*"', lambda found: "\0" * len(found[0]), part)
    found = _DIGITS.search(outside)
    if found is None:
        return plain(number)
    value = number * 100 if "%" in outside else number
    return _bare(part[: found.start()]) + _shown_digits(value, found[0], exact=exact) + _bare(part[found.end() :])


def _shown_digits(value: Fraction, digits: str, *, exact: bool) -> str:
    places = len(digits.partition(".")[2])
    text = plain(value)
    if digits == GENERAL or (exact and len(text.partition(".")[2]) > places):
        return text
    text = fixed(value, places)
    whole, dot, rest = text.partition(".")
    return f"{int(whole):,}{dot}{rest}" if "," in digits else text


def _section(pattern: str, number: Fraction) -> str:
    first, _, second = _split(pattern)
    condition = re.match(r"\[=(-?[0-9.]+)\]", first)
    if condition is None:
        return first
    return first[condition.end() :] if Fraction(condition[1]) == number else second


def _split(pattern: str) -> tuple[str, str, str]:
    outside = re.sub(r'"[^"]*"', lambda m: "\0" * len(m[0]), pattern)
    at = outside.find(";")
    return (pattern, "", "") if at < 0 else (pattern[:at], ";", pattern[at + 1 :])


def _bare(part: str) -> str:
    return re.sub(r'"([^"]*)"|\\(.)', lambda m: m[1] if m[1] is not None else m[2], part)
