"""Why a second score differs from the unit's, and how it came about: what the reviewer changed and took."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from jixiao.exact import ZERO, format_exact, format_percent
from jixiao.explain import Part, Reason, joined, loss_part, measured_parts, sentence
from jixiao.explain.glossary import in_language
from jixiao.explain.phrases import PARTS, STEPS
from jixiao.explain.steps import steps_to_score
from jixiao.findings import Lang
from jixiao.model.project import Deduction, Indicator
from jixiao.model.spec import IndicatorSpec
from jixiao.model.typed_words import Adopted
from jixiao.scoring.second_scores import SecondRow, SecondScores

#: The clauses of values that a form shows in columns of their own.
_IN_COLUMNS = frozenset({"reviewed_actual", "reviewed_spent"})


def second_reason(row: SecondRow) -> Reason | None:
    """Return why a row's second score differs from its unit's; ``None`` where it does not or nothing is stated.

    Where one of the scores is missing, what the reviewer changed and took is said all the same.
    """
    if row.difference == 0:
        return None
    if row.difference is None:
        return _reason_without_difference(row)
    parts = list(_changed_values(row))
    if parts and row.reckoned.outcome != "met":
        parts += measured_parts(row.reckoned)[1:]
    losses = [loss for loss in row.reckoned.losses if loss.reviewer is not None]
    parts += map(loss_part, losses)
    if row.is_limited:
        parts.append(Part("limited", {"score": _points(row.reckoned.score)}))
    code = max(losses, key=lambda loss: loss.points).kind if losses else "reviewed"
    return Reason(code, (*parts, _end(row, row.difference)))


def _reason_without_difference(row: SecondRow) -> Reason | None:
    """Return what a reviewer took from a row that lacks one of its scores; ``None`` where that is nothing."""
    changes = [part for part in _changed_values(row) if part.code not in _IN_COLUMNS]
    parts = [*changes, *map(_deduction_part, row.reckoned.facts.deductions)]
    if not parts:
        return None
    end = Part("without_score", {})
    if row.second.score is not None:
        end = Part("without_own_score", {"second": _points(row.second.score)})
    return Reason("reviewed", (*parts, end))


def _deduction_part(deduction: Deduction) -> Part:
    """Return a deduction as it is stated; a stroke stands for points that nobody can read."""
    points = "—" if deduction.points is None else format_exact(deduction.points)
    args = {"points": points, "name": deduction.mark or deduction.reason or ""}
    code = "unreasoned"
    if args["name"]:
        code = "deduct" if deduction.mark is None else "mark"
    if deduction.reviewer is None:
        return Part(code, args)
    return Part(f"{code}_by", {**args, "reviewer": deduction.reviewer})


def _end(row: SecondRow, difference: Fraction) -> Part:
    """Return both scores and what lies between them."""
    scores = {"first": _points(row.first.score), "second": _points(row.second.score)}
    code = "lowered" if difference > 0 else "raised"
    return Part(code, {**scores, "points": format_exact(abs(difference))})


def _points(points: Fraction | None) -> str:
    return format_exact(points or ZERO)


def _changed_values(row: SecondRow) -> Iterator[Part]:
    """Yield what the reviewer states in the place of what the unit states."""
    first, second = row.first.facts, row.reckoned.facts
    for key in row.changed:
        if first.funds is not None and second.funds is not None:
            amounts = {"first": _points(getattr(first.funds, key)), "second": _points(getattr(second.funds, key))}
            yield Part(f"reviewed_{key}", {**amounts, "unit": first.funds.row.uom or ""})
        else:
            values = {"first": _value(first.indicator, key), "second": _value(second.indicator, key)}
            yield Part(f"reviewed_{key}", values)


def _value(indicator: Indicator, key: str) -> str:
    """Return what an indicator states under a key, as people read it."""
    value = getattr(indicator, key)
    if value is None:
        return "—"
    if isinstance(value, str):
        return value
    return format_percent(value) if key == "share" else format_exact(value)


def with_remark(reason: str, remark: str, adopted: Adopted, lang: Lang = "zh") -> str:
    """Return a reason, the reviewer's remark, and that the unit's score is adopted, as one text; the empty left out."""
    words, texts = PARTS[lang], [reason]
    if remark:
        texts.append(words["remark"].format(text=remark))
    if adopted == "self_evaluation":
        texts.append(words["adopted_self_evaluation"])
    return joined(texts, lang)


def second_steps(row: SecondRow, spec: IndicatorSpec, lang: Lang = "zh") -> list[str]:
    """Return the steps from what the reviewer states to the score that counts, one sentence each."""
    words = STEPS[lang]
    if row.review is None:
        return [words["confirmed"], *_adopted(row, words)]
    steps = steps_to_score(row.reckoned, spec, lang)
    if row.review.remark:
        steps.append(words["remark"].format(text=row.review.remark))
    reason = sentence(second_reason(row), lang)
    if reason:
        steps.append(words["reason"].format(reason=reason))
    return [*steps, *_adopted(row, words)]


def _adopted(row: SecondRow, words: dict[str, str]) -> Iterator[str]:
    """Yield which score counts, and how much of what is lost the table and the reviewer took."""
    score, difference = row.counted.score, row.difference
    if score is None or difference is None:
        return
    change = words["taken" if difference >= 0 else "added"].format(points=format_exact(abs(difference)))
    own = _points(row.first.deduction)
    yield words[f"adopted_{row.adopted}"].format(score=format_exact(score), own=own, change=change)


def totals_line(scores: SecondScores, lang: Lang = "zh") -> str:
    """Return the unit's total, the reviewer's and the one that counts, with its grade, as a sentence."""
    totals = {"first": scores.first, "second": scores.second, "adopted": scores.adopted}
    texts = {name: "—" if scored.total is None else format_exact(scored.total) for name, scored in totals.items()}
    grade = in_language(scores.adopted.grade or "—", lang, scores.adopted.spec.form.english)
    return STEPS[lang]["second_totals"].format(**texts, grade=grade)


__all__ = ["second_reason", "second_steps", "totals_line", "with_remark"]
