"""All formats of a form say the same, whatever a project says; and say it in the same bytes each time."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import jixiao
from jixiao.extras import install_command
from jixiao.forms import Form, form_of
from jixiao.forms.spreadsheet.displays import display_number
from jixiao.forms.spreadsheet.live_cells import live_form
from jixiao.model.spec import IndicatorSpec
from jixiao.rendering import DOCUMENTS, FORMATS
from jixiao.testing import boundary_projects, projects, scored
from tests.support.documents import HOSTILE, cells_of, fonts, of_docx, of_html, of_pdf, of_xlsx, parsed, shown
from tests.support.rule_book import SPECS, in_samples

QUICK = settings(max_examples=2, suppress_health_check=[HealthCheck.too_slow])
LONG = settings(QUICK, max_examples=12)


def hostile(of: dict[str, Any], text: str) -> dict[str, Any]:
    """A project in which every free text is this one."""
    rows = [{**row, "name": text, "level2": text, "cause": text, "remedy": text} for row in of["indicators"]]
    goals = [{"expected": text, "achieved": text}]
    return {**of, "name": text, "department": text, "unit": text, "goals": goals, "indicators": rows, "problems": text}


@st.composite
def results(draw: st.DrawFn, spec: IndicatorSpec) -> jixiao.Result:
    """Results of sound projects, some of them with hostile texts everywhere."""
    of = draw(st.one_of(projects(spec), boundary_projects(spec)))
    if draw(st.booleans()):
        of = hostile(of, draw(st.sampled_from(HOSTILE)))
    return scored(of, spec)


def squeezed(text: str) -> str:
    """A text without spaces, lines and what Markdown escapes: terminals wrap."""
    return re.sub(r"[\s|+=\-\\]|<br>", "", text)


def contained(text: str) -> Callable[[Form], bool]:
    """Whether a wrapped text has every cell's, in any order; characters are counted, since lines are torn apart."""
    have = Counter(squeezed(text))
    return lambda form: not Counter("".join(squeezed(cell) for cell in cells_of(form).elements())) - have


@pytest.mark.parametrize("quick", [QUICK, pytest.param(LONG, marks=pytest.mark.slow)], ids=["few", "many"])
@pytest.mark.parametrize("spec_id", in_samples(SPECS))
def test_all_formats_hold_the_same_texts(spec_id: str, quick: settings) -> None:
    spec = jixiao.load_spec(spec_id)

    @given(result=results(spec))
    @quick
    def check(result: jixiao.Result) -> None:
        form = form_of(result)
        for draw in ("table", "markdown"):
            assert contained(jixiao.render(result, draw))(form), draw
        assert of_html(jixiao.render(result, "html")) == cells_of(form)
        assert of_docx(jixiao.render(result, "docx")) == cells_of(form)
        assert of_xlsx(jixiao.render(result, "xlsx")) >= cells_of(form)
        if fonts():
            assert contained(of_pdf(jixiao.render(result, "pdf")))(form)

    check()


@pytest.mark.parametrize("spec_id", in_samples(SPECS))
def test_a_number_in_a_cell_shows_the_text_of_the_form(spec_id: str) -> None:
    """A unit is in the format, 95% is 0.95: what the cell shows is what was typed."""
    spec = jixiao.load_spec(spec_id)

    @given(result=results(spec))
    @settings(QUICK, max_examples=10)
    def check(result: jixiao.Result) -> None:
        form = form_of(result)
        texts = {cell.field: cell.text for block in form.blocks for row in block.rows for cell in row if cell.field}
        for field, live in live_form(result, form).cells.items():
            if live.number is not None and field in texts:
                assert display_number(live.number, live.pattern) == texts[field].strip(), field

    check()


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_input_gives_the_same_bytes(format: str) -> None:  # noqa: A002  # the contract's word
    of = {"name": "甲", "year": 2024, "spec": "cn.mof-2020-10", "funds": {"total": {"budget": 5, "spent": 4}}}
    of["indicators"] = [{"level1": "产出指标", "name": "乙", "target": "≥5个", "actual": "4个", "weight": 90}]  # type: ignore[assignment]
    if format == "pdf" and not fonts():
        pytest.skip("no Chinese font is installed")
    several = [jixiao.score(jixiao.load_project(of)) for _ in range(2)]
    assert jixiao.render(several, format) == jixiao.render(several, format)
    assert isinstance(jixiao.render(several[0], format), bytes if format in DOCUMENTS else str)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_only_texts(text: str) -> None:
    """An indicator called <script> or =cmd is harmless in every format."""
    of = {"name": text, "year": 2024, "department": text, "funds": {"total": {"budget": 5, "spent": 4}}}
    of |= {"indicators": [{"level1": "产出指标", "name": text, "target": text, "actual": text, "weight": 90}]}  # type: ignore[dict-item]
    result = jixiao.score(jixiao.load_project(of), jixiao.load_spec("cn.mof-2020-10"))
    page = parsed(jixiao.render(result, "html"))
    assert set(page.tags) <= {
        "html", "head", "meta", "title", "style", "body", "main", "article", "h1", "div", "table", "caption", "colgroup", "col",
        "thead", "tbody", "tr", "th", "td", "br", "p", "b", "span",
    }  # fmt: skip
    assert not [name for name, _ in page.attributes if name.startswith("on") or name in ("src", "href")]
    assert shown(text) in of_docx(jixiao.render(result, "docx"))
    assert shown(text) in of_xlsx(jixiao.render(result, "xlsx"))
    assert not fonts() or jixiao.render(result, "pdf").startswith(b"%PDF")


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    import sys

    from typer.testing import CliRunner

    from jixiao.cli.commands import app

    (tmp_path / "a.yaml").write_text("spec: cn.mof-2020-10\nname: 甲\nyear: 2024\nindicators: []\n", "utf-8")
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    monkeypatch.delitem(sys.modules, "jixiao.rendering.xlsx", raising=False)
    done = CliRunner().invoke(app, ["score", str(tmp_path / "a.yaml"), "-f", "xlsx", "-o", str(tmp_path / "a.xlsx")])
    assert done.exit_code == 2
    assert "xlsxwriter\n" in done.output
    assert f"运行：{install_command('xlsx')}\n" in done.output
    assert not (tmp_path / "a.xlsx").exists()
