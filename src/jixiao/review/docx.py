"""A review as a document in the form of a review opinion (审核意见): unit by unit, project by project."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from jixiao.findings import Lang
from jixiao.rendering.docx import LONG, MARGIN, SHORT
from jixiao.rendering.reproducible_zip import repack
from jixiao.review.blocks import by_unit, summary_lines, unread_rows
from jixiao.review.labels import LABELS
from jixiao.review.lines import Line
from jixiao.review.review import Review

if TYPE_CHECKING:
    from docx.document import Document

_FONT, _TEXT, _TITLE = "宋体", 10, 16
#: The columns of a project's findings, with their widths in millimetres.
_COLUMNS = {
    "number": 14,
    "severity": 18,
    "row": 38,
    "message": 92,
    "printed": 24,
    "reckoned": 24,
    "where": 24,
    "verdict": 33,
}


def draw(review: Review, lang: Lang) -> bytes:
    """Return the review as a document."""
    document = docx.Document()
    _prepare(document)
    title = document.add_heading(level=0)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _write(title, LABELS[lang]["title"], _TITLE)
    for line in summary_lines(review, lang):
        _write(document.add_paragraph(), line)
    for unit, lines in by_unit(review.lines, lang).items():
        _unit(document, unit, lines, lang)
    _unread(document, review, lang)
    buffer = io.BytesIO()
    document.save(buffer)
    return repack(buffer.getvalue())


def _prepare(document: Document) -> None:
    """Set A4 across, one font for Latin and 汉字, and properties that are the same each time."""
    section = document.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Mm(LONG), Mm(SHORT)
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Mm(MARGIN))
    for name in ("Normal", "Title", "Heading 1", "Heading 2"):
        style = document.styles[name]
        style.font.name, style.font.color.rgb = "Times New Roman", RGBColor(0, 0, 0)
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FONT)
    document.styles["Normal"].font.size = Pt(_TEXT)
    properties = document.core_properties
    properties.author, properties.title, properties.comments = "jixiao", "", ""


def _write(paragraph: Any, text: str, size: int = _TEXT, *, bold: bool = False) -> None:
    run = paragraph.add_run(_printable(text))
    run.font.size, run.font.bold = Pt(size), bold
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FONT)  # noqa: SLF001  # no word for it


def _printable(text: str) -> str:
    """Return a text without characters that a document cannot hold."""
    return "".join(character for character in text if character.isprintable() or character in "\n\t")


def _unit(document: Document, unit: str, lines: list[Line], lang: Lang) -> None:
    """Write the findings on a unit's projects."""
    _write(document.add_heading(level=1), unit, _TEXT + 2, bold=True)
    projects: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        projects.setdefault((line.project or line.source, line.source), []).append(line)
    for (project, source), own in projects.items():
        _write(document.add_heading(level=2), f"{project}（{source}）", _TEXT, bold=True)
        _table(document, own, lang)


def _table(document: Document, lines: list[Line], lang: Lang) -> None:
    words = LABELS[lang]
    table = document.add_table(rows=1, cols=len(_COLUMNS), style="Table Grid")
    table.autofit = False
    _head(table.rows[0], [words[name] for name in _COLUMNS])
    for number, line in enumerate(lines, 1):
        severity = words[line.severity]
        row = (
            str(number),
            severity,
            line.row or "",
            line.message,
            line.printed or "",
            line.reckoned or "",
            line.where,
            "",
        )
        for cell, text in zip(table.add_row().cells, row, strict=True):
            _write(cell.paragraphs[0], text)
    for column, width in zip(table.columns, _COLUMNS.values(), strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def _head(row: Any, titles: list[str]) -> None:
    """Write the headings of a table, which stand on each of its pages, and on none without a row below."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001  # no word for it
    for cell, title in zip(row.cells, titles, strict=True):
        _write(cell.paragraphs[0], title, bold=True)
        cell.paragraphs[0].paragraph_format.keep_with_next = True


def _unread(document: Document, review: Review, lang: Lang) -> None:
    """Write which files were not read, and why."""
    if not review.unread:
        return
    _write(document.add_heading(level=1), LABELS[lang]["unread"], _TEXT + 2, bold=True)
    for source, reason in unread_rows(review):
        _write(document.add_paragraph(style="List Bullet"), f"{source}{LABELS[lang]['colon']}{reason}")
