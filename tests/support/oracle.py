"""An independent oracle of the four specs: plain fractions, written by hand from the documents. It shares nothing
with the package, and reads only values of the shapes that ``random_rows`` makes.

Law 10 (财预〔2020〕10号), law 101 (财预〔2021〕101号), the incumbent system's scripts ("vendor"), and the Leshan
form, which scores by law 10.
"""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

LAW_10, LAW_101, VENDOR, LESHAN = "cn.mof-2020-10", "cn.mof-2021-101", "cn.vendor-fasp2", "cn.sichuan.leshan-2023"
SPECS = (LAW_10, LAW_101, VENDOR, LESHAN)

#: Unit word → what it measures, and how many base units it is.
UNITS = {
    "": ("", Fraction(1)),
    "%": ("%", Fraction(1, 100)),
    "‰": ("%", Fraction(1, 1000)),
    "元": ("元", Fraction(1)),
    "万元": ("元", Fraction(10**4)),
    "亿元": ("元", Fraction(10**8)),
    "万": ("", Fraction(10**4)),
    "人": ("人", Fraction(1)),
    "万人": ("人", Fraction(10**4)),
    "个": ("个", Fraction(1)),
    "户": ("户", Fraction(1)),
    "公里": ("m", Fraction(1000)),
    "米": ("m", Fraction(1)),
}

TIERS = ("达成年度指标", "部分达成年度指标并具有一定效果", "未达成年度指标且效果较差")
SYNONYMS = {"达成预期指标": 0, "基本达成目标": 0, "部分实现目标": 1, "实现目标程度较低": 2}


class Row(NamedTuple):
    """One row as typed; numbers beside the two values are exact."""

    level1: str
    target: str
    actual: str | None
    weight: Fraction
    comparison: str | None = None
    uom: str | None = None
    direction: str | None = None
    tier: str | None = None
    share: Fraction | None = None
    score: Fraction | None = None
    deduct: Fraction | None = None


class Value(NamedTuple):
    """A value as read: ``kind`` is number, range, date or word; a number is a range of one."""

    kind: str
    sign: str | None = None
    low: Fraction = Fraction(0)
    high: Fraction = Fraction(0)
    unit: str = ""
    day: date | None = None
    text: str = ""


