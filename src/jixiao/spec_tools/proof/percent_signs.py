"""Edges of ratios that were written without their %: 90 on a ratio is 9000 %, which no row reaches."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from jixiao.exact import format_exact, format_percent
from jixiao.findings import Codes, Finding
from jixiao.measure import measure_of
from jixiao.model.rules import CurveOwner, Remark
from jixiao.model.spec import IndicatorSpec
from jixiao.spec_tools.proof.rule_uses import Fault, Use

#: Ten times the target is farther than anybody writes without a %.
_FAR = 10
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?", re.ASCII)


def percents(spec: IndicatorSpec, use: Use) -> Iterator[Fault]:
    """Yield the first edge of a ratio that lies so far off that its % was left out."""
    if not _is_ratio(use.owner):
        return
    bare = (Fraction(edge) for text in _written(use.owner) if "%" not in text for edge in _NUMBER.findall(text))
    far = next((edge for edge in bare if edge >= _FAR), None)
    if far is not None:
        args = {"name": use.owner.name, "edge": format_exact(far), "percent": format_percent(far)}
        yield Fault(Finding(Codes.EDGE_WITHOUT_PERCENT, use.path, args))


def _written(owner: CurveOwner) -> tuple[str, ...]:
    """Return the edges as the author wrote them; a start is in percent where its steps are."""
    if isinstance(owner, Remark):
        return (owner.outside,)
    if owner.steps is not None:
        return (f"{format_exact(owner.steps.start)} {owner.steps.each}",)
    return (*(owner.bands or ()), *(owner.line or ()))


def _is_ratio(owner: CurveOwner) -> bool:
    """Whether the measure is a ratio; of a value or a distance, whether only percentages come to it."""
    measure, whens = measure_of(owner), owner.when or ()
    if measure.scale == "unit":
        return bool(whens) and all(when.target == ("percent",) for when in whens)
    return measure.scale == "ratio" and not measure.is_stated
