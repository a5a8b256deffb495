"""The fourth law: the same project with its amounts in other units."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from jixiao.exact import format_exact
from jixiao.measure import measure_of
from jixiao.model.rules import Rule
from jixiao.quantity import Number, Range, parse
from jixiao.scoring import RowScore
from jixiao.testing.trial import Data, Trial, named, shown

#: A larger unit, and the smaller one beside it.
SMALLER = {
    "亿元": "万元", "万元": "元", "%": "‰", "亿": "万", "亿人": "万人", "万人": "人", "公里": "米", "吨": "公斤",
}  # fmt: skip


def units_do_not_matter(trial: Trial) -> None:
    """元 or 万元, 95% or 950‰: changing the unit of both sides changes nothing."""
    before, rows = trial.scored, trial.of.get("indicators")
    if before is None or not isinstance(rows, list):
        return
    smaller = [_in_small_units(row, scored) for row, scored in zip(rows, before.rows, strict=True)]
    after = trial.again({**trial.of, "indicators": smaller, "funds": _in_yuan(trial.of.get("funds"))})
    for old, new in zip(before.all_rows, after.all_rows, strict=True):
        if (old.score, old.ratio, old.outcome) != (new.score, new.ratio, new.outcome):
            facts = f"{named(old)}, {new.facts.indicator.target}: {' → '.join(shown(old.score, new.score))}"
            raise trial.broken("换了单位得分就变", "another unit, another score", facts)


def _in_yuan(funds: Any) -> Any:
    """Return funds in 万元 as funds in 元, where every amount can be read; as they are otherwise."""
    if not isinstance(funds, Mapping) or funds.get("money_unit") != "万元":
        return funds
    total = funds.get("total")
    if not isinstance(total, Mapping):
        return funds
    values = {key: parse(str(value)) for key, value in total.items()}
    amounts = {
        key: format_exact(value.value * _factor("万元")) for key, value in values.items() if isinstance(value, Number)
    }
    if not amounts or len(amounts) < len(values):
        return funds
    return {**funds, "money_unit": "元", "total": amounts}


def _is_in_own_unit(rule: Rule) -> bool:
    """Whether a rule measures against its target in the indicator's own unit."""
    measure = measure_of(rule)
    return measure.scale == "unit" and measure.against_target


def _in_small_units(row: Data, scored: RowScore) -> Data:
    """Return a row with target and actual in the next smaller unit; as it is where its own unit is what counts."""
    if scored.rule is None or _is_in_own_unit(scored.rule) or "uom" in row:
        return row
    target, actual = (_in_small_unit(str(row.get(key) or "")) for key in ("target", "actual"))
    if target is None or actual is None:
        return row
    return {**row, "target": target, "actual": actual}


def _in_small_unit(text: str) -> str | None:
    """Return a number or a range in the next smaller unit, with its sign; ``None`` where there is none."""
    value = parse(text)
    if not isinstance(value, Number | Range) or value.unit.word not in SMALLER:
        return None
    unit = SMALLER[value.unit.word]
    factor = _factor(unit)
    if isinstance(value, Range):
        return f"{format_exact(value.low / factor)}~{format_exact(value.high / factor)}{unit}"
    return f"{value.sign or ''}{format_exact(value.value / factor)}{unit}"


def _factor(word: str) -> Fraction:
    one = parse(f"1{word}")
    assert isinstance(one, Number)  # noqa: S101  # a unit of the list above
    return one.value


__all__ = ["units_do_not_matter"]
