"""Files of forms as people edit them: lines and tables of cells, opened from and saved to each kind of file."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import docx
import lxml.html
import openpyxl
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import etree

from jixiao.forms.importing.xlsx import text_of
from tests.support.papers_to_edit import Box, Line, Paper, Table


class Format(Protocol):
    """How a kind of file is opened and saved."""

    def open(self, path: Path) -> Paper:
        """Return what stands in a file."""

    def save(self, paper: Paper, path: Path) -> None:
        """Write a file."""


# ---- workbooks


class Workbooks:
    """Workbooks by openpyxl, which did not write them; what formulas show is kept as a value."""

    def open(self, path: Path) -> Paper:
        """Return the cells of the first sheet."""
        book = openpyxl.load_workbook(path, data_only=True)
        sheet = book.worksheets[0]
        areas = {(area.min_row, area.min_col): area for area in sheet.merged_cells.ranges}
        width = max((area.max_col for area in areas.values()), default=1)
        covered = {place for area in areas.values() for row in area.rows for place in row} - areas.keys()
        boxes = list[Box]()
        for row in sheet.iter_rows(max_col=max(width, sheet.max_column)):
            for cell in row:
                place = (cell.row, cell.column)
                if place in covered or (cell.value is None and cell.column > width):
                    continue
                text = text_of(cell.value, cell.number_format)
                rows, columns = _size(areas.get(place))
                source = (cell.value, cell.number_format)
                boxes.append(Box(cell.row - 1, cell.column - 1, rows, columns, text, source, text))
        return Paper([Table(boxes)], book, is_sheet=True)

    def save(self, paper: Paper, path: Path) -> None:
        """Write the cells to the first sheet; all else in the workbook stays."""
        sheet = paper.model.worksheets[0]
        for area in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(area.coord)
        sheet.delete_rows(1, sheet.max_row)
        for box in paper.boxes():
            cell = sheet.cell(box.row + 1, box.column + 1)
            if box.is_changed:
                cell.value, cell.number_format = box.text or None, "General"
            else:
                cell.value, cell.number_format = box.source
            if box.rows * box.columns > 1:
                last_row, last_column = box.row + box.rows, box.column + box.columns
                sheet.merge_cells(None, box.row + 1, box.column + 1, last_row, last_column)
        paper.model.save(path)


def _size(area: Any) -> tuple[int, int]:
    """Return how many rows and columns a cell covers, by its merged area."""
    if area is None:
        return 1, 1
    return area.max_row - area.min_row + 1, area.max_col - area.min_col + 1


def new_workbook(table: Table, path: Path) -> None:
    """Write a table as the only sheet of a new workbook."""
    Workbooks().save(Paper([table], openpyxl.Workbook(), is_sheet=True), path)


# ---- documents


class Documents:
    """Documents by python-docx."""

    def open(self, path: Path) -> Paper:
        """Return the paragraphs and tables of the body."""
        document = docx.Document(str(path))
        blocks = list[Line | Table]()
        for element in document.element.body:
            if element.tag == qn("w:p"):
                blocks.append(Line(_text(element), element, _text(element)))
            elif element.tag == qn("w:tbl"):
                blocks.append(Table(_boxes(element), element))
        return Paper(blocks, document)

    def save(self, paper: Paper, path: Path) -> None:
        """Write the paragraphs and tables to the body; all else in the document stays."""
        body = paper.model.element.body
        section = body.find(qn("w:sectPr"))
        for element in [child for child in body if child is not section]:
            body.remove(element)
        for block in paper.blocks:
            element = _table(block) if isinstance(block, Table) else _paragraph(block)
            section.addprevious(element)
        paper.model.save(str(path))


def _text(element: Any) -> str:
    """Return the text of a paragraph or of a cell, its paragraphs as lines."""
    if element.tag == qn("w:tc"):
        return "\n".join(_text(child) for child in element if child.tag == qn("w:p"))
    parts = element.iter(qn("w:t"), qn("w:br"))
    return "".join("\n" if part.tag == qn("w:br") else part.text or "" for part in parts)


def _boxes(table: Any) -> list[Box]:
    """Return the cells of a table of a document."""
    boxes, open_boxes = list[Box](), dict[int, Box]()
    for row, line in enumerate(table.tr_lst):
        column = 0
        for cell in line.tc_lst:
            above = open_boxes.get(column)
            if cell.vMerge == "continue" and above is not None:
                above.rows += 1
            else:
                box = Box(row, column, 1, cell.grid_span, _text(cell), cell, _text(cell))
                boxes.append(box)
                open_boxes[column] = box
            column += cell.grid_span
    return boxes


def _table(table: Table) -> Any:
    """Return the element of a table with its present cells."""
    element = OxmlElement("w:tbl")
    if table.source is not None:
        element = copy.copy(table.source)
        for line in list(element.tr_lst):
            element.remove(line)
    for row in range(table.height):
        line = OxmlElement("w:tr")
        for cell in _cells(table, row):
            line.append(cell)
        element.append(line)
    return element


def _cells(table: Table, row: int) -> Iterator[Any]:
    """Yield the elements of the cells of a row; where there is none, an empty one stands."""
    column = 0
    for box in [*table.covering(row), Box(row, table.width, 1, 0, "")]:
        for _ in range(column, box.column):
            yield _cell("", 1, "")
        if box.columns and box.row == row:
            yield _filled(box)
        elif box.columns:
            yield _cell("", box.columns, "continue")
        column = box.column + box.columns


def _filled(box: Box) -> Any:
    """Return the element of a cell in its first row."""
    merge = "restart" if box.rows > 1 else ""
    if box.is_changed or box.source is None:
        return _cell(box.text, box.columns, merge)
    cell = copy.deepcopy(box.source)
    _set_size(cell, box.columns, merge)
    return cell


def _cell(text: str, columns: int, merge: str) -> Any:
    """Return a new cell with a text, each line a paragraph."""
    cell = OxmlElement("w:tc")
    _set_size(cell, columns, merge)
    for line in text.split("\n"):
        cell.append(_paragraph(Line(line)))
    return cell


def _set_size(cell: Any, columns: int, merge: str) -> None:
    """Set how many columns a cell covers, and whether it goes on in the rows below."""
    properties = cell.get_or_add_tcPr()
    for name in ("w:gridSpan", "w:vMerge"):
        for element in properties.findall(qn(name)):
            properties.remove(element)
    for name, value in (("w:gridSpan", str(columns) if columns > 1 else ""), ("w:vMerge", merge)):
        if value:
            element = OxmlElement(name)
            element.set(qn("w:val"), value)
            properties.append(element)


def _paragraph(line: Line) -> Any:
    """Return the element of a line."""
    if line.source is not None and not line.is_changed:
        return line.source
    paragraph, run, text = OxmlElement("w:p"), OxmlElement("w:r"), OxmlElement("w:t")
    text.text = line.text
    text.set(qn("xml:space"), "preserve")
    run.append(text)
    paragraph.append(run)
    return paragraph


def new_document(blocks: Iterable[Line | Table], path: Path) -> None:
    """Write lines and tables as a new document."""
    Documents().save(Paper(list(blocks), docx.Document()), path)


# ---- pages of the web


class Pages:
    """Pages of the web by lxml."""

    def open(self, path: Path) -> Paper:
        """Return the paragraphs, headings and tables of a page."""
        root = lxml.html.fromstring(path.read_bytes().decode())
        blocks = list[Line | Table]()
        for element in root.iter("table", "p", "h1"):
            if element.tag == "table":
                blocks.append(Table(_page_boxes(element), element))
            elif not any(parent.tag == "table" for parent in element.iterancestors()):
                text = _page_text(element)
                blocks.append(Line(text, element, text, is_parted=True))
        return Paper(blocks, root)

    def save(self, paper: Paper, path: Path) -> None:
        """Write the cells and lines where they stood; new lines at the end of the body."""
        body = paper.model.find(".//body")
        for block in paper.blocks:
            if isinstance(block, Table):
                _fill_page_table(block)
            elif block.source is None:
                _retype(etree.SubElement(body, "p"), block.text)
            elif block.is_changed:
                _retype(block.source, block.text)
        path.write_bytes(lxml.html.tostring(paper.model, encoding="utf-8"))


def _page_boxes(table: Any) -> list[Box]:
    """Return the cells of a table of a page, its caption in the first row."""
    boxes, covered = list[Box](), set[tuple[int, int]]()
    lines = table.findall(".//tr")
    for row, line in enumerate(lines):
        column = 0
        for cell in line:
            while (row, column) in covered:
                column += 1
            rows, columns = int(cell.get("rowspan", 1)), int(cell.get("colspan", 1))
            text = _page_text(cell)
            boxes.append(Box(row, column, rows, columns, text, cell, text))
            covered |= {(row + down, column + right) for down in range(rows) for right in range(columns)}
    return boxes


def _page_text(cell: Any) -> str:
    """Return the text of a cell, its breaks as ends of lines."""
    cell = copy.deepcopy(cell)
    cell.tail = None
    for line_break in cell.findall(".//br"):
        line_break.tail = "\n" + (line_break.tail or "")
    return str(cell.text_content())


def _retype(element: Any, text: str) -> None:
    """Put a text into an element in place of all that it holds."""
    for child in list(element):
        element.remove(child)
    first, *others = text.split("\n")
    element.text = first
    for line in others:
        etree.SubElement(element, "br").tail = line


def _fill_page_table(table: Table) -> None:
    """Put the present cells into the element of a table."""
    lines = table.source.findall(".//tr")
    parent = lines[-1].getparent() if lines else table.source
    for line in lines:
        line.getparent().remove(line)
    for row in range(table.height):
        line = etree.SubElement(parent, "tr")
        for cell in _page_cells(table, row):
            line.append(cell)


def _page_cells(table: Table, row: int) -> Iterator[Any]:
    """Yield the elements of the cells that begin in a row; where none stands, an empty one."""
    column = 0
    for box in [*table.covering(row), Box(row, table.width, 1, 0, "")]:
        for _ in range(column, box.column):
            yield etree.Element("td")
        if box.columns and box.row == row:
            yield _page_cell(box)
        column = box.column + box.columns


def _page_cell(box: Box) -> Any:
    cell = etree.Element("td") if box.source is None else copy.deepcopy(box.source)
    cell.tail = None
    if box.is_changed:
        _retype(cell, box.text)
    for name, size in (("rowspan", box.rows), ("colspan", box.columns)):
        cell.attrib.pop(name, None)
        if size > 1:
            cell.set(name, str(size))
    return cell


def new_page(blocks: Iterable[Line | Table], path: Path) -> None:
    """Write lines and tables as a new page."""
    root = lxml.html.fromstring("<html><head><meta charset='utf-8'></head><body></body></html>")
    body = root.find("body")
    for block in blocks:
        element = etree.SubElement(body, "table" if isinstance(block, Table) else "p")
        block.source = element
    Pages().save(Paper(list(blocks), root), path)


# ---- printed pages


class PrintedPages:
    """PDF files, set by typst: what is edited are the cells of another file, which is then printed."""

    def __init__(self, original: Format) -> None:
        self.original = original

    def open(self, path: Path) -> Paper:
        """Return what stands in the file that is to be printed."""
        return self.original.open(path)

    def save(self, paper: Paper, path: Path) -> None:
        """Print lines and tables."""
        import typst

        blocks = "\n\n".join(
            _typst_table(one) if isinstance(one, Table) else _typst_text(one.text) for one in paper.blocks
        )
        path.write_bytes(
            typst.compile(f'#set text(size: 7pt)\n#set page("a3", flipped: true, margin: 15mm)\n{blocks}'.encode())
        )


def _typst_text(text: str) -> str:
    return f"#{json.dumps(text, ensure_ascii=False)}"


def _typst_table(table: Table) -> str:
    rows = sorted({box.row for box in table.boxes})  # typst shows no row in which none begins
    places = {row: number for number, row in enumerate(rows)}
    cells = (
        f"table.cell(x: {box.column}, y: {places[box.row]}, colspan: {box.columns}, "
        f"rowspan: {sum(box.covers(row) for row in rows)})[{_typst_text(box.text)}]"
        for box in table.boxes
    )
    return f"#table(columns: (1fr,) * {table.width}, {', '.join(cells)})"


class Kind(NamedTuple):
    """A kind of file: the ending of the files that are opened, that of the files that are saved, and how."""

    ending: str
    saved: str
    format: Format


KINDS = {
    "xlsx": Kind("xlsx", "xlsx", Workbooks()),
    "docx": Kind("docx", "docx", Documents()),
    "html": Kind("html", "html", Pages()),
    "pdf": Kind("html", "pdf", PrintedPages(Pages())),
}
