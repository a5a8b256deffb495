"""Results of a batch as workbooks: the same values as in Parquet, texts as texts, points as numbers."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from jixiao.cli.commands import app

pl = pytest.importorskip("polars")
from jixiao.batch.io import result_workbooks  # noqa: E402
from jixiao.batch.io.result_workbooks import write_workbook  # noqa: E402

ROWS = """\
project,level1,level2,name,target,actual,weight,cause
000000000000000123,预算执行率,,预算执行率,100,95,10,
000000000000000123,产出指标,数量指标,=1+1,≥50个,45个,50,
000000000000000123,效益指标,社会效益指标,覆盖率,≥90%,90%,40,
"""


def run(folder: Path, kind: str) -> Path:
    source, target = folder / "明细.csv", folder / kind
    source.write_text(ROWS, "utf-8")
    arguments = ["batch", str(source), "--spec", "cn.mof-2020-10", "-o", str(target), "--format", kind]
    assert CliRunner().invoke(app, arguments).exit_code == 0
    return target


def cells(path: Path) -> list[list[object]]:
    return [list(row) for row in openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True)]


def test_a_workbook_holds_what_parquet_holds(tmp_path: Path) -> None:
    workbooks, tables = run(tmp_path, "xlsx"), run(tmp_path, "parquet")
    for name in ("rows", "projects", "findings"):
        head, *rows = cells(workbooks / f"{name}.xlsx")
        frame = pl.read_parquet(tables / f"{name}.parquet")
        assert head == frame.columns
        expected = [[float(value) if isinstance(value, Decimal) else value for value in row] for row in frame.rows()]
        assert [[value if value is not None else "" for value in row] for row in rows] == [
            [value if value is not None else "" for value in row] for row in expected
        ]
    assert cells(workbooks / "rows.xlsx")[1][0] == "000000000000000123"
    assert run(tmp_path, "xlsx") == workbooks  # an earlier run's folder is replaced


def test_a_table_longer_than_a_sheet_goes_on_on_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(result_workbooks, "_MOST_ROWS", 2)
    frame = pl.DataFrame({"id": ["a", "b", "c"], "n": [1, 2, 12345678901234567]})
    frame.write_parquet(tmp_path / "t.parquet")
    write_workbook([tmp_path / "t.parquet"], tmp_path / "rows.xlsx")
    book = openpyxl.load_workbook(io.BytesIO((tmp_path / "rows.xlsx").read_bytes()))
    assert book.sheetnames == ["rows", "rows-2"]
    assert [cell.value for cell in book["rows-2"][2]] == ["c", "12345678901234567"]
