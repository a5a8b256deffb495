"""Real Spark: the same cents, words and findings as in one process, whatever project stands where."""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pl = pytest.importorskip("polars")

from jixiao.batch import score_frame  # noqa: E402
from jixiao.loading import load_spec  # noqa: E402

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("java") is None, reason="java is not installed"),
    pytest.mark.filterwarnings("ignore"),  # Spark's own
]
TABLES = ("rows", "projects", "findings")
SPECS = ("cn.mof-2021-101", "cn.vendor-fasp2", "cn.jiangxi.province-2017")


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    sql = pytest.importorskip("pyspark.sql")
    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = sql.SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    session = (
        builder.config("spark.sql.shuffle.partitions", "3")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


def table(projects: int, seed: int = 1) -> Any:
    """Projects of ten rows, shuffled, ties and odd values among them; weights of several decimals."""
    rng, rows = random.Random(seed), []
    for number in range(projects):
        name = f"P{number:04d}"
        rows.append((name, "预算执行率", "", str(rng.randrange(100)), str(rng.randrange(100)), None))
        for at in range(8):
            target = rng.choice([f"≥{rng.randrange(1, 60)}", f"≤{rng.randrange(1, 60)}万元", "≥95%", "及时", "≥0"])
            actual = rng.choice([str(rng.randrange(70)), "93.5%", "及时", "", f"{rng.randrange(10**6) / 100}"])
            rows.append((name, "产出指标", f"指标{at}", target, actual, rng.choice(["10", "12.5", "7.25"])))
        rows.append((name, "满意度指标", "满意度", "≥90%", f"{rng.randrange(60, 100)}%", "10"))
    rng.shuffle(rows)
    return pl.DataFrame(rows, schema=["project", "level1", "name", "target", "actual", "weight"], orient="row")


@pytest.mark.parametrize("spec_id", SPECS)
def test_spark_says_what_one_process_says(spark: Any, tmp_path: Path, spec_id: str) -> None:
    from jixiao.batch.spark import score

    frame = table(150)
    frame.write_parquet(tmp_path / "in.parquet")
    own = score_frame(frame, spec_id)
    found = score(spark.read.parquet(str(tmp_path / "in.parquet")), spec_id)
    assert found.column_findings == ()
    found.all.persist()
    for name in TABLES:
        same(pl.DataFrame(pl.from_arrow(getattr(found, name).toArrow())), getattr(own, name), name)
    times = {
        line["code"]: line["times"]
        for line in found.counted.groupBy("code").sum("times").toDF("code", "times").collect()
    }
    assert times == {**+own.report.counted, None: own.report.by_core}
    found.all.unpersist()


def test_spark_monitors_as_one_process_does(spark: Any, tmp_path: Path) -> None:
    """Projects of values so far in one table with self-evaluations, and a table that has neither actuals nor weights."""
    from jixiao.batch.spark import score

    frame = table(120, seed=3)
    watched = frame["project"] < "P0080"
    frame = frame.with_columns(
        progress=pl.when(watched).then(pl.col("actual")), actual=pl.when(~watched).then(pl.col("actual")), month=pl.lit("7"),
        forecast=pl.when(watched).then(pl.col("target").str.strip_chars("≥≤")),
    )  # fmt: skip
    for number, own in enumerate((frame, frame.filter(watched).drop("actual", "weight"))):
        own.write_parquet(tmp_path / f"{number}.parquet")
        found, ours = (
            score(spark.read.parquet(str(tmp_path / f"{number}.parquet")), SPECS[0]),
            score_frame(own, SPECS[0]),
        )
        assert ours.projects["light"].n_unique() > 1
        for name in TABLES:
            same(pl.DataFrame(pl.from_arrow(getattr(found, name).toArrow())), getattr(ours, name), name)


def same(theirs: Any, ours: Any, name: str) -> None:
    """The same lines. ``row``, a place among the rows of a project, is the input's, which has no order in Spark."""
    columns = [column for column in ours.columns if column != "row"]
    assert theirs.cast(ours.schema).select(columns).sort(columns).equals(ours.select(columns).sort(columns)), name


def test_a_project_is_scored_once_and_whole(spark: Any, tmp_path: Path) -> None:
    """Partial groups are what a sum does not show: every project has one line, and every row one."""
    from jixiao.batch.spark import score

    frame = table(400, seed=2)
    frame.write_parquet(tmp_path / "in.parquet")
    found = score(
        spark.read.parquet(str(tmp_path / "in.parquet")).repartition(7), load_spec("cn.mof-2020-10"), reasons="none"
    )
    counted = {row["project"]: row["count"] for row in found.projects.groupBy("project").count().collect()}
    assert counted == dict.fromkeys(frame["project"].unique().to_list(), 1)
    rows = {row["project"]: row["count"] for row in found.rows.groupBy("project").count().collect()}
    assert set(rows.values()) == {10}


def test_floats_that_may_be_other_ids_are_none(spark: Any) -> None:
    from jixiao.batch.spark import with_own_names

    numbers = [1.0, -0.0, 999_999_999_999_999.0, 1e15, 1.5, float("nan"), float("inf"), None]
    df = spark.createDataFrame([(number, float("nan")) for number in numbers], "project double, cause double")
    rows = with_own_names(df, {"project": "project", "cause": "cause"}).collect()
    assert [row.project for row in rows] == ["1", "0", "999999999999999", *[None] * 5]
    assert {row.cause for row in rows} == {None}


def test_a_table_without_its_columns_is_refused(spark: Any) -> None:
    from jixiao.batch.spark import score

    with pytest.raises(ValueError) as raised:  # noqa: PT011  # its findings are looked at
        score(spark.createDataFrame([("a",)], ["项目"]), "cn.mof-2020-10")
    assert [finding.code for finding in raised.value.args[0]] == ["JX701"]


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[subprocess.Popen[bytes]], Path]]:
    """A standalone master and two workers of one core on loopback: its address, the workers, the settings."""
    home = Path(pytest.importorskip("pyspark").__file__).parent
    settings = tmp_path_factory.mktemp("conf")
    (settings / "spark-defaults.conf").write_text(
        "spark.sql.shuffle.partitions 40\nspark.driver.bindAddress 127.0.0.1\nspark.driver.host 127.0.0.1\n"
        "spark.ui.port 4071\nspark.executor.memory 1g\n",
        encoding="utf-8",
    )
    work = tmp_path_factory.mktemp("work")
    own = {
        "SPARK_HOME": str(home),
        "SPARK_CONF_DIR": str(settings),
        "SPARK_NO_DAEMONIZE": "1",
        "SPARK_LOCAL_IP": "127.0.0.1",
    }
    env = {**os.environ, **own, "PYSPARK_PYTHON": sys.executable}
    port = free_port()

    def start(what: str, *args: str) -> subprocess.Popen[bytes]:
        command = [str(home / "bin/spark-class"), f"org.apache.spark.deploy.{what}", "--host", "127.0.0.1", *args]
        log = (work / f"{what}-{len(started)}.log").open("wb")
        started.append(subprocess.Popen(command, env=env, stdout=log, stderr=log, start_new_session=True))
        return started[-1]

    started: list[subprocess.Popen[bytes]] = []
    master = f"spark://127.0.0.1:{port}"
    start("master.Master", "--port", str(port), "--webui-port", str(free_port()))
    options = ("--cores", "1", "--memory", "1g", "--work-dir", str(work), "--webui-port", "0", master)
    workers = [start("worker.Worker", *options) for _ in range(2)]
    yield master, workers, settings
    for process in started:
        kill(process)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def kill(process: subprocess.Popen[bytes]) -> None:
    """The process and all that it started, with SIGKILL."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def asked(path: str) -> Any:
    """What the driver's page of the running application says."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:4071/api/v1/applications{path}", timeout=5) as answer:
            return json.load(answer)
    except (OSError, ValueError):
        return []


