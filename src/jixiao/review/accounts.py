"""The accounts beside the tables: statements that are recomputed, and tables that the accounts contradict."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from jixiao.accounts import Line as AccountsLine
from jixiao.accounts import read_accounts
from jixiao.accounts import review as review_accounts
from jixiao.audit.profile import Profile
from jixiao.findings import Finding, Lang, catalog
from jixiao.loading.projects import load_project
from jixiao.review.lines import AccountsText, Line, ReviewedStatement, ReviewedTable

_GROUP = "accounts"


class ReviewedAccounts(NamedTuple):
    """The statements of all accounts, and the findings on them."""

    statements: tuple[ReviewedStatement, ...] = ()
    lines: tuple[Line, ...] = ()


def review_texts(
    texts: Iterable[AccountsText], tables: Sequence[ReviewedTable], profile: Profile, lang: Lang
) -> ReviewedAccounts:
    """Return what the accounts state, what does not hold of it, and what the tables say otherwise."""
    import json

    statements, lines = list[ReviewedStatement](), list[Line]()
    projects = [load_project(json.loads(table.data)) for table in tables]
    budgets = {table.name: table.budget for table in tables}
    for text in texts:
        accounts = read_accounts(AccountsLine(where, line) for where, line in text.lines)
        statements += (
            ReviewedStatement(text.source, one.where, one.text, one.printed, one.reckoned, one.holds)
            for one in accounts.statements
        )
        for finding in review_accounts(accounts, projects):
            severity = profile.severity_of(finding)
            if severity is not None:
                lines.append(_line(text.source, finding, severity.value, budgets, lang))
    return ReviewedAccounts(tuple(statements), tuple(lines))


def _line(source: str, finding: Finding, severity: str, budgets: dict[str, str], lang: Lang) -> Line:
    """Return a finding on the accounts as a line of the review."""
    args = {name: str(value) for name, value in finding.args.items()}
    project = args.get("project", "")
    return Line(
        source=source,
        where=args.get("where", ""),
        project=project,
        unit="",
        row=None,
        path=args.get("quote", ""),
        code=finding.code,
        severity=severity,
        printed=args.get("printed"),
        reckoned=args.get("reckoned"),
        message=finding.message(lang),
        group=catalog()[finding.code].group or _GROUP,
        money=budgets.get(project, "0"),
    )


__all__ = ["ReviewedAccounts", "review_texts"]
