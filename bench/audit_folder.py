"""Thousands of tables in one folder, reviewed, reported and interrupted: `python bench/audit_folder.py FOLDER [COUNT]`.

A quarter each are forms of the program and forms of others, as .xlsx and as .docx. `audit` reviews all of them; then it
is killed in the middle and takes the review up again; `report` and `score` read the same folder. Seconds, seconds of the
processors and memory of all processes together are printed. The files are kept in FOLDER, and made only once.
"""

from __future__ import annotations

import hashlib
import os
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
#: What stands in a drawing where names are put.
NAME, UNIT = "@NAME@", "@UNIT@"
#: Seconds after which a killed review is looked at, again and again, and the most of them.
LOOK, PATIENCE = 0.5, 1_800


def fill(folder: Path, count: int) -> None:
    """Write the files, each project with a name and a unit of its own, into one folder for each hundred."""
    bases = list(audit_blind_again.tables().values())
    with TemporaryDirectory() as drafts:
        drawings = {(base["id"], kind): draw_foreign(base, kind, Path(drafts)) for base in bases for kind in KINDS}
    for number in range(count):
        below = folder / f"{number // 100:03}"
        below.mkdir(parents=True, exist_ok=True)
        kind = KINDS[number % 2]
        path = below / f"{number:05}.{kind}"
        if number % 4 < len(KINDS):
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


def journal_lines(output: Path) -> int:
    """Return how many files an interrupted review has noted down."""
    journal = output.with_name(f".{output.name}.jixiao-part")
    return journal.read_bytes().count(b"\n") if journal.is_file() else 0


def kill_in_the_middle(folder: Path, output: Path, count: int) -> int:
    """Kill a review, and all that it has started, once half of the files are noted down; return how many are."""
    command = [sys.executable, "-m", "jixiao", "audit", str(folder), "-o", str(output)]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)
    end = perf_counter() + PATIENCE
    while process.poll() is None and journal_lines(output) < count // 2 and perf_counter() < end:
        sleep(LOOK)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    return journal_lines(output)


def digest(path: Path) -> str:
    """Return the digest of a file, short enough to compare by eye."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def measures(folder: Path, outputs: Path, count: int) -> Iterator[list[object]]:
    """Yield a line for each command: what it took."""
    whole, again = outputs / "whole.json", outputs / "again.json"
    yield line("audit", many_files.run(["audit", str(folder), "-o", str(whole)], outputs / "said", count))
    noted = kill_in_the_middle(folder, again, count)
    resume = ["audit", str(folder), "-o", str(again), "--resume"]
    yield line(f"audit --resume, {noted} noted", many_files.run(resume, outputs / "said", count))
    print(f"reviews: whole {digest(whole)}, taken up again {digest(again)}")
    book = outputs / "审核.xlsx"
    yield line("audit, workbook", many_files.run(["audit", str(folder), "-o", str(book)], outputs / "said", count))
    for name in ("汇总.md", "汇总.html"):
        report = ["report", str(folder), "-o", str(outputs / name), "--spec", many_files.SPEC]
        yield line(f"report {name}", many_files.run(report, outputs / "said", count))


def line(name: str, measure: many_files.Measure) -> list[object]:
    """Return what a command took as a line of the table."""
    memory = f"{measure.memory / many_files.MEGABYTE:.0f}"
    return [name, f"{measure.seconds:.0f}", f"{measure.processor:.0f}", memory, measure.code, measure.tells_progress]


def main(arguments: list[str]) -> None:
    """Write the files where there are none, and print what the commands take."""
    folder = Path(arguments[0])
    count = int(arguments[1]) if arguments[1:] else COUNT
    tables = folder / f"tables-{count}"
    if not tables.exists():
        fill(tables, count)
    outputs = folder / "outputs"
    outputs.mkdir(exist_ok=True)
    print(
        tabulate(
            measures(tables, outputs, count), ["command", "seconds", "of processors", "MB in all", "exit", "progress"]
        )
    )


if __name__ == "__main__":
    main(sys.argv[1:])
