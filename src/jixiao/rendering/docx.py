"""The form as a document to be edited: A4, 宋体, the merges and widths of the form, headings repeated over pages."""

from __future__ import annotations

import io
from collections.abc import Iterable
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from jixiao.findings import Lang
from jixiao.forms import LABELS, Block, Cell, Form, form_of, place_cells, split_at_headings
from jixiao.forms.embedded_project import EmbeddedForm, to_parts
from jixiao.forms.summary import WIDTHS
from jixiao.rendering.formats import REPEATED, Document
from jixiao.rendering.reproducible_zip import repacked
from jixiao.result import Result

if TYPE_CHECKING:
    from docx.document import Document as Doc

#: Millimetres of A4 and its margins; points of type, around the table, and between lines, which so stand equally close
#: in any font; twentieths of a point above and below a cell's text, and in an inch, which has so many tenths of a mm.
LONG, SHORT, MARGIN = 297, 210, 15
_TITLE, _TEXT, _AROUND, _BETWEEN, _ROOM = 16, 9, 4, 3, "40"
_INCH, _TENTHS = 1440, 254
_FONT = "宋体"


class Piece(NamedTuple):
    """One form, and what the document carries along of it."""

    form: Form
    carried: EmbeddedForm


def _piece(result: Result, lang: Lang) -> Piece:
    form = form_of(result, lang)
    return Piece(form, EmbeddedForm(form.title, result.spec.id if result.spec else "", lang, form.project))


def _whole(pieces: list[Any], summary: Block | None, lang: Lang) -> bytes:
    document = docx.Document()
    _prepare(document)
    if summary is not None:
        _page(document, landscape=True, first=True)
        _table(document, [summary], WIDTHS, landscape=True)
    for number, piece in enumerate(pieces):
        _page(document, landscape=piece.form.landscape, first=number == 0 and summary is None)
        _form(document, piece.form, LABELS[lang]["colon"])
    buffer = io.BytesIO()
    document.save(buffer)
    return repacked(buffer.getvalue(), to_parts(piece.carried for piece in pieces))


def _prepare(document: Doc) -> None:
    """One font for Latin and 汉字, and properties that are the same each time."""
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(_TEXT)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    style.element.rPr.append(_element("w:lang", **{"w:eastAsia": "zh-CN"}))
    style.paragraph_format.space_after, style.paragraph_format.line_spacing = Pt(0), Pt(_TEXT + _BETWEEN)
    style.paragraph_format.line_spacing_rule = WD_LINE_SPACING.AT_LEAST  # exact ones get lost where a row goes on
    properties = document.core_properties
    properties.author, properties.title, properties.comments = "jixiao", "", ""


def _page(document: Doc, *, landscape: bool, first: bool) -> None:
    section = document.sections[0] if first else document.add_section()
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    wide, high = (LONG, SHORT) if landscape else (SHORT, LONG)
    section.page_width, section.page_height = Mm(wide), Mm(high)
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Mm(MARGIN))
    section.footer_distance = Mm(MARGIN // 2)
    if first:
        _number_pages(section.footer.paragraphs[0])


def _number_pages(paragraph: Any) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)  # noqa: SLF001  # the library has no word for fields


def _form(document: Doc, form: Form, colon: str) -> None:
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.space_after, title.paragraph_format.line_spacing = Pt(_AROUND), Pt(_TITLE + _BETWEEN)
    title._p.get_or_add_pPr().append(_element("w:outlineLvl", **{"w:val": "0"}))  # noqa: SLF001  # no word for it either
    _say(title, form.title, size=_TITLE, bold=True)
    _table(document, form.blocks, form.columns, landscape=form.landscape)
    told = [f"{label}{colon}{text}" for label, text in form.below]
    for line in [*told[: form.notes], "        ".join(told[form.notes :]), "                ".join(form.signatures)]:
        if line:
            below = document.add_paragraph()
            below.paragraph_format.space_before = Pt(_AROUND)
            _say(below, line)


def _say(paragraph: Any, text: str, *, size: int = _TEXT, bold: bool = False) -> None:
    """A text with its line breaks."""
    for number, line in enumerate(text.split("\n")):
        run = paragraph.add_run("\n" + line if number else line)
        run.font.size, run.font.bold = Pt(size), bold


