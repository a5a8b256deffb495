"""A batch run: a survey of its inputs, scores chunk by chunk, and a folder of tables that is replaced whole."""

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

from jixiao.batch.chunk import Reasons, RunContext
from jixiao.batch.io.inputs import (
    Input,
    Query,
    Survey,
    Table,
    Unit,
    of_frame,
    open_tables,
    project_pieces,
    survey,
    temporary,
    whole_projects,
    years_in,
)
from jixiao.batch.io.outputs import NAMES, Folder, Form, Side, write_frames
from jixiao.batch.score_tables import Tables, as_texts
from jixiao.batch.stages import tables_by_stage
from jixiao.findings import Finding, Lang, Severity, has_error
from jixiao.loading.spec_book import package_book
from jixiao.loading.spec_reading import SpecError
from jixiao.loading.spec_selection import spec_of_years
from jixiao.model.spec import IndicatorSpec
from jixiao.version import __version__

Step = Callable[[int, int], None]
#: Pieces scored at a time; more of them take memory, and Polars has all processors for each as it is.
AT_ONCE = 2


@dataclass
class Report:
    """The counts of a run: rows, projects, rows that the scalar core scored, findings by code; findings on inputs."""

    rows: int = 0
    projects: int = 0
    by_core: int = 0
    counted: Counter[str] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)
    has_table: bool = False

    @property
    def ok(self) -> bool:
        """Whether there was a table to score; errors of rows, or of some of several inputs, do not stop a run."""
        return self.has_table or not has_error(self.findings)

    def take(self, tables: Tables) -> None:
        """Add the counts of a chunk."""
        self.rows += len(tables.rows)
        self.projects += len(tables.projects)
        self.by_core += tables.by_core
        self.counted += tables.counted

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain data."""
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
class RunOptions:
    """The options of a run: spec, reasons, language, whether notes are written, format of files."""

    spec: IndicatorSpec
    reasons: Reasons = "text"
    lang: Lang = "zh"
    notes: bool = False
    form: Form = "parquet"

    def to_dict(self) -> dict[str, Any]:
        """Return what a summary of the run says of its options."""
        return {"spec": {"id": self.spec.id, "version": self.spec.version, "sha256": self.spec.sha256}}

    def context(self, places: int) -> RunContext:
        """Return what the chunks of the run share, with points in so many decimals."""
        return RunContext(self.spec, places, self.lang, self.reasons, notes=self.notes)


def score_frame(frame: Any, options: RunOptions, spec_name: str) -> Scores:
    """Score a frame in memory; see ``jixiao.batch.score_frame``. ``spec_name``: with its year or without."""
    table, findings = of_frame(frame)
    if table is not None and package_book().by_year(spec_name):
        chosen = spec_of_years(spec_name, years_in(table))
        if chosen.spec is None:
            raise SpecError(chosen.findings)
        options = replace(options, spec=chosen.spec)
    report = Report(findings=findings, has_table=table is not None)
    if table is None:
        empty = _empty(options.context(0))
        return Scores(as_texts(empty.rows), empty.projects, empty.findings, report)
    overview = survey(table)
    context = options.context(overview.places)
    with temporary(None) as folder:
        scored = list(_score_pieces(context, _pieces(table, overview, overview.units[0], Path(folder))))
    for tables in scored:
        report.take(tables)
    every = scored or [_empty(context)]
    rows, projects = (
        as_texts(pl.concat([tables.rows for tables in every])),
        pl.concat([tables.projects for tables in every]),
    )
    return Scores(rows, projects, pl.concat([tables.findings for tables in every]), report)


def _pieces(table: Table, overview: Survey, unit: Unit, folder: Path) -> Iterator[pl.DataFrame]:
    if overview.together:
        frame = table.frame
        if unit.rows != overview.rows:
            frame = frame.slice(unit.start, unit.rows)
        return whole_projects(frame)
    return project_pieces(table, folder)


def _score_pieces(context: RunContext, pieces: Iterator[pl.DataFrame]) -> Iterator[Tables]:
    """Yield the tables of each piece, in order; while one is being used, the next are being scored."""
    waiting: deque[Future[Tables]] = deque()
    with ThreadPoolExecutor(AT_ONCE) as workers:
        for piece in pieces:
            waiting.append(workers.submit(tables_by_stage, context, piece))
            if len(waiting) == AT_ONCE:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _empty(context: RunContext, like: pl.Schema | None = None) -> Tables:
    schema = like or pl.Schema(dict.fromkeys(("project", "level1", "name", "target", "actual", "weight"), pl.String))
    return tables_by_stage(context, pl.DataFrame(schema=schema))


def run_batch(
    inputs: Sequence[Input], folder: Folder, options: RunOptions, step: Step | None = None, *, resume: bool = False
) -> Report:
    """Score inputs into a folder that is replaced whole, at the end; what an interrupted run finished is kept."""
    report = Report(findings=folder.recover())
    refusal = folder.refusal(inputs)
    if refusal is not None:
        report.findings.append(refusal)
        return report
    folder.begin(_fingerprint(inputs, options), resume=resume)
    table, findings = open_tables(inputs, folder.work)
    report.findings += findings
    report.has_table = table is not None
    if table is None:
        folder.discard()
        return report
    report.counted += Counter(finding.code for finding in _serious(report.findings))
    overview, of_inputs = survey(table), _of_inputs(report.findings, options.lang)
    for number, unit in enumerate(overview.units):
        counted = _run_unit(
            table, overview, unit, folder.unit(number), options,
            lambda rows: step and step(report.rows + rows, overview.rows), of_inputs if number == 0 else None,
        )  # fmt: skip
        report.rows += counted.rows
        report.projects += counted.projects
        report.by_core += counted.by_core
        report.counted += counted.counted
    folder.gather(len(overview.units), options.form)
    folder.publish({**options.to_dict(), "inputs": [source.name for source in inputs], **report.to_dict()})
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
    if place:
        return f"{place.source.name}:{place.line}"
    return finding.path


def _fingerprint(inputs: Sequence[Input], options: RunOptions) -> dict[str, Any]:
    """Return what must be the same for an interrupted run to be resumed."""
    settings = {"version": __version__, "spec": options.spec.sha256, "reasons": options.reasons, "lang": options.lang}
    settings["monitoring"] = sha256(repr(options.spec.monitoring_rules).encode()).hexdigest()  # in no hash of a spec
    return {**settings, "notes": options.notes, "inputs": [_state_of(source) for source in inputs]}


def _state_of(source: Input) -> list[Any]:
    if isinstance(source, Query):
        return [source.sql, sha256(source.uri.encode()).hexdigest()]  # not the URI: it may hold a password
    try:
        status = source.stat()
    except (OSError, ValueError):  # the finding comes where it is opened
        return [str(source)]
    return [str(source), status.st_size, status.st_mtime_ns]


def _run_unit(
    table: Table, overview: Survey, unit: Unit, folder: Path, options: RunOptions, step: Callable[[int], object],
    of_inputs: pl.DataFrame | None,
) -> Report:  # fmt: skip
    """Score the projects that begin in one input; a unit that is done already is only counted."""
    done = folder / "done.json"
    if done.exists() and all((folder / f"{name}.parquet").exists() for name in NAMES):
        counts = json.loads(done.read_text(encoding="utf-8"))
        return Report(counts["rows"], counts["projects"], counts["rows_by_scalar_core"], Counter(counts["findings"]))
    folder.mkdir(exist_ok=True)
    context, report = options.context(overview.places), Report()
    empty = _empty(context, table.frame.collect_schema())
    projects, findings = Side(folder, "projects"), Side(folder, "findings")
    if of_inputs is not None:
        findings.add(pl.concat([empty.findings, of_inputs], how="diagonal"))

    def pieces() -> Iterator[pl.DataFrame]:
        for tables in _score_pieces(context, _pieces(table, overview, unit, folder / "gathered")):
            report.take(tables)
            projects.add(tables.projects)
            findings.add(tables.findings)
            step(report.rows)
            yield tables.rows
        projects.close(empty.projects)  # while the last rows are being written
        findings.close(empty.findings)

    write_frames(folder / "rows.parquet", empty.rows.schema, pieces())
    part = done.with_suffix(".tmp")
    part.write_text(json.dumps(report.to_dict()), encoding="utf-8")
    part.replace(done)
    return report
