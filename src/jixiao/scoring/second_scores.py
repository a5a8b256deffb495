"""Second scores: a reviewer's beside the unit's, by the same rules, and which of the two counts.

unit's rows → reviewer's values by the same curves → deductions → limits of the spec → rows that count → total → grade
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from jixiao.exact import ZERO
from jixiao.model.project import Deduction, FundsReview, Project, RowReview
from jixiao.model.reviewed_facts import AMOUNTS, VALUES, reviewed_facts, with_deductions
from jixiao.model.typed_words import Adopted
from jixiao.scoring import RowScore, Scored, score_facts, scored_rows
from jixiao.scoring.plan import Plan, plan_of
from jixiao.scoring.rows import score_row, with_points


@dataclass(frozen=True, slots=True)
class SecondRow:
    """A row scored twice. ``reckoned`` is what values and deductions give; ``second`` is that within the spec's limits.

    ``review`` is what the reviewer states; without it the unit's score is confirmed.
    """

    first: RowScore
    reckoned: RowScore
    second: RowScore
    review: RowReview | FundsReview | None
    adopted: Adopted

    @property
    def counted(self) -> RowScore:
        """Return the score that counts."""
        if self.adopted == "review":
            return self.second
        return self.first

    @property
    def is_limited(self) -> bool:
        """Whether the spec's limits moved the second score."""
        return self.second is not self.reckoned

    @property
    def difference(self) -> Fraction | None:
        """Return the points that the reviewer took, below zero where more was given; ``None`` without two scores."""
        if self.first.score is None or self.second.score is None:
            return None
        return self.first.score - self.second.score

    @property
    def relative_difference(self) -> Fraction | None:
        """Return the difference as a share of the unit's score; ``None`` where that is nothing."""
        if self.difference is None or not self.first.score:
            return None
        return self.difference / self.first.score

    @property
    def lost_by_review(self) -> Fraction | None:
        """Return the points of the score that counts which the reviewer took; below zero where more was given."""
        if self.adopted == "self_evaluation" and self.first.score is not None:
            return ZERO
        if self.first.score is None:
            return self.counted.deduction
        return self.difference

    @property
    def changed(self) -> tuple[str, ...]:
        """Return the keys of what decides the score and the reviewer states otherwise than the unit."""
        first, second = self.first.facts, self.reckoned.facts
        if first.funds is not None and second.funds is not None:
            return _differing(AMOUNTS, first.funds, second.funds)
        keys = _differing(VALUES, first.indicator, second.indicator)
        rule = self.reckoned.rule
        if rule is None or rule.stated != "score":
            keys = tuple(key for key in keys if key != "score")
        return keys


def _differing(keys: Sequence[str], first: object, second: object) -> tuple[str, ...]:
    return tuple(key for key in keys if getattr(first, key) != getattr(second, key))


@dataclass(frozen=True, slots=True)
class SecondScores:
    """A project scored twice: by its unit's table, by its reviewer, and by the rows that count."""

    first: Scored
    second: Scored
    adopted: Scored
    rows: tuple[SecondRow, ...]
    execution: SecondRow | None

    @property
    def all_rows(self) -> tuple[SecondRow, ...]:
        """Return the execution row, where there is one, and the indicators."""
        return tuple(row for row in (self.execution, *self.rows) if row is not None)


def second_scores(project: Project, first: Scored) -> SecondScores | None:
    """Return the second scores of a project whose unit's are ``first``; ``None`` where nobody reviewed it."""
    if not project.is_reviewed:
        return None
    plan = plan_of(first.spec)
    rescored = score_facts(reviewed_facts(project), plan)
    reviewer = _Reviewer(plan, project, rescored.finished)
    execution = None
    if first.execution is not None and rescored.execution is not None:
        execution = reviewer.row(first.execution, rescored.execution, project.funds.review)
    rows = tuple(
        reviewer.row(one, other, typed.review)
        for one, other, typed in zip(first.rows, rescored.rows, project.indicators, strict=True)
    )
    second = reviewer.add_up(rescored, [row.second for row in rows], execution.second if execution else None)
    adopted = reviewer.add_up(rescored, [row.counted for row in rows], execution.counted if execution else None)
    return SecondScores(first, second, adopted, rows, execution)


class _Reviewer:
    """Gives rows their second scores, under a plan and what a project's review says as a whole."""

    def __init__(self, plan: Plan, project: Project, finished: bool | None) -> None:
        self.plan, self.finished = plan, finished
        self.adopted: Adopted = "review"
        self.name: str | None = None
        if project.review is not None:
            self.adopted = project.review.adopted or self.adopted
            self.name = project.review.reviewer

    def row(self, first: RowScore, rescored: RowScore, review: RowReview | FundsReview | None) -> SecondRow:
        """Return a row with its second score."""
        adopted = self.adopted
        if review is not None:
            adopted = review.adopted or adopted
            rescored = self._down_to_claim(rescored, review)
        return SecondRow(first, rescored, self._within_limits(first, rescored), review, adopted)

    def _down_to_claim(self, row: RowScore, review: RowReview | FundsReview) -> RowScore:
        """Return a row less the points that a reviewer takes with words alone.

        Where no deduction is listed, the ``remark`` beside a score below the reckoned one is the reason for the rest.
        """
        claim, weight = review.score, row.weight
        if row.score is None or claim is None or weight is None or review.remark is None or review.deductions:
            return row
        if not 0 <= claim < row.score:
            return row
        remainder = Deduction(points=row.points - claim, reason=review.remark, reviewer=self.name)
        facts = self.plan.over_own_budget(with_deductions(row.facts, (remainder,)), self.finished)
        return score_row(self.plan, facts, weight, self.finished)

    def _within_limits(self, first: RowScore, second: RowScore) -> RowScore:
        """Return a second score no further from the unit's than the spec allows."""
        limits, weight = self.plan.spec.review, second.weight
        if limits is None or weight is None or first.score is None or second.score is None:
            return second
        low, high = limits.bounds(first.score, weight)
        score = min(max(low, second.score), high)
        if score == second.score:
            return second
        return with_points(self.plan, second, weight, score)

    def add_up(self, scored: Scored, rows: list[RowScore], execution: RowScore | None) -> Scored:
        """Return rows of a project and what they add up to."""
        return scored_rows(self.plan, tuple(rows), execution, scored.preset, scored.finished)
