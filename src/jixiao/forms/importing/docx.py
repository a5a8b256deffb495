"""The forms of a document: the cells of its tables, and the paragraphs above and below them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from jixiao.border.reader_process import run
from jixiao.border.word_document import read_document
from jixiao.findings import Lang
from jixiao.forms import BLOCKS, LABELS, summary_block
from jixiao.forms.embedded_project import PART, EmbeddedForm, from_xml, without_altered
from jixiao.forms.importing.blocks import forms_of, grid_of_blocks, parts_of
from jixiao.forms.importing.files import Content, Form
from jixiao.forms.importing.grid import Grid
from jixiao.forms.importing.pairing import pair_tables
from jixiao.forms.importing.unplaced_parts import unread_asides, without_table
from jixiao.quantity import unspaced


def read_forms(name: str, data: bytes) -> Content:
    """Return every part of a document with a table as a form; of one with embedded projects, those that show one.

    Raises:
        InputError: the document cannot be read.
    """
    document = run(read_document, name, data, PART, name=name)
    grids = parts_of(grid_of_blocks(document.blocks))
    projects, findings = without_altered(name, from_xml(document.part))
    findings += unread_asides(name, document.asides)
    if not projects:
        return Content(forms_of(grids), findings, [])
    place = next((number for number, grid in enumerate(grids) if _is_summary(grid)), len(grids))
    summaries, grids = grids[place : place + 1], grids[:place] + grids[place + 1 :]
    project_of = pair_tables(grids, projects)
    findings += without_table(
        name, (projects[number] for number in range(len(projects)) if number not in project_of.values())
    )
    forms = zip(project_of.values(), _with_own_titles(_form_grids(grids, project_of)), strict=True)
    return Content(
        [_form(projects[number], grid) for number, grid in forms],
        findings,
        [_summary(grid, projects[0].lang, is_last=not grids) for grid in summaries],
    )


def _form(carried: EmbeddedForm, grid: Grid) -> Form:
    """Return the form of an embedded project."""
    return Form(carried.name, grid, carried.spec, carried.project, carried.lang)


def _summary(grid: Grid, lang: Lang, *, is_last: bool) -> Form:
    """Return a summary as a form; the text below it is the title of the form that follows, if any does."""
    if not is_last:
        grid = replace(grid, lines=())
    return Form(BLOCKS[lang]["summary"], grid, lang=lang)


def _is_summary(grid: Grid) -> bool:
    """Whether a grid is the table that sums several forms up: most of its headings are those of a summary."""
    heads = {unspaced(spot.text) for spot in grid.row(0)}
    own_heads = ({unspaced(cell.text) for cell in summary_block([], lang).rows[0]} for lang in LABELS)
    return not grid.between and any(2 * len(heads & own) > len(own) for own in own_heads)


def _form_grids(grids: list[Grid], numbers: Collection[int]) -> list[Grid]:
    """Return the grids with these numbers, which are forms that the program drew.

    The texts of tables that somebody has put between them are lines of the form before, or stand above the first one.
    """
    forms: list[Grid] = []
    above: tuple[str, ...] = ()
    for number, grid in enumerate(grids):
        texts = tuple(spot.text for spot in grid.spots if spot.text)
        if number in numbers:
            forms.append(replace(grid, above=above + grid.above))
            above = ()
        elif forms:
            forms[-1] = replace(forms[-1], lines=forms[-1].lines + texts + grid.lines)
        else:
            above += grid.above + texts
    return forms


def _with_own_titles(grids: list[Grid]) -> Iterator[Grid]:
    """Yield forms so that the paragraph before each is its title, and no line of the form before."""
    for number, grid in enumerate(grids, 1):
        above, lines = grid.above, grid.lines
        if number > 1:
            above = above[-1:]
        if number < len(grids):
            lines = lines[:-1]
        yield replace(grid, above=above, lines=lines)


__all__ = ["read_forms"]
