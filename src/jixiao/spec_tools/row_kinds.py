"""Ways to write a row: the kinds of rows that reach each rule of a spec, and the actual that measures just x.

The inverse of reading and measuring. Nothing here is trusted: who writes a row scores it, and keeps it only where it
reaches what it should.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from itertools import product
from typing import Any, Final, NamedTuple

from jixiao.exact import MOST_DECIMALS, ONE, ZERO, decimal_places, plain
from jixiao.loading.projects import load_project
from jixiao.model.facts import EXECUTION
from jixiao.model.project import MOST_INDICATORS
from jixiao.model.rules import Cap, Remark, Rule
from jixiao.model.spec import IndicatorSpec
from jixiao.scoring import Scored, score_project
from jixiao.scoring.plan import Choice

Row = dict[str, Any]
#: What measures something of a row.
Owner = Rule | Cap | Remark
#: Kinds of targets that are numbers, and the unit that each is written in.
UNITS: Final = {"number": "", "percent": "%", "money": "万元", "zero": "", "negative": "", "rank": "名"}
#: What one of a unit is in its base: a measure of the actual itself is in that.
FACTORS: Final = {"percent": Fraction(1, 100), "money": Fraction(10000)}
TARGETS: Final = {"number": 100, "percent": 90, "money": 100, "zero": 0, "negative": -100, "rank": 10}
LOW, HIGH = Fraction(90), Fraction(110)
WORDS: Final = ("按要求完成", "已开展")
#: Full marks of a row by itself; its score reads as tenths.
WEIGHT: Final = "10"
#: The share of a judge, where a late or a qualitative row needs one.
JUDGED: Final = "70%"
#: The smallest step beside a target, in its unit.
TINY: Final = Fraction(1, 100)


@dataclass(frozen=True)
class Way:
    """A kind of row: everything that decides its rule but the numbers. The funds have ways of their own."""

    kind: str
    sign: str = ""
    keys: tuple[tuple[str, str], ...] = ()
    finished: bool = True

    @property
    def of_funds(self) -> bool:
        """Whether it is the execution row."""
        return self.kind == EXECUTION

    def row(self, target: str, actual: str | None, **more: str) -> Row:
        """The row of a project file."""
        found = {**dict(self.keys), "target": f"{self.sign}{target}", "actual": actual, "weight": WEIGHT, **more}
        return {key: value for key, value in found.items() if value is not None}

    def project(self, row: Row) -> Row:
        """A project of nothing but this row, or these funds."""
        whole: Row = {"name": "例", "year": 2023, "finished": self.finished}
        return {**whole, "funds": {"total": row}} if self.of_funds else {**whole, "indicators": [{"name": "例", **row}]}


#: A kind of target, its sign, and the keys beside it.
Written = tuple[str, str, tuple[tuple[str, str], ...]]


class Reached(NamedTuple):
    """A way, what the spec does with it, and whether a row so written has a score."""

    way: Way
    choice: Choice
    sound: bool


def scored_of(project: Mapping[str, object], spec: IndicatorSpec) -> Scored:
    """The scores of a project written here."""
    return score_project(load_project(project), spec)


@lru_cache(maxsize=16)
def ways_of(spec: IndicatorSpec) -> tuple[Reached, ...]:
    """Every kind of row that a spec tells apart, the plainest first, with its rule; then what only a name reaches."""
    states = (True, False) if spec.asks_finished else (True,)
    found = [one for finished in states for one in _reached(spec, _natural(spec), finished)]
    found += [one for finished in states for one in _of_funds(spec, finished)]
    reached = {one.choice.rule.name for one in found if one.choice.rule}
    named = [rule.name for rule in spec.rules if rule.name not in reached]
    return (*found, *_reached(spec, _named(spec, named), finished=True))


def _reached(spec: IndicatorSpec, kinds: Iterable[Written], finished: bool) -> Iterator[Reached]:
    ways = [Way(kind, sign, keys, finished) for kind, sign, keys in kinds]
    for start in range(0, len(ways), MOST_INDICATORS):
        part = ways[start : start + MOST_INDICATORS]
        rows = [{"name": "例", **way.row(*_sample(way.kind), share="1")} for way in part]
        scored = scored_of({"name": "例", "year": 2023, "finished": finished, "indicators": rows}, spec)
        yield from (Reached(way, row.choice, row.score is not None) for way, row in zip(part, scored.rows, strict=True))


def _of_funds(spec: IndicatorSpec, finished: bool) -> Iterator[Reached]:
    for budget in ("100", "0"):
        way = Way(EXECUTION, keys=(("budget", budget),), finished=finished)
        row = scored_of(way.project({"initial": "100", "budget": budget, "spent": "100"}), spec).execution
        if row is not None:
            yield Reached(way, row.choice, row.score is not None)


def ways_to(owner: Owner, spec: IndicatorSpec) -> list[Way]:
    """The ways that reach a rule, a cap or a remark of a spec."""
    return [way for way, choice, _ in ways_of(spec) if owner.name in _names(choice, type(owner))]


def _names(choice: Choice, kind: type[Owner]) -> list[str]:
    if kind is Rule:
        return [choice.rule.name] if choice.rule else []
    return [owner.name for owner in (choice.caps if kind is Cap else choice.remarks)]


def _natural(spec: IndicatorSpec) -> Iterator[Written]:
    """Kind, sign and keys of every kind of row that conditions tell apart."""
    whens = spec.conditions
    groups = spec.row_weights.groups if spec.row_weights else ()
    level2 = _options(groups, *(when.level2 for when in whens))
    names = _options(*(when.name_has for when in whens))
    directions = _options(*([when.direction] for when in whens if when.direction))
    for label, second, name, direction in product(_labels(spec), level2, names, directions):
        keys = {"level1": label, "level2": second, "name": name, "direction": direction}
        given = tuple((key, value) for key, value in keys.items() if value)
        yield from ((kind, sign, given) for kind, sign in _kinds())


def _named(spec: IndicatorSpec, rules: list[str]) -> Iterator[Written]:
    for rule in rules:
        yield from ((kind, sign, (("level1", _labels(spec)[0]), ("rule", rule))) for kind, sign in _kinds())


def _labels(spec: IndicatorSpec) -> list[str]:
    return [kind.label for name, kind in spec.classes.items() if name != EXECUTION]


def _options(*values: Iterable[str]) -> list[str | None]:
    return [None, *dict.fromkeys(word for words in values for word in words)]


def _kinds() -> Iterator[tuple[str, str]]:
    yield from ((kind, sign) for kind, sign in product(UNITS, ("≥", "≤", "=", "", ">", "<")))
    yield from ((kind, "") for kind in ("range", "percent range", "date", "word"))


def typed(kind: str, amount: Fraction) -> str | None:
    """An amount in a kind's own unit as a clerk types it; ``None`` where it has no such form.

    >>> typed("percent", Fraction(179, 2)), typed("rank", Fraction(3)), typed("number", Fraction(1, 3))
    ('89.5%', '第3名', None)
    """
    places = decimal_places(amount)
    if places is None or places > MOST_DECIMALS:
        return None
    if kind == "rank":
        return f"第{amount}名" if places == 0 and amount > 0 else None
    return f"{plain(amount)}{'%' if kind == 'percent range' else UNITS.get(kind, '')}"


def _sample(kind: str) -> tuple[str, str]:
    """A target that is just missed: what can be scored then can always be. Words are met, or not to be compared."""
    return next(written(kind, "met", ONE if kind == "word" else ZERO, 2023))


_OF_KINDS: Final = {
    "word": ("met", "stated_share"),
    "date": ("met", "stated_share", "days_late", "months_late"),
}
_OF_NUMBERS: Final = (
    "attainment",
    "inverse_attainment",
    "relative_gap",
    "deviation",
    "gap",
    "value",
    "met",
    "stated_share",
)


def written(kind: str, measure: str, x: Fraction, year: int) -> Iterator[tuple[str, str]]:
    """Targets and actuals of a kind whose measure may be just x; none where there is no such actual."""
    if measure not in _OF_KINDS.get(kind, _OF_NUMBERS):
        return
    if kind == "word":
        yield WORDS[0], WORDS[0] if measure == "met" and x == 1 else WORDS[1]
    elif kind == "date":
        deadline = date(year, 6, 15)
        yield from ((f"{day(deadline)}前", day(late)) for late in late_days(measure, x, deadline))
    else:
        for ends in _targets(kind, ONE / x if measure == "inverse_attainment" and x else x):
            for actual in amounts(kind, measure, ends, x):
                texts = target_text(kind, ends), typed(kind, actual)
                if texts[0] and texts[1]:
                    yield texts  # type: ignore[misc]  # both are there


def target_text(kind: str, ends: tuple[Fraction, Fraction]) -> str | None:
    """A target with both its ends, or the one that it has."""
    high = typed(kind, ends[1])
    return high if ends[0] == ends[1] else high and f"{plain(ends[0])}~{high}"


def _targets(kind: str, x: Fraction) -> Iterator[tuple[Fraction, Fraction]]:
    """Both ends of a target, also one so many times as large that x times it has an end."""
    if "range" in kind:
        yield LOW, HIGH
        return
    for times in (ONE, ONE / x if x else ONE, Fraction(x.denominator)):
        target = TARGETS[kind] * times
        yield target, target


def amounts(kind: str, measure: str, ends: tuple[Fraction, Fraction], x: Fraction) -> Iterator[Fraction]:
    """The actuals, in a kind's own unit, whose measure against a target may be just x."""
    low, high = ends
    if measure == "attainment":
        yield x * low
    elif measure == "inverse_attainment" and x:
        yield low / x
    elif measure in ("relative_gap", "deviation"):
        yield from (low - x * abs(low), high + x * abs(high))
    elif measure == "gap":
        step = x * 100 if "percent" in kind else x
        yield from (low - step, high + step)
    elif measure == "value":
        yield x / (Fraction(1, 100) if "percent" in kind else FACTORS.get(kind, ONE))
    elif measure == "met":
        yield from (low, high) if x == 1 else (low - TINY, high + TINY, low - 1, high + 1)
    else:
        yield low


