"""An edited summary of several forms: none of it is imported, and every change gives a finding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jixiao.findings import Finding, Lang
from jixiao.forms import Block, place_cells, summary_block
from jixiao.forms.grid import Form
from jixiao.forms.importing.alignment import align
from jixiao.forms.importing.drawn_grid import Original, OriginalCell
from jixiao.forms.importing.grid import Grid, Spot
from jixiao.forms.importing.unread_cells import Reading, SideCells
from jixiao.forms.spreadsheet.live_cells import LiveForm
from jixiao.forms.summary import WIDTHS, is_unscored
from jixiao.quantity import unspaced

Row = tuple[str, ...]


def changes_of_summary(grid: Grid, rows: Sequence[Row], lang: Lang) -> Iterator[Finding]:
    """Yield findings on every change of a summary; ``rows`` are those of its projects as the program drew them.

    A row without points that is none of these is that of an input that could not be read, for which there is no form.
    """
    block = summary_block(list(rows), lang)
    original = _original(block)
    rows_of_cells = [row for row in grid.all_rows() if _texts(row) in rows or not is_unscored(_texts(row), lang)]
    texts = [{spot.column: unspaced(spot.text) for spot in row if spot.text} for row in rows_of_cells]
    alignment = align(original.texts(), texts, original.parts)
    none = LiveForm({}, {}, {})
    beside = SideCells(Form("", tuple(0 for _ in block.rows[0]), (block,)), none, none, lang)
    reading = Reading(rows_of_cells, original, original, alignment, {}, {}, {}, beside, frozenset())
    yield from reading.findings()


def _original(block: Block) -> Original:
    """Return the cells of a summary: its headings are fixed texts, all others are computed."""
    rows: list[dict[int, OriginalCell]] = [{} for _ in block.rows]
    for at in place_cells(block.rows):
        field = "" if at.row < block.heads else f"summary[{at.row}].{at.column}"
        rows[at.row][at.column] = OriginalCell(at.cell.text, field)
    return Original(tuple(rows), tuple(0 for _ in rows), (block.name,))


def _texts(row: Sequence[Spot]) -> Row:
    """Return the texts of a row of the summary, the last of which may be empty."""
    texts = tuple(spot.text for spot in row)
    return (*texts, *[""] * (len(WIDTHS) - len(texts)))


__all__ = ["changes_of_summary"]
