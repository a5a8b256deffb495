"""The one result value: a scored project with its findings, and its JSON document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from jixiao.audit import review
from jixiao.documents import (
    SCHEMA,
    ExecutionDocument,
    FindingDocument,
    IndicatorDocument,
    LossDocument,
    ProjectDocument,
    ResultDocument,
    RowDocument,
    SpecDocument,
)
from jixiao.exact import at_least, plain
from jixiao.explain import reason_of, sentence
from jixiao.findings import Finding, Lang, has_error
from jixiao.findings.terminal import escape_json
from jixiao.loading.spec_book import SpecBook
from jixiao.loading.spec_selection import spec_of
from jixiao.model.project import Project
from jixiao.model.rules import Rule
from jixiao.model.spec import IndicatorSpec, Kind
from jixiao.scoring import RowScore, Scored, score_project
from jixiao.scoring.plan import plan_of
from jixiao.scoring.rows import Loss
from jixiao.scoring.totals import Totals, totals_of


@dataclass(frozen=True)
class Result:
    """A project's scores. The trace, ``scored``, is made when it is first asked for; total and grade do without it.

    >>> import jixiao
    >>> row = {"level1": "产出指标", "name": "覆盖率", "target": "≥95%", "actual": "92%", "weight": 90}
    >>> funds = {"total": {"budget": 5, "spent": 5}}
    >>> project = {"spec": "cn.mof-2020-10", "name": "示例", "year": 2023, "funds": funds, "indicators": [row]}
    >>> result = jixiao.score(jixiao.load_project(project))
    >>> result.total, result.grade, result.reasons()[0]
    ('97.16', '优', '年度指标值≥95%，实际完成92%，完成率96.84%，按比例得87.16分，扣2.84分')
    """

    project: Project
    spec: IndicatorSpec | None
    loading: tuple[Finding, ...] = ()
    source: str = ""
    lang: Lang = "zh"

    @cached_property
    def scored(self) -> Scored | None:
        """Return the trace; ``None`` where there is no readable project or no spec to score it by."""
        if self.spec is None or not self.project.readable:
            return None
        return score_project(self.project, self.spec)

    @cached_property
    def _totals(self) -> Totals | Scored | None:
        """Return what holds total and grade: the trace where it is there or needed, else the total alone."""
        if self.spec is None or not self.project.readable or "scored" in self.__dict__:
            return self.scored
        return totals_of(self.project, self.spec) or self.scored

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Return all findings: of reading, of scoring, and of the checks of self-evaluations; in the file's order."""
        findings = [*self.loading, *self.project.findings]
        if self.scored is not None:
            findings += review(self.project, self.scored)
        return tuple(sorted(findings, key=_position))

    @property
    def ok(self) -> bool:
        """Whether no finding is an error."""
        return not has_error(self.findings)

    @property
    def places(self) -> int:
        """Return the decimals that scores print, as the spec rounds."""
        if self.spec is None:
            return 0
        return plan_of(self.spec).places

    @property
    def total(self) -> str | None:
        """Return the total in points, or ``None``."""
        if self._totals is None:
            return None
        return self.points(self._totals.total)

    @property
    def grade(self) -> str | None:
        """Return the grade, or ``None``."""
        if self._totals is None:
            return None
        return self._totals.grade

    def points(self, value: Fraction | None) -> str | None:
        """Return points as they print: never fewer decimals than the spec rounds to."""
        if value is None:
            return None
        return at_least(value, self.places)

    def reasons(self, lang: Lang | None = None) -> list[str]:
        """Return the reasons of all points lost, in the table's order."""
        if self.scored is None:
            return []
        reasons = map(reason_of, self.scored.all_rows)
        return [sentence(reason, lang or self.lang) for reason in reasons if reason is not None]

    def to_dict(self, lang: Lang | None = None) -> ResultDocument:
        """Return the result as plain data, keys as in ``jixiao.result/1``."""
        lang, scored = lang or self.lang, self.scored
        document: ResultDocument = {
            "schema": SCHEMA,
            "source": self.source,
            "spec": self._spec(),
            "project": _head(self.project),
            "execution": None,
            "indicators": [],
            "full": None,
            "total": self.total,
            "scaled": None,
            "deduction": None,
            "grade": self.grade,
            "findings": [finding_document(finding, lang) for finding in self.findings],
        }
        if self.spec is not None and scored is not None:
            self._fill_in(document, _Rows(self, self.spec, lang), scored)
        return document

    def _fill_in(self, document: ResultDocument, rows: _Rows, scored: Scored) -> None:
        """Fill in what follows from the trace."""
        if scored.execution is not None:
            document["execution"] = rows.execution(scored.execution)
        document["indicators"] = [rows.indicator(row) for row in scored.rows]
        document["full"] = plain(scored.full)
        document["scaled"] = self.points(scored.scaled)
        if scored.total is not None:
            document["deduction"] = self.points(scored.full - scored.total)

    def to_json(self, lang: Lang | None = None, indent: int | None = None) -> str:
        """Return the result as JSON text; 汉字 stay as they are, what cannot be seen is escaped."""
        import json

        return escape_json(json.dumps(self.to_dict(lang), ensure_ascii=False, indent=indent))

    def _spec(self) -> SpecDocument:
        spec = self.spec
        if spec is None:
            return {"id": None, "version": None, "sha256": None}
        return {"id": spec.id, "version": spec.version, "sha256": spec.sha256}


