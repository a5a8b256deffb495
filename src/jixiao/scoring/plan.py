"""A spec made ready for scoring: classes by label, and for each kind of row its rule, remembered."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple, TypeVar

from jixiao.exact import fraction, places_of, round_half_up, to_step
from jixiao.findings import Codes
from jixiao.model.facts import EXECUTION, Pair, RowFacts
from jixiao.model.fields import frozen
from jixiao.model.problems import Problem
from jixiao.model.rules import Cap, Remark, Rule, When
from jixiao.model.spec import IndicatorSpec, Missing, Weights
from jixiao.model.vocabulary import vocabulary
from jixiao.quantity import class_word, unspaced
from jixiao.scoring.evaluator import Evaluator

#: Distinct kinds of rows remembered for one spec; beyond it the memory starts anew.
MOST_REMEMBERED = 10_000
#: What a row that states no direction is to a condition.
UNSTATED_DIRECTION = "正向"
_Owner = TypeVar("_Owner", Cap, Remark)


@frozen
class Choice:
    """What a spec does with a kind of row.

    ``is_assumed`` says that the comparison of a number was a default; ``usual_sign`` is the one that its class or
    level 2 takes where none is stated, if the spec says so. ``selected_by`` is "named" by the row, "name" or "fits" by
    the condition that held. A ``problem`` keeps such rows from any rule. ``evaluator`` is of the rule, ``limits`` of
    the caps; ``by_curve_alone`` says that there is no problem, no cap and no share that a person states.
    """

    class_: str | None
    comparison: str
    is_assumed: bool
    usual_sign: str | None
    rule: Rule | None
    selected_by: str
    caps: tuple[Cap, ...]
    remarks: tuple[Remark, ...]
    problem: Problem | None
    evaluator: Evaluator | None
    limits: tuple[Evaluator, ...]
    by_curve_alone: bool


def fits(when: When, facts: RowFacts, class_: str | None, comparison: str, finished: bool | None) -> bool:
    """Whether a row meets every part of a condition."""
    return _fits_place(when, facts, class_) and (
        (not when.comparison or comparison in when.comparison)
        and when.direction in (None, facts.indicator.direction or UNSTATED_DIRECTION)
        and (not when.target or not set(when.target).isdisjoint(facts.kinds))
        and when.finished in (None, finished)
    )


def _fits_place(when: When, facts: RowFacts, class_: str | None) -> bool:
    """Whether a row has the class, the second level and the name of a condition."""
    row = facts.indicator
    return (
        (not when.class_ or class_ in when.class_)
        and (not when.level2 or is_second_level(row.level2, when.level2))
        and (not when.name_has or any(part in (row.name or "") for part in when.name_has))
    )


def is_second_level(word: str | None, level2: tuple[str, ...]) -> bool:
    """Whether a row's 二级指标 is one of ``level2`` or a kind of one, as 社会成本 is of 成本指标."""
    if word is None or word in level2:
        return word is not None
    typed = class_word(word)
    return not {typed, vocabulary().kind_of_level2.get(typed)}.isdisjoint(map(class_word, level2))


def _classes_by_word(spec: IndicatorSpec) -> dict[str, str]:
    """Return each class by its labels, and by their words where these are no other's label."""
    labels = {label: name for name, kind in spec.classes.items() for label in (kind.label, *kind.also, name)}
    words = {word: name for label, name in reversed(labels.items()) for word in (class_word(label), unspaced(label))}
    return words | labels


