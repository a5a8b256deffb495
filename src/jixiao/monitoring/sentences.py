"""Lights in words: why a row shows its light, in a sentence and step by step, with the rule and its source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from jixiao.exact import format_exact, format_percent
from jixiao.explain import Reason, measure_name, reason_of, sentence, shown_target, shown_value
from jixiao.explain.curve_text import interval_text
from jixiao.explain.glossary import in_language
from jixiao.explain.phrases import STEPS
from jixiao.explain.steps import quantity_text, steps_of
from jixiao.findings import Lang
from jixiao.measure import measure_of
from jixiao.model.monitoring import LightRule, MonitoringRules, ProjectLight
from jixiao.model.rules import Cited
from jixiao.model.spec import IndicatorSpec
from jixiao.model.typed_words import LAST_MONTH
from jixiao.monitoring.lights import RowLight
from jixiao.monitoring.monitored import Monitored
from jixiao.monitoring.names import BETWEEN_NAMES, EXECUTION_NAMES, LIGHT_NAMES
from jixiao.monitoring_document import ProjectedFrom
from jixiao.scoring import RowScore

#: The clauses of a sentence on a light, and the steps to it.
PHRASES: Mapping[Lang, Mapping[str, str]] = {
    "zh": {
        "values": "年度指标值{target}，当前完成{progress}",
        "funds": "全年预算数{budget}{unit}，已执行{spent}{unit}",
        "pace": "序时进度",
        "elapsed": "是截至{month}月应完成数的{value}",
        "light": "亮{light}",
        "light_by": "按“{band}”亮{light}",
        "read": "读数：指标值“{target}”读作 {t}；当前完成值“{progress}”读作 {a}",
        "rule": "监控规则：{rule}",
        "measure": "度量：{name} = {value}",
        "measure_elapsed": "度量：{name} {measured} ÷ {month}/{months} = {value}",
        "word": "按文字：{progress}",
        "step": "落在：{band}：{light}",
        "none": "不亮灯，原因见提示",
        "project": "{name}：{light}，预计总分 {total}，监控规则 {title}",
        "by_forecast": "全年预计得分，按填报的全年预计：",
        "by_progress": "全年预计得分，12月末的完成值就是全年的：",
        "by_certain": "全年预计得分，完成可能性为确定能，按指标值：",
        "unknown": "灯不明",
        "worst": "{light}：{rows}",
    },
    "en": {
        "values": "target {target}, so far {progress}",
        "funds": "budget {budget} {unit}, spent so far {spent} {unit}",
        "pace": "progress against time",
        "elapsed": "{value} of what is due by the end of month {month}",
        "light": "light: {light}",
        "light_by": "light by “{band}”: {light}",
        "read": "read: target “{target}” as {t}; value so far “{progress}” as {a}",
        "rule": "rule of monitoring: {rule}",
        "measure": "measure: {name} = {value}",
        "measure_elapsed": "measure: {name} {measured} ÷ {month}/{months} = {value}",
        "word": "by its word: {progress}",
        "step": "on: {band}: {light}",
        "none": "no light; the findings say why",
        "project": "{name}: {light}, projected total {total}, rules of monitoring {title}",
        "by_forecast": "projected for the end of the year, by the forecast stated:",
        "by_progress": "projected for the end of the year, which December ends:",
        "by_certain": "projected for the end of the year, the target being certain:",
        "unknown": "light unknown",
        "worst": "{light}: {rows}",
    },
}
_COMMAS: Mapping[Lang, str] = {"zh": "，", "en": ", "}
#: The clauses of a reason that speak of the year's actual, and what they are called of one that is expected.
_EXPECTED = {"values": "expected", "funds": "expected_funds", "funds_initial": "expected_funds_initial"}


def explanation_of(row: RowLight, month: int | None, lang: Lang) -> str:
    """Return why a row shows its light, in a sentence; "" where it shows none."""
    rule, words = row.rule, PHRASES[lang]
    if rule is None or row.light is None:
        return ""
    light = LIGHT_NAMES[lang][row.light]
    if row.measured is None:
        return _COMMAS[lang].join((_values(row, words), words["light"].format(light=light)))
    clause = words["light_by"].format(band=_band_text(row.measured, rule, lang), light=light)
    return _COMMAS[lang].join((_values(row, words), *_measured(row.measured, rule, month, lang), clause))


def _values(row: RowLight, words: Mapping[str, str]) -> str:
    facts = row.facts
    if facts.funds is None:
        indicator = facts.indicator
        return words["values"].format(target=shown_target(indicator), progress=shown_value(indicator))
    return words["funds"].format(budget=_amount(row, "budget"), spent=_amount(row, "spent"), unit=facts.funds.row.uom)


def _amount(row: RowLight, key: str) -> str:
    """Return an amount of the funds, in the money unit of the project."""
    amount = getattr(row.facts.funds, key)
    if amount is None:
        return "—"
    return format_exact(amount)


def _measured(measured: Fraction, rule: LightRule, month: int | None, lang: Lang) -> Iterator[str]:
    """Yield what was measured; of yes and no the band says it."""
    measure = measure_of(rule)
    if rule.against == "elapsed":
        yield PHRASES[lang]["elapsed"].format(month=month, value=format_percent(measured))
    elif measure.phrase is not None:
        yield measure.phrase[lang].format(value=_value_text(measured, rule))


def _value_text(measured: Fraction, rule: LightRule) -> str:
    """Return the measured value: ratios in percent, all else as numbers."""
    if measure_of(rule).scale == "ratio":
        return format_percent(measured)
    return format_exact(measured)


def _band_text(measured: Fraction, rule: LightRule, lang: Lang) -> str:
    """Return the band in which the measured value lies, as an inequality."""
    piece = rule.curve.pieces[rule.curve.index_at(*measured.as_integer_ratio())]
    name = measure_name(rule.measure, lang)
    if rule.against == "elapsed":
        name = PHRASES[lang]["pace"]
    return interval_text(piece, rule, name, lang)


def name_in(name: str, rules: MonitoringRules, lang: Lang) -> str:
    """Return the name of a rule, or the title of the rules, in a language."""
    return in_language(name, lang, rules.form.english)


def light_steps(row: RowLight, rules: MonitoringRules, month: int | None, lang: Lang) -> list[str]:
    """Return the steps from a row's values to its light, one sentence each; they end where there is none."""
    words = PHRASES[lang]
    steps = [_read(row, words)]
    if row.rule is None:
        return [*steps, words["none"]]
    rested_on = row.block or row.rule
    steps += [words["rule"].format(rule=name_in(row.rule.name, rules, lang)), *source_steps(rested_on, rules, lang)]
    if row.light is None:
        return [*steps, words["none"]]
    light = LIGHT_NAMES[lang][row.light]
    if row.measured is None:
        return [*steps, words["word"].format(progress=row.facts.indicator.actual), words["light"].format(light=light)]
    steps.append(_measure_step(row.measured, row.rule, month, lang))
    return [*steps, words["step"].format(band=_band_text(row.measured, row.rule, lang), light=light)]


