"""Tables beside what came before them: the approved targets, and the tables of last year."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import partial

from jixiao.audit.causes import observations
from jixiao.audit.profile import Profile
from jixiao.exact import format_exact, parse_number
from jixiao.findings import Codes, Finding, Lang
from jixiao.model.project import Indicator, Project
from jixiao.quantity import Mismatch, Number, comparable, less_is_better, parse, reconcile
from jixiao.review.cross_table_checks import line_of
from jixiao.review.lines import Line, ReviewedRow, ReviewedTable
from jixiao.review.table_review import target_text
from jixiao.stages.matching import Projects, Traits, matches_of, traits_of
from jixiao.stages.targets import is_same_value

#: What of a row may differ from the approved one, in both languages.
_WHAT = {
    "target": {"what": "指标值", "what_en": "target"},
    "weight": {"what": "分值", "what_en": "weight"},
    "name": {"what": "指标名称", "what_en": "name"},
    "gone": {"what": "指标（自评表里没有）", "what_en": "indicator, which is gone"},
    "new": {"what": "指标（申报时没有）", "what_en": "indicator, which is new"},
}


#: The papers that tables are held against, in both languages.
_DECLARED = {"papers": "批复的绩效目标", "papers_en": "the approved targets"}
_LAST_YEAR = {"papers": "上年的表", "papers_en": "the tables of last year"}


def check_declared(tables: Sequence[ReviewedTable], declared: Projects, profile: Profile, lang: Lang) -> Iterator[Line]:
    """Yield indicators, targets and weights that are not those that were approved."""
    for table in tables:
        yield from _lines(table, _beside(table, declared, _DECLARED, _changes), profile, lang)


def check_last_year(
    tables: Sequence[ReviewedTable], last_year: Projects, profile: Profile, lang: Lang
) -> Iterator[Line]:
    """Yield targets that ask for well less than was achieved the year before."""
    check = partial(_low_targets, profile=profile)
    for table in tables:
        yield from _lines(table, _beside(table, last_year, _LAST_YEAR, check), profile, lang)


def _beside(
    table: ReviewedTable,
    earlier: Projects,
    papers: Mapping[str, str],
    check: Callable[[ReviewedTable, Project], Iterable[Finding]],
) -> Iterable[Finding]:
    """Return the findings of a table beside its earlier paper, or that only other units have one of that name."""
    project = earlier.find(table.paper)
    if project is not None:
        return check(table, project)
    units = earlier.units(table.paper)
    if not units:
        return ()
    args = {**papers, "unit": table.unit or "—", "units": "、".join(units)}
    return (Finding(Codes.EARLIER_PAPER_OF_OTHER_UNIT, "unit", args),)


def _lines(table: ReviewedTable, findings: Iterable[Finding], profile: Profile, lang: Lang) -> Iterator[Line]:
    for finding in findings:
        for observation in observations([finding], profile, len(table.rows)):
            yield line_of(table, observation, lang)


def _changes(table: ReviewedTable, project: Project) -> Iterator[Finding]:
    for match in matches_of(project.indicators, table.rows, traits=_traits):
        if match.after is None and match.before is not None:
            args = {**_WHAT["gone"], "printed": "—", "reckoned": match.before[1].name or ""}
            yield Finding(Codes.DIFFERS_FROM_DECLARED, "indicators", args)
        elif match.after is not None:
            yield from _changes_of_row(match.after, match.before and match.before[1], is_reworded=match.is_reworded)


def _traits(row: Indicator | ReviewedRow) -> Traits:
    """Return what tells a row from others; of one that was reviewed, whose second class is not at hand."""
    if isinstance(row, Indicator):
        return traits_of(row)._replace(level2="")
    return Traits.of(row.level1, "", row.name, row.target, parse_number(row.weight))


def _changes_of_row(
    after: tuple[int, ReviewedRow], before: Indicator | None, *, is_reworded: bool
) -> Iterator[Finding]:
    index, row = after
    if before is None:
        yield _change(index, "new", row.name, "—")
        return
    if is_reworded:
        yield _change(index, "name", row.name, before.name or "")
    yield from _changed_values(index, row, before)


def _changed_values(index: int, row: ReviewedRow, before: Indicator) -> Iterator[Finding]:
    """Yield the target and the weight of a row where they are others than approved."""
    target = target_text(before)
    if row.target and target and not _is_same(row.target, target):
        yield _change(index, "target", row.target, target)
    if before.weight is not None and row.weight and parse_number(row.weight) != before.weight:
        yield _change(index, "weight", row.weight, format_exact(before.weight))


def _change(index: int, what: str, printed: str, reckoned: str) -> Finding:
    field = what if what in ("target", "weight") else "name"
    args = {**_WHAT[what], "printed": printed, "reckoned": reckoned}
    return Finding(Codes.DIFFERS_FROM_DECLARED, f"indicators[{index}].{field}", args)


def _is_same(text: str, approved: str) -> bool:
    """Whether a target says what the approved one does, in other spellings of sign and unit."""
    if comparable(text) == comparable(approved):
        return True
    now, then = parse(text), parse(approved)
    signs = getattr(now, "sign", None), getattr(then, "sign", None)
    return signs[0] == signs[1] and is_same_value(text, approved)


def _low_targets(table: ReviewedTable, project: Project, profile: Profile) -> Iterator[Finding]:
    for match in matches_of(project.indicators, table.rows, traits=_traits):
        if match.before is None or match.after is None:
            continue
        (_, before), (index, row) = match.before, match.after
        code = _fault_of(row.target, before.actual or "", profile.limit("low_target"))
        if code is not None:
            args = {"printed": row.target, "reckoned": before.actual}
            yield Finding(code, f"indicators[{index}].target", args)


def _fault_of(target: str, achieved: str, limit: Fraction) -> str | None:
    """Return the code of a target that asks for much less than was achieved before, or allows much more."""
    both = reconcile(parse(target), parse(achieved))
    if isinstance(both, Mismatch):
        return None
    now, then, _ = both
    if not isinstance(now, Number) or not isinstance(then, Number):
        return None
    if less_is_better(now.sign or ""):
        return Codes.TARGET_TOO_LAX if then.value < now.value * limit else None
    return Codes.TARGET_TOO_LOW if now.value < then.value * limit else None


__all__ = ["check_declared", "check_last_year"]
