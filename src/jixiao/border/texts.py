"""Texts of files that say little about themselves: their encoding, and lines that were wrapped to fit a column."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from jixiao.border.inputs import InputError
from jixiao.findings import Codes, Finding

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: Where a page of the web says its encoding, if it does.
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([a-zA-Z0-9_-]+)", re.IGNORECASE)
_HEAD = 2048
#: What stands for Chinese encodings: their latest and largest.
_CHINESE = re.compile(r"gb.*|hz.*|x-gbk", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z]")
#: What no text of its own begins with: where a line does, it goes on from the one above.
_CONTINUATIONS = tuple("，。；：、？！,;:?!）)］】」』》”’％%‰℃")
#: What a line may lack at its end where the next word did not fit, in widths of a character.
_LOOSE = 2


class Line(NamedTuple):
    """A line of a cell as it is shown: its text, its width, and that of one of its characters, in any one unit."""

    text: str
    width: float
    size: float


def decoded(name: str, data: bytes) -> str:
    """Return the text of a file: by its mark, as UTF-8, by what it says of itself, or in GB18030.

    Raises:
        InputError: it is in none of these.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace").removeprefix("\ufeff")
    stated = _CHARSET.search(data[:_HEAD])
    encodings = ["utf-8", "gb18030"]
    if stated is not None and not _CHINESE.fullmatch(stated[1].decode()):
        encodings.insert(1, stated[1].decode())
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    raise InputError(Finding(Codes.UNDECODABLE_BYTE, "", {"name": name, "byte": "—"}))


def unwrapped(lines: Iterable[Line]) -> str:
    r"""Return the lines of a cell as one text: a line that fills the column goes on in the next one.

    >>> unwrapped([Line("完成防汛物", 5, 1), Line("资采购", 3, 1)])
    '完成防汛物资采购'
    >>> unwrapped([Line("一、", 2, 1), Line("购置设备", 4, 1)])
    '一、\n购置设备'
    >>> unwrapped([Line("征地滞后", 4, 1), Line("，2023年6月底前完成", 9, 1)])
    '征地滞后，2023年6月底前完成'
    """
    lines = [line for line in lines if line.text.strip()]
    if not lines:
        return ""
    widest = max(line.width for line in lines)
    text = lines[0].text.strip()
    for line, following in pairwise(lines):
        text += _joint(line, following, widest) + following.text.strip()
    return text


def _joint(line: Line, following: Line, widest: float) -> str:
    """Return what stands between two lines of a cell: a break, a space between words, nothing."""
    goes_on = following.text.strip().startswith(_CONTINUATIONS)
    if not goes_on and line.width + _LOOSE * line.size <= widest:
        return "\n"
    ends = line.text.strip()[-1:], following.text.strip()[:1]
    if all(end.isascii() and end.isalnum() for end in ends) and any(map(_WORD.match, ends)):
        return " "
    return ""


__all__ = ["Line", "decoded", "unwrapped"]
