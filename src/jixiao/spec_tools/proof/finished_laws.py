"""Being finished never costs points: where completion chooses the rule, the two rules are compared value by value."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.curve import Interval, image, uncounted
from jixiao.findings import Codes
from jixiao.model.rules import Rule
from jixiao.model.spec import IndicatorSpec
from jixiao.spec_tools.proof.counterexamples import Example, example, first, scores
from jixiao.spec_tools.proof.curve_comparison import between, ends, exceeds, parts
from jixiao.spec_tools.proof.row_classes import Case
from jixiao.spec_tools.proof.rule_uses import Fault, fault, profile_of
from jixiao.spec_tools.proof.sample_rows import rows


def finishing(spec: IndicatorSpec, cases: tuple[Case, ...]) -> Iterator[Fault]:
    """Yield rules of unfinished projects that give more than those of finished ones, at the same value."""
    compared: set[tuple[str, str]] = set()
    for case, done in _pairs(cases):
        if case.rule is None or done.rule is None or case.rule is done.rule:
            continue
        names = case.rule.name, done.rule.name
        if names not in compared and comparable(case.rule, done.rule):
            compared.add(names)
            yield from _costs(spec, case, done)


def _pairs(cases: tuple[Case, ...]) -> Iterator[tuple[Case, Case]]:
    """Yield the cases of unfinished projects, each with the one that differs in nothing but being finished."""
    finished = {case.cell: case for case in cases if case.cell.finished}
    for case in cases:
        done = finished.get(case.cell._replace(finished=True))
        if case.cell.finished is False and done is not None:
            yield case, done


def comparable(one: Rule, other: Rule) -> bool:
    """Whether two rules read a row alike, so that their curves can be compared value by value."""
    return (one.measure, one.over, one.months, one.counting) == (
        other.measure,
        other.over,
        other.months,
        other.counting,
    )


def _costs(spec: IndicatorSpec, case: Case, done: Case) -> Iterator[Fault]:
    """Yield the fault of a rule of finished projects that somewhere gives less than the one of unfinished ones."""
    higher = list(_higher(case, done))
    if higher and case.rule is not None and done.rule is not None:
        args = {"name": done.rule.name, "other": case.rule.name}
        projects = first(_projects(spec, case, done, domain) for domain in higher)
        yield fault(Codes.FINISHING_COSTS_POINTS, f"rules[{spec.rules.index(done.rule)}]", args, projects)


def _higher(case: Case, done: Case) -> Iterator[Interval]:
    """Yield where the unfinished one's curve lies higher; both are linear on each stretch, so its two ends decide."""
    assert case.rule is not None and done.rule is not None  # noqa: S101, PT018  # asked only of such cases
    domain = profile_of(case.rule, case).domain
    for part in parts(case.rule.curve, image(case.rule.counting, domain)):
        for other in parts(done.rule.curve, part.domain):
            heights = zip(ends(part._replace(domain=other.domain)), ends(other), strict=True)
            judged = part.piece.judged or other.piece.judged
            if not judged and any(exceeds(one.height, two.height) is not None for one, two in heights):
                yield other.domain


def _projects(spec: IndicatorSpec, case: Case, done: Case, domain: Interval) -> Example | None:
    """Return two projects, one of them finished, which scores less at the same value."""
    assert case.rule is not None  # noqa: S101  # asked only of such cases
    for y in between(domain):
        written = rows(case, [uncounted(case.rule.counting, y)])
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
