"""The table of clauses as patterns: which role a number has, by the words around it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, NamedTuple

from jixiao.accounts.clause_patterns import Notation, any_of, clause_tables, matched
from jixiao.accounts.printing import Numeral
from jixiao.exact import half_width, parse_number
from jixiao.quantity import Number, parse

#: So many characters before a number decide its role; sentences are shorter.
CONTEXT: Final = 80
#: So many characters before or behind a number may say that it is not exact.
_NEAR: Final = 4
_DIGITS: Final = r"(?<![0-9.~-])(?<![0-9],)-?[0-9][0-9,]*(?:\.[0-9]+)?"


class Span(NamedTuple):
    """A number in a clause, and its ends there."""

    numeral: Numeral
    start: int
    end: int


class Reading(NamedTuple):
    """The role of a number or of a comparison, the word that says so or names a whole, and what stands before it."""

    role: str
    word: str
    before: str = ""


@dataclass(frozen=True, slots=True)
class NumberClause:
    """A line of the table: the role that a number of some kinds has between some words."""

    role: str
    kinds: frozenset[str]
    before: re.Pattern[str]
    behind: re.Pattern[str]

    def read(self, kind: str, before: str, behind: str) -> Reading | None:
        """Return the role of a number between two texts; ``None`` where the line does not fit."""
        if kind not in self.kinds or self.behind.match(behind) is None:
            return None
        match = self.before.search(before)
        if match is None:
            return None
        word = match[0]
        if "name" in self.before.groupindex:
            word = match["name"] or ""
        return Reading(self.role, word, before[: match.start()])


class Grammar:
    """All words and clauses of ``clauses.toml``, compiled."""

    def __init__(self, tables: Mapping[str, Any]) -> None:
        """Compile the tables."""
        notation = Notation(tables["words"])
        self._kinds = {unit: kind for kind, units in tables["units"].items() for unit in units}
        self._number = re.compile(f"({_DIGITS})({any_of(self._kinds)})")
        self._inexact_before = notation.compiled(tables["inexact"]["before"], ends=True)
        self._inexact_behind = notation.compiled(tables["inexact"]["behind"], begins=True)
        self._clauses = [_number_clause(line, notation) for line in tables["number"]]
        self._unused = frozenset(tables["unused"])
        self._phrases = {line["role"]: notation.compiled(line["words"]) for line in tables["phrase"]}
        self._bases = {line["role"]: notation.compiled(line["words"]) for line in tables["basis"]}
        self._openers = frozenset(tables["list"]["openers"])
        self._opens = re.compile(f"^(?:{any_of(self._openers)})")
        self._suffixes = tuple(tables["list"]["suffixes"])
        self._named = notation.compiled(tables["list"]["named"], ends=True)
        self._reason = notation.compiled(tables["reason"]["words"])

    def spans(self, clause: str) -> Iterator[Span]:
        """Yield the exact numbers of a clause that have a unit which counts."""
        for match in self._number.finditer(clause):
            amount, quantity = parse_number(match[1]), parse(match[0])
            if amount is None or not isinstance(quantity, Number) or self._kinds[match[2]] == "other":
                continue
            before, behind = (
                clause[max(match.start() - _NEAR, 0) : match.start()],
                clause[match.end() : match.end() + _NEAR],
            )
            if self._inexact_before.search(before) or self._inexact_behind.match(behind):
                continue
            decimals = len(half_width(match[1]).partition(".")[2])
            yield Span(Numeral(match[0], amount, decimals, quantity.unit), match.start(), match.end())

    def read(self, span: Span, before: str, behind: str) -> Reading | None:
        """Return the role of a number between two texts; ``None`` where it has none."""
        kind = self._kinds[span.numeral.unit.word]
        readings = (line.read(kind, before[-CONTEXT:], behind[:CONTEXT]) for line in self._clauses)
        reading = next((reading for reading in readings if reading is not None), None)
        if reading is None or reading.role in self._unused:
            return None
        return reading

    def phrases(self, clause: str) -> Iterator[Reading]:
        """Yield the comparisons that a clause states in words."""
        for role, pattern in self._phrases.items():
            if match := pattern.search(clause):
                yield Reading(role, match[0], clause[: match.start()])

    def basis(self, text: str) -> str:
        """Return what rises and falls are counted from by the words of a clause: a role, "" where it says nothing."""
        return next((role for role, pattern in self._bases.items() if pattern.search(text[:CONTEXT])), "")

    def without_basis(self, text: str) -> str:
        """Return what stands in a text before the words that name a basis."""
        starts = [match.start() for pattern in self._bases.values() if (match := pattern.search(text[:CONTEXT]))]
        return text[: min(starts, default=len(text))]

    def opener(self, clause: str) -> str:
        """Return the words with which a clause begins a list of parts, "" where it does not."""
        return matched(self._opens, clause)

    def ends_with_opener(self, clause: str) -> bool:
        """Whether a list of parts begins behind a clause."""
        return clause.endswith(self._suffixes) or clause in self._openers

    def named_whole(self, clause: str) -> str:
        """Return what a clause such as 支出决算中 names as the whole of what follows, "" where it names nothing."""
        if self._named.search(clause) is None:
            return ""
        return self._named.sub("", clause)

    def gives_reason(self, clause: str) -> bool:
        """Whether a clause begins to explain."""
        return self._reason.search(clause) is not None


def _number_clause(line: Mapping[str, Any], notation: Notation) -> NumberClause:
    before = notation.compiled(line["before"], ends=True)
    behind = notation.compiled(line.get("behind", [""]), begins=True)
    return NumberClause(line["role"], frozenset(line["of"]), before, behind)


@cache
def grammar() -> Grammar:
    """Return the grammar that comes with the package."""
    return Grammar(clause_tables())
