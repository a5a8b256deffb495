"""Pages of the web, read by justhtml: lines and tables in their order, as a browser shows them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from jixiao.border.packages import AREA, COLUMNS, ROWS, Tally
from jixiao.border.running_document import Cell, Document, cell_name
from jixiao.border.texts import decoded
from jixiao.border.unplaced_texts import Aside, Kind

#: Elements that begin a line of their own.
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "ul",
    ]
)
_SECTIONS = frozenset(("thead", "tbody", "tfoot"))
_SKIPPED = frozenset(
    ("head", "script", "style", "noscript", "template", "svg", "#comment", "!doctype", "rt", "colgroup")
)
_STRUCK = frozenset(("del", "s", "strike"))
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_LINE_THROUGH = re.compile(r"text-decoration[a-z-]*\s*:[^;]*line-through", re.IGNORECASE)
_CELLS = ("td", "th")
_PARTS = ("tr", *_CELLS)
_SPACE = re.compile(r"[ \t\r\n\f\u00a0]+")
#: A line of the source that ends between two Chinese characters is no space.
_SOURCE_BREAK = re.compile(r"(?<=[\u2e80-\u9fff\uff00-\uffef])[ \t]*[\r\n]\s*(?=[\u2e80-\u9fff\uff00-\uffef])")
#: A table in a cell that has at least so many rows and columns is a table of its own: the outer one is for layout.
_FORM_ROWS = _FORM_COLUMNS = 3
#: Rows and columns that a cell may cover by the standard.
_MOST_ROWS, _MOST_COLUMNS = 65_534, 1_000

Blocks = list[str | list[Cell]]


def read_page(name: str, data: bytes) -> Document:
    """Return the lines and tables of a page.

    Raises:
        InputError: it is larger than a page may be, or in no encoding that is known.
        ImportError: justhtml is not installed.
    """
    from justhtml import JustHTML

    page = JustHTML(decoded(name, data), sanitize=False)
    reader = _Reader(Tally(name))
    blocks = reader.blocks(page.root)
    return Document(blocks, asides=tuple(reader.asides))


class _Reader:
    """The reading of one page: counts, the number of the latest table, and what was set aside."""

    def __init__(self, tally: Tally) -> None:
        self._tally, self._tables = tally, 0
        self.asides: list[Aside] = []

    def blocks(self, node: Any) -> Blocks:
        """Return the lines and tables in an element."""
        blocks: Blocks = []
        line: list[str] = []
        for piece in (*self._pieces(node), "\n"):
            if isinstance(piece, str) and piece != "\n":
                line.append(piece)
                continue
            text = _SPACE.sub(" ", "".join(line)).strip()
            self._tally.add_text(text)
            line = []
            blocks += [text] if text else []
            blocks += [piece] if isinstance(piece, list) else []
        return blocks

    def _pieces(self, node: Any) -> Iterator[str | list[Cell]]:
        """Yield pieces of text, line breaks and tables in an element, in their order."""
        for child in node.children or ():
            kind = _unread_kind(child)
            if kind is not None:
                self._set_aside(kind, child)
            elif child.name == "#text":
                yield _SOURCE_BREAK.sub("", child.data or "")
            elif child.name == "table":
                yield "\n"
                yield from self._table_pieces(child)
            elif child.name not in _SKIPPED:
                yield from self._element_pieces(child)

    def _element_pieces(self, element: Any) -> Iterator[str | list[Cell]]:
        """Yield the pieces of an element that is shown: a break around one that is a line of its own."""
        is_block = element.name in _BLOCKS
        if is_block or element.name == "br":
            yield "\n"
        if element.name == "input":
            yield _typed(element)
        yield from self._pieces(element)
        if is_block:
            yield "\n"

    def _set_aside(self, kind: Kind, element: Any) -> None:
        """Set aside what is struck out, and what is hidden of a table; all else that pages hide is their machinery."""
        text = _SPACE.sub(" ", element.to_text()).strip()
        if text and (kind == "struck" or element.name in _PARTS):
            self.asides.append(Aside(kind, text))

    # ---- tables

    def _table_pieces(self, table: Any) -> Iterator[str | list[Cell]]:
        """Yield a table; of one that only lays out others what stands in its cells."""
        rows = list(_rows(table))
        self._tally.check(ROWS, len(rows))
        if any(_is_form(inner) for inner in table.query("table") if inner is not table):
            for row in rows:
                for cell in _cells(row):
                    yield from self._lines_and_tables(cell)
            return
        for part in _unread_parts(table):
            self._set_aside(_unread_kind(part) or "hidden", part)
        self._tables += 1
        yield list(self._cells_of(table, rows, self._tables))

    def _lines_and_tables(self, cell: Any) -> Iterator[str | list[Cell]]:
        for block in self.blocks(cell):
            yield block
            yield "\n"

    def _cells_of(self, table: Any, rows: list[Any], number: int) -> Iterator[Cell]:
        """Yield the cells of a table, its caption as the first row."""
        caption = next((child for child in table.children if child.name == "caption"), None)
        first = 0
        covered = set[tuple[int, int]]()
        cells = list[Cell]()
        for row, element in enumerate(rows):
            cells += self._cells_of_row(element, row, len(rows), covered, number)
        if caption is not None and (text := self._text(caption)):
            first = 1
            width = max((cell.column + cell.columns for cell in cells), default=1)
            yield Cell(0, 0, 1, width, text, f"表{number} 标题")
        yield from (cell._replace(row=cell.row + first) for cell in cells)

    def _cells_of_row(
        self, element: Any, row: int, rows: int, covered: set[tuple[int, int]], number: int
    ) -> Iterator[Cell]:
        """Yield the cells of a row, each in the first column that no cell above or beside it covers."""
        column = 0
        for cell in _cells(element):
            while (row, column) in covered:
                column += 1
            height = min(_span(cell, "rowspan", _MOST_ROWS) or rows, rows - row)
            width = _span(cell, "colspan", _MOST_COLUMNS) or 1
            self._tally.check(COLUMNS, column + width)
            self._tally.add(AREA, height * width)
            covered |= {(row + down, column + right) for down in range(height) for right in range(width)}
            yield Cell(row, column, height, width, self._text(cell), cell_name(number, row, column))
            column += width

    def _text(self, cell: Any) -> str:
        """Return the lines of a cell, those of a table in it among them; "" of one that is struck out."""
        if _unread_kind(cell) is not None:
            return ""
        lines = list[str]()
        for block in self.blocks(cell):
            lines += [block] if isinstance(block, str) else [inner.text for inner in block]
        return "\n".join(line for line in lines if line)


def _rows(table: Any) -> Iterator[Any]:
    """Yield the rows of a table that are shown."""
    return (row for row in _all_rows(table) if _unread_kind(row) is None)


def _all_rows(table: Any) -> Iterator[Any]:
    for child in table.children or ():
        if child.name == "tr":
            yield child
        elif child.name in _SECTIONS:
            yield from _all_rows(child)


def _unread_parts(table: Any) -> Iterator[Any]:
    """Yield the rows of a table, and the cells of the others, that are hidden or struck out."""
    for row in _all_rows(table):
        if _unread_kind(row) is not None:
            yield row
        else:
            yield from (cell for cell in row.children or () if cell.name in _CELLS and _unread_kind(cell) is not None)


def _cells(row: Any) -> list[Any]:
    """Return the cells of a row that are shown."""
    return [cell for cell in row.children or () if cell.name in _CELLS and _unread_kind(cell) != "hidden"]


def _is_form(table: Any) -> bool:
    """Whether a table in a cell is large enough for a table of its own."""
    rows = [len(_cells(row)) for row in _rows(table)]
    return len(rows) >= _FORM_ROWS and max(rows) >= _FORM_COLUMNS


def _span(cell: Any, name: str, most: int) -> int:
    """Return how many rows or columns a cell covers; 0 stands for all that follow."""
    digits = re.match(r"\s*([0-9]{1,6})", str(cell.attrs.get(name) or "1"))
    return min(int(digits[1]), most) if digits else 1


def _unread_kind(node: Any) -> Kind | None:
    """Return why an element is not read; ``None`` where it is, or is no element."""
    attributes = getattr(node, "attrs", None) or {}
    style = str(attributes.get("style") or "")
    if "hidden" in attributes or _HIDDEN.search(style):
        return "hidden"
    if node.name in _STRUCK or _LINE_THROUGH.search(style):
        return "struck"
    return None


def _typed(field: Any) -> str:
    """Return what stands in a field for text."""
    if str(field.attrs.get("type") or "text").lower() in ("text", "number", "date"):
        return str(field.attrs.get("value") or "")
    return ""


__all__ = ["read_page"]
