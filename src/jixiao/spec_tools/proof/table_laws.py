"""The laws of the table: weights that add up, grades for every total, what rounding may do."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from jixiao.curve import Interval, inverted
from jixiao.exact import ZERO, format_exact, format_points, places_of, to_step
from jixiao.findings import Codes, Finding
from jixiao.model.facts import EXECUTION
from jixiao.model.spec import IndicatorSpec, WeightSet
from jixiao.spec_tools.proof.counterexamples import Example, Stated, first, head, left_over, scored
from jixiao.spec_tools.proof.curve_comparison import parts
from jixiao.spec_tools.proof.row_classes import Case, row_of
from jixiao.spec_tools.proof.rule_uses import Fault, Use, fault
from jixiao.spec_tools.proof.sample_rows import rows

#: A part of a rounding step that is rounded down.
NEARLY_HALF = Fraction(2, 5)


def weights(spec: IndicatorSpec) -> Iterator[Fault]:
    """Every set of weights adds up to the full marks, is chosen for some project, and some set for every one."""
    for index, weight_set in enumerate(spec.weights.sets):
        yield from _wrong_sum(spec, index, weight_set)
        yield from _unused_set(spec, index, weight_set)
    yield from _groups(spec)
    yield from _classes_without_weights(spec)


def _wrong_sum(spec: IndicatorSpec, index: int, weight_set: WeightSet) -> Iterator[Fault]:
    """Yield the fault of a set that does not add up to the full marks."""
    total = set_sum(spec, weight_set)
    if total != spec.full_marks:
        args = {"sum": total, "full": spec.full_marks}
        yield fault(Codes.SPEC_WEIGHTS_SUM, f"weights.sets[{index}]", args, _unbalanced(spec, weight_set))


def _unused_set(spec: IndicatorSpec, index: int, weight_set: WeightSet) -> Iterator[Fault]:
    """Yield the fault of a set of which an earlier one takes every project."""
    before = enumerate(spec.weights.sets[:index])
    earlier = next((at for at, other in before if set(other.present) <= set(weight_set.present)), None)
    if earlier is not None:
        args = {"name": f"weights.sets[{index}]", "by": f"weights.sets[{earlier}]"}
        yield fault(Codes.RULE_NEVER_REACHED, f"weights.sets[{index}]", args, None)


def _groups(spec: IndicatorSpec) -> Iterator[Fault]:
    """Yield groups of rows that have more points than there are."""
    if spec.row_weights is None:
        return
    points = sum(spec.row_weights.groups.values(), ZERO)
    if points > spec.full_marks:
        args = {"sum": points, "full": spec.full_marks}
        yield fault(Codes.SPEC_WEIGHTS_SUM, "row_weights.groups", args, None)


def _classes_without_weights(spec: IndicatorSpec) -> Iterator[Fault]:
    """Yield classes that no set of weights takes where they stand alone."""
    present = [set(weight_set.present) for weight_set in spec.weights.sets]
    bare = [name for name in _indicator_classes(spec) if not any(classes <= {name} for classes in present)]
    if present and bare:
        project = _project(spec, {bare[0]: left_over(spec, {bare[0]})})
        yield fault(Codes.NO_WEIGHTS_FOR_CLASSES, "weights.sets", {"classes": "、".join(bare)}, project)


def _indicator_classes(spec: IndicatorSpec) -> list[str]:
    return [name for name in spec.classes if name != EXECUTION]


def set_sum(spec: IndicatorSpec, weight_set: WeightSet) -> Fraction:
    """Return the points of a set; the execution rate's own are not added again where a class holds them."""
    inside = spec.weights.execution_in is not None
    return sum((points for name, points in weight_set.points.items() if not (inside and name == EXECUTION)), ZERO)


def _unbalanced(spec: IndicatorSpec, weight_set: WeightSet) -> Example | None:
    """Return a project weighed as the set says, which has no total."""
    points = {name.split("+")[0]: value for name, value in weight_set.points.items() if name != EXECUTION}
    inside = spec.weights.execution_in
    if inside in points:
        points[inside] -= weight_set.points.get(EXECUTION, ZERO)
    project = _project(spec, {name: value for name, value in points.items() if name in spec.classes})
    if scored(spec, project.projects[0]).total is None:
        return project
    return None


def _project(spec: IndicatorSpec, points: dict[str, Fraction]) -> Example:
    """Return a table with one row for each class, all targets reached."""
    table = [
        {"level1": spec.classes[name].label, "name": name, "target": "≥1", "actual": "1", "weight": format_exact(value)}
        for name, value in points.items()
    ]
    project = {**head(spec, spec.id), "indicators": table}
    total, total_text = scored(spec, project).total, "—"
    if total is not None:
        total_text = format_exact(total)
    terms = " + ".join(f"{name} {format_exact(value)}" for name, value in points.items())
    return Example((project,), len(table), f"{terms} → {total_text}")


