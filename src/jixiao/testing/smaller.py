"""Making a project that breaks a law as small as it can be: fewer rows, fewer keys, plainer numbers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

from jixiao.exact import decimal_places, format_exact
from jixiao.quantity import Number, parse
from jixiao.testing.trial import Data

Row = dict[str, Any]

#: Keys that every row needs, and every project.
ROW_KEYS = ("name", "level1", "target", "weight")
PROJECT_KEYS = ("name", "year", "indicators")
#: Targets that are plain to read.
ROUND = (Fraction(100), Fraction(10))


def smallest(of: Data, shows: Callable[[Data], bool]) -> Data:
    """Return the smallest project, made from ``of`` by taking away and rounding, that still ``shows`` what it does."""
    smaller: Data | None = of
    while smaller is not None:
        of = smaller
        smaller = next((other for other in _simpler(of) if _size(other) < _size(of) and shows(other)), None)
    return of


def _size(of: Data) -> tuple[int, int, int]:
    """Return rows, then keys, then characters."""
    rows = _rows(of)
    return len(rows), len(of) + sum(map(len, rows)), len(json.dumps(of, ensure_ascii=False))


def _rows(of: Data) -> list[Row]:
    rows = of.get("indicators")
    return rows if isinstance(rows, list) else []


def _simpler(of: Data) -> Iterator[Data]:
    rows = _rows(of)
    yield from ({**of, "indicators": fewer} for fewer in _fewer_rows(rows))
    yield from (_without(of, key) for key in of if key not in PROJECT_KEYS)
    yield {**of, "funds": {"total": {"budget": "100", "spent": "100"}}}
    yield from ({**of, "indicators": shorter} for shorter in _fewer_keys(rows))
    yield {**of, "indicators": _weighed(rows, rows)}
    for target in {str(row.get("target")) for row in rows}:
        yield from ({**of, "indicators": plainer} for plainer in _rounded(rows, target))


def _without(of: Data, key: str) -> Row:
    return {other: value for other, value in of.items() if other != key}


def _fewer_rows(rows: list[Row]) -> Iterator[list[Row]]:
    """Return the rows without each of them: its weight spread over the others, and lost."""
    for index in range(len(rows)):
        fewer = rows[:index] + rows[index + 1 :]
        yield from (_weighed(fewer, rows), fewer)


def _fewer_keys(rows: list[Row]) -> Iterator[list[Row]]:
    for index, row in enumerate(rows):
        for key in row:
            if key not in ROW_KEYS:
                yield [*rows[:index], _without(row, key), *rows[index + 1 :]]


def _weighed(rows: list[Row], before: list[Row]) -> list[Row]:
    """Return rows that share alike what all weighed before, where that can be read and written."""
    weights = [parse(str(row.get("weight"))) for row in before]
    amounts = [weight.value for weight in weights if isinstance(weight, Number)]
    if not rows or len(amounts) < len(weights):
        return rows
    share = sum(amounts, Fraction(0)) / len(rows)
    if decimal_places(share) is None:
        return rows
    return [{**row, "weight": format_exact(share)} for row in rows]


def _rounded(rows: list[Row], target: str) -> Iterator[list[Row]]:
    """Return the rows with a plainer target, and their actuals in proportion, integers where that will do."""
    old = parse(target)
    if not isinstance(old, Number) or not old.value:
        return
    for amount in ROUND:
        times = amount * old.unit.factor / old.value
        for to_integer in (True, False):
            yield [
                _scaled(row, times, to_integer=to_integer) if str(row.get("target")) == target else row for row in rows
            ]


def _scaled(row: Row, times: Fraction, *, to_integer: bool) -> Row:
    target = _text(str(row.get("target")), times, to_integer=False)
    actual = _text(str(row.get("actual")), times, to_integer=to_integer)
    if target is None or actual is None:
        return row
    return {**row, "target": target, "actual": actual}


def _text(text: str, times: Fraction, *, to_integer: bool) -> str | None:
    """Return a number in its own unit, so many times as large; ``None`` where it cannot be written."""
    number = parse(text)
    if not isinstance(number, Number) or number.unit.word in ("名", ":"):
        return None
    amount = number.value * times / number.unit.factor
    if to_integer:
        amount = Fraction(amount // 1)
    if decimal_places(amount) is None:
        return None
    return f"{number.sign or ''}{format_exact(amount)}{number.unit.word}"


__all__ = ["smallest"]
