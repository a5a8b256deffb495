"""The PDF: all texts whole and within their columns, rows whole, headings on every page; no font, no file."""

from __future__ import annotations

import io
import re

import pypdf
import pytest

import jixiao
from jixiao.rendering import typst_source
from jixiao.rendering.formats import FormatError
from tests.support.documents import fonts
from tests.support.rule_book import SPECS
from tests.support.sheets import example, many, named

needs_font = pytest.mark.skipif(not fonts(), reason="no Chinese font is installed")


def pages(data: bytes) -> list[str]:
    return ["".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(data)).pages]


@needs_font
@pytest.mark.parametrize("spec", ["cn.mof-2020-10", "cn.sichuan.system-2023", "cn.yunnan.form14-2022"])
def test_a_row_stays_on_one_page_under_its_headings(spec: str) -> None:
    found = pages(jixiao.render(many(30, spec), "pdf"))
    assert len(found) >= 3
    for page in found:
        assert set(re.findall(r"始(\d+)。", page)) == set(re.findall(r"终(\d+)完", page))
        assert "三级指标" in page or "始" not in page


@needs_font
def test_a_row_longer_than_a_page_goes_on_over_the_next() -> None:
    """Kept together it would be cut at the foot of the page."""
    found = pages(jixiao.render(named("很长" * 3000), "pdf"))
    assert len(found) > 3
    assert "".join(found).count("很") >= 3000 * 3


@needs_font
@pytest.mark.parametrize(
    "word", ["x" * 300, "W" * 300, "3.14159" * 50, "（" * 200, "，" * 200, "—" * 199 + "完", "é" * 200]
)
def test_a_word_wider_than_its_column_breaks(word: str) -> None:
    (reader,) = [pypdf.PdfReader(io.BytesIO(jixiao.render(named(word), "pdf")))]
    lines = "\n".join(page.extract_text() for page in reader.pages).splitlines()
    longest = max(len(line.strip()) for line in lines if set(line.strip()) <= set(word))
    assert longest <= 170  # as many half-width characters as the paper takes in its whole width
    assert sum(line.count(word[0]) for line in lines) >= 3 * word.count(word[0])  # the form has a few of its own


@needs_font
@pytest.mark.parametrize("spec", SPECS)
def test_every_layout_is_set(spec: str) -> None:
    form = pypdf.PdfReader(io.BytesIO(jixiao.render(example("deductions", spec), "pdf")))
    box = form.pages[0].mediabox
    assert sorted((round(box.width), round(box.height))) == [595, 842]


def test_without_a_font_there_is_a_finding_and_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typst_source, "_installed", lambda: (None, ()))
    with pytest.raises(FormatError) as caught:
        jixiao.render(example("leshan-sms"), "pdf")
    assert caught.value.finding.code == "JX810"
