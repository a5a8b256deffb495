"""The forms of a document: its tables' cells, and the paragraphs below them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from jixiao.border.document import Cell, read_document
from jixiao.border.worker import run
from jixiao.findings import Lang
from jixiao.forms import BLOCKS, LABELS, summary_block
from jixiao.forms.embedded_project import PART, from_xml, without_altered
from jixiao.forms.importing.asides import unread_asides, without_table
from jixiao.forms.importing.files import Content, Form
from jixiao.forms.importing.grid import Grid, Spot
from jixiao.forms.importing.pairing import paired
from jixiao.quantity import unspaced


class _Group(NamedTuple):
    """Tables that make one form, the texts before them and the texts after them."""

    above: list[str]
    tables: list[list[Cell]]
    lines: list[str]

    @property
    def title(self) -> str:
        """The text that stands right before them."""
        return self.above[-1] if self.above else ""


def forms(name: str, data: bytes) -> Content:
    """Return every group of tables as a form; of a document of ours, those that show a project that it carries along.

    Raises:
        InputError: the document cannot be read.
        ImportError: the library for documents is not installed.
    """
    document = run(read_document, name, data, PART, name=name)
    groups = list(_groups(document.blocks))
    carried, altered = without_altered(name, from_xml(document.part))
    findings = [*altered, *unread_asides(name, document.asides)]
    if not carried:
        return Content([Form(group.title, _grid(group)) for group in groups], findings, [])
    place = next((at for at, group in enumerate(groups) if _is_summary(group)), len(groups))
    summaries, groups = groups[place : place + 1], groups[:place] + groups[place + 1 :]
    shown = paired([_grid(group) for group in groups], carried)
    findings += without_table(name, (one for number, one in enumerate(carried) if number not in shown.values()))
    own = _with_own_titles(_own(groups, set(shown)))
    pairs = zip((carried[number] for number in shown.values()), own, strict=True)
    return Content(
        [Form(one.name, _grid(group), one.spec, one.project, one.lang) for one, group in pairs],
        findings,
        [_summary(group, carried[0].lang, is_last=not groups) for group in summaries],
    )


def _summary(group: _Group, lang: Lang, *, is_last: bool) -> Form:
    """A summary as a form; what stands below it is the title of the form that follows."""
    return Form(BLOCKS[lang]["summary"], _grid(group if is_last else group._replace(lines=[])), lang=lang)


def _is_summary(group: _Group) -> bool:
    """Whether a group is the table that sums several forms up: most of its headings still say so."""
    heads = {unspaced(cell.text) for cell in group.tables[0] if cell.row == 0}
    own = ({unspaced(cell.text) for cell in summary_block([], lang).rows[0]} for lang in LABELS)
    return len(group.tables) == 1 and any(2 * len(heads & words) > len(words) for words in own)


def _own(groups: list[_Group], shown: set[int]) -> list[_Group]:
    """Return the groups that are forms of ours.

    Tables that somebody has put before or after them are lines of the form before, or stand above the first one.
    """
    own: list[_Group] = []
    above: list[str] = []
    for at, group in enumerate(groups):
        texts = [cell.text for table in group.tables for cell in table if cell.text]
        if at in shown:
            own.append(group._replace(above=above + group.above if not own else group.above))
        elif own:
            own[-1] = own[-1]._replace(lines=own[-1].lines + texts + group.lines)
        else:
            above += group.above + texts
    return own


def _with_own_titles(groups: list[_Group]) -> Iterator[_Group]:
    """Forms of ours, of which each has the paragraph before it as its title: it is no line of the form before."""
    for number, group in enumerate(groups, 1):
        yield group._replace(
            above=group.above[-1:] if number > 1 else group.above,
            lines=group.lines[:-1] if number < len(groups) else group.lines,
        )


def _groups(blocks: Iterable[str | list[Cell]]) -> Iterator[_Group]:
    """Tables with nothing but empty lines between them belong together."""
    group = _Group([], [], [])
    for block in blocks:
        if isinstance(block, list):
            if group.lines:
                yield group
                group = _Group(group.lines, [], [])
            group.tables.append(block)
        elif block:
            (group.lines if group.tables else group.above).append(block)
    if group.tables:
        yield group


def _grid(group: _Group) -> Grid:
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


__all__ = ["forms"]
