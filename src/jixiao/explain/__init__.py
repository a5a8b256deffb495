"""From the trace to words: the reason of a deduction, and how a score came about.

Codes and arguments first, words last: ``reason_of`` gives parts that a program can read, ``sentence`` speaks
them in Chinese or English.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple, get_args

from jixiao.exact import ZERO, fraction, percent, percent_of, plain
from jixiao.explain.phrases import FUNDS, JOINED, PARTS, clause, unit_word
from jixiao.findings import Lang
from jixiao.measure import MEASURES, Measure, measure_of
from jixiao.model.facts import EXECUTION
from jixiao.model.rules import Form, Rule
from jixiao.quantity import SIGN_MARKS
from jixiao.scoring import RowScore
from jixiao.scoring.plan import Evaluated
from jixiao.scoring.rows import Loss, LossKind, Trace

#: Every code of a reason: what took points away, or measure and form of the curve; ``none`` without a rule.
CODES = (*get_args(LossKind), *(f"{measure}.{form}" for measure in MEASURES for form in get_args(Form)), "none")


class Part(NamedTuple):
    """A clause of a reason: which one, and what it speaks of."""

    code: str
    args: dict[str, str]


class Reason(NamedTuple):
    """Why points were lost: a code (measure and form of the curve, or what took them) and its clauses."""

    code: str
    parts: tuple[Part, ...]


def shown_target(row: RowScore) -> str:
    """The target with its sign and unit, as the sentence prints it."""
    indicator = row.facts.indicator
    target = indicator.target or ""
    sign = indicator.sign if indicator.sign and not _typed_sign(target) else ""
    return f"{sign or ''}{target}{_unit(target, indicator.uom)}"


def shown_actual(row: RowScore) -> str:
    """The actual with its unit."""
    actual = row.facts.indicator.actual or ""
    return f"{actual}{_unit(actual, row.facts.indicator.uom)}"


def _unit(text: str, uom: str | None) -> str:
    return uom if uom and text and text[-1].isdecimal() else ""


def _typed_sign(target: str) -> bool:
    return not target or target[0] in SIGN_MARKS


def reason_of(row: RowScore) -> Reason | None:
    """Why a row lost points; ``None`` where it lost none or has no score."""
    lost = None if row.outcome == "met" else row.deduction
    if not lost:
        return None
    trace, score = row.trace, row.score or ZERO
    assert trace is not None  # noqa: S101  # it lost points
    measured = [_facts(row), *_measured(row, trace)] if trace.evaluated is not None else []
    end = Part("result" if score else "nothing", {"score": plain(score), "lost": plain(lost)})
    return Reason(_code(row, trace), (*measured, *map(_loss, trace.losses), end))


def _code(row: RowScore, trace: Trace) -> str:
    if trace.losses:
        return max(trace.losses, key=lambda loss: loss.points).kind
    rule = row.rule
    return f"{rule.measure}.{rule.form}" if rule is not None else "none"


def _facts(row: RowScore) -> Part:
    if row.choice.class_ == EXECUTION:
        budget, spent = row.facts.target, row.facts.actual
        amounts = {"budget": plain(budget.value), "spent": plain(spent.value), "unit": row.facts.indicator.uom or ""}  # type: ignore[union-attr]  # it was scored
        return Part(FUNDS[row.over], amounts)
    return Part("values", {"target": shown_target(row), "actual": shown_actual(row)})


def _measured(row: RowScore, trace: Trace) -> list[Part]:
    """What was measured, and what the curve made of it."""
    found, rule = trace.evaluated, row.rule
    assert found is not None and rule is not None  # noqa: S101, PT018  # a row that lost points was measured
    parts = [Part(rule.measure, {"value": measured_text(row)})] if measure_of(rule).phrase else []
    if trace.losses and found.num * (row.weight or ZERO).denominator >= found.den * (row.weight or ZERO).numerator:
        return parts  # the curve took nothing; what did comes next
    if trace.share_stated is not None:
        return [*parts, Part("judged", {"share": percent(trace.share_stated)})]
    return [*parts, _curve_part(row, rule, found)]


def measured_text(row: RowScore) -> str:
    """The measured value in its own terms: a percentage, a number, days, months."""
    found, rule = row.evaluated, row.rule
    assert found is not None and rule is not None  # noqa: S101, PT018  # asked only of measured rows
    return quotient_text(found.n, found.d, measure_of(rule), row)


def quotient_text(n: int, d: int, measure: Measure, row: RowScore) -> str:
    """Return n/d as a sentence prints it: ratios in percent, and values of percentages too."""
    if d == 0:
        return "∞"
    in_percent = measure.scale == "ratio"
    if measure.scale == "unit":
        unit = getattr(row.facts.actual, "unit", None)
        in_percent = unit is not None and unit.dimension == "%"
    return percent_of(n, d) if in_percent else plain(fraction(n, d))


def _curve_part(row: RowScore, rule: Rule, found: Evaluated) -> Part:
    piece, form = rule.curve.pieces[found.piece], rule.form
    if form == "line" and piece.scaled == (0, 1, 0, 0, 1):
        return Part("by_share" if measure_of(rule).is_stated else "by_line", {})
    if measure_of(rule).is_yes_no and form != "steps":
        return Part("not_met", {})
    if form == "steps" and rule.steps is not None:
        each = rule.steps.each.split(" ")[0]
        return Part(
            "steps", {"count": str(found.counted[0]), "lose": rule.steps.lose, "each": each, "unit": _unit_of(row)}
        )
    if form == "bands":
        height = piece.at(piece.low or piece.high or ZERO)
        code = "band_points" if height.points else "band"
        share = plain(-height.points) if height.points else percent(height.share)
        return Part(code, {"band": piece.key, "share": share})
    points = min(max(ZERO, Fraction(found.num, found.den)), row.weight or ZERO)
    return Part("level", {"share": percent(points / row.weight if row.weight else ZERO)})


def _unit_of(row: RowScore) -> str:
    """What a bare step counts: a key of the words for days and months, else the target's own unit."""
    rule, unit = row.rule, getattr(row.facts.target, "unit", None)
    if rule is None or (rule.steps is not None and "%" in rule.steps.each):
        return ""
    measure = measure_of(rule)
    if measure.unit_words is not None:
        return f"unit_{measure.name}"
    return unit.word or unit.dimension if unit is not None and measure.scale == "unit" else ""


