"""``jixiao batch``."""

from __future__ import annotations

import sys
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, TextIO

from jixiao.border.folders import distinct
from jixiao.border.outputs import OutputError
from jixiao.cli.result_files import exit_code
from jixiao.cli.score import tell, usage
from jixiao.extras import missing_extra
from jixiao.findings import Codes, Finding, Lang, Severity, catalog
from jixiao.findings.page import with_gaps
from jixiao.findings.severity import LABELS
from jixiao.loading.spec_selection import spec_of_years
from jixiao.loading.specs import Found, by_year, find_spec

if TYPE_CHECKING:
    from jixiao.batch.io.inputs import Input
    from jixiao.batch.run import Report
    from jixiao.model.spec import IndicatorSpec

_WORDS: dict[Lang, dict[str, str]] = {
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
}  # fmt: skip
_FAULTS: dict[Lang, dict[str, str]] = {
    "zh": {
        "nothing": "写明输入的表，或用 --database 和 --query 从数据库读",
        "nowhere": "--query 和 --run 要与 --database 一起用",
        "not with spark": "--engine spark 只读文件，也不用 --resume；从数据库读时不写 --engine",
        "no master": "--master 要与 --engine spark 一起用",
        "not as csv": "--format csv 不能与 --engine spark 或 --run 同用",
    },
    "en": {
        "nothing": "name the input tables, or read from a database by --database and --query",
        "nowhere": "--query and --run go with --database",
        "not with spark": "--engine spark reads files only, and has no --resume",
        "no master": "--master goes with --engine spark",
        "not as csv": "--format csv does not go with --engine spark or --run",
    },
}

#: What keeps a run from beginning, whatever its tables are: a part is missing, the folder holds other things, the
#: database refuses.
_BEFORE = (
    Codes.BATCH_EXTRA_NEEDED,
    Codes.OUTPUT_FOLDER_NOT_EMPTY,
    Codes.DATABASE_UNUSABLE,
    Codes.SPARK_UNUSABLE,
    Codes.OUTPUT_OVER_INPUT,
)


class Asked(NamedTuple):
    """What the command line asks for."""

    paths: list[Path]
    output: Path
    reasons: Literal["text", "code", "none"] = "text"
    lang: Lang = "zh"
    notes: bool = False
    resume: bool = False
    engine: Literal["polars", "spark"] = "polars"
    master: str | None = None
    database: str | None = None
    query: str | None = None
    run: str | None = None
    form: Literal["parquet", "csv"] = "parquet"

    @property
    def fault(self) -> str | None:
        """Why it cannot be done, if so."""
        words = _FAULTS[self.lang]
        if not self.paths and self.query is None:
            return words["nothing"]
        if self.database is None and (self.query or self.run):
            return words["nowhere"]
        if self.master and self.engine != "spark":
            return words["no master"]
        if self.engine == "spark" and (self.query or self.resume):
            return words["not with spark"]
        if self.form == "csv" and (self.engine == "spark" or self.run):
            return words["not as csv"]
        return None


def batch_files(asked: Asked, spec: str, local: Path | None, on: date | None) -> int:
    """Score tables into a folder; 1 where a row, a project or an input has an error, 2 where it could not begin."""
    if asked.fault:
        return usage(asked.fault)
    asked = asked._replace(paths=distinct(asked.paths))
    start = time.monotonic()
    try:
        found = _chosen(asked, spec, local, on)
        if found.spec is None:
            tell(found.findings, asked.lang)
            return 2
        report = _run(asked, found.spec)
    except ImportError as error:
        extra = "spark" if asked.engine == "spark" else "pg" if asked.database else "batch"
        tell([Finding(Codes.BATCH_EXTRA_NEEDED, args=missing_extra(error.name, extra))], asked.lang)
        return 2
    except OutputError as error:
        return exit_code(error, asked.lang)
    tell(report.findings, asked.lang)
    if not report.ok:
        return 2 if any(finding.code in _BEFORE for finding in report.findings) else 1
    _summary(report, time.monotonic() - start, asked.lang)
    print(_WORDS[asked.lang]["folder"].format(place=asked.output), file=sys.stderr)
    if asked.database and asked.run and not _into(asked.database, asked):
        return 2
    return int(any(catalog()[code].severity is Severity.ERROR for code, count in report.counted.items() if count))


