"""``jixiao spec new``: a commented spec of one's own over another one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain, count
from pathlib import PurePath

from jixiao.cli.console import reject_usage, spec_or_exit_code
from jixiao.cli.new import write_new
from jixiao.cli.options import Options
from jixiao.exact import format_exact
from jixiao.explain.curve_text import curve_text, exact_percent
from jixiao.findings import Lang
from jixiao.loading.lock import version_of
from jixiao.model.rules import Cap, Mark, Rule, Steps
from jixiao.model.spec import IndicatorSpec

#: What a plain YAML scalar must not begin with, and what must not stand in one between braces.
_QUOTED = re.compile(r"^[-?:,\[\]{}#&*!|>'\"%@`=]|[,\[\]{}]|: | #")
_TEXTS: dict[Lang, dict[str, str]] = {
    "zh": {
        "top": "在 {base} 之上。去掉行首的 # 就启用那一行，没写的都照 {base}。写好后运行 jixiao spec check 本文件。",
        "id": "cn.地名.名称-年度；编号和版本一经发布就不再改",
        "title": "待填：文件或表的名称",
        "jurisdiction": "待填：适用地区",
        "from": "施行日期，不能早于所继承的体系",
        "sources": "每一块的 basis 都指向这里的一个出处，可以带条款，如 notice 二（一）",
        "document": "待填：文号",
        "kind": "law 国家文件、vendor 系统脚本、local 地方规定、observed 从公布的表归纳",
        "checked": "对照过原文后改成 seen",
        "weights": "权重：整块替换",
        "drop": "去掉继承来的规则",
        "rules": "规则：rule 新增，排在继承来的前面；change 改继承来的。文件没写、由你补上的，加一行 reading 说明",
        "new": "新规则的样子",
        "caps": "封顶：超额完成而没有说明原因的",
        "marks": "复核时可以加在一行上的标记",
        "blocks": "以下各块整块替换",
        "foreign base": "--extends {base}: 只能继承自带的或 --specs 里的体系",
    },
    "en": {
        "top": "A spec over {base}. A line counts once its leading # is gone; all else is as in {base}. "
        "Then run jixiao spec check on this file.",
        "id": "cn.<place>.<name>-<year>; once published, id and version stay",
        "title": "to fill in: the document's or form's title",
        "jurisdiction": "to fill in: where it applies",
        "from": "the day it comes into force, not before the spec it extends",
        "sources": "each block's basis names one of these, with an article if there is one: notice 二（一）",
        "document": "to fill in: the document's number",
        "kind": "law, vendor, local, or observed (from published tables)",
        "checked": "seen, once compared with the text",
        "weights": "weights: replaced whole",
        "drop": "inherited rules to leave out",
        "rules": "rules: rule adds one, before the inherited; change alters one. What the text leaves out is a reading",
        "new": "what a new rule looks like",
        "caps": "a cap: far above the target, no cause given",
        "marks": "a mark that a reviewer may put on a row",
        "blocks": "each of these blocks is replaced whole",
        "foreign base": "--extends {base}: only a spec of the package or of --specs can be extended",
    },
}


def write_overlay(base: str, options: Options) -> int:
    """Write a commented overlay that loads at once; return the exit code."""
    spec = spec_or_exit_code(base, options)
    if isinstance(spec, int):
        return spec
    if spec.id not in options.book.files:
        return reject_usage(_TEXTS[options.lang]["foreign base"].format(base=base))
    text = overlay(spec, PurePath(options.output or "").stem, options.lang)
    return write_new(text, "spec", replace(options, spec=base))


def overlay(base: IndicatorSpec, stem: str, lang: Lang) -> str:
    """Return the text of an overlay on ``base``, called after its file's ``stem``."""
    return "\n".join([*_head(base, stem, lang), *(f"#{line}" for line in _blocks(base, lang))]) + "\n"


def _head(base: IndicatorSpec, stem: str, lang: Lang) -> Iterator[str]:
    texts, start = _TEXTS[lang], base.in_force.start
    name = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-") or "new"
    yield f"# {texts['top'].format(base=version_of(base))}"
    yield f"id: cn.local.{name}  # {texts['id']}"
    yield "version: 1"
    yield f"title: {_scalar(texts['title'])}"
    yield f"jurisdiction: {_scalar(texts['jurisdiction'])}"
    if start is not None:
        yield f"in_force: {{from: {start.isoformat()}}}  # {texts['from']}"
    yield f"extends: {version_of(base)}"
    yield f"sources:  # {texts['sources']}"
    yield "  notice:"
    yield f"    document: {_scalar(texts['document'])}"
    yield f"    kind: local  # {texts['kind']}"
    yield f"    checked: remembered  # {texts['checked']}"
    yield ""


