"""Findings as a terminal shows them: where, what, the line with a caret under it, and how to mend it.

Text of users is printed with control, direction and invisible characters escaped, so nothing hides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from functools import lru_cache
from unicodedata import category, east_asian_width

from jixiao.findings import Finding, Lang, Place, Severity
from jixiao.findings.severity import LABELS

#: Display columns that an excerpt may take.
MOST_COLUMNS = 100
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_NO_ROOM = frozenset({"Cc", "Cf", "Mn", "Me"})
_LAST_OF_FOUR_DIGITS = 0xFFFF
_TEXTS: dict[Lang, dict[str, str]] = {
    "zh": {
        "remedy": "改法：",
        "none": "没有问题",
        "comma": "，",
        "one": "{count} 个{label}",
        "several": "{count} 个{label}",
    },
    "en": {
        "remedy": "Fix: ",
        "none": "no findings",
        "comma": ", ",
        "one": "{count} {label}",
        "several": "{count} {label}s",
    },
}


def width(text: str) -> int:
    r"""Return how many display columns a text takes: East Asian wide and full-width characters 2, combining ones 0.

    >>> width("分值: 10"), width("e\u0301")
    (8, 1)
    """
    if text.isascii() and text.isprintable():
        return len(text)
    return sum(map(_columns, text))


def escape(text: str) -> str:
    r"""Return a text on one line, with control, direction and invisible characters as escapes; a tab is one space.

    >>> escape("a\u202eb\tc")
    'a\\u202eb c'
    """
    if text.isprintable():
        return text
    return "".join(map(_escape_character, text))


def escape_lines(text: str) -> str:
    r"""Return a text with its tabs and line breaks as they are, and other invisible characters as escapes.

    >>> escape_lines("a\u202e\r\n\tb")
    'a\\u202e\r\n\tb'
    """
    return _escape_but_white_space(text, _escape_character)


def escape_json(document: str) -> str:
    r"""Return a JSON document in which JSON's own escapes stand for characters that cannot be seen.

    >>> escape_json('{"name": "a\u202e"}')
    '{"name": "a\\u202e"}'
    """
    return _escape_but_white_space(document, _escape_in_json)


def _escape_but_white_space(text: str, escape_one: Callable[[str], str]) -> str:
    if text.isprintable():
        return text
    return "".join(one if one in "\t\r\n" else escape_one(one) for one in text)


def render(finding: Finding, lang: Lang = "zh") -> str:
    """Return a finding in full, over several lines, without a newline at the end."""
    parts = [f"{_where(finding, '  ')}{_label(finding, lang)} {finding.code}  {escape(finding.message(lang))}"]
    if finding.place:
        parts += _excerpt(finding.place)
    if remedy := escape(finding.remedy(lang)):
        parts.append(f"   {_TEXTS[lang]['remedy']}{remedy}")
    return "\n".join(parts)


def as_line(finding: Finding, lang: Lang = "zh") -> str:
    """Return a finding on one line, as editors read it: ``file:line:column: error CODE: message``."""
    return f"{_where(finding, ': ')}{_label(finding, lang)} {finding.code}: {escape(finding.message(lang))}"


def summary(findings: Iterable[Finding], lang: Lang = "zh") -> str:
    """Return how many findings of each severity there are, in words; those of which there are none are left out."""
    return describe_counts(Counter(finding.severity for finding in findings), lang)


def describe_counts(counts: Counter[Severity], lang: Lang = "zh") -> str:
    """Return the same for findings that were counted before."""
    texts = _TEXTS[lang]
    parts = [_count_in_words(severity, counts[severity], lang) for severity in Severity if counts[severity]]
    return texts["comma"].join(parts) or texts["none"]


def _count_in_words(severity: Severity, count: int, lang: Lang) -> str:
    number = "one" if count == 1 else "several"
    return _TEXTS[lang][number].format(count=count, label=LABELS[lang][severity])


def _label(finding: Finding, lang: Lang) -> str:
    return LABELS[lang][finding.severity]


def _where(finding: Finding, end: str) -> str:
    where = escape(str(finding.place or finding.cell or finding.path))
    return where and where + end


def _columns(character: str) -> int:
    if category(character) in _NO_ROOM:
        return 0
    return 2 if east_asian_width(character) in "WF" else 1


def _escape_character(character: str) -> str:
    if character == "\t":
        return " "
    point = ord(character)
    if category(character) not in _INVISIBLE and not _is_noncharacter(point):
        return character
    if point > _LAST_OF_FOUR_DIGITS:
        return f"\\U{point:08x}"
    return f"\\u{point:04x}"


def _escape_in_json(character: str) -> str:
    """Return what JSON writes for a character that cannot be seen: beyond the first plane a pair of surrogates."""
    if len(_escape_character(character)) == 1:
        return character
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))


def _is_noncharacter(point: int) -> bool:
    """Whether Unicode reserves a code point as a noncharacter; XML refuses most of them."""
    return point & 0xFFFE == 0xFFFE or 0xFDD0 <= point <= 0xFDEF  # noqa: PLR2004  # as the standard lists them


def _excerpt(place: Place) -> list[str]:
    line = _line(place)
    if line is None:
        return []
    before, marked, after = _window(line, place.column - 1, max(place.length, 1))
    carets = "^" * max(width(marked), 1)
    return [f"{place.number:>5} | {before}{marked}{after}".rstrip(), f"      | {' ' * width(before)}{carets}"]


@lru_cache(maxsize=2)
def _lines(text: str) -> list[str]:
    # Thousands of findings on one file of megabytes would otherwise split it thousands of times.
    return text.split("\n")


def _line(place: Place) -> str | None:
    lines = _lines(place.source.text)
    if not place.source.text or place.line > len(lines):
        return None
    return lines[place.line - 1]


def _window(line: str, start: int, length: int) -> tuple[str, str, str]:
    """Return what to show before, under and after the caret: at most ``MOST_COLUMNS`` display columns in all."""
    low, high = max(start - MOST_COLUMNS, 0), min(start + MOST_COLUMNS, len(line))
    pieces = [_escape_character(character) for character in line[low:high]]
    widths = [width(piece) for piece in pieces]
    start, stop = start - low, start - low + length
    first, last = 0, len(pieces)
    if sum(widths) > MOST_COLUMNS or low or high < len(line):
        first, last = _cut(widths, min(start, len(pieces)))
    before = "".join(pieces[first:start]) + " " * max(start - len(pieces), 0)
    after = "".join(pieces[stop:last])
    if low + first:
        before = f"…{before}"
    if low + last < len(line):
        after = f"{after}…"
    return before, "".join(pieces[start : min(stop, last)]), after


def _cut(widths: list[int], start: int) -> tuple[int, int]:
    """Return the range of pieces that fit around ``start``: half the room before it, then after it, then before it."""
    room = MOST_COLUMNS - 2
    first, half = _leftward(widths, start, room // 2)
    last, used = start, half
    while last < len(widths) and used + widths[last] <= room:
        used += widths[last]
        last += 1
    first, _ = _leftward(widths, first, room - used)
    return first, last


def _leftward(widths: list[int], start: int, room: int) -> tuple[int, int]:
    used = 0
    while start and used + widths[start - 1] <= room:
        start -= 1
        used += widths[start]
    return start, used
