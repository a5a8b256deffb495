"""Targets of two papers beside each other: the sign and the value of each, in whatever spelling."""

from __future__ import annotations

from collections.abc import Hashable
from typing import NamedTuple

from jixiao.forms.cell_texts import target_parts
from jixiao.model.project import Indicator
from jixiao.quantity import Mismatch, Number, comparable, parse, reconcile, unspaced


class Target(NamedTuple):
    """A target in two parts: its sign, "" without one, and its value with the unit."""

    sign: str
    value: str

    @classmethod
    def of(cls, row: Indicator) -> Target:
        """Return the target of a row."""
        sign, value, unit = target_parts(row)
        return cls({"定性": ""}.get(sign, sign), f"{value}{unit}")

    @property
    def text(self) -> str:
        """Return both parts as one text."""
        return f"{self.sign}{self.value}"


def meaning(target: str) -> Hashable:
    """Return what is equal for two targets of one sign and value, in whatever spelling of number and unit.

    >>> meaning("≥52万人") == meaning("≥ 520000人"), meaning("95%") == meaning("95")
    (True, False)
    """
    quantity = parse(target)
    if isinstance(quantity, Number):
        return quantity.sign, quantity.value, quantity.unit.dimension
    return unspaced(target)


def is_same_value(one: str, other: str) -> bool:
    """Whether two targets have the same value, in whatever spelling of number and unit; their signs do not count.

    A unit that only one of them has is not assumed for the other.

    >>> is_same_value("≥52万人", "520000人"), is_same_value("95%", "95")
    (True, False)
    """
    if comparable(one) == comparable(other):
        return True
    both = reconcile(parse(one), parse(other))
    if isinstance(both, Mismatch):
        return False
    first, second, assumed = both
    return not assumed and isinstance(first, Number) and isinstance(second, Number) and first.value == second.value


__all__ = ["Target", "is_same_value", "meaning"]
