"""The rows of a result as plain data, from the trace of its project."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, NamedTuple

from jixiao.exact import format_exact, format_points
from jixiao.explain import Reason, reason_of, sentence
from jixiao.explain.second_scores import second_reason
from jixiao.findings import Lang
from jixiao.model.project import Project, Review
from jixiao.model.spec import IndicatorSpec, Kind
from jixiao.scoring import RowScore
from jixiao.scoring.plan import Plan, plan_of
from jixiao.scoring.rows import Loss
from jixiao.scoring.second_scores import SecondRow, SecondScores

#: A row as plain data: the keys of ``ExecutionRow`` or ``IndicatorRow`` in the order of the document.
RowData = dict[str, Any]


class RowWriter(NamedTuple):
    """Writes rows as plain data in a language, under the spec that scored them."""

    project: Project
    spec: IndicatorSpec
    lang: Lang

    def execution(self, row: RowScore) -> RowData:
        """Return the execution row."""
        funds = self.project.funds
        return {
            "budget": exact_text(getattr(funds.total, row.over)),
            "spent": exact_text(funds.total.spent),
            "money_unit": funds.money_unit,
            "over": row.over,
            "rate": exact_text(row.ratio),
            **self._common(row),
        }

    def indicator(self, row: RowScore) -> RowData:
        """Return an indicator."""
        typed, rule = row.facts.indicator, row.rule
        return {
            "level1": typed.level1,
            "level2": typed.level2,
            "name": typed.name,
            "target": typed.target,
            "actual": typed.actual,
            "stated_weight": exact_text(typed.weight),
            "claimed": exact_text(typed.score),
            "measure": rule and rule.measure,
            "ratio": exact_text(row.ratio),
            **self._common(row),
        }

    def _common(self, row: RowScore) -> RowData:
        """Return what every row has."""
        plan, typed = plan_of(self.spec), row.facts.indicator
        rule, citation, basis = source_of_score(plan, row)
        return {
            "weight": exact_text(row.weight),
            "outcome": row.outcome,
            "share": exact_text(row.share),
            "score": points_text(row.score, plan.places),
            "deduction": points_text(row.deduction, plan.places),
            "rule": rule,
            "citation": citation,
            "basis": basis,
            **self._explanation(row, reason_of(row)),
            "cause": typed.cause or "",
            "remedy": typed.remedy or "",
        }

    def _explanation(self, row: RowScore, reason: Reason | None) -> RowData:
        """Return why the row lost points."""
        losses = () if reason is None else row.losses
        return {"losses": list(map(self._loss, losses)), **self._reason(reason)}

    def reviewed(self, row: SecondRow) -> RowData:
        """Return a row's second score."""
        places, review = plan_of(self.spec).places, row.review
        losses = [loss for loss in row.reckoned.losses if loss.reviewer is not None]
        return {
            "name": row.first.facts.indicator.name,
            "actual": _reviewed_value(row),
            "outcome": row.second.outcome,
            "score": points_text(row.second.score, places),
            "claimed": review and exact_text(review.score),
            "difference": points_text(row.difference, places),
            "relative_difference": exact_text(row.relative_difference),
            "limited": row.is_limited,
            "adopted": row.adopted,
            "counted": points_text(row.counted.score, places),
            "lost_by_unit": points_text(row.first.deduction, places),
            "lost_by_review": points_text(row.lost_by_review, places),
            "losses": [{**self._loss(loss), "reviewer": loss.reviewer} for loss in losses],
            **self._reason(second_reason(row)),
            "remark": (review and review.remark) or "",
        }

    def review(self, scores: SecondScores) -> RowData:
        """Return the review of the project."""
        places, review = plan_of(self.spec).places, self.project.review or Review()
        first, second, adopted = scores.first, scores.second, scores.adopted
        return {
            "reviewer": review.reviewer,
            "opinion": review.opinion,
            "execution": scores.execution and self.reviewed(scores.execution),
            "indicators": list(map(self.reviewed, scores.rows)),
            "total": points_text(second.total, places),
            "grade": second.grade,
            "claimed_total": exact_text(review.total),
            "claimed_grade": review.grade,
            "difference": points_text(_difference(first.total, second.total), places),
            "adopted_total": points_text(adopted.total, places),
            "adopted_scaled": points_text(adopted.scaled, places),
            "adopted_grade": adopted.grade,
            "adopted_deduction": points_text(_difference(adopted.full, adopted.total), places),
        }

    def _reason(self, reason: Reason | None) -> RowData:
        """Return a reason as data and as a sentence."""
        if reason is None:
            return {"reason_code": None, "reason_parts": [], "reason": ""}
        return {
            "reason_code": reason.code,
            "reason_parts": [{"code": part.code, "args": part.args} for part in reason.parts],
            "reason": sentence(reason, self.lang),
        }

    def _loss(self, loss: Loss) -> RowData:
        citation = basis = None
        if loss.by is not None:
            citation, basis = self.spec.citation(loss.by), self.spec.kind_of(loss.by)
        points = format_exact(loss.points)
        return {"kind": loss.kind, "name": loss.spoken, "points": points, "citation": citation, "basis": basis}


def source_of_score(plan: Plan, row: RowScore) -> tuple[str | None, str | None, Kind | None]:
    """Return the rule, the document behind it and how binding it is; a score that rests on a reading is observed."""
    rule = row.rule
    if rule is None:
        return None, None, None
    citation, basis = plan.cited[rule.name]
    if row.readings:
        basis = "observed"
    return rule.name, citation, basis


def _difference(first: Fraction | None, second: Fraction | None) -> Fraction | None:
    """Return points less others; ``None`` where either are missing."""
    if first is None or second is None:
        return None
    return first - second


def _reviewed_value(row: SecondRow) -> str | None:
    """Return the value that the second score was reckoned from: an actual, or what was spent."""
    facts = row.reckoned.facts
    if facts.funds is not None:
        return exact_text(facts.funds.spent)
    return facts.indicator.actual


def exact_text(value: Fraction | None) -> str | None:
    """Return an exact number as text, where there is one."""
    if value is None:
        return None
    return format_exact(value)


def points_text(value: Fraction | None, places: int) -> str | None:
    """Return points as they print, with no fewer decimals than the spec rounds to."""
    if value is None:
        return None
    return format_points(value, places)
