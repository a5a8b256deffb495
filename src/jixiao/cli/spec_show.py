"""``jixiao spec list`` and ``show``."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any, Literal

from tabulate import tabulate

from jixiao.cli.score import tell
from jixiao.exact import plain
from jixiao.explain.curve_text import curve_parts
from jixiao.explain.phrases import STEPS
from jixiao.explain.steps import grade_steps
from jixiao.findings import Lang
from jixiao.loading.specs import find_spec, is_missing, read_spec, spec_files
from jixiao.model.rules import Rule
from jixiao.model.spec import IndicatorSpec

COLUMNS = ("id", "version", "from", "to", "jurisdiction", "title")


def list_specs(format: Literal["table", "json"], lang: Lang, local: Path | None) -> int:
    """List all specs; a broken local one is told on standard error and hides nothing."""
    rows, broken = [], False
    for _, path in sorted(spec_files(local)):
        spec, findings = read_spec(path, local)
        tell(findings, lang)
        broken = broken or spec is None
        if spec is not None:
            rows.append(_listed(spec))
    if format == "json":
        print(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        cells = [
            [row["id"], row["version"], *row["in_force"].values(), row["jurisdiction"], row["title"]] for row in rows
        ]
        print(tabulate(cells, COLUMNS, tablefmt="plain", disable_numparse=True))
    return int(broken)


def _listed(spec: IndicatorSpec) -> dict[str, Any]:
    period = spec.in_force
    return {
        "id": spec.id,
        "version": spec.version,
        "title": spec.title,
        "jurisdiction": spec.jurisdiction,
        "in_force": {
            "from": period.start.isoformat() if period.start else None,
            "to": period.end.isoformat() if period.end else None,
        },
    }


def show_spec(name: str, lang: Lang, local: Path | None, on: date | None) -> int:
    """Print a resolved spec in words."""
    found = find_spec(name, on, local)
    tell(found.findings, lang)
    if found.spec is None:
        return 2 if is_missing(found.findings) else 1
    spec = found.spec
    print(f"{spec.id}@{spec.version}  {spec.title}\nsha256 {spec.sha256}")
    for name_, source in spec.sources.items():
        words = STEPS[lang]
        print(f"  {name_}: {source.document} ({words[source.kind]}, {words[source.checked]})")
    for weights in spec.weights.sets:
        print("  " + ", ".join(f"{_label(spec, key)} {plain(value)}" for key, value in weights.points.items()))
    for rule in spec.rules:
        _print_rule(spec, rule, lang)
    if spec.grades is not None:
        print("  " + ", ".join(f"{grade} ≥ {plain(edge)}" for grade, edge in spec.grades.scale.edges))
        for step in grade_steps(spec, lang):
            print(f"  {step}")
    return 0


def _label(spec: IndicatorSpec, key: str) -> str:
    return "+".join(spec.classes[part].label if part in spec.classes else part for part in key.split("+"))


def _print_rule(spec: IndicatorSpec, rule: Rule, lang: Lang) -> None:
    words = STEPS[lang]
    kind, checked = words[spec.kind_of(rule)], words[spec.source_of(rule).checked]
    conditions = " | ".join(
        ", ".join(
            f"{key}: {'/'.join(map(str, value)) if isinstance(value, tuple) else value}"
            for key, value in _given(when).items()
        )
        for when in rule.when or ()
    )
    print(f"\n{rule.name}  [{conditions or '—'}]  {rule.measure}\n  {spec.citation(rule)} ({kind}, {checked})")
    for reading in rule.every_reading:
        print(f"  {words['reading'].format(reading=reading)}")
    for part in curve_parts(rule, lang):
        print(f"    {part}")


def _given(when: object) -> dict[str, object]:
    data: dict[str, object] = when.model_dump(by_alias=True, exclude_defaults=True)  # type: ignore[attr-defined]
    return data
