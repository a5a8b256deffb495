"""Where rules, caps and remarks are used: the kinds of rows that reach them, by the profile of their measure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from jixiao.curve import Count, Interval, image
from jixiao.findings import Finding
from jixiao.measure import Measure, measure_of
from jixiao.measure.profile import Profile, RowKind
from jixiao.model.facts import EXECUTION
from jixiao.model.rules import Cap, CurveOwner, Rule
from jixiao.model.spec import IndicatorSpec
from jixiao.spec_tools.proof.counterexamples import Example
from jixiao.spec_tools.proof.row_classes import KINDS, STATED, Case, Trial


class Fault(NamedTuple):
    """A finding, projects that show it where some can, and rules of which nothing is proven for it, by name."""

    finding: Finding
    example: Example | None = None
    rules: tuple[str, ...] = ()


def fault(
    code: str, path: str, args: Mapping[str, object], example: Example | None, rules: tuple[str, ...] = ()
) -> Fault:
    """Return a fault whose message shows its example, "—" where there is none."""
    case = "—" if example is None else example.shows
    return Fault(Finding(code, path, {**args, "case": case}), example, rules)


class Run(NamedTuple):
    """A profile of an owner's measure, and the cases in which the measure has it, the simplest first.

    ``caps`` are those of a rule's rows that can be measured on some of them.
    """

    profile: Profile
    cases: tuple[Case, ...]
    caps: tuple[Cap, ...] = ()

    @property
    def case(self) -> Case:
        """Return the simplest case."""
        return self.cases[0]


class Use(NamedTuple):
    """A rule, cap or remark at its place in the spec, and its runs. ``named``: only rows that name it get it."""

    owner: CurveOwner
    path: str
    runs: tuple[Run, ...]
    named: bool = False

    def image(self, run: Run) -> Interval:
        """Return the values that reach the curve in a run."""
        return image(self.owner.counting, run.profile.domain)

    @property
    def comparisons(self) -> tuple[str, ...]:
        """Return the comparisons under which it is used, in the order of ``STATED``."""
        cases = (case for run in self.runs for case in run.cases if case.cell.class_ != EXECUTION)
        signs = {case.comparison for case in cases}
        return tuple(sign for sign in STATED if sign and sign in signs)


def reverses(count: Count | None) -> bool:
    """Whether a counting stage turns the order of values around."""
    return count is not None and count.reverses


def rule_uses(spec: IndicatorSpec, cases: Iterable[Case], trial: Trial) -> list[Use]:
    """Return every rule with the cases that it is measured in; one without a condition with the rows that name it."""
    cases, uses = list(cases), []
    for index, rule in enumerate(spec.rules):
        named = not rule.when
        of_rule = [case for case in cases if case.rule is rule]
        if named:
            of_rule = trial.named(rule)
        runs = _runs(rule, (case for case in of_rule if case.measured), trial)
        uses.append(Use(rule, f"rules[{index}]", runs, named))
    return uses


def other_uses(spec: IndicatorSpec, cases: Iterable[Case], trial: Trial) -> Iterator[Use]:
    """Yield every cap and remark with the cases in which the row is scored and its measure can be taken."""
    scored = [case for case in cases if case.measured]
    for index, cap in enumerate(spec.caps):
        capped = _measured(cap, (case for case in scored if cap in case.caps), trial)
        yield Use(cap, f"caps[{index}]", _runs(cap, capped, trial))
    for index, remark in enumerate(spec.remarks):
        remarked = _measured(remark, (case for case in scored if remark in case.remarks), trial)
        yield Use(remark, f"remarks[{index}]", _runs(remark, remarked, trial))


def _measured(owner: CurveOwner, cases: Iterable[Case], trial: Trial) -> Iterator[Case]:
    return (case for case in cases if trial.measurable(owner, case.cell, case.comparison))


def _runs(owner: CurveOwner, cases: Iterable[Case], trial: Trial) -> tuple[Run, ...]:
    """Return the cases by the profile of the measure, ``=`` with 反向 apart; under caps by sign and direction."""
    groups: dict[tuple[Profile, tuple[str, ...], tuple[str, ...]], list[Case]] = {}
    caps = {cap.name: cap for cap in trial.spec.caps}
    for case in sorted(cases, key=plainness):
        names = tuple(cap.name for cap in _lowering(owner, case, trial))
        sides = ("", "")
        if names or case.row_kind.is_reversed_equal:
            sides = (case.comparison, case.cell.direction)
        groups.setdefault((profile_of(owner, case), names, sides), []).append(case)
    return tuple(
        Run(profile, tuple(cases), tuple(caps[name] for name in names)) for (profile, names, _), cases in groups.items()
    )


def _lowering(owner: CurveOwner, case: Case, trial: Trial) -> Iterator[Cap]:
    """Yield the caps that can be measured on some rows of a rule."""
    if not isinstance(owner, Rule):
        return
    for cap in case.caps:
        row = cap, case.cell, case.comparison
        if trial.measurable(*row) or trial.partly(*row):
            yield cap


def profile_of(owner: CurveOwner, case: Case) -> Profile:
    """Return the profile of an owner's measure in a case."""
    return _profile(measure_of(owner), case.row_kind)


@lru_cache(maxsize=2**10)
def _profile(measure: Measure, kind: RowKind) -> Profile:
    return measure.profile(kind)


def plainness(case: Case) -> tuple[object, ...]:
    """Return what makes a case plain: no names, a sign of its own, the first kinds."""
    cell = case.cell
    kind = list(KINDS).index(cell.kind)
    unstated = cell.comparison == "" and cell.class_ != EXECUTION
    named = cell.level2 != "", cell.name != ""
    return (*named, kind, cell.direction != "", unstated, STATED.index(cell.comparison), cell.finished is not True)
