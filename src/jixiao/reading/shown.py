"""A number in a workbook's cell as the text that its format shows: "0.92" under a percent format is 92%."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from jixiao.exact import fixed, plain

_LITERAL = re.compile(r'"([^"]*)"|\\(.)')
_DIGITS = re.compile(r"General|[#0,]*[#0](?:\.[#0]+)?", re.IGNORECASE)


def shown(value: float | Decimal, pattern: str) -> str:
    """What a number shows under a number format; floats by their shortest decimal.

    More decimals than the format shows are kept: nobody typed the rounded number.

    >>> shown(0.92, "0%"), shown(52, 'General" 万人"'), shown(0.885, "[=0.95]0%;0.00%"), shown(5.5, '"≥"0.00')
    ('92%', '52 万人', '88.50%', '≥5.50')
    """
    exact = Fraction(repr(value) if isinstance(value, float) else str(value))
    section = _section(pattern or "General", exact)
    body = _DIGITS.search(_LITERAL.sub(lambda found: "\0" * len(found[0]), section))
    if body is None:
        return plain(exact)
    before, digits, after = section[: body.start()], body[0], section[body.end() :]
    percent = "%" in _LITERAL.sub("", before + after)
    text = _number(exact * 100 if percent else exact, digits)
    return _plain(before) + text + _plain(after)


def _section(pattern: str, value: Fraction) -> str:
    """The part of a format that counts for a value: conditions such as [=0.95] come first."""
    for part in re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', pattern):
        condition = re.match(r"\[=([0-9.]+)\]", part)
        if condition is None:
            return re.sub(r"\[[^\]]*\]", "", part)
        if Fraction(condition[1]) == value:
            return part[condition.end() :]
    return "General"


def _number(value: Fraction, digits: str) -> str:
    fixed_places = len(digits.partition(".")[2]) if "#" not in digits.partition(".")[2] else 0
    text = plain(value)
    if digits.lower() == "general" or len(text.partition(".")[2]) > fixed_places:
        return text
    text = fixed(value, fixed_places)
    if "," not in digits:
        return text
    whole, dot, rest = text.partition(".")
    return f"{int(whole):,}{dot}{rest}"


def _plain(part: str) -> str:
    """Literal text of a format, without quotes, escapes and placeholders."""
    return _LITERAL.sub(lambda found: found[1] if found[1] is not None else found[2], re.sub(r"_.|\*.", "", part))
