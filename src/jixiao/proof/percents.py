"""Edges written without %: 90 on a ratio is 9000 %, which no row reaches and no proof of heights minds."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from jixiao.exact import percent, plain
from jixiao.finding import Finding
from jixiao.model.spec import IndicatorSpec
from jixiao.proof.cells import Owner
from jixiao.proof.uses import Fault, Use, counting

#: Measures that are ratios whatever the target is.
_RATIOS = ("attainment", "inverse_attainment", "relative_gap", "deviation", "execution", "adjustment")
#: Ten times the target is farther than rules go.
_FAR = 10


def percents(spec: IndicatorSpec, use: Use) -> Iterator[Fault]:
    """The first edge of a ratio that lies so far off that its % was left out."""
    far = next((edge for edge in _edges(use.owner) if abs(edge) >= _FAR), None)
    if far is not None and _is_ratio(use.owner):
        args = {"name": use.owner.name, "edge": plain(far), "percent": percent(far)}
        yield Fault(Finding("JX577", use.path, args))


def _edges(owner: Owner) -> list[Fraction]:
    count = counting(owner)
    if count is not None:
        return [count.start, count.each]
    return [Fraction(top, bottom) for top, bottom, _ in owner.curve.uppers]


def _is_ratio(owner: Owner) -> bool:
    """By its measure; a value or a distance where only percentages come to it."""
    if owner.measure in _RATIOS:
        return True
    whens = owner.when or ()
    return owner.measure in ("value", "gap") and bool(whens) and all(when.target == ("percent",) for when in whens)