def grades(spec: IndicatorSpec) -> Iterator[Fault]:
    """Every grade is that of some total that can be printed, and a higher total never has a worse grade.

    That each total has exactly one follows from the edges: half open, all different, the lowest at 0, which is
    checked on loading.
    """
    if spec.grades is None:
        return
    pair = inverted(spec.grades.edges)
    if pair is not None:
        yield _falling_grades(spec, *pair)
    above: Fraction | None = None
    for name, edge in spec.grades.scale.edges:
        totals = Interval(edge, True, above, False).meet(Interval.closed(ZERO, spec.full_marks))
        has_printed_totals = not totals.meet(Interval(step=spec.rounding.row)).is_empty
        if totals.is_empty or not (has_printed_totals or totals.is_point):
            yield Fault(Finding(Codes.EMPTY_BAND, "grades", {"name": "grades", "band": f"{name} {format_exact(edge)}"}))
        above = edge


def _falling_grades(spec: IndicatorSpec, better: str, worse: str) -> Fault:
    """Return the fault of two projects, of which the one with the higher total has the worse grade."""
    low, high = _middle(spec, better), _middle(spec, worse)
    projects = _of_total(spec, low), _of_total(spec, high)
    totals = [(result.total, result.grade) for result in (scored(spec, project) for project in projects)]
    digits = places_of(spec.rounding.row)
    args = {"low": format_points(low, digits), "better": better, "high": format_points(high, digits), "worse": worse}
    example = Example(projects, 1, "{low} → {better}; {high} → {worse}".format(**args))
    if totals != [(low, better), (high, worse)]:
        return Fault(Finding(Codes.GRADES_FALL, "grades", args))
    return Fault(Finding(Codes.GRADES_FALL, "grades", args), example)


def _middle(spec: IndicatorSpec, name: str) -> Fraction:
    """Return the total in the middle of a grade, as it is printed."""
    assert spec.grades is not None  # noqa: S101  # it has a grade of this name
    edge = spec.grades.edges[name]
    above = [other for other in spec.grades.edges.values() if other > edge]
    return to_step((edge + min([*above, max(edge, spec.full_marks)])) / 2, spec.rounding.row)


def _of_total(spec: IndicatorSpec, total: Fraction) -> Stated:
    """Return a project of one row, of which a deduction by hand leaves a total."""
    (class_, *_) = _indicator_classes(spec)
    weight, lost = left_over(spec, {class_}), spec.full_marks - total
    label = spec.classes[class_].label
    row: dict[str, object] = {
        "level1": label,
        "name": class_,
        "target": "≥1",
        "actual": "1",
        "weight": format_exact(weight),
    }
    if lost > 0:
        row["deduct"] = {"points": format_exact(lost), "reason": "复核"}
    return {**head(spec, spec.id), "indicators": [row]}


def rounding(spec: IndicatorSpec, uses: list[Use]) -> Iterator[Fault]:
    """Where the grade follows the total before rounding, a project whose printed total has another grade."""
    if spec.grades is not None and spec.rounding.grade == "exact total":
        example = first(_misgraded(spec, use) for use in uses)
        yield fault(Codes.GRADE_BEFORE_ROUNDING, "rounding.grade", {}, example)


def _misgraded(spec: IndicatorSpec, use: Use) -> Example | None:
    """Return a table of one row that a line scores, less than half a step below an edge of the grades."""
    if spec.grades is None or not use.runs or use.runs[0].case.cell.class_ == EXECUTION:
        return None
    case = use.runs[0].case
    weight = left_over(spec, {case.cell.class_})
    other_points = spec.full_marks - weight
    for _, edge in spec.grades.scale.edges:
        share = (edge - other_points - spec.rounding.row * NEARLY_HALF) / weight
        example = first(_graded(spec, case, x, weight) for x in _values_with_share(use, share))
        if example is not None:
            return example
    return None


def _values_with_share(use: Use, share: Fraction) -> Iterator[Fraction]:
    """Yield the values at which the slopes of a curve give a share of the weight."""
    for piece, domain in parts(use.owner.curve, use.runs[0].profile.domain):
        if piece.b and not piece.e and not piece.judged:
            x = (share - piece.a) / piece.b
            if domain.contains(x):
                yield x


def _graded(spec: IndicatorSpec, case: Case, x: Fraction, weight: Fraction) -> Example | None:
    """Return a project of one row at x, where its grade is not that of its printed total."""
    written = rows(case, [x])
    if not written:
        return None
    row = {
        **row_of(spec, case.cell, written[0]["target"], written[0]["actual"]),
        **written[0],
        "weight": format_exact(weight),
    }
    project: Stated = {**head(spec, spec.id), "indicators": [row]}
    result = scored(spec, project)
    if spec.grades is None or result.total is None or result.exact is None:
        return None
    printed = spec.grades.scale(result.total)
    totals = f"{format_exact(result.exact)} → {format_exact(result.total)} {result.grade} ≠ {printed}"
    shows = f"{row['target']}: {row['actual']}; {totals}"
    if printed != result.grade:
        return Example((project,), 1, shows)
    return None


def most_missed(spec: IndicatorSpec) -> Fraction:
    """Return by how much rounding may move one row, in points: half a step, ties up."""
    return spec.rounding.row / 2


__all__ = ["grades", "most_missed", "rounding", "set_sum", "weights"]