class Plan:
    """A compiled spec. Choices are remembered by what decides them, so alike rows cost one look-up."""

    def __init__(self, spec: IndicatorSpec) -> None:
        self.spec = spec
        self.full = spec.full_marks
        self.step = spec.rounding.row
        self.places = places_of(self.step)
        #: How many steps of rounding are one point.
        self.parts = self.step.denominator
        self.classes = _classes_by_word(spec)
        self.marks = {name: mark for mark in spec.marks for name in (mark.name, mark.label)}
        #: What the spec says where it gives an empty actual no points.
        self.missing: Missing | None = None
        if spec.missing is not None and spec.missing.actual == "0":
            self.missing = spec.missing
        self.by_exact_total = spec.rounding.grade == "exact total"
        self.by_name = any(when.name_has for when in spec.conditions)
        self.asks_finished = spec.asks_finished
        self.cited = {rule.name: (spec.citation(rule), spec.kind_of(rule)) for rule in spec.rules}
        #: The weight of the execution row and of all others as pairs of integers, where neither depends on the project.
        self.execution, self.weight_of_rows = _fixed_weights(spec)
        #: By whether the project is finished, what the spec does with each kind of row so far.
        self.choices: dict[bool | None, dict[object, Choice]] = {None: {}, True: {}, False: {}}
        self._presets: dict[frozenset[str], dict[str, Fraction]] = {}

    def preset(self, present: frozenset[str]) -> dict[str, Fraction]:
        """Return the class weights (points) preset for the classes that occur."""
        points = self._presets.get(present)
        if points is None:
            points = self._presets[present] = self.spec.weights.preset(set(present))
        return points

    def rounded(self, num: int, den: int, weight: Fraction) -> Fraction:
        """Return num/den points (den > 0) rounded half up to the row step, between 0 and the weight."""
        steps, (top, bottom) = self.steps(num, den), weight.as_integer_ratio()
        if steps * bottom >= top * self.parts:
            return weight
        return fraction(steps, self.parts)

    def steps(self, num: int, den: int) -> int:
        """Return num/den points (den > 0) as a number of row steps, rounded half up, and no fewer than 0."""
        if num <= 0:
            return 0
        return round_half_up(num * self.parts, den)

    def rescale(self, total: Fraction, full: Fraction) -> Fraction:
        """Return a total out of ``full`` as one out of the spec's full marks, rounded to the row step."""
        return to_step(total * self.full / full, self.step)

    def grade(self, total: Fraction, exact: Fraction, scaled: Fraction | None) -> str | None:
        """Return the grade of the printed total, or of the exact one if the spec says so; ``None`` without grades."""
        if self.spec.grades is None:
            return None
        decisive = total
        if self.by_exact_total:
            decisive = exact
        if scaled is not None:
            decisive = scaled
        return self.spec.grades.scale(decisive)

    def class_of(self, level1: str | None) -> str | None:
        """Return the class of a 一级指标, by its word: 产 出 指 标（50分） is 产出指标."""
        if level1 is None:
            return None
        return self.classes.get(level1) or self.classes.get(unspaced(level1)) or self.classes.get(class_word(level1))

    def over_own_budget(self, execution: RowFacts, finished: bool | None) -> RowFacts:
        """Return the execution row measured over the budget that its rule divides by."""
        rule = self.choose(execution, finished).rule
        if rule is None or rule.over == "budget":
            return execution
        return execution.over(rule.over)

    def choose(self, facts: RowFacts, finished: bool | None) -> Choice:
        """Return what the spec does with a row."""
        key: object = facts.selector
        if self.by_name:
            key = facts.selector, facts.indicator.name
        return self.choices[finished].get(key) or self._remember(key, facts, finished)

    def _remember(self, key: object, facts: RowFacts, finished: bool | None) -> Choice:
        choices = self.choices[finished]
        if len(choices) >= MOST_REMEMBERED:
            choices.clear()
        choice = choices[key] = self._choose(facts, finished)
        return choice

    def _choose(self, facts: RowFacts, finished: bool | None) -> Choice:
        class_ = self.class_of(facts.level1)
        if facts.funds is not None:
            class_ = EXECUTION
        comparison, is_assumed = self._comparison(facts, class_, finished)
        rule, selected_by = self._rule(facts, class_, comparison, finished)
        row = _Row(facts, class_, comparison, finished)
        caps = tuple(row.owners(self.spec.caps))
        problem, evaluator = _problem(facts, class_, rule), None
        if rule is not None:
            evaluator = Evaluator(rule, comparison)
        return Choice(
            class_,
            comparison,
            is_assumed,
            self._usual_sign(facts, class_),
            rule,
            selected_by,
            caps,
            tuple(row.owners(self.spec.remarks)),
            problem,
            evaluator,
            tuple(Evaluator(cap, comparison) for cap in caps),
            by_curve_alone=rule is not None and problem is None and not caps and not rule.curve.judged,
        )

    def _usual_sign(self, facts: RowFacts, class_: str | None) -> str | None:
        for case in self.spec.comparison_if_unstated.cases:
            if (case.class_ or case.level2) and fits(case, facts, class_, "", None):
                return case.is_
        return None

    def _comparison(self, facts: RowFacts, class_: str | None, finished: bool | None) -> tuple[str, bool]:
        """Return the comparison of a row, and whether it is a default taken for a number."""
        row, is_number = facts.indicator, facts.kinds[0] == "number"
        if row.comparison == "定性" or facts.kinds == ("word",):
            return "定性", False
        if facts.sign is not None:
            return facts.sign, False
        if row.direction is not None and is_number:
            return _SIGNS[row.direction], False
        for case in self.spec.comparison_if_unstated.cases:
            if fits(case, facts, class_, "", finished):
                return case.is_, is_number
        return "", False

    def _rule(
        self, facts: RowFacts, class_: str | None, comparison: str, finished: bool | None
    ) -> tuple[Rule | None, str]:
        """Return the rule of a row, and by what it was selected."""
        if facts.indicator.rule is not None:
            return self.spec.rule(facts.indicator.rule), "named"
        for rule in self.spec.rules:
            for when in rule.when or ():
                if fits(when, facts, class_, comparison, finished):
                    return rule, "name" if when.name_has else "fits"
        return None, ""


