"""One row: rule → measure → count → curve → caps, marks, deduction → between 0 and the weight → rounding."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Literal, NamedTuple

from jixiao.exact import ONE, ZERO, fraction
from jixiao.findings import Codes
from jixiao.measure import ATTAINMENT, INVERSE_ATTAINMENT, measure_of
from jixiao.model.facts import RowFacts
from jixiao.model.fields import frozen
from jixiao.model.problems import NO_ACTUAL, MissingField, NoActual, NoData, Problem
from jixiao.model.project import Deduct, Deduction
from jixiao.model.rules import Budget, Cap, Mark, Rule
from jixiao.model.spec import Missing
from jixiao.quantity import less_is_better
from jixiao.scoring.evaluator import Evaluated
from jixiao.scoring.plan import Choice, Plan

Outcome = Literal["met", "partly", "missed", "not_applicable", "no_data", "invalid"]
NO_WEIGHT = MissingField(Codes.ROW_FIELD_MISSING, "weight", (("key", "weight"),))
#: What lowers points after the curve, or in its stead.
LossKind = Literal["cap", "mark", "deduct", "missing"]


class Loss(NamedTuple):
    """A cap, a mark, a deduction by hand or an empty actual that took points: ``points`` lost before rounding.

    ``reviewer`` is who took them for a second score, "" where nobody is named; ``None`` where the unit's table did.
    """

    kind: LossKind
    name: str
    points: Fraction
    by: Cap | Mark | Missing | None
    reviewer: str | None = None

    @property
    def spoken(self) -> str:
        """Return the name that people read: a mark's label, else the name itself."""
        return self.by.label if isinstance(self.by, Mark) else self.name


class Trace(NamedTuple):
    """How points came about: the measure put through its curve, what took points away, and the exact num/den points.

    Nothing was ``evaluated`` where the actual is empty and the spec gives that no points. ``share_stated`` is the share
    that a person stated where the curve leaves the height to them.
    """

    evaluated: Evaluated | None
    num: int
    den: int
    losses: tuple[Loss, ...] = ()
    share_stated: Fraction | None = None


#: The trace of a row that was not measured.
NO_TRACE = Trace(None, 0, 1)


@frozen
class RowScore:
    """A scored row with all that explains it. Points are exact; ``score`` alone is rounded.

    ``weight`` is what the row counts, after rows that do not apply were dealt with; ``trace`` is how its points came
    about; ``problem`` says why it has no score.
    """

    facts: RowFacts
    choice: Choice
    weight: Fraction | None
    outcome: Outcome
    score: Fraction | None
    trace: Trace = NO_TRACE
    problem: Problem | None = None

    @property
    def rule(self) -> Rule | None:
        """Return the rule that scored the row."""
        return self.choice.rule

    @property
    def readings(self) -> tuple[str, ...]:
        """Return the readings on which the score rests: the rule's own, and the one for what this row leaves open."""
        rule = self.choice.rule
        if rule is None:
            return ()
        readings = [rule.reading]
        if rule.readings:
            occasion = measure_of(rule).occasion(self.facts, rule, self.choice.comparison)
            readings += [text for name, text in rule.readings.items() if name == occasion]
        return tuple(filter(None, readings))

    @property
    def over(self) -> Budget:
        """Return which budget the execution row is measured over."""
        if self.choice.rule is None:
            return "budget"
        return self.choice.rule.over

    @property
    def evaluated(self) -> Evaluated | None:
        """Return the measure put through its curve."""
        return self.trace.evaluated

    @property
    def losses(self) -> tuple[Loss, ...]:
        """Return what took points away after the curve."""
        return self.trace.losses

    @property
    def share_stated(self) -> Fraction | None:
        """Return the share that a person stated, where the curve leaves the height to them."""
        return self.trace.share_stated

    @property
    def points(self) -> Fraction:
        """Return the exact points before rounding; of a row that does not apply and is granted full marks, those."""
        if self.outcome == "met" and self.weight is not None:
            return self.weight
        return Fraction(self.trace.num, self.trace.den)

    @property
    def share(self) -> Fraction | None:
        """Return the part of the weight that was earned, before rounding; ``None`` where the row has no score."""
        weight, trace = self.weight, self.trace
        if self.score is None or not weight:
            return None
        if self.outcome == "met":
            return ONE
        return fraction(trace.num * weight.denominator, trace.den * weight.numerator)

    @property
    def deduction(self) -> Fraction | None:
        """Return the points lost, after rounding."""
        weight, score = self.weight, self.score
        if weight is None or score is None:
            return None
        if score is weight:
            return ZERO
        (top, bottom), (num, den) = weight.as_integer_ratio(), score.as_integer_ratio()
        return fraction(top * den - num * bottom, bottom * den)

    @property
    def ratio(self) -> Fraction | None:
        """Return the measured ratio before any cap; ``None`` for texts, dates and measures that are no ratio."""
        rule = self.choice.rule
        if rule is None or not self.weight or self.score is None:
            return None
        return _ratio(self.facts, rule, self.choice.comparison)


