"""Texts in CSV: what a spreadsheet that opens it would take for a formula."""

from __future__ import annotations

import re

#: How a formula begins, and what begins like one and is a number.
FORMULA, NUMBER = r"[=+\-@\t\r]", r"[+-]?[0-9]+(\.[0-9]+)?"


def as_cell(text: str) -> str:
    """A text with a mark before it where a spreadsheet would take it for a formula; numbers stay numbers.

    >>> as_cell("-1.5"), as_cell("=1+1"), as_cell("=5")
    ('-1.5', "'=1+1", "'=5")
    """
    return f"'{text}" if re.match(FORMULA, text) and not re.fullmatch(NUMBER, text) else text
