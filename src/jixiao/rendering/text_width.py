"""Where a text fits into a column: how many lines it may need, and which of its words are wider than the column.

Widths are in hundredths of an em and on the wide side, whatever the font: too wide a guess only allows a break that
nobody needs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import east_asian_width

EM = 100
#: 汉字 take an em, ASCII is no wider than the first of these but for ``_BROAD``, and nothing is wider than the second.
_NARROW, _WIDEST, _BROAD = 70, 110, frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZmw%&@")
#: What a typesetter may not break by itself: no space in it, and no 汉字 but at its ends, where it keeps punctuation.
_UNBROKEN = re.compile(r"[^\s\u3400-\u9fff\U00020000-\U0003ffff]{2,}")
_BESIDE = 2 * EM


def width(text: str) -> int:
    """Return the most that a text may take, in hundredths of an em.

    >>> width("5 万人"), width("WPS")
    (340, 330)
    """
    return sum(map(_character_width, text))


def _character_width(character: str) -> int:
    if east_asian_width(character) in "WF":
        return EM
    return _NARROW if character.isascii() and character not in _BROAD else _WIDEST


def count_lines(text: str, room: int) -> int:
    """Return about how many lines a text takes in a column of that width."""
    return sum(1 + width(line) // max(room - EM, EM) for line in text.split("\n"))


def split_pieces(line: str, room: int) -> Iterator[tuple[str, bool]]:
    """Return the pieces of a line, and whether each may break anywhere, since it is too long for that width.

    >>> list(split_pieces("网址 www.example.com/index 见", 9 * EM))
    [('网址 ', False), ('www.example.com/index', True), (' 见', False)]
    """
    end = 0
    for match in _too_long(line, room - _BESIDE):
        if match.start() > end:
            yield line[end : match.start()], False
        yield match[0], True
        end = match.end()
    if end < len(line) or not line:
        yield line[end:], False


def _too_long(line: str, room: int) -> Iterator[re.Match[str]]:
    """Return what a typesetter would not break and that is wider than the room."""
    if len(line) * EM <= room:
        return iter(())
    return (match for match in _UNBROKEN.finditer(line) if width(match[0]) > room)
