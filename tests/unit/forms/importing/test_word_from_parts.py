"""Word documents read from their parts: what Word shows is what is read."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest

from jixiao.border.running_document import PAGE_BREAK
from jixiao.border.symbols import symbol
from jixiao.border.word_document import read_document
from jixiao.forms.importing import Content, project_of_form, read_file_of_forms
from jixiao.loading.specs import find_spec
from tests.support.paths import CASES

SPEC = find_spec("cn.mof-2020-10", None, None).spec
_DOCUMENT = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:body>{body}</w:body></w:document>'
)


def word(body: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("word/document.xml", _DOCUMENT.format(body=body))
    return packed.getvalue()


def blocks(body: str) -> list[object]:
    return list(read_document("a.docx", word(body), "").blocks)


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def paragraph(*runs: str) -> str:
    return f"<w:p>{''.join(runs)}</w:p>"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(run(text))}</w:tc>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def control(content: str, properties: str = "") -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def read(case: str) -> Content:
    return read_file_of_forms(next(CASES.glob(f"{case}_*")))


@pytest.mark.parametrize(
    ("case", "name", "target", "actual"),
    [
        ("k14", "编织袋数量", "≥5000条", "5200条"),
        ("k16", "编织袋数量", "≥5000条", "5200条"),
        ("k17", "编织袋数量", "≥5000条", "5200条"),
        ("k19", "编织袋数量", "≥5000条", "5200条"),
        ("k22", "编织袋数量", "≥5000条", "5200条"),
        ("k23", "单次处置时间", "≤5000小时", "6000小时"),
        ("k36", "编织袋数量", "≥5000条", "5200条"),
    ],
)
def test_first_row_of_a_case_is_read_as_it_is_shown(case: str, name: str, target: str, actual: str) -> None:
    (form,) = read(case).forms
    row = project_of_form(form.grid, "", SPEC).data["indicators"][0]
    assert (row["name"], row["target"], row["actual"], row["weight"]) == (name, target, actual, "20")


@pytest.mark.parametrize(("case", "names"), [("k20", 1), ("k25", 2)])
def test_tables_are_parted_where_a_form_begins(case: str, names: int) -> None:
    forms = read(case).forms
    projects = [project_of_form(form.grid, "", SPEC).data for form in forms]
    assert [len(project["indicators"]) for project in projects] == [5] * names
    assert all(project["funds"]["total"] for project in projects)


@pytest.mark.parametrize(("case", "text"), [("k22", "旧值4800条"), ("k36", "4800条")])
def test_what_is_not_read_is_named(case: str, text: str) -> None:
    (finding,) = read(case).findings
    assert (finding.code, finding.args["text"]) == ("JX849", text)


@pytest.mark.parametrize(
    "wrap",
    [
        control,
        lambda content: control(control(content)),
        lambda content: f"<w:ins>{content}</w:ins>",
        lambda content: f"<w:smartTag>{content}</w:smartTag>",
        lambda content: f"<w:customXml>{content}</w:customXml>",
        lambda content: f"<w:moveTo>{content}</w:moveTo>",
    ],
)
def test_wrappers_hide_nothing(wrap) -> None:
    plain = blocks(paragraph(run("题")) + table(cell("甲") + cell("乙")))
    assert blocks(wrap(paragraph(run("题"))) + wrap(table(cell("甲") + cell("乙")))) == plain
    assert blocks(paragraph(wrap(run("题"))) + table(wrap(cell("甲")) + cell("乙"))) == plain
    rows = wrap(f"<w:tr>{cell('甲')}{cell('乙')}</w:tr>")
    assert blocks(paragraph(run("题")) + f"<w:tbl>{rows}</w:tbl>") == plain


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ("<w:r><w:noBreakHyphen/></w:r>", "-"),
        ("<w:r><w:softHyphen/></w:r>", ""),
        ("<w:r><w:tab/></w:r>", "\t"),
        ("<w:r><w:br/></w:r>", "\n"),
        ("<w:r><w:cr/></w:r>", "\n"),
        ('<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>', "≥"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', "☑"),
        ('<w:r><w:sym w:font="Nowhere" w:char="nothing"/></w:r>', "\ufffd"),
        (run("\uf0a3"), "≤"),
        (run("x", "<w:vanish/>"), ""),
        (run("x", '<w:vanish w:val="0"/>'), "x"),
        (run("x", "<w:strike/>"), ""),
        (run("x", "<w:dstrike/>"), ""),
        ("<w:del><w:r><w:delText>x</w:delText></w:r></w:del>", ""),
        ("<w:moveFrom><w:r><w:t>x</w:t></w:r></w:moveFrom>", ""),
        ("<w:hyperlink><w:r><w:t>x</w:t></w:r></w:hyperlink>", "x"),
        ("<w:r><w:ruby><w:rt><w:r><w:t>pin</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>x</w:t></w:r></w:rubyBase></w:ruby></w:r>", "x"),
        (control(run("单击此处输入文字"), "<w:showingPlcHdr/>"), ""),
    ],
)  # fmt: skip
def test_characters_of_a_paragraph(inner: str, text: str) -> None:
    assert blocks(paragraph(run("前"), inner, run("后"))) == [f"前{text}后"]


@pytest.mark.parametrize("code", range(0xF020, 0xF0FF))
def test_no_symbol_vanishes(code: int) -> None:
    assert symbol(f"{code:04X}", "Symbol")


def test_skipped_columns_are_counted() -> None:
    before = "<w:trPr><w:gridBefore w:val='1'/></w:trPr>"
    (cells,) = blocks(f"<w:tbl><w:tr>{cell('甲')}{cell('乙')}</w:tr><w:tr>{before}{cell('丙')}</w:tr></w:tbl>")
    assert [(one.row, one.column, one.text) for one in sorted(cells)] == [(0, 0, "甲"), (0, 1, "乙"), (1, 1, "丙")]  # type: ignore[attr-defined]


def test_merged_cells_cover_their_rows_and_columns() -> None:
    restart, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    wide, old = '<w:gridSpan w:val="2"/>', '<w:hMerge w:val="{}"/>'
    (cells,) = blocks(
        table(
            cell("甲", restart) + cell("乙", wide),
            cell("", on) + cell("丙", old.format("restart")) + cell("", old.format("continue")),
        )
    )
    places = {(one.text, one.row, one.column, one.rows, one.columns) for one in cells}  # type: ignore[attr-defined]
    assert places == {("甲", 0, 0, 2, 1), ("乙", 0, 1, 1, 2), ("丙", 1, 1, 1, 2)}


def test_a_table_within_a_table_for_layout_is_one_of_its_own() -> None:
    inner = table(*[cell("甲") + cell("乙") + cell("丙")] * 3)
    outer = f"<w:tbl><w:tr><w:tc>{paragraph(run('题'))}{inner}</w:tc></w:tr></w:tbl>"
    title, cells = blocks(outer)
    assert (title, len(cells)) == ("题", 9)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "body",
    [
        paragraph(run("前")) + '<w:p><w:r><w:br w:type="page"/></w:r></w:p>' + paragraph(run("后")),
        paragraph(run("前")) + "<w:p><w:pPr><w:pageBreakBefore/></w:pPr><w:r><w:t>后</w:t></w:r></w:p>",
        "<w:p><w:pPr><w:sectPr/></w:pPr><w:r><w:t>前</w:t></w:r></w:p>" + paragraph(run("后")),
    ],
)
def test_pages_end_where_the_document_says_so(body: str) -> None:
    assert [block for block in blocks(body) if block] == ["前", PAGE_BREAK, "后"]


def test_cells_are_named_by_table_row_and_column() -> None:
    first, second = blocks(table(cell("甲")) + table(cell("乙"), cell("丙") + cell("丁")))
    names = [one.name for one in (*first, *second)]  # type: ignore[misc]
    assert names == ["表1 第1行第1列", "表2 第1行第1列", "表2 第2行第1列", "表2 第2行第2列"]


def test_documents_are_read_without_a_library_for_them(monkeypatch: pytest.MonkeyPatch) -> None:
    source = Path(read_document.__code__.co_filename).read_text("utf-8")
    assert not re.search(r"import (?:docx|lxml)\b", source)
    monkeypatch.setitem(__import__("sys").modules, "docx", None)
    assert read("k14").forms
