"""A table drawn with lines, as a terminal shows it: texts wrapped by their display width, none rewritten."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from jixiao.findings.terminal import width

#: What stays on one line where it fits: a word, with the white space before it apart.
_WORDS = re.compile(r"\s+|\S+")
#: Columns that a heading leaves free beside it, so that the widest text below is told from it.
BESIDE_HEADS = 2


def draw_grid(
    head: Sequence[str], body: Sequence[Sequence[str]], rooms: Sequence[int], beside: int = BESIDE_HEADS
) -> str:
    r"""Return the table with a line around each cell; no column is wider than its room, headings by ``beside``.

    >>> print(draw_grid(["名称", "值"], [["1,000", "a b c d"]], [8, 5]))
    +--------+-------+
    | 名称   | 值    |
    +========+=======+
    | 1,000  | a b c |
    |        | d     |
    +--------+-------+
    """
    rows = [[wrap(text, room) for text, room in zip(row, rooms, strict=True)] for row in (head, *body) if row]
    widths = [max(map(_widest, column)) for column in zip(*rows, strict=True)]
    strokes = "-" * len(rows)
    if head:
        widths = [max(wide, _widest(cell) + beside) for wide, cell in zip(widths, rows[0], strict=True)]
        strokes = "=" + strokes[1:]
    lines = [_rule("-", widths)]
    for row, stroke in zip(rows, strokes, strict=True):
        lines += _row(row, widths)
        lines.append(_rule(stroke, widths))
    return "\n".join(lines)


def wrap(text: str, room: int) -> list[str]:
    r"""Return the lines of a text, none wider than ``room`` display columns; words break only where they must.

    >>> wrap("见 www.example.com\n二", 9)
    ['见 www.ex', 'ample.com', '二']
    """
    return [line for paragraph in text.split("\n") for line in _wrap_paragraph(paragraph, room)]


def _wrap_paragraph(text: str, room: int) -> Iterator[str]:
    line, used = "", 0
    for piece in _pieces(text, room):
        if used + width(piece) > room:
            yield line.rstrip()
            line, used = "", 0
            if piece.isspace():
                continue
        line, used = line + piece, used + width(piece)
    yield line.rstrip()


def _pieces(text: str, room: int) -> Iterator[str]:
    """Return the words of a text and the white space between them, characters where a word is wider than the room."""
    for match in _WORDS.finditer(text):
        word = match[0]
        if width(word) > room:
            yield from word
        else:
            yield word


def _widest(cell: Iterable[str]) -> int:
    return max(map(width, cell))


def _rule(stroke: str, widths: Iterable[int]) -> str:
    return "+" + "+".join(stroke * (wide + 2) for wide in widths) + "+"


def _row(cells: Iterable[list[str]], widths: Sequence[int]) -> Iterator[str]:
    for parts in zip_longest(*cells, fillvalue=""):
        padded = (part + " " * (wide - width(part)) for part, wide in zip(parts, widths, strict=True))
        yield "| " + " | ".join(padded) + " |"
