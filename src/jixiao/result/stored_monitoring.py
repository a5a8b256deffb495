"""Results of monitoring stored as documents: shown again where spec and rules still give the same answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from jixiao.findings import Finding, Lang
from jixiao.loading.projects import load_project
from jixiao.loading.spec_book import SpecBook
from jixiao.monitoring_document import MonitoringDocument
from jixiao.result.findings import stored_finding
from jixiao.result.monitoring import MonitoringResult
from jixiao.result.stored import stored_spec


@dataclass(frozen=True)
class StoredMonitoring(MonitoringResult):
    """Lights and projection as their document has them, with its findings."""

    version: str = ""

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Return the findings of the document."""
        return self.loading

    @property
    def engine(self) -> str:
        """Return the version of the program that monitored the project then."""
        return self.version

    @property
    def on(self) -> date | None:
        """Return the day of the document."""
        return self.day


def restore_monitoring(document: Mapping[str, Any], book: SpecBook, lang: Lang) -> StoredMonitoring:
    """Return the result of a document of monitoring, by the spec that it names.

    Raises:
        ValueError: the book has no such spec, or it gives another answer today.
    """
    named, spec = document["spec"], stored_spec(document["spec"], book)
    if spec is None and named["id"] is not None:
        raise ValueError(f"the spec of the document is not at hand: {named['id']}@{named['version']}")
    project = load_project({**document["input"], "x": document["data"]})
    findings = tuple(stored_finding(finding, document["source"]) for finding in document["findings"])
    day = document["on"] and date.fromisoformat(document["on"])
    restored = StoredMonitoring(project, spec, findings, document["source"], lang, day, document["engine"])
    if _answer(restored.to_dict()) != _answer(document):
        raise ValueError("the rules of monitoring give another answer today than the document states")
    return restored


def _answer(document: Mapping[str, Any] | MonitoringDocument) -> list[object]:
    """Return what a document says of each row and of the whole, without words."""
    projected = document["projected"]
    rows = [row and _row_answer(row) for row in (document["execution"], *document["indicators"])]
    return [document["light"], projected["total"], projected["scaled"], *rows]


def _row_answer(row: Mapping[str, Any]) -> tuple[object, ...]:
    score = row["projected"] and (row["projected"]["outcome"], row["projected"]["score"])
    return row["light"], row["measured"], row["to_explain"], row["projected_from"], score
