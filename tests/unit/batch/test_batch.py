"""The batch engine: the same points, words and findings as the scalar core, row by row, over every spec of the book."""

from __future__ import annotations

import datetime as dt
import random
import shutil
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

pl = pytest.importorskip("polars")

from jixiao import load_project, score  # noqa: E402
from jixiao.batch import score_frame  # noqa: E402
from jixiao.batch.chunk import Book  # noqa: E402
from jixiao.batch.io.inputs import gathered, of_frame, temporary, whole_projects  # noqa: E402
from jixiao.batch.io.outputs import Folder, harmless  # noqa: E402
from jixiao.batch.quantity_columns import places_in  # noqa: E402
from jixiao.batch.run import RunOptions, run_batch  # noqa: E402
from jixiao.batch.score_tables import Tables, score_tables  # noqa: E402
from jixiao.csv_text import as_cell  # noqa: E402
from jixiao.exact import fixed, round_half_up  # noqa: E402
from jixiao.explain import reason_of, sentence  # noqa: E402
from jixiao.findings import Finding  # noqa: E402
from jixiao.loading import load_spec  # noqa: E402
from jixiao.loading.specs import SpecError  # noqa: E402
from jixiao.model.rules import Cap  # noqa: E402
from jixiao.model.spec import IndicatorSpec, Missing  # noqa: E402
from jixiao.scoring.plan import plan_of  # noqa: E402
from tests.support.long_tables import Row, alone, numbers, written  # noqa: E402
from tests.support.rule_book import SPECS  # noqa: E402

#: What a batch does not say: names of projects, and whose year a spec is.
NOT_SAID = {"JX220", "JX418"}


def table(spec: IndicatorSpec, rng: random.Random, projects: int, *, typed: bool) -> list[Row]:
    rows: list[Row] = []
    labels = [kind.label for name, kind in spec.classes.items() if name != "execution"]
    names = ["培训人次", "成本控制率", "满意度", "投诉率", "到位率"]
    parts = [part for rule in spec.rules for when in rule.when or () for part in when.name_has]
    for number in range(projects):
        project = f"P{number:04d}"
        whole = rng.random() < 0.5
        for _ in range(rng.randrange(0, 7)):
            target, actual = numbers(rng)
            if not typed:
                target, actual = written(rng, target, actual)  # type: ignore[assignment]
            rows.append({
                "project": project, "level1": rng.choice(labels), "name": rng.choice([*names, *parts]) + str(rng.choice(["", 1, 2])),
                "target": target, "actual": actual,
                "weight": rng.choice(["10", "5", "12.5", "20", "7.25", "0.5"]) if whole else rng.choice(["30", "10.333", "15", "0", None]),
                "comparison": rng.choice([None, "≥", "≤", ">", "<", "=", "定性"]) if typed else rng.choice([None, None, None, "≥", "≤"]),
                "uom": rng.choice([None, None, "%", "万元", "个"]), "direction": rng.choice([None, None, None, None, "正向", "反向"]),
                "cause": rng.choice([None, "停办", "无"]), "share": None if typed or rng.random() < 0.9 else rng.choice(["0.85", "70%", "1", "2"]),
                "tier": None if typed or rng.random() < 0.95 else rng.choice(["1", "2", "9"]),
                "rule": None if rng.random() < 0.95 else rng.choice([rule.name for rule in spec.rules] + ["无"]),
                "score": None if rng.random() < 0.8 else rng.choice(["10", "9.5", "0"]),
                "applicable": None if rng.random() < 0.97 else rng.choice(["否", "是"]),
                "finished": rng.choice([None, "是", "否"]) if number % 3 else None, "year": "2023",
            })  # fmt: skip
        if rng.random() < 0.9:
            budget, spent = numbers(rng)
            rows.insert(len(rows) - rng.randrange(0, 3) if rows and rows[-1]["project"] == project and len(rows) > 3 and all(row["project"] == project for row in rows[-3:]) else len(rows), {
                "project": project, "level1": "预算执行率", "name": "预算执行率", "target": budget, "actual": spent,
                "cause": rng.choice([None, "停办"]), "uom": rng.choice([None, "万元", "元"]), "year": "2023",
                "initial": rng.choice([None, budget, numbers(rng)[0]]),
                "finished": rng.choice([None, "是"]) if number % 3 else None,
            })  # fmt: skip
    return rows


