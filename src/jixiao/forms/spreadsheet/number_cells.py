"""Typed values as numbers in cells: what a cell holds, the format that shows the text as typed, the digits it takes.

Spreadsheets calculate with 15 digits: a number that needs more stays a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from jixiao.exact import ONE, ZERO, decimal_places, format_exact, parse_number
from jixiao.forms.spreadsheet.displays import display_number
from jixiao.model.facts import RowFacts
from jixiao.quantity import Number, Quantity, Range, Unit, parse

GENERAL = "General"
_TYPED = re.compile(r"([^0-9]*?)([+-]?[0-9][0-9,]*(?:\.[0-9]+)?)([^0-9]*)", re.ASCII)
#: Decimals that a percentage shows after an edit, and the format that shows them.
_PERCENT_PLACES, _PERCENT = 2, "0.00%"
#: Characters of a number that programs show as they are, even in a narrow column.
_NARROW = 7
#: The longest that a spreadsheet takes for a number format.
_LONGEST_FORMAT = 200
#: Decimals that amounts are read with (contract: up to six), other numbers at least and if there is room, and shares.
AMOUNT_PLACES, NUMBER_PLACES, SHARE_PLACES = 6, 4, 8
#: The most steps of 10^−places that a spreadsheet calculates with exactly, with room for a curve's factors.
LARGEST = 10**14
#: A number that is neither whole nor negative: what a rank cannot be.
_NO_COUNT = Fraction(3, 2)


class NumberCell(NamedTuple):
    """A number in a cell or ``None``, its number format, and what 1 in the cell is worth in the base of its unit."""

    number: Fraction | None
    pattern: str
    worth: Fraction

    @property
    def is_count(self) -> bool:
        """Whether only whole numbers above 0 are read from the cell: 第1.5名 is no rank."""
        return not isinstance(parse(display_number(_NO_COUNT, self.pattern, exact=True)), Number)


# ---- numbers and their formats


def number_cell(text: str) -> NumberCell | None:
    """Return a typed number as a cell; ``None`` where no format could show the text as it was typed.

    >>> number_cell("≥95%"), number_cell("十二个")
    (NumberCell(number=Fraction(19, 20), pattern='[=0.95]"≥"0%;"≥"0.00%', worth=Fraction(1, 1)), None)
    """
    quantity, match = parse(text), _TYPED.fullmatch(text)
    if not isinstance(quantity, Number) or match is None:
        return None
    before, digits, after = match.groups()
    value = parse_number(digits)
    if value is None or value * quantity.unit.factor != quantity.value:
        return None
    if digits.startswith("+") or (digits.startswith("-") and not value):  # a format adds no plus, and no minus to 0
        return None
    if not after.lstrip().startswith("%"):
        cell = NumberCell(value, _number_format(value, digits, before, after), quantity.unit.factor)
    elif "," not in digits:
        cell = NumberCell(value / 100, _percent_format(value / 100, digits, before, after), ONE)
    else:
        return None
    return cell if len(cell.pattern) <= _LONGEST_FORMAT else None


def _number_format(value: Fraction, digits: str, before: str, after: str) -> str:
    """Return the format of a number between sign and unit: all digits of a long one, else what programs show."""
    pattern = _digits_pattern(digits)
    usual = f"{literal(before)}{pattern}{literal(after)}"
    is_long = pattern == GENERAL and len(digits) > _NARROW
    if is_long:
        pattern = _fixed_pattern(_typed_places(digits))
    if value < 0 and (is_long or before):
        return _negative_format(usual, f"{pattern}{literal(after)}", before)
    if value >= 0 and is_long:
        return f"[={format_exact(value)}]{literal(before)}{pattern}{literal(after)};{usual}"
    return usual


def _percent_format(value: Fraction, digits: str, before: str, after: str) -> str:
    """Return the format of a percentage; another value in its cell shows two decimals."""
    space, _, remainder = after.partition("%")
    unit = f"{literal(space)}%{literal(remainder)}"
    typed = f"{_fixed_pattern(_typed_places(digits))}{unit}"
    usual = f"{literal(before)}{_fixed_pattern(_PERCENT_PLACES)}{unit}"
    if value < 0:
        return _negative_format(usual, typed, before)
    if f"{literal(before)}{typed}" == usual:
        return usual
    return f"[={format_exact(value)}]{literal(before)}{typed};{usual}"


def _negative_format(usual: str, typed: str, before: str) -> str:
    """Return the format of a number below 0: in a part of its own, or its minus would stand before the sign."""
    return f"{usual};{literal(before + '-')}{typed}"


def _digits_pattern(digits: str) -> str:
    """Return the pattern of digits: as typed where zeros or commas would be lost, else whatever number comes."""
    integer, _, decimals = digits.partition(".")
    if "," in integer:
        return "#,##" + _fixed_pattern(len(decimals))
    if decimals.endswith("0"):
        return _fixed_pattern(len(decimals))
    return GENERAL


def _typed_places(digits: str) -> int:
    return len(digits.partition(".")[2])


def _fixed_pattern(places: int) -> str:
    """Return the pattern of a number with so many decimals."""
    return f"0.{'0' * places}".rstrip(".")


def literal(text: str) -> str:
    """Return a text as it stands in a number format."""
    parts = re.split(r'(")', text)
    return "".join('\\"' if part == '"' else f'"{part}"' for part in parts if part)


def rate_format(text: str, value: Fraction) -> str:
    """Return the format of a computed rate: its own text now, two decimals of a percent after a change.

    >>> rate_format("86%", Fraction(86, 100)), rate_format("99.999%", Fraction(99999, 100000))
    ('[=0.86]0%;0.00%', '0.000%')
    """
    pattern = GENERAL
    if text.endswith("%"):
        pattern = f"{_fixed_pattern(_typed_places(text.removesuffix('%')))}%"
    if pattern == _PERCENT or _typed_places(text.removesuffix("%")) > _PERCENT_PLACES:
        return pattern
    return f"[={format_exact(value)}]{pattern};{_PERCENT}"


# ---- amounts and actuals


def amount_cell(text: str) -> NumberCell:
    """Return an amount as a cell, in the form's money unit; without a number where a spreadsheet lacks the digits.

    >>> amount_cell("5").pattern, amount_cell("123456789.12").pattern
    ('General', '[=123456789.12]0.00;General')
    """
    value = parse_number(text)
    if value is None or not has_room([value], places_needed([value], 0)):
        return NumberCell(None, GENERAL, ONE)
    if value > ZERO and len(text) > _NARROW:
        return NumberCell(value, _number_format(value, text, "", ""), ONE)
    return NumberCell(value, GENERAL, ONE)


def actual_cell(facts: RowFacts, text: str) -> NumberCell | None:
    """Return an actual as a number; an empty one as it would be typed beside its target; else ``None``."""
    target, actual = facts.target, facts.actual
    if facts.mismatch is not None or not isinstance(target, Number | Range):
        return None
    if not text:
        return _empty_cell(target.unit, facts.indicator.target or "")
    cell = number_cell(text)
    if cell is None or not isinstance(actual, Number):
        return None
    if cell.number:
        return cell._replace(worth=actual.value / cell.number)
    if actual.unit.dimension != "%":
        return cell._replace(worth=actual.unit.factor)
    return cell


def _empty_cell(unit: Unit, target: str) -> NumberCell:
    """Return the cell of an empty actual beside a target."""
    if unit.dimension == "%" and "%" in target:
        return NumberCell(None, _PERCENT, ONE)
    return NumberCell(None, GENERAL, unit.factor)


# ---- digits


def has_room(values: Iterable[Fraction | None], places: int) -> bool:
    """Whether a spreadsheet has the digits for numbers of so many decimals."""
    return all(value is None or abs(value) * 10**places <= LARGEST for value in values)


def places_needed(values: Iterable[Fraction | None], least: int) -> int:
    """Return with how many decimals numbers are read so that none loses any, at least ``least``."""
    return max([least, *(decimal_places(value) or 0 for value in values if value is not None)])


def places_of_actual(facts: RowFacts, cell: NumberCell) -> int | None:
    """Return with how many decimals the cell is read; ``None`` where its numbers have too many digits."""
    values = [*(end / cell.worth for end in _ends(facts.target)), cell.number]
    if "%" in cell.pattern:
        least = SHARE_PLACES
    elif has_room(values, AMOUNT_PLACES):
        least = AMOUNT_PLACES
    else:
        least = NUMBER_PLACES
    places = places_needed(values, least)
    return places if has_room(values, places) else None


def _ends(target: Quantity | None) -> tuple[Fraction, ...]:
    """Return the numbers of a target."""
    match target:
        case Number():
            return (target.value,)
        case Range():
            return (target.low, target.high)
    return ()
