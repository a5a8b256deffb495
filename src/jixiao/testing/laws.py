"""The laws of scoring as ready checks: what must hold for every spec and every project.

Each is a function of a trial, and its docstring is the law. ``LAWS[0](spec, project)`` holds one against a project.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any

from jixiao.curve import inverted
from jixiao.exact import ONE, ZERO, add_up, format_exact
from jixiao.explain import reason_of
from jixiao.findings import Codes, has_error
from jixiao.measure import measure_of
from jixiao.model.spec import IndicatorSpec
from jixiao.quantity import Date, Number, Range
from jixiao.scoring import RowScore, Scored
from jixiao.testing.monotonicity_law import better_never_costs
from jixiao.testing.reference_evaluator import HALF, points_at
from jixiao.testing.trial import Law, Trial, named, shown
from jixiao.testing.unit_change_law import units_do_not_matter

#: A text that is no number, no range and no date.
NO_VALUE = "很多"


def bounded(trial: Trial) -> None:
    """0 ≤ score ≤ weight; Σ deductions = full − total, to the cent."""
    lost = ZERO
    for row in trial.rows:
        score, weight = row.score or ZERO, row.weight or ZERO
        lost += row.deduction or ZERO
        if not 0 <= score <= weight or row.deduction != weight - score:
            facts = f"{named(row)}, {' '.join(shown(weight, score, row.deduction))}"
            raise trial.broken("得分或扣分越界", "a score or a deduction is out of bounds", facts)
    scored = trial.scored
    if scored is not None and scored.total is not None and lost != scored.full - scored.total:
        facts = " ".join(shown(scored.full, scored.total, lost))
        raise trial.broken("扣分合计不是满分减总分", "deductions are not full − total", facts)


def stated_value_holds(trial: Trial) -> None:
    """At a breakpoint the stated value holds; just below a jump, the lower one."""
    for row in trial.rows:
        rule, evaluated = row.rule, row.evaluated
        if rule is None or evaluated is None or not evaluated.d or row.share_stated is not None:
            continue
        weight, x = row.weight or ZERO, Fraction(evaluated.n, evaluated.d)
        stated = points_at(rule, x, weight)
        got = max(ZERO, min(Fraction(evaluated.num, evaluated.den), weight))
        if stated not in (None, got):
            facts = f"{named(row)}, {rule.name}, {' '.join(shown(x, stated, got))}"
            raise trial.broken("得分与规则所写不符", "the text of a rule says otherwise", facts)


def parts_add_up(trial: Trial) -> None:
    """Parts are rounded, then summed, unless the spec says otherwise; the grade follows the printed total.

    Where the spec copies a system that grades the exact total, it follows that. Every total from 0 to full marks has
    exactly one grade, and a higher total no worse one.
    """
    for row in trial.rows:
        _check_rounding(trial, row)
    scored, total = trial.scored, add_up(row.score or ZERO for row in trial.rows)
    if scored is not None and scored.total not in (None, total):
        facts = " ≠ ".join(shown(scored.total, total))
        raise trial.broken("总分不是各项得分之和", "the total is not the sum of the parts", facts)
    for graded, got, expected in _badly_graded(trial.spec):
        facts = f"{graded}: {got}, {expected}"
        raise trial.broken("等级分档不符", "the grades do not cover every total once", facts)
    _check_grades_rise(trial)
    if scored is not None and scored.total is not None:
        _check_grade(trial, scored, total)


def _check_rounding(trial: Trial, row: RowScore) -> None:
    """Hold a row against its rounding; only a row that earns its whole weight keeps that as it is."""
    weight = row.weight or ZERO
    rounded = min(weight, _half_up(row.points, trial.spec.rounding.row))
    if row.points == row.weight:
        rounded = weight
    if row.score != rounded:
        facts = f"{named(row)}, {' → '.join(shown(row.points, row.score))}"
        raise trial.broken("没有四舍五入", "not rounded half up", facts)


def _check_grades_rise(trial: Trial) -> None:
    grades = trial.spec.grades
    if grades is None:
        return
    pair = inverted(grades.edges)
    if pair is not None:
        better, worse = (f"{format_exact(grades.edges[name])} → {name}" for name in pair)
        raise trial.broken("总分高的反而等级低", "grades fall as totals rise", f"{better}, {worse}")


def _check_grade(trial: Trial, scored: Scored, total: Fraction) -> None:
    """Hold the grade against the total, rescaled to full marks or exact where the spec says so."""
    spec = trial.spec
    if scored.full != spec.full_marks:
        total = _half_up(total * spec.full_marks / scored.full, spec.rounding.row)
        if scored.scaled != total:
            facts = " ≠ ".join(shown(scored.scaled, total))
            raise trial.broken("折算的总分不符", "the rescaled total is off", facts)
    elif spec.rounding.grade == "exact total":
        total = add_up(row.points for row in trial.rows)
    if scored.grade != _grade(spec, total):
        facts = f"{next(shown(total))}: {scored.grade}, {_grade(spec, total)}"
        raise trial.broken("等级与总分不符", "the grade does not follow the total", facts)


def _half_up(value: Fraction, step: Fraction) -> Fraction:
    """Return a value to a multiple of the step, a tie upward; points are never below 0."""
    return (value / step + HALF) // 1 * step


def _grade(spec: IndicatorSpec, total: Fraction) -> str | None:
    if spec.grades is None:
        return None
    below = {edge: name for name, edge in spec.grades.edges.items() if edge <= total}
    return below.get(max(below, default=total))


@lru_cache(maxsize=16)
def _badly_graded(spec: IndicatorSpec) -> tuple[tuple[Fraction, str | None, str | None], ...]:
    """Return totals that the scale grades otherwise than the edges say, or that no edge covers."""
    if spec.grades is None:
        return ()
    step = min(spec.rounding.row, ONE)
    totals = [step * number for number in range(int(spec.full_marks / step) + 1)]
    graded = ((total, spec.grades.scale(total), _grade(spec, total)) for total in totals)
    return tuple((total, got, expected) for total, got, expected in graded if got != expected or expected is None)


def round_trip(trial: Trial) -> None:
    """A spec written out and read back is the same spec with the same hash."""
    spec, again = trial.spec, _reread(trial.spec)
    same = (spec.sha256, [rule.curve for rule in spec.rules]) == (again.sha256, [rule.curve for rule in again.rules])
    if not same:
        raise trial.broken("写出再读回，不是同一份", "written out and read back it is another spec", spec.sha256)
    if trial.scored is not None:
        first, second = _outcome(trial.scored), _outcome(trial.again(trial.of, again))
        if first != second:
            raise trial.broken("读回之后得分不同", "read back it scores otherwise", f"{first} {second}")


@lru_cache(maxsize=16)
def _reread(spec: IndicatorSpec) -> IndicatorSpec:
    return IndicatorSpec.model_validate(spec.model_dump(mode="json", by_alias=True, exclude_none=True))


def _outcome(scored: Scored, turned: bool = False) -> tuple[object, ...]:
    """Return all that a project's scores say, the rows in their first order."""
    scores = [row.score for row in scored.rows]
    if turned:
        scores.reverse()
    return scored.execution and scored.execution.score, scores, scored.total, scored.scaled, scored.grade


