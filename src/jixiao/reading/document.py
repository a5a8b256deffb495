"""The forms of a document: its tables' cells, and the paragraphs below them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from jixiao.border.document import Cell, read_document
from jixiao.border.worker import run
from jixiao.finding import Finding
from jixiao.reading.files import Form
from jixiao.reading.grid import Grid, Spot
from jixiao.rendering.carried import PART, from_xml, without_altered


class _Group(NamedTuple):
    """Tables that make one form, the texts before them and the texts after them."""

    above: list[str]
    tables: list[list[Cell]]
    lines: list[str]

    @property
    def title(self) -> str:
        """The text that stands right before them."""
        return self.above[-1] if self.above else ""


def forms(name: str, data: bytes) -> tuple[list[Form], list[Finding]]:
    """Return every group of tables as a form; of a document of ours, those that carry a project along.

    Raises:
        InputError: the document cannot be read.
        ImportError: the library for documents is not installed.
    """
    document = run(read_document, name, data, PART, name=name)
    groups = list(_groups(document.blocks))
    carried, findings = without_altered(name, from_xml(document.part))
    if not carried:
        return [Form(group.title, _grid(group)) for group in groups], findings
    own = _with_own_titles(_own(groups, len(carried)))
    pairs = zip(carried, own, strict=False)
    return [Form(one.name, _grid(group), one.spec, one.project, one.lang) for one, group in pairs], findings


def _own(groups: list[_Group], number: int) -> list[_Group]:
    """Return as many groups as there are forms of ours, the largest ones, in their order.

    Tables that somebody has put before or after them are lines of the form before, or stand above the first one; the
    summary of several forms, with which the document begins, is no part of any.
    """
    if number > 1 and len(groups) > number and not groups[0].above:
        groups = groups[1:]
    largest = sorted(range(len(groups)), key=lambda at: -sum(map(len, groups[at].tables)))[:number]
    own: list[_Group] = []
    above: list[str] = []
    for at, group in enumerate(groups):
        texts = [cell.text for table in group.tables for cell in table if cell.text]
        if at in largest:
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
