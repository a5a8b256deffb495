"""The review of many tables as one value: ranked findings, tables, statements of the accounts, files not read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from jixiao.audit.causes import SEVERITIES
from jixiao.audit.profile import Profile
from jixiao.findings import Lang, Severity
from jixiao.review.accounts import review_texts
from jixiao.review.cross_table_checks import check_across
from jixiao.review.earlier_checks import check_declared, check_last_year
from jixiao.review.lines import AccountsText, Line, ReviewedStatement, ReviewedTable, Unread
from jixiao.stages.matching import Projects


class Beside(NamedTuple):
    """What tables are held against: the approved targets, last year's tables, and the texts of the accounts."""

    declared: Projects = Projects(())
    last_year: Projects = Projects(())
    accounts: tuple[AccountsText, ...] = ()


class Review(NamedTuple):
    """All that is to be told of many tables, the most serious first; ``silenced`` was settled in an earlier review.

    ``folder`` is the one that the review is written to, from which links lead to the files.
    """

    tables: tuple[ReviewedTable, ...]
    statements: tuple[ReviewedStatement, ...]
    lines: tuple[Line, ...]
    unread: tuple[Unread, ...]
    silenced: tuple[Line, ...] = ()
    folder: str = ""

    @property
    def is_clean(self) -> bool:
        """Whether there is no error and no warning, and every file has been read that was named or holds a table."""
        is_quiet = all(line.severity == Severity.NOTE for line in self.lines)
        return is_quiet and not any(file.is_failure for file in self.unread)

    def by_table(self) -> list[tuple[ReviewedTable, list[Line]]]:
        """Return all tables, each with the findings on it."""
        lines = defaultdict[tuple[str, str, str], list[Line]](list)
        for line in self.lines:
            lines[line.source, line.project, line.unit].append(line)
        return [(table, lines[table.source, table.name, table.unit]) for table in self.tables]


def review_of(
    tables: Sequence[ReviewedTable],
    unread: Iterable[Unread],
    beside: Beside,
    profile: Profile,
    *,
    silent: frozenset[str] = frozenset(),
    notes: bool = False,
    lang: Lang = "zh",
) -> Review:
    """Return the review of tables; findings whose id is in ``silent`` are left out, and notes unless asked for."""
    lines = [line for table in tables for line in table.lines]
    lines += check_across(tables, profile, lang)
    lines += check_declared(tables, beside.declared, profile, lang)
    lines += check_last_year(tables, beside.last_year, profile, lang)
    accounts = review_texts(beside.accounts, tables, profile, lang)
    ranked = sorted((*lines, *accounts.lines), key=_rank)
    silenced = tuple(line for line in ranked if line.id in silent)
    remaining = (line for line in ranked if line.id not in silent)
    stated = tuple(line for line in remaining if notes or line.severity != Severity.NOTE)
    return Review(tuple(tables), accounts.statements, stated, tuple(unread), silenced)


def _rank(line: Line) -> tuple[object, ...]:
    """Return by what findings are ranked: severity, points in dispute × money, points, then where they stand."""
    severity = SEVERITIES.index(Severity(line.severity))
    return severity, -line.weight, -line.points, line.source, line.project, line.path, line.code


__all__ = ["Beside", "Review", "review_of"]
