"""PDF files, read by pdfplumber: ruled tables, of which each character belongs to the cell around its midpoint.

A table that a page cuts is one: its repeated headings are dropped, and a row that the page cuts is one row.
"""

from __future__ import annotations

import io
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from jixiao.border.inputs import InputError
from jixiao.border.packages import AREA, CHARACTERS, PAGES, Tally
from jixiao.border.pdf_lines import Glyph, lines_of
from jixiao.border.running_document import PAGE_BREAK, Cell, Document, cell_name
from jixiao.border.texts import Line, unwrapped
from jixiao.border.unplaced_texts import is_page_number
from jixiao.findings import Codes, Finding

#: How far apart edges of cells may be that are one line of the table, in points.
_SAME = 3
#: A row of headings has at least so many texts.
_HEADINGS = 3
#: Room that a line may leave to the edge of its cell where the next character did not fit: paddings and a character.
_PADDING = 12


#: A cell's edges on its page: left, top, right, bottom, in points.
Edges = tuple[float, float, float, float]


class Box(NamedTuple):
    """A cell as it is drawn: its rows from 0 in the table of its page, its edges from the left, its lines, its name."""

    row: int
    rows: int
    x0: float
    x1: float
    lines: tuple[Line, ...]
    name: str

    @property
    def text(self) -> str:
        """Return the text of the cell, without line breaks that only the width of the column makes."""
        return unwrapped(self.lines)


@dataclass
class Ruled:
    """A ruled table: its cells, and how many rows it has; that of a page grows by those of the pages that follow."""

    boxes: list[Box]
    rows: int
    edges: list[float] = field(default_factory=list)

    def texts(self, row: int) -> tuple[str, ...]:
        """Return the texts that begin in a row, from left to right."""
        boxes = sorted((box for box in self.boxes if box.row == row), key=lambda box: box.x0)
        return tuple(box.text for box in boxes)

    def cells(self) -> list[Cell]:
        """Return the cells with their columns, which the edges of all rows make."""
        edges = _distinct(edge for box in self.boxes for edge in (box.x0, box.x1))
        return [
            Cell(box.row, start, box.rows, max(_index(edges, box.x1) - start, 1), box.text, box.name)
            for box in self.boxes
            for start in [_index(edges, box.x0)]
        ]


class Page(NamedTuple):
    """A page: its number, its lines and tables from top to bottom, and whether it holds pictures and no text."""

    number: int
    blocks: list[str | Ruled]
    is_blank: bool


def read_pages(name: str, data: bytes) -> Document:
    """Return the lines and tables of a PDF file.

    Raises:
        InputError: it is larger than a file may be, or protected.
        ImportError: pdfplumber is not installed.
        Exception: the file is damaged, in whatever way a library says it.
    """
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import PdfminerException

    tally, pages = Tally(name), list[Page]()
    try:
        with pdfplumber.open(io.BytesIO(data)) as file:
            for page in file.pages:
                tally.add(PAGES)
                pages.append(_page(page, tally))
                page.close()
    except PdfminerException as error:
        if any(isinstance(cause, PDFPasswordIncorrect) for cause in error.args):
            raise InputError(Finding(Codes.OLD_OR_PROTECTED_FORMAT, "", {"name": name})) from error
        raise
    blocks = [block.cells() if isinstance(block, Ruled) else block for block in _joined(pages)]
    return Document(blocks, blank_pages=tuple(page.number for page in pages if page.is_blank))


# ---- one page


def _page(page: Any, tally: Tally) -> Page:
    """Return the lines and tables of a page."""
    glyphs = [_glyph(one) for one in page.dedupe_chars().chars]
    tally.add(CHARACTERS, len(glyphs))
    placed: list[tuple[float, str | Ruled]] = []
    for number, table in enumerate(sorted(page.find_tables(), key=lambda one: (one.bbox[1], one.bbox[0])), 1):
        inside = [glyph for glyph in glyphs if glyph.is_in(table.bbox)]
        glyphs = [glyph for glyph in glyphs if not glyph.is_in(table.bbox)]
        placed.append((table.bbox[1], _ruled(table.cells, inside, (page.page_number, number), tally)))
    placed += ((top, line.text) for top, line in lines_of(glyphs))
    blocks = [block for _, block in sorted(placed, key=lambda one: one[0])]
    blocks = blocks[int(_is_number(blocks[:1])) :]
    blocks = blocks[: len(blocks) - int(_is_number(blocks[-1:]))]
    return Page(page.page_number, blocks, is_blank=not blocks and bool(page.images))


def _is_number(blocks: list[str | Ruled]) -> bool:
    """Whether what stands at an end of a page is its number."""
    return any(isinstance(block, str) and is_page_number(block) for block in blocks)


def _glyph(character: Any) -> Glyph:
    """Return a character of a page; those that only look like radicals as the characters themselves."""
    text = str(character["text"])
    if text.startswith("(cid:"):
        text = "\ufffd"
    elif any("\u2e80" <= one <= "\u2fdf" for one in text):
        text = unicodedata.normalize("NFKC", text)
    return Glyph(text, character["x0"], character["top"], character["x1"], character["bottom"])


def _ruled(cells: list[Edges], glyphs: list[Glyph], number: tuple[int, int], tally: Tally) -> Ruled:
    """Return a table of a page with its texts; ``number`` is that of the page, and of the table on it."""
    page, table = number
    tops = _distinct(edge for _, top, _, bottom in cells for edge in (top, bottom))
    lefts = _distinct(edge for x0, _, x1, _ in cells for edge in (x0, x1))
    tally.add(AREA, (len(tops) - 1) * (len(lefts) - 1))
    by_cell = _by_cell(cells, glyphs, tops)
    boxes = list[Box]()
    for cell in sorted(by_cell, key=lambda cell: (cell[1], cell[0])):
        x0, top, x1, bottom = cell
        row, column = _index(tops, top), _index(lefts, x0)
        lines = tuple(line for _, line in lines_of(by_cell[cell]))
        name = cell_name(table, row, column, page)
        boxes.append(Box(row, max(_index(tops, bottom) - row, 1), x0, x1, lines, name))
    return Ruled(boxes, len(tops) - 1, lefts)