def batch(spec: IndicatorSpec, rows: list[Row], typed: bool) -> Tables:
    names = list(dict.fromkeys(key for row in rows for key in row))
    frame = pl.DataFrame(
        [{name: row.get(name) for name in names} for row in rows], schema=dict.fromkeys(names, pl.String)
    )
    if typed:
        frame = frame.with_columns(pl.col("target", "actual").cast(pl.Decimal(38, 4)))
    places = places_in([row["weight"] for row in rows if row.get("weight")])
    return score_tables(Book(spec, places, "zh", "text"), frame)


def worth(value: Any) -> Fraction | None:
    return None if value is None else Fraction(value)


def compare(spec: IndicatorSpec, rows: list[Row], tables: Tables, *, typed: bool) -> None:
    found: dict[str, list[dict[str, Any]]] = {}
    for scored in tables.rows.to_dicts():
        found.setdefault(scored["project"], []).append(scored)
    severe = tables.findings.to_dicts()
    lines = {line["project"]: line for line in tables.projects.to_dicts()}
    grouped: dict[str, list[Row]] = {}
    for row in rows:
        own = (
            {
                **row,
                **{key: None if row[key] is None else fixed(Fraction(row[key]), 4) for key in ("target", "actual")},
            }
            if typed
            else row
        )
        grouped.setdefault(row["project"] or "", []).append(own)
    for project, own in grouped.items():
        result = alone(spec, own)
        scored = result.scored
        assert scored is not None
        indicators = iter(scored.rows)
        for row, got in zip(own, found[project], strict=True):
            want = scored.execution if row["level1"] == "预算执行率" else next(indicators)
            if want is None:
                assert got["outcome"] == "not_applicable"
                continue
            assert worth(got["score"]) == want.score, (row, got, want.score)
            assert worth(got["deduction"]) == want.deduction, (row, got)
            assert got["outcome"] == want.outcome, (row, got, want.problem)
            reason = reason_of(want)
            assert got["reason_code"] == (reason.code if reason else None), row
            assert (got["reason"] or "") == sentence(reason), row
        line = lines[project]
        assert worth(line["total"]) == scored.total, (own, line)
        assert line["grade"] == scored.grade
        assert worth(line["scaled"]) == scored.scaled
        if scored.total is not None:
            assert worth(line["deduction"]) == scored.full - scored.total
        rate = scored.execution.ratio if scored.execution else None
        if scored.execution is not None:
            assert worth(line["execution_rate"]) == (
                None if rate is None else Fraction(round_half_up(rate.numerator * 10**6, rate.denominator), 10**6)
            )
        want_told = Counter((f.code, f.message()) for f in said(result.findings))
        got_told = Counter(
            (one["code"], one["message"])
            for one in severe
            if one["project"] == project and one["code"] not in ("JX709", "JX712")
        )
        if not all(row["level1"] == "预算执行率" for row in own) and any(row["level1"] == "预算执行率" for row in own):
            assert got_told == want_told, (own, got_told - want_told, want_told - got_told)
            assert line["errors"] == sum(f.severity == "error" for f in said(result.findings))


def said(findings: tuple[Finding, ...]) -> list[Finding]:
    return [finding for finding in findings if finding.severity != "note" and finding.code not in NOT_SAID]


@pytest.mark.parametrize("typed", [True, False], ids=["typed", "text"])
@pytest.mark.parametrize("name", SPECS)
def test_every_row_scores_as_it_would_alone(name: str, typed: bool) -> None:
    spec = load_spec(name)
    for seed in range(2):
        rows = table(spec, random.Random(f"{name} {seed}"), 60, typed=typed)
        compare(spec, rows, batch(spec, rows, typed), typed=typed)


@pytest.mark.parametrize("typed", [True, False], ids=["typed", "text"])
def test_empty_actuals_get_no_points_where_the_spec_says_so(typed: bool) -> None:
    law = load_spec("cn.mof-2020-10")
    spec = law.model_copy(update={"missing": Missing.model_validate({"actual": "0", "basis": "m10"})})
    rows = table(spec, random.Random(7), 60, typed=typed)
    for row in rows:
        if row["level1"] != "预算执行率" and row["target"] and len(row["target"]) % 2:
            row["actual"] = None
    compare(spec, rows, batch(spec, rows, typed), typed=typed)


