"""How each score came about, step by step, with the clause: what ``jixiao explain`` prints."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from jixiao.exact import at_least, percent, places_of, plain
from jixiao.explain import full_reason, measure_name, measured_text, shown_actual, shown_target
from jixiao.explain.curve_text import piece_text
from jixiao.explain.phrases import FUNDS, STEPS
from jixiao.model.facts import EXECUTION
from jixiao.quantity import Number, Quantity, Range

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jixiao.findings import Lang
    from jixiao.model.rules import Cited, Rule
    from jixiao.model.spec import IndicatorSpec
    from jixiao.scoring import RowScore


def steps_of(row: RowScore, spec: IndicatorSpec, lang: Lang = "zh") -> list[str]:
    """The steps from a row's facts to its score, one sentence each; ends where the row got stuck."""
    words = STEPS[lang]
    steps = [*_read(row, words), *_chosen(row, spec, words)]
    if row.outcome == "not_applicable":
        return [*steps, words["not_applicable"]]
    if row.evaluated is not None and row.rule is not None:
        steps += _evaluated(row, row.rule, words, lang)
    if row.score is None:
        return [*steps, words["stuck"]]
    return [*steps, *_lowered(row, spec, words), *_rounded(row, spec, words, lang)]


def _read(row: RowScore, words: dict[str, str]) -> Iterator[str]:
    if row.choice.class_ == EXECUTION:
        target, actual = (quantity_text(value) for value in (row.facts.target, row.facts.actual))
        yield words[FUNDS[row.over]].format(budget=target, spent=actual, unit=row.facts.indicator.uom)
        return
    texts = {"target": shown_target(row) or "—", "actual": shown_actual(row) or "—"}
    yield words["read"].format(**texts, t=quantity_text(row.facts.target), a=quantity_text(row.facts.actual))
    if row.facts.weight is not None and row.weight is not None and row.weight != row.facts.weight:
        yield words["weight"].format(stated=plain(row.facts.weight), weight=plain(row.weight))


def quantity_text(value: Quantity | None) -> str:
    """A quantity as it was understood, in its base unit."""
    if isinstance(value, Number):
        return f"{value.sign or ''}{_amount(value.value, value.unit.dimension)}"
    if isinstance(value, Range):
        return f"{_amount(value.low, value.unit.dimension)}–{_amount(value.high, value.unit.dimension)}"
    if value is None:
        return "—"
    parts = [
        str(part)
        for part in (getattr(value, "year", None), getattr(value, "month", None), getattr(value, "day", None))
        if part
    ]
    return "-".join(parts) or getattr(value, "text", "")


def _amount(value: Fraction, dimension: str) -> str:
    return percent(value, 12) if dimension == "%" else f"{plain(value)}{'' if dimension == ':' else dimension}"


def _chosen(row: RowScore, spec: IndicatorSpec, words: dict[str, str]) -> Iterator[str]:
    rule = row.rule
    if rule is None:
        return
    yield words[f"why_{row.choice.why}"].format(
        rule=rule.name, class_=row.facts.level1, comparison=row.choice.comparison or "—"
    )
    yield from _clause(rule, spec, words, row.readings)


def _clause(block: Cited, spec: IndicatorSpec, words: dict[str, str], readings: tuple[str, ...]) -> Iterator[str]:
    yield words["clause"].format(**_source(block, spec, words, readings))
    yield from (words["reading"].format(reading=reading) for reading in readings)


def _source(block: Cited, spec: IndicatorSpec, words: dict[str, str], readings: tuple[str, ...]) -> dict[str, str]:
    kind, checked = words[spec.kind_of(block, readings)], words[spec.source_of(block).checked]
    return {"citation": spec.citation(block), "kind": kind, "checked": checked}


def grade_steps(spec: IndicatorSpec, lang: Lang = "zh") -> list[str]:
    """Where the grades of a spec come from, where that is not a plain rule: a reading, or grades that are advised."""
    words, grades = STEPS[lang], spec.grades
    if grades is None or not (grades.reading or grades.binding):
        return []
    steps = [words["grades"].format(**_source(grades, spec, words, ()))]
    steps += [words["reading"].format(reading=reading) for reading in grades.every_reading]
    return steps + ([words["advised"]] if grades.binding == "advised" else [])


def _evaluated(row: RowScore, rule: Rule, words: dict[str, str], lang: Lang) -> Iterator[str]:
    found = row.evaluated
    assert found is not None  # noqa: S101  # asked only of measured rows
    exact = "∞" if found.d == 0 else plain(Fraction(found.n, found.d))
    yield words["measure"].format(name=measure_name(rule.measure, lang), exact=exact, shown=measured_text(row))
    if rule.counting is not None:
        yield words["count"].format(count=plain(Fraction(*found.counted)) if found.counted[1] else "∞")
    if row.share_stated is not None:
        yield words["judged"].format(share=percent(row.share_stated))
    else:
        yield words["piece"].format(piece=piece_text(rule.curve.pieces[found.piece], rule, lang))


def _lowered(row: RowScore, spec: IndicatorSpec, words: dict[str, str]) -> Iterator[str]:
    for loss in row.losses:
        yield words[loss.kind].format(name=loss.spoken, points=plain(loss.points))
        if loss.by is not None:
            yield from _clause(loss.by, spec, words, loss.by.every_reading)


def _rounded(row: RowScore, spec: IndicatorSpec, words: dict[str, str], lang: Lang) -> Iterator[str]:
    places = places_of(spec.rounding.row)
    args = {
        "weight": plain(row.weight or Fraction(0)),
        "share": plain(row.share or Fraction(0)),
        "points": plain(row.points),
    }
    score, lost = at_least(row.score or Fraction(0), places), at_least(row.deduction or Fraction(0), places)
    yield words["points"].format(**args)
    yield words["score"].format(step=plain(spec.rounding.row), score=score, lost=lost)
    if row.deduction:
        yield words["reason"].format(reason=full_reason(row, lang))
