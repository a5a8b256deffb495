"""Texts in a spreadsheet's formulas: between quotation marks, in short parts, compared with regard to case."""

from __future__ import annotations

#: The longest text between quotation marks, with room for characters that count twice; the longest formula.
LONGEST_PART, LONGEST_FORMULA = 120, 8000
#: What cannot stand between quotation marks, and what stands for it; a brace would be taken for a cell's name.
_ESCAPES = str.maketrans({'"': '""', "{": '"&CHAR(123)&"', "\n": '"&CHAR(10)&"'})


def quoted(text: str) -> str:
    """Return a text as a formula writes it, in as many parts as it takes.

    >>> quoted('the "best" {one}')
    '"the ""best"" "&CHAR(123)&"one}"'
    """
    parts = [text[start : start + LONGEST_PART] for start in range(0, len(text), LONGEST_PART)]
    return "&".join(f'"{part.translate(_ESCAPES)}"' for part in parts) or '""'


def is_exactly(cell: str, text: str) -> str:
    """Return the condition that a cell holds exactly this text; ``=`` would ignore case.

    >>> is_exactly("{total}", "A")
    'EXACT({total},"A")'
    """
    return f"EXACT({cell},{quoted(text)})"
