"""The batch engine against rivals, an earlier commit and itself: ``python bench/batch.py [rivals] [versions] [large] [growth]``.

All write the same three tables, which are compared cell by cell before a figure is printed. Processor seconds count;
what a run on ten rows takes is taken off. Rivals stand in ``rivals/`` and need the extra ``bench``.
"""

from __future__ import annotations

import math
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
from batch_data import JUDGED, make, true_scores
from contest import Contestant, Costs, compete, folder_of
from tabulate import tabulate

HERE = Path(__file__).parent
SPEC = "cn.mof-2020-10"
TABLES = ("rows", "projects", "findings")
EARLIER = "49ff553"
ROUNDS = 5
MODES = ("code", "text")
FLOOR = "the input copied"
#: Titles of the rivals by their module, and the modes that they have.
RIVALS = {
    "polars_frames": ("Polars by hand", MODES),
    "duckdb_sql": ("DuckDB by hand", MODES),
    "openfisca_formulas": ("OpenFisca, whole arrays", ("code",)),
    "decimal_loop": ("Decimal loop", MODES),
    "pandas_script": ("pandas, a typical script", MODES),
}


def rival(module: str, reasons: str = "code") -> Contestant:
    return Contestant((sys.executable, str(HERE / "rival.py"), module, reasons, "{source}", "{folder}"))


def jixiao(reasons: str, tree: Path = HERE.parent) -> Contestant:
    """The engine of a source tree."""
    command = (
        sys.executable,
        "-m",
        "jixiao",
        "batch",
        "{source}",
        "--spec",
        SPEC,
        "--reasons",
        reasons,
        "-o",
        "{folder}",
    )
    return Contestant(command, {"PYTHONPATH": str(tree / "src")})


def differences(folder: Path, reference: Path) -> int:
    """Return how many cells of the three tables differ; where a table has other rows or columns, all of its cells."""
    return sum(
        _cells_apart(*(pl.read_parquet(place / f"{name}.parquet") for place in (folder, reference))) for name in TABLES
    )


def _cells_apart(table: pl.DataFrame, reference: pl.DataFrame) -> int:
    if table.schema != reference.schema or len(table) != len(reference):
        return reference.width * len(reference)
    return sum(int(table[name].ne_missing(reference[name]).sum()) for name in reference.columns)


def wrong(rows: Path, source: Path) -> int:
    """Return how many of the first scores are not those of fractions."""
    scores = pl.read_parquet(rows, n_rows=JUDGED)["score"]
    return sum(int(score * 100) != truth for score, truth in zip(scores, true_scores(source), strict=True))


def show(costs: Mapping[str, Costs], rows: int, floor: str, apart: Mapping[str, int]) -> None:
    """Print a table; a contestant whose tables differ has no figures."""
    lines = []
    for name, cost in costs.items():
        figures = [
            f"{cost.cpu:.3f}",
            f"{cost.cpu / costs[floor].cpu:.2f}",
            f"{cost.wall:.2f}",
            f"{cost.start:.2f}",
            f"{cost.memory:.0f}",
        ]
        if apart.get(name):
            figures = ["—"] * len(figures)
        lines.append([name, *figures, apart.get(name, "")])
    heads = ["", "CPU s", f"× {floor}", "wall s", "CPU s of a start", "peak MB", "cells that differ"]
    print(f"\n{datetime.now(tz=UTC):%Y-%m-%d}, {rows:,} rows\n")
    print(tabulate(lines, heads, tablefmt="github", disable_numparse=True), flush=True)


