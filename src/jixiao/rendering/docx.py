"""The form as a document to be edited: A4, 宋体, the merges and widths of the form, headings repeated over pages."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from jixiao.findings import Lang
from jixiao.forms import LABELS, Block, Cell, Form, form_of, lines_below
from jixiao.forms.embedded_project import EmbeddedForm, embed, to_parts
from jixiao.forms.page_groups import rows_together
from jixiao.forms.summary import WIDTHS
from jixiao.rendering.formats import Document, open_sides, repeat_headings
from jixiao.rendering.reproducible_zip import repack
from jixiao.result import Result

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.section import Section

#: Millimetres of A4 and its margins; points of type, around the table, and between lines, which so stand equally close
#: in any font; twentieths of a point above and below a cell's text, and in an inch, which has so many tenths of a mm.
LONG, SHORT, MARGIN = 297, 210, 15
_TITLE, _TEXT, _AROUND, _BETWEEN, _ROOM = 16, 9, 4, 3, "40"
_INCH, _TENTHS = 1440, 254
_FONT = "宋体"
#: Orientation, width and height of the paper, by whether it is landscape.
_PAPERS = {False: (WD_ORIENT.PORTRAIT, SHORT, LONG), True: (WD_ORIENT.LANDSCAPE, LONG, SHORT)}


class FormPiece(NamedTuple):
    """One form, and what the document embeds of it."""

    form: Form
    embedded: EmbeddedForm


def _piece(result: Result, lang: Lang) -> FormPiece:
    form = form_of(result, lang)
    return FormPiece(form, embed(form.title, result, lang))


def _assemble(pieces: list[Any], summary: Block | None, lang: Lang) -> bytes:
    document = docx.Document()
    _prepare(document)
    pages = _pages(document)
    if summary is not None:
        _set_paper(next(pages), landscape=True)
        _tables(document, [summary], WIDTHS, landscape=True)
    for piece in pieces:
        _set_paper(next(pages), landscape=piece.form.landscape)
        _form(document, piece.form, LABELS[lang]["colon"])
    buffer = io.BytesIO()
    document.save(buffer)
    return repack(buffer.getvalue(), to_parts(piece.embedded for piece in pieces))


def _prepare(document: WordDocument) -> None:
    """Set one font for Latin and 汉字, and properties that are the same each time."""
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(_TEXT)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    style.element.rPr.append(_element("w:lang", **{"w:eastAsia": "zh-CN"}))
    style.paragraph_format.space_after, style.paragraph_format.line_spacing = Pt(0), Pt(_TEXT + _BETWEEN)
    style.paragraph_format.line_spacing_rule = WD_LINE_SPACING.AT_LEAST  # exact ones get lost where a row goes on
    properties = document.core_properties
    properties.author, properties.title, properties.comments = "jixiao", "", ""


def _pages(document: WordDocument) -> Iterator[Section]:
    """Return a section for each form: the first is there, with a footer for all; others are added at the end."""
    first = document.sections[0]
    _number_pages(first.footer.paragraphs[0])
    yield first
    while True:
        yield document.add_section()


def _set_paper(section: Section, *, landscape: bool) -> None:
    section.orientation, width, height = _PAPERS[landscape]
    section.page_width, section.page_height = Mm(width), Mm(height)
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Mm(MARGIN))
    section.footer_distance = Mm(MARGIN // 2)


def _number_pages(paragraph: Any) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)  # noqa: SLF001  # the library has no word for fields


def _form(document: WordDocument, form: Form, colon: str) -> None:
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.space_after, title.paragraph_format.line_spacing = Pt(_AROUND), Pt(_TITLE + _BETWEEN)
    title._p.get_or_add_pPr().append(_element("w:outlineLvl", **{"w:val": "0"}))  # noqa: SLF001  # no word for it either
    _write(title, form.title, size=_TITLE, bold=True)
    _tables(document, form.blocks, form.columns, landscape=form.landscape)
    notes, totals = lines_below(form, colon)
    for line in filter(None, [*notes, "        ".join(totals), "                ".join(form.signatures)]):
        below = document.add_paragraph()
        below.paragraph_format.space_before = Pt(_AROUND)
        _write(below, line)


def _write(paragraph: Any, text: str, *, size: int = _TEXT, bold: bool = False) -> None:
    """Write a text with its line breaks."""
    for number, line in enumerate(text.split("\n")):
        run = paragraph.add_run("\n" + line if number else line)
        run.font.size, run.font.bold = Pt(size), bold


# ---- the table, in the library's own elements: its cells are far slower


def _tables(document: WordDocument, blocks: Iterable[Block], columns: tuple[int, ...], *, landscape: bool) -> None:
    """Write blocks on one grid.

    Indicators begin a table of their own: only a table's first rows are repeated on every page.
    """
    room = _PAPERS[landscape][1] - 2 * MARGIN
    widths = [room * 10 * width * _INCH // (_TENTHS * sum(columns)) for width in columns]
    table = None
    for block in blocks:
        begins_table = block.name == "indicators" and block.heads > 0
        if table is not None and begins_table:
            _hairline(document)
        if table is None or begins_table:
            table = _new_table(document, widths)
        _block(table._tbl, block, widths)  # noqa: SLF001


def _new_table(document: WordDocument, widths: list[int]) -> Any:
    table = document.add_table(rows=0, cols=len(widths))
    table.style = "Table Grid"
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column._gridCol.set(qn("w:w"), str(width))  # noqa: SLF001
    room = (_element(f"w:{side}", **{"w:w": _ROOM, "w:type": "dxa"}) for side in ("top", "bottom"))
    properties = table._tbl.tblPr  # noqa: SLF001
    properties.insert_element_before(_element("w:tblCellMar", *room), "w:tblLook")
    return table


def _hairline(document: WordDocument) -> None:
    """Keep two tables apart by a point: without it they are one."""
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.line_spacing = Pt(1)
    paragraph.add_run().font.size = Pt(1)


def _block(table: Any, block: Block, widths: list[int]) -> None:
    """Write a block. A cell that covers rows below is continued there by cells of its own, as the format has it."""
    block, repeated = repeat_headings(block)
    rows: list[list[tuple[int, Any]]] = [[] for _ in block.rows]
    for at, open_side in open_sides(block):
        width = sum(widths[at.column : at.column + at.cell.columns])
        for down in range(at.cell.rows):
            cell = _cell(at.cell, width, open_side, continued=down > 0)
            rows[at.row + down].append((at.column, cell))
    going_on = {row for group in rows_together(block) for row in group[:-1]}
    for number, cells in enumerate(rows):
        if number in going_on:
            _keep_with_next(cells)
        settings = [_element("w:cantSplit")]
        if number < repeated:
            settings.append(_element("w:tblHeader"))
        ordered = (cell for _, cell in sorted(cells, key=itemgetter(0)))
        table.append(_element("w:tr", _element("w:trPr", *settings), *ordered))


def _keep_with_next(cells: Iterable[tuple[int, Any]]) -> None:
    """Keep a row on the page of the next one."""
    for _, cell in cells:
        paragraph = cell.find(qn("w:p"))
        paragraph.get_or_add_pPr().insert(0, _element("w:keepNext"))


def _cell(cell: Cell, width: int, open_side: str, *, continued: bool) -> Any:
    """Return a cell. It has no line on its open side, where the same cell goes on."""
    settings = [_element("w:tcW", **{"w:w": str(width), "w:type": "dxa"})]
    if cell.columns > 1:
        settings.append(_element("w:gridSpan", **{"w:val": str(cell.columns)}))
    if cell.rows > 1:
        start = {} if continued else {"w:val": "restart"}
        settings.append(_element("w:vMerge", **start))
    if open_side:
        settings.append(_element("w:tcBorders", _element(f"w:{open_side}", **{"w:val": "nil"})))
    settings.append(_element("w:vAlign", **{"w:val": "center"}))
    paragraph = _element("w:p")
    if cell.kind != "text":
        paragraph.append(_element("w:pPr", _element("w:jc", **{"w:val": "center"})))
    if not continued:
        for number, line in enumerate(cell.text.split("\n")):
            paragraph.append(_run(line, first=number == 0, bold=cell.kind in ("head", "label")))
    return _element("w:tc", _element("w:tcPr", *settings), paragraph)


def _run(line: str, *, first: bool, bold: bool) -> Any:
    """Return a line of a text, after a break unless it is the first."""
    run = _element("w:r")
    if bold:
        run.append(_element("w:rPr", _element("w:b")))
    if not first:
        run.append(_element("w:br"))
    text = _element("w:t", **{"xml:space": "preserve"})
    text.text = line
    run.append(text)
    return run


def _element(name: str, *parts: Any, **attributes: str) -> Any:
    """Return an element with attributes and parts."""
    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(key), value)
    for part in parts:
        element.append(part)
    return element


DOCX = Document(_piece, _assemble)