def late_days(measure: str, x: Fraction, deadline: date) -> Iterator[date]:
    """The day that is x days or months late, or on which a deadline is met (1) or not (0)."""
    if measure == "met":
        x = ONE - x
    if x.denominator == 1:
        yield _later(deadline, int(x)) if measure == "months_late" else deadline + timedelta(days=int(x))


def _later(start: date, months: int) -> date:
    year, month = divmod(start.month - 1 + months, 12)
    last = calendar.monthrange(start.year + year, month + 1)[1]
    return date(start.year + year, month + 1, min(start.day, last))


def day(of: date) -> str:
    """A day as the forms print it."""
    return f"{of.year}年{of.month}月{of.day}日"


def rows_at(way: Way, owner: Owner, x: Fraction, year: int) -> Iterator[Row]:
    """Rows of a way, or its funds, whose measure under a rule, a cap or a remark may be just x."""
    if way.of_funds:
        yield from _funds(dict(way.keys)["budget"], owner, x)
        return
    judged = isinstance(owner, Rule) and owner.curve.judged
    more = {"share": plain(x)} if owner.measure == "stated_share" else {"share": JUDGED} if judged else {}
    for target, actual in written(way.kind, owner.measure, x, year):
        yield way.row(target, actual, **more)


def _funds(budget: str, owner: Owner, x: Fraction) -> Iterator[Row]:
    """Funds that are spent to x of the budget, or of what the rule divides by, or adjusted by x."""
    if budget == "0":
        if owner.measure == "value" and decimal_places(x) is not None:
            yield {"budget": "0", "spent": plain(x)}
        return
    whole = Fraction(100) if decimal_places(x) is not None else Fraction(100 * x.denominator)
    part = whole * (ONE + x) if owner.measure == "adjustment" else whole * x
    if owner.measure == "adjustment":
        yield {"initial": plain(whole), "budget": plain(part), "spent": plain(part)}
    elif owner.over == "initial":
        yield {"initial": plain(whole), "budget": plain(whole), "spent": plain(part)}
    else:
        yield {"budget": plain(whole), "spent": plain(part)}


__all__ = [
    "Owner",
    "Reached",
    "Row",
    "Way",
    "amounts",
    "day",
    "late_days",
    "rows_at",
    "scored_of",
    "target_text",
    "typed",
    "ways_of",
    "ways_to",
    "written",
]
