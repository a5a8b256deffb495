"""Comments that cut off a part of a text: ``name: 防汛 #1 物资采购`` reads as 防汛."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from yaml.events import ScalarEvent

from jixiao.findings import Codes, Finding, Place
from jixiao.loading.decoding import MOST_EXCERPT, shorten
from jixiao.loading.nodes import Map, Seq

_COMMENT = re.compile(r"( +)(#\S.*)")
_LETTER = re.compile(r"[^\W\d_]")


def comments_in_texts(node: Map | Seq) -> Iterator[Finding]:
    """Return a finding for each plain text that a comment without a space behind its ``#`` cut short or took whole.

    Numbers are left alone: what stands behind them explains them.
    """
    for event, value, key in _entries(node):
        if isinstance(value, str):
            yield from _cut_short(node, event, value)
        elif isinstance(value, Map | Seq):
            yield from comments_in_texts(value)
        elif key and type(event) is ScalarEvent and not event.value:
            yield from _cut_short(node, event, f"{key}:")  # all of the value


def _entries(node: Map | Seq) -> Iterator[tuple[Any, object, str]]:
    """Return event, value and key of each entry, "" for the key of a list's."""
    if isinstance(node, Map):
        yield from ((event, node[key], key) for key, (_, event) in node.at.items())
    else:
        yield from ((event, value, "") for event, value in zip(node.at, node, strict=True))


def _cut_short(node: Map | Seq, event: Any, text: str) -> Iterator[Finding]:
    if event.style or not _LETTER.search(text):
        return
    end = event.end_mark
    line = node.source.text.split("\n", end.line + 1)[end.line]
    if match := _COMMENT.match(line, end.column):
        comment = match[2].rstrip()
        place = Place(node.source, end.line + 1, match.start(2) + 1, len(comment))
        args = {"text": text[:MOST_EXCERPT], "comment": shorten(comment)}
        yield Finding(Codes.VALUE_CUT_BY_COMMENT, args=args, place=place)
