"""Which rule a table follows: the one that it names, or the shipped one that gives its scores."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from jixiao.audit.profile import Profile
from jixiao.audit.scores import points_of
from jixiao.audit.table import PrintedRow, Table
from jixiao.findings import Codes, Finding
from jixiao.loading.spec_book import SpecBook
from jixiao.model.project import Project
from jixiao.model.spec import IndicatorSpec
from jixiao.scoring import score_project

#: The places of a jurisdiction, without what they are: 四川, 乐山 of 四川省乐山市.
_PLACE = re.compile("([\u4e00-\u9fff]{2,}?)(?:自治区|省|市|县|区|州|旗)")
#: How many rules a finding names.
MOST_NAMED = 3


def specs_of(book: SpecBook, first: tuple[str, ...]) -> list[IndicatorSpec]:
    """Return all specs of a book in their newest versions, those named ``first`` before the others."""
    names = [*(name for name in first if name in book.files), *(name for name in book.ids if name not in first)]
    lookups = (book.read(book.files[name]) for name in names)
    return [lookup.spec for lookup in lookups if lookup.spec is not None]


def best_spec(project: Project, profile: Profile, book: SpecBook) -> IndicatorSpec | None:
    """Return the spec that gives most of the scores that a table prints, the first of those that give as many.

    It was in force in the table's year, is one of all places or of one that the table names, and divides by a budget
    that the table has; where there is none such, it is one of all places, whenever it was in force.
    """
    specs = [spec for spec in specs_of(book, profile.default_specs) if _has_its_budget(spec, project)]
    everywhere = [spec for spec in specs if spec.jurisdiction in profile.everywhere]
    candidates = [spec for spec in specs if _may_hold(spec, project, profile)] or everywhere or specs
    return max(candidates, key=lambda spec: _matches(project, spec, profile), default=None)


def _has_its_budget(spec: IndicatorSpec, project: Project) -> bool:
    """Whether a table that prints the adjusted budget alone is asked for no other by a spec."""
    total = project.funds.total
    return total.initial is not None or total.budget is None or all(rule.over == "budget" for rule in spec.rules)


def _may_hold(spec: IndicatorSpec, project: Project, profile: Profile) -> bool:
    """Whether a spec was in force in a table's year, for all places or for the table's."""
    if project.year is not None and not spec.in_force.holds(date(project.year, 12, 31)):
        return False
    if spec.jurisdiction in profile.everywhere:
        return True
    text = "".join(filter(None, (project.name, project.department, project.unit)))
    places = _PLACE.findall(spec.jurisdiction or "")
    return bool(places) and places[-1] in text


def _matches(project: Project, spec: IndicatorSpec, profile: Profile) -> int:
    """Return how many rows have the score that a spec gives, among those with points off."""
    table = Table(project, score_project(project, spec), profile)
    return sum(_agrees(table, row) for row in table.rows if row.printed is not None)


def _agrees(table: Table, row: PrintedRow) -> bool:
    """Whether a printed score is that of the rule, as the table rounds."""
    if row.printed is None or row.reckoned is None:
        return False
    return row.printed == row.reckoned or (not row.is_full and table.is_rounded(row.printed, row.scored.points))


def check_other_rules(table: Table, book: SpecBook) -> tuple[Finding, ...]:
    """Return the finding that the scores follow another shipped spec exactly, where they do not follow the own one."""
    differing = _differing_rows(table)
    if not differing:
        return ()
    fitting = [f"{spec.id} {spec.title}" for spec in _other_specs(table, book) if _gives_all(table, spec)]
    if not fitting:
        return ()
    row = differing[0]
    args = {**points_of(row), "spec": table.scored.spec.title, "other": "、".join(fitting[:MOST_NAMED])}
    return (Finding(Codes.OTHER_RULE_FITS, row.path("score"), args),)


def _differing_rows(table: Table) -> list[PrintedRow]:
    """Return the rows with points off that the own rule does not give; none where one of them is full by it."""
    rows = [row for row in table.rows if row.printed is not None and row.falls_short and not _agrees(table, row)]
    if any(row.is_full for row in rows):
        return []
    return rows


def _other_specs(table: Table, book: SpecBook) -> Iterator[IndicatorSpec]:
    own = table.scored.spec.id
    return (spec for spec in specs_of(book, table.profile.default_specs) if spec.id != own)


def _gives_all(table: Table, spec: IndicatorSpec) -> bool:
    """Whether a spec gives every printed score exactly."""
    other = Table(table.project, score_project(table.project, spec), table.profile)
    return all(row.printed == row.reckoned for row in other.rows if row.printed is not None)


__all__ = ["best_spec", "check_other_rules", "specs_of"]
