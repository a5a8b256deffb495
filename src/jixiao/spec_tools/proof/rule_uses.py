"""Where rules, caps and remarks are used: the kinds of rows that reach them, by the course of their measure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from jixiao.curve import Count
from jixiao.findings import Finding
from jixiao.model.facts import EXECUTION
from jixiao.model.rules import Cap, Remark, Rule
from jixiao.model.spec import IndicatorSpec
from jixiao.spec_tools.proof.counterexamples import Example
from jixiao.spec_tools.proof.domains import Counted, Course, counted, course
from jixiao.spec_tools.proof.row_classes import KINDS, STATED, Case, Owner, Trial


class Fault(NamedTuple):
    """A finding, projects that show it where some can, and rules of which nothing is proven for it, by name."""

    finding: Finding
    example: Example | None = None
    rules: tuple[str, ...] = ()


class Run(NamedTuple):
    """A course that an owner's measure takes, and the cases that it takes it in, the simplest first.

    ``caps`` are those of a rule's rows that can be measured on some of them.
    """

    course: Course
    cases: tuple[Case, ...]
    caps: tuple[Cap, ...] = ()

    @property
    def case(self) -> Case:
        """The simplest case."""
        return self.cases[0]


class Use(NamedTuple):
    """A rule, cap or remark at its place in the spec, and its runs. ``named``: only rows that name it get it."""

    owner: Owner
    path: str
    runs: tuple[Run, ...]
    named: bool = False

    def image(self, run: Run) -> Counted:
        """The values that reach the curve in a run."""
        return counted(run.course.domain, counting(self.owner))

    @property
    def comparisons(self) -> tuple[str, ...]:
        """The comparisons under which it is used, as they are met."""
        rows = (case for run in self.runs for case in run.cases if case.cell.class_ != EXECUTION)
        met = {case.comparison for case in rows}
        return tuple(sign for sign in STATED if sign and sign in met)


def counting(owner: Owner) -> Count | None:
    """The counting stage of a rule or cap; remarks have none."""
    return None if isinstance(owner, Remark) else owner.counting


def rule_uses(spec: IndicatorSpec, cases: Iterable[Case], trial: Trial) -> list[Use]:
    """Every rule with the cases that it is measured in; rules without a condition with the rows that name them."""
    cases, found = list(cases), []
    for index, rule in enumerate(spec.rules):
        named = not rule.when
        of_rule = trial.named(rule) if named else [case for case in cases if case.rule is rule]
        runs = _runs(rule, (case for case in of_rule if case.measured), trial)
        found.append(Use(rule, f"rules[{index}]", runs, named))
    return found


def other_uses(spec: IndicatorSpec, cases: Iterable[Case], trial: Trial) -> Iterator[Use]:
    """Every cap and remark with the cases in which the row is scored and its measure can be taken."""
    whole = [case for case in cases if case.measured]
    for index, cap in enumerate(spec.caps):
        found = _measured(cap, (c for c in whole if cap in c.caps), trial)
        yield Use(cap, f"caps[{index}]", _runs(cap, found, trial))
    for index, remark in enumerate(spec.remarks):
        found = _measured(remark, (c for c in whole if remark in c.remarks), trial)
        yield Use(remark, f"remarks[{index}]", _runs(remark, found, trial))


def _measured(owner: Owner, cases: Iterable[Case], trial: Trial) -> Iterator[Case]:
    return (case for case in cases if trial.measurable(owner, case.cell, case.comparison))


def _runs(owner: Owner, cases: Iterable[Case], trial: Trial) -> tuple[Run, ...]:
    """The cases by the course of the owner's measure, ``=`` with 反向 apart; under caps by sign and direction."""
    found: dict[tuple[Course, tuple[str, ...], tuple[str, ...]], list[Case]] = {}
    caps = {cap.name: cap for cap in trial.spec.caps}
    for case in sorted(cases, key=plainness):
        names = tuple(cap.name for cap in _lowering(owner, case, trial))
        asked = (case.comparison, case.cell.direction)
        if not names and asked != ("=", "反向"):
            asked = ("", "")
        found.setdefault((run_of(owner, [case]).course, names, asked), []).append(case)
    return tuple(
        Run(taken, tuple(cases), tuple(caps[name] for name in names)) for (taken, names, _), cases in found.items()
    )


def _lowering(owner: Owner, case: Case, trial: Trial) -> Iterator[Cap]:
    """The caps that can be measured on some rows of a rule."""
    for cap in case.caps if isinstance(owner, Rule) else ():
        taken = cap, case.cell, case.comparison
        if trial.measurable(*taken) or trial.partly(*taken):
            yield cap


def run_of(owner: Owner, cases: list[Case]) -> Run:
    """The run of cases that all take the course of the first."""
    case = cases[0]
    return Run(course(owner.measure, case.sign, case.comparison, case.cell.direction), tuple(cases))


def plainness(case: Case) -> tuple[object, ...]:
    """What makes a case plain: no names, a sign of its own, the first kinds."""
    cell = case.cell
    kind = list(KINDS).index(cell.kind)
    unstated = cell.comparison == "" and cell.class_ != EXECUTION
    named = cell.level2 != "", cell.name != ""
    return (*named, kind, cell.direction != "", unstated, STATED.index(cell.comparison), cell.finished is not True)
