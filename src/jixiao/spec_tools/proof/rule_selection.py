"""Which rule each kind of row gets; findings on rows without a rule, and on rules that no row gets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from jixiao.findings import Codes, Finding
from jixiao.model.rules import Rule
from jixiao.model.spec import IndicatorSpec
from jixiao.scoring import RowScore
from jixiao.spec_tools.proof.counterexamples import Example, example, first, of_funds, scores
from jixiao.spec_tools.proof.curve_laws import sense
from jixiao.spec_tools.proof.row_classes import FUNDS, KINDS, YEAR, Case, Grid, Trial
from jixiao.spec_tools.proof.rule_uses import Fault, Run, Use, fault, plainness, profile_of
from jixiao.spec_tools.proof.sample_rows import Row

#: What tells cells apart in a message, by the words of the specs' own conditions; the comparison is the one taken.
PARTS = ("direction", "comparison", "target", "name_has", "level2", "class", "finished")
#: In which order a message names them.
_ORDER = (5, 4, 3, 1, 0, 2, 6)
Point = tuple[str, ...]
Box = tuple[frozenset[str], ...]


def selection(spec: IndicatorSpec, grid: Grid, trial: Trial) -> Iterator[Fault]:
    """Yield cells without a rule, or with one that cannot be measured where a later could, and unreached rules."""
    if not grid.is_complete:
        yield Fault(Finding(Codes.TOO_MANY_ROW_KINDS, "rules", {"seen": len(grid.cases)}))
    yield from _uncovered(spec, grid.cases)
    yield from _hidden(spec, grid.cases, trial)
    yield from _unreached(spec, grid.cases)


def _uncovered(spec: IndicatorSpec, cases: tuple[Case, ...]) -> Iterator[Fault]:
    missing = [case for case in cases if case.rule is None]
    for box, case in _boxed(missing, cases):
        yield fault(Codes.ROWS_WITHOUT_RULE, "rules", {"cells": box}, _unscored(spec, case))


def _hidden(spec: IndicatorSpec, cases: tuple[Case, ...], trial: Trial) -> Iterator[Fault]:
    """Yield rules that take rows they cannot measure, where a later rule could."""
    for rule, unmeasured in _unmeasured(spec, cases):
        hidden = [_able(case, trial) for case in unmeasured]
        hiding = [case for case, other in zip(unmeasured, hidden, strict=True) if other]
        names = "、".join(name for name in dict.fromkeys(hidden) if name)
        for box, case in _boxed(hiding, [case for case in cases if case.rule is rule]):
            args = {"name": rule.name, "measure": rule.measure, "other": names, "cells": box}
            path = f"rules[{spec.rules.index(rule)}]"
            yield fault(Codes.RULE_HIDES_ANOTHER, path, args, _unscored(spec, case))


def _unmeasured(spec: IndicatorSpec, cases: tuple[Case, ...]) -> Iterator[tuple[Rule, list[Case]]]:
    """Yield rules with the cases that they take and cannot be measured in."""
    for rule in spec.rules:
        unmeasured = [case for case in cases if case.rule is rule and not case.measured]
        if unmeasured:
            yield rule, unmeasured


def unmeasured(spec: IndicatorSpec, cases: tuple[Case, ...]) -> list[dict[str, str]]:
    """Return the rows that a rule takes and cannot measure, which get no score: by rule, as boxes of cells."""
    return [
        {"rule": rule.name, "measure": rule.measure, "cells": box}
        for rule, without_score in _unmeasured(spec, cases)
        for box, _ in _boxed(without_score, [case for case in cases if case.rule is rule])
    ]


def _able(case: Case, trial: Trial) -> str:
    """Return the first rule behind the one taken that fits the case, can be measured and runs the right way; or ""."""
    later = iter(case.fitting)
    passed = any(rule is case.rule for rule in later)
    able = (rule for rule in later if passed and trial.measurable(rule, case.cell, case.comparison))
    sound = (rule for rule in able if sense(Use(rule, "", ()), Run(profile_of(rule, case), (case,))) == "sound")
    return next((rule.name for rule in sound), "")


def _unscored(spec: IndicatorSpec, case: Case) -> Example | None:
    """Return a row of a case that the engine leaves without a score."""
    return _sample_of(spec, case, lambda rows: all(row.score is None for row in rows))


def _sample_of(spec: IndicatorSpec, case: Case, claim: Callable[[list[RowScore]], bool]) -> Example | None:
    """Return the first sample of a case of which something is true."""
    examples = (example(spec, case, [row]) for row in _samples(case))
    return next((sample for sample in examples if claim(scores(spec, sample))), None)


def _samples(case: Case) -> Iterator[Row]:
    if of_funds(case):
        budget, spent = FUNDS[case.cell.kind]
        yield {"target": budget, "actual": spent}
        return
    for target, actuals in KINDS[case.cell.kind]:
        for actual in actuals:
            yield {"target": target.format(year=YEAR), "actual": actual.format(year=YEAR)}


def _unreached(spec: IndicatorSpec, cases: tuple[Case, ...]) -> Iterator[Fault]:
    """Yield rules with conditions that every fitting row loses to an earlier one."""
    reached = {id(case.rule) for case in cases}
    for index, rule in enumerate(spec.rules):
        if rule.when and id(rule) not in reached:
            fitting = [case for case in cases if any(rule is other for other in case.fitting)]
            args = {"name": rule.name, "by": _takers(fitting)}
            sample = first(_sample_of(spec, case, bool) for case in fitting[:1])
            yield fault(Codes.RULE_NEVER_REACHED, f"rules[{index}]", args, sample)


def _takers(cases: Iterable[Case]) -> str:
    """Return the names of the rules that score the rows of these cases."""
    return "、".join(dict.fromkeys(case.rule.name for case in cases if case.rule is not None)) or "—"


def precedence(spec: IndicatorSpec, cases: Iterable[Case]) -> dict[str, list[str]]:
    """Return for each rule the later ones that fit rows which it takes: where the order of the list decides."""
    later: dict[str, dict[str, None]] = {}
    for case in cases:
        for other in case.fitting:
            if case.rule is not None and other is not case.rule and not case.named:
                later.setdefault(case.rule.name, {})[other.name] = None
    return {rule.name: list(later[rule.name]) for rule in spec.rules if rule.name in later}


# Many cells in few words


def _boxed(missing: list[Case], cases: Iterable[Case]) -> Iterator[tuple[str, Case]]:
    """Yield cases gathered into boxes, each in words and with its first case; what all ``cases`` share is left out."""
    points = {point_of(case): case for case in sorted(missing, key=plainness, reverse=True)}
    every = [point_of(case) for case in cases]
    for box in boxes(list(points), every):
        inside = [case for point, case in points.items() if all(map(_within, point, box))]
        yield box_text(box, every), min(inside, key=plainness)


def point_of(case: Case) -> Point:
    """Return a case by the parts that messages name."""
    cell = case.cell
    finished = {True: "true", False: "false", None: "null"}[cell.finished]
    return (cell.direction, case.comparison, cell.kind, cell.name, cell.level2, cell.class_, finished)


def _within(value: str, values: frozenset[str]) -> bool:
    return not values or value in values


def boxes(missing: list[Point], every: list[Point]) -> list[Box]:
    """Return points as few boxes, merged part by part; an empty set is any value that the other parts allow."""
    allowed = _directions(every)
    merged: list[Box] = []
    for point, directions in _directions(missing).items():
        of_point = frozenset(directions)
        if directions == allowed.get(point):
            of_point = frozenset()
        merged.append((of_point, *(frozenset([part]) for part in point)))
    for index in range(1, len(PARTS)):
        merged = _merged(merged, index)
    return merged


def _directions(points: list[Point]) -> dict[Point, set[str]]:
    """Return the directions, which come first, by the other parts of the points."""
    directions: dict[Point, set[str]] = {}
    for direction, *parts in points:
        directions.setdefault(tuple(parts), set()).add(direction)
    return directions


def _merged(boxes: list[Box], index: int) -> list[Box]:
    """Return boxes that differ in one part only as one."""
    together: dict[Box, frozenset[str]] = {}
    for box in boxes:
        key = (*box[:index], *box[index + 1 :])
        together[key] = together.get(key, frozenset()) | box[index]
    return [(*key[:index], values, *key[index:]) for key, values in together.items()]


def box_text(box: Box, every: list[Point]) -> str:
    """Return a box in the words of conditions; parts that may be anything are left out, "*" where all may."""
    texts = []
    for index in _ORDER:
        values, possible = box[index], dict.fromkeys(point[index] for point in every)
        if values and values != possible.keys():
            ordered = (value or "—" for value in possible if value in values)
            texts.append(f"{PARTS[index]}: {'/'.join(ordered)}")
    return ", ".join(texts) or "*"
