"""One table reviewed alone: its project, its rule, and what a reviewer has to say on it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import NamedTuple

from jixiao.audit.causes import Observation, observations
from jixiao.audit.claims import Totals, totals_of
from jixiao.audit.profile import Profile
from jixiao.audit.table import PrintedRow, Table
from jixiao.audit.table_checks import review_table
from jixiao.exact import ZERO, format_exact
from jixiao.findings import Codes, Finding, Lang
from jixiao.loading.spec_book import SpecBook
from jixiao.loading.spec_reading import SpecLookup
from jixiao.model.papers import Paper
from jixiao.model.project import Indicator, Project
from jixiao.monitoring.names import LIGHT_NAMES
from jixiao.monitoring.table_checks import MonitoredTable, monitored_table
from jixiao.quantity import SIGN_MARKS
from jixiao.review.lines import Line, ReviewedRow, ReviewedTable
from jixiao.review.rules import check_other_rules
from jixiao.scoring import score_project

#: Ends of sentences.
_SENTENCES = re.compile(r"[。；;！!\n]+")
#: Texts that say what a unit did, and why.
_OWN_WORDS = ("achieved", "cause", "remedy", "conclusion", "problems", "measures", "remarks")
#: The arguments of findings that hold what is printed, and what it should be.
_PRINTED, _RECKONED = ("printed", "claimed", "sum"), ("reckoned", "score", "preset", "full", "total")
_NO_TOTALS = Totals(None, None, None)


class Origin(NamedTuple):
    """The file of a table, and the language of its findings."""

    source: str
    lang: Lang = "zh"


def review_by_rule(
    project: Project, rule: SpecLookup, profile: Profile, book: SpecBook, origin: Origin
) -> ReviewedTable:
    """Return a table with all that is to be said on it, under the rule that was found for it and at its stage."""
    if rule.spec is None:
        return review_without_rule(project, rule.findings, profile, origin)
    if project.stage == "monitoring":
        return review_monitored(monitored_table(project, rule.spec, profile), rule.findings, origin)
    table = Table(project, score_project(project, rule.spec), profile)
    return review_project(table, (*rule.findings, *check_other_rules(table, book)), origin)


def review_project(table: Table, rule_findings: tuple[Finding, ...], origin: Origin) -> ReviewedTable:
    """Return a table with all that is to be said on it; ``rule_findings`` are on how its rule was chosen."""
    stated = [*review_table(table), *_observed(table.project, rule_findings, table.profile)]
    totals, execution = totals_of(table), table.scored.execution
    spent_all = execution is None or not execution.deduction
    is_full = bool(table.rows) and spent_all and all(row.is_full for row in table.rows)
    reviewed = _reviewed(table.project, _without_other_rule(stated), totals, origin)
    return reviewed._replace(
        spec=table.scored.spec.id, rows=tuple(_row(PrintedRow(row)) for row in table.scored.rows), is_full=is_full
    )


def review_monitored(table: MonitoredTable, rule_findings: tuple[Finding, ...], origin: Origin) -> ReviewedTable:
    """Return a monitoring table with all that is to be said on it; it has lights in the place of scores."""
    project, so_far = table.project, table.so_far
    stated = [*table.observations(), *_observed(project, rule_findings, so_far.profile)]
    rows = zip(project.indicators, so_far.scored.rows, table.monitored.rows, strict=True)
    names = LIGHT_NAMES[origin.lang]
    lights = (
        _row(PrintedRow(row))._replace(
            printed=names.get(typed.light or "", ""), reckoned=names.get(light.light or "", "")
        )
        for typed, row, light in rows
    )
    return _reviewed(project, stated, _NO_TOTALS, origin)._replace(spec=table.spec.id, rows=tuple(lights))


def review_without_rule(
    project: Project, findings: Iterable[Finding], profile: Profile, origin: Origin
) -> ReviewedTable:
    """Return a table for which there is no rule, with the findings that say why."""
    return _reviewed(project, _observed(project, (*project.findings, *findings), profile), _NO_TOTALS, origin)


def _observed(project: Project, findings: Iterable[Finding], profile: Profile) -> list[Observation]:
    return list(observations(findings, profile, len(project.indicators)))


def _without_other_rule(stated: list[Observation]) -> list[Observation]:
    """Return observations without differing scores where another rule gives them all."""
    if not any(one.finding.code == Codes.OTHER_RULE_FITS for one in stated):
        return stated
    return [one for one in stated if one.finding.code != Codes.CLAIMED_SCORE_DIFFERS]


def _reviewed(project: Project, stated: Iterable[Observation], totals: Totals, origin: Origin) -> ReviewedTable:
    budget = (project.funds.total.budget or ZERO) * project.funds.factor
    return ReviewedTable(
        source=origin.source,
        where=_where(project.located(Finding(""))),
        name=project.name or "",
        unit=project.unit or "",
        department=project.department or "",
        code=project.code or "",
        year=project.year,
        paper=Paper.of(project),
        spec=project.spec,
        printed=_plain(totals.printed),
        sum=_plain(totals.rows),
        reckoned=_plain(totals.reckoned),
        budget=str(budget),
        is_full=False,
        rows=(),
        sentences=tuple(_sentences(project)),
        lines=tuple(_line(project, one, origin, str(budget)) for one in stated),
        data=project.as_json,
    )


def _plain(value: Fraction | None) -> str | None:
    return None if value is None else format_exact(value)


def target_text(row: Indicator) -> str:
    """Return a target with the sign and the unit of their own columns."""
    target, sign, unit = row.target or "", row.comparison or "", row.uom or ""
    if target and target[0] not in SIGN_MARKS and sign != "定性":
        target = sign + target
    if unit and not target.endswith(unit):
        target += unit
    return target


def _row(row: PrintedRow) -> ReviewedRow:
    typed = row.indicator
    return ReviewedRow(
        level1=typed.level1 or "",
        level2=typed.level2 or "",
        name=row.name,
        target=target_text(typed),
        actual=typed.actual or "",
        weight=_plain(row.weight) or "",
        printed=_plain(row.printed) or "",
        reckoned=_plain(row.reckoned) or "",
        cause=typed.cause or "",
    )


def _sentences(project: Project) -> Iterator[tuple[str, str]]:
    """Yield the texts that say what the unit did and why, with their paths: each as a whole, and its sentences."""
    for path, text in _texts(project).items():
        if path.endswith(_OWN_WORDS):
            sentences = filter(None, map(str.strip, _SENTENCES.split(text)))
            yield from ((path, one) for one in dict.fromkeys((text.strip(), *sentences)))


def _texts(project: Project) -> dict[str, str]:
    """Return the texts of a project by path."""
    texts = {f"goals[{index}].achieved": goal.achieved for index, goal in enumerate(project.goals)}
    texts |= {key: getattr(project, key) for key in ("conclusion", "problems", "measures", "remarks")}
    texts |= {"funds.cause": project.funds.cause, "funds.remedy": project.funds.remedy}
    for index, row in enumerate(project.indicators):
        texts |= {f"indicators[{index}].cause": row.cause, f"indicators[{index}].remedy": row.remedy}
    return {path: text for path, text in texts.items() if text}


def _line(project: Project, observation: Observation, origin: Origin, money: str) -> Line:
    """Return an observation as a line of the review, with its place."""
    finding, names = observation.finding, [row.name for row in project.indicators]
    row = None
    if observation.rows and observation.rows[0] < len(names):
        row = names[observation.rows[0]]
    return Line(
        source=origin.source,
        where=_where(finding) or finding.path,
        project=project.name or "",
        unit=project.unit or "",
        row=row,
        path=finding.path,
        code=finding.code,
        severity=observation.severity.value,
        printed=_argument(finding, _PRINTED),
        reckoned=_argument(finding, _RECKONED),
        message=observation.message(names, origin.lang),
        group=observation.group,
        money=money,
    )


def _where(finding: Finding) -> str:
    """Return where a finding stands: line and column of a text file, or its cell; "" where that is not known."""
    if finding.cell is not None:
        return finding.cell.where
    if finding.place is not None:
        return f"{finding.place.number}:{finding.place.column}"
    return ""


def _argument(finding: Finding, names: tuple[str, ...]) -> str | None:
    """Return the first argument of these names that says something."""
    return next((str(finding.args[name]) for name in names if finding.args.get(name) not in (None, "")), None)


__all__ = ["Origin", "review_by_rule", "review_monitored", "review_project", "review_without_rule", "target_text"]