def _head(project: Project) -> ProjectDocument:
    """Return the head of a project as plain data."""
    return {
        "name": project.name,
        "year": project.year,
        "department": project.department,
        "unit": project.unit,
        "code": project.code,
    }


def _exact(value: Fraction | None) -> str | None:
    """Return an exact number as text, where there is one."""
    if value is None:
        return None
    return plain(value)


class _Rows(NamedTuple):
    """Rows as plain data, under the spec that scored them."""

    result: Result
    spec: IndicatorSpec
    lang: Lang

    def execution(self, row: RowScore) -> ExecutionDocument:
        """Return the execution row as plain data."""
        funds = self.result.project.funds
        return {
            "budget": _exact(getattr(funds.total, row.over)),
            "spent": _exact(funds.total.spent),
            "money_unit": funds.money_unit,
            "rate": _exact(row.ratio),
            **self._row(row),
        }

    def indicator(self, row: RowScore) -> IndicatorDocument:
        """Return an indicator as plain data."""
        typed = row.facts.indicator
        document: IndicatorDocument = {
            "level1": typed.level1,
            "level2": typed.level2,
            "name": typed.name,
            "target": typed.target,
            "actual": typed.actual,
            "stated_weight": _exact(typed.weight),
            "claimed": _exact(typed.score),
            "measure": None,
            "ratio": _exact(row.ratio),
            **self._row(row),
        }
        if row.rule is not None:
            document["measure"] = row.rule.measure
        return document

    def _row(self, row: RowScore) -> RowDocument:
        reason, points = reason_of(row), self.result.points
        document: RowDocument = {
            "weight": _exact(row.weight),
            "outcome": row.outcome,
            "share": _exact(row.share),
            "score": points(row.score),
            "deduction": points(row.deduction),
            "rule": None,
            "citation": None,
            "basis": None,
            "losses": [],
            "reason_code": None,
            "reason": sentence(reason, self.lang),
            "cause": row.facts.indicator.cause or "",
            "remedy": row.facts.indicator.remedy or "",
        }
        if row.rule is not None:
            document["rule"] = row.rule.name
            document["citation"], document["basis"] = self._source_of(row.rule, row.readings)
        if reason is not None:
            document["losses"] = [self._loss(loss) for loss in row.losses]
            document["reason_code"] = reason.code
        return document

    def _source_of(self, rule: Rule, readings: Sequence[str]) -> tuple[str, Kind]:
        """Return the document behind a rule and how binding it is; a score that rests on a reading is observed."""
        citation, basis = plan_of(self.spec).cited[rule.name]
        if readings:
            basis = "observed"
        return citation, basis

    def _loss(self, loss: Loss) -> LossDocument:
        citation = basis = None
        if loss.by is not None:
            citation, basis = self.spec.citation(loss.by), self.spec.kind_of(loss.by)
        points = plain(loss.points)
        return {"kind": loss.kind, "name": loss.spoken, "points": points, "citation": citation, "basis": basis}


def _position(finding: Finding) -> tuple[bool, int, int]:
    """Return by what findings are ordered: their place, those without one last."""
    place = finding.place
    return (True, 0, 0) if place is None else (False, place.line, place.column)


def finding_document(finding: Finding, lang: Lang = "zh") -> FindingDocument:
    """Return a finding as plain data."""
    document: FindingDocument = {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message(lang),
        "path": finding.path,
        "line": None,
        "column": None,
        "remedy": finding.remedy(lang),
    }
    if finding.place is not None:
        document["line"], document["column"] = finding.place.line, finding.place.column
    return document


def result_of(
    project: Project, spec: IndicatorSpec | None, loading: tuple[Finding, ...] = (), source: str = "", lang: Lang = "zh"
) -> Result:
    """Return a project's scores; without a readable project or a spec the result holds findings alone."""
    return Result(project, spec, loading, source, lang)


def score(
    project: Project,
    spec: IndicatorSpec | str | None = None,
    *,
    book: SpecBook | None = None,
    on: date | None = None,
    lang: Lang = "zh",
) -> Result:
    """Return a project's scores under a spec, by default the one it names in force on ``on`` (31 December of its year).

    Specs are looked up in ``book``, by default among the package's; with a book, nothing outside it is opened.
    Never raises for what a user typed: a project without a score has findings that say why.
    """
    if isinstance(spec, IndicatorSpec):
        return result_of(project, spec, lang=lang)
    selection = spec_of(project, spec, on, book)
    return result_of(project, selection.spec, selection.findings, lang=lang)
