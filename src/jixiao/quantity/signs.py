"""Typed text made uniform, and the comparison words before and after a quantity."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from jixiao.quantity.spelling import HALF_WIDTH, ZERO_WIDTH
from jixiao.quantity.values import Sign, Text

_LOOK_ALIKES: Final = str.maketrans("*＊•・‧−〜∶﹪﹤﹥", "·····-~:%<>", ZERO_WIDTH)
_UNIFORM: Final = {**HALF_WIDTH, **_LOOK_ALIKES}

_SYMBOLS: Final[dict[str, Sign]] = {
    **dict.fromkeys(("≥", ">=", "=>", "≧", "⩾"), "≥"),
    **dict.fromkeys(("≤", "<=", "=<", "≦", "⩽"), "≤"),
    **dict.fromkeys(("=", "==", "═"), "="),
    ">": ">",
    "<": "<",
}
#: Every character that a typed sign begins with.
SIGN_MARKS: Final = "".join(dict.fromkeys("".join(_SYMBOLS) + "＝＞＜"))
_AT_LEAST: Final = "不低于 不少于 不小于 不得低于 不得少于 大于等于 大于或等于 高于或等于 至少 最少 最低 达到"
_AT_MOST: Final = (
    "不高于 不超过 不大于 不多于 不得高于 不得超过 小于等于 小于或等于 低于或等于 至多 最多 最高 控制在 "
    "不晚于 不迟于 最晚 最迟"
)
_PREFIXES: Final[dict[str, Sign]] = {
    **_SYMBOLS,
    **{f"({symbol})": sign for symbol, sign in _SYMBOLS.items()},
    **dict.fromkeys(_AT_LEAST.split(), "≥"),
    **dict.fromkeys(_AT_MOST.split(), "≤"),
    **dict.fromkeys(("超过", "大于", "高于", "多于"), ">"),
    **dict.fromkeys(("小于", "低于", "少于"), "<"),
    "等于": "=",
}
_SUFFIXES: Final[dict[str, Sign]] = {
    **dict.fromkeys(("及以上", "或以上", "以上"), "≥"),
    **dict.fromkeys(("及以下", "或以下", "以下", "以内", "之内", "内"), "≤"),
}
_MORE: Final = ("≥", ">")
_LESS: Final = ("≤", "<")
_INCLUSIVE: Final[dict[Sign, Sign]] = {">": "≥", "<": "≤"}


def _any_of(words: dict[str, Sign]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_PREFIX: Final = re.compile(_any_of(_PREFIXES))
# 室内, 省内 are words: 内 alone is a sign only after a number, money, a share or a time.
#: A text that is a comparison and nothing else, in any spelling, as JSON Schemas match it.
SIGN_TEXT: Final = (
    rf"^[\s()（）]*(?:[{re.escape(SIGN_MARKS)}]{{1,2}}|{'|'.join(filter(str.isalpha, _PREFIXES))})[\s()（）]*$"
)
_SUFFIX: Final = re.compile(r"(?:[及或]?以[上下]|[以之]内|(?<=[0-9元%天日年月时周])内)$")
_SIGNED_WORDS: Final = re.compile(r"([≥≧⩾≤≦⩽>＞<＜=＝═]{1,2})\s{0,9}([^0-9０-９≥≧⩾≤≦⩽>＞<＜=＝═]+)")


def more_is_better(sign: str | None) -> bool:
    """Whether a comparison asks for as much as its target, or more."""
    return sign in _MORE


def less_is_better(sign: str | None) -> bool:
    """Whether a comparison asks for as little as its target, or less."""
    return sign in _LESS


def bounds_below(sign: str) -> bool:
    """Whether an actual below its target falls short of it: under every comparison that does not ask for less."""
    return sign not in _LESS


def bounds_above(sign: str) -> bool:
    """Whether an actual above its target exceeds it: under "=" too."""
    return sign in _LESS or sign == "="


class Signed(NamedTuple):
    """A quantity's text without its comparison words, and the sign they stand for."""

    sign: Sign | None
    body: str


def uniform(text: str) -> str:
    """Return ``text`` with half-width signs and single spaces; "*" and its look-alikes become "·".

    >>> uniform(" ９５　％ ")
    '95 %'
    """
    return " ".join(text.translate(_UNIFORM).split())


def agree(prefix: Sign | None, suffix: Sign | None) -> bool:
    """Whether a sign before and one after a number point the same way; either may be missing.

    >>> agree("≥", "≤"), agree(">", "≥"), agree(None, "≤")
    (False, True, True)
    """
    if prefix is None or suffix is None:
        return True
    if suffix == "≥":
        return more_is_better(prefix)
    return less_is_better(prefix)


def take_prefix(text: str) -> Signed:
    """Return the leading sign of a uniform text, and what follows it.

    >>> take_prefix("不低于95%"), take_prefix("(≤)0.9 %")
    (Signed(sign='≥', body='95%'), Signed(sign='≤', body='0.9 %'))
    """
    match = _PREFIX.match(text)
    if match is None:
        return Signed(None, text)
    return Signed(_PREFIXES[match[0]], text[match.end() :].lstrip())


def _take_suffix(text: str) -> Signed:
    match = _SUFFIX.search(text)
    if match is None:
        return Signed(None, text)
    return Signed(_SUFFIXES[match[0]], text[: match.start()].rstrip())


def take_signs(text: str) -> Signed | None:
    """Return the sign of a uniform text, from before or after; ``None`` where the two contradict each other.

    >>> take_signs("95%(含)以上"), take_signs("≥5以内")
    (Signed(sign='≥', body='95%'), None)
    """
    bare = text.replace("(含)", "")
    prefix, signed = take_prefix(bare)
    suffix, body = _take_suffix(signed)
    if not agree(prefix, suffix):
        return None
    sign = prefix or suffix
    if sign and bare != text:
        sign = _INCLUSIVE.get(sign, sign)
    return Signed(sign, body)


def as_text(text: str) -> Text:
    """Return ``text`` as words, stripped; a sign before words that hold no number is kept apart.

    >>> as_text("=及时"), as_text("≥5以内")
    (Text(text='及时', sign='='), Text(text='≥5以内', sign=None))
    """
    stripped = text.strip()
    match = _SIGNED_WORDS.fullmatch(stripped)
    if match and (sign := _SYMBOLS.get(uniform(match[1]))):
        return Text(match[2].strip(), sign)
    return Text(stripped)
