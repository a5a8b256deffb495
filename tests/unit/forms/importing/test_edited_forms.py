"""Forms of ours that somebody edited: each changed cell is in the project, or in a finding that names it."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any, NamedTuple

import docx
import openpyxl
import pytest

import jixiao
from jixiao.border.word_document import Cell
from jixiao.findings import Finding
from jixiao.forms.importing import ImportedProject, project_of_form, read_file_of_forms
from jixiao.forms.importing.blocks import grid_of_blocks
from jixiao.forms.importing.xlsx import text_of
from jixiao.quantity import unspaced
from tests.support.own_forms import ENDINGS, project, texts_of

SPECS = (
    "cn.mof-2020-10",
    "cn.sichuan.leshan-2023",
    "cn.sichuan.system-2023",
    "cn.yunnan.form14-2022",
    "cn.hubei.province-2020",
)


class Edit(NamedTuple):
    """A cell that was changed: what it said, what it says."""

    was: str
    now: str


def drawn(folder: Path, ending: str, spec: str = "cn.mof-2020-10") -> Path:
    """The form of the project in a file."""
    path = folder / f"a.{ending}"
    path.write_bytes(jixiao.render(jixiao.score(jixiao.load_project(project(spec))), ending))
    return path


def read(path: Path) -> ImportedProject:
    (form,), findings, _ = read_file_of_forms(path)
    assert findings == []
    return project_of_form(form.grid, form.project, jixiao.load_spec(form.spec), form.lang)


class Sheet:
    """A workbook's form, as a person edits it: what formulas show is kept as a value, as other programs save it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.book = openpyxl.load_workbook(path, data_only=True)
        self.sheet = self.book.worksheets[0]

    def cells(self) -> list[Any]:
        """Cells that may be typed in, from the top."""
        covered = {
            place
            for area in self.sheet.merged_cells.ranges
            for row in area.rows
            for place in row
            if place != (area.min_row, area.min_col)
        }
        return [
            cell for row in self.sheet.iter_rows(max_col=9) for cell in row if (cell.row, cell.column) not in covered
        ]

    def text(self, cell: Any) -> str:
        return text_of(cell.value, cell.number_format)

    def put(self, cell: Any, text: str) -> None:
        cell.value, cell.number_format = text or None, "General"

    def add_beside(self, text: str) -> None:
        self.sheet.cell(3, 14).value = text

    def add_below(self, text: str) -> None:
        self.sheet.cell(self.sheet.max_row + 2, 2).value = text

    def save(self) -> None:
        self.book.save(self.path)


class Document:
    """A document's form; a cell that covers several rows or columns once."""

    def __init__(self, path: Path) -> None:
        self.path, self.document = path, docx.Document(str(path))

    def cells(self) -> list[Any]:
        found = {id(cell._tc): cell for table in self.document.tables for row in table.rows for cell in row.cells}
        return list(found.values())

    def text(self, cell: Any) -> str:
        return str(cell.text)

    def put(self, cell: Any, text: str) -> None:
        cell.text = text

    def add_beside(self, text: str) -> None:
        self.document.add_paragraph(text)

    def add_below(self, text: str) -> None:
        self.document.add_paragraph(text)

    def save(self) -> None:
        self.document.save(str(self.path))


def opened(path: Path) -> Any:
    return Sheet(path) if path.suffix == ".xlsx" else Document(path)


def cell_of(form: Any, text: str) -> Any:
    """The first cell with a text."""
    return next(cell for cell in form.cells() if form.text(cell) == text)


def edited(path: Path, *edits: Edit) -> ImportedProject:
    form = opened(path)
    for was, now in edits:
        form.put(cell_of(form, was), now)
    form.save()
    return read(path)


def said(findings: tuple[Finding, ...], text: str) -> list[str]:
    """The codes of the findings that repeat a text."""
    return [one.code for one in findings if text in str(one.args.get("text")) or text in str(one.args.get("was"))]


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("spec", SPECS)
def test_nothing_changed_nothing_told(tmp_path: Path, ending: str, spec: str) -> None:
    path = drawn(tmp_path, ending, spec)
    opened(path).save()
    found = read(path)
    assert found.findings == ()
    assert jixiao.load_project(found.data).as_json == jixiao.load_project(project(spec)).as_json


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize(
    "heading",
    [
        "年度指标值",
        "实际完成值",
        "三级指标",
        "二级指标",
        "一级指标",
        "偏差原因分析及改进措施",
        "全年执行数",
        "预期目标",
    ],
)
def test_a_retyped_heading_is_known_by_its_place_and_told(tmp_path: Path, ending: str, heading: str) -> None:
    """It used to lose every indicator, with exit 0."""
    path = drawn(tmp_path, ending)
    found = edited(path, Edit(heading, f"{heading[:2]}情况"), Edit("45个", "44个"), Edit("107", "105"))
    assert [one.code for one in found.findings if one.code != "JX841"] == ["JX844"]
    indicators = found.data["indicators"]
    assert len(indicators) == 4
    assert indicators[0]["actual"] == "44个"
    assert found.data["funds"]["total"]["spent"] == "105"
    assert indicators[1:] == json.loads(jixiao.load_project(project()).as_json)["indicators"][1:]


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize(
    ("was", "now", "code"),
    [
        ("总分", "合计分", "JX840"),
        ("总分", "", "JX843"),
        ("绩效指标", "指标", "JX840"),
        ("其中：当年财政拨款", "省级资金", "JX840"),
        ("项目名称", "名称与代码", "JX840"),
        ("100", "110", "JX841"),
        ("10", "20", "JX841"),
    ],
)
def test_fixed_and_computed_cells_are_told(tmp_path: Path, ending: str, was: str, now: str, code: str) -> None:
    found = edited(drawn(tmp_path, ending), Edit(was, now))
    assert code in said(found.findings, now or was)
    assert jixiao.load_project(found.data).as_json == jixiao.load_project(project()).as_json


