"""``jixiao batch --engine spark``: files scored on a Spark cluster into a folder that all of its machines see."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections import Counter
from collections.abc import Sequence
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jixiao.batch.io.columns import renaming
from jixiao.batch.io.encodings import encoding_of
from jixiao.batch.io.outputs import NAMES, Folder
from jixiao.batch.run import Report, RunOptions
from jixiao.batch.spark import Scores, score, with_own_names
from jixiao.findings import Codes, Finding, has_error
from jixiao.findings.causes import Cause

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_NO_JAVA = Cause("没有找到 Java", "no Java was found")
_FAILED = Cause("Spark 出错", "Spark failed")
_ANOTHER_FORMAT = Cause("不是 Parquet 或 CSV 文件", "it is no Parquet or CSV file")
_QUIET = {
    "spark.log.level": "ERROR",
    "spark.hadoop.mapreduce.fileoutputcommitter.marksuccessfuljobs": "false",
}


def run_on_cluster(paths: Sequence[Path], folder: Folder, options: RunOptions, master: str | None) -> Report:
    """Score Parquet and CSV files; where no ``master`` is given, Spark's own settings name it, or this machine is it.

    The folder is replaced whole, at the end. Its tables are folders of Parquet files, as Spark writes them.
    """
    report = Report(findings=folder.recover())
    refusal = folder.refusal(paths)
    if refusal is not None:
        report.findings.append(refusal)
        return report
    session = _session(master, report)
    if session is None:
        return report
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        table = _table(session, paths, report)
        if table is not None:
            scores = score(table, options.spec, reasons=options.reasons, lang=options.lang, notes=options.notes)
            _write(scores, folder, report)
            folder.publish({**options.to_dict(), "inputs": [path.name for path in paths], **report.to_dict()})
    except (PySparkException, Py4JError) as error:
        report.findings.append(Finding(Codes.SPARK_UNUSABLE, "spark", _cause(error).as_args()))
    finally:
        session.stop()
    return report


def _session(master: str | None, report: Report) -> SparkSession | None:
    if "SPARK_REMOTE" not in os.environ and "JAVA_HOME" not in os.environ and shutil.which("java") is None:
        report.findings.append(Finding(Codes.SPARK_UNUSABLE, "java", _NO_JAVA.as_args()))
        return None
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("jixiao")
    for key, value in {**_QUIET, "spark.ui.showConsoleProgress": str(sys.stderr.isatty()).lower()}.items():
        builder = builder.config(key, value)
    try:
        if master:
            builder = builder.master(master)
        return builder.getOrCreate()
    except Exception as error:  # noqa: BLE001  # whatever keeps a cluster away
        report.findings.append(Finding(Codes.SPARK_UNUSABLE, "spark", _cause(error).as_args()))
        return None


def _cause(error: Exception) -> Cause:
    """Return the failure of Spark, with the line of a long trace that names what went wrong."""
    lines = [line.strip(" :") for line in str(error).splitlines() if line.strip(" :")] or [type(error).__name__]
    return _FAILED.quoting(next((line for line in lines if re.search(r"(Exception|Error): ", line)), lines[0])[:300])


def _table(session: SparkSession, paths: Sequence[Path], report: Report) -> DataFrame | None:
    """Return all inputs as one table; ``None`` where there is none, or one cannot be read."""
    tables = []
    for path in paths:
        table = _open(session, path, report)
        if table is not None:
            names, findings = renaming(table.columns, str(path))
            report.findings += findings
            tables.append(with_own_names(table, names))
    if has_error(report.findings) or not tables:
        return None
    return _union(tables)


def _union(tables: Sequence[DataFrame]) -> DataFrame:
    """Return the rows of all tables as one; a column of several types becomes text."""
    kinds: dict[str, set[Any]] = {}
    for table in tables:
        for field in table.schema:
            kinds.setdefault(field.name, set()).add(field.dataType)
    mixed = [name for name, types in kinds.items() if len(types) > 1]
    even = (
        table.withColumns({name: table[name].cast("string") for name in mixed if name in table.columns})
        for table in tables
    )
    return reduce(lambda union, table: union.unionByName(table, allowMissingColumns=True), even)


def _open(session: SparkSession, path: Path, report: Report) -> DataFrame | None:
    cause = _ANOTHER_FORMAT
    try:
        match path.suffix.lower():
            case ".parquet":
                return session.read.parquet(path.resolve().as_uri())
            case ".csv":
                return _open_csv(session, path, report)
    except Exception as error:  # noqa: BLE001  # whatever a damaged or missing file makes Spark raise
        cause = _cause(error)
    report.findings.append(Finding(Codes.UNREADABLE_TABLE, str(path), {"name": str(path), **cause.as_args()}))
    return None


def _open_csv(session: SparkSession, path: Path, report: Report) -> DataFrame:
    encoding = encoding_of(path)
    report.findings.append(Finding(Codes.TABLE_ENCODING, str(path), {"name": path.name, "encoding": encoding}))
    options = {"header": True, "multiLine": True, "escape": '"', "encoding": encoding.split()[0]}
    return session.read.options(**options).csv(path.resolve().as_uri()).na.drop(how="all")


def _write(scores: Scores, folder: Folder, report: Report) -> None:
    """Write the tables into the working folder, and their counts into the report."""
    folder.begin({}, resume=False)
    place = folder.fresh()
    scores.all.persist()
    try:
        for name in NAMES:
            getattr(scores, name).write.parquet((place / f"{name}.parquet").as_uri())
        for sums in place.rglob(".*.crc"):  # Hadoop's, and other readers of the folder stumble over them
            sums.unlink()
        times = {
            line["code"]: line["n"]
            for line in scores.counted.groupBy("code").agg({"times": "sum"}).toDF("code", "n").collect()
        }
        report.by_core = times.pop(None, 0)
        report.counted = Counter(times)
        report.rows, report.projects = scores.rows.count(), scores.projects.count()
    finally:
        scores.all.unpersist()


__all__ = ["run_on_cluster"]
