"""Columns as arrays of small numbers, which tell rows apart far more cheaply than their words do."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

#: Whole numbers; as objects, Python's own, where 64 bits might not hold them.
Numbers = npt.NDArray[Any]
Flags = npt.NDArray[np.bool_]

#: So many words are looked for one after the other; more of them by a table.
_FEW = 12
#: So many kinds are told apart by a table; more of them by sorting.
_MANY = 2**16
#: As many as a 64-bit number can tell apart, with room to spare.
_MOST = 2**62
_NARROW = 2**63


class Coded(NamedTuple):
    """A column of few values: row ``i`` has ``values[numbers[i]]``."""

    numbers: Numbers
    values: Sequence[Hashable]


def coded(column: pl.Series, likely: Sequence[Hashable] = ()) -> Coded:
    """A column of texts by its words; quick where they are few and the ``likely`` ones.

    >>> coded(pl.Series(["≥", None, "≤", "≥"]), ["≥", "≤"])
    Coded(numbers=array([1, 0, 2, 1], dtype=uint8), values=[None, '≥', '≤'])
    """
    words = [word for word in likely if word is not None]
    if len(words) <= _FEW:
        numbers = np.zeros(len(column), np.uint8)
        for number, word in enumerate(words, start=1):
            numbers += flags(column == word).view(np.uint8) * np.uint8(number)
        if np.count_nonzero(numbers) + column.null_count() == len(column):
            return Coded(numbers, [None, *words])
    found = column.unique().drop_nulls().to_list()
    if len(found) <= _FEW and set(found) != set(words):
        return coded(column, found)
    table = pl.DataFrame(
        {"word": found, "number": range(1, len(found) + 1)}, schema={"word": column.dtype, "number": pl.UInt32}
    )
    joined = column.to_frame("word").join(table, on="word", how="left", maintain_order="left")["number"]
    return Coded(joined.fill_null(0).to_numpy(), [None, *found])


def there(column: pl.Series) -> Flags:
    """Which rows have a value."""
    return column.is_not_null().to_numpy() if column.has_nulls() else np.ones(len(column), np.bool_)


def worded(words: Sequence[Hashable], numbers: Numbers, kind: pl.DataType) -> pl.Series:
    """A column of few words, each by its number."""
    return pl.Series(words, dtype=pl.String).cast(kind).gather(pl.Series(numbers))


def flags(truths: pl.Series) -> Flags:
    """Truths as an array; what is unknown is not so."""
    return (truths.fill_null(value=False) if truths.has_nulls() else truths).to_numpy()


def sized(numbers: pl.Series, edges: Sequence[int]) -> Coded:
    """How many of the edges (rising, ≥ 0) each whole number lies beyond, with its sign.

    >>> sized(pl.Series([-7, 0, 7, 700]), [0, 10, 100])
    Coded(numbers=array([5, 0, 1, 3], dtype=uint8), values=[0, 1, 2, 3, 0, -1, -2, -3])
    """
    sizes = range(len(edges) + 1)
    if int(numbers.min() or 0) > edges[-1]:  # type: ignore[arg-type]  # whole numbers
        return Coded(np.zeros(len(numbers), np.uint8), [len(edges)])
    found = flags(numbers < 0).view(np.uint8) * np.uint8(len(sizes))
    for edge in edges:
        found += flags(numbers.abs() > edge).view(np.uint8)
    return Coded(found, [*sizes, *(-size for size in sizes)])


class Kinds(NamedTuple):
    """A number for each row, the same for rows that are alike, and the first row of each number that occurs."""

    numbers: Numbers
    firsts: dict[int, int]


def alike(columns: Sequence[Coded], among: Flags) -> Kinds:
    """Which rows have the same values in all columns; those not ``among`` them are left out.

    >>> signs, truths = coded(pl.Series(["≥", "≤", "≥"])), coded(pl.Series(["a", "a", "a"]))
    >>> sorted(alike([signs, truths], np.array([True, True, True])).firsts.values())
    [0, 1]
    """
    numbers: Numbers = np.zeros(len(among), np.uint16)
    count = 1
    for own, values in columns:
        if len(values) == 1:
            continue
        if count * len(values) > _MOST:
            numbers = np.unique(numbers, return_inverse=True)[1]
            count = int(numbers.max(initial=0)) + 1
        count *= len(values)
        numbers = numbers.astype(np.uint16 if count < _MANY else np.uint64, copy=False) * len(values) + own
    if not among.all():
        numbers = np.where(among, numbers, count)
    if count < _MANY:
        first = np.full(count + 1, -1)
        first[numbers[::-1]] = np.arange(len(numbers))[::-1]  # of several, the last that is written stays
        return Kinds(numbers, {int(number): int(first[number]) for number in np.flatnonzero(first[:-1] >= 0)})
    _, first, numbers = np.unique(numbers, return_index=True, return_inverse=True)
    return Kinds(numbers, {number: int(row) for number, row in enumerate(first) if among[row]})


def times(numbers: pl.Series, factor: int) -> Numbers:
    """Whole numbers times a factor, as objects where 64 bits do not hold them."""
    most = max(abs(int(numbers.max() or 0)), abs(int(numbers.min() or 0))) * factor  # type: ignore[arg-type]
    if most >= _NARROW:
        return np.array(numbers.to_list(), dtype=object) * factor
    return numbers.cast(pl.Int64).to_numpy() * factor


def column(numbers: Numbers) -> pl.Series:
    """Whole numbers as a column, a wide one where they are beyond 64 bits (which an array holds as objects)."""
    return pl.Series(numbers.tolist(), dtype=pl.Int128) if numbers.dtype == object else pl.Series(numbers)


def nullable(numbers: Numbers, known: Flags) -> pl.Series:
    """An array as a column, null where nothing is known."""
    found = column(numbers)
    return found if known.all() else found.set(~pl.Series(known), None)


def gathered(column: pl.Series, at: Numbers) -> pl.Series:
    """Some rows of a column."""
    if len(at) == len(column):
        return column
    if column.dtype in (pl.Int64, pl.UInt32) and not column.has_nulls():
        return pl.Series(column.to_numpy().take(at))
    return column.gather(pl.Series(at))
