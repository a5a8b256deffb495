"""The sheet that explains how the workbook is filled in."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.exact import format_exact
from jixiao.findings import Lang
from jixiao.forms.entry.labels import GUIDE_LINES
from jixiao.model.spec import IndicatorSpec


def guide_lines(spec: IndicatorSpec, lang: Lang) -> list[tuple[str, ...]]:
    """Return the texts of the guide by rows: the lines, then each class with its preset points, then the tiers."""
    text = GUIDE_LINES[lang].format(spec=spec.id, title=spec.title)
    lines: list[tuple[str, ...]] = [(line,) for line in text.split("\n")]
    return [*lines, *_presets(spec), *_tiers(spec)]


def _presets(spec: IndicatorSpec) -> Iterator[tuple[str, str]]:
    if not spec.weights.sets:
        return
    for joint, points in spec.weights.sets[0].points.items():
        labels = (spec.classes[name].label for name in joint.split("+") if name in spec.classes)
        yield "、".join(labels), format_exact(points)


def _tiers(spec: IndicatorSpec) -> Iterator[tuple[str, str]]:
    """Yield the names of the tiers, each once, with the shares from which and to which they go."""
    tiers = {name: tier for rule in spec.rules for name, tier in rule.tiers.items()}
    for name, tier in tiers.items():
        ends = (tier.low, tier.high) if tier.high is not None else (tier.low,)
        yield name, "–".join(f"{format_exact(end * 100)}%" for end in ends)


__all__ = ["guide_lines"]