def _ratio(facts: RowFacts, rule: Rule, comparison: str) -> Fraction | None:
    """Return the rule's own measure where that is a ratio, else actual ÷ target or its mirror."""
    measure = measure_of(rule)
    if not measure.is_quotient:
        measure = INVERSE_ATTAINMENT if less_is_better(comparison) else ATTAINMENT
    measured = measure.of(facts, rule, comparison)
    if isinstance(measured, Problem) or measured[1] == 0:
        return None
    return fraction(*measured)


def score_row(plan: Plan, facts: RowFacts, weight: Fraction | None, finished: bool | None) -> RowScore:
    """Return the score of a row, or why it has none. ``weight`` is what it counts, in points.

    rule → measure → count → curve → caps, marks and deduction → between 0 and the weight → rounding
    """
    choice = plan.choose(facts, finished)
    if weight is None:
        return unscored(plan, facts, choice, None, facts.problem or NO_WEIGHT)
    trace = _obstacle(facts, choice) or earn(plan, facts, choice, weight)
    if isinstance(trace, Problem):
        return unscored(plan, facts, choice, weight, trace)
    return RowScore(facts, choice, weight, *_outcome(plan, trace, weight), trace)


def earn(plan: Plan, facts: RowFacts, choice: Choice, weight: Fraction) -> Trace | Problem:
    """Return how a row earns its points, before rounding, or why it cannot be measured."""
    if choice.evaluator is None:
        args = (("target", facts.indicator.target), ("comparison", choice.comparison))
        return facts.mismatch or Problem(Codes.NO_RULE_FITS, "target", args)
    top, bottom = weight.as_integer_ratio()
    points = choice.evaluator.earn(facts, top, bottom)
    if isinstance(points, Problem):
        return points
    trace = _within_weight(Evaluated(*points), top, bottom)
    if choice.by_curve_alone and not facts.is_reduced_by_hand:
        return trace
    judged = _judge(facts, choice, trace, weight)
    if isinstance(judged, Problem):
        return judged
    return _reduce(plan, facts, choice, judged, weight)


def grant_full_marks(plan: Plan, facts: RowFacts, choice: Choice, weight: Fraction) -> RowScore:
    """Return a row with its whole weight, whatever it states; its trace says what that would have earned."""
    trace = earn(plan, facts, choice, weight)
    if isinstance(trace, Problem) or not weight:
        trace = NO_TRACE
    return RowScore(facts, choice, weight, "met", weight, trace)


def _obstacle(facts: RowFacts, choice: Choice) -> Problem | None:
    """Return the first of what keeps a row from any rule."""
    problem = facts.problem or choice.problem
    if problem is None and facts.actual is None and facts.funds is None and not facts.indicator.items:
        return NO_ACTUAL
    return problem


def unscored(plan: Plan, facts: RowFacts, choice: Choice, weight: Fraction | None, problem: Problem) -> RowScore:
    """Return a row without a score, or with none of its points where the spec gives an empty actual no points."""
    if isinstance(problem, NoActual) and plan.missing is not None and weight and facts.funds is None:
        trace = Trace(None, 0, 1, (Loss("missing", "missing", weight, plan.missing),))
        return RowScore(facts, choice, weight, "missed", ZERO, trace)
    outcome: Outcome = "invalid"
    if isinstance(problem, NoData):
        outcome = "no_data"
    return RowScore(facts, choice, weight, outcome, None, problem=problem)


def _outcome(plan: Plan, trace: Trace, weight: Fraction) -> tuple[Outcome, Fraction]:
    """Return whether exact points are the whole weight, nothing, or a part of it, and the score."""
    top, bottom = weight.as_integer_ratio()
    if trace.num * bottom >= top * trace.den:
        return "met", weight
    if trace.num <= 0:
        return "missed", ZERO
    return "partly", plan.rounded(trace.num, trace.den, weight)


def with_points(plan: Plan, row: RowScore, weight: Fraction, points: Fraction) -> RowScore:
    """Return a scored row with other points than its trace gave it."""
    num, den = points.as_integer_ratio()
    trace = row.trace._replace(num=num, den=den)
    outcome, score = _outcome(plan, trace, weight)
    return replace(row, outcome=outcome, score=score, trace=trace)


