"""Every kind of row that the conditions of a spec can tell apart, and what the engine does with each.

A cell stands for all rows with its class, second level, name, comparison, direction, kind of target and
completion. Conditions look at nothing else, so one witness row decides for all of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, product
from typing import NamedTuple

from jixiao.exact import ONE
from jixiao.measure import measure_of
from jixiao.measure.profile import RowKind
from jixiao.model.facts import EXECUTION, RowFacts, facts_of, read_row
from jixiao.model.problems import Problem
from jixiao.model.project import Indicator, Project
from jixiao.model.rules import Cap, CurveOwner, Remark, Rule, When
from jixiao.model.spec import IndicatorSpec
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
#: Kinds of targets with the comparisons that may be stated beside them: none beside words.
_TARGETS = tuple((kind, sign) for kind, sign in product(KINDS, STATED) if kind != "word" or sign == "")
#: The row of funds: budget and spent.
FUNDS = {"number": ("100", "80"), "zero": ("0", "1"), "negative": ("-100", "80")}


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
        """Return the kind of target without what it counts: number, zero, negative, rank, range, date or word."""
        return sign_of(self.cell.kind)

    @property
    def row_kind(self) -> RowKind:
        """Return the kind of row by which measures run."""
        return RowKind(self.sign, self.comparison, self.cell.direction)


def sign_of(kind: str) -> str:
    """Return the kind that measures care about: "zero money" is zero, money is a number."""
    first, _, _ = kind.partition(" ")
    return "number" if first in ("money", "percent") else first


class Grid(NamedTuple):
    """The cells of a spec as cases; ``is_complete`` says that there were no more than could be looked at."""

    cases: tuple[Case, ...]
    is_complete: bool


def grid(spec: IndicatorSpec) -> Grid:
    """Return the cases of a spec's cells."""
    most = max(1, MOST_TRIALS // max(1, len(spec.conditions)))
    cells = list(islice(_cells(spec), most + 1))
    trial = Trial(spec)
    cases = (trial.case(cell) for cell in cells[:most])
    return Grid(tuple(case for case in cases if case is not None), len(cells) <= most)


def _cells(spec: IndicatorSpec) -> Iterator[Cell]:
    """Yield the cells of indicators, then those of the funds."""
    finished = (True, False, None) if spec.asks_finished else (True,)
    pairs = (pair for when in spec.conditions for pair in product(("", *when.level2), ("", *when.name_has)))
    places = sorted(set(islice(pairs, MOST_TRIALS)))
    classes = [name for name in spec.classes if name != EXECUTION]
    for class_, (level2, name) in product(classes, places):
        for (kind, comparison), direction, done in product(_TARGETS, DIRECTIONS, finished):
            yield Cell(class_, level2, name, comparison, direction, kind, done)
    yield from _funds_cells(spec, [done for done in finished if done is not None])


def _funds_cells(spec: IndicatorSpec, finished: list[bool]) -> Iterator[Cell]:
    """Yield the cells of the funds, of which it is known whether the project is finished."""
    if any(EXECUTION in weights.points for weights in spec.weights.sets):
        for kind, done in product(FUNDS, finished):
            yield Cell(EXECUTION, "", "", "", "", kind, done)


def others(spec: IndicatorSpec) -> Iterator[str]:
    """Yield words that are no second level and no part of a name that a condition looks for."""
    named = {word for when in spec.conditions for word in (*when.level2, *when.name_has)}
    yield from (word for word in _OTHER if not any(word in other for other in named))
    while True:
        yield max(named, key=len, default="") + _OTHER


def witness(spec: IndicatorSpec, cell: Cell, target: str, actual: str, rule: str | None = None) -> RowFacts:
    """Return the facts of a row, or of the funds, of a cell."""
    if cell.class_ == EXECUTION:
        total = {"initial": target, "budget": target, "spent": actual}
        return facts_of(Project.model_validate({"year": YEAR, "funds": {"total": total}})).execution
    return read_row(0, Indicator.model_validate(row_of(spec, cell, target, actual, rule)), YEAR)


def row_of(spec: IndicatorSpec, cell: Cell, target: str, actual: str, rule: str | None = None) -> dict[str, object]:
    """Return a row of a cell, as a project file states it; it weighs one point."""
    name = cell.name or next(others(spec))
    optional = {"level2": cell.level2, "comparison": cell.comparison, "direction": cell.direction, "rule": rule}
    stated = {key: value for key, value in optional.items() if value}
    label = spec.classes[cell.class_].label
    return {"level1": label, "name": name, **stated, "target": target, "actual": actual, "weight": "1"}


def _targets(cell: Cell) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the targets that show a cell, each with its actuals; of the funds the budget, with what was spent."""
    if cell.class_ == EXECUTION:
        budget, *spent = FUNDS[cell.kind]
        return ((budget, tuple(spent)),)
    return KINDS[cell.kind]


class Trial:
    """The engine tried on cells; what it can measure is remembered, as few kinds of rows differ in that."""

    def __init__(self, spec: IndicatorSpec) -> None:
        self.spec, self.plan = spec, plan_of(spec)
        self._measurable: dict[tuple[int, str, str, bool], list[list[bool]]] = {}

    def case(self, cell: Cell, named: Rule | None = None) -> Case | None:
        """Return what the engine does with a cell; ``None`` where comparison and direction contradict each other."""
        target = _targets(cell)[0][0].format(year=YEAR)
        facts = witness(self.spec, cell, target, target, named.name if named else None)
        if facts.problem is not None:
            return None
        choice = self.plan.choose(facts, cell.finished)
        comparison = choice.comparison

        def applies(when: When) -> bool:  # the row of the funds fits general rules too, which do not mean it
            is_meant = cell.class_ != EXECUTION or EXECUTION in when.class_
            return is_meant and fits(when, facts, cell.class_, comparison, cell.finished)

        fitting = tuple(rule for rule in self.spec.rules if named is None and any(map(applies, rule.when or ())))
        measured = choice.rule is not None and self.measurable(choice.rule, cell, comparison)
        return Case(cell, comparison, choice.rule, measured, choice.caps, choice.remarks, fitting, named is not None)

    def named(self, rule: Rule) -> list[Case]:
        """Return the cases of rows that name a rule, in the first class that rows may have."""
        classes = [name for name in self.spec.classes if name != EXECUTION][:1]
        targets = ((class_, kind, comparison) for class_ in classes for kind, comparison in _TARGETS)
        cases = (self.case(Cell(class_, "", "", sign, "", kind, True), rule) for class_, kind, sign in targets)
        return [case for case in cases if case is not None]

    def measurable(self, rule: CurveOwner, cell: Cell, comparison: str) -> bool:
        """Whether the measure of a rule, cap or remark can be taken of the rows of a cell.

        Whether it can depends on the kinds and units of target and actual and on the sign of the target alone,
        and the rows of ``KINDS`` have them all.
        """
        return any(map(all, self._measured(rule, cell, comparison)))

    def partly(self, rule: CurveOwner, cell: Cell, comparison: str) -> bool:
        """Whether it can be taken of some rows of a cell only: off a target of zero there is no ratio."""
        by_target = self._measured(rule, cell, comparison)
        return any(map(any, by_target)) and not any(map(all, by_target))

    def _measured(self, rule: CurveOwner, cell: Cell, comparison: str) -> list[list[bool]]:
        """Return for each target of a cell of which actuals a measure can be taken."""
        key = (id(rule), cell.kind, comparison, cell.class_ == EXECUTION)
        if key not in self._measurable:
            self._measurable[key] = [
                [self._measures(rule, cell, comparison, target, actual) for actual in actuals]
                for target, actuals in _targets(cell)
            ]
        return self._measurable[key]

    def _measures(self, rule: CurveOwner, cell: Cell, comparison: str, target: str, actual: str) -> bool:
        facts = witness(self.spec, cell, target.format(year=YEAR), actual.format(year=YEAR))
        if measure_of(rule).is_stated and facts.funds is None:  # a share can be stated on any row
            facts = read_row(0, facts.indicator.model_copy(update={"share": ONE}), YEAR)
        return not isinstance(measure_of(rule).of(facts.over(rule.over), rule, comparison), Problem)
