"""Whether a batch says what ``score`` says: ``python tests/equality.py ROWS [SPEC...] [--seed N]``.

Odd rows of every spec are scored project by project, then as a batch: each project alone, all of them in company,
their rows interleaved, with typed columns, and from CSV, Parquet and XLSX. Every way must say the same to the letter.
A difference is made small before it is shown: fewer projects, then fewer rows, then fewer cells.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter

from jixiao import load_project
from jixiao.batch import score_frame
from jixiao.batch.columns import EXECUTION_WORDS
from jixiao.batch.outputs import Folder
from jixiao.batch.run import Wanted, run_batch
from jixiao.batch.engine import as_texts, score_tables
from jixiao.batch.reading import MOST_PLACES
from jixiao.exact import fixed, parse_number, round_half_up
from jixiao.loading import load_spec
from jixiao.loading.specs import spec_files
from jixiao.model.spec import IndicatorSpec
from jixiao.result import Result, result_of
from oddrows import COLUMNS, Odd, Row

#: What a table cannot say, or says in a way of its own (docs/how-to/batch.md): a project's name and year, the execution
#: row's stated weight and its doubles, several answers to one question.
#: A weight of more than a million points: such a row has no score in a batch.
OUT_OF_RANGE = "JX710"
NOT_IN_BATCH = frozenset({("JX220", "name"), ("JX220", "year")})
ONLY_IN_BATCH = frozenset({"JX708", "JX709", "JX712", OUT_OF_RANGE})
#: A finding of the columns being at odds with the core is a bug, whatever it does about it.
BUGS = ("JX730", "JX9")
OF_ROWS = ("score", "deduction", "outcome", "reason_code", "reason")
OF_PROJECTS = ("total", "deduction", "grade", "scaled", "execution_rate", "errors", "warnings")
FIELDS = {"budget": "target", "spent": "actual", "money_unit": "uom"}
#: Rows scored in company of each other.
COMPANY = 5000

Said = dict[str, Any]
Way = Callable[[IndicatorSpec, list[Row]], "Tables"]


@dataclass
class Tables:
    """What one way of scoring says: of each row by project and place, of each project, and the findings on both."""

    rows: dict[tuple[str, int], Said] = field(default_factory=dict)
    projects: dict[str, Said] = field(default_factory=dict)
    findings: Counter[tuple[Any, ...]] = field(default_factory=Counter)


def grouped(rows: list[Row]) -> dict[str, list[Row]]:
    """The rows of each project, in order."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["project"] or "", []).append(row)
    return found


# -- by score --------------------------------------------------------------------------------------------------------


def is_execution(row: Row) -> bool:
    return row["level1"] in EXECUTION_WORDS


def first(rows: list[Row], column: str) -> str | None:
    """What a project states of itself: the first row that says something counts."""
    return next((value for row in rows if (value := row.get(column)) is not None), None)


def mapping(rows: list[Row]) -> dict[str, Any]:
    """The project as its own file would have it."""
    own = ("project", "year", "finished", "initial")
    project: dict[str, Any] = {
        "name": "·",
        "indicators": [
            {key: value for key, value in row.items() if value is not None and key not in own}
            for row in rows
            if not is_execution(row)
        ],
    }
    project |= {key: value for key in ("year", "finished") if (value := first(rows, key)) is not None}
    for row in filter(is_execution, rows):
        amounts = {"budget": row["target"], "spent": row["actual"], "initial": first(rows, "initial")}
        project["funds"] = {"total": {key: value for key, value in amounts.items() if value is not None}}
        for key, column in (("money_unit", "uom"), ("cause", "cause")):
            if row.get(column) is not None:
                project["funds"][key] = row[column]
    return project


def by_score(spec: IndicatorSpec, rows: list[Row]) -> Tables:
    """What ``score`` says of each project by itself."""
    found = Tables()
    for project, own in grouped(rows).items():
        _take_result(found, project, own, result_of(load_project(mapping(own)), spec))
    return found


