"""Batches, and what they put in place."""

from __future__ import annotations

import random
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import pytest

pl = pytest.importorskip("polars")

from jixiao.model.spec import IndicatorSpec  # noqa: E402
from tests.support import commands  # noqa: E402
from tests.support.long_tables import Row, numbers, written  # noqa: E402


class Done(NamedTuple):
    """How a command ended, and what it told."""

    code: int
    stdout: str
    stderr: str


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


def worth(value: Any) -> Fraction | None:
    return None if value is None else Fraction(value)


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


def run(*args: str | Path, check: int = 0) -> Done:
    """What ``jixiao batch`` tells, which must end with the exit code ``check``."""
    done = Done(*commands.run("batch", *map(str, args)))
    assert done.code == check, done.stderr
    return done


def of_years(*years: int) -> pl.DataFrame:
    labels, targets = ("预算执行率", "产出指标", "效益指标", "满意度指标"), ("100", "≥100个", "≥95%", "≥90%")
    actuals, weights = ("90", "90个", "96%", "88%"), (None, "50", "30", "10")
    rows = [
        (f"P{year}", label, f"指标{label}", target, actual, weight, str(year), "否")
        for year in years
        for label, target, actual, weight in zip(labels, targets, actuals, weights, strict=True)
    ]
    return pl.DataFrame(rows, schema=[*HEADERS, "year", "finished"], orient="row")
