"""The fourth law: the same project with its amounts in other units."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from jixiao.exact import plain
from jixiao.quantity import Number, Range, parse
from jixiao.scoring import RowScore
from jixiao.testing.trial import Data, Trial, named, shown

#: A larger unit, and the smaller one beside it.
SMALLER = {
    "亿元": "万元", "万元": "元", "%": "‰", "亿": "万", "亿人": "万人", "万人": "人", "公里": "米", "吨": "公斤",
}  # fmt: skip


def units_do_not_matter(trial: Trial) -> None:
    """元 or 万元, 95% or 950‰: changing the unit of both sides changes nothing."""
    before, typed = trial.scored, trial.of.get("indicators")
    if before is None or not isinstance(typed, list):
        return
    rows = [_in_small_units(one, row) for one, row in zip(typed, before.rows, strict=True)]
    after = trial.again({**trial.of, "indicators": rows, "funds": _in_yuan(trial.of.get("funds"))})
    for old, new in zip(before.all_rows, after.all_rows, strict=True):
        if (old.score, old.ratio, old.outcome) != (new.score, new.ratio, new.outcome):
            facts = f"{named(old)}, {new.facts.indicator.target}: {' → '.join(shown(old.score, new.score))}"
            raise trial.broken("换了单位得分就变", "another unit, another score", facts)


def _in_yuan(funds: Any) -> Any:
    """Funds in 万元 as funds in 元, where every amount can be read; as they are otherwise."""
    total = funds.get("total") if isinstance(funds, Mapping) and funds.get("money_unit") == "万元" else None
    values = {key: parse(str(value)) for key, value in total.items()} if isinstance(total, Mapping) else {}
    if not all(isinstance(value, Number) for value in values.values()):
        return funds
    by = _factor("万元")
    small = {key: plain(value.value * by) for key, value in values.items() if isinstance(value, Number)}
    return {**funds, "money_unit": "元", "total": small} if small else funds


def _in_small_units(typed: Data, row: RowScore) -> Data:
    """A row with target and actual in the next smaller unit; as it is where its own unit is what counts."""
    if row.rule is None or row.rule.measure == "gap" or "uom" in typed:
        return typed
    target, actual = (_in_small_unit(str(typed.get(key) or "")) for key in ("target", "actual"))
    return typed if target is None or actual is None else {**typed, "target": target, "actual": actual}


def _in_small_unit(text: str) -> str | None:
    """A number or a range in the next smaller unit, with its sign; ``None`` where there is none."""
    found = parse(text)
    small = SMALLER.get(found.unit.word) if isinstance(found, Number | Range) else None
    if small is None:
        return None
    by = 1 / _factor(small)
    if isinstance(found, Range):
        return f"{plain(found.low * by)}~{plain(found.high * by)}{small}"
    return f"{found.sign or ''}{plain(found.value * by)}{small}" if isinstance(found, Number) else None


def _factor(word: str) -> Fraction:
    one = parse(f"1{word}")
    assert isinstance(one, Number)  # noqa: S101  # a unit of the list above
    return one.value


__all__ = ["units_do_not_matter"]
