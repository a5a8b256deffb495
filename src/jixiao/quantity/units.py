"""Unit words: a short list that scales exactly; any other short word is opaque, equal only to itself."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from typing import Final

from jixiao.exact import ONE
from jixiao.quantity.signs import uniform
from jixiao.quantity.values import BARE, Unit

_LONGEST: Final = 12
_ALIASES: Final = {
    "%": {
        "% 百分比 百分点 个百分点 百分之": "0.01",
        "‰ 千分比 千分点 千分之": "0.001",
        "万分之": "0.0001",
        "成": "0.1",
    },
    "元": {"元 元整": "1"},
    "m": {"m 米": "1", "cm CM 厘米 ㎝": "0.01", "mm MM 毫米 ㎜": "0.001", "km KM Km 千米 公里 ㎞": "1000"},
    "m2": {"m2 M2 m² ㎡ 平方米 平米": "1", "km2 km² ㎢ 平方公里 平方千米": "1000000", "公顷": "10000"},
    "m3": {"m3 M3 m³ ㎥ 立方米": "1"},
    "kg": {"kg KG Kg ㎏ 千克 公斤": "1", "t 吨": "1000", "g 克": "0.001", "mg 毫克": "0.000001"},
    "天": {"天 日": "1"},
    "年": {"年 个年": "1"},
    "月": {"月 个月": "1"},
    "小时": {"小时 个小时": "1"},
    "工作日": {"工作日 个工作日": "1"},
    "季度": {"季度 个季度": "1"},
}
_UNITS: Final = {
    word: Unit(dimension, Fraction(factor), word)
    for dimension, groups in _ALIASES.items()
    for words, factor in groups.items()
    for word in words.split()
}
_SCALES: Final = {
    "万亿": 10**12, "千亿": 10**11, "百亿": 10**10, "十亿": 10**9, "亿": 10**8,
    "千万": 10**7, "百万": 10**6, "十万": 10**5, "万": 10**4, "千": 1000, "百": 100,
}  # fmt: skip
_SCALE: Final = re.compile("|".join(_SCALES))
# 台(套), 人(次): a second measure word in brackets; (含) says something else.
_OPAQUE: Final = re.compile(r"[A-Za-z\u4e00-\u9fff℃°]{1,8}(?:\((?!含)[\u4e00-\u9fff]{1,2}\))?|[a-z]{0,2}m[23]")
# Words that make a phrase of what follows the number, or an approximate or second number of it.
_PHRASE: Final = re.compile(
    "[余多约几近未不无已且或和与及至到以前后内每的了零〇一二三四五六七八九十百千万亿两]"
    "|左右|上下|超过|高于|低于|大于|小于|少于|等于|完成|合格|达标|通过|其他|定性|文字"
)
_CALENDAR: Final = re.compile("[年月日号]")
#: Measure words that may follow a 汉字 numeral; elsewhere 一般, 一致, 十分 would be numbers.
_COUNTED: Final = (
    "个 人 次 人次 名 位 户 件 套 台 项 家 所 座 处 条 份 批 期 场 卷 册 本 辆 间 栋 起 例 篇 门 村 县 亩 倍 "
    "年 月 周 小时 工作日 季度 美元"
)
_SCALING: Final = frozenset(("", "%", "元", "m", "m2", "m3", "kg", "天"))


def _is_opaque(word: str) -> bool:
    if _OPAQUE.fullmatch(word) is None or _PHRASE.search(word):
        return False
    return _CALENDAR.match(word) is None


def _scaled(word: str) -> Unit | None:
    """Return a scale word, alone or before a unit: 万, 万人, 百万美元, 亿立方米."""
    match = _SCALE.match(word)
    if match is None or word.startswith("百分"):  # it may be a share or a hundred points
        return None
    base = _single(word[match.end() :].lstrip())
    if base is None or base.dimension == "%":
        return None
    return Unit(base.dimension, base.factor * _SCALES[match[0]], word)


def _single(word: str) -> Unit | None:
    """Return a unit without a per-part; "" is the bare one."""
    if not word:
        return BARE
    if unit := _UNITS.get(word) or _scaled(word):
        return unit
    return Unit(word, ONE, word) if _is_opaque(word) else None


def _denominator(word: str) -> str | None:
    """Return one part below the stroke, by the name that its synonyms share."""
    unit = _UNITS.get(word)
    if unit is None:
        return word if _is_opaque(word.removeprefix("万")) else None
    if unit.factor == 1:
        return unit.dimension
    return word


def _per(word: str) -> Unit | None:
    """Return a unit with parts: 元/人·月, 次/年, 人·天. Only the first part scales."""
    first, *below = re.split("[/·]", word)
    numerator = _single(first)
    parts = [_denominator(part.removeprefix("每")) for part in below]
    if numerator is None or numerator.dimension in ("", "%") or None in parts:
        return None
    tail = "·".join(part for part in parts if part)
    return Unit(f"{numerator.dimension}{word[len(first)]}{tail}", numerator.factor, word)


@lru_cache(maxsize=2**10)
def unit_of(word: str) -> Unit | None:
    """Return the unit of a uniform text, "" being the bare one; ``None`` where it is no unit word.

    >>> unit_of("元/人·月"), unit_of("左右")
    (Unit(dimension='元/人·月', factor=Fraction(1, 1), word='元/人·月'), None)
    """
    if word.startswith("(") and word.endswith(")"):
        word = word[1:-1].strip() or "()"
    if len(word) > _LONGEST:
        return None
    if "/" in word or "·" in word:
        return _per(word)
    return _single(word)


def is_countable(unit: Unit) -> bool:
    """Whether a 汉字 numeral may stand before ``unit``.

    >>> is_countable(Unit("次")), is_countable(Unit("般"))
    (True, False)
    """
    first = unit.dimension.partition("/")[0]
    return first in _SCALING or first in _COUNTED.split()


def scales_counts(unit: Unit) -> bool:
    """Whether a unit begins with a word of scale (万, 亿 …) and counts things other than money.

    >>> scales_counts(unit_of("万人")), scales_counts(unit_of("万元")), scales_counts(unit_of("千米"))
    (True, False, False)
    """
    return unit.word not in _UNITS and unit.dimension != "元" and _SCALE.match(unit.word) is not None


@lru_cache(maxsize=2**10)
def _parse_unit(text: str) -> Unit | None:
    word = uniform(text)
    if not word:
        return None
    return unit_of(word)


def parse_unit(text: str) -> Unit | None:
    """Return the unit of a cell in the 计量单位 column; ``None`` where it is empty or no unit word.

    >>> parse_unit("万元"), parse_unit("≥")
    (Unit(dimension='元', factor=Fraction(10000, 1), word='万元'), None)
    """
    if len(text) > 4 * _LONGEST:
        return None
    return _parse_unit(text)