def _read(row: RowLight, words: Mapping[str, str]) -> str:
    facts = row.facts
    if facts.funds is not None:
        return _values(row, words)
    typed = {"target": shown_target(facts.indicator) or "—", "progress": shown_value(facts.indicator) or "—"}
    return words["read"].format(**typed, t=quantity_text(facts.target), a=quantity_text(facts.actual))


def _measure_step(measured: Fraction, rule: LightRule, month: int | None, lang: Lang) -> str:
    """Return the step from what was measured to the value that decides."""
    words, name = PHRASES[lang], measure_name(rule.measure, lang)
    if rule.against == "year" or month is None:
        return words["measure"].format(name=name, value=_value_text(measured, rule))
    args = {"measured": format_percent(measured * month / LAST_MONTH), "month": month, "months": LAST_MONTH}
    return words["measure_elapsed"].format(name=name, value=format_percent(measured), **args)


def source_steps(block: Cited, rules: MonitoringRules, lang: Lang) -> list[str]:
    """Return the document behind a block of the rules, and what of it is a reading."""
    words = STEPS[lang]
    kind, checked = words[rules.kind_of(block)], words[rules.source_of(block).checked]
    steps = [words["clause"].format(citation=rules.citation(block), kind=kind, checked=checked)]
    return [*steps, *(words["reading"].format(reading=reading) for reading in block.every_reading)]


def project_steps(rule: ProjectLight, rules: MonitoringRules, lang: Lang) -> list[str]:
    """Return the rule of the project's light and its source."""
    return [PHRASES[lang]["rule"].format(rule=name_in(rule.name, rules, lang)), *source_steps(rule, rules, lang)]


def worst_rows(monitored: Monitored, lang: Lang) -> str:
    """Return the light of a project with the rows that show it, "" where it cannot be known."""
    light = monitored.light
    if light is None:
        return ""
    names = [
        row.facts.indicator.name or EXECUTION_NAMES[lang]
        for row in monitored.all_rows
        if row.light == light and monitored.rules.project.worst_of
    ]
    light_name = LIGHT_NAMES[lang][light]
    if not names:
        return light_name
    return PHRASES[lang]["worst"].format(light=light_name, rows=BETWEEN_NAMES[lang].join(names))


def expected_steps(row: RowScore, origin: ProjectedFrom, spec: IndicatorSpec, lang: Lang) -> list[str]:
    """Return on what the score that is expected of a row rests, and the steps to it."""
    title, steps = PHRASES[lang][f"by_{origin}"], steps_of(row, spec, lang)
    if row.deduction:
        steps[-1] = STEPS[lang]["reason"].format(reason=sentence(expected_reason(reason_of(row)), lang))
    return [title, *steps]


def expected_reason(reason: Reason | None) -> Reason | None:
    """Return why a row is expected to lose points, in clauses on what is expected."""
    if reason is None:
        return None
    parts = (part._replace(code=_EXPECTED.get(part.code, part.code)) for part in reason.parts)
    return reason._replace(parts=tuple(parts))


__all__ = [
    "PHRASES",
    "expected_reason",
    "expected_steps",
    "explanation_of",
    "light_steps",
    "name_in",
    "project_steps",
    "source_steps",
    "worst_rows",
]
