"""Texts in a spreadsheet's formulas: it takes short ones only, and takes A for a unless it is told not to."""

from __future__ import annotations

#: The longest text between quotation marks, with room for characters that count twice; the longest formula.
OF_A_PART, OF_A_FORMULA = 120, 8000
#: What cannot stand between quotation marks, and what stands for it; a brace would be taken for a cell's name.
_STANDS_FOR = {'"': '""', "{": '"&CHAR(123)&"', "\n": '"&CHAR(10)&"'}


def quoted(text: str) -> str:
    """A text as a formula's, in as many parts as it takes.

    >>> quoted('the "best" {one}')
    '"the ""best"" "&CHAR(123)&"one}"'
    """
    parts = [text[at : at + OF_A_PART] for at in range(0, len(text), OF_A_PART)]
    return "&".join(f'"{part.translate(_TABLE)}"' for part in parts) or '""'


_TABLE = str.maketrans(_STANDS_FOR)


def same(cell: str, text: str) -> str:
    """Whether a cell holds exactly this text.

    >>> same("{total}", "A")
    'EXACT({total},"A")'
    """
    return f"EXACT({cell},{quoted(text)})"
