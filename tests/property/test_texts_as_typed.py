"""A text comes out as it was typed, in every format; what cannot be seen, and would deceive, is spelled out.

Each test writes a project with a library of ours and reads the file with a tool that is not ours.
"""

from __future__ import annotations

import csv
import io
import itertools
import json
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from openpyxl.cell import MergedCell

import jixiao
from jixiao.findings.terminal import escape, escape_lines, width
from jixiao.forms.grid import clean
from jixiao.model.project import strip_placeholder
from tests.support.commands import jixiao as command
from tests.support.documents import fonts, of_pdf, parsed, text_of
from tests.support.office import converted, needs_office

NUMBERS = (
    "1,000", "12,345.6", "1,000.50", "1,00", "1e5", "1E5", "1_000", "０１", "１２３", "007", "00", "-0", "+5", "-5", "−5", "- 5",
    "0.10", "10.50", ".5", "5.", "10.0%", "≥1,000", "1,000人", "5 万人", "3/4", "½", "①", "٣", "12:30", "2023-12-31", "inf", "nan",
    "Infinity", "0x1F", "1 000", "123456789012345678901",
)  # fmt: skip
WORDS = ("False", "True", "None", "null", "no", "yes", "~", "是", "NULL", "及时", "e\u0301", "\U0001f600", "𠮷", "㎡")
MARKUP = (
    "<b>x</b>", "&amp;", "&#60;", "<br>", "a|b", "\\|", "\\", "`x`", "**x**", "_x_", "~~x~~", "[a](b)", "$x$", "# h", "- a", "+ a", "1. a",
    "_x000D_", "]]>", "{0}%s", "#let x", "'x", '"x"', '"', "''", "a,b", "a;b",
)  # fmt: skip
FORMULAS = (
    "=1+1",
    "+cmd",
    "@SUM(A1)",
    "＝1+1",
    "＋1",
    "－1",
    "＠a",
    "﹣1",
    " =1",
    "　=1",
    "\t=1",
    "\n=1",
    "\r=1",
    "\u200b=1",
    "\ufeff=1",
)
LINES = ("a\nb", "a\rb", "a\r\nb", "a\n\nb")
UNSEEN = (
    "\ud800",
    "a\udfffb",
    "a\u202eb\u202c",
    "\x1b[31mred",
    "\x00",
    "\x07",
    "\u200b",
    "\ufeffx",
    "\u2028a",
    "\uffff",
    "👨‍👩‍👧",
    "\x85",
)
TYPED = (*NUMBERS, *WORDS, *MARKUP, *FORMULAS, *LINES, *UNSEEN)

texts = st.text(
    st.one_of(
        st.sampled_from("0123456789,.+-=@＝＋－＠１０%≥人e_|\\<>&*\"' \t\n\r\u200b\u202e\x1b\ud800甲"),
        st.characters(codec=None),
    ),
    min_size=1,
    max_size=12,
).filter(lambda text: bool(escape(text).strip()))
of_any_text = settings(
    max_examples=30, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)


class Shown(NamedTuple):
    """What a format shows of the one row: its name, target, actual and reasons."""

    name: str
    target: str
    actual: str
    reason: str


def result_of(text: str) -> jixiao.Result:
    """The result of a project that says ``text`` wherever it may say anything."""
    row = {"level1": "产出指标", "name": text, "target": text, "actual": text, "weight": 90, "cause": text}
    project = {"spec": "cn.mof-2020-10", "name": text, "year": 2023, "funds": {"total": {"budget": 5, "spent": 5}}}
    return jixiao.score(jixiao.load_project({**project, "department": text, "indicators": [row]}))


def visible(text: str) -> str:
    """What people are shown of a text, however many lines it has."""
    return clean(text)


def squeezed(text: str) -> str:
    """A text without white space: what wraps lines loses some."""
    return re.sub(r"\s", "", text)


# ---- readers: of a file, the row


def of_terminal(page: str) -> Shown:
    """The row in a terminal's grid: cells are cut where the rule above has its corners, lines joined."""
    rows: list[list[str]] = []
    corners: list[int] = []
    for line in page.split("\n"):
        if re.fullmatch(r"\+[-=+]+\+", line):
            corners = [at for at, character in enumerate(line) if character == "+"]
            rows.append(["" for _ in corners[1:]])
        elif line.startswith("| ") and rows:
            rows[-1] = [cell + part for cell, part in zip(rows[-1], cut(line, corners), strict=True)]
    return the_row([[squeezed(cell) for cell in row] for row in rows])


