"""What a filled-in form is: a grid of cells with their texts and spans, the same for every format."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
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


class Live(NamedTuple):
    """A cell that is more than its text: a number and its format, or a formula over other cells; who may change it.

    ``choices`` are what a person may pick. ``note`` says what a person should know, such as that a number is too large.
    """

    number: Fraction | None = None
    pattern: str = "General"
    formula: str = ""
    entry: bool = False
    choices: tuple[str, ...] = ()
    note: str = ""


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


class Placed(NamedTuple):
    """A cell at its place in the grid; rows and columns count from 0."""

    row: int
    column: int
    cell: Cell


def clean(text: str) -> str:
    r"""A text as every format shows it: its lines kept, what cannot be seen spelled out.

    >>> clean("一\r二\u202e").splitlines()
    ['一', '二\\u202e']
    """
    return text if text.isprintable() else "\n".join(escape(line) for line in re.split("\r\n|\r|\n", text))


def cleaned(form: Form) -> Form:
    """A form with all its texts cleaned."""
    blocks = tuple(
        block._replace(rows=tuple(tuple(cell._replace(text=clean(cell.text)) for cell in row) for row in block.rows))
        for block in form.blocks
    )
    below = tuple((label, clean(text)) for label, text in form.below)
    return form._replace(title=clean(form.title), blocks=blocks, below=below)


def placed(rows: Iterable[Row]) -> Iterator[Placed]:
    """Every cell with its place: each takes the first columns of its row that no earlier cell covers.

    >>> rows = ((Cell("a", rows=2), Cell("b")), (Cell("c"),))
    >>> [(at.row, at.column, at.cell.text) for at in placed(rows)]
    [(0, 0, 'a'), (0, 1, 'b'), (1, 1, 'c')]
    """
    covered: set[tuple[int, int]] = set()
    for row, cells in enumerate(rows):
        column = 0
        for cell in cells:
            while (row, column) in covered:
                column += 1
            covered.update((row + down, column + right) for down in range(cell.rows) for right in range(cell.columns))
            yield Placed(row, column, cell)
            column += cell.columns


def parted(block: Block) -> Block:
    """A block whose headings can be repeated: a cell that reaches from them into the rows below has a rest there.

    >>> block = parted(Block("indicators", ((Cell("a", "label", rows=2), Cell("b", "head")), (Cell("c"),)), heads=1))
    >>> [[(cell.text, cell.kind) for cell in row] for row in block.rows]
    [[('a', 'label'), ('b', 'head')], [('', 'rest'), ('c', 'text')]]
    """
    heads = block.heads
    if not any(row + cell.rows > heads for row, cells in enumerate(block.rows[:heads]) for cell in cells):
        return block
    rows: list[list[Placed]] = [[] for _ in block.rows]
    for at in placed(block.rows):
        for part in _parts(at, heads):
            rows[part.row].append(part)
    return block._replace(rows=tuple(tuple(at.cell for at in sorted(row)) for row in rows))


def _parts(at: Placed, heads: int) -> Iterator[Placed]:
    """A cell, or what of it stands in the headings and its rest below."""
    below = at.row + at.cell.rows - heads
    if at.row >= heads or below <= 0:
        yield at
        return
    yield at._replace(cell=at.cell._replace(rows=heads - at.row))
    yield Placed(heads, at.column, Cell("", "rest", rows=below, columns=at.cell.columns))


def all_rows(form: Form) -> tuple[Row, ...]:
    """The rows of all blocks, from top to bottom; no cell reaches from one block into the next."""
    return tuple(row for block in form.blocks for row in block.rows)
