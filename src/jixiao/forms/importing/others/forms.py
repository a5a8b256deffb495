"""Where one form of a grid ends and the next begins."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import replace

from jixiao.forms.importing.grid import Grid, Spot
from jixiao.forms.importing.others.heads import find_heads
from jixiao.forms.importing.others.lexicon import Lexicon, lexicon
from jixiao.quantity import form_word, unspaced


def forms_in(grid: Grid) -> list[Grid]:
    """Return each form of a grid as a grid of its own; one that continues another belongs to it.

    A form begins with its title, or with the name of its project, behind the indicators of the form before.
    """
    words = lexicon()
    starts = [0, *_starts(grid, words)]
    ends = [*starts[1:], grid.rows]
    years = _years(grid, words)
    return [_part(grid, start, end, years) for start, end in zip(starts, ends, strict=True)]


def _years(grid: Grid, words: Lexicon) -> tuple[str, ...]:
    """Return the lines above a grid, and in its first rows, that hold a year alone: they stand for all its forms."""
    rows = itertools.takewhile(lambda row: _is_title(grid, row, words), range(grid.rows))
    lines = [*grid.above, *(grid.begin(row)[0].text for row in rows)]
    return tuple(line for line in lines if _is_year(unspaced(line)))


def _starts(grid: Grid, words: Lexicon) -> Iterator[int]:
    """Yield the first rows of all forms but the first."""
    heads = {head.bottom for head in find_heads(grid, words) if head.section == "indicators"}
    has_indicators = False
    for row in range(grid.rows):
        is_title, is_name = _is_title(grid, row, words), _is_name(grid, row, words)
        if has_indicators and (is_name or (is_title and _leads_to_name(grid, row, words))):
            yield _first_line(grid, row, words)
            has_indicators = False
        if row in heads:
            has_indicators = True


def _first_line(grid: Grid, row: int, words: Lexicon) -> int:
    """Return the first of the lines of a title that stand right above a row, or the row."""
    while row and _is_title(grid, row - 1, words):
        row -= 1
    return row


def _leads_to_name(grid: Grid, row: int, words: Lexicon) -> bool:
    """Whether nothing but lines of a title stands between a row and the next name, or headings."""
    below = row
    while below < grid.rows and (_is_title(grid, below, words) or not grid.begin(below)):
        below += 1
    return below < grid.rows and (_is_name(grid, below, words) or _is_labelled(grid, below, words))


def _is_labelled(grid: Grid, row: int, words: Lexicon) -> bool:
    """Whether a row begins with the label of a text of the project."""
    first = next(iter(grid.begin(row)), None)
    return first is not None and form_word(first.text) in words.pairs


def _is_name(grid: Grid, row: int, words: Lexicon) -> bool:
    """Whether a row begins with the name of a project behind its label."""
    first = next(iter(grid.begin(row)), None)
    if first is None:
        return False
    label, colon, _ = unspaced(first.text).partition(":")
    is_name = words.pairs.get(form_word(label)) == "name"
    return is_name and (bool(colon) or len(grid.begin(row)) > 1)


def _is_title(grid: Grid, row: int, words: Lexicon) -> bool:
    """Whether a row is a line of a title: one text that names a form or its year."""
    spots = grid.begin(row)
    if len(spots) != 1 or len(grid.row(row)) > len(spots) + _empty(grid.row(row)):
        return False
    text = unspaced(spots[0].text)
    is_short = len(text) <= _LONGEST_TITLE
    return is_short and bool(words.patterns["title"].search(text) or _is_year(text)) and not _is_continued(text, words)


#: Longer texts are no titles.
_LONGEST_TITLE = 60


def _empty(spots: Iterable[Spot]) -> int:
    return sum(spot.is_empty for spot in spots)


def _is_year(text: str) -> bool:
    return text.strip("()").removesuffix("度").removesuffix("年").isdecimal()


def _is_continued(text: str, words: Lexicon) -> bool:
    """Whether a line says that the table goes on."""
    return unspaced(text).strip("()") in words.fixed["continued"]


def _part(grid: Grid, start: int, end: int, years: tuple[str, ...]) -> Grid:
    """Return some rows of a grid as a grid; the lines around it go with its first and its last rows."""
    if (start, end) == (0, grid.rows):
        return grid
    part = grid.part(start, end)
    if start == 0:
        return part
    return replace(part, above=(*years, *part.above))


__all__ = ["forms_in"]
