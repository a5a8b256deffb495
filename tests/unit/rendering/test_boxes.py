"""No cell's text is wider or higher than its box, by the metrics of a real font: widths of 汉字, digits and letters."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cache
from typing import Any

import openpyxl
import pytest
import typst
from fontTools.ttLib import TTFont

import jixiao
from jixiao.forms import Form, form_of, place_cells
from jixiao.rendering.docx import LONG, MARGIN, SHORT
from tests.support.documents import fonts, text_of
from tests.support.paths import EXAMPLE_PROJECTS
from tests.support.rule_book import SPECS

FAMILY = "Noto Serif CJK SC"
pytestmark = pytest.mark.skipif(not fonts(), reason="no Chinese font is installed")
#: Points: a form's type and its lines; a column unit is 7 pixels of 3/4 of a point, and 5 pixels a cell's margins.
SIZE, LINE, UNIT, MARGINS = 9, Fraction(27, 2) * 9 / 10, Fraction(21, 4), Fraction(15, 4)
#: Points: the type of documents and PDF; a millimetre; what stands left and right of a cell's text.
SMALL, MILLIMETRE, INSET = 9, Fraction(72 * 10, 254), 12


@cache
def advance() -> Callable[[str], Fraction]:
    """How wide a character is, in ems, as the font says."""
    found = next(font for font in typst.Fonts().fonts() if font.family == FAMILY and font.path)
    with TTFont(found.path, fontNumber=found.index) as font:
        glyphs, widths, em = font.getBestCmap(), font["hmtx"].metrics, font["head"].unitsPerEm

    @cache
    def of(character: str) -> Fraction:
        return Fraction(widths[glyphs.get(ord(character), ".notdef")][0], em)

    return of


def wide(text: str, size: int) -> Fraction:
    return sum((advance()(character) for character in text), Fraction(0)) * size


def lines(text: str, room: Fraction, size: int) -> int:
    """How many lines a text takes in a room: broken anywhere between 汉字, at spaces and where a word is too long."""
    count = 0
    for line in text.split("\n"):
        count, used = count + 1, Fraction(0)
        for part in words(line):
            width = wide(part, size)
            if used and used + width > room:
                count, used = count + 1, Fraction(0)
            while width > room:
                count, width = count + 1, width - room
            used += width
    return count


def words(text: str) -> Iterator[str]:
    """What is not broken: letters and digits in a row; every 汉字 by itself."""
    word = ""
    for character in text:
        if character.isascii() and not character.isspace():
            word += character
            continue
        if word:
            yield word
        yield character
        word = ""
    if word:
        yield word


def results() -> Iterator[jixiao.Result]:
    """The examples under every layout, and one with the longest texts that people write."""
    for spec in map(jixiao.load_spec, SPECS):
        for path in EXAMPLE_PROJECTS:
            yield jixiao.score(jixiao.load_project(path), spec)
    rows = [
        {"level1": "社会公众或服务对象满意度指标", "level2": "服务对象满意度指标", "name": "提升工作效率和群众办事体验率" * 3,
         "target": "≥12345678.99万元", "actual": "10000000.5万元", "weight": "12.25", "cause": "尾款按合同在次年验收后支付" * 5}
        for _ in range(8)
    ]  # fmt: skip
    of = {"name": "很长的项目名称" * 6, "year": 2024, "department": "某某市人力资源和社会保障局" * 2, "unit": "某某市社会保险事务中心" * 2,
          "funds": {"money_unit": "元", "total": {"initial": "123456789.12", "budget": "123456789.12", "spent": "98765432.1"}},
          "goals": [{"expected": "目标" * 150, "achieved": "完成" * 150}], "indicators": rows}  # fmt: skip
    for spec in map(jixiao.load_spec, SPECS):
        yield jixiao.score(jixiao.load_project(of), spec)


def boxes(sheet: Any) -> Iterator[tuple[str, Fraction, Fraction]]:
    """Each text of a sheet's table with the width and the height of its box, in points."""
    merged = {(area.min_row, area.min_col): area for area in sheet.merged_cells.ranges}
    columns = max(area.max_col for area in merged.values())
    widths = {
        at: Fraction(group.width)
        for group in sheet.column_dimensions.values()
        for at in range(group.min, group.max + 1)
    }
    for row in sheet.iter_rows(max_col=columns):
        for cell in row:
            if text := text_of(cell):
                area = merged.get((cell.row, cell.column))
                across = range(cell.column, (area.max_col if area else cell.column) + 1)
                down = range(cell.row, (area.max_row if area else cell.row) + 1)
                room = sum(widths[at] for at in across) * UNIT - MARGINS
                yield text, room, sum((Fraction(sheet.row_dimensions[at].height) for at in down), Fraction(0))


@pytest.mark.slow
def test_every_text_of_a_workbook_fits_its_box() -> None:
    too_high = []
    for result in results():
        sheet = openpyxl.load_workbook(io.BytesIO(jixiao.render(result, "xlsx")), data_only=True).worksheets[0]
        for text, room, high in list(boxes(sheet))[1:]:  # the title has its own size
            if lines(text, room, SIZE) * LINE > high:
                too_high.append((result.spec.form.layout, text, room, high))  # type: ignore[union-attr]
    assert too_high == []


def rooms(form: Form) -> Iterator[tuple[str, Fraction]]:
    """Each text of a form with the width of its box on paper, in points."""
    paper = ((LONG if form.landscape else SHORT) - 2 * MARGIN) * MILLIMETRE
    for block in form.blocks:
        for at in place_cells(block.rows):
            part = sum(form.columns[at.column : at.column + at.cell.columns])
            yield at.cell.text, paper * part / sum(form.columns) - INSET


def test_no_word_on_paper_is_wider_than_its_cell() -> None:
    """Rows grow with their texts in documents, PDF and pages; what could stick out is a word that is not broken."""
    too_wide = [
        (result.spec.form.layout, word, room)  # type: ignore[union-attr]
        for result in results()
        for text, room in rooms(form_of(result))
        for word in words(text.replace("\n", " "))
        if wide(word, SMALL) > room
    ]
    assert too_wide == []
