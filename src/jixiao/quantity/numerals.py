"""汉字 numerals: 一百二十, 两, 〇, 五十二万, 一点二亿, 壹佰贰拾. Colloquial 一百二 (102? 120?) is refused."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final, NamedTuple

from jixiao.exact import parse_number

_PLAIN: Final = str.maketrans("〇壹贰叁肆伍陆柒捌玖拾佰仟萬億", "零一二三四五六七八九十百千万亿")
_DIGIT: Final = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2}
_TOKEN: Final = re.compile("[零〇一二两三四五六七八九十百千万亿点壹贰叁肆伍陆柒捌玖拾佰仟萬億]{1,40}")
_D: Final = "([一二两三四五六七八九])"
_BELOW_TEN_THOUSAND: Final = f"(?:{_D}千)?(?:零?{_D}百)?(?:零?{_D}?(十){_D}?|零{_D})?|{_D}"  # compiled when met
_TAIL: Final = re.compile("([^万亿]+)(万亿|亿|万)?")
_LEAST_UNMARKED_TAIL: Final = 1000


class Numeral(NamedTuple):
    """A numeral's number (dimensionless), its scale word kept apart (五十二万 is 52 and 万), and its length."""

    value: Fraction
    scale: str
    length: int


def _parse_section(text: str) -> int | None:
    """Return the integer below 10,000 that ``text`` is."""
    if text == "零":
        return 0
    match = re.fullmatch(_BELOW_TEN_THOUSAND, text)
    if not text or match is None:
        return None
    thousands, hundreds, tens, ten, after_ten, after_zero, alone = match.groups("")
    ones = after_ten or after_zero or alone
    digits = (thousands, hundreds, tens or (ten and "一"), ones)
    return int("".join(str(_DIGIT.get(digit, 0)) for digit in digits))


def _join(upper: int | None, scale: int, tail: str) -> int | None:
    """Return ``upper`` times 万 or 亿 and what follows, which begins with 零 or has thousands.

    二万五 may be 20,005 or 25,000, so it is none.
    """
    tail = tail or "零"
    lower = _parse_integer(tail)
    if upper is None or lower is None or lower >= scale:
        return None
    is_clear = tail[0] == "零" or lower >= _LEAST_UNMARKED_TAIL
    return upper * scale + lower if is_clear else None


def _parse_integer(text: str) -> int | None:
    """Return the integer that ``text`` is, with 亿 and 万 inside."""
    for word, scale in (("亿", 10**8), ("万", 10**4)):
        head, separator, tail = text.partition(word)
        if separator:
            return _join(_parse_integer(head), scale, tail)
    return _parse_section(text)


def _parse_decimal(text: str) -> Fraction | None:
    head, point, tail = text.partition("点")
    integer = _parse_integer(head)
    if integer is None:
        return None
    if not point:
        return Fraction(integer)
    return parse_number(f"{integer}." + "".join(str(_DIGIT.get(char, "?")) for char in tail))


def take_numeral(text: str) -> Numeral | None:
    """Return the 汉字 numeral that ``text`` begins with.

    >>> take_numeral("五十二万人"), take_numeral("一百二")
    (Numeral(value=Fraction(52, 1), scale='万', length=4), None)
    """
    token = _TOKEN.match(text)
    if token is None:
        return None
    number, scale = token[0].translate(_PLAIN), ""
    if match := _TAIL.fullmatch(number):
        number, scale = match.groups("")
    value = _parse_decimal(number)
    if value is None:
        return None
    return Numeral(value, scale, token.end())


def take_count(text: str) -> Fraction | None:
    """Return the number that the whole of ``text`` is, in digits or in 汉字 without a scale word.

    >>> take_count("95.5"), take_count("九十五"), take_count("九十五个")
    (Fraction(191, 2), Fraction(95, 1), None)
    """
    numeral = take_numeral(text)
    if numeral is None:
        return parse_number(text)
    if numeral.scale or numeral.length < len(text):
        return None
    return numeral.value


def parse_year(text: str) -> int:
    """Return the year that four digits, ASCII or 汉字, spell one by one.

    >>> parse_year("二〇二三"), parse_year("2023")
    (2023, 2023)
    """
    return int("".join(str(_DIGIT.get(char, char)) for char in text.translate(_PLAIN)))
