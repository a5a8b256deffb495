"""Amounts of the fund table that carry their unit, as numbers in the table's money unit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping
from fractions import Fraction

from jixiao.exact import MOST_DECIMALS, decimal_places, format_exact
from jixiao.model.project import Amounts, Funds, parts_of
from jixiao.quantity import Number, parse, parse_unit, unspaced

_MONEY = "元"
_DEFAULT_UNIT = Funds.model_fields["money_unit"].default


def convert_amounts(funds: MutableMapping[str, object]) -> None:
    """Replace each amount that has a unit (108万元, 1,080,000元) by its number in the money unit of ``funds``."""
    unit = parse_unit(unspaced(str(funds.get("money_unit") or _DEFAULT_UNIT)))
    if unit is None or unit.dimension != _MONEY:
        return  # the model refuses it
    for row in _rows(funds):
        if isinstance(row, dict):
            _convert(row, unit.factor)


def _rows(funds: Mapping[str, object]) -> Iterator[object]:
    """Yield the rows of amounts: the total, its sources, its parts."""
    for name, (_, many) in parts_of(Funds).items():
        value = funds.get(name)
        if many and isinstance(value, list):
            yield from value
        else:
            yield value


def _convert(row: dict[str, object], factor: Fraction) -> None:
    for key in Amounts.model_fields:
        amount = _amount(row.get(key))
        if amount is not None and (decimal_places(amount / factor) or 0) <= MOST_DECIMALS:
            row[key] = format_exact(amount / factor)


def _amount(text: object) -> Fraction | None:
    """Return the amount that a text with a unit of money states (元); a bare 万 is 万元."""
    if not isinstance(text, str) or text[-1:].isdecimal():
        return None
    quantity = parse(text)
    if not isinstance(quantity, Number) or quantity.sign is not None:
        return None
    if quantity.unit.dimension == _MONEY or quantity.scaled:
        return quantity.value
    return None


__all__ = ["convert_amounts"]
