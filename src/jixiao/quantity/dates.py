"""Dates and deadlines: 2023年12月31日前, 2023-12-31, 12月底前, 年底前, 2023年第三季度, 上半年."""

from __future__ import annotations

import re
from calendar import monthrange
from typing import Final, NamedTuple

from jixiao.quantity.numerals import parse_year, take_count
from jixiao.quantity.signs import agree, take_prefix
from jixiao.quantity.values import Date, Sign

FIRST_YEAR: Final = 1949
LAST_YEAR: Final = 2100
_LEAP_YEAR: Final = 2000
_MONTHS: Final = 12

_YEAR: Final = "(?P<year>[0-9]{4}|[〇零一二三四五六七八九]{4})"
_SMALL: Final = "[0-9]{1,2}|[一二三四五六七八九十]{1,3}"
_WITH_TAIL: Final = re.compile("(?P<body>.{2,40}?)(?P<by>之前|以前|以内|之内|前|内)?(?:完成)?")
# Kept as texts: compiling them when the first date is met keeps the start short.
_SHAPES: Final = (
    f"(?:{_YEAR}年)?(?P<month>{_SMALL})月(?:份?[底末]?|(?P<day>{_SMALL})[日号])",
    f"{_YEAR}(?P<mark>[-./])(?P<month>[0-9]{{1,2}})(?P=mark)(?P<day>[0-9]{{1,2}})",
    f"{_YEAR}-(?P<month>[0-9]{{2}})",
    f"{_YEAR}?年(?P<end>[底末])",
    f"{_YEAR}年度?",
    f"(?:{_YEAR}年)?第?(?P<quarter>[1-4一二三四])季度[底末]?",
    f"(?:{_YEAR}年)?(?P<half>[上下])半年",
)
#: Every shape holds one of these; most texts hold none, and need not be tried.
_HINT: Final = re.compile("[年月季./-]")
_WITHIN_THE_YEAR: Final = re.compile("年度?内(?:完成)?")
_LAST_MONTHS_OF_HALVES: Final = {"上": 6, "下": 12}
_SPACES: Final = re.compile(" ?([年月日号底末前内]) ?")


class _Period(NamedTuple):
    """The month and the day with which a date ends, and the months that it covers."""

    month: int | None
    day: int | None
    months: int = 1


def _parse_small(text: str | None) -> int | None:
    """Return the number that one or two digits or a 汉字 numeral state; 0, which is no month and no day, for others."""
    if text is None:
        return None
    return int(take_count(text.lstrip("0")) or 0)


def _period(parts: dict[str, str | None]) -> _Period:
    if parts.get("end"):
        return _Period(12, 31)
    if quarter := _parse_small(parts.get("quarter")):
        return _Period(quarter * 3, None, 3)
    if half := parts.get("half"):
        return _Period(_LAST_MONTHS_OF_HALVES[half], None, 6)
    return _Period(_parse_small(parts.get("month")), _parse_small(parts.get("day")))


def _is_possible(year: int | None, period: _Period) -> bool:
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        return False
    if period.month is None:
        return True
    if not 1 <= period.month <= _MONTHS:
        return False
    return period.day is None or 1 <= period.day <= monthrange(year or _LEAP_YEAR, period.month)[1]


def _match_shape(body: str) -> dict[str, str | None] | None:
    matches = (re.fullmatch(shape, body) for shape in _SHAPES)
    return next((match.groupdict() for match in matches if match), None)


def _parse_body(sign: Sign | None, body: str) -> Date | None:
    parts = _match_shape(body)
    if parts is None:
        return None
    year = None
    if parts["year"]:
        year = parse_year(parts["year"])
    period = _period(parts)
    return Date(sign, year, *period) if _is_possible(year, period) else None


def take_date(text: str) -> Date | None:
    """Return the date that the whole of a uniform text is, with its sign; 前 and 内 mean ≤ (the period's end).

    >>> take_date("2023年12月31日前"), take_date("2023年2月30日")
    (Date(sign='≤', year=2023, month=12, day=31, months=1), None)
    """
    if _HINT.search(text) is None:
        return None
    prefix, body = take_prefix(_SPACES.sub(r"\1", text))
    match = _WITH_TAIL.fullmatch(body)
    if match is None:
        return None
    is_in_year = _WITHIN_THE_YEAR.fullmatch(body) is not None
    suffix: Sign | None = "≤" if match["by"] or is_in_year else None
    if not agree(prefix, suffix):
        return None
    if is_in_year:
        return Date(suffix, None, None, None)
    return _parse_body(prefix or suffix, match["body"])
