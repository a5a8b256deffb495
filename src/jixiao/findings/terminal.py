"""Findings as a terminal shows them: where, what, the line with a caret under it, and how to mend it.

Text of users is printed with control, direction and invisible characters escaped, so nothing hides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from unicodedata import category, east_asian_width

from jixiao.findings import Finding, Lang, Place, Severity
from jixiao.findings.severity import LABELS

#: Display columns that an excerpt may take.
MOST_COLUMNS = 100
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_NO_ROOM = frozenset({"Cc", "Cf", "Mn", "Me"})
_LAST_OF_FOUR_DIGITS = 0xFFFF


def width(text: str) -> int:
    r"""Display columns of ``text``: East Asian wide and full-width characters take 2, combining ones 0.

    >>> width("分值: 10"), width("e\u0301")
    (8, 1)
    """
    return len(text) if text.isascii() and text.isprintable() else sum(map(_columns, text))


def escape(text: str) -> str:
    r"""``text`` on one line with control, direction and invisible characters spelled out; a tab is one space.

    >>> escape("a\u202eb\tc")
    'a\\u202eb c'
    """
    return text if text.isprintable() else "".join(map(_shown, text))


def escape_lines(text: str) -> str:
    r"""``text`` with its tabs and line breaks as they are, every other character that cannot be seen spelled out.

    >>> escape_lines("a\u202e\r\n\tb")
    'a\\u202e\r\n\tb'
    """
    if text.isprintable():
        return text
    return "".join(one if one in "\t\r\n" else _shown(one) for one in text)


def escape_json(document: str) -> str:
    r"""A JSON document in which JSON's own escapes stand for characters that cannot be seen.

    >>> escape_json('{"name": "a\u202e"}')
    '{"name": "a\\u202e"}'
    """
    if document.isprintable():
        return document
    return "".join(one if one in "\t\r\n" else _in_json(one) for one in document)


def render(finding: Finding, lang: Lang = "zh") -> str:
    """A finding in full, over several lines, without a newline at the end."""
    parts = [f"{_where(finding, '  ')}{_label(finding, lang)} {finding.code}  {escape(finding.message(lang))}"]
    if finding.place:
        parts += _excerpt(finding.place)
    if remedy := escape(finding.remedy(lang)):
        parts.append(f"   改法：{remedy}" if lang == "zh" else f"   Fix: {remedy}")
    return "\n".join(parts)


def as_line(finding: Finding, lang: Lang = "zh") -> str:
    """A finding on one line, as editors read it: ``file:line:column: error CODE: message``."""
    return f"{_where(finding, ': ')}{_label(finding, lang)} {finding.code}: {escape(finding.message(lang))}"


def summary(findings: Iterable[Finding], lang: Lang = "zh") -> str:
    """How many findings of each severity there are; kinds that do not occur are left out."""
    return counted(Counter(finding.severity for finding in findings), lang)


def counted(counts: Counter[Severity], lang: Lang = "zh") -> str:
    """The same of findings that were counted as they came."""
    parts = [_counted(severity, counts[severity], lang) for severity in Severity if counts[severity]]
    if not parts:
        return "没有问题" if lang == "zh" else "no findings"
    return ("，" if lang == "zh" else ", ").join(parts)


def _counted(severity: Severity, count: int, lang: Lang) -> str:
    label = LABELS[lang][severity]
    if lang == "zh":
        return f"{count} 个{label}"
    return f"{count} {label}" if count == 1 else f"{count} {label}s"


def _label(finding: Finding, lang: Lang) -> str:
    return LABELS[lang][finding.severity]


def _where(finding: Finding, end: str) -> str:
    where = escape(str(finding.place) if finding.place else finding.path)
    return where and where + end


def _columns(character: str) -> int:
    if category(character) in _NO_ROOM:
        return 0
    return 2 if east_asian_width(character) in "WF" else 1


def _shown(character: str) -> str:
    if character == "\t":
        return " "
    point = ord(character)
    if category(character) not in _INVISIBLE and not _is_none(point):
        return character
    return f"\\u{point:04x}" if point <= _LAST_OF_FOUR_DIGITS else f"\\U{point:08x}"


def _in_json(character: str) -> str:
    """What JSON writes for a character that cannot be seen: beyond the first plane a pair of surrogates."""
    if len(_shown(character)) == 1:
        return character
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))


def _is_none(point: int) -> bool:
    """Whether Unicode says that this is no character; XML refuses the most of them."""
    return point & 0xFFFE == 0xFFFE or 0xFDD0 <= point <= 0xFDEF  # noqa: PLR2004  # as the standard lists them


def _excerpt(place: Place) -> list[str]:
    line = _line(place)
    if line is None:
        return []
    before, marked, after = _window(line, place.column - 1, max(place.length, 1))
    carets = "^" * max(width(marked), 1)
    shown = f"{place.line:>5} | {before}{marked}{after}".rstrip()
    return [shown, f"      | {' ' * width(before)}{carets}"]


@lru_cache(maxsize=2)
def _lines(text: str) -> list[str]:
    # Thousands of findings on one file of megabytes would otherwise split it thousands of times.
    return text.split("\n")


def _line(place: Place) -> str | None:
    lines = _lines(place.source.text)
    missing = place.line > len(lines) or not place.source.text
    return None if missing else lines[place.line - 1]


def _window(line: str, start: int, length: int) -> tuple[str, str, str]:
    """What to show before, under and after the caret: at most ``MOST_COLUMNS`` display columns in all."""
    low, high = max(start - MOST_COLUMNS, 0), min(start + MOST_COLUMNS, len(line))
    pieces = [_shown(character) for character in line[low:high]]
    widths = [width(piece) for piece in pieces]
    start, stop = start - low, start - low + length
    first, last = 0, len(pieces)
    if sum(widths) > MOST_COLUMNS or low or high < len(line):
        first, last = _cut(widths, min(start, len(pieces)))
    left = "…" if low + first else ""
    right = "…" if low + last < len(line) else ""
    before = left + "".join(pieces[first:start]) + " " * max(start - len(pieces), 0)
    return before, "".join(pieces[start : min(stop, last)]), "".join(pieces[stop:last]) + right


def _cut(widths: list[int], start: int) -> tuple[int, int]:
    """Which pieces fit around ``start``: half the room to its left first, the rest right, then left again."""
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
