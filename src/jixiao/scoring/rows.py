"""One row: rule → measure → count → curve → caps → marks → manual deduction → clamp → round."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, NamedTuple

from jixiao.exact import ONE, ZERO, fraction
from jixiao.findings import Codes
from jixiao.measure import ATTAINMENT, INVERSE_ATTAINMENT, measure_of
from jixiao.model.facts import EMPTY, MISSING, Facts, Problem
from jixiao.model.rules import Budget, Cap, Mark, Rule
from jixiao.model.spec import Missing
from jixiao.quantity import less_is_better
from jixiao.scoring.plan import Choice, Evaluated, Plan, evaluate

Outcome = Literal["met", "partly", "missed", "not_applicable", "no_data", "invalid"]

#: Problems that mean "nothing stated"; every other one is a value that cannot be read or compared.
NO_DATA = frozenset(
    {
        EMPTY,
        Codes.NO_TIER_NAMED,
        Codes.TIER_WITHOUT_SHARE,
        Codes.FUNDS_INCOMPLETE,
        Codes.NO_SCALE_BELOW_TARGET,
        Codes.PLACEHOLDER_NOT_A_VALUE,
    }
)


#: What lowers points after the curve, or in its stead.
LossKind = Literal["cap", "mark", "deduct", "missing"]


class Loss(NamedTuple):
    """A cap, a mark, a deduction by hand or an empty actual that took points: ``points`` lost before rounding."""

    kind: LossKind
    name: str
    points: Fraction
    by: Cap | Mark | Missing | None
    evaluated: Evaluated | None = None

    @property
    def spoken(self) -> str:
        """The name that people read: a mark's label, else the name itself."""
        return self.by.label if isinstance(self.by, Mark) else self.name


class Trace(NamedTuple):
    """How points came about: the measure put through its curve, what took points away, and the exact num/den points.

    Nothing was ``evaluated`` where the actual is empty and the spec gives that no points.
    """

    evaluated: Evaluated | None
    num: int
    den: int
    losses: tuple[Loss, ...] = ()
    share_stated: Fraction | None = None


class RowScore:
    """A scored row with all that explains it. Points are exact; ``score`` alone is rounded.

    ``weight`` is what the row counts, after rows that do not apply were dealt with; ``problem`` says why
    a row has no score. The trace of a plain row is made when it is asked for.
    """

    __slots__ = ("_trace", "choice", "facts", "outcome", "problem", "score", "weight")

    def __init__(
        self, facts: Facts, choice: Choice, weight: Fraction | None, outcome: Outcome, score: Fraction | None
    ) -> None:
        self.facts = facts
        self.choice = choice
        self.weight = weight
        self.outcome: Outcome = outcome
        self.score = score
        self.problem: Problem | None = None
        self._trace: Trace | None = None

    @property
    def rule(self) -> Rule | None:
        """The rule that scored the row."""
        return self.choice.rule

    @property
    def readings(self) -> tuple[str, ...]:
        """The readings on which the score rests: the rule's own, and the one for what this row leaves open."""
        rule = self.choice.rule
        if rule is None:
            return ()
        occasion = measure_of(rule).occasion(self.facts, rule, self.choice.comparison) if rule.readings else None
        found = (rule.reading, None if occasion is None else rule.readings.get(occasion))
        return tuple(reading for reading in found if reading)

    @property
    def over(self) -> Budget:
        """Which budget the execution row is measured over."""
        return "budget" if self.choice.rule is None else self.choice.rule.over

    @property
    def trace(self) -> Trace | None:
        """How the points came about; ``None`` where nothing was measured."""
        if self._trace is None and self.score is not None and self.choice.rule is not None and self.weight:
            found = _earn(self.facts, self.choice, self.choice.rule, self.weight)
            self._trace = None if isinstance(found, Problem) else found
        return self._trace

    @property
    def evaluated(self) -> Evaluated | None:
        """The measure put through its curve."""
        trace = self.trace
        return None if trace is None else trace.evaluated

    @property
    def losses(self) -> tuple[Loss, ...]:
        """What took points away after the curve."""
        trace = self.trace
        return () if trace is None else trace.losses

    @property
    def share_stated(self) -> Fraction | None:
        """The share that a person stated, where the curve leaves the height to them."""
        trace = self.trace
        return None if trace is None else trace.share_stated

    @property
    def points(self) -> Fraction:
        """The exact points before rounding; of a row that does not apply and is granted full marks, those."""
        if self.outcome == "met" and self.weight is not None:
            return self.weight
        trace = self.trace
        return ZERO if trace is None else Fraction(trace.num, trace.den)

    @property
    def share(self) -> Fraction | None:
        """Part of the weight earned, before rounding; ``None`` where the row has no score."""
        weight = self.weight
        if self.score is None or not weight:
            return None
        if self.outcome == "met":
            return ONE
        trace = self.trace
        return ZERO if trace is None else fraction(trace.num * weight.denominator, trace.den * weight.numerator)

    @property
    def deduction(self) -> Fraction | None:
        """Points lost, after rounding."""
        score, weight = self.score, self.weight
        if score is weight or score is None or weight is None:
            return None if score is None or weight is None else ZERO
        (top, left), (lost, right) = weight.as_integer_ratio(), score.as_integer_ratio()
        return fraction(top * right - lost * left, left * right)

    @property
    def ratio(self) -> Fraction | None:
        """The measured ratio before any cap; ``None`` for texts, dates and measures that are no ratio."""
        rule = self.rule
        if rule is None or not self.weight or (self.score is None and self.trace is None):
            return None
        return _ratio(self.facts, rule, self.choice.comparison)


