"""Word documents, read from the parts of the file: paragraphs and tables as plain texts, as Word shows them.

Tracked changes count as accepted. Hidden and struck-out texts, text boxes and deletions are set aside, not read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple
from xml.etree import ElementTree as ET

from jixiao.border.packages import AREA, COLUMNS, Costs, Tally, open_package
from jixiao.border.running_document import PAGE_BREAK, Cell, Document, cell_name
from jixiao.border.symbols import symbol, with_symbols
from jixiao.border.unplaced_texts import Aside, Kind, asides_of, text_in

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_WRAPPERS = frozenset(f"{_W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"))
_PARAGRAPH, _TABLE, _ROW, _CELL, _RUN = (f"{_W}{name}" for name in ("p", "tbl", "tr", "tc", "r"))
_BODY_PART = "word/document.xml"
#: Elements that stand for characters.
_CHARACTERS = {f"{_W}cr": "\n", f"{_W}tab": "\t", f"{_W}noBreakHyphen": "-", f"{_W}ptab": "\t"}
_TEXTS = frozenset((f"{_W}t", f"{_MATH}t"))
#: Elements whose texts do not belong to the paragraph in which they stand. A fallback repeats what stands beside it.
_BESIDE: Mapping[str, Kind] = {
    f"{_W}txbxContent": "box",
    f"{_W}del": "deleted",
    f"{_W}moveFrom": "deleted",
}
_SKIPPED = frozenset((_FALLBACK, f"{_W}rt", f"{_W}pPr", f"{_W}rPr", f"{_W}sdtPr"))
#: Properties of runs that Word does not show, or shows struck out.
_UNREAD: Mapping[str, Kind] = {"vanish": "hidden", "strike": "struck", "dstrike": "struck"}
_OFF = frozenset(("0", "false", "off"))
#: A table in a cell that has at least so many rows and columns is a table of its own: the outer one is for layout.
_FORM_ROWS = _FORM_COLUMNS = 3

#: What elements cost the reading of XML and of cells.
_COSTS = Costs({"tc": 4}, 1)


def read_document(name: str, data: bytes, part: str) -> Document:
    """Return the paragraphs and tables of a document, and the content of the part with a name.

    Raises:
        InputError: the file is too large, or of another format.
        Exception: the file is damaged, in whatever way a library says it.
    """
    package = open_package(name, data, _COSTS)
    root = ET.fromstring(package.parts[_body_part(package.parts)])  # noqa: S314  # counted, and without DOCTYPE
    body = root.find(f"{_W}body")
    if body is None:
        raise ValueError(_BODY_PART)
    _empty_placeholders(body)
    reader = _Reader(package.tally)
    blocks = list(reader.blocks(body))
    asides = (*reader.asides, *asides_of(package.parts))
    return Document(blocks, package.parts.get(part, b""), asides)


def cells_by_name(body: ET.Element) -> dict[str, ET.Element]:
    """Return the elements of all cells in a body, by the names that reading gives them."""
    reader = _Reader(Tally(""))
    for _ in reader.blocks(body):
        pass
    return reader.cells


def _body_part(parts: Mapping[str, bytes]) -> str:
    """Return the name of the part that holds the text: the usual one, else the one that the package names."""
    if _BODY_PART in parts:
        return _BODY_PART
    relations = ET.fromstring(parts["_rels/.rels"])  # noqa: S314  # counted, and without DOCTYPE
    kinds = ((one.get("Type", ""), one.get("Target", "")) for one in relations)
    return next(target.lstrip("/") for kind, target in kinds if kind.endswith("/officeDocument"))


def _empty_placeholders(body: ET.Element) -> None:
    """Empty content controls that nobody has filled in; what they show is help."""
    for control in body.iter(f"{_W}sdt"):
        if control.find(f"{_W}sdtPr/{_W}showingPlcHdr") is not None:
            for text in control.iter(f"{_W}t"):
                text.text = ""


class _Place(NamedTuple):
    """A cell's element in its table, its row and column from 0, and how it merges."""

    element: ET.Element
    row: int
    column: int
    columns: int
    vertical: str


