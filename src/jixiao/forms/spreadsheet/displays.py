"""What a spreadsheet's number format shows of a number.

A format never changes a value: one that is not understood is left out.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from jixiao.exact import MOST_DECIMALS, decimal_places, format_exact, format_fixed

#: A format's characters: texts in quotes or escaped, what only makes room or colour, digits, the sign that scales.
_TOKEN = re.compile(
    r"""(?P<quoted>"[^"]*") | (?P<escaped>[\\!].) | (?P<unseen>_.|\*.|\[[^]]*\])
      | (?P<digits>General|G/通用格式|[#0][#0,]*(?:\.[#0]*)?,*) | (?P<percent>%) | (?P<bare>[ -]) | (?P<other>.)""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_CONDITION = re.compile(r"\[(=|<>|>=|<=|>|<)(-?(?:[0-9]+\.?[0-9]*|\.[0-9]+))\]")
_TEXT = re.compile(r'"[^"]*"|[\\!].', re.DOTALL)
_COMPARISONS: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "=": operator.eq,
    "<>": operator.ne,
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
}
#: Texts that show nothing of the value: the sign of the money that every amount is in.
_NOT_SHOWN = {"¥": "", "￥": ""}
#: What would make another number of the digits beside it.
_DIGIT = re.compile(r"[0-9]")
_BEFORE, _AFTER = ("-", "−", "－", "+", ".", ","), (".", ",")


class _Part(NamedTuple):
    """One part of a format that is understood: texts around the digits' pattern, and whether it shows percents."""

    before: str
    digits: str
    after: str
    is_percent: bool


def display_number(number: Fraction, pattern: str, *, exact: bool = False) -> str:
    r"""Return what a format shows of a number; ``exact`` leaves decimals that it would round away: nobody typed those.

    >>> display_number(Fraction(885, 1000), '[=0.95]"≥"0%;"≥"0.0%'), display_number(Fraction(52), 'General" 万人"')
    ('≥88.5%', '52 万人')
    >>> display_number(Fraction(300), '_ * #,##0.00_ ;_ * -#,##0.00_ '), display_number(Fraction(95), r"0\%")
    ('300.00', '95%')
    >>> display_number(Fraction(5), "0.0,")
    '5'
    """
    text, is_negative = _part_for(pattern, number)
    part = _parse_part(text)
    if is_negative and (part is None or not part.before.endswith("-")):
        part, is_negative = _parse_part(_split(pattern)[0]), False
    if part is None or (not is_negative and part.before.rstrip().endswith(_BEFORE)):
        return _without_format(number, exact=exact)
    if is_negative:  # the part has the minus
        number = -number
    if part.is_percent:
        number *= 100
    return part.before + _display_digits(number, part.digits, exact=exact) + part.after


def _part_for(pattern: str, number: Fraction) -> tuple[str, bool]:
    """Return the part of a format for a number, and whether it is that for numbers below 0, which has its own minus.

    Parts have conditions, or they are for numbers above 0, below it, and for 0; the first is for all that have none.
    """
    parts = [part for part in _split(pattern) if "@" not in _without_texts(part)] or [""]
    conditions = [_CONDITION.search(_without_texts(part)) for part in parts]
    if any(conditions):
        fitting = [part for part, condition in zip(parts, conditions, strict=True) if _holds(number, condition)]
        return (*fitting, parts[-1])[0], False
    index = 0
    if number < 0:
        index = 1
    elif number == 0:
        index = 2
    if index >= len(parts):
        index = 0
    return parts[index], index == 1


def _holds(number: Fraction, condition: re.Match[str] | None) -> bool:
    return condition is not None and _COMPARISONS[condition[1]](number, Fraction(condition[2]))


def _without_texts(pattern: str) -> str:
    """Return a format with its texts blanked out."""
    return _TEXT.sub(lambda match: "\0" * len(match[0]), pattern)


def _split(pattern: str) -> list[str]:
    """Return the parts of a format; a semicolon in a text separates none."""
    ends = [-1, *(at for at, character in enumerate(_without_texts(pattern)) if character == ";"), len(pattern)]
    return [pattern[start + 1 : end] for start, end in pairwise(ends)]


def _parse_part(text: str) -> _Part | None:
    """Return a part of a format, ``None`` where it holds anything that could make another number of the cell's."""
    tokens = list(_TOKEN.finditer(text))
    kinds = [token.lastgroup for token in tokens]
    if kinds.count("digits") != 1 or "other" in kinds:
        return None
    middle = kinds.index("digits")
    digits = tokens[middle][0]
    before, after = ("".join(map(_token_text, side)) for side in (tokens[:middle], tokens[middle + 1 :]))
    if digits.endswith(",") or "percent" in kinds[:middle] or kinds.count("percent") > 1:
        return None
    if _DIGIT.search(f"{before} {after}") or after.startswith(_AFTER):
        return None
    return _Part(before, digits, after, "percent" in kinds)


def _token_text(token: re.Match[str]) -> str:
    """Return what a character that is no digit shows."""
    match token.lastgroup:
        case "quoted":
            text = token[0][1:-1]
        case "escaped":
            text = token[0][1]
        case "unseen":
            return ""
        case _:
            return token[0]
    return _NOT_SHOWN.get(text, text)


def _display_digits(value: Fraction, digits: str, *, exact: bool) -> str:
    pattern, _, decimals = digits.partition(".")
    is_general = pattern[0] not in "#0"
    if is_general or (exact and (decimal_places(value) or 0) > len(decimals)):
        return _without_format(value, exact=exact)
    text = format_fixed(value, len(decimals))
    for _ in range(decimals.count("#")):
        text = text.removesuffix("0")
    integer, point, decimals = text.removesuffix(".").partition(".")
    if "," in digits and int(integer):
        integer = f"{int(integer):,}"
    return f"{integer}{point}{decimals}"


def _without_format(value: Fraction, *, exact: bool) -> str:
    """Return a number as it is; a computed one with no more decimals than a project file holds."""
    if not exact or (decimal_places(value) or 0) <= MOST_DECIMALS:
        return format_exact(value)
    return format_fixed(value, MOST_DECIMALS).rstrip("0").rstrip(".")
