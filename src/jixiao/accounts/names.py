"""What accounts call things: which names mean the same, and which say of what they are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from jixiao.accounts.clause_patterns import Notation, any_of, clause_tables, matched

_BRACKETS: Final = re.compile(r"\([^()]*\)")
_YEAR_LENGTH: Final = 4


class Names:
    """The table of names of ``clauses.toml``."""

    def __init__(self, table: Mapping[str, Any], notation: Notation) -> None:
        """Compile the table."""
        self._table = table
        self._general = frozenset(table["general"])
        self._optional = [pair.split("=") for pair in table["optional"]]
        self._noise = notation.compiled(table["noise"])
        self._verb = notation.compiled(["<IS>"], ends=True)
        self._year = notation.compiled(["<YEAR>"])
        self._budgets = notation.compiled(table["budgets"], ends=True)
        owners, lasting = any_of(table["owners"]), any_of(table["lasting"])
        self._lasting = re.compile(f"^(?:.*(?:{owners}))?((?:{lasting}).*)")

    def subject(self, text: str) -> str:
        """Return the name in a text before a number, without the verb."""
        return self._verb.sub("", text.rpartition("#")[2].lstrip("、和及,"))

    def is_general(self, subject: str) -> bool:
        """Whether a name says nothing of what it is of, such as 支出决算."""
        return self.key(subject) in self._general

    def key(self, subject: str) -> str:
        """Return a subject as it is compared with others: without years, brackets and words that add nothing."""
        for long, short in self._optional:
            subject = subject.replace(long, short)
        return self._noise.sub("", _BRACKETS.sub("", subject))

    def lasting_key(self, subject: str) -> str:
        """Return the key of a name that means the same amount in the whole document, "" for other names."""
        return matched(self._lasting, self.key(subject), 1)

    def year(self, subject: str) -> str:
        """Return the year that a subject names, "" where it names none."""
        return matched(self._year, subject)[:_YEAR_LENGTH]

    def outlay(self, subject: str) -> str:
        """Return the key of a subject, with or without 支出 at its end."""
        return self.key(subject).removesuffix(self._table["outlay"])

    def as_budget(self, subject: str) -> str:
        """Return the name of the budget of a subject."""
        return f"{subject}{self._table['budget']}"

    def is_budget(self, subject: str) -> bool:
        """Whether a subject is a budget."""
        return self._budgets.search(subject) is not None

    def is_total(self, words: str) -> bool:
        """Whether the words before a number say that it is all of what was named."""
        return any(word in words for word in self._table["total"])

    def is_project_spending(self, subject: str) -> bool:
        """Whether a subject is all that was spent on projects."""
        return self.key(subject).endswith(self._table["project_spending"])

    def are_both_sides(self, income: str, spending: str) -> bool:
        """Whether two subjects name the two sides of the accounts, whose totals are equal."""
        one, other = self.key(income), self.key(spending)
        return any(one.endswith(before) and other.endswith(right) for before, right in self._table["sides"])

    def class_of(self, subject: str) -> str:
        """Return the class (类) of a line of the functional classification at its lowest level, "" for other names."""
        name, _, lower = subject.partition(self._table["class"])
        if self._table["item"] not in lower:
            return ""
        return name


@cache
def names() -> Names:
    """Return the names that come with the package."""
    tables = clause_tables()
    return Names(tables["subject"], Notation(tables["words"]))