def _by_cell(cells: Iterable[Edges], glyphs: Iterable[Glyph], tops: list[float]) -> dict[Edges, list[Glyph]]:
    """Return the characters of each cell: those whose midpoint lies in it. ``tops`` are the edges of the rows."""
    by_cell: dict[Edges, list[Glyph]] = {cell: [] for cell in cells}
    by_row: dict[int, list[Edges]] = {row: [] for row in range(-1, len(tops) + 1)}
    for cell in by_cell:
        for row in range(_index(tops, cell[1]) - 1, _index(tops, cell[3]) + 1):  # edges may be a little apart
            by_row[row].append(cell)
    for glyph in glyphs:
        row = bisect_right(tops, (glyph.top + glyph.bottom) / 2) - 1
        around = next((cell for cell in by_row[row] if glyph.is_in(cell)), None)
        if around is not None:
            by_cell[around].append(glyph)
    return by_cell


def _distinct(edges: Iterable[float]) -> list[float]:
    """Return edges in order, those that are one line once."""
    distinct: list[float] = []
    for edge in sorted(edges):
        if not distinct or edge - distinct[-1] > _SAME:
            distinct.append(edge)
    return distinct


def _index(edges: list[float], edge: float) -> int:
    """Return the number of an edge among the distinct ones."""
    return bisect_left(edges, edge - _SAME)


# ---- tables over several pages


def _joined(pages: list[Page]) -> Iterator[str | Ruled]:
    """Yield the lines and tables of all pages; a table that goes on at the top of a page is part of the one before."""
    latest: str | Ruled = ""
    for page in _without_heads(pages):
        blocks = page.blocks
        first = next(iter(blocks), "")
        if isinstance(latest, Ruled) and isinstance(first, Ruled) and _goes_on(latest, first):
            _append(latest, first)
            blocks = blocks[1:]
        elif page.number > 1:
            yield from filter(None, (latest, PAGE_BREAK))
            latest = ""
        for block in blocks:
            yield from filter(None, (latest,))
            latest = block
    yield from filter(None, (latest,))


def _without_heads(pages: Iterable[Page]) -> Iterator[Page]:
    """Yield pages without the line at the top that they have in common."""
    heads = set[str]()
    for page in pages:
        blocks = [block for block in page.blocks if not (isinstance(block, str) and block in heads)]
        heads |= {block for block in page.blocks[:1] if isinstance(block, str)}
        yield page._replace(blocks=blocks)


def _goes_on(table: Ruled, following: Ruled) -> bool:
    """Whether a table at the top of a page has the edges of the one at the end of the page before."""
    is_as_wide = _is_near(table.edges[0], following.edges[0]) and _is_near(table.edges[-1], following.edges[-1])
    common = sum(any(_is_near(edge, other) for other in table.edges) for edge in following.edges)
    return is_as_wide and 2 * common > len(following.edges)


def _is_near(edge: float, other: float) -> bool:
    return abs(edge - other) <= _SAME


def _append(table: Ruled, following: Ruled) -> None:
    """Add the rows of a table that goes on, without headings that it repeats; a row that the page cut is one row."""
    first = _repeated_rows(table, following)
    if _is_cut(table, following, first):
        _complete_last_row(table, following, first)
        first += 1
    shift = table.rows - first
    for box in following.boxes:
        hidden = max(first - box.row, 0)
        if box.rows > hidden:
            table.boxes.append(box._replace(row=box.row + hidden + shift, rows=box.rows - hidden))
    table.rows += following.rows - first
    table.edges = _distinct((*table.edges, *following.edges))


def _repeated_rows(table: Ruled, following: Ruled) -> int:
    """Return how many rows at the top of a table repeat headings of the one that it continues."""
    before = {texts for row in range(table.rows) if sum(map(bool, texts := table.texts(row))) >= _HEADINGS}
    rows = 0
    while rows < following.rows and following.texts(rows) in before:
        rows += 1
    return rows


def _is_cut(table: Ruled, following: Ruled, row: int) -> bool:
    """Whether a row goes on with the last one of the page before.

    Each of its texts stands below one whose last line fills its cell, and some other cell has nothing to add.
    """
    texts = [box for box in following.boxes if box.row == row and box.lines]
    above = [box for box in table.boxes if box.row + box.rows == table.rows and box.lines]
    if not texts or len(texts) >= len(above):
        return False
    return all(_is_below_full(text, above) for text in texts)


def _is_below_full(text: Box, above: list[Box]) -> bool:
    """Whether a text stands below one of the page before whose last line fills its cell."""
    return any(_is_near(box.x0, text.x0) and _fills(box) for box in above)


def _fills(box: Box) -> bool:
    """Whether the last line of a cell has no room for one more character."""
    line = box.lines[-1]
    return line.width + line.size + _PADDING >= box.x1 - box.x0


def _complete_last_row(table: Ruled, following: Ruled, row: int) -> None:
    """Add the lines of a row that goes on to the cells above them."""
    for box in following.boxes:
        if box.row == row and box.lines:
            place = next(
                number
                for number, above in enumerate(table.boxes)
                if above.row + above.rows == table.rows and _is_near(above.x0, box.x0)
            )
            above = table.boxes[place]
            table.boxes[place] = above._replace(lines=above.lines + box.lines)


__all__ = ["read_pages"]
