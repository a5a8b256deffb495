"""Tables that others drew: their headings, wherever these stand and whatever synonym they use, say what each cell is."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import docx
import openpyxl
import pytest
from typer.testing import CliRunner

import jixiao
from jixiao.cli.commands import app
from jixiao.forms.importing import ImportedProject, project_of_form, read_file_of_forms


class Wide(NamedTuple):
    """A cell over several columns and rows."""

    text: Any
    columns: int = 1
    rows: int = 1


Rows = list[list[Any]]
HEADS = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"]
FUND_HEADS = ["年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"]
OUTPUT = ["产出指标", "数量指标", "培训人次", "≥300人次", "300人次", 50, 50, None]
BENEFIT = ["效益指标", "社会效益指标", "持证率", "≥95%", "96%", 30, 30, None]
SATISFIED = ["满意度指标", "服务对象满意度指标", "学员满意度", "≥90%", "92%", 10, 10, None]
TOTAL = [Wide("总分", 6), 100, 99, None]
FUNDS = [
    ["年度资金总额", 100, 100, 90, 10, "90%", 9],
    ["其中：当年财政拨款", 100, 100, 90, "—", "90%", "—"],
    ["上年结转资金", "—", "/", "无", "—", None, "—"],
    ["其他资金", None, None, None, "—", None, "—"],
]


def national(
    rows: Iterable[list[Any]] = (OUTPUT, BENEFIT, SATISFIED),
    heads: Iterable[Any] = HEADS,
    funds: Rows = FUNDS,
    fund_heads: Iterable[Any] = FUND_HEADS,
    side: str = "项目资金\n（万元）",
    title: str = "（2022年度）",
    last: Rows = [TOTAL],  # noqa: B006  # never changed
) -> Rows:
    """The national form, as a unit fills it in."""
    rows = list(rows)
    return [
        [Wide("项目支出绩效自评表", 9)],
        [Wide(title, 9)],
        [Wide("项目名称", 2), Wide("培训", 7)],
        [Wide("主管部门", 2), Wide("甲局", 2), Wide("实施单位", 2), Wide("乙中心", 3)],
        [Wide(side, 1, len(funds) + 1), Wide(None, 2), *fund_heads],
        *([Wide(label, 2), *amounts] for label, *amounts in funds),
        [Wide("年度总体目标", 1, 2), Wide("预期目标", 4), Wide("实际完成情况", 4)],
        [Wide("办好", 4), Wide("已办", 4)],
        [Wide("绩效指标", 1, len(rows) + 1), *heads],
        *rows,
        *last,
    ]


def drawn(path: Path, *tables: Rows, left: int = 1, top: int = 1) -> Path:
    """A workbook with a table a sheet."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for number, table in enumerate(tables, 1):
        sheet, taken = book.create_sheet(f"表{number}"), set[tuple[int, int]]()
        for row, cells in enumerate(table, top):
            column = left
            for cell in cells:
                text, columns, rows = cell if isinstance(cell, Wide) else Wide(cell)
                while (row, column) in taken:
                    column += 1
                sheet.cell(row, column).value = text
                if columns * rows > 1:
                    sheet.merge_cells(None, row, column, row + rows - 1, column + columns - 1)
                taken |= {(row + down, column + right) for down in range(rows) for right in range(columns)}
                column += columns
    book.save(path)
    return path


def into(document: Any, table: Rows) -> None:
    """The same table in a document."""
    wide = sum(Wide(cell).columns if not isinstance(cell, Wide) else cell.columns for cell in table[0])
    grid, taken = document.add_table(len(table), wide), set[tuple[int, int]]()
    for row, cells in enumerate(table):
        column = 0
        for cell in cells:
            text, columns, rows = cell if isinstance(cell, Wide) else Wide(cell)
            while (row, column) in taken:
                column += 1
            place = grid.cell(row, column).merge(grid.cell(row + rows - 1, column + columns - 1))
            place.text = "" if text is None else str(text)
            taken |= {(row + down, column + right) for down in range(rows) for right in range(columns)}
            column += columns


