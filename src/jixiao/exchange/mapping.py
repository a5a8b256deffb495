"""A row of a document as the keys of a project that its fields state."""

from __future__ import annotations

from functools import partial

from jixiao.exchange.fields import Field
from jixiao.loading.nodes import At, Map


def mapped(row: Map, fields: tuple[Field, ...]) -> Map:
    """Return the keys that the fields of a row state, each with the place of its field."""
    data = Map(row.source, row.start, partial(_places, row, fields))
    for field in fields:
        value = row.get(field.name)
        stated = field.read(value) if isinstance(value, str) else (value,)
        data.update((key, one) for key, one in zip(field.keys, stated, strict=False) if one not in (None, ""))
    return data


def _places(row: Map, fields: tuple[Field, ...], data: Map) -> dict[str, tuple[At, At]]:
    """Return the places of the keys in the data of a row, which are those of its fields."""
    by_key = {key: field.name for field in fields for key in field.keys}
    return {key: row.at[by_key[key]] for key in data if by_key.get(key) in row.at}


__all__ = ["mapped"]
