"""One text, one quantity: wholly matched as a date, a range or a number, or else a text. Never half-parsed."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from typing import Final, NamedTuple

from jixiao.exact import ONE, parse_number
from jixiao.quantity.dates import take_date
from jixiao.quantity.numerals import take_count, take_numeral
from jixiao.quantity.signs import as_text, less_is_better, more_is_better, take_signs, uniform
from jixiao.quantity.units import is_countable, unit_of
from jixiao.quantity.values import BARE, Date, Number, Quantity, Range, Sign, Unit

#: Longer texts are texts.
LONGEST: Final = 200
_LEAST_YEAR: Final = 1000

#: The commonest shape: sign, digits, unit; ``plain_number`` says what it is.
PLAIN: Final = r"([≥≤]?)((?:0|[1-9][0-9]{0,11})(?:\.[0-9]{1,6})?) ?([^0-9 ./年月日季-]{0,4})"
_PLAIN: Final = re.compile(PLAIN)
_DIGITS: Final = re.compile(r"[+-]?[0-9][0-9,.]*")
_RATIO: Final = re.compile(r"([0-9][0-9,.]*) ?: ?([0-9][0-9,.]*)")
_RANK: Final = re.compile(r"第 ?([^ ]{1,12}?) ?[名位]")
_SHARE: Final = re.compile(r"(百分之|千分之|万分之) ?(.{1,40})")
_TENTHS: Final = re.compile("([一二三四五六七八九])成([一二三四五六七八九])")
_BOTH: Final = re.compile(r" ?(?:并?且|[,、](?=[^0-9])) ?")
_SPAN: Final = re.compile(r"([+-]?[^~–—―±至到-]{1,40})(~{1,2}|[–—―]{1,2}|[-至到±])(.{1,40})")
_AROUND_SPAN: Final = re.compile(r"^(?:控制在|达到) ?| ?之间$")


class _Typed(NamedTuple):
    """A number as typed, before its unit's factor."""

    amount: Fraction
    unit: Unit

    @property
    def value(self) -> Fraction:
        """Return the number in the base of its unit."""
        factor = self.unit.factor
        if factor is ONE:
            return self.amount
        return self.amount * factor

    def signed(self, sign: Sign | None) -> Number:
        """Return the quantity with the sign before or after it."""
        return Number(sign, self.value, self.unit)


def _with_unit(amount: Fraction | None, word: str) -> _Typed | None:
    unit = unit_of(word.strip())
    # 2150年 is a year outside the years that we know, not 2150 years.
    if amount is None or unit is None or (unit.dimension == "年" and amount >= _LEAST_YEAR):
        return None
    return _Typed(amount, unit)


def _in_digits(text: str) -> _Typed | None:
    match = _DIGITS.match(text)
    if match is None:
        return None
    return _with_unit(parse_number(match[0]), text[match.end() :])


def _in_words(text: str) -> _Typed | None:
    numeral = take_numeral(text)
    if numeral is None:
        return None
    typed = _with_unit(numeral.value, numeral.scale + text[numeral.length :].lstrip())
    return typed if typed and is_countable(typed.unit) else None


def _ratio(text: str) -> _Typed | None:
    match = _RATIO.fullmatch(text)
    if match is None:
        return None
    antecedent, consequent = map(parse_number, match.groups())
    if antecedent is None or not consequent:
        return None
    return _Typed(antecedent / consequent, Unit(":", word=":"))


def _rank(text: str) -> _Typed | None:
    match = _RANK.fullmatch(text)
    if match is None:
        return None
    place = take_count(match[1])
    if place is None or place <= 0 or place.denominator != 1:
        return None
    return _Typed(place, Unit("名", word="名"))


def _share(text: str) -> _Typed | None:
    """Return the share that 百分之九十五, 百分百 or 九成五 states."""
    if text in ("百分百", "百分之百"):
        return _with_unit(Fraction(100), "%")
    if tenths := _TENTHS.fullmatch(text):
        return _with_unit(take_count(f"{tenths[1]}点{tenths[2]}"), "成")
    match = _SHARE.fullmatch(text)
    if match is None:
        return None
    return _with_unit(take_count(match[2]), match[1])


def _typed(text: str) -> _Typed | None:
    return _in_digits(text) or _share(text) or _in_words(text) or _ratio(text) or _rank(text)


def _number(text: str) -> Number | None:
    parts = take_signs(text)
    if parts is None:
        return None
    typed = _typed(parts.body)
    return typed and typed.signed(parts.sign)


def _are_alike(low: _Typed, high: _Typed) -> bool:
    """Whether the two ends of a range are of one unit; those of 5万–10万元 are."""
    if low.unit.dimension == "":
        return high.unit.dimension != "%"
    return low.unit.dimension == high.unit.dimension


def _range(low: Fraction, high: Fraction, unit: Unit) -> Range | None:
    return Range(low, high, unit) if low <= high else None


def _span(text: str) -> Range | None:
    """Return the range of 90%–95%, 90-95%, 90~95, 95%±2%, ±10% (around zero).

    1-12月 is a part of a year, not a range of months.
    """
    text = _AROUND_SPAN.sub("", text)
    if text.startswith("±"):
        text = f"0{text}"
    match = _SPAN.fullmatch(text)
    if match is None:
        return None
    low, high = _typed(match[1].strip()), _typed(match[3].strip())
    if low is None or high is None or high.unit.word in ("月", "日"):
        return None
    if low.unit == BARE:
        low = _Typed(low.amount, high.unit)
    elif not _are_alike(low, high):
        return None
    if match[2] == "±":
        return _range(low.value - high.value, low.value + high.value, high.unit)
    return _range(low.value, high.value, high.unit)


def _both(text: str) -> Range | None:
    """Return the range of ≥95%且≤98%, in either order."""
    match [_number(part) for part in _BOTH.split(text, maxsplit=2)]:
        case [Number() as first, Number() as second] if first.unit.dimension == second.unit.dimension:
            for low, high in ((first, second), (second, first)):
                if more_is_better(low.sign) and less_is_better(high.sign):
                    return _range(low.value, high.value, high.unit)
    return None


def plain_number(sign: str, digits: str, word: str) -> Number | None:
    """Return the number that the three parts of ``PLAIN`` state; ``None`` where the grammar must decide.

    >>> plain_number("≥", "52", "万人").value, plain_number("", "52", "左右")
    (Fraction(520000, 1), None)
    """
    typed = _with_unit(parse_number(digits), word)
    return typed and typed.signed(sign or None)  # type: ignore[arg-type]  # the pattern has only signs


def _plainly(text: str) -> Number | None:
    """Return the number of the commonest shape, read at once; anything else is for the grammar."""
    match = _PLAIN.fullmatch(text)
    return match and plain_number(*match.groups())


@lru_cache(maxsize=2**14)
def _parse(text: str) -> Quantity:
    return _plainly(text) or _by_grammar(text)


def _by_grammar(text: str) -> Quantity:
    typed = uniform(text)
    quantity: Date | Range | Number | None = take_date(typed) or _number(typed) or _span(typed) or _both(typed)
    return quantity or as_text(text)


def parse(text: str) -> Quantity:
    """Return what a target or an actual states: a number, a range or a date where the whole text is one, else a text.

    >>> parse("52 万人").value, parse("90-95%").low, parse("约95%")
    (Fraction(520000, 1), Fraction(9, 10), Text(text='约95%', sign=None))
    """
    if len(text) > LONGEST:
        return as_text(text)
    return _parse(text)
