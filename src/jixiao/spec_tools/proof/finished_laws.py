"""Being finished never costs points: where completion chooses the rule, the two rules are compared value by value."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.findings import Codes, Finding
from jixiao.model.rules import Rule
from jixiao.model.spec import IndicatorSpec
from jixiao.spec_tools.proof.counterexamples import Example, example, scores
from jixiao.spec_tools.proof.domains import Domain, counted, course, uncounted
from jixiao.spec_tools.proof.row_classes import Case, Cell
from jixiao.spec_tools.proof.rule_uses import Fault
from jixiao.spec_tools.proof.sample_rows import rows
from jixiao.spec_tools.proof.shapes import between, ends, exceeds, parts


def finishing(spec: IndicatorSpec, cases: tuple[Case, ...]) -> Iterator[Fault]:
    """Rules of unfinished projects that give more than those of finished ones, at the same value."""
    done = {case.cell: case for case in cases if case.cell.finished}
    seen: set[tuple[str, str]] = set()
    for case in cases:
        other = done.get(_finished(case.cell)) if case.cell.finished is False else None
        if case.rule is None or other is None or other.rule is None or case.rule is other.rule:
            continue
        if (case.rule.name, other.rule.name) not in seen and comparable(case.rule, other.rule):
            seen.add((case.rule.name, other.rule.name))
            yield from _costs(spec, case, other)


def _finished(cell: Cell) -> Cell:
    return cell._replace(finished=True)


def comparable(one: Rule, other: Rule) -> bool:
    """Whether two rules read a row alike, so that their curves can be compared value by value."""
    return (one.measure, one.over, one.months, one.counting) == (
        other.measure,
        other.over,
        other.months,
        other.counting,
    )


def _costs(spec: IndicatorSpec, case: Case, done: Case) -> Iterator[Fault]:
    higher = list(_higher(case, done))
    if higher and case.rule is not None and done.rule is not None:
        shown = next((found for domain in higher if (found := _shown(spec, case, done, domain)) is not None), None)
        path = f"rules[{spec.rules.index(done.rule)}]"
        args = {"name": done.rule.name, "other": case.rule.name, "case": shown.shows if shown else "—"}
        yield Fault(Finding(Codes.FINISHING_COSTS_POINTS, path, args), shown)


def _higher(case: Case, done: Case) -> Iterator[Domain]:
    """Where the unfinished one's curve lies higher; both are linear on each stretch, so its two ends decide."""
    assert case.rule is not None and done.rule is not None  # noqa: S101, PT018  # asked only of such cases
    taken = course(case.rule.measure, case.sign, case.comparison, case.cell.direction)
    image, _ = counted(taken.domain, case.rule.counting)
    for part in parts(case.rule.curve, image):
        for other in parts(done.rule.curve, part.domain):
            heights = zip(ends(part._replace(domain=other.domain)), ends(other), strict=True)
            judged = part.piece.judged or other.piece.judged
            if not judged and any(exceeds(one.height, two.height) is not None for one, two in heights):
                yield other.domain


def _shown(spec: IndicatorSpec, case: Case, done: Case, domain: Domain) -> Example | None:
    count = case.rule.counting if case.rule is not None else None
    for y in between(domain):
        written = rows(case, [uncounted(y, count)])
        if written is None:
            continue
        one, other = example(spec, case, written), example(spec, done, written)
        both = Example(
            (*one.projects, *other.projects), one.rows, f"finished: false, {one.shows}; finished: true, {other.shows}"
        )
        before, after = (row.score for row in scores(spec, both))
        if before is not None and after is not None and before > after:
            return both
    return None


__all__ = ["comparable", "finishing"]
