"""The summary of several forms, as somebody edited it: nothing of it is read, and every change is named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jixiao.findings import Finding, Lang
from jixiao.forms import LABELS, Block, place_cells, summary_block
from jixiao.forms.grid import Form
from jixiao.forms.importing.alignment import align
from jixiao.forms.importing.grid import Grid, Spot
from jixiao.forms.importing.original import Drawn, Original
from jixiao.forms.importing.unread_cells import Beside, Reading
from jixiao.forms.spreadsheet.live_cells import LiveForm
from jixiao.quantity import unspaced

Row = tuple[str, ...]


def changes_of_summary(grid: Grid, rows: Sequence[Row], lang: Lang) -> Iterator[Finding]:
    """Name what a summary says that the program did not write; ``rows`` are those of its projects as drawn."""
    block = summary_block(list(rows), lang)
    original = _original(block)
    cells = [row for row in grid.all_rows() if not _is_blank(row, lang)]
    texts = [{spot.column: unspaced(spot.text) for spot in row if spot.text} for row in cells]
    alignment = align(original.texts(), texts, original.parts)
    none = LiveForm({}, {}, {})
    beside = Beside(Form("", tuple(0 for _ in block.rows[0]), (block,)), none, none, lang)
    reading = Reading(cells, original, original, alignment, {}, {}, {}, beside, frozenset())
    yield from reading.findings()


def _original(block: Block) -> Original:
    """The cells of a summary: its headings are fixed texts, all others are computed."""
    rows: list[dict[int, Drawn]] = [{} for _ in block.rows]
    for at in place_cells(block.rows):
        field = "" if at.row < block.heads else f"summary[{at.row}].{at.column}"
        rows[at.row][at.column] = Drawn(at.cell.text, field)
    return Original(tuple(rows), tuple(0 for _ in rows), (block.name,))


def _is_blank(row: list[Spot], lang: Lang) -> bool:
    """Whether a row is that of an input that could not be read: it has a name and no points, and no form."""
    none = LABELS[lang]["none"]
    return [spot.text for spot in row[1:]] == [none, none]


__all__ = ["changes_of_summary"]
