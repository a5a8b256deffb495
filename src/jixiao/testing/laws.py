"""The laws of scoring as ready checks: what must hold for every spec and every project.

Each is a function of a trial, and its docstring is the law. ``LAWS[0](spec, project)`` holds one against a project.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any

from jixiao.curve import inverted
from jixiao.exact import ONE, ZERO, plain
from jixiao.explain import reason_of
from jixiao.findings import Codes, has_error
from jixiao.model.spec import IndicatorSpec
from jixiao.quantity import Date, Number, Range
from jixiao.scoring import RowScore, Scored
from jixiao.testing.reading import HALF, points_at
from jixiao.testing.siblings import better_never_costs
from jixiao.testing.trial import Law, Trial, named, shown
from jixiao.testing.units import units_do_not_matter

#: A text that is no number, no range and no date.
NO_VALUE = "很多"
#: Measures that read a judge's word, or the funds.
NOT_COMPARING = ("stated_share", "execution", "adjustment")


def bounded(trial: Trial) -> None:
    """0 ≤ score ≤ weight; Σ deductions = full − total, to the cent."""
    lost = ZERO
    for row in trial.rows:
        score, weight = row.score or ZERO, row.weight or ZERO
        lost += row.deduction or ZERO
        if not 0 <= score <= weight or row.deduction != weight - score:
            facts = f"{named(row)}, {' '.join(shown(weight, score, row.deduction))}"
            raise trial.broken("得分或扣分越界", "a score or a deduction is out of bounds", facts)
    found = trial.scored
    if found is not None and found.total is not None and lost != found.full - found.total:
        facts = " ".join(shown(found.full, found.total, lost))
        raise trial.broken("扣分合计不是满分减总分", "deductions are not full − total", facts)


def stated_value_holds(trial: Trial) -> None:
    """At a breakpoint the stated value holds; just below a jump, the lower one."""
    for row in trial.rows:
        rule, found = row.rule, row.evaluated
        if rule is None or found is None or not found.d or row.share_stated is not None:
            continue
        weight, x = row.weight or ZERO, Fraction(found.n, found.d)
        stated = points_at(rule, x, weight)
        got = max(ZERO, min(Fraction(found.num, found.den), weight))
        if stated not in (None, got):
            facts = f"{named(row)}, {rule.name}, {' '.join(shown(x, stated, got))}"
            raise trial.broken("得分与规则所写不符", "the text of a rule says otherwise", facts)


def parts_add_up(trial: Trial) -> None:
    """Parts are rounded, then summed, unless the spec says otherwise; the grade follows the printed total.

    Where the spec copies a system that grades the exact total, it follows that. Every total from 0 to full marks has
    exactly one grade, and a higher total no worse one.
    """
    found, step = trial.scored, trial.spec.rounding.row
    for row in trial.rows:
        rounded = min(row.weight or ZERO, _half_up(row.points, step))
        if row.score != (row.weight if row.points == row.weight else rounded):
            facts = f"{named(row)}, {' → '.join(shown(row.points, row.score))}"
            raise trial.broken("没有四舍五入", "not rounded half up", facts)
    total = sum((row.score or ZERO for row in trial.rows), ZERO)
    if found is not None and found.total not in (None, total):
        facts = " ≠ ".join(shown(found.total, total))
        raise trial.broken("总分不是各项得分之和", "the total is not the sum of the parts", facts)
    for graded, got, due in _badly_graded(trial.spec):
        raise trial.broken("等级分档不符", "the grades do not cover every total once", f"{graded}: {got}, {due}")
    _falling_grades(trial)
    if found is not None and found.total is not None:
        _graded(trial, found, total)


def _falling_grades(trial: Trial) -> None:
    grades = trial.spec.grades
    pair = inverted(grades.edges) if grades is not None else None
    if pair is not None and grades is not None:
        better, worse = (f"{plain(grades.edges[name])} → {name}" for name in pair)
        raise trial.broken("总分高的反而等级低", "grades fall as totals rise", f"{better}, {worse}")


def _graded(trial: Trial, found: Scored, total: Fraction) -> None:
    """What the total is graded as, rescaled to full marks or exact where the spec says so."""
    spec = trial.spec
    if found.full != spec.full_marks:
        total = _half_up(total * spec.full_marks / found.full, spec.rounding.row)
        if found.scaled != total:
            facts = " ≠ ".join(shown(found.scaled, total))
            raise trial.broken("折算的总分不符", "the rescaled total is off", facts)
    elif spec.rounding.grade == "exact total":
        total = sum((row.points for row in trial.rows), ZERO)
    if found.grade != _grade(spec, total):
        facts = f"{next(shown(total))}: {found.grade}, {_grade(spec, total)}"
        raise trial.broken("等级与总分不符", "the grade does not follow the total", facts)


def _half_up(value: Fraction, step: Fraction) -> Fraction:
    """To a multiple of the step, a tie upward; points are never below 0."""
    return (value / step + HALF) // 1 * step


def _grade(spec: IndicatorSpec, total: Fraction) -> str | None:
    if spec.grades is None:
        return None
    below = [(edge, name) for name, edge in spec.grades.edges.items() if edge <= total]
    return max(below)[1] if below else None


@lru_cache(maxsize=16)
def _badly_graded(spec: IndicatorSpec) -> tuple[tuple[Fraction, str | None, str | None], ...]:
    """Totals that the scale grades otherwise than the edges say, or that no edge covers."""
    if spec.grades is None:
        return ()
    step = min(spec.rounding.row, ONE)
    totals = [step * number for number in range(int(spec.full_marks / step) + 1)]
    graded = [(total, spec.grades.scale(total), _grade(spec, total)) for total in totals]
    return tuple(one for one in graded if one[1] != one[2] or one[2] is None)


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


def _outcome(found: Scored, turned: bool = False) -> tuple[object, ...]:
    """All that a project's scores say, the rows in their first order."""
    scores = [row.score for row in found.rows]
    execution = found.execution.score if found.execution is not None else None
    return execution, scores[::-1] if turned else scores, found.total, found.scaled, found.grade


