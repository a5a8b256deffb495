"""One row: rule → measure → count → curve → caps → marks → manual deduction → clamp → round."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, NamedTuple

from jixiao.exact import ZERO, fraction
from jixiao.model.facts import MISSING, Facts, Problem
from jixiao.model.rules import Cap, Mark, Rule
from jixiao.scoring.measures import MEASURES
from jixiao.scoring.plan import Choice, Evaluated, Plan, evaluate

Outcome = Literal["met", "partly", "missed", "not_applicable", "no_data", "invalid"]

#: Problems that mean "nothing stated"; every other one is a value that cannot be read or compared.
NO_DATA = frozenset({"JX310", "JX316", "JX317", "JX320", "JX323"})


class Loss(NamedTuple):
    """A cap, a mark or a deduction by hand that lowered the points: ``points`` lost before rounding."""

    kind: Literal["cap", "mark", "deduct"]
    name: str
    points: Fraction
    by: Cap | Mark | None
    evaluated: Evaluated | None = None


class RowScore:
    """A scored row with all that explains it. Points are exact; ``score`` alone is rounded.

    ``weight`` is what the row counts, after rows that do not apply were dealt with; ``problem`` says why
    a row has no score.
    """

    __slots__ = (
        "choice",
        "den",
        "evaluated",
        "facts",
        "losses",
        "num",
        "outcome",
        "problem",
        "score",
        "share_stated",
        "weight",
    )

    def __init__(self, facts: Facts, choice: Choice, weight: Fraction | None, outcome: Outcome) -> None:
        self.facts = facts
        self.choice = choice
        self.weight = weight
        self.outcome: Outcome = outcome
        self.problem: Problem | None = None
        self.evaluated: Evaluated | None = None
        self.losses: tuple[Loss, ...] = ()
        self.share_stated: Fraction | None = None
        self.num, self.den = 0, 1
        self.score: Fraction | None = None

    @property
    def rule(self) -> Rule | None:
        """The rule that scored the row."""
        return self.choice.rule

    @property
    def points(self) -> Fraction:
        """The exact points before rounding."""
        return Fraction(self.num, self.den)

    @property
    def share(self) -> Fraction | None:
        """Part of the weight earned, before rounding; ``None`` where the row has no score."""
        weight = self.weight
        if self.score is None or not weight:
            return None
        return fraction(self.num * weight.denominator, self.den * weight.numerator)

    @property
    def deduction(self) -> Fraction | None:
        """Points lost, after rounding."""
        score, weight = self.score, self.weight
        if score is weight or score is None or weight is None:
            return None if score is None or weight is None else ZERO
        left, right = weight.denominator, score.denominator
        return fraction(weight.numerator * right - score.numerator * left, left * right)

    @property
    def ratio(self) -> Fraction | None:
        """The measured ratio before any cap; ``None`` for texts, dates and measures that are no ratio."""
        rule = self.rule
        if self.evaluated is None or rule is None or self.evaluated.d == 0:
            return None
        if rule.measure in ("attainment", "inverse_attainment", "execution"):
            return fraction(self.evaluated.n, self.evaluated.d)
        return _attainment(self.facts, rule, self.choice.comparison)


def _attainment(facts: Facts, rule: Rule, comparison: str) -> Fraction | None:
    less = comparison in ("≤", "<")
    found = MEASURES["inverse_attainment" if less else "attainment"](facts, rule, comparison)
    return None if isinstance(found, Problem) or found[1] == 0 else fraction(*found)


def score_row(plan: Plan, facts: Facts, weight: Fraction | None, finished: bool | None) -> RowScore:
    """Score one row of a project; a row that cannot be scored says why and takes nothing else with it."""
    if plan.missing_is_zero and facts.actual is None:
        facts = facts.with_zero()
    choice = plan.choose(facts, finished)
    row = RowScore(facts, choice, weight, "met")
    problem = None if facts.sound and choice.sound and weight else facts.broken or _unfit(facts, choice, weight)
    if problem is None and choice.rule is not None and weight is not None:
        problem = _earn(row, choice.rule, weight)
    if problem is not None:
        row.problem = problem
        row.outcome = "no_data" if problem.code in NO_DATA else "invalid"
        return row
    _finish(plan, row)
    return row


def _unfit(facts: Facts, choice: Choice, weight: Fraction | None) -> Problem | None:
    row = facts.indicator
    if choice.class_ is None:
        return Problem("JX324", "level1", (("level1", facts.level1),))
    if choice.class_ == "execution" and facts.index >= 0:
        return Problem("JX325", "level1", (("level1", facts.level1),))
    if choice.rule is None and row.rule is not None:
        return Problem("JX326", "rule", (("rule", row.rule),))
    if facts.index >= 0 and facts.actual is None:
        return Problem("JX310", "actual")
    if choice.rule is None:
        return facts.mismatch or Problem("JX327", "target", (("target", row.target), ("comparison", choice.comparison)))
    return Problem(MISSING, "weight", (("key", "weight"),)) if weight is None else None


def _earn(row: RowScore, rule: Rule, weight: Fraction) -> Problem | None:
    """Put the row through measure and curve, then everything that can only lower it."""
    measured = MEASURES[rule.measure](row.facts, rule, row.choice.comparison)
    if isinstance(measured, Problem):
        return measured
    found = row.evaluated = evaluate(rule.curve, rule.counting, *measured, weight)
    row.num, row.den = found.num, found.den
    if rule.curve.pieces[found.piece].judged:
        problem = _judge(row, weight)
        if problem is not None:
            return problem
    return _lower(row, weight) if row.choice.caps or not row.facts.sound else None


def _judge(row: RowScore, weight: Fraction) -> Problem | None:
    """A piece without a height of its own takes the share that the row states, or asks for it."""
    share = row.facts.indicator.share
    if share is None:
        return Problem(
            "JX323", "share", (("target", row.facts.indicator.target), ("actual", row.facts.indicator.actual))
        )
    if not 0 <= share <= 1:
        return Problem("JX319", "share", (("share", share),))
    row.share_stated = share
    points = weight * share
    row.num, row.den = points.numerator, points.denominator
    return None


def _lower(row: RowScore, weight: Fraction) -> Problem | None:
    """Caps, then marks, then the deduction by hand; each may only take away."""
    points, losses = max(ZERO, min(row.points, weight)), []
    for loss in (*_caps(row, weight), *_marks(row, weight), *_deduct(row)):
        if isinstance(loss, Problem):
            return loss
        after = min(points, loss.points) if loss.kind == "cap" else max(ZERO, points - loss.points)
        if after < points:
            losses.append(loss._replace(points=points - after))
        points = after
    row.losses = tuple(losses)
    row.num, row.den = points.numerator, points.denominator
    return None


def _caps(row: RowScore, weight: Fraction) -> list[Loss]:
    """Caps as the points that each leaves; one that cannot be measured on this row leaves it alone."""
    found = []
    for cap in row.choice.caps:
        measured = MEASURES[cap.measure](row.facts, cap, row.choice.comparison)
        if isinstance(measured, Problem) or (cap.unless == "cause" and row.facts.indicator.cause):
            continue
        evaluated = evaluate(cap.curve, cap.counting, *measured, weight)
        found.append(Loss("cap", cap.name, Fraction(evaluated.num, evaluated.den), cap, evaluated))
    return found


def _marks(row: RowScore, weight: Fraction) -> list[Loss | Problem]:
    known = row.choice.marks
    found: list[Loss | Problem] = []
    for name in row.facts.indicator.marks:
        mark = known.get(name)
        if mark is None:
            found.append(Problem("JX328", "marks", (("mark", name), ("known", "、".join(known) or "—"))))
        else:
            lost = weight if mark.loss is None else weight * mark.loss.share + mark.loss.points
            found.append(Loss("mark", mark.name, lost, mark))
    return found


def _deduct(row: RowScore) -> list[Loss | Problem]:
    deduct = row.facts.indicator.deduct
    if deduct is None:
        return []
    if deduct.points is None or deduct.points < 0:
        return [Problem("JX329", "deduct", (("points", deduct.points),))]
    if not deduct.reason:
        return [Problem("JX330", "deduct", (("points", deduct.points),))]
    return [Loss("deduct", deduct.reason, deduct.points, None)]


def _finish(plan: Plan, row: RowScore) -> None:
    """Clamp to [0, weight] and round: a whole share earns the weight as it stands."""
    weight, num, den = row.weight or ZERO, row.num, row.den
    top, bottom = weight.numerator, weight.denominator
    if num * bottom >= top * den:
        row.num, row.den, row.score = top, bottom, weight
    elif num <= 0:
        row.num, row.den, row.score, row.outcome = 0, 1, ZERO, "missed"
    else:
        row.score, row.outcome = min(weight, plan.rounded(num, den)), "partly"


__all__ = ["Loss", "Outcome", "RowScore", "score_row"]
