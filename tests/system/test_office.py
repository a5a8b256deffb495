"""Real LibreOffice opens what we write: every text of the form is on its pages, headings on each."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pypdf
import pytest

import jixiao
from jixiao.forms import form_of
from tests.support.documents import cells_of
from tests.support.office import converted, needs_office
from tests.support.paths import EXAMPLES
from tests.support.rule_book import SPECS
from tests.support.sheets import example, many, named

pytestmark = [pytest.mark.slow, needs_office]


def squeezed(text: str) -> str:
    return "".join(text.split())


def pages(path: Path, folder: Path) -> list[str]:
    converted(path, "pdf", folder)
    return [squeezed(page.extract_text()) for page in pypdf.PdfReader(folder / f"{path.stem}.pdf").pages]


@pytest.mark.parametrize("format", ["docx", "xlsx"])
@pytest.mark.parametrize("name", ["leshan-sms", "leshan-service", "deductions"])
def test_every_text_is_on_the_paper(tmp_path: Path, name: str, format: str) -> None:  # noqa: A002  # the contract's word
    result = jixiao.score(jixiao.load_project(EXAMPLES / f"{name}.yaml"))
    path = tmp_path / f"a.{format}"
    path.write_bytes(jixiao.render(result, format))
    text = "".join(pages(path, tmp_path))
    assert not Counter(squeezed("".join(cells_of(form_of(result)).elements()))) - Counter(text)
    assert squeezed(form_of(result).title) in text


def test_every_layout_is_on_the_paper(tmp_path: Path) -> None:
    results = [example("deductions", spec) for spec in SPECS]
    (tmp_path / "a.docx").write_bytes(jixiao.render(results, "docx"))
    text = Counter("".join(pages(tmp_path / "a.docx", tmp_path)))
    cells = "".join(cell for result in results for cell in cells_of(form_of(result)).elements())
    assert not Counter(squeezed(cells)) - text


def test_rows_stay_whole_and_longer_ones_go_on(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(jixiao.render(many(20), "docx"))
    for page in pages(tmp_path / "a.docx", tmp_path):
        assert set(re.findall(r"始(\d+)。", page)) == set(re.findall(r"终(\d+)完", page))
    (tmp_path / "b.docx").write_bytes(jixiao.render(named("很长" * 3000), "docx"))
    assert "".join(pages(tmp_path / "b.docx", tmp_path)).count("很") >= 3000 * 3


def long_project() -> jixiao.Result:
    """60 indicators with long names and reasons: more than a page."""
    rows = [
        {"level1": "产出指标", "level2": f"第{at // 10}类", "name": f"指标{at}" + "很长的名称" * 6, "target": "≥5个",
         "actual": "4个", "weight": "1.5", "cause": "很长的原因" * 10}
        for at in range(60)
    ]  # fmt: skip
    project = {"name": "长", "year": 2024, "funds": {"total": {"budget": 5, "spent": 4}}, "indicators": rows}
    return jixiao.score(jixiao.load_project(project), jixiao.load_spec("cn.mof-2020-10"))


def test_headings_are_repeated_over_pages(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(jixiao.render(long_project(), "docx"))
    found = pages(path, tmp_path)
    assert len(found) >= 4
    assert all("三级指标" in page for page in found[:-1])


def test_pdf_repeats_headings_too() -> None:
    import io

    data = jixiao.render(long_project(), "pdf")
    found = [squeezed(page.extract_text()) for page in pypdf.PdfReader(io.BytesIO(data)).pages]
    assert len(found) >= 4
    assert all("三级指标" in page for page in found)