def until(what: Callable[[], Any], process: subprocess.Popen[Any]) -> Any:
    """What ``what`` gives as soon as it gives something; the process must still run."""
    while process.poll() is None:
        if found := what():
            return found
        time.sleep(0.1)
    raise AssertionError("it was over too soon")


def test_a_worker_killed_in_the_middle_changes_nothing(cluster: Any, tmp_path: Path) -> None:
    master, workers, settings = cluster
    frame = table(3000, seed=3)
    frame.write_parquet(tmp_path / "in.parquet")
    own = score_frame(frame, "cn.mof-2021-101")
    command = [sys.executable, "-m", "jixiao", "batch", str(tmp_path / "in.parquet"), "--spec", "cn.mof-2021-101"]
    env = {**os.environ, "SPARK_CONF_DIR": str(settings), "SPARK_LOCAL_IP": "127.0.0.1"}
    with (tmp_path / "log").open("wb") as log:
        run = subprocess.Popen(
            [*command, "-o", str(tmp_path / "out"), "--engine", "spark", "--master", master],
            env=env, stdout=log, stderr=log,
        )  # fmt: skip
        name = until(lambda: asked(""), run)[0]["id"]
        until(lambda: sum(one["isActive"] for one in asked(f"/{name}/executors")) == 3, run)  # the driver is one
        until(lambda: any(5 <= s["numCompleteTasks"] < 30 for s in asked(f"/{name}/stages?status=active")), run)
        kill(workers[0])
        lost = until(lambda: [one for one in asked(f"/{name}/allexecutors") if not one["isActive"]], run)
        assert lost
        assert run.wait(timeout=300) == 1, (tmp_path / "log").read_text("utf-8")  # 1: rows with errors are among them
    for name in TABLES:
        same(pl.read_parquet(tmp_path / "out" / f"{name}.parquet"), getattr(own, name), name)
    summary = json.loads((tmp_path / "out" / "summary.json").read_text("utf-8"))
    assert (summary["rows"], summary["projects"], summary["rows_by_scalar_core"]) == (30_000, 3000, own.report.by_core)
    assert summary["findings"] == own.report.to_dict()["findings"]