# -- files ----------------------------------------------------------------------------------------------------------


HEADERS = {
    "project": "项目编码",
    "level1": "一级指标",
    "name": "三级指标",
    "target": "年度指标值",
    "actual": "实际完成值",
    "weight": "权重",
}


def plain_rows(projects: int, seed: int = 1) -> Any:
    """A table of typed columns, ten rows a project, weights that add up."""
    rng = random.Random(seed)
    rows = []
    for number in range(projects):
        for k in range(10):
            target = rng.randrange(100, 10_000)
            actual = target if rng.random() < 0.5 else rng.randrange(0, 2 * target)
            label = ("预算执行率", *["产出指标"] * 5, *["效益指标"] * 3, "满意度指标")[k]
            rows.append((f"P{number:05d}", label, f"指标{k}", f"{target / 100:.2f}", f"{actual / 100:.2f}", "10"))
    frame = pl.DataFrame(rows, schema=dict.fromkeys(HEADERS, pl.String), orient="row")
    return frame.with_columns(
        pl.col("target", "actual").cast(pl.Decimal(18, 2)), pl.col("weight").cast(pl.Decimal(5, 2))
    )


def run(*args: str | Path, check: int = 0, **kwargs: Any) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "jixiao", "batch", *map(str, args)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        **kwargs,
    )
    assert done.returncode == check, done.stderr
    return done


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
        pieces = list(gathered(table, Path(folder) / "g", 55))
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


def test_floats_are_read_by_their_shortest_decimal() -> None:
    frame = plain_rows(2).with_columns(pl.col("target", "actual").cast(pl.Float64))
    scores = score_frame(frame, "cn.mof-2020-10")
    assert scores.rows["score"].equals(score_frame(plain_rows(2), "cn.mof-2020-10").rows["score"])
    assert [finding.code for finding in scores.report.findings] == ["JX706", "JX706"]


def test_a_table_without_its_columns_gives_findings_and_no_rows() -> None:
    scores = score_frame(pl.DataFrame({"项目": ["a"]}), "cn.mof-2020-10")
    assert [finding.code for finding in scores.report.findings] == ["JX701"]
    assert not scores.report.ok
    assert scores.rows.is_empty()


def test_weights_that_add_up_to_full_marks_only_modulo_2_to_the_64_do_not() -> None:
    """Rows of at most 10^6 points in units of 10^-12 points: 18 of them are beyond a 64-bit sum."""
    units = [10**18] * 18 + [2**64 + 90 * 10**12 - 18 * 10**18]
    weights = [f"{unit // 10**12}.{unit % 10**12:012d}" for unit in units]
    rows = [("P", "预算执行率", "", "1", "1", None)]
    rows += [("P", "产出指标", f"指标{at}", "1", "1", weight) for at, weight in enumerate(weights)]
    frame = pl.DataFrame(rows, schema=["project", "level1", "name", "target", "actual", "weight"], orient="row")
    scores = score_frame(frame, "cn.mof-2020-10")
    assert scores.projects["total"].to_list() == [None]
    assert scores.projects["errors"].to_list() == [1]
    assert scores.rows["score"].to_list()[1] == 10**6


def test_an_empty_table_is_scored_to_empty_tables() -> None:
    scores = score_frame(plain_rows(1).clear(), "cn.mof-2020-10")
    assert scores.report.ok
    assert scores.projects.is_empty()
    assert scores.rows.schema["score"] == pl.Decimal(38, 2)


def test_other_readers_find_texts_where_the_file_was_written_from_categories(tmp_path: Path) -> None:
    plain_rows(3).write_parquet(tmp_path / "in.parquet")
    run_batch([tmp_path / "in.parquet"], Folder(tmp_path / "out"), RunOptions(load_spec("cn.mof-2020-10")))
    kinds = pl.read_parquet_schema(tmp_path / "out" / "rows.parquet")
    assert {name for name, kind in kinds.items() if kind == pl.String} == {
        "project", "level1", "name", "outcome", "reason_code", "reason",
    }  # fmt: skip
    assert score_frame(plain_rows(3), "cn.mof-2020-10").rows.schema == kinds


