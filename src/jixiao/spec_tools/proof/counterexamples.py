"""Counterexamples: the smallest project that shows a fault, scored by the engine before anybody is told of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from jixiao.exact import MOST_DECIMALS, ONE, ZERO, at_least, decimal_places, places_of, plain
from jixiao.model.facts import EXECUTION
from jixiao.model.project import Project
from jixiao.model.spec import IndicatorSpec
from jixiao.scoring import RowScore, Scored, score_project
from jixiao.scoring.plan import plan_of
from jixiao.spec_tools.proof.row_classes import YEAR, Case, others, row_of
from jixiao.spec_tools.proof.sample_rows import Row

#: A project of a counterexample, as a project file states it.
Stated = Mapping[str, Any]


@dataclass(frozen=True)
class Example:
    """Projects that show a fault, and what they show in short: values and their scores.

    Faults of the funds' row need two projects, all others one. ``rows`` is how many rows, from the first on,
    show it; a row after them only takes the points left over.
    """

    projects: tuple[Stated, ...]
    rows: int = 0
    shows: str = ""


def scored(spec: IndicatorSpec, project: Stated) -> Scored:
    """A project under a spec, as ``jixiao score`` scores it."""
    return score_project(Project.model_validate(project), spec)


def example(spec: IndicatorSpec, case: Case, rows: list[Row]) -> Example:
    """Rows of a case as projects: one table, or a project for each row of the funds."""
    if of_funds(case):
        bare = Example(tuple(_funds(spec, case, row) for row in rows))
    else:
        bare = Example((_table(spec, case, rows),), len(rows))
    return replace(bare, shows=_shows(spec, case, bare))


def scores(spec: IndicatorSpec, found: Example) -> list[RowScore]:
    """The rows that an example is about, scored."""
    results = [scored(spec, project) for project in found.projects]
    if found.rows:
        return [row for result in results for row in result.rows[: found.rows]]
    return [result.execution for result in results if result.execution is not None]


def of_funds(case: Case) -> bool:
    """Whether a case is the row of the funds."""
    return case.cell.class_ == EXECUTION


def year_of(spec: IndicatorSpec) -> int:
    """A year in which the spec is in force."""
    start, end = spec.in_force.start, spec.in_force.end
    return max(start.year if start else YEAR, min(YEAR, end.year if end else YEAR))


def head(spec: IndicatorSpec, name: str, *, finished: bool | None = True) -> dict[str, Any]:
    """A project without rows: the whole budget spent; nothing of it known where completion is not."""
    found: dict[str, Any] = {"name": name, "year": str(year_of(spec))}
    if finished is None:
        return found
    return {**found, "finished": finished, "funds": {"total": dict.fromkeys(("initial", "budget", "spent"), "100")}}


def left_over(spec: IndicatorSpec, classes: Iterable[str]) -> Fraction:
    """The points that rows of these classes share, after the row of the funds."""
    plan = plan_of(spec)
    return plan.full - plan.preset(frozenset(classes)).get(EXECUTION, ZERO)


def _funds(spec: IndicatorSpec, case: Case, row: Row) -> Stated:
    """A row of the funds, above one row of each class that a set of weights asks for."""
    total = {"initial": row["target"], "budget": row["target"], "spent": row["actual"]}
    weighed = next(found for found in spec.weights.sets if EXECUTION in found.points)
    classes = weighed.present or tuple(name for name in spec.classes if name != EXECUTION)[:1]
    whole = left_over(spec, classes)
    rest = [_filler(spec, class_, whole / len(classes), class_) for class_ in classes]
    found = head(spec, spec.id, finished=case.cell.finished)
    return {**found, "funds": {"total": total}, "indicators": rest}


def _table(spec: IndicatorSpec, case: Case, rows: list[Row]) -> Stated:
    """A table of rows that share the points equally; a last one takes what cannot be shared."""
    class_ = case.cell.class_
    points = left_over(spec, {class_})
    each = _writable(points / len(rows))
    names = (f"{case.cell.name}{word}" for word in others(spec))
    found = [
        {**_row(spec, case, row), "name": name, "weight": plain(each)} for row, name in zip(rows, names, strict=False)
    ]
    rest = points - each * len(rows)
    filler = [_filler(spec, class_, rest, next(names))] if rest > 0 else []
    return {**head(spec, spec.id, finished=case.cell.finished), "indicators": [*found, *filler]}


def _writable(points: Fraction) -> Fraction:
    """Points as a weight that can be typed: as they are, or whole ones."""
    places = decimal_places(points)
    return points if places is not None and places <= MOST_DECIMALS else points // ONE * ONE


def _row(spec: IndicatorSpec, case: Case, row: Row) -> dict[str, object]:
    rule = case.rule.name if case.named and case.rule is not None else None
    return {**row_of(spec, case.cell, row["target"], row["actual"], rule), **row}


def _filler(spec: IndicatorSpec, class_: str, weight: Fraction, name: str) -> dict[str, object]:
    return {"level1": spec.classes[class_].label, "name": name, "target": "≥1", "actual": "1", "weight": plain(weight)}


def _shows(spec: IndicatorSpec, case: Case, found: Example) -> str:
    """The values and scores of the rows in one line: "≥100: 80 → 45.00; 90 → 40.50"."""
    rows = scores(spec, found)
    if of_funds(case):
        totals = [project["funds"]["total"] for project in found.projects]
        target, actuals = totals[0]["budget"], [total["spent"] for total in totals]
    else:
        target, actuals = rows[0].facts.indicator.target, [_stated(row) for row in rows]
    sign = "" if case.comparison == "定性" or of_funds(case) else case.comparison
    parts = [f"{actual} → {points(spec, row)}" for actual, row in zip(actuals, rows, strict=True)]
    return f"{sign}{target}: {'; '.join(parts)}"


def _stated(row: RowScore) -> str:
    typed = row.facts.indicator
    share = None if typed.share is None else plain(typed.share)
    return ", ".join(part for part in (typed.actual, typed.tier, share) if part)


def points(spec: IndicatorSpec, row: RowScore) -> str:
    """A row's score as it prints, "—" where it has none."""
    return "—" if row.score is None else at_least(row.score, places_of(plan_of(spec).step))


def documents(found: Example, spec_name: str, told: Iterable[str]) -> Iterator[str]:
    """The text of each project file of an example; ``told`` stands above it as comments."""
    for project in found.projects:
        lines = [f"# {line}" for text in (*told, found.shows) for line in text.splitlines()]
        yield "\n".join([*lines, f"spec: {_scalar(spec_name)}", *_lines(project)]) + "\n"


def _lines(project: Stated) -> Iterator[str]:
    for key, value in project.items():
        if key == "indicators":
            yield "indicators:"
            yield from (f"  - {_flow(row)}" for row in value)
        else:
            yield f"{key}: {_flow(value)}"


def _flow(value: object) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(item)}" for key, item in value.items()) + "}"
    return _scalar(value)


def _scalar(value: object) -> str:
    """A value as YAML: numbers and booleans bare, all else quoted."""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    bare = text.isascii() and text.replace(".", "", 1).isdigit()
    return text if bare else json.dumps(text, ensure_ascii=False)
