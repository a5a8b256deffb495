"""Characters on a page, put together to lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from jixiao.border.texts import Line

#: A gap between two characters that is a space, in tenths of their size: between words, and within Chinese text, which
#: may be set to the full width.
_WORD_GAP, _WIDE_GAP, _TENTHS = 3, 12, 10
#: Spaces for a gap as wide as several characters, as between two labels of a line.
_COLUMNS = "    "
_COLUMN_GAP = 2
_FIRST_WIDE = "\u2e80"


class Glyph(NamedTuple):
    """A character: its text and its edges on the page, in points from the left and the top."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def size(self) -> float:
        """Return its height."""
        return max(self.bottom - self.top, 1)

    def is_in(self, box: tuple[float, ...]) -> bool:
        """Whether its midpoint lies in a box."""
        x0, top, x1, bottom = box
        across, down = (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2
        return x0 <= across < x1 and top <= down < bottom


def lines_of(glyphs: Iterable[Glyph]) -> Iterator[tuple[float, Line]]:
    """Yield lines from top to bottom, each with where it begins from the top; those without a text are x0 out."""
    for row in _rows(glyphs):
        row.sort(key=lambda glyph: glyph.x0)
        while row and not row[-1].text.strip():
            row.pop()
        text = "".join(_with_gaps(row)).strip()
        if text:
            visible = [glyph for glyph in row if glyph.text.strip()]
            width = visible[-1].x1 - visible[0].x0
            yield min(glyph.top for glyph in row), Line(text, width, max(glyph.size for glyph in visible))


def _rows(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Return glyphs by lines: one whose middle is within the height of the line before stands in that."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.top + glyph.bottom):
        middle = (glyph.top + glyph.bottom) / 2
        if rows and middle < _middle(rows[-1]) + max(glyph.size, rows[-1][0].size) / 2:
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return rows


def _middle(row: list[Glyph]) -> float:
    return (row[0].top + row[0].bottom) / 2


def _with_gaps(row: list[Glyph]) -> Iterator[str]:
    """Yield the texts of a line, and spaces where gaps between its characters stand for some."""
    before: Glyph | None = None
    for glyph in row:
        if before is not None:
            yield _gap(before, glyph)
        yield glyph.text
        before = glyph


def _gap(before: Glyph, after: Glyph) -> str:
    """Return the space between two characters of a line."""
    gap, size = after.x0 - before.x1, max(before.size, after.size)
    if gap > _COLUMN_GAP * size:
        return _COLUMNS
    if not before.text.strip() or not after.text.strip():
        return ""
    is_wide = before.text >= _FIRST_WIDE or after.text >= _FIRST_WIDE
    least = _WIDE_GAP if is_wide else _WORD_GAP
    return " " if gap * _TENTHS > least * size else ""


__all__ = ["Glyph", "lines_of"]
