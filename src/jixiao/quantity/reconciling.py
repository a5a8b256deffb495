"""A target and an actual brought to one unit, with a note for each thing assumed."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Final, Literal, NamedTuple

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


class _Taken(NamedTuple):
    """A value after it was given a unit, and the note codes of that."""

    value: _Measured
    notes: tuple[str, ...] = ()


def _word(value: Quantity) -> str:
    return value.unit.word or value.unit.dimension if isinstance(value, _Measured) else ""


def _mismatch(left: Unit, right: Unit) -> Mismatch | None:
    if "" in (left.dimension, right.dimension) or left.dimension == right.dimension:
        return None
    reason: Reason = "share_against_count" if "%" in (left.dimension, right.dimension) else "dimension"
    return Mismatch(reason, left.word or left.dimension, right.word or right.dimension)


def _is_bare(value: _Measured) -> bool:
    return value.unit.dimension == ""


def _has_scale(value: _Measured) -> bool:
    return _is_bare(value) and value.unit.factor != 1


def _times(value: _Measured, factor: Fraction, unit: Unit) -> _Measured:
    if isinstance(value, Number):
        return Number(value.sign, value.value * factor, unit, scaled=unit.dimension == "" and unit.factor != 1)
    return Range(value.low * factor, value.high * factor, unit)


def _take(value: _Measured, unit: Unit, note: str) -> _Taken:
    """A bare value takes ``unit``: its factor too, unless the value brings a scale word of its own."""
    if not _has_scale(value):
        return _Taken(_times(value, unit.factor, unit), (note,))
    own = replace(value.unit, dimension=unit.dimension, word=value.unit.word + unit.dimension)
    return _Taken(_times(value, Fraction(1), own), ("wan_is_wanyuan",) if unit.dimension == "元" else (note,))


def _size(value: _Measured) -> Fraction:
    return abs(value.value) if isinstance(value, Number) else max(abs(value.low), abs(value.high))


def _share_problem(bare: _Measured, other: _Measured) -> Literal["share_bare", "share_against_count"] | None:
    """A bare number beside a share (``other``, 1 = 100 %): 0.96 may be 96 % or 0.96 %, 5 万 is a count."""
    if _has_scale(bare):
        return "share_against_count"
    return "share_bare" if 0 < _size(bare) <= 1 and _size(other) > _ONE_PERCENT else None


def _doubtful(before: tuple[_Measured, _Measured], after: tuple[_Measured, _Measured]) -> Mismatch | None:
    """The question that a bare value leaves open, once both have become shares."""
    for bare, other in ((before[1], after[0]), (before[0], after[1])):
        if _is_bare(bare) and other.unit.dimension == "%" and (reason := _share_problem(bare, other)):
            return Mismatch(reason, _word(before[0]), _word(before[1]))
    return None


def _giver(other: _Measured, uom: Unit | None) -> Unit | None:
    """The row's unit, where a bare value takes that: beside a bare one, or where it scales otherwise than the other."""
    if uom is None or _is_bare(other):
        return uom
    return uom if uom.dimension and uom.factor != other.unit.factor else None


def _side(value: _Measured, other: _Measured, uom: Unit | None, note: str) -> _Taken:
    if not _is_bare(value):
        return _Taken(value)
    if row := _giver(other, uom):
        return _take(value, row, "takes_uom")
    if other.unit == BARE or (_has_scale(value) and _is_bare(other)):
        return _Taken(value)
    return _take(value, other.unit, note)


def _measured(target: _Measured, actual: _Measured, uom: Unit | None) -> Reconciled | Mismatch:
    pairs = [(target.unit, actual.unit), *((unit, uom) for unit in (target.unit, actual.unit) if uom)]
    if problem := next(filter(None, (_mismatch(left, right) for left, right in pairs)), None):
        return problem
    left = _side(target, actual, uom, "target_takes_unit")
    right = _side(actual, target, uom, "actual_takes_unit")
    problem = _doubtful((target, actual), (left.value, right.value))
    return problem or (left.value, right.value, tuple(dict.fromkeys(left.notes + right.notes)))


def _same(left: Unit, right: Unit) -> bool:
    return left is right or left == right  # units of one word are one, and comparing their factors is slow


def reconcile(target: Quantity, actual: Quantity, uom: Unit | None = None) -> Reconciled | Mismatch:
    """Both values in one base unit and note codes of what was assumed, or why they cannot be compared.

    ``uom`` is the row's 计量单位. Notes: actual_takes_unit, target_takes_unit, takes_uom, wan_is_wanyuan.

    >>> money = Unit("元", Fraction(10000), "万元")
    >>> reconcile(Number("≤", Fraction(900000), money), Number(None, Fraction(90), Unit("")))[1].value
    Fraction(900000, 1)
    """
    if uom is None and type(target) is Number is type(actual) and _same(target.unit, actual.unit):
        return target, actual, ()
    if isinstance(target, MEASURED) and isinstance(actual, MEASURED):
        if isinstance(actual, Number) or isinstance(target, Range):
            return _measured(target, actual, uom)
    elif target.kind == actual.kind:
        return target, actual, ()
    return Mismatch("kind", _word(target), _word(actual))
