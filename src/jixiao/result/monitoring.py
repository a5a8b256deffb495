"""The answer for a project that is monitored: its lights, what it must state, and the score that is expected of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from jixiao.audit.places import with_places
from jixiao.findings import Finding, Lang
from jixiao.loading.layouts import FormStyle, packaged_layout
from jixiao.loading.monitoring import monitoring_of
from jixiao.loading.spec_book import SpecBook
from jixiao.loading.spec_selection import spec_of
from jixiao.model.monitoring import Light
from jixiao.model.project import Project
from jixiao.model.spec import IndicatorSpec
from jixiao.monitoring import Monitored, RowLight, check_monitoring, monitor_project
from jixiao.monitoring.names import LIGHT_NAMES
from jixiao.monitoring.sentences import PHRASES, expected_steps, light_steps, name_in, project_steps, worst_rows
from jixiao.monitoring_document import SCHEMA, LightDocument, ProjectedDocument
from jixiao.result import Result, head_of
from jixiao.result.findings import finding_document
from jixiao.result.monitored_rows import MonitoredRowWriter
from jixiao.result.rows import exact_text
from jixiao.result.words import own_words, word_in_language
from jixiao.scoring import RowScore


@dataclass(frozen=True)
class MonitoringResult(Result):
    """A project in the course of its year. It has no total: ``projected`` says what it is expected to score.

    >>> import jixiao
    >>> row = {"level1": "产出指标", "name": "人次", "target": "≥300", "progress": 90, "forecast": 290, "weight": 90}
    >>> funds = {"total": {"budget": 10, "spent": 5, "forecast": 10}}
    >>> project = {"spec": "cn.mof-2020-10", "name": "示例", "year": 2024, "stage": "monitoring", "month": 6}
    >>> result = jixiao.monitor(jixiao.load_project({**project, "funds": funds, "indicators": [row]}))
    >>> result.light, [row.light for row in result.lights], result.projected["total"]
    ('yellow', ['yellow'], '97.00')
    """

    @cached_property
    def monitored(self) -> Monitored | None:
        """Return lights, needs and projection; ``None`` where there is no readable project or no spec."""
        if self.spec is None or not self.project.readable:
            return None
        return monitor_project(self.project, self.spec, monitoring_of(self.spec))

    @property
    def light(self) -> Light | None:
        """Return the light of the project, where it can be known."""
        if self.monitored is None:
            return None
        return self.monitored.light

    @property
    def lights(self) -> tuple[RowLight, ...]:
        """Return the lights of the indicators in the table's order."""
        if self.monitored is None:
            return ()
        return self.monitored.rows

    @property
    def projected(self) -> ProjectedDocument:
        """Return what the project is expected to score at the end of the year."""
        if self.monitored is None:
            return {"full": None, "total": None, "scaled": None, "deduction": None, "grade": None}
        scored = self.monitored.projection.scored
        deduction = None
        if scored.total is not None:
            deduction = scored.full - scored.total
        return {
            "full": exact_text(scored.full),
            "total": self.points(scored.total),
            "scaled": self.points(scored.scaled),
            "deduction": self.points(deduction),
            "grade": scored.grade,
        }

    @property
    def checks(self) -> tuple[Finding, ...]:
        """Return the findings on its values and weights, on its lights, and on what it must state."""
        if self.monitored is None:
            return ()
        own = check_monitoring(self.project, self.monitored)
        return (*super().checks, *with_places(self.project, own))

    @cached_property
    def style(self) -> FormStyle:
        """Return how it is drawn: by the spec's own layout where it is one of monitoring, else by the rules' own."""
        own = super().style
        if self.monitored is None or own.layout.shows("progress"):
            return own
        form = self.monitored.rules.form
        return FormStyle(form.title, packaged_layout(form.layout), form.labels, form.layout)

    def closing(self, lang: Lang) -> dict[str, str | None]:
        """Return what stands under its form: its light, and what it is expected to score."""
        projected = self.projected
        return {
            "light": self.light and LIGHT_NAMES[lang][self.light],
            "projected_total": projected["total"],
            "projected_grade": projected["grade"],
        }

    def lights_by_owner(self, lang: Lang) -> dict[str, str]:
        """Return the names of the lights of the indicators and of the execution, by where these stand."""
        if self.monitored is None:
            return {}
        lights = {row.owner: row.light for row in self.monitored.all_rows}
        return {owner: LIGHT_NAMES[lang][light] for owner, light in lights.items() if light is not None}

    def title_steps(self, lang: Lang) -> Iterator[str]:
        """Yield the light of the project, and the rule behind it."""
        monitored = self.monitored
        if monitored is None:
            return
        words, projected = PHRASES[lang], self.projected
        light = LIGHT_NAMES[lang].get(monitored.light or "", words["unknown"])
        total = projected["total"] or "—"
        title = name_in(monitored.rules.title, monitored.rules, lang)
        yield words["project"].format(name=self.project.name, light=light, total=total, title=title)
        yield from project_steps(monitored.rules.project, monitored.rules, lang)

    def row_steps(self, row: RowScore, lang: Lang) -> list[str]:
        """Return the steps to the light of a row, then those to the score that is expected of it."""
        monitored, spec = self.monitored, self.spec
        if monitored is None or spec is None:
            return []
        projection, index = monitored.projection, row.facts.index
        light, score, origin = monitored.execution, projection.scored.execution, projection.execution
        if index >= 0:
            light, score, origin = monitored.rows[index], projection.scored.rows[index], projection.rows[index]
        steps: list[str] = []
        if light is not None and light.is_due:
            steps += light_steps(light, monitored.rules, self.project.month, lang)
        if score is not None and origin is not None:
            steps += expected_steps(score, origin, spec, lang)
        return steps

    def to_dict(self, lang: Lang | None = None) -> dict[str, Any]:
        """Return the result as plain data, keys as in ``jixiao.monitoring/1``."""
        lang = lang or self.lang
        typed, writer, monitored = self.project.typed, self.writer(lang), self.monitored
        execution, indicators, rules = None, [], None
        if monitored is not None and writer is not None:
            execution = monitored.execution and writer.execution(monitored.execution)
            indicators = list(map(writer.indicator, monitored.rows))
            rules = {
                "name": self.spec and self.spec.monitoring,
                "title": name_in(monitored.rules.title, monitored.rules, lang),
            }
        grade = word_in_language(self.projected["grade"], lang, own_words(self.spec))
        return {
            "schema": SCHEMA,
            "engine": self.engine,
            "source": self.source,
            "id": self.project.id,
            "on": self.on and self.on.isoformat(),
            "spec": self.spec_document,
            "rules": rules,
            "project": head_of(self.project),
            "month": self.project.month,
            **self.light_document(lang),
            "execution": execution,
            "indicators": indicators,
            "projected": {**self.projected, "grade": grade},
            "findings": [finding_document(finding, lang) for finding in self.findings],
            "form": self.style.document,
            "input": typed.data,
            "input_sha256": typed.sha256,
            "data": self.project.x,
        }

    def writer(self, lang: Lang) -> MonitoredRowWriter | None:
        """Return what writes its rows as plain data; ``None`` where there are none."""
        if self.monitored is None or self.spec is None:
            return None
        return MonitoredRowWriter(self.project, self.spec, self.monitored, lang)

    def light_document(self, lang: Lang) -> LightDocument:
        """Return the light of the project as plain data."""
        writer = self.writer(lang)
        if writer is None:
            return {"light": None, "rule": None, "citation": None, "basis": None, "explanation": ""}
        rule = writer.monitored.rules.project
        return writer.light(self.light, rule, rule.name, worst_rows(writer.monitored, writer.lang))


def monitor(
    project: Project,
    spec: IndicatorSpec | str | None = None,
    *,
    book: SpecBook | None = None,
    on: date | None = None,
    lang: Lang = "zh",
) -> MonitoringResult:
    """Return a project's lights under a spec's rules of monitoring, and what it is expected to score at the year's end.

    The spec is chosen as ``score`` does. Never raises for what a user typed.
    """
    if isinstance(spec, IndicatorSpec):
        return MonitoringResult(project, spec, lang=lang, day=on)
    selection = spec_of(project, spec, on, book)
    return MonitoringResult(project, selection.spec, selection.findings, lang=lang, day=on)


__all__ = ["MonitoringResult", "monitor"]
