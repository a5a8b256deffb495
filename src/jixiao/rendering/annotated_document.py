"""A document with findings written back at their cells, as comments."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from itertools import groupby
from operator import attrgetter
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from jixiao.border.word_document import cells_by_name
from jixiao.forms.labels import COMMENT_START
from jixiao.rendering.annotations import AUTHOR, Annotation, comment_text
from jixiao.rendering.reproducible_zip import repack

#: What ties a comment to the text.
_TIES = tuple(qn(f"w:{name}") for name in ("commentRangeStart", "commentRangeEnd", "commentReference"))
_ID = qn("w:id")


def annotate_document(data: bytes, annotations: Iterable[Annotation]) -> bytes:
    """Return a document with annotations instead of those that it has from before; everything else is as it was."""
    document = docx.Document(io.BytesIO(data))
    _remove_annotations(document)
    cells = cells_by_name(document.element.body)
    for where, same in groupby(sorted(annotations, key=attrgetter("where")), key=attrgetter("where")):
        cell = cells.get(where, _first_cell(cells, where))
        if cell is not None:
            _annotate(document, cell, list(same))
    buffer = io.BytesIO()
    document.save(buffer)
    return repack(buffer.getvalue())


def _first_cell(cells: Mapping[str, Any], table: str) -> Any | None:
    """Return the first cell of a table, by its name, or else of the document; ``None`` where it has none."""
    in_table = (cell for name, cell in cells.items() if name.startswith(f"{table} "))
    return next(in_table, next(iter(cells.values()), None))


def _annotate(document: Any, cell: Any, annotations: list[Annotation]) -> None:
    """Write a comment at a cell: on its first line, which may be empty."""
    paragraph = next(cell.iter(qn("w:p")))
    run = next(paragraph.iter(qn("w:r")), None)
    if run is None:
        run = Paragraph(paragraph, document).add_run()._r  # noqa: SLF001
    comment = document.add_comment(Run(run, document), comment_text(annotations), AUTHOR, AUTHOR[:1])
    del comment._comment_elm.attrib[qn("w:date")]  # noqa: SLF001  # the same input gives the same bytes


def _remove_annotations(document: Any) -> None:
    """Take out the comments that the program has written before."""
    numbers = set[str]()
    for comment in list(document.comments):
        if comment.author == AUTHOR and comment.text.startswith(COMMENT_START):
            element = comment._comment_elm  # noqa: SLF001
            numbers.add(element.get(_ID))
            element.getparent().remove(element)
    for tie in list(document.element.body.iter(*_TIES)):
        if tie.get(_ID) in numbers:
            _remove_tie(tie)


def _remove_tie(tie: Any) -> None:
    """Take out what ties a comment to the text, with the run that holds nothing else."""
    parent = tie.getparent()
    parent.remove(tie)
    rest = [child for child in parent if child.tag != qn("w:rPr")]
    if parent.tag == qn("w:r") and not rest:
        parent.getparent().remove(parent)


__all__ = ["annotate_document"]