def cut(line: str, corners: list[int]) -> Iterable[str]:
    """The parts of a line between columns of the terminal."""
    starts = [sum(map(width, line[:at])) for at in range(len(line) + 1)]
    for left, right in itertools.pairwise(corners):
        yield line[starts.index(left) + 1 : starts.index(right)]


def of_markdown(page: str) -> Shown:
    return of_html(MarkdownIt("commonmark", {"html": True}).enable("table").render(page))


def of_html(page: str) -> Shown:
    return the_row(rows_of(parsed(page).cells))


def of_docx(data: bytes) -> Shown:
    cells = []
    for cell in docx.Document(io.BytesIO(data)).tables[-1]._tbl.iter(qn("w:tc")):
        parts = cell.iter(qn("w:t"), qn("w:br"))
        cells.append("".join("\n" if part.tag == qn("w:br") else part.text or "" for part in parts))
    return the_row(rows_of(cells))


def of_xlsx(data: bytes) -> Shown:
    sheet = openpyxl.load_workbook(io.BytesIO(data), data_only=True).worksheets[0]
    last = max(area.max_col for area in sheet.merged_cells.ranges)
    rows = sheet.iter_rows(max_col=last)
    return the_row([[shown_in(cell) for cell in row if not isinstance(cell, MergedCell)] for row in rows])


def shown_in(cell: Any) -> str:
    return cell.value.strip() if isinstance(cell.value, str) else text_of(cell)


def rows_of(cells: list[str]) -> list[list[str]]:
    """The cells of a table from the row of the indicator on."""
    start = max(at for at, cell in enumerate(cells) if cell.strip() == "产出指标")
    return [[cell.strip() for cell in cells[start:]]]


def the_row(rows: list[list[str]]) -> Shown:
    """What the row of the indicator shows; its columns are those of the official table."""
    row = next(row for row in reversed(rows) if "产出指标" in row)
    _, _, name, target, actual, _, _, reason, *_ = row[row.index("产出指标") :]
    return Shown(name.strip(), target.strip(), actual.strip(), reason.strip())


# ---- the law


@pytest.mark.parametrize("text", TYPED)
def test_data_hold_what_was_typed(text: str) -> None:
    data_hold_it(text)


@given(texts)
@of_any_text
def test_data_hold_any_text(text: str) -> None:
    data_hold_it(text)


def data_hold_it(text: str) -> None:
    result = result_of(text)
    (document,) = json.loads(jixiao.render(result, "json").encode())
    (line,) = (json.loads(line) for line in jixiao.render(result, "jsonl").encode().splitlines())
    row = document["indicators"][0]
    assert [row[key] for key in ("name", "target", "actual", "cause")] == [
        text,
        text,
        text,
        result.project.indicators[0].cause,
    ]
    assert line == document
    page = jixiao.render(result, "csv").encode().decode("utf-8-sig")
    *_, cells = csv.DictReader(io.StringIO(page, newline=""))
    for key in ("name", "target", "actual"):
        assert cells[key].removeprefix("'" if text[0] != "'" else "") == escape_lines(text), key


@pytest.mark.parametrize("format", ["table", "markdown", "html"])
@pytest.mark.parametrize("text", TYPED)
def test_pages_show_what_was_typed(text: str, format: str) -> None:  # noqa: A002  # the contract's word
    page_shows_it(text, format)


@pytest.mark.parametrize("format", ["table", "markdown", "html"])
@given(text=texts)
@of_any_text
def test_pages_show_any_text(text: str, format: str) -> None:  # noqa: A002
    page_shows_it(text, format)


READERS: dict[str, Callable[[Any], Shown]] = {
    "table": of_terminal, "markdown": of_markdown, "html": of_html, "docx": of_docx, "xlsx": of_xlsx,
}  # fmt: skip


def page_shows_it(text: str, format: str) -> None:  # noqa: A002
    drawn = jixiao.render(result_of(text), format)
    assert not isinstance(drawn, str) or drawn.encode()
    shown, wanted = READERS[format](drawn), visible(text).strip()
    if format in ("table", "markdown"):  # which break lines, and of white space in a row keep one
        shown, wanted = Shown(*map(squeezed, shown)), squeezed(wanted)
    assert shown[:3] == (wanted, wanted, wanted)
    assert wanted.rstrip("。. ") in shown.reason or not strip_placeholder(text)  # a sentence goes on behind it


