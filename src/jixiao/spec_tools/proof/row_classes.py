"""Every kind of row that the conditions of a spec can tell apart, and what the engine does with each.

A cell stands for all rows with its class, second level, name, comparison, direction, kind of target and
completion. Conditions look at nothing else, so one witness row decides for all of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, product
from typing import NamedTuple

from jixiao.exact import ONE
from jixiao.model.facts import EXECUTION, Problem, RowFacts, facts_of, read_row
from jixiao.model.project import Indicator, Project
from jixiao.model.rules import Cap, Remark, Rule, When
from jixiao.model.spec import IndicatorSpec
from jixiao.scoring.measures import MEASURES
from jixiao.scoring.plan import fits, plan_of

#: Conditions tried on cells in one spec; cells beyond it are told of, not proven.
MOST_TRIALS = 5_000_000
STATED = ("", "≥", ">", "≤", "<", "=", "定性")
DIRECTIONS = ("", "正向", "反向")
#: What a word that no condition names may be.
_OTHER = "甲乙丙丁戊己庚辛壬癸"
YEAR = 2023

#: Kinds of targets, each with the kinds that conditions know it by, and rows that show it: target and actuals.
#: A measure can be taken of a kind where all actuals of one row can be measured.
KINDS: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "number": (("100", ("100", "50", "150")),),
    "zero": (("0", ("0", "1")),),
    "negative": (("-100", ("-100", "-150", "-50")),),
    "money": (("100元", ("100元", "50元", "150元")),),
    "zero money": (("0元", ("0元", "1元")),),
    "negative money": (("-100元", ("-100元", "-150元", "-50元")),),
    "percent": (("50%", ("50%", "40%", "60%")),),
    "zero percent": (("0%", ("0%", "1%")),),
    "negative percent": (("-50%", ("-50%", "-40%", "-60%")),),
    "rank": (("第10名", ("第10名", "第5名", "第15名")),),
    "range": (("80-100", ("80", "70", "110")), ("80%-100%", ("80%", "70%", "110%"))),
    "date": (("{year}-06-15", ("{year}-06-15", "{year}-06-01", "{year}-07-15")),),
    "word": (("及时", ("及时",)),),
}
#: The row of funds: budget and spent.
FUNDS = {"number": ("100", "80"), "zero": ("0", "1"), "negative": ("-100", "80")}


Owner = Rule | Cap | Remark


class Cell(NamedTuple):
    """One kind of row. "" is a second level or name that no condition names, and what is not stated."""

    class_: str
    level2: str
    name: str
    comparison: str
    direction: str
    kind: str
    finished: bool | None


class Case(NamedTuple):
    """What the engine does with a cell: the comparison and rule it takes, and whether that rule can be measured.

    ``named`` says that the row names the rule; else ``fitting`` holds every rule whose conditions mean it, in order.
    """

    cell: Cell
    comparison: str
    rule: Rule | None
    measured: bool
    caps: tuple[Cap, ...]
    remarks: tuple[Remark, ...]
    fitting: tuple[Rule, ...]
    named: bool = False

    @property
    def sign(self) -> str:
        """The kind of target without what it counts: number, zero, negative, rank, range, date or word."""
        return sign_of(self.cell.kind)


def sign_of(kind: str) -> str:
    """Of a finer kind the one that measures care about: "zero money" is zero, money is a number."""
    first, _, _ = kind.partition(" ")
    return "number" if first in ("money", "percent") else first


class Grid(NamedTuple):
    """The cells of a spec as cases; ``whole`` says that there were no more than could be looked at."""

    cases: tuple[Case, ...]
    whole: bool


def grid(spec: IndicatorSpec) -> Grid:
    """The cases of a spec's cells."""
    most = max(1, MOST_TRIALS // max(1, len(spec.conditions)))
    cells = list(islice(_cells(spec), most + 1))
    trial = Trial(spec)
    found = tuple(case for cell in cells[:most] if (case := trial.case(cell)) is not None)
    return Grid(found, len(cells) <= most)


def _cells(spec: IndicatorSpec) -> Iterator[Cell]:
    whens = spec.conditions
    finished = (True, False, None) if spec.asks_finished else (True,)
    pairs = (pair for when in whens for pair in product(("", *when.level2), ("", *when.name_has)))
    places = sorted(set(islice(pairs, MOST_TRIALS)))
    for class_, (level2, name) in product((name for name in spec.classes if name != EXECUTION), places):
        for kind, comparison, direction, done in product(KINDS, STATED, DIRECTIONS, finished):
            if kind != "word" or comparison == "":
                yield Cell(class_, level2, name, comparison, direction, kind, done)
    if any(EXECUTION in found.points for found in spec.weights.sets):
        for kind, done in product(FUNDS, finished):
            if done is not None:  # it is known wherever there are budget and spending
                yield Cell(EXECUTION, "", "", "", "", kind, done)


def others(spec: IndicatorSpec) -> Iterator[str]:
    """Words that are no second level and no part of a name that a condition looks for."""
    named = {word for when in spec.conditions for word in (*when.level2, *when.name_has)}
    yield from (word for word in _OTHER if not any(word in other for other in named))
    while True:
        yield max(named, key=len, default="") + _OTHER


def witness(spec: IndicatorSpec, cell: Cell, target: str, actual: str, rule: str | None = None) -> RowFacts:
    """The facts of a row, or of the funds, of a cell."""
    if cell.class_ == EXECUTION:
        total = {"initial": target, "budget": target, "spent": actual}
        return facts_of(Project.model_validate({"year": YEAR, "funds": {"total": total}})).execution
    return read_row(0, Indicator.model_validate(row_of(spec, cell, target, actual, rule)), YEAR)


def row_of(spec: IndicatorSpec, cell: Cell, target: str, actual: str, rule: str | None = None) -> dict[str, object]:
    """A row of a cell, as a project file states it; it weighs one point."""
    found: dict[str, object] = {"level1": spec.classes[cell.class_].label, "name": cell.name or next(others(spec))}
    found |= {"level2": cell.level2} if cell.level2 else {}
    found |= {"comparison": cell.comparison} if cell.comparison else {}
    found |= {"direction": cell.direction} if cell.direction else {}
    found |= {"rule": rule} if rule else {}
    return {**found, "target": target, "actual": actual, "weight": "1"}


class Trial:
    """The engine tried on cells; what it can measure is remembered, as few kinds of rows differ in that."""

    def __init__(self, spec: IndicatorSpec) -> None:
        self.spec, self.plan = spec, plan_of(spec)
        self._measurable: dict[tuple[int, str, str, bool], list[list[bool]]] = {}

    def case(self, cell: Cell, named: Rule | None = None) -> Case | None:
        """What the engine does with a cell; ``None`` where its comparison and direction contradict each other."""
        shown = FUNDS[cell.kind][0] if cell.class_ == EXECUTION else KINDS[cell.kind][0][0].format(year=YEAR)
        facts = witness(self.spec, cell, shown, shown, named.name if named else None)
        if facts.problem is not None:
            return None
        choice = self.plan.choose(facts, cell.finished)
        comparison = choice.comparison

        def meant(when: When) -> bool:  # the row of the funds fits general rules too, which do not mean it
            own = cell.class_ != EXECUTION or EXECUTION in when.class_
            return own and fits(when, facts, cell.class_, comparison, cell.finished)

        fitting = tuple(rule for rule in self.spec.rules if named is None and any(map(meant, rule.when or ())))
        measured = choice.rule is not None and self.measurable(choice.rule, cell, comparison)
        return Case(cell, comparison, choice.rule, measured, choice.caps, choice.remarks, fitting, named is not None)

    def named(self, rule: Rule) -> list[Case]:
        """The cases of rows that name a rule, in the first class that rows may have."""
        classes = [name for name in self.spec.classes if name != EXECUTION][:1]
        cells = (
            Cell(class_, "", "", comparison, "", kind, True)
            for class_, kind, comparison in product(classes, KINDS, STATED)
            if kind != "word" or comparison == ""
        )
        return [case for cell in cells if (case := self.case(cell, rule)) is not None]

    def measurable(self, rule: Owner, cell: Cell, comparison: str) -> bool:
        """Whether the measure of a rule, cap or remark can be taken of the rows of a cell.

        Whether it can depends on the kinds and units of target and actual and on the sign of the target alone,
        and the rows of ``KINDS`` have them all.
        """
        return any(map(all, self._taken(rule, cell, comparison)))

    def partly(self, rule: Owner, cell: Cell, comparison: str) -> bool:
        """Whether it can be taken of some rows of a cell only: off a target of zero there is no ratio."""
        found = self._taken(rule, cell, comparison)
        return any(map(any, found)) and not any(map(all, found))

    def _taken(self, rule: Owner, cell: Cell, comparison: str) -> list[list[bool]]:
        """For each target of a cell, of which actuals a measure can be taken."""
        key = (id(rule), cell.kind, comparison, cell.class_ == EXECUTION)
        if key not in self._measurable:
            rows = ((FUNDS[cell.kind][0], FUNDS[cell.kind][1:]),) if key[-1] else KINDS[cell.kind]
            self._measurable[key] = [
                [self._measures(rule, cell, comparison, target, actual) for actual in actuals]
                for target, actuals in rows
            ]
        return self._measurable[key]

    def _measures(self, rule: Owner, cell: Cell, comparison: str, target: str, actual: str) -> bool:
        facts = witness(self.spec, cell, target.format(year=YEAR), actual.format(year=YEAR))
        if rule.measure == "stated_share" and facts.index >= 0:  # a share can be stated on any row
            facts = read_row(0, facts.indicator.model_copy(update={"share": ONE}), YEAR)
        return not isinstance(MEASURES[rule.measure](facts.over(rule.over), rule, comparison), Problem)