def _take_result(found: Tables, project: str, own: list[Row], result: Result) -> None:
    document = result.to_dict()
    assert result.scored is not None
    execution = result.scored.execution
    of_indicators = [place for place, row in enumerate(own, 1) if not is_execution(row)]
    of_execution = next((place for place, row in enumerate(own, 1) if is_execution(row)), None)
    for place, row in zip(of_indicators, document["indicators"], strict=True):
        found.rows[project, place] = {key: row[key] for key in OF_ROWS}
    if of_execution is not None:
        none = {**dict.fromkeys(OF_ROWS), "outcome": "not_applicable", "reason": ""}
        found.rows[project, of_execution] = {key: (document["execution"] or none)[key] for key in OF_ROWS}
    ratio = None if execution is None else execution.ratio
    told = [finding for finding in result.findings if (finding.code, finding.path) not in NOT_IN_BATCH]
    severities = Counter(finding.severity.value for finding in told)
    found.projects[project] = {
        **{key: document[key] for key in ("total", "deduction", "grade", "scaled")},
        "execution_rate": None if ratio is None else Fraction(round_half_up(ratio.numerator * 10**6, ratio.denominator), 10**6),
        "errors": severities["error"], "warnings": severities["warning"],
    }  # fmt: skip
    for finding in told:
        head, _, last = finding.path.rpartition(".")
        place = of_indicators[int(head[11:-1])] if head.startswith("indicators[") else None
        if head.startswith("funds") or finding.path.startswith("funds"):
            place = of_execution
        if finding.code == "JX421":  # the row that a double repeats: a table counts the execution row
            finding = replace(finding, args={"other": of_indicators[int(str(finding.args["other"])) - 1]})  # noqa: PLW2901
        where = (project, place, FIELDS.get(last, last) if place else None)
        found.findings[*where, finding.code, finding.severity.value, finding.message()] += 1
    for law in _broken_laws(document):
        found.findings[project, None, None, "law", "error", law] += 1


def _broken_laws(document: Any) -> Iterator[str]:
    """Σ deduction = full − total; a reason exactly where the deduction is above 0."""
    rows = [row for row in (document["execution"], *document["indicators"]) if row is not None]
    lost = [Fraction(row["deduction"]) for row in rows if row["deduction"] is not None]
    if document["total"] is not None and sum(lost) != Fraction(document["full"]) - Fraction(document["total"]):
        yield "the deductions are not full - total"
    for row in rows:
        if bool(row["reason"]) != (row["deduction"] is not None and Fraction(row["deduction"]) > 0) and row["score"] is not None:
            yield f"reason {row['reason']!r} beside a deduction of {row['deduction']}"


# -- by batch --------------------------------------------------------------------------------------------------------


def framed(rows: list[Row]) -> pl.DataFrame:
    """The rows as a table of texts, without optional columns that say nothing."""
    frame = pl.DataFrame({name: [row.get(name) for row in rows] for name in COLUMNS}, schema=dict.fromkeys(COLUMNS, pl.String))
    idle = [name for name in COLUMNS if name not in NEEDED and frame[name].null_count() == len(frame)]
    return frame.drop(idle)


NEEDED = ("project", "level1", "name", "target", "actual", "weight")


def taken(rows: pl.DataFrame, projects: pl.DataFrame, findings: pl.DataFrame) -> Tables:
    """The tables of a batch."""
    found = Tables()
    for row in rows.to_dicts():
        found.rows[row["project"], row["row"]] = {**{key: row[key] for key in OF_ROWS}, "reason": row["reason"] or ""}
    for line in projects.to_dicts():
        found.projects[line["project"]] = {key: line[key] for key in OF_PROJECTS}
    for one in findings.to_dicts():
        where = (one["project"], one["row"], one["path"] if one["row"] else None)
        found.findings[*where, one["code"], one["severity"], one["message"]] += 1
    return found


def in_company(spec: IndicatorSpec, rows: list[Row]) -> Tables:
    """All projects in one frame."""
    scores = score_frame(framed(rows), spec, notes=True)
    return taken(scores.rows, scores.projects, scores.findings)


def alone(spec: IndicatorSpec, rows: list[Row]) -> Tables:
    """Each project in a frame of its own."""
    found = Tables()
    for own in grouped(rows).values():
        one = in_company(spec, own)
        found.rows |= one.rows
        found.projects |= one.projects
        found.findings += one.findings
    return found