def test_the_title_is_told(tmp_path: Path) -> None:
    path = drawn(tmp_path, "xlsx")
    title = opened(path).cells()[0].value
    assert said(edited(path, Edit(title, "部门整体支出自评表")).findings, "部门整体支出自评表") == ["JX840"]
    path = drawn(tmp_path, "docx")
    document = docx.Document(str(path))
    document.paragraphs[0].text = "部门整体支出自评表"
    document.save(str(path))
    assert said(read(path).findings, "部门整体支出自评表") == ["JX840"]


@pytest.mark.parametrize("ending", ENDINGS)
def test_notes_added_beside_and_below_are_told(tmp_path: Path, ending: str) -> None:
    path = drawn(tmp_path, ending)
    form = opened(path)
    form.add_beside("请核对第三行")
    form.add_below("审核人：未签字")
    form.save()
    found = read(path)
    assert said(found.findings, "请核对第三行") == said(found.findings, "审核人：未签字") == ["JX842"]


@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.parametrize("first", [True, False])
def test_a_table_before_or_after_our_forms_is_told_and_takes_none_away(
    tmp_path: Path, number: int, first: bool
) -> None:
    """A cover before them, or a table to sign in below them."""
    path = tmp_path / "a.docx"
    path.write_bytes(jixiao.render([jixiao.score(jixiao.load_project(project()))] * number, "docx"))
    document = docx.Document(str(path))
    line, table = document.add_paragraph("转交说明"), document.add_table(1, 1)
    table.cell(0, 0).text = "经办人"
    if first:
        document.element.body[:0] = [line._p, table._tbl, document.add_paragraph("正文")._p]
    document.save(str(path))
    forms, *_ = read_file_of_forms(path)
    readings = [project_of_form(one.grid, one.project, jixiao.load_spec(one.spec)) for one in forms]
    assert [len(one.data["indicators"]) for one in readings] == [4] * number
    told = [one for reading in readings for one in reading.findings]
    assert said(tuple(told), "转交说明") == said(tuple(told), "经办人") == ["JX842"]


def test_tables_are_put_together_one_by_one() -> None:
    """Each was compared with every cell before it: 20,000 of them took 13 s."""
    rows = grid_of_blocks([[Cell(0, 0, 1, 1, "甲")]] * 50_000).all_rows()
    assert [rows[at][0].row for at in (0, 1, 49_999)] == [0, 1, 49_999]


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_spelling_of_the_same_is_no_change(tmp_path: Path, ending: str) -> None:
    path = drawn(tmp_path, ending)
    found = edited(path, Edit("总分", "总 分"), Edit("三级指标", "三级\n指标"), Edit("项目名称", "项 目 名 称："))
    assert [one.code for one in found.findings] == ["JX840"] * ("：" in str(found.findings))
    assert len(found.data["indicators"]) == 4


def test_a_deleted_column_is_told_once(tmp_path: Path) -> None:
    path = drawn(tmp_path, "docx")
    document = docx.Document(str(path))
    for row in document.tables[1]._tbl.tr_lst:
        if len(row.tc_lst) > 5:
            row.remove(row.tc_lst[5])  # 实际完成值
    document.save(str(path))
    found = read(path)
    assert [one.args["was"] for one in found.findings if one.code == "JX847"] == ["实际完成值"]
    assert all(row["actual"] for row in found.data["indicators"])


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_form_without_its_headings_gives_no_indicators_and_an_error(tmp_path: Path, ending: str) -> None:
    heads = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "偏差原因分析及改进措施"]
    found = edited(drawn(tmp_path, ending), *(Edit(head, f"栏{at}") for at, head in enumerate(heads)))
    assert [one.code for one in found.findings] == ["JX824"]


