"""A batch run: inputs surveyed, scored a chunk at a time, written whole."""

from __future__ import annotations

import json
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import polars as pl

from jixiao.batch.chunk import Book, Reasons
from jixiao.batch.io.inputs import (
    Input,
    Query,
    Survey,
    Table,
    Unit,
    gathered,
    of_frame,
    open_tables,
    survey,
    temporary,
    whole_projects,
    years_in,
)
from jixiao.batch.io.outputs import NAMES, Folder, Form, Side, write_rows
from jixiao.batch.score_tables import Tables, as_texts, score_tables
from jixiao.findings import Finding, Lang, Severity, has_error
from jixiao.loading.spec_selection import spec_of_years
from jixiao.loading.specs import SpecError, by_year
from jixiao.model.spec import IndicatorSpec
from jixiao.version import __version__

Step = Callable[[int, int], None]
#: Pieces in the making at a time; more of them take memory, and Polars has all processors for each as it is.
AT_ONCE = 2


@dataclass
class Report:
    """What a run came to: how many rows and projects, how many rows the scalar core scored, findings by code."""

    rows: int = 0
    projects: int = 0
    by_core: int = 0
    counted: Counter[str] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)
    made: bool = False

    @property
    def ok(self) -> bool:
        """Whether the run could be made at all; errors of rows, or of some of several inputs, do not stop it."""
        return self.made or not has_error(self.findings)

    def take(self, tables: Tables) -> None:
        """Count what a chunk came to."""
        self.rows += len(tables.rows)
        self.projects += len(tables.projects)
        self.by_core += tables.by_core
        self.counted += tables.counted

    def to_dict(self) -> dict[str, Any]:
        """The report as plain data."""
        return {
            "rows": self.rows, "projects": self.projects, "rows_by_scalar_core": self.by_core,
            "findings": dict(sorted((code, count) for code, count in self.counted.items() if count)),
        }  # fmt: skip


@dataclass(frozen=True)
class Scores:
    """A scored frame: the three tables, and the report."""

    rows: pl.DataFrame
    projects: pl.DataFrame
    findings: pl.DataFrame
    report: Report


@dataclass(frozen=True)
class Wanted:
    """How a run is to be made."""

    spec: IndicatorSpec
    reasons: Reasons = "text"
    lang: Lang = "zh"
    notes: bool = False
    form: Form = "parquet"

    def told(self) -> dict[str, Any]:
        """What a summary says of it."""
        return {"spec": {"id": self.spec.id, "version": self.spec.version, "sha256": self.spec.sha256}}

    def book(self, places: int) -> Book:
        """What the run's chunks share."""
        return Book(self.spec, places, self.lang, self.reasons, notes=self.notes)


def score_frame(frame: Any, wanted: Wanted, asked: str) -> Scores:
    """Score a frame in memory; see ``jixiao.batch.score_frame``. ``asked``: the spec's name, its year or not."""
    table, findings = of_frame(frame)
    if table is not None and by_year(asked):
        chosen = spec_of_years(asked, years_in(table))
        if chosen.spec is None:
            raise SpecError(chosen.findings)
        wanted = replace(wanted, spec=chosen.spec)
    report = Report(findings=findings, made=table is not None)
    if table is None:
        empty = _empty(wanted.book(0))
        return Scores(as_texts(empty.rows), empty.projects, empty.findings, report)
    found = survey(table)
    book = wanted.book(found.places)
    with temporary(None) as folder:
        scored = list(_scored(book, _pieces(table, found, found.units[0], Path(folder))))
    for one in scored:
        report.take(one)
    every = scored or [_empty(book)]
    rows, projects = as_texts(pl.concat([one.rows for one in every])), pl.concat([one.projects for one in every])
    return Scores(rows, projects, pl.concat([one.findings for one in every]), report)


def _pieces(table: Table, found: Survey, unit: Unit, folder: Path) -> Iterator[pl.DataFrame]:
    if found.together:
        whole = unit.start == 0 and unit.rows == found.rows
        return whole_projects(table.frame if whole else table.frame.slice(unit.start, unit.rows))
    return gathered(table, folder)


def _scored(book: Book, pieces: Iterator[pl.DataFrame]) -> Iterator[Tables]:
    """The tables of each piece, in order; while one is taken up, the next are being scored."""
    waiting: deque[Future[Tables]] = deque()
    with ThreadPoolExecutor(AT_ONCE) as workers:
        for piece in pieces:
            waiting.append(workers.submit(score_tables, book, piece))
            if len(waiting) == AT_ONCE:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _empty(book: Book, like: pl.Schema | None = None) -> Tables:
    schema = like or pl.Schema(dict.fromkeys(("project", "level1", "name", "target", "actual", "weight"), pl.String))
    return score_tables(book, pl.DataFrame(schema=schema))


