"""What the year is expected to bring, held against the target, the likelihood, the value so far and the budget."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from jixiao.exact import format_exact
from jixiao.findings import Codes, Finding
from jixiao.measure import MET
from jixiao.model.facts import RowFacts
from jixiao.model.problems import Problem
from jixiao.model.project import Indicator, Project
from jixiao.model.spec import IndicatorSpec
from jixiao.model.typed_words import LIKELIHOODS
from jixiao.monitoring import with_budget
from jixiao.monitoring.lights import is_stated, value_facts
from jixiao.monitoring.monitored import Monitored
from jixiao.monitoring.projection import CERTAIN
from jixiao.quantity import Number, more_is_better
from jixiao.scoring.plan import Choice, plan_of

_IMPOSSIBLE = LIKELIHOODS[-1]


class _Forecast(NamedTuple):
    """A row with the facts of its forecast and of its value so far, and what its spec does with it."""

    indicator: Indicator
    facts: RowFacts
    so_far: RowFacts
    choice: Choice

    @property
    def reaches_target(self) -> bool | None:
        """Whether the forecast meets the target; ``None`` where nobody can tell from what is typed."""
        rule = self.choice.rule
        if rule is None or self.facts.problem is not None or self.facts.actual is None:
            return None
        reached = MET.of(self.facts, rule, self.choice.comparison)
        if isinstance(reached, Problem):
            return None
        return reached[0] == reached[1]

    def args(self) -> dict[str, object]:
        """Return what is typed of the row."""
        row = self.indicator
        return {"printed": row.forecast, "target": row.target, "progress": row.progress, "likelihood": row.likelihood}


def check_forecasts(project: Project, spec: IndicatorSpec, monitored: Monitored) -> Iterator[Finding]:
    """Yield a finding on each forecast that contradicts what else is stated, or falls short without a word why.

    A row of which the rules ask for a cause anyway is told of for that.
    """
    needing = {need.row.facts.index for need in monitored.needs}
    for forecast in _forecasts(project, spec):
        if _falls_behind(forecast):
            yield Finding(Codes.FORECAST_BELOW_PROGRESS, forecast.facts.path_of("forecast"), forecast.args())
        yield from _against_target(forecast, is_asked=forecast.facts.index in needing)
    yield from _money(project)


def _forecasts(project: Project, spec: IndicatorSpec) -> Iterator[_Forecast]:
    """Yield the rows that apply and state a forecast."""
    plan = plan_of(spec)
    for index, row in enumerate(project.indicators):
        if row.applicable and is_stated(row.forecast):
            facts = value_facts(index, row, row.forecast, project.year)
            so_far = value_facts(index, row, row.progress, project.year)
            yield _Forecast(row, facts, so_far, plan.choose(facts, project.finished))


def _against_target(forecast: _Forecast, *, is_asked: bool) -> Iterator[Finding]:
    """Yield that a forecast contradicts the likelihood, or falls short without a cause that is not asked for anyway."""
    row, reaches = forecast.indicator, forecast.reaches_target
    contradicted = {True: _IMPOSSIBLE, False: CERTAIN}
    if reaches is not None and row.likelihood == contradicted[reaches]:
        yield Finding(Codes.FORECAST_AGAINST_LIKELIHOOD, forecast.facts.path_of("likelihood"), forecast.args())
    elif reaches is False and not (is_asked or row.cause_kinds or is_stated(row.cause)):
        yield Finding(Codes.FORECAST_SHORT_WITHOUT_CAUSE, forecast.facts.path_of("forecast"), forecast.args())


def _falls_behind(forecast: _Forecast) -> bool:
    """Whether less is expected of the year than has been counted already; a share may fall again."""
    expected, so_far, target = forecast.facts.actual, forecast.so_far.actual, forecast.facts.target
    values = [value for value in (expected, so_far, target) if isinstance(value, Number)]
    if len(values) < len((expected, so_far, target)) or not more_is_better(forecast.choice.comparison):
        return False
    dimensions = {value.unit.dimension for value in values}
    return len(dimensions) == 1 and dimensions.isdisjoint(("", "%")) and values[0].value < values[1].value


def _money(project: Project) -> Iterator[Finding]:
    """Yield that more has been spent than is expected for the year, or more is expected than there is to spend."""
    total, unit = with_budget(project).funds.total, project.funds.money_unit
    if total.forecast is None:
        return
    args: dict[str, object] = {"printed": format_exact(total.forecast), "unit": unit}
    if total.spent is not None and total.forecast < total.spent:
        progress = {"progress": format_exact(total.spent)}
        yield Finding(Codes.FORECAST_BELOW_PROGRESS, "funds.total.forecast", args | progress)
    if total.budget is not None and total.forecast > total.budget:
        reckoned = {"reckoned": format_exact(total.budget)}
        yield Finding(Codes.FORECAST_ABOVE_BUDGET, "funds.total.forecast", args | reckoned)


__all__ = ["check_forecasts"]
