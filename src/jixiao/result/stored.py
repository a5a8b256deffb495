"""Results stored as documents: shown as stored; where their spec gives the same answer today, with their trace."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from jixiao import monitoring_document
from jixiao.documents import SCHEMA, ResultDocument, SpecDocument
from jixiao.explain import Part, Reason, sentence
from jixiao.findings import Finding, Lang
from jixiao.loading.layouts import FormStyle, form_style, stored_style
from jixiao.loading.projects import load_project
from jixiao.loading.spec_book import SpecBook, package_book
from jixiao.model.spec import IndicatorSpec
from jixiao.result import Result
from jixiao.result.findings import stored_finding
from jixiao.result.rows import RowData
from jixiao.result.words import as_typed, own_words


def restore(document: Mapping[str, Any], book: SpecBook | None, lang: Lang) -> Result:
    """Return the result of a document; its spec is looked for in ``book``, by default in the package.

    Raises:
        ValueError: it is no document of a result.
    """
    schema = document.get("schema")
    if schema not in _KINDS:
        raise ValueError(f"no document of a result: its schema is {schema!r}, not {SCHEMA!r}")
    keys, restore_kind = _KINDS[schema]
    missing = sorted(keys - document.keys())
    if missing:
        raise ValueError(f"no document of a result: it lacks {', '.join(missing)}")
    try:
        return restore_kind(document, book or package_book(), lang)
    except (KeyError, TypeError) as error:
        raise ValueError(f"no document of a result: {type(error).__name__}: {error}") from error


def _restore(document: Mapping[str, Any], book: SpecBook, lang: Lang) -> Result:
    project = load_project({**document["input"], "x": document["data"]})
    findings = tuple(stored_finding(finding, document["source"]) for finding in document["findings"])
    day = document["on"] and date.fromisoformat(document["on"])
    (style, on_style), spec = stored_style(document["form"]), stored_spec(document["spec"], book)
    content = as_typed(document, project, own_words(spec))
    stored = StoredResult(project, None, findings + on_style, document["source"], lang, day, content, style)
    if spec is not None and _answer(Result(project, spec)) == _answer(stored):
        return replace(stored, spec=spec)
    return stored


def _restore_monitoring(document: Mapping[str, Any], book: SpecBook, lang: Lang) -> Result:
    from jixiao.result.stored_monitoring import restore_monitoring  # of the few documents that are of monitoring

    return restore_monitoring(document, book, lang)


#: The keys that each kind of document must have, and what restores it.
_KINDS: Mapping[object, tuple[frozenset[str], Callable[[Mapping[str, Any], SpecBook, Lang], Result]]] = {
    SCHEMA: (ResultDocument.__required_keys__, _restore),
    monitoring_document.SCHEMA: (monitoring_document.MonitoringDocument.__required_keys__, _restore_monitoring),
}


def stored_spec(document: SpecDocument, book: SpecBook) -> IndicatorSpec | None:
    """Return the spec that scored, if the book has just this one."""
    if document["id"] is None:
        return None
    spec = book.look_up(f"{document['id']}@{document['version']}").spec
    if spec is None or spec.sha256 != document["sha256"]:
        return None
    return spec


def _answer(result: Result) -> tuple[object, ...]:
    """Return what a result says of each row and of the whole, without words."""
    rows = [row and (row.outcome, row.score, row.share) for row in (result.execution, *result.indicators)]
    return (*rows, result.total, result.scaled, result.grade)


@dataclass(frozen=True)
class StoredResult(Result):
    """A result as its document has it. It has a spec, and so a trace, only where that still gives the same answer."""

    document: Mapping[str, Any] = field(default_factory=dict)
    style: FormStyle = field(default_factory=form_style)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Return the findings of the document."""
        return self.loading

    @property
    def engine(self) -> str:
        """Return the version of the program that scored the project then."""
        engine: str = self.document["engine"]
        return engine

    @property
    def on(self) -> date | None:
        """Return the day of the document."""
        return self.day

    @property
    def total(self) -> str | None:
        """Return the total of the document."""
        return self._text("total")

    @property
    def grade(self) -> str | None:
        """Return the grade of the document."""
        return self._text("grade")

    @property
    def full(self) -> str | None:
        """Return the full marks of the document."""
        return self._text("full")

    @property
    def scaled(self) -> str | None:
        """Return the rescaled total of the document."""
        return self._text("scaled")

    @property
    def deduction(self) -> str | None:
        """Return the deduction of the document."""
        return self._text("deduction")

    def _text(self, key: str) -> str | None:
        text: str | None = self.document[key]
        return text

    @property
    def spec_document(self) -> SpecDocument:
        """Return which spec scored the project then."""
        spec: SpecDocument = self.document["spec"]
        return spec

    def execution_data(self, lang: Lang) -> RowData | None:
        """Return the execution row of the document, its reason worded anew."""
        row = self.document["execution"]
        return row and _reworded(row, lang)

    def indicator_data(self, lang: Lang) -> list[RowData]:
        """Return the indicators of the document, their reasons worded anew."""
        return [_reworded(row, lang) for row in self.document["indicators"]]

    def review_data(self, lang: Lang) -> RowData | None:
        """Return the review of the document, its reasons worded anew."""
        review = self.document.get("review")
        if review is None:
            return None
        rows = [_reworded(row, lang) for row in review["indicators"]]
        execution = review["execution"] and _reworded(review["execution"], lang)
        return {**review, "execution": execution, "indicators": rows}

    def reasons(self, lang: Lang | None = None) -> list[str]:
        """Return the reasons of the document, worded anew."""
        lang = lang or self.lang
        rows = (self.execution_data(lang), *self.indicator_data(lang))
        return [row["reason"] for row in rows if row and row["reason"]]


def _reworded(row: RowData, lang: Lang) -> RowData:
    """Return a row with its reason in a language."""
    if row["reason_code"] is None:
        return row
    parts = tuple(Part(**part) for part in row["reason_parts"])
    return {**row, "reason": sentence(Reason(row["reason_code"], parts), lang)}
