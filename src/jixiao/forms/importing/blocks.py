"""Lines and tables of a document as one grid, and the parts of it that may each hold a form."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from jixiao.border.running_document import PAGE_BREAK, Cell, Document
from jixiao.forms.importing.files import Content, Form
from jixiao.forms.importing.foreign.forms import completed
from jixiao.forms.importing.grid import Grid, Spot, plainly, texts_of
from jixiao.forms.importing.unplaced_parts import unread_asides
from jixiao.model.project import Project
from jixiao.model.spellings import spellings
from jixiao.quantity import form_word

Blocks = Iterable[str | list[Cell]]
#: A line that says that a table goes on.
_CONTINUED = re.compile(
    r"\(?(?:(?:上|接)*(?:上?页|上?表)?续(?:上?[表页])?|continued)[)0-9一二三四五六七八九十]*", re.IGNORECASE
)


def grid_of_blocks(blocks: Blocks) -> Grid:
    """Return the tables of a document as one, one below the other, with the lines above, between and below them."""
    spots, row, lines = list[Spot](), 0, list[str]()
    between = dict[int, tuple[str, ...]]()
    for block in blocks:
        if isinstance(block, str):
            lines += [block] if block else []
            continue
        if not block:
            continue
        between[row], lines = tuple(lines), []
        spots += (Spot(row + cell.row, cell.column, cell.rows, cell.columns, cell.text, cell.name) for cell in block)
        row = max(row + cell.row + cell.rows for cell in block)
    above = between.pop(0, ())
    return Grid(tuple(spots), texts_of(lines), texts_of(above), between)


def parts_of(grid: Grid) -> list[Grid]:
    """Return the parts of a document's grid that may each hold a form.

    A text between two tables parts them, unless it says that the table goes on; a page that ends there parts them
    where the table below names a project.
    """
    edges = [0, *sorted(grid.between), grid.rows]
    tables = pairwise(edges)
    starts = [start for start, stop in tables if start == 0 or _begins_form(grid, start, stop)]
    return [grid.part(start, stop) for start, stop in pairwise((*starts, grid.rows)) if start < stop]


def content_of_document(name: str, document: Document) -> Content:
    """Return the forms of a document that embeds no project, and findings on what is not read of it."""
    parts = parts_of(grid_of_blocks(document.blocks))
    return Content(forms_of(parts), list(unread_asides(name, document.asides)), [])


def forms_of(grids: Iterable[Grid]) -> list[Form]:
    """Return the forms in the parts of a document that others drew; each has the text right above it for a name."""
    return [Form(next(reversed(grid.above), ""), grid) for grid in completed(grids)]


def _begins_form(grid: Grid, start: int, stop: int) -> bool:
    """Whether the table of these rows begins a form."""
    lines = grid.between[start]
    texts = texts_of(lines)
    if texts:
        return not all(_CONTINUED.fullmatch(plainly(text)) for text in texts)
    return PAGE_BREAK in lines and _names_project(grid, start, stop)


def _names_project(grid: Grid, start: int, stop: int) -> bool:
    """Whether a label for the name of a project stands in rows of a grid."""
    words = {form_word(word) for word, key in spellings(Project).items() if key == "name"}
    return any(form_word(spot.text) in words for row in range(start, stop) for spot in grid.begin(row))


__all__ = ["Blocks", "content_of_document", "forms_of", "grid_of_blocks", "parts_of"]
