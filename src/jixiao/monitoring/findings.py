"""What is to be said of a monitored project: missing lights, what must be explained, a score that cannot be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from jixiao.audit.completeness import finding_of_problem, is_reported
from jixiao.exact import format_percent
from jixiao.explain.glossary import in_language
from jixiao.findings import Codes, Finding, Lang
from jixiao.measure import measure_of
from jixiao.model.monitoring import MonitoringRules, ProjectLight, Statement
from jixiao.model.problems import MissingField, NoActual, NoShareInTier, Problem, ReportedProblem
from jixiao.model.project import Project
from jixiao.model.typed_words import CAUSE_KINDS, STAGE_NAMES
from jixiao.monitoring.duties import Need
from jixiao.monitoring.lights import NoMonth, RowLight
from jixiao.monitoring.monitored import Monitored
from jixiao.monitoring.names import BETWEEN_NAMES, EXECUTION_NAMES, LIGHT_NAMES
from jixiao.monitoring.projection import CERTAIN, ProjectedFrom, Projection
from jixiao.monitoring.stated_lights import check_stated_lights
from jixiao.scoring import RowScore

#: The finding of what is not stated, and the field where it ought to stand.
_NEEDS: Mapping[Statement, tuple[str, str]] = {
    "reason": (Codes.DEVIATION_WITHOUT_REASON, "cause"),
    "explanation": (Codes.CAUSE_NOT_EXPLAINED, "cause"),
    "forecast": (Codes.FORECAST_REQUIRED, "forecast"),
}
#: The field in which stands what counts as the year's actual.
_FIELDS: Mapping[ProjectedFrom, str] = {"forecast": "forecast", "progress": "progress", "certain": "target"}
#: The most rows that one finding names, and what stands behind them where there are more.
_MOST_NAMED = 8
_MORE: Mapping[Lang, str] = {"zh": "……", "en": " …"}


def check_monitoring(project: Project, monitored: Monitored) -> Iterator[Finding]:
    """Return the findings on a monitored project, each cause once."""
    yield from check_progress(project, monitored)
    yield from _projection(project, monitored)


def check_progress(project: Project, monitored: Monitored) -> Iterator[Finding]:
    """Return the findings on the year so far: lights, answers, and what must be stated; nothing on its projection."""
    if project.stage != "monitoring":
        names = {"stage": STAGE_NAMES[project.stage], "stage_en": project.stage}
        yield Finding(Codes.MONITORED_AT_OTHER_STAGE, "stage", names)
    yield from _lights(project, monitored)
    yield from check_stated_lights(project, monitored)
    yield from _answers(project, monitored.rules.project)
    yield from (_need(need, monitored.rules) for need in monitored.needs)


def _lights(project: Project, monitored: Monitored) -> Iterator[Finding]:
    """Return why rows show no light; the month is missing once for all."""
    problems = [(row, row.problem) for row in monitored.all_rows if row.problem is not None]
    if any(isinstance(problem, NoMonth) for _, problem in problems) and "month" not in project.unread:
        yield Finding(Codes.MONTH_MISSING, "month")
    for row, problem in problems:
        is_stated_elsewhere = isinstance(problem, NoMonth | MissingField | ReportedProblem)
        if not is_stated_elsewhere and not is_reported(project, row.facts, problem.field):
            yield finding_of_problem(problem, row.path_of(problem.field))


def _answers(project: Project, rule: ProjectLight) -> Iterator[Finding]:
    """Return questions without an answer, and answers to what is not asked."""
    missing = [question for question in rule.questions if question not in project.answers]
    if missing and "answers" not in project.unread:
        yield Finding(Codes.QUESTIONS_NOT_ANSWERED, "answers", {"questions": "、".join(missing)})
    for question in project.answers:
        if question not in rule.questions:
            questions = "、".join(rule.questions)
            args = {"question": question, "known": questions or "无", "known_en": questions or "nothing"}
            yield Finding(Codes.ANSWER_TO_NO_QUESTION, "answers", args)


def _need(need: Need, rules: MonitoringRules) -> Finding:
    """Return the finding of what a row must state."""
    code, field = _NEEDS[need.statement]
    indicator = need.row.facts.indicator
    kinds = indicator.cause_kinds or CAUSE_KINDS
    names = {"rule": need.duty.name, "rule_en": in_language(need.duty.name, "en", rules.form.english)}
    args = {**names, "kinds": "、".join(kinds), **_why(need)}
    return Finding(code, need.row.path_of(field), args)


def _why(need: Need) -> dict[str, str]:
    """Return why a row must state something, in both languages."""
    row, likelihood = need.row, need.row.facts.indicator.likelihood
    if need.duty.likelihood:
        return {"why": f"完成可能性：{likelihood}", "why_en": f"likelihood: {likelihood}"}
    measured = ""
    if row.measured is not None and row.rule is not None and measure_of(row.rule).scale == "ratio":
        measured = f" {format_percent(row.measured)}"
    names = {lang: LIGHT_NAMES[lang].get(row.light or "", "—") for lang in LIGHT_NAMES}
    return {"why": f"{names['zh']}{measured}", "why_en": f"{names['en']}{measured}"}


def _projection(project: Project, monitored: Monitored) -> Iterator[Finding]:
    """Return why there is no projected score: rows that cannot be scored, and missing weights, or else forecasts."""
    projection = monitored.projection
    lights = {row.facts.index: row for row in monitored.all_rows}
    for row, origin in _expected(projection):
        if row.problem is not None and not is_reported(project, row.facts, row.problem.field):
            yield from _unscored(row, row.problem, origin, lights.get(row.facts.index))
    if any(row.weight is None and not is_reported(project, row.facts, "weight") for row in projection.scored.rows):
        yield Finding(Codes.PROJECTION_WITHOUT_WEIGHTS, "indicators")
        return
    missing = [row for row in projection.open_rows() if not is_reported(project, row.facts, "forecast")]
    if missing:
        args = {"missing": _named(missing, "zh"), "missing_en": _named(missing, "en"), "certain": CERTAIN}
        yield Finding(Codes.PROJECTION_INCOMPLETE, "indicators", args)


def _named(rows: list[RowScore], lang: Lang) -> str:
    """Return what the first of some rows are called; "—" is one without a name."""
    names = [_name(row, lang) for row in rows[:_MOST_NAMED]]
    return BETWEEN_NAMES[lang].join(names) + _MORE[lang] * (len(rows) > _MOST_NAMED)


def _name(row: RowScore, lang: Lang) -> str:
    if row.facts.funds is not None:
        return EXECUTION_NAMES[lang]
    return row.facts.indicator.name or "—"


def _expected(projection: Projection) -> Iterator[tuple[RowScore, ProjectedFrom]]:
    """Yield each row of which something says what the year will bring, with what does."""
    scored = projection.scored
    rows = [(scored.execution, projection.execution), *zip(scored.rows, projection.rows, strict=True)]
    yield from ((row, origin) for row, origin in rows if row is not None and origin is not None)


def _unscored(row: RowScore, problem: Problem, origin: ProjectedFrom, light: RowLight | None) -> Iterator[Finding]:
    """Return why a row cannot be scored by what it is expected to reach, unless that is said elsewhere.

    A tier whose share nobody can know yet is no fault.
    """
    field = problem.field
    if field == "actual":
        field = _FIELDS[origin]
    path = row.facts.path_of(field)
    is_stated_elsewhere = isinstance(problem, MissingField | ReportedProblem | NoShareInTier)
    if not is_stated_elsewhere and not _is_of_light(problem, path, light):
        yield finding_of_problem(problem, path)


def _is_of_light(problem: Problem, path: str, light: RowLight | None) -> bool:
    """Whether the same is wrong at the same place with the light of the row."""
    if light is None or light.problem is None:
        return False
    of_light = light.problem
    return isinstance(problem, NoActual) or (of_light.code, light.path_of(of_light.field)) == (problem.code, path)


__all__ = ["check_monitoring", "check_progress"]
