"""A target and an actual brought to one unit, with a note for each thing assumed."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Final, Literal, NamedTuple

from jixiao.exact import ONE
from jixiao.quantity.values import BARE, Number, Quantity, Range, Unit

Reason = Literal["share_bare", "dimension", "share_against_count", "kind"]
Reconciled = tuple[Quantity, Quantity, tuple[str, ...]]
_Measured = Number | Range
MEASURED = (Number, Range)

_ONE_PERCENT: Final = Fraction(1, 100)


class Mismatch(NamedTuple):
    """Why two values cannot be compared, with their units as typed.

    >>> Mismatch("dimension", "个", "套").reason
    'dimension'
    """

    reason: Reason
    left: str
    right: str


class _Side(NamedTuple):
    """A value in the unit in which it is compared, and the notes on what was assumed."""

    value: _Measured
    notes: tuple[str, ...] = ()


def _word(value: Quantity) -> str:
    if isinstance(value, _Measured):
        return value.unit.word or value.unit.dimension
    return ""


def _mismatch(target: Unit, actual: Unit) -> Mismatch | None:
    dimensions = (target.dimension, actual.dimension)
    if "" in dimensions or target.dimension == actual.dimension:
        return None
    reason: Reason = "share_against_count" if "%" in dimensions else "dimension"
    return Mismatch(reason, target.word or target.dimension, actual.word or actual.dimension)


def _is_bare(value: _Measured) -> bool:
    return value.unit.dimension == ""


def _multiply(value: _Measured, factor: Fraction, unit: Unit) -> _Measured:
    if isinstance(value, Number):
        return Number(value.sign, value.value * factor, unit)
    return Range(value.low * factor, value.high * factor, unit)


def _with_unit(value: _Measured, unit: Unit, note: str) -> _Side:
    """Return a bare value in ``unit``, multiplied by its factor unless the value has a scale word of its own."""
    if not value.unit.is_scale:
        return _Side(_multiply(value, unit.factor, unit), (note,))
    if unit.dimension == "元":
        note = "wan_is_wanyuan"
    own = replace(value.unit, dimension=unit.dimension, word=value.unit.word + unit.dimension)
    return _Side(_multiply(value, ONE, own), (note,))


def _size(value: _Measured) -> Fraction:
    if isinstance(value, Number):
        return abs(value.value)
    return max(abs(value.low), abs(value.high))


def _share_problem(bare: _Measured, share: _Measured) -> Literal["share_bare", "share_against_count"] | None:
    """Return why a bare number may not stand beside a share: 0.96 may be 96 % or 0.96 %, 5 万 is a count."""
    if bare.unit.is_scale:
        return "share_against_count"
    if 0 < _size(bare) <= 1 and _size(share) > _ONE_PERCENT:
        return "share_bare"
    return None


def _ambiguity(before: tuple[_Measured, _Measured], after: tuple[_Measured, _Measured]) -> Mismatch | None:
    """Return what a bare value of target and actual leaves open, once both have become shares."""
    for bare, other in ((before[1], after[0]), (before[0], after[1])):
        if _is_bare(bare) and other.unit.dimension == "%" and (reason := _share_problem(bare, other)):
            return Mismatch(reason, _word(before[0]), _word(before[1]))
    return None


def _takes_row_unit(other: _Measured, uom: Unit) -> bool:
    """Whether a bare value takes the row's unit: beside a bare one, or where it scales otherwise than the other's."""
    return _is_bare(other) or (uom.dimension != "" and uom.factor != other.unit.factor)


def _side(value: _Measured, other: _Measured, uom: Unit | None, note: str) -> _Side:
    if not _is_bare(value):
        return _Side(value)
    if uom is not None and _takes_row_unit(other, uom):
        return _with_unit(value, uom, "takes_uom")
    if other.unit == BARE or (value.unit.is_scale and _is_bare(other)):
        return _Side(value)
    return _with_unit(value, other.unit, note)


def _measured(target: _Measured, actual: _Measured, uom: Unit | None) -> Reconciled | Mismatch:
    pairs = [(target.unit, actual.unit), *((unit, uom) for unit in (target.unit, actual.unit) if uom)]
    for pair in pairs:
        if mismatch := _mismatch(*pair):
            return mismatch
    first = _side(target, actual, uom, "target_takes_unit")
    second = _side(actual, target, uom, "actual_takes_unit")
    ambiguity = _ambiguity((target, actual), (first.value, second.value))
    return ambiguity or (first.value, second.value, tuple(dict.fromkeys(first.notes + second.notes)))


def _is_same(unit: Unit, other: Unit) -> bool:
    return unit is other or unit == other  # units of one word are one, and comparing their factors is slow


def reconcile(target: Quantity, actual: Quantity, uom: Unit | None = None) -> Reconciled | Mismatch:
    """Return both values in one base unit and note codes of what was assumed, or why they cannot be compared.

    ``uom`` is the row's 计量单位. Notes: actual_takes_unit, target_takes_unit, takes_uom, wan_is_wanyuan.

    >>> money = Unit("元", Fraction(10000), "万元")
    >>> reconcile(Number("≤", Fraction(900000), money), Number(None, Fraction(90), Unit("")))[1].value
    Fraction(900000, 1)
    """
    if uom is None and type(target) is Number is type(actual) and _is_same(target.unit, actual.unit):
        return target, actual, ()
    if isinstance(target, MEASURED) and isinstance(actual, MEASURED):
        if isinstance(actual, Number) or isinstance(target, Range):
            return _measured(target, actual, uom)
    elif target.kind == actual.kind:
        return target, actual, ()
    return Mismatch("kind", _word(target), _word(actual))
