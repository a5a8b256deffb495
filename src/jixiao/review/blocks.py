"""The tables of a review as blocks of cells, which every format draws: findings, totals, counts, files not read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from jixiao.exact import format_exact
from jixiao.findings import Lang, catalog
from jixiao.findings.page import with_gaps
from jixiao.model.typed_words import YUAN
from jixiao.review.labels import LABELS
from jixiao.review.lines import Line, ReviewedTable
from jixiao.review.review import Review

Row = tuple[str, ...]


def summary_lines(review: Review, lang: Lang) -> list[str]:
    """Return what a review comes to, in a few sentences."""
    words, counts = LABELS[lang], Counter(line.severity for line in review.lines)
    severities = {name: counts[name] for name in ("error", "warning", "note")}
    lines = [words["summary"].format(tables=len(review.tables), findings=len(review.lines), **severities)]
    if not review.lines:
        lines.append(words["clean"])
    if review.silenced:
        lines.append(words["silenced_summary"].format(count=len(review.silenced)))
    if review.unread:
        lines.append(words["unread_summary"].format(count=len(review.unread)))
    return lines


#: The columns of the findings, with their widths in half-width characters.
FINDING_COLUMNS = {
    "number": 6, "severity": 9, "unit": 20, "project": 24, "row": 22, "message": 60, "printed": 14, "reckoned": 14,
    "difference": 10, "points": 10, "money": 14, "verdict": 12, "source": 30, "where": 14, "code": 9, "check": 40,
    "id": 14,
}  # fmt: skip
TABLE_COLUMNS = {
    "unit": 20, "project": 28, "year": 8, "spec": 24, "printed": 10, "sum": 10, "by_rule": 10, "difference": 10,
    "error": 8, "warning": 8, "note": 8, "source": 34, "where": 14,
}  # fmt: skip
CODE_COLUMNS = {"code": 9, "check": 70, "severity": 10, "count": 8, "spread": 10}
STATEMENT_COLUMNS = {"source": 28, "where": 14, "text": 60, "printed": 16, "reckoned": 16, "holds": 8}
UNREAD_COLUMNS = {"source": 50, "reason": 70}


class Block(NamedTuple):
    """A table of a review: its name, its columns with their widths in half-width characters, its rows."""

    name: str
    columns: Mapping[str, int]
    rows: list[Row]


def blocks_beside(review: Review, lang: Lang) -> list[Block]:
    """Return the tables beside the findings: totals, counts by check, statements of the accounts, files not read."""
    return [
        Block("tables", TABLE_COLUMNS, table_rows(review)),
        Block("by_code", CODE_COLUMNS, code_rows(review, lang)),
        Block("statements", STATEMENT_COLUMNS, statement_rows(review, lang)),
        Block("unread", UNREAD_COLUMNS, unread_rows(review)),
    ]


def finding_rows(review: Review, lang: Lang) -> list[Row]:
    """Return the rows of the ranked findings, in the order of ``FINDING_COLUMNS``."""
    return [_finding(number, line, lang) for number, line in enumerate(review.lines, 1)]


def _finding(number: int, line: Line, lang: Lang) -> Row:
    difference, points = line.difference, line.points
    return (
        str(number),
        LABELS[lang][line.severity],
        line.unit,
        line.project,
        line.row or "",
        line.message,
        line.printed or "",
        line.reckoned or "",
        "" if difference is None else format_exact(difference),
        format_exact(points) if points else "",
        money_text(line.money),
        "",
        line.source,
        line.where,
        line.code,
        _check(line.code, lang),
        line.id,
    )


def _check(code: str, lang: Lang) -> str:
    """Return what a check says, without the figures of a case."""
    return with_gaps(catalog()[code].message[lang])


def money_text(amount: str) -> str:
    """Return an amount in 元 as 万元, "" for nothing."""
    value = Fraction(amount)
    return format_exact(value / YUAN["万元"]) if value else ""


def table_rows(review: Review) -> list[Row]:
    """Return the rows of all tables with their three totals, in the order of ``TABLE_COLUMNS``."""
    return [_table(table, lines) for table, lines in review.by_table()]


def _table(table: ReviewedTable, lines: Sequence[Line]) -> Row:
    counts = Counter(line.severity for line in lines)
    cells = (
        table.unit,
        table.label,
        table.year,
        table.spec,
        table.printed,
        table.sum,
        table.reckoned,
        _difference(table),
        *(counts[name] for name in ("error", "warning", "note")),
        table.source,
        table.where,
    )
    return tuple(str(cell or "") for cell in cells)


def _difference(table: ReviewedTable) -> str:
    """Return the total as printed, or as the rows add up, less that by the rule; "" where they are equal."""
    stated = table.printed or table.sum
    if stated is None or table.reckoned is None or Fraction(stated) == Fraction(table.reckoned):
        return ""
    return format_exact(Fraction(stated) - Fraction(table.reckoned))


def code_rows(review: Review, lang: Lang) -> list[Row]:
    """Return how often each check speaks and of how many tables, the most frequent first."""
    counts = Counter((line.code, line.severity) for line in review.lines)
    tables = Counter(
        key for key, _ in {((line.code, line.severity), (line.source, line.project)) for line in review.lines}
    )
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [
        (code, _check(code, lang), LABELS[lang][severity], str(count), str(tables[code, severity]))
        for (code, severity), count in ranked
    ]


def statement_rows(review: Review, lang: Lang) -> list[Row]:
    """Return the statements of the accounts, those that do not hold first."""
    words = LABELS[lang]
    answers = {True: words["yes"], False: words["no"]}
    ordered = sorted(review.statements, key=lambda statement: statement.holds)
    return [(one.source, one.where, one.text, one.printed, one.reckoned, answers[one.holds]) for one in ordered]


def unread_rows(review: Review) -> list[Row]:
    """Return the files that were not read, and why."""
    return [(file.source, file.reason) for file in review.unread]


def by_unit(lines: Iterable[Line], lang: Lang) -> dict[str, list[Line]]:
    """Return findings by unit, in the order of their first."""
    units: dict[str, list[Line]] = {}
    for line in lines:
        units.setdefault(line.unit or LABELS[lang]["no_unit"], []).append(line)
    return units
