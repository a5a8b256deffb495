"""What a spreadsheet's format shows of a number. A format never changes a value: what is not understood is left out."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from jixiao.exact import MOST_DECIMALS, decimal_places, fixed, plain

#: A format's characters: texts in quotes or escaped, what only makes room or colour, digits, the sign that scales.
_TOKEN = re.compile(
    r"""(?P<quoted>"[^"]*") | (?P<escaped>[\\!].) | (?P<unseen>_.|\*.|\[[^]]*\])
      | (?P<digits>General|G/通用格式|[#0][#0,]*(?:\.[#0]*)?,*) | (?P<percent>%) | (?P<bare>[ -]) | (?P<other>.)""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_CONDITION = re.compile(r"\[(=|<>|>=|<=|>|<)(-?[0-9.]+)\]")
#: The sign of the money that every amount is in.
_MONEY = ("¥", "￥")
#: What would make another number of the digits beside it.
_AROUND = re.compile(r"[0-9]")
_BEFORE, _AFTER = ("-", "−", "－", "+", ".", ","), (".", ",")


class _Part(NamedTuple):
    """One part of a format that is understood: texts around the digits' pattern, and whether it scales to percents."""

    before: str
    digits: str
    after: str
    percent: bool


def shows(number: Fraction, pattern: str, *, exact: bool = False) -> str:
    r"""What a format shows of a number; ``exact`` keeps decimals that it would round away: nobody typed those.

    >>> shows(Fraction(885, 1000), '[=0.95]"≥"0%;"≥"0.0%'), shows(Fraction(52), 'General" 万人"')
    ('≥88.5%', '52 万人')
    >>> shows(Fraction(300), '_ * #,##0.00_ ;_ * -#,##0.00_ '), shows(Fraction(95), r"0\%"), shows(Fraction(5), "0.0,")
    ('300.00', '95%', '5')
    """
    text, below = _chosen(pattern, number)
    part = _understood(text)
    if below and (part is None or not part.before.endswith("-")):
        part, below = _understood(_split(pattern)[0]), False
    if part is None or (not below and part.before.rstrip().endswith(_BEFORE)):
        return _exactly(number) if exact else plain(number)
    value = (-number if below else number) * (100 if part.percent else 1)
    return part.before + _shown_digits(value, part.digits, exact=exact) + part.after


def _chosen(pattern: str, number: Fraction) -> tuple[str, bool]:
    """The part of a format for a number, and whether it is that for numbers below 0, which has its own minus."""
    parts = [part for part in _split(pattern) if "@" not in _outside(part)] or [""]
    conditions = [_CONDITION.search(_outside(part)) for part in parts]
    if any(conditions):
        holding = (part for part, found in zip(parts, conditions, strict=True) if found and _holds(number, found))
        return next(holding, parts[-1]), False
    if number < 0 and len(parts) > 1:
        return parts[1], True
    return parts[2] if not number and len(parts) > 2 else parts[0], False  # noqa: PLR2004  # above, below and at 0


def _holds(number: Fraction, condition: re.Match[str]) -> bool:
    sign, edge = condition[1], Fraction(condition[2])
    if number == edge:
        return "=" in sign
    return (">" if number > edge else "<") in sign


def _outside(pattern: str) -> str:
    """A format with its texts blanked out."""
    return re.sub(r'"[^"]*"|[\\!].', lambda found: "\0" * len(found[0]), pattern, flags=re.DOTALL)


def _split(pattern: str) -> list[str]:
    """The parts of a format; a semicolon in a text is none of its own."""
    ends = [-1, *(at for at, character in enumerate(_outside(pattern)) if character == ";"), len(pattern)]
    return [pattern[start + 1 : end] for start, end in pairwise(ends)]


def _understood(text: str) -> _Part | None:
    """A part of a format, ``None`` where it holds anything that could make another number of the cell's."""
    sides, digits, percent = ["", ""], "", 0
    for token in _TOKEN.finditer(text):
        kind = token.lastgroup
        if kind == "digits" and not digits:
            digits = token[0]
        elif kind in ("other", "digits"):
            return None
        else:
            sides[bool(digits)] += _said(token)
            percent += kind == "percent" if digits else 2 * (kind == "percent")
    if not digits or digits.endswith(",") or percent > 1 or any(map(_AROUND.search, sides)) or sides[1][:1] in _AFTER:
        return None
    return _Part(sides[0], digits, sides[1], percent == 1)


def _said(token: re.Match[str]) -> str:
    """What a character that is no digit shows."""
    match token.lastgroup:
        case "quoted":
            text = token[0][1:-1]
        case "escaped":
            text = token[0][1]
        case "unseen":
            return ""
        case _:
            return token[0]
    return "" if text in _MONEY else text


def _shown_digits(value: Fraction, digits: str, *, exact: bool) -> str:
    whole, dot, decimals = digits.partition(".")
    if whole[0] not in "#0" or (exact and (decimal_places(value) or 0) > len(decimals)):
        return _exactly(value) if exact else plain(value)
    text = fixed(value, len(decimals))
    for _ in range(len(decimals) - decimals.count("0")):
        text = text.removesuffix("0")
    whole, dot, rest = text.removesuffix(".").partition(".")
    return f"{int(whole):,}{dot}{rest}" if "," in digits and int(whole) else f"{whole}{dot}{rest}"


def _exactly(value: Fraction) -> str:
    """A number as far as a project file holds one: of a computed one no more decimals than that."""
    if (decimal_places(value) or 0) <= MOST_DECIMALS:
        return plain(value)
    return fixed(value, MOST_DECIMALS).rstrip("0").rstrip(".")


__all__ = ["shows"]