def _ratio(facts: Facts, rule: Rule, comparison: str) -> Fraction | None:
    """By the rule's own measure where that is a ratio, else actual ÷ target or its mirror."""
    measure = measure_of(rule)
    if not measure.is_quotient:
        measure = INVERSE_ATTAINMENT if less_is_better(comparison) else ATTAINMENT
    found = measure.of(facts, rule, comparison)
    return None if isinstance(found, Problem) or found[1] == 0 else fraction(*found)


def score_row(plan: Plan, facts: Facts, weight: Fraction | None, finished: bool | None) -> RowScore:
    """Score one row of a project; a row that cannot be scored says why and takes nothing else with it."""
    choice = plan.choose(facts, finished)
    if facts.sound and choice.kernel is not None and weight:
        top, bottom = weight.as_integer_ratio()
        steps = choice.kernel(facts, top, bottom)
        if steps == 0:
            return RowScore(facts, choice, weight, "missed", ZERO)
        if steps is not None:
            if steps * plan.lower * bottom == top * plan.upper:
                return RowScore(facts, choice, weight, "met", weight)
            return RowScore(facts, choice, weight, "partly", fraction(steps * plan.lower, plan.upper))
    return by_trace(plan, facts, choice, weight)


def by_trace(plan: Plan, facts: Facts, choice: Choice, weight: Fraction | None) -> RowScore:
    """Score a row with its trace, which a plain row does without; the points are the same."""
    row = RowScore(facts, choice, weight, "met", weight)
    found = None if facts.sound and choice.sound and weight else facts.broken or _unfit(facts, choice, weight)
    if found is None and choice.rule is not None and weight is not None:
        earned = _earn(facts, choice, choice.rule, weight)
        if not isinstance(earned, Problem):
            _finish(plan, row, earned, weight)
            return row
        found = earned
    if weight and found is not None and found.code == EMPTY and plan.missing is not None and facts.index >= 0:
        _finish(plan, row, Trace(None, 0, 1, (Loss("missing", "missing", weight, plan.missing),)), weight)
        return row
    row.score, row.problem = None, found
    row.outcome = "no_data" if found is not None and found.code in NO_DATA else "invalid"
    return row


def _unfit(facts: Facts, choice: Choice, weight: Fraction | None) -> Problem | None:
    row = facts.indicator
    if choice.class_ is None:
        return Problem(Codes.UNKNOWN_CLASS, "level1", (("level1", facts.level1),))
    if choice.class_ == "execution" and facts.index >= 0:
        return Problem(Codes.EXECUTION_AS_INDICATOR, "level1", (("level1", facts.level1),))
    if choice.rule is None and row.rule is not None:
        return Problem(Codes.UNKNOWN_RULE, "rule", (("rule", row.rule),))
    if facts.index >= 0 and facts.actual is None:
        return Problem(EMPTY, "actual")
    if choice.rule is None:
        return facts.mismatch or Problem(
            Codes.NO_RULE_FITS, "target", (("target", row.target), ("comparison", choice.comparison))
        )
    return Problem(MISSING, "weight", (("key", "weight"),)) if weight is None else None


def _earn(facts: Facts, choice: Choice, rule: Rule, weight: Fraction) -> Trace | Problem:
    """Put the row through measure and curve, then everything that can only lower it; points within 0 and the weight."""
    measured = measure_of(rule).of(facts, rule, choice.comparison)
    if isinstance(measured, Problem):
        return measured
    found = evaluate(rule.curve, rule.counting, *measured, weight)
    trace = _clamped(found, weight)
    if rule.curve.pieces[found.piece].judged:
        judged = _judge(facts, trace, weight)
        if isinstance(judged, Problem):
            return judged
        trace = judged
    return _lower(facts, choice, trace, weight) if choice.caps or not facts.sound else trace


