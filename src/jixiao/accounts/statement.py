"""A statement: numbers of the accounts that must fit each other, and whether they do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from jixiao.accounts.mentions import Mention


class Identity(Enum):
    """What numbers are held against: the kinds of sums that accounts state."""

    ARITHMETIC = "arithmetic"
    """Differences, growth, completion and shares: two or three numbers and their result."""
    PARTS = "parts"
    """Parts and their whole, shares and 100 %."""
    REPETITION = "repetition"
    """The same quantity in two places."""
    WORDS = "words"
    """A word (等于预算, 持平) and the numbers that it is about."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One sum that the accounts state: as printed, as reckoned from the other printed numbers, and whether it holds.

    It holds if numbers exist that are printed like the operands and whose result is printed like ``printed``.
    ``text`` is the sentence that prints the result, ``where`` its place; ``operands`` are the mentions beside it.
    """

    identity: Identity
    result: Mention
    operands: tuple[Mention, ...]
    printed: str
    reckoned: str
    sum: str
    holds: bool
    in_last_digit: bool = False

    @property
    def where(self) -> str:
        """Return the place of the sentence."""
        return self.result.sentence.where

    @property
    def text(self) -> str:
        """Return the sentence."""
        return self.result.sentence.text

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """Return every mention that takes part."""
        return (self.result, *self.operands)

    def as_data(self, source: str) -> dict[str, object]:
        """Return the statement as the document of an audit lists it."""
        return {
            "source": source,
            "where": self.where,
            "text": self.text,
            "printed": self.printed,
            "reckoned": self.reckoned,
            "holds": self.holds,
        }
