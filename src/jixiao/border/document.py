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
    """A cell of a table: its row and column from 0, how many of each it covers, its text."""

    row: int
    column: int
    rows: int
    columns: int
    text: str


class Document(NamedTuple):
    """Paragraphs (texts) and tables (cells) in their order, the content of one part of the file, and texts beside them.

    The part is empty where the file has none of that name.
    """

    blocks: list[str | list[Cell]]
    part: bytes
    asides: list[Aside]


def read_document(name: str, data: bytes, part: str) -> Document:
    """Return the paragraphs and tables of a document, and the part with a name.

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
    """Yield the paragraphs and tables of a body in their order."""
    for element in _children(body):
        if element.tag == f"{_W}tbl":
            yield list(_cells(element, tally))
        elif element.tag == f"{_W}p":
            yield _text(element, tally)


def _children(parent: Any) -> Iterator[Any]:
    """Yield the elements of a parent, with those inside content controls and tracked or marked up parts."""
    for element in parent.iterchildren():
        if element.tag in _WRAPPERS:
            yield from _children(element)
        else:
            yield element


def _text(paragraph: Any, tally: Tally) -> str:
    """Return the text of a paragraph, with its line breaks and tabs."""
    pieces = [_BREAKS.get(part.tag) or part.text or "" for part in paragraph.iter(f"{_W}t", *_BREAKS)]
    text = "".join(pieces).strip()
    tally.add_text(text)
    return text


def _cells(table: Any, tally: Tally) -> Iterator[Cell]:
    """Yield the cells of a table. A row repeats a vertical merge that it continues; without a beginning it is one."""
    latest: dict[int, Cell] = {}
    merged = set[int]()
    for row, line in enumerate(_children_with_tag(table, "tr")):
        column = 0
        for element in _children_with_tag(line, "tc"):
            columns, merge = _merge(element)
            tally.check(COLUMNS, column + columns)
            tally.add(AREA, columns)
            if merge == "continue" and column in merged:
                latest[column] = latest[column]._replace(rows=latest[column].rows + 1)
            else:
                if column in latest:
                    yield latest.pop(column)
                latest[column] = Cell(row, column, 1, columns, _cell_text(element, tally))
                if merge:
                    merged.add(column)
                else:
                    merged.discard(column)
            column += columns
    yield from latest.values()


def _cell_text(cell: Any, tally: Tally) -> str:
    """Return the paragraphs of a cell as lines."""
    return "\n".join(_text(paragraph, tally) for paragraph in cell.iter(f"{_W}p")).strip()


def _children_with_tag(parent: Any, name: str) -> Iterator[Any]:
    """Yield the elements of a parent that have a name."""
    return (element for element in _children(parent) if element.tag == f"{_W}{name}")


def _merge(cell: Any) -> tuple[int, str]:
    """Return how many columns a cell covers, and how it merges vertically: ``restart``, ``continue``, "" for not."""
    settings = cell.tcPr
    if settings is None:
        return 1, ""
    columns, merge = 1, ""
    if (span := settings.find(f"{_W}gridSpan")) is not None:
        columns = max(int(span.get(f"{_W}val", "1")), 1)
    if (element := settings.find(f"{_W}vMerge")) is not None:
        merge = element.get(f"{_W}val", "continue")
    return columns, merge


__all__ = ["Cell", "Document", "read_document"]
