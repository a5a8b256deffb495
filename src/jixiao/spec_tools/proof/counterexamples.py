"""Counterexamples: the smallest project that shows a fault, scored by the engine before it is reported."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from jixiao.exact import MOST_DECIMALS, ONE, ZERO, decimal_places, format_exact, format_points, places_of
from jixiao.model.facts import EXECUTION
from jixiao.model.project import Project
from jixiao.model.rules import CurveOwner
from jixiao.model.spec import IndicatorSpec
from jixiao.scoring import RowScore, Scored, score_project
from jixiao.scoring.plan import plan_of
from jixiao.spec_tools.proof.row_classes import YEAR, Case, others, row_of
from jixiao.spec_tools.proof.sample_rows import Row, rows

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
    """Return a project under a spec, as ``jixiao score`` scores it."""
    return score_project(Project.model_validate(project), spec)


def example(spec: IndicatorSpec, case: Case, typed: list[Row]) -> Example:
    """Return rows of a case as projects: one table, or a project for each row of the funds."""
    if of_funds(case):
        bare = Example(tuple(_funds(spec, case, row) for row in typed))
    else:
        bare = Example((_table(spec, case, typed),), len(typed))
    return replace(bare, shows=_shows(spec, case, bare))


def example_at(
    spec: IndicatorSpec, case: Case, xs: list[Fraction], owner: CurveOwner | None = None, *, beyond: bool = False
) -> Example | None:
    """Return rows on which a measure takes these values as projects; ``None`` where they cannot be typed."""
    typed = rows(case, xs, owner, beyond=beyond)
    if typed is None:
        return None
    return example(spec, case, typed)


def first(examples: Iterable[Example | None]) -> Example | None:
    """Return the first example that there is."""
    return next((example for example in examples if example is not None), None)


def scores(spec: IndicatorSpec, example: Example) -> list[RowScore]:
    """Return the rows that an example is about, scored."""
    results = [scored(spec, project) for project in example.projects]
    if example.rows:
        return [row for result in results for row in result.rows[: example.rows]]
    return [result.execution for result in results if result.execution is not None]


def of_funds(case: Case) -> bool:
    """Whether a case is the row of the funds."""
    return case.cell.class_ == EXECUTION


def year_of(spec: IndicatorSpec) -> int:
    """Return a year in which the spec is in force."""
    start, end = spec.in_force.start, spec.in_force.end
    if start is not None and start.year > YEAR:
        return start.year
    if end is not None and end.year < YEAR:
        return end.year
    return YEAR


def head(spec: IndicatorSpec, name: str, *, finished: bool | None = True) -> dict[str, Any]:
    """Return a project without rows: the whole budget spent; without funds where it is not said to be finished."""
    stated: dict[str, Any] = {"name": name, "year": str(year_of(spec))}
    if finished is None:
        return stated
    return {**stated, "finished": finished, "funds": {"total": dict.fromkeys(("initial", "budget", "spent"), "100")}}


def left_over(spec: IndicatorSpec, classes: Iterable[str]) -> Fraction:
    """Return the points that rows of these classes share, after the row of the funds."""
    plan = plan_of(spec)
    return plan.full - plan.preset(frozenset(classes)).get(EXECUTION, ZERO)


def _funds(spec: IndicatorSpec, case: Case, row: Row) -> Stated:
    """Return a row of the funds, above one row of each class that a set of weights asks for."""
    total = {"initial": row["target"], "budget": row["target"], "spent": row["actual"]}
    weights = next(weights for weights in spec.weights.sets if EXECUTION in weights.points)
    classes = weights.present or tuple(name for name in spec.classes if name != EXECUTION)[:1]
    points_each = left_over(spec, classes) / len(classes)
    fillers = [_filler(spec, class_, points_each, class_) for class_ in classes]
    return {**head(spec, spec.id, finished=case.cell.finished), "funds": {"total": total}, "indicators": fillers}


def _table(spec: IndicatorSpec, case: Case, typed: list[Row]) -> Stated:
    """Return a table of rows that share the points equally; a last one takes what cannot be shared."""
    class_ = case.cell.class_
    points = left_over(spec, {class_})
    each = _writable(points / len(typed))
    names = (f"{case.cell.name}{word}" for word in others(spec))
    indicators: list[Mapping[str, object]] = [
        {**_row(spec, case, row), "name": name, "weight": format_exact(each)}
        for row, name in zip(typed, names, strict=False)
    ]
    remainder = points - each * len(typed)
    if remainder > 0:
        indicators.append(_filler(spec, class_, remainder, next(names)))
    return {**head(spec, spec.id, finished=case.cell.finished), "indicators": indicators}


def _writable(points: Fraction) -> Fraction:
    """Return points as a weight that can be typed: as they are, or whole ones."""
    places = decimal_places(points)
    if places is not None and places <= MOST_DECIMALS:
        return points
    return points // ONE * ONE


def _row(spec: IndicatorSpec, case: Case, row: Row) -> dict[str, object]:
    rule = case.rule.name if case.rule is not None and case.named else None
    return {**row_of(spec, case.cell, row["target"], row["actual"], rule), **row}


def _filler(spec: IndicatorSpec, class_: str, weight: Fraction, name: str) -> dict[str, object]:
    return {
        "level1": spec.classes[class_].label,
        "name": name,
        "target": "≥1",
        "actual": "1",
        "weight": format_exact(weight),
    }


def _shows(spec: IndicatorSpec, case: Case, example: Example) -> str:
    """Return the values and scores of the rows in one line: "≥100: 80 → 45.00; 90 → 40.50"."""
    scored_rows = scores(spec, example)
    if of_funds(case):
        totals = [project["funds"]["total"] for project in example.projects]
        target, actuals = totals[0]["budget"], [total["spent"] for total in totals]
    else:
        target, actuals = scored_rows[0].facts.indicator.target, [_stated(row) for row in scored_rows]
    has_sign = case.comparison != "定性" and not of_funds(case)
    sign = case.comparison if has_sign else ""
    parts = [f"{actual} → {points(spec, row)}" for actual, row in zip(actuals, scored_rows, strict=True)]
    return f"{sign}{target}: {'; '.join(parts)}"


def _stated(row: RowScore) -> str:
    typed = row.facts.indicator
    texts = [text for text in (typed.actual, typed.tier) if text]
    if typed.share is not None:
        texts.append(format_exact(typed.share))
    return ", ".join(texts)


def points(spec: IndicatorSpec, row: RowScore) -> str:
    """Return a row's score as it prints, "—" where it has none."""
    if row.score is None:
        return "—"
    return format_points(row.score, places_of(plan_of(spec).step))


def documents(example: Example, spec_name: str, comments: Iterable[str]) -> Iterator[str]:
    """Yield the text of each project file of an example, with comments above it."""
    for project in example.projects:
        lines = [f"# {line}" for text in (*comments, example.shows) for line in text.splitlines()]
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
    """Return a value as YAML: numbers and booleans bare, all else quoted."""
    if isinstance(value, bool):
        return str(value).lower()
    text = str(value)
    bare = text.isascii() and text.replace(".", "", 1).isdigit()
    if bare:
        return text
    return json.dumps(text, ensure_ascii=False)
