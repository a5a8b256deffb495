"""The form as a document to be edited: A4, 宋体, the merges and widths of the form, headings repeated over pages.

It is written part by part, without a library, so that the browser writes the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET

from jixiao.findings import Lang
from jixiao.forms import LABELS, Block, Cell, Form, form_of, lines_below
from jixiao.forms.embedded_project import EmbeddedForm, embed, to_parts
from jixiao.forms.page_groups import rows_together
from jixiao.forms.summary import WIDTHS
from jixiao.rendering.docx_parts import FOOTER, RELATIONS, TWENTIETHS, WORD, parts_beside
from jixiao.rendering.formats import Document, open_sides, repeat_headings
from jixiao.rendering.reproducible_zip import pack
from jixiao.result import Result

#: Millimetres of A4 and its margins; points of type, around the table, and between lines, which so stand equally close
#: in any font; twentieths of a point above and below a cell's text, and in an inch, which has so many tenths of a mm.
LONG, SHORT, MARGIN = 297, 210, 15
_TITLE, _TEXT, _AROUND, _BETWEEN, _ROOM = 16, 9, 4, 3, "40"
_INCH, _TENTHS = 1440, 254
#: Twentieths of a point in a point.
_POINT = 20
_FONT = "宋体"
#: Width and height of the paper, by whether it is landscape.
_PAPERS = {False: (SHORT, LONG), True: (LONG, SHORT)}


class FormPiece(NamedTuple):
    """One form, and what the document embeds of it."""

    form: Form
    embedded: EmbeddedForm


def _piece(result: Result, lang: Lang) -> FormPiece:
    form = form_of(result, lang)
    return FormPiece(form, embed(form.title, result, lang))


def _assemble(pieces: list[Any], summary: Block | None, lang: Lang) -> bytes:
    sections = []
    if summary is not None:
        sections.append((list(_tables([summary], WIDTHS, landscape=True)), True))
    colon = LABELS[lang]["colon"]
    sections += [(list(_form(piece.form, colon)), piece.form.landscape) for piece in pieces]
    root = _element("w:document", _body(sections), **{"xmlns:w": WORD, "xmlns:r": RELATIONS})
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    beside = parts_beside(_FONT, _TEXT, _TEXT + _BETWEEN)
    return pack({**beside, "word/document.xml": text, **to_parts(piece.embedded for piece in pieces)})


def _body(sections: list[tuple[list[ET.Element], bool]]) -> ET.Element:
    """Return all sections, each on pages of its own: the last paragraph of one says what its paper is."""
    body = _element("w:body")
    for number, (content, landscape) in enumerate(sections, 1):
        body.extend(content)
        paper = _paper(landscape=landscape, is_first=number == 1)
        if number < len(sections):
            paper = _element("w:p", _element("w:pPr", paper))
        body.append(paper)
    return body


def _paper(*, landscape: bool, is_first: bool) -> ET.Element:
    """Return the properties of a section: all take over the footer of the first."""
    width, height = map(_twentieths, _PAPERS[landscape])
    size = {"w:w": width, "w:h": height}
    if landscape:
        size["w:orient"] = "landscape"
    margins = dict.fromkeys(("w:top", "w:right", "w:bottom", "w:left"), _twentieths(MARGIN))
    margins |= {"w:header": "720", "w:footer": _twentieths(MARGIN // 2), "w:gutter": "0"}
    parts = [_element("w:pgSz", **size), _element("w:pgMar", **margins)]
    if is_first:
        parts.insert(0, _element("w:footerReference", **{"w:type": "default", "r:id": FOOTER}))
    return _element("w:sectPr", *parts)


def _twentieths(millimetres: int) -> str:
    """Return a length in twentieths of a point."""
    return str(millimetres * 10 * _INCH // _TENTHS)


def _form(form: Form, colon: str) -> Iterator[ET.Element]:
    spacing = {
        "w:after": str(TWENTIETHS * _AROUND),
        "w:line": str(TWENTIETHS * (_TITLE + _BETWEEN)),
        "w:lineRule": "atLeast",
    }
    level = _element("w:outlineLvl", **{"w:val": "0"})
    settings = _element("w:pPr", _element("w:spacing", **spacing), _element("w:jc", **{"w:val": "center"}), level)
    size = str(2 * _TITLE)
    look = (_element("w:b"), _element("w:sz", **{"w:val": size}), _element("w:szCs", **{"w:val": size}))
    yield _element("w:p", settings, *_runs(form.title, *look))
    yield from _tables(form.blocks, form.columns, landscape=form.landscape)
    notes, totals = lines_below(form, colon)
    for line in filter(None, [*notes, "        ".join(totals), "                ".join(form.signatures)]):
        room = _element("w:spacing", **{"w:before": str(TWENTIETHS * _AROUND)})
        yield _element("w:p", _element("w:pPr", room), *_runs(line))


# ---- the table


def _tables(blocks: Iterable[Block], columns: tuple[int, ...], *, landscape: bool) -> Iterator[ET.Element]:
    """Return blocks on one grid.

    Indicators begin a table of their own: only a table's first rows are repeated on every page.
    """
    room = _PAPERS[landscape][0] - 2 * MARGIN
    widths = [room * 10 * width * _INCH // (_TENTHS * sum(columns)) for width in columns]
    table = None
    for block in blocks:
        begins_table = block.name == "indicators" and block.heads > 0
        if table is not None and begins_table:
            yield table
            yield _hairline()
        if table is None or begins_table:
            table = _new_table(widths)
        _block(table, block, widths)
    if table is not None:
        yield table


def _new_table(widths: list[int]) -> ET.Element:
    room = (_element(f"w:{side}", **{"w:w": _ROOM, "w:type": "dxa"}) for side in ("top", "bottom"))
    settings = (
        _element("w:tblStyle", **{"w:val": "TableGrid"}),
        _element("w:tblW", **{"w:w": "0", "w:type": "auto"}),
        _element("w:tblLayout", **{"w:type": "fixed"}),
        _element("w:tblCellMar", *room),
    )
    grid = (_element("w:gridCol", **{"w:w": str(width)}) for width in widths)
    return _element("w:tbl", _element("w:tblPr", *settings), _element("w:tblGrid", *grid))


def _hairline() -> ET.Element:
    """Return what keeps two tables apart by a point: without it they are one."""
    spacing = _element("w:spacing", **{"w:line": "20", "w:lineRule": "exact"})
    mark = _element("w:rPr", _element("w:sz", **{"w:val": "2"}))
    return _element("w:p", _element("w:pPr", spacing, mark))


def _block(table: ET.Element, block: Block, widths: list[int]) -> None:
    """Write a block. A cell that covers rows below is continued there by cells of its own, as the format has it."""
    block, repeated = repeat_headings(block)
    rows: list[list[tuple[int, ET.Element]]] = [[] for _ in block.rows]
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


def _keep_with_next(cells: Iterable[tuple[int, ET.Element]]) -> None:
    """Keep a row on the page of the next one."""
    for _, cell in cells:
        paragraph = next(part for part in cell if part.tag == "w:p")
        settings = next((part for part in paragraph if part.tag == "w:pPr"), None)
        if settings is None:
            settings = _element("w:pPr")
            paragraph.insert(0, settings)
        settings.insert(0, _element("w:keepNext"))


def _cell(cell: Cell, width: int, open_side: str, *, continued: bool) -> ET.Element:
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
        is_bold = cell.kind in ("head", "label")
        paragraph.extend(_runs(cell.text, *[_element("w:b")] * is_bold))
    return _element("w:tc", _element("w:tcPr", *settings), paragraph)


def _runs(text: str, *look: ET.Element) -> Iterator[ET.Element]:
    """Return the lines of a text, each after the first behind a break; ``look`` are properties of type."""
    for number, line in enumerate(text.split("\n")):
        run = _element("w:r")
        if look:
            run.append(_element("w:rPr", *look))
        if number:
            run.append(_element("w:br"))
        words = _element("w:t", **{"xml:space": "preserve"})
        words.text = line
        run.append(words)
        yield run


def _element(name: str, *parts: ET.Element, **attributes: str) -> ET.Element:
    """Return an element with attributes and parts; names have the prefixes of the document."""
    element = ET.Element(name, attributes)
    element.extend(parts)
    return element


DOCX = Document(_piece, _assemble)