# ---- whatever is edited


KINDS = ("retype", "clear", "swap", "move", "add")


def edit_at_random(form: Any, chance: random.Random) -> list[Edit]:
    """A few edits of cells, none twice; texts that are typed are found nowhere else."""
    cells = list(form.cells())
    filled = [cell for cell in cells if form.text(cell)]
    empty = [cell for cell in cells if not form.text(cell)]
    edits: list[Edit] = []
    for number in range(chance.randint(1, 3)):
        kind = chance.choice(KINDS)
        cell = filled.pop(chance.randrange(len(filled)))
        was, typed = form.text(cell), f"改{number}{chance.randint(100, 999)}"
        if kind == "retype":
            changes = [(cell, typed)]
        elif kind == "clear":
            changes = [(cell, "")]
        elif kind == "swap":
            other = filled.pop(chance.randrange(len(filled)))
            changes = [(cell, form.text(other)), (other, was)]
        elif kind == "move" and empty:
            changes = [(cell, ""), (empty.pop(chance.randrange(len(empty))), was)]
        else:
            changes = [(empty.pop(chance.randrange(len(empty))), typed)] if empty else [(cell, typed)]
        for one, text in changes:
            edits.append(Edit(form.text(one), text))
            form.put(one, text)
    return edits


def accounted(edit: Edit, before: dict[str, Any], found: ImportedProject) -> bool:
    """Whether the project changed by a text that came or went, or a finding repeats one."""
    if unspaced(edit.was) == unspaced(edit.now):
        return True
    data, old = set(texts_of(found.data)), set(texts_of(before))
    changed = {text for _, text in data ^ old}
    taken = any((edit.now and edit.now in text) or (edit.was and edit.was in text) for text in changed)
    taken |= any(len(text) > 1 and text in edit.was for text in changed)  # a cause, behind the program's own sentence
    named = [text for text in (edit.was, edit.now) if text and said(found.findings, " ".join(text.split())[:40])]
    return taken or bool(named)


def check(folder: Path, ending: str, seed: int) -> None:
    chance = random.Random(seed)
    path = drawn(folder, ending, chance.choice(SPECS))
    form = opened(path)
    before = json.loads(jixiao.load_project(read(path).data).as_json)
    edits = edit_at_random(form, chance)
    form.save()
    found = read(path)
    if any(one.severity == "error" for one in found.findings):
        return  # nothing was taken, and exit 1 says so
    lost = [edit for edit in edits if not accounted(edit, before, found)]
    assert not lost, (seed, lost, [(one.code, one.args) for one in found.findings])


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("seed", range(8))
def test_no_edit_is_lost(tmp_path: Path, ending: str, seed: int) -> None:
    check(tmp_path, ending, seed)


@pytest.mark.slow
@pytest.mark.parametrize("ending", ENDINGS)
def test_no_edit_of_hundreds_is_lost(tmp_path: Path, ending: str) -> None:
    for seed in range(1000, 1300):
        check(tmp_path, ending, seed)


# ---- formulas that no program has calculated


def with_formulas(path: Path, **formulas: str) -> ImportedProject:
    """Read a workbook after formulas were typed into cells, saved by a program that does not calculate."""
    book = openpyxl.load_workbook(path)
    for name, formula in formulas.items():
        book.worksheets[0][name] = formula
    book.save(path)
    return read(path)


def test_our_own_formulas_say_nothing_where_no_program_has_calculated_them(tmp_path: Path) -> None:
    for spec in SPECS:
        found = with_formulas(drawn(tmp_path, "xlsx", spec))
        assert found.findings == ()
        assert jixiao.load_project(found.data).as_json == jixiao.load_project(project(spec)).as_json


def test_a_typed_formula_without_its_value_is_told(tmp_path: Path) -> None:
    """It vanished without a word."""
    path = drawn(tmp_path, "xlsx")
    form = opened(path)
    name, score, beside = (cell_of(form, text).coordinate for text in ("45个", "100", "总分"))
    for cell in (name, score, beside, "N3", "B40"):
        found = with_formulas(drawn(tmp_path, "xlsx"), **{cell: "=50+1"})
        assert [(one.code, one.args["where"], one.args["text"]) for one in found.findings] == [("JX848", cell, "=50+1")]


def test_formulas_without_values_of_a_form_of_others_are_told_once(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
        ["产出指标", "数量指标", "改造站点数", "≥46个", "=40+5", 50, "=F2*E2/46"],
        ["产出指标", "质量指标", "验收合格率", "≥97%", "94%", 40, "=F3"],
    ):
        sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    (form,), *_ = read_file_of_forms(tmp_path / "a.xlsx")
    found = project_of_form(form.grid, "", jixiao.load_spec("cn.mof-2020-10"))
    assert [one.args["where"] for one in found.findings if one.code == "JX848"] == ["E2、G2–G3"]