def read(path: Path, spec: str = "cn.mof-2020-10") -> ImportedProject:
    """The only form of a file."""
    (form,), findings, _ = read_file_of_forms(path)
    assert findings == []
    return project_of_form(form.grid, form.project, jixiao.load_spec(spec), form.lang)


def project(path: Path, spec: str = "cn.mof-2020-10") -> jixiao.Project:
    found = read(path, spec)
    assert [finding for finding in found.findings if finding.code != "JX880"] == []  # texts without a key are told of
    return jixiao.load_project(found.data)


def scored(path: Path, spec: str = "cn.mof-2020-10") -> tuple[str | None, int]:
    """The total, and how many indicators were read."""
    data = read(path, spec).data
    result = jixiao.score(jixiao.load_project({"year": 2022, **data}))
    return result.total, len(result.project.indicators)


def test_the_table_as_it_is_printed(tmp_path: Path) -> None:
    found = project(drawn(tmp_path / "a.xlsx", national()))
    assert (found.name, found.department, found.unit) == ("培训", "甲局", "乙中心")
    assert [goal.achieved for goal in found.goals] == ["已办"]
    assert [row.name for row in found.indicators] == ["培训人次", "持证率", "学员满意度"]


@pytest.mark.parametrize(("left", "top"), [(2, 1), (1, 9), (3, 4)])
def test_a_table_stands_wherever_it_stands(tmp_path: Path, left: int, top: int) -> None:
    assert scored(drawn(tmp_path / "a.xlsx", national(), left=left, top=top)) == ("99.00", 3)


@pytest.mark.parametrize(
    ("at", "word"),
    [
        (2, "三级指标（指标名称）"),
        (3, "年度指标值（A）"),
        (3, "年初目标值"),
        (3, "指标值"),
        (4, "全年完成值"),
        (4, "实际完成值(B)"),
        (5, "权重"),
        (5, "分值/权重\n（百分制）"),
        (6, "自评得分"),
        (6, "得分（分）"),
        (7, "偏差原因分析\n及改进措施"),
        (7, "未完成原因分析"),
        (7, "偏差原因分析及改进措施（扣分说明）"),
    ],
)
def test_a_heading_is_known_by_its_synonyms(tmp_path: Path, at: int, word: str) -> None:
    heads = [word if place == at else head for place, head in enumerate(HEADS)]
    rows = [[*OUTPUT[:7], "停办"], BENEFIT, SATISFIED]
    found = project(drawn(tmp_path / "a.xlsx", national(rows, heads)))
    assert (found.indicators[0].score, found.indicators[0].cause) == (50, "停办")
    assert jixiao.score(found).total == "99.00"


def test_columns_come_in_any_order_and_others_beside_them(tmp_path: Path) -> None:
    order = [0, 1, 2, 5, 3, 4, 6, 7]
    rows = [[row[place] for place in order] for row in (OUTPUT, BENEFIT, SATISFIED)]
    table = national([[*row, "3人"] for row in rows], [*(HEADS[place] for place in order), "经办"])
    assert scored(drawn(tmp_path / "a.xlsx", table)) == ("99.00", 3)


def test_sign_and_unit_in_columns_of_their_own(tmp_path: Path) -> None:
    heads = [*HEADS[:3], "指标性质", "年度指标值", "计量单位", *HEADS[4:]]
    rows = [
        ["产出指标", "数量指标", "培训人次", "≥", 300, "人次", 300, 50, 50, None],
        ["效益指标", "社会效益指标", "持证率", "≥", 95, "%", 96, 30, 30, None],
        ["满意度指标", "满意度指标", "满意度", "≥", 90, "%", 92, 10, 10, None],
    ]
    path = drawn(tmp_path / "a.xlsx", national(rows, heads, last=[]))
    assert [(row.comparison, row.uom) for row in project(path).indicators] == [("≥", "人次"), ("≥", "%"), ("≥", "%")]
    assert scored(path) == ("99.00", 3)


