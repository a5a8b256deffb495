"""From the trace to words: the reason of a deduction, and how a score came about.

Codes and arguments first, words last: ``reason_of`` gives parts that a program can read, ``sentence`` speaks
them in Chinese or English.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple, get_args

from jixiao.curve import Piece
from jixiao.exact import ONE, ZERO, format_exact, format_percent, format_percent_of, fraction
from jixiao.explain.phrases import FUNDS, JOINED, PARTS, clause, unit_word
from jixiao.findings import Lang
from jixiao.measure import MEASURES, Measure, measure_of
from jixiao.measure.checklist import CheckedItem, scored_items
from jixiao.model.project import Indicator
from jixiao.model.rules import Form, Rule, Steps
from jixiao.quantity import SIGN_MARKS, Unit
from jixiao.scoring import RowScore
from jixiao.scoring.evaluator import Evaluated
from jixiao.scoring.rows import Loss, LossKind, Trace

#: Every code of a reason: what took points away, or measure and form of the curve; ``none`` without a rule.
CODES = (*get_args(LossKind), *(f"{measure}.{form}" for measure in MEASURES for form in get_args(Form)), "none")

_ARGUMENT = re.compile(r"\{(\w+)\}")
_COMMAS: dict[Lang, str] = {"zh": "，", "en": ", "}
_STOPS: dict[Lang, str] = {"zh": "。", "en": ". "}


class Part(NamedTuple):
    """A clause of a reason: which one, and what it speaks of."""

    code: str
    args: dict[str, str]


class Reason(NamedTuple):
    """Why points were lost: a code (measure and form of the curve, or what took them) and its clauses."""

    code: str
    parts: tuple[Part, ...]


def shown_target(indicator: Indicator) -> str:
    """Return the target with its sign and unit, as the sentence prints it."""
    target = indicator.target or ""
    text = _with_unit(target, indicator.uom)
    if indicator.sign is None or not target or target[0] in SIGN_MARKS:
        return text
    return f"{indicator.sign}{text}"


def shown_actual(row: RowScore) -> str:
    """Return the actual with its unit."""
    return shown_value(row.facts.indicator)


def shown_value(indicator: Indicator) -> str:
    """Return the actual of an indicator with its unit."""
    return _with_unit(indicator.actual or "", indicator.uom)


def _with_unit(text: str, uom: str | None) -> str:
    """Return a value with the unit of its column, where it ends in a digit and so has none of its own."""
    if uom and text and text[-1].isdecimal():
        return f"{text}{uom}"
    return text


def reason_of(row: RowScore) -> Reason | None:
    """Return why a row lost points; ``None`` where it lost none or has no score."""
    if row.outcome == "met":
        return None
    trace, lost, score = row.trace, row.deduction, row.score or ZERO
    if not lost:
        return None
    end = Part("result" if score else "nothing", {"score": format_exact(score), "lost": format_exact(lost)})
    return Reason(_code(row, trace), (*measured_parts(row), *map(loss_part, trace.losses), end))


def _code(row: RowScore, trace: Trace) -> str:
    if trace.losses:
        return max(trace.losses, key=lambda loss: loss.points).kind
    return "none" if row.rule is None else f"{row.rule.measure}.{row.rule.form}"


def measured_parts(row: RowScore) -> list[Part]:
    """Return from which values what was measured, and what the curve made of it."""
    trace, evaluated, rule = row.trace, row.evaluated, row.rule
    if evaluated is None or rule is None:
        return []
    lost_items = [_lost_item(item) for item in scored_items(row.facts.indicator, rule) if item.lost]
    if lost_items:
        return lost_items
    parts, measure = [_values(row)], measure_of(rule)
    if measure.phrase:
        parts.append(Part(rule.measure, {"value": quotient_text(evaluated.n, evaluated.d, measure, row)}))
    if trace.losses and _curve_share(row, evaluated) == 1:
        return parts  # the curve took nothing; what did comes next
    if trace.share_stated is not None:
        return [*parts, Part("judged", {"share": format_percent(trace.share_stated)})]
    return [*parts, _curve_part(row, rule, evaluated)]


def _lost_item(item: CheckedItem) -> Part:
    """Return an item of a checklist with the points that it lost, and why."""
    code = "item_partly" if item.share else "item_missed"
    args = {"name": item.name, "points": format_exact(item.points), "lost": format_exact(item.lost)}
    if not item.reason:
        return Part(code, args)
    return Part(f"{code}_because", {**args, "reason": item.reason})


def _values(row: RowScore) -> Part:
    funds = row.facts.funds
    if funds is None:
        return Part("values", {"target": shown_target(row.facts.indicator), "actual": shown_actual(row)})
    amounts = {"budget": _money(funds.amount(row.over)), "spent": _money(funds.spent)}
    return Part(FUNDS[row.over], {**amounts, "unit": funds.row.uom or ""})


def _money(amount: Fraction | None) -> str:
    return format_exact(amount or ZERO)


def quotient_text(n: int, d: int, measure: Measure, row: RowScore) -> str:
    """Return a measured n/d as a sentence prints it: ratios in percent, and values of percentages too."""
    if d == 0:
        return "∞"
    in_percent = measure.scale == "ratio"
    if measure.scale == "unit":
        unit = getattr(row.facts.actual, "unit", None)
        in_percent = unit is not None and unit.dimension == "%"
    if in_percent:
        return format_percent_of(n, d)
    return format_exact(fraction(n, d))


def _curve_part(row: RowScore, rule: Rule, evaluated: Evaluated) -> Part:
    """Return what the curve made of what was measured."""
    piece, measure = rule.curve.pieces[evaluated.piece], measure_of(rule)
    if rule.steps is not None:
        return _steps_part(row, measure, rule.steps, evaluated)
    if rule.form == "line" and piece.scaled == (0, 1, 0, 0, 1):  # the weight times x
        return Part("by_share" if measure.is_stated else "by_line", {})
    if measure.is_yes_no:
        return Part("not_met", {})
    if rule.form == "bands":
        return _band_part(piece)
    return Part("level", {"share": format_percent(_curve_share(row, evaluated))})


def _curve_share(row: RowScore, evaluated: Evaluated) -> Fraction:
    """Return which part of the weight the curve gives, no less than nothing and no more than all."""
    share = Fraction(evaluated.num, evaluated.den) / (row.weight or ONE)
    return min(max(ZERO, share), ONE)


def _band_part(piece: Piece) -> Part:
    height = piece.at(piece.low or piece.high or ZERO)
    if height.points:
        return Part("band_points", {"band": piece.key, "share": format_exact(-height.points)})
    return Part("band", {"band": piece.key, "share": format_percent(height.share)})


def _steps_part(row: RowScore, measure: Measure, steps: Steps, evaluated: Evaluated) -> Part:
    args = {"count": str(evaluated.x), "lose": steps.lose, "each": steps.each.split(" ")[0]}
    return Part("steps", {**args, "unit": _unit_of_steps(row, measure, steps)})


def _unit_of_steps(row: RowScore, measure: Measure, steps: Steps) -> str:
    """Return what a bare step counts: a key of the words for days and months, else the target's own unit."""
    if "%" in steps.each:
        return ""
    if measure.unit_words is not None:
        return f"unit_{measure.name}"
    unit: Unit | None = getattr(row.facts.target, "unit", None)
    if unit is None or measure.scale != "unit":
        return ""
    return unit.word or unit.dimension


