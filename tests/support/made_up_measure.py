"""A made-up measure: one value, and its label. A process that imports this has it from the start."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from jixiao.curve import Interval
from jixiao.measure import MEASURES, Measure
from jixiao.measure.cells import CellNumber
from jixiao.measure.profile import MonotonePart, Profile, RowKind, Side
from jixiao.model.measure_names import MEASURE_LABELS


class HalfAttainment(Measure):
    """Actual ÷ twice the target, which is a half where the target is just reached."""

    name = "half_attainment"
    phrase = {"zh": "折半完成率{value}", "en": "half attainment {value}"}  # noqa: RUF012

    def of(self, facts: Any, rule: Any, comparison: str) -> Any:
        return (facts.quotient[0], 2 * facts.quotient[1]) if facts.quotient else self.no_number(facts)

    def actuals(self, values: Interval, facts: Any, comparison: str) -> list[Interval]:
        return [values.image(2 * facts.target.value)]

    def profile(self, kind: RowKind) -> Profile:
        return Profile(Interval(), tuple((MonotonePart(Interval(), more),) for more in kind.directions), HALF)

    def approach(self, kind: RowKind, side: Side) -> MonotonePart:
        domain = Interval.at_most(HALF) if side == "below" else Interval.at_least(HALF)
        return MonotonePart(domain, rising=side == "below")

    def at_target(self, target: str) -> Interval:
        return Interval.point(HALF)

    def actual_at(self, x: Fraction, target: Fraction, side: Side, unit: Any) -> Fraction:
        return 2 * x * target

    def formula(self, owner: Any, target: Any, comparison: str, actual: CellNumber, points: Any) -> str:
        return points(actual.over(2 * target.value))


HALF = Fraction(1, 2)
HALF_ATTAINMENT = HalfAttainment()


def register(measures: dict[str, Measure] = MEASURES, labels: dict[str, Any] = MEASURE_LABELS) -> None:
    """What a contributor writes into the registry and into the labels."""
    measures[HALF_ATTAINMENT.name] = HALF_ATTAINMENT
    labels[HALF_ATTAINMENT.name] = {"zh": "折半完成率", "en": "half attainment"}
