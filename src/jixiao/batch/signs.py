"""Words of rows without a sign that say which sign is usual, for the finding on a sign taken by default."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from jixiao.batch.arrays import Categories, Flags, Numbers, categories_of, rows_at
from jixiao.batch.scalar_rows import states_comparison
from jixiao.model.vocabulary import vocabulary

if TYPE_CHECKING:
    from jixiao.batch.chunk import Chunk

_TEXTS = ("name", "level2", "level1")


class SignWords(NamedTuple):
    """For each row the word of its ``name`` and ``any`` word that has a usual sign; None where there is none."""

    name: Categories
    any: Categories


def words_of_signs(chunk: Chunk) -> SignWords:
    """Return the words of all rows: the last one of the name, else of the second level, else of the first.

    Only indicators that state no sign have any.
    """
    at, words = np.flatnonzero(_unsigned(chunk)), list[str | None]([None])
    numbers = {name: np.zeros(len(chunk.table), np.uint16) for name in _TEXTS}
    for name in _TEXTS:
        if chunk.has(name) and len(at):
            numbers[name][at] = _numbers(chunk, name, at, words)
    first = numbers["name"].copy()
    for other in _TEXTS[1:]:
        first = np.where(first == 0, numbers[other], first)
    return SignWords(Categories(numbers["name"], words), Categories(first, words))


def _numbers(chunk: Chunk, name: str, at: Numbers, words: list[str | None]) -> Numbers:
    """Return by its place in ``words``, which grow, the last word of a column's text in some rows."""
    texts = chunk.context.categories_of(f"{name} without a sign", rows_at(chunk.table[name].cast(pl.String), at))
    last = categories_of(pl.Series(texts.values, dtype=pl.String).str.extract_all(vocabulary().pattern).list.last())
    words += [str(word) for word in last.values if word not in words]
    places = [words.index(word if word is None else str(word)) for word in last.values]
    return np.array(places, np.uint16).take(last.numbers).take(texts.numbers)


def _unsigned(chunk: Chunk) -> Flags:
    """Return which indicators state no readable comparison, and have a target without a sign or for the core alone."""
    unsigned: Flags = np.array(chunk.context.shapes.unsigned, np.bool_).take(chunk.target.kind) & ~chunk.executed
    if chunk.has("comparison"):
        stated = chunk.context.categories_of("comparison", chunk.table["comparison"].cast(pl.String))
        can_be_read = [text is not None and states_comparison(str(text)) for text in stated.values]
        unsigned &= ~np.array(can_be_read, np.bool_).take(stated.numbers)
    return unsigned


__all__ = ["SignWords", "words_of_signs"]
