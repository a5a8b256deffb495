"""What every format is: how one result is drawn, and what stands before, between and after several."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from jixiao.finding import Lang
from jixiao.form import Block, summary_block, summary_row
from jixiao.result import Result


class Drawn(NamedTuple):
    """One result drawn, and its row in the summary of several."""

    text: str
    row: tuple[str, ...]


class Format(NamedTuple):
    """A text format. ``table`` draws the summary; without it there is none."""

    one: Callable[[Result, Lang], str]
    before: str = ""
    between: str = ""
    after: str = ""
    table: Callable[[Block], str] | None = None

    def draw(self, result: Result, lang: Lang) -> Drawn:
        """One result, by itself: it needs to know nothing of the others."""
        return Drawn(self.one(result, lang), summary_row(result, lang) if self.table else ())

    def join(self, drawn: Iterable[Drawn], lang: Lang) -> Iterator[str]:
        """Several, piece by piece, so that a long run writes as it goes; where there is a summary, it comes last."""
        rows = []
        for number, one in enumerate(drawn):
            yield (self.between if number else self.before) + one.text
            rows.append(one.row)
        yield self.after if rows else self.before + self.after
        if self.table is not None and len(rows) > 1:
            yield self.table(summary_block(rows, lang)) + "\n"
