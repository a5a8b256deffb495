"""Projects reviewed as ``jixiao audit`` reviews tables: each against its rule and itself, then against each other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from jixiao.audit.profile import Profile, usual_profile
from jixiao.documents import AuditDocument
from jixiao.findings import Lang, Severity
from jixiao.loading.spec_book import SpecBook
from jixiao.loading.spec_reading import SpecLookup
from jixiao.loading.spec_selection import spec_of
from jixiao.model.project import Project
from jixiao.review import Origin, Unread, document_of, review_by_rule, review_of
from jixiao.review.review import Beside
from jixiao.review.rules import best_spec


def review_projects(
    projects: Sequence[Project], book: SpecBook, spec: str | None, on: date | None, lang: Lang
) -> AuditDocument:
    """Return the review of projects as plain data; ``source`` is the place of each in the list, from 1."""
    profile = usual_profile()
    tables, unread = [], []
    for number, project in enumerate(projects, 1):
        origin = Origin(str(number), lang)
        if project.readable and not project.is_other:
            selection = _rule(project, book, spec, on, profile)
            tables.append(review_by_rule(project, selection, profile, book, origin))
        else:
            errors = (one.message(lang) for one in project.findings if one.severity is Severity.ERROR)
            unread.append(Unread(origin.source, "；".join(dict.fromkeys(errors)), is_failure=True))
    return document_of(review_of(tables, unread, Beside(), profile, lang=lang))


def _rule(project: Project, book: SpecBook, spec: str | None, on: date | None, profile: Profile) -> SpecLookup:
    """Return the rule of the request, or the project's own; where neither names one, the one that gives its scores."""
    if spec is None and project.spec is None and "spec" not in project.unread:
        return SpecLookup(best_spec(project, profile, book), ())
    return spec_of(project, spec, on, book)


__all__ = ["review_projects"]
