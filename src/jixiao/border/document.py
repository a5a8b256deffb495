"""Documents read by python-docx: paragraphs and tables as plain texts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from jixiao.border.asides import Aside, asides_of, take_out_asides
from jixiao.border.packages import AREA, COLUMNS, Costs, Tally, open_package

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WRAPPERS = frozenset(f"{_W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"))
_BREAKS = {f"{_W}br": "\n", f"{_W}tab": "\t"}

#: What elements cost python-docx and the reading of cells.
_COSTS = Costs({"tc": 6}, 1)


class Cell(NamedTuple):
    """A cell of a table: its place from 0, the rows and columns that it covers, its text."""

    row: int
    column: int
    rows: int
    columns: int
    text: str


class Document(NamedTuple):
    """Paragraphs (texts) and tables (cells) in their order, one part of the file as it stands, and texts beside them.

    The part is empty where the file has none of its name.
    """

    blocks: list[str | list[Cell]]
    part: bytes
    asides: list[Aside]


def read_document(name: str, data: bytes, part: str) -> Document:
    """Return the paragraphs and tables of a document, and the part that is asked for by its name.

    Raises:
        InputError: the file is too large, or of another format.
        ImportError: python-docx is not installed.
        Exception: the file is damaged, in whatever way a library says it.
    """
    import docx

    package = open_package(name, data, _COSTS)
    body = docx.Document(package.as_file()).element.body
    asides = [*take_out_asides(body), *asides_of(package.parts)]
    return Document(list(_blocks(body, package.tally)), package.parts.get(part, b""), asides)


def _blocks(body: Any, tally: Tally) -> Iterator[str | list[Cell]]:
    for element in _children(body):
        if element.tag == f"{_W}tbl":
            yield list(_cells(element, tally))
        elif element.tag == f"{_W}p":
            yield _text(element, tally)


def _children(parent: Any) -> Iterator[Any]:
    """The elements of a parent, with those that stand in content controls and in tracked or marked up parts."""
    for element in parent.iterchildren():
        if element.tag in _WRAPPERS:
            yield from _children(element)
        else:
            yield element


def _text(paragraph: Any, tally: Tally) -> str:
    pieces = [_BREAKS.get(part.tag) or part.text or "" for part in paragraph.iter(f"{_W}t", *_BREAKS)]
    text = "".join(pieces).strip()
    tally.add_text(text)
    return text


def _cells(table: Any, tally: Tally) -> Iterator[Cell]:
    """A table's cells. Each row repeats a vertical merge that it continues; one that nothing began begins there."""
    merges: dict[int, Cell] = {}
    open_ = set[int]()
    for row, line in enumerate(element for element in _children(table) if element.tag == f"{_W}tr"):
        column = 0
        for element in (element for element in _children(line) if element.tag == f"{_W}tc"):
            columns, merge = _merge(element)
            tally.check(COLUMNS, column + columns)
            tally.add(AREA, columns)
            if merge == "continue" and column in open_:
                merges[column] = merges[column]._replace(rows=merges[column].rows + 1)
            else:
                if column in merges:
                    yield merges.pop(column)
                text = "\n".join(_text(paragraph, tally) for paragraph in element.iter(f"{_W}p")).strip()
                merges[column] = Cell(row, column, 1, columns, text)
                (open_.add if merge else open_.discard)(column)
            column += columns
    yield from merges.values()


def _merge(cell: Any) -> tuple[int, str]:
    """How many columns a cell covers, and whether it begins, continues or is no vertical merge."""
    settings = cell.tcPr
    span = settings.find(f"{_W}gridSpan") if settings is not None else None
    merge = settings.find(f"{_W}vMerge") if settings is not None else None
    columns = int(span.get(f"{_W}val", "1")) if span is not None else 1
    return max(columns, 1), "" if merge is None else merge.get(f"{_W}val", "continue")


__all__ = ["Cell", "Document", "read_document"]