def _loss(loss: Loss) -> Part:
    return Part(loss.kind, {"name": loss.spoken, "points": plain(loss.points)})


def sentence(reason: Reason | None, lang: Lang = "zh") -> str:
    """A reason as a sentence for the 扣分原因分析 column; empty for none."""
    if reason is None:
        return ""
    joined, comma, text = JOINED[lang], "，" if lang == "zh" else ", ", ""
    for part in reason.parts:
        if text and not text.endswith(joined):
            text += comma
        text += clause(part.code, lang).format_map(_spoken(part.args, lang))
    return text


def _spoken(args: dict[str, str], lang: Lang) -> dict[str, str]:
    if "band" not in args and "lose" not in args:
        return args
    spoken = dict(args)
    if "band" in spoken:
        spoken["band"] = unit_word(spoken["band"], lang)
    if "unit" in spoken:
        spoken["unit"] = unit_word(spoken["unit"], lang)
    if lang == "en" and "lose" in spoken:
        spoken["lose"] = spoken["lose"].replace("分", " points")
    return spoken


def full_reason(row: RowScore, lang: Lang = "zh") -> str:
    """The computed reason, then the unit's own cause and remedy: the text of the official column."""
    indicator, words = row.facts.indicator, PARTS[lang]
    told = [sentence(reason_of(row), lang)]
    told += [
        words[key].format(text=text) for key, text in (("cause", indicator.cause), ("remedy", indicator.remedy)) if text
    ]
    return ("。" if lang == "zh" else ". ").join(part.rstrip("。.") for part in told if part)


def measure_name(measure: str, lang: Lang = "zh") -> str:
    """A measure's name in the field's own words."""
    return MEASURES[measure].label(lang)
