"""How each score came about, step by step, with the clause: what ``jixiao explain`` prints."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from jixiao.exact import ZERO, format_exact, format_percent, format_points, places_of
from jixiao.explain import full_reason, loss_part, measure_name, quotient_text, shown_actual, shown_target
from jixiao.explain.curve_text import piece_text
from jixiao.explain.phrases import FUNDS, STEPS
from jixiao.measure import measure_of
from jixiao.measure.checklist import scored_items
from jixiao.quantity import Number, Quantity, Range, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jixiao.findings import Lang
    from jixiao.model.rules import Cited, Rule
    from jixiao.model.spec import IndicatorSpec
    from jixiao.scoring import RowScore
    from jixiao.scoring.evaluator import Evaluated


def steps_of(row: RowScore, spec: IndicatorSpec, lang: Lang = "zh") -> list[str]:
    """Return the steps from a row's facts to its score and why points were lost, one sentence each.

    They end where the row got stuck.
    """
    steps = steps_to_score(row, spec, lang)
    if row.deduction:
        steps.append(STEPS[lang]["reason"].format(reason=full_reason(row, lang)))
    return steps


def steps_to_score(row: RowScore, spec: IndicatorSpec, lang: Lang = "zh") -> list[str]:
    """Return the steps from a row's facts to its score, one sentence each; they end where the row got stuck."""
    words = STEPS[lang]
    steps = [*_read(row, words), *_chosen(row, spec, words)]
    if row.outcome == "not_applicable":
        return [*steps, words["not_applicable"]]
    if row.evaluated is not None and row.rule is not None:
        steps += _evaluated(row, row.rule, row.evaluated, lang)
    if row.score is None:
        return [*steps, words["stuck"]]
    return [*steps, *_lowered(row, spec, words), *_rounded(row, row.score, spec, words)]


def _read(row: RowScore, words: dict[str, str]) -> Iterator[str]:
    facts = row.facts
    target, actual = quantity_text(facts.target), quantity_text(facts.actual)
    if facts.funds is not None:
        yield words[FUNDS[row.over]].format(budget=target, spent=actual, unit=facts.indicator.uom)
        return
    typed = {"target": shown_target(facts.indicator) or "—", "actual": shown_actual(row) or "—"}
    yield words["read"].format(**typed, t=target, a=actual)
    if facts.weight is not None and row.weight is not None and row.weight != facts.weight:
        yield words["weight"].format(stated=format_exact(facts.weight), weight=format_exact(row.weight))


def quantity_text(value: Quantity | None) -> str:
    """Return a quantity as it was understood, in its base unit."""
    if value is None:
        return "—"
    if isinstance(value, Number):
        return f"{value.sign or ''}{_amount(value.value, value.unit.dimension)}"
    if isinstance(value, Range):
        return f"{_amount(value.low, value.unit.dimension)}–{_amount(value.high, value.unit.dimension)}"
    if isinstance(value, Text):
        return value.text
    return "-".join(str(part) for part in (value.year, value.month, value.day) if part)


def _amount(value: Fraction, dimension: str) -> str:
    if dimension == "%":
        return format_percent(value, 12)
    return f"{format_exact(value)}{dimension.removeprefix(':')}"


def _chosen(row: RowScore, spec: IndicatorSpec, words: dict[str, str]) -> Iterator[str]:
    rule, choice = row.rule, row.choice
    if rule is None:
        return
    args = {"rule": rule.name, "class_": row.facts.level1, "comparison": choice.comparison or "—"}
    yield words[f"why_{choice.selected_by}"].format(**args)
    yield from _clause(rule, spec, words, row.readings)


def _clause(block: Cited, spec: IndicatorSpec, words: dict[str, str], readings: tuple[str, ...]) -> Iterator[str]:
    yield words["clause"].format(**_source(block, spec, words, readings))
    yield from (words["reading"].format(reading=reading) for reading in readings)


def _source(block: Cited, spec: IndicatorSpec, words: dict[str, str], readings: tuple[str, ...]) -> dict[str, str]:
    kind, checked = words[spec.kind_of(block, readings)], words[spec.source_of(block).checked]
    return {"citation": spec.citation(block), "kind": kind, "checked": checked}


def grade_steps(spec: IndicatorSpec, lang: Lang = "zh") -> list[str]:
    """Return where the grades of a spec come from, where that is a reading, or they are advised."""
    words, grades = STEPS[lang], spec.grades
    if grades is None or not (grades.reading or grades.binding):
        return []
    steps = [words["grades"].format(**_source(grades, spec, words, ()))]
    steps += [words["reading"].format(reading=reading) for reading in grades.every_reading]
    if grades.binding == "advised":
        steps.append(words["advised"])
    return steps


def _evaluated(row: RowScore, rule: Rule, evaluated: Evaluated, lang: Lang) -> Iterator[str]:
    words, (n, d, x, y, *_) = STEPS[lang], evaluated
    yield from _items(row, rule, words)
    rounded = quotient_text(n, d, measure_of(rule), row)
    yield words["measure"].format(name=measure_name(rule.measure, lang), exact=_ratio(n, d), shown=rounded)
    if rule.counting is not None:
        yield words["count"].format(count=_ratio(x, y))
    if row.share_stated is not None:
        yield words["judged"].format(share=format_percent(row.share_stated))
    else:
        yield words["piece"].format(piece=piece_text(rule.curve.pieces[evaluated.piece], rule, lang))


def _items(row: RowScore, rule: Rule, words: dict[str, str]) -> Iterator[str]:
    """Yield what each item of a checklist earned of its own points."""
    for item in scored_items(row.facts.indicator, rule):
        text = words["item_because" if item.reason else "item"]
        points = {"points": format_exact(item.points), "earned": format_exact(item.points - item.lost)}
        yield text.format(name=item.name, reason=item.reason, **points)


def _ratio(n: int, d: int) -> str:
    return format_exact(Fraction(n, d)) if d else "∞"


def _lowered(row: RowScore, spec: IndicatorSpec, words: dict[str, str]) -> Iterator[str]:
    for loss in row.losses:
        part = loss_part(loss)
        yield words[part.code].format(**part.args)
        if loss.by is not None:
            yield from _clause(loss.by, spec, words, loss.by.every_reading)


def _rounded(row: RowScore, score: Fraction, spec: IndicatorSpec, words: dict[str, str]) -> Iterator[str]:
    step, lost = spec.rounding.row, row.deduction or ZERO
    shares = {"weight": format_exact(row.weight or ZERO), "share": format_exact(row.share or ZERO)}
    yield words["points"].format(**shares, points=format_exact(row.points))
    printed, printed_loss = (format_points(points, places_of(step)) for points in (score, lost))
    yield words["score"].format(step=format_exact(step), score=printed, lost=printed_loss)
