"""The batch engine against the copy floor and rivals: ``python bench/batch.py [rivals] [large] [growth]``.

Every contestant is a process of its own, file to files, and takes turns with the others; what the same process takes on
ten rows is taken off. The floor reads the file with Polars and writes it again, unscored. Rows wrong are counted
against fractions on the first 100,000 rows. What is not installed is left out (``pip install 'jixiao[bench]'``).
"""

from __future__ import annotations

import math
import random
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from fractions import Fraction
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import NamedTuple

import polars as pl
from rivals import RIVALS

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
BLOCK = 1_000_000
JUDGED = 100_000
FLOOR = "floor: Polars copies the file"
UNSCORED = "the tables that jixiao writes, unscored"


class Contestant(NamedTuple):
    """How to start one, and where its scores are; ``unit`` of them make a point."""

    command: list[str]
    scores: str
    unit: int


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


COPY = "import sys, polars as pl; pl.scan_parquet(sys.argv[1]).sink_parquet(sys.argv[2])"


def jixiao(reasons: str) -> Contestant:
    command = [sys.executable, "-m", "jixiao", "batch", "{source}", "--spec", SPEC, "--reasons", reasons]
    return Contestant([*command, "-o", "{target}"], "rows.parquet", 1)


def floor() -> Contestant:
    return Contestant([sys.executable, "-c", COPY, "{source}", "{target}"], "", 1)


def contestants() -> dict[str, Contestant]:
    unscored = Contestant([sys.executable, str(HERE / "unscored.py"), "{source}", "{target}"], "", 1)
    by_title = {FLOOR: floor(), UNSCORED: unscored} | {
        f"jixiao, reasons {reasons}": jixiao(reasons) for reasons in ("none", "code", "text")
    }
    for name, (_, module, title, unit) in RIVALS.items():
        if find_spec(module):
            by_title[title] = Contestant(
                [sys.executable, str(HERE / "rivals.py"), name, "{source}", "{target}"], "", unit
            )
    return by_title


def started(one: Contestant, source: Path, target: Path) -> float:
    """Seconds of one process."""
    begin = perf_counter()
    subprocess.run(_filled(one, source, target), check=True, capture_output=True)
    return perf_counter() - begin


def _filled(one: Contestant, source: Path, target: Path) -> list[str]:
    return [
        part.format(source=source, target=target) if part in ("{source}", "{target}") else part for part in one.command
    ]


def memory(one: Contestant, source: Path, target: Path) -> float:
    """Peak memory (MB) of one process."""
    code = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, capture_output=True);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    command = [sys.executable, "-c", code, *_filled(one, source, target)]
    return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout) / 1024


@cache
def truth(source: Path) -> list[int]:
    """The scores of the first rows in cents, by fractions."""
    rows = pl.read_parquet(source, n_rows=JUDGED).select("comparison", "target", "actual", "weight").rows()
    scores = []
    for sign, *amounts in rows:
        t, a, w = map(Fraction, amounts)
        n, d = (t, a) if sign == "≤" else (a, t)
        points = w if n >= d else w * n / d
        scores.append(round_half_up(points.numerator * 100, points.denominator))
    return scores


def wrong(one: Contestant, source: Path, target: Path) -> int:
    """How many of the first rows differ from the truth."""
    scores = pl.read_parquet(target / one.scores if one.scores else target, n_rows=JUDGED)["score"].to_list()
    return sum(round(score * (100 // one.unit)) != want for score, want in zip(scores, truth(source), strict=True))


class Times(dict[str, list[float]]):
    """Seconds of each contestant, start-up taken off."""

    def take(self, who: str, one: Contestant, large: Path, small: Path, target: Path) -> None:
        self.setdefault(who, []).append(
            started(one, large, target) - started(one, small, target.with_name(f"{target.name}-small"))
        )


def compete(all_of_them: dict[str, Contestant], large: Path, rounds: int) -> Times:
    """All in turn, the first round not counted."""
    times, small = Times(), make(large.parent, 10)
    for number in range(rounds + 1):
        for who, one in all_of_them.items():
            times.take(who, one, large, small, _place(large.parent, who))
        if number == 0:
            times.clear()
    return times


def _place(folder: Path, who: str) -> Path:
    return folder / ("out-" + re.sub(r"\W+", "-", who))


def show(who: str, seconds: float, rows: int, least: float, more: str = "") -> None:
    print(f"  {who:40s} {seconds:8.3f} s {seconds / least:7.2f} × {rows / seconds / 1e6:7.2f} M rows/s  {more}")


def rivals(folder: Path) -> None:
    """10^6 rows: the floor, the three kinds of reasons, and every rival that is installed."""
    rows, everyone, large = 1_000_000, contestants(), make(folder, 1_000_000)
    times = compete(everyone, large, 3)
    least = median(times[FLOOR])
    print(f"\n{rows:,} rows, 3 rounds; × is the time over the floor's")
    for who, one in everyone.items():
        target = _place(folder, who)
        bad = "" if who in (FLOOR, UNSCORED) else f"{wrong(one, large, target):7d} wrong of {JUDGED:,}"
        show(who, median(times[who]), rows, least, f"{memory(one, large, target):6.0f} MB {bad}")


def large(folder: Path) -> None:
    """10^7 rows: text against the floor, and an input whose numbers are texts against the same input typed."""
    rows = 10_000_000
    typed, text = make(folder, rows), make(folder, rows, text=True)
    times = compete({FLOOR: floor(), "jixiao, reasons text": jixiao("text")}, typed, 2)
    times["jixiao, reasons text, text columns"] = compete({"": jixiao("text")}, text, 2)[""]
    print(f"\n{rows:,} rows, 2 rounds; × is the time over the floor's")
    for who, seconds in times.items():
        source, one = (text if "columns" in who else typed), (floor() if who == FLOOR else jixiao("text"))
        show(
            who,
            median(seconds),
            rows,
            median(times[FLOOR]),
            f"{memory(one, source, folder / f'out-{len(who)}'):6.0f} MB",
        )


def growth(folder: Path) -> None:
    """10^5 to 10^8 rows: seconds, memory, and the slope of their logarithms."""
    one, points = jixiao("code"), list[tuple[int, float]]()
    print("\nreasons code; start-up taken off")
    small = make(folder, 10)
    for rows in (100_000, 1_000_000, 10_000_000, 100_000_000):
        source, target = make(folder, rows), folder / "out"
        times = Times()
        for _ in range(3 if rows < BLOCK * 100 else 1):
            times.take("", one, source, small, target)
        points.append((rows, median(times[""])))
        show(f"{rows:,} rows", points[-1][1], rows, points[-1][1], f"{memory(one, source, target):6.0f} MB")
        source.unlink()
    print(f"  slope {slope(points):.2f}, from 10^6 on {slope(points[1:]):.2f}")


def slope(runs: list[tuple[int, float]]) -> float:
    """Of the line through the logarithms, by least squares."""
    points = [(math.log(rows), math.log(seconds)) for rows, seconds in runs]
    x0, y0 = (sum(values) / len(points) for values in zip(*points, strict=True))
    return sum((x - x0) * (y - y0) for x, y in points) / sum((x - x0) ** 2 for x, _ in points)


CONTESTS: dict[str, Callable[[Path], None]] = {"rivals": rivals, "large": large, "growth": growth}


if __name__ == "__main__":
    for contest in sys.argv[1:] or CONTESTS:
        with tempfile.TemporaryDirectory() as name:
            CONTESTS[contest](Path(name))
