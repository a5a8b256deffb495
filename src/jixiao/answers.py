"""The documents that the service answers with, beside those of ``documents``."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal, NotRequired

from typing_extensions import TypedDict

from jixiao.documents import (
    ChangeDocument,
    Code,
    Decimal,
    Document,
    Exact,
    FindingDocument,
    PaperDocument,
    ProjectDocument,
    Sha256,
    Slug,
    SpecDocument,
    SpecEntryDocument,
    SpecId,
)
from jixiao.explain.glossary import in_language
from jixiao.findings import Lang
from jixiao.model.spec import IndicatorSpec
from jixiao.model.typed_words import Light


def spec_entry(spec: IndicatorSpec, lang: Lang) -> SpecEntryDocument:
    """Return a spec as an entry of the list, with its title in a language."""
    period = spec.in_force
    return {
        "id": spec.id,
        "version": spec.version,
        "title": in_language(spec.title, lang, spec.form.english),
        "jurisdiction": spec.jurisdiction,
        "in_force": {"from": _day(period.start), "to": _day(period.end)},
    }


def _day(day: date | None) -> str | None:
    if day is None:
        return None
    return day.isoformat()


class SpecDetailDocument(TypedDict):
    """A spec: its entry, the hash of its rules, and ``rules``, all that it says with its bases merged in."""

    schema: Literal["jixiao.spec-detail/1"]
    entry: SpecEntryDocument
    sha256: Sha256
    rules: dict[str, Any]
    findings: list[FindingDocument]


class CheckedDocument(TypedDict):
    """The findings on a project, without its scores."""

    schema: Literal["jixiao.checked/1"]
    id: str | None
    spec: SpecDocument
    project: ProjectDocument
    findings: list[FindingDocument]


class ExplainedRow(TypedDict):
    """A row and the steps from what was typed to its score, one sentence each; the execution row has no name.

    ``review_steps`` are those to its second score, where the project was reviewed.
    """

    level1: str | None
    name: str | None
    weight: Exact | None
    score: Decimal | None
    steps: list[str]
    review_steps: NotRequired[list[str]]


class ExplanationDocument(TypedDict):
    """How each score of a project came about; ``grade_steps`` say on which document its grade rests."""

    schema: Literal["jixiao.explanation/1"]
    id: str | None
    spec: SpecDocument
    project: ProjectDocument
    total: Decimal | None
    grade: str | None
    grade_steps: list[str]
    rows: list[ExplainedRow]
    findings: list[FindingDocument]


class ExchangeDocument(TypedDict):
    """A project as the budget system's document; null where it has none.

    ``findings`` say, too, what it leaves out and what the system would refuse to save.
    """

    schema: Literal["jixiao.exchange/1"]
    id: str | None
    spec: SpecDocument
    project: ProjectDocument
    document: dict[str, Any] | None
    findings: list[FindingDocument]


class FormReadingDocument(TypedDict):
    """A form of a file: the project that it holds, by its keys and as the text of a project file; null without one."""

    name: str
    spec: SpecId | None
    project: dict[str, Any] | None
    text: str | None
    findings: list[FindingDocument]


class ReadingDocument(TypedDict):
    """The forms of a file, and findings on the file itself."""

    schema: Literal["jixiao.reading/1"]
    forms: list[FormReadingDocument]
    findings: list[FindingDocument]


class YearChangeDocument(ChangeDocument):
    """A difference from the paper before; ``message`` says it in words."""

    message: str


class YearPaperDocument(PaperDocument):
    """A paper of a project's year; ``source`` is its place in the request, from 1.

    ``light`` and what is projected are of monitoring, ``total`` and ``grade`` by the unit's table, what is adopted and
    the opinion are of a review; null where there is none. ``changes`` are null of the first paper.
    """

    source: str
    title: str
    indicators: int
    light: Light | None
    projected_total: Decimal | None
    projected_grade: str | None
    total: Decimal | None
    grade: str | None
    adopted_total: Decimal | None
    adopted_grade: str | None
    opinion: str | None
    changes: list[YearChangeDocument] | None


class ProjectYearDocument(TypedDict):
    """A project by the head of its last paper, and its papers in the order of its stages."""

    project: ProjectDocument
    papers: list[YearPaperDocument]


class YearDocument(TypedDict):
    """The year of each project that some papers are of."""

    schema: Literal["jixiao.year/1"]
    projects: list[ProjectYearDocument]


class ProblemDocument(TypedDict):
    """Why a request has no result (RFC 9457): ``title`` says what is wrong, ``detail`` how to mend it.

    ``findings`` are those on what the request holds.
    """

    type: str
    title: str
    status: int
    detail: str
    code: Code
    slug: Slug
    findings: list[FindingDocument]


#: What the service answers, by name.
ANSWERS = {
    document.name: document
    for document in (
        Document("spec-detail", "jixiao.spec-detail/1", SpecDetailDocument),
        Document("checked", "jixiao.checked/1", CheckedDocument),
        Document("explanation", "jixiao.explanation/1", ExplanationDocument),
        Document("exchange", "jixiao.exchange/1", ExchangeDocument),
        Document("reading", "jixiao.reading/1", ReadingDocument),
        Document("year", "jixiao.year/1", YearDocument),
        Document("problem", "jixiao.problem/1", ProblemDocument),
    )
}

__all__ = [
    "ANSWERS",
    "CheckedDocument",
    "ExchangeDocument",
    "ExplainedRow",
    "ExplanationDocument",
    "FormReadingDocument",
    "ProblemDocument",
    "ProjectYearDocument",
    "ReadingDocument",
    "SpecDetailDocument",
    "YearChangeDocument",
    "YearDocument",
    "YearPaperDocument",
    "spec_entry",
]
