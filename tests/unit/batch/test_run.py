"""A batch from files to files: every encoding and format, pieces of any size, runs that are stopped and resumed."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

pl = pytest.importorskip("polars")

from jixiao.batch import score_frame  # noqa: E402
from jixiao.batch.io.inputs import of_frame, project_pieces, temporary, whole_projects  # noqa: E402
from jixiao.batch.io.outputs import Folder, harmless  # noqa: E402
from jixiao.batch.run import RunOptions, run_batch  # noqa: E402
from jixiao.csv_text import as_cell  # noqa: E402
from jixiao.loading import load_spec  # noqa: E402
from jixiao.loading.spec_reading import SpecError  # noqa: E402
from tests.support.batches import HEADERS, of_years, plain_rows, run  # noqa: E402


def read(folder: Path) -> dict[str, Any]:
    return {name: pl.read_parquet(folder / f"{name}.parquet") for name in ("rows", "projects", "findings")}


@pytest.fixture(scope="module")
def truth(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("truth")
    frame = plain_rows(60)
    frame.write_parquet(folder / "in.parquet")
    run(folder / "in.parquet", "--spec", "cn.mof-2020-10", "-o", folder / "out")
    return frame, read(folder / "out")


def same(one: dict[str, Any], other: dict[str, Any]) -> None:
    for name, frame in one.items():
        assert frame.equals(other[name]), name


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_in_every_encoding_gives_what_parquet_gives(tmp_path: Path, truth: Any, encoding: str) -> None:
    frame, want = truth
    text = frame.rename(HEADERS).with_columns(pl.all().cast(pl.String)).write_csv()
    (tmp_path / "表.csv").write_bytes(text.encode(encoding))
    done = run(tmp_path / "表.csv", "--spec", "cn.mof-2020-10", "-o", tmp_path / "out")
    assert {"utf-8": "UTF-8", "utf-8-sig": "UTF-8 (BOM)", "gb18030": "GB18030"}[encoding] in done.stderr
    same(want, read(tmp_path / "out"))


def test_a_workbook_scores_the_same(tmp_path: Path, truth: Any) -> None:
    xlsxwriter = pytest.importorskip("xlsxwriter")
    frame, want = truth
    with xlsxwriter.Workbook(tmp_path / "in.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [HEADERS[name] for name in frame.columns])
        for number, row in enumerate(frame.rows(), 1):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(number, column, value)
                else:
                    sheet.write_number(number, column, value)
    run(tmp_path / "in.xlsx", "--spec", "cn.mof-2020-10", "-o", tmp_path / "out")
    found = read(tmp_path / "out")
    assert found["rows"]["score"].equals(want["rows"]["score"])
    assert found["projects"].equals(want["projects"])


def test_a_sheet_of_two_cells_far_apart_stops_no_one(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD1048576"] = "project", "1"
    book.save(tmp_path / "far.xlsx")
    told = run(tmp_path / "far.xlsx", "--spec", "cn.mof-2020-10", "-o", tmp_path / "out", check=1).stderr
    assert "JX701" in told
    assert "Traceback" not in told
    assert "panicked" not in told
    assert not (tmp_path / "out").exists()


def test_neither_order_nor_files_change_a_project(tmp_path: Path, truth: Any) -> None:
    frame, want = truth
    mixed = frame.with_row_index().sample(fraction=1, shuffle=True, seed=3).drop("index")
    for number, part in enumerate((mixed.head(101), mixed.slice(101, 7), mixed.slice(108))):
        part.write_parquet(tmp_path / f"{number}.parquet")
    run(*sorted(tmp_path.glob("*.parquet")), "--spec", "cn.mof-2020-10", "-o", tmp_path / "out")
    found = read(tmp_path / "out")
    assert found["projects"].sort("project").equals(want["projects"].sort("project"))
    assert found["projects"]["project"].to_list() == mixed["project"].unique(maintain_order=True).to_list()
    keys = ["project", "name"]
    assert found["rows"].drop("row").sort(keys).equals(want["rows"].drop("row").sort(keys))
    assert found["rows"].filter(project="P00007")["name"].to_list() == mixed.filter(project="P00007")["name"].to_list()


def test_pieces_of_any_size_hold_whole_projects(truth: Any) -> None:
    frame, _ = truth
    for size in (1, 9, 10, 11, 333):
        pieces = list(whole_projects(frame.lazy(), size))
        assert pl.concat(pieces).equals(frame)
        assert all(len(piece) % 10 == 0 for piece in pieces)
    mixed = frame.sample(fraction=1, shuffle=True, seed=5)
    with temporary(None) as folder:
        table, _ = of_frame(mixed)
        pieces = list(project_pieces(table, Path(folder) / "g", 55))
        assert len(pieces) > 5
        assert pl.concat(pieces).sort(pl.all()).equals(frame.sort(pl.all()))
        assert all(piece["project"].rle_id().max() == piece["project"].n_unique() - 1 for piece in pieces)


def test_a_project_split_over_two_files_belongs_to_the_first(tmp_path: Path, truth: Any) -> None:
    frame, want = truth
    for number, (start, rows) in enumerate(((0, 105), (105, 3), (108, 250), (358, 242))):
        frame.slice(start, rows).write_parquet(tmp_path / f"{number}.parquet")
    run(*sorted(tmp_path.glob("*.parquet")), "--spec", "cn.mof-2020-10", "-o", tmp_path / "out")
    same(want, read(tmp_path / "out"))


def test_a_folder_with_other_things_is_left_alone(tmp_path: Path) -> None:
    plain_rows(1).write_parquet(tmp_path / "in.parquet")
    out = tmp_path / "out"
    out.mkdir()
    (out / "notes.txt").write_text("mine")
    done = run(tmp_path / "in.parquet", "--spec", "cn.mof-2020-10", "-o", out, check=2)
    assert "JX711" in done.stderr
    assert [path.name for path in out.iterdir()] == ["notes.txt"]
    (out / "notes.txt").unlink()
    for _ in range(2):  # empty, then over an earlier run's
        run(tmp_path / "in.parquet", "--spec", "cn.mof-2020-10", "-o", out)
    assert sorted(path.name for path in out.iterdir()) == [
        "findings.parquet",
        "projects.parquet",
        "rows.parquet",
        "summary.json",
    ]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.parquet", "out"]


def test_what_cannot_be_read_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("项目编码,一级指标,权重,分值\n1,2,3,4\n")
    (tmp_path / "b.parquet").write_bytes(b"no parquet")
    done = run(
        tmp_path / "a.csv",
        tmp_path / "b.parquet",
        tmp_path / "c.parquet",
        "--spec",
        "cn.mof-2020-10",
        "-o",
        tmp_path / "out",
        check=1,
    )
    assert "JX701" in done.stderr
    assert "JX703" in done.stderr
    assert done.stderr.count("JX704") == 1
    assert "JX102" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


def test_bad_rows_are_told_of_and_stop_nothing(tmp_path: Path) -> None:
    frame = plain_rows(3).with_columns(pl.all().cast(pl.String))
    frame = frame.with_columns(
        project=pl.when(pl.int_range(pl.len()) == 29).then(None).otherwise("project"),
        actual=pl.when(pl.int_range(pl.len()) == 13).then(pl.lit("大概")).otherwise("actual"),
    )
    frame.write_csv(tmp_path / "in.csv")
    run(tmp_path / "in.csv", "--spec", "cn.mof-2020-10", "-o", tmp_path / "out", check=1)
    found = read(tmp_path / "out")
    assert found["projects"].filter(project="P00000")["total"].null_count() == 0
    assert found["projects"].filter(project="P00001")["total"].null_count() == 1
    assert {"JX707", "JX309"} <= set(found["findings"]["code"])
    assert None not in found["projects"]["project"].to_list()


def test_a_run_stopped_while_it_puts_tables_in_place_is_resumed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain_rows(20).write_parquet(tmp_path / "in.parquet")
    wanted = RunOptions(load_spec("cn.mof-2020-10"))
    run_batch([tmp_path / "in.parquet"], Folder(tmp_path / "whole"), wanted)
    with monkeypatch.context() as patch:
        patch.setattr(Folder, "publish", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            run_batch([tmp_path / "in.parquet"], Folder(tmp_path / "out"), wanted)
    assert not (tmp_path / "out").exists()
    run_batch([tmp_path / "in.parquet"], Folder(tmp_path / "out"), wanted, resume=True)
    for name in ("rows.parquet", "projects.parquet", "findings.parquet", "summary.json"):
        assert (tmp_path / "out" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes(), name


def test_csv_holds_the_same_and_opens_in_excel(tmp_path: Path) -> None:
    plain_rows(30).write_parquet(tmp_path / "in.parquet")
    args = (tmp_path / "in.parquet", "--spec", "cn.mof-2020-10", "-o")
    run(*args, tmp_path / "out", "--format", "csv")
    run(*args, tmp_path / "same")
    for name, table in read(tmp_path / "same").items():
        text = (tmp_path / "out" / f"{name}.csv").read_bytes()
        assert text.startswith(b"\xef\xbb\xbf")
        found = pl.read_csv(text, infer_schema=False)
        assert found.equals(table.with_columns(pl.all().cast(pl.String)).with_columns(pl.all().replace("", None))), name
    odd = plain_rows(1).with_columns(name=pl.lit("=cmd|' /C calc'!A0"), project=pl.lit("-12"))
    odd.write_parquet(tmp_path / "odd.parquet")
    run(tmp_path / "odd.parquet", "--spec", "cn.mof-2020-10", "-o", tmp_path / "odd", "--format", "csv")
    (project, name), *_ = (
        pl.read_csv(tmp_path / "odd" / "rows.csv", infer_schema=False).select("project", "name").rows()
    )
    assert (project, name) == ("-12", "'=cmd|' /C calc'!A0")
    run(*args, tmp_path / "out")  # over it: CSV is a run's, too
    assert not (tmp_path / "out" / "rows.csv").exists()


@pytest.mark.parametrize("kills", [6, pytest.param(50, marks=pytest.mark.slow)])
def test_killed_at_any_moment_it_leaves_nothing_and_resumes_to_the_same_bytes(tmp_path: Path, kills: int) -> None:
    frame = plain_rows(4000)
    for number in range(4):
        frame.slice(number * 10_005, 10_005 if number < 3 else None).write_parquet(tmp_path / f"{number}.parquet")
    args = [*sorted(tmp_path.glob("*.parquet")), "--spec", "cn.mof-2020-10", "-o"]
    began = time.monotonic()
    run(*args, tmp_path / "whole")
    lasts = time.monotonic() - began
    rng = random.Random(4)
    for _ in range(kills):
        process = subprocess.Popen(
            [sys.executable, "-m", "jixiao", "batch", *map(str, args), str(tmp_path / "out"), "--resume"],
            stderr=subprocess.DEVNULL,
        )
        time.sleep(rng.uniform(0.2, lasts))
        process.kill()
        process.wait()
        assert not (tmp_path / "out").exists() or (tmp_path / "out" / "summary.json").exists()
        if (tmp_path / "out").exists():
            shutil.rmtree(tmp_path / "out")
    run(*args, tmp_path / "out", "--resume")
    for name in ("rows.parquet", "projects.parquet", "findings.parquet", "summary.json"):
        assert (tmp_path / "out" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes(), name


def test_a_frame_may_be_lazy_or_of_arrow_and_threads_do_not_meet(truth: Any) -> None:
    frame, want = truth

    class Arrow:
        def __arrow_c_stream__(self, requested_schema: object = None) -> object:
            return frame.__arrow_c_stream__(requested_schema)

    with ThreadPoolExecutor(4) as pool:
        found = list(
            pool.map(lambda one: score_frame(one, "cn.mof-2020-10"), [frame, frame.lazy(), Arrow(), frame] * 2)
        )
    for scores in found:
        same(want, {"rows": scores.rows, "projects": scores.projects, "findings": scores.findings})


def test_other_readers_find_texts_where_the_file_was_written_from_categories(tmp_path: Path) -> None:
    plain_rows(3).write_parquet(tmp_path / "in.parquet")
    run_batch([tmp_path / "in.parquet"], Folder(tmp_path / "out"), RunOptions(load_spec("cn.mof-2020-10")))
    kinds = pl.read_parquet_schema(tmp_path / "out" / "rows.parquet")
    assert {name for name, kind in kinds.items() if kind == pl.String} == {
        "project", "level1", "name", "outcome", "reason_code", "reason",
    }  # fmt: skip
    assert score_frame(plain_rows(3), "cn.mof-2020-10").rows.schema == kinds


def test_the_years_of_a_table_choose_among_the_versions_of_a_spec(tmp_path: Path) -> None:
    want = score_frame(of_years(2020), "cn.mof-2020-10")
    assert str(want.projects["total"][0]) == "93.78"
    assert score_frame(of_years(2020), "cn.mof").projects.equals(want.projects)
    of_years(2020).write_csv(tmp_path / "a.csv")
    run(tmp_path / "a.csv", "--spec", "cn.mof", "-o", tmp_path / "out")
    assert pl.read_parquet(tmp_path / "out/projects.parquet").equals(want.projects)
    of_years(2020, 2023).write_csv(tmp_path / "a.csv")
    assert (
        "2020: cn.mof-2020-10@2; 2023: cn.mof-2021-101@2"
        in run(tmp_path / "a.csv", "--spec", "cn.mof", "-o", tmp_path / "out", check=2).stderr
    )
    run(tmp_path / "a.csv", "--spec", "cn.mof", "--on", "2020-12-31", "-o", tmp_path / "out")
    with pytest.raises(SpecError, match="JX715"):
        score_frame(of_years(2020, 2023), "cn.mof")


@pytest.mark.parametrize("text", ["", "\n", "\ufeff"])
def test_an_empty_csv_is_a_finding(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    assert "JX704" in run(tmp_path / "a.csv", "--spec", "cn.mof-2020-10", "-o", tmp_path / "out", check=1).stderr


def test_blank_rows_of_a_csv_are_passed_over(tmp_path: Path) -> None:
    table = of_years(2023)
    table.write_csv(tmp_path / "a.csv")
    with (tmp_path / "a.csv").open("a", encoding="utf-8") as stream:
        stream.write("\n\n,,,,,,,\n")
    run(tmp_path / "a.csv", "--spec", "cn.mof-2020-10", "-o", tmp_path / "out")
    assert pl.read_parquet(tmp_path / "out/rows.parquet").height == table.height


@given(st.lists(st.text("=+-@＝＋－＠﹣\t\r\n\x1c\x85 　\u200b\ufeff\u202e\x1b\x00.05٣汉|'", max_size=6), min_size=1))
def test_every_csv_marks_the_same_texts(texts: list[str]) -> None:
    table = pl.DataFrame({"text": texts}, schema={"text": pl.String}).lazy()
    assert harmless(table).collect()["text"].to_list() == [as_cell(text) for text in texts]
