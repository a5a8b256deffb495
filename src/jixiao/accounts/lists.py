"""Lists of parts: 其中：… within a sentence, or over the paragraphs that follow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from jixiao.accounts.prose import HEADING_LEVELS

#: The number of the figure that is the whole, for each kind of thing that parts are counted in.
Wholes = Mapping[str, int]


@dataclass(slots=True)
class Listing:
    """An open list: its number, its wholes, how many parts of each it has, whether a paragraph began with it."""

    number: int
    parents: Wholes
    begins_paragraph: bool = False
    level: int | None = None
    parts: Counter[str] = field(default_factory=Counter)


class Part(NamedTuple):
    """What a value is a part of: the number of the whole, and of the list; ``None`` for nothing."""

    parent: int | None = None
    listing: int = 0


NOTHING: Final = Part()


class Lists:
    """The lists that are open at a place of the text.

    One within a sentence takes each value up to its end. One over paragraphs takes the first value of each kind in
    every paragraph of its level, which is that of the first one, until a paragraph of a higher level comes.
    """

    def __init__(self) -> None:
        """Begin without a list."""
        self._within: list[Listing] = []
        self._over: list[Listing] = []
        self._awaited: set[str] = set()
        self._level = self._count = 0

    def begin_paragraph(self, level: int) -> None:
        """Close what a paragraph of a level ends, and wait for its values where it is an item."""
        if level < HEADING_LEVELS:
            self._over.clear()
        while self._over and self._over[-1].level is not None and level < self._over[-1].level:
            self._over.pop()
        self._level, self._awaited = level, set()
        if self._over and self._over[-1].level in (None, level):
            self._over[-1].level = level
            self._awaited = set(self._over[-1].parents)

    @property
    def is_within(self) -> bool:
        """Whether a list within a sentence is open."""
        return bool(self._within)

    def open(self, parents: Wholes, *, over_paragraphs: bool, begins_paragraph: bool) -> None:
        """Open a list with its wholes."""
        place = self._over if over_paragraphs else self._within
        self._count += 1
        place.append(Listing(self._count, parents, begins_paragraph))

    def take(self, kind: str) -> Part:
        """Take the next value of a kind: return what it is a part of."""
        if self._within and kind in self._within[-1].parents:
            listing = self._within[-1]
        elif not self._within and kind in self._awaited:
            listing = self._over[-1]
            self._awaited.discard(kind)
        else:
            return NOTHING
        listing.parts[kind] += 1
        return Part(listing.parents[kind], listing.number)

    def end_part(self) -> None:
        """Close the inner one of two lists within a sentence: a semicolon ends it."""
        if len(self._within) > 1:
            self._within.pop()

    def end_sentence(self) -> None:
        """Close the lists within a sentence; one that begins a paragraph and has one part goes on in the next ones."""
        if self._within and self._within[0].begins_paragraph and self._within[0].parts.total() == 1:
            self._within[0].level = self._level
            self._over.append(self._within[0])
        self._within.clear()