@pytest.mark.parametrize("spec", ["cn.mof-2020-10", "cn.yunnan.form14-2022"])
def test_two_rows_of_headings_are_no_goal(tmp_path: Path, spec: str) -> None:
    upper = [Wide("绩效指标", 3), Wide("年度指标值", 3), *(Wide(head, 1, 2) for head in HEADS[4:])]
    lower = ["一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位"]
    row = ["产出指标", "数量指标", "培训人次", "≧", 300, "人次", 300, 90, 90, None]
    table = national([lower, row], upper, last=[])
    found = project(drawn(tmp_path / "a.xlsx", table), spec)
    assert len(found.goals) == 1
    assert [(one.name, one.comparison, one.target, one.uom) for one in found.indicators] == [
        ("培训人次", "≥", "300", "人次")
    ]


@pytest.mark.parametrize(
    "label",
    [
        "其中：本年财政拨款",
        "其中:财政拨款",
        "  财政拨款",
        "其中：本年一般公共预算拨款",
        "其中：上级补助",
        "财政拨款（万元）：",
    ],
)
def test_a_row_of_funds_is_known_by_its_synonyms(tmp_path: Path, label: str) -> None:
    funds = [["年度资金总额（万元）：", *FUNDS[0][1:]], [label, *FUNDS[1][1:]], *FUNDS[2:]]
    heads = ["年初\n预算数", "全年预算数（A）", "全年执行数(B)", "分值", "执行率（%）", "得分"]
    found = project(drawn(tmp_path / "a.xlsx", national(funds=funds, fund_heads=heads)))
    assert found.funds.total.budget == 100
    assert found.funds.fiscal is not None
    assert found.funds.fiscal.spent == 90


def test_a_stroke_is_no_amount(tmp_path: Path) -> None:
    found = project(drawn(tmp_path / "a.xlsx", national()))
    assert found.findings == ()
    assert (found.funds.carryover, found.funds.other) == (None, None)


LINES = [
    [Wide("合计", 6), 100, 99, None],
    [Wide("总      分", 4), None, None, 100, 99, None],
    ["总分", None, None, None, None, None, 100, 99, None],
    [Wide("总分（含预算执行率）", 6), 100, 99, None],
    [None, Wide("小计", 5), 100, 99, None],
    [None, None, None, "小计", None, None, 50, 50, None],
    [None, "总计", None, None, None, None, 100, 99, None],
    [Wide("注：1.得分不超过分值。", 9)],
    [Wide("注：1.得分不超过分值。", 7)],
    ["注：1.得分不超过分值。"],
    [None, "说明：", "得分不超过分值。", "得分不超过分值。", None, None, None, None, None],
    [Wide("填表人：张三", 3), Wide("联系电话：023-1", 3), Wide("填报日期：2023年3月1日", 3)],
    ["项目负责人：", None, "李四", "电话", "023-1", "5", None, None, None],
    [None, "产出指标", "数量指标", "指标1：", None, None, None, None, None],
    [None, "产出指标", "数量指标", "指标2：", "/", "—", "/", None, None],
    [None, "产出指标", "数量指标", "……", None, "无", None, None, None],
]


@pytest.mark.parametrize("line", LINES, ids=lambda line: str(next(cell for cell in line if cell)))
def test_a_row_that_is_no_indicator_is_none(tmp_path: Path, line: list[Any]) -> None:
    assert scored(drawn(tmp_path / "a.xlsx", national(last=[line]))) == ("99.00", 3)


def test_a_numbered_name_that_was_filled_in_is_one(tmp_path: Path) -> None:
    rows = [[*OUTPUT[:2], "指标1：培训人次", *OUTPUT[3:]], BENEFIT, [*SATISFIED[:2], "指标1：", *SATISFIED[3:]]]
    assert scored(drawn(tmp_path / "a.xlsx", national(rows))) == ("99.00", 3)


