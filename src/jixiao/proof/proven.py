"""What was proven of a spec, as data and in words: rules, kinds of rows, weights, grades, the bound of rounding."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jixiao.exact import plain
from jixiao.finding import Lang
from jixiao.model.rules import Cap, Rule
from jixiao.proof import Proof, Use
from jixiao.proof.curves import two_sided
from jixiao.proof.selection import precedence, unmeasured
from jixiao.proof.shapes import corners, level, tiles
from jixiao.proof.wholes import most_missed, set_sum

#: Findings that leave a law of a curve unproven.
_UNPROVEN = frozenset({"JX550", "JX551", "JX555", "JX556", "JX561"})

WORDS: dict[Lang, dict[str, str]] = {
    "zh": {
        "proven": "已证明（对一切输入）：",
        "rules": "规则 {count} 条：0 ≤ 得分 ≤ 分值，各档不缺、不重叠，能得满分",
        "better": "完成得更好，不会少得分：{names}",
        "nearer": "离指标值更近，不会少得分：{names}",
        "level": "得分与完成情况无关：{names}",
        "judged": "其中由人评定的一段没有高度，不在此列：{names}",
        "caps": "超额完成的封顶是唯一例外：{names}",
        "cells": "情形 {all} 种（类别、二级指标、名称、指标性质、方向、指标值种类、是否完成）：{scored} 种有得分，"
        "{unmeasured} 种有规则而算不出，{uncovered} 种没有规则",
        "unmeasured": "其中算不出、会报错的：{rule}（{measure}，{cells}）",
        "order": "次序有意义：{name} 先于 {others}",
        "weights": "权重（{present}）：合计 {sum}",
        "grades": "等级 {names}：0 到 {full} 的每个总分恰好一个",
        "rounding": "舍入：每行最多差 {bound} 分，n 行的总分与舍入前最多差 n × {bound} 分；印出的总分就是各行之和",
        "printed total": "等级按印出的总分，不会与它不一致",
        "exact total": "等级按舍入前的总分，可以与印出的不一致",
        "any": "任何项目",
        "named": "点名",
    },
    "en": {
        "proven": "proven, for all inputs:",
        "rules": "{count} rules: 0 ≤ score ≤ weight, bands without gap or overlap, full marks reachable",
        "better": "doing better never earns less: {names}",
        "nearer": "nearer to the target never earns less: {names}",
        "level": "the value does not matter: {names}",
        "judged": "but a stretch that a person judges has no height of its own: {names}",
        "caps": "a cap on over-fulfilment is the one exception: {names}",
        "cells": "{all} kinds of rows (class, level 2, name, comparison, direction, target, finished): {scored} are "
        "scored, {unmeasured} have a rule that cannot be measured, {uncovered} have none",
        "unmeasured": "of these cannot be measured and are told so: {rule} ({measure}, {cells})",
        "order": "the order decides: {name} before {others}",
        "weights": "weights ({present}): add up to {sum}",
        "grades": "grades {names}: exactly one for every total from 0 to {full}",
        "rounding": "rounding: at most {bound} points a row, so n rows are within n × {bound} of the total before it; "
        "the printed total is the sum of the rows",
        "printed total": "the grade follows the printed total and cannot differ from it",
        "exact total": "the grade follows the total before rounding and may differ from the printed one",
        "any": "any project",
        "named": "named",
    },
}
LAWS = ("better", "nearer", "level")


def proven(proof: Proof) -> dict[str, Any]:
    """What was proven, as JSON holds it; a rule with a fault in its curve is not among it."""
    spec, failed = proof.spec, {fault.finding.path for fault in proof.faults if fault.finding.code in _UNPROVEN}
    cases = proof.grid.cases
    uses = [use for use in proof.uses if isinstance(use.owner, Rule) and use.path not in failed and use.runs]
    sound = [found for found in spec.weights.sets if set_sum(spec, found) == spec.full_marks]
    return {
        "rules": [_rule(use, _caps(proof, use)) for use in uses if tiles(use.owner.curve)],
        "cells": {
            "all": len(cases),
            "scored": sum(case.measured for case in cases),
            "unmeasured": sum(case.rule is not None and not case.measured for case in cases),
            "uncovered": sum(case.rule is None for case in cases),
        },
        "unmeasured": unmeasured(spec, cases),
        "order": precedence(spec, cases),
        "weights": [{"present": list(found.present), "sum": plain(spec.full_marks)} for found in sound],
        "grades": None if spec.grades is None else [name for name, _ in spec.grades.scale.edges],
        "full": plain(spec.full_marks),
        "rounding": {"row": plain(spec.rounding.row), "bound": plain(most_missed(spec)), "grade": spec.rounding.grade},
    }


def _caps(proof: Proof, use: Use) -> list[str]:
    """The caps that can be measured on rows of a rule."""
    caps = (other for other in proof.uses if isinstance(other.owner, Cap))
    return [cap.owner.name for cap in caps if any(case.rule is use.owner for run in cap.runs for case in run.cases)]


def _rule(use: Use, caps: list[str]) -> dict[str, Any]:
    rule = use.owner
    return {
        "rule": rule.name,
        "measure": rule.measure,
        "comparisons": list(use.comparisons),
        "law": _law(use),
        "judged": rule.curve.judged,
        "named": use.named,
        "caps": caps,
    }


def _law(use: Use) -> str:
    """Which law holds: about better values, about nearer ones, or none as all heights are one."""
    if all(level(corners(use.owner.curve, use.image(run).domain)) for run in use.runs) and not use.owner.curve.judged:
        return "level"
    return "nearer" if two_sided(use) else "better"


def sentences(found: dict[str, Any], lang: Lang) -> Iterator[str]:
    """What was proven, a sentence each."""
    words, comma = WORDS[lang], "、" if lang == "zh" else ", "
    yield words["rules"].format(count=len(found["rules"]))
    yield from _of_rules(found["rules"], words, comma)
    yield words["cells"].format(**found["cells"])
    yield from (words["unmeasured"].format(**rows) for rows in found["unmeasured"])
    for name, others in found["order"].items():
        yield words["order"].format(name=name, others=comma.join(others))
    for weights in found["weights"]:
        yield words["weights"].format(present=" ".join(weights["present"]) or words["any"], sum=weights["sum"])
    if found["grades"] is not None:
        yield words["grades"].format(names=" ".join(found["grades"]), full=found["full"])
    yield words["rounding"].format(**found["rounding"])
    if found["grades"] is not None:
        yield words[found["rounding"]["grade"]]


def _of_rules(rules: list[dict[str, Any]], words: dict[str, str], comma: str) -> Iterator[str]:
    for law in LAWS:
        names = [_rule_text(rule, words) for rule in rules if rule["law"] == law]
        if names:
            yield words[law].format(names=comma.join(names))
    judged = [rule["rule"] for rule in rules if rule["judged"]]
    if judged:
        yield words["judged"].format(names=comma.join(judged))
    capped = [f"{rule['rule']} ({' '.join(rule['caps'])})" for rule in rules if rule["caps"]]
    if capped:
        yield words["caps"].format(names=comma.join(capped))


def _rule_text(rule: dict[str, Any], words: dict[str, str]) -> str:
    signs = words["named"] if rule["named"] else " ".join(rule["comparisons"])
    return f"{rule['rule']} [{signs}]" if signs else str(rule["rule"])
