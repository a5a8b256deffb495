"""The one result value: a scored project with its findings, and its JSON document."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypedDict

from jixiao.audit import review
from jixiao.exact import at_least, plain
from jixiao.explain import reason_of, sentence
from jixiao.findings import Finding, Lang, has_error
from jixiao.findings.terminal import escape_json
from jixiao.loading.spec_selection import spec_of
from jixiao.model.project import Project
from jixiao.model.spec import IndicatorSpec
from jixiao.scoring import RowScore, Scored, score_project
from jixiao.scoring.plan import plan_of
from jixiao.scoring.rows import Loss
from jixiao.scoring.totals import Totals, totals_of

SCHEMA = "jixiao.result/1"


class LossDocument(TypedDict):
    """What took points from a row after the curve, or in its stead, and from which document; points are exact."""

    kind: str
    name: str
    points: str
    citation: str | None
    basis: str | None


class RowDocument(TypedDict, total=False):
    """A scored row in JSON; all numbers are exact decimal strings, in points or ratios."""

    level1: str | None
    level2: str | None
    name: str | None
    target: str | None
    actual: str | None
    budget: str | None
    spent: str | None
    money_unit: str
    rate: str | None
    weight: str | None
    stated_weight: str | None
    outcome: str
    measure: str | None
    ratio: str | None
    share: str | None
    score: str | None
    deduction: str | None
    claimed: str | None
    rule: str | None
    citation: str | None
    basis: str | None
    losses: list[LossDocument]
    reason_code: str | None
    reason: str
    cause: str
    remedy: str


class FindingDocument(TypedDict):
    """A finding in JSON; line and column count from 1."""

    code: str
    severity: str
    message: str
    path: str
    line: int | None
    column: int | None
    remedy: str


class ResultDocument(TypedDict):
    """A result in JSON, schema ``jixiao.result/1``."""

    schema: str
    source: str
    spec: dict[str, str | None]
    project: dict[str, str | int | None]
    execution: RowDocument | None
    indicators: list[RowDocument]
    full: str | None
    total: str | None
    scaled: str | None
    deduction: str | None
    grade: str | None
    findings: list[FindingDocument]


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
        """The trace; ``None`` where there is no readable project or no spec to score it by."""
        return score_project(self.project, self.spec) if self.spec is not None and self.project.readable else None

    @cached_property
    def _totals(self) -> Totals | Scored | None:
        """What holds total and grade: the trace where it is there or needed, else the total alone."""
        if self.spec is None or not self.project.readable or "scored" in self.__dict__:
            return self.scored
        return totals_of(self.project, self.spec) or self.scored

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Everything found: on reading, on scoring, and by the checks of self-evaluations; in the file's order."""
        own = review(self.project, self.scored) if self.scored is not None else ()
        return tuple(sorted((*self.loading, *self.project.findings, *own), key=_position))

    @property
    def ok(self) -> bool:
        """Whether no finding is an error."""
        return not has_error(self.findings)

    @property
    def places(self) -> int:
        """Decimals that scores print, as the spec rounds."""
        return plan_of(self.spec).places if self.spec is not None else 0

    @property
    def total(self) -> str | None:
        """The total in points, or ``None``."""
        return self.points(self._totals.total) if self._totals else None

    @property
    def grade(self) -> str | None:
        """The grade, or ``None``."""
        return self._totals.grade if self._totals else None

    def points(self, value: object) -> str | None:
        """Points as they print: never fewer decimals than the spec rounds to."""
        return None if value is None else at_least(value, self.places)  # type: ignore[arg-type]

    def reasons(self, lang: Lang | None = None) -> list[str]:
        """The reasons of all points lost, in the table's order."""
        rows = self.scored.all_rows if self.scored else ()
        return [sentence(reason, lang or self.lang) for row in rows if (reason := reason_of(row)) is not None]

    def to_dict(self, lang: Lang | None = None) -> ResultDocument:
        """The result as plain data, keys as in ``jixiao.result/1``."""
        lang, project, scored = lang or self.lang, self.project, self.scored
        missing = scored is None or scored.total is None
        return {
            "schema": SCHEMA,
            "source": self.source,
            "spec": self._spec(),
            "project": {key: getattr(project, key) for key in ("name", "year", "department", "unit", "code")},
            "execution": self._execution(lang),
            "indicators": [self._indicator(row, lang) for row in scored.rows] if scored else [],
            "full": plain(scored.full) if scored else None,
            "total": self.total,
            "scaled": self.points(scored.scaled) if scored else None,
            "deduction": None if missing else self.points(scored.full - scored.total),  # type: ignore[union-attr, operator]
            "grade": self.grade,
            "findings": [finding_document(finding, lang) for finding in self.findings],
        }

    def to_json(self, lang: Lang | None = None, indent: int | None = None) -> str:
        """The result as JSON text; 汉字 stay as they are, what cannot be seen is escaped."""
        import json

        return escape_json(json.dumps(self.to_dict(lang), ensure_ascii=False, indent=indent))

    def _spec(self) -> dict[str, str | None]:
        spec = self.spec
        if spec is None:
            return {"id": None, "version": None, "sha256": None}
        return {"id": spec.id, "version": spec.version, "sha256": spec.sha256}

    def _execution(self, lang: Lang) -> RowDocument | None:
        row = self.scored.execution if self.scored else None
        if row is None:
            return None
        total = self.project.funds.total
        divisor = total.initial if row.rule is not None and row.rule.over == "initial" else total.budget
        money: RowDocument = {
            "budget": None if divisor is None else plain(divisor),
            "spent": None if total.spent is None else plain(total.spent),
            "money_unit": self.project.funds.money_unit,
            "rate": None if (ratio := row.ratio) is None else plain(ratio),
        }
        return {**money, **self._row(row, lang)}

    def _indicator(self, row: RowScore, lang: Lang) -> RowDocument:
        facts, ratio = row.facts.indicator, row.ratio
        typed: RowDocument = {
            "level1": facts.level1,
            "level2": facts.level2,
            "name": facts.name,
            "target": facts.target,
            "actual": facts.actual,
            "stated_weight": None if facts.weight is None else plain(facts.weight),
            "claimed": None if facts.score is None else plain(facts.score),
            "measure": row.rule.measure if row.rule else None,
            "ratio": None if ratio is None else plain(ratio),
        }
        return {**typed, **self._row(row, lang)}

    def _row(self, row: RowScore, lang: Lang) -> RowDocument:
        reason, rule, share, plan = reason_of(row), row.choice.rule, row.share, plan_of(self.spec)  # type: ignore[arg-type]  # it scored the row
        citation, basis = plan.cited[rule.name] if rule else (None, None)
        if row.readings:
            basis = "observed"
        weight, score, deduction = row.weight, row.score, row.deduction
        return {
            "weight": None if weight is None else plain(weight),
            "outcome": row.outcome,
            "share": None if share is None else plain(share),
            "score": None if score is None else at_least(score, plan.places),
            "deduction": None if deduction is None else at_least(deduction, plan.places),
            "rule": rule.name if rule else None,
            "citation": citation,
            "basis": basis,
            "losses": [self._loss(loss) for loss in row.losses] if reason else [],
            "reason_code": reason.code if reason else None,
            "reason": sentence(reason, lang),
            "cause": row.facts.indicator.cause or "",
            "remedy": row.facts.indicator.remedy or "",
        }

    def _loss(self, loss: Loss) -> LossDocument:
        spec, by = self.spec, loss.by
        cited = None if spec is None or by is None else (spec.citation(by), spec.kind_of(by))
        citation, basis = cited or (None, None)
        points = plain(loss.points)
        return {"kind": loss.kind, "name": loss.spoken, "points": points, "citation": citation, "basis": basis}


def _position(finding: Finding) -> tuple[bool, int, int]:
    place = finding.place
    return (True, 0, 0) if place is None else (False, place.line, place.column)


def finding_document(finding: Finding, lang: Lang = "zh") -> FindingDocument:
    """A finding as plain data."""
    place = finding.place
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message(lang),
        "path": finding.path,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "remedy": finding.remedy(lang),
    }


def result_of(
    project: Project, spec: IndicatorSpec | None, loading: tuple[Finding, ...] = (), source: str = "", lang: Lang = "zh"
) -> Result:
    """Score a project under a spec; without a readable project or a spec the result holds findings alone."""
    return Result(project, spec, loading, source, lang)


def score(project: Project, spec: IndicatorSpec | None = None, *, on: date | None = None, lang: Lang = "zh") -> Result:
    """Score a project under a spec, by default the one it names, in force on ``on`` (31 December of its year).

    Never raises for what a user typed: a project without a score has findings that say why.
    """
    if spec is not None:
        return result_of(project, spec, lang=lang)
    found = spec_of(project, on=on)
    return result_of(project, found.spec, found.findings, lang=lang)
