"""Words of rows without a sign that say which sign is usual, for the finding on a sign taken by default."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from jixiao.batch.arrays import Coded, Flags, Numbers, coded, gathered
from jixiao.batch.scalar_rows import states_comparison
from jixiao.model.vocabulary import vocabulary

if TYPE_CHECKING:
    from jixiao.batch.chunk import Chunk

_TEXTS = ("name", "level2", "level1")


class SignWords(NamedTuple):
    """For each row the word of its ``name`` and ``any`` word that has a usual sign; None where there is none."""

    name: Coded
    any: Coded


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
    return SignWords(Coded(numbers["name"], words), Coded(first, words))


def _numbers(chunk: Chunk, name: str, at: Numbers, words: list[str | None]) -> Numbers:
    """Return by its place in ``words``, which grow, the last word of a column's text in some rows."""
    texts = chunk.book.coded(f"{name} without a sign", gathered(chunk.table[name].cast(pl.String), at))
    last = coded(pl.Series(texts.values, dtype=pl.String).str.extract_all(vocabulary().pattern).list.last())
    words += [str(word) for word in last.values if word not in words]
    places = [words.index(word if word is None else str(word)) for word in last.values]
    return np.array(places, np.uint16).take(last.numbers).take(texts.numbers)


def _unsigned(chunk: Chunk) -> Flags:
    """Indicators whose target has no sign, or is read by the core alone, and that state no readable comparison."""
    unsigned: Flags = np.array(chunk.book.shapes.unsigned, np.bool_).take(chunk.target.kind) & ~chunk.executed
    if chunk.has("comparison"):
        stated = chunk.book.coded("comparison", chunk.table["comparison"].cast(pl.String))
        can_be_read = [text is not None and states_comparison(str(text)) for text in stated.values]
        unsigned &= ~np.array(can_be_read, np.bool_).take(stated.numbers)
    return unsigned


__all__ = ["SignWords", "words_of_signs"]
