"""Texts: the same indicator twice, goals against scores, a spec of another year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from jixiao.findings import Codes, Finding
from jixiao.model.project import Project
from jixiao.model.spec import IndicatorSpec
from jixiao.scoring import Scored


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
    from jixiao.audit.profile import undone_word, usual_profile  # of projects at full marks alone

    for index, goal in enumerate(project.goals):
        word = undone_word(usual_profile(), goal.achieved or "")
        if word is not None:
            args = {"word": word, "rows": len(rows)}
            yield Finding(Codes.GOAL_TEXT_AGAINST_SCORES, f"goals[{index}].achieved", args)


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
