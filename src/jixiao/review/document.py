"""A review as plain data, schema ``jixiao.audit/1``."""

from __future__ import annotations

from jixiao.documents import AUDIT_SCHEMA, AuditDocument, AuditTableDocument, LineDocument, StatementDocument
from jixiao.findings import catalog
from jixiao.review.lines import Line, ReviewedStatement, ReviewedTable
from jixiao.review.review import Review


def document_of(review: Review) -> AuditDocument:
    """Return a review as plain data."""
    return {
        "schema": AUDIT_SCHEMA,
        "tables": [_table(table) for table in review.tables],
        "statements": [_statement(statement) for statement in review.statements],
        "findings": [_line(line) for line in review.lines],
        "unread": [{"source": file.source, "reason": file.reason} for file in review.unread],
    }


def _table(table: ReviewedTable) -> AuditTableDocument:
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
