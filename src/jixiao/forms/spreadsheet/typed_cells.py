"""Numbers of a form as a spreadsheet holds them: which it can hold, read with how many decimals, and which it takes."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from jixiao.exact import ZERO, decimal_places, parse_number
from jixiao.forms.spreadsheet.displays import shows
from jixiao.forms.spreadsheet.number_formats import GENERAL, Shown, long_number, shown
from jixiao.model.facts import Facts
from jixiao.quantity import Number, Range, parse

#: Decimals that amounts are read with (contract: up to six), other numbers at least and if there is room, and shares.
OF_AMOUNTS, OF_NUMBERS, OF_SHARES = 6, 4, 8
#: The most steps of 10^−places that a spreadsheet reckons with exactly, with room for a curve's factors.
LARGEST = 10**14
#: A number that is neither whole nor below nothing: what a rank cannot be.
_BROKEN = Fraction(3, 2)


class Typed(NamedTuple):
    """An actual in its cell: the number or ``None``, its format, and what 1 is worth in the base of the unit."""

    number: Fraction | None
    pattern: str
    worth: Fraction

    @property
    def whole(self) -> bool:
        """Whether only whole numbers above nothing are read: 第1.5名 is no rank."""
        return not isinstance(parse(shows(_BROKEN, self.pattern, exact=True)), Number)


def typed(facts: Facts, text: str) -> Typed | None:
    """The actual as a number in its cell; an empty one as it would be typed beside its target; else ``None``."""
    if facts.mismatch is not None or not isinstance(facts.target, Number | Range):
        return None
    if not text:
        unit = facts.target.unit
        percent = unit.dimension == "%" and "%" in (facts.indicator.target or "")
        return Typed(None, "0.00%" if percent else GENERAL, Fraction(1) if percent else unit.factor)
    found = shown(text)
    if found is None or not isinstance(facts.actual, Number):
        return None
    worth = facts.actual.value / found.number if found.number else found.worth
    if not found.number and facts.actual.unit.dimension != "%":
        worth = facts.actual.unit.factor
    return Typed(found.number, found.pattern, worth)


def small(found: Shown) -> bool:
    """Whether a typed number is one that a cell holds as it is."""
    return fits([found.number], OF_NUMBERS)


def fits(values: Iterable[Fraction | None], places: int) -> bool:
    """Whether a spreadsheet has the digits for numbers of so many decimals."""
    return all(value is None or abs(value) * 10**places <= LARGEST for value in values)


def decimals(values: Iterable[Fraction | None], least: int) -> int:
    """With how many decimals numbers are read so that none loses any."""
    return max([least, *(decimal_places(value) or 0 for value in values if value is not None)])


def places_of(facts: Facts, actual: Typed) -> int | None:
    """How many decimals the cell is read with; ``None`` where its numbers have more digits than a spreadsheet."""
    ends = [*(value / actual.worth for value in _ends(facts)), actual.number]
    usual = OF_AMOUNTS if fits(ends, OF_AMOUNTS) else OF_NUMBERS
    places = decimals(ends, OF_SHARES if "%" in actual.pattern else usual)
    return places if fits(ends, places) else None


def _ends(facts: Facts) -> tuple[Fraction, ...]:
    """The numbers of a target."""
    if isinstance(facts.target, Number):
        return (facts.target.value,)
    return (facts.target.low, facts.target.high) if isinstance(facts.target, Range) else ()


def amount(text: str) -> tuple[Fraction | None, str]:
    """An amount and its format; no number where a spreadsheet has not the digits for it."""
    value = parse_number(text)
    if value is None or not fits([value], decimals([value], 0)):
        return None, GENERAL
    return value, long_number(value, text) if value > ZERO else GENERAL


__all__ = ["Typed", "amount", "decimals", "fits", "places_of", "small", "typed"]
