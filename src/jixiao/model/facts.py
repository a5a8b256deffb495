"""What the rows say, read once: quantities in one dimension, signs, kinds. No rule, no default of a spec."""

from __future__ import annotations

import re
from copy import copy
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from jixiao.exact import ONE, add_up
from jixiao.findings import Codes
from jixiao.model.fields import MOST_SHOWN
from jixiao.model.project import NO_VALUES, STROKES, Amounts, Indicator, Project
from jixiao.quantity import Date, Mismatch, Number, Quantity, Range, Text, Unit, is_blank, parse, parse_unit, reconcile

EXECUTION = "execution"
#: What a row must state, and the finding that says it does not.
REQUIRED = ("level1", "name", "target", "weight")
MISSING = Codes.ROW_FIELD_MISSING
#: The finding of an indicator without an actual.
EMPTY = Codes.NO_ACTUAL_VALUE
SIGNED = (Number, Date)
_BARE = Unit("", ONE)
_NOTHING = re.compile(rf"{STROKES}|\s*{NO_VALUES}\s*")


class Problem(NamedTuple):
    """Why a row has no score: the finding's code, the field it stands at, and its arguments."""

    code: str
    field: str
    args: tuple[tuple[str, object], ...] = ()


class Selector:
    """What decides which rule a row gets. Alike rows share one, so that it is looked up by identity, which is fast."""

    __slots__ = ()


@lru_cache(maxsize=2**13)
def selector(*parts: object) -> Selector:  # noqa: ARG001  # they are what it is remembered by
    """The selector of a row's class, level 2, sign, direction, kinds and rule."""
    return Selector()


class Facts:
    """One row's facts. ``target`` and ``actual`` are in one dimension where they could be brought to one.

    ``top`` and ``bottom`` are the weight as a pair of integers. A ``sound`` row is whole, with nothing to be taken
    off by hand; a ``plain`` one applies, too.
    """

    __slots__ = (
        "actual",
        "assumed",
        "bottom",
        "broken",
        "budget",
        "index",
        "indicator",
        "initial",
        "kinds",
        "level1",
        "mismatch",
        "plain",
        "quotient",
        "selector",
        "sign",
        "sound",
        "target",
        "top",
        "weight",
        "year",
    )

    def __init__(self, index: int, indicator: Indicator, year: int | None) -> None:
        self.index = index
        self.indicator = indicator
        self.year = year
        self.level1 = indicator.level1
        self.weight = indicator.weight
        self.top, self.bottom = (0, 1) if self.weight is None else self.weight.as_integer_ratio()
        self.assumed: tuple[str, ...] = ()
        self.mismatch: Problem | None = None
        self.target = _read(indicator.target)
        self.actual = _read(indicator.actual)
        self.budget: Quantity | None = None
        self.initial: Quantity | None = None
        self._reconcile()
        self.sign = indicator.sign or (self.target.sign if isinstance(self.target, SIGNED) else None)
        self.kinds = kinds_of(self.target, self.actual)
        self.broken = _broken(self)
        self.quotient = _quotient(self)
        self.sound = _sound(self)
        self.plain = self.sound and indicator.applicable
        self.selector = selector(
            self.level1,
            indicator.level2,
            indicator.comparison or self.sign,
            indicator.direction,
            self.kinds,
            indicator.rule,
        )

    def over(self, which: str) -> Facts:
        """The row measured over the adjusted budget or the initial one; an indicator's is itself."""
        target = self.initial if which == "initial" else self.budget
        if self.index >= 0 or target is self.target:
            return self
        found = copy(self)
        found.target = target
        found.quotient = _quotient(found)
        return found

    def _reconcile(self) -> None:
        typed = self.indicator.uom
        uom = parse_unit(typed) if typed else None
        if typed and uom is None:
            self.mismatch = Problem(Codes.UNKNOWN_UNIT, "uom", (("value", typed),))
        elif self.target is not None and self.actual is not None:
            found = reconcile(self.target, self.actual, uom)
            if isinstance(found, Mismatch):
                self.mismatch = _question(found, self.indicator)
            else:
                self.target, self.actual, self.assumed = found
        elif uom is not None and isinstance(self.target, Number) and self.target.unit.dimension == "":
            self.target = self.target if self.target.unit == uom else _in(self.target, uom)


def _sound(facts: Facts) -> bool:
    """Whether the row is whole and nothing is to be taken off by hand."""
    row = facts.indicator
    return facts.broken is None and facts.actual is not None and not row.marks and not row.deduct


def _quotient(facts: Facts) -> tuple[int, int] | None:
    """Actual ÷ target as a pair of integers, where both are numbers of one dimension and the target is above zero."""
    target, actual = facts.target, facts.actual
    if (
        not isinstance(target, Number)
        or not isinstance(actual, Number)
        or facts.mismatch
        or target.value.numerator <= 0
    ):
        return None
    (top, left), (bottom, right) = actual.value.as_integer_ratio(), target.value.as_integer_ratio()
    return top * right, bottom * left


def blank(value: object) -> bool:
    """Whether nothing is stated: no value, or a text of nothing that can be seen."""
    return value is None or (isinstance(value, str) and is_blank(value))


def _read(text: str | None) -> Quantity | None:
    return None if text is None or is_blank(text) else parse(text)


def _in(value: Number, unit: Unit) -> Number:
    return Number(value.sign, value.value * unit.factor, unit)


