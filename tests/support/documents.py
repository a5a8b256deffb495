"""What documents hold, taken out of them by libraries that did not write them: for the tests of the formats."""

from __future__ import annotations

import html.parser
import io
import re
from collections import Counter
from fractions import Fraction
from typing import Any

import docx
import openpyxl
import pypdf
from docx.oxml.ns import qn

from jixiao.findings.terminal import escape
from jixiao.forms import Form, all_rows
from jixiao.forms.spreadsheet.displays import display_number
from jixiao.rendering.typst_source import _installed

#: Texts that markup, formulas, terminals and XML could take for something else.
HOSTILE = (
    "<script>alert(1)</script>", "=cmd|' /C calc'!A0", "+1", "-1", "@x", "]]>", "&amp;", "#let x = 1", "$\\alpha$",
    "*粗* _斜_ `码`", "|竖|", "a\\b", '"引号"', "第一行\n第二行", "\u202e反\u202c", "\x08\x1b", "x" * 300, "汉" * 400, "{0}%s", "〇",
)  # fmt: skip


def cells_of(form: Form) -> Counter[str]:
    """The texts of a form's cells as every format shows them: what cannot be shown is escaped."""
    return Counter(shown(cell.text) for row in all_rows(form) for cell in row if cell.text.strip())


def shown(text: str) -> str:
    return "\n".join(escape(line) for line in text.split("\n")).strip()


class _Cells(html.parser.HTMLParser):
    """The texts of a page's table cells, and every tag and attribute in it."""

    def __init__(self) -> None:
        super().__init__()
        self.cells: list[str] = []
        self.tags: Counter[str] = Counter()
        self.attributes: list[tuple[str, str | None]] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes += attrs
        if tag in ("td", "th"):
            self.cells.append("")
            self.inside = True
        if tag == "br" and self.inside:
            self.cells[-1] += "\n"

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.cells[-1] += data


def parsed(page: str) -> _Cells:
    parser = _Cells()
    parser.feed(page)
    return parser


def of_html(page: str) -> Counter[str]:
    return Counter(text.strip() for text in parsed(page).cells if text.strip())


def of_docx(data: bytes) -> Counter[str]:
    found: Counter[str] = Counter()
    for table in docx.Document(io.BytesIO(data)).tables:
        for cell in table._tbl.iter(qn("w:tc")):
            parts = cell.iter(qn("w:t"), qn("w:br"))
            text = "".join("\n" if part.tag == qn("w:br") else part.text or "" for part in parts).strip()
            found.update([text] if text else [])
    return found


def of_xlsx(data: bytes) -> Counter[str]:
    """The texts of the first sheet's table, numbers as their formats show them."""
    sheet = openpyxl.load_workbook(io.BytesIO(data), data_only=True).worksheets[0]
    columns = max(area.max_col for area in sheet.merged_cells.ranges)
    found: Counter[str] = Counter()
    for row in sheet.iter_rows(min_row=2, max_col=columns):
        found.update(text for cell in row if (text := text_of(cell)))
    return found


def of_pdf(data: bytes) -> str:
    """All text of a PDF, in whatever order its cells come."""
    return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)


def text_of(cell: Any) -> str:
    if isinstance(cell.value, int | float):
        return display_number(Fraction(repr(cell.value)), cell.number_format)
    return re.sub(r"_x([0-9A-F]{4})_", lambda match: chr(int(match[1], 16)), str(cell.value or "")).strip()


def fonts() -> bool:
    """Whether there is a font with 汉字, which PDF needs and pip cannot bring; CI installs one."""
    return bool(_installed()[1])
