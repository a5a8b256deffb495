"""Accounts of other units drawn from templates: true amounts, printed as each template prints; and copies with a fault.

A template has derived amounts above ``---`` and a text below it, with ``{format:expression}`` for each number; names
that are not derived are drawn. A number that no sum states is marked ``~``.
"""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import NamedTuple

from jixiao.exact import format_fixed
from tests.support.paths import TESTS

FOLDER = TESTS / "data" / "accounts"
TEMPLATES = sorted((FOLDER / "templates").glob("*.txt"), key=lambda path: path.name)
_PLACE = re.compile(r"\{(~?)([a-z]+[0-9]?):([^}]+)\}")
_NAME = re.compile(r"[a-z_]+")
#: Words before or after a number that move it relative to another one.
_RELATED = re.compile(r"(.+)_(?:plan|before)")
_WORDS = {"w": ("增加", "减少"), "g": ("增长", "下降")}


class Number(NamedTuple):
    """A number in a text: where it begins, its digits, and whether it is a share."""

    start: int
    digits: str
    is_share: bool


class Text(NamedTuple):
    """A text of accounts, and the numbers in it that a sum states."""

    text: str
    numbers: list[Number]

    def line_of(self, number: Number) -> str:
        """Return the place of a number."""
        return f"第{self.text.count(chr(10), 0, number.start) + 1}行"


def draw(path: Path, random: Random) -> Text:
    """Return a text in which every sum holds."""
    head, body = path.read_text(encoding="utf-8").split("---\n")
    derived = dict(line.split(" = ", 1) for line in head.strip().splitlines())
    style = derived.pop("decimals")
    amounts = _amounts(derived, body, random)
    text, numbers, position = "", [], 0
    for place in _PLACE.finditer(body):
        value = _evaluate(place[3], amounts)
        printed = _printed(place[2], value, style)
        text += body[position : place.start()]
        if place[2] not in _WORDS and not place[1] and value:
            numbers.append(Number(len(text), printed, place[2].startswith("p")))
        text, position = text + printed, place.end()
    return Text(text + body[position:], numbers)


def _amounts(derived: dict[str, str], body: str, random: Random) -> dict[str, Fraction]:
    expressions = [*derived.values(), *(place[3] for place in _PLACE.finditer(body))]
    names = dict.fromkeys(name for expression in expressions for name in _NAME.findall(expression) if name != "abs")
    amounts = {"zero": Fraction(0)}
    pending = [name for name in names if name not in amounts]
    while pending:
        name = pending.pop(0)
        base = _RELATED.fullmatch(name)
        needed = _NAME.findall(derived[name]) if name in derived else [base[1]] if base else []
        if not all(other in amounts for other in needed if other != "abs"):
            pending += [*(other for other in needed if other not in amounts and other not in pending), name]
        elif name in derived:
            amounts[name] = _evaluate(derived[name], amounts)
        elif base:
            amounts[name] = Fraction(int(amounts[base[1]] * random.randint(700000, 1400000)), 10**6)
        else:
            amounts[name] = _drawn(name, random)
    return amounts


def _drawn(name: str, random: Random) -> Fraction:
    if name.startswith("n_"):
        return Fraction(random.randint(1, 9))
    return Fraction(random.randint(10**6, 10 ** random.randint(7, 9)), 10**6)  # 万元, to the cent


def _evaluate(expression: str, amounts: dict[str, Fraction]) -> Fraction:
    return Fraction(eval(expression, {"abs": abs}, amounts))  # noqa: S307  # our own templates


def _printed(form: str, value: Fraction, style: str) -> str:
    if form in _WORDS:
        return _WORDS[form][value < 0]
    if form == "n":
        return str(value)
    if form == "y":
        return format_fixed(value * 10000, 2)
    if form == "c":
        integer, _, decimals = format_fixed(value, 2).partition(".")
        return f"{int(integer):,}.{decimals}"
    places = 1 if form in ("t", "p1") else 2
    text = format_fixed(value * 100 if form.startswith("p") else value, places)
    return text.rstrip("0").rstrip(".") if style == "dropped" else text


def with_fault(text: Text, random: Random) -> tuple[Text, Number]:
    """Return the text with one number changed so that no rounding explains it, and that number."""
    while True:
        number = random.choice(text.numbers)
        places = [place for place, char in enumerate(number.digits) if char.isdigit()]
        place = random.choice(places)
        digits = number.digits[:place] + random.choice("0123456789") + number.digits[place + 1 :]
        if _is_visible(number.digits, digits):
            changed = text.text[: number.start] + digits + text.text[number.start + len(digits) :]
            return Text(changed, text.numbers), number


def _is_visible(old: str, new: str) -> bool:
    """Whether a change is a number again, and larger than twenty roundings and a fifth of the number."""
    if re.match(r"0[0-9,]", new):
        return False
    before, after = (Fraction(digits.replace(",", "")) for digits in (old, new))
    decimals = len(old.partition(".")[2])
    least = Fraction(20 if decimals else 1, 10**decimals)
    return abs(after - before) >= max(least, before / 5)
