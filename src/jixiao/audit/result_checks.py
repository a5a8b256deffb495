"""The checks that every result runs, whoever asks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from jixiao.audit import arithmetic, checklists, completeness, printed, reasons, second_scores, texts, values, weights
from jixiao.audit.places import with_places
from jixiao.findings import Finding
from jixiao.model.project import Project
from jixiao.scoring import Scored

ScoredCheck = Callable[[Project, Scored], Iterator[Finding]]

#: What every result says: why rows have no score, and what a reviewer would ask.
RESULT_CHECKS: tuple[ScoredCheck, ...] = (
    completeness.check_requirements,
    completeness.check_stage,
    completeness.check_scores,
    weights.check_weights,
    arithmetic.check_overspending,
    arithmetic.check_finished,
    reasons.check_causes,
    arithmetic.check_claims,
    printed.check_printed,
    values.check_signs,
    values.check_units,
    values.check_tiers,
    reasons.check_remarks,
    texts.check_period,
    arithmetic.check_grade,
    arithmetic.check_funds,
    texts.check_duplicates,
    weights.check_rows_left_out,
    texts.check_goals,
    checklists.check_items,
    second_scores.check_second_scores,
)


def check_scored(project: Project, scored: Scored) -> tuple[Finding, ...]:
    """Return all findings on a scored project, with their places."""
    findings = (finding for check in RESULT_CHECKS for finding in check(project, scored))
    return tuple(with_places(project, findings))


__all__ = ["RESULT_CHECKS", "ScoredCheck", "check_scored"]
