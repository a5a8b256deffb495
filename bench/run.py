"""Speed as ratios against rivals in the same run: `make bench`, or `python bench/run.py [a] [b] [c] [d]`.

Contestants take turns, round by round, so that whatever else the machine does hits all of them;
the median of the rounds counts, the best round stands beside it. CPU seconds, but for C, which takes several
processors.
"""

from __future__ import annotations

import compileall
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from statistics import median
from time import perf_counter

import data
import decimal_loop
import journey

import jixiao
from jixiao.scoring.totals import totals_of

HERE = Path(__file__).parent
ROOT = HERE.parent
PROJECTS, FILES = 200, 10_000
ROUNDS_A, ROUNDS_B, ROUNDS_C = 15, 60, 3
Contest = dict[str, list[float]]


def cpu() -> float:
    """CPU seconds of this process and of those that it started and that have ended."""
    usages = (getrusage(RUSAGE_SELF), getrusage(RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def interleaved(rounds: int, contestants: dict[str, Callable[[], object]], clock: Callable[[], float] = cpu) -> Contest:
    """Seconds of every round of every contestant, the first of them not counted."""
    times: Contest = {name: [] for name in contestants}
    for number in range(rounds + 1):
        for name, run in contestants.items():
            begin = clock()
            run()
            if number:
                times[name].append(clock() - begin)
    return times


def show(title: str, times: Contest, unit: str, per: float, pairs: list[tuple[str, str, str, float | None]]) -> None:
    """Print each contestant's median and best, then the ratios (own over rival) with their bounds.

    A bound that begins with ≥ is on the speed (rival's seconds over own), one with ≤ on the time.
    """
    print(f"\n{title}\n" + "-" * 78)
    for name, seconds in times.items():
        speeds = [per / value if unit.endswith("/s") else value * per for value in (median(seconds), min(seconds))]
        print(f"  {name:44s} median {speeds[0]:10,.1f} {unit}   best {speeds[1]:10,.1f}")
    for own, rival, sign, bound in pairs:
        ratios = []
        for pick in (median, min):
            slow = pick(times[own]) / pick(times[rival])
            ratios.append(1 / slow if sign == "≥" else slow)
        print(f"  {own} : {rival} = {ratios[0]:.2f} (best {ratios[1]:.2f}){_held(ratios[0], sign, bound)}")


def _held(ratio: float, sign: str, bound: float | None) -> str:
    if bound is None:
        return ""
    held = ratio >= bound if sign == "≥" else ratio <= bound
    return f", bound {sign} {bound}: {'held' if held else 'NOT HELD'}"


def rows() -> None:
    """A: scoring loaded projects against a plain loop over Decimals with the same rules."""
    spec = jixiao.load_spec("cn.mof-2020-10")
    drafts = [data.project(number) for number in range(PROJECTS)]
    projects = [jixiao.parse_project(data.as_yaml(document)) for document, _ in drafts]
    parsed = [rows for _, rows in drafts]

    def full() -> None:
        for project in projects:
            result = jixiao.score(project, spec)
            for row in result.scored.all_rows:  # type: ignore[union-attr]
                _ = row.score, row.deduction, row.outcome
            _ = result.reasons(), result.total, result.grade

    def checked() -> None:
        for project in projects:
            result = jixiao.score(project, spec)
            _ = result.scored, result.reasons(), result.total, result.grade, result.findings

    def totals() -> None:
        for project in projects:
            _ = totals_of(project, spec)

    times = interleaved(
        ROUNDS_A,
        {
            "jixiao, full result": full,
            "Decimal loop, with reasons": lambda: [decimal_loop.score(rows) for rows in parsed],
            "jixiao, and the checks' findings": checked,
            "jixiao, totals only": totals,
            "Decimal loop, totals only": lambda: [decimal_loop.total_of(rows) for rows in parsed],
        },
    )
    title = f"A. Scoring {PROJECTS} loaded projects of 10 indicators"
    pairs = [
        ("jixiao, full result", "Decimal loop, with reasons", "≥", 0.3),
        ("jixiao, and the checks' findings", "Decimal loop, with reasons", "≥", None),
        ("jixiao, totals only", "Decimal loop, totals only", "≥", 0.55),
    ]
    show(title, times, "projects/s", PROJECTS, pairs)


def process() -> None:
    """B: one file scored by a process of its own, against a bare typer + pydantic hello."""
    compileall.compile_dir(ROOT / "src", quiet=2)  # installed packages come compiled; a checkout may not be
    own = [sys.executable, "-m", "jixiao", "score", str(ROOT / "examples" / "leshan-sms.yaml")]
    hello = [sys.executable, str(HERE / "hello.py"), "jixiao"]

    times = interleaved(ROUNDS_B, {"jixiao score one.yaml": started(own), "typer + pydantic hello": started(hello)})
    pairs = [("jixiao score one.yaml", "typer + pydantic hello", "≤", 1.15)]
    show("B. The whole process for one file", times, "ms", 1000, pairs)


def folder() -> None:
    """C: a folder of files read, scored and written as JSON lines, against reading them with PyYAML's C loader.

    Whole processes, each on all files; jixiao takes as many processes as there are processors.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "projects"
        folder.mkdir()
        for number in range(FILES):
            text = data.as_yaml(data.project(number)[0])
            (folder / f"{number:05d}.yaml").write_text(text, encoding="utf-8")
        own = [sys.executable, "-m", "jixiao", "score", str(folder), "-f", "jsonl", "-o", f"{name}/results.jsonl"]
        loader = [sys.executable, str(HERE / "load_yaml.py"), str(folder)]
        alone = [*own[:-1], f"{name}/alone.jsonl"]
        times = interleaved(
            ROUNDS_C,
            {
                "jixiao, to JSON lines": started(own),
                "jixiao, on one processor": started([sys.executable, str(HERE / "one_processor.py"), *alone]),
                "yaml.load, CSafeLoader": started(loader),
            },
            perf_counter,
        )
    title = f"C. {FILES:,} files of one project, on {os.cpu_count()} processors"
    pairs = [
        ("jixiao, to JSON lines", "yaml.load, CSafeLoader", "≤", 1.5),
        ("jixiao, on one processor", "yaml.load, CSafeLoader", "≤", None),
    ]
    show(title, times, "files/s", FILES, pairs)


def started(command: list[str]) -> Callable[[], object]:
    """A process run to its end, without a fault."""
    return lambda: subprocess.run(command, check=True, capture_output=True)


CONTESTS = {"a": rows, "b": process, "c": folder, "d": journey.contest}


if __name__ == "__main__":
    for name in sys.argv[1:] or CONTESTS:
        CONTESTS[name]()
