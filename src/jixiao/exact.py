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
    """Return a text with the digits and number signs that were typed full width as half width.

    >>> half_width("１，２３４．５")
    '1,234.5'
    """
    return text.translate(_FULL_WIDTH)


def parse_number(text: str) -> Fraction | None:
    """Return the decimal number (dimensionless) that a text is; ``None`` where it is not one number alone.

    An optional sign, at most 20 digits without a leading zero, commas in threes, full width
    allowed, at most 12 decimals; no exponent, underscore or NaN.

    >>> parse_number("1,234.50"), parse_number("010"), parse_number("1e3")
    (Fraction(2469, 2), None, None)
    """
    if len(text) > _LONGEST:
        return _parse.__wrapped__(text)
    return _parse(text)


@lru_cache(maxsize=2**13)
def _parse(text: str) -> Fraction | None:
    match = _NUMBER.fullmatch(half_width(text.strip()))
    if match is None:
        return None
    sign, integer, decimals = match.groups("")
    digits = integer.replace(",", "")
    if len(digits) > MOST_DIGITS or len(decimals) > MOST_DECIMALS:
        return None
    return Fraction(int(sign + digits + decimals), 10 ** len(decimals))


def round_half_up(numerator: int, denominator: int = 1) -> int:
    """Return the integer nearest to numerator ÷ denominator (> 0); ties go away from zero (四舍五入).

    >>> round_half_up(5, 2), round_half_up(-5, 2), round_half_up(6 * 7 * 100, 48)
    (3, -3, 88)
    """
    if numerator < 0:
        return -((denominator - 2 * numerator) // (2 * denominator))
    return (2 * numerator + denominator) // (2 * denominator)


@lru_cache(maxsize=2**13)
def fraction(numerator: int, denominator: int = 1) -> Fraction:
    """Return numerator ÷ denominator (> 0), from a cache: scores and deductions are few values, used again and again.

    >>> fraction(50, 100)
    Fraction(1, 2)
    """
    return Fraction(numerator, denominator)


def add_up(values: Iterable[Fraction]) -> Fraction:
    """Return the exact sum; numerators of one denominator are added as integers first, which is fast.

    >>> add_up([Fraction(1, 2), Fraction(1, 3), Fraction(1)])
    Fraction(11, 6)
    """
    integers = 0
    sums: dict[int, int] = {}
    for value in values:
        top, bottom = value.as_integer_ratio()
        if bottom == 1:
            integers += top
        else:
            sums[bottom] = sums.get(bottom, 0) + top
    if not sums:
        return fraction(integers)
    common = lcm(*sums)
    return Fraction(integers * common + sum(top * (common // bottom) for bottom, top in sums.items()), common)


def to_step(value: Fraction, step: Fraction) -> Fraction:
    """Return ``value`` rounded half up to a multiple of ``step`` (> 0, in the unit of ``value``).

    >>> to_step(Fraction(7, 8), Fraction(1, 100))
    Fraction(22, 25)
    """
    scaled = value / step
    return round_half_up(scaled.numerator, scaled.denominator) * step


def places_of(step: Fraction) -> int:
    """Return how many decimals a rounding step shows: 1 has 0, 0.1 has 1, 0.01 has 2.

    >>> places_of(Fraction(1, 100)), places_of(Fraction(1, 2)), places_of(ONE)
    (2, 1, 0)
    """
    places = 0
    while (step * 10**places).denominator != 1:
        places += 1
    return places


def decimal_places(value: Fraction) -> int | None:
    """Return how many decimals write ``value`` exactly; ``None`` where no finite decimal does.

    >>> decimal_places(Fraction(7, 8)), decimal_places(Fraction(1, 3))
    (3, None)
    """
    return _places(value.denominator)


def _places(denominator: int) -> int | None:
    cofactor, twos, fives = denominator, 0, 0
    while cofactor % 2 == 0:
        cofactor, twos = cofactor // 2, twos + 1
    while cofactor % 5 == 0:
        cofactor, fives = cofactor // 5, fives + 1
    if cofactor != 1:
        return None
    return max(twos, fives)


def format_fixed(value: Fraction, places: int) -> str:
    """Return ``value`` with exactly ``places`` decimals, rounded half up.

    >>> format_fixed(Fraction(10), 2), format_fixed(Fraction(-1, 8), 2)
    ('10.00', '-0.13')
    """
    return _fixed(value.numerator, value.denominator, places)


def _fixed(numerator: int, denominator: int, places: int) -> str:
    units = round_half_up(numerator * 10**places, denominator)
    digits = str(abs(units)).rjust(places + 1, "0")
    sign = "-" if units < 0 else ""
    if not places:
        return f"{sign}{digits}"
    return f"{sign}{digits[:-places]}.{digits[-places:]}"


def format_exact(value: Fraction) -> str:
    """Return ``value`` exactly: the shortest decimal, or "n/d" where there is no finite one.

    >>> format_exact(Fraction(5)), format_exact(Fraction(117, 10)), format_exact(Fraction(20, 19))
    ('5', '11.7', '20/19')
    """
    top, bottom = value.as_integer_ratio()
    if bottom == 1:
        return str(top)
    return _plain(top, bottom)


@lru_cache(maxsize=2**13)
def _plain(numerator: int, denominator: int) -> str:
    places = _places(denominator)
    if places is None:
        return f"{numerator}/{denominator}"
    return _fixed(numerator, denominator, places)


def format_points(value: Fraction, places: int) -> str:
    """Return ``value`` exactly, with at least ``places`` decimals, as scores are printed: 10.00 as well as 22.5.

    >>> format_points(Fraction(10), 2), format_points(Fraction(25, 2), 0)
    ('10.00', '12.5')
    """
    return _at_least(*value.as_integer_ratio(), places)


@lru_cache(maxsize=2**13)
def _at_least(numerator: int, denominator: int, places: int) -> str:
    return _fixed(numerator, denominator, max(places, _places(denominator) or 0))


def format_percent(value: Fraction, places: int = 2) -> str:
    """Return a ratio as a percentage of at most ``places`` decimals, rounded half up, for sentences.

    A ratio near 1 takes as many more decimals as keep it from reading 100%.

    >>> [format_percent(value) for value in (Fraction(92, 95), ONE, Fraction(1, 2), Fraction(999999, 1000000))]
    ['96.84%', '100%', '50%', '99.9999%']
    """
    return format_percent_of(value.numerator, value.denominator, places)


@lru_cache(maxsize=2**13)
def format_percent_of(numerator: int, denominator: int, places: int = 2) -> str:
    """Return the ratio numerator ÷ denominator (> 0) as ``format_percent`` shows it, from a cache.

    >>> format_percent_of(184, 190)
    '96.84%'
    """
    gap = abs(numerator - denominator)
    while gap and gap * 2 * 10 ** (places + 2) <= denominator:
        places += 1
    text = _fixed(numerator * 100, denominator, places)
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return f"{text}%"