def _blocks(base: IndicatorSpec, lang: Lang) -> Iterator[str]:
    """Return what an overlay may say below its head, with the base's own values."""
    yield from _weights(base, lang)
    yield from _rules(base, lang)
    yield from _other_blocks(base, lang)


def _weights(base: IndicatorSpec, lang: Lang) -> Iterator[str]:
    yield f" {_TEXTS[lang]['weights']}"
    yield from ("weights:", "  basis: notice", f"  binding: {base.weights.binding}", "  sets:")
    for weights in base.weights.sets:
        points = {name: format_exact(value) for name, value in weights.points.items()}
        if weights.present:
            points = {"present": f"[{', '.join(weights.present)}]"} | points
        yield f"    - {_flow(points)}"


def _rules(base: IndicatorSpec, lang: Lang) -> Iterator[str]:
    texts = _TEXTS[lang]
    yield f" {texts['drop']}"
    yield "drop: []"
    yield f" {texts['rules']}"
    yield "rules:"
    for rule in base.rules:
        yield f"  # {curve_text(rule, lang)}"
        yield from (f"  - change: {rule.name}", f"    {_curve(rule)}", "    basis: notice")
    yield f"  # {texts['new']}"
    yield f"  - rule: {_unused('by_band', base.rules)}"
    yield from _EXAMPLE


def _other_blocks(base: IndicatorSpec, lang: Lang) -> Iterator[str]:
    texts = _TEXTS[lang]
    yield f" {texts['caps']}"
    yield "caps:"
    yield f"  - cap: {_unused('far_over', base.caps)}"
    yield from _CAP
    yield f" {texts['marks']}"
    yield "marks:"
    yield f"  - {{mark: {_unused('no_evidence', base.marks)}, label: 没有佐证资料, earn: 0, basis: notice}}"
    yield f" {texts['blocks']}"
    if base.grades is not None:
        edges = {name: format_exact(edge) for name, edge in base.grades.edges.items()}
        yield f"grades: {_flow({**edges, 'basis': 'notice'})}"
    rounding = {"row": format_exact(base.rounding.row), "grade": base.rounding.grade}
    yield f"rounding: {_flow({**rounding, 'basis': 'notice'})}"
    yield f"not_applicable: {_flow({'rows': base.not_applicable.rows, 'basis': 'notice'})}"


def _unused(name: str, entries: Iterable[Rule | Cap | Mark]) -> str:
    """Return a name for an example that no entry of the base has."""
    names = {entry.name for entry in entries}
    candidates = chain([name], (f"{name}_{number}" for number in count(2)))
    return next(candidate for candidate in candidates if candidate not in names)


_EXAMPLE = (
    '    for: {comparison: [≥, ">", "="], target: percent, name_has: [合格率]}',
    "    measure: value",
    "    bands: {≥90%: full, ≥80%: 8/10, ≥60%: 5/10, otherwise: 0}",
    "    basis: notice",
)
_CAP = (
    '    for: {comparison: [≥, ">", "="], target: number}',
    "    measure: attainment",
    "    bands: {≤150%: full, otherwise: 90%}",
    "    unless: cause",
    "    basis: notice",
)


def _curve(rule: Rule) -> str:
    if rule.steps is not None:
        return f"steps: {_flow(_steps(rule.steps))}"
    return f"{rule.form}: {_flow(rule.line or rule.bands or {})}"


def _steps(steps: Steps) -> dict[str, str]:
    in_words = exact_percent if "%" in steps.each else format_exact
    keys = {"from": in_words(steps.start), "each": steps.each, "begun": str(steps.begun).lower(), "lose": steps.lose}
    if steps.most:
        keys["most"] = steps.most
    return keys


def _flow(table: Mapping[str, str]) -> str:
    pairs = (f"{_scalar(key)}: {_value(value)}" for key, value in table.items())
    return f"{{{', '.join(pairs)}}}"


def _value(text: str) -> str:
    if text.startswith("["):
        return text
    return _scalar(text)


def _scalar(text: str) -> str:
    if _QUOTED.search(text):
        return json.dumps(text, ensure_ascii=False)
    return text