@pytest.mark.parametrize("word", ["其他需要说明的事项", "其他需要说明事项", "备注"])
def test_what_else_is_to_be_said_is_a_remark(tmp_path: Path, word: str) -> None:
    found = project(drawn(tmp_path / "a.xlsx", national(last=[TOTAL, [Wide(word, 2), Wide("已整改", 7)]])))
    assert (found.remarks, len(found.indicators)) == ("已整改", 3)


@pytest.mark.parametrize(
    "title", ["（2022年度）", "2022年度项目支出绩效自评表", "甲局 2022 年度部门决算附表（2022 年度）"]
)
def test_the_year_stands_in_the_title(tmp_path: Path, title: str) -> None:
    assert project(drawn(tmp_path / "a.xlsx", national(title=title))).year == 2022


@pytest.mark.parametrize("title", ["填报日期：2022年3月1日", "2021年度预算、2022年度预算", ""])
def test_what_is_no_single_year_is_none(tmp_path: Path, title: str) -> None:
    table = national(title=title)
    table[2] = [Wide("项目名称", 2), Wide("2020年度培训", 7)]
    assert project(drawn(tmp_path / "a.xlsx", table)).year is None


def test_a_year_that_the_table_states_goes_before_its_title(tmp_path: Path) -> None:
    table = national()
    table[3] = [Wide("年度", 2), Wide("2021", 2), Wide("实施单位", 2), Wide("乙中心", 3)]
    assert project(drawn(tmp_path / "a.xlsx", table)).year == 2021


def test_each_table_of_a_document_has_the_year_above_it(tmp_path: Path) -> None:
    document = docx.Document()
    for year in ("2021", "2022"):
        for line in ("项目支出绩效自评表", f"（{year}年度）", "单位：万元"):
            document.add_paragraph(line)
        into(document, national()[2:])
    document.save(str(tmp_path / "a.docx"))
    forms, *_ = read_file_of_forms(tmp_path / "a.docx")
    data = [project_of_form(form.grid, "", jixiao.load_spec("cn.mof-2020-10")).data for form in forms]
    assert [one["year"] for one in data] == ["2021", "2022"]


YUAN = [
    [label, *(amount * 10_000 if isinstance(amount, int) else amount for amount in row[:3]), *row[3:]]
    for label, *row in FUNDS
]


@pytest.mark.parametrize(
    ("side", "title"),
    [
        ("项目资金\n（元）", "（2022年度）"),
        ("项目资金\n(单位：元)", "单位：万元"),
        ("项目资金", "单位：元"),
        ("项目资金", "金额单位：人民币元"),
        ("项目资金", "2022年度（金额单位：元）"),
    ],
)
def test_amounts_are_in_the_unit_that_the_table_states(tmp_path: Path, side: str, title: str) -> None:
    found = project(drawn(tmp_path / "a.xlsx", national(funds=YUAN, side=side, title=title)))
    assert (found.funds.money_unit, found.funds.total.budget) == ("元", 1_000_000)


def test_the_unit_in_a_line_above_the_funds_or_in_their_headings(tmp_path: Path) -> None:
    table = national(funds=YUAN, side="项目资金")
    table.insert(4, [Wide("一、项目资金（元）", 9)])
    assert project(drawn(tmp_path / "a.xlsx", table)).funds.money_unit == "元"
    table = national(
        funds=YUAN, side="项目资金", fund_heads=[f"{head}（元）" for head in FUND_HEADS[:3]] + FUND_HEADS[3:]
    )
    assert project(drawn(tmp_path / "a.xlsx", table)).funds.money_unit == "元"


@pytest.mark.parametrize("side", ["项目资金（万元）", "项目资金（元/人）", "项目资金"])
def test_other_tables_are_in_ten_thousands(tmp_path: Path, side: str) -> None:
    assert "money_unit" not in read(drawn(tmp_path / "a.xlsx", national(side=side))).data["funds"]


