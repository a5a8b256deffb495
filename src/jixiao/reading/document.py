"""The forms of a document: its tables' cells, and the paragraphs below them."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import docx
from docx.oxml.ns import qn

from jixiao.reading.files import Form
from jixiao.reading.grid import Grid, Spot
from jixiao.rendering.carried import PART, Carried, from_xml


class _Group(NamedTuple):
    """Tables that make one form, the texts before them and the texts after them."""

    above: list[str]
    tables: list[Any]
    lines: list[str]

    @property
    def title(self) -> str:
        """The text that stands right before them."""
        return self.above[-1] if self.above else ""


def forms(path: Path) -> list[Form]:
    """Every group of tables as a form; in a document of ours, those that carry a project along."""
    carried = _carried(path)
    groups = list(_groups(docx.Document(str(path))))
    if not carried:
        return [Form(group.title, _grid(group)) for group in groups]
    own = list(_with_own_titles(groups[len(groups) - len(carried) :]))
    return [Form(c.name, _grid(group), c.spec, c.project, c.lang) for c, group in zip(carried, own, strict=False)]


def _with_own_titles(groups: list[_Group]) -> Iterator[_Group]:
    """Forms of ours, of which each has the paragraph before it as its title: it is no line of the form before."""
    for number, group in enumerate(groups, 1):
        yield group._replace(
            above=group.above[-1:] if number > 1 else group.above,
            lines=group.lines[:-1] if number < len(groups) else group.lines,
        )


def _carried(path: Path) -> list[Carried]:
    with zipfile.ZipFile(path) as archive:
        return from_xml(archive.read(PART)) if PART in archive.namelist() else []


def _groups(document: Any) -> Iterator[_Group]:
    """Tables with nothing but empty lines between them belong together."""
    group = _Group([], [], [])
    for element in document.element.body.iterchildren():
        if element.tag == qn("w:tbl"):
            if group.lines:
                yield group
                group = _Group(group.lines, [], [])
            group.tables.append(element)
        elif element.tag == qn("w:p") and (text := _text(element)):
            (group.lines if group.tables else group.above).append(text)
    if group.tables:
        yield group


def _text(paragraph: Any) -> str:
    breaks = {qn("w:br"): "\n", qn("w:tab"): "\t"}
    return "".join(breaks.get(part.tag, part.text or "") for part in paragraph.iter(qn("w:t"), *breaks)).strip()


def _grid(group: _Group) -> Grid:
    spots: list[Spot] = []
    row = 0
    for table in group.tables:
        found = list(_spots(table, row))
        spots += found
        row = max((spot.row + spot.rows for spot in found), default=row)
    return Grid(tuple(spots), tuple(group.lines), tuple(group.above))


def _spots(table: Any, first: int) -> Iterator[Spot]:
    """A table's cells. One that goes on below stands there again, to be continued."""
    open_: dict[int, Spot] = {}
    for down, line in enumerate(table.iterchildren(qn("w:tr"))):
        column = 0
        for cell in line.iterchildren(qn("w:tc")):
            span, merge = _merges(cell)
            if merge == "continue" and column in open_:
                open_[column] = open_[column]._replace(rows=open_[column].rows + 1)
            else:
                if column in open_:
                    yield open_.pop(column)
                text = "\n".join(_text(paragraph) for paragraph in cell.iterchildren(qn("w:p"))).strip()
                row = first + down
                open_[column] = Spot(row, column, 1, span, text, f"R{row + 1}C{column + 1}")
            column += span
    yield from open_.values()


def _merges(cell: Any) -> tuple[int, str]:
    """How many columns a cell covers, and whether it begins, continues or is no vertical merge."""
    settings = cell.tcPr
    span = settings.find(qn("w:gridSpan")) if settings is not None else None
    merge = settings.find(qn("w:vMerge")) if settings is not None else None
    wide = int(span.get(qn("w:val"), "1")) if span is not None else 1
    return wide, "" if merge is None else merge.get(qn("w:val"), "continue")


__all__ = ["forms"]
