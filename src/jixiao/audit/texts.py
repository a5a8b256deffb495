"""Texts: the same indicator twice, goals against scores, a spec of another year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from jixiao.findings import Codes, Finding
from jixiao.model.project import Project
from jixiao.model.spec import IndicatorSpec
from jixiao.scoring import Scored

#: Words of the goal texts that say something is not done.
UNDONE = (
    "未到付款时间",
    "未付款",
    "未支付",
    "未验收",
    "尚未完成",
    "未完成",
    "未开展",
    "未启动",
    "未实施",
    "延期",
    "推迟",
)


def check_duplicates(project: Project, scored: Scored) -> Iterator[Finding]:
    """Return indicators that stand there twice."""
    if len({row.name for row in project.indicators}) == len(project.indicators):
        return
    first: dict[tuple[str | None, ...], int] = {}
    for index, row in enumerate(project.indicators):
        key = (row.level1, row.level2, row.name, row.target, row.goal)
        if row.name is not None and key in first:
            yield Finding(Codes.DUPLICATE_INDICATOR, f"indicators[{index}].name", {"other": first[key] + 1})
        first.setdefault(key, index)


def check_goals(project: Project, scored: Scored) -> Iterator[Finding]:
    """Return goal texts that say something is not done, beside full marks."""
    rows = [row for row in scored.rows if row.score is not None]
    if not rows or any(row.deduction for row in rows):
        return
    for index, goal in enumerate(project.goals):
        word = _undone(goal.achieved or "")
        if word is not None:
            args = {"word": word, "rows": len(rows)}
            yield Finding(Codes.GOAL_TEXT_AGAINST_SCORES, f"goals[{index}].achieved", args)


def _undone(text: str) -> str | None:
    """Return the word of a text that says something is not done."""
    return next((word for word in UNDONE if word in text), None)


def check_period(project: Project, scored: Scored) -> Iterator[Finding]:
    """Return a spec that was not in force in the project's year."""
    yield from check_year(scored.spec, project.year)


def check_year(spec: IndicatorSpec, year: int | None) -> Iterator[Finding]:
    """Return a spec that was not in force in a year."""
    period = spec.in_force
    if year is None or period.holds(date(year, 12, 31)) or period.holds(date(year, 1, 1)):
        return
    args = {"spec": spec.id, "start": period.start or "—", "end": period.end or "—", "year": year}
    yield Finding(Codes.SPEC_OUT_OF_FORCE, "year", args)