def in_pieces(spec: IndicatorSpec, rows: list[Row]) -> Tables:
    """All projects, a few at a time: what one piece has shown of kinds of rows is used for the next."""
    book, found = Wanted(spec, notes=True).book(MOST_PLACES), Tables()
    for some in companies(rows, 30):
        scored = score_tables(book, framed(some))
        one = taken(as_texts(scored.rows), scored.projects, scored.findings)
        found.rows |= one.rows
        found.projects |= one.projects
        found.findings += one.findings
    return found


def interleaved(spec: IndicatorSpec, rows: list[Row]) -> Tables:
    """The rows of all projects shuffled; those of one keep their order, which is what their places are counted by."""
    rng, waiting = random.Random(len(rows)), [list(reversed(own)) for own in grouped(rows).values()]
    mixed = []
    while waiting:
        at = rng.randrange(len(waiting))
        mixed.append(waiting[at].pop())
        if not waiting[at]:
            waiting[at] = waiting[-1]
            waiting.pop()
    return in_company(spec, mixed)


def in_numbers(spec: IndicatorSpec, rows: list[Row]) -> Tables:
    """All projects in one frame with columns of decimals; of rows that ``as_numbers`` gave."""
    frame = framed(rows).with_columns(pl.col("target", "actual", "weight").cast(pl.Decimal(38, MOST_PLACES)))
    scores = score_frame(frame, spec, notes=True)
    return taken(scores.rows, scores.projects, scores.findings)


def as_numbers(rows: list[Row]) -> list[Row]:
    """The rows with nothing but numbers, in all their decimals, for values and weights."""

    def number(text: str | None) -> str | None:
        found = parse_number(text or "")
        return None if found is None else fixed(found, MOST_PLACES)

    return [{**row, **{name: number(row[name]) for name in ("target", "actual", "weight")}} for row in rows]


def from_files(write: Callable[[pl.DataFrame, Path], None], name: str) -> Way:
    """The rows read from a file, and the results from the files of a run."""

    def scored(spec: IndicatorSpec, rows: list[Row]) -> Tables:
        with tempfile.TemporaryDirectory() as folder:
            source, out = Path(folder) / name, Path(folder) / "out"
            write(framed(rows), source)
            report = run_batch([source], Folder(out), Wanted(spec, notes=True))
            assert report.ok, report.findings
            return taken(*(pl.read_parquet(out / f"{table}.parquet") for table in ("rows", "projects", "findings")))

    return scored


def _workbook(frame: pl.DataFrame, place: Path) -> None:
    with xlsxwriter.Workbook(place) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, frame.columns)
        for number, row in enumerate(frame.rows(), 1):
            for column, value in enumerate(row):
                if value is not None:
                    sheet.write_string(number, column, value)


#: The way that takes rows of numbers alone.
NUMBERS = "numbers"
WAYS: dict[str, Way] = {
    "alone": alone,
    "company": in_company,
    "pieces": in_pieces,
    "interleaved": interleaved,
    NUMBERS: in_numbers,
    "csv": from_files(lambda frame, place: frame.write_csv(place), "t.csv"),
    "parquet": from_files(lambda frame, place: frame.write_parquet(place), "t.parquet"),
    "xlsx": from_files(_workbook, "t.xlsx"),
}


# -- differences -----------------------------------------------------------------------------------------------------


def _worth(value: Any) -> Any:
    """A number by its value, however many decimals it is written in."""
    return value if value is None or (isinstance(value, str) and not value.replace(".", "").isdecimal()) else Fraction(value)


