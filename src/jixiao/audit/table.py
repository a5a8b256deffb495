"""A self-evaluation as a reviewer sees it: what its table prints, beside what the rule gives."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from jixiao.audit.profile import Profile, matches, word_in
from jixiao.exact import ONE, decimal_places, to_step
from jixiao.model.project import Indicator, Project
from jixiao.quantity import Number, class_word, less_is_better
from jixiao.scoring import RowScore, Scored

#: How a table may round its scores, the coarsest first, in points.
STEPS = (ONE, Fraction(1, 2), Fraction(1, 10), Fraction(1, 100))


class PrintedRow(NamedTuple):
    """A row of the table: what it states and prints, and ``scored``, what the rule gives. Points."""

    scored: RowScore

    @property
    def indicator(self) -> Indicator:
        """Return the row as typed."""
        return self.scored.facts.indicator

    @property
    def name(self) -> str:
        """Return its name, "" without one."""
        return self.indicator.name or ""

    @property
    def weight(self) -> Fraction | None:
        """Return the stated weight."""
        return self.scored.facts.weight

    @property
    def printed(self) -> Fraction | None:
        """Return the score that the table prints."""
        return self.indicator.score

    @property
    def reckoned(self) -> Fraction | None:
        """Return the score by the rule."""
        return self.scored.score

    @property
    def loss(self) -> Fraction | None:
        """Return the points that the table takes off; where it prints no score, those that the rule does."""
        if self.printed is None:
            return self.scored.deduction
        if self.weight is None:
            return None
        return self.weight - self.printed

    @property
    def reasons(self) -> tuple[str, ...]:
        """Return what stands there on the points of the row: the unit's cause and remedy, the reviewer's words."""
        words = [self.indicator.cause, self.indicator.remedy]
        if self.indicator.review is not None:
            words.append(self.indicator.review.remark)
        return tuple(filter(None, words))

    @property
    def is_full(self) -> bool:
        """Whether the row has its whole weight, as printed or else by the rule."""
        return self.loss is not None and self.loss <= 0

    @property
    def falls_short(self) -> bool:
        """Whether the rule gives less than the weight."""
        return self.reckoned is not None and self.weight is not None and self.reckoned < self.weight

    @property
    def wants_less(self) -> bool:
        """Whether less of it is better."""
        return less_is_better(self.scored.choice.comparison)

    def path(self, field: str) -> str:
        """Return where a field of the row stands in the project."""
        return self.scored.facts.path_of(field)


@dataclass(frozen=True)
class Table:
    """A project, its scores by the rule, and the profile by which it is reviewed."""

    project: Project
    scored: Scored
    profile: Profile

    @cached_property
    def rows(self) -> tuple[PrintedRow, ...]:
        """Return all rows that apply."""
        return tuple(PrintedRow(row) for row in self.scored.rows if row.facts.indicator.applicable)

    @cached_property
    def has_scores(self) -> bool:
        """Whether the table prints scores."""
        return any(row.printed is not None for row in self.rows)

    @cached_property
    def has_classes(self) -> bool:
        """Whether a row states its class; some forms have no column for it."""
        is_flat = self.project.is_of_form and len(self.rows) > 1
        return not is_flat or any(row.indicator.level1 for row in self.rows)

    @property
    def had_no_money(self) -> bool:
        """Whether the project had nothing to spend and spent nothing, so that there is no execution to speak of."""
        total = self.project.funds.total
        return total.budget == 0 and total.spent == 0

    @cached_property
    def step(self) -> Fraction | None:
        """Return to how many points the table rounds, the coarsest that fits; ``None`` where no row has points off."""
        partial = [row.printed for row in self.rows if row.printed is not None and row.loss and row.falls_short]
        if not partial:
            return None
        return next((step for step in STEPS if all(score % step == 0 for score in partial)), None)

    def is_rounded(self, printed: Fraction, exact: Fraction) -> bool:
        """Whether a printed score is the exact one as the table rounds it."""
        return self.step is not None and to_step(exact, self.step) == printed

    @cached_property
    def texts(self) -> dict[str, str]:
        """Return what the table says in sentences, by path."""
        project, funds = self.project, self.project.funds
        goals = {
            f"goals[{index}].{key}": getattr(goal, key)
            for index, goal in enumerate(project.goals)
            for key in ("expected", "achieved")
        }
        own = {key: getattr(project, key) for key in ("conclusion", "problems", "measures", "remarks")}
        rows = {row.path(key): getattr(row.indicator, key) for row in self.rows for key in ("cause", "remedy")}
        money = {"funds.cause": funds.cause, "funds.remedy": funds.remedy, "funds.adjustment": funds.adjustment}
        return {path: text for path, text in {**goals, **own, **money, **rows}.items() if text}

    @cached_property
    def outputs(self) -> tuple[PrintedRow, ...]:
        """Return the rows of the outputs."""
        return tuple(row for row in self.rows if class_of(row) == "产出")

    def is_satisfaction(self, row: PrintedRow) -> bool:
        """Whether a row is about satisfaction, by its class or its name."""
        return class_of(row) == "满意度" or matches(self.profile.satisfaction, row.name)

    def names_survey(self, row: PrintedRow) -> bool:
        """Whether a row of satisfaction says, where reasons stand, who was asked: 问卷 36 份."""
        reason = f"{row.indicator.cause or ''}{row.indicator.remedy or ''}"
        return self.is_satisfaction(row) and word_in(self.profile.survey_words, reason) is not None

    def is_rate(self, row: PrintedRow) -> bool:
        """Whether a row is named as a rate or as satisfaction."""
        return matches(self.profile.rate, row.name) or matches(self.profile.satisfaction, row.name)


def class_of(row: PrintedRow) -> str:
    """Return the word of a row's class, "" without one."""
    return class_word(row.indicator.level1 or "")


def level2_of(row: PrintedRow) -> str:
    """Return the word of a row's second level, "" without one."""
    return class_word(row.indicator.level2 or "")


def is_cost(row: PrintedRow) -> bool:
    """Whether a row is about costs, by its class or its second level."""
    return "成本" in (class_of(row), level2_of(row))


def numbers_of(row: PrintedRow) -> tuple[Fraction, Fraction] | None:
    """Return target and actual where both are numbers of one kind."""
    facts = row.scored.facts
    if facts.mismatch is not None or not isinstance(facts.target, Number) or not isinstance(facts.actual, Number):
        return None
    return facts.target.value, facts.actual.value


def decimals(value: Fraction) -> int:
    """Return how many decimals a printed number has."""
    return decimal_places(value) or 0


__all__ = ["PrintedRow", "Table", "class_of", "decimals", "is_cost", "level2_of", "numbers_of"]
