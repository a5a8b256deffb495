"""What every format is: how one result is drawn, how several become one output, and what repeats over pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from jixiao.findings import Finding, Lang
from jixiao.forms import Block, PlacedCell, place_cells, split_at_headings, summary_block, summary_row
from jixiao.result import Result

#: Blocks that may be longer than a page, whose headings are repeated on each.
REPEATED = frozenset({"indicators", "report", "summary"})


class FormatError(ValueError):
    """A document that cannot be drawn on this machine; ``finding`` says why."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        super().__init__(finding.message("en"))


class Drawing(NamedTuple):
    """One result drawn (a text, or what a document is put together from), and its row in the summary of several.

    ``piece`` is ``None`` where there is nothing to draw; the summary has its row all the same. ``findings`` are all
    that there is to say, where the format has something to add to those of the result.
    """

    piece: Any
    row: tuple[str, ...]
    findings: tuple[Finding, ...] | None = None

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing to draw."""
        return self.piece is None


class Format(NamedTuple):
    """A text format: how it draws a result and the summary, and what stands before, between and after results.

    Without ``draw_summary`` there is no summary. ``check`` says what a drawing leaves out.
    """

    draw_result: Callable[[Result, Lang], str]
    before: Callable[[Lang], str] = lambda _: ""
    between: str = ""
    after: str = ""
    draw_summary: Callable[[Block, Lang], str] | None = None
    check: Callable[[Result], Iterable[Finding]] = lambda _: ()

    @property
    def draws_forms(self) -> bool:
        """Whether it is for people, who need no form without rows; systems get every result."""
        return self.draw_summary is not None

    def draw(self, result: Result, lang: Lang) -> Drawing:
        """Return one result drawn by itself: it needs to know nothing of the others."""
        row = summary_row(result, lang) if self.draws_forms else ()
        return Drawing(self.draw_result(result, lang), row, _all_findings(result, self.check))

    def join(self, drawings: Iterable[Drawing], lang: Lang) -> Iterator[str]:
        """Return several, piece by piece, so that a long run writes as it goes; a summary comes last."""
        rows = []
        lead, is_blank = self.before(lang), True
        for drawing in drawings:
            rows.append(drawing.row)
            if not drawing.is_blank:
                yield lead + drawing.piece
                lead, is_blank = self.between, False
        if not rows:
            yield lead
        elif is_blank:
            return
        if self.draw_summary is not None and len(rows) > 1:
            yield self.draw_summary(summary_block(rows, lang), lang) + "\n"
        yield self.after


class Document(NamedTuple):
    """A format of documents, which are bytes. ``draw_result`` gives what ``assemble`` puts together, fit to be pickled.

    ``assemble`` gets the pieces of all results, the summary of several or ``None`` for one alone, and the language.
    ``check`` says what a drawing leaves out.
    """

    draw_result: Callable[[Result, Lang], Any]
    assemble: Callable[[list[Any], Block | None, Lang], bytes]
    check: Callable[[Result], Iterable[Finding]] = lambda _: ()

    @property
    def draws_forms(self) -> bool:
        """Whether it is for people, who need no form without rows."""
        return True

    def draw(self, result: Result, lang: Lang) -> Drawing:
        """Return one result drawn by itself."""
        findings = _all_findings(result, self.check)
        return Drawing(self.draw_result(result, lang), summary_row(result, lang), findings)

    def join(self, drawings: Iterable[Drawing], lang: Lang) -> Iterator[bytes]:
        """Return all of them as one document; none where there is nothing to draw."""
        rows, pieces = [], []
        for drawing in drawings:
            rows.append(drawing.row)
            if not drawing.is_blank:
                pieces.append(drawing.piece)
        if rows and not pieces:
            return
        summary = summary_block(rows, lang) if len(rows) > 1 else None
        yield self.assemble(pieces, summary, lang)


def _all_findings(result: Result, check: Callable[[Result], Iterable[Finding]]) -> tuple[Finding, ...] | None:
    """Return the findings of a result with those on its drawing; ``None`` where there are none of these."""
    added = tuple(check(result))
    if not added:
        return None
    return (*result.findings, *added)


def repeat_headings(block: Block) -> tuple[Block, int]:
    """Return a block as pages need it, and how many of its first rows every page repeats."""
    if block.name not in REPEATED:
        return block, 0
    return split_at_headings(block), block.heads


def open_sides(block: Block) -> Iterator[tuple[PlacedCell, str]]:
    """Return every cell with the side where it has no line, since it goes on there: "top", "bottom" or ""."""
    cells = list(place_cells(block.rows))
    columns = {at.column for at in cells if at.cell.kind == "rest"}
    for at in cells:
        side = ""
        if at.cell.kind == "rest":
            side = "top"
        elif at.column in columns and at.row + at.cell.rows == block.heads:
            side = "bottom"
        yield at, side
