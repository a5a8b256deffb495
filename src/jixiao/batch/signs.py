"""Words of rows without a sign that say which sign is usual, for the finding on a sign taken by default."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from jixiao.batch.arrays import Flags, flags
from jixiao.batch.scalar import states_comparison
from jixiao.model.vocabulary import vocabulary

if TYPE_CHECKING:
    from jixiao.batch.chunk import Chunk

_TEXTS = ("name", "level2", "level1")


def words_of_signs(chunk: Chunk) -> pl.DataFrame:
    """Return for each row the word of its ``name`` and ``any`` word that has a usual sign; null where there is none.

    Only rows that state no sign have any: by the last word of the name, else of the second level, else of the first.
    """
    unsigned = _unsigned(chunk)
    if not unsigned.any():
        return pl.DataFrame({"name": nothing(len(unsigned)), "any": nothing(len(unsigned))})
    columns = [name for name in _TEXTS if chunk.has(name)]
    last = [pl.col(name).cast(pl.String).str.extract_all(vocabulary().pattern).list.last() for name in columns]
    found = chunk.table.select(last).with_columns(any=pl.coalesce(columns))
    return found.select(pl.when(pl.Series(unsigned)).then(pl.col("name", "any")))


def nothing(count: int) -> pl.Series:
    """A column of no texts."""
    return pl.repeat(None, count, dtype=pl.String, eager=True)


def _unsigned(chunk: Chunk) -> Flags:
    """Rows whose target has no sign, or is read by the core alone, and that state no comparison that can be read."""
    unsigned: Flags = np.array(chunk.book.shapes.unsigned, np.bool_).take(chunk.target.kind)
    if chunk.has("comparison"):
        column = chunk.table["comparison"].cast(pl.String)
        unsigned &= ~flags(column.is_in([text for text in column.unique().drop_nulls() if states_comparison(text)]))
    return unsigned


__all__ = ["words_of_signs"]
