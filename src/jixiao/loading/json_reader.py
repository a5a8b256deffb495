"""JSON to data with places: numbers stay the text that was typed, and where things stand is told when it is asked for.

Only sound JSON is read here. Whatever is odd in a text is left to the reader of YAML, of which JSON is a part and
which says what is odd: slips of syntax, keys given twice, and all that exceeds a limit.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterable
from functools import cached_property, partial
from typing import Any

from jixiao.findings import Source
from jixiao.loading.decoding import HIDDEN, MOST_DEPTH
from jixiao.loading.limits import MOST_CHARACTERS, MOST_NODES
from jixiao.loading.nodes import At, Map, Position, Seq

_HIDDEN = re.compile("|".join(kind.pattern for kind in HIDDEN))
_TEXT = r'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
#: All up to the next bracket, texts passed over.
_TO_BRACKET = re.compile(rf'[^]\["{{}}]*+(?:{_TEXT}[^]\["{{}}]*+)*+[]\[{{}}]')
#: A text or another scalar, or the bracket of an object or an array.
_PART = re.compile(rf'[\s,:]*({_TEXT}|[{{\[]|[^]\["{{}},:\s]++)')
#: Objects come as tuples of their entries, and all numbers as their text.
_DECODER = json.JSONDecoder(object_pairs_hook=tuple, parse_float=str, parse_int=str, parse_constant=str)
_BOOLS = {True: "true", False: "false"}


def read_json(source: Source) -> Map | Seq | None:
    """Return the data of a text that is sound JSON, an object or an array; ``None`` where it is anything else."""
    text = source.text
    if text[:1] not in ("{", "[") and text.lstrip()[:1] not in ("{", "["):
        return None
    try:
        return _Reader(source).node(_DECODER.decode(text), 1)
    except (ValueError, RecursionError, _OddError):
        return None


class _OddError(Exception):
    """The text is JSON, and something in it needs a finding."""


class _Reader:
    """Builds the nodes of one text, in the order in which they begin; one use."""

    def __init__(self, source: Source) -> None:
        self.source, self.text = source, _Text(source)
        self.remaining = MOST_NODES
        self.number = 0
        #: Whether a text in it may be too long, or hold a character that is hidden behind an escape.
        self.is_suspect = len(source.text) > MOST_CHARACTERS or "\\" in source.text

    def node(self, value: tuple[tuple[str, Any], ...] | list[Any], depth: int) -> Map | Seq:
        """Return an object or an array, and what is in it; ``depth`` is its own."""
        self.remaining -= len(value)
        if depth > MOST_DEPTH or self.remaining < 0:
            raise _OddError
        text, number = self.text, self.number
        self.number += 1
        if type(value) is list:
            items = Seq(self.source, partial(text.start, number), partial(text.items, number))
            items.extend([self.value(item, depth + 1) for item in value])
            return items
        entries = Map(self.source, partial(text.start, number), partial(text.entries, number))
        entries.update(value)
        if len(entries) < len(value) or "" in entries:
            raise _OddError
        for key, item in value:
            if type(item) is not str:
                entries[key] = self.value(item, depth + 1)
        if self.is_suspect:
            self.check(key for key, _ in value)
            self.check(item for _, item in value)
        return entries

    def value(self, value: Any, depth: int) -> Any:
        """Return a value as the text typed, ``None``, or a node."""
        kind = type(value)
        if kind is tuple or kind is list:
            return self.node(value, depth)
        if kind is bool:
            return _BOOLS[value]
        if self.is_suspect:
            self.check((value,))
        return value

    def check(self, values: Iterable[Any]) -> None:
        """Stop where one of the values is a text that is too long, or that hides a character behind an escape."""
        for value in values:
            if type(value) is str and (len(value) > MOST_CHARACTERS or _HIDDEN.search(value)):
                raise _OddError


class _Text:
    """A text of sound JSON, and where its parts stand."""

    def __init__(self, source: Source) -> None:
        self.source, self.text = source, source.text

    @cached_property
    def ends(self) -> dict[int, int]:
        """Return where objects and arrays end, by where they begin, in that order; in characters from 0."""
        ends, open_nodes, end = dict[int, int](), list[int](), 0
        while match := _TO_BRACKET.match(self.text, end):
            end = match.end()
            if self.text[end - 1] in "[{":
                open_nodes.append(end - 1)
                ends[end - 1] = end
            else:
                ends[open_nodes.pop()] = end
        return ends

    @cached_property
    def starts(self) -> list[int]:
        """Return where objects and arrays begin, in that order."""
        return list(self.ends)

    def start(self, number: int) -> Position:
        """Return the position of the bracket with which a node begins, by its number in the text."""
        start = self.starts[number]
        return self.position(start, start + 1)

    def items(self, number: int, _node: Seq | Map) -> list[At]:
        """Return where the items of an array stand; of an object, its keys and values by turns."""
        places, end = [], self.starts[number] + 1
        while match := _PART.match(self.text, end):
            start, end = match.span(1)
            places.append(partial(self.position, start, end))
            end = self.ends.get(start, end)
        return places

    def entries(self, number: int, node: Map) -> dict[str, tuple[At, At]]:
        """Return where the keys and values of an object stand."""
        places = iter(self.items(number, node))
        return dict(zip(node, zip(places, places, strict=True), strict=True))

    def position(self, start: int, end: int) -> Position:
        """Return line, column and length of a part."""
        starts = self.source.line_starts
        line = bisect_right(starts, start)
        return line, start - starts[line - 1] + 1, end - start


__all__ = ["read_json"]
