"""The stage of weights: shares of a whole in fixed steps, before any row is scored."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from jixiao.exact import ZERO


def apportion(
    total: Fraction, parts: list[Fraction], step: Fraction, rest: Literal["largest remainder", "first", "last"]
) -> list[Fraction]:
    """Split ``total`` in proportion to ``parts``, each a multiple of ``step``, adding up exactly.

    ``rest`` says which parts take the steps left over. All in points.

    >>> [str(share) for share in apportion(Fraction(20), [Fraction(1)] * 3, Fraction(1), "last")]
    ['6', '7', '7']
    """
    whole = sum(parts, ZERO)
    exact = [total * part / whole for part in parts]
    given = [share // step * step for share in exact]
    left = total - sum(given, ZERO)
    for index in _takers(exact, given, rest):
        if left <= 0:
            break
        given[index] += min(step, left)
        left -= min(step, left)
    return given


def _takers(exact: list[Fraction], given: list[Fraction], rest: str) -> list[int]:
    order = list(range(len(exact)))
    if rest == "largest remainder":
        return sorted(order, key=lambda index: (given[index] - exact[index], index))
    return order if rest == "first" else order[::-1]
