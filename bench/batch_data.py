"""Made-up rows for the batch engine, the same every time, and their scores by fractions."""

from __future__ import annotations

import random
from fractions import Fraction
from functools import cache
from pathlib import Path

import polars as pl

from jixiao.exact import round_half_up

NAMES = (
    "预算执行率",
    "培训人次",
    "验收合格率",
    "按时完成率",
    "持证上岗率",
    "就业人数",
    "企业满意数",
    "设备数",
    "投诉数",
    "满意度",
)
LABELS = ("预算执行率", *["产出指标"] * 5, *["效益指标"] * 3, "满意度指标")
SIGNS = (None, "≥", "≥", "≥", "≥", "≥", "≥", "≥", "≤", "≥")
BLOCK = 1_000_000
JUDGED = 100_000


def block(rows: int, seed: int = 20230101) -> pl.DataFrame:
    """Projects of ten rows, 100 points each; 37 in 100 rows lose points, ties of half a cent among them."""
    rng = random.Random(seed)
    targets = [rng.randrange(1000, 100_000) for _ in range(rows)]
    actuals = [t if rng.random() < 0.6 else max(0, int(t * (0.7 + rng.random() * 0.35))) for t in targets]
    columns = {"label": LABELS, "name": NAMES, "sign": SIGNS}
    level1, name, sign = ([values[at % 10] for at in range(rows)] for values in columns.values())
    frame = pl.DataFrame(
        {"number": [at // 10 for at in range(rows)], "level1": level1, "name": name, "comparison": sign,
         "target": targets, "actual": actuals, "weight": [1000] * rows},
        schema_overrides={"target": pl.Int128, "actual": pl.Int128, "weight": pl.Int128},
    )  # fmt: skip
    money = pl.col("target", "actual").reinterpret(dtype=pl.Decimal(38, 2)).cast(pl.Decimal(18, 2))
    return frame.with_columns(money, pl.col("weight").reinterpret(dtype=pl.Decimal(38, 2)).cast(pl.Decimal(5, 2)))


@cache
def _block(rows: int) -> pl.DataFrame:
    return block(rows)


def make(folder: Path, rows: int, *, text: bool = False) -> Path:
    """A table of so many rows: a block again and again, with other projects."""
    path = folder / f"{rows}{'-text' if text else ''}.parquet"
    one = _block(min(rows, BLOCK)).lazy()
    if text:
        one = one.with_columns(pl.col("target", "actual", "weight").cast(pl.String))
    project = pl.lit("P") + pl.col("number").cast(pl.String).str.zfill(8)
    blocks = [one.with_columns(pl.col("number") + start // 10) for start in range(0, rows, BLOCK)]
    pl.concat(blocks).select(project.alias("project"), pl.exclude("number")).sink_parquet(path)
    return path


def true_scores(source: Path) -> list[int]:
    """Return the scores of the first ``JUDGED`` rows in cents, by fractions."""
    rows = pl.read_parquet(source, n_rows=JUDGED).select("comparison", "target", "actual", "weight").rows()
    scores = []
    for sign, *amounts in rows:
        t, a, w = map(Fraction, amounts)
        n, d = (t, a) if sign == "≤" else (a, t)
        points = w if n >= d else w * n / d
        scores.append(round_half_up(points.numerator * 100, points.denominator))
    return scores
