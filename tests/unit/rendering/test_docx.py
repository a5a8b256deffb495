"""The document: the form's own grid, as the format wants it written, and the same bytes each time."""

from __future__ import annotations

import io
import json
import re
import zipfile
from fractions import Fraction
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

import jixiao
from jixiao.forms import form_of
from jixiao.forms.embedded_project import PART, from_xml
from jixiao.loading.layouts import packaged_layout, packaged_layouts
from jixiao.rendering.docx import LONG, MARGIN, SHORT
from tests.support.rule_book import SPECS
from tests.support.sheets import Spot, example, many, named, spots

#: The order in which the standard wants the parts of a table's and a cell's properties, and of a paragraph's.
TABLE = "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook"
CELL = "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark"
PARAGRAPH = "pStyle keepNext keepLines pageBreakBefore spacing ind jc outlineLvl rPr sectPr"
RUN = "rStyle rFonts b bCs i color sz szCs lang"


def opened(data: bytes) -> Any:
    return docx.Document(io.BytesIO(data))


def own_grid(document: Any) -> list[Spot]:
    """The cells of a document's tables on one grid, as Word places them."""
    found: list[Spot] = []
    row = -1
    for table in document.element.body.iterchildren(qn("w:tbl")):
        above: dict[int, int] = {}
        for line in table.iterchildren(qn("w:tr")):
            row, column = row + 1, 0
            for cell in line.iterchildren(qn("w:tc")):
                merge, wide = cell.tcPr.find(qn("w:vMerge")), cell.grid_span
                if merge is not None and merge.get(qn("w:val")) != "restart":
                    top, left, rows, columns, text = found[above[column]]
                    found[above[column]] = (top, left, rows + 1, columns, text)
                else:
                    parts = cell.iter(qn("w:t"), qn("w:br"))
                    text = "".join("\n" if part.tag == qn("w:br") else part.text or "" for part in parts)
                    above[column] = len(found)
                    found.append((row, column, 1, wide, text.strip()))
                column += wide
    return sorted(found)


#: The longest usual numbers of a column, in characters: 100.00 points, 1234567.89 of money.
POINTS = dict.fromkeys(("score", "second_score"), len("100.00"))
MONEY = dict.fromkeys(("initial", "budget", "spent", "second_spent", "forecast"), len("1234567.89"))


@pytest.mark.parametrize("name", packaged_layouts())
def test_no_number_breaks_in_its_column(name: str) -> None:
    """Digits are half as wide as the type is high; a cell of Word has 5.4 points of room on each side."""
    layout = packaged_layout(name)
    millimetres = LONG - 2 * MARGIN if layout.paper == "landscape" else SHORT - 2 * MARGIN
    point = Fraction(millimetres * 10 * 72, 254 * sum(layout.columns))
    for section in layout.sections:
        at = 1 if section.side else 0
        for part in section.columns:
            width = sum(layout.columns[at : at + part.wide])
            at += part.wide
            characters = (POINTS | MONEY).get(part.show or "", 0)
            assert width * point - Fraction(108, 10) >= characters * Fraction(9, 2) or not characters, (name, part)


@pytest.mark.parametrize("spec", SPECS)
def test_the_document_has_the_grid_of_the_form(spec: str) -> None:
    """Same cells, same order, same merges, for every layout."""
    result = example("deductions", spec)
    assert own_grid(opened(jixiao.render(result, "docx"))) == spots(form_of(result))


def in_order(element: Any, order: str) -> bool:
    names = [part.tag.rpartition("}")[2] for part in element]
    return names == sorted(names, key=order.split().index)


def test_properties_stand_in_the_order_of_the_standard() -> None:
    """Word takes a file for damaged where they do not."""
    body = opened(jixiao.render([example("deductions"), many(20)], "docx")).element.body
    for name, order in (("w:tblPr", TABLE), ("w:tcPr", CELL), ("w:pPr", PARAGRAPH), ("w:rPr", RUN)):
        found = list(body.iter(qn(name)))
        assert found
        assert all(in_order(element, order) for element in found if element.getparent().tag != qn("w:style"))


def test_tables_fill_the_paper_and_headings_are_repeated() -> None:
    document = opened(jixiao.render(many(30), "docx"))
    section = document.sections[0]
    room = (section.page_width - section.left_margin - section.right_margin) / 635  # EMU in a twentieth of a point
    for table in document.tables:
        widths = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid]
        assert room - 40 <= sum(widths) <= room
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
    (heads,) = [
        [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows] for table in document.tables[1:]
    ]
    assert heads == [True] + [False] * (len(heads) - 1)


def test_fonts_are_chinese_and_pages_numbered() -> None:
    document = opened(jixiao.render(example("leshan-sms"), "docx"))
    style = document.styles["Normal"].element.rPr
    assert style.rFonts.get(qn("w:eastAsia")) == "宋体"
    assert style.find(qn("w:lang")).get(qn("w:eastAsia")) == "zh-CN"
    assert "PAGE" in document.sections[0].footer._element.xml
    assert document.paragraphs[0].text == "部门预算项目支出绩效自评表（2023 年度）"


def test_several_begin_on_pages_of_their_own() -> None:
    document = opened(jixiao.render([example("leshan-sms"), example("deductions")], "docx"))
    assert len(document.sections) == 3
    assert document.tables[0].rows[0].cells[0].text == "项目"


def test_nothing_in_it_tells_when_it_was_made() -> None:
    data = jixiao.render(example("leshan-sms"), "docx")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {info.create_system for info in archive.infolist()} == {0}
        core = archive.read("docProps/core.xml").decode()
    assert set(re.findall(r"\d{4}-\d\d-\d\d", core)) <= {"1980-01-01"}


@pytest.mark.parametrize("text", ["a\uffffb", "a\ufffeb", "a\ud800b", "a\x00b", "a\u200db"])
def test_what_xml_forbids_is_spelled_out_and_carried_along(text: str) -> None:
    data = jixiao.render(named(text), "docx")
    spelled = f"a\\u{ord(text[1]):04x}b"
    assert spelled in {text for *_, text in own_grid(opened(data))}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        (carried,) = from_xml(archive.read(PART))
    assert json.loads(carried.project)["name"] == text
