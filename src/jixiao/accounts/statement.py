"""A statement: numbers of the accounts that must fit each other, and whether they do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from fractions import Fraction
from typing import Final

from jixiao.accounts.mentions import Mention
from jixiao.accounts.unrounded import Reckoning, overlap
from jixiao.curve.intervals import Interval


class Identity(Enum):
    """The kinds of sums that accounts state."""

    ARITHMETIC = "arithmetic"
    """Differences, growth, completion and shares: two or three numbers and their result."""
    PARTS = "parts"
    """Parts and their whole, shares and 100 %."""
    BOUND = "bound"
    """A part is not more than its whole."""
    REPETITION = "repetition"
    """The same quantity in two places."""
    WORDS = "words"
    """A word (等于预算数, 持平) and the numbers that it is about."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One sum that the accounts state: as printed, as reckoned from the other printed numbers, and whether it holds.

    It holds if numbers exist that are printed like the operands and whose result is printed like ``printed``.
    ``holds_alone`` is the same where each number is rounded by its own decimals, whatever the document usually prints.
    Of one that does not hold, ``in_last_digit`` says that it is wrong by one step of its last digit, ``falls_short``
    that the parts are less than their whole.
    """

    identity: Identity
    result: Mention
    operands: tuple[Mention, ...]
    printed: str
    reckoned: str
    sum: str
    holds: bool
    holds_alone: bool
    in_last_digit: bool = False
    falls_short: bool = False

    @property
    def where(self) -> str:
        """Return the place where the result is printed."""
        return self.result.where

    @property
    def text(self) -> str:
        """Return the sentence that prints the result."""
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


#: The share of the statements that tell two ways of rounding apart which must fit the finer one.
_MOST: Final = Fraction(3, 4)


def settled(statements: Sequence[Statement]) -> list[Statement]:
    """Return the statements with what holds by the way in which the document rounds.

    It drops zeros, so that all amounts are as exact as most, if that fits three quarters of the statements that tell
    the difference; else each number is rounded by its own decimals. Nobody can tell from one last digit which it is.
    """
    telling = [each for each in statements if each.holds_alone and not each.in_last_digit and _has_short_number(each)]
    drops_zeros = sum(each.holds for each in telling) >= _MOST * len(telling)
    return [replace(each, holds=each.holds or _is_doubtful(each, drops_zeros=drops_zeros)) for each in statements]


def _is_doubtful(statement: Statement, *, drops_zeros: bool) -> bool:
    """Whether a statement that does not hold may do so, as its numbers may be rounded more coarsely."""
    return statement.holds_alone and (statement.in_last_digit or not drops_zeros)


def _has_short_number(statement: Statement) -> bool:
    numbers = [mention.number for mention in statement.mentions if mention.number is not None]
    return any(number.step != number.own_step for number in numbers)


def fits(reckoning: Reckoning, operands: Sequence[Interval], result: Interval) -> bool:
    """Whether a result may be that of a reckoning; also where the reckoning says nothing."""
    reckoned = reckoning(operands)
    return reckoned is None or overlap(reckoned, result)
