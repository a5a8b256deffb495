r"""Bytes to text: the border where a file's encoding and characters are checked.

Whatever passes has ``\n`` line ends and no character that would hide or reorder what people see.
"""

from __future__ import annotations

import codecs
import re
from itertools import islice
from pathlib import Path

from jixiao.border.inputs import InputError, read_bytes, too_large
from jixiao.findings import Codes, Finding, Place, Source, has_error
from jixiao.quantity.spelling import ZERO_WIDTH as NO_ROOM

#: Most bytes a file may have (contract: 5 MB).
MOST_BYTES = 5 * 1024 * 1024
#: Levels of nesting that one may have (contract).
MOST_DEPTH = 16
#: How many places of one kind are reported one by one; the rest is only counted.
MOST_PLACES = 3

#: Characters no text may have: controls (C0 but tab and newline, DEL, C1), lone surrogates, U+FFFE, U+FFFF,
#: and the Unicode line separators, which YAML and JSON count as lines differently.
CONTROL = "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]"
#: Spaces that YAML takes for letters.
WIDE_SPACES = "\u3000\u00a0"
#: Characters that turn the direction of what follows, so that a text shows other than it reads.
DIRECTION = "[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
#: Characters that take no room on the screen.
ZERO_WIDTH = f"[{NO_ROOM}]"

#: The code and the pattern of each kind of character that must not, or should not, stand in a text.
HIDDEN = (
    (Codes.CONTROL_CHARACTER, CONTROL),
    (Codes.DIRECTION_CHARACTER, DIRECTION),
    (Codes.ZERO_WIDTH_CHARACTER, ZERO_WIDTH),
)
_ODD = re.compile("|".join(pattern for _, pattern in HIDDEN))
_WIDE_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_Decoded = tuple[Source | None, list[Finding]]


def read_file(path: Path) -> _Decoded:
    """Return the text of one regular file, decoded, and what was found; never wait for a pipe or a device.

    The source is ``None`` exactly where a finding is an error.
    """
    try:
        data = read_bytes(path, MOST_BYTES)
    except InputError as error:
        return None, [error.finding]
    return decode(str(path), data)


def decode(name: str, data: bytes) -> _Decoded:
    r"""Text from ``data``: UTF-8, else GB18030 with a note; line ends become ``\n``, a UTF-8 mark is dropped.

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
    findings = [finding.at(_start(source)) for finding in findings] + odd_characters(source)
    return (None if has_error(findings) else source), findings


def odd_characters(source: Source) -> list[Finding]:
    """Findings on characters that must not, or should not, stand in a text: the first places and a count."""
    findings: list[Finding] = []
    for code, pattern in HIDDEN if _ODD.search(source.text) else ():
        matches = islice(re.finditer(pattern, source.text), MOST_PLACES + 1)
        findings += [Finding(code, args=_named(match[0]), place=place_at(source, match.start())) for match in matches]
        if findings and findings[-1].code == code:
            findings = _count_rest(findings, code, len(source.text) - len(re.sub(pattern, "", source.text)))
    return findings


def place_at(source: Source, offset: int, length: int = 1) -> Place:
    """The place of the character at ``offset`` (characters from 0) in the source's text."""
    before = source.text[:offset]
    return Place(source, before.count("\n") + 1, offset - before.rfind("\n"), length)


def named(character: str) -> str:
    """A character's code point, such as ``U+202E``."""
    return f"U+{ord(character):04X}"


def _named(character: str) -> dict[str, object]:
    return {"character": named(character)}


def _count_rest(findings: list[Finding], code: str, count: int) -> list[Finding]:
    if count <= MOST_PLACES:
        return findings
    rest = {"of": code, "count": count - MOST_PLACES}
    return [*findings[:-1], Finding(Codes.MORE_OF_THE_SAME, args=rest, place=findings[-1].place)]


def _text(name: str, data: bytes) -> tuple[str | None, list[Finding]]:
    marked = data.startswith(codecs.BOM_UTF8)
    data = data[3:] if marked else data
    try:
        return _lines(data.decode("utf-8")), []
    except UnicodeDecodeError as error:
        broken = _broken(name, data, error.start)
    if marked or _mostly_utf8(data):
        return None, [broken]
    try:
        return _lines(data.decode("gb18030")), [Finding(Codes.READ_AS_GB18030, args={"name": name})]
    except UnicodeDecodeError:
        return None, [broken]


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _mostly_utf8(data: bytes) -> bool:
    # One damaged byte in a UTF-8 file would otherwise read as a page of wrong Chinese: GB18030 takes nearly anything.
    kept = data.decode("utf-8", "ignore")
    sound = len(kept.encode()) - sum(byte < 0x80 for byte in data)  # noqa: PLR2004
    return sound > 3 * (len(data) - len(kept.encode()))


def _broken(name: str, data: bytes, offset: int) -> Finding:
    """Return the finding on the first byte that is no text; without its line where the file is no text at all."""
    finding = Finding(Codes.UNDECODABLE_BYTE, args={"name": name, "byte": f"0x{data[offset]:02X}"})
    source = Source(name, _lines(data.decode("utf-8", "replace")))
    if re.search(CONTROL, source.text) is not None:
        return finding
    return finding.at(place_at(source, len(_lines(data[:offset].decode("utf-8")))))


def _start(source: Source) -> Place:
    return Place(source, 1, 1)
