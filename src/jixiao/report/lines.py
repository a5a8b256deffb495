"""What a report needs of each project: small, and all that is kept of it."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from jixiao.exact import ZERO, add_up
from jixiao.explain import reason_of
from jixiao.findings import Lang
from jixiao.forms import LABELS, clean
from jixiao.model.facts import EXECUTION
from jixiao.model.project import Project
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


class Line(NamedTuple):
    """One project: amounts in 万元, rate a ratio, points; ``None`` where it has none."""

    name: str
    unit: str
    year: int | None
    budget: Fraction | None
    spent: Fraction | None
    rate: Fraction | None
    total: Fraction | None
    full: Fraction | None
    grade: str | None
    losses: tuple[Loss, ...]
    classes: dict[str, Earned]
    grades: tuple[str, ...]
    targeted: bool


def line_of(result: Result, lang: Lang) -> Line:
    """What a report says of one result."""
    project, scored = result.project, result.scored
    rows = scored.all_rows if scored else ()
    budget, spent = (_wan(project, key) for key in ("budget", "spent"))
    grades = result.spec.grades if result.spec else None
    return Line(
        clean(project.name or result.source),
        clean(project.unit or ""),
        project.year,
        budget,
        spent,
        _rate(scored, budget, spent),
        scored.total if scored else None,
        scored.full if scored else None,
        result.grade,
        tuple(_losses(rows, lang)),
        _classes(rows, lang),
        tuple(name for name, _ in grades.scale.edges) if grades else (),
        bool(project.goals or project.indicators),
    )


def _rate(scored: Scored | None, budget: Fraction | None, spent: Fraction | None) -> Fraction | None:
    """The execution rate as the spec measures it, else spent ÷ budget."""
    if scored is not None and scored.execution is not None and scored.execution.over != "budget":
        return scored.execution.ratio
    return spent / budget if budget and spent is not None and budget > 0 else None


def _wan(project: Project, key: str) -> Fraction | None:
    """An amount of the total funds in 万元."""
    amount: Fraction | None = getattr(project.funds.total, key)
    return amount if amount is None or project.funds.money_unit == "万元" else amount / 10_000


def _class(row: RowScore, lang: Lang) -> str:
    return LABELS[lang]["rate"] if row.choice.class_ == EXECUTION else clean(row.facts.level1 or "")


def _losses(rows: tuple[RowScore, ...], lang: Lang) -> list[Loss]:
    found = []
    for row in rows:
        reason = reason_of(row)
        if reason is not None and row.deduction:
            found.append(Loss(_class(row, lang), clean(row.facts.indicator.name or ""), reason.code, row.deduction))
    return sorted(found, key=lambda loss: -loss.points)


def _classes(rows: tuple[RowScore, ...], lang: Lang) -> dict[str, Earned]:
    names = dict.fromkeys(_class(row, lang) for row in rows)
    return {name: _earned([row for row in rows if _class(row, lang) == name]) for name in names}


def _earned(rows: list[RowScore]) -> Earned:
    scored = [row for row in rows if row.score is not None and row.weight is not None]
    return Earned(add_up(row.score or ZERO for row in scored), add_up(row.weight or ZERO for row in scored))


__all__ = ["Earned", "Line", "Loss", "line_of"]
