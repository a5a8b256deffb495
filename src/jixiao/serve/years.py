"""The years of projects as the service answers them: what each paper says, and what changed since the one before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from jixiao.answers import ProjectYearDocument, YearChangeDocument, YearDocument, YearPaperDocument
from jixiao.findings import Lang
from jixiao.result import Result, head_of
from jixiao.stages.comparison import Comparison
from jixiao.stages.comparison_texts import change_document, change_messages, paper_document, paper_title
from jixiao.stages.year import Step, years_of

_NOTHING: Mapping[str, Any] = {}


def year_document(results: Sequence[Result], lang: Lang) -> YearDocument:
    """Return the year of each project that some results are of, as plain data."""
    years = years_of([result.project for result in results])
    return {"schema": "jixiao.year/1", "projects": [_year(results, steps, lang) for steps in years]}


def _year(results: Sequence[Result], steps: Sequence[Step], lang: Lang) -> ProjectYearDocument:
    last = results[steps[-1].place].project
    return {"project": head_of(last), "papers": [_paper(results[step.place], step, lang) for step in steps]}


def _paper(result: Result, step: Step, lang: Lang) -> YearPaperDocument:
    """Return what a paper says; which of it there is, follows from its stage."""
    document, project = result.to_dict(lang), result.project
    projected, review = document.get("projected", _NOTHING), document.get("review", _NOTHING)
    return {
        **paper_document(project),
        "source": str(step.place + 1),
        "title": paper_title(project, lang),
        "indicators": len(project.indicators),
        "light": document.get("light"),
        "projected_total": projected.get("total"),
        "projected_grade": projected.get("grade"),
        "total": document.get("total"),
        "grade": document.get("grade"),
        "adopted_total": review.get("adopted_total"),
        "adopted_grade": review.get("adopted_grade"),
        "opinion": review.get("opinion"),
        "changes": step.comparison and _changes(step.comparison, lang),
    }


def _changes(comparison: Comparison, lang: Lang) -> list[YearChangeDocument]:
    pairs = zip(comparison.changes, change_messages(comparison, lang), strict=True)
    return [{**change_document(change), "message": message} for change, message in pairs]


__all__ = ["year_document"]