def loss_part(loss: Loss) -> Part:
    """Return what took points, and who where a reviewer is named."""
    args = {"name": loss.spoken, "points": format_exact(loss.points)}
    if loss.reviewer:
        return Part(f"{loss.kind}_by", {**args, "reviewer": loss.reviewer})
    return Part(loss.kind, args)


def sentence(reason: Reason | None, lang: Lang = "zh") -> str:
    """Return a reason as a sentence for the 扣分原因分析 column; empty for none."""
    if reason is None:
        return ""
    template = _template(tuple([part.code for part in reason.parts]), lang)
    return template.format(*[_spoken(part.args, lang) for part in reason.parts])


@lru_cache(maxsize=2**10)
def _template(codes: tuple[str, ...], lang: Lang) -> str:
    """Return the sentence of these clauses, in which {0[target]} stands for an argument of the first of them."""
    text = ""
    for index, code in enumerate(codes):
        if text and not text.endswith(JOINED[lang]):
            text += _COMMAS[lang]
        text += _ARGUMENT.sub(rf"{{{index}[\1]}}", clause(code, lang))
    return text


def _spoken(args: dict[str, str], lang: Lang) -> dict[str, str]:
    """Return the arguments of a clause in the words of the language."""
    if "band" not in args and "lose" not in args:
        return args
    spoken = dict(args)
    for name in ("band", "unit"):
        if name in spoken:
            spoken[name] = unit_word(spoken[name], lang)
    if lang == "en" and "lose" in spoken:
        spoken["lose"] = spoken["lose"].replace("分", " points")
    return spoken


def full_reason(row: RowScore, lang: Lang = "zh") -> str:
    """Return the computed reason, then the unit's own cause and remedy: the text of the official column."""
    indicator = row.facts.indicator
    return with_cause(sentence(reason_of(row), lang), indicator.cause or "", indicator.remedy or "", lang)


def with_cause(reason: str, cause: str, remedy: str, lang: Lang = "zh") -> str:
    """Return a reason, a cause and a remedy as one text; what is empty is left out."""
    words, texts = PARTS[lang], [reason]
    if cause:
        texts.append(words["cause"].format(text=cause))
    if remedy:
        texts.append(words["remedy"].format(text=remedy))
    return joined(texts, lang)


def joined(texts: Iterable[str], lang: Lang) -> str:
    """Return sentences as one text; what is empty is left out."""
    return _STOPS[lang].join(text.rstrip("。.") for text in texts if text)


def measure_name(measure: str, lang: Lang = "zh") -> str:
    """Return a measure's name in the field's own words."""
    return MEASURES[measure].label(lang)
