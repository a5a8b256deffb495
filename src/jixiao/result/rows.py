"""The typed rows of a result, from the trace of its project."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from jixiao.documents import ExecutionRow, IndicatorRow, Loss, ReasonPart
from jixiao.exact import at_least, plain
from jixiao.explain import reason_of, sentence
from jixiao.findings import Lang
from jixiao.model.project import Project
from jixiao.model.rules import Rule
from jixiao.model.spec import IndicatorSpec, Kind
from jixiao.scoring import RowScore
from jixiao.scoring.plan import plan_of
from jixiao.scoring.rows import Loss as LossOfPoints


class RowWriter(NamedTuple):
    """Writes rows as typed values in a language, under the spec that scored them."""

    project: Project
    spec: IndicatorSpec
    lang: Lang

    def execution(self, row: RowScore) -> ExecutionRow:
        """Return the execution row."""
        funds = self.project.funds
        return ExecutionRow(
            budget=exact_text(getattr(funds.total, row.over)),
            spent=exact_text(funds.total.spent),
            money_unit=funds.money_unit,
            over=row.over,
            rate=exact_text(row.ratio),
            **self._common(row),
        )

    def indicator(self, row: RowScore) -> IndicatorRow:
        """Return an indicator."""
        typed, rule = row.facts.indicator, row.rule
        return IndicatorRow(
            level1=typed.level1,
            level2=typed.level2,
            name=typed.name,
            target=typed.target,
            actual=typed.actual,
            stated_weight=exact_text(typed.weight),
            claimed=exact_text(typed.score),
            measure=None if rule is None else rule.measure,
            ratio=exact_text(row.ratio),
            **self._common(row),
        )

    def _common(self, row: RowScore) -> dict[str, Any]:
        """Return what every row has."""
        reason, places = reason_of(row), plan_of(self.spec).places
        values: dict[str, Any] = {
            "weight": exact_text(row.weight),
            "outcome": row.outcome,
            "share": exact_text(row.share),
            "score": points_text(row.score, places),
            "deduction": points_text(row.deduction, places),
            "rule": None,
            "citation": None,
            "basis": None,
            "losses": (),
            "reason_code": None,
            "reason_parts": (),
            "reason": sentence(reason, self.lang),
            "cause": row.facts.indicator.cause or "",
            "remedy": row.facts.indicator.remedy or "",
        }
        if row.rule is not None:
            values["rule"] = row.rule.name
            values["citation"], values["basis"] = self._source_of(row.rule, row.readings)
        if reason is not None:
            values["losses"] = tuple(map(self._loss, row.losses))
            values["reason_code"] = reason.code
            values["reason_parts"] = tuple(ReasonPart(code=part.code, args=part.args) for part in reason.parts)
        return values

    def _source_of(self, rule: Rule, readings: Sequence[str]) -> tuple[str, Kind]:
        """Return the document behind a rule and how binding it is; a score that rests on a reading is observed."""
        citation, basis = plan_of(self.spec).cited[rule.name]
        if readings:
            basis = "observed"
        return citation, basis

    def _loss(self, loss: LossOfPoints) -> Loss:
        citation = basis = None
        if loss.by is not None:
            citation, basis = self.spec.citation(loss.by), self.spec.kind_of(loss.by)
        return Loss(kind=loss.kind, name=loss.spoken, points=plain(loss.points), citation=citation, basis=basis)


def exact_text(value: Fraction | None) -> str | None:
    """Return an exact number as text, where there is one."""
    if value is None:
        return None
    return plain(value)


def points_text(value: Fraction | None, places: int) -> str | None:
    """Return points as they print, with no fewer decimals than the spec rounds to."""
    if value is None:
        return None
    return at_least(value, places)
