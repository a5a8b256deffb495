"""What was proven of a spec, as data and in words: rules, kinds of rows, weights, grades, the bound of rounding."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jixiao.curve import inverted
from jixiao.exact import format_exact
from jixiao.findings import Codes, Lang
from jixiao.model.rules import Cap, Rule
from jixiao.spec_tools.proof import Proof, Use
from jixiao.spec_tools.proof.cap_laws import Path, takes_beyond
from jixiao.spec_tools.proof.curve_comparison import corners, level, tiles
from jixiao.spec_tools.proof.curve_laws import by_value, sense
from jixiao.spec_tools.proof.row_classes import Case
from jixiao.spec_tools.proof.rule_selection import precedence, unmeasured
from jixiao.spec_tools.proof.rule_uses import Run
from jixiao.spec_tools.proof.table_laws import most_missed, set_sum
from jixiao.spec_tools.proof.target_sides import looks_both_ways

#: Findings that leave a law of a curve unproven.
_UNPROVEN = frozenset(
    {
        Codes.BETTER_EARNS_LESS,
        Codes.CURVE_OUT_OF_RANGE,
        Codes.FULL_MARKS_UNREACHABLE,
        Codes.EDGE_ON_WRONG_SIDE,
        Codes.DIRECTION_IGNORED,
    }
)

WORDS: dict[Lang, dict[str, str]] = {
    "zh": {
        "proven": "已证明（对一切输入）：",
        "rules": "规则 {count} 条：0 ≤ 得分 ≤ 分值，各档不缺、不重叠，能得满分",
        "better": "完成得更好，不会少得分：{names}",
        "nearer": "离指标值更近，不会少得分：{names}",
        "peaked": "完成值本身离最好的一段更近，不会少得分（不看指标值）：{names}",
        "level": "得分与完成情况无关：{names}",
        "judged": "其中由人评定的一段没有高度，不在此列：{names}",
        "caps": "封顶之后也是如此：{names}",
        "beyond": "过了指标值，超额完成的封顶是唯一例外：{names}",
        "path": "以上按整行计：两行的审核标记、人工扣分相同时，扣过、舍入之后也成立",
        "cells": "情形 {all} 种（类别、二级指标、名称、指标性质、方向、指标值种类、是否完成）：{scored} 种有得分，"
        "{unmeasured} 种有规则而算不出，{uncovered} 种没有规则",
        "unmeasured": "其中算不出、会报错的：{rule}（{measure}，{cells}）",
        "order": "次序有意义：{name} 先于 {others}",
        "weights": "权重（{present}）：合计 {sum}",
        "grades": "等级 {names}：0 到 {full} 的每个总分恰好一个",
        "rising": "总分高的，等级不会低",
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
        "peaked": "a value nearer to the best stretch, wherever the target lies, never earns less: {names}",
        "level": "the value does not matter: {names}",
        "judged": "but a stretch that a person judges has no height of its own: {names}",
        "caps": "caps change nothing of this: {names}",
        "beyond": "beyond the target a cap on over-fulfilment is the one exception: {names}",
        "path": "this holds of the whole row: after equal marks and deductions by hand, and after rounding",
        "cells": "{all} kinds of rows (class, level 2, name, comparison, direction, target, finished): {scored} are "
        "scored, {unmeasured} have a rule that cannot be measured, {uncovered} have none",
        "unmeasured": "of these cannot be measured and are told so: {rule} ({measure}, {cells})",
        "order": "the order decides: {name} before {others}",
        "weights": "weights ({present}): add up to {sum}",
        "grades": "grades {names}: exactly one for every total from 0 to {full}",
        "rising": "a higher total never has a worse grade",
        "rounding": "rounding: at most {bound} points a row, so n rows are within n × {bound} of the total before it; "
        "the printed total is the sum of the rows",
        "printed total": "the grade follows the printed total and cannot differ from it",
        "exact total": "the grade follows the total before rounding and may differ from the printed one",
        "any": "any project",
        "named": "named",
    },
}
LAWS = ("better", "nearer", "peaked", "level")


def proven(proof: Proof) -> dict[str, Any]:
    """Return what was proven, as JSON holds it; a rule with a fault in its curve, or under its caps, is not among it.

    A rule stands there once for each law, with the comparisons under which it holds.
    """
    spec, cases = proof.spec, proof.grid.cases
    balanced = [weights for weights in spec.weights.sets if set_sum(spec, weights) == spec.full_marks]
    return {
        "rules": [law for use in _proven_uses(proof) if tiles(use.owner.curve) for law in _laws(use)],
        "cells": _cells(cases),
        "unmeasured": unmeasured(spec, cases),
        "order": precedence(spec, cases),
        "weights": [{"present": list(weights.present), "sum": format_exact(spec.full_marks)} for weights in balanced],
        "grades": None if spec.grades is None else [name for name, _ in spec.grades.scale.edges],
        "rising": spec.grades is not None and inverted(spec.grades.edges) is None,
        "full": format_exact(spec.full_marks),
        "rounding": {
            "row": format_exact(spec.rounding.row),
            "bound": format_exact(most_missed(spec)),
            "grade": spec.rounding.grade,
        },
    }


def _proven_uses(proof: Proof) -> list[Use]:
    """Return the rules that are used and have no fault, nor have their caps one."""
    failed = {fault.finding.path for fault in proof.faults if fault.finding.code in _UNPROVEN}
    spoiled = {name for fault in proof.faults for name in fault.rules}
    failed_caps = {use.owner.name for use in proof.uses if isinstance(use.owner, Cap) and use.path in failed}

    def is_proven(use: Use) -> bool:
        is_rule = isinstance(use.owner, Rule) and bool(use.runs)
        has_fault = use.path in failed or use.owner.name in spoiled or bool(failed_caps & _cap_names(use))
        return is_rule and not has_fault

    return [use for use in proof.uses if is_proven(use)]


def _cells(cases: tuple[Case, ...]) -> dict[str, int]:
    """Return how many kinds of rows are scored, how many have a rule that cannot be measured, how many have none."""
    return {
        "all": len(cases),
        "scored": sum(case.measured for case in cases),
        "unmeasured": sum(case.rule is not None and not case.measured for case in cases),
        "uncovered": sum(case.rule is None for case in cases),
    }


def _cap_names(use: Use) -> set[str]:
    return {cap.name for run in use.runs for cap in run.caps}


def _laws(use: Use) -> Iterator[dict[str, Any]]:
    """Yield a rule with each law that holds of it: about better values, nearer ones, or that all heights are one."""
    rule, runs = use.owner, _by_law(use)
    for law in (law for law in LAWS if law in runs):
        part = use._replace(runs=tuple(runs[law]))
        yield {
            "rule": rule.name,
            "measure": rule.measure,
            "comparisons": list(part.comparisons),
            "law": law,
            "judged": rule.curve.judged,
            "named": use.named,
            "caps": list(dict.fromkeys(cap.name for run in part.runs for cap in run.caps)),
            "beyond": list(dict.fromkeys(cap.name for run in part.runs for cap in _beyond(use, run))),
        }


def _beyond(use: Use, run: Run) -> list[Cap]:
    """Return the caps of a run that may take points beyond the target."""
    return [cap for cap in run.caps if takes_beyond(cap, Path(use, run)) is not None]


def _by_law(use: Use) -> dict[str, list[Run]]:
    """Return the runs of a rule by the law that holds of them; of a rule that only named rows get, the sound ones."""
    if all(level(corners(use.owner.curve, use.image(run))) for run in use.runs) and not use.owner.curve.judged:
        return {"level": list(use.runs)}
    by_law: dict[str, list[Run]] = {}
    for run in use.runs:
        if not use.named or sense(use, run) != "wrong":
            by_law.setdefault(_law(use, run), []).append(run)
    return by_law


def _law(use: Use, run: Run) -> str:
    if by_value(use):
        return "peaked"
    return "nearer" if looks_both_ways(use, run) else "better"


_COMMAS: dict[Lang, str] = {"zh": "、", "en": ", "}


def sentences(certificate: dict[str, Any], lang: Lang) -> Iterator[str]:
    """Yield what was proven, a sentence each."""
    words, comma = WORDS[lang], _COMMAS[lang]
    yield words["rules"].format(count=len({rule["rule"] for rule in certificate["rules"]}))
    yield from _of_rules(certificate["rules"], words, comma)
    yield words["cells"].format(**certificate["cells"])
    yield from (words["unmeasured"].format(**rows) for rows in certificate["unmeasured"])
    for name, later in certificate["order"].items():
        yield words["order"].format(name=name, others=comma.join(later))
    for weights in certificate["weights"]:
        yield words["weights"].format(present=" ".join(weights["present"]) or words["any"], sum=weights["sum"])
    if certificate["grades"] is not None:
        yield words["grades"].format(names=" ".join(certificate["grades"]), full=certificate["full"])
    if certificate["rising"]:
        yield words["rising"]
    yield words["rounding"].format(**certificate["rounding"])
    if certificate["grades"] is not None:
        yield words[certificate["rounding"]["grade"]]


def _of_rules(rules: list[dict[str, Any]], words: dict[str, str], comma: str) -> Iterator[str]:
    """Yield what holds of the rules, law by law, and what of their judged parts and their caps."""
    names = {law: [_rule_text(rule, words) for rule in rules if rule["law"] == law] for law in LAWS}
    names["judged"] = [rule["rule"] for rule in rules if rule["judged"]]
    for key in ("caps", "beyond"):
        capped = [f"{rule['rule']} ({' '.join(rule[key])})" for rule in rules if rule[key]]
        names[key] = list(dict.fromkeys(capped))
    yield from (words[key].format(names=comma.join(listed)) for key, listed in names.items() if listed)
    if rules:
        yield words["path"]


def _rule_text(rule: dict[str, Any], words: dict[str, str]) -> str:
    signs = words["named"] if rule["named"] else " ".join(rule["comparisons"])
    if signs:
        return f"{rule['rule']} [{signs}]"
    return str(rule["rule"])
