r"""Bytes to text: the border where a file's encoding and characters are checked.

Whatever passes has ``\n`` line ends and no character that would hide or reorder what people see.
"""

from __future__ import annotations

import codecs
import re
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from jixiao.border.inputs import InputError, read_bytes, too_large
from jixiao.findings import Codes, Finding, Place, Source, has_error
from jixiao.quantity.spelling import ZERO_WIDTH as _ZERO_WIDTH

#: Most bytes a file may have (contract: 5 MB).
MOST_BYTES = 5 * 1024 * 1024
#: Levels of nesting that one may have (contract).
MOST_DEPTH = 16
#: How many places of one kind are reported one by one; others are only counted.
MOST_PLACES = 3
#: Characters of a typed text that a message on its syntax repeats.
MOST_EXCERPT = 30

#: Characters no text may have: controls (C0 but tab and newline, DEL, C1), lone surrogates, U+FFFE, U+FFFF,
#: and the Unicode line separators, which YAML and JSON count as lines differently.
CONTROL = "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]"
#: Spaces that YAML takes for letters.
WIDE_SPACES = "\u3000\u00a0"
#: Characters that turn the direction of what follows, so that a text shows other than it reads.
DIRECTION = "[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
#: Characters that take no room on the screen.
ZERO_WIDTH = f"[{_ZERO_WIDTH}]"


class CharacterKind(NamedTuple):
    """Characters that no text may have, or that it should not have: the code of their finding, and their pattern."""

    code: str
    pattern: str
    is_refused: bool


CONTROLS = CharacterKind(Codes.CONTROL_CHARACTER, CONTROL, is_refused=True)
#: The kinds of characters that hide or reorder what people see.
HIDDEN = (
    CONTROLS,
    CharacterKind(Codes.DIRECTION_CHARACTER, DIRECTION, is_refused=True),
    CharacterKind(Codes.ZERO_WIDTH_CHARACTER, ZERO_WIDTH, is_refused=False),
)
_HIDDEN = re.compile("|".join(kind.pattern for kind in HIDDEN))
_WIDE_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_Decoded = tuple[Source | None, list[Finding]]


def read_file(path: Path) -> _Decoded:
    """Return the text of one regular file, decoded, and the findings on it; never wait for a pipe or a device.

    The source is ``None`` exactly where a finding is an error.
    """
    try:
        data = read_bytes(path, MOST_BYTES)
    except InputError as error:
        return None, [error.finding]
    return decode(str(path), data)


def decode(name: str, data: bytes) -> _Decoded:
    r"""Return the text of ``data`` and the findings on it: UTF-8, else GB18030 with a note.

    Line ends become ``\n``, a UTF-8 mark is dropped.

    The source is ``None`` exactly where a finding is an error.
    """
    if len(data) > MOST_BYTES:
        return None, [too_large(name, len(data), MOST_BYTES)]
    for mark, encoding in _WIDE_MARKS:
        if data.startswith(mark):
            return None, [Finding(Codes.NOT_UTF8, args={"name": name, "encoding": encoding})]
    text, findings = _text(name, data)
    if text is None:
        return None, findings
    source = Source(name, text)
    findings = [finding.at(Place(source, 1, 1)) for finding in findings] + hidden_characters(source)
    if has_error(findings):
        return None, findings
    return source, findings


def hidden_characters(source: Source) -> list[Finding]:
    """Return the findings on characters that hide or reorder what people see."""
    if _HIDDEN.search(source.text) is None:
        return []
    return [finding for kind in HIDDEN for finding in characters_of(kind, source)]


def characters_of(kind: CharacterKind, source: Source) -> list[Finding]:
    """Return the findings on characters of one kind: their first places, and a count of the others."""
    findings = []
    for match in islice(re.finditer(kind.pattern, source.text), MOST_PLACES + 1):
        args: dict[str, object] = {"character": code_point(match[0])}
        findings.append(Finding(kind.code, args=args, place=place_at(source, match.start())))
    if len(findings) > MOST_PLACES:
        _, count = re.subn(kind.pattern, "", source.text)
        args = {"of": kind.code, "count": count - MOST_PLACES}
        findings[-1] = Finding(Codes.MORE_OF_THE_SAME, args=args, place=findings[-1].place)
    return findings


def place_at(source: Source, offset: int, length: int = 1) -> Place:
    """Return the place of the character at ``offset`` (characters from 0) in the source's text."""
    before = source.text[:offset]
    return Place(source, before.count("\n") + 1, offset - before.rfind("\n"), length)


def code_point(character: str) -> str:
    """Return a character's code point, such as ``U+202E``."""
    return f"U+{ord(character):04X}"


def shorten(text: str) -> str:
    """Return the beginning of a text for a message, "…" behind it where it goes on."""
    if len(text) <= MOST_EXCERPT:
        return text
    return text[:MOST_EXCERPT] + "…"


def _text(name: str, data: bytes) -> tuple[str | None, list[Finding]]:
    is_marked = data.startswith(codecs.BOM_UTF8)
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return _lines(data.decode("utf-8")), []
    except UnicodeDecodeError as error:
        broken = _broken(name, data, error.start)
    if is_marked or _is_mostly_utf8(data):
        return None, [broken]
    try:
        return _lines(data.decode("gb18030")), [Finding(Codes.READ_AS_GB18030, args={"name": name})]
    except UnicodeDecodeError:
        return None, [broken]


def _lines(text: str) -> str:
    if "\r" not in text:
        return text
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _is_mostly_utf8(data: bytes) -> bool:
    # One damaged byte in a UTF-8 file would otherwise read as a page of wrong Chinese: GB18030 takes nearly anything.
    decodable = len(data.decode("utf-8", "ignore").encode())
    beyond_ascii = decodable - sum(byte < 0x80 for byte in data)  # noqa: PLR2004
    return beyond_ascii > 3 * (len(data) - decodable)


def _broken(name: str, data: bytes, offset: int) -> Finding:
    """Return the finding on the first byte that is no text; without its line where the file is no text at all."""
    finding = Finding(Codes.UNDECODABLE_BYTE, args={"name": name, "byte": f"0x{data[offset]:02X}"})
    source = Source(name, _lines(data.decode("utf-8", "replace")))
    if re.search(CONTROL, source.text) is not None:
        return finding
    return finding.at(place_at(source, len(_lines(data[:offset].decode("utf-8")))))
