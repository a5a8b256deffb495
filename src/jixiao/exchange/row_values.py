"""What a row of a project states, as documents state it: sign, value and unit each in a field of its own."""

from __future__ import annotations

from collections.abc import Mapping

from jixiao.exact import format_exact
from jixiao.exchange.json_values import TypedNumber, TypedText
from jixiao.model.project import Indicator
from jixiao.quantity import Number, Text, Unit, parse, parse_unit

#: The sign of a row without a number.
QUALITATIVE = "定性"
#: The keys that hold a value of the target's unit.
_ACTUALS = ("actual", "progress", "forecast")
_KEYS = tuple(key for key in Indicator.model_fields if key != "unread")


def row_values(
    indicator: Indicator, usual_sign: str | None = None, typed: Mapping[str, object] | None = None
) -> dict[str, object]:
    """Return what a row states by key, its numbers with their texts as ``typed``.

    ``usual_sign`` is the sign of one that states none.

    >>> values = row_values(Indicator(target="≥52 万人", actual="53万人"))
    >>> values["comparison"], values["target"], values["uom"], values["actual"]
    ('≥', '52', '万人', '53')
    """
    texts = typed or {}
    values = {key: TypedNumber.of(stated(getattr(indicator, key)), texts.get(key)) for key in _KEYS}
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

    >>> _in_unit("不低于5万元", "万元"), _in_unit("5万元", "元"), _in_unit("96", "%"), _in_unit("5人", "%")
    ('5', '50000', '96', None)
    """
    quantity = parse(text or "")
    if not isinstance(quantity, Number):
        return None
    column = _column(quantity, unit)
    if column is None:
        return None
    plain, word = format_exact(quantity.value / column.factor), unit if quantity.unit.word else ""
    again = parse(f"{plain}{word}")
    if not isinstance(again, Number) or again.value != quantity.value:
        return None
    return TypedText.of(plain, text or "")


def _column(quantity: Number, unit: str | None) -> Unit | None:
    """Return the unit in which a number stands in the field of a unit: its own where it carries none."""
    column = parse_unit(unit or "")
    if not quantity.unit.word:
        return quantity.unit
    if column is not None and column.dimension == quantity.unit.dimension:
        return column
    return None


__all__ = ["QUALITATIVE", "row_values", "stated"]
