"""Ends and kills at random moments: ``python -m tests.stress.interrupts [N] [--seed S] [--within SECONDS]``.

``jixiao score`` works on a folder beside two busy loops. N times it is interrupted: no process and no litter may be left
after 5 s, no traceback, no half-written file. N ÷ 10 times its workers are killed: its output must be the same.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from tests.support.processes import members

PROJECTS = 600
#: Seconds that the busy loops live at most, should this script be killed itself.
LONGEST = 3600
BUSY = f"import time; end = time.monotonic() + {LONGEST}\nwhile time.monotonic() < end: pass"
PROJECT = """spec: cn.mof-2020-10
name: 项目{number}
year: 2023
funds: {{total: {{budget: 5, spent: 4}}}}
indicators:
  - {{level1: 产出指标, name: 覆盖率, target: ≥95%, actual: 9{digit}%, weight: 60}}
  - {{level1: 效益指标, name: 投诉, target: ≤5件, actual: {digit}件, weight: 30}}
"""
#: Exit codes after each way to end it; 1 where it was done already, as one project cannot be read.
CODES = {
    "Ctrl-C": (130, 1),
    "SIGINT": (130, 1),
    "SIGTERM": (143, 1),
    "SIGKILL": (-signal.SIGKILL, 1),
}
#: Exit codes where the interpreter was ended before our first line, which it may complain of in its own way.
UNBORN = (-signal.SIGINT, -signal.SIGTERM, 1)


class Run(NamedTuple):
    """How a run is to be ended: how, after how many seconds, and whether a second time."""

    how: str
    delay: float
    twice: bool
    output: str | None


def make_folder(folder: Path) -> None:
    """Write the projects, one of which cannot be read."""
    folder.mkdir()
    for number in range(PROJECTS):
        text = PROJECT.format(number=number, digit=number % 10)
        (folder / f"{number:04d}.yaml").write_text("[" if number == PROJECTS // 2 else text, "utf-8")


@contextmanager
def load() -> Iterator[None]:
    """Two busy loops."""
    loops = [subprocess.Popen([sys.executable, "-c", BUSY]) for _ in range(2)]
    try:
        yield
    finally:
        for loop in loops:
            loop.kill()
            loop.wait()


def start(folder: Path, output: str | None) -> subprocess.Popen[bytes]:
    more = [] if output is None else ["-o", output]
    command = [sys.executable, "-m", "jixiao", "score", "in", "-f", "jsonl", *more]
    variables = {**os.environ, "TMPDIR": str(folder / "tmp"), "PYTHONFAULTHANDLER": "1"}
    with (folder / "out").open("wb") as out, (folder / "err").open("wb") as err:
        return subprocess.Popen(command, cwd=folder, env=variables, stdout=out, stderr=err, start_new_session=True)


def end(process: subprocess.Popen[bytes], how: str) -> None:
    if how == "Ctrl-C":
        kill_group(process.pid, signal.SIGINT)
    else:
        process.send_signal(getattr(signal, how))


def seconds_to_end(process: subprocess.Popen[bytes], most: float) -> float:
    """How long it takes until every process of the run has gone."""
    begun = time.monotonic()
    try:
        process.wait(most)
        while (left := members(process.pid)) and time.monotonic() - begun < most:
            time.sleep(0.01)
        assert not left, f"still there: {left}"
    finally:
        kill_group(process.pid, signal.SIGKILL)
        process.wait()
    return time.monotonic() - begun


def kill_group(group: int, number: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(group, number)


def interrupt(folder: Path, run: Run, whole: bytes, within: float) -> tuple[float, int]:
    """Start a run and end it; how long that took, and the exit code."""
    process = start(folder, run.output)
    try:
        process.wait(run.delay)
    except subprocess.TimeoutExpired:
        end(process, run.how)
        if run.twice:
            time.sleep(0.02)
            end(process, run.how)
    taken = seconds_to_end(process, within)
    code = process.returncode
    told = (folder / "err").read_text("utf-8", "replace")
    if not was_unborn(code, told):
        assert code in CODES[run.how], f"exit {code} after {run}:\n{told[-2000:]}"
        assert "Traceback" not in told, told[-3000:]
        assert "Exception ignored" not in told, told[-3000:]
        assert "JX9" not in told, told[-3000:]
    if run.how != "SIGKILL":
        check_files(folder, whole)
    for path in (*(folder / "tmp").iterdir(), *folder.glob("results/*"), *folder.glob("*.jsonl"), *folder.glob(".*")):
        path.unlink()
    return taken, code


def was_unborn(code: int, told: str) -> bool:
    """Whether a run was interrupted while the interpreter started or loaded our first files, before ``run``."""
    quiet = code < 0 and not told
    return code in UNBORN and (quiet or ("KeyboardInterrupt" in told and ", in run\n" not in told))


def check_files(folder: Path, whole: bytes) -> None:
    """What was written is complete, and nothing else lies about."""
    assert not list((folder / "tmp").iterdir())
    litter = [path.name for path in folder.rglob("*") if path.name.startswith(".")]
    assert not litter, litter
    for path in folder.glob("*.jsonl"):
        assert path.read_bytes() == whole
    lines = set(whole.splitlines())
    for path in folder.glob("results/*"):
        assert path.read_bytes().rstrip(b"\n") in lines


def interrupts(folder: Path, number: int, seed: int, within: float) -> tuple[float, Counter[int]]:
    """Interrupt so many runs; the seconds of the slowest end, and how often each exit code came."""
    chance = random.Random(seed)
    begun = time.monotonic()
    process = start(folder, None)
    process.wait(600)
    assert process.returncode == 1
    longest, whole = time.monotonic() - begun, (folder / "out").read_bytes()
    slowest, codes = 0.0, Counter[int]()
    for _ in range(number):
        run = Run(
            chance.choice(list(CODES)),
            chance.uniform(0, longest * 1.1),
            chance.random() < 0.3,
            chance.choice([None, "all.jsonl", "results/"]),
        )
        taken, code = interrupt(folder, run, whole, within)
        slowest = max(slowest, taken)
        codes[code] += 1
    return slowest, codes


def kills(folder: Path, number: int, seed: int) -> int:
    """Kill workers of so many runs, whose output must be as without; how many were killed."""
    chance = random.Random(seed)
    process = start(folder, None)
    process.wait(600)
    wanted = [(folder / name).read_bytes() for name in ("out", "err")]
    killed = 0
    for _ in range(number):
        process = start(folder, None)
        left = chance.randrange(1, 4)
        while process.poll() is None:
            time.sleep(chance.uniform(0, 0.3))
            workers = [each for each in members(process.pid) if each != process.pid]
            if workers and left:
                os.kill(chance.choice(workers), signal.SIGKILL)
                killed, left = killed + 1, left - 1
        seconds_to_end(process, 60)
        assert process.returncode == 1
        assert [(folder / name).read_bytes() for name in ("out", "err")] == wanted
    return killed


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("number", nargs="?", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--within", type=float, default=5)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, load():
        folder = Path(name)
        make_folder(folder / "in")
        (folder / "tmp").mkdir()
        slowest, codes = interrupts(folder, asked.number, asked.seed, asked.within)
        counted = ", ".join(f"{code}: {count}" for code, count in sorted(codes.items()))
        print(f"{asked.number} interrupts, slowest end {slowest:.2f} s; exit codes {counted}")  # noqa: T201
        killed = kills(folder, -(-asked.number // 10), asked.seed)
        print(f"{killed} workers killed in {-(-asked.number // 10)} runs, output the same")  # noqa: T201


if __name__ == "__main__":
    main()
