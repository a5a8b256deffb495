"""Measures: one value a measure, which every other room asks.

To add one: a value in a file of its family, its place in ``MEASURES``, and its label in ``model/measure_names.py``.
"""

from __future__ import annotations

from jixiao.measure.base import PERCENT, Measure, Pair
from jixiao.measure.dates import DAYS_LATE, MONTHS_LATE
from jixiao.measure.distances import DEVIATION, GAP, RELATIVE_GAP
from jixiao.measure.funds import ADJUSTMENT
from jixiao.measure.judged import STATED_SHARE
from jixiao.measure.outcomes import MET
from jixiao.measure.ratios import ATTAINMENT, EXECUTION_RATE, INVERSE_ATTAINMENT
from jixiao.measure.values import VALUE
from jixiao.model.rules import MeasureOwner

#: Every measure by its name, in the order of the spec language.
MEASURES: dict[str, Measure] = {
    measure.name: measure
    for measure in (
        ATTAINMENT,
        INVERSE_ATTAINMENT,
        RELATIVE_GAP,
        DEVIATION,
        GAP,
        VALUE,
        MET,
        EXECUTION_RATE,
        DAYS_LATE,
        MONTHS_LATE,
        STATED_SHARE,
        ADJUSTMENT,
    )
}


def measure_of(owner: MeasureOwner) -> Measure:
    """Return the measure of a rule, a cap, a remark or a light."""
    return MEASURES[owner.measure]


__all__ = ["ATTAINMENT", "INVERSE_ATTAINMENT", "MEASURES", "MET", "PERCENT", "Measure", "Pair", "measure_of"]
