"""What a filled-in form is: a grid of cells with their texts and spans, the same for every format."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from jixiao.findings.terminal import escape

#: A ``label`` names what stands beside it, a ``head`` what stands below; a ``text`` is read, a ``number`` counted; a
#: ``rest`` has no text and goes on with the cell above it.
Kind = Literal["label", "head", "text", "number", "rest"]


class Cell(NamedTuple):
    """One cell: its text, and how many rows and columns of the grid it covers.

    ``field`` says what of the project or its scores it shows: ``indicators[3].actual``, ``funds.total.budget``,
    ``execution.score``, ``total``; it is empty where the layout itself wrote the text.
    """

    text: str
    kind: Kind = "text"
    rows: int = 1
    columns: int = 1
    field: str = ""


#: The cells that begin in a row; what cells of earlier rows cover is left out, as in HTML.
Row = tuple[Cell, ...]


class Block(NamedTuple):
    """Rows that belong together: ``pairs`` of labels and texts, ``funds``, ``goals``, ``indicators``, ``summary``.

    The first ``heads`` rows are headings, to be repeated where a page ends within the block.
    """

    name: str
    rows: tuple[Row, ...]
    heads: int = 0


class Form(NamedTuple):
    """A filled-in form. ``columns`` are the widths of the grid's columns, in half-width characters.

    ``below`` stands under the table, label and text: first ``notes`` texts that the layout has no cell for, then the
    totals. ``project`` is the project's own data as JSON, for formats that can carry it along.
    """

    title: str
    columns: tuple[int, ...]
    blocks: tuple[Block, ...]
    below: tuple[tuple[str, str], ...] = ()
    notes: int = 0
    signatures: tuple[str, ...] = ()
    landscape: bool = True
    project: str = ""


class PlacedCell(NamedTuple):
    """A cell at its place in the grid; rows and columns count from 0."""

    row: int
    column: int
    cell: Cell


def clean(text: str) -> str:
    r"""Return a text as every format shows it: its lines as they are, what cannot be seen spelled out.

    >>> clean("一\r二\u202e").splitlines()
    ['一', '二\\u202e']
    """
    if text.isprintable():
        return text
    return "\n".join(escape(line) for line in re.split("\r\n|\r|\n", text))


def clean_form(form: Form) -> Form:
    """Return a form with all its texts cleaned."""
    below = tuple((label, clean(text)) for label, text in form.below)
    return form._replace(title=clean(form.title), blocks=tuple(map(_clean_block, form.blocks)), below=below)


def _clean_block(block: Block) -> Block:
    return block._replace(rows=tuple(tuple(cell._replace(text=clean(cell.text)) for cell in row) for row in block.rows))


def place_cells(rows: Iterable[Row]) -> Iterator[PlacedCell]:
    """Return every cell with its place: each takes the first columns of its row that no earlier cell covers.

    >>> rows = ((Cell("a", rows=2), Cell("b")), (Cell("c"),))
    >>> [(at.row, at.column, at.cell.text) for at in place_cells(rows)]
    [(0, 0, 'a'), (0, 1, 'b'), (1, 1, 'c')]
    """
    covered: set[tuple[int, int]] = set()
    for row, cells in enumerate(rows):
        column = 0
        for cell in cells:
            while (row, column) in covered:
                column += 1
            covered.update((row + down, column + right) for down in range(cell.rows) for right in range(cell.columns))
            yield PlacedCell(row, column, cell)
            column += cell.columns


def split_at_headings(block: Block) -> Block:
    """Return a block whose headings can be repeated: a cell that reaches from them into the rows below is cut there.

    What is below has no text and is of kind ``rest``.

    >>> rows = ((Cell("a", "label", rows=2), Cell("b", "head")), (Cell("c"),))
    >>> block = split_at_headings(Block("indicators", rows, heads=1))
    >>> [[(cell.text, cell.kind) for cell in row] for row in block.rows]
    [[('a', 'label'), ('b', 'head')], [('', 'rest'), ('c', 'text')]]
    """
    heads = block.heads
    if not any(row + cell.rows > heads for row, cells in enumerate(block.rows[:heads]) for cell in cells):
        return block
    rows: list[list[PlacedCell]] = [[] for _ in block.rows]
    for at in place_cells(block.rows):
        for part in _cut(at, heads):
            rows[part.row].append(part)
    return block._replace(rows=tuple(tuple(at.cell for at in sorted(row)) for row in rows))


def _cut(at: PlacedCell, heads: int) -> Iterator[PlacedCell]:
    """Return a cell, or its part within the headings and its rest below them."""
    below = at.row + at.cell.rows - heads
    if at.row >= heads or below <= 0:
        yield at
        return
    yield at._replace(cell=at.cell._replace(rows=heads - at.row))
    yield PlacedCell(heads, at.column, Cell("", "rest", rows=below, columns=at.cell.columns))


def all_rows(form: Form) -> tuple[Row, ...]:
    """Return the rows of all blocks, from top to bottom; no cell reaches from one block into the next."""
    return tuple(row for block in form.blocks for row in block.rows)


def lines_below(form: Form, colon: str) -> tuple[list[str], list[str]]:
    """Return the notes under a form and its totals, each as label, colon and text."""
    lines = [f"{label}{colon}{text}" for label, text in form.below]
    return lines[: form.notes], lines[form.notes :]
