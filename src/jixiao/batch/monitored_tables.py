"""A table of whole projects that are monitored in, the three tables out: lights, duties, and what is projected.

The library monitors each project as its own file would be; nothing of it is done a second time in columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np
import polars as pl

from jixiao.batch.arrays import has_value
from jixiao.batch.chunk import Chunk, RunContext
from jixiao.batch.io.columns import PROGRESS, PROJECT
from jixiao.batch.projects import RATE_PLACES, Contents, Projects, rounded_rate
from jixiao.batch.quantity_columns import MOST_PLACES, MOST_WEIGHT
from jixiao.batch.reason_texts import decimal
from jixiao.batch.scalar_rows import Content, is_so_far, project_of
from jixiao.batch.score_tables import Tables, counts_of, findings_of, lines_of, rows_of
from jixiao.exact import format_exact
from jixiao.explain import reason_of
from jixiao.findings import Codes, Finding
from jixiao.model.project import Project
from jixiao.monitoring import with_budget
from jixiao.monitoring_document import LightDocument
from jixiao.quantity import is_blank
from jixiao.result.monitored_rows import MonitoredRowWriter
from jixiao.result.monitoring import MonitoringResult
from jixiao.scoring import RowScore

Cells = dict[str, Any]
_LIGHT: Mapping[str, Any] = dict.fromkeys(("light", "rule", "citation", "basis", "explanation"), pl.String)


def _columns_of_rows(places: int) -> dict[str, Any]:
    """Return what the table of rows has of monitored ones beside its own columns."""
    points, texts = pl.Decimal(38, places), pl.String
    return {
        **_LIGHT, "measured": texts, "to_explain": texts, "projected_from": texts, "projected_value": texts,
        "projected_score": points, "projected_deduction": points, "projected_outcome": texts,
        "projected_reason_code": texts, "projected_reason": texts,
    }  # fmt: skip


def _columns_of_projects(places: int) -> dict[str, Any]:
    """Return what the table of projects has of monitored ones beside its own columns."""
    points = dict.fromkeys(("projected_total", "projected_deduction", "projected_scaled"), pl.Decimal(38, places))
    return {"month": pl.UInt32, **_LIGHT, **points, "projected_grade": pl.String}


def monitor_tables(context: RunContext, table: pl.DataFrame) -> Tables:
    """Return the tables of whole projects that are monitored, each one's rows together, in the columns' own names."""
    chunk = Chunk(context, table)
    lines = _Lines(chunk)
    findings = findings_of(chunk)
    rows = pl.DataFrame(lines.rows, _columns_of_rows(context.places), strict=True)
    return Tables(
        rows_of(chunk).hstack(rows), lines.table(counts_of(chunk, findings)), lines_of(chunk, findings),
        chunk.counted, chunk.by_core,
    )  # fmt: skip


class _MonitoredRow(NamedTuple):
    """A row by its number, its document, and the score that is expected of it."""

    number: int
    document: Mapping[str, Any]
    score: RowScore | None


class _Lines:
    """The lines of rows and projects of a chunk, as the library monitors these."""

    def __init__(self, chunk: Chunk) -> None:
        self.chunk, self.context, self.projects = chunk, chunk.context, Projects(chunk)
        self.projects.check_execution_rows()
        money = self.projects.money
        self.several = frozenset(money.p[money.rows > 1].tolist())
        self.rows: list[Cells] = [{} for _ in range(len(chunk.table))]
        self.heads: list[Cells] = []
        self.rates: list[int | None] = []
        for contents in self.projects.contents(list(range(len(chunk.starts)))):
            self._add(contents)

    def _add(self, contents: Contents) -> None:
        """Add the lines and findings of one project."""
        p, context = contents.p, self.context
        result = MonitoringResult(project_of(contents.contents, contents.funds), context.spec, lang=context.lang)
        findings = _in_columns(result.findings, contents.funds)
        self.projects.add_core_findings(p, contents.rows, contents.money, findings)
        self._check_spending(contents)
        self.rates.append(rounded_rate(_rate_of(result.project)))
        has_large = False
        for row in _monitored_rows(result, contents):
            is_large = self._is_large(row)
            has_large |= is_large
            self.rows[row.number] = _cells_of_row(row, context, is_projected=not is_large)
        self.heads.append(_cells_of_project(result, context, is_sound=p not in self.several, is_summed=not has_large))

    def _check_spending(self, contents: Contents) -> None:
        """Tell where an execution row states two amounts that have been spent."""
        funds = contents.funds
        if funds is None or contents.money is None or not is_so_far(funds):
            return
        progress, actual = funds[PROGRESS], funds["actual"]
        if actual is not None and not is_blank(actual) and actual != progress:
            finding = Finding(Codes.SPENT_STATED_TWICE, PROGRESS, {"progress": progress, "actual": actual})
            self.chunk.add_finding(finding, np.array([contents.money]))

    def _is_large(self, row: _MonitoredRow) -> bool:
        """Whether the weight of a row is beyond those that tables hold, which is told."""
        if row.score is None or row.score.weight is None or row.score.weight <= MOST_WEIGHT:
            return False
        args = {"weight": format_exact(row.score.weight), "most": MOST_WEIGHT, "places": MOST_PLACES}
        self.chunk.add_finding(Finding(Codes.WEIGHT_OUT_OF_RANGE, "weight", args), np.array([row.number]))
        return True

    def table(self, counts: dict[str, Any]) -> pl.DataFrame:
        """Return the projects as they are written; ``counts`` has the errors and the warnings of each."""
        chunk, places, size = self.chunk, self.context.places, len(self.heads)
        nothing = pl.repeat(None, size, dtype=pl.Int64, eager=True)
        points = dict.fromkeys(("total", "deduction", "scaled"), places) | {"execution_rate": RATE_PLACES}
        own = pl.DataFrame(
            {
                PROJECT: chunk.table[PROJECT].gather(pl.Series(chunk.starts)),
                "total": nothing,
                "deduction": nothing,
                "grade": nothing.cast(pl.String),
                "execution_rate": pl.Series(self.rates, dtype=pl.Int128),
                **counts,
                "scaled": nothing,
            }
        ).with_columns(decimal(pl.col(name), decimals).alias(name) for name, decimals in points.items())
        heads = own.hstack(pl.DataFrame(self.heads, _columns_of_projects(places), strict=True))
        return heads.filter(pl.Series(has_value(own[PROJECT])))


def _in_columns(findings: tuple[Finding, ...], funds: Content | None) -> Iterator[Finding]:
    """Yield findings by the columns of a table: of spending where that stands, of one of several values their cell."""
    is_spent_elsewhere = funds is not None and not is_so_far(funds)
    for finding in findings:
        head, dot, field = finding.path.rpartition(".")
        if field == "spent" and not (head == "funds.total" and is_spent_elsewhere):
            field = PROGRESS
        if head:
            field = field.partition("[")[0]
        yield replace(finding, path=f"{head}{dot}{field}")


def _rate_of(project: Project) -> Fraction | None:
    """Return what has been spent of the budget; ``None`` where either is not stated, or the budget is not above 0."""
    total = with_budget(project).funds.total
    if not total.budget or total.budget < 0 or total.spent is None or total.spent < 0:
        return None
    return total.spent / total.budget


def _monitored_rows(result: MonitoringResult, contents: Contents) -> Iterator[_MonitoredRow]:
    """Yield the rows of a project that are monitored: its indicators, and its first execution row."""
    writer, monitored = result.writer(result.lang), result.monitored
    if writer is None or monitored is None:
        return
    scored = monitored.projection.scored
    for number, row, score in zip(contents.rows, monitored.rows, scored.rows, strict=True):
        yield _MonitoredRow(number, writer.indicator(row), score)
    if contents.money is not None:
        yield _MonitoredRow(contents.money, _execution(writer), scored.execution)


def _execution(writer: MonitoredRowWriter) -> Mapping[str, Any]:
    """Return the document of the execution; where the rules have no light for it, what it is expected to score."""
    monitored = writer.monitored
    if monitored.execution is not None:
        return writer.execution(monitored.execution)
    origin = monitored.projection.execution
    projected = writer.projected(monitored.projection.scored.execution, origin)
    return {"to_explain": (), "projected_from": origin, "projected": projected}


def _cells_of_row(row: _MonitoredRow, context: RunContext, *, is_projected: bool) -> Cells:
    """Return what the table says of a monitored row, with its expected score where that ``is_projected``."""
    document = row.document
    cells: Cells = {name: document.get(name) for name in ("measured", "projected_from")}
    cells |= _cells_of_light(document, context)
    cells["to_explain"] = ",".join(document["to_explain"]) or None
    projected = document["projected"]
    if projected is not None and is_projected:
        cells |= {f"projected_{name}": projected[name] for name in ("value", "outcome")}
        cells |= {f"projected_{name}": _decimal(projected[name]) for name in ("score", "deduction")}
        cells |= _cells_of_reason(projected["reason"], row.score, context)
    return cells


def _cells_of_reason(text: str, score: RowScore | None, context: RunContext) -> Cells:
    """Return why a row is expected to lose points, as far as the run writes reasons."""
    reason = score and reason_of(score)
    if not reason or context.reasons == "none":
        return {}
    cells = {"projected_reason_code": reason.code}
    if context.reasons == "text":
        cells["projected_reason"] = text
    return cells


def _cells_of_light(document: Mapping[str, Any] | LightDocument, context: RunContext) -> Cells:
    """Return a light with its rule and source, and in words why it is shown where the run writes words."""
    cells: Cells = {name: document.get(name) for name in _LIGHT}
    if context.reasons != "text" or not cells["explanation"]:
        cells["explanation"] = None
    return cells


def _cells_of_project(result: MonitoringResult, context: RunContext, *, is_sound: bool, is_summed: bool) -> Cells:
    """Return what the table says of a monitored project.

    It has a light where it ``is_sound``, and a total where the scores of its rows are there, too.
    """
    cells: Cells = {"month": result.project.month, **_cells_of_light(result.light_document(context.lang), context)}
    if not is_sound:
        cells |= {"light": None, "explanation": None}
    if is_sound and is_summed:
        projected = result.projected
        points = {"total": projected["total"], "deduction": projected["deduction"], "scaled": projected["scaled"]}
        cells |= {f"projected_{name}": _decimal(value) for name, value in points.items()}
        cells["projected_grade"] = projected["grade"]
    return cells


def _decimal(text: str | None) -> Decimal | None:
    """Return points as a number with their decimals."""
    if text is None:
        return None
    return Decimal(text)


__all__ = ["monitor_tables"]
