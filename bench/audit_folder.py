"""Thousands of tables in one folder, reviewed, reported and interrupted: `python bench/audit_folder.py FOLDER [COUNT]`.

A quarter each are forms of the program and forms of others, as .xlsx and as .docx; one in a hundred is a .pdf. `audit`
reviews all of them; then it is killed in the middle and takes the review up again, once into a folder and once as text:
all five formats must be those of one run, byte by byte, or the bench ends with 1. `report` reads the same folder.
Seconds, seconds of the processors and memory of all processes together are printed, and whether the progress told of the
files and of the slow ones among them. The files are kept in FOLDER, and made only once.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, sleep
from zipfile import ZIP_DEFLATED, ZipFile

import audit_blind_again
import data
import many_files
from tabulate import tabulate

import jixiao

COUNT = 4_000
KINDS = ("xlsx", "docx")
#: One in so many files is a .pdf.
PDF = 100
#: What stands in a drawing where names are put.
NAME, UNIT = "@NAME@", "@UNIT@"
#: Seconds after which a killed review is looked at, again and again, and the most of them.
LOOK, PATIENCE = 0.5, 1_800
#: The name of the review as text, which a folder does not take of itself.
TEXT = "审核.txt"
#: What a command is measured by.
HEADS = ["command", "seconds", "of processors", "MB in all", "exit", "progress", "tells of PDF"]


def fill(folder: Path, count: int) -> None:
    """Write the files, each project with a name and a unit of its own, into one folder for each hundred."""
    bases = list(audit_blind_again.tables().values())
    with TemporaryDirectory() as drafts:
        drawings = {(base["id"], kind): draw_foreign(base, kind, Path(drafts)) for base in bases for kind in KINDS}
    for number in range(count):
        below = folder / f"{number // 100:03}"
        below.mkdir(parents=True, exist_ok=True)
        kind = "pdf" if number % PDF == PDF - 1 else KINDS[number % 2]
        path = below / f"{number:05}.{kind}"
        if number % 4 < len(KINDS) or kind == "pdf":
            draw_own(number, path)
        else:
            base = bases[number // 4 % len(bases)]
            path.write_bytes(renamed(drawings[base["id"], kind], f"{base['name']}（第{number}批）", f"第{number}中心"))


def draw_foreign(base: audit_blind_again.Table, kind: str, folder: Path) -> bytes:
    """Return the form of somebody else, with marks in the places of the names of project and unit."""
    return audit_blind_again.write(base | {"name": NAME, "unit": UNIT, "medium": kind}, folder).read_bytes()


def renamed(drawing: bytes, name: str, unit: str) -> bytes:
    """Return a workbook or a Word document with names in the places of the marks."""
    output = BytesIO()
    with ZipFile(BytesIO(drawing)) as source, ZipFile(output, "w", ZIP_DEFLATED) as target:
        for part in source.namelist():
            text = source.read(part).replace(NAME.encode(), name.encode()).replace(UNIT.encode(), unit.encode())
            target.writestr(part, text)
    return output.getvalue()


def draw_own(number: int, path: Path) -> None:
    """Write the form of a made-up project as the program draws it."""
    head = {"指标体系": many_files.SPEC, "项目名称": f"项目{number}", "实施单位": f"第{number}中心", "年度": "2023"}
    project = data.project(number)[0] | head
    document = jixiao.render(jixiao.score(jixiao.load_project(project)), path.suffix[1:])
    path.write_bytes(document if isinstance(document, bytes) else document.encode())


def journal_of(output: Path) -> Path:
    """Return where an interrupted review into a folder notes down what it has reviewed."""
    return output / ".audit.jixiao-part"


def journal_lines(journal: Path) -> int:
    """Return how many files an interrupted review has noted down."""
    return journal.read_bytes().count(b"\n") if journal.is_file() else 0


def kill_in_the_middle(folder: Path, output: Path, count: int) -> int:
    """Kill a review, and all that it has started, once half of the files are noted down; return how many are."""
    command = [sys.executable, "-m", "jixiao", "audit", str(folder), "-o", str(output)]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)
    end = perf_counter() + PATIENCE
    while process.poll() is None and journal_lines(journal_of(output)) < count // 2 and perf_counter() < end:
        sleep(LOOK)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    return journal_lines(journal_of(output))


def digest(path: Path) -> str:
    """Return the digest of a file, short enough to compare by eye."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def compare(whole: Path, again: Path) -> bool:
    """Print the digests of the reviews in two folders; return whether they are the same."""
    digests = {path.name: (digest(path), digest(again / path.name)) for path in sorted(whole.iterdir())}
    print(tabulate([(name, *pair) for name, pair in digests.items()], ["review", "one run", "taken up again"]))
    return all(first == second for first, second in digests.values())


def measures(folder: Path, outputs: Path, count: int) -> Iterator[list[object]]:
    """Yield a line for each command: what it took."""
    whole, again, said = outputs / "whole", outputs / "again", outputs / "said"
    yield line("audit, four formats", many_files.run(["audit", str(folder), "-o", str(whole)], said, count))
    text = ["audit", str(folder), "-o", str(whole / TEXT)]
    yield line("audit, text", many_files.run(text, said, count))
    noted = kill_in_the_middle(folder, again, count)
    shutil.copy(journal_of(again), again / f".{TEXT}.jixiao-part")
    resume = ["audit", str(folder), "-o", str(again), "--resume"]
    yield line(f"audit --resume, {noted} noted", many_files.run(resume, said, count))
    text = ["audit", str(folder), "-o", str(again / TEXT), "--resume"]
    yield line(f"audit --resume, {noted} noted, text", many_files.run(text, said, count))
    for name in ("汇总.md", "汇总.html"):
        report = ["report", str(folder), "-o", str(outputs / name), "--spec", many_files.SPEC]
        yield line(f"report {name}", many_files.run(report, said, count))


def line(name: str, measure: many_files.Measure) -> list[object]:
    """Return what a command took as a line of the table."""
    memory = f"{measure.memory / many_files.MEGABYTE:.0f}"
    seconds, processor = f"{measure.seconds:.0f}", f"{measure.processor:.0f}"
    return [name, seconds, processor, memory, measure.code, measure.tells_progress, measure.tells_slow]


def main(arguments: list[str]) -> int:
    """Write the files where there are none, and print what the commands take; return 1 where reviews differ."""
    folder = Path(arguments[0])
    count = int(arguments[1]) if arguments[1:] else COUNT
    tables = folder / f"tables-{count}"
    if not tables.exists():
        fill(tables, count)
    outputs = folder / "outputs"
    shutil.rmtree(outputs, ignore_errors=True)
    for name in ("whole", "again"):
        (outputs / name).mkdir(parents=True)
    print(tabulate(measures(tables, outputs, count), HEADS))
    return int(not compare(outputs / "whole", outputs / "again"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
