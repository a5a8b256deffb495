"""Comments that took a part of a text: ``name: 防汛 #1 物资采购`` reads as 防汛."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from jixiao.finding import Finding, Place
from jixiao.loading.compose import Map, Seq

_COMMENT = re.compile(r"( +)(#\S.*)")
_LETTER = re.compile(r"[^\W\d_]")
_LONGEST_SHOWN = 30


def comments_in_texts(node: object) -> Iterator[Finding]:
    """Return a finding for each plain text that a comment without a space behind its ``#`` cut short.

    Numbers are left alone: what stands behind them explains them.
    """
    if isinstance(node, Map):
        values = [(event, value) for (_, event), value in zip(node.at.values(), node.values(), strict=True)]
    elif isinstance(node, Seq):
        values = list(zip(node.at, node, strict=True))
    else:
        return
    for event, value in values:
        if isinstance(value, str):
            yield from _cut_short(node, event, value)
        else:
            yield from comments_in_texts(value)


def _cut_short(node: Map | Seq, event: Any, value: str) -> Iterator[Finding]:
    if event.style or not _LETTER.search(value):
        return
    end = event.end_mark
    line = node.source.text.split("\n", end.line + 1)[end.line]
    if comment := _COMMENT.match(line, end.column):
        text = comment[2].rstrip()
        shown = text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…"
        place = Place(node.source, end.line + 1, comment.start(2) + 1, len(text))
        yield Finding("JX131", args={"text": value[:_LONGEST_SHOWN], "comment": shown}, place=place)