def test_the_unit_of_our_own_table_may_be_changed(tmp_path: Path) -> None:
    data = read(drawn(tmp_path / "a.xlsx", national())).data
    path = tmp_path / "b.xlsx"
    path.write_bytes(jixiao.render(jixiao.score(jixiao.load_project(data)), "xlsx"))
    book = openpyxl.load_workbook(path)
    for row in book.worksheets[0].iter_rows():
        for cell in row:
            if cell.value == "项目资金（万元）":
                cell.value = "项目资金（元）"
    book.save(path)
    assert read(path).data["funds"]["money_unit"] == "元"


SCORES = [("50分", None, "50"), ("50 分", None, "50"), (277 / 300 * 50, "0.00", "46.17"), (277 / 300 * 50, "General", "46.166666666667"),
          (50, "0.00_ ", "50.00"), ("/", None, None)]  # fmt: skip


@pytest.mark.parametrize(("typed", "pattern", "score"), SCORES)
def test_a_typed_score_is_a_claim(tmp_path: Path, typed: Any, pattern: str | None, score: str | None) -> None:
    path = drawn(tmp_path / "a.xlsx", national([[*OUTPUT[:6], typed, None], BENEFIT, SATISFIED]))
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["H13"].number_format = pattern or "General"
    book.save(path)
    found = read(path)
    assert (found.data["indicators"][0].get("score"), found.findings) == (score, ())


def test_a_score_that_cannot_be_read_is_told_with_its_cell(tmp_path: Path) -> None:
    path = drawn(tmp_path / "a.xlsx", national([[*OUTPUT[:6], "满分", None], BENEFIT, SATISFIED]))
    (told,) = read(path).findings
    assert (told.code, told.path, told.severity) == ("JX825", "indicators[0].score", "warning")
    assert told.message() == "H13 的得分“满分”不是数字，没有读进来：培训人次"


@pytest.mark.parametrize(
    ("execution", "total", "told"),
    [
        ((10, 9), "99分", []),
        ((10, 10), 100, ["JX435 表上的总分 100 与表上各行得分之和相符，按规则算出来是 99", "JX826 表上的预算执行率的得分是 10，算出来是 9"]),
        ((20, 18), 99, ["JX434 表上的总分是 99，表上各行的得分加起来是 108；按规则算出来是 99",
                        "JX826 表上的预算执行率的分值是 20，算出来是 10", "JX826 表上的预算执行率的得分是 18，算出来是 9"]),
        ((10, 9), 98, ["JX434 表上的总分是 98，表上各行的得分加起来是 99；按规则算出来是 99"]),
        ((None, "—"), None, []),
        ((None, "—"), 98, ["JX826 表上的总分是 98，算出来是 99"]),
    ],
)  # fmt: skip
def test_printed_results_are_kept_and_it_is_told_which_differ(
    tmp_path: Path, execution: tuple[Any, Any], total: Any, told: list[str]
) -> None:
    weight, score = execution
    funds = [["年度资金总额", 100, 100, 90, weight, "90%", score], *FUNDS[1:]]
    found = read(drawn(tmp_path / "a.xlsx", national(funds=funds, last=[[Wide("总分", 6), 100, total, None]])))
    assert found.findings == ()
    findings = jixiao.score(jixiao.load_project({"year": 2022, **found.data})).findings
    printed = [f"{one.code} {one.message()}" for one in findings if one.path.startswith("printed.")]
    assert printed == told


def told(path: Path, *options: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, ["read", str(path), *options])
    return done.exit_code, done.stdout, done.stderr


def test_headings_that_are_missing_are_named_with_file_and_sheet(tmp_path: Path) -> None:
    heads = ["一级指标", "二级指标", "指标内容", "年度指标值", "办得怎样", "分值", "得分", "偏差原因"]
    code, out, err = told(drawn(tmp_path / "a.xlsx", national(heads=heads)))
    assert code == 1
    assert "a.xlsx[表1]  错误 JX824" in err
    assert "只读到了表头：没有认出 三级指标、实际完成值\n" in err
    assert "项目名称: 培训" in out


