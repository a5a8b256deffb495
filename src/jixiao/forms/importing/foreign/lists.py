"""Tables with a project in each row: summaries of many projects, and long tables of their indicators."""

from __future__ import annotations

from collections.abc import Iterable

from jixiao.forms.importing.foreign.heads import Head
from jixiao.forms.importing.foreign.lexicon import Lexicon
from jixiao.forms.importing.grid import Grid, Spot
from jixiao.quantity import form_word, is_blank


def listed_projects(grid: Grid, heads: Iterable[Head], words: Lexicon) -> tuple[Spot, ...]:
    """Return the cells with the names of the projects that a table lists; none of a table of one project."""
    for head in heads:
        for heading in head.unknown:
            if words.pairs.get(form_word(heading.text)) == "name" and _is_heading(grid, heading, words):
                return tuple(_below(grid, head, heading, words))
    return ()


def _is_heading(grid: Grid, heading: Spot, words: Lexicon) -> bool:
    """Whether a word heads a column: another word stands beside it, and not the name of a project."""
    beside = grid.spot(heading.row, heading.column + heading.columns)
    if beside is None:
        return False
    word = form_word(beside.text)
    return words.knows(word) or word in words.pairs or word in words.asides


def _below(grid: Grid, head: Head, heading: Spot, words: Lexicon) -> Iterable[Spot]:
    """Yield the cells of a column below its heading, without those of sums."""
    for row in range(head.bottom + 1, grid.rows):
        spot = grid.spot(row, heading.column)
        if spot is not None and spot.row == row and not is_blank(spot.text) and not words.is_row("sums", spot.text):
            yield spot


__all__ = ["listed_projects"]
