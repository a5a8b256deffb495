"""Long tables as offices keep them: on several sheets, with merged cells, running numbers and rows of sums."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pl = pytest.importorskip("polars")
openpyxl = pytest.importorskip("openpyxl")

from jixiao.batch.io.inputs import open_tables  # noqa: E402

HEADS = ["序号", "项目名称", "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值"]
Rows = list[list[Any]]


def office_sheet(sheet: Any, projects: list[str], *, title: str = "", is_merged: bool = True) -> None:
    """Fill a sheet with four rows a project, whose name and classes are merged over them, and a row of sums."""
    if title:
        sheet.append([title])
    sheet.append(HEADS)
    for project in projects:
        first = sheet.max_row + 1
        sheet.append([1, project, "预算执行率", None, None, 100, 90, 10])
        sheet.append([2, None, "产出指标", "数量指标", "甲", "≥5个", "5个", 50])
        sheet.append([3, None, None, None, "乙", "≥95%", 0.93, 20])
        sheet.append([4, None, "满意度指标", "服务对象满意度指标", "丙", "≥90%", 0.92, 20])
        for row in (first + 2, first + 3):
            sheet.cell(row, 7).number_format = "0%"
        if is_merged:
            for column, start, end in ((2, first, first + 3), (3, first + 1, first + 2), (4, first + 1, first + 2)):
                sheet.merge_cells(None, start, column, end, column)
    sheet.append(["合计", None, None, None, None, None, None, 100 * len(projects)])


def opened(folder: Path, *paths: Path) -> tuple[Rows, list[tuple[str, dict[str, Any]]]]:
    """The rows of inputs as one table, and code and arguments of what is said of them."""
    table, findings = open_tables(list(paths), folder / "work")
    rows = [] if table is None else [list(row) for row in table.frame.collect().rows()]
    return rows, [(finding.code, dict(finding.args)) for finding in findings]


def test_all_sheets_are_read_and_cells_over_several_rows_stand_for_each(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    office_sheet(book.active, ["甲", "乙"], title="某县明细表")
    office_sheet(book.create_sheet("二科"), ["丙"])
    book.create_sheet("说明").append(["按实际填写"])
    book.create_sheet("字典").append(["一级指标", "二级指标", "分值"])
    book.create_sheet("空")
    book.save(tmp_path / "a.xlsx")
    rows, findings = opened(tmp_path, tmp_path / "a.xlsx")
    assert [row[0] for row in rows] == ["甲"] * 4 + ["乙"] * 4 + ["丙"] * 4
    assert rows[2] == ["甲", "产出指标", "数量指标", "乙", "≥95%", "93%", "20"]
    assert [args["others"] for code, args in findings if code == "JX729"] == ["说明、字典"]
    assert [args["name"] for code, args in findings if code == "JX723"] == ["a.xlsx!Sheet", "a.xlsx!二科"]
    assert {code for code, _ in findings} == {"JX702", "JX723", "JX728", "JX729"}


def test_a_sheet_that_cannot_be_scored_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    office_sheet(book.active, ["甲"])
    other = book.create_sheet("二科")
    other.append([*HEADS, "权重"])
    other.append([1, "乙", "产出指标", None, "甲", 5, 5, 10, 10])
    book.save(tmp_path / "a.xlsx")
    rows, findings = opened(tmp_path, tmp_path / "a.xlsx")
    assert len(rows) == 4
    assert "JX703" in [code for code, _ in findings]


def test_sheets_may_have_columns_that_others_lack(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["项目", "一级指标", "三级指标", "年度指标值", "实际完成值", "分值"])
    book.active.append(["甲", "产出指标", "x", 1, 1, 10])
    other = book.create_sheet("二科")
    other.append(["一级指标", "项目", "三级指标", "年度指标值", "实际完成值", "分值", "偏差原因"])
    other.append(["产出指标", "乙", "y", 1, 1, 10, "停办"])
    book.save(tmp_path / "a.xlsx")
    table, _ = open_tables([tmp_path / "a.xlsx"], tmp_path / "work")
    assert table is not None
    assert table.frame.select("project", "cause").collect().rows() == [("甲", None), ("乙", "停办")]


def test_a_weight_over_two_rows_is_not_counted_twice(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    office_sheet(book.active, ["甲"], is_merged=False)
    book.active.merge_cells("H3:H4")
    book.save(tmp_path / "a.xlsx")
    rows, _ = opened(tmp_path, tmp_path / "a.xlsx")
    assert [row[-1] for row in rows] == ["10", "50", None, "20"]


def test_the_rows_of_an_inexact_id_over_several_rows_are_all_left_out(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    office_sheet(book.active, [51092324200010263, "乙"])  # type: ignore[list-item]
    book.save(tmp_path / "a.xlsx")
    rows, findings = opened(tmp_path, tmp_path / "a.xlsx")
    assert [row[0] for row in rows] == ["乙"] * 4
    assert [args["places"] for code, args in findings if code == "JX724"] == ["Sheet!B2、Sheet!B3、Sheet!B4、Sheet!B5"]


@pytest.mark.parametrize("project", ["5.10923E+16", " 5.1e+16 ", "5E+16"])
def test_ids_that_a_spreadsheet_has_rounded_are_no_ids(tmp_path: Path, project: str) -> None:
    head, row = "项目编码,一级指标,三级指标,年度指标值,实际完成值,分值", "产出指标,x,5,5,10"
    (tmp_path / "a.csv").write_text(f"{head}\n{project},{row}\nE+16,{row}\n5E16,{row}\n", "utf-8")
    rows, findings = opened(tmp_path, tmp_path / "a.csv")
    assert [row[0] for row in rows] == ["E+16", "5E16"]
    assert [args["places"] for code, args in findings if code == "JX724"] == [project]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [",", "\t"])
def test_rows_of_sums_begin_in_any_column_on_the_left(tmp_path: Path, encoding: str, separator: str) -> None:
    lines = [
        HEADS,
        ["1", "甲", "产出指标", "", "x", "5", "5", "10"],
        ["", "小 计", "", "", "", "", "", "10"],
        ["", "合计：", "", "", "", "", "5", "10"],
        ["总计", "", "", "", "", "5", "5", "10"],
        ["2", "合计", "产出指标", "", "x", "", "", "10"],
    ]
    (tmp_path / "a.csv").write_bytes("\r\n".join(map(separator.join, lines)).encode(encoding))
    rows, findings = opened(tmp_path, tmp_path / "a.csv")
    assert [row[0] for row in rows] == ["甲"]
    assert [args["count"] for code, args in findings if code == "JX723"] == [4]


def test_a_workbook_without_a_long_table_says_what_the_first_sheet_lacks(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.create_sheet("说明").append(["按实际填写"])
    book.save(tmp_path / "a.xlsx")
    rows, findings = opened(tmp_path, tmp_path / "a.xlsx")
    assert rows == []
    assert "JX701" in [code for code, _ in findings]


def test_an_empty_workbook_has_no_headings(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "a.xlsx")
    assert [code for code, _ in opened(tmp_path, tmp_path / "a.xlsx")[1]] == ["JX704"]
