"""A table of whole projects in, three tables out: rows, projects, findings."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

import numpy as np
import polars as pl

from jixiao.batch.arrays import Flags, Numbers, flags, has_value, nullable, rows_at
from jixiao.batch.audit_columns import check
from jixiao.batch.chunk import CLAIM, NUMBER_OF, Chunk, RunContext
from jixiao.batch.column_scoring import score_by_columns
from jixiao.batch.io.columns import PROJECT
from jixiao.batch.projects import Projects
from jixiao.batch.quantity_columns import is_blank
from jixiao.batch.reason_texts import decimal
from jixiao.batch.scalar_fallback import check_funds, score_by_core
from jixiao.batch.totals import Sums
from jixiao.findings import Codes, Finding, Severity

_COUNTED = {"errors": Severity.ERROR, "warnings": Severity.WARNING}
_KEYS = (PROJECT, "level1", "level2", "name")


class Tables(NamedTuple):
    """What a chunk came to. ``counted`` has every finding by code; ``by_core`` is how many rows the core scored.

    ``outcome`` and ``reason_code`` are categories, which are quick to write; ``as_texts`` makes texts of them.
    """

    rows: pl.DataFrame
    projects: pl.DataFrame
    findings: pl.DataFrame
    counted: Counter[str]
    by_core: int


def as_texts(table: pl.DataFrame) -> pl.DataFrame:
    """Return a table whose categories are texts."""
    return table.cast({pl.Enum: pl.String})


def score_tables(context: RunContext, table: pl.DataFrame) -> Tables:
    """Score whole projects, each one's rows together, in the columns' own names."""
    chunk = Chunk(context, table)
    projects = Projects(chunk)
    dependent = projects.dependent()
    fit = _scorable(chunk, projects)
    if dependent.any():
        fit &= ~dependent[chunk.project]
    unscored = np.flatnonzero(chunk.executed & ~chunk.weighed & ~dependent[chunk.project])
    check_funds(chunk, unscored, _plain_funds(chunk, unscored))
    sound = _plain(chunk)
    remaining = score_by_columns(chunk, fit & sound)
    score_by_core(chunk, [*remaining, np.flatnonzero(fit & ~sound)])
    chunk.dependent = set(np.flatnonzero(dependent).tolist())
    projects.score_by_core(sorted(chunk.dependent))
    sums = Sums(chunk, projects)
    check(sums)
    sums.take_core_results()
    findings = findings_of(chunk)
    projects_table = sums.table(counts_of(chunk, findings))
    return Tables(rows_of(chunk), projects_table, lines_of(chunk, findings), chunk.counted, chunk.by_core)


def _scorable(chunk: Chunk, projects: Projects) -> Flags:
    """Return all rows but execution rows that the spec does not score, and a project's second one."""
    fit = np.ones(len(chunk.table), np.bool_)
    unscored = np.flatnonzero(chunk.executed & ~chunk.weighed)
    second = np.setdiff1d(projects.money.later, unscored)
    for at, outcome in ((unscored, "not_applicable"), (second, "invalid")):
        chunk.rows.set_unscored(at, NUMBER_OF[outcome])
        fit[at] = False
    return fit


def _plain(chunk: Chunk) -> Flags:
    """Return rows of two plain numbers with a weight and a name, and nothing that only the scalar core reads."""
    table, target, actual = chunk.table, chunk.target, chunk.actual
    fit: Flags = (
        target.read & actual.read & (chunk.weight > 0) & chunk.weighed & (chunk.class_ != chunk.context.no_class)
    )
    fit &= chunk.executed | ~is_blank(table["name"].cast(pl.String))
    money = np.flatnonzero(chunk.executed)
    fit[money] &= _plain_funds(chunk, money)
    for column in ("share", "tier"):
        if chunk.has(column):
            fit &= ~has_value(table[column])
    if chunk.has("score"):
        claimed = table["score"].cast(pl.String)
        fit &= flags(claimed.is_null() | claimed.str.contains(CLAIM))
    return fit


def _plain_funds(chunk: Chunk, at: Numbers) -> Flags:
    """Return which of some execution rows state amounts that columns read, and nothing below zero spent."""
    fit: Flags = chunk.target.read[at] & chunk.actual.read[at] & flags(rows_at(chunk.actual.number, at) >= 0)
    if chunk.has("initial"):
        initial = rows_at(chunk.table["initial"].cast(pl.String), at)
        fit &= flags(initial.is_null() | initial.str.contains(CLAIM))
    return fit


def rows_of(chunk: Chunk) -> pl.DataFrame:
    """Return the table of rows."""
    table, rows = chunk.table, chunk.rows
    columns = {name: table[name] for name in _KEYS if chunk.has(name)}
    before = np.repeat(chunk.starts.astype(np.uint32), chunk.ends - chunk.starts)
    columns["row"] = pl.Series(np.arange(1, len(table) + 1, dtype=np.uint32) - before)
    columns["score"] = _points(chunk, nullable(rows.score, rows.scored))
    columns["deduction"] = _points(chunk, nullable(chunk.weight - rows.score, chunk.judged))
    columns |= {"outcome": rows.outcomes(), "reason_code": rows.reason_codes(), "reason": rows.reasons()}
    return pl.DataFrame(columns)


def _points(chunk: Chunk, units: pl.Series) -> pl.Series:
    return units.to_frame("points").select(decimal(pl.col("points"), chunk.context.places)).to_series()


def findings_of(chunk: Chunk) -> pl.DataFrame:
    """Return all findings that are written out, in their order."""
    nameless = np.flatnonzero(~has_value(chunk.table[PROJECT]))
    chunk.add_finding(Finding(Codes.ROW_WITHOUT_PROJECT, PROJECT), nameless)
    return chunk.findings().sort("p", "i", "code", nulls_last=True)


def counts_of(chunk: Chunk, findings: pl.DataFrame) -> dict[str, Numbers]:
    """Return how many errors and warnings each project has."""
    return {name: _times(findings, severity, len(chunk.starts)) for name, severity in _COUNTED.items()}


def _times(findings: pl.DataFrame, severity: Severity, projects: int) -> Numbers:
    """Return how many findings of a severity each project has."""
    own = findings["p"].filter(findings["severity"] == severity.value)
    return np.bincount(own.to_numpy(), minlength=projects).astype(np.uint32)


def lines_of(chunk: Chunk, findings: pl.DataFrame) -> pl.DataFrame:
    """Return findings by project id and row number, as they are written."""
    first = chunk.starts[findings["p"].to_numpy()]
    ids = chunk.table[PROJECT].gather(pl.Series(first))
    row = (pl.col("i") - pl.lit(pl.Series(first)) + 1).cast(pl.UInt32)
    lines = findings.select(pl.lit(ids), row.alias("row"), "code", "severity", "path", "message", "remedy")
    if ids.has_nulls():
        return lines.filter(pl.col(PROJECT).is_not_null() | pl.col("row").is_not_null())
    return lines
