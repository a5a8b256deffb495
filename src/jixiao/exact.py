"""Exact numbers: text in, ``Fraction`` inside, one rounding on the way out.

Nothing here or above it uses a float. ``round_half_up`` is the package's only rounding.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache
from math import lcm

ZERO = Fraction(0)
ONE = Fraction(1)

#: Most digits a number may have before its decimal point, and after it (contract: scalars).
MOST_DIGITS = 20
MOST_DECIMALS = 12

#: Longer texts are read anew each time, so that what is remembered stays small.
_LONGEST = 200

_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，＋－−％：", "0123456789.,+--%:")
_NUMBER = re.compile(r"([+-]?)(0|[1-9][0-9]*|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.([0-9]+))?", re.ASCII)


def half_width(text: str) -> str:
    """Digits and number signs typed full width, as half width.

    >>> half_width("１，２３４．５")
    '1,234.5'
    """
    return text.translate(_FULL_WIDTH)


def parse_number(text: str) -> Fraction | None:
    """Read one decimal number (dimensionless); ``None`` where the whole text is not one.

    An optional sign, at most 20 digits without a leading zero, commas in threes, full width
    allowed, at most 12 decimals; no exponent, underscore or NaN.

    >>> parse_number("1,234.50"), parse_number("010"), parse_number("1e3")
    (Fraction(2469, 2), None, None)
    """
    return _parsed(text) if len(text) <= _LONGEST else _parsed.__wrapped__(text)


@lru_cache(maxsize=2**13)
def _parsed(text: str) -> Fraction | None:
    match = _NUMBER.fullmatch(half_width(text.strip()))
    if match is None:
        return None
    sign, whole, decimals = match.groups()
    whole, decimals = whole.replace(",", ""), decimals or ""
    if len(whole) > MOST_DIGITS or len(decimals) > MOST_DECIMALS:
        return None
    value = Fraction(int(whole + decimals), 10 ** len(decimals))
    return -value if sign == "-" else value


def round_half_up(numerator: int, denominator: int = 1) -> int:
    """The nearest whole number to numerator ÷ denominator (> 0); ties go away from zero (四舍五入).

    >>> round_half_up(5, 2), round_half_up(-5, 2), round_half_up(6 * 7 * 100, 48)
    (3, -3, 88)
    """
    if numerator < 0:
        return -((denominator - 2 * numerator) // (2 * denominator))
    return (2 * numerator + denominator) // (2 * denominator)


@lru_cache(maxsize=2**13)
def fraction(numerator: int, denominator: int = 1) -> Fraction:
    """Remembered: numerator ÷ denominator (> 0). Scores and deductions are few values, met again and again.

    >>> fraction(50, 100)
    Fraction(1, 2)
    """
    return Fraction(numerator, denominator)


def add_up(values: Iterable[Fraction]) -> Fraction:
    """The exact sum; numerators of one denominator are added as integers first, which is what makes it fast.

    >>> add_up([Fraction(1, 2), Fraction(1, 3), Fraction(1)])
    Fraction(11, 6)
    """
    whole = 0
    sums: dict[int, int] = {}
    for value in values:
        top, bottom = value.as_integer_ratio()
        if bottom == 1:
            whole += top
        else:
            sums[bottom] = sums.get(bottom, 0) + top
    if not sums:
        return fraction(whole)
    common = lcm(*sums)
    return Fraction(whole * common + sum(top * (common // bottom) for bottom, top in sums.items()), common)


def to_step(value: Fraction, step: Fraction) -> Fraction:
    """``value`` rounded half up to a multiple of ``step`` (> 0, the unit of ``value``).

    >>> to_step(Fraction(7, 8), Fraction(1, 100))
    Fraction(22, 25)
    """
    scaled = value / step
    return round_half_up(scaled.numerator, scaled.denominator) * step


def places_of(step: Fraction) -> int:
    """How many decimals a rounding step shows: 1 has 0, 0.1 has 1, 0.01 has 2.

    >>> places_of(Fraction(1, 100)), places_of(Fraction(1, 2)), places_of(ONE)
    (2, 1, 0)
    """
    places = 0
    while (step * 10**places).denominator != 1:
        places += 1
    return places


def decimal_places(value: Fraction) -> int | None:
    """How many decimals write ``value`` exactly; ``None`` where no finite decimal does.

    >>> decimal_places(Fraction(7, 8)), decimal_places(Fraction(1, 3))
    (3, None)
    """
    return _places(value.denominator)


def _places(denominator: int) -> int | None:
    rest, twos, fives = denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    return max(twos, fives) if rest == 1 else None


def fixed(value: Fraction, places: int) -> str:
    """``value`` with exactly ``places`` decimals, rounded half up.

    >>> fixed(Fraction(10), 2), fixed(Fraction(-1, 8), 2)
    ('10.00', '-0.13')
    """
    return _fixed(value.numerator, value.denominator, places)


def _fixed(numerator: int, denominator: int, places: int) -> str:
    units = round_half_up(numerator * 10**places, denominator)
    digits = str(abs(units)).rjust(places + 1, "0")
    text = f"{digits[:-places]}.{digits[-places:]}" if places else digits
    return f"-{text}" if units < 0 else text


def plain(value: Fraction) -> str:
    """``value`` exactly: the shortest decimal, or "n/d" where there is no finite one.

    >>> plain(Fraction(5)), plain(Fraction(117, 10)), plain(Fraction(20, 19))
    ('5', '11.7', '20/19')
    """
    top, bottom = value.as_integer_ratio()
    return str(top) if bottom == 1 else _plain(top, bottom)


@lru_cache(maxsize=2**13)
def _plain(numerator: int, denominator: int) -> str:
    places = _places(denominator)
    return f"{numerator}/{denominator}" if places is None else _fixed(numerator, denominator, places)


def at_least(value: Fraction, places: int) -> str:
    """``value`` exactly, with no fewer than ``places`` decimals: scores, which print 10.00 and 22.5 alike.

    >>> at_least(Fraction(10), 2), at_least(Fraction(25, 2), 0)
    ('10.00', '12.5')
    """
    return _at_least(*value.as_integer_ratio(), places)


@lru_cache(maxsize=2**13)
def _at_least(numerator: int, denominator: int, places: int) -> str:
    exact = _places(denominator)
    return _fixed(numerator, denominator, places if exact is None else max(places, exact))


def percent(value: Fraction, places: int = 2) -> str:
    """A ratio as a percentage of at most ``places`` decimals, rounded half up, for sentences.

    What is not 100 % takes as many decimals as it needs not to read so.

    >>> percent(Fraction(92, 95)), percent(ONE), percent(Fraction(1, 2)), percent(Fraction(999999, 1000000))
    ('96.84%', '100%', '50%', '99.9999%')
    """
    return percent_of(value.numerator, value.denominator, places)


@lru_cache(maxsize=2**13)
def percent_of(numerator: int, denominator: int, places: int = 2) -> str:
    """The ratio numerator ÷ denominator (> 0) as ``percent`` shows it; remembered.

    >>> percent_of(184, 190)
    '96.84%'
    """
    gap = abs(numerator - denominator)
    while gap and gap * 2 * 10 ** (places + 2) <= denominator:
        places += 1
    text = _fixed(numerator * 100, denominator, places)
    return (text.rstrip("0").rstrip(".") if "." in text else text) + "%"
