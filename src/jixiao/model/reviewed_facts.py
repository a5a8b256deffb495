"""What a project states as its reviewer sees it: the unit's facts, with the reviewer's in their place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from jixiao.model.facts import ProjectFacts, RowFacts, read_facts
from jixiao.model.project import Deduction, Funds, FundsReview, Indicator, Project, RowReview

#: What a review of a row may state in the place of what its unit states.
VALUES = ("actual", "tier", "share", "score")
AMOUNTS = ("budget", "spent")


def reviewed_facts(project: Project) -> ProjectFacts:
    """Return the facts of a project with the reviewer's values in the place of the unit's, and the deductions."""
    rows, funds = tuple(map(_indicator, project.indicators)), _funds(project.funds)
    facts = read_facts(project.model_copy(update={"indicators": rows, "funds": funds}))
    execution = with_deductions(facts.execution, deductions_of(project, project.funds.review))
    reviewed = (with_deductions(row, deductions_of(project, row.indicator.review)) for row in facts.rows)
    return ProjectFacts(tuple(reviewed), execution, facts.finished)


def deductions_of(project: Project, review: RowReview | FundsReview | None) -> tuple[Deduction, ...]:
    """Return the deductions of a row, each with who made it: whom it names, else the project's reviewer."""
    if review is None:
        return ()
    reviewer = project.review and project.review.reviewer
    return tuple(
        deduction.model_copy(update={"reviewer": deduction.reviewer or reviewer}) for deduction in review.deductions
    )


def with_deductions(row: RowFacts, deductions: tuple[Deduction, ...]) -> RowFacts:
    """Return a row, an indicator or the execution, from which a reviewer takes more."""
    if not deductions:
        return row
    every = (*row.deductions, *deductions)
    if row.funds is not None:
        return replace(row.funds, deductions=every).over("budget")
    return replace(row, deductions=every, is_reduced_by_hand=True)


def _indicator(row: Indicator) -> Indicator:
    """Return an indicator with the values that its review states."""
    return row.model_copy(update=_stated(row.review, VALUES))


def _funds(funds: Funds) -> Funds:
    """Return the funds with the amounts that their review states."""
    return funds.model_copy(update={"total": funds.total.model_copy(update=_stated(funds.review, AMOUNTS))})


def _stated(review: RowReview | FundsReview | None, keys: Iterable[str]) -> dict[str, Any]:
    """Return those values of a review that are stated, by their keys."""
    values = {key: getattr(review, key, None) for key in keys}
    return {key: value for key, value in values.items() if value is not None}


__all__ = ["AMOUNTS", "VALUES", "deductions_of", "reviewed_facts", "with_deductions"]
