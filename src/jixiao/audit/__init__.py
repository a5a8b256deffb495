"""Checks of a scored self-evaluation: why rows have no score, and what a reviewer would ask.

Each check is one small function from the trace to findings; ``CHECKS`` lists them in the order they speak.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from jixiao.audit.arithmetic import check_claims, check_execution, check_funds, check_grade
from jixiao.audit.completeness import check_requirements, check_scores, check_stage
from jixiao.audit.places import with_places
from jixiao.audit.printed import check_printed
from jixiao.audit.reasons import check_causes, check_remarks
from jixiao.audit.texts import check_duplicates, check_goals, check_period
from jixiao.audit.values import check_signs, check_tiers, check_units
from jixiao.audit.weights import check_rows_left_out, check_weights
from jixiao.findings import Finding
from jixiao.model.project import Project
from jixiao.scoring import Scored

CHECKS: tuple[Callable[[Project, Scored], Iterator[Finding]], ...] = (
    check_requirements,
    check_stage,
    check_scores,
    check_weights,
    check_execution,
    check_causes,
    check_claims,
    check_printed,
    check_signs,
    check_units,
    check_tiers,
    check_remarks,
    check_period,
    check_grade,
    check_funds,
    check_duplicates,
    check_rows_left_out,
    check_goals,
)


def review(project: Project, scored: Scored) -> tuple[Finding, ...]:
    """Return all findings on a scored project, with their places."""
    return tuple(with_places(project, (finding for check in CHECKS for finding in check(project, scored))))


__all__ = ["CHECKS", "review"]
