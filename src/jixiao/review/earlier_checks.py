"""Tables beside what came before them: the approved targets, and the tables of last year."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from jixiao.audit.causes import observations
from jixiao.audit.profile import Profile
from jixiao.exact import format_exact, parse_number
from jixiao.findings import Codes, Finding, Lang
from jixiao.model.project import Indicator, Project
from jixiao.quantity import Mismatch, Number, comparable, less_is_better, parse, reconcile, unspaced
from jixiao.review.cross_table_checks import line_of
from jixiao.review.lines import Line, ReviewedRow, ReviewedTable
from jixiao.review.table_review import target_text

_YEAR = re.compile(r"(?:19|20)[0-9]{2}年?度?")
#: What of a row may differ from the approved one, in both languages.
_WHAT = {
    "target": {"what": "指标值", "what_en": "target"},
    "weight": {"what": "分值", "what_en": "weight"},
    "gone": {"what": "指标（自评表里没有）", "what_en": "indicator, which is gone"},
    "new": {"what": "指标（申报时没有）", "what_en": "indicator, which is new"},
}


def key_of(name: str, unit: str) -> tuple[str, str]:
    """Return by what a project is the same from year to year: its name without years, and its unit."""
    return unspaced(_YEAR.sub("", name)), unspaced(unit)


class Projects:
    """Projects of an earlier paper, by code, and by name and unit."""

    def __init__(self, projects: Iterable[Project]) -> None:
        self.by_code: dict[str, Project] = {}
        self.by_name: dict[tuple[str, str], Project] = {}
        for project in projects:
            if project.code:
                self.by_code.setdefault(project.code, project)
            self.by_name.setdefault(key_of(project.name or "", project.unit or ""), project)
            self.by_name.setdefault(key_of(project.name or "", ""), project)

    def find(self, table: ReviewedTable) -> Project | None:
        """Return the project of a table; ``None`` where it is not among them."""
        if table.code in self.by_code:
            return self.by_code[table.code]
        return self.by_name.get(key_of(table.name, table.unit)) or self.by_name.get(key_of(table.name, ""))


def check_declared(tables: Sequence[ReviewedTable], declared: Projects, profile: Profile, lang: Lang) -> Iterator[Line]:
    """Yield indicators, targets and weights that are not those that were approved."""
    for table in tables:
        project = declared.find(table)
        if project is not None:
            yield from _lines(table, _changes(table, project), profile, lang)


def check_last_year(
    tables: Sequence[ReviewedTable], last_year: Projects, profile: Profile, lang: Lang
) -> Iterator[Line]:
    """Yield targets that are well below what was achieved the year before."""
    for table in tables:
        project = last_year.find(table)
        if project is not None:
            yield from _lines(table, _low_targets(table, project, profile), profile, lang)


def _lines(table: ReviewedTable, findings: Iterable[Finding], profile: Profile, lang: Lang) -> Iterator[Line]:
    for finding in findings:
        for observation in observations([finding], profile, len(table.rows)):
            yield line_of(table, observation, lang)


def _changes(table: ReviewedTable, project: Project) -> Iterator[Finding]:
    approved = {unspaced(row.name or ""): row for row in project.indicators}
    present = {unspaced(row.name) for row in table.rows}
    for index, row in enumerate(table.rows):
        before = approved.get(unspaced(row.name))
        if before is None:
            yield _change(index, "new", row.name, "—")
        else:
            yield from _changed_values(index, row, before)
    for name, before in approved.items():
        if name not in present:
            args = {**_WHAT["gone"], "printed": "—", "reckoned": before.name or ""}
            yield Finding(Codes.DIFFERS_FROM_DECLARED, "indicators", args)


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
    if not isinstance(now, Number) or not isinstance(then, Number):
        return False
    both = reconcile(now, then)
    return not isinstance(both, Mismatch) and now.value == then.value and now.sign == then.sign


def _low_targets(table: ReviewedTable, project: Project, profile: Profile) -> Iterator[Finding]:
    achieved = {unspaced(row.name or ""): row.actual or "" for row in project.indicators}
    for index, row in enumerate(table.rows):
        before = achieved.get(unspaced(row.name), "")
        if before and _is_below(row.target, before, profile):
            args = {"printed": row.target, "reckoned": before}
            yield Finding(Codes.TARGET_TOO_LOW, f"indicators[{index}].target", args)


def _is_below(target: str, achieved: str, profile: Profile) -> bool:
    """Whether a target asks for much less than was achieved before."""
    now, then = parse(target), parse(achieved)
    if not isinstance(now, Number) or not isinstance(then, Number) or less_is_better(now.sign or ""):
        return False
    both = reconcile(now, then)
    if isinstance(both, Mismatch):
        return False
    return now.value < then.value * profile.limit("low_target")


__all__ = ["Projects", "check_declared", "check_last_year"]
