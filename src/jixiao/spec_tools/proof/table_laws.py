"""What concerns the whole table: weights that add up, grades for every total, what rounding may do."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from jixiao.curve import inverted
from jixiao.exact import ZERO, at_least, places_of, plain, to_step
from jixiao.findings import Codes, Finding
from jixiao.model.facts import EXECUTION
from jixiao.model.spec import IndicatorSpec, WeightSet
from jixiao.spec_tools.proof.counterexamples import Example, Stated, head, left_over, scored
from jixiao.spec_tools.proof.domains import Domain
from jixiao.spec_tools.proof.rule_uses import Fault, Use
from jixiao.spec_tools.proof.sample_rows import rows
from jixiao.spec_tools.proof.shapes import parts

#: Of a rounding step, what is still rounded away.
NEARLY_HALF = Fraction(2, 5)


def weights(spec: IndicatorSpec) -> Iterator[Fault]:
    """Every set of weights adds up to the full marks, is chosen for some project, and some set for every one."""
    sets = spec.weights.sets
    for index, found in enumerate(sets):
        total = set_sum(spec, found)
        if total != spec.full_marks:
            shown = _unbalanced(spec, found)
            args = {"sum": total, "full": spec.full_marks, "case": shown.shows if shown else "—"}
            yield Fault(Finding(Codes.SPEC_WEIGHTS_SUM, f"weights.sets[{index}]", args), shown)
        taker = next((at for at in range(index) if set(sets[at].present) <= set(found.present)), None)
        if taker is not None:
            args = {"name": f"weights.sets[{index}]", "by": f"weights.sets[{taker}]", "case": "—"}
            yield Fault(Finding(Codes.RULE_NEVER_REACHED, f"weights.sets[{index}]", args))
    split = spec.row_weights
    given = sum(split.groups.values(), ZERO) if split is not None else ZERO
    if given > spec.full_marks:
        yield Fault(
            Finding(Codes.SPEC_WEIGHTS_SUM, "row_weights.groups", {"sum": given, "full": spec.full_marks, "case": "—"})
        )
    bare = [name for name in _indicator_classes(spec) if not any(set(found.present) <= {name} for found in sets)]
    if sets and bare:
        shown = _lone(spec, bare[0])
        yield Fault(
            Finding(Codes.NO_WEIGHTS_FOR_CLASSES, "weights.sets", {"classes": "、".join(bare), "case": shown.shows}),
            shown,
        )


def _indicator_classes(spec: IndicatorSpec) -> list[str]:
    return [name for name in spec.classes if name != EXECUTION]


def set_sum(spec: IndicatorSpec, found: WeightSet) -> Fraction:
    """The points of a set; the execution rate's own are not added again where a class holds them."""
    inside = spec.weights.execution_in is not None
    return sum((points for name, points in found.points.items() if not (inside and name == EXECUTION)), ZERO)


def _unbalanced(spec: IndicatorSpec, found: WeightSet) -> Example | None:
    """A project weighed as the set says, which has no total."""
    points = {name.split("+")[0]: value for name, value in found.points.items() if name != EXECUTION}
    inside = spec.weights.execution_in
    if inside in points:
        points[inside] -= found.points.get(EXECUTION, ZERO)
    shown = _project(spec, {name: value for name, value in points.items() if name in spec.classes})
    return shown if scored(spec, shown.projects[0]).total is None else None


def _lone(spec: IndicatorSpec, class_: str) -> Example:
    return _project(spec, {class_: left_over(spec, {class_})})


def _project(spec: IndicatorSpec, points: dict[str, Fraction]) -> Example:
    """A table with one row for each class, all targets reached."""
    table = [
        {"level1": spec.classes[name].label, "name": name, "target": "≥1", "actual": "1", "weight": plain(value)}
        for name, value in points.items()
    ]
    project = {**head(spec, spec.id), "indicators": table}
    total = scored(spec, project).total
    terms = " + ".join(f"{name} {plain(value)}" for name, value in points.items())
    return Example((project,), len(table), f"{terms} → {'—' if total is None else plain(total)}")


def grades(spec: IndicatorSpec) -> Iterator[Fault]:
    """Every grade is that of some total that can be printed, and a higher total never has a worse grade.

    That each total has exactly one follows from the edges: half open, all different, the lowest at 0, which is
    checked on loading.
    """
    pair = inverted(spec.grades.edges) if spec.grades is not None else None
    if pair is not None:
        yield _falling_grades(spec, *pair)
    above: Fraction | None = None
    for name, edge in spec.grades.scale.edges if spec.grades is not None else ():
        inside = Domain(edge, True, above, False).cut((ZERO, True), (spec.full_marks, True))
        printed = None if inside is None else Domain(*_span(inside), spec.rounding.row).settled()
        if inside is None or (printed is None and not inside.single):
            yield Fault(Finding(Codes.EMPTY_BAND, "grades", {"name": "grades", "band": f"{name} {plain(edge)}"}))
        above = edge