class _Reader:
    """The reading of one document: counts, the number of the latest table, and what was set aside."""

    def __init__(self, tally: Tally) -> None:
        self._tally, self._tables = tally, 0
        self.asides: list[Aside] = []
        #: The elements of all cells, by their names.
        self.cells: dict[str, ET.Element] = {}

    # ---- lines

    def blocks(self, parent: ET.Element) -> Iterator[str | list[Cell]]:
        """Yield the lines and tables of a body or a cell in their order."""
        for element in _children(parent):
            if element.tag == _TABLE:
                yield from self._table_blocks(element)
            elif element.tag == _PARAGRAPH:
                yield from self._lines(element)
            elif element.tag in _BESIDE:
                self._set_aside(_BESIDE[element.tag], text_in(element))

    def _lines(self, paragraph: ET.Element) -> Iterator[str]:
        """Yield the text of a paragraph, parted where a page ends in it."""
        if _is_on(paragraph.find(f"{_W}pPr/{_W}pageBreakBefore")):
            yield PAGE_BREAK
        first, *pages = self._text(paragraph).split(PAGE_BREAK)
        yield first.strip()
        for text in pages:
            yield PAGE_BREAK
            yield text.strip()
        if _ends_page(paragraph.find(f"{_W}pPr/{_W}sectPr")):
            yield PAGE_BREAK

    def _text(self, paragraph: ET.Element) -> str:
        """Return the text of a paragraph, with line breaks, tabs and page breaks."""
        text = "".join(self._pieces(paragraph)).strip(" \t\n")
        self._tally.add_text(text)
        return text

    def _pieces(self, parent: ET.Element) -> Iterator[str]:
        """Yield the pieces of text in an element as Word shows them."""
        for element in parent:
            if element.tag in _SKIPPED:
                continue
            if element.tag in _BESIDE:
                self._set_aside(_BESIDE[element.tag], text_in(element))
            elif element.tag == _RUN and (kind := _unread_kind(element)) is not None:
                self._set_aside(kind, "".join(map(_character, element.iter())))
            elif piece := _character(element):
                yield piece
            else:
                yield from self._pieces(element)

    def _set_aside(self, kind: Kind, text: str) -> None:
        if text.strip():
            self.asides.append(Aside(kind, text.strip()))

    # ---- tables

    def _table_blocks(self, table: ET.Element) -> Iterator[str | list[Cell]]:
        """Yield a table; of one that only lays out others what stands in its cells."""
        if not any(_is_form(inner) for inner in table.iter(_TABLE) if inner is not table):
            yield self._table(table)
            return
        for row in _children(table, _ROW):
            for cell in _children(row, _CELL):
                yield from self.blocks(cell)

    def _table(self, table: ET.Element) -> list[Cell]:
        self._tables += 1
        return list(self._cells(table, self._tables))

    def _cells(self, table: ET.Element, number: int) -> Iterator[Cell]:
        """Yield the cells of a table. A row repeats a merge that it continues; without a beginning it is one."""
        latest: dict[int, Cell] = {}
        merged = set[int]()
        for element, row, column, columns, vertical in self._places(table):
            self._tally.check(COLUMNS, column + columns)
            self._tally.add(AREA, columns)
            if vertical == "continue" and column in merged:
                latest[column] = latest[column]._replace(rows=row - latest[column].row + 1)
                continue
            if column in latest:
                yield latest.pop(column)
            name = cell_name(number, row, column)
            self.cells[name] = element
            latest[column] = Cell(row, column, 1, columns, self._cell_text(element), name)
            if vertical:
                merged.add(column)
            else:
                merged.discard(column)
        yield from latest.values()

    def _places(self, table: ET.Element) -> Iterator[_Place]:
        """Yield the cells of a table's rows in their order, those that older files merge to the right as one."""
        rows = (row for row in _children(table, _ROW) if not self._is_deleted(row))
        for number, row in enumerate(rows):
            column, latest = _number(row, "trPr", "gridBefore"), None
            for cell in _children(row, _CELL):
                columns = max(_number(cell, "tcPr", "gridSpan"), 1)
                if latest is not None and _merge(cell, "hMerge") == "continue":
                    latest = latest._replace(columns=latest.columns + columns)
                else:
                    if latest is not None:
                        yield latest
                    latest = _Place(cell, number, column, columns, _merge(cell, "vMerge"))
                column += columns
            if latest is not None:
                yield latest

    def _is_deleted(self, row: ET.Element) -> bool:
        """Whether a row was deleted under tracked changes; its text is set aside."""
        is_deleted = row.find(f"{_W}trPr/{_W}del") is not None
        if is_deleted:
            self._set_aside("deleted", text_in(row))
        return is_deleted

    def _cell_text(self, cell: ET.Element) -> str:
        """Return the paragraphs of a cell as lines, tables in it among them."""
        return "\n".join(self._cell_lines(cell)).strip().replace(PAGE_BREAK, "\n")

    def _cell_lines(self, cell: ET.Element) -> Iterator[str]:
        for element in _children(cell):
            if element.tag == _PARAGRAPH:
                yield self._text(element)
            elif element.tag == _TABLE:
                for row in _children(element, _ROW):
                    yield " ".join(self._cell_text(inner) for inner in _children(row, _CELL)).strip()


