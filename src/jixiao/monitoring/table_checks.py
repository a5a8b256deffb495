"""The checks of a monitoring table by a reviewer: lights, what must be explained, forecasts, plan, money, texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from jixiao.audit.causes import Observation, observations
from jixiao.audit.places import with_places
from jixiao.audit.profile import Profile
from jixiao.audit.table import Table
from jixiao.audit.table_checks import REVIEWER_CHECKS, checks_at
from jixiao.findings import Finding
from jixiao.loading.monitoring import monitoring_of
from jixiao.model.project import Indicator, Project
from jixiao.model.spec import IndicatorSpec
from jixiao.monitoring import monitor_project
from jixiao.monitoring.findings import check_progress
from jixiao.monitoring.forecasts import check_forecasts
from jixiao.monitoring.monitored import Monitored
from jixiao.scoring import score_project


class MonitoredTable(NamedTuple):
    """A monitoring table as a reviewer sees it: what was monitored, and the year so far as a table of its own."""

    project: Project
    spec: IndicatorSpec
    monitored: Monitored
    so_far: Table

    def observations(self) -> tuple[Observation, ...]:
        """Return what a reviewer has to say on it, each cause once."""
        project = self.project
        placed = [*project.findings, *with_places(project, self._findings())]
        return observations(placed, self.so_far.profile, len(project.indicators))

    def _findings(self) -> Iterator[Finding]:
        """Yield all findings, what follows from others behind them."""
        yield from check_progress(self.project, self.monitored)
        yield from check_forecasts(self.project, self.spec, self.monitored)
        for check in checks_at("monitoring", REVIEWER_CHECKS):
            yield from map(_at_progress, check(self.so_far))


def _at_progress(finding: Finding) -> Finding:
    """Return a finding on an actual as one on the value so far, which stands in its place."""
    owner, dot, field = finding.path.rpartition(".")
    if owner.startswith("indicators") and field == "actual":
        return replace(finding, path=f"{owner}{dot}progress")
    return finding


def monitored_table(project: Project, spec: IndicatorSpec, profile: Profile) -> MonitoredTable:
    """Return a monitoring table with its lights by the rules of its spec, and the year so far."""
    monitored = monitor_project(project, spec, monitoring_of(spec))
    return MonitoredTable(project, spec, monitored, _table_so_far(project, spec, profile))


def _table_so_far(project: Project, spec: IndicatorSpec, profile: Profile) -> Table:
    """Return a monitored project as a table in which the values so far stand as actuals."""
    indicators = tuple(map(_so_far, project.indicators))
    year = project.model_copy(update={"stage": "self_evaluation", "indicators": indicators})
    return Table(year, score_project(year, spec), profile)


def _so_far(row: Indicator) -> Indicator:
    return row.model_copy(update={"actual": row.progress, "score": None})


__all__ = ["MonitoredTable", "monitored_table"]
