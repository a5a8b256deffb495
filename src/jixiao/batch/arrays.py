"""Columns as arrays: small numbers for words, rows that are alike, whole numbers of any size.

Polars reads and writes, works out scores and makes texts; what only counts, marks or adds rows is several times as
fast in numpy.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from jixiao.batch.bounded_integers import NARROW

#: Whole numbers; as objects, Python's own, where 64 bits might not hold them.
Numbers = npt.NDArray[Any]
Flags = npt.NDArray[np.bool_]

#: So many words are looked for one after the other; more of them by a table.
_FEW = 12
#: So many kinds are told apart by a table; more of them by sorting.
_MANY = 2**16


class Categories(NamedTuple):
    """A column of few values: row ``i`` has ``values[numbers[i]]``."""

    numbers: Numbers
    values: Sequence[Hashable]


def categories_of(column: pl.Series, likely: Sequence[Hashable] = ()) -> Categories:
    """Return a column of texts by its words; quick where they are few and the ``likely`` ones.

    >>> categories_of(pl.Series(["≥", None, "≤", "≥"]), ["≥", "≤"])
    Categories(numbers=array([1, 0, 2, 1], dtype=uint8), values=[None, '≥', '≤'])
    """
    words = [word for word in likely if word is not None]
    if len(words) <= _FEW:
        numbers = np.zeros(len(column), np.uint8)
        for number, word in enumerate(words, start=1):
            numbers += flags(column == word).view(np.uint8) * np.uint8(number)
        if np.count_nonzero(numbers) + column.null_count() == len(column):
            return Categories(numbers, [None, *words])
    distinct = column.unique().drop_nulls().to_list()
    if len(distinct) <= _FEW and set(distinct) != set(words):
        return categories_of(column, distinct)
    table = pl.DataFrame(
        {"word": distinct, "number": range(1, len(distinct) + 1)}, schema={"word": column.dtype, "number": pl.UInt32}
    )
    joined = column.to_frame("word").join(table, on="word", how="left", maintain_order="left")["number"]
    return Categories(joined.fill_null(0).to_numpy(), [None, *distinct])


def starts_of(runs: Numbers) -> Numbers:
    """Return where runs of one number begin.

    >>> starts_of(np.array([7, 7, 3, 7]))
    array([0, 2, 3])
    """
    return np.flatnonzero(np.append(np.ones(1, np.bool_), runs[1:] != runs[:-1])[: len(runs)])


def has_value(column: pl.Series) -> Flags:
    """Return which rows have a value."""
    if column.has_nulls():
        return column.is_not_null().to_numpy()
    return np.ones(len(column), np.bool_)


def column_of_words(words: Sequence[Hashable], numbers: Numbers, kind: pl.DataType) -> pl.Series:
    """Return a column of few words, each row's by its number."""
    return pl.Series(words, dtype=pl.String).cast(kind).gather(pl.Series(numbers))


def flags(truths: pl.Series) -> Flags:
    """Return truths as an array; what is unknown is not so."""
    if truths.has_nulls():
        truths = truths.fill_null(value=False)
    return truths.to_numpy()


def magnitudes(numbers: pl.Series, edges: Sequence[int]) -> Categories:
    """Return how many of the edges (rising, ≥ 0) each whole number lies beyond, with its sign.

    >>> magnitudes(pl.Series([-7, 0, 7, 700]), [0, 10, 100])
    Categories(numbers=array([5, 0, 1, 3], dtype=uint8), values=[0, 1, 2, 3, 0, -1, -2, -3])
    """
    sizes = range(len(edges) + 1)
    if int(numbers.min() or 0) > edges[-1]:  # type: ignore[arg-type]  # whole numbers
        return Categories(np.zeros(len(numbers), np.uint8), [len(edges)])
    sizes_beyond = flags(numbers < 0).view(np.uint8) * np.uint8(len(sizes))
    for edge in edges:  # no narrow number is beyond an edge that is not narrow
        own = min(edge, NARROW - 1) if numbers.dtype == pl.Int64 else edge
        sizes_beyond += flags(numbers.abs() > own).view(np.uint8)
    return Categories(sizes_beyond, [*sizes, *(-size for size in sizes)])


