"""The rows of a monitored project as plain data: their lights, what they must state, and what they are to score."""

from __future__ import annotations

from typing import NamedTuple

from jixiao.exact import format_exact
from jixiao.explain import reason_of, sentence
from jixiao.findings import Lang
from jixiao.model.monitoring import Light
from jixiao.model.project import Project
from jixiao.model.rules import Cited
from jixiao.model.spec import IndicatorSpec
from jixiao.monitoring import Monitored, RowLight
from jixiao.monitoring.sentences import expected_reason, explanation_of, name_in
from jixiao.monitoring_document import (
    LightDocument,
    MonitoredExecutionDocument,
    MonitoredIndicatorDocument,
    MonitoredRowDocument,
    ProjectedFrom,
    ProjectedRowDocument,
)
from jixiao.result.rows import exact_text, points_text, source_of_score
from jixiao.result.words import own_words, word_in_language
from jixiao.scoring import RowScore
from jixiao.scoring.plan import plan_of


class MonitoredRowWriter(NamedTuple):
    """Writes the rows of a monitored project as plain data in a language."""

    project: Project
    spec: IndicatorSpec
    monitored: Monitored
    lang: Lang

    def light(self, light: Light | None, block: Cited | None, name: str | None, explanation: str) -> LightDocument:
        """Return a light with the rule of a ``name`` that shows it, and the source of its block."""
        if block is None:
            return {"light": light, "rule": None, "citation": None, "basis": None, "explanation": explanation}
        rules = self.monitored.rules
        return {
            "light": light,
            "rule": name and name_in(name, rules, self.lang),
            "citation": rules.citation(block),
            "basis": rules.kind_of(block),
            "explanation": explanation,
        }

    def execution(self, row: RowLight) -> MonitoredExecutionDocument:
        """Return the execution."""
        funds, projection = self.project.funds, self.monitored.projection
        return {
            "budget": exact_text(funds.total.budget),
            "spent": exact_text(funds.total.spent),
            "forecast": exact_text(funds.total.forecast),
            "money_unit": funds.money_unit,
            **self._common(row, projection.scored.execution, projection.execution),
        }

    def indicator(self, row: RowLight) -> MonitoredIndicatorDocument:
        """Return an indicator."""
        typed, index = self.project.indicators[row.facts.index], row.facts.index
        projection, own = self.monitored.projection, own_words(self.spec)
        return {
            "level1": word_in_language(typed.level1, self.lang, own),
            "level2": word_in_language(typed.level2, self.lang, own),
            "name": typed.name,
            "target": typed.target,
            "progress": typed.progress,
            "forecast": typed.forecast,
            "likelihood": typed.likelihood,
            "cause_kinds": list(typed.cause_kinds),
            **self._common(row, projection.scored.rows[index], projection.rows[index]),
        }

    def _common(self, row: RowLight, score: RowScore | None, origin: ProjectedFrom | None) -> MonitoredRowDocument:
        """Return what every row has; ``score`` is the one that is expected of it, by its ``origin``."""
        typed, name = row.facts.indicator, None
        if row.rule is not None:
            name = row.rule.name
        explanation = explanation_of(row, self.project.month, self.lang)
        return {
            **self.light(row.light, row.block, name, explanation),
            "measured": exact_text(row.measured),
            "cause": typed.cause or "",
            "remedy": typed.remedy or "",
            "to_explain": [need.statement for need in self.monitored.needs if need.row is row],
            "projected_from": origin,
            "projected": self.projected(score, origin),
        }

    def projected(self, row: RowScore | None, origin: ProjectedFrom | None) -> ProjectedRowDocument | None:
        """Return what a row is expected to score; ``None`` where nothing says what its year will bring."""
        if row is None or origin is None:
            return None
        plan = plan_of(self.spec)
        rule, citation, basis = source_of_score(plan, row)
        return {
            "value": _expected_value(row),
            "weight": exact_text(row.weight),
            "outcome": row.outcome,
            "share": exact_text(row.share),
            "score": points_text(row.score, plan.places),
            "deduction": points_text(row.deduction, plan.places),
            "rule": rule,
            "citation": citation,
            "basis": basis,
            "reason": sentence(expected_reason(reason_of(row)), self.lang),
        }


def _expected_value(row: RowScore) -> str:
    """Return what stands for the actual of the year."""
    funds = row.facts.funds
    if funds is None:
        return row.facts.indicator.actual or ""
    if funds.spent is None:
        return ""
    return format_exact(funds.spent)


__all__ = ["MonitoredRowWriter"]
