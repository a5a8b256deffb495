"""Lights that a paper or a system states, held against those that the rules of monitoring give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from jixiao.findings import Codes, Finding, Lang
from jixiao.model.monitoring import LIGHTS, Light, MonitoringRules, ProjectLight
from jixiao.model.project import Project
from jixiao.model.rules import Cited
from jixiao.monitoring.lights import RowLight
from jixiao.monitoring.monitored import Monitored
from jixiao.monitoring.names import LIGHT_NAMES
from jixiao.monitoring.sentences import explanation_of, name_in, worst_rows

_SUFFIXES: Mapping[Lang, str] = {"zh": "", "en": "_en"}


def check_stated_lights(project: Project, monitored: Monitored) -> Iterator[Finding]:
    """Yield a finding on each stated light that differs from that by the rules, of those that these can give.

    A project's light that follows from stated ones of which one differs is told with that.
    """
    of_rows = list(_row_differences(project, monitored))
    yield from of_rows
    stated, light, rule = project.printed.light, monitored.light, monitored.rules.project
    follows = bool(of_rows) and stated == _worst_stated(project, rule)
    if stated and light and stated != light and not follows:
        why = {lang: worst_rows(monitored, lang) for lang in LIGHT_NAMES}
        yield _difference(stated, light, _rule_args(rule.name, rule, monitored.rules, why), "printed.light")


def _row_differences(project: Project, monitored: Monitored) -> Iterator[Finding]:
    """Yield the findings on stated lights of the indicators and of the execution."""
    rules, month = monitored.rules, project.month
    for row in monitored.rows:
        stated = project.indicators[row.facts.index].light
        yield from _row_difference(stated, row, rules, month, row.path_of("light"))
    if monitored.execution is not None:
        stated = project.printed.execution_light
        yield from _row_difference(stated, monitored.execution, rules, month, "printed.execution_light")


def _worst_stated(project: Project, rule: ProjectLight) -> Light | None:
    """Return the worst of the stated lights from which that of the project follows; ``None`` where none does."""
    parts = {"execution": (project.printed.execution_light,), "rows": [row.light for row in project.indicators]}
    stated = {light for part in rule.worst_of for light in parts[part]}
    return next((light for light in LIGHTS if light in stated), None)


def _row_difference(
    stated: Light | None, row: RowLight, rules: MonitoringRules, month: int | None, path: str
) -> Iterator[Finding]:
    """Yield the finding on a row whose stated light is not the one by its rule."""
    if stated and row.light and row.rule and row.block and stated != row.light:
        why = {lang: explanation_of(row, month, lang) for lang in LIGHT_NAMES}
        yield _difference(stated, row.light, _rule_args(row.rule.name, row.block, rules, why), path)


def _difference(stated: Light, light: Light, args: dict[str, object], path: str) -> Finding:
    """Return the finding on a stated light, with both lights."""
    for lang, suffix in _SUFFIXES.items():
        names = LIGHT_NAMES[lang]
        args |= {f"printed{suffix}": names[stated], f"reckoned{suffix}": names[light]}
    return Finding(Codes.LIGHT_DIFFERS, path, args)


def _rule_args(name: str, block: Cited, rules: MonitoringRules, why: Mapping[Lang, str]) -> dict[str, object]:
    """Return the rule of a light, its citation and why it shows the light, in both languages."""
    args: dict[str, object] = {"citation": rules.citation(block)}
    for lang, suffix in _SUFFIXES.items():
        args |= {f"rule{suffix}": name_in(name, rules, lang), f"why{suffix}": why[lang]}
    return args


__all__ = ["check_stated_lights"]
