"""A review as plain data, schema ``jixiao.audit/1``."""

from __future__ import annotations

from typing import TypedDict

from jixiao.findings import catalog
from jixiao.review.lines import Line, ReviewedTable
from jixiao.review.review import Review, ReviewedStatement

SCHEMA = "jixiao.audit/1"


class TotalsDocument(TypedDict):
    """A total as printed, as the table's own rows add up, and by the rule; exact decimal strings."""

    printed: str | None
    sum: str | None
    reckoned: str | None


class TableDocument(TypedDict):
    """A table that was reviewed."""

    source: str
    where: str
    project: str
    unit: str
    year: int | None
    spec: str | None
    total: TotalsDocument


class StatementDocument(TypedDict):
    """A statement of the accounts."""

    source: str
    where: str
    text: str
    printed: str
    reckoned: str
    holds: bool


class LineDocument(TypedDict):
    """A finding; ``id`` is the same in the next review of the same table."""

    source: str
    where: str
    project: str
    unit: str
    row: str | None
    code: str
    slug: str
    severity: str
    printed: str | None
    reckoned: str | None
    message: str
    group: str
    path: str
    id: str


class UnreadDocument(TypedDict):
    """A file that was not read."""

    source: str
    reason: str


class AuditDocument(TypedDict):
    """A review in JSON."""

    schema: str
    tables: list[TableDocument]
    statements: list[StatementDocument]
    findings: list[LineDocument]
    unread: list[UnreadDocument]


def document_of(review: Review) -> AuditDocument:
    """Return a review as plain data."""
    return {
        "schema": SCHEMA,
        "tables": [_table(table) for table in review.tables],
        "statements": [_statement(statement) for statement in review.statements],
        "findings": [_line(line) for line in review.lines],
        "unread": [{"source": file.source, "reason": file.reason} for file in review.unread],
    }


def _table(table: ReviewedTable) -> TableDocument:
    return {
        "source": table.source,
        "where": table.where,
        "project": table.name,
        "unit": table.unit,
        "year": table.year,
        "spec": table.spec,
        "total": {"printed": table.printed, "sum": table.sum, "reckoned": table.reckoned},
    }


def _statement(statement: ReviewedStatement) -> StatementDocument:
    return {
        "source": statement.source,
        "where": statement.where,
        "text": statement.text,
        "printed": statement.printed,
        "reckoned": statement.reckoned,
        "holds": statement.holds,
    }


def _line(line: Line) -> LineDocument:
    return {
        "source": line.source,
        "where": line.where,
        "project": line.project,
        "unit": line.unit,
        "row": line.row,
        "code": line.code,
        "slug": catalog()[line.code].slug,
        "severity": line.severity,
        "printed": line.printed,
        "reckoned": line.reckoned,
        "message": line.message,
        "group": line.group,
        "path": line.path,
        "id": line.id,
    }