class Kinds(NamedTuple):
    """A number for each row, the same for rows that are alike, and the first row of each number that occurs."""

    numbers: Numbers
    firsts: dict[int, int]


def kinds_of(columns: Sequence[Categories], among: Flags) -> Kinds:
    """Return which rows have the same values in all columns; those not ``among`` them are left out.

    >>> signs, truths = categories_of(pl.Series(["≥", "≤", "≥"])), categories_of(pl.Series(["a", "a", "a"]))
    >>> sorted(kinds_of([signs, truths], np.array([True, True, True])).firsts.values())
    [0, 1]
    """
    numbers: Numbers = np.zeros(len(among), np.uint16)
    count = 1
    for own, values in columns:
        if len(values) == 1:
            continue
        if count * len(values) >= _MANY:
            numbers, count = _dense(numbers, count)
        count *= len(values)
        kind: Any = np.uint16 if count < _MANY else np.uint64
        numbers = numbers.astype(kind, copy=False) * kind(len(values)) + own.astype(kind, copy=False)
    if count >= _MANY:
        numbers, count = _dense(numbers, count)
    if not among.all():
        numbers = np.where(among, numbers, count)
    first = np.full(count + 1, -1)
    first[numbers[::-1]] = np.arange(len(numbers))[::-1]  # of several, the last that is written stays
    return Kinds(numbers, {int(number): int(first[number]) for number in np.flatnonzero(first[:-1] >= 0)})


def _dense(numbers: Numbers, count: int) -> tuple[Numbers, int]:
    """Return numbers below ``count`` made small: as many as there are different ones."""
    if count >= _MANY:
        values, dense = np.unique(numbers, return_inverse=True)
        return dense, max(len(values), 1)
    occurring = np.flatnonzero(np.bincount(numbers, minlength=count))
    table = np.zeros(count, np.uint16)
    table[occurring] = np.arange(len(occurring))
    return table.take(numbers), max(len(occurring), 1)


def groups(numbers: Numbers, count: int) -> list[Numbers]:
    """Return the rows of each of the numbers below ``count``.

    >>> groups(np.array([1, 0, 2, 1]), 2)
    [array([1]), array([0, 3])]
    """
    if count <= _FEW:
        return [np.flatnonzero(numbers == number) for number in range(count)]
    order = np.argsort(numbers, kind="stable")
    return np.split(order, np.searchsorted(numbers[order], np.arange(1, count + 1)))[:count]


def multiples(numbers: pl.Series, factor: int) -> Numbers:
    """Return whole numbers times a factor, as objects where 64 bits do not hold them."""
    most = max(abs(int(numbers.max() or 0)), abs(int(numbers.min() or 0)), 1)  # type: ignore[arg-type]
    if most * factor >= NARROW:
        return np.array(numbers.to_list(), dtype=object) * factor
    return numbers.cast(pl.Int64).to_numpy() * factor


def as_column(numbers: Numbers) -> pl.Series:
    """Return whole numbers as a column, a wide one where they are beyond 64 bits (which an array holds as objects)."""
    if numbers.dtype == object:
        return pl.Series(numbers.tolist(), dtype=pl.Int128)
    return pl.Series(numbers)


def nullable(numbers: Numbers, valid: Flags) -> pl.Series:
    """Return an array as a column, null where it is not valid."""
    column = as_column(numbers)
    if valid.all():
        return column
    return column.set(~pl.Series(valid), None)


def rows_at(column: pl.Series, at: Numbers) -> pl.Series:
    """Return some rows of a column, ``at`` ascending."""
    if len(at) == len(column):
        return column
    if column.dtype in (pl.Int64, pl.UInt32) and not column.has_nulls():
        return pl.Series(column.to_numpy().take(at))
    return column.gather(pl.Series(at))


def rows_where(frame: pl.DataFrame, rows: Flags) -> pl.DataFrame:
    """Return some rows of a frame."""
    own = pl.Series(rows)
    if rows.all():
        return frame
    return pl.DataFrame([column.filter(own) for column in frame])
