"""The table of clauses as patterns: which role a number has, by the words around it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from jixiao.accounts.printing import Numeral
from jixiao.exact import half_width, parse_number
from jixiao.quantity import Number, parse, unspaced

_FILE: Final = Path(__file__).with_name("clauses.toml")
#: So many characters before a number decide its role; sentences are shorter.
_CONTEXT: Final = 80
_DIGITS: Final = r"(?<![0-9.~-])(?<![0-9],)-?[0-9][0-9,]*(?:\.[0-9]+)?"
_CLAUSES: Final = re.compile("[,;。:、]")
_BRACKETS: Final = re.compile(r"\([^()]*\)")
_NOTATION: Final = {"[": "(?:", "]": ")?", "(": "(?:", ")": ")", "*": "[^#]*?", "{name}": "(?P<name>[^#]*?)"}
_TOKEN: Final = re.compile(r"\{name\}|<([A-Z]+)>|[\[\]()*]")


class Span(NamedTuple):
    """A number in a clause, and its ends there."""

    numeral: Numeral
    start: int
    end: int


class Reading(NamedTuple):
    """The role of a number or of a comparison, the word that says so or names a whole, and what stands before it."""

    role: str
    word: str
    left: str = ""


class Progress(NamedTuple):
    """Whether something is done, and the words that say so."""

    is_done: bool
    words: str


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

    def __init__(self, data: Mapping[str, Any]) -> None:
        """Compile the tables."""
        self._words: Mapping[str, Sequence[str]] = data["words"]
        self._kinds = {unit: kind for kind, units in data["units"].items() for unit in units}
        self._number = re.compile(f"({_DIGITS})({_any_of(self._kinds)})")
        self._inexact_before = re.compile(f"(?:{_any_of(data['inexact']['before'])})$")
        self._inexact_behind = re.compile(_any_of(data["inexact"]["behind"]))
        self._clauses = [self._clause(line) for line in data["number"]]
        self._phrases = {line["role"]: self._any(line["words"]) for line in data["phrase"]}
        self._bases = {line["role"]: self._any(line["words"]) for line in data["basis"]}
        self.openers = frozenset(data["list"]["openers"])
        self._opens = re.compile(f"^(?:{_any_of(self.openers)})")
        self._suffixes = tuple(data["list"]["suffixes"])
        self._named = re.compile(f"(?:{_any_of(data['list']['named'])})$")
        self.general = frozenset(data["subject"]["general"])
        self._noise = self._any(data["subject"]["noise"])
        self._is = re.compile(f"(?:{self._any(self._words['IS']).pattern})+$")
        self._optional = [pair.split("=") for pair in data["subject"]["optional"]]
        self._lasting = re.compile(
            rf"^(?:.*(?:{_any_of(data['subject']['owners'])}))?((?:{_any_of(data['subject']['lasting'])}).*)"
        )
        self._sides = data["subject"]["sides"]
        self._year = self._any(["<YEAR>"])
        self._class, self._item = data["subject"]["class"], data["subject"]["item"]
        self._project_spending = data["subject"]["project_spending"]
        self._progress = data["progress"]
        self._reason = re.compile(_any_of(data["subject"]["reason"]))

    def spans(self, clause: str) -> Iterator[Span]:
        """Yield the exact numbers of a clause that have a unit which counts."""
        for match in self._number.finditer(clause):
            amount, quantity = parse_number(match[1]), parse(match[0])
            if amount is None or not isinstance(quantity, Number) or self._kinds[match[2]] == "other":
                continue
            if self._inexact_before.search(clause[: match.start()]) or self._inexact_behind.match(
                clause[match.end() :]
            ):
                continue
            decimals = len(half_width(match[1]).partition(".")[2])
            yield Span(Numeral(match[0], amount, decimals, quantity.unit), match.start(), match.end())

    def read(self, span: Span, before: str, behind: str) -> Reading | None:
        """Return the role of a number between two texts; ``None`` where no line fits."""
        kind = self._kinds[span.numeral.unit.word]
        readings = (line.read(kind, before[-_CONTEXT:], behind[:_CONTEXT]) for line in self._clauses)
        return next((reading for reading in readings if reading is not None), None)

    def phrases(self, clause: str) -> Iterator[Reading]:
        """Yield the comparisons that a clause states in words."""
        for role, pattern in self._phrases.items():
            if match := pattern.search(clause):
                yield Reading(role, match[0], clause[: match.start()])

    def basis(self, text: str) -> str:
        """Return what rises and falls are counted from by the words of a clause: a role, "" where it says nothing."""
        return next((role for role, pattern in self._bases.items() if pattern.search(text[:_CONTEXT])), "")

    def without_basis(self, text: str) -> str:
        """Return what stands in a text before the words that name a basis."""
        starts = [match.start() for pattern in self._bases.values() if (match := pattern.search(text[:_CONTEXT]))]
        return text[: min(starts, default=len(text))]

    def opener(self, clause: str) -> str:
        """Return the words with which a clause begins a list of parts, "" where it does not."""
        match = self._opens.match(clause)
        return match[0] if match else ""

    def ends_with_opener(self, clause: str) -> bool:
        """Whether a list of parts begins behind a clause."""
        return clause.endswith(self._suffixes) or clause in self.openers

    def named_whole(self, clause: str) -> str:
        """Return what a clause such as 支出决算中 names as the whole of what follows, "" where it names nothing."""
        if self._named.search(clause) is None:
            return ""
        return self._named.sub("", clause)

    def gives_reason(self, clause: str) -> bool:
        """Whether a clause begins to explain."""
        return self._reason.search(clause) is not None

    def subject(self, text: str) -> str:
        """Return the name in a text before a number, without the verb."""
        return self._is.sub("", text.rpartition("#")[2].lstrip("、和及,"))

    def key(self, subject: str) -> str:
        """Return a subject as it is compared with others: without years, brackets and words that add nothing."""
        for long, short in self._optional:
            subject = subject.replace(long, short)
        return self._noise.sub("", _BRACKETS.sub("", subject))

    def lasting_key(self, subject: str) -> str:
        """Return the key of a name that means the same amount in the whole document, "" for other names."""
        match = self._lasting.match(self.key(subject))
        return match[1] if match else ""

    def year(self, subject: str) -> str:
        """Return the year that a subject names, "" where it names none."""
        match = self._year.search(subject)
        return match[0][: len("2023")] if match else ""

    def progress(self, text: str) -> dict[str, Progress]:
        """Return of each topic (验收, 付款 …) whether a text says that it is done, with the words that say so."""
        states: dict[str, Progress] = {}
        for clause in _CLAUSES.split(unspaced(text)):
            for topic in self._progress["topics"]:
                if (state := self._state(clause, topic)) is not None:
                    states.setdefault(topic, state)
        return states

    def _state(self, clause: str, topic: str) -> Progress | None:
        if match := re.search(f"(?:{_any_of(self._progress['undone'])}).*?{topic}", clause):
            return Progress(False, match[0])
        before, behind = _any_of(self._progress["done"]), _any_of(self._progress["behind"])
        if match := re.search(f"(?:{before}).*?{topic}|{topic}.*?(?:{behind})", clause):
            return Progress(True, match[0])
        return None

    def is_project_spending(self, subject: str) -> bool:
        """Whether a subject is all that was spent on projects."""
        return self.key(subject).endswith(self._project_spending)

    def are_both_sides(self, income: str, spending: str) -> bool:
        """Whether two keys name the two sides of the accounts, whose totals are equal."""
        return any(income.endswith(one) and spending.endswith(other) for one, other in self._sides)

    def class_of(self, subject: str) -> str:
        """Return the class (类) of a line of the functional classification at its lowest level, "" for other names."""
        name, mark, lower = subject.partition(self._class)
        return name if mark and self._item in lower else ""

    def _clause(self, line: Mapping[str, Any]) -> NumberClause:
        before = re.compile(f"(?:{self._any(line['before']).pattern})$")
        behind = self._any(line.get("behind", [""]))
        return NumberClause(line["role"], frozenset(line["of"]), before, behind)

    def _any(self, patterns: Sequence[str]) -> re.Pattern[str]:
        return re.compile("|".join(map(self._compiled, patterns)))

    def _compiled(self, pattern: str) -> str:
        """Return a pattern of the table as a regular expression."""
        return _TOKEN.sub(self._token, pattern)

    def _token(self, match: re.Match[str]) -> str:
        if match[1]:
            return f"(?:{'|'.join(map(self._compiled, self._words[match[1]]))})"
        return _NOTATION.get(match[0], match[0])


def _any_of(words: Sequence[str] | frozenset[str] | Mapping[str, str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@cache
def grammar() -> Grammar:
    """Return the grammar that comes with the package."""
    import tomllib  # met only by texts of accounts

    return Grammar(tomllib.loads(_FILE.read_text(encoding="utf-8")))
