"""A table of whole projects in, three tables out: rows, projects, findings."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

import polars as pl

from jixiao.batch.chunk import NO_CLASS, NUMBER_OF, OUTCOMES, Book, Chunk
from jixiao.batch.columns import PROJECT
from jixiao.batch.leftover import score_by_core
from jixiao.batch.programs import score_by_columns
from jixiao.batch.projects import Projects
from jixiao.batch.reading import is_blank
from jixiao.batch.sums import Sums
from jixiao.batch.words import decimal
from jixiao.finding import Finding, Severity, catalog

_KEYS = (PROJECT, "level1", "level2", "name")


class Tables(NamedTuple):
    """What a chunk came to. ``counted`` has every finding by code; ``by_core`` is how many rows the core scored."""

    rows: pl.DataFrame
    projects: pl.DataFrame
    findings: pl.DataFrame
    counted: Counter[str]
    by_core: int


def score_tables(book: Book, table: pl.DataFrame) -> Tables:
    """Score whole projects, each one's rows together, in the columns' own names."""
    chunk = Chunk(book, table)
    projects = Projects(chunk)
    together = projects.hang_together()
    fit = _left_out(chunk, projects) & ~together
    sound = _plain(chunk)
    left = score_by_columns(chunk, fit & sound)
    score_by_core(chunk, [*left, chunk.index.filter(fit & ~sound)])
    chunk.together = set(chunk.project.filter(together).unique().to_list())
    projects.score_whole(sorted(chunk.together))
    sums = Sums(chunk, projects)
    findings = _findings(chunk)
    return Tables(_rows(chunk), sums.table(_counts(findings)), _placed(chunk, findings), chunk.counted, chunk.by_core)


def _left_out(chunk: Chunk, projects: Projects) -> pl.Series:
    """All rows but execution rows that the spec does not score, and a project's second one."""
    unscored = chunk.executed & chunk.weight.is_null()
    chunk.rows.put(chunk.index.filter(unscored), None, NUMBER_OF["not_applicable"])
    firsts = projects.execution["i"]
    second = chunk.executed & ~unscored & ~chunk.index.is_in(firsts.implode())
    chunk.rows.put(chunk.index.filter(second), None, NUMBER_OF["invalid"])
    return ~unscored & ~second


def _plain(chunk: Chunk) -> pl.Series:
    """Rows of two plain numbers with a weight and a name, and nothing that only the scalar core reads."""
    table = chunk.table
    named = chunk.executed | ~is_blank(table["name"].cast(pl.String))
    found = (chunk.target.kind > 0) & (chunk.actual.kind > 0) & (chunk.weight > 0) & (chunk.class_ != NO_CLASS) & named
    bare = chunk.book.shapes.bare
    found &= ~chunk.executed | ((chunk.target.kind == bare) & (chunk.actual.kind == bare) & (chunk.actual.number >= 0))
    for column in ("share", "tier"):
        if chunk.has(column):
            found &= table[column].is_null()
    if chunk.has("score"):
        found &= table["score"].is_null() | table["score"].cast(pl.String).str.contains(
            r"^-?(0|[1-9][0-9]{0,19})(\.[0-9]{1,12})?$"
        )
    return found.fill_null(value=False)


def _rows(chunk: Chunk) -> pl.DataFrame:
    table, places, rows = chunk.table, chunk.book.places, chunk.rows
    code, text = rows.reason_columns()
    position = chunk.index - chunk.first.gather(chunk.project) + 1
    frame = table.select(name for name in _KEYS if chunk.has(name)).with_columns(
        row=position,
        score=rows.score,
        lost=chunk.weight - rows.score,
        outcome=rows.outcome,
        reason_code=code,
        reason=text,
    )
    return frame.select(
        *(name for name in _KEYS if chunk.has(name)),
        "row",
        decimal(pl.col("score"), places).alias("score"),
        decimal(pl.col("lost"), places).alias("deduction"),
        pl.lit(pl.Series(OUTCOMES)).gather("outcome").alias("outcome"),
        "reason_code",
        "reason",
    )


def _findings(chunk: Chunk) -> pl.DataFrame:
    nameless = chunk.table[PROJECT].is_null()
    if nameless.any():
        chunk.tell(Finding("JX707", PROJECT), chunk.index.filter(nameless))
    severities = {code: entry.severity.value for code, entry in catalog().items()}
    severity = pl.col("code").replace_strict(severities, return_dtype=pl.String).alias("severity")
    return chunk.all_told().with_columns(severity).sort("p", "i", "code", nulls_last=True)


def _counts(findings: pl.DataFrame) -> pl.DataFrame:
    return findings.group_by("p").agg(
        errors=(pl.col("severity") == Severity.ERROR.value).sum(),
        warnings=(pl.col("severity") == Severity.WARNING.value).sum(),
    )


def _placed(chunk: Chunk, findings: pl.DataFrame) -> pl.DataFrame:
    """Findings by project id and row number, as they are written."""
    first = chunk.first.gather(findings["p"])
    return (
        findings.with_columns(
            project=chunk.table[PROJECT].gather(first),
            row=(pl.col("i") - first + 1).cast(pl.UInt32),
        )
        .filter(pl.col("project").is_not_null() | pl.col("row").is_not_null())
        .select("project", "row", "code", "severity", "path", "message", "remedy")
    )
