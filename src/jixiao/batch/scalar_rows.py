"""The scalar core on rows of a table: single rows, samples of a kind, whole projects."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from jixiao.audit.completeness import check_scores
from jixiao.audit.reasons import check_remarks
from jixiao.audit.result_checks import check_scored
from jixiao.audit.texts import check_year
from jixiao.audit.values import check_signs, check_tiers, check_units
from jixiao.batch.io.columns import OF_MONITORED_ROW, OF_ROW, PROGRESS, STAGE
from jixiao.exact import ZERO
from jixiao.findings import Finding
from jixiao.forms.importing.ticks import kinds_of
from jixiao.loading.amounts import convert_amounts
from jixiao.loading.projects import load_project
from jixiao.model.facts import facts_of
from jixiao.model.project import Project
from jixiao.model.spec import IndicatorSpec
from jixiao.model.typed_words import answers_of_text
from jixiao.quantity import is_blank
from jixiao.scoring import Scored, score_project
from jixiao.scoring.plan import plan_of
from jixiao.scoring.rows import RowScore, score_row

Content = Mapping[str, str | None]
_CHECKS = (check_scores, check_signs, check_units, check_tiers, check_remarks)
#: Columns as keys of an indicator, of the funds' total, and of the project.
_OF_INDICATOR = (*OF_ROW, *OF_MONITORED_ROW)
_OF_FUNDS = {"target": "budget", "actual": "spent", "initial": "initial", "forecast": "forecast"}
_OF_PROJECT = ("year", "finished", STAGE, "month", "answers")
SELF_EVALUATION = "self_evaluation"


class Sample(NamedTuple):
    """One row scored with its trace, and the findings on it."""

    row: RowScore
    findings: tuple[Finding, ...]


def _whole(content: Content, **parts: object) -> dict[str, object]:
    """Return a project's mapping with what its rows say of it."""
    stated = _stated(content, _OF_PROJECT)
    return {"name": "·", **stated, **parts}


def _indicator(content: Content) -> dict[str, object]:
    return _stated(content, _OF_INDICATOR)


def _stated(content: Content, keys: Sequence[str]) -> dict[str, object]:
    """Return what a content states of some keys, cells of several values as these."""
    texts = ((key, content.get(key)) for key in keys)
    return {key: _CELLS.get(key, str)(text) for key, text in texts if text is not None}


def _kinds(text: str) -> list[str]:
    """Return the kinds of causes of a cell, and what is none of them.

    >>> _kinds("人员保障、天气")
    ['人员保障', '天气']
    """
    cell = kinds_of(text)
    return [*cell.cause_kinds, *cell.words]


#: How cells of several values are read.
_CELLS: Mapping[str, Callable[[str], object]] = {"cause_kinds": _kinds, "answers": answers_of_text}


def is_so_far(content: Content) -> bool:
    """Whether an execution row states in its value so far what has been spent."""
    progress = content.get(PROGRESS)
    return progress is not None and not is_blank(progress)


def _funds(content: Content) -> dict[str, object]:
    """Return the execution row as the fund table: target = budget, actual, or the value so far = spent."""
    amounts = {key: content.get(column) for column, key in _OF_FUNDS.items()}
    if is_so_far(content):
        amounts["spent"] = content[PROGRESS]
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


@lru_cache(maxsize=2**10)
def stage_of(text: str | None) -> str:
    """Return the stage that a text states; the self-evaluation where it states none."""
    if text is None:
        return SELF_EVALUATION
    return load_project({STAGE: text}).stage


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
    project = project_of(rows, execution)
    scored = score_project(project, spec)
    return project, scored, (*project.findings, *check_scored(project, scored))


def project_of(rows: Sequence[Content], execution: Content | None) -> Project:
    """Return the project that its rows state."""
    stated = execution or (rows[0] if rows else {})
    parts: dict[str, object] = {"indicators": [_indicator(row) for row in rows]}
    if execution is not None:
        parts["funds"] = _funds(execution)
    return load_project(_whole(stated, **parts))
