"""A spec made ready for scoring: classes by label, and the rule of a row by its facts, remembered."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from jixiao.curve import Count, ScoreCurve
from jixiao.exact import fraction, places_of, round_half_up, to_step
from jixiao.model.facts import EXECUTION, Facts
from jixiao.model.rules import Cap, Mark, Remark, Rule, When
from jixiao.model.spec import IndicatorSpec
from jixiao.model.vocabulary import vocabulary
from jixiao.quantity import class_word, unspaced
from jixiao.scoring.kernel import Kernel, kernel_of

#: Distinct kinds of rows remembered for one spec; beyond it the memory starts anew.
MOST_REMEMBERED = 10_000
#: What a row that states no direction is to a condition.
UNSTATED_DIRECTION = "正向"
#: Plans kept ready.
MOST_PLANS = 64


class Choice(NamedTuple):
    """What a spec does with a row: its class, the comparison, whether that was a default, the rule, the caps.

    ``usual`` is the sign that the class or level 2 takes where none is stated, if the spec says so; ``sound``
    says that there are a rule and a class, so that nothing but the row's own facts can be in the way. ``kernel`` is the
    rule compiled, where that is all there is to it.
    """

    class_: str | None
    comparison: str
    unstated: bool
    rule: Rule | None
    why: str
    caps: tuple[Cap, ...]
    remarks: tuple[Remark, ...]
    marks: Mapping[str, Mark]
    usual: str | None
    sound: bool
    kernel: Kernel | None


def fits(when: When, facts: Facts, class_: str | None, comparison: str, finished: bool | None) -> bool:
    """Whether a row meets every part of a condition."""
    row = facts.indicator
    return (
        (not when.class_ or class_ in when.class_)
        and (not when.level2 or is_second_level(row.level2, when.level2))
        and (not when.comparison or comparison in when.comparison)
        and (when.direction is None or when.direction == (row.direction or UNSTATED_DIRECTION))
        and (not when.target or any(kind in when.target for kind in facts.kinds))
        and (when.finished is None or when.finished == finished)
        and (not when.name_has or any(part in (row.name or "") for part in when.name_has))
    )


def is_second_level(word: str | None, level2: tuple[str, ...]) -> bool:
    """Whether a row's 二级指标 is one of ``level2`` or a kind of one, as 社会成本 is of 成本指标."""
    if word is None or word in level2:
        return word is not None
    typed = class_word(word)
    return not {typed, vocabulary().kind_of_level2.get(typed)}.isdisjoint(map(class_word, level2))


