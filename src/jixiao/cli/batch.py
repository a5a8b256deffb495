"""``jixiao batch``: long tables scored into a folder of three tables."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, replace
from itertools import compress
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TextIO

from jixiao.border.folders import distinct
from jixiao.border.outputs import OutputError
from jixiao.cli.console import print_findings, reject_missing_extra, reject_usage
from jixiao.cli.options import Options
from jixiao.cli.result_files import exit_code
from jixiao.findings import Lang, Severity, catalog
from jixiao.findings.page import with_gaps
from jixiao.findings.severity import LABELS
from jixiao.loading.spec_reading import SpecLookup
from jixiao.loading.spec_selection import spec_of_years
from jixiao.loading.specs import find_spec

if TYPE_CHECKING:
    from jixiao.batch.io.inputs import Input
    from jixiao.batch.run import Report
    from jixiao.model.spec import IndicatorSpec

_TEXTS: dict[Lang, dict[str, str]] = {
    "zh": {
        "rows": "{rows} 行，{projects} 个项目，用时 {seconds} 秒；其中 {core} 行由逐行核心计分",
        "code": "  {code} {severity}  {count} 次：{what}",
        "step": "{done}/{total} 行  {rate} 行/秒  还需 {left} 秒",
        "folder": "结果在 {place}",
        "database": "已写入数据库，批次 {run}",
    },
    "en": {
        "rows": "{rows} rows, {projects} projects, {seconds} s; {core} rows scored by the scalar core",
        "code": "  {code} {severity}  {count} times: {what}",
        "step": "{done}/{total} rows  {rate} rows/s  {left} s left",
        "folder": "results in {place}",
        "database": "written to the database as run {run}",
    },
}
_MISUSES: dict[Lang, dict[str, str]] = {
    "zh": {
        "nothing": "写明输入的表，或用 --database 和 --query 从数据库读",
        "nowhere": "--query 和 --run 要与 --database 一起用",
        "not with spark": "--engine spark 只读文件，也不用 --resume；从数据库读时不写 --engine",
        "no master": "--master 要与 --engine spark 一起用",
        "not as files": "--format csv 和 xlsx 不能与 --engine spark 或 --run 同用",
    },
    "en": {
        "nothing": "name the input tables, or read from a database by --database and --query",
        "nowhere": "--query and --run go with --database",
        "not with spark": "--engine spark reads files only, and has no --resume",
        "no master": "--master goes with --engine spark",
        "not as files": "--format csv and xlsx do not go with --engine spark or --run",
    },
}


@dataclass(frozen=True, slots=True)
class Run:
    """What a batch run reads, how it scores, and where its results go beside the folder of ``Options.output``."""

    inputs: list[Path]
    reasons: Literal["text", "code", "none"] = "text"
    notes: bool = False
    resume: bool = False
    engine: Literal["polars", "spark"] = "polars"
    master: str | None = None
    database: str | None = None
    query: str | None = None
    run_id: str | None = None
    format: Literal["parquet", "csv", "xlsx"] = "parquet"

    def misuse(self) -> str | None:
        """Return the name of the text that says why these options do not go together; ``None`` where they do."""
        is_spark = self.engine == "spark"
        reads_or_writes_database = bool(self.query or self.run_id)
        misuses = {
            "nothing": not self.inputs and self.query is None,
            "nowhere": reads_or_writes_database and self.database is None,
            "no master": bool(self.master) and not is_spark,
            "not with spark": is_spark and bool(self.query or self.resume),
            "not as files": self.format != "parquet" and bool(is_spark or self.run_id),
        }
        return next(compress(misuses, misuses.values()), None)

    @property
    def extra(self) -> str:
        """Return the extra without which it cannot begin."""
        if self.engine == "spark":
            return "spark"
        if self.database:
            return "pg"
        return "batch"

    def sources(self) -> list[Input]:
        """Return the files and the query that the rows come from."""
        from jixiao.batch.io.inputs import Query

        if self.database and self.query:
            return [*self.inputs, Query(self.database, self.query)]
        return [*self.inputs]


def batch_files(run: Run, spec_name: str, options: Options) -> int:
    """Score tables into a folder; return the exit code, 1 where there is an error, 2 where the run could not begin."""
    misuse = run.misuse()
    if misuse is not None:
        return reject_usage(_MISUSES[options.lang][misuse])
    run = replace(run, inputs=distinct(run.inputs))
    start = time.monotonic()
    if run.format == "xlsx":
        try:
            import xlsxwriter  # noqa: F401  # before hours of work
        except ImportError as error:
            return reject_missing_extra(error, "xlsx", options.lang)
    try:
        selection = _select_spec(run, spec_name, options)
        if selection.spec is None:
            print_findings(selection.findings, options.lang)
            return 2
        report = _score(run, selection.spec, options)
    except ImportError as error:
        return reject_missing_extra(error, run.extra, options.lang)
    except OutputError as error:
        return exit_code(error, options.lang)
    print_findings(report.findings, options.lang)
    if not report.ok:
        return 2 if any(finding.prevents_run for finding in report.findings) else 1
    _print_summary(report, time.monotonic() - start, options)
    return _write_database(run, options) or int(_has_error(report))


def _has_error(report: Report) -> bool:
    return any(catalog()[code].severity is Severity.ERROR for code, count in report.counted.items() if count)


def _select_spec(run: Run, name: str, options: Options) -> SpecLookup:
    """Return the spec of this name; the years of the projects decide where it is named without its own."""
    selection = find_spec(name, options.day, options.book)
    if options.day is not None or selection.spec is None or not options.book.by_year(name):
        return selection
    return spec_of_years(name, _years(run), options.book)


def _years(run: Run) -> list[int]:
    """Return the years of the projects in tables that can be read."""
    from jixiao.batch.io.inputs import open_tables, temporary, years_in

    with temporary(None) as folder:
        table, _ = open_tables(run.sources(), Path(folder))
        if table is None:
            return []
        return years_in(table)


def _score(run: Run, spec: IndicatorSpec, options: Options) -> Report:
    from jixiao.batch.io.outputs import Folder
    from jixiao.batch.run import RunOptions, run_batch

    folder = Folder(Path(options.output or ""))
    settings = RunOptions(spec, run.reasons, options.lang, run.notes, run.format)
    if run.engine == "spark":
        from jixiao.batch.spark_job import run_on_cluster

        with folder.guarded():
            return run_on_cluster(run.inputs, folder, settings, run.master)
    progress = _Progress(options.lang, sys.stderr)
    try:
        with folder.guarded():
            return run_batch(run.sources(), folder, settings, progress.step, resume=run.resume)
    finally:
        progress.close()


def _write_database(run: Run, options: Options) -> int:
    """Write the finished run into the database, too, where it has an id; return the exit code."""
    if not run.database or not run.run_id:
        return 0
    try:
        from jixiao.batch.io.postgresql import write
    except ImportError as error:
        return reject_missing_extra(error, "pg", options.lang)
    findings = write(run.database, Path(options.output or ""), run.run_id)
    print_findings(findings, options.lang)
    if findings:
        return 2
    print(_TEXTS[options.lang]["database"].format(run=run.run_id), file=sys.stderr)
    return 0


def _print_summary(report: Report, seconds: float, options: Options) -> None:
    lang, texts = options.lang, _TEXTS[options.lang]
    counts = {"rows": report.rows, "projects": report.projects, "core": report.by_core, "seconds": f"{seconds:.1f}"}
    print(texts["rows"].format(**counts), file=sys.stderr)
    for code, count in sorted(report.counted.items()):
        if count:
            entry = catalog()[code]
            what = with_gaps(entry.message[lang])
            label = LABELS[lang][entry.severity]
            print(texts["code"].format(code=code, severity=label, count=count, what=what), file=sys.stderr)
    print(texts["folder"].format(place=options.output), file=sys.stderr)


#: A second in nanoseconds.
SECOND = 10**9


class _Progress:
    """Rows done, their rate and the time left, on a terminal."""

    def __init__(self, lang: Lang, stream: TextIO) -> None:
        self.text, self.stream, self.start = _TEXTS[lang]["step"], stream, time.monotonic_ns()
        self.has_line = False

    def step(self, done: int, total: int) -> None:
        """Show how many rows are done."""
        if self.stream.isatty():
            elapsed = max(time.monotonic_ns() - self.start, 1)
            remaining = elapsed * (total - done) // max(done, 1) // SECOND
            text = self.text.format(done=done, total=total, rate=done * SECOND // elapsed, left=remaining)
            print(f"\r{text}\x1b[K", end="", file=self.stream, flush=True)
            self.has_line = True

    def close(self) -> None:
        """End the line."""
        if self.has_line:
            print(file=self.stream)
