"""The one result value: a scored project with its findings, and its JSON document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any

from jixiao.audit.result_checks import check_scored
from jixiao.documents import (
    SCHEMA,
    ExecutionRow,
    IndicatorRow,
    Loss,
    ProjectDocument,
    ReviewPart,
    SpecDocument,
    review_of,
    row_of,
)
from jixiao.exact_json import json_text
from jixiao.explain import reason_of, sentence
from jixiao.explain.phrases import STEPS
from jixiao.explain.second_scores import second_steps, totals_line
from jixiao.explain.steps import grade_steps, steps_of
from jixiao.findings import Finding, Lang, has_error
from jixiao.loading.layouts import FormStyle, form_style
from jixiao.loading.spec_book import SpecBook
from jixiao.loading.spec_selection import day_of, spec_of
from jixiao.model.project import Project
from jixiao.model.spec import IndicatorSpec
from jixiao.result.findings import finding_document
from jixiao.result.rows import RowData, RowWriter, exact_text, points_text
from jixiao.result.words import own_words, review_entry, row_in_language, word_in_language
from jixiao.scoring import RowScore, Scored, score_project
from jixiao.scoring.plan import plan_of
from jixiao.scoring.second_scores import SecondRow, SecondScores, second_scores
from jixiao.scoring.totals import Totals, totals_of
from jixiao.version import __version__


@dataclass(frozen=True)
class Result:
    """A project's scores. The trace, ``scored``, is made when it is first asked for; total and grade do without it.

    ``day`` is the day whose edition of the spec was asked for, by default 31 December of the project's year.

    >>> import jixiao
    >>> row = {"level1": "产出指标", "name": "覆盖率", "target": "≥95%", "actual": "92%", "weight": 90}
    >>> funds = {"total": {"budget": 5, "spent": 5}}
    >>> project = {"spec": "cn.mof-2020-10", "name": "示例", "year": 2023, "funds": funds, "indicators": [row]}
    >>> result = jixiao.score(jixiao.load_project(project))
    >>> result.total, result.grade, result.indicators[0].score, result.execution.rate
    ('97.16', '优', '87.16', '1')
    >>> result.reasons()[0]
    '年度指标值≥95%，实际完成92%，完成率96.84%，按比例得87.16分，扣2.84分'
    """

    project: Project
    spec: IndicatorSpec | None
    loading: tuple[Finding, ...] = ()
    source: str = ""
    lang: Lang = "zh"
    day: date | None = None

    @classmethod
    def from_dict(cls, document: Mapping[str, Any], *, book: SpecBook | None = None, lang: Lang = "zh") -> Result:
        """Return the result that ``to_dict`` gave as it was stored, also where its spec has gone or scores otherwise.

        Where ``book``, by default the package, has the spec, and it scores the same today, its workbook calculates.
        A document of monitoring needs that spec.

        Raises:
            ValueError: it is no document of a result.
        """
        from jixiao.result.stored import restore

        return restore(document, book, lang)

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
        findings = [*self.loading, *self.project.findings, *self.checks]
        return tuple(sorted(map(self.project.located, findings), key=position))

    @property
    def checks(self) -> tuple[Finding, ...]:
        """Return the findings of the checks of self-evaluations."""
        if self.scored is None:
            return ()
        return check_scored(self.project, self.scored)

    @property
    def ok(self) -> bool:
        """Whether no finding is an error."""
        return not has_error(self.findings)

    @property
    def engine(self) -> str:
        """Return the version of the program that scored the project."""
        return __version__

    @property
    def on(self) -> date | None:
        """Return the day whose edition of the spec counted, where there is one."""
        return day_of(self.project, self.day)

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

    @property
    def full(self) -> str | None:
        """Return the full marks in points, or ``None``."""
        if self.scored is None:
            return None
        return exact_text(self.scored.full)

    @property
    def scaled(self) -> str | None:
        """Return the total in points, rescaled for rows that do not apply; ``None`` where the spec does not do so."""
        if self.scored is None:
            return None
        return self.points(self.scored.scaled)

    @property
    def deduction(self) -> str | None:
        """Return the points lost of the full marks, or ``None``."""
        scored = self.scored
        if scored is None or scored.total is None:
            return None
        return self.points(scored.full - scored.total)

    @cached_property
    def execution(self) -> ExecutionRow | None:
        """Return the execution row, where the spec has one."""
        return self.execution_in(self.lang)

    @cached_property
    def indicators(self) -> tuple[IndicatorRow, ...]:
        """Return the indicators in the table's order."""
        return self.indicators_in(self.lang)

    @property
    def losses(self) -> tuple[Loss, ...]:
        """Return what took points away from all rows after the curve, in the table's order."""
        rows = (self.execution, *self.indicators)
        return tuple(loss for row in rows if row is not None for loss in row.losses)

    def points(self, value: Fraction | None) -> str | None:
        """Return points as they print: never fewer decimals than the spec rounds to."""
        return points_text(value, self.places)

    def execution_in(self, lang: Lang) -> ExecutionRow | None:
        """Return the execution row with its reason in a language."""
        data = self.execution_data(lang)
        if data is None:
            return None
        return row_of(ExecutionRow, data)

    def indicators_in(self, lang: Lang) -> tuple[IndicatorRow, ...]:
        """Return the indicators with their reasons in a language."""
        return tuple(row_of(IndicatorRow, data) for data in self.indicator_data(lang))

    def execution_data(self, lang: Lang) -> RowData | None:
        """Return the execution row as plain data, its reason in a language."""
        if self.spec is None or self.scored is None or self.scored.execution is None:
            return None
        return RowWriter(self.project, self.spec, lang).execution(self.scored.execution)

    def indicator_data(self, lang: Lang) -> list[RowData]:
        """Return the indicators as plain data, their reasons in a language."""
        if self.spec is None or self.scored is None:
            return []
        return list(map(RowWriter(self.project, self.spec, lang).indicator, self.scored.rows))

    @cached_property
    def second(self) -> SecondScores | None:
        """Return the trace of the second scores; ``None`` where nobody reviewed the project."""
        if self.scored is None:
            return None
        return second_scores(self.project, self.scored)

    @property
    def second_rows(self) -> tuple[SecondRow | None, ...]:
        """Return the second score of each row of the trace; ``None`` of each where nobody reviewed the project."""
        if self.second is not None:
            return self.second.all_rows
        if self.scored is None:
            return ()
        return (None,) * len(self.scored.all_rows)

    @cached_property
    def review(self) -> ReviewPart | None:
        """Return the second scores beside the unit's, and what counts; ``None`` where nobody reviewed the project."""
        return self.review_in(self.lang)

    def review_in(self, lang: Lang) -> ReviewPart | None:
        """Return the review with its reasons in a language."""
        data = self.review_data(lang)
        if data is None:
            return None
        return review_of(data)

    def review_data(self, lang: Lang) -> RowData | None:
        """Return the review as plain data, its reasons in a language."""
        if self.spec is None or self.second is None:
            return None
        return RowWriter(self.project, self.spec, lang).review(self.second)

    def reasons(self, lang: Lang | None = None) -> list[str]:
        """Return the reasons of all points lost, in the table's order."""
        if self.scored is None:
            return []
        reasons = (sentence(reason_of(row), lang or self.lang) for row in self.scored.all_rows)
        return list(filter(None, reasons))

    def closing(self, lang: Lang) -> dict[str, str | None]:  # noqa: ARG002  # lights have names in each language
        """Return what stands under the form, by its label: total, rescaled total, grade."""
        closing = {"total": self.total}
        if self.scaled:
            closing["scaled"] = self.scaled
        return {**closing, "grade": self.grade}

    def lights_by_owner(self, lang: Lang) -> dict[str, str]:  # noqa: ARG002  # lights have names in each language
        """Return the names of the lights of rows and funds by where these stand; a score shows none."""
        return {}

    def title_steps(self, lang: Lang) -> Iterator[str]:
        """Yield total, grade and spec in a sentence, and where the grades come from."""
        spec = self.spec
        if spec is None or self.scored is None:
            return
        head = {
            "name": self.project.name,
            "total": self.total or "—",
            "grade": word_in_language(self.grade or "—", lang, own_words(spec)),
            "spec": f"{spec.id}@{spec.version}",
        }
        yield STEPS[lang]["whole"].format(**head)
        if self.grade:
            yield from grade_steps(spec, lang)
        if self.second is not None:
            yield totals_line(self.second, lang)

    def second_steps(self, row: SecondRow, lang: Lang) -> list[str]:
        """Return the steps from what a reviewer states of one of its rows to the score that counts."""
        if self.spec is None:
            return []
        return second_steps(row, self.spec, lang)

    def row_steps(self, row: RowScore, lang: Lang) -> list[str]:
        """Return the steps from the facts of one of its rows to its score."""
        if self.spec is None:
            return []
        return steps_of(row, self.spec, lang)

    @cached_property
    def style(self) -> FormStyle:
        """Return how the result is drawn as a form: title, layout and labels."""
        return form_style(self.spec, self.project.stage)

    def to_dict(self, lang: Lang | None = None) -> dict[str, Any]:
        """Return the result as plain data, keys as in ``jixiao.result/1``."""
        lang, own = lang or self.lang, own_words(self.spec)
        execution, typed = self.execution_data(lang), self.project.typed
        return {
            "schema": SCHEMA,
            "engine": self.engine,
            "source": self.source,
            "id": self.project.id,
            "on": self.on and self.on.isoformat(),
            "spec": self.spec_document,
            "project": head_of(self.project),
            "execution": execution and row_in_language(execution, lang, own),
            "indicators": [row_in_language(row, lang, own) for row in self.indicator_data(lang)],
            "full": self.full,
            "total": self.total,
            "scaled": self.scaled,
            "deduction": self.deduction,
            "grade": word_in_language(self.grade, lang, own),
            **review_entry(self.review_data(lang), lang, own),
            "findings": [finding_document(finding, lang) for finding in self.findings],
            "form": self.style.document,
            "input": typed.data,
            "input_sha256": typed.sha256,
            "data": self.project.x,
        }

    def to_json(self, lang: Lang | None = None, indent: int | None = None) -> str:
        """Return the result as JSON text; 汉字 stay as they are, what cannot be seen is escaped."""
        return json_text(self.to_dict(lang), indent, own=self.project.x)

    @property
    def spec_document(self) -> SpecDocument:
        """Return which spec scored the project, as plain data."""
        spec = self.spec
        if spec is None:
            return {"id": None, "version": None, "sha256": None}
        return {"id": spec.id, "version": spec.version, "sha256": spec.sha256}


def head_of(project: Project) -> ProjectDocument:
    """Return the head of a project as plain data."""
    return {
        "name": project.name,
        "year": project.year,
        "department": project.department,
        "unit": project.unit,
        "code": project.code,
    }


def position(finding: Finding) -> tuple[bool, int, int]:
    """Return by what findings are ordered: their place, those without one last."""
    place = finding.place
    return (True, 0, 0) if place is None else (False, place.line, place.column)


def result_of(
    project: Project,
    spec: IndicatorSpec | None,
    loading: tuple[Finding, ...] = (),
    source: str = "",
    lang: Lang = "zh",
    day: date | None = None,
) -> Result:
    """Return a project's scores, or its lights where it is monitored.

    Without a readable project or a spec the result holds findings alone.
    """
    kind = Result
    if project.stage == "monitoring":
        from jixiao.result.monitoring import MonitoringResult as kind  # noqa: N813  # a kind of result
    return kind(project, spec, loading, source, lang, day)


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
        return result_of(project, spec, lang=lang, day=on)
    selection = spec_of(project, spec, on, book)
    return result_of(project, selection.spec, selection.findings, lang=lang, day=on)