def _question(found: Mismatch, row: Indicator) -> Problem:
    code = {
        "share_bare": Codes.PERCENT_SIGN_MISSING,
        "dimension": Codes.DIFFERENT_UNITS,
        "share_against_count": Codes.SHARE_AGAINST_COUNT,
        "kind": Codes.DIFFERENT_KINDS_OF_VALUES,
    }[found.reason]
    args: tuple[tuple[str, object], ...] = (
        ("target", (row.target or "")[:MOST_SHOWN]),
        ("actual", (row.actual or "")[:MOST_SHOWN]),
        ("left", found.left),
        ("right", found.right),
    )
    if code != Codes.PERCENT_SIGN_MISSING:
        return Problem(code, "actual", args)
    (_, target), (_, actual), *_ = args
    if found.right:  # so the target is the bare one
        return Problem(code, "target", (("share", actual), ("bare", target)))
    return Problem(code, "actual", (("share", target), ("bare", actual)))


def _broken(facts: Facts) -> Problem | None:
    """What makes the row unfit for any rule: unreadable or missing keys, signs that contradict each other."""
    row = facts.indicator
    if facts.target is None or row.weight is None or blank(row.level1) or blank(row.name):
        for field in REQUIRED:
            if blank(getattr(row, field)) and field not in row.unread:
                return Problem(MISSING, field, (("key", field),))
    if row.unread and row.unread - {"score", "cause", "remedy", "goal"}:
        return Problem("", "")
    if row.weight is not None and row.weight.numerator <= 0:
        return Problem(Codes.WEIGHT_NOT_POSITIVE, "weight", (("weight", row.weight),))
    if (isinstance(facts.actual, Text) or isinstance(facts.target, Text)) and (stroke := _stroke(facts)) is not None:
        return stroke
    typed = facts.target.sign if row.sign and isinstance(facts.target, SIGNED) else None
    if typed and row.sign != typed:
        return Problem(Codes.CONTRADICTING_COMPARISONS, "comparison", (("stated", row.sign), ("typed", typed)))
    if (row.direction == "反向" and facts.sign in ("≥", ">")) or (row.direction == "正向" and facts.sign in ("≤", "<")):
        return Problem(
            Codes.COMPARISON_AGAINST_DIRECTION, "direction", (("sign", facts.sign), ("direction", row.direction))
        )
    return None


def _stroke(facts: Facts) -> Problem | None:
    """A stroke, or what a program writes, in place of a value, unless somebody stated what the row earns."""
    if facts.indicator.share is not None or facts.indicator.tier is not None:
        return None
    for field, value in (("target", facts.target), ("actual", facts.actual)):
        if isinstance(value, Text) and _NOTHING.fullmatch(value.text):
            return Problem(Codes.PLACEHOLDER_NOT_A_VALUE, field, (("value", value.text),))
    return None


def kinds_of(target: Quantity | None, actual: Quantity | None = None) -> tuple[str, ...]:
    """What kinds a target is, for the conditions of rules: every name of a spec's ``target`` that fits."""
    if isinstance(target, Number):
        return _kinds(target, actual.unit.dimension if isinstance(actual, Number) else target.unit.dimension)
    if isinstance(target, Range):
        return ("range",)
    return ("date",) if isinstance(target, Date) else ("word",)


def _kinds(target: Number, other: str) -> tuple[str, ...]:
    kinds, units = ["number"], (target.unit.dimension, other)
    if target.value.numerator <= 0:
        kinds.append("negative" if target.value else "zero")
    if "元" in units or (target.scaled and units == ("", "")):
        kinds.append("money")
    if "%" in units:
        kinds.append("percent")
    if "名" in units:
        kinds.append("rank")
    return tuple(kinds)


class ProjectFacts(NamedTuple):
    """The facts of all rows, and of the execution row.

    ``weighed`` is the sum of the weights as stated (points), where all rows are plain. ``finished`` is as stated, or
    else whether the whole budget was spent.
    """

    rows: tuple[Facts, ...]
    execution: Facts
    budget: Amounts
    weighed: Fraction | None
    finished: bool | None


def read_facts(project: Project) -> ProjectFacts:
    """Read every row of a project once."""
    rows = tuple(Facts(index, row, project.year) for index, row in enumerate(project.indicators))
    whole = all(row.plain for row in rows)
    weighed = add_up([row.weight for row in rows if row.weight is not None]) if whole else None
    return ProjectFacts(rows, _execution(project), project.funds.total, weighed, _finished(project))


def _finished(project: Project) -> bool | None:
    if project.finished is not None:
        return project.finished
    total = project.funds.total
    return None if total.budget is None or total.spent is None else total.spent >= total.budget


def _execution(project: Project) -> Facts:
    """The execution row: budget and spent of the total funds, as typed, in the money unit.

    It knows both budgets, so that ``over`` gives the row that a rule divides by.
    """
    facts, total = _funds_row(project), project.funds.total
    facts.budget = facts.target
    facts.initial = None if total.initial is None else money(total.initial)
    return facts


def _funds_row(project: Project) -> Facts:
    total = project.funds.total
    facts = Facts(
        -1,
        Indicator(
            level1=EXECUTION, uom=project.funds.money_unit, cause=project.funds.cause, remedy=project.funds.remedy
        ),
        project.year,
    )
    facts.target = None if total.budget is None else money(total.budget)
    facts.actual = None if total.spent is None else money(total.spent)
    facts.kinds = kinds_of(facts.target)
    facts.broken = None
    facts.sound = facts.plain = facts.actual is not None
    facts.quotient = _quotient(facts)
    facts.selector = selector(EXECUTION, None, None, None, facts.kinds, None)
    return facts


def money(amount: Fraction) -> Number:
    """An amount of the fund table as a bare number."""
    return Number(None, amount, _BARE)
