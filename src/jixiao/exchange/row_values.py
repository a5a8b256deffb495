"""What a row of a project states, as documents state it: sign, value and unit each in a field of its own."""

from __future__ import annotations

from jixiao.exact import decimal_places, format_exact
from jixiao.model.project import Indicator
from jixiao.quantity import Number, Text, parse, parse_unit

#: The sign of a row without a number.
QUALITATIVE = "定性"
#: The keys that hold a value of the target's unit.
_ACTUALS = ("actual", "progress", "forecast")
_KEYS = tuple(key for key in Indicator.model_fields if key != "unread")


def row_values(indicator: Indicator, usual_sign: str | None = None) -> dict[str, object]:
    """Return what a row states by key; ``usual_sign`` is the sign of one that states none.

    >>> values = row_values(Indicator(target="≥52 万人", actual="530000人"))
    >>> values["comparison"], values["target"], values["uom"], values["actual"]
    ('≥', '52', '万人', '53')
    """
    values = {key: stated(getattr(indicator, key)) for key in _KEYS}
    comparison, target, unit = _target_of(indicator)
    values |= {"comparison": comparison or usual_sign, "target": target, "uom": unit}
    for key in _ACTUALS:
        values[key] = _in_unit(getattr(indicator, key), unit) or values[key]
    return values


def stated(value: object) -> object:
    """Return a value, ``None`` for an empty one."""
    if isinstance(value, str | tuple) and not value:
        return None
    return value


def _target_of(indicator: Indicator) -> tuple[str | None, str | None, str | None]:
    """Return sign, value and unit of a target."""
    text, unit, quantity = indicator.target, indicator.uom, parse(indicator.target or "")
    comparison = indicator.comparison or getattr(quantity, "sign", None)
    if isinstance(quantity, Text):
        if text and comparison is None:
            comparison = QUALITATIVE
        return comparison, text, unit
    if unit is None and isinstance(quantity, Number):
        unit = quantity.unit.word or None
    value = _in_unit(text, unit)
    if value is None:
        return comparison, text, indicator.uom
    return comparison, value, unit


def _in_unit(text: str | None, unit: str | None) -> str | None:
    """Return the number that a text states in a unit, without sign and unit; ``None`` where it states none.

    >>> _in_unit("不低于5万元", "元"), _in_unit("96", "%"), _in_unit("第3名", "名"), _in_unit("5人", "%")
    ('50000', '96', None, None)
    """
    quantity = parse(text or "")
    if not isinstance(quantity, Number):
        return None
    factor = quantity.unit.factor
    column = parse_unit(unit or "")
    if quantity.unit.word and (column is None or column.dimension != quantity.unit.dimension):
        return None
    if quantity.unit.word and column is not None:
        factor = column.factor
    amount = quantity.value / factor
    if decimal_places(amount) is None:
        return None
    plain = format_exact(amount)
    if parse(f"{plain}{quantity.unit.word and unit}") != Number(None, quantity.value, quantity.unit):
        return None
    return plain


__all__ = ["QUALITATIVE", "row_values", "stated"]
