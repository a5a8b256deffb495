"""What stands in a file beside its forms is read or named: summaries, other sheets, comments, text boxes, headers."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml
from openpyxl.comments import Comment
from typer.testing import CliRunner, Result

import jixiao
from jixiao.cli.commands import app
from jixiao.findings import Finding
from jixiao.forms.importing import project_of_form, read_file_of_forms
from jixiao.forms.labels import BLOCKS
from tests.support.own_forms import ENDINGS, project

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def drawn(folder: Path, ending: str, *names: str, lang: Any = "zh") -> Path:
    """A file with the forms of several projects, each with a name and an actual of its own."""
    path = folder / f"a.{ending}"
    results = []
    for number, name in enumerate(names, 40):
        data = project() | {"name": name}
        data["indicators"][0]["actual"] = f"{number}个"
        results.append(jixiao.score(jixiao.load_project(data), lang=lang))
    path.write_bytes(jixiao.render(results, ending, lang=lang))
    return path


def run(path: Path, lang: str = "zh") -> Result:
    return CliRunner().invoke(app, ["--lang", lang, "read", str(path)])


def findings(path: Path) -> list[Finding]:
    return read_file_of_forms(path).findings


def type_into_summary(path: Path, row: int, column: int, text: str) -> None:
    """Change a cell of the summary, counted from 1."""
    if path.suffix == ".xlsx":
        edit(path, lambda book: setattr(book.worksheets[0].cell(row, column), "value", text))
    else:
        edit(path, lambda document: setattr(document.tables[0].cell(row - 1, column - 1), "text", text))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("ending", ENDINGS)
def test_a_summary_that_nobody_changed_says_nothing(tmp_path: Path, ending: str, lang: str) -> None:
    done = run(drawn(tmp_path, ending, "甲", "乙", "丙", lang=lang), lang)
    assert (done.exit_code, done.stderr) == (0, "")
    assert [name in done.stdout for name in "甲乙丙"] == [True] * 3


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("ending", ENDINGS)
def test_a_summary_of_forms_without_points_says_nothing(tmp_path: Path, ending: str, lang: str) -> None:
    """Rows that are expected were taken for those of inputs that could not be read, and told as missing."""
    table = tmp_path / "a.jsonl"
    rows = [project() | {"name": name, "stage": "target"} for name in "甲乙"]
    table.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    path = tmp_path / f"a.{ending}"
    command = ["--lang", lang, "advance", str(table), "--to", "monitoring", "-o", str(path)]
    assert CliRunner().invoke(app, command).exit_code == 0
    done = run(path, lang)
    assert " JX846" not in done.stderr
    type_into_summary(path, 2, 3, "优")
    assert f"a.{ending}[{BLOCKS[lang]['summary']}]" in run(path, lang).stderr


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize(
    ("row", "column", "text", "code"), [(1, 2, "总得分", "JX840"), (2, 2, "99", "JX841"), (3, 1, "丁", "JX841")]
)
def test_what_is_typed_into_a_summary_is_told(
    tmp_path: Path, ending: str, row: int, column: int, text: str, code: str
) -> None:
    """It vanished without a word."""
    path = drawn(tmp_path, ending, "甲", "乙")
    type_into_summary(path, row, column, text)
    done = run(path)
    assert done.stderr.count(" JX") == 1
    assert f"a.{ending}[汇总]  警告 {code}" in done.stderr
    assert text in done.stderr


def test_what_is_typed_beside_a_summary_is_told(tmp_path: Path) -> None:
    path = drawn(tmp_path, "xlsx", "甲", "乙")
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["F2"] = "已核"
    book.save(path)
    assert "a.xlsx[汇总]  警告 JX842" in run(path).stderr
    path = drawn(tmp_path, "docx", "甲", "乙")
    document = docx.Document(str(path))
    document.element.body.insert(0, document.add_paragraph("已核")._p)
    document.save(str(path))
    assert "a.docx[汇总]  警告 JX842" in run(path).stderr


def test_a_project_may_be_called_as_the_summary_is(tmp_path: Path) -> None:
    """It was taken for a summary, and left out."""
    done = run(drawn(tmp_path, "xlsx", "汇总"))
    assert (done.exit_code, done.stderr) == (0, "")
    assert "项目名称: 汇总" in done.stdout


def edit(path: Path, change: Callable[[Any], object]) -> Path:
    """Change a workbook or a document with its library."""
    content = openpyxl.load_workbook(path) if path.suffix == ".xlsx" else docx.Document(str(path))
    change(content)
    content.save(str(path))
    return path


def add_sheet(book: Any) -> None:
    sheet = book.create_sheet("旧稿")
    sheet["B2"], sheet.sheet_state = "去年的数", "hidden"


def test_a_hidden_sheet_is_named(tmp_path: Path) -> None:
    (finding,) = findings(edit(drawn(tmp_path, "xlsx", "甲"), add_sheet))
    assert (finding.code, finding.args["text"]) == ("JX849", "去年的数")
    assert "旧稿" in str(finding.args["what"])


def test_a_form_of_ours_is_read_from_a_hidden_sheet(tmp_path: Path) -> None:
    path = edit(drawn(tmp_path, "xlsx", "甲", "乙"), lambda book: setattr(book["乙"], "sheet_state", "hidden"))
    done = run(path)
    assert (done.exit_code, done.stderr) == (0, "")
    assert "项目名称: 乙" in done.stdout


def test_renamed_sheets_keep_what_the_file_carries_along(tmp_path: Path) -> None:
    def rename(book: Any) -> None:
        book["甲"].title, book["乙"].title = "一", "二"

    forms, told, _ = read_file_of_forms(edit(drawn(tmp_path, "xlsx", "甲", "乙"), rename))
    assert not told
    assert [(form.name, '"甲"' in form.project) for form in forms] == [("一", True), ("二", False)]


@pytest.mark.parametrize("gone", [0, 1])
@pytest.mark.parametrize("ending", ENDINGS)
def test_a_form_that_was_taken_out_is_named_and_no_other_takes_its_place(
    tmp_path: Path, ending: str, gone: int
) -> None:
    """The second form of a document was read as an edit of the first."""

    def take_out(content: Any) -> None:
        if ending == "xlsx":
            del content["甲乙"[gone]]
            return
        tables = content.tables[1 + 2 * gone : 3 + 2 * gone]
        for table in tables:
            table._tbl.getparent().remove(table._tbl)

    path = edit(drawn(tmp_path, ending, "甲", "乙"), take_out)
    forms, told, _ = read_file_of_forms(path)
    assert [finding.code for finding in told] == ["JX849"]
    (form,) = forms
    read = project_of_form(form.grid, form.project, jixiao.load_spec(form.spec))
    assert read.data["name"] == "乙甲"[gone]
    assert read.data["indicators"][0]["actual"] == f"{41 - gone}个"


def comment(book: Any) -> None:
    book.worksheets[0]["A3"].comment = Comment("请核实", "审核")


def header(content: Any) -> None:
    if hasattr(content, "worksheets"):
        content.worksheets[0].oddHeader.left.text = "内部资料"
    else:
        content.sections[0].header.paragraphs[0].text = "内部资料"


def box(document: Any) -> None:
    run = f"<w:r {W}><w:pict><w:txbxContent><w:p><w:r><w:t>框里的字</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
    document.tables[0].cell(0, 0).paragraphs[0]._p.append(parse_xml(run))


def deletion(document: Any) -> None:
    run = f'<w:del {W} w:id="1"><w:r><w:delText>删去的字</w:delText></w:r></w:del>'
    document.tables[0].cell(0, 1).paragraphs[0]._p.append(parse_xml(run))


@pytest.mark.parametrize(
    ("ending", "change", "what", "text"),
    [
        ("xlsx", comment, "批注 A3", "请核实"),
        ("xlsx", header, "页眉页脚", "内部资料"),
        ("docx", header, "页眉页脚", "内部资料"),
        ("docx", box, "文本框", "框里的字"),
        ("docx", deletion, "修订中删去的文字", "删去的字"),
    ],
)
def test_texts_in_no_cell_are_named_once(
    tmp_path: Path, ending: str, change: Callable[[Any], None], what: str, text: str
) -> None:
    path = edit(drawn(tmp_path, ending, "甲"), change)
    assert [(one.code, one.args["what"], one.args["text"]) for one in findings(path)] == [("JX849", what, text)]
    done = run(path)
    assert (done.exit_code, done.stderr.count(" JX")) == (0, 1)


def test_a_text_in_a_shape_of_a_sheet_is_named(tmp_path: Path) -> None:
    path = drawn(tmp_path, "xlsx", "甲")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/drawings/drawing9.xml", '<d xmlns:a="urn:a"><a:t>图上的字</a:t></d>')
    assert [finding.args["text"] for finding in findings(path)] == ["图上的字"]


@pytest.mark.parametrize("ending", ENDINGS)
def test_page_numbers_are_not_named(tmp_path: Path, ending: str) -> None:
    def number_pages(content: Any) -> None:
        if ending == "xlsx":
            content.worksheets[0].oddFooter.center.text = "第 &P 页，共 &N 页"
        else:
            content.sections[0].footer.paragraphs[0].text = "第 1 页 共 3 页"

    assert findings(edit(drawn(tmp_path, ending, "甲"), number_pages)) == []


def insertion(document: Any) -> None:
    cell = document.tables[1].cell(1, 5)
    (old,) = cell.paragraphs[0]._p.r_lst
    cell.paragraphs[0]._p.remove(old)
    cell.paragraphs[0]._p.append(parse_xml(f'<w:ins {W} w:id="2"><w:r><w:t>39个</w:t></w:r></w:ins>'))


def control(document: Any) -> None:
    paragraph = document.tables[1].cell(1, 5).paragraphs[0]._p
    (old,) = paragraph.r_lst
    paragraph.remove(old)
    cell = paragraph.getparent()
    cell.remove(paragraph)
    cell.append(parse_xml(f"<w:sdt {W}><w:sdtContent><w:p><w:r><w:t>39个</w:t></w:r></w:p></w:sdtContent></w:sdt>"))


def nested(document: Any) -> None:
    cell = document.tables[1].cell(1, 5)
    cell.paragraphs[0].clear()
    cell.add_table(1, 1).cell(0, 0).text = "39个"


@pytest.mark.parametrize("change", [insertion, control, nested])
def test_texts_in_tracked_insertions_controls_and_inner_tables_are_read(
    tmp_path: Path, change: Callable[[Any], None]
) -> None:
    path = edit(drawn(tmp_path, "docx", "甲"), change)
    (form,), told, _ = read_file_of_forms(path)
    assert not told
    read = project_of_form(form.grid, form.project, jixiao.load_spec(form.spec))
    assert (read.data["indicators"][0]["actual"], read.findings) == ("39个", ())
