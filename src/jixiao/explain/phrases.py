"""The words of reasons and traces, in both languages. Every key stands in both, with the same placeholders."""

from __future__ import annotations

from jixiao.findings import Lang
from jixiao.measure import MEASURES
from jixiao.model.rules import Budget

#: The clauses of a reason beside the one of its measure.
PARTS: dict[Lang, dict[str, str]] = {
    "zh": {
        "values": "年度指标值{target}，实际完成{actual}",
        "missing": "没有填实际完成值",
        "funds": "全年预算数{budget}{unit}，全年执行数{spent}{unit}",
        "funds_initial": "年初预算数{budget}{unit}，全年执行数{spent}{unit}",
        "expected": "年度指标值{target}，全年预计{actual}",
        "expected_funds": "全年预算数{budget}{unit}，全年预计执行数{spent}{unit}",
        "expected_funds_initial": "年初预算数{budget}{unit}，全年预计执行数{spent}{unit}",
        "by_line": "按比例",
        "by_share": "按该比例",
        "level": "按权重的{share}计",
        "band": "属“{band}”档，按权重的{share}计",
        "band_points": "属“{band}”档，扣{share}分",
        "steps": "共{count}档，每{each}{unit}扣{lose}",
        "not_met": "未达标",
        "judged": "评定得分比例{share}",
        "cap": "受“{name}”封顶扣{points}分",
        "mark": "审核认定“{name}”扣{points}分",
        "deduct": "人工扣{points}分（{name}）",
        "result": "得{score}分，扣{lost}分",
        "nothing": "不得分，扣{lost}分",
        "cause": "原因：{text}",
        "remedy": "改进措施：{text}",
    },
    "en": {
        "values": "target {target}, actual {actual}",
        "missing": "no actual value is given",
        "funds": "budget {budget} {unit}, spent {spent} {unit}",
        "funds_initial": "initial budget {budget} {unit}, spent {spent} {unit}",
        "expected": "target {target}, expected {actual}",
        "expected_funds": "budget {budget} {unit}, expected spending {spent} {unit}",
        "expected_funds_initial": "initial budget {budget} {unit}, expected spending {spent} {unit}",
        "by_line": "in proportion",
        "by_share": "by that share",
        "level": "earns {share} of the weight",
        "band": "in band “{band}”, earns {share} of the weight",
        "band_points": "in band “{band}”, loses {share} points",
        "steps": "{count} steps of {each}{unit}, each loses {lose}",
        "not_met": "not met",
        "judged": "judged at {share}",
        "cap": "capped by “{name}”, loses {points} points",
        "mark": "reviewed as “{name}”, loses {points} points",
        "deduct": "{points} points deducted by hand ({name})",
        "result": "scores {score}, loses {lost}",
        "nothing": "scores 0, loses {lost}",
        "cause": "Cause: {text}",
        "remedy": "Remedy: {text}",
    },
}

#: The words for the execution row's amounts, by the budget that it is measured over.
FUNDS: dict[Budget, str] = {"budget": "funds", "initial": "funds_initial"}

#: Words of a spec's own syntax, spoken.
SYNTAX_WORDS: dict[Lang, dict[str, str]] = {
    "zh": {"otherwise": "其余", "met": "达标", "most": "扣至上限"},
    "en": {"otherwise": "otherwise", "met": "met", "most": "limit"},
}

#: Clauses that run on into the next one without a comma.
JOINED: dict[Lang, tuple[str, ...]] = {"zh": ("按比例", "按该比例"), "en": ()}

#: A curve, piece by piece.
CURVES: dict[Lang, dict[str, str]] = {
    "zh": {
        "full": "满分",
        "nothing": "不得分",
        "judged": "由评价人给出",
        "share": "分值的 {share}",
        "points": "满分扣 {points} 分",
        "slope": "由 {start} 按直线到 {end}",
        "each": "每档扣 {lose}",
        "everywhere": "任何情形",
        "met": "达标",
        "unmet": "未达标",
        "steps": "自 {start} 起每{side} {each} 为一档，{how}",
        "lower": "低",
        "higher": "高",
        "begun": "不足一档算一档",
        "whole": "满一档才算",
        "nearest": "先取最近的 {each} 的倍数",
        "at_most": "至多扣 {most}",
        "loss": "{points} 分",
        "points_unit": "分",
        "colon": "：",
        "semicolon": "；",
    },
    "en": {
        "full": "full marks",
        "nothing": "nothing",
        "judged": "judged",
        "share": "{share} of the weight",
        "points": "full less {points} points",
        "slope": "a line from {start} to {end}",
        "each": "each step loses {lose}",
        "everywhere": "in all cases",
        "met": "met",
        "unmet": "not met",
        "steps": "from {start} each {each} {side} is a step, {how}",
        "lower": "lower",
        "higher": "higher",
        "begun": "begun ones count",
        "whole": "whole ones count",
        "nearest": "first to the nearest multiple of {each}",
        "at_most": "at most {most}",
        "loss": "{points} points",
        "points_unit": " points",
        "colon": ": ",
        "semicolon": "; ",
    },
}

