"""Every kind of file becomes lines and tables as people see them: old workbooks, pages of the web, PDF, plain text."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import typst

import jixiao
from jixiao.border import conversion
from jixiao.border.file_kinds import CONVERTIBLE
from jixiao.border.inputs import InputError
from jixiao.border.old_workbook import read_old_workbook
from jixiao.border.pdf_document import read_pages
from jixiao.border.plain_text import read_text
from jixiao.border.running_document import PAGE_BREAK, Document
from jixiao.border.web_page import read_page
from jixiao.forms.importing import Content, project_of_form, read_file_of_forms
from jixiao.forms.importing.xlsx import text_of
from tests.support.office import converted, needs_office
from tests.support.paths import CASES, EXAMPLES, TESTS

DATA = TESTS / "data"
#: A cell's row, column, the rows and columns that it covers, and its text.
Spot = tuple[int, int, int, int, str]


def tables(document: Document) -> list[list[Spot]]:
    return [[cell[:5] for cell in block if cell.text] for block in document.blocks if isinstance(block, list)]


def lines(document: Document) -> list[str]:
    return [block for block in document.blocks if isinstance(block, str)]


def page(body: str, encoding: str = "utf-8") -> Document:
    return read_page("a.html", f"<html><body>{body}</body></html>".encode(encoding))


# ---- old workbooks


@pytest.mark.parametrize("name", ["old_format", "old_format_1904"])
def test_numbers_of_an_old_workbook_are_those_that_were_typed(name: str) -> None:
    book = read_old_workbook("a.xls", (DATA / f"{name}.xls").read_bytes())
    sheet = book.sheets[0]
    texts = {cell.name: text_of(cell.value, cell.number_format) for cell in sheet.cells}
    assert texts == {
        "A1": "项目支出绩效自评表", "A2": "92.5%", "B2": "2023年11月20日", "C2": "12345.678", "A3": "450人次", "B3": "2.5",
        "C3": "", "A4": "隐藏的行", "A5": "TRUE", "B5": "1100.1", "C5": "#DIV/0!", "A6": "两行",
    }  # fmt: skip
    spans = {cell.name: (cell.rows, cell.columns) for cell in sheet.cells}
    assert (spans["A1"], spans["A6"], spans["A2"]) == ((1, 3), (2, 1), (1, 1))
    assert [(aside.kind, aside.text, aside.cell) for aside in book.asides] == [("struck", "旧值", "C3")]
    assert (sheet.hidden_rows, book.sheets[1].is_visible) == ({4}, False)


def test_hidden_rows_are_read_and_named() -> None:
    content = read_file_of_forms(DATA / "old_format.xls")
    assert [form.name for form in content.forms] == ["自评表"]
    wheres = [finding.args["where"] for finding in content.findings if finding.code == "JX860"]
    assert wheres == ["自评表!4:4"]


def test_a_page_of_the_web_that_was_saved_as_a_workbook_is_one(tmp_path: Path) -> None:
    file = tmp_path / "a.xls"
    file.write_text("<html><table><tr><td>甲<td>乙</table></html>", "utf-8")
    (form,) = read_file_of_forms(file).forms
    assert [spot.text for spot in form.grid.spots] == ["甲", "乙"]


# ---- pages of the web


@pytest.mark.parametrize(
    ("body", "cells"),
    [
        ("<table><tr><td rowspan=2>甲<td>乙<tr><td>丙</table>", [(0, 0, 2, 1, "甲"), (0, 1, 1, 1, "乙"), (1, 1, 1, 1, "丙")]),
        ("<table><tr><td colspan=2>甲<tr><td>乙<td>丙</table>", [(0, 0, 1, 2, "甲"), (1, 0, 1, 1, "乙"), (1, 1, 1, 1, "丙")]),
        ("<table><tr><td rowspan=0>甲<td>乙<tr><td>丙</table>", [(0, 0, 2, 1, "甲"), (0, 1, 1, 1, "乙"), (1, 1, 1, 1, "丙")]),
        ("<table><tr><td rowspan=9>甲<td>乙</table>", [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "乙")]),
        ("<table><thead><tr><th>甲</thead><tbody><tr><td>乙</table>", [(0, 0, 1, 1, "甲"), (1, 0, 1, 1, "乙")]),
        ("<table><tr><td>完成\n    验收<td>A \n B</table>", [(0, 0, 1, 1, "完成验收"), (0, 1, 1, 1, "A B")]),
        ("<table><tr><td><p>一<p>二<td>一<br>二</table>", [(0, 0, 1, 1, "一\n二"), (0, 1, 1, 1, "一\n二")]),
        ("<table><tr><td>≥&nbsp;95%<td>&lt;3</table>", [(0, 0, 1, 1, "≥ 95%"), (0, 1, 1, 1, "<3")]),
        ("<table><tr style='display:none'><td>旧<tr><td>新</table>", [(0, 0, 1, 1, "新")]),
        ("<table><tr><td>新<span hidden>旧</span><script>x</script></table>", [(0, 0, 1, 1, "新")]),
        ("<table><tr><td>新<td><table><tr><td>5200条</table></table>", [(0, 0, 1, 1, "新"), (0, 1, 1, 1, "5200条")]),
        ("<table><tr><td><input value='12'></table>", [(0, 0, 1, 1, "12")]),
        ("<table><caption>题</caption><tr><td>甲<td>乙</table>", [(0, 0, 1, 2, "题"), (1, 0, 1, 1, "甲"), (1, 1, 1, 1, "乙")]),
    ],
)  # fmt: skip
def test_cells_of_a_page_stand_where_a_browser_puts_them(body: str, cells: list[Spot]) -> None:
    assert tables(page(body)) == [cells]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16", "utf-8-sig"])
def test_pages_are_read_in_the_encodings_that_offices_use(encoding: str) -> None:
    assert tables(page("<table><tr><td>绩效</table>", encoding)) == [[(0, 0, 1, 1, "绩效")]]


def test_what_is_struck_out_on_a_page_is_named() -> None:
    document = page("<table><tr><td><s>4800条</s>5200条</table>")
    assert tables(document) == [[(0, 0, 1, 1, "5200条")]]
    assert [(aside.kind, aside.text) for aside in document.asides] == [("struck", "4800条")]


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ("<tr style='display:none'><td>旧<td>4800条", "hidden"),
        ("<tr><td style='display: none'>旧 4800条", "hidden"),
        ("<tr style='text-decoration:line-through'><td>旧<td>4800条", "struck"),
        ("<tr><td>&nbsp;<td style='text-decoration:line-through'>旧 4800条", "struck"),
    ],
)
def test_rows_and_cells_that_a_page_hides_are_named(row: str, kind: str) -> None:
    document = page(f"<table>{row}<tr><td>新<td>5200条</table>")
    assert [text for *_, text in tables(document)[0] if text.strip()] == ["新", "5200条"]
    assert [(aside.kind, aside.text) for aside in document.asides] == [(kind, "旧 4800条")]


def test_a_table_for_layout_is_none() -> None:
    inner = "<table>" + "<tr><td>甲<td>乙<td>丙" * 3 + "</table>"
    document = page(f"<table><tr><td>题<td>{inner}</table>")
    assert (lines(document), len(tables(document))) == (["题"], 1)


# ---- PDF


def drawn(source: str) -> bytes:
    """A PDF file with Chinese in whatever font there is."""
    data = typst.compile(f"#set page(width: 12cm, height: 6cm, margin: 1cm)\n{source}".encode())
    assert isinstance(data, bytes)
    return data


def test_characters_belong_to_the_cell_around_their_midpoint() -> None:
    document = read_pages(
        "a.pdf", drawn("Title\n#table(columns: (2cm, 3cm), table.cell(rowspan: 2)[A], [1.5], [20%])\nBelow")
    )
    assert tables(document) == [[(0, 0, 2, 1, "A"), (0, 1, 1, 1, "1.5"), (1, 1, 1, 1, "20%")]]
    assert lines(document) == ["Title", "Below"]


def test_a_table_that_pages_cut_is_one_without_its_repeated_headings() -> None:
    rows = ", ".join(f"[{number}], [a{number}], [b{number}]" for number in range(20))
    document = read_pages("a.pdf", drawn(f"#table(columns: 3, table.header([No], [Name], [Value]), {rows})"))
    (cells,) = tables(document)
    texts = [text for *_, text in cells]
    assert texts == [
        "No",
        "Name",
        "Value",
        *(text for number in range(20) for text in (f"{number}", f"a{number}", f"b{number}")),
    ]
    assert [row for row, *_ in cells] == [row for row in range(21) for _ in range(3)]


def test_a_row_that_a_page_cuts_is_one() -> None:
    words = " ".join(f"word{number}" for number in range(60))
    document = read_pages(
        "a.pdf", drawn(f"#table(columns: (1cm, 3cm, 1cm), [1], [x], [2], [3], [{words}], [4], [5], [y], [6])")
    )
    (cells,) = tables(document)
    assert [text for *_, text in cells] == ["1", "x", "2", "3", words, "4", "5", "y", "6"]


def test_tables_on_pages_that_differ_are_two() -> None:
    document = read_pages(
        "a.pdf", drawn("#table(columns: (2cm, 3cm), [A], [1])\n#pagebreak()\n#table(columns: (1cm, 1cm), [B], [2])")
    )
    assert len(tables(document)) == 2
    assert PAGE_BREAK in document.blocks


@pytest.mark.parametrize(("text", "code"), [("", "JX861"), ("#pagebreak()\n#table(columns: 2, [A], [1])", "JX862")])
def test_a_scanned_page_is_called_one(tmp_path: Path, text: str, code: str) -> None:
    scan = tmp_path / "scan.svg"
    scan.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image width="9" height="9" href="data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="/></svg>', "utf-8")  # fmt: skip
    source = tmp_path / "a.typ"
    source.write_text(f'#set page(width: 9cm, height: 9cm)\n#image("scan.svg")\n{text}', "utf-8")
    file = tmp_path / "a.pdf"
    file.write_bytes(typst.compile(source))
    (finding,) = read_file_of_forms(file).findings
    assert (finding.code, finding.args["pages"]) == (code, "1")


# ---- plain text

_DRAWN = """\
题
+------+--------+
| 甲   | 完成防 |
|      | 汛     |
+======+========+
| 丙   |        |
+------+--------+
注：无
"""


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("甲\t乙\n\t丙", [(0, 0, "甲"), (0, 1, "乙"), (1, 1, "丙")]),
        ("| 甲 | 乙 |\n|---|:-:|\n| 丙 | 丁\\|戊 |", [(0, 0, "甲"), (0, 1, "乙"), (1, 0, "丙"), (1, 1, "丁|戊")]),
        ("甲 | 乙 | 丙", [(0, 0, "甲"), (0, 1, "乙"), (0, 2, "丙")]),
        ("甲      乙\n丙一二  丁", [(0, 0, "甲"), (0, 1, "乙"), (1, 0, "丙一二"), (1, 1, "丁")]),
        ("甲          3\n        4  5", [(0, 0, "甲"), (0, 2, "3"), (1, 1, "4"), (1, 2, "5")]),
        ("名称：甲    年度：2023", [(0, 0, "名称："), (0, 1, "甲"), (0, 2, "年度："), (0, 3, "2023")]),
        ("┌──┬──┐\n│甲│乙│\n└──┴──┘", [(0, 0, "甲"), (0, 1, "乙")]),
        (_DRAWN, [(0, 0, "甲"), (0, 1, "完成防汛"), (1, 0, "丙")]),
    ],
)
def test_tables_of_a_text_are_told_by_how_they_are_drawn(text: str, cells: list[tuple[int, int, str]]) -> None:
    (table,) = tables(read_text("a.txt", text.encode()))
    assert [(row, column, shown) for row, column, _, _, shown in table] == cells


def test_a_text_without_a_table_is_lines() -> None:
    document = read_text("a.txt", "关于报送自评表的通知\n\n各单位：请于  月底前报送。".encode())
    assert tables(document) == []


# ---- what the program wrote itself


@pytest.mark.parametrize("ending", ["html", "pdf", "txt"])
@pytest.mark.parametrize("name", ["leshan-sms", "leshan-service"])
def test_what_the_program_drew_reads_back(tmp_path: Path, ending: str, name: str) -> None:
    result = jixiao.score(jixiao.load_project(EXAMPLES / f"{name}.yaml"))
    drawing = jixiao.render(result, {"txt": "table"}.get(ending, ending))
    file = tmp_path / f"a.{ending}"
    file.write_bytes(drawing if isinstance(drawing, bytes) else drawing.encode())
    (form,) = read_file_of_forms(file).forms
    rows = project_of_form(form.grid, "", result.spec).data["indicators"]
    project = json.loads(result.project.as_json)
    for key in ("name", "target", "actual", "weight"):
        assert [row[key] for row in rows] == [row[key] for row in project["indicators"]]


# ---- LibreOffice


def test_without_libreoffice_a_file_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    file = DATA / "old_format.xls"
    for ending in CONVERTIBLE:
        with pytest.raises(InputError) as error:
            conversion.converted_bytes(_named(file, ending))
        assert error.value.finding.code == "JX863"


def _named(file: Path, ending: str) -> Path:
    class Named(type(file)):  # type: ignore[misc]
        @property
        def suffix(self) -> str:
            return ending

    return Named(file)


@needs_office
@pytest.mark.slow
@pytest.mark.parametrize(("format_name", "endings"), [("docx", ("doc", "odt")), ("xlsx", ("ods",))])
def test_files_that_libreoffice_reads_are_read(tmp_path: Path, format_name: str, endings: tuple[str, ...]) -> None:
    result = jixiao.score(jixiao.load_project(EXAMPLES / "leshan-sms.yaml"))
    source = tmp_path / f"表.{format_name}"
    source.write_bytes(jixiao.render(result, format_name))
    for ending in endings:
        converted(source, ending, tmp_path)
    files = [tmp_path / f"表.{ending}" for ending in endings]
    with conversion.converted([*files, tmp_path / "none.doc"]) as copies:
        assert sorted(copies) == sorted(files)
        for file in files:
            content: Content = read_file_of_forms(file, copies[file])
            rows = project_of_form(content.forms[0].grid, "", result.spec).data["indicators"]
            values = [(row["name"], row["target"], row["actual"], row["weight"]) for row in rows]
            assert values == [(row.name, row.target, row.actual, str(row.weight)) for row in result.project.indicators]


@needs_office
@pytest.mark.slow
def test_a_file_that_libreoffice_cannot_open_is_named(tmp_path: Path) -> None:
    file = tmp_path / "a.wps"
    file.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    (finding,) = read_file_of_forms(file).findings
    assert finding.code == "JX864"


#: The readers of all kinds of files, for what no file may do to them.
READERS: dict[str, Callable[[str, bytes], object]] = {
    ".xls": read_old_workbook, ".html": read_page, ".pdf": read_pages, ".txt": read_text,
}  # fmt: skip


@pytest.mark.parametrize("ending", READERS)
@pytest.mark.parametrize(
    "data",
    [b"", b"\x00" * 999, b"PK\x03\x04", b"%PDF-1.7\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 99, b"\xff\xfe\x00"],
)
def test_a_broken_file_is_one_finding_or_empty(tmp_path: Path, ending: str, data: bytes) -> None:
    file = tmp_path / f"a{ending}"
    file.write_bytes(data)
    content = read_file_of_forms(file)
    assert content.forms == []
    assert len(content.findings) == 1


def test_a_missing_library_is_named_with_how_to_install_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jixiao.border.reader_process.is_separate", lambda: False)
    for ending, package, extra in (
        (".html", "justhtml", "html"),
        (".xls", "xlrd", "xlsx"),
        (".pdf", "pdfplumber", "pdf"),
    ):
        monkeypatch.setitem(sys.modules, package, None)
        file = tmp_path / f"a{ending}"
        file.write_bytes(b"x")
        (finding,) = read_file_of_forms(file).findings
        assert finding.args["package"] == package
        assert f"[{extra}]" in str(finding.args["install"])


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 20_000,
        "<table>" * 5_000,
        "<table><tr>" + "<td colspan=1000>x" * 200,
        "<table>" + "<tr><td rowspan=65534 colspan=999>x" * 300,
        "<b>" * 3_000 + "<table><tr><td>x</table>",
    ],
)
def test_a_hostile_page_is_read_or_named(tmp_path: Path, body: str) -> None:
    file = tmp_path / "a.html"
    file.write_text(body, "utf-8")
    content = read_file_of_forms(file)
    assert len(content.findings) <= 1
    assert all(finding.code in ("JX820", "JX822", "JX828", "JX832") for finding in content.findings)


@pytest.mark.parametrize(("ending", "package"), [("xls", "xlsx"), ("doc", "docx"), ("et", "xlsx"), ("wps", "docx")])
def test_a_newer_format_under_an_older_ending_is_read_as_what_it_is(tmp_path: Path, ending: str, package: str) -> None:
    file = tmp_path / f"a.{ending}"
    file.write_bytes(next(CASES.glob(f"k{'36' if package == 'xlsx' else '14'}_*")).read_bytes())
    assert len(read_file_of_forms(file).forms) == 1