def _classes_by_word(spec: IndicatorSpec) -> dict[str, str]:
    """Each class by its labels, and by their words where these are no other's label."""
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
        self._step = self.step.numerator, self.step.denominator
        self.classes = _classes_by_word(spec)
        self.marks = {name: mark for mark in spec.marks for name in (mark.name, mark.label)}
        #: What the spec says where it gives an empty actual no points.
        self.missing = spec.missing if spec.missing is not None and spec.missing.actual == "0" else None
        self.by_exact_total = spec.rounding.grade == "exact total"
        self.by_name = any(when.name_has for when in spec.conditions)
        self.asks_finished = spec.asks_finished
        self.cited = {rule.name: (spec.citation(rule), spec.kind_of(rule)) for rule in spec.rules}
        self.upper, self.lower = self.step.denominator, self.step.numerator
        self.execution, self.left = self._fixed_weights()
        self.choices: dict[bool | None, dict[object, Choice]] = {None: {}, True: {}, False: {}}
        self._presets: dict[frozenset[str], dict[str, Fraction]] = {}

    def _fixed_weights(self) -> tuple[tuple[int, int] | None, Fraction | None]:
        """The execution row's weight and what it leaves (points), where neither depends on the project."""
        spec, sets = self.spec, self.spec.weights.sets
        weights = {weights.points.get(EXECUTION) for weights in sets} or {None}
        moved = EXECUTION in spec.weights.absent or any(to.to == EXECUTION for to in spec.weights.absent.values())
        sure = not sets or any(not weights.present for weights in sets)
        if len(weights) > 1 or moved or not sure or spec.row_weights is not None or self.by_exact_total:
            return None, None
        (weight,) = weights
        return (None, self.full) if weight is None else (weight.as_integer_ratio(), self.full - weight)

    def preset(self, present: frozenset[str]) -> dict[str, Fraction]:
        """The class weights (points) preset for the classes that occur."""
        found = self._presets.get(present)
        if found is None:
            found = self._presets[present] = self.spec.weights.preset(set(present))
        return found

    def rounded(self, num: int, den: int) -> Fraction:
        """num/den points (den > 0), rounded half up to the row step."""
        top, bottom = self._step
        return fraction(round_half_up(num * bottom, den * top) * top, bottom)

    def rescale(self, total: Fraction, full: Fraction) -> Fraction:
        """A total out of ``full`` as one out of the spec's full marks, rounded to the row step."""
        return to_step(total * self.full / full, self.step)

    def grade(self, total: Fraction, exact: Fraction, scaled: Fraction | None) -> str | None:
        """The grade of the printed total, or of the exact one where the spec says so; ``None`` without grades."""
        if self.spec.grades is None:
            return None
        return self.spec.grades.scale(scaled if scaled is not None else exact if self.by_exact_total else total)

    def choose(self, facts: Facts, finished: bool | None) -> Choice:
        """The rule of a row, and why."""
        key: object = (facts.selector, facts.indicator.name) if self.by_name else facts.selector
        remembered = self.choices[finished]
        choice = remembered.get(key)
        if choice is None:
            if len(remembered) >= MOST_REMEMBERED:
                remembered.clear()
            choice = remembered[key] = self._choose(facts, finished)
        return choice

    def class_of(self, level1: str | None) -> str | None:
        """The class of a 一级指标, by its word: 产 出 指 标（50分） is 产出指标."""
        if level1 is None:
            return None
        return self.classes.get(level1) or self.classes.get(unspaced(level1)) or self.classes.get(class_word(level1))

    def _choose(self, facts: Facts, finished: bool | None) -> Choice:
        class_ = EXECUTION if facts.index < 0 else self.class_of(facts.level1)
        comparison, unstated = self._comparison(facts, class_, finished)
        rule, why = self._rule(facts, class_, comparison, finished)

        def for_row(owner: Cap | Remark) -> bool:
            """The execution row is no indicator: a cap or a remark on it names its class."""
            whens = (When(),) if owner.when is None else owner.when
            if class_ == EXECUTION:
                whens = tuple(when for when in whens if when.class_)
            return any(fits(when, facts, class_, comparison, finished) for when in whens)

        caps = tuple(filter(for_row, self.spec.caps))
        remarks = tuple(filter(for_row, self.spec.remarks))
        usual, sound = self._usual(facts, class_), rule is not None and class_ not in (None, EXECUTION)
        alone = rule is not None and not caps and (sound or facts.index < 0)
        kernel = kernel_of(rule, comparison, self.step) if rule is not None and alone else None
        return Choice(class_, comparison, unstated, rule, why, caps, remarks, self.marks, usual, sound, kernel)

    def _usual(self, facts: Facts, class_: str | None) -> str | None:
        for case in self.spec.comparison_if_unstated.cases:
            if (case.class_ or case.level2) and fits(case, facts, class_, "", None):
                return case.is_
        return None

    def _comparison(self, facts: Facts, class_: str | None, finished: bool | None) -> tuple[str, bool]:
        row = facts.indicator
        if row.comparison == "定性" or facts.kinds == ("word",):
            return "定性", False
        if facts.sign is not None:
            return facts.sign, False
        if row.direction is not None and facts.kinds[0] == "number":
            return ("≥" if row.direction == "正向" else "≤"), False
        for case in self.spec.comparison_if_unstated.cases:
            if fits(case, facts, class_, "", finished):
                return case.is_, facts.kinds[0] == "number"
        return "", False

    def _rule(
        self, facts: Facts, class_: str | None, comparison: str, finished: bool | None
    ) -> tuple[Rule | None, str]:
        if facts.indicator.rule is not None:
            return self.spec.rule(facts.indicator.rule), "named"
        for rule in self.spec.rules:
            for when in rule.when or ():
                if fits(when, facts, class_, comparison, finished):
                    return rule, "name" if when.name_has else "fits"
        return None, ""


class Evaluated(NamedTuple):
    """A measure put through its curve: the ratio n/d, the counted pair, the piece, and points as num/den."""

    n: int
    d: int
    counted: tuple[int, int]
    piece: int
    num: int
    den: int


def evaluate(curve: ScoreCurve, count: Count | None, n: int, d: int, weight: Fraction) -> Evaluated:
    """Points (num/den, den > 0) that n/d earns of ``weight``, before caps, clamping and rounding."""
    counted = (n, d) if count is None else count.of(n, d)
    x, y = counted
    index = curve.index_at(x, y)
    piece = curve.pieces[index]
    a, b, c, e, common = piece.scaled
    if y == 0:  # at infinity a falling piece has lost everything, a level one keeps its height
        if piece.sloped:
            return Evaluated(n, d, counted, index, -1, 1)
        x, y = 0, 1
    top, bottom = weight.numerator, weight.denominator
    num = top * (a * y + b * x) + bottom * (c * y + e * x)
    return Evaluated(n, d, counted, index, num, bottom * common * y)


_PLANS: dict[int, Plan] = {}


def plan_of(spec: IndicatorSpec) -> Plan:
    """The plan of a spec, made once and found by identity: comparing two whole specs is slower than scoring a row."""
    plan = _PLANS.get(id(spec))
    if plan is None or plan.spec is not spec:
        if len(_PLANS) >= MOST_PLANS:
            _PLANS.clear()
        plan = _PLANS[id(spec)] = Plan(spec)
    return plan


__all__ = ["Choice", "Evaluated", "Plan", "evaluate", "fits", "is_second_level", "plan_of"]
