"""The running text of a file: its paragraphs or lines with their places, without its tables."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from jixiao.border.conversion import MOST_BYTES, converted_bytes
from jixiao.border.file_kinds import CONVERTIBLE
from jixiao.border.inputs import read_bytes
from jixiao.border.reader_process import Limits, run
from jixiao.border.running_document import PAGE_BREAK, Document

#: Kinds of files that hold running text, those among them that LibreOffice converts too.
TEXTS = (".docx", ".html", ".htm", ".pdf", ".txt", *(kind for kind, to in CONVERTIBLE.items() if to == ".docx"))
#: What a long file of pages may cost.
_LIMITS = Limits(processor=60, memory=500 * 1024 * 1024, deadline=120)


class PlacedText(NamedTuple):
    """A paragraph or a line, and its place in words: 第3页, 第7段, 第12行."""

    where: str
    text: str


def running_text(path: Path, copy: Path | None = None) -> list[PlacedText]:
    """Return the running text of a file; ``copy`` is what it was converted to, where it was before.

    Raises:
        InputError: it cannot be read.
        ImportError: a library that is needed is not installed.
    """
    ending = path.suffix.lower()
    if copy is not None:
        data = read_bytes(copy, MOST_BYTES)
    elif ending in CONVERTIBLE:
        data = converted_bytes(path)
    else:
        data = read_bytes(path, MOST_BYTES)
    kind = CONVERTIBLE.get(ending, ending)
    if kind == ".txt":
        return list(_lines(path.name, data))
    return list(_paragraphs(_document(path.name, kind, data), kind))


def _lines(name: str, data: bytes) -> Iterator[PlacedText]:
    from jixiao.border.texts import decoded

    for number, line in enumerate(decoded(name, data).splitlines(), 1):
        yield PlacedText(f"第{number}行", line)


def _document(name: str, kind: str, data: bytes) -> Document:
    """Return a file as lines and tables."""
    if kind == ".docx":
        from jixiao.border.word_document import read_document

        return run(read_document, name, data, "", name=name)
    if kind == ".pdf":
        from jixiao.border.pdf_document import read_pages

        return run(read_pages, name, data, name=name, limits=_LIMITS)
    from jixiao.border.web_page import read_page

    return run(read_page, name, data, name=name)


def _paragraphs(document: Document, kind: str) -> Iterator[PlacedText]:
    """Yield the texts between the tables of a document: by pages where it has pages of its own, else numbered."""
    page = number = 1
    for block in document.blocks:
        if block == PAGE_BREAK:
            page += 1
        elif isinstance(block, str):
            where = f"第{number}段"
            if kind == ".pdf":
                where = f"第{page}页"
            yield PlacedText(where, block)
            number += 1


__all__ = ["TEXTS", "PlacedText", "running_text"]
