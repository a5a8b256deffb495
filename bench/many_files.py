"""Hundreds of files of forms in one command: `python bench/many_files.py [FOLDER]`.

A folder of 300 .xlsx, 120 .docx, 40 .html, 30 .pdf and 10 .xls, forms of the program and published tables in turn, the
last of each kind broken. `score` and `check` read all of them; how long they take, what they cost and how much memory
their processes have together is printed, and what they said of the broken files. Files are kept in FOLDER.
"""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, sleep

import data
import fidelity
from tabulate import tabulate

import jixiao

COUNTS = {"xlsx": 300, "docx": 120, "html": 40, "pdf": 30, "xls": 10}
SPEC = "cn.mof-2020-10"
MEGABYTE = 1024 * 1024
#: Files that are no forms, by kind: what is left of one whose copying was interrupted.
BROKEN = {
    "xlsx": b"PK\x03\x04 interrupted",
    "docx": b"PK\x03\x04 interrupted",
    "html": b"<html><table>\x81\xff interrupted",
    "pdf": b"%PDF-1.7 interrupted",
    "xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 interrupted",
}


def fill(folder: Path) -> None:
    """Write the files, each project with a name of its own."""
    for kind, count in COUNTS.items():
        own = count // 2 if kind != "xls" else 0
        for number in range(own):
            draw_own(number, kind, folder / f"{kind}-{number:03}-own.{kind}")
        draw_published(kind, count - own - 1, folder)
        (folder / f"{kind}-broken.{kind}").write_bytes(BROKEN[kind])


def draw_own(number: int, kind: str, path: Path) -> None:
    """Write the form of a made-up project."""
    project = data.project(number)[0] | {"指标体系": SPEC}
    document = jixiao.render(jixiao.score(jixiao.load_project(project)), kind)
    path.write_bytes(document if isinstance(document, bytes) else document.encode())


def draw_published(kind: str, count: int, folder: Path) -> None:
    """Write published tables over and over."""
    with TemporaryDirectory() as drafts:
        paths = fidelity.draw_all(fidelity.tables(), Path(drafts), kind)
        for number, path in enumerate(islice(cycle(paths), count)):
            (folder / f"{kind}-{number:03}-published.{kind}").write_bytes(path.read_bytes())


@dataclass
class Watch:
    """How much memory the processes of a session have together, in bytes: the most that was seen."""

    session: int
    most: int = 0
    is_over: threading.Event = field(default_factory=threading.Event)

    def look(self) -> None:
        """Look ten times a second until it is over; what processes share counts once."""
        while not self.is_over.is_set():
            self.most = max(self.most, sum(map(_memory, self._processes())))
            sleep(0.1)

    def _processes(self) -> Iterator[Path]:
        for process in Path("/proc").glob("[0-9]*"):
            try:
                session = int((process / "stat").read_text().rpartition(")")[2].split()[3])
            except OSError:  # it has ended
                continue
            if session == self.session:
                yield process


def _memory(process: Path) -> int:
    """Return the memory of a process, of pages that it shares its part; 0 of one that has ended."""
    try:
        lines = (process / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)


@dataclass
class Measure:
    """What a command took: seconds, seconds of processors, memory in bytes, exit code.

    And what its progress told: how far it was, and which of the files take longer.
    """

    seconds: float
    processor: float
    memory: int
    code: int
    tells_progress: bool
    tells_slow: bool


def run(arguments: list[str], output: Path, count: int) -> Measure:
    """Run a command on so many files at a terminal, with its output in a file."""
    command = [sys.executable, "-m", "jixiao", *arguments]
    terminal, inside = pty.openpty()
    begin, before = perf_counter(), os.times()
    with output.open("wb") as stream:
        process = subprocess.Popen(command, stdout=stream, stderr=inside, start_new_session=True)
        os.close(inside)
        watch = Watch(process.pid)
        looking = threading.Thread(target=watch.look)
        looking.start()
        said = b"".join(_pieces(terminal))
        code = process.wait()
        watch.is_over.set()
        looking.join()
    os.close(terminal)
    after = os.times()
    processor = after.children_user + after.children_system - before.children_user - before.children_system
    is_told = f"{count}/{count}".encode() in said
    return Measure(perf_counter() - begin, processor, watch.most, code, is_told, b"PDF" in said)


def _pieces(terminal: int) -> Iterator[bytes]:
    """Yield what is written to a terminal until nobody writes any more."""
    try:
        while piece := os.read(terminal, 65_536):
            yield piece
    except OSError:  # the other side was closed
        return


def report_results(path: Path) -> list[str]:
    """Return lines on what was scored, and on files of which nothing was."""
    results = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    read = Counter(Path(one["source"]).suffix for one in results if one["indicators"])
    broken = [one for one in results if not one["indicators"]]
    lines = [f"projects read: {dict(read)}; nothing read of {len(broken)}"]
    lines += (f"  {one['source']}: {'; '.join(finding['message'] for finding in one['findings'])}" for one in broken)
    return lines


def main(arguments: list[str]) -> None:
    """Write the files, and print what the two commands take."""
    with TemporaryDirectory() as temporary:
        folder = Path(arguments[0]) if arguments else Path(temporary) / "forms"
        if not folder.exists():
            folder.mkdir(parents=True)
            fill(folder)
        output, rows = Path(temporary) / "output", []
        for command in (["score", "--format", "jsonl"], ["check"]):
            measure = run([*command, str(folder)], output, sum(COUNTS.values()))
            rows.append(
                [command[0], f"{measure.seconds:.0f}", f"{measure.processor:.0f}", f"{measure.memory / MEGABYTE:.0f}",
                 measure.code, measure.tells_progress, measure.tells_slow]
            )  # fmt: skip
            if command[0] == "score":
                print(*report_results(output), sep="\n")
    print(tabulate(rows, ["command", "seconds", "of processors", "MB in all", "exit", "progress", "tells of PDF"]))


if __name__ == "__main__":
    main(sys.argv[1:])