def _clamped(found: Evaluated, weight: Fraction) -> Trace:
    top, bottom = weight.as_integer_ratio()
    if found.num * bottom >= top * found.den:
        return Trace(found, top, bottom)
    return Trace(found, found.num, found.den) if found.num > 0 else Trace(found, 0, 1)


def _judge(facts: Facts, trace: Trace, weight: Fraction) -> Trace | Problem:
    """A piece without a height of its own takes the share that the row states, or asks for it."""
    share = facts.indicator.share
    if share is None:
        return Problem(
            Codes.NO_SCALE_BELOW_TARGET,
            "share",
            (("target", facts.indicator.target), ("actual", facts.indicator.actual)),
        )
    if not 0 <= share <= 1:
        return Problem(Codes.SHARE_OUT_OF_RANGE, "share", (("share", share),))
    num, den = (weight * share).as_integer_ratio()
    return Trace(trace.evaluated, num, den, share_stated=share)


def _lower(facts: Facts, choice: Choice, trace: Trace, weight: Fraction) -> Trace | Problem:
    """Caps, then marks, then the deduction by hand; each may only take away."""
    points, losses = Fraction(trace.num, trace.den), []
    for loss in (*_caps(facts, choice, weight), *_marks(facts, choice, weight), *_deduct(facts)):
        if isinstance(loss, Problem):
            return loss
        after = min(points, loss.points) if loss.kind == "cap" else max(ZERO, points - loss.points)
        if after < points:
            losses.append(loss._replace(points=points - after))
        points = after
    num, den = points.as_integer_ratio()
    return trace._replace(num=num, den=den, losses=tuple(losses))


def _caps(facts: Facts, choice: Choice, weight: Fraction) -> list[Loss]:
    """Caps as the points that each leaves; one that cannot be measured on this row leaves it alone."""
    due = (cap for cap in choice.caps if not (cap.unless == "cause" and facts.indicator.cause))
    return [found for cap in due if (found := left_by(cap, facts, choice.comparison, weight)) is not None]


def left_by(cap: Cap, facts: Facts, comparison: str, weight: Fraction) -> Loss | None:
    """What a cap leaves of the weight, in points; ``None`` where it cannot be measured on the row."""
    measured = measure_of(cap).of(facts, cap, comparison)
    if isinstance(measured, Problem):
        return None
    evaluated = evaluate(cap.curve, cap.counting, *measured, weight)
    return Loss("cap", cap.name, Fraction(evaluated.num, evaluated.den), cap, evaluated)


def _marks(facts: Facts, choice: Choice, weight: Fraction) -> list[Loss | Problem]:
    known = choice.marks
    found: list[Loss | Problem] = []
    for name in facts.indicator.marks:
        mark = known.get(name)
        if mark is None:
            found.append(Problem(Codes.UNKNOWN_MARK, "marks", (("mark", name), ("known", "、".join(known) or "—"))))
        else:
            lost = weight if mark.loss is None else weight * mark.loss.share + mark.loss.points
            found.append(Loss("mark", mark.name, lost, mark))
    return found


def _deduct(facts: Facts) -> list[Loss | Problem]:
    deduct = facts.indicator.deduct
    if deduct is None:
        return []
    if deduct.points is None or deduct.points < 0:
        return [Problem(Codes.INVALID_DEDUCTION, "deduct", (("points", deduct.points),))]
    if not deduct.reason:
        return [Problem(Codes.DEDUCTION_WITHOUT_REASON, "deduct", (("points", deduct.points),))]
    return [Loss("deduct", deduct.reason, deduct.points, None)]


def _finish(plan: Plan, row: RowScore, trace: Trace, weight: Fraction) -> None:
    """Round: a whole share earns the weight as it stands."""
    top, bottom = weight.as_integer_ratio()
    row._trace = trace  # noqa: SLF001  # its own maker
    if trace.num * bottom >= top * trace.den:
        row.score = weight
    elif trace.num <= 0:
        row.score, row.outcome = ZERO, "missed"
    else:
        row.score, row.outcome = min(weight, plan.rounded(trace.num, trace.den)), "partly"


__all__ = ["Loss", "Outcome", "RowScore", "Trace", "by_trace", "left_by", "score_row"]