def test_files_headed_in_two_languages_are_one_table(tmp_path: Path) -> None:
    frame = table(40, seed=5).with_columns(pl.col("name").replace("", None))  # which CSV does not tell apart
    words = {
        "project": "项目编码",
        "level1": "一级指标",
        "name": "三级指标",
        "target": "年度指标值",
        "actual": "实际完成值",
    }
    frame.head(200).write_parquet(tmp_path / "a.parquet")
    frame.slice(200).rename(words).write_csv(tmp_path / "b.csv")
    command = [sys.executable, "-m", "jixiao", "batch", str(tmp_path / "a.parquet"), str(tmp_path / "b.csv"), "-o"]
    command += [str(tmp_path / "out"), "--spec", "cn.mof-2020-10", "--engine", "spark"]
    settings = {
        "SPARK_LOCAL_IP": "127.0.0.1",
        "PYSPARK_SUBMIT_ARGS": "--conf spark.sql.shuffle.partitions=2 pyspark-shell",
    }
    run = subprocess.run(command, check=False, env={**os.environ, **settings}, capture_output=True, text=True)
    assert run.returncode == 1, run.stderr
    own = score_frame(frame, "cn.mof-2020-10")
    for name in TABLES:
        same(pl.read_parquet(tmp_path / "out" / f"{name}.parquet"), getattr(own, name), name)


def test_a_missing_java_is_told(tmp_path: Path) -> None:
    env = {key: value for key, value in os.environ.items() if key != "JAVA_HOME"} | {"PATH": str(tmp_path)}
    command = [sys.executable, "-m", "jixiao", "batch", "examples/rows.csv", "--spec", "cn.mof-2020-10", "-o"]
    command += [str(tmp_path / "o"), "--engine", "spark"]
    run = subprocess.run(command, check=False, env=env, capture_output=True, text=True)
    assert run.returncode == 2
    assert "JX714" in run.stderr
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize("spec_id", ["cn.hubei.guangshui-2021", "cn.mof-2003", "cn.mof-2021-101"])
def test_spark_says_of_odd_rows_what_one_process_says(spark: Any, tmp_path: Path, spec_id: str) -> None:
    from jixiao.batch.spark import score
    from tests.support.odd_rows import Odd
    from tests.support.ways import framed

    spec = load_spec(spec_id)
    frame = framed(Odd(spec, random.Random(f"spark {spec_id}")).table(500))
    frame.write_parquet(tmp_path / "in.parquet")
    own = score_frame(frame, spec, notes=True)
    found = score(spark.read.parquet(str(tmp_path / "in.parquet")), spec, notes=True)
    found.all.persist()
    for name in TABLES:
        same(pl.DataFrame(pl.from_arrow(getattr(found, name).toArrow())), getattr(own, name), name)
    found.all.unpersist()
