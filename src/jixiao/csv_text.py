"""Texts in CSV: marked where a spreadsheet would take one for a formula, quoted so that every reader finds them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

from jixiao.findings.terminal import escape_lines
from jixiao.quantity.spelling import ZERO_WIDTH

#: How a formula begins: with its sign, of any width, behind whatever a spreadsheet drops; or with what it drops.
_FORMULA = re.compile(rf"[\t\r\n]|[\s{ZERO_WIDTH}\u200e\u200f]*[=+\-@＝＋－＠﹦﹢﹣﹫]")
#: What begins like a formula and is a number.
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")


def as_cell(text: str) -> str:
    """Return a text as a cell of CSV: what cannot be seen spelled out, an apostrophe before what looks like a formula.

    >>> as_cell("-1.5"), as_cell("=1+1"), as_cell(" ＝5")
    ('-1.5', "'=1+1", "' ＝5")
    """
    if _FORMULA.match(text) and not _NUMBER.fullmatch(text):
        return "'" + escape_lines(text)
    return escape_lines(text)


def csv_line(cells: Iterable[str | None]) -> str:
    r"""Return one line of CSV; a cell with a line break of any kind is quoted, and ``None`` is an empty one.

    >>> csv_line(["1,000", "a\rb", None])
    '"1,000","a\rb",\n'
    """
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\r\n").writerow(["" if cell is None else as_cell(cell) for cell in cells])
    return buffer.getvalue().removesuffix("\r\n") + "\n"