_NUMBER = r"(-?[0-9][0-9,]*(?:\.[0-9]+)?)"
_DATE = re.compile(r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日前?")
_PLAIN = re.compile(_NUMBER + r" ?([^0-9]*)")
_RANGE = re.compile(_NUMBER + r"%?~" + _NUMBER + r" ?([^0-9]*)")


@lru_cache(maxsize=1000)
def read(text: str) -> Value:
    """The value of a typed text."""
    sign, body = (text[0], text[1:]) if text[:1] in "≥>≤<=" else (None, text)
    if found := _DATE.fullmatch(body):
        return Value("date", sign, day=date(*(int(part) for part in found.groups())))
    if found := _RANGE.fullmatch(body):
        low, high, unit = found.groups()
        return Value("range", sign, number(low), number(high), unit)
    found = _PLAIN.fullmatch(body)
    if found and found[2] in UNITS:
        return Value("number", sign, number(found[1]), number(found[1]), found[2])
    return Value("word", text=text)


def number(text: str) -> Fraction:
    return Fraction(text.replace(",", ""))


def brought_together(
    target: Value, actual: Value, uom: str | None
) -> tuple[Fraction, Fraction, Fraction, set[str]] | None:
    """Both ends of the target, the actual, in base units, and what they measure; ``None`` where that cannot be."""
    units = [uom if value.unit == "" and uom else value.unit for value in (target, actual)]
    (left, by), (right, times) = UNITS[units[0]], UNITS[units[1]]
    if left and right and left != right:
        return None
    bare_target, bare_actual = units[0] == "", units[1] == ""
    if bare_actual and left:
        times = by
    if bare_target and right:
        by = times
    for one, other, its in ((actual, target, left or right), (target, actual, right or left)):
        if its == "%" and UNITS[one.unit][0] == "":  # 0.96 beside 95 %: asked, never guessed
            if one.unit == "万":
                return None
            size, beside = max(abs(one.low), abs(one.high)), max(abs(other.low), abs(other.high)) * UNITS["%"][1]
            if 0 < size <= 1 and beside > Fraction(1, 100):
                return None
    return (
        target.low * by,
        target.high * by,
        actual.low * times,
        {left, right, *("万" for unit in units if unit == "万")},
    )


def cent(points: Fraction) -> Fraction:
    """To the cent, half up."""
    return Fraction((points * 100 + Fraction(1, 2)).__floor__(), 100)


def half_up(points: Fraction, weight: Fraction) -> Fraction:
    """Clamped to 0…weight, to the cent, half up; never above the weight."""
    if points >= weight:
        return weight
    if points <= 0:
        return Fraction(0)
    cents = points * 100
    whole = cents.numerator // cents.denominator
    if cents - whole >= Fraction(1, 2):
        whole += 1
    return min(weight, Fraction(whole, 100))


def row_points(spec: str, row: Row) -> Fraction | None:
    """What a row earns before rounding; ``None`` where it has no score."""
    earned = _earned(spec, row)
    if earned is None or row.deduct is None:
        return earned
    return max(Fraction(0), min(earned, row.weight)) - row.deduct


def row_score(spec: str, row: Row) -> Fraction | None:
    points = row_points(spec, row)
    return None if points is None else half_up(points, row.weight)


def _earned(spec: str, row: Row) -> Fraction | None:
    if row.actual is None:
        return None
    target, actual, weight = read(row.target), read(row.actual), row.weight
    if row.comparison and target.sign and row.comparison != target.sign:
        return None
    sign = row.comparison or target.sign
    if (sign in (">", "≥") and row.direction == "反向") or (sign in ("<", "≤") and row.direction == "正向"):
        return None
    if target.kind == "word" or row.comparison == "定性":
        return _qualitative(spec, row, target, actual)
    if target.kind == "date":
        if actual.day is None or target.day is None:
            return None
        if actual.day <= target.day:
            return weight
        return None if row.share is None else weight * row.share
    if actual.kind != "number":
        return None
    together = brought_together(target, actual, row.uom)
    if together is None:
        return None
    low, high, a, measures = together
    if target.kind == "range":
        return _in_range(weight, low, high, a)
    if sign is None:
        cost = row.level1 == "成本指标" and ("元" in measures or measures == {"", "万"})
        sign = {"正向": "≥", "反向": "≤"}.get(row.direction or "", "≤" if cost or low == 0 else "≥")
    if spec == LAW_101 and row.level1 == "满意度指标" and sign in "≥>=":
        return _satisfaction(weight, a) if "%" in measures else None
    less = sign in "≤<" or (sign == "=" and row.direction == "反向")
    if low == 0:
        return _zero(spec, weight, sign, a)
    if low < 0:
        return None
    return {LAW_101: _law_101, VENDOR: _vendor}.get(spec, _law_10)(weight, low, a, less)


def _in_range(weight: Fraction, low: Fraction, high: Fraction, a: Fraction) -> Fraction | None:
    """Full inside; outside, less by the distance to the nearer end as a part of that end."""
    if low <= a <= high:
        return weight
    end = low if a < low else high
    return None if end == 0 else weight * (1 - abs(a - end) / abs(end))


def _zero(spec: str, weight: Fraction, sign: str, a: Fraction) -> Fraction:
    """Full if 0 or on the good side of it, else nothing; no division. Vendor: "= 0" is met by a ≤ 0."""
    if sign in "≥>":
        good = a >= 0
    elif sign in "≤<" or spec == VENDOR:
        good = a <= 0
    else:
        good = a == 0
    return weight if good else Fraction(0)


def _satisfaction(weight: Fraction, value: Fraction) -> Fraction:
    """Law 101: 90 % and above full, 80 % 8/10, 60 % 5/10, else nothing."""
    if value >= Fraction(90, 100):
        return weight
    if value >= Fraction(80, 100):
        return weight * 8 / 10
    return weight * 5 / 10 if value >= Fraction(60, 100) else Fraction(0)


def _law_10(weight: Fraction, t: Fraction, a: Fraction, less: bool) -> Fraction:
    """In proportion; less is better: target ÷ actual."""
    if less:
        return weight if a <= t else weight * t / a
    return weight if a >= t else weight * a / t


def _law_101(weight: Fraction, t: Fraction, a: Fraction, less: bool) -> Fraction:
    """Below 60 % nothing, then (r − 60 %) ÷ 40 %."""
    if less and a <= t:
        return weight
    r = t / a if less else a / t
    if r < Fraction(6, 10):
        return Fraction(0)
    return weight if r >= 1 else weight * (r - Fraction(6, 10)) / (1 - Fraction(6, 10))


def _vendor(weight: Fraction, t: Fraction, a: Fraction, less: bool) -> Fraction:
    """The scripts' comparisons, in their order."""
    if less:
        if a <= t:
            return weight
        return (1 - (a - t) / t) * weight if a < 2 * t else Fraction(0)
    return weight if a >= t else a / t * weight


def _qualitative(spec: str, row: Row, target: Value, actual: Value) -> Fraction | None:
    """Tiers [80,100], [60,80), [0,60); the share inside is stated, never invented."""
    named: int | None = None
    if row.tier is not None:
        named = int(row.tier) - 1 if row.tier in "123" else _tier(row.tier)
        if named is None:
            return None
    elif actual.kind == "word":
        named = _tier(actual.text)
        if named is None and spec != VENDOR and actual.text == target.text:
            named = 0
    share = row.share
    if share is None and spec == VENDOR and row.score is not None:
        share = row.score / row.weight
    if share is None and named == 0 and spec != VENDOR:
        share = Fraction(1)
    if share is None or not 0 <= share <= 1:
        return None
    if named is not None:
        points, upper, lower = share, Fraction(8, 10), Fraction(6, 10)
        if spec == VENDOR and row.share is None:  # a typed score is held against edges in cents
            points, upper, lower = row.weight * share, cent(row.weight * upper), cent(row.weight * lower)
        inside = (points >= upper, lower <= points < upper, points < lower)
        if not inside[named]:
            return None
    return row.weight * share


def _tier(word: str) -> int | None:
    return TIERS.index(word) if word in TIERS else SYNONYMS.get(word)


def execution_score(
    spec: str, budget: Fraction | None, spent: Fraction | None, finished: bool | None
) -> Fraction | None:
    """The execution row, worth 10 points."""
    ten = Fraction(10)
    if budget is None or spent is None:
        return None
    if spec == VENDOR and budget == 0:
        return half_up(spent / 1 * ten, ten)
    if budget <= 0 or spent < 0:
        return None
    rate = spent / budget
    if spec != LAW_101:
        return half_up(rate * ten, ten)
    if finished or rate >= 1:
        return ten
    if rate >= Fraction(8, 10):
        return Fraction(7)
    return Fraction(5) if rate >= Fraction(6, 10) else Fraction(0)


def grade_of(total: Fraction, edges: tuple[int, int, int]) -> str:
    grades = zip(edges, "优良中", strict=True)
    return next((grade for edge, grade in grades if total >= edge), "差")


class Whole(NamedTuple):
    """A project's outcome."""

    execution: Fraction | None
    rows: list[Fraction | None]
    total: Fraction | None
    grade: str | None


def project_score(
    spec: str, rows: list[Row], budget: Fraction | None, spent: Fraction | None, finished: bool | None
) -> Whole:
    """Rows rounded, then summed; the vendor grades the sum before rounding."""
    execution = execution_score(spec, budget, spent, finished)
    scores = [row_score(spec, row) for row in rows]
    if execution is None or None in scores or sum(row.weight for row in rows) != 90:
        return Whole(execution, scores, None, None)
    total = execution + sum(score for score in scores if score is not None)
    graded = total
    if spec == VENDOR:
        assert budget is not None
        assert spent is not None
        graded = max(Fraction(0), min(Fraction(10), 10 * spent / (budget or 1)))
        for row in rows:
            points = row_points(spec, row)
            assert points is not None
            graded += max(Fraction(0), min(points, row.weight))
    return Whole(execution, scores, total, grade_of(graded, (80, 70, 60) if spec == VENDOR else (90, 80, 60)))
