"""Real Spark: the same cents, words and findings as in one process, whatever project stands where."""

from __future__ import annotations

import os
import random
import shutil
import sys
from collections.abc import Iterator
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
SPECS = ("cn.mof-2021-101", "cn.vendor-fasp2", "cn.jiangxi.province-2017")


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    sql = pytest.importorskip("pyspark.sql")
    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = sql.SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    session = (
        builder.config("spark.sql.shuffle.partitions", "3")
        .config("spark.driver.bindAddress", "127.0.0.1")
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
    assert found.told == ()
    found.all.persist()
    for name, order in (("projects", ["project"]), ("rows", ["project", "level1", "name"]), ("findings", None)):
        ours = getattr(own, name)
        theirs = pl.DataFrame(pl.from_arrow(getattr(found, name).toArrow())).cast(ours.schema)
        by = order or ours.columns
        drop = ["row"]  # a place among rows of one name is the input's; the input has no order in Spark
        assert (
            theirs.drop(drop, strict=False)
            .sort([c for c in by if c != "row"])
            .equals(ours.drop(drop, strict=False).sort([c for c in by if c != "row"]))
        ), name
    found.all.unpersist()


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


def test_a_table_without_its_columns_is_refused(spark: Any) -> None:
    from jixiao.batch.spark import score

    with pytest.raises(ValueError) as raised:  # noqa: PT011  # its findings are looked at
        score(spark.createDataFrame([("a",)], ["项目"]), "cn.mof-2020-10")
    assert [finding.code for finding in raised.value.args[0]] == ["JX701"]
