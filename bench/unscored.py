"""What the tables cost without a score in them: ``python unscored.py IN OUT``.

It reads all that a batch reads and writes what has the shape of its rows.
"""

from __future__ import annotations

import sys

import polars as pl

from jixiao.batch.io.outputs import AS


def main(source: str, target: str) -> None:
    rows = pl.scan_parquet(source)
    target_, actual, weight = (pl.col(name).to_physical().cast(pl.Int64) for name in ("target", "actual", "weight"))
    units = (target_ + actual + weight) % 1001
    points = units.cast(pl.Int128).reinterpret(dtype=pl.Decimal(38, 2))
    outcome = (units % 3).cast(pl.UInt8).cat.to(pl.Enum(["met", "partly", "missed"]))
    shape = rows.select(
        "project", "level1", "name", row=units.cast(pl.UInt32) % 10, score=points, deduction=points, outcome=outcome,
        reason_code=pl.when(pl.col("comparison") == "≥").then(outcome), reason=pl.lit(None, dtype=pl.String),
    )  # fmt: skip
    shape.sink_parquet(target, **AS)


if __name__ == "__main__":
    main(*sys.argv[1:])