# ---- the table, in the library's own elements: its cells are far slower


def _table(document: Doc, blocks: Iterable[Block], columns: tuple[int, ...], *, landscape: bool) -> None:
    """Blocks on one grid. Indicators begin a table of their own: only its first rows are repeated on every page."""
    room = (LONG if landscape else SHORT) - 2 * MARGIN
    widths = [room * 10 * width * _INCH // (_TENTHS * sum(columns)) for width in columns]
    table = None
    for block in blocks:
        if table is None or (block.name == "indicators" and block.heads):
            if table is not None:
                _hairline(document)
            table = _new_table(document, widths)
        _block(table._tbl, block, widths)  # noqa: SLF001


def _new_table(document: Doc, widths: list[int]) -> Any:
    table = document.add_table(rows=0, cols=len(widths))
    table.style = "Table Grid"
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column._gridCol.set(qn("w:w"), str(width))  # noqa: SLF001
    room = (_element(f"w:{side}", **{"w:w": _ROOM, "w:type": "dxa"}) for side in ("top", "bottom"))
    properties = table._tbl.tblPr  # noqa: SLF001
    properties.insert_element_before(_element("w:tblCellMar", *room), "w:tblLook")
    return table


def _hairline(document: Doc) -> None:
    """What keeps two tables apart, a point high: without it they are one."""
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.line_spacing = Pt(1)
    paragraph.add_run().font.size = Pt(1)


def _block(table: Any, block: Block, widths: list[int]) -> None:
    """A block's rows. A cell that covers rows below is continued there by cells of its own, as the format wants it."""
    repeated = block.name in REPEATED
    block = split_at_headings(block) if repeated else block
    every: list[list[tuple[int, Any]]] = [[] for _ in block.rows]
    spots = list(place_cells(block.rows))
    rests = {at.column for at in spots if at.cell.kind == "rest"}
    for at in spots:
        goes_on = at.column in rests and at.row + at.cell.rows == block.heads
        open_ = "top" if at.cell.kind == "rest" else "bottom" if goes_on else ""
        width = sum(widths[at.column : at.column + at.cell.columns])
        for down in range(at.cell.rows):
            every[at.row + down].append((at.column, _cell(at.cell, width, continued=down > 0, open_=open_)))
    for row, cells in enumerate(every):
        settings = _element("w:trPr", *_of_row(repeated=repeated and row < block.heads))
        table.append(_element("w:tr", settings, *(cell for _, cell in sorted(cells, key=itemgetter(0)))))


def _of_row(*, repeated: bool) -> list[Any]:
    return [_element("w:cantSplit"), *([_element("w:tblHeader")] if repeated else [])]


def _cell(cell: Cell, width: int, *, continued: bool, open_: str) -> Any:
    """A cell. It has no line on its ``open_`` side, where the same cell goes on."""
    settings = [_element("w:tcW", **{"w:w": str(width), "w:type": "dxa"})]
    if cell.columns > 1:
        settings.append(_element("w:gridSpan", **{"w:val": str(cell.columns)}))
    if cell.rows > 1:
        settings.append(_element("w:vMerge", **({} if continued else {"w:val": "restart"})))
    if open_:
        settings.append(_element("w:tcBorders", _element(f"w:{open_}", **{"w:val": "nil"})))
    settings.append(_element("w:vAlign", **{"w:val": "center"}))
    paragraph = _element("w:p")
    if cell.kind != "text":
        paragraph.append(_element("w:pPr", _element("w:jc", **{"w:val": "center"})))
    if not continued:
        for number, line in enumerate(cell.text.split("\n")):
            paragraph.append(_run(line, first=number == 0, bold=cell.kind in ("head", "label")))
    return _element("w:tc", _element("w:tcPr", *settings), paragraph)


def _run(line: str, *, first: bool, bold: bool) -> Any:
    text = _element("w:t", **{"xml:space": "preserve"})
    text.text = line
    parts = [_element("w:rPr", _element("w:b"))] if bold else []
    return _element("w:r", *parts, *([] if first else [_element("w:br")]), text)


def _element(name: str, *parts: Any, **attributes: str) -> Any:
    found = OxmlElement(name)
    for key, value in attributes.items():
        found.set(qn(key), value)
    for part in parts:
        found.append(part)
    return found


DOCX = Document(_piece, _whole)
