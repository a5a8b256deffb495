"""Which rule each kind of row gets: none is left out unseen, no rule is hidden unseen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from jixiao.findings import Codes, Finding
from jixiao.model.rules import Rule
from jixiao.model.spec import IndicatorSpec
from jixiao.scoring import RowScore
from jixiao.spec_tools.proof.counterexamples import Example, example, of_funds, scores
from jixiao.spec_tools.proof.curve_laws import sense
from jixiao.spec_tools.proof.row_classes import FUNDS, KINDS, YEAR, Case, Grid, Trial
from jixiao.spec_tools.proof.rule_uses import Fault, Use, plainness, run_of
from jixiao.spec_tools.proof.sample_rows import Row

#: What tells cells apart in a message, by the words of the specs' own conditions; the comparison is the one taken.
PARTS = ("direction", "comparison", "target", "name_has", "level2", "class", "finished")
#: In which order a message names them.
_ORDER = (5, 4, 3, 1, 0, 2, 6)
Point = tuple[str, ...]
Box = tuple[frozenset[str], ...]


def selection(spec: IndicatorSpec, grid: Grid, trial: Trial) -> Iterator[Fault]:
    """Cells without a rule, or whose rule cannot be measured where a later one could, and rules that no cell gets."""
    if not grid.whole:
        yield Fault(Finding(Codes.TOO_MANY_ROW_KINDS, "rules", {"seen": len(grid.cases)}))
    yield from _uncovered(spec, grid.cases)
    yield from _hidden(spec, grid.cases, trial)
    yield from _unreached(spec, grid.cases)


def _uncovered(spec: IndicatorSpec, cases: tuple[Case, ...]) -> Iterator[Fault]:
    missing = [case for case in cases if case.rule is None]
    for box, case in _boxed(missing, cases):
        shown = _unscored(spec, case)
        yield Fault(
            Finding(Codes.ROWS_WITHOUT_RULE, "rules", {"cells": box, "case": shown.shows if shown else "—"}), shown
        )


def _hidden(spec: IndicatorSpec, cases: tuple[Case, ...], trial: Trial) -> Iterator[Fault]:
    """Rules that take rows they cannot measure, where a later rule could."""
    for rule, lost in _unmeasured(spec, cases):
        able = {_able(case, trial): case for case in lost}
        hides = [case for case in lost if _able(case, trial)]
        for box, case in _boxed(hides, [case for case in cases if case.rule is rule]):
            shown, others = _unscored(spec, case), "、".join(name for name in able if name)
            args = {"name": rule.name, "measure": rule.measure, "other": others, "cells": box}
            path = f"rules[{spec.rules.index(rule)}]"
            yield Fault(Finding(Codes.RULE_HIDES_ANOTHER, path, {**args, "case": shown.shows if shown else "—"}), shown)


def _unmeasured(spec: IndicatorSpec, cases: tuple[Case, ...]) -> Iterator[tuple[Rule, list[Case]]]:
    """Rules with the cases that they take and cannot be measured in."""
    for rule in spec.rules:
        lost = [case for case in cases if case.rule is rule and not case.measured]
        if lost:
            yield rule, lost


def unmeasured(spec: IndicatorSpec, cases: tuple[Case, ...]) -> list[dict[str, str]]:
    """Rows that a rule takes and cannot measure, which are told so and get no score: by rule, as boxes of cells."""
    return [
        {"rule": rule.name, "measure": rule.measure, "cells": box}
        for rule, lost in _unmeasured(spec, cases)
        for box, _ in _boxed(lost, [case for case in cases if case.rule is rule])
    ]


def _able(case: Case, trial: Trial) -> str:
    """The first rule behind the one taken that fits the case too, can be measured there and runs the right way."""
    later = iter(case.fitting)
    passed = any(rule is case.rule for rule in later)
    able = (rule for rule in later if passed and trial.measurable(rule, case.cell, case.comparison))
    return next((rule.name for rule in able if sense(Use(rule, "", ()), run_of(rule, [case])) == "sound"), "")


def _unscored(spec: IndicatorSpec, case: Case) -> Example | None:
    """A row of a case, which the engine leaves without a score."""
    return _shown(spec, case, lambda found: all(row.score is None for row in found))


def _shown(spec: IndicatorSpec, case: Case, claim: Callable[[list[RowScore]], bool]) -> Example | None:
    for row in _samples(case):
        found = example(spec, case, [row])
        if claim(scores(spec, found)):
            return found
    return None


def _samples(case: Case) -> Iterator[Row]:
    if of_funds(case):
        budget, spent = FUNDS[case.cell.kind]
        yield {"target": budget, "actual": spent}
        return
    for target, actuals in KINDS[case.cell.kind]:
        for actual in actuals:
            yield {"target": target.format(year=YEAR), "actual": actual.format(year=YEAR)}


def _unreached(spec: IndicatorSpec, cases: tuple[Case, ...]) -> Iterator[Fault]:
    """Rules with conditions that every fitting row loses to an earlier one."""
    reached = {id(case.rule) for case in cases}
    for index, rule in enumerate(spec.rules):
        if rule.when and id(rule) not in reached:
            lost = [case for case in cases if any(rule is other for other in case.fitting)]
            takers = "、".join(dict.fromkeys(case.rule.name for case in lost if case.rule is not None)) or "—"
            shown = _shown(spec, lost[0], bool) if lost else None
            args = {"name": rule.name, "by": takers, "case": shown.shows if shown else "—"}
            yield Fault(Finding(Codes.RULE_NEVER_REACHED, f"rules[{index}]", args), shown)


def precedence(spec: IndicatorSpec, cases: Iterable[Case]) -> dict[str, list[str]]:
    """For each rule the later ones that fit rows which it takes: where the order of the list decides."""
    found: dict[str, dict[str, None]] = {}
    for case in cases:
        for other in case.fitting:
            if case.rule is not None and other is not case.rule and not case.named:
                found.setdefault(case.rule.name, {})[other.name] = None
    return {rule.name: list(found[rule.name]) for rule in spec.rules if rule.name in found}


# Many cells in few words


def _boxed(missing: list[Case], cases: Iterable[Case]) -> Iterator[tuple[str, Case]]:
    """Cases gathered into boxes, each in words and with its first case; what all ``cases`` share is left out."""
    points = {point_of(case): case for case in sorted(missing, key=plainness, reverse=True)}
    every = [point_of(case) for case in cases]
    for box in boxes(list(points), every):
        inside = [case for point, case in points.items() if all(map(_within, point, box))]
        yield box_text(box, every), min(inside, key=plainness)


def point_of(case: Case) -> Point:
    """A case by the parts that messages name."""
    cell = case.cell
    finished = {True: "true", False: "false", None: "null"}[cell.finished]
    return (cell.direction, case.comparison, cell.kind, cell.name, cell.level2, cell.class_, finished)


def _within(value: str, values: frozenset[str]) -> bool:
    return not values or value in values


def boxes(missing: list[Point], every: list[Point]) -> list[Box]:
    """Points as few boxes, merged part by part; an empty set stands for any value that the other parts allow."""
    allowed: dict[Point, set[str]] = {}
    for point in every:
        allowed.setdefault(point[1:], set()).add(point[0])
    found: dict[tuple[frozenset[str], ...], None] = {}
    for rest, directions in _gathered([((point[:1]), point[1:]) for point in missing]).items():
        anything = directions == allowed.get(rest)
        found[(frozenset() if anything else frozenset(directions), *(frozenset([part]) for part in rest))] = None
    merged = list(found)
    for index in range(1, len(PARTS)):
        merged = _merged(merged, index)
    return merged


def _gathered(pairs: list[tuple[Point, Point]]) -> dict[Point, set[str]]:
    found: dict[Point, set[str]] = {}
    for first, rest in pairs:
        found.setdefault(rest, set()).update(first)
    return found


def _merged(found: list[Box], index: int) -> list[Box]:
    """Boxes that differ in one part only, as one."""
    together: dict[Box, frozenset[str]] = {}
    for box in found:
        rest = (*box[:index], *box[index + 1 :])
        together[rest] = together.get(rest, frozenset()) | box[index]
    return [(*rest[:index], values, *rest[index:]) for rest, values in together.items()]


def box_text(box: Box, every: list[Point]) -> str:
    """A box in the words of conditions; parts that may be anything are left out, "*" where all may."""
    shown = []
    for index in _ORDER:
        values, whole = box[index], {point[index] for point in every}
        if values and values != whole:
            ordered = [value for value in dict.fromkeys(point[index] for point in every) if value in values]
            shown.append(f"{PARTS[index]}: {'/'.join(value or '—' for value in ordered)}")
    return ", ".join(shown) or "*"