def test_headings_without_a_row_below_them(tmp_path: Path) -> None:
    (one,) = read(drawn(tmp_path / "a.xlsx", national(rows=[], last=[]))).findings
    assert (one.code, one.message().endswith("没有认出 —")) == ("JX824", True)


def test_a_column_that_is_missing_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    heads = [*HEADS[:6], "自己打的分", HEADS[7]]
    found = read(drawn(tmp_path / "a.xlsx", national(heads=heads)))
    (one,) = found.findings
    assert (one.code, one.severity, one.args["where"]) == ("JX882", "warning", "H12")
    assert "得分" in one.message()
    assert len(found.data["indicators"]) == 3


def test_a_workbook_without_a_form_names_each_sheet(tmp_path: Path) -> None:
    code, out, err = told(drawn(tmp_path / "a.xlsx", [["序号", "项目名称"], [1, "培训"]], [["项目名称", "预算数"]]))
    assert (code, out) == (1, "")
    assert "a.xlsx[表1]  错误 JX821" in err
    assert "a.xlsx[表2]  错误 JX821" in err
    assert "没有认出 一级指标、三级指标、年度指标值、实际完成值、分值\n" in err


def test_a_sheet_without_a_form_beside_one_with_a_form_is_a_note(tmp_path: Path) -> None:
    path = drawn(tmp_path / "a.xlsx", [["项目名称", "预算数"], ["培训", 5]], national(), [])
    code, out, err = told(path)
    assert (code, out.count("项目名称: 培训")) == (0, 1)
    assert "a.xlsx[表1]: 提示 JX827" in err
    assert "表3" not in err
    assert told(path, "-o", str(tmp_path / "one.yaml"))[0] == 0


def test_a_hidden_sheet_is_not_read(tmp_path: Path) -> None:
    path = drawn(tmp_path / "a.xlsx", national(), national())
    book = openpyxl.load_workbook(path)
    book.worksheets[1].sheet_state = "hidden"
    book.save(path)
    forms, *_ = read_file_of_forms(path)
    assert [form.name for form in forms] == ["表1"]


def test_a_file_without_a_table_is_told(tmp_path: Path) -> None:
    docx.Document().save(str(tmp_path / "a.docx"))
    drawn(tmp_path / "a.xlsx", [])
    for name in ("a.docx", "a.xlsx"):
        assert read_file_of_forms(tmp_path / name).forms == []
        assert "JX828" in told(tmp_path / name)[2]


@pytest.mark.parametrize("name", ["培训 (2)", "培训(2)", "培训_2", "第二份"])
def test_a_copied_or_renamed_sheet_of_ours_is_read(tmp_path: Path, name: str) -> None:
    indicator = {
        "level1": "产出指标",
        "name": "人次",
        "target": "≥500人次",
        "actual": "450人次",
        "weight": 90,
        "share": "0.9",
    }
    funds = {"total": {"budget": "10", "spent": "8"}}
    of = {"name": "培训", "year": 2022, "spec": "cn.mof-2020-10", "funds": funds, "indicators": [indicator]}
    path = tmp_path / "a.xlsx"
    path.write_bytes(jixiao.render(jixiao.score(jixiao.load_project(of)), "xlsx"))
    book = openpyxl.load_workbook(path)
    copy = book.copy_worksheet(book["培训"])
    copy.title = name
    if name == "第二份":
        book.remove(book["培训"])
    for row in copy.iter_rows():
        for cell in row:
            if cell.value == 450:
                cell.value = 475
    book.save(path)
    forms, *_ = read_file_of_forms(path)
    data = [project_of_form(form.grid, form.project, jixiao.load_spec(form.spec), form.lang).data for form in forms]
    assert [form.name for form in forms] == ([name] if name == "第二份" else ["培训", name])
    last = data[-1]["indicators"][0]
    assert (last["actual"], last["share"]) == ("475人次", "0.9")
