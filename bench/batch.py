"""The batch engine against the copy floor and rivals, in one run: ``python bench/batch.py [ROWS] [ROUNDS]``.

Every contestant is its own process, file to files, and takes turns with the others; what the same process takes on ten
rows is taken off. The floor reads the file with Polars and writes it again, unscored. Rows wrong are counted against
the scalar core's fractions on a sample.
"""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import tempfile
from fractions import Fraction
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from time import perf_counter

import polars as pl

from jixiao.exact import round_half_up

HERE = Path(__file__).parent
SPEC = "cn.mof-2020-10"
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


def make(folder: Path, rows: int, seed: int = 20230101) -> Path:
    """Projects of ten rows, 100 points each; 37 in 100 rows lose points, ties of half a cent among them."""
    path = folder / f"{rows}.parquet"
    rng = random.Random(seed)
    block = 100_000
    frames = []
    for start in range(0, rows, block):
        count = min(block, rows - start)
        targets = [rng.randrange(1000, 100_000) for _ in range(count)]
        actuals = [t if rng.random() < 0.6 else max(0, int(t * (0.7 + rng.random() * 0.35))) for t in targets]
        index = [start + offset for offset in range(count)]
        frames.append(
            pl.DataFrame(
                {
                    "project": [f"P{at // 10:08d}" for at in index],
                    "level1": [LABELS[at % 10] for at in index],
                    "name": [NAMES[at % 10] for at in index],
                    "comparison": [SIGNS[at % 10] for at in index],
                    "target": targets, "actual": actuals, "weight": [1000] * count,
                },
                schema_overrides={"target": pl.Int128, "actual": pl.Int128, "weight": pl.Int128},
            ).with_columns(
                pl.col("target", "actual").reinterpret(dtype=pl.Decimal(38, 2)).cast(pl.Decimal(18, 2)),
                pl.col("weight").reinterpret(dtype=pl.Decimal(38, 2)).cast(pl.Decimal(5, 2)),
            )
        )  # fmt: skip
    pl.concat(frames).write_parquet(path)
    return path


FLOOR = "import sys, polars as pl; pl.scan_parquet(sys.argv[1]).sink_parquet(sys.argv[2] + '.parquet')"
LOOP = """
import sys, polars as pl
from decimal import Decimal, ROUND_HALF_UP
cent, out = Decimal("0.01"), []
for sign, t, a, w in pl.read_parquet(sys.argv[1], columns=["comparison", "target", "actual", "weight"]).iter_rows():
    n, d = (t, a) if sign == "≤" else (a, t)
    out.append(w if n >= d else (w * n / d).quantize(cent, ROUND_HALF_UP))
pl.DataFrame({"score": out}).write_parquet(sys.argv[2] + ".parquet")
"""
DUCKDB = """
import sys, duckdb
duckdb.sql(f'''copy (with n as (select project, comparison,
  cast(target * 100 as bigint) t, cast(actual * 100 as bigint) a, cast(weight * 100 as bigint) w from '{sys.argv[1]}'),
  q as (select project, w, case when comparison = '≤' then t else a end n, case when comparison = '≤' then a else t end d from n)
  select project, case when n >= d then w else (2 * w * n + d) // (2 * d) end score from q) to '{sys.argv[2]}.parquet' ''')
"""
PANDAS = """
import sys, pandas as pd
f = pd.read_parquet(sys.argv[1])
t, a, w = (f[c].astype(float) for c in ("target", "actual", "weight"))
less = f["comparison"] == "≤"
r = (a / t).where(~less, t / a).clip(upper=1)
f["score"] = (w * r).round(2)
f[["project", "score"]].to_parquet(sys.argv[2] + ".parquet")
f.groupby("project", sort=False)["score"].sum().to_frame().to_parquet(sys.argv[2] + "-projects.parquet")
"""


def contestants() -> dict[str, list[str]]:
    python, command = sys.executable, [sys.executable, "-m", "jixiao", "batch"]
    found = {"floor: Polars copies the file": [python, "-c", FLOOR]}
    for reasons in ("none", "code", "text"):
        found[f"jixiao, reasons {reasons}"] = [*command, "--spec", SPEC, "--reasons", reasons]
    found["Decimal loop, scores only"] = [python, "-c", LOOP]
    for module, name, text in (
        ("duckdb", "DuckDB SQL by hand, scores only", DUCKDB),
        ("pandas", "pandas, a typical script, no reasons", PANDAS),
    ):
        if find_spec(module):
            found[name] = [python, "-c", text]
    return found


def once(command: list[str], source: Path, target: Path) -> float:
    """Seconds of one process."""
    extra = [str(source), "-o", str(target)] if "jixiao" in command else [str(source), str(target)]
    begin = perf_counter()
    subprocess.run([*command, *extra], check=False, stderr=subprocess.DEVNULL)
    return perf_counter() - begin


def memory(command: list[str], source: Path, target: Path) -> float:
    """Peak memory (MB) of one process."""
    code = "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stderr=subprocess.DEVNULL); print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    extra = [str(source), "-o", str(target)] if "jixiao" in command else [str(source), str(target)]
    done = subprocess.run([sys.executable, "-c", code, *command, *extra], capture_output=True, text=True, check=True)
    return int(done.stdout.split()[-1]) / 1024


def wrong(source: Path, scored: Path) -> int | None:
    """Of the first 100,000 rows, how many differ from the fraction."""
    if not scored.exists():
        return None
    rows = pl.read_parquet(source, n_rows=100_000).select("comparison", "target", "actual", "weight").rows()
    got = pl.read_parquet(scored, n_rows=100_000)
    if "score" not in got.columns:
        return None
    kind = got.schema["score"]
    bad = 0
    for (sign, target, actual, weight), score in zip(rows, got["score"], strict=True):
        t, a, w = Fraction(target), Fraction(actual), Fraction(weight)
        n, d = (t, a) if sign == "≤" else (a, t)
        points = w if n >= d else w * n / d
        want = round_half_up(points.numerator * 100, points.denominator)
        have = (
            round(score * 100) if kind.is_float() else int(score * 100) if isinstance(kind, pl.Decimal) else int(score)
        )
        bad += want != have
    return bad


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        large, small = make(folder, rows), make(folder, 10)
        times: dict[str, list[float]] = {who: [] for who in contestants()}
        for number in range(rounds + 1):
            for who, command in contestants().items():
                seconds = once(command, large, folder / "out") - once(command, small, folder / "small")
                if number:
                    times[who].append(seconds)
        floor = median(times["floor: Polars copies the file"])
        print(
            f"{rows:,} rows, {rounds} rounds, start-up taken off; × is the time over the copy floor's ({floor:.3f} s)"
        )
        for who, command in contestants().items():
            target = folder / f"last-{len(who)}"
            peak = memory(command, large, target)
            scored = target / "rows.parquet" if "jixiao" in command else target.with_name(target.name + ".parquet")
            bad = wrong(large, scored)
            seconds = median(times[who])
            told = "" if bad is None else f"{bad:7d} wrong of 100,000"
            print(
                f"  {who:40s} {seconds:7.3f} s {seconds / floor:6.2f} ×  {rows / seconds / 1e6:6.2f} M rows/s  {peak:6.0f} MB {told}"
            )


if __name__ == "__main__":
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    main()
