"""Names of tiers as people type them: 第一档, 1档, 达成年度指标（100%-80%）."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

from jixiao.exact import parse_number
from jixiao.quantity import unspaced
from jixiao.quantity.numerals import take_count

_NUMERAL = "[一二三四五六七八九]"
_RANK = re.compile(rf"第?([0-9]{{1,2}}|{_NUMERAL})(?:档次?|[、.])|\(?([0-9]{{1,9}}|{_NUMERAL})\)?")
#: Numbers in circles and brackets, and those of Rome, with what they count.
_ENCLOSED = {chr(first + rank): str(rank + 1) for first in map(ord, "①⑴⒈Ⅰ㈠㊀") for rank in range(9)}
_INCLUDED = re.compile(r"\(不?含\)")
_SHARE = r"([0-9]{1,3}(?:\.[0-9]{1,2})?)"
_SHARES = re.compile(rf"(.+?)\(?{_SHARE}%?[-~–—至]{_SHARE}%\)?|(.+?)\(?{_SHARE}%\)?")


class TierWord(NamedTuple):
    """A tier's name or number, and the shares (1 = 100 %) that stand behind it."""

    word: str
    shares: frozenset[Fraction] = frozenset()


def parse_tier_word(text: str) -> TierWord:
    """Return the name or number of a tier in a text, and the shares behind it.

    >>> parse_tier_word("第 一 档").word, parse_tier_word("部分达成（80%(含)-60%）").word
    ('1', '部分达成')
    """
    typed = unspaced(text)
    typed = _ENCLOSED.get(typed, typed)
    if rank := _RANK.fullmatch(typed):
        return TierWord(str(take_count((rank[1] or rank[2]).lstrip("0"))))
    match = typed.endswith(("%", ")")) and _SHARES.fullmatch(_INCLUDED.sub("", typed))
    if not match:
        return TierWord(typed)
    word, *numbers = (part for part in match.groups() if part is not None)
    return TierWord(word, frozenset(share / 100 for share in map(parse_number, numbers) if share is not None))


__all__ = ["TierWord", "parse_tier_word"]
