"""What must hold between the numbers of one figure; each identity that they print is a statement."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from operator import eq, gt, lt
from typing import Final, NamedTuple

from jixiao.accounts.mentions import Mention
from jixiao.accounts.printing import Printed
from jixiao.accounts.statement import Identity, Statement, fits
from jixiao.accounts.unrounded import corners, ends, image
from jixiao.curve.intervals import Interval
from jixiao.exact import ONE, ZERO, format_exact
from jixiao.quantity import Unit


class Formula(NamedTuple):
    """An identity of one figure: a result, operands, the sum and how it is shown; what it divides by must not be zero.

    It is used where all its roles are printed and ``without`` is not.
    """

    result: str
    operands: tuple[str, ...]
    function: Callable[..., Fraction]
    equation: str
    divisor: Callable[..., Fraction] = lambda *_: ONE
    without: str = ""

    def reckon(self, intervals: Sequence[Interval]) -> Interval | None:
        """Return the results for all numbers of the operands' intervals; ``None`` where they may be anything.

        Where the divisor may be zero, they have no highest: a printed 0 is less than half of its last digit.
        """
        lowest, highest = ends(image(self.divisor, intervals))
        if lowest.number > 0 or highest.number < 0:
            return image(self.function, intervals)
        positive = [corner for corner in corners(intervals) if self.divisor(*corner) > 0]
        least = min((self.function(*corner) for corner in positive), default=ZERO)
        if least <= 0:
            return None
        return Interval.above(least)

    def result_of(self, values: Sequence[Fraction]) -> Fraction | None:
        """Return the result of the printed numbers; ``None`` where they divide by zero."""
        if not self.divisor(*values):
            return None
        return self.function(*values)


def _second(_: Fraction, second: Fraction) -> Fraction:
    return second


def _difference(one: Fraction, other: Fraction) -> Fraction:
    return one - other


def _changes(rise: str, growth: str, previous: str) -> tuple[Formula, ...]:
    """Return the identities of what rises from a previous number to the value."""
    return (
        Formula(rise, ("value", previous), _difference, "{} − {}"),
        Formula(growth, (rise, previous), lambda c, b: c / b, "{} ÷ {}", _second),
        Formula(growth, ("value", previous), lambda a, b: a / b - 1, "{} ÷ {} − 1", _second, rise),
        Formula(growth, ("value", rise), lambda a, c: c / (a - c), "{1} ÷ ({0} − {1})", _difference, previous),
    )


#: The identities of one figure; ``base`` is the value of what a share is of.
FORMULAS: Final = (
    *_changes("rise", "growth", "previous"),
    *_changes("rise_over_budget", "growth_over_budget", "budget"),
    Formula("completion", ("value", "budget"), lambda a, b: a / b, "{} ÷ {}", _second),
    Formula("share", ("value", "base"), lambda a, b: a / b, "{} ÷ {}", _second),
)
#: Of each comparison in words: with what it compares the value, and in which order the two may be.
_COMPARISONS: Final = (
    ("at_budget", "budget", "="),
    ("below_budget", "budget", "<"),
    ("above_budget", "budget", ">"),
    ("unchanged", "previous", "="),
)
_FULL: Final = Printed("100%", Fraction(100), Unit("%", Fraction(1, 100), "%"), ZERO, ZERO)
_ALLOWED: Final = {"=": Interval.point(ZERO), "<": Interval.below(ZERO), ">": Interval.above(ZERO)}
_ORDERS: Final = (("=", eq), ("<", lt), (">", gt))
#: What stands for the result of a division by zero.
NO_RESULT: Final = "—"
#: Decimals more than printed in the sum of a statement that does not hold.
_MORE_DECIMALS: Final = 2
#: How a rise and a fall are said.
_SIGNS: Final[Mapping[str, tuple[str, str]]] = {
    **dict.fromkeys(("rise", "rise_over_budget"), ("增加", "减少")),
    **dict.fromkeys(("growth", "growth_over_budget"), ("增长", "下降")),
}


def statements_of(mentions: Mapping[str, Mention]) -> Iterator[Statement]:
    """Yield the sums that a figure's mentions state, with the value of what its share is of as ``base``."""
    for formula in FORMULAS:
        is_printed = mentions.keys() >= {formula.result, *formula.operands}
        if is_printed and formula.without not in mentions:
            yield from _apply(formula, mentions[formula.result], [mentions[role] for role in formula.operands])
    if "completion" in mentions and "budget" not in mentions:
        full = replace(mentions["completion"], number=_FULL)
        mentions = {**mentions, "value": mentions["completion"], "budget": full}
    for word, other, order in _COMPARISONS:
        if mentions.keys() >= {word, "value", other}:
            yield _compare(mentions[word], mentions["value"], mentions[other], order)


def _apply(formula: Formula, result: Mention, operands: Sequence[Mention]) -> Iterator[Statement]:
    numbers, printed = [mention.printed for mention in operands], result.printed
    unrounded = [number.unrounded for number in numbers]
    if formula.reckon(unrounded) is None:
        return
    value = formula.result_of([number.value for number in numbers])
    holds = fits(formula.reckon, unrounded, printed.unrounded)
    equation = formula.equation.format(*(format_exact(number.value / numbers[0].unit.factor) for number in numbers))
    yield Statement(
        Identity.ARITHMETIC,
        result,
        tuple(operands),
        printed=_in_words(result.role, printed.value, printed.text),
        reckoned=_reckoned(result, value),
        sum=f"{equation.replace('− -', '+ ')} = {_result(printed, value, exact=not holds)}",
        holds=holds,
        holds_alone=fits(formula.reckon, [number.unrounded_alone for number in numbers], printed.unrounded_alone),
        in_last_digit=not holds and value is not None and printed.steps_to(value) <= 1,
    )


def _reckoned(result: Mention, value: Fraction | None) -> str:
    """Return what should be printed in place of a result."""
    if value is None:
        return NO_RESULT
    return _in_words(result.role, value, result.printed.in_print(abs(value)))


def _result(printed: Printed, value: Fraction | None, *, exact: bool) -> str:
    """Return the result at the end of a sum, with more decimals than printed where they matter."""
    if value is None:
        return NO_RESULT
    return printed.in_print(value, exact * _MORE_DECIMALS)


def _in_words(role: str, value: Fraction, text: str) -> str:
    """Return a printed number with the word that says whether it rose, where its role needs one."""
    if role not in _SIGNS:
        return text
    rise, fall = _SIGNS[role]
    return f"{rise}{text}" if value >= 0 else f"{fall}{text}"


def _compare(word: Mention, value: Mention, other: Mention, order: str) -> Statement:
    """Return the statement of a comparison in words; rounding may hide that two numbers differ, or that they do not."""
    one, two = value.printed, other.printed
    sign = next(sign for sign, is_so in _ORDERS if is_so(one.value, two.value))
    equation = f"{one.text} {sign} {two.text}"
    return Statement(
        Identity.WORDS,
        word,
        (value, other),
        printed=word.word,
        reckoned=equation,
        sum=equation,
        holds=fits(_differences, [one.unrounded, two.unrounded], _ALLOWED[order]),
        holds_alone=fits(_differences, [one.unrounded_alone, two.unrounded_alone], _ALLOWED[order]),
    )


def _differences(intervals: Sequence[Interval]) -> Interval:
    return image(_difference, intervals)