#: Sentences of ``jixiao explain``.
STEPS: dict[Lang, dict[str, str]] = {
    "zh": {
        "read": "读数：指标值“{target}”读作 {t}；完成值“{actual}”读作 {a}",
        "funds": "读数：全年预算数 {budget}，全年执行数 {spent}（{unit}）",
        "funds_initial": "读数：年初预算数 {budget}，全年执行数 {spent}（{unit}）",
        "weight": "分值：填报 {stated}，按办法计为 {weight}",
        "why_fits": "规则：{rule}（{class_}，指标性质 {comparison}，第一条适合的规则）",
        "why_name": "规则：{rule}（按指标名称选定）",
        "why_named": "规则：{rule}（本行指定）",
        "clause": "依据：{citation}（{kind}，{checked}）",
        "reading": "条文未写，本体系的读法：{reading}",
        "grades": "等级的依据：{citation}（{kind}，{checked}）",
        "advised": "分等供参考：可以不评等级，也可以另行分等",
        "measure": "度量：{name} = {exact}（{shown}）",
        "count": "计数：{count}",
        "piece": "落在：{piece}",
        "judged": "条文没有尺度，按评定的得分比例 {share}",
        "missing": "没有填实际完成值：扣 {points}",
        "cap": "封顶“{name}”：扣 {points}",
        "mark": "审核标记“{name}”：扣 {points}",
        "deduct": "人工扣分：{points}（{name}）",
        "points": "得分：{weight} × {share} = {points}",
        "score": "按 {step} 四舍五入：得 {score}，扣 {lost}",
        "reason": "扣分原因：{reason}",
        "not_applicable": "不适用，不计分",
        "stuck": "没有得分，原因见提示",
        "law": "国家文件",
        "vendor": "系统脚本",
        "local": "地方规定",
        "observed": "归纳或读法，非文件规定",
        "seen": "已核对原文",
        "remembered": "未核对原文",
        "whole": "{name}：总分 {total}，等级 {grade}，指标体系 {spec}",
        "execution": "预算执行率",
    },
    "en": {
        "read": "read: target “{target}” as {t}; actual “{actual}” as {a}",
        "funds": "read: budget {budget}, spent {spent} ({unit})",
        "funds_initial": "read: initial budget {budget}, spent {spent} ({unit})",
        "weight": "weight: stated {stated}, counts {weight}",
        "why_fits": "rule: {rule} (class {class_}, comparison {comparison}; the first that fits)",
        "why_name": "rule: {rule} (chosen by the indicator's name)",
        "why_named": "rule: {rule} (named by the row)",
        "clause": "source: {citation} ({kind}, {checked})",
        "reading": "the text is silent; this spec reads: {reading}",
        "grades": "source of the grades: {citation} ({kind}, {checked})",
        "advised": "grading is advised: a grade may be left out, or set otherwise",
        "measure": "measure: {name} = {exact} ({shown})",
        "count": "count: {count}",
        "piece": "on: {piece}",
        "judged": "the text has no scale; judged at {share}",
        "missing": "no actual value: −{points}",
        "cap": "cap “{name}”: −{points}",
        "mark": "mark “{name}”: −{points}",
        "deduct": "deducted by hand: {points} ({name})",
        "points": "points: {weight} × {share} = {points}",
        "score": "rounded half up to {step}: scores {score}, loses {lost}",
        "reason": "reason: {reason}",
        "not_applicable": "does not apply, not scored",
        "stuck": "no score; the findings say why",
        "law": "national document",
        "vendor": "system script",
        "local": "local rule",
        "observed": "observed or read, not official",
        "seen": "text checked",
        "remembered": "text not checked",
        "whole": "{name}: total {total}, grade {grade}, spec {spec}",
        "execution": "execution rate",
    },
}


def clause(code: str, lang: Lang) -> str:
    """Return the clause of a reason by its code: what a measure says of its value, or another."""
    measure = MEASURES.get(code)
    if measure is not None and measure.phrase is not None:
        return measure.phrase[lang]
    return PARTS[lang][code]


def unit_word(word: str, lang: Lang) -> str:
    """Return the unit of a measure (unit_ and its name) or a word of the spec's syntax, spoken; others as they are."""
    measure = MEASURES.get(word.removeprefix("unit_"))
    if measure is not None and measure.unit_words is not None:
        return measure.unit_words[lang]
    return SYNTAX_WORDS[lang].get(word, word)