_SIGNS = {"正向": "≥", "反向": "≤"}


class _Row(NamedTuple):
    """All that conditions look at in a row."""

    facts: RowFacts
    class_: str | None
    comparison: str
    finished: bool | None

    def owners(self, owners: tuple[_Owner, ...]) -> Iterator[_Owner]:
        """Return the caps or remarks that are for the row; the execution row is no indicator, so they must name it."""
        for owner in owners:
            whens = (When(),) if owner.when is None else owner.when
            if any((when.class_ or self.class_ != EXECUTION) and fits(when, *self) for when in whens):
                yield owner


def _problem(facts: RowFacts, class_: str | None, rule: Rule | None) -> Problem | None:
    """Return what keeps all rows of a kind from any rule: a class or a rule that the spec does not have."""
    row = facts.indicator
    if class_ is None:
        return Problem(Codes.UNKNOWN_CLASS, "level1", (("level1", row.level1),))
    if class_ == EXECUTION and facts.funds is None:
        return Problem(Codes.EXECUTION_AS_INDICATOR, "level1", (("level1", row.level1),))
    if rule is None and row.rule is not None:
        return Problem(Codes.UNKNOWN_RULE, "rule", (("rule", row.rule),))
    return None


def _fixed_weights(spec: IndicatorSpec) -> tuple[Pair | None, Pair | None]:
    """Return the execution row's weight and what it leaves (points); nothing where they depend on the project."""
    weights = {weights.points.get(EXECUTION) for weights in spec.weights.sets} or {None}
    if len(weights) > 1 or _has_moving_weights(spec.weights):
        return None, None
    if spec.rounding.grade == "exact total" or spec.row_weights is not None:
        return None, None
    weight = weights.pop()
    if weight is None:
        return None, spec.full_marks.as_integer_ratio()
    return weight.as_integer_ratio(), (spec.full_marks - weight).as_integer_ratio()


def _has_moving_weights(weights: Weights) -> bool:
    """Whether there may be no set for a project, or points move to the execution row or from it."""
    if weights.sets and all(candidate.present for candidate in weights.sets):
        return True
    return EXECUTION in weights.absent or any(absent.to == EXECUTION for absent in weights.absent.values())


def plan_of(spec: IndicatorSpec) -> Plan:
    """Return the plan of a spec; it is made once and stays with the spec."""
    plan: Plan | None = getattr(spec, "_plan", None)
    if plan is None:
        plan = Plan(spec)
        object.__setattr__(spec, "_plan", plan)
    return plan


__all__ = ["Choice", "Plan", "fits", "is_second_level", "plan_of"]
