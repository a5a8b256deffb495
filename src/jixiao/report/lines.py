"""Lines of a report: the few values that it needs of each project."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from jixiao.exact import ZERO, add_up
from jixiao.explain import reason_of
from jixiao.findings import Lang
from jixiao.forms import LABELS, clean
from jixiao.model.facts import EXECUTION
from jixiao.model.papers import Paper
from jixiao.model.project import Amounts, FundPart, Funds, Project
from jixiao.model.spec import IndicatorSpec
from jixiao.model.typed_words import YUAN
from jixiao.result import Result
from jixiao.scoring import RowScore, Scored


class Loss(NamedTuple):
    """Points lost by one row: its class and name, why (a reason's code), and how many."""

    level1: str
    name: str
    code: str
    points: Fraction


class Earned(NamedTuple):
    """Points of one class: earned, and possible."""

    score: Fraction
    weight: Fraction


class Source(NamedTuple):
    """A source of the funds by its name: amounts in 万元."""

    name: str
    budget: Fraction
    spent: Fraction


class Line(NamedTuple):
    """What a paper of a project holds: amounts in 万元, rate a ratio, points; ``None`` where it has none."""

    name: str
    unit: str
    paper: Paper
    budget: Fraction | None
    spent: Fraction | None
    rate: Fraction | None
    total: Fraction | None
    full: Fraction | None
    grade: str | None
    losses: tuple[Loss, ...]
    classes: dict[str, Earned]
    grades: tuple[str, ...]
    sources: tuple[Source, ...] = ()


def line_of(result: Result, lang: Lang) -> Line:
    """Return what a report says of one result; of a project that was reviewed, the scores that were adopted."""
    project, scored = result.project, result.scored
    rows: tuple[RowScore, ...] = ()
    total = full = grade = None
    if scored is not None:
        counted = scored if result.second is None else result.second.adopted
        rows, total, full, grade = counted.all_rows, counted.total, counted.full, counted.grade
    budget, spent = _in_wan(project, project.funds.total.budget), _in_wan(project, project.funds.total.spent)
    return Line(
        name=clean(project.name or result.source),
        unit=clean(project.unit or ""),
        paper=Paper.of(project),
        budget=budget,
        spent=spent,
        rate=_rate(scored, budget, spent),
        total=total,
        full=full,
        grade=grade,
        losses=tuple(_losses(rows, lang)),
        classes=_classes(rows, lang),
        grades=_grades(result.spec),
        sources=tuple(_sources(project)),
    )


def _sources(project: Project) -> Iterator[Source]:
    """Yield the sources of a project's funds that state what they had and spent."""
    funds = project.funds
    rows: list[tuple[str | None, Amounts | FundPart]] = [(part.name, part) for part in funds.parts]
    rows[:0] = [(Funds.model_fields[key].title, amounts) for key, amounts in funds.sources().items()]
    for name, amounts in rows:
        budget, spent = _in_wan(project, amounts.budget), _in_wan(project, amounts.spent)
        if budget is not None or spent is not None:
            yield Source(clean(name or ""), budget or ZERO, spent or ZERO)


def _rate(scored: Scored | None, budget: Fraction | None, spent: Fraction | None) -> Fraction | None:
    """Return the execution rate as the spec measures it, else spent ÷ budget."""
    if scored is not None and scored.execution is not None and scored.execution.over != "budget":
        return scored.execution.ratio
    if budget is None or spent is None or budget <= 0:
        return None
    return spent / budget


def _in_wan(project: Project, amount: Fraction | None) -> Fraction | None:
    """Return an amount of the project in 万元."""
    if amount is None:
        return None
    return amount * project.funds.factor / YUAN["万元"]


def _grades(spec: IndicatorSpec | None) -> tuple[str, ...]:
    """Return the grades that a spec gives, the best first."""
    if spec is None or spec.grades is None:
        return ()
    return tuple(name for name, _ in spec.grades.scale.edges)


def _class(row: RowScore, lang: Lang) -> str:
    """Return the name of a row's class."""
    if row.choice.class_ == EXECUTION:
        return LABELS[lang]["rate"]
    return clean(row.facts.level1 or "")


def _losses(rows: tuple[RowScore, ...], lang: Lang) -> list[Loss]:
    """Return what rows lost, the most points first."""
    losses = []
    for row in rows:
        reason = reason_of(row)
        if reason is not None and row.deduction:
            losses.append(Loss(_class(row, lang), clean(row.facts.indicator.name or ""), reason.code, row.deduction))
    return sorted(losses, key=lambda loss: -loss.points)


def _classes(rows: tuple[RowScore, ...], lang: Lang) -> dict[str, Earned]:
    """Return what each class earned, in the order of the table."""
    by_class: dict[str, list[RowScore]] = {}
    for row in rows:
        by_class.setdefault(_class(row, lang), []).append(row)
    return {name: _earned(group) for name, group in by_class.items()}


def _earned(rows: list[RowScore]) -> Earned:
    scored = [row for row in rows if row.score is not None and row.weight is not None]
    return Earned(add_up(row.score or ZERO for row in scored), add_up(row.weight or ZERO for row in scored))
