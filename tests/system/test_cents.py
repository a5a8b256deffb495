"""Two million rows over all specs: the scalar core, Polars and Spark give the same cents, or one of them is wrong."""

from __future__ import annotations

import os
import random
import shutil
import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

pl = pytest.importorskip("polars")

from jixiao.batch import score_frame  # noqa: E402
from jixiao.loading import load_spec  # noqa: E402
from jixiao.model.spec import IndicatorSpec  # noqa: E402
from tests.support.long_tables import EXECUTION, Row, alone, numbers, written  # noqa: E402
from tests.support.rule_book import SPECS  # noqa: E402

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]  # Spark's own
ALL_ROWS, IN_A_PROJECT = 2_000_000, 10
PROJECTS = -(-ALL_ROWS // IN_A_PROJECT // len(SPECS))
UNITS, STATED = ("", "%", "万元", "人次", " 个", "天"), ("", "≥", "≤", "=", ">", "不低于")
SIGNS = (None, "≥", "≥", "≤", ">", "<", "=")


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    if shutil.which("java") is None:
        pytest.skip("java is not installed")
    sql = pytest.importorskip("pyspark.sql")
    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = sql.SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    builder = builder.config("spark.sql.shuffle.partitions", "2").config("spark.log.level", "ERROR")
    builder = builder.config("spark.driver.bindAddress", "127.0.0.1").config("spark.driver.host", "127.0.0.1")
    session = builder.getOrCreate()
    yield session
    session.stop()


def table(spec: IndicatorSpec, rng: random.Random, *, typed: bool) -> list[Row]:
    """Projects of nine indicators and an execution row; weights in cents that add up to the spec's full marks."""
    labels = [kind.label for name, kind in spec.classes.items() if name != "execution"]
    full, rows = weights(spec, labels), list[Row]()
    for number in range(PROJECTS // 2):
        project = f"{'T' if typed else 'S'}{number:05d}"
        cuts = sorted(rng.randrange(1, full) for _ in range(IN_A_PROJECT - 2))
        for at, (low, high) in enumerate(zip([0, *cuts], [*cuts, full], strict=True)):
            target, actual = numbers(rng)
            if not typed and number % 4 == 0:
                target, actual = written(rng, target, actual)  # type: ignore[assignment]
            elif not typed:
                unit = rng.choice(UNITS)
                target, actual = f"{rng.choice(STATED)}{target}{unit}", f"{actual}{unit}"
            rows.append({
                "project": project, "level1": labels[at % len(labels)], "name": f"指标{at}", "target": target,
                "actual": actual, "weight": f"{(high - low) // 100}.{(high - low) % 100:02d}",
                "comparison": rng.choice(SIGNS) if typed else None,
            })  # fmt: skip
        budget, spent = numbers(rng)
        rows.append({
            "project": project, "level1": EXECUTION, "name": "", "target": budget, "actual": spent, "year": "2023",
            "initial": budget if number % 2 else spent,
        })  # fmt: skip
    return rows


def weights(spec: IndicatorSpec, labels: list[str]) -> int:
    """What the indicators of such a project may weigh together, in cents."""
    rows: list[Row] = [
        {"level1": label, "name": str(at), "target": "1", "actual": "1", "weight": "1"}
        for at, label in enumerate(labels)
    ]
    scored = alone(spec, [*rows, {"level1": EXECUTION, "target": "1", "actual": "1"}]).scored
    assert scored is not None
    execution = scored.execution.weight if scored.execution else None
    return int((scored.full - (execution or 0)) * 100)


def frame_of(rows: list[Row], *, typed: bool) -> Any:
    names = ("project", "level1", "name", "target", "actual", "weight", "comparison", "year", "initial")
    frame = pl.DataFrame(
        [[row.get(name) for name in names] for row in rows], schema=dict.fromkeys(names, pl.String), orient="row"
    )
    return frame.with_columns(pl.col("target", "actual").cast(pl.Decimal(38, 4))) if typed else frame


@pytest.mark.parametrize("typed", [True, False], ids=["typed", "text"])
@pytest.mark.parametrize("name", SPECS)
def test_core_and_polars_and_spark_agree_to_the_cent(spark: Any, tmp_path: Path, name: str, typed: bool) -> None:
    from jixiao.batch.spark import score

    spec = load_spec(name)
    rows = table(spec, random.Random(f"{name} {typed}"), typed=typed)
    frame = frame_of(rows, typed=typed)
    columns = score_frame(frame, spec, reasons="none")
    scores, totals = columns.rows["score"].to_list(), dict(columns.projects.select("project", "total").iter_rows())
    for at in range(0, len(rows), IN_A_PROJECT):
        own = rows[at : at + IN_A_PROJECT]
        scored = alone(spec, own).scored
        assert scored is not None
        want = [*(row.score for row in scored.rows), scored.execution.score if scored.execution else None]
        got = [None if score is None else Fraction(score) for score in scores[at : at + IN_A_PROJECT]]
        assert got == want, own
        total = totals[own[0]["project"]]
        assert (None if total is None else Fraction(total)) == scored.total, own
    assert sum(total is not None for total in totals.values()) > 100
    frame.write_parquet(tmp_path / "in.parquet")
    found = score(spark.read.parquet(str(tmp_path / "in.parquet")), spec, reasons="none")
    for ours, theirs, key in (
        (columns.rows, found.rows, ["project", "row"]),
        (columns.projects, found.projects, ["project"]),
    ):
        cluster = pl.DataFrame(pl.from_arrow(theirs.toArrow())).cast(ours.schema)
        assert cluster.sort(key).equals(ours.sort(key))