def differences(want: Tables, got: Tables) -> Iterator[tuple[str, str]]:
    """What two ways of scoring say differently, and of which project."""
    beyond = {where[:2] for where in got.findings if where[3] == OUT_OF_RANGE}
    for project, place in sorted((want.rows.keys() | got.rows.keys()) - beyond):
        left, right = want.rows.get((project, place)), got.rows.get((project, place))
        for key in OF_ROWS:
            one, other = (left or {}).get(key), (right or {}).get(key)
            if (_worth(one), _worth(other)) != (None, None) and (key in ("reason", "outcome", "reason_code") and one != other or key in ("score", "deduction") and _worth(one) != _worth(other)):
                yield project, f"row {place} {key}: {one} != {other}"
    for finding in sorted(set(want.findings) | set(got.findings), key=str):
        if finding[3] not in ONLY_IN_BATCH and (want.findings[finding] != got.findings[finding] or finding[3].startswith((*BUGS, "law"))):
            yield finding[0], f"finding {finding[1:]}: {want.findings[finding]} != {got.findings[finding]} times"
    for project in sorted(want.projects.keys() | got.projects.keys()):
        left, right = want.projects.get(project) or {}, got.projects.get(project) or {}
        told = Counter(severity for (whose, _, _, code, severity, _), times in got.findings.items() if whose == project and code in ONLY_IN_BATCH for _ in range(times))
        for key in OF_PROJECTS:
            one, other = left.get(key), right.get(key)
            if key in ("errors", "warnings"):
                other = (other or 0) - told[key[:-1]]
            if one != other and (key == "grade" or _worth(one) != _worth(other)):
                yield project, f"{key}: {one} != {other}"


def fails(spec: IndicatorSpec, way: Way, rows: list[Row]) -> str | None:
    """The first difference between ``score`` and a way of scoring the rows, or the exception that it died of."""
    want = by_score(spec, rows)
    try:
        got = way(spec, rows)
    except Exception as error:  # noqa: BLE001  # an exception is a difference
        return f"{type(error).__name__}: {error}"[:300]
    return next((difference for _, difference in differences(want, got)), None)


def all_failing(spec: IndicatorSpec, way: Way, rows: list[Row]) -> dict[str, str]:
    """The projects that a way scores otherwise than ``score``, each with its first difference; "" for an exception."""
    want = by_score(spec, rows)
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
    words = difference.replace("'", "").replace(",", "").replace(":", "").split()
    code = next((word for word in words if word.startswith("JX")), "")
    return code or words[2 if words[0] == "row" else 0]


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
        for column in COLUMNS[1:]:
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
    parser.add_argument("--show", type=int, default=3, help="so many differences of a spec are made small and shown")
    asked = parser.parse_args()
    failed = 0
    for name in asked.specs or [name for name, _ in sorted(spec_files(None))]:
        failed += check(name, asked.rows, asked.seed, asked.ways.split(","), asked.show)
    return int(failed > 0)


def check(name: str, count: int, seed: int, ways: list[str], show: int) -> int:
    """Compare so many rows under one spec; how many projects differ in any way."""
    spec, failed, kinds = load_spec(name), 0, set[str]()
    rows = Odd(spec, random.Random(f"{name} {seed}")).table(count)
    whole = scored = 0
    for part in companies(rows):
        want = by_score(spec, part)
        whole += sum(line["total"] is not None for line in want.projects.values())
        scored += sum(row["score"] is not None for row in want.rows.values())
        for way in ways:
            own = as_numbers(part) if way == NUMBERS else part
            found = all_failing(spec, WAYS[way], own)
            failed += len(found)
            for project, difference in found.items():
                kind = kind_of(difference)
                if kind not in kinds and len(kinds) < show:
                    kinds.add(kind)
                    print(f"  {name} {way} {project}: {difference}")
                    _show(spec, WAYS[way], own, project, kind)
    print(
        f"{name}: {len(rows)} rows ({scored} scored), {len(grouped(rows))} projects ({whole} with a total), seed {seed}, "
        f"{len(ways)} ways: {failed} differ",
        flush=True,
    )
    return failed


def _show(spec: IndicatorSpec, way: Way, rows: list[Row], project: str, kind: str) -> None:
    """Print a difference made small."""
    alone = [row for row in rows if row["project"] == project]
    difference = fails(spec, way, alone) if alone else None
    small = smaller(spec, way, alone if difference and kind_of(difference) == kind else rows, kind)
    print(f"    -> {fails(spec, way, small)}")
    for row in small:
        print("      ", {key: value for key, value in row.items() if value is not None})
    sys.stdout.flush()


def companies(rows: list[Row], size: int = COMPANY) -> Iterator[list[Row]]:
    """The rows in parts of whole projects that are scored together."""
    part: list[Row] = []
    for own in grouped(rows).values():
        part += own
        if len(part) >= size:
            yield part
            part = []
    if part:
        yield part


if __name__ == "__main__":
    sys.exit(main())
