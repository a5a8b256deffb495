"""A block as a plain table, for formats without merged cells: a text stands where its cell begins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from jixiao.forms import Block, Cell, PlacedCell, Row, place_cells


class FlatTable(NamedTuple):
    """Lines above the table, one row of headings, rows, and the width of each column."""

    above: tuple[str, ...]
    head: tuple[str, ...]
    body: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]


def flatten(block: Block, columns: Sequence[int]) -> FlatTable:
    """Return a block without merged cells, on a grid of these widths. Columns in which no cell begins fall away.

    A heading as wide as the grid, and a cell beside all rows, are lines above; of several rows of headings each column
    has the texts one after the other.
    """
    rows, above, heads = list(block.rows), [], block.heads
    while heads and _is_across(rows[0], len(columns)):
        above.append(rows.pop(0)[0].text)
        heads -= 1
    side = _side_cell(rows[0], heads)
    first = 0
    if side is not None:
        above.append(side.text)
        first = side.columns
    cells = [at for at in place_cells(rows) if at.cell is not side]
    starts = sorted({at.column for at in cells if at.column >= first})
    texts = _texts(cells, starts, len(rows))
    widths = tuple(sum(columns[start:end]) for start, end in pairwise([*starts, len(columns)]))
    return FlatTable(tuple(above), _join_heads(texts[:heads]), tuple(map(tuple, texts[heads:])), widths)


def _is_across(row: Row, columns: int) -> bool:
    """Whether a row is one cell as wide as the grid."""
    return len(row) == 1 and row[0].columns == columns


def _side_cell(row: Row, heads: int) -> Cell | None:
    """Return the cell beside all rows, if the first row begins with one."""
    if row[0].kind != "label" or not row[0].rows > heads > 0:
        return None
    return row[0]


def _texts(cells: Iterable[PlacedCell], starts: Sequence[int], rows: int) -> list[list[str]]:
    """Return the texts of all rows, a column for each place where cells start."""
    texts = [["" for _ in starts] for _ in range(rows)]
    for at in cells:
        if at.cell.text:
            texts[at.row][starts.index(max(at.column, starts[0]))] = at.cell.text
    return texts


def _join_heads(rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Return one row of headings: the texts of a column one after the other."""
    return tuple(" ".join(filter(None, column)) for column in zip(*rows, strict=True))


def labelled_texts(row: Row) -> Iterator[tuple[str, str]]:
    """Return the texts of a row of pairs, each with the label before it, its colon left out."""
    label = ""
    for cell in row:
        if cell.kind == "label":
            label = cell.text.rstrip("：:")
        else:
            yield label, cell.text