@pytest.mark.parametrize("format", ["docx", "xlsx"])
@pytest.mark.parametrize(
    "text", ["1,000", "12,345.6", "False", "1e5", "０１", "-0", "a\rb", "\ud800", "\x1b[31m", "_x000D_", " =1"]
)
def test_office_files_show_it(text: str, format: str) -> None:  # noqa: A002
    page_shows_it(text, format)


@pytest.mark.slow
@pytest.mark.parametrize("format", ["docx", "xlsx"])
def test_office_files_show_what_was_typed(format: str) -> None:  # noqa: A002
    for text in TYPED:
        page_shows_it(text, format)


@pytest.mark.slow
@pytest.mark.parametrize("format", ["docx", "xlsx"])
@given(text=texts)
@of_any_text
def test_office_files_show_any_text(text: str, format: str) -> None:  # noqa: A002
    page_shows_it(text, format)


@pytest.mark.slow
@pytest.mark.parametrize("format", ["docx", "xlsx"])
def test_office_files_are_sound_xml(format: str) -> None:  # noqa: A002
    for text in (*UNSEEN, *LINES, *MARKUP):
        with zipfile.ZipFile(io.BytesIO(jixiao.render(result_of(text), format))) as archive:
            for name in archive.namelist():
                if name.endswith((".xml", ".rels")):
                    ET.fromstring(archive.read(name))  # noqa: S314  # our own


@pytest.mark.slow
@pytest.mark.skipif(not fonts(), reason="no Chinese font is installed")
def test_pdf_shows_what_was_typed() -> None:
    for text in (*NUMBERS, *WORDS[:10], *MARKUP, *FORMULAS, *LINES, *UNSEEN[:-2]):
        page = squeezed(of_pdf(jixiao.render(result_of(text), "pdf")))
        assert page.count(squeezed(visible(text))) >= 3, text


@pytest.mark.slow
@needs_office
def test_an_office_program_shows_the_numbers_that_were_typed(tmp_path: Path) -> None:
    """A number is a number in its cell; the cell's format shows it as it was typed."""
    results = [result_of(text) for text in (*NUMBERS, *WORDS, *FORMULAS[:9])]
    (tmp_path / "all.xlsx").write_bytes(jixiao.render(results, "xlsx"))
    converted(tmp_path / "all.xlsx", AS_SHOWN, tmp_path)
    pages = [page.read_text("utf-8") for page in sorted(tmp_path.glob("all-*.csv"))]
    cells = Counter(cell.strip() for page in pages for row in csv.reader(io.StringIO(page)) for cell in row)
    for result in results:  # in the summary; and as the project, its department, its row, target and actual
        assert cells[visible(result.project.name or "").strip()] >= 6, result.project.name


#: As LibreOffice shows the cells: comma, quotes, UTF-8, every sheet a file of its own.
AS_SHOWN = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"


# ---- at the command


PROJECT = """\
spec: cn.mof-2020-10
name: 甲
year: 2023
funds: {total: {budget: "1,000", spent: "900"}}
indicators:
  - {level1: 产出指标, name: 甲, target: "1,000", actual: "1,000", weight: 60, cause: 天气}
  - {level1: 效益指标, name: 乙, target: "False", actual: "False", weight: 30}
"""


def test_no_value_ends_a_run(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(PROJECT, "utf-8")
    (tmp_path / "b.yaml").write_text(PROJECT.replace("甲", "丙"), "utf-8")
    done = command("score", ".", cwd=tmp_path)
    page = done.out
    assert (done.code, page.count("总分：")) == (0, 2)
    assert len(re.findall(r"\| 1,000 +\| 1,000 +\|", page)) == 2
    assert len(re.findall(r"\| False +\| False +\|", page)) == 2


@pytest.mark.parametrize("format", ["json", "jsonl", "csv"])
def test_files_and_standard_output_are_one(tmp_path: Path, format: str) -> None:  # noqa: A002
    """A surrogate that a JSON file escapes is written the same way to both."""
    data = {"spec": "cn.mof-2020-10", "name": "甲\ud800\x1b", "year": 2023, "indicators": []}
    (tmp_path / "a.json").write_text(json.dumps(data), "utf-8")
    shown = command("score", "a.json", "-f", format, cwd=tmp_path).raw
    command("score", "a.json", "-f", format, "-o", "out", cwd=tmp_path)
    assert (tmp_path / "out").read_bytes() == shown
    assert b"\x1b" not in shown
