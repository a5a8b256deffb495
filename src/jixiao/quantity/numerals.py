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


def _digit(char: str | None) -> int:
    return _DIGIT[char] if char else 0


def _section(text: str) -> int | None:
    """A whole number below 10,000."""
    if text == "零":
        return 0
    match = re.fullmatch(_BELOW_TEN_THOUSAND, text)
    if not text or match is None:
        return None
    thousands, hundreds, tens, ten, after_ten, after_zero, alone = match.groups()
    ones = after_ten or after_zero or alone
    return _digit(thousands) * 1000 + _digit(hundreds) * 100 + (_digit(tens) or bool(ten)) * 10 + _digit(ones)


def _joined(upper: int | None, scale: int, tail: str) -> int | None:
    """``upper`` 万 or 亿 and what follows, which begins with 零 or has thousands (二万五 is 20,005 or 25,000)."""
    lower = _whole(tail) if tail else 0
    if upper is None or lower is None or lower >= scale:
        return None
    return upper * scale + lower if not tail or tail[0] == "零" or lower >= _LEAST_UNMARKED_TAIL else None


def _whole(text: str) -> int | None:
    """A whole number, with 亿 and 万 inside."""
    for word, scale in (("亿", 10**8), ("万", 10**4)):
        head, found, tail = text.partition(word)
        if found:
            return _joined(_whole(head), scale, tail)
    return _section(text)


def _decimal(text: str) -> Fraction | None:
    head, point, tail = text.partition("点")
    whole = _whole(head)
    if whole is None or not point:
        return None if whole is None else Fraction(whole)
    return parse_number(f"{whole}." + "".join(str(_DIGIT.get(char, "?")) for char in tail))


def take_numeral(text: str) -> Numeral | None:
    """The 汉字 numeral that ``text`` begins with.

    >>> take_numeral("五十二万人"), take_numeral("一百二")
    (Numeral(value=Fraction(52, 1), scale='万', length=4), None)
    """
    token = _TOKEN.match(text)
    if token is None:
        return None
    words = token[0].translate(_PLAIN)
    match = _TAIL.fullmatch(words)
    number, scale = (match[1], match[2] or "") if match else (words, "")
    value = _decimal(number)
    return None if value is None else Numeral(value, scale, token.end())


def take_count(text: str) -> Fraction | None:
    """The number that the whole of ``text`` is, in digits or in 汉字 without a scale word.

    >>> take_count("95.5"), take_count("九十五"), take_count("九十五个")
    (Fraction(191, 2), Fraction(95, 1), None)
    """
    numeral = take_numeral(text)
    if numeral is None:
        return parse_number(text)
    return numeral.value if numeral.length == len(text) and not numeral.scale else None


def spelled_digits(text: str) -> int:
    """The year that four digits, ASCII or 汉字, spell one by one.

    >>> spelled_digits("二〇二三"), spelled_digits("2023")
    (2023, 2023)
    """
    return int("".join(str(_DIGIT.get(char, char)) for char in text.translate(_PLAIN)))
