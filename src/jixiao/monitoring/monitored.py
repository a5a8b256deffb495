"""A project in the course of its year: its light and those of its rows, what it must explain, its projection."""

from __future__ import annotations

from typing import NamedTuple

from jixiao.model.monitoring import LIGHTS, Light, MonitoringRules, ProjectLight
from jixiao.model.project import Project
from jixiao.monitoring.duties import Need
from jixiao.monitoring.lights import RowLight
from jixiao.monitoring.projection import Projection


class Monitored(NamedTuple):
    """A monitored project: ``light`` is its own, ``None`` where that cannot be known."""

    rules: MonitoringRules
    light: Light | None
    execution: RowLight | None
    rows: tuple[RowLight, ...]
    needs: tuple[Need, ...]
    projection: Projection

    @property
    def all_rows(self) -> tuple[RowLight, ...]:
        """Return the execution, where there is a light for it, and the indicators."""
        return tuple(row for row in (self.execution, *self.rows) if row is not None)


def light_of_project(
    project: Project, rule: ProjectLight, execution: RowLight | None, rows: tuple[RowLight, ...]
) -> Light | None:
    """Return the light of a project: by its answers to the rule's questions, or the worst of its parts."""
    if rule.questions:
        answers = [project.answers.get(question) for question in rule.questions]
        stated = [answer for answer in answers if answer is not None]
        if len(stated) < len(answers):
            return None
        return rule.light_of_answers(stated)
    parts = {"execution": (execution,), "rows": rows}
    return worst([row for part in rule.worst_of for row in parts[part] if row is not None])


def worst(rows: list[RowLight]) -> Light | None:
    """Return the worst light of rows; none where one that ought to show a light does not, unless another is the worst.

    What a row without a light would have shown cannot be worse than the worst of all.
    """
    lights = {row.light for row in rows}
    if any(row.is_open for row in rows) and LIGHTS[0] not in lights:
        return None
    return next((light for light in LIGHTS if light in lights), None)


__all__ = ["Monitored", "light_of_project", "worst"]
