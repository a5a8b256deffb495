"""``jixiao spec list`` and ``show``: the specs at hand, and the rules of one in words."""

from __future__ import annotations

import json

from tabulate import tabulate

from jixiao.answers import spec_entry
from jixiao.cli.console import print_findings, spec_or_exit_code
from jixiao.cli.options import Options
from jixiao.documents import PeriodDocument
from jixiao.exact import format_exact
from jixiao.explain.curve_text import curve_parts
from jixiao.explain.phrases import STEPS
from jixiao.explain.steps import grade_steps
from jixiao.findings import Lang
from jixiao.model.rules import Rule, When
from jixiao.model.spec import IndicatorSpec

COLUMNS = ("id", "version", "from", "to", "jurisdiction", "title")


def list_specs(options: Options) -> int:
    """List all specs; return the exit code, 1 where one cannot be read. The others are listed none the less."""
    rows, is_broken = [], False
    for spec_id in options.book.ids:
        spec, findings = options.book.read(options.book.files[spec_id])
        print_findings(findings, options.lang)
        if spec is None:
            is_broken = True
        else:
            rows.append(spec_entry(spec, options.lang))
    if options.format == "json":
        print(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        cells = [
            [row["id"], row["version"], *_ends(row["in_force"]), row["jurisdiction"], row["title"]] for row in rows
        ]
        print(tabulate(cells, COLUMNS, tablefmt="plain", disable_numparse=True))
    return int(is_broken)


def _ends(period: PeriodDocument) -> tuple[str | None, str | None]:
    return period["from"], period["to"]


def show_spec(name: str, options: Options) -> int:
    """Print a resolved spec in words; return the exit code."""
    spec, lang = spec_or_exit_code(name, options), options.lang
    if isinstance(spec, int):
        return spec
    texts = STEPS[lang]
    print(f"{spec.id}@{spec.version}  {spec.title}\nsha256 {spec.sha256}")
    for source_name, source in spec.sources.items():
        print(f"  {source_name}: {source.document} ({texts[source.kind]}, {texts[source.checked]})")
    for weights in spec.weights.sets:
        print("  " + ", ".join(f"{_label(spec, key)} {format_exact(value)}" for key, value in weights.points.items()))
    for rule in spec.rules:
        _print_rule(spec, rule, lang)
    if spec.grades is not None:
        print("  " + ", ".join(f"{grade} ≥ {format_exact(edge)}" for grade, edge in spec.grades.scale.edges))
        for step in grade_steps(spec, lang):
            print(f"  {step}")
    return 0


def _label(spec: IndicatorSpec, key: str) -> str:
    return "+".join(spec.classes[part].label if part in spec.classes else part for part in key.split("+"))


def _print_rule(spec: IndicatorSpec, rule: Rule, lang: Lang) -> None:
    texts = STEPS[lang]
    kind, checked = texts[spec.kind_of(rule)], texts[spec.source_of(rule).checked]
    conditions = " | ".join(_condition(when) for when in rule.when or ())
    print(f"\n{rule.name}  [{conditions or '—'}]  {rule.measure}\n  {spec.citation(rule)} ({kind}, {checked})")
    for reading in rule.every_reading:
        print(f"  {texts['reading'].format(reading=reading)}")
    for part in curve_parts(rule, lang):
        print(f"    {part}")
    for name, points in rule.items.items():
        print(f"    {texts['listed'].format(name=name, points=format_exact(points))}")


def _condition(when: When) -> str:
    """Return the keys and values of a condition as a spec states them."""
    texts = []
    for key, value in when.model_dump(by_alias=True, exclude_defaults=True).items():
        values = value if isinstance(value, tuple) else (value,)
        texts.append(f"{key}: {'/'.join(map(str, values))}")
    return ", ".join(texts)