def order_does_not_matter(trial: Trial) -> None:
    """The order of rows and of a map's keys does not matter (a spec's ``rules`` are a list, ordered on purpose)."""
    scored = trial.scored
    if scored is None or _has_key_twice(trial):
        return
    rows = _may_change_places(trial.spec, scored)
    of = _turned(trial.of, rows)
    first, second = _outcome(scored), _outcome(trial.again(of), rows)
    if first != second:
        raise trial.broken("换了次序得分就变", "another order, other scores", f"{first} {second}", of)


def _has_key_twice(trial: Trial) -> bool:
    """Whether a key stands in two spellings: an error, where the first of them counts."""
    return any(finding.code == Codes.KEY_IN_TWO_SPELLINGS for finding in trial.result.project.findings)


def _may_change_places(spec: IndicatorSpec, scored: Scored) -> bool:
    """Whether rows may: not where the spec hands out by their order what splitting or moving points leaves over."""
    if not scored.rows or spec.row_weights is not None:
        return False
    by_order = spec.not_applicable.rows in ("move within class", "rescale weights")
    return not by_order or all(row.outcome != "not_applicable" for row in scored.rows)


def _turned(value: Any, rows: bool) -> Any:
    """Return the same data with the keys of every map the other way round, and the rows too."""
    if isinstance(value, list):
        return [_turned(part, False) for part in value]
    if not isinstance(value, Mapping):
        return value
    turned = {key: _turned(value[key], False) for key in reversed(value)}
    if rows and isinstance(turned.get("indicators"), list):
        turned["indicators"].reverse()
    return turned


def missing_is_not_zero(trial: Trial) -> None:
    """Missing is never silently zero. Not applicable, no data, failed and error are four different things."""
    scored = trial.scored
    if scored is None:
        return
    if scored.total is not None and any(map(_lacks_score, scored.all_rows)):
        raise trial.broken("有的行没有得分，却有总分", "a row has no score, yet there is a total", str(scored.total))
    if scored.total is None and not has_error(trial.result.findings):
        raise trial.broken("没有总分，也没有说为什么", "there is no total, and no error says why", "")
    rows = [row for row in scored.rows if row.score is not None and row.facts.indicator.applicable]
    if rows:
        _check_variants(trial, rows)


