"""Weights: whether they add up, as a whole and by class, and rows that do not apply."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from jixiao.exact import ZERO, add_up, format_exact
from jixiao.findings import Codes, Finding
from jixiao.model.facts import EXECUTION
from jixiao.model.project import Project
from jixiao.scoring import Scored

#: What becomes of the points of rows that do not apply, in both languages.
_POLICIES = {
    "refuse": {"policy": "须由单位重新分配", "policy_en": "the unit must share them out anew"},
    "full": {"policy": "按满分计", "policy_en": "they are granted in full"},
    "move within class": {"policy": "移给同类的其他指标", "policy_en": "they move to the other rows of the class"},
    "rescale weights": {
        "policy": "其余各行按比例折算到满分",
        "policy_en": "the other weights are rescaled to full marks",
    },
    "rescale total": {"policy": "总分按比例折算到满分", "policy_en": "the total is rescaled to full marks"},
}


def check_weights(project: Project, scored: Scored) -> Iterator[Finding]:
    """Return weights that do not add up, class weights off the preset, classes that are missing."""
    if not scored.rows or any(row.weight is None for row in scored.rows):
        return
    yield from check_sum(scored)
    if scored.spec.weights.binding != "observed":
        yield from _class_weights(scored)


def check_sum(scored: Scored) -> Iterator[Finding]:
    """Return weights of rows and execution that do not add up to full marks."""
    if scored.rows and scored.weighed != scored.full:
        args = {
            "full": format_exact(scored.full),
            "sum": format_exact(scored.weighed),
            "execution": format_exact(scored.preset.get(EXECUTION, ZERO)),
        }
        yield Finding(Codes.WEIGHTS_SUM, "indicators", args)


def missing_classes(scored: Scored) -> Iterator[Finding]:
    """Return the classes with points of the preset that no row has."""
    present = {row.choice.class_ for row in scored.rows}
    for names in _joint_classes(scored):
        if present.isdisjoint(names):
            yield _missing_class(scored, names)


def _missing_class(scored: Scored, names: list[str]) -> Finding:
    return Finding(Codes.CLASS_WITHOUT_INDICATOR, "indicators", {"label": _label(scored, names)})


def _class_weights(scored: Scored) -> Iterator[Finding]:
    weights = _weights_by_class(scored)
    for names in _joint_classes(scored):
        if weights.keys().isdisjoint(names):
            yield _missing_class(scored, names)
        for args in _off_preset(scored, names, weights):
            yield Finding(Codes.CLASS_WEIGHTS_DIFFER, "indicators", args)


def classes_off_preset(scored: Scored) -> Iterator[dict[str, str]]:
    """Yield the label, the points and the preset of each class whose rows have other points than its preset."""
    weights = _weights_by_class(scored)
    for names in _joint_classes(scored):
        yield from _off_preset(scored, names, weights)


def _off_preset(
    scored: Scored, names: list[str], weights: Mapping[str | None, list[Fraction]]
) -> Iterator[dict[str, str]]:
    preset = scored.preset["+".join(names)]
    points = add_up([weight for name in names for weight in weights.get(name, ())])
    if not weights.keys().isdisjoint(names) and points != preset:
        yield {"label": _label(scored, names), "sum": format_exact(points), "preset": format_exact(preset)}


def _joint_classes(scored: Scored) -> Iterator[list[str]]:
    """Yield the classes of the preset, those that share points together, without the execution row."""
    for joint in scored.preset:
        names = joint.split("+")
        if EXECUTION not in names:
            yield names


def _label(scored: Scored, names: list[str]) -> str:
    return "、".join(scored.spec.classes[name].label for name in names)


def _weights_by_class(scored: Scored) -> dict[str | None, list[Fraction]]:
    """Return the points of the rows of each class that has one, the execution row's in the class that it stands in.

    The preset is one of weights as they were before they are rescaled.
    """
    is_rescaled = scored.spec.not_applicable.rows in ("rescale weights", "rescale total")
    as_stated = is_rescaled and scored.spec.row_weights is None
    weights: dict[str | None, list[Fraction]] = {}
    for row in scored.rows:
        weight = row.facts.weight if as_stated else row.weight
        weights.setdefault(row.choice.class_, []).append(weight or ZERO)
    inside = scored.spec.weights.execution_in
    if inside in weights:
        weights[inside].append(scored.preset.get(EXECUTION, ZERO))
    return weights


def check_rows_left_out(project: Project, scored: Scored) -> Iterator[Finding]:
    """Return the rows that do not apply."""
    for row in scored.rows:
        if not row.facts.indicator.applicable:
            policy = _POLICIES[scored.spec.not_applicable.rows]
            yield Finding(Codes.ROW_NOT_APPLICABLE, row.facts.path_of("applicable"), policy)
