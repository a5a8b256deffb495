"""Where one form of a grid ends and the next begins."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from jixiao.forms.importing.foreign.heads import find_heads
from jixiao.forms.importing.foreign.lexicon import Lexicon, lexicon
from jixiao.forms.importing.grid import Grid, Spot
from jixiao.quantity import form_word, unspaced


def forms_in(grid: Grid) -> list[Grid]:
    """Return each form of a grid as a grid of its own; one that continues another belongs to it.

    A form begins with its title, or with the name of its project, behind the indicators of the form before.
    """
    return [form for part in _side_by_side(grid, lexicon()) for form in _one_below_another(part)]


def completed(parts: Iterable[Grid]) -> list[Grid]:
    """Return the parts of a document, in which a form whose head, funds and indicators are tables of their own is one.

    A table goes on the form before it as long as that has no indicators and the table names no project.
    """
    words, forms = lexicon(), list[Grid]()
    for part in parts:
        if forms and _is_begun(forms[-1], words) and _goes_on(part, words):
            forms[-1] = forms[-1].followed_by(part)
        else:
            forms.append(part)
    return forms


def _is_begun(grid: Grid, words: Lexicon) -> bool:
    """Whether a grid is a form as far as its head or its funds, without indicators."""
    sections = {head.section for head in find_heads(grid, words)}
    return "indicators" not in sections and (bool(sections) or _names_project(grid, words))


def _goes_on(grid: Grid, words: Lexicon) -> bool:
    return bool(find_heads(grid, words)) and not _names_project(grid, words)


def _names_project(grid: Grid, words: Lexicon) -> bool:
    """Whether a row of a grid, or a line above it, names a project."""
    lines = (line.replace("：", ":").partition(":")[0] for line in grid.above)
    is_above = any(words.pairs.get(form_word(label)) == "name" for label in lines)
    return is_above or any(_is_name(grid, row, words) for row in range(grid.rows))


def _side_by_side(grid: Grid, words: Lexicon) -> list[Grid]:
    """Return the parts of a grid that empty columns part, where each has indicators of its own; else the grid.

    Lines of a title above them stand for all.
    """
    top = len(list(_title_rows(grid, words)))
    starts = _filled_runs(grid, top)
    if len(starts) < _FEWEST:
        return [grid]
    titles = tuple(grid.begin(row)[0].text for row in range(top))
    table = replace(grid.part(top, grid.rows), above=(*grid.above, *titles))
    width = max((spot.column + spot.columns for spot in grid.spots), default=0)
    parts = [table.between_columns(start, stop) for start, stop in pairwise([*starts, width])]
    if all(_has_indicators(part, words) for part in parts):
        return parts
    return [grid]


def _filled_runs(grid: Grid, top: int) -> list[int]:
    """Return the columns in which runs of columns with any text begin, from a row on."""
    spots = [spot for spot in grid.spots if spot.row >= top and not spot.is_empty]
    filled = {column for spot in spots for column in range(spot.column, spot.column + spot.columns)}
    return sorted(column for column in filled if column - 1 not in filled)


def _has_indicators(grid: Grid, words: Lexicon) -> bool:
    return any(head.section == "indicators" for head in find_heads(grid, words))


def _one_below_another(grid: Grid) -> list[Grid]:
    """Return each form of a grid whose forms stand one below the other."""
    words = lexicon()
    starts = [0, *_starts(grid, words)]
    ends = [*starts[1:], grid.rows]
    years = _years(grid, words)
    return [_part(grid, start, end, years) for start, end in zip(starts, ends, strict=True)]


def _years(grid: Grid, words: Lexicon) -> tuple[str, ...]:
    """Return the lines above a grid, and in its first rows, that hold a year alone: they stand for all its forms."""
    lines = [*grid.above, *(grid.begin(row)[0].text for row in _title_rows(grid, words))]
    return tuple(line for line in lines if _is_year(unspaced(line)))


def _title_rows(grid: Grid, words: Lexicon) -> Iterator[int]:
    """Return the rows with which a grid begins that are lines of a title."""
    return itertools.takewhile(lambda row: _is_title(grid, row, words), range(grid.rows))


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


#: So many runs of columns may be forms side by side.
_FEWEST = 2
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
