"""The scalar core on rows of a table: single rows, samples of a kind, whole projects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from jixiao.audit.completeness import check_scores
from jixiao.audit.reasons import check_remarks
from jixiao.audit.result_checks import check_scored
from jixiao.audit.texts import check_year
from jixiao.audit.values import check_signs, check_tiers, check_units
from jixiao.exact import ZERO
from jixiao.findings import Finding
from jixiao.loading.amounts import convert_amounts
from jixiao.loading.projects import load_project
from jixiao.model.facts import facts_of
from jixiao.model.project import Project
from jixiao.model.spec import IndicatorSpec
from jixiao.scoring import Scored, score_project
from jixiao.scoring.plan import plan_of
from jixiao.scoring.rows import RowScore, score_row

Content = Mapping[str, str | None]
_CHECKS = (check_scores, check_signs, check_units, check_tiers, check_remarks)
_OF_INDICATOR = (
    "level1", "level2", "name", "target", "actual", "weight", "comparison", "uom", "direction", "tier", "share", "rule",
    "applicable", "cause", "score",
)  # fmt: skip


class Sample(NamedTuple):
    """One row scored with its trace, and the findings on it."""

    row: RowScore
    findings: tuple[Finding, ...]


def _whole(content: Content, **parts: object) -> dict[str, object]:
    """Return a project's mapping with what its rows say of it."""
    stated = {key: content[key] for key in ("year", "finished") if content.get(key) is not None}
    return {"name": "·", **stated, **parts}


def _indicator(content: Content) -> dict[str, object]:
    return {key: content[key] for key in _OF_INDICATOR if content.get(key) is not None}


def _funds(content: Content) -> dict[str, object]:
    """Return the execution row as the fund table: target = budget, actual = spent."""
    amounts = {"budget": content.get("target"), "spent": content.get("actual"), "initial": content.get("initial")}
    funds: dict[str, object] = {"total": {key: value for key, value in amounts.items() if value is not None}}
    for key, name in (("uom", "money_unit"), ("cause", "cause")):
        if content.get(key) is not None:
            funds[name] = content[key]
    return funds


def sample_row(spec: IndicatorSpec, content: Content) -> Sample:
    """Score one indicator row alone."""
    project, plan = load_project(_whole(content, indicators=[_indicator(content)])), plan_of(spec)
    facts = facts_of(project).rows[0]
    row = score_row(plan, facts, facts.weight, project.finished)
    return _sample_of(project, spec, row)


def sample_execution(spec: IndicatorSpec, content: Content, weight: Fraction) -> Sample:
    """Score one execution row alone, worth ``weight`` points."""
    project, plan = load_project(_whole(content, funds=_funds(content))), plan_of(spec)
    facts = facts_of(project)
    row = plan.over_own_budget(facts.execution, facts.finished)
    return _sample_of(project, spec, score_row(plan, row, weight, facts.finished))


@lru_cache(maxsize=2**12)
def amount_of(text: str, money_unit: str | None) -> str:
    """Return an amount of the funds as a project file takes it: one that has a unit, as a number in the money unit."""
    amounts: dict[str, object] = {"budget": text}
    funds: dict[str, object] = {"total": amounts}
    if money_unit is not None:
        funds["money_unit"] = money_unit
    convert_amounts(funds)
    return str(amounts["budget"])


def funds_findings(content: Content) -> list[Finding]:
    """Return what is wrong with the amounts of an execution row that no one scores."""
    findings = load_project(_whole(content, funds=_funds(content))).findings
    return [finding for finding in findings if finding.path.startswith("funds")]


def _sample_of(project: Project, spec: IndicatorSpec, row: RowScore) -> Sample:
    own, rows, execution = "indicators", [row], None
    if row.facts.index < 0:
        own, rows, execution = "funds", [], row
    scored = Scored(spec, tuple(rows), execution, ZERO, ZERO, None, None, None, None, None, {})
    findings = (*project.findings, *(finding for check in _CHECKS for finding in check(project, scored)))
    return Sample(row, tuple(finding for finding in findings if finding.path.startswith(own)))


@lru_cache(maxsize=2**10)
def states_comparison(text: str) -> bool:
    """Whether a text of the column ``comparison`` is one."""
    (row,) = load_project({"indicators": [{"comparison": text}]}).indicators
    return row.comparison is not None


def statement_findings(spec: IndicatorSpec, name: str, text: str) -> list[Finding]:
    """Return what is wrong with one thing that a project states of itself."""
    project = load_project({"name": "·", name: text, "indicators": []})
    return [finding for finding in (*project.findings, *check_year(spec, project.year)) if finding.path == name]


def finished_of(text: str) -> bool | None:
    """Whether a text says that a project is finished; ``None`` where it cannot be read."""
    return load_project({"finished": text}).finished


def year_of(text: str) -> int | None:
    """Return the year that a text states, if it is one."""
    return load_project({"year": text}).year


def score_contents(
    spec: IndicatorSpec, rows: Sequence[Content], execution: Content | None
) -> tuple[Project, Scored, tuple[Finding, ...]]:
    """Score a project whose rows depend on each other: rows that do not apply, weights that the spec computes."""
    stated = execution or (rows[0] if rows else {})
    parts: dict[str, object] = {"indicators": [_indicator(row) for row in rows]}
    if execution is not None:
        parts["funds"] = _funds(execution)
    project = load_project(_whole(stated, **parts))
    scored = score_project(project, spec)
    return project, scored, (*project.findings, *check_scored(project, scored))