def order_does_not_matter(trial: Trial) -> None:
    """The order of rows and of a map's keys does not matter (a spec's ``rules`` are a list, ordered on purpose)."""
    found = trial.scored
    said_twice = any(finding.code == Codes.KEY_IN_TWO_SPELLINGS for finding in trial.result.project.findings)
    if found is None or said_twice:  # what is said twice, in two spellings, is an error and not a map
        return
    rows = _may_change_places(trial.spec, found)
    of = _turned(trial.of, rows)
    first, second = _outcome(found), _outcome(trial.again(of), rows)
    if first != second:
        raise trial.broken("换了次序得分就变", "another order, other scores", f"{first} {second}", of)


def _may_change_places(spec: IndicatorSpec, found: Scored) -> bool:
    """Whether rows may: not where the spec hands out by their order what splitting or moving points leaves over."""
    moved = any(row.outcome == "not_applicable" for row in found.rows)
    by_order = spec.not_applicable.rows in ("move within class", "rescale weights")
    return bool(found.rows) and spec.row_weights is None and not (moved and by_order)


def _turned(value: Any, rows: bool) -> Any:
    """The same data with the keys of every map the other way round, and the rows too."""
    if isinstance(value, Mapping):
        found = {key: _turned(value[key], rows) for key in reversed(value)}
        if rows and isinstance(found.get("indicators"), list):
            found["indicators"].reverse()
        return found
    return [_turned(item, False) for item in value] if isinstance(value, list) else value


def missing_is_not_zero(trial: Trial) -> None:
    """Missing is never silently zero. Not applicable, no data, failed and error are four different things."""
    found = trial.scored
    if found is None:
        return
    if found.total is not None and any(row.score is None and row.outcome != "not_applicable" for row in found.all_rows):
        raise trial.broken("有的行没有得分，却有总分", "a row has no score, yet there is a total", str(found.total))
    if found.total is None and not has_error(trial.result.findings):
        raise trial.broken("没有总分，也没有说为什么", "there is no total, and no error says why", "")
    sound = [row for row in found.rows if row.score is not None and row.facts.indicator.applicable]
    if sound:
        _four_things(trial, sound)


def _four_things(trial: Trial, sound: list[RowScore]) -> None:
    """Each sound row once more: nothing achieved, something else than a value achieved, and not applicable."""
    others: tuple[dict[str, Any], ...] = ({"actual": None}, {"actual": NO_VALUE}, {"applicable": False})
    typed = [trial.of["indicators"][row.facts.index] for row in sound]
    of = {**trial.of, "indicators": [_given({**row, **other}) for row in typed for other in others]}
    rows = trial.again(of).rows
    for index, row in enumerate(sound):
        empty, other, aside = rows[3 * index : 3 * index + 3]
        facts = f"{named(row)}, {empty.outcome} {other.outcome} {aside.outcome}"
        if (empty.outcome, empty.score) != ("no_data", None) and not _reads_nothing_as_zero(trial.spec):
            raise trial.broken("未填却有得分", "nothing was stated, yet it is scored", facts, of)
        if (other.outcome, other.score) != ("invalid", None) and _compares(row):
            raise trial.broken("读不出的值却有得分", "no value, yet it is scored", facts, of)
        full = trial.spec.not_applicable.rows == "full" and aside.score == aside.weight
        if (aside.outcome, aside.score) != ("not_applicable", None) and not full:
            raise trial.broken("不适用的却有得分", "not applicable, yet it is scored", facts, of)


def _given(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if value is not None}


def _reads_nothing_as_zero(spec: IndicatorSpec) -> bool:
    return spec.missing is not None and spec.missing.actual == "0"


def _compares(row: RowScore) -> bool:
    """Whether the row's rule compares a value with the target, which words cannot be."""
    by_value = row.rule is not None and row.rule.measure not in NOT_COMPARING
    return by_value and isinstance(row.facts.target, Number | Range | Date)


def reasons_account(trial: Trial) -> None:
    """A reason stands exactly where points were lost, and its numbers account for them."""
    found, lost = trial.scored, 0
    for row in found.all_rows if found is not None else ():
        reason = reason_of(row)
        lost += bool(row.deduction)
        said = reason.parts[-1].args if reason is not None else {"score": "0", "lost": "0"}
        score, points = Fraction(said["score"]), Fraction(said["lost"])
        accounts = (score, points) == (row.score, row.deduction)
        if (reason is not None) != bool(row.deduction) or (reason is not None and not accounts):
            facts = f"{named(row)}, {' '.join(shown(row.deduction, score, points))}"
            raise trial.broken("原因与扣分不符", "the reason does not account for the loss", facts)
    if len(trial.result.reasons()) != lost:
        raise trial.broken("扣了分却没有写出原因", "points were lost and no reason is printed", str(lost))


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
