"""Targets and values: empty, copied, mistyped, of another kind, or in a place where they do not belong."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jixiao.audit.profile import matches, word_in
from jixiao.audit.scores import points_of
from jixiao.audit.table import PrintedRow, Table, is_cost, level2_of, numbers_of
from jixiao.exact import ONE, format_exact, format_fixed
from jixiao.findings import Codes, Finding
from jixiao.model.project import STROKES
from jixiao.model.vocabulary import usual_sign
from jixiao.quantity import (
    Number,
    Text,
    Unit,
    comparable,
    less_is_better,
    more_is_better,
    parse,
    parse_unit,
    uniform,
    unspaced,
)
from jixiao.quantity.values import BARE

_MALFORMED = re.compile(
    r"[≥≤<>=]*[0-9.]+%{2,}|[≥≤<>=]*[0-9][0-9,.，。、 ]*[,.，。、 ][0-9,.，。、 ]*[0-9]?[%\u4e00-\u9fff]{0,3}"
)
_STROKES = re.compile(STROKES)
_DIGITS = re.compile(r"[0-9]")
_UNIT_IN_NAME = re.compile(r"[(（]([^()（）]{1,6})[)）]\s*$")
#: What tells a target in a name: a share at its end, a sign before a number, a day before which to be done.
_SHARE_IN_NAME = re.compile(r"(?<![0-9.])[0-9]+(?:\.[0-9]+)?\s*[%％](?![)）])")
_SIGN_IN_NAME = re.compile(r"[≥≤≧≦<>＜＞]\s*[0-9]|(?:不低于|不少于|不超过|不高于)\s*[0-9]")
_DAY_IN_NAME = re.compile(
    r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})月(?:[0-9]{1,2}[日号]|[底末])?\s*(?:之前|以前|前)|年底(?:之前|以前|前)"
)
_NUMBER_IN_NAME = re.compile(r"(?<![0-9.])([0-9]+(?:\.[0-9]+)?)\s*([\u4e00-\u9fff㎡]{1,3})")
_NUMBER_AT_END = re.compile(r"(?<![0-9.第])[0-9]+(?:\.[0-9]+)?\s*(?![年月日号级类期届版])[\u4e00-\u9fff㎡]{1,3}$")
_PLACEHOLDER_SIGN = re.compile(r"([≥≤≧≦<>＜＞])\s*(?=[*＊×Xx])")
_SIGNS = {"≧": "≥", "≦": "≤", "＜": "<", "＞": ">"}
#: Units in the brackets of a name that are no other word.
_TELLING_UNITS = ("%", "元")
#: How many digits make a number in a name that is the target's, too, no accident.
_TELLING = 3


def check_empty_values(table: Table) -> Iterator[Finding]:
    """Return rows that have points without a target or without a value."""
    for row in table.rows:
        typed = row.indicator
        empty = [key for key in ("target", "actual") if is_empty(getattr(typed, key)) and key not in typed.unread]
        if empty and row.printed and not (typed.tier or typed.share):
            args = {**points_of(row), "reckoned": "", **_EMPTY["+".join(empty)]}
            yield Finding(Codes.EMPTY_YET_SCORED, row.path(empty[-1]), args)


_EMPTY = {
    "target": {"what": "指标值", "what_en": "target"},
    "actual": {"what": "完成值", "what_en": "value"},
    "target+actual": {"what": "指标值和完成值", "what_en": "target and value"},
}


def is_empty(text: str | None) -> bool:
    """Whether a cell holds nothing, or strokes in its place."""
    return text is None or _STROKES.fullmatch(text) is not None


def check_malformed_numbers(table: Table) -> Iterator[Finding]:
    """Return values of digits, commas and points that are no number: 7,00.0,77."""
    for row in table.rows:
        for field in ("target", "actual"):
            text = uniform(getattr(row.indicator, field) or "")
            if _MALFORMED.fullmatch(text) and isinstance(parse(text), Text):
                yield Finding(Codes.MALFORMED_NUMBER, row.path(field), {"printed": text})


def check_scale(table: Table) -> Iterator[Finding]:
    """Return values about ten thousand times their target, or a ten thousandth: a 万 is missing or too much."""
    low, high = table.profile.limit("ten_thousand_low"), table.profile.limit("ten_thousand_high")
    for row in table.rows:
        numbers = numbers_of(row)
        if numbers is None or min(numbers) <= 0:
            continue
        target, actual = numbers
        if low <= max(actual / target, target / actual) <= high:
            args = {"target": row.indicator.target, "actual": row.indicator.actual, "printed": row.indicator.actual}
            yield Finding(Codes.TEN_THOUSAND_APART, row.path("actual"), args)


def check_copied_signs(table: Table) -> Iterator[Finding]:
    """Return values that copy their target with its sign: ≥80% of ≥80%."""
    for row in table.rows:
        actual = parse(row.indicator.actual or "")
        if not isinstance(actual, Number | Text) or actual.sign in (None, "="):
            continue
        is_copy = comparable(row.indicator.target or "") == comparable(row.indicator.actual or "")
        if is_copy or row.scored.facts.sign == actual.sign:
            args = {"printed": row.indicator.actual, "target": row.indicator.target or ""}
            yield Finding(Codes.VALUE_COPIES_SIGN, row.path("actual"), args)


def check_rates_without_unit(table: Table) -> Iterator[Finding]:
    """Return rates whose target and value are bare numbers: 100 of 100."""
    for row in table.rows:
        typed = row.indicator
        is_bare = _is_bare_count(typed.target) and (is_empty(typed.actual) or _is_bare_count(typed.actual))
        if table.is_rate(row) and not typed.uom and is_bare and _unit_in_name(row) is None:
            yield Finding(Codes.RATE_WITHOUT_UNIT, row.path("target"), {"printed": row.indicator.target})


def _is_bare_count(text: str | None) -> bool:
    """Whether a text is a number above 1 without any unit."""
    value = parse(text or "")
    return isinstance(value, Number) and value.unit == BARE and value.value > ONE


def check_full_shares(table: Table) -> Iterator[Finding]:
    """Return targets of at least 100 % on a share, which has no more than 100 % to reach."""
    for row in table.rows:
        target = row.scored.facts.target
        if not isinstance(target, Number) or target.unit.dimension != "%" or target.value < ONE:
            continue
        if row.scored.facts.sign in (">", "≥") and not word_in(table.profile.growth, row.name):
            yield Finding(Codes.SHARE_AT_LEAST_FULL, row.path("target"), {"printed": row.indicator.target})


def check_vague_targets(table: Table) -> Iterator[Finding]:
    """Return targets in words that nobody can judge."""
    for row in table.rows:
        target = row.scored.facts.target
        if isinstance(target, Text) and matches(table.profile.vague, unspaced(target.text)):
            yield Finding(Codes.UNJUDGEABLE_TARGET, row.path("target"), {"printed": row.indicator.target})


def check_zero_targets(table: Table) -> Iterator[Finding]:
    """Return targets of zero where more is better: any value reaches them."""
    for row in table.rows:
        target = row.scored.facts.target
        if isinstance(target, Number) and target.value == 0 and _wants_more(table, row):
            yield Finding(Codes.ZERO_TARGET, row.path("target"), {"printed": row.indicator.target})


def _wants_more(table: Table, row: PrintedRow) -> bool:
    """Whether more is better by the sign of a row, or as it is an output that nobody would want less of."""
    usual, sign = usual_sign(row.name), row.scored.facts.sign
    if more_is_better(sign):
        return True
    if word_in(table.profile.unwanted, row.name) or (usual is not None and usual.sign == "≤"):
        return False
    return level2_of(row) == "数量" and not less_is_better(sign)


def check_units_of_names(table: Table) -> Iterator[Finding]:
    """Return values that are not in the unit that the name has in brackets: 产值(%) of 8000."""
    for row in table.rows:
        unit, target = _unit_in_name(row), row.scored.facts.target
        if unit is not None and isinstance(target, Number) and _is_other_unit(unit, target):
            args = {"unit": unit.word, "printed": row.indicator.target}
            yield Finding(Codes.UNIT_IN_NAME_DIFFERS, row.path("name"), args)


def _unit_in_name(row: PrintedRow) -> Unit | None:
    """Return the unit that the name of a row has in brackets; ``None`` without one."""
    match = _UNIT_IN_NAME.search(row.name)
    return parse_unit(match[1]) if match else None


def _is_other_unit(unit: Unit, target: Number) -> bool:
    """Whether a target is in another unit than one of shares or money, or a bare number too high for a share."""
    if target.unit.dimension == "":
        return unit.dimension == "%" and target.value > 100 * ONE
    return unit.dimension in _TELLING_UNITS and target.unit.dimension != unit.dimension


def check_targets_in_names(table: Table) -> Iterator[Finding]:
    """Return names that hide a target, or have another sign than the target beside them."""
    for row in table.rows:
        words = _target_in(row)
        if words:
            yield Finding(
                Codes.TARGET_IN_NAME, row.path("name"), {"printed": words, "target": row.indicator.target or ""}
            )


def _target_in(row: PrintedRow) -> str:
    """Return the part of a name that is a target, "" where there is none."""
    name = row.name
    for pattern in (_SHARE_IN_NAME, _SIGN_IN_NAME, _DAY_IN_NAME):
        if match := pattern.search(name):
            return match[0]
    sign = _PLACEHOLDER_SIGN.search(name)
    if sign and row.scored.facts.sign not in (None, _SIGNS.get(sign[1], sign[1])):
        return sign[1]
    return _number_in(row)


def _number_in(row: PrintedRow) -> str:
    """Return the target's own number with its unit in the name of a row, "" where it is not there.

    Where the target is no number at all, one with a unit at the end of the name stands for it.
    """
    target = row.scored.facts.target
    if target is None or isinstance(target, Text):
        return _number_at_end(row.name)
    if not isinstance(target, Number) or not target.value:
        return ""
    typed = format_exact(target.value / target.unit.factor)
    for match in _NUMBER_IN_NAME.finditer(row.name):
        ends = match.end() == len(row.name.rstrip("。；;"))
        if match[1] == typed and (ends or len(_DIGITS.findall(typed)) >= _TELLING) and match[2][0] not in "年月日号":
            return match[0]
    return ""


def _number_at_end(name: str) -> str:
    """Return the number with its unit that a name ends with: 30具 of 新建消火栓30具."""
    match = _NUMBER_AT_END.search(name.rstrip("。；;"))
    return match[0] if match else ""


def check_values_as_points(table: Table) -> Iterator[Finding]:
    """Return rows of yes or no whose target and value are their points."""
    for row in table.rows:
        numbers = numbers_of(row)
        if numbers and row.weight and matches(table.profile.yes_no, row.name) and set(numbers) == {row.weight}:
            args = {"name": row.name, "printed": row.indicator.actual, "reckoned": "是 / 否"}
            yield Finding(Codes.VALUE_IS_ITS_POINTS, row.path("actual"), args)


def check_far_above(table: Table) -> Iterator[Finding]:
    """Return values far above their target without a word why."""
    far = table.profile.limit("far_over_target")
    for row in table.rows:
        numbers = numbers_of(row)
        if numbers is None or numbers[0] <= 0 or row.wants_less or row.indicator.cause or is_cost(row):
            continue
        ratio = numbers[1] / numbers[0]
        if ratio > far and _exceeds_by_units(table, row):
            args = {"target": row.indicator.target, "printed": row.indicator.actual, "ratio": format_fixed(ratio, 2)}
            yield Finding(Codes.FAR_ABOVE_TARGET, row.path("actual"), {**args, "limit": format_exact(far)})


def _exceeds_by_units(table: Table, row: PrintedRow) -> bool:
    """Whether a value exceeds its target by more than a unit or so: two trainings instead of one are no surprise."""
    target, actual = row.scored.facts.target, row.scored.facts.actual
    if not isinstance(target, Number) or not isinstance(actual, Number):
        return False
    return actual.value - target.value > table.profile.limit("far_over_units") * target.unit.factor
