"""A table under the ending of another kind is read as what it is; one of no kind is named."""

from __future__ import annotations

from pathlib import Path

import pytest

pl = pytest.importorskip("polars")
xlsxwriter = pytest.importorskip("xlsxwriter")

from jixiao.batch.io.inputs import open_tables  # noqa: E402

HEADERS = ["project", "level1", "name", "target", "actual", "weight"]
ROW = ["甲", "产出指标", "编织袋", "≥5", "6", "10"]


def write(path: Path, kind: str) -> Path:
    if kind == "parquet":
        pl.DataFrame([ROW], schema=HEADERS, orient="row").write_parquet(path)
    elif kind == "csv":
        path.write_text(f"{','.join(HEADERS)}\n{','.join(ROW)}\n", "utf-8")
    else:
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet()
            sheet.write_row(0, 0, HEADERS)
            sheet.write_row(1, 0, ROW)
    return path


@pytest.mark.parametrize("ending", [".csv", ".xls", ".xlsx", ".parquet", ".dat", ""])
@pytest.mark.parametrize("kind", ["parquet", "xlsx"])
def test_a_table_is_what_it_begins_with(tmp_path: Path, kind: str, ending: str) -> None:
    table, findings = open_tables([write(tmp_path / f"a{ending}", kind)], tmp_path / "copies")
    assert table is not None, findings
    assert table.frame.collect().rows() == [tuple(ROW)]


@pytest.mark.parametrize("ending", [".xls", ".xlsx", ".parquet", ".dat"])
def test_a_text_under_the_ending_of_another_kind_is_named(tmp_path: Path, ending: str) -> None:
    table, findings = open_tables([write(tmp_path / f"a{ending}", "csv")], tmp_path / "copies")
    assert table is None
    assert [finding.code for finding in findings] == ["JX704"]


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".parquet"])
def test_a_file_without_a_byte_is_said_to_hold_nothing(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a{ending}"
    path.write_bytes(b"")
    _, (finding,) = open_tables([path], tmp_path / "copies")
    assert (finding.code, finding.args["detail"]) == ("JX704", "文件里没有内容")
