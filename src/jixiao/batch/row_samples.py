"""Samples of rows: rows alike in all that decides rule and arithmetic are a kind, which its first row shows."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from jixiao.batch.arrays import Categories, flags, has_value, magnitudes
from jixiao.batch.chunk import Chunk, KindOfRows
from jixiao.batch.row_kinds import program_of
from jixiao.batch.scalar_rows import Sample
from jixiao.findings import Codes

#: Findings that every row of a kind has where one has them.
OF_KINDS = (
    Codes.UNKNOWN_MONEY_UNIT,
    Codes.UNUSUAL_DEFAULT_COMPARISON,
    Codes.UNUSUAL_COMPARISON,
    Codes.COMPARISON_ASSUMED,
    Codes.UNIT_ASSUMED,
    Codes.MONEY_UNIT_ASSUMED,
    Codes.ZERO_TARGET_COMPARISON_ASSUMED,
    Codes.FACTOR_MISSING,
)


class RowSample(NamedTuple):
    """A kind of rows that is new, and the row that showed what it is."""

    kind: object
    row: int
    sample: Sample


def kind_columns(chunk: Chunk) -> dict[str, Categories]:
    """Return what decides rule and arithmetic of a row."""
    context, table, target, actual = chunk.context, chunk.table, chunk.target, chunk.actual
    own = ["comparison", "uom", "direction", "rule"]
    if context.by_level2:
        own.append("level2")
    columns = {name: context.categories_of(name, table[name]) for name in own if chunk.has(name)}
    columns["usual sign"] = chunk.sign_words.any
    if chunk.finished is not None:
        columns["finished"] = context.categories_of("finished", chunk.finished)
    if chunk.has("initial"):  # what is measured over it
        columns["initial stated"] = Categories(has_value(table["initial"]).view(np.uint8), [False, True])
    for part in context.name_parts:
        has = flags(table["name"].str.contains(part, literal=True))
        columns[f"name has {part}"] = Categories(has.view(np.uint8), [False, True])
    columns["class"] = Categories(chunk.class_, range(context.no_class + 1))
    for name, values in (("target", target), ("actual", actual)):
        columns[f"kind of {name}"] = Categories(values.kind, range(len(context.shapes.words)))
        # Nothing, 1 % and 1: beyond them lies what may get another rule, or be no share.
        columns[f"size of {name}"] = magnitudes(values.number, (0, values.base // 100, values.base))
    return columns


def kinds_by_number(
    chunk: Chunk, columns: dict[str, Categories], firsts: dict[int, int]
) -> tuple[dict[int, KindOfRows], dict[int, RowSample]]:
    """Return the kinds of rows by number, and of those that are new the samples that show them."""
    context = chunk.context
    keys = {number: _key(columns, row) for number, row in firsts.items()}
    new = [number for number, key in keys.items() if key not in context.kinds]
    scored = chunk.samples(np.array([firsts[number] for number in new], np.intp))
    samples = {
        number: RowSample(keys[number], firsts[number], sample) for number, sample in zip(new, scored, strict=True)
    }
    for kind, _, sample in samples.values():
        notable = [finding for finding in sample.findings if finding.code in OF_KINDS]
        context.kinds[kind] = KindOfRows(program_of(sample), notable)
    return {number: context.kinds[key] for number, key in keys.items()}, samples


def _key(columns: dict[str, Categories], row: int) -> tuple[tuple[str, object], ...]:
    """Return what decides rule and arithmetic of one row."""
    return tuple((name, values[own[row]]) for name, (own, values) in columns.items())


__all__ = ["RowSample", "kind_columns", "kinds_by_number"]
