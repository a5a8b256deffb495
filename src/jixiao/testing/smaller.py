"""Making a project that breaks a law as small as it can be: fewer rows, fewer keys, plainer numbers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

from jixiao.exact import decimal_places, plain
from jixiao.quantity import Number, parse
from jixiao.testing.trial import Data

#: What a row keeps whatever happens.
KEPT = ("name", "level1", "target", "weight")
#: And a project.
ALSO_KEPT = ("name", "year", "indicators")
#: Targets that are plain to read.
ROUND = (Fraction(100), Fraction(10))


def smallest(of: Data, shows: Callable[[Data], bool]) -> Data:
    """The smallest project, made from ``of`` by taking away and rounding, that still ``shows`` what it does."""
    found = of
    while True:
        smaller = next((other for other in _simpler(found) if _size(other) < _size(found) and shows(other)), None)
        if smaller is None:
            return found
        found = smaller


def _size(of: Data) -> tuple[int, int, int]:
    """Rows, then keys, then characters."""
    rows = of["indicators"] if isinstance(of.get("indicators"), list) else []
    return len(rows), len(of) + sum(map(len, rows)), len(json.dumps(of, ensure_ascii=False))


def _simpler(of: Data) -> Iterator[Data]:
    rows: list[dict[str, Any]] = of["indicators"] if isinstance(of.get("indicators"), list) else []
    for index in range(len(rows)):
        fewer = rows[:index] + rows[index + 1 :]
        yield from ({**of, "indicators": found} for found in (_weighed(fewer, rows), fewer))
    yield from ({key: value for key, value in of.items() if key != gone} for gone in of if gone not in ALSO_KEPT)
    yield {**of, "funds": {"total": {"budget": "100", "spent": "100"}}}
    for index, row in enumerate(rows):
        for gone in row:
            if gone not in KEPT:
                less = {key: value for key, value in row.items() if key != gone}
                yield {**of, "indicators": [*rows[:index], less, *rows[index + 1 :]]}
    yield {**of, "indicators": _weighed(rows, rows)}
    for target in {str(row.get("target")) for row in rows}:
        yield from ({**of, "indicators": found} for found in _rounded(rows, target))


def _weighed(rows: list[dict[str, Any]], before: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows that share alike what all weighed before, where that can be read and written."""
    weights = [parse(str(row.get("weight"))) for row in before]
    if not rows or not all(isinstance(weight, Number) for weight in weights):
        return rows
    share = sum((weight.value for weight in weights if isinstance(weight, Number)), Fraction(0)) / len(rows)
    return rows if decimal_places(share) is None else [{**row, "weight": plain(share)} for row in rows]


def _rounded(rows: list[dict[str, Any]], target: str) -> Iterator[list[dict[str, Any]]]:
    """All rows of a target with a plainer one, and their actuals in proportion, whole where that will do."""
    old = parse(target)
    if not isinstance(old, Number) or not old.value:
        return
    for amount in ROUND:
        for whole in (True, False):
            times = amount * old.unit.factor / old.value
            yield [_scaled(row, target, times, whole) if str(row.get("target")) == target else row for row in rows]


def _scaled(row: dict[str, Any], target: str, times: Fraction, whole: bool) -> dict[str, Any]:
    texts = {"target": _text(target, times, False), "actual": _text(str(row.get("actual")), times, whole)}
    return row if None in texts.values() else {**row, **texts}


def _text(text: str, times: Fraction, whole: bool) -> str | None:
    """A number in its own unit, so many times as large."""
    found = parse(text)
    if not isinstance(found, Number) or found.unit.word in ("名", ":"):
        return None
    amount = found.value * times / found.unit.factor
    if whole:
        amount = Fraction(amount // 1)
    return None if decimal_places(amount) is None else f"{found.sign or ''}{plain(amount)}{found.unit.word}"


__all__ = ["smallest"]
