"""Words and texts of forms without what typesetting and input methods change: spaces, breaks, widths, notes."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

#: Characters that take no room: soft hyphens, zero-width spaces and joiners, invisible operators, marks of byte order.
ZERO_WIDTH: Final = "\u00ad\u180e\u200b\u200c\u200d\u2060\u2061\u2062\u2063\u2064\ufeff"
#: Longer texts are no words.
LONGEST_WORD: Final = 200
_ZERO_WIDTH: Final = re.compile(f"[{ZERO_WIDTH}]+")
#: White space for any engine of patterns: some leave out the separators of information that Python's has.
SPACE: Final = r"\s\x1c-\x1f"
#: A text of which nothing can be seen, as ``is_blank`` reads it.
BLANK: Final = rf"^[{SPACE}{ZERO_WIDTH}]*$"
_SPACES: Final = re.compile(r"\s+")
_CHINESE: Final = "\u3007\u3400-\u9fff\uf900-\ufaff，。、；：？！“”‘’（）《》〈〉【】〔〕…—"
_SPACES_IN_CHINESE: Final = re.compile(rf"\s+(?=[{_CHINESE}])|(?<=[{_CHINESE}])\s+")
#: Full-width letters, digits and signs, and their half-width ones.
HALF_WIDTH: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
#: The other shapes of brackets and colons, too.
_WIDTHS: Final = {**HALF_WIDTH, **str.maketrans("﹙﹚〔〕【】［］[]﹕∶︰﹪", "()()()()():::%")}
#: What a form prints behind a word: a note in brackets, points, a share, a colon.
_A_NOTE: Final = r"\([^()]*\)|[0-9]{1,4}(?:\.[0-9]{1,4})?(?:分|%)|:"
_NOTES: Final = re.compile(f"(?:{_A_NOTE})+$")
_COUNT: Final = "(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
_ENCLOSED: Final = "[①-⒛Ⅰ-Ⅻ㈠-㈩㊀-㊉]"
#: The months that a form of monitoring prints before a word: 1—7月, and 1—N月 in its template.
_MONTHS: Final = r"(?:[0-9]{1,2}[-–—~～至]+)?(?:[0-9]{1,2}|[NX×])月份?"
_AN_ORDINAL: Final = rf"[A-Za-z][、.)]|第?{_COUNT}[、.)]|\({_COUNT}\)[、.]?|{_ENCLOSED}[、.)]?|{_MONTHS}"
#: The numbers that a form prints before a word: 三、 (三) 3. ③ 1—7月
_ORDINALS: Final = re.compile(rf"(?:{_AN_ORDINAL})+(?=[^\W\d_])")
#: A word that stands in brackets or quotation marks as a whole.
_WRAPPED: Final = re.compile(r"[(《〈「『\"“]([^\W\d_][^()]+)[)》〉」』\"”]")
_NOTES_OF_CLASS: Final = re.compile(f"(?:{_A_NOTE}|指标)+$")


def visible(text: str) -> str:
    """Return ``text`` without characters that take no room.

    >>> visible("提升" + chr(0x200B))
    '提升'
    """
    return _ZERO_WIDTH.sub("", text)


def is_blank(text: str) -> bool:
    """Whether nothing of ``text`` can be seen.

    >>> is_blank(" " + chr(0x200B)), is_blank("—")
    (True, False)
    """
    stripped = text.strip()
    return not stripped or (stripped[0] in ZERO_WIDTH and not visible(stripped).strip())


@lru_cache(maxsize=2**13)
def comparable(text: str) -> str:
    r"""Return a text as it is compared with another: no zero-width characters, half width, no spaces inside Chinese.

    Spaces between words of other scripts count, but not how many there are.

    >>> comparable("提\n升 "), comparable("ＱＳ  认 证"), comparable("very\ngood")
    ('提升', 'QS认证', 'very good')
    """
    typed = visible(text)
    return _SPACES.sub(" ", _SPACES_IN_CHINESE.sub("", typed)).strip().translate(_WIDTHS)


@lru_cache(maxsize=2**13)
def unspaced(text: str) -> str:
    r"""Return a word without spaces, line breaks and zero-width characters, in half width.

    >>> unspaced("产 出\n指 标"), unspaced("执行率（Ｂ／Ａ）：")
    ('产出指标', '执行率(B/A):')
    """
    return _SPACES.sub("", visible(text)).translate(_WIDTHS)


@lru_cache(maxsize=2**13)
def form_word(text: str) -> str:
    r"""Return the word of a form that ``text`` is: ``unspaced``, without its number and what is noted behind it.

    A number is 三、, (三), 3. or ③, or months, 1—7月. A note is what stands in brackets, points, a share, a colon:
    (50分), 50分, 50%. A text that is nothing but notes is itself.

    >>> form_word("产 出\n指标（50分）："), form_word("③成本指标 20％"), form_word("全年（调整）预算数")
    ('产出指标', '成本指标', '全年(调整)预算数')
    >>> form_word("1—7月执行数"), form_word("X月份完成情况"), form_word("7月")
    ('执行数', '完成情况', '7月')
    """
    return _without(_NOTES, unspaced(text))


@lru_cache(maxsize=2**13)
def class_word(text: str) -> str:
    """Return the word of a class of indicators, or of a second level, without 指标 at its end.

    >>> class_word("（三）成 本 指 标（10分）"), class_word("成本"), class_word("指标")
    ('成本', '成本', '指标')
    """
    return _without(_NOTES_OF_CLASS, unspaced(text))


def _without(notes: re.Pattern[str], word: str) -> str:
    if len(word) > LONGEST_WORD:
        return word
    bare = word
    if wrapped := _WRAPPED.fullmatch(word):
        bare = wrapped[1]
    if ordinal := _ORDINALS.match(bare):
        bare = bare[ordinal.end() :]
    return notes.sub("", bare) or bare


__all__ = ["BLANK", "SPACE", "ZERO_WIDTH", "class_word", "comparable", "form_word", "is_blank", "unspaced", "visible"]
