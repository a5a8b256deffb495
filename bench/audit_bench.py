"""How many planted faults a review tells, and how often it speaks on tables that are in order.

Usage: python bench/audit_bench.py [--clean N] [--faults N] [--seed N] [--misses] [--no-blind]. Prints recall by kind and
false errors and warnings, of the corpus that is made here and, apart, of the two that were written without a look at the
checks (audit_blind/ and audit_blind_again/), then all figures in one table; ends with 1 where a recall is below 97 % or
there is more than one false one in 200 rows.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parent / "audit_blind"))

import audit_blind_again
from audit_corpus import FAULTS, clean_table, plant
from audit_figures import HEADS, Figures, Quiet, Recall
from measure import measure_blind
from tabulate import tabulate

from jixiao import load_project, load_spec
from jixiao.audit.profile import usual_profile
from jixiao.audit.table import Table
from jixiao.audit.table_checks import review_table
from jixiao.findings import Severity, catalog
from jixiao.scoring import score_project


def review(table: dict[str, Any]) -> list[tuple[str, tuple[int, ...], str, str]]:
    """Return slug, rows, severity and message of all findings on a table."""
    project = load_project(table)
    scored = score_project(project, load_spec(table["spec"]))
    names = [row.name for row in project.indicators]
    return [
        (catalog()[one.finding.code].slug, one.rows, one.severity.value, one.message(names, "zh"))
        for one in review_table(Table(project, scored, usual_profile()))
    ]


def measure_recall(count: int, seed: int, *, misses: bool) -> Recall:
    """Print how many of ``count`` faults of each kind are told at their row; return that of all kinds."""
    told = planted = notes = 0
    for slug in FAULTS:
        hits = tries = 0
        number = seed
        while tries < count and number < seed + 400 * count:
            number += 1
            fault = plant(slug, number)
            if fault is None:
                continue
            tries += 1
            table, row = fault
            answers = review(table)
            severities = {
                severity
                for name, rows, severity, _ in answers
                if name == slug and (row is None or not rows or row in rows)
            }
            hits += bool(severities)
            notes += severities == {Severity.NOTE.value}
            if misses and not severities:
                print(f"  missed {slug} {number} row {row}: {[(a[0], a[1]) for a in answers]}")
        told, planted = told + hits, planted + tries
        if hits < tries or tries < count:
            print(f"{slug}: {hits} of {tries}")
    recall = Recall(planted, told, notes)
    print(f"{len(FAULTS)} kinds, {planted} planted faults, {told} told: {recall.percent}")
    return recall


def measure_quiet(count: int, seed: int, *, misses: bool) -> Quiet:
    """Print false errors and warnings on ``count`` clean tables, and return how many they are."""
    rows = false = 0
    kinds: Counter[str] = Counter()
    for number in range(seed, seed + count):
        table = clean_table(number)
        rows += len(table["indicators"])
        for slug, _, severity, message in review(table):
            if severity != Severity.NOTE:
                false += 1
                kinds[slug] += 1
                if misses:
                    print(f"  {number} {slug}: {message}")
    print(f"{count} clean tables, {rows} rows: {false} false errors and warnings {dict(kinds)}")
    return Quiet(count, rows, false)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clean", type=int, default=220, help="twice as many as were written blind")
    parser.add_argument("--faults", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--no-blind", action="store_true")
    options = parser.parse_args()
    recall = measure_recall(options.faults, options.seed, misses=options.misses)
    figures = [Figures("made here", recall, measure_quiet(options.clean, options.seed, misses=options.misses))]
    if not options.no_blind:
        figures.append(Figures("blind", *measure_blind([], misses=options.misses)))
        figures.append(Figures("blind, second", *audit_blind_again.measure(details=options.misses)))
    print(tabulate([one.line for one in figures], HEADS))
    return int(not all(one.is_enough for one in figures))


if __name__ == "__main__":
    sys.exit(main())
