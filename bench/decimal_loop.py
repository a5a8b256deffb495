"""The rival: the rules of 财预〔2020〕10号 as a plain loop over Decimals, the way one writes it for one's own unit.

Its rows are parsed beforehand; it knows one spec, checks nothing, explains with the same sentences.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

CENT, ZERO, HUNDRED = Decimal("0.01"), Decimal(0), Decimal(100)


class Row(NamedTuple):
    kind: str  # "≥", "≤", "zero", "share" or "execution"
    weight: Decimal
    target: Decimal
    actual: Decimal
    target_text: str
    actual_text: str


class Scored(NamedTuple):
    score: Decimal
    deduction: Decimal
    outcome: str
    reason: str


def ratio_of(row: Row) -> Decimal:
    if row.kind == "share":
        return row.actual
    if row.kind == "≤":
        return row.target / row.actual if row.actual > 0 else Decimal(1)
    return row.actual / row.target


def points_of(row: Row) -> Decimal:
    """The points of a row. Multiplied before divided, or ties would round wrongly."""
    weight, target, actual = row.weight, row.target, row.actual
    if row.kind == "≤":
        exact = weight * target / actual if actual > 0 else weight
    elif row.kind == "zero":
        exact = weight if actual == 0 else ZERO
    elif row.kind == "share":
        exact = weight * actual
    else:
        exact = weight * actual / target
    return min(weight, max(ZERO, exact.quantize(CENT, ROUND_HALF_UP)))


def grade_of(total: Decimal) -> str:
    if total >= 90:
        return "优"
    if total >= 80:
        return "良"
    return "中" if total >= 60 else "差"


def total_of(rows: list[Row]) -> tuple[Decimal, str]:
    total = ZERO
    for row in rows:
        total += points_of(row)
    return total, grade_of(total)


def score(rows: list[Row]) -> tuple[list[Scored], Decimal, str]:
    scored, total = [], ZERO
    for row in rows:
        points = points_of(row)
        lost = row.weight - points
        outcome = "partly" if points else "missed"
        if not lost:
            outcome = "met"
        scored.append(Scored(points, lost, outcome, sentence(row, points, lost) if lost else ""))
        total += points
    return scored, total, grade_of(total)


def short(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(ratio: Decimal) -> str:
    return short((ratio * HUNDRED).quantize(CENT, ROUND_HALF_UP)) + "%"


_MEASURED = {
    "≥": "完成率{}，按比例",
    "≤": "反向完成率{}，按比例",
    "share": "评定得分比例{}，按该比例",
    "execution": "预算执行率{}，按比例",
}


def sentence(row: Row, points: Decimal, lost: Decimal) -> str:
    if row.kind == "execution":
        facts = f"全年预算数{row.target_text}，全年执行数{row.actual_text}"
    else:
        facts = f"年度指标值{row.target_text}，实际完成{row.actual_text}"
    if row.kind == "zero":
        return f"{facts}，未达标，不得分，扣{short(lost)}分"
    result = f"得{short(points)}分" if points else "，不得分"
    return f"{facts}，{_MEASURED[row.kind].format(percent(ratio_of(row)))}{result}，扣{short(lost)}分"
