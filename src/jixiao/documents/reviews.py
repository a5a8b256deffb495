"""The review of a result: the second score of each row, totals, and what counts; and how it is read back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from jixiao.documents.rows import Loss, ReasonPart
from jixiao.documents.values import Decimal, Exact, ReasonCode
from jixiao.model.typed_words import Adopted
from jixiao.scoring.rows import Outcome


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviewLoss(Loss):
    """What a reviewer took from a row; ``reviewer`` is who did, "" where nobody is named."""

    reviewer: str


@dataclass(frozen=True, kw_only=True)
class ReviewedRow:
    """A row's second score, beside the one of its unit; of the execution rate ``name`` is null.

    ``actual`` is the value that the reviewer took, ``claimed`` the score that is stated for it. ``difference`` is the
    unit's score less the second one, ``relative_difference`` that as a share of the unit's. ``counted`` is the score
    that ``adopted`` names; of what it lacks to the weight, ``lost_by_unit`` was lost in the unit's table,
    ``lost_by_review`` taken by the reviewer, below zero where more was given. Scores are null where a row has none.
    """

    name: str | None
    actual: str | None
    outcome: Outcome
    score: Decimal | None
    claimed: Exact | None
    difference: Decimal | None
    relative_difference: Exact | None
    limited: bool
    adopted: Adopted
    counted: Decimal | None
    lost_by_unit: Decimal | None
    lost_by_review: Decimal | None
    losses: tuple[ReviewLoss, ...]
    reason_code: ReasonCode | None
    reason_parts: tuple[ReasonPart, ...]
    reason: str
    remark: str


@dataclass(frozen=True, kw_only=True)
class ReviewPart:
    """The review of a project: second scores, totals as reckoned and as stated, and what counts.

    ``total`` and ``grade`` are the reviewer's, ``difference`` the unit's total less that; ``adopted_total`` is the sum
    of what each row counts, and ``adopted_grade`` its grade.
    """

    reviewer: str | None
    opinion: str | None
    execution: ReviewedRow | None
    indicators: tuple[ReviewedRow, ...]
    total: Decimal | None
    grade: str | None
    claimed_total: Exact | None
    claimed_grade: str | None
    difference: Decimal | None
    adopted_total: Decimal | None
    adopted_scaled: Decimal | None
    adopted_grade: str | None
    adopted_deduction: Decimal | None


def review_of(document: Mapping[str, Any]) -> ReviewPart:
    """Return the review of a result from its plain data.

    Raises:
        KeyError: a key is missing.
    """
    values = {field.name: document[field.name] for field in fields(ReviewPart)}
    values["execution"] = document["execution"] and _reviewed_row(document["execution"])
    values["indicators"] = tuple(map(_reviewed_row, document["indicators"]))
    return ReviewPart(**values)


def _reviewed_row(document: Mapping[str, Any]) -> ReviewedRow:
    values = {field.name: document[field.name] for field in fields(ReviewedRow)}
    values["losses"] = tuple(ReviewLoss(**loss) for loss in values["losses"])
    values["reason_parts"] = tuple(ReasonPart(**part) for part in values["reason_parts"])
    return ReviewedRow(**values)
