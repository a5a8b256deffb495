"""What a target or an actual may be: a number, a range, a date or a text. All frozen, all exact."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from dataclasses import dataclass, field
from fractions import Fraction
from typing import ClassVar, Literal

from jixiao.exact import ONE

Sign = Literal["≥", ">", "≤", "<", "="]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit word: ``factor`` (dimensionless) turns the typed number into the base unit ``dimension``.

    The dimension is "" for a bare number, "%" for any share, "元" for money, ":" for a ratio, "名" for a
    rank, m, m2, m3, kg, 天, or else the word itself. ``word`` is what was typed; it takes no part in equality.

    >>> Unit("元", Fraction(10000), "万元") == Unit("元", Fraction(10000))
    True
    """

    dimension: str
    factor: Fraction = ONE
    word: str = field(default="", compare=False)

    @property
    def is_scale(self) -> bool:
        """Whether it is a scale word alone, such as the 万 of "5 万"."""
        return self.dimension == "" and self.factor != ONE


BARE = Unit("")


@dataclass(frozen=True, slots=True)
class Number:
    """One number; ``value`` is in the unit's base (95 % is 19/20, 52 万人 is 520000).

    >>> Number("≥", Fraction(19, 20), Unit("%", Fraction(1, 100))).kind
    'number'
    """

    sign: Sign | None
    value: Fraction
    unit: Unit
    kind: ClassVar[Literal["number"]] = "number"

    @property
    def scaled(self) -> bool:
        """Whether a scale word stands without a unit: "5 万"."""
        return self.unit.is_scale


@dataclass(frozen=True, slots=True)
class Range:
    """From ``low`` to ``high``, both ends inside, in the unit's base; low ≤ high.

    >>> Range(Fraction(9, 10), Fraction(19, 20), Unit("%", Fraction(1, 100))).kind
    'range'
    """

    low: Fraction
    high: Fraction
    unit: Unit
    kind: ClassVar[Literal["range"]] = "range"


@dataclass(frozen=True, slots=True)
class Date:
    """A day, a month, a year or a part of one, as precise as it was typed.

    Without a ``day`` it is the period of ``months`` months that ends with ``month``: 3 for a quarter,
    6 for a half-year. Without a ``month`` it is the whole year.

    >>> Date("≤", None, 9, None, months=3).first_day(2023)
    datetime.date(2023, 7, 1)
    """

    sign: Sign | None
    year: int | None
    month: int | None
    day: int | None
    months: int = 1
    kind: ClassVar[Literal["date"]] = "date"

    def first_day(self, year: int) -> dt.date:
        """Return the earliest day that it may mean; ``year`` is used where none was typed.

        >>> Date(None, 2022, 2, None).first_day(2023)
        datetime.date(2022, 2, 1)
        """
        if self.month is None:
            return self._day(year, 1, 1)
        return self._day(year, self.month - self.months + 1, self.day or 1)

    def last_day(self, year: int) -> dt.date:
        """Return the latest day that it may mean; 2月29日 of a common ``year`` is its 28th.

        >>> Date(None, None, 2, None).last_day(2024)
        datetime.date(2024, 2, 29)
        """
        return self._day(year, self.month or 12, self.day or 31)

    def _day(self, year: int, month: int, day: int) -> dt.date:
        year = self.year or year
        return dt.date(year, month, min(day, monthrange(year, month)[1]))


@dataclass(frozen=True, slots=True)
class Text:
    """Anything that is not wholly one of the others, stripped; a leading sign of plain words is kept apart.

    >>> Text("及时", "=").kind
    'text'
    """

    text: str
    sign: Sign | None = None
    kind: ClassVar[Literal["text"]] = "text"


Quantity = Number | Range | Date | Text
