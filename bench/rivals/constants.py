"""The three tables with the same score in every row: what reading and writing cost."""

from __future__ import annotations

import polars as pl
from rivals.tables import CODES, OUTCOMES, SCHEMAS, Reasons, Tables

POINTS, RATE = pl.Decimal(38, 2), pl.Decimal(38, 6)


def tables(source: str, _: Reasons) -> Tables:
    frame = pl.read_parquet(source)
    points, nothing = pl.lit(10, dtype=POINTS), pl.lit(None, dtype=pl.String)
    rows = frame.select(
        "project", "level1", "name", row=pl.lit(1, dtype=pl.UInt32), score=points, deduction=points,
        outcome=pl.lit("met", dtype=OUTCOMES), reason_code=pl.lit(None, dtype=CODES), reason=nothing,
    )  # fmt: skip
    count = pl.lit(0, dtype=pl.UInt32)
    projects = frame.filter(pl.col("project") != pl.col("project").shift()).select(
        "project", total=points, deduction=points, grade=pl.lit("优"), execution_rate=pl.lit(1, dtype=RATE),
        errors=count, warnings=count, scaled=pl.lit(None, dtype=POINTS),
    )  # fmt: skip
    return Tables(rows, projects, pl.DataFrame(schema=SCHEMAS["findings"]))
