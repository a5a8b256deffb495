"""The words that published forms print, as data: what a heading, a label or a line stands for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from jixiao.forms.importing.foreign.own_words import (
    asides_in_english,
    funds_in_english,
    heads_in_english,
    pairs_in_english,
    rows_in_english,
    sides_in_english,
)
from jixiao.model.layout import FUNDS
from jixiao.model.project import Funds
from jixiao.model.spellings import spellings
from jixiao.quantity import form_word, unspaced

_FILE = Path(__file__).with_suffix(".toml")
#: Each word, as ``form_word`` writes it, with what it stands for.
Words = Mapping[str, str]
SECTIONS = ("indicators", "funds", "goals")


@dataclass(frozen=True)
class Lexicon:
    """What the words of forms stand for.

    ``heads`` are those of columns, by section; ``pairs`` label texts beside them; ``funds`` label rows of amounts.
    ``shapes`` tell headings, and ``patterns`` lines of a form, by how they are written. ``reached`` are the columns of
    what was reached, without which a table has none for the reasons.
    """

    heads: Mapping[str, Words]
    shapes: Mapping[str, Mapping[str, re.Pattern[str]]]
    reached: Mapping[str, frozenset[str]]
    needed: Mapping[str, tuple[tuple[str, ...], ...]]
    pairs: Words
    asides: frozenset[str]
    funds: Words
    rows: Mapping[str, tuple[str, ...]]
    fixed: Mapping[str, frozenset[str]]
    kinds: Mapping[str, tuple[str, ...]]
    patterns: Mapping[str, re.Pattern[str]]
    weights: Mapping[str, Fraction]
    nationwide: tuple[str, ...]

    def with_columns(self, columns: Mapping[str, str]) -> Lexicon:
        """Return the words with those that a person has explained: a heading, and the known one that it stands for."""
        if not columns:
            return self
        heads = {section: dict(words) for section, words in self.heads.items()}
        for heading, word in columns.items():
            for words in heads.values():
                key = words.get(form_word(word))
                if key is not None:
                    words[form_word(heading)] = key
        return replace(self, heads=heads)

    def knows(self, word: str) -> bool:
        """Whether a word heads a column of any section."""
        return any(form_word(word) in words for words in self.heads.values())

    def column_shaped(self, section: str, heading: str) -> str | None:
        """Return the column of a section that a heading is written like, where no word explains it."""
        word = form_word(heading)
        return next((key for key, shape in self.shapes.get(section, {}).items() if shape.search(word)), None)

    def fund_of(self, label: str) -> str | None:
        """Return the row of the fund table that a label names."""
        return self.funds.get(_fund_word(label))

    def is_fixed(self, group: str, text: str) -> bool:
        """Whether a text is one of the fixed words of a group."""
        return form_word(text) in self.fixed[group]

    def is_help(self, text: str) -> bool:
        """Whether a text is what a form says to those who fill it in."""
        return bool(self.patterns["help"].search(unspaced(text)))

    def is_row(self, kind: str, text: str) -> bool:
        """Whether a label is that of a row of a kind: ``execution``, ``sums``."""
        return form_word(text) in self.rows[kind]

    def is_subtotal(self, text: str) -> bool:
        """Whether a label is that of the sum of a class."""
        return bool(self.patterns["subtotal"].search(form_word(text)))


@cache
def lexicon() -> Lexicon:
    """Return the words that come with the package: those that published forms print, and the program's English ones."""
    import tomllib  # for forms of others only

    data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    rows = rows_in_english()
    return Lexicon(
        heads={section: _words(data["heads"][section], heads_in_english(section)) for section in SECTIONS},
        shapes={section: _patterns(shapes) for section, shapes in data["shapes"].items()},
        reached={section: frozenset(data["reached"].get(section, ())) for section in SECTIONS},
        needed={section: tuple(map(tuple, groups)) for section, groups in data["needed"].items()},
        pairs=_words(data["pairs"], pairs_in_english()),
        asides=frozenset(map(form_word, (*data["asides"]["labels"], *asides_in_english()))),
        funds=MappingProxyType(dict(_funds(data["rows"]["total_fund"]))),
        rows={kind: tuple(map(form_word, (*words, *rows.get(kind, ())))) for kind, words in data["rows"].items()},
        fixed={group: frozenset(map(form_word, words)) for group, words in _fixed(data["fixed"])},
        kinds={kind: tuple(words) for kind, words in data["kinds"].items()},
        weights={key: Fraction(data["proposal"][key]) for key in ("document", "place", "elsewhere")},
        nationwide=tuple(data["proposal"]["nationwide"]),
        patterns=_patterns(data["patterns"]),
    )


def _patterns(texts: Mapping[str, str]) -> dict[str, re.Pattern[str]]:
    return {name: re.compile(text) for name, text in texts.items()}


def _words(table: Mapping[str, Any], english: Iterable[tuple[str, str]]) -> Words:
    words = {form_word(word): key for key, words in table.items() for word in words}
    return MappingProxyType({form_word(word): key for word, key in english} | words)


def _fixed(groups: Mapping[str, list[str]]) -> Iterator[tuple[str, list[str]]]:
    """Yield the fixed words of each group."""
    yield from groups.items()
    yield "sides", [*groups["sides"], *sides_in_english()]


def _funds(totals: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the words for rows of the fund table, each with its key."""
    for word, key in spellings(Funds).items():
        if key in FUNDS:
            yield _fund_word(word), key
    for word in totals:
        yield _fund_word(word), "total"
    for label, key in funds_in_english():
        yield _fund_word(label), key


def _fund_word(label: str) -> str:
    return form_word(label).removeprefix("其中").lstrip(":")


__all__ = ["SECTIONS", "Lexicon", "Words", "lexicon"]
