"""What a project lacks: fields that it must state, and why rows have no score."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from jixiao.exact import format_exact
from jixiao.findings import Codes, Finding
from jixiao.model.facts import RowFacts
from jixiao.model.problems import MissingField, NotDue, Problem, ReportedProblem
from jixiao.model.project import WHOLE, Amounts, Indicator, Project
from jixiao.model.row_problems import blank, missing_fields
from jixiao.model.typed_words import STAGE_NAMES
from jixiao.scoring import RowScore, Scored


def check_requirements(project: Project, scored: Scored) -> Iterator[Finding]:
    """Return what every project must have and this one lacks."""
    for key in ("name", "year"):
        if blank(getattr(project, key)) and key not in project.unread:
            yield Finding(Codes.PROJECT_FIELD_MISSING, key, {"key": key, "title": Project.model_fields[key].title})
    if not project.indicators and "indicators" not in project.unread:
        yield Finding(Codes.NO_INDICATORS, "indicators")


def check_stage(project: Project, scored: Scored) -> Iterator[Finding]:
    """Return the note that targets are not scored, for the values of the year are yet to come."""
    if project.stage == "target":
        yield Finding(
            Codes.TARGET_NOT_SCORED, "stage", {"stage": STAGE_NAMES[project.stage], "stage_en": project.stage}
        )


def check_scores(project: Project, scored: Scored) -> Iterator[Finding]:
    """Return why rows have no score, or no points for want of an actual."""
    without_weights = _has_no_weights(project, scored)
    if without_weights:
        yield Finding(Codes.WEIGHTS_NOT_STATED, "indicators", {"count": len(scored.rows)})
    for row in scored.all_rows:
        if row.problem is not None:
            findings = _problem(project, row, row.problem)
            yield from (finding for finding in findings if not (without_weights and finding.path.endswith(".weight")))
        elif row.outcome == "missed" and row.facts.actual is None and row.evaluated is None:
            yield Finding(Codes.NO_ACTUAL_NO_POINTS, row.facts.path_of("actual"))


def _has_no_weights(project: Project, scored: Scored) -> bool:
    """Whether several indicators of a form ought to state a weight, and none does: it has no column for it."""
    rows = project.indicators
    is_due = project.is_of_form and not project.is_early and len(rows) > 1
    is_missing = all(row.weight is None and "weight" not in row.unread for row in rows)
    return is_due and is_missing and any(row.weight is None for row in scored.rows)


def _problem(project: Project, row: RowScore, problem: Problem) -> Iterator[Finding]:
    """Return the findings of a problem: all fields that are missing, not only the first."""
    if isinstance(problem, MissingField):
        for key in missing_fields(row.facts.indicator, is_early=project.is_early):
            yield Finding(problem.code, row.facts.path_of(key), {"key": key, "title": _title(key)})
    elif not isinstance(problem, ReportedProblem | NotDue) and not is_reported(project, row.facts, problem.field):
        yield finding_of_problem(problem, row.facts.path_of(problem.field))


def finding_of_problem(problem: Problem, path: str) -> Finding:
    """Return the finding of a problem, at the path of its field."""
    return Finding(problem.code, path, _args(problem))


def is_reported(project: Project, facts: RowFacts, field: str) -> bool:
    """Whether loading has a finding for a field of a row already."""
    unread = project.funds.total.unread
    if facts.funds is None:
        unread = project.indicators[facts.index].unread
    return not unread.isdisjoint((field, WHOLE))


def _args(problem: Problem) -> dict[str, object]:
    args = dict(problem.args)
    for key, value in problem.args:
        if isinstance(value, Fraction):
            args[key] = format_exact(value)
        elif key == "key":
            args["title"] = _title(str(value))
    return args


def _title(key: str) -> str:
    """Return a key in the words of the forms."""
    for model in (Indicator, Amounts, Project):
        if key in model.model_fields:
            return model.model_fields[key].title or key
    return key