def _children(parent: ET.Element, name: str = "") -> Iterator[ET.Element]:
    """Yield the elements of a parent that have a name, with those inside content controls and marked up parts."""
    for element in parent:
        if element.tag in _WRAPPERS:
            yield from _children(element, name)
        elif name in ("", element.tag):
            yield element


def _character(element: ET.Element) -> str:
    """Return the text that an element of a run stands for, "" where it stands for none."""
    if element.tag in _TEXTS:
        return with_symbols(element.text or "")
    if element.tag == f"{_W}br":
        return {"page": PAGE_BREAK, "column": ""}.get(element.get(f"{_W}type", ""), "\n")
    if element.tag == f"{_W}sym":
        return symbol(element.get(f"{_W}char", ""), element.get(f"{_W}font", ""))
    return _CHARACTERS.get(str(element.tag), "")


def _unread_kind(run: ET.Element) -> Kind | None:
    """Return why a run is not read; ``None`` where it is."""
    for name, kind in _UNREAD.items():
        if _is_on(run.find(f"{_W}rPr/{_W}{name}")):
            return kind
    return None


def _is_on(element: ET.Element | None) -> bool:
    """Whether a property is there and not switched off."""
    return element is not None and element.get(f"{_W}val", "1") not in _OFF


def _ends_page(section: ET.Element | None) -> bool:
    """Whether a section ends here whose next one begins on a new page."""
    if section is None:
        return False
    kind = section.find(f"{_W}type")
    return kind is None or kind.get(f"{_W}val") != "continuous"


def _is_form(table: ET.Element) -> bool:
    """Whether a table in a cell is large enough for a table of its own."""
    rows = [sum(1 for _ in _children(row, _CELL)) for row in _children(table, _ROW)]
    return len(rows) >= _FORM_ROWS and max(rows) >= _FORM_COLUMNS


def _number(element: ET.Element, properties: str, name: str) -> int:
    """Return a number among the properties of an element, 0 where there is none."""
    value = element.find(f"{_W}{properties}/{_W}{name}")
    if value is None:
        return 0
    return max(int(value.get(f"{_W}val", "0")), 0)


def _merge(cell: ET.Element, name: str) -> str:
    """Return how a cell merges in a direction: ``restart``, ``continue``, "" for not."""
    merge = cell.find(f"{_W}tcPr/{_W}{name}")
    if merge is None:
        return ""
    return merge.get(f"{_W}val", "continue")


__all__ = ["Cell", "Document", "cells_by_name", "read_document"]
