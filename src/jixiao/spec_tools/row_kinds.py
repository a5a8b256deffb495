"""Ways to write a row: the kinds of rows that reach each rule of a spec, and the actual that measures just x.

The inverse of reading and measuring. Nothing here is trusted: who writes a row scores it, and keeps it only where it
reaches what it should.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from itertools import product
from typing import Any, Final, NamedTuple

from jixiao.exact import MOST_DECIMALS, ONE, decimal_places, format_exact
from jixiao.loading.projects import load_project
from jixiao.measure import MET, PERCENT, Measure, measure_of
from jixiao.model.facts import EXECUTION
from jixiao.model.project import MOST_INDICATORS
from jixiao.model.rules import Cap, CurveOwner, Rule
from jixiao.model.spec import IndicatorSpec
from jixiao.quantity import Unit
from jixiao.scoring import Scored, score_project
from jixiao.scoring.plan import Choice

Row = dict[str, Any]
#: Kinds of targets that are numbers, and the unit that each is written in.
UNITS: Final = {"number": "", "percent": "%", "money": "万元", "zero": "", "negative": "", "rank": "名"}
_BARE: Final = Unit("")
#: The same units, where they are not bare, as quantities have them.
_UNITS: Final = {"percent": PERCENT, "percent range": PERCENT, "money": Unit("元", Fraction(10000))}
TARGETS: Final = {"number": 100, "percent": 90, "money": 100, "zero": 0, "negative": -100, "rank": 10}
LOW, HIGH = Fraction(90), Fraction(110)
WORDS: Final = ("按要求完成", "已开展")
#: Full marks of a row by itself; its score reads as tenths.
WEIGHT: Final = "10"
#: The share of a judge, where a late or a qualitative row needs one.
JUDGED: Final = "70%"


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
        """Return the row of a project file."""
        row = {**dict(self.keys), "target": f"{self.sign}{target}", "actual": actual, "weight": WEIGHT, **more}
        return {key: value for key, value in row.items() if value is not None}

    def project(self, row: Row) -> Row:
        """Return a project of nothing but this row, or these funds."""
        project: Row = {"name": "例", "year": 2023, "finished": self.finished}
        if self.of_funds:
            return {**project, "funds": {"total": row}}
        return {**project, "indicators": [{"name": "例", **row}]}


#: A kind of target, its sign, and the keys beside it.
Written = tuple[str, str, tuple[tuple[str, str], ...]]


class Reached(NamedTuple):
    """A way, what the spec does with it, and whether a row so written has a score."""

    way: Way
    choice: Choice
    sound: bool


def scored_of(project: Mapping[str, object], spec: IndicatorSpec) -> Scored:
    """Return the scores of a project written here."""
    return score_project(load_project(project), spec)


@lru_cache(maxsize=16)
def ways_of(spec: IndicatorSpec) -> tuple[Reached, ...]:
    """Return every kind of row that a spec tells apart, the plainest first; then those that only a name reaches."""
    states = (True, False) if spec.asks_finished else (True,)
    ways = [way for finished in states for way in _reached(spec, _natural(spec), finished)]
    ways += [way for finished in states for way in _of_funds(spec, finished)]
    reached = {way.choice.rule.name for way in ways if way.choice.rule}
    named = [rule.name for rule in spec.rules if rule.name not in reached]
    return (*ways, *_reached(spec, _named(spec, named), finished=True))


def _reached(spec: IndicatorSpec, kinds: Iterable[Written], finished: bool) -> Iterator[Reached]:
    """Yield what the spec does with each kind of row, as many of them scored at once as a project may have."""
    ways = [Way(kind, sign, keys, finished) for kind, sign, keys in kinds]
    for start in range(0, len(ways), MOST_INDICATORS):
        part = ways[start : start + MOST_INDICATORS]
        rows = [{"name": "例", **way.row(*_sample(way.kind), share="1")} for way in part]
        scored = scored_of({"name": "例", "year": 2023, "finished": finished, "indicators": rows}, spec)
        yield from (Reached(way, row.choice, row.score is not None) for way, row in zip(part, scored.rows, strict=True))


def _of_funds(spec: IndicatorSpec, finished: bool) -> Iterator[Reached]:
    """Yield what the spec does with funds that have a budget, and with those that have none."""
    for budget in ("100", "0"):
        way = Way(EXECUTION, keys=(("budget", budget),), finished=finished)
        row = scored_of(way.project({"initial": "100", "budget": budget, "spent": "100"}), spec).execution
        if row is not None:
            yield Reached(way, row.choice, row.score is not None)


def ways_to(owner: CurveOwner, spec: IndicatorSpec) -> list[Way]:
    """Return the ways that reach a rule, a cap or a remark of a spec."""
    return [way for way, choice, _ in ways_of(spec) if owner.name in _names(choice, type(owner))]


def _names(choice: Choice, kind: type[CurveOwner]) -> list[str]:
    if kind is Rule:
        if choice.rule:
            return [choice.rule.name]
        return []
    owners = choice.caps if kind is Cap else choice.remarks
    return [owner.name for owner in owners]


def _natural(spec: IndicatorSpec) -> Iterator[Written]:
    """Yield kind, sign and keys of every kind of row that conditions tell apart."""
    whens = spec.conditions
    groups = () if spec.row_weights is None else spec.row_weights.groups
    level2 = _options(groups, *(when.level2 for when in whens))
    names = _options(*(when.name_has for when in whens))
    directions = _options(*([when.direction] for when in whens if when.direction))
    for label, second, name, direction in product(_labels(spec), level2, names, directions):
        keys = {"level1": label, "level2": second, "name": name, "direction": direction}
        stated = tuple((key, value) for key, value in keys.items() if value)
        yield from ((kind, sign, stated) for kind, sign in _kinds())


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
    """Return an amount in a kind's own unit as a clerk types it; ``None`` where it has no such form.

    >>> typed("percent", Fraction(179, 2)), typed("rank", Fraction(3)), typed("number", Fraction(1, 3))
    ('89.5%', '第3名', None)
    """
    places = decimal_places(amount)
    if places is None or places > MOST_DECIMALS:
        return None
    if kind == "rank":
        if places == 0 and amount > 0:
            return f"第{amount}名"
        return None
    return format_exact(amount) + {**UNITS, "percent range": "%"}.get(kind, "")


def _sample(kind: str) -> tuple[str, str]:
    """Return a target that is just missed: what can be scored then can always be; words are met, to be compared."""
    is_met = Fraction(kind == "word")
    return next(written(kind, MET, is_met, 2023))


def written(kind: str, measure: Measure, x: Fraction, year: int) -> Iterator[tuple[str, str]]:
    """Yield targets and actuals of a kind whose measure may be just x; none where there is no such actual."""
    shape = kind if kind in ("word", "date") else "number"
    if shape not in measure.targets:
        return
    if shape == "word":
        yield WORDS[0], WORDS[0 if measure.is_yes_no and x == 1 else 1]
    elif shape == "date":
        deadline = date(year, 6, 15)
        late = deadline if measure.is_stated else measure.day_at(x, deadline)
        if late is not None:
            yield f"{day(deadline)}前", day(late)
    else:
        yield from _written_numbers(kind, measure, x)


def _written_numbers(kind: str, measure: Measure, x: Fraction) -> Iterator[tuple[str, str]]:
    times = x
    if measure.falls_as_actual_rises and x:
        times = ONE / x
    for ends in _targets(kind, times):
        for actual in amounts(kind, measure, ends, x):
            target, typed_actual = target_text(kind, ends), typed(kind, actual)
            if target and typed_actual:
                yield target, typed_actual


def target_text(kind: str, ends: tuple[Fraction, Fraction]) -> str | None:
    """Return a target with both its ends, or the one that it has; ``None`` where it has no such form."""
    high = typed(kind, ends[1])
    if high is None or ends[0] == ends[1]:
        return high
    return f"{format_exact(ends[0])}~{high}"


def _targets(kind: str, x: Fraction) -> Iterator[tuple[Fraction, Fraction]]:
    """Yield both ends of a target, also one so many times as large that x times it has an end."""
    if "range" in kind:
        yield LOW, HIGH
        return
    for times in (ONE, ONE / x if x else ONE, Fraction(x.denominator)):
        target = TARGETS[kind] * times
        yield target, target


def amounts(kind: str, measure: Measure, ends: tuple[Fraction, Fraction], x: Fraction) -> Iterator[Fraction]:
    """Yield the actuals, in a kind's own unit, whose measure against a target may be just x."""
    return measure.samples(x, ends, _UNITS.get(kind, _BARE))


