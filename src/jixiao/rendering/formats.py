"""What every format is: how one result is drawn, and what becomes of several."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from jixiao.findings import Finding, Lang
from jixiao.forms import Block, summary_block, summary_row
from jixiao.result import Result

#: Blocks that may be longer than a page, whose headings are repeated on each.
REPEATED = frozenset({"indicators", "report", "summary"})


class FormatError(ValueError):
    """A document that cannot be drawn on this machine; ``finding`` says why."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        super().__init__(finding.message("en"))


class Drawn(NamedTuple):
    """One result drawn (a text, or what a binary format puts together), and its row in the summary of several.

    ``piece`` is ``None`` where there is nothing to draw; the summary has its row all the same.
    """

    piece: Any
    row: tuple[str, ...]

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing to draw."""
        return self.piece is None


class Format(NamedTuple):
    """A text format. ``table`` draws the summary; without it there is none. ``before`` may depend on the language."""

    one: Callable[[Result, Lang], str]
    before: str | Callable[[Lang], str] = ""
    between: str = ""
    after: str = ""
    table: Callable[[Block, Lang], str] | None = None

    @property
    def draws_forms(self) -> bool:
        """Whether it is for people, who need no form without rows; systems get every result."""
        return self.table is not None

    def draw(self, result: Result, lang: Lang) -> Drawn:
        """One result, by itself: it needs to know nothing of the others."""
        return Drawn(self.one(result, lang), summary_row(result, lang) if self.table else ())

    def join(self, drawn: Iterable[Drawn], lang: Lang) -> Iterator[str]:
        """Several, piece by piece, so that a long run writes as it goes; where there is a summary, it comes last."""
        before = self.before if isinstance(self.before, str) else self.before(lang)
        rows, pieces = [], 0
        for one in drawn:
            rows.append(one.row)
            if not one.is_blank:
                yield (self.between if pieces else before) + one.piece
                pieces += 1
        if not rows:
            yield before
        elif not pieces:
            return
        if self.table is not None and len(rows) > 1:
            yield self.table(summary_block(rows, lang), lang) + "\n"
        yield self.after


class Document(NamedTuple):
    """A format of whole documents, which are bytes. ``one`` gives what ``whole`` puts together: something to pickle.

    ``whole`` gets the pieces of all results, the summary of several or ``None`` for one alone, and the language.
    """

    one: Callable[[Result, Lang], Any]
    whole: Callable[[list[Any], Block | None, Lang], bytes]

    @property
    def draws_forms(self) -> bool:
        """Whether it is for people, who need no form without rows."""
        return True

    def draw(self, result: Result, lang: Lang) -> Drawn:
        """One result, by itself."""
        return Drawn(self.one(result, lang), summary_row(result, lang))

    def join(self, drawn: Iterable[Drawn], lang: Lang) -> Iterator[bytes]:
        """All of them as one document; none where there is nothing to draw."""
        every = list(drawn)
        pieces = [one.piece for one in every if not one.is_blank]
        summary = summary_block([one.row for one in every], lang) if len(every) > 1 else None
        if pieces or not every:
            yield self.whole(pieces, summary, lang)