def _lacks_score(row: RowScore) -> bool:
    return row.score is None and row.outcome != "not_applicable"


#: What is put into a row that has a score: nothing achieved, something that is no value, and not applicable.
_VARIANTS: tuple[dict[str, Any], ...] = ({"actual": None}, {"actual": NO_VALUE}, {"applicable": False})


def _check_variants(trial: Trial, scored: list[RowScore]) -> None:
    """Hold each row that has a score against its variants."""
    rows = [trial.of["indicators"][row.facts.index] for row in scored]
    of = {**trial.of, "indicators": [_stated({**row, **variant}) for row in rows for variant in _VARIANTS]}
    variants = iter(trial.again(of).rows)
    for row, empty, other, aside in zip(scored, variants, variants, variants, strict=True):
        facts = f"{named(row)}, {empty.outcome} {other.outcome} {aside.outcome}"
        if not _has_no_data(empty, trial.spec):
            raise trial.broken("未填却有得分", "nothing was stated, yet it is scored", facts, of)
        if _compares(row) and not _is_unscored(other, "invalid"):
            raise trial.broken("读不出的值却有得分", "no value, yet it is scored", facts, of)
        if not _is_left_out(aside, trial.spec):
            raise trial.broken("不适用的却有得分", "not applicable, yet it is scored", facts, of)


def _is_unscored(row: RowScore, outcome: str) -> bool:
    return (row.outcome, row.score) == (outcome, None)


def _has_no_data(row: RowScore, spec: IndicatorSpec) -> bool:
    """Whether a row without an actual has no score, or the spec says that nothing is zero."""
    reads_zero = spec.missing is not None and spec.missing.actual == "0"
    return reads_zero or _is_unscored(row, "no_data")


def _is_left_out(row: RowScore, spec: IndicatorSpec) -> bool:
    """Whether a row that does not apply has no score, or its whole weight where the spec says so."""
    earns_all = spec.not_applicable.rows == "full" and row.score == row.weight
    return earns_all or _is_unscored(row, "not_applicable")


def _stated(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if value is not None}


def _compares(row: RowScore) -> bool:
    """Whether the row's rule compares a value with the target, which words cannot be."""
    if row.rule is None:
        return False
    measure = measure_of(row.rule)
    if measure.is_stated or measure.of_funds:
        return False
    return isinstance(row.facts.target, Number | Range | Date)


def reasons_account(trial: Trial) -> None:
    """A reason stands exactly where points were lost, and its numbers account for them."""
    rows = trial.scored.all_rows if trial.scored is not None else ()
    for row in rows:
        stated = _stated_loss(row)
        if stated != ((row.score, row.deduction) if row.deduction else None):
            facts = f"{named(row)}, {' '.join(shown(row.deduction, *(stated or (ZERO, ZERO))))}"
            raise trial.broken("原因与扣分不符", "the reason does not account for the loss", facts)
    losing = sum(bool(row.deduction) for row in rows)
    if len(trial.result.reasons()) != losing:
        raise trial.broken("扣了分却没有写出原因", "points were lost and no reason is printed", str(losing))


def _stated_loss(row: RowScore) -> tuple[Fraction, Fraction] | None:
    """Return the score and the points lost that a row's reason states; ``None`` where there is none."""
    reason = reason_of(row)
    if reason is None:
        return None
    args = reason.parts[-1].args
    return Fraction(args["score"]), Fraction(args["lost"])


#: The laws that one spec keeps or breaks. (The ninth holds engines against each other.)
LAWS = (
    Law(1, "得分在零与分值之间，扣分合计相符", bounded),
    Law(2, "做得更好不会少得分", better_never_costs),
    Law(3, "边界上按规则所写的一侧", stated_value_holds),
    Law(4, "换单位不改变得分", units_do_not_matter),
    Law(5, "先逐项舍入再合计，等级随总分", parts_add_up),
    Law(6, "写出再读回是同一份", round_trip),
    Law(7, "次序不改变得分", order_does_not_matter),
    Law(8, "未填不等于零", missing_is_not_zero),
    Law(10, "扣分必有原因，数目相符", reasons_account),
)

__all__ = [
    "LAWS",
    "better_never_costs",
    "bounded",
    "missing_is_not_zero",
    "order_does_not_matter",
    "parts_add_up",
    "reasons_account",
    "round_trip",
    "stated_value_holds",
    "units_do_not_matter",
]
