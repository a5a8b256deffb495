"""The forms of a document: the cells of its tables, and the paragraphs above and below them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from jixiao.border.document import Cell, read_document
from jixiao.border.worker import run
from jixiao.findings import Lang
from jixiao.forms import BLOCKS, LABELS, summary_block
from jixiao.forms.embedded_project import PART, EmbeddedForm, from_xml, without_altered
from jixiao.forms.importing.asides import unread_asides, without_table
from jixiao.forms.importing.files import Content, Form
from jixiao.forms.importing.grid import Grid, Spot
from jixiao.forms.importing.pairing import pair_tables
from jixiao.quantity import unspaced


class _Group(NamedTuple):
    """Tables that make one form, the texts before them and the texts after them."""

    above: list[str]
    tables: list[list[Cell]]
    lines: list[str]

    @property
    def title(self) -> str:
        """The text that stands right before them."""
        return next(reversed(self.above), "")


def read_forms(name: str, data: bytes) -> Content:
    """Return every group of tables as a form; of a document with embedded projects, those groups that show one.

    Raises:
        InputError: the document cannot be read.
        ImportError: the library for documents is not installed.
    """
    document = run(read_document, name, data, PART, name=name)
    groups = list(_groups(document.blocks))
    projects, findings = without_altered(name, from_xml(document.part))
    findings += unread_asides(name, document.asides)
    if not projects:
        return Content([Form(group.title, _grid(group)) for group in groups], findings, [])
    place = next((number for number, group in enumerate(groups) if _is_summary(group)), len(groups))
    summaries, groups = groups[place : place + 1], groups[:place] + groups[place + 1 :]
    project_of = pair_tables([_grid(group) for group in groups], projects)
    findings += without_table(
        name, (projects[number] for number in range(len(projects)) if number not in project_of.values())
    )
    forms = zip(project_of.values(), _with_own_titles(_form_groups(groups, project_of)), strict=True)
    return Content(
        [_form(projects[number], group) for number, group in forms],
        findings,
        [_summary(group, projects[0].lang, is_last=not groups) for group in summaries],
    )


def _form(carried: EmbeddedForm, group: _Group) -> Form:
    """Return the form of an embedded project."""
    return Form(carried.name, _grid(group), carried.spec, carried.project, carried.lang)


def _summary(group: _Group, lang: Lang, *, is_last: bool) -> Form:
    """Return a summary as a form; the text below it is the title of the form that follows, if any does."""
    if not is_last:
        group = group._replace(lines=[])
    return Form(BLOCKS[lang]["summary"], _grid(group), lang=lang)


def _is_summary(group: _Group) -> bool:
    """Whether a group is the table that sums several forms up: most of its headings are those of a summary."""
    heads = {unspaced(cell.text) for cell in group.tables[0] if cell.row == 0}
    own_heads = ({unspaced(cell.text) for cell in summary_block([], lang).rows[0]} for lang in LABELS)
    return len(group.tables) == 1 and any(2 * len(heads & own) > len(own) for own in own_heads)


def _form_groups(groups: list[_Group], numbers: Collection[int]) -> list[_Group]:
    """Return the groups with these numbers, which are forms that the program drew.

    The texts of tables that somebody has put between them are lines of the form before, or stand above the first one.
    """
    forms: list[_Group] = []
    above: list[str] = []
    for number, group in enumerate(groups):
        texts = [cell.text for table in group.tables for cell in table if cell.text]
        if number in numbers:
            forms.append(group._replace(above=above + group.above))
            above = []
        elif forms:
            forms[-1] = forms[-1]._replace(lines=forms[-1].lines + texts + group.lines)
        else:
            above += group.above + texts
    return forms


def _with_own_titles(groups: list[_Group]) -> Iterator[_Group]:
    """Yield forms so that the paragraph before each is its title, and no line of the form before."""
    for number, group in enumerate(groups, 1):
        above, lines = group.above, group.lines
        if number > 1:
            above = above[-1:]
        if number < len(groups):
            lines = lines[:-1]
        yield group._replace(above=above, lines=lines)


def _groups(blocks: Iterable[str | list[Cell]]) -> Iterator[_Group]:
    """Yield the groups of tables: those with nothing but empty lines between them belong together."""
    group = _Group([], [], [])
    for block in blocks:
        if isinstance(block, list):
            if group.lines:
                yield group
                group = _Group(group.lines, [], [])
            group.tables.append(block)
        elif block and group.tables:
            group.lines.append(block)
        elif block:
            group.above.append(block)
    if group.tables:
        yield group


def _grid(group: _Group) -> Grid:
    """Return the tables of a group as one, one below the other."""
    spots: list[Spot] = []
    first = 0
    for table in group.tables:
        spots += (
            Spot(first + cell.row, cell.column, cell.rows, cell.columns, cell.text, _place(first, cell))
            for cell in table
        )
        first = max((first + cell.row + cell.rows for cell in table), default=first)
    return Grid(tuple(spots), tuple(group.lines), tuple(group.above))


def _place(first: int, cell: Cell) -> str:
    return f"R{first + cell.row + 1}C{cell.column + 1}"


__all__ = ["read_forms"]