def _falling_grades(spec: IndicatorSpec, better: str, worse: str) -> Fault:
    """Two projects, of which the one with the higher total has the worse grade."""
    low, high = _middle(spec, better), _middle(spec, worse)
    projects = _of_total(spec, low), _of_total(spec, high)
    found = [scored(spec, project) for project in projects]
    digits = places_of(spec.rounding.row)
    args = {"low": at_least(low, digits), "better": better, "high": at_least(high, digits), "worse": worse}
    shown = Example(projects, 1, "{low} → {better}; {high} → {worse}".format(**args))
    holds = [(one.total, one.grade) for one in found] == [(low, better), (high, worse)]
    return Fault(Finding(Codes.GRADES_FALL, "grades", args), shown if holds else None)


def _middle(spec: IndicatorSpec, name: str) -> Fraction:
    """The total in the middle of a grade, as it is printed."""
    assert spec.grades is not None  # noqa: S101  # it has a grade of this name
    edge = spec.grades.edges[name]
    above = [other for other in spec.grades.edges.values() if other > edge]
    return to_step((edge + min([*above, max(edge, spec.full_marks)])) / 2, spec.rounding.row)


def _of_total(spec: IndicatorSpec, total: Fraction) -> Stated:
    """A project of one row, of which a deduction by hand leaves a total."""
    (class_, *_) = _indicator_classes(spec)
    weight, lost = left_over(spec, {class_}), spec.full_marks - total
    row = {"level1": spec.classes[class_].label, "name": class_, "target": "≥1", "actual": "1", "weight": plain(weight)}
    taken = {"deduct": {"points": plain(lost), "reason": "复核"}} if lost > 0 else {}
    return {**head(spec, spec.id), "indicators": [{**row, **taken}]}


def _span(domain: Domain) -> tuple[Fraction | None, bool, Fraction | None, bool]:
    return domain.low, domain.low_holds, domain.high, domain.high_holds


def rounding(spec: IndicatorSpec, uses: list[Use]) -> Iterator[Fault]:
    """Where the grade follows the total before rounding, a project whose printed total has another grade."""
    if spec.grades is not None and spec.rounding.grade == "exact total":
        shown = next((found for use in uses if (found := _misgraded(spec, use)) is not None), None)
        yield Fault(
            Finding(Codes.GRADE_BEFORE_ROUNDING, "rounding.grade", {"case": shown.shows if shown else "—"}), shown
        )


def _misgraded(spec: IndicatorSpec, use: Use) -> Example | None:
    """A table of one row that a line scores, less than half a step below an edge of the grades."""
    if spec.grades is None or not use.runs or use.runs[0].case.cell.class_ == EXECUTION:
        return None
    case = use.runs[0].case
    weight = left_over(spec, {case.cell.class_})
    below = spec.rounding.row * NEARLY_HALF
    for _, edge in spec.grades.scale.edges:
        share = (edge - (spec.full_marks - weight) - below) / weight
        for part in parts(use.owner.curve, use.runs[0].course.domain):
            if part.piece.b and not part.piece.e and not part.piece.judged:
                x = (share - part.piece.a) / part.piece.b
                written = rows(case, [x]) if part.domain.holds(x) else None
                shown = _graded(spec, {**_row(spec, use, written[0]), "weight": plain(weight)}) if written else None
                if shown is not None:
                    return shown
    return None


def _row(spec: IndicatorSpec, use: Use, written: dict[str, str]) -> dict[str, object]:
    from jixiao.spec_tools.proof.row_classes import row_of

    case = use.runs[0].case
    return {**row_of(spec, case.cell, written["target"], written["actual"]), **written}


def _graded(spec: IndicatorSpec, row: dict[str, object]) -> Example | None:
    project: Stated = {**head(spec, spec.id), "indicators": [row]}
    found = scored(spec, project)
    if spec.grades is None or found.total is None or found.exact is None:
        return None
    printed = spec.grades.scale(found.total)
    shows = f"{row['target']}: {row['actual']}; {plain(found.exact)} → {plain(found.total)} {found.grade} ≠ {printed}"
    return Example((project,), 1, shows) if printed != found.grade else None


def most_missed(spec: IndicatorSpec) -> Fraction:
    """By how much rounding may move one row, in points: half a step, ties up."""
    return spec.rounding.row / 2


__all__ = ["grades", "most_missed", "rounding", "set_sum", "weights"]
