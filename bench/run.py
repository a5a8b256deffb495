"""Speed as ratios against rivals in the same run: `make bench`, or `python bench/run.py [a] [b] [c]`.

Contestants take turns, round by round, so that whatever else the machine does hits all of them;
the median of the rounds counts, the best round stands beside it.
"""

from __future__ import annotations

import compileall
import io
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import redirect_stderr
from pathlib import Path
from statistics import median
from time import perf_counter

import data
import decimal_loop
import yaml

import jixiao
from jixiao.cli.scoring import score_paths
from jixiao.scoring import score_project

HERE = Path(__file__).parent
ROOT = HERE.parent
PROJECTS, FILES, BLOCK = 200, 10_000, 500
ROUNDS_A, ROUNDS_B = 15, 25
Contest = dict[str, list[float]]


def interleaved(rounds: int, contestants: dict[str, Callable[[], object]]) -> Contest:
    """Seconds of every round of every contestant, the first of them not counted."""
    times: Contest = {name: [] for name in contestants}
    for number in range(rounds + 1):
        for name, run in contestants.items():
            begin = perf_counter()
            run()
            if number:
                times[name].append(perf_counter() - begin)
    return times


def show(title: str, times: Contest, unit: str, per: float, pairs: list[tuple[str, str, str, float]]) -> None:
    """Print each contestant's median and best, then the ratios (own over rival) with their bounds.

    A bound that begins with ≥ is on the speed (rival's seconds over own), one with ≤ on the time.
    """
    print(f"\n{title}\n" + "-" * 78)
    for name, seconds in times.items():
        shown = [per / value if unit.endswith("/s") else value * per for value in (median(seconds), min(seconds))]
        print(f"  {name:44s} median {shown[0]:10,.1f} {unit}   best {shown[1]:10,.1f}")
    for own, rival, sign, bound in pairs:
        ratios = []
        for pick in (median, min):
            slow = pick(times[own]) / pick(times[rival])
            ratios.append(1 / slow if sign == "≥" else slow)
        held = ratios[0] >= bound if sign == "≥" else ratios[0] <= bound
        word = "held" if held else "NOT HELD"
        print(f"  {own} : {rival} = {ratios[0]:.2f} (best {ratios[1]:.2f}), bound {sign} {bound}: {word}")


def rows() -> None:
    """A: scoring loaded projects against a plain loop over Decimals with the same rules."""
    spec = jixiao.load_spec("cn.mof-2020-10")
    made = [data.project(number) for number in range(PROJECTS)]
    projects = [jixiao.load_project(data.as_yaml(document)) for document, _ in made]
    parsed = [rows for _, rows in made]

    def full() -> None:
        for project in projects:
            result = jixiao.score(project, spec)
            for row in result.scored.all_rows:  # type: ignore[union-attr]
                _ = row.score, row.deduction, row.outcome
            _ = result.reasons(), result.findings, result.total, result.grade

    def totals() -> None:
        for project in projects:
            _ = score_project(project, spec).total

    times = interleaved(
        ROUNDS_A,
        {
            "jixiao, full result": full,
            "Decimal loop, with reasons": lambda: [decimal_loop.score(rows) for rows in parsed],
            "jixiao, totals only": totals,
            "Decimal loop, totals only": lambda: [decimal_loop.total_of(rows) for rows in parsed],
        },
    )
    title = f"A. Scoring {PROJECTS} loaded projects of 10 indicators"
    pairs = [
        ("jixiao, full result", "Decimal loop, with reasons", "≥", 0.2),
        ("jixiao, totals only", "Decimal loop, totals only", "≥", 0.5),
    ]
    show(title, times, "projects/s", PROJECTS, pairs)


def process() -> None:
    """B: one file scored by a process of its own, against a bare typer + pydantic hello."""
    compileall.compile_dir(ROOT / "src", quiet=2)  # installed packages come compiled; a checkout may not be
    own = [sys.executable, "-m", "jixiao", "score", str(ROOT / "examples" / "leshan-sms.yaml")]
    hello = [sys.executable, str(HERE / "hello.py"), "jixiao"]

    def started(command: list[str]) -> Callable[[], object]:
        return lambda: subprocess.run(command, check=True, capture_output=True)

    times = interleaved(ROUNDS_B, {"jixiao score one.yaml": started(own), "typer + pydantic hello": started(hello)})
    pairs = [("jixiao score one.yaml", "typer + pydantic hello", "≤", 1.25)]
    show("B. The whole process for one file", times, "ms", 1000, pairs)


def folder() -> None:
    """C: files read, scored and written as JSON lines, against reading them with PyYAML's C loader."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = []
        for number in range(FILES):
            files.append(folder / f"{number:05d}.yaml")
            files[-1].write_text(data.as_yaml(data.project(number)[0]), encoding="utf-8")
        blocks = [files[start : start + BLOCK] for start in range(0, FILES, BLOCK)]
        times: Contest = {"jixiao, to JSON lines": [], "yaml.load, CSafeLoader": []}
        for block in blocks:
            for contestant, run in zip(times, (_scored, _loaded), strict=True):
                begin = perf_counter()
                run(block, folder)
                times[contestant].append(perf_counter() - begin)
    title = f"C. {FILES:,} files of one project, in {len(blocks)} alternating blocks of {BLOCK}"
    pairs = [("jixiao, to JSON lines", "yaml.load, CSafeLoader", "≤", 1.5)]
    show(title, times, "files/s", BLOCK, pairs)


def _scored(block: list[Path], folder: Path) -> None:
    with redirect_stderr(io.StringIO()):
        code = score_paths(block, None, "jsonl", str(folder / "results.jsonl"), "zh", None, None)
    if code:
        raise SystemExit("the made-up files have errors")


def _loaded(block: list[Path], _folder: Path) -> None:
    for file in block:
        with file.open("rb") as stream:
            yaml.load(stream, Loader=yaml.CSafeLoader)


CONTESTS = {"a": rows, "b": process, "c": folder}


if __name__ == "__main__":
    for name in sys.argv[1:] or CONTESTS:
        CONTESTS[name]()