def _inputs(asked: Asked) -> list[Input]:
    from jixiao.batch.io.inputs import Query

    queries = [Query(asked.database, asked.query)] if asked.database and asked.query else []
    return [*asked.paths, *queries]


def _chosen(asked: Asked, spec: str, local: Path | None, on: date | None) -> Found:
    """The spec asked for; the years of the projects decide where it was named without its own."""
    found = find_spec(spec, on, local)
    if on is not None or found.spec is None or not by_year(spec, local):
        return found
    return spec_of_years(spec, _years(asked), local)


def _years(asked: Asked) -> list[int]:
    """The years of the projects in tables that can be read."""
    from jixiao.batch.io.inputs import open_tables, temporary, years_in

    with temporary(None) as folder:
        table, _ = open_tables(_inputs(asked), Path(folder))
        return [] if table is None else years_in(table)


def _run(asked: Asked, spec: IndicatorSpec) -> Report:
    from jixiao.batch.io.outputs import Folder
    from jixiao.batch.run import Wanted, run_batch

    folder, wanted = Folder(asked.output), Wanted(spec, asked.reasons, asked.lang, asked.notes, asked.form)
    if asked.engine == "spark":
        from jixiao.batch.spark_job import run_on_cluster

        with folder.guarded():
            return run_on_cluster(asked.paths, folder, wanted, asked.master)
    shown = _Progress(asked.lang, sys.stderr)
    try:
        with folder.guarded():
            return run_batch(_inputs(asked), folder, wanted, shown.step, resume=asked.resume)
    finally:
        shown.close()


def _into(database: str, asked: Asked) -> bool:
    """Write the finished run into the database, too."""
    try:
        from jixiao.batch.io.postgresql import write
    except ImportError as error:
        tell([Finding(Codes.BATCH_EXTRA_NEEDED, args=missing_extra(error.name, "pg"))], asked.lang)
        return False
    findings = write(database, asked.output, asked.run or "")
    tell(findings, asked.lang)
    if not findings:
        print(_WORDS[asked.lang]["database"].format(run=asked.run), file=sys.stderr)
    return not findings


def _summary(report: Report, seconds: float, lang: Lang) -> None:
    words = _WORDS[lang]
    told = {"rows": report.rows, "projects": report.projects, "core": report.by_core, "seconds": f"{seconds:.1f}"}
    print(words["rows"].format(**told), file=sys.stderr)
    for code, count in sorted(report.counted.items()):
        if count:
            entry = catalog()[code]
            what = with_gaps(entry.message[lang])
            label = LABELS[lang][entry.severity]
            print(words["code"].format(code=code, severity=label, count=count, what=what), file=sys.stderr)


#: Nanoseconds.
SECOND = 10**9


class _Progress:
    """Rows done, their rate and the time left, on a terminal."""

    def __init__(self, lang: Lang, stream: TextIO) -> None:
        self.words, self.stream, self.begun, self.shown = _WORDS[lang]["step"], stream, time.monotonic_ns(), False

    def step(self, done: int, total: int) -> None:
        """So many rows are done."""
        if self.stream.isatty():
            taken = max(time.monotonic_ns() - self.begun, 1)
            left = taken * (total - done) // max(done, 1) // SECOND
            text = self.words.format(done=done, total=total, rate=done * SECOND // taken, left=left)
            print(f"\r{text}\x1b[K", end="", file=self.stream, flush=True)
            self.shown = True

    def close(self) -> None:
        """End the line."""
        if self.shown:
            print(file=self.stream)