def run_batch(
    inputs: Sequence[Input], folder: Folder, wanted: Wanted, step: Step | None = None, *, resume: bool = False
) -> Report:
    """Score inputs into a folder that is replaced whole, at the end; what an interrupted run finished is kept."""
    report = Report(findings=folder.recover())
    refusal = folder.refusal(inputs)
    if refusal is not None:
        report.findings.append(refusal)
        return report
    folder.begin(_told(inputs, wanted), resume=resume)
    table, findings = open_tables(inputs, folder.work)
    report.findings += findings
    report.made = table is not None
    if table is None:
        folder.discard()
        return report
    report.counted += Counter(finding.code for finding in _serious(report.findings))
    found, of_inputs = survey(table), _of_inputs(report.findings, wanted.lang)
    for number, unit in enumerate(found.units):
        counted = _run_unit(
            table, found, unit, folder.unit(number), wanted, lambda rows: step and step(report.rows + rows, found.rows),
            of_inputs if number == 0 else None,
        )  # fmt: skip
        report.rows += counted.rows
        report.projects += counted.projects
        report.by_core += counted.by_core
        report.counted += counted.counted
    folder.gather(len(found.units), wanted.form)
    folder.publish({**wanted.told(), "inputs": [one.name for one in inputs], **report.to_dict()})
    return report


def _serious(findings: Sequence[Finding]) -> list[Finding]:
    """Return the errors and warnings: what the table of findings holds."""
    return [finding for finding in findings if finding.severity is not Severity.NOTE]


def _of_inputs(findings: Sequence[Finding], lang: Lang) -> pl.DataFrame:
    """Return what is wrong with the inputs themselves as lines of the table of findings, which belong to no project."""
    lines = [
        (finding.code, finding.severity.value, _where(finding), finding.message(lang), finding.remedy(lang))
        for finding in _serious(findings)
    ]
    columns = ("code", "severity", "path", "message", "remedy")
    return pl.DataFrame(lines, schema=dict.fromkeys(columns, pl.String), orient="row")


def _where(finding: Finding) -> str:
    place = finding.place
    return f"{place.source.name}:{place.line}" if place else finding.path


def _told(inputs: Sequence[Input], wanted: Wanted) -> dict[str, Any]:
    """What must be the same for an interrupted run to be resumed."""
    told = {"version": __version__, "spec": wanted.spec.sha256, "reasons": wanted.reasons, "lang": wanted.lang}
    return {**told, "notes": wanted.notes, "inputs": [_mark(one) for one in inputs]}


def _mark(one: Input) -> list[Any]:
    if isinstance(one, Query):
        return [one.sql, sha256(one.uri.encode()).hexdigest()]  # not the URI: it may hold a password
    try:
        status = one.stat()
    except (OSError, ValueError):  # which is told where it is opened
        return [str(one)]
    return [str(one), status.st_size, status.st_mtime_ns]


def _run_unit(
    table: Table, found: Survey, unit: Unit, folder: Path, wanted: Wanted, step: Callable[[int], object],
    of_inputs: pl.DataFrame | None,
) -> Report:  # fmt: skip
    """The projects that begin in one input; a unit that is done already is only counted."""
    done = folder / "done.json"
    if done.exists() and all((folder / f"{name}.parquet").exists() for name in NAMES):
        told = json.loads(done.read_text(encoding="utf-8"))
        return Report(told["rows"], told["projects"], told["rows_by_scalar_core"], Counter(told["findings"]))
    folder.mkdir(exist_ok=True)
    book, report = wanted.book(found.places), Report()
    empty = _empty(book, table.frame.collect_schema())
    projects, findings = Side(folder, "projects"), Side(folder, "findings")
    if of_inputs is not None:
        findings.add(pl.concat([empty.findings, of_inputs], how="diagonal"))

    def pieces() -> Iterator[pl.DataFrame]:
        for tables in _scored(book, _pieces(table, found, unit, folder / "gathered")):
            report.take(tables)
            projects.add(tables.projects)
            findings.add(tables.findings)
            step(report.rows)
            yield tables.rows
        projects.close(empty.projects)  # while the last rows are being written
        findings.close(empty.findings)

    write_rows(folder / "rows.parquet", dict(empty.rows.schema), pieces)
    part = done.with_suffix(".tmp")
    part.write_text(json.dumps(report.to_dict()), encoding="utf-8")
    part.replace(done)
    return report