def day(of: date) -> str:
    """Return a day as the forms print it."""
    return f"{of.year}年{of.month}月{of.day}日"


def rows_at(way: Way, owner: CurveOwner, x: Fraction, year: int) -> Iterator[Row]:
    """Yield rows of a way, or its funds, whose measure under a rule, a cap or a remark may be just x."""
    if way.of_funds:
        yield from _funds(dict(way.keys)["budget"], owner, x)
        return
    measure, stated = measure_of(owner), dict[str, str]()
    if measure.is_stated:
        stated = {"share": format_exact(x)}
    elif isinstance(owner, Rule) and owner.curve.judged:
        stated = {"share": JUDGED}
    for target, actual in written(way.kind, measure, x, year):
        yield way.row(target, actual, **stated)


def _funds(budget: str, owner: CurveOwner, x: Fraction) -> Iterator[Row]:
    """Yield funds that are spent to x of the budget, or of what the rule divides by, or adjusted by x."""
    measure = measure_of(owner)
    if budget == "0":
        if not measure.against_target and decimal_places(x) is not None:
            yield {"budget": "0", "spent": format_exact(x)}
        return
    size = Fraction(100)
    if decimal_places(x) is None:
        size *= x.denominator
    if measure.of_funds and not measure.moves_with_actual:
        adjusted = format_exact(size * (ONE + x))
        yield {"initial": format_exact(size), "budget": adjusted, "spent": adjusted}
        return
    funds = {"budget": format_exact(size), "spent": format_exact(size * x)}
    if owner.over == "initial":
        funds = {"initial": format_exact(size), **funds}
    yield funds


__all__ = [
    "Reached",
    "Row",
    "Way",
    "amounts",
    "day",
    "rows_at",
    "scored_of",
    "target_text",
    "typed",
    "ways_of",
    "ways_to",
    "written",
]
