"""What a review holds, as plain values that are sent between processes and kept on disk: tables and findings."""

from __future__ import annotations

import hashlib
from fractions import Fraction
from typing import Any, NamedTuple

from jixiao.exact import ZERO, parse_number
from jixiao.model.papers import Paper

#: How many characters of a digest tell findings apart.
_ID = 12


class Line(NamedTuple):
    """A finding of a review. ``row`` is the indicator's name; ``money`` is the project's budget in 元; points exact."""

    source: str
    where: str
    project: str
    unit: str
    row: str | None
    path: str
    code: str
    severity: str
    printed: str | None
    reckoned: str | None
    message: str
    group: str
    money: str = "0"

    @property
    def id(self) -> str:
        """Return what tells it from all others, the same in the next review of the same table."""
        parts = (self.project, self.unit, self.row or "", self.path, self.code, self.printed or "")
        return hashlib.sha256("\0".join(parts).encode("utf-8", "backslashreplace")).hexdigest()[:_ID]

    @property
    def points(self) -> Fraction:
        """Return the points in dispute; 0 where the finding is about something else."""
        if self.group not in ("score", "total", "execution", "rule"):
            return ZERO
        printed, reckoned = parse_number(self.printed or ""), parse_number(self.reckoned or "")
        if printed is None or reckoned is None:
            return ZERO
        return abs(printed - reckoned)

    @property
    def difference(self) -> Fraction | None:
        """Return printed less reckoned where both are numbers."""
        printed, reckoned = parse_number(self.printed or ""), parse_number(self.reckoned or "")
        if printed is None or reckoned is None:
            return None
        return printed - reckoned

    @property
    def weight(self) -> Fraction:
        """Return the points in dispute × the money of the project, by which equally serious findings are ranked."""
        return self.points * Fraction(self.money)


class ReviewedRow(NamedTuple):
    """A row of a table as it is published, beside its score by the rule."""

    level1: str
    level2: str
    name: str
    target: str
    actual: str
    weight: str
    printed: str
    reckoned: str
    cause: str


class ReviewedTable(NamedTuple):
    """A table and what is to be said on it. Totals are points; ``budget`` is in 元; ``data`` is the project's JSON.

    ``paper`` tells of which project and stage it is; ``sentences`` are those that other tables may have been copied
    from; ``is_full`` says that no point is off.
    """

    source: str
    where: str
    name: str
    unit: str
    department: str
    code: str
    year: int | None
    paper: Paper
    spec: str | None
    printed: str | None
    sum: str | None
    reckoned: str | None
    budget: str
    is_full: bool
    rows: tuple[ReviewedRow, ...]
    sentences: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]
    data: str

    @property
    def label(self) -> str:
        """Return its project's name, or its file's without one."""
        return self.name or self.source


class ReviewedStatement(NamedTuple):
    """A statement of the accounts, with what it prints and what it should."""

    source: str
    where: str
    text: str
    printed: str
    reckoned: str
    holds: bool


class AccountsText(NamedTuple):
    """The running text of a file, which may be accounts: places and paragraphs."""

    source: str
    lines: tuple[tuple[str, str], ...]


class Unread(NamedTuple):
    """A file that was not read, and why.

    ``is_failure``: it was named on the command line itself, or could not be read; a file of a folder that holds no
    table is none.
    """

    source: str
    reason: str
    is_failure: bool = False


def table_from(data: list[Any]) -> ReviewedTable:
    """Return a reviewed table from its JSON, which is a list of its fields."""
    fields = dict(zip(ReviewedTable._fields, data, strict=True))
    fields["paper"] = Paper(*fields["paper"])
    fields["rows"] = tuple(ReviewedRow(*row) for row in fields["rows"])
    fields["sentences"] = tuple((path, text) for path, text in fields["sentences"])
    fields["lines"] = tuple(Line(*line) for line in fields["lines"])
    return ReviewedTable(**fields)


__all__ = ["AccountsText", "Line", "ReviewedRow", "ReviewedStatement", "ReviewedTable", "Unread", "table_from"]
