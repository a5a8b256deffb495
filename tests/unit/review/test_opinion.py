"""The review opinion as pages: no table's headings stand at the foot of a page alone, and they stand again on the next."""

from __future__ import annotations

from pathlib import Path

import pytest

from jixiao.review.docx import draw
from jixiao.review.lines import Line
from jixiao.review.review import Review
from tests.support.office import converted, needs_office

docx = pytest.importorskip("docx")
pdfplumber = pytest.importorskip("pdfplumber")
HEAD = "序号轻重"


def review(counts: list[int]) -> Review:
    """A review of projects with so many findings each."""
    lines = [
        Line(f"{project}.yaml", "1:1", f"项目{project}", "甲局", f"指标{number}", "", "JX404", "warning", "9", "10", "没有写原因", "")
        for project, count in enumerate(counts)
        for number in range(count)
    ]  # fmt: skip
    return Review((), (), tuple(lines), ())


@pytest.mark.slow
@needs_office
@pytest.mark.parametrize("above", range(4))
def test_headings_stand_above_rows_on_every_page(tmp_path: Path, above: int) -> None:
    path = tmp_path / "审核意见.docx"
    path.write_bytes(draw(review([1 + above, *[2] * 12, 80]), "zh"))
    converted(path, "pdf", tmp_path)
    with pdfplumber.open(path.with_suffix(".pdf")) as pdf:
        pages = ["".join(page.extract_text().split()) for page in pdf.pages]
    assert len(pages) > 3
    assert all(HEAD in page for page in pages)
    assert all("须说明" in page.rpartition(HEAD)[2] for page in pages)
    assert "".join(pages).count("须说明") == above + 1 + 24 + 80 + 1  # and once above all of them
