"""Whether a batch says what ``score`` says: ``python -m tests.stress.equality ROWS [SPEC...] [--seed N] [--ways A,B]``.

With ``--monitoring`` most projects are monitored, by each of the package's rules of monitoring under each spec.

Odd rows of every spec are scored project by project, then as a batch: each project alone, all of them in company, a few
at a time, their rows interleaved, with typed columns, and from CSV, Parquet and XLSX. Every way must say the same to the
letter. A difference is made small before it is shown: fewer projects, then fewer rows, then fewer cells.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

from jixiao.loading import load_spec
from jixiao.model.spec import IndicatorSpec
from tests.support.monitored_rows import RULES, OddMonitored, spec_with
from tests.support.odd_rows import Odd, Row
from tests.support.rule_book import SPECS
from tests.support.ways import COUNTS, LAW, WAYS, Said, Tables, Way, by_score, companies, grouped, rows_for

#: A weight of more than a million points: such a row has no score in a batch.
OUT_OF_RANGE = "JX710"
#: What a table alone can say (docs/how-to/batch.md): two execution rows, the stated weight of one, several answers of a
#: project to one question, values of a stage that is not stated, two amounts spent.
ONLY_IN_BATCH = frozenset({"JX708", "JX709", "JX712", "JX732", "JX733", OUT_OF_RANGE})
#: Columns at odds with the core, or a law that a result breaks: bugs, whatever is done about them.
BUGS = ("JX730", "JX9", LAW)


def differences(want: Tables, got: Tables) -> Iterator[tuple[str, str]]:
    """What two ways of scoring say differently, and of which project."""
    for finding in sorted(want.findings.keys() | got.findings.keys(), key=str):
        project, *where, code, _, message = finding
        left, right = want.findings[finding], got.findings[finding]
        if code.startswith(BUGS) or (left != right and code not in ONLY_IN_BATCH):
            yield project, f"{code} of {where}: {left} != {right} times: {message}"
    beyond = {where[:2] for where in got.findings if where[3] == OUT_OF_RANGE}
    for project, place in sorted((want.rows.keys() | got.rows.keys()) - beyond):
        for key, one, other in _unlike(want.rows.get((project, place)), got.rows.get((project, place))):
            yield project, f"{key} of row {place}: {one} != {other}"
    own = _only_in_batch(got)
    for project in sorted(want.projects.keys() | got.projects.keys()):
        right = dict(got.projects.get(project, {}))
        right |= {key: right.get(key, 0) - own[project, key] for key in COUNTS}
        for key, one, other in _unlike(want.projects.get(project), right):
            yield project, f"{key} of the project: {one} != {other}"


def _unlike(left: Said | None, right: Said | None) -> Iterator[tuple[str, Any, Any]]:
    for key in left or right or {}:
        one, other = (left or {}).get(key), (right or {}).get(key)
        if one != other:
            yield key, one, other


def _only_in_batch(got: Tables) -> Counter[tuple[str, str]]:
    """How many errors and warnings of each project a batch alone can tell."""
    found: Counter[tuple[str, str]] = Counter()
    for (project, _, _, code, severity, _), times in got.findings.items():
        if code in ONLY_IN_BATCH:
            found[project, f"{severity}s"] += times
    return found


def fails(spec: IndicatorSpec, way: Way, rows: list[Row]) -> str | None:
    """The first difference between ``score`` and a way of scoring the rows, or the exception that it died of."""
    want = by_score(spec, rows)
    try:
        got = way(spec, rows)
    except Exception as error:  # noqa: BLE001  # an exception is a difference
        return f"{type(error).__name__}: {error}"[:300]
    return next((difference for _, difference in differences(want, got)), None)


def failing_by_way(
    spec: IndicatorSpec, rows: list[Row], ways: list[str]
) -> Iterator[tuple[str, list[Row], dict[str, str]]]:
    """Each way of scoring the rows, the rows as it can hold them, and the projects that it scores otherwise."""
    want = by_score(spec, rows)
    for way in ways:
        own = rows_for(way, rows)
        yield way, own, _failing(spec, WAYS[way], own, want if own == rows else by_score(spec, own))


def _failing(spec: IndicatorSpec, way: Way, rows: list[Row], want: Tables) -> dict[str, str]:
    """The projects that a way scores otherwise than wanted, each with its first difference; "" for an exception."""
    try:
        got = way(spec, rows)
    except Exception as error:  # noqa: BLE001
        return {"": f"{type(error).__name__}: {error}"[:300]}
    found: dict[str, str] = {}
    for project, difference in differences(want, got):
        found.setdefault(project, difference)
    return found


def kind_of(difference: str) -> str:
    """What a difference is about, without places and values."""
    return difference.split(maxsplit=1)[0]


def smaller(spec: IndicatorSpec, way: Way, rows: list[Row], kind: str) -> list[Row]:
    """As few rows and cells as still fail in the same kind of way."""

    def still(some: list[Row]) -> bool:
        found = fails(spec, way, some) if some else None
        return found is not None and kind_of(found) == kind

    size = max(len(rows) // 2, 1)
    while True:
        at = 0
        while at < len(rows):
            rest = rows[:at] + rows[at + size :]
            if still(rest):
                rows = rest
            else:
                at += size
        if size == 1:
            break
        size //= 2
    for at, row in enumerate(rows):
        for column in list(row)[1:]:
            bare = [{**one, column: None} if number == at else one for number, one in enumerate(rows)]
            if row[column] is not None and still(bare):
                rows = bare
    return rows


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", type=int)
    parser.add_argument("specs", nargs="*")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--ways", default=",".join(WAYS))
    parser.add_argument("--monitoring", action="store_true", help="most projects are monitored")
    parser.add_argument("--show", type=int, default=3, help="so many differences of a spec are made small and shown")
    asked = parser.parse_args()
    failed = 0
    for name in asked.specs or SPECS:
        for rules in RULES if asked.monitoring else (None,):
            failed += check(name, asked.rows, asked.seed, asked.ways.split(","), asked.show, rules)
    return int(failed > 0)


def check(name: str, count: int, seed: int, ways: list[str], show: int, rules: str | None = None) -> int:
    """Compare so many rows under one spec, by rules of monitoring if any; how many projects differ in any way."""
    spec, odd, failed, kinds = load_spec(name), Odd, 0, set[str]()
    if rules is not None:
        spec, odd, name = spec_with(name, rules), OddMonitored, f"{name} {rules}"
    rows = odd(spec, random.Random(f"{name} {seed}")).table(count)
    whole = scored = 0
    for part in companies(rows):
        want = by_score(spec, part)
        whole += sum(_has(line, "total", "projected_total") for line in want.projects.values())
        scored += sum(_has(row, "score", "light") for row in want.rows.values())
        for way, own, failing in failing_by_way(spec, part, ways):
            failed += len(failing)
            for project, difference in failing.items():
                kind = kind_of(difference)
                if kind not in kinds and len(kinds) < show:
                    kinds.add(kind)
                    _say(f"  {name} {way} {project}: {difference}")
                    _show(spec, WAYS[way], own, project, kind)
    _say(
        f"{name}: {len(rows)} rows ({scored} scored or with a light), {len(grouped(rows))} projects ({whole} with a total), seed {seed}, "
        f"{len(ways)} ways: {failed} differ"
    )
    return failed


def _has(line: Said, *keys: str) -> bool:
    return any(line[key] is not None for key in keys)


def _show(spec: IndicatorSpec, way: Way, rows: list[Row], project: str, kind: str) -> None:
    """Print a difference made small."""
    alone = [row for row in rows if row["project"] == project]
    difference = fails(spec, way, alone) if alone else None
    small = smaller(spec, way, alone if difference and kind_of(difference) == kind else rows, kind)
    _say(f"    -> {fails(spec, way, small)}")
    for row in small:
        _say(f"       { {key: value for key, value in row.items() if value is not None} }")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