def _within_weight(evaluated: Evaluated, top: int, bottom: int) -> Trace:
    """Return the points of a curve, no fewer than 0 and no more than the weight top/bottom."""
    if evaluated.num * bottom >= top * evaluated.den:
        return Trace(evaluated, top, bottom)
    if evaluated.num <= 0:
        return Trace(evaluated, 0, 1)
    return Trace(evaluated, evaluated.num, evaluated.den)


def _judge(facts: RowFacts, choice: Choice, trace: Trace, weight: Fraction) -> Trace | Problem:
    """Return the share that the row states where the curve has a piece without a height, or the demand for one."""
    row, rule, evaluated = facts.indicator, choice.rule, trace.evaluated
    if rule is None or evaluated is None or not rule.curve.pieces[evaluated.piece].judged:
        return trace
    if row.share is None:
        return NoData(Codes.NO_SCALE_BELOW_TARGET, "share", (("target", row.target), ("actual", row.actual)))
    if not 0 <= row.share <= 1:
        return Problem(Codes.SHARE_OUT_OF_RANGE, "share", (("share", row.share),))
    num, den = (weight * row.share).as_integer_ratio()
    return Trace(evaluated, num, den, share_stated=row.share)


def _reduce(plan: Plan, facts: RowFacts, choice: Choice, trace: Trace, weight: Fraction) -> Trace | Problem:
    """Return what caps, then marks, then the deduction by hand leave; each may only take away."""
    points, losses = Fraction(trace.num, trace.den), []
    for loss in _reductions(plan, facts, choice, weight):
        if isinstance(loss, Problem):
            return loss
        remainder = max(ZERO, points - loss.points)
        if loss.kind == "cap":
            remainder = min(points, loss.points)
        if remainder < points:
            losses.append(loss._replace(points=points - remainder))
        points = remainder
    num, den = points.as_integer_ratio()
    return trace._replace(num=num, den=den, losses=tuple(losses))


def _reductions(plan: Plan, facts: RowFacts, choice: Choice, weight: Fraction) -> Iterator[Loss | Problem]:
    """Return caps with the points that each leaves, then marks and the deduction with the points that each takes."""
    for cap, points in cap_limits(facts, choice, weight):
        if not (cap.unless == "cause" and facts.indicator.cause):
            yield Loss("cap", cap.name, points, cap)
    for name in facts.indicator.marks:
        yield _mark(plan, name, weight)
    if facts.indicator.deduct is not None:
        yield _deduction(facts.indicator.deduct)
    for deduction in facts.deductions:
        yield _second_deduction(plan, deduction, weight)


def cap_limits(facts: RowFacts, choice: Choice, weight: Fraction) -> Iterator[tuple[Cap, Fraction]]:
    """Return the points of the weight that each cap leaves a row; one that cannot be measured on it leaves it alone."""
    for cap, evaluator in zip(choice.caps, choice.limits, strict=True):
        points = evaluator.earn(facts, *weight.as_integer_ratio())
        if not isinstance(points, Problem):
            *_, num, den = points
            yield cap, Fraction(num, den)


def _second_deduction(plan: Plan, deduction: Deduction, weight: Fraction) -> Loss | Problem:
    """Return what a reviewer takes: as the named mark of the spec says, else the points that are stated."""
    loss = _deduction(deduction) if deduction.mark is None else _mark(plan, deduction.mark, weight)
    if isinstance(loss, Problem):
        return loss._replace(field="review.deductions")
    return loss._replace(reviewer=deduction.reviewer or "")


def _mark(plan: Plan, name: str, weight: Fraction) -> Loss | Problem:
    mark = plan.marks.get(name)
    if mark is None:
        return Problem(Codes.UNKNOWN_MARK, "marks", (("mark", name), ("known", "、".join(plan.marks) or "—")))
    return Loss("mark", mark.name, mark_points(mark, weight), mark)


def mark_points(mark: Mark, weight: Fraction) -> Fraction:
    """Return the points that a mark takes from a row of a weight: all, or as much as it says."""
    if mark.loss is None:
        return weight
    return weight * mark.loss.share + mark.loss.points


def _deduction(deduct: Deduct | Deduction) -> Loss | Problem:
    if deduct.points is None or deduct.points < 0:
        return Problem(Codes.INVALID_DEDUCTION, "deduct", (("points", deduct.points),))
    if not deduct.reason:
        return Problem(Codes.DEDUCTION_WITHOUT_REASON, "deduct", (("points", deduct.points),))
    return Loss("deduct", deduct.reason, deduct.points, None)


__all__ = ["Loss", "Outcome", "RowScore", "Trace", "cap_limits", "mark_points", "score_row", "with_points"]
