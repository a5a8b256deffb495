"""The format ``exchange``: results as documents of the budget system, in one array."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from jixiao.audit.places import with_places
from jixiao.exchange.fields import SELF_EVALUATION
from jixiao.exchange.json_values import document_text
from jixiao.exchange.omissions import check_omissions
from jixiao.exchange.refusals import check_refusals
from jixiao.exchange.writing import Object, document_of
from jixiao.findings import Codes, Finding, Lang, Severity, entry_of
from jixiao.model.typed_words import STAGE_NAMES
from jixiao.rendering.formats import Drawing, Format
from jixiao.result import Result
from jixiao.result.monitoring import MonitoringResult


class ExchangeFormat(Format):
    """A text format whose drawings say, too, what the document leaves out and the system would refuse."""

    __slots__ = ()

    def draw(self, result: Result, lang: Lang) -> Drawing:  # noqa: ARG002  # as every format
        """Return the document of one result; none where there is nothing to hand over."""
        document, findings = handover_of(result)
        if document is None:
            return Drawing(None, (), findings)
        return Drawing(document_text(document), (), findings)


def handover_of(result: Result) -> tuple[Object | None, tuple[Finding, ...]]:
    """Return the document of a result, ``None`` where there is none, and what is to be said before it goes out."""
    document = document_of_result(result)
    if document is None:
        return None, (*result.findings, *with_places(result.project, _obstacles(result)))
    omissions = with_places(result.project, check_omissions(result.project, document))
    findings = [*omissions, *_refusals(result, document)]
    return document, tuple(_first_of_each_cause(result.findings, findings))


def document_of_result(result: Result) -> Object | None:
    """Return the document of a result, with its scores or its lights; ``None`` where there is none."""
    project = result.project
    if not project.readable:
        return None
    if project.stage == SELF_EVALUATION.stage:
        return None if result.scored is None else document_of(project, result)
    lights = result.lights if isinstance(result, MonitoringResult) else ()
    return document_of(project, lights=[row.light for row in lights])


def _obstacles(result: Result) -> Iterator[Finding]:
    """Yield why there is no document, where no other finding says so."""
    stage = result.project.stage
    if result.project.readable and document_of(result.project) is None:
        yield Finding(Codes.STAGE_WITHOUT_DOCUMENT, "stage", {"stage": STAGE_NAMES[stage], "stage_en": stage})


def _refusals(result: Result, document: Object) -> Iterator[Finding]:
    if result.project.stage == SELF_EVALUATION.stage:
        yield from check_refusals(result.project, document, result.scored)


def _first_of_each_cause(findings: Iterable[Finding], refusals: Iterable[Finding]) -> Iterator[Finding]:
    """Yield findings and refusals, without a milder finding at the place and of the cause of a refusal."""
    refusals = list(refusals)
    causes = {(one.path, entry_of(one.code).group) for one in refusals}
    for finding in findings:
        is_milder = finding.severity is not Severity.ERROR
        if not (is_milder and (finding.path, entry_of(finding.code).group) in causes):
            yield finding
    yield from refusals


def _text(result: Result, _lang: Lang) -> str:
    return document_text(document_of_result(result))


DOCUMENTS = ExchangeFormat(_text, lambda _: "[\n", ",\n", "\n]\n")

__all__ = ["DOCUMENTS", "document_of_result", "handover_of"]
