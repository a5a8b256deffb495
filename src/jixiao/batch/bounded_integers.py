"""Whole numbers as column expressions that know how large they can get, so that none ever wraps silently."""

from __future__ import annotations

import operator
from collections.abc import Callable
from functools import lru_cache

import polars as pl

Kind = type[pl.Int64] | type[pl.Int128]
#: The first value that 64 bits no longer hold.
NARROW = 2**63
#: The integer types, narrow one first, and the first value that no longer fits.
WIDTHS: tuple[tuple[Kind, int], ...] = ((pl.Int64, NARROW), (pl.Int128, 2**127))
_LIMITS = dict(WIDTHS)


@lru_cache(maxsize=2**12)
def _literal(number: int, kind: Kind) -> pl.Expr:
    """Return a constant; Polars takes long to make one."""
    return pl.lit(number, dtype=kind)


class TooWide(Exception):  # noqa: N818  # no error: the next wider type is tried
    """A value of an expression might not fit the integer type."""


class Integer:
    """An integer expression with a bound on its size: every step of a computation is proven to fit its type.

    >>> column = Integer(pl.col("n"), 10**9, pl.Int64)
    >>> (column * column).most
    1000000000000000000
    >>> column * column * 10
    Traceback (most recent call last):
    ...
    jixiao.batch.bounded_integers.TooWide: 10000000000000000000
    """

    __slots__ = ("expr", "kind", "most")

    def __init__(self, expr: pl.Expr, most: int, kind: Kind) -> None:
        if most >= _LIMITS[kind]:
            raise TooWide(most)
        self.expr, self.most, self.kind = expr, most, kind

    def of(self, number: int) -> Integer:
        """Return a constant of the same type."""
        return Integer(_literal(number, self.kind), abs(number), self.kind)

    def _with(self, other: Integer | int) -> Integer:
        if isinstance(other, int):
            return self.of(other)
        return other

    def __add__(self, other: Integer | int) -> Integer:
        right = self._with(other)
        if other == 0:
            return self
        return Integer(self.expr + right.expr, self.most + right.most, self.kind)

    def __sub__(self, other: Integer | int) -> Integer:
        right = self._with(other)
        return Integer(self.expr - right.expr, self.most + right.most, self.kind)

    def __mul__(self, other: Integer | int) -> Integer:
        right = self._with(other)
        if other == 1:
            return self
        return Integer(self.expr * right.expr, self.most * right.most, self.kind)

    def __floordiv__(self, other: Integer | int) -> Integer:
        """Return the floor of the quotient of operands ≥ 0; below zero, engines differ."""
        if other == 1:
            return self
        return Integer(self.expr // self._with(other).expr, self.most, self.kind)

    def below(self, other: Integer) -> Integer:
        """Return the lesser of the two."""
        return Integer(pl.min_horizontal(self.expr, other.expr), self.most, self.kind)

    def above_zero(self) -> Integer:
        """Return the number, or 0 where it is negative."""
        return Integer(self.expr.clip(lower_bound=pl.lit(0, dtype=self.kind)), self.most, self.kind)

    def size(self) -> Integer:
        """Return the absolute value."""
        return Integer(self.expr.abs(), self.most, self.kind)

    def where_positive(self, then: Integer, otherwise: Integer) -> Integer:
        """Return the numbers of one column where this one is above 0, and those of another elsewhere."""
        return choose([self.compare(0, operator.gt)], [then, otherwise])

    def compare(self, other: Integer | int, how: Callable[[pl.Expr, pl.Expr], pl.Expr]) -> pl.Expr:
        """Return a comparison, such as ``operator.ge``, as an expression."""
        return how(self.expr, self._with(other).expr)


def choose(conditions: list[pl.Expr], values: list[Integer]) -> Integer:
    """Return the value beside the first condition that holds; the last value where none does."""
    first, most = values[0], max(value.most for value in values)
    chosen = values[-1].expr
    for condition, value in reversed(list(zip(conditions, values, strict=False))):
        chosen = pl.when(condition).then(value.expr).otherwise(chosen)
    return Integer(chosen, most, first.kind)


def half_up(numerator: Integer, denominator: Integer) -> Integer:
    """Return numerator ÷ denominator (≥ 0 and > 0), rounded half up to a whole number: (2·n + d) // (2·d)."""
    return (numerator * 2 + denominator) // (denominator * 2)


def is_zero(value: Integer) -> pl.Expr:
    """Whether a value is 0."""
    return value.compare(0, operator.eq)
