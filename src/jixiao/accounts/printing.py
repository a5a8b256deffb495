"""Printed numbers, and the exact numbers that could have been printed so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from jixiao.curve.intervals import Interval
from jixiao.exact import ONE, ZERO, format_fixed, fraction, places_of, round_half_up
from jixiao.quantity import Unit

_WHOLE_SHARES = (fraction(0), fraction(100))


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number as typed: ``amount`` in its own unit, with so many decimals."""

    text: str
    amount: Fraction
    decimals: int
    unit: Unit

    @property
    def is_exact(self) -> bool:
        """Whether it is a count, which nobody rounds."""
        return self.unit.dimension not in ("%", "元") and not self.decimals


@dataclass(frozen=True, slots=True)
class Printed:
    """A number as printed: ``amount`` in its own unit, rounded half up to a multiple of a step; steps of 0 are exact.

    ``step`` follows from how the document prints, ``own_step`` from the number's own decimals alone: a document that
    drops zeros prints 42.9 for 42.90, and its step is finer.
    """

    text: str
    amount: Fraction
    unit: Unit
    step: Fraction
    own_step: Fraction

    @property
    def value(self) -> Fraction:
        """Return the number in the base of its unit."""
        return self.amount * self.unit.factor

    @property
    def unrounded(self) -> Interval:
        """Return the numbers, in the base of the unit, that the document prints so."""
        return self._rounded_to(self.step)

    @property
    def unrounded_alone(self) -> Interval:
        """Return the numbers, in the base of the unit, that are printed so with these decimals."""
        return self._rounded_to(self.own_step)

    def _rounded_to(self, step: Fraction) -> Interval:
        """Return what is rounded half up, away from zero, to the number."""
        if not step:
            return Interval.point(self.value)
        numbers = Interval(self.amount - step / 2, self.amount > 0, self.amount + step / 2, self.amount < 0)
        return numbers.image(self.unit.factor)

    def in_print(self, value: Fraction, extra: int = 0) -> str:
        """Return another number of the same unit as the document prints it, with ``extra`` decimals more."""
        most = places_of(self.step or ONE) + extra
        text = format_fixed(value / self.unit.factor, most)
        while text.endswith("0") and most > places_of(self.own_step or ONE):
            text, most = text[:-1].removesuffix("."), most - 1
        return f"{text}{self.unit.word}"

    def steps_to(self, value: Fraction) -> int:
        """Return by how many steps of its own printing another number, rounded, differs from this one."""
        distance = (value / self.unit.factor - self.amount) / (self.step or ONE)
        return abs(round_half_up(distance.numerator, distance.denominator))

    def negated(self) -> Printed:
        """Return the number that a word such as 减少 turns round."""
        return Printed(self.text, -self.amount, self.unit, self.step, self.own_step)


class Printing:
    """How a document prints: to which decimal most of its amounts of each unit go, and its shares.

    An amount is as exact as most amounts of its unit; a share is as exact as its own decimals say, and 0 % and 100 %
    as exact as most shares.
    """

    def __init__(self, numerals: Iterable[Numeral]) -> None:
        """Learn from all numbers of a document."""
        decimals: dict[str, Counter[int]] = {}
        for numeral in numerals:
            if numeral.decimals:
                decimals.setdefault(numeral.unit.word, Counter())[numeral.decimals] += 1
        self._usual = {word: counts.most_common(1)[0][0] for word, counts in decimals.items()}

    def printed(self, numeral: Numeral) -> Printed:
        """Return a number with the steps to which it may have been rounded."""
        step = own_step = ZERO
        if not numeral.is_exact:
            step, own_step = _step(self._decimals(numeral)), _step(numeral.decimals)
        return Printed(numeral.text, numeral.amount, numeral.unit, step, own_step)

    def _decimals(self, numeral: Numeral) -> int:
        if numeral.unit.dimension == "%" and numeral.amount not in _WHOLE_SHARES:
            return numeral.decimals
        return max(numeral.decimals, self._usual.get(numeral.unit.word, 0))


def _step(decimals: int) -> Fraction:
    return fraction(1, 10**decimals)
