"""What a text of accounts mentions: printed numbers in their roles, and the figures that they belong to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jixiao.accounts.printing import Printed
from jixiao.accounts.prose import Clause, Sentence


@dataclass(frozen=True, slots=True, eq=False)
class Mention:
    """A number in its role, or a word that says how two numbers compare, which has none.

    ``word`` is the name of the whole behind a share, or the words that give the number its role; ``order`` counts the
    mentions of a document.
    """

    role: str
    word: str
    clause: Clause
    number: Printed | None = None
    order: int = 0

    @property
    def text(self) -> str:
        """Return what is printed: the number with its unit, or the word."""
        if self.number is None:
            return self.word
        return self.number.text

    @property
    def sentence(self) -> Sentence:
        """Return the sentence in which it stands."""
        return self.clause.sentence

    @property
    def where(self) -> str:
        """Return its place."""
        return self.clause.where

    @property
    def printed(self) -> Printed:
        """Return the number of a role that has one.

        Raises:
            ValueError: it is a comparison in words.
        """
        if self.number is None:
            raise ValueError(f"{self.word} is no number")
        return self.number


@dataclass(frozen=True, slots=True)
class Figure:
    """One thing that accounts speak of, and all that they print of it, by role: value, budget, previous, growth …

    ``year`` is the one that the subject or its paragraph names, "" for none. ``whole`` is the figure of which it is a
    part in list ``listing``, ``base`` the one of which its share is; figures are named by their numbers in the
    document. ``reason`` is where the text begins to explain it.
    """

    subject: str
    year: str
    mentions: Mapping[str, Mention]
    parent: int | None
    listing: int
    base: int | None
    reason: Clause | None
