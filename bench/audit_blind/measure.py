"""How many faults of the blind corpus a review of the drawn files tells, and how often it speaks of those in order.

Usage: python bench/audit_blind/measure.py [--misses] [--kinds N ...] [--no-clean]. Each table is a file, read and
reviewed by ``jixiao audit``. A fault is told where a finding of its kind stands at its row and prints its numbers.
The corpus was written from the kinds of the notes by somebody who had not seen the checks.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

sys.path.insert(0, str(Path(__file__).parent.parent))

from audit_figures import Quiet, Recall
from drawing import HERE, TABLES, draw, edit

from jixiao.findings import catalog

FAULTS: list[dict[str, Any]] = yaml.safe_load((HERE / "faults.yaml").read_text(encoding="utf-8"))
SETS: list[dict[str, Any]] = yaml.safe_load((HERE / "sets.yaml").read_text(encoding="utf-8"))
KINDS: dict[int, list[str]] = yaml.safe_load((HERE / "kinds.yaml").read_text(encoding="utf-8"))
Line = dict[str, Any]


def audit(folder: Path, *options: str | Path) -> list[Line]:
    """Return all findings, notes too, of a review of a folder; each has its ``slug``."""
    command = [sys.executable, "-m", "jixiao", "audit", folder, "--notes", "--format", "json", *options]
    answer = subprocess.run([str(part) for part in command], capture_output=True, check=False, timeout=1800)
    if not answer.stdout:
        raise RuntimeError(answer.stderr.decode())
    document = json.loads(answer.stdout)
    for line in document["findings"]:
        line["slug"] = catalog()[line["code"]].slug
    return list(document["findings"])


def severities(fault: Line, lines: Iterable[Line]) -> set[str]:
    """Return how serious the findings are that are of the fault's kind, at its row, with its numbers."""
    return {line["severity"] for line in lines if tells(line, fault)}


def tells(line: Line, fault: Line) -> bool:
    """Whether a finding is of the fault's kind, at its row, with its numbers."""
    rows = fault.get("row")
    rows = rows if isinstance(rows, list) else [rows]
    return (
        line["slug"] in KINDS[fault["kind"]]
        and (rows == [None] or any(is_at(row, line) for row in rows))
        and all(any(part in text_of(line) for part in number.split("|")) for number in fault.get("numbers", []))
    )


def is_at(row: str | None, line: Line) -> bool:
    """Whether a finding stands at a row, or at the execution, or on the table."""
    if row in (None, "执行率"):
        return line["row"] is None
    return row == line["row"] or row in line["message"]


def text_of(line: Line) -> str:
    """Return all that a finding prints."""
    return f"{line['printed']} {line['reckoned']} {line['message']}"


def plant(number: int, fault: Line, folder: Path) -> Path:
    """Draw a fault, and the clean tables beside it, below a folder of its own; return that folder."""
    place = folder / f"{number:03}"
    place.mkdir()
    if "of" in fault:
        draw(edit(TABLES[fault["of"]], fault), place / fault["of"])
    for name in fault.get("folder", []):
        draw(edit(TABLES[name], {}), place / name)
    return place


def papers(case: Line, place: Path, declared: dict[str, Any]) -> list[str | Path]:
    """Write the accounts and the declarations of a case; return the options that name them."""
    options: list[str | Path] = []
    if "accounts" in case:
        file = place.with_name(f"{place.name}-决算.txt")
        file.write_text(case["accounts"], encoding="utf-8")
        options += ["--accounts", file]
    if declared:
        folder = place.with_name(f"{place.name}-申报")
        folder.mkdir()
        for name, table in declared.items():
            draw(table, folder / name)
        options += ["--declared", folder]
    return options


def declaration(name: str, change: Line) -> dict[str, Any]:
    """Return the declaration of a clean table, after a change."""
    form = change.get("draw", "project yaml" if TABLES[name]["draw"].startswith("project") else "targets docx")
    return edit(TABLES[name], change) | {"draw": form, "stage": "绩效目标"}


def review_faults(folder: Path, wanted: list[int]) -> list[tuple[Line, list[Line]]]:
    """Return all faults with the findings on them; those of one table alone are reviewed together."""
    together = folder / "tables"
    together.mkdir()
    alone = folder / "folders"
    alone.mkdir()
    places: dict[str, list[Line]] = defaultdict(list)
    answers = []
    for number, fault in enumerate(FAULTS):
        if wanted and fault["kind"] not in wanted:
            continue
        if fault.keys() & {"folder", "accounts", "declared"}:
            place = plant(number, fault, alone)
            declared = fault.get("declared")
            beside = papers(fault, place, {fault["of"]: declaration(fault["of"], declared)} if declared else {})
            answers.append((fault, audit(place, *beside)))
        else:
            plant(number, fault, together)
            answers.append((fault, places[f"{number:03}"]))
    for line in audit(together):
        places[Path(line["source"]).parent.name].append(line)
    return answers


def measure_recall(folder: Path, wanted: list[int], *, misses: bool) -> Recall:
    """Print how many faults are told, and return it."""
    answers = [(fault, lines, severities(fault, lines)) for fault, lines in review_faults(folder, wanted)]
    missed = [(fault, lines) for fault, lines, how in answers if not how]
    for fault, lines in missed:
        print(f"missed {fault['kind']} {KINDS[fault['kind']][0]} {fault.get('of')} {fault.get('row')}")
        for line in lines if misses else ():
            print(f"    {line['severity']} {line['slug']} {line['row']}: {line['message']}")
    recall = Recall(len(answers), len(answers) - len(missed), sum(how == {"note"} for _, _, how in answers))
    kinds = len({fault["kind"] for fault, *_ in answers})
    print(f"blind: {kinds} kinds, {recall.planted} planted faults, {recall.told} told: {recall.percent}")
    return recall


def measure_quiet(folder: Path) -> Quiet:
    """Print false errors and warnings on the clean tables and sets, and return how many they are."""
    for name, table in TABLES.items():
        draw(edit(table, {}), folder / name)
    lines = audit(folder)
    for number, case in enumerate(SETS):
        place = plant(number, case, folder.parent)
        declared = {name: declaration(name, {}) for name in case.get("declared", [])}
        lines += audit(place, *papers(case, place, declared))
    false = [line for line in lines if line["severity"] != "note"]
    for line in false:
        print(f"false {line['severity']} {line['slug']} {Path(line['source']).name} {line['row']}: {line['message']}")
    rows = sum(len(table["rows"]) for table in TABLES.values())
    print(f"blind: {len(TABLES)} clean tables, {rows} rows: {len(false)} false errors and warnings")
    return Quiet(len(TABLES), rows, len(false))


def measure_blind(wanted: list[int], *, misses: bool, clean: bool = True) -> tuple[Recall, Quiet]:
    """Print both figures of the blind corpus, and return them."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        recall = measure_recall(folder, wanted, misses=misses)
        tables = folder / "clean" / "tables"
        tables.mkdir(parents=True)
        return recall, measure_quiet(tables) if clean else Quiet(0, 0, 0)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--kinds", type=int, nargs="*", default=[])
    parser.add_argument("--no-clean", action="store_true")
    options = parser.parse_args()
    figures = measure_blind(options.kinds, misses=options.misses, clean=not options.no_clean)
    return int(not all(one.is_enough for one in figures))


if __name__ == "__main__":
    sys.exit(main())
