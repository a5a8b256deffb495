"""A spreadsheet that reckons with bare binary numbers and compares them to the last bit, as LibreOffice does not.

It knows what our formulas use. ROUND works on fifteen digits, as spreadsheets' own does; nothing else is forgiven.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal

Value = float | str | bool | None
_TOKEN = re.compile(r'\{[^{}]+\}|"(?:[^"]|"")*"|\d+(?:\.\d+)?|[A-Z]+(?=\()|TRUE|FALSE|<=|>=|<>|[-+*/&=<>(),:]')
_ORDER: tuple[tuple[str, ...], ...] = (("=", "<>", "<", ">", "<=", ">="), ("&",), ("+", "-"), ("*", "/"))


class NotANumberError(Exception):
    """What a spreadsheet shows as #VALUE! or #DIV/0!."""


class Reckoner:
    """Cells by name: their values, and formulas over other cells. ``order`` says which cells a range has."""

    def __init__(self, values: Mapping[str, Value], formulas: Mapping[str, str], order: Sequence[str]) -> None:
        self.values, self.formulas, self.order = dict(values), formulas, list(order)
        self.known: dict[str, Value] = {}

    def __getitem__(self, name: str) -> Value:
        if name not in self.formulas:
            return self.values.get(name)
        if name not in self.known:
            self.known[name] = _Formula(self.formulas[name], self).value()
        return self.known[name]

    def range(self, first: str, last: str) -> list[Value]:
        start, end = self.order.index(first), self.order.index(last)
        return [self[name] for name in self.order[start : end + 1]]


class _Formula:
    """One formula, read and reckoned as it is read; of IF only the part that counts."""

    def __init__(self, text: str, cells: Reckoner) -> None:
        self.tokens, self.cells, self.at = _TOKEN.findall(text), cells, 0
        assert "".join(self.tokens) == text, text

    def value(self) -> Value:
        found = self.level(0)()
        assert self.at == len(self.tokens)
        return found

    def take(self, *wanted: str) -> str | None:
        if self.at < len(self.tokens) and (not wanted or self.tokens[self.at] in wanted):
            self.at += 1
            return str(self.tokens[self.at - 1])
        return None

    def level(self, depth: int) -> Callable[[], Value]:
        if depth == len(_ORDER):
            return self.one()
        left = self.level(depth + 1)
        while (sign := self.take(*_ORDER[depth])) is not None:
            left = self.both(sign, left, self.level(depth + 1))
        return left

    def both(self, sign: str, left: Callable[[], Value], right: Callable[[], Value]) -> Callable[[], Value]:
        return lambda: _both(sign, left(), right())

    def one(self) -> Callable[[], Value]:
        part = self.take()
        assert part is not None
        if part == "-":
            inner = self.one()
            return lambda: -_number(inner())
        if part == "(":
            inner = self.level(0)
            assert self.take(")")
            return inner
        if part.startswith("{"):
            return lambda: self.cells[part[1:-1]]
        if part.startswith('"'):
            return lambda: part[1:-1].replace('""', '"')
        if part in ("TRUE", "FALSE"):
            return lambda: part == "TRUE"
        return self.function(part) if part.isalpha() else lambda: float(part)

    def function(self, name: str) -> Callable[[], Value]:
        assert self.take("(")
        parts: list[Callable[[], Value]] = []
        ranges: list[Callable[[], list[Value]]] = []
        while not self.take(")"):
            if self.at + 1 < len(self.tokens) and self.tokens[self.at + 1] == ":":
                first, _, last = (str(self.take())[1:-1] for _ in range(3))
                ranges.append(lambda first=first, last=last: self.cells.range(first, last))  # type: ignore[misc]
            else:
                parts.append(self.level(0))
                ranges.append(lambda part=parts[-1]: [part()])  # type: ignore[misc]
            self.take(",")
        if name == "IF":
            return lambda: parts[1]() if parts[0]() else parts[2]()
        return lambda: _FUNCTIONS[name]([value for values in ranges for value in values()])


def _number(value: Value) -> float:
    if isinstance(value, str):
        raise NotANumberError(value)
    return float(value or 0)


def _both(sign: str, left: Value, right: Value) -> Value:
    if sign == "&":
        return _text(left) + _text(right)
    if sign in ("=", "<>"):
        alike = type(left) is type(right) or None in (left, right)
        same = alike and (left or 0) == (right or 0) if not isinstance(left, str) else left == right
        return same if sign == "=" else not same
    one, other = _number(left), _number(right)
    if sign == "/" and other == 0:
        raise NotANumberError("/0")
    match sign:
        case "+":
            return one + other
        case "-":
            return one - other
        case "*":
            return one * other
        case "/":
            return one / other
        case "<":
            return one < other
        case ">":
            return one > other
        case "<=":
            return one <= other
    return one >= other


def _text(value: Value) -> str:
    return value if isinstance(value, str) else f"{_number(value):.15g}"


def _digits(value: float) -> Decimal:
    return Decimal(f"{value:.15g}")


def _rounded(way: str) -> Callable[[list[Value]], Value]:
    def of(values: list[Value]) -> Value:
        number = _number(values[0])
        exact = _digits(number) if way == ROUND_HALF_UP else Decimal(number)
        return float(exact.quantize(Decimal(1).scaleb(-int(_number(values[1]))), way))

    return of


def _shown(values: list[Value]) -> Value:
    pattern = str(values[1])
    fixed = pattern.partition(".")[2].count("0")
    text = f"{_digits(_number(values[0])):f}"
    whole, _, decimals = text.partition(".")
    assert len(decimals) <= len(pattern.partition(".")[2])
    return f"{whole}.{decimals.rstrip('0').ljust(fixed, '0')}"


def _numbers(values: list[Value]) -> list[float]:
    return [float(value) for value in values if isinstance(value, float | int) and not isinstance(value, bool)]


_FUNCTIONS: dict[str, Callable[[list[Value]], Value]] = {
    "AND": lambda values: all(bool(value) for value in values),
    "OR": lambda values: any(bool(value) for value in values),
    "NOT": lambda values: not values[0],
    "ISNUMBER": lambda values: isinstance(values[0], float | int) and not isinstance(values[0], bool),
    "ISBLANK": lambda values: values[0] is None,
    "ABS": lambda values: abs(_number(values[0])),
    "MAX": lambda values: max(map(_number, values)),
    "MIN": lambda values: min(map(_number, values)),
    "SUM": lambda values: math.fsum(_numbers(values)),
    "COUNT": lambda values: float(len(_numbers(values))),
    "EXACT": lambda values: _text(values[0]) == _text(values[1]) if values[0] is not None else values[1] == "",
    "CHAR": lambda values: chr(int(_number(values[0]))),
    "TEXT": _shown,
    "ROUND": _rounded(ROUND_HALF_UP),
    "ROUNDUP": _rounded(ROUND_UP),
    "ROUNDDOWN": _rounded(ROUND_DOWN),
}