def rivals(folder: Path) -> None:
    """10^6 rows: the floor, jixiao and all rivals, without sentences and with them."""
    rows = 1_000_000
    source, little = make(folder, rows), make(folder, 10)
    contestants = {FLOOR: rival("floor"), "constants in the three tables": rival("constants")}
    references = {}
    for mode in MODES:
        contestants[f"jixiao, {mode}"] = jixiao(mode)
        for module, (title, modes) in RIVALS.items():
            if mode in modes:
                contestants[f"{title}, {mode}"] = rival(module, mode)
                references[f"{title}, {mode}"] = f"jixiao, {mode}"
    costs = compete(contestants, source, little, ROUNDS)
    apart = {name: differences(folder_of(source, name), folder_of(source, own)) for name, own in references.items()}
    show(costs, rows, FLOOR, apart)
    errors = wrong(folder_of(source, "jixiao, code") / "rows.parquet", source)
    print(f"\njixiao's scores against fractions: {errors} of {JUDGED:,} wrong")


@contextmanager
def earlier_tree(folder: Path) -> Iterator[Path]:
    """The source tree of the earlier commit."""
    place = folder / EARLIER
    git = ("git", "-C", str(HERE), "worktree")
    subprocess.run([*git, "add", "--quiet", "--detach", str(place), EARLIER], check=True)
    try:
        yield place
    finally:
        subprocess.run([*git, "remove", "--force", str(place)], check=True)


def versions(folder: Path) -> None:
    """10^6 rows: this tree and an earlier commit in one run."""
    if not (HERE.parent / ".git").exists():
        print("\nversions: left out, as there is no repository here")
        return
    rows = 1_000_000
    source, little = make(folder, rows), make(folder, 10)
    with earlier_tree(folder) as tree:
        contestants = {FLOOR: rival("floor")}
        for mode in ("none", *MODES):
            contestants[f"{EARLIER}, {mode}"] = jixiao(mode, tree)
            contestants[f"jixiao, {mode}"] = jixiao(mode)
        costs = compete(contestants, source, little, ROUNDS)
    apart = {
        f"jixiao, {mode}": differences(folder_of(source, f"jixiao, {mode}"), folder_of(source, f"{EARLIER}, {mode}"))
        for mode in ("none", *MODES)
    }
    show(costs, rows, FLOOR, apart)


def large(folder: Path) -> None:
    """10^7 rows with sentences, from numbers and from the same numbers as texts."""
    rows = 10_000_000
    little, contestants = make(folder, 10), {FLOOR: rival("floor"), "jixiao, text": jixiao("text")}
    typed, text = make(folder, rows), make(folder, rows, text=True)
    costs = compete(contestants, typed, little, 2)
    costs |= {
        f"{name}, columns of text": cost
        for name, cost in compete({"jixiao, text": jixiao("text")}, text, little, 2).items()
    }
    pair = (folder_of(source, "jixiao, text") for source in (text, typed))
    show(costs, rows, FLOOR, {"jixiao, text, columns of text": differences(*pair)})


def growth(folder: Path) -> None:
    """10^5 to 10^8 rows, and the slope of the logarithms of processor seconds."""
    little, points = make(folder, 10), list[tuple[int, float]]()
    for rows in (100_000, 1_000_000, 10_000_000, 100_000_000):
        source = make(folder, rows)
        costs = compete({"jixiao, code": jixiao("code")}, source, little, 3 if rows <= 10_000_000 else 1)
        show(costs, rows, "jixiao, code", {})
        points.append((rows, costs["jixiao, code"].cpu))
        source.unlink()
    print(f"\nslope {slope(points):.2f}, from 10^6 on {slope(points[1:]):.2f}")


def slope(runs: list[tuple[int, float]]) -> float:
    """Of the line through the logarithms, by least squares."""
    points = [(math.log(rows), math.log(seconds)) for rows, seconds in runs]
    x0, y0 = (sum(values) / len(points) for values in zip(*points, strict=True))
    return sum((x - x0) * (y - y0) for x, y in points) / sum((x - x0) ** 2 for x, _ in points)


CONTESTS: dict[str, Callable[[Path], None]] = {"rivals": rivals, "versions": versions, "large": large, "growth": growth}


if __name__ == "__main__":
    for contest in sys.argv[1:] or CONTESTS:
        with tempfile.TemporaryDirectory() as name:
            CONTESTS[contest](Path(name))
