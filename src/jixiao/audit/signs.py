"""What a row took by default, a sign or a unit, beside what is usual for what it names."""

from __future__ import annotations

from jixiao.model.vocabulary import UsualSign, usual_sign
from jixiao.quantity import Number, Range, less_is_better, more_is_better, scales_counts
from jixiao.scoring import RowScore


def opposite(*signs: str) -> bool:
    """Whether one of the signs bounds a value below and another one above."""
    return any(map(more_is_better, signs)) and any(map(less_is_better, signs))


def usual_otherwise(row: RowScore) -> UsualSign | None:
    """Return the sign that is usual for what a row names, where another was taken; zero says enough by itself."""
    if "zero" in row.facts.kinds:
        return None
    facts = row.facts.indicator
    usual = usual_sign(facts.name, facts.level2, facts.level1)
    return usual if usual is not None and opposite(usual.sign, row.choice.comparison) else None


def meant_as_most(row: RowScore) -> bool:
    """Whether ≥ was taken where less is nearly always better: 0 accidents, of which there were some."""
    actual = row.facts.actual
    some = isinstance(actual, Number) and actual.value > 0
    return some and more_is_better(row.choice.comparison) and "zero" in row.facts.kinds


def scale_taken(row: RowScore) -> str:
    """Return the unit with a word of scale, such as 万人, that a bare number was read in; "" where there is none."""
    if not {"actual_takes_unit", "target_takes_unit"} & set(row.facts.assumed):
        return ""
    units = (value.unit for value in (row.facts.target, row.facts.actual) if isinstance(value, Number | Range))
    return next((unit.word for unit in units if scales_counts(unit)), "")


__all__ = ["meant_as_most", "opposite", "scale_taken", "usual_otherwise"]
