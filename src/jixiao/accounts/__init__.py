"""Accounts (决算说明): sentences → figures → statements, recomputed with the tolerance that printing leaves.

A text comes in as lines with their places, whatever kind of file held them. ``read_accounts`` returns what the text
says and which of it holds; ``review`` returns the findings, beside the projects whose tables belong to the accounts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from jixiao.accounts.mentions import Figure, Mention
from jixiao.accounts.prose import Line, paragraphs, text_lines
from jixiao.accounts.reading import read_figures
from jixiao.accounts.statement import Identity, Statement
from jixiao.accounts.sums import all_statements
from jixiao.accounts.suspects import check_statements
from jixiao.accounts.tables import check_tables
from jixiao.findings import Finding
from jixiao.model.project import Project


@dataclass(frozen=True, slots=True)
class Accounts:
    """A text of accounts: its figures in their order, and the statements that can be recomputed."""

    figures: tuple[Figure, ...]
    statements: tuple[Statement, ...]


def read_accounts(lines: Iterable[Line]) -> Accounts:
    """Return what a text of accounts says; lines that break a sentence are joined, lines of tables are passed over."""
    figures = read_figures(paragraphs(lines))
    return Accounts(figures, tuple(all_statements(figures)))


def review(accounts: Accounts, projects: Sequence[Project] = ()) -> tuple[Finding, ...]:
    """Return what does not hold in the accounts, and what the tables of ``projects`` say otherwise.

    The arguments of each finding have ``where`` and ``quote`` (the sentence), ``printed`` and ``reckoned``; what is
    about a table also has ``project``, its name.
    """
    return (*check_statements(accounts.statements), *check_tables(accounts.figures, projects))


__all__ = ["Accounts", "Figure", "Identity", "Line", "Mention", "Statement", "read_accounts", "review", "text_lines"]
