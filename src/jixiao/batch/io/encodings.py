"""Encodings of CSV files: which one a file is in, and the same file in UTF-8, line by line."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

_BLOCK = 1 << 20
#: Most bytes of a line of a CSV file; of a longer one only the beginning is read, which is then told.
MOST_LINE = 5_000_000
#: What stands in the UTF-8 copy for a line that the encoding of the file cannot hold: UTF-8 cannot hold it either.
_BROKEN = b"\xff"
_MARKS = ((codecs.BOM_UTF8, "UTF-8 (BOM)"), (codecs.BOM_UTF16_LE, "UTF-16LE"), (codecs.BOM_UTF16_BE, "UTF-16BE"))
#: Texts in UTF-16 have a NUL in every other byte of their separators and digits: at least one byte in so many.
_NULS = 20


def encoding_of(path: Path) -> str:
    """Return the encoding of a file: by its byte order mark, else by what its first lines that are not ASCII can be.

    A few broken bytes do not make a file of UTF-8 one of GB18030: the lines decide, each with one vote.
    """
    with path.open("rb") as stream:
        block = stream.read(_BLOCK)
        if name := _by_mark(block) or _wide(block):
            return name
        while block.isascii() and (more := stream.read(_BLOCK)):
            block = more
        lines = block.split(b"\n")
        if len(block) == _BLOCK and len(lines) > 1:
            lines.pop()  # cut off in the middle
    return _by_lines(lines)


def _by_lines(lines: list[bytes]) -> str:
    """Return which of UTF-8 and GB18030 most of the lines that are not ASCII can be in."""
    texts = [line for line in lines if not line.isascii()]
    readable = sum(is_utf8(line) for line in texts)
    if 2 * readable >= len(texts):
        return "UTF-8"
    return "GB18030"


def _by_mark(block: bytes) -> str | None:
    """Return the encoding that a byte order mark names; None without one."""
    return next((name for mark, name in _MARKS if block.startswith(mark)), None)


def _wide(block: bytes) -> str | None:
    """Return which UTF-16 a text without a mark is in, by where its NULs are; None where it is in none."""
    low, high = block[1::2].count(0), block[0::2].count(0)
    if _NULS * max(low, high) < len(block) or low == high:
        return None
    if low > high:
        return "UTF-16LE"
    return "UTF-16BE"


def is_utf8(text: bytes) -> bool:
    """Whether bytes are UTF-8."""
    try:
        text.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def in_utf8(path: Path, encoding: str, copy: Path) -> Path:
    """Return a file in UTF-8 with lines that end in LF or CR LF: the file itself, or a copy of it.

    A line that the encoding cannot hold is one that UTF-8 cannot hold in the copy, too.
    """
    with path.open("rb") as stream:
        first = stream.read(_BLOCK)
        old_ends = b"\r" in first and b"\n" not in first  # CR alone, as an old spreadsheet saves it
        if encoding.startswith("UTF-8") and not old_ends:
            return path
        stream.seek(0)
        copy.parent.mkdir(parents=True, exist_ok=True)
        with copy.open("wb") as out:
            for block in _blocks_in_utf8(stream, encoding):
                if old_ends:
                    block = block.replace(b"\r", b"\n")  # noqa: PLW2901  # the same block
                out.write(block)
    return copy


def _blocks_in_utf8(stream: BinaryIO, encoding: str) -> Iterator[bytes]:
    if encoding.startswith("UTF-16"):
        yield from _from_wide(stream, encoding)
    elif encoding == "GB18030":
        for block in whole_lines(stream):
            yield _from_gb18030(block)
    else:
        while block := stream.read(_BLOCK):
            yield block


def _from_gb18030(block: bytes) -> bytes:
    """Return a block of lines in UTF-8. No byte of a character of GB18030 is that of a line end."""
    try:
        return block.decode("gb18030").encode()
    except UnicodeDecodeError:
        lines = block.split(b"\n")
    return b"\n".join(map(_line_from_gb18030, lines))


def _line_from_gb18030(line: bytes) -> bytes:
    try:
        return line.decode("gb18030").encode()
    except UnicodeDecodeError:
        return _BROKEN


def _from_wide(stream: BinaryIO, encoding: str) -> Iterator[bytes]:
    """Yield UTF-16 in UTF-8; half a character stays half a character, which UTF-8 cannot hold."""
    decoder = codecs.getincrementaldecoder(encoding)(errors="surrogatepass")
    while block := stream.read(_BLOCK):
        yield decoder.decode(block).encode("utf-8", errors="surrogatepass")
    if decoder.getstate()[0]:
        yield _BROKEN


def whole_lines(stream: BinaryIO, size: int = _BLOCK) -> Iterator[bytes]:
    """Yield blocks that end where a line ends, and of a line beyond ``MOST_LINE`` bytes only its beginning."""
    held = b""
    while block := stream.read(size):
        head, newline, tail = block.rpartition(b"\n")
        if newline:
            yield held + head + newline
            held = tail
        elif len(held) <= MOST_LINE:
            held += block
    if held:
        yield held


__all__ = ["MOST_LINE", "encoding_of", "in_utf8", "is_utf8", "whole_lines"]
