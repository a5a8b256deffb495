"""A block as a plain table, for formats without merged cells: a text stands where its cell begins."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from jixiao.forms import Block, place_cells


class Flat(NamedTuple):
    """Lines above the table, one row of headings, rows, and the width of each column."""

    above: tuple[str, ...]
    head: tuple[str, ...]
    body: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]


def flat(block: Block, columns: Sequence[int]) -> Flat:
    """A block without merged cells. Columns of the grid in which no cell begins fall away.

    A heading as wide as the grid, and a cell beside all rows, are lines above; of several rows of headings each column
    has the texts one after the other.
    """
    rows, above, heads = list(block.rows), [], block.heads
    while heads and len(rows[0]) == 1 and rows[0][0].columns == len(columns):
        above.append(rows.pop(0)[0].text)
        heads -= 1
    side = rows[0][0] if rows[0][0].kind == "label" and rows[0][0].rows > heads > 0 else None
    found = [at for at in place_cells(rows) if at.cell is not side]
    if side is not None:
        above.append(side.text)
    used = sorted({at.column for at in found if side is None or at.column >= side.columns})
    texts = [["" for _ in used] for _ in rows]
    for at in filter(lambda at: at.cell.text, found):
        texts[at.row][used.index(max(at.column, used[0]))] = at.cell.text
    head = tuple(" ".join(filter(None, column)) for column in zip(*texts[:heads], strict=True)) if heads else ()
    widths = tuple(sum(columns[start:end]) for start, end in pairwise([*used, len(columns)]))
    return Flat(tuple(above), head, tuple(map(tuple, texts[heads:])), widths)
