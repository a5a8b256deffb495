"""双监控: the lights of a project, what must be explained, and its score at the end of the year; pure, as scoring is.

project, spec and rules of monitoring → light of each row → light of the project → what must be explained → projection
"""

from __future__ import annotations

from jixiao.model.monitoring import MonitoringRules
from jixiao.model.project import Project
from jixiao.model.spec import IndicatorSpec
from jixiao.monitoring.duties import Need, needs_of
from jixiao.monitoring.findings import check_monitoring
from jixiao.monitoring.lights import RowLight, light_of_execution, lights_of_rows
from jixiao.monitoring.monitored import Monitored, light_of_project
from jixiao.monitoring.projection import ProjectedFrom, Projection, project_year_end
from jixiao.scoring.plan import plan_of


def monitor_project(project: Project, spec: IndicatorSpec, rules: MonitoringRules) -> Monitored:
    """Return the lights of a project, what it must explain, and what it is expected to score at the end of the year."""
    project = with_budget(project)
    execution, rows = light_of_execution(project, rules), lights_of_rows(project, spec, rules)
    return Monitored(
        rules,
        light_of_project(project, rules.project, execution, rows),
        execution,
        rows,
        tuple(needs_of(rows, rules, plan_of(spec), project.finished)),
        project_year_end(project, spec),
    )


def with_budget(project: Project) -> Project:
    """Return a project with the initial budget as the year's where its form has no column for an adjusted one."""
    total = project.funds.total
    if total.budget is not None or "budget" in total.unread:
        return project
    funds = project.funds.model_copy(update={"total": total.model_copy(update={"budget": total.initial})})
    return project.model_copy(update={"funds": funds})


__all__ = [
    "Monitored",
    "Need",
    "ProjectedFrom",
    "Projection",
    "RowLight",
    "check_monitoring",
    "monitor_project",
    "with_budget",
]