@pytest.mark.parametrize("rows", [9, 90])
def test_the_same_indicator_twice_in_small_and_large_projects(rows: int) -> None:
    names = [f"指标{at}" for at in range(rows)]
    names[rows // 2] = names[1]
    table = [("P", "产出指标", name, "1", "1", "1") for name in names]
    frame = pl.DataFrame(table, schema=["project", "level1", "name", "target", "actual", "weight"], orient="row")
    found = score_frame(frame, "cn.mof-2020-10").findings.filter(pl.col("code") == "JX421")
    assert found["row"].to_list() == [rows // 2 + 1]
    assert "2" in found["message"][0]


def _decimals(scale: int, *values: str | None) -> Any:
    return pl.Series([None if value is None else Decimal(value) for value in values], dtype=pl.Decimal(38, scale))


def _whole(kind: Any, *values: int) -> Any:
    return pl.Series(values, dtype=kind)


_LEAST = -(2**63)
#: Targets and actuals whose types, sizes or neighbours once made a difference.
UNUSUAL = {
    "a remark at the edge of 64 bits": (pl.Series(["174483046"]), pl.Series(["279172873"])),
    "a remark beyond that edge": (_decimals(2, "2000000000000.00"), _decimals(2, "2700000000000.00")),
    "no value in many decimals": (pl.Series(["10", "10"]), _decimals(20, None, None)),
    "thirty decimals": (_whole(pl.Int64, 1, 2), _decimals(30, "0.5", "0.2")),
    "thirty decimals that count": (_whole(pl.Int64, 1, 2), _decimals(30, "0.500000000000000000000000000001", "2")),
    "the least of all numbers": (_whole(pl.Int64, _LEAST, 0, 5), _whole(pl.Int64, 1, 1, 5)),
    "the least, met": (_whole(pl.Int64, _LEAST, 0, 5), _whole(pl.Int64, _LEAST, 0, 5)),
    "twenty-one digits, last": (_whole(pl.Int128, 100, 10**20), _whole(pl.Int128, 150, 2 * 10**20)),
    "twenty-one digits, first": (_whole(pl.Int128, 10**20, 100), _whole(pl.Int128, 2 * 10**20, 150)),
    "a large text beside a small one": (
        pl.Series(["99999999999999999999亿元", "0.000000000001元"]),
        pl.Series(["1元", "1元"]),
    ),
    "beyond 128 bits": (_whole(pl.Int64, 3), _whole(pl.UInt128, 2**127)),
    "twenty-one digits, missed": (_whole(pl.Int128, 100, 10**20), _whole(pl.Int128, 100, 20)),
}


def _spelled(value: Any) -> str | None:
    if isinstance(value, str):
        return value
    text = None if value is None else f"{Decimal(value):f}"
    return text.rstrip("0").rstrip(".") if text and "." in text else text


@pytest.mark.parametrize("reasons", ["none", "text"])
@pytest.mark.parametrize("case", UNUSUAL)
def test_values_of_any_type_score_as_the_same_texts_do_alone(case: str, reasons: Any) -> None:
    spec, (target, actual) = load_spec("cn.mof-2020-10"), UNUSUAL[case]
    frame = pl.DataFrame({
        "project": [f"P{at}" for at in range(len(target))], "level1": "产出指标", "name": "培训人次", "target": target,
        "actual": actual, "weight": _decimals(30, *["10"] * len(target)),
    })  # fmt: skip
    got = score_frame(frame, spec, reasons=reasons).rows
    for at, (wanted, done) in enumerate(zip(target, actual, strict=True)):
        own = {
            "level1": "产出指标",
            "name": "培训人次",
            "target": _spelled(wanted),
            "actual": _spelled(done),
            "weight": "10",
        }
        scored = alone(spec, [own]).scored
        assert scored is not None
        assert (got["outcome"][at], worth(got["score"][at])) == (scored.rows[0].outcome, scored.rows[0].score), at
        if reasons == "text":
            reason = reason_of(scored.rows[0])
            assert got["reason"][at] == (sentence(reason) if reason else None)


def test_an_execution_row_in_thirty_decimals() -> None:
    names = {
        "project": ["P", "P"],
        "level1": ["预算执行率", "产出指标"],
        "name": ["", "培训人次"],
        "weight": [None, "90"],
    }
    frame = pl.DataFrame({**names, "target": _decimals(0, "2", "3"), "actual": _decimals(30, "1", "3")})
    projects = score_frame(frame, "cn.mof-2020-10").projects
    assert (str(projects["total"][0]), str(projects["execution_rate"][0])) == ("95.00", "0.500000")


def test_what_the_core_must_score_is_told_once() -> None:
    frame = pl.DataFrame({
        "project": ["P"], "level1": ["产出指标"], "name": ["培训人次"], "target": ["9" * 20],
        "actual": ["8" * 20 + ".123456789012"], "weight": ["10.123456"],
    })  # fmt: skip
    found = score_frame(frame, "cn.mof-2020-10", notes=True)
    assert found.report.counted["JX409"] == 1
    assert found.findings["code"].to_list().count("JX409") == 1


def test_a_claim_that_cannot_be_read_is_told() -> None:
    frame = pl.DataFrame({
        "project": ["P", "P"], "level1": ["产出指标"] * 2, "name": ["培训人次", "到位率"], "target": ["10"] * 2,
        "actual": ["10"] * 2, "weight": ["50"] * 2, "score": ["9.5000000000001", "九分"],
    })  # fmt: skip
    found = score_frame(frame, "cn.mof-2020-10").findings
    assert found.filter(pl.col("code") == "JX204")["path"].to_list() == ["score", "score"]


@pytest.mark.parametrize("values", [[[1]], [b"\xff"], [dt.timedelta(1)]], ids=["list", "bytes", "duration"])
def test_a_column_of_no_text_and_no_number_is_named(values: list[Any]) -> None:
    frame = plain_rows(1).head(1).with_columns(pl.Series("actual", values))
    (finding,) = score_frame(frame, "cn.mof-2020-10").report.findings
    assert finding.code == "JX704"
    assert finding.args["name"] == "actual"


@pytest.mark.parametrize("other", ["5", "0.000000000001"])
def test_a_rate_does_not_depend_on_the_decimals_of_other_projects(other: str) -> None:
    frame = pl.DataFrame({
        "project": ["甲", "甲", "乙"], "level1": ["预算执行率", "产出指标", "产出指标"], "name": ["", "培训人次", "到位率"],
        "target": ["20000000000000000000", "3", other], "actual": ["30000000000000000000", "3", "5"],
        "weight": [None, "90", "90"],
    })  # fmt: skip
    scores = score_frame(frame, "cn.mof-2020-10")
    assert str(scores.projects["execution_rate"][0]) == "1.500000"
    assert "150" in scores.findings.filter(pl.col("code") == "JX407")["message"][0]


@pytest.mark.parametrize(("column", "value", "code"), [("uom", "%", "JX210"), ("initial", "abc", "JX204")])
def test_what_is_wrong_with_an_execution_row_is_told(column: str, value: str, code: str) -> None:
    frame = pl.DataFrame({
        "project": ["P"] * 2, "level1": ["预算执行率", "产出指标"], "name": ["", "培训人次"], "target": ["61", "3"],
        "actual": ["5", "3"], "weight": ["10", "90"], column: [value, None],
    })  # fmt: skip
    found = score_frame(frame, "cn.mof-2020-10").findings
    assert found.filter(pl.col("code") == code)["path"].to_list() == [column]


def test_an_id_tells_projects_apart_where_a_name_stands_beside_it() -> None:
    frame = plain_rows(2).rename({"project": "项目编码"}).with_columns(pl.lit("同名").alias("项目"))
    assert score_frame(frame, "cn.mof-2020-10").projects["project"].to_list() == ["P00000", "P00001"]


@pytest.mark.parametrize("applicable", ["是", "否"], ids=["by columns", "together"])
@pytest.mark.parametrize(("column", "value", "code"), [("year", "去年", "JX207"), ("finished", "或许", "JX206")])
def test_what_a_project_states_unreadably_is_told_once(column: str, value: str, code: str, applicable: str) -> None:
    frame = pl.DataFrame({
        "project": ["P"] * 2, "level1": ["产出指标"] * 2, "name": ["培训人次", "到位率"], "target": ["61", "3"],
        "actual": ["5", "3"], "weight": ["10", "90"], column: [value, None], "applicable": ["是", applicable],
    })  # fmt: skip
    found = score_frame(frame, "cn.mof-2020-10")
    (told,) = found.findings.filter(pl.col("code") == code).to_dicts()
    assert (told["project"], told["row"], told["path"]) == ("P", None, column)
    assert value in told["message"]
    assert found.report.counted[code] == 1


def test_a_row_that_does_not_say_whether_it_applies_is_told_once() -> None:
    frame = pl.DataFrame({
        "project": ["P"] * 2, "level1": ["产出指标"] * 2, "name": ["培训人次", "到位率"], "target": ["61", "3"],
        "actual": ["5", "3"], "weight": ["10", "90"], "applicable": ["是", "也许"],
    })  # fmt: skip
    (told,) = score_frame(frame, "cn.mof-2020-10").findings.filter(pl.col("code") == "JX206").to_dicts()
    assert (told["row"], told["path"]) == (2, "applicable")


@pytest.mark.parametrize("applicable", ["是", "否"], ids=["by columns", "together"])
def test_the_largest_rate_is_told_exactly(applicable: str) -> None:
    frame = pl.DataFrame({
        "project": ["P"] * 2, "level1": ["预算执行率", "产出指标"], "name": ["", "培训人次"], "target": ["0.000000000001", "3"],
        "actual": ["99999999999999999999", "3"], "weight": [None, "90"], "applicable": ["是", applicable],
    })  # fmt: skip
    (rate,) = score_frame(frame, "cn.mof-2020-10").projects["execution_rate"]
    assert Fraction(rate) == Fraction(99999999999999999999) * 10**12


def _of_years(*years: int) -> pl.DataFrame:
    labels, targets = ("预算执行率", "产出指标", "效益指标", "满意度指标"), ("100", "≥100个", "≥95%", "≥90%")
    actuals, weights = ("90", "90个", "96%", "88%"), (None, "50", "30", "10")
    rows = [
        (f"P{year}", label, f"指标{label}", target, actual, weight, str(year), "否")
        for year in years
        for label, target, actual, weight in zip(labels, targets, actuals, weights, strict=True)
    ]
    return pl.DataFrame(rows, schema=[*HEADERS, "year", "finished"], orient="row")


def test_the_years_of_a_table_choose_among_the_versions_of_a_spec(tmp_path: Path) -> None:
    want = score_frame(_of_years(2020), "cn.mof-2020-10")
    assert str(want.projects["total"][0]) == "93.78"
    assert score_frame(_of_years(2020), "cn.mof").projects.equals(want.projects)
    _of_years(2020).write_csv(tmp_path / "a.csv")
    run(tmp_path / "a.csv", "--spec", "cn.mof", "-o", tmp_path / "out")
    assert pl.read_parquet(tmp_path / "out/projects.parquet").equals(want.projects)
    _of_years(2020, 2023).write_csv(tmp_path / "a.csv")
    assert (
        "2020: cn.mof-2020-10@2; 2023: cn.mof-2021-101@2"
        in run(tmp_path / "a.csv", "--spec", "cn.mof", "-o", tmp_path / "out", check=2).stderr
    )
    run(tmp_path / "a.csv", "--spec", "cn.mof", "--on", "2020-12-31", "-o", tmp_path / "out")
    with pytest.raises(SpecError, match="JX715"):
        score_frame(_of_years(2020, 2023), "cn.mof")


def test_a_spec_out_of_its_years_is_counted() -> None:
    scores = score_frame(_of_years(2018, 2020), "cn.mof-2020-10", notes=True)
    told = scores.findings.filter(pl.col("code") == "JX418")
    assert told.select("project", "row", "path").rows() == [("P2018", None, "year")]


@pytest.mark.parametrize("text", ["", "\n", "\ufeff"])
def test_an_empty_csv_is_a_finding(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    assert "JX704" in run(tmp_path / "a.csv", "--spec", "cn.mof-2020-10", "-o", tmp_path / "out", check=1).stderr


def test_blank_rows_of_a_csv_are_passed_over(tmp_path: Path) -> None:
    table = _of_years(2023)
    table.write_csv(tmp_path / "a.csv")
    with (tmp_path / "a.csv").open("a", encoding="utf-8") as stream:
        stream.write("\n\n,,,,,,,\n")
    run(tmp_path / "a.csv", "--spec", "cn.mof-2020-10", "-o", tmp_path / "out")
    assert pl.read_parquet(tmp_path / "out/rows.parquet").height == table.height


def test_days_in_cells_and_timestamps_are_days(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    due, done = dt.datetime(2023, 12, 31), dt.datetime(2023, 12, 1)  # noqa: DTZ001  # as cells hold them
    book = openpyxl.Workbook()
    for row in (list(HEADERS), ["P", "产出指标", "按时完成", due, done, 90]):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    run(tmp_path / "a.xlsx", "--spec", "cn.mof-2020-10", "-o", tmp_path / "out", check=1)  # no execution row
    of_sheet = pl.read_parquet(tmp_path / "out/rows.parquet")
    rows = {
        "project": ["P"],
        "level1": ["产出指标"],
        "name": ["按时完成"],
        "target": [due],
        "actual": [done],
        "weight": [90],
    }
    of_frame = score_frame(pl.DataFrame(rows), "cn.mof-2020-10").rows
    assert [str(score) for score in (of_sheet["score"][0], of_frame["score"][0])] == ["90.00", "90.00"]


@given(st.lists(st.text("=+-@＝＋－＠﹣\t\r\n\x1c\x85 　\u200b\ufeff\u202e\x1b\x00.05٣汉|'", max_size=6), min_size=1))
def test_every_csv_marks_the_same_texts(texts: list[str]) -> None:
    table = pl.DataFrame({"text": texts}, schema={"text": pl.String}).lazy()
    assert harmless(table).collect()["text"].to_list() == [as_cell(text) for text in texts]


def test_a_cap_for_unfinished_projects_asks_whether_they_are() -> None:
    law = load_spec("cn.mof-2020-10")
    asked = {
        "cap": "未完成",
        "for": {"finished": False},
        "measure": "attainment",
        "bands": {"otherwise": "90%"},
        "basis": "observed",
    }
    spec = law.model_copy(update={"caps": (Cap.model_validate(asked),)})
    table = _of_years(2020).drop("finished").with_columns(actual=pl.col("target"))
    project = load_project({
        "name": "P2020", "year": 2020, "funds": {"total": {"budget": "100", "spent": "100"}},
        "indicators": [
            {**dict(zip(("level1", "name", "target", "weight"), row, strict=True)), "actual": row[2]}
            for row in table.filter(pl.col("weight").is_not_null()).select("level1", "name", "target", "weight").rows()
        ],
    })  # fmt: skip
    of_core = [finding.code for finding in score(project, spec).findings]
    assert "JX414" in of_core
    assert score_frame(table, spec).report.counted["JX414"] == 1


def test_a_class_may_be_typed_with_its_points() -> None:
    table = _of_years(2020)
    points = {"产出指标": "产出指标(50分)", "效益指标": "效益指标（30 分）"}
    typed = table.with_columns(level1=pl.col("level1").replace(points))
    assert score_frame(typed, "cn.mof-2020-10").projects.equals(score_frame(table, "cn.mof-2020-10").projects)
    plan = plan_of(load_spec("cn.mof-2020-10"))
    assert [plan.class_of(word) for word in ("产出指标(50分)", "产出指标（50.5 分）", "产出(分值)量", None)] == [
        "output", "output", None, None,
    ]  # fmt: skip


@pytest.mark.parametrize("finished", ["是", "是 ", "true", " 否", "否", "已完成", None])
def test_finished_is_read_as_score_reads_it(finished: str | None) -> None:
    """An unfinished project below its budget loses points under 101号, a finished one none."""
    row = {"project": "P", "level1": "预算执行率", "name": "", "target": "100", "actual": "60", "weight": None}
    frame = pl.DataFrame([{**row, "finished": finished}], schema_overrides={"weight": pl.String, "finished": pl.String})
    funds = {"total": {"budget": "100", "spent": "60"}}
    data = {"name": "P", "year": 2023, "funds": funds, "indicators": [], "finished": finished}
    execution = score(load_project(data), load_spec("cn.mof-2021-101")).to_dict()["execution"]
    assert str(score_frame(frame, "cn.mof-2021-101").rows["score"][0]) == execution["score"]
