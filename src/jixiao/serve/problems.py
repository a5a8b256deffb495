"""Why there is no result: a finding with an HTTP status, as ``application/problem+json`` (RFC 9457)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus

from jixiao.answers import ProblemDocument
from jixiao.findings import Finding, Lang, catalog
from jixiao.findings.terminal import escape_json
from jixiao.result.findings import finding_document
from jixiao.serve.tasks import PROBLEM, Answer


@dataclass(frozen=True)
class Problem:
    """A finding on a request with its HTTP status; ``findings`` say more where a body was read."""

    status: HTTPStatus
    finding: Finding
    findings: tuple[Finding, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()

    def document(self, lang: Lang) -> ProblemDocument:
        """Return the problem as plain data."""
        finding = self.finding
        slug = catalog()[finding.code].slug
        return {
            "type": f"urn:jixiao:problem:{slug}",
            "title": finding.message(lang),
            "status": self.status.value,
            "detail": finding.remedy(lang),
            "code": finding.code,
            "slug": slug,
            "findings": [finding_document(one, lang) for one in self.findings],
        }

    def answer(self, lang: Lang) -> Answer:
        """Return the problem as it is sent."""
        text = escape_json(json.dumps(self.document(lang), ensure_ascii=False, default=str))
        return Answer(self.status.value, PROBLEM, text.encode(), self.headers, finding=self.finding)


class ProblemError(Exception):
    """A request that gets no result, and why."""

    def __init__(
        self,
        status: HTTPStatus,
        finding: Finding,
        findings: Iterable[Finding] = (),
        headers: tuple[tuple[str, str], ...] = (),
    ) -> None:
        self.problem = Problem(status, finding, tuple(findings), headers)
        super().__init__(finding.code)


__all__ = ["Problem", "ProblemError"]
