"""What a worker does with a task: the work behind each endpoint, from the bytes of a request to those of an answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import partial
from http import HTTPStatus
from typing import Any, NamedTuple

from jixiao.answers import (
    CheckedDocument,
    ExchangeDocument,
    ExplainedRow,
    ExplanationDocument,
    SpecDetailDocument,
    spec_entry,
)
from jixiao.exact import ZERO
from jixiao.exact_json import json_text
from jixiao.explain.glossary import in_language
from jixiao.extras import missing_extra
from jixiao.findings import Codes, Finding, Lang
from jixiao.loading.spec_book import SpecBook
from jixiao.loading.spec_selection import spec_of
from jixiao.model.fields import MOST_SHOWN
from jixiao.model.project import Project
from jixiao.rendering import DOCUMENTS, format_of, render
from jixiao.rendering.html import page_to_fill
from jixiao.result import Result, head_of, result_of
from jixiao.result.findings import finding_document
from jixiao.result.rows import exact_text
from jixiao.schemas import SCHEMAS, schema_of
from jixiao.scoring.rows import RowScore
from jixiao.scoring.second_scores import SecondRow
from jixiao.serve.auditing import review_projects
from jixiao.serve.bodies import Body, read_body, read_line
from jixiao.serve.endpoints import ENDPOINTS
from jixiao.serve.parameters import MEDIA, parse_query
from jixiao.serve.problems import ProblemError
from jixiao.serve.reading import read_file
from jixiao.serve.tasks import JSON, USUAL_BOOK, Answer, Task, Trace
from jixiao.serve.years import year_document
from jixiao.whatif import next_grade, reach_of, short_of
from jixiao.whatif.messages import plan_sentences, points


class Request(NamedTuple):
    """A task whose query has been read: the book that it means, and what else it asks for."""

    task: Task
    book: SpecBook
    query: Mapping[str, Any]

    @property
    def lang(self) -> Lang:
        """Return the language of all texts."""
        lang: Lang = self.query.get("lang") or self.task.lang
        return lang

    @property
    def spec(self) -> str | None:
        """Return the spec that the query names."""
        return self.query.get("spec")

    @property
    def day(self) -> date | None:
        """Return the day whose edition of a spec counts, where the query names one."""
        return self.query.get("on")

    @property
    def year(self) -> int | None:
        """Return the year of documents that do not say theirs, where the query names a day."""
        if self.day is None:
            return None
        return self.day.year


Operation = Callable[[Request], Answer]
#: Sets of changes that are compared while somebody types.
_MOST_TRIED = 500


def perform(task: Task, books: Mapping[str, SpecBook]) -> Answer:
    """Return the answer to a task.

    Raises:
        ProblemError: it is no request, or names what is not there.
    """
    query = parse_query(task.query, ENDPOINTS[task.operation].parameters)
    name = query.get("book") or USUAL_BOOK
    if name not in books:
        raise ProblemError(HTTPStatus.NOT_FOUND, Finding(Codes.NO_SUCH_BOOK, args={"name": name[:MOST_SHOWN]}))
    request = Request(task, books[name], query)
    if request.spec is not None:
        _check_spec(request, request.spec)
    return _OPERATIONS[task.operation](request)


def _check_spec(request: Request, name: str) -> None:
    """Refuse the name of a spec that is not there; whether one is in force depends on each project's year."""
    selection = request.book.look_up(name, request.day)
    if selection.spec is None and selection.is_missing and not request.book.by_year(name):
        raise ProblemError(HTTPStatus.NOT_FOUND, selection.findings[0], selection.findings[1:])


# ---- projects


def _score(request: Request) -> Answer:
    return _documents(request, lambda result: result.to_dict())


def _check(request: Request) -> Answer:
    return _documents(request, _checked)


def _explain(request: Request) -> Answer:
    return _documents(request, _explanation)


def _exchange(request: Request) -> Answer:
    return _documents(request, _handover, is_own=True)


def _score_line(request: Request) -> Answer:
    result = _result(request, read_line(request.task.body, request.year))
    document = result.to_dict()
    return _json(document, [_trace(result, document)], own=result.project.x)


def _documents(request: Request, document_of: Callable[[Result], Any], *, is_own: bool = False) -> Answer:
    """Return the document of the project that a body holds, or a list of those of its projects.

    All of a document that ``is_own`` are data of the caller, not only those that a project keeps aside.
    """
    body = _body(request)
    results = [_result(request, project) for project in body.projects]
    documents = [document_of(result) for result in results]
    traces, own = map(_trace, results, documents), [project.x for project in body.projects]
    if is_own:
        own = documents
    if body.is_list:
        return _json({"results": documents}, traces, own=own)
    return _json(documents[0], traces, own=own)


def _body(request: Request) -> Body:
    return read_body(request.task.body, request.year)


def _result(request: Request, project: Project) -> Result:
    selection = spec_of(project, request.spec, request.day, request.book)
    return result_of(project, selection.spec, selection.findings, "", request.lang, request.day)


def _json(document: object, traces: Iterable[Trace] = (), *, own: object = None) -> Answer:
    """Return a document as an answer; ``own`` are the data of the caller in it."""
    return Answer(200, JSON, json_text(document, own=own).encode(), traces=tuple(traces))


def _trace(result: Result, document: Mapping[str, Any]) -> Trace:
    """Return what the log says of a result; the document of one has the hash of its input, which takes time."""
    input_sha256 = document.get("input_sha256") or result.project.typed.sha256
    spec = result.spec
    if spec is None:
        return Trace(input_sha256, None, None)
    return Trace(input_sha256, f"{spec.id}@{spec.version}", spec.sha256)


def _checked(result: Result) -> CheckedDocument:
    return {
        "schema": "jixiao.checked/1",
        "id": result.project.id,
        "spec": result.spec_document,
        "project": head_of(result.project),
        "findings": [finding_document(finding, result.lang) for finding in result.findings],
    }


def _handover(result: Result) -> ExchangeDocument:
    from jixiao.exchange.format import handover_of

    document, findings = handover_of(result)
    return {
        "schema": "jixiao.exchange/1",
        "id": result.project.id,
        "spec": result.spec_document,
        "project": head_of(result.project),
        "document": document,
        "findings": [finding_document(finding, result.lang) for finding in findings],
    }


def _explanation(result: Result) -> ExplanationDocument:
    steps, rows = [], []
    if result.spec is not None and result.scored is not None:
        _, *steps = result.title_steps(result.lang)
        rows = list(map(partial(_explained, result), result.scored.all_rows, result.second_rows))
    return {
        "schema": "jixiao.explanation/1",
        "id": result.project.id,
        "spec": result.spec_document,
        "project": head_of(result.project),
        "total": result.total,
        "grade": result.grade,
        "grade_steps": steps,
        "rows": rows,
        "findings": [finding_document(finding, result.lang) for finding in result.findings],
    }


def _explained(result: Result, row: RowScore, second: SecondRow | None) -> ExplainedRow:
    indicator = row.facts.indicator
    weight = None
    if row.weight is not None:
        weight = exact_text(row.weight)
    explained: ExplainedRow = {
        "level1": indicator.level1,
        "name": indicator.name,
        "weight": weight,
        "score": result.points(row.score),
        "steps": result.row_steps(row, result.lang),
    }
    if second is not None:
        explained["review_steps"] = result.second_steps(second, result.lang)
    return explained


def _render(request: Request) -> Answer:
    """Return the forms of all projects as one file."""
    name: str = request.query["format"]
    _check_format(name)
    results = [_result(request, project) for project in _body(request).projects]
    if not any(result.scored for result in results):
        findings = [finding for result in results for finding in result.findings]
        raise ProblemError(HTTPStatus.CONFLICT, Finding(Codes.NOTHING_TO_DRAW), findings)
    drawing = render([result for result in results if result.scored], name, lang=request.lang)
    if isinstance(drawing, str):
        drawing = drawing.encode()
    return Answer(200, MEDIA[name], drawing, traces=tuple(_trace(result, {}) for result in results))


def _check_format(name: str) -> None:
    """Check that what draws a format is installed.

    Raises:
        ProblemError: it is not.
    """
    try:
        format_of(name)
    except ImportError as error:
        finding = Finding(Codes.BATCH_EXTRA_NEEDED, args=missing_extra(error.name, DOCUMENTS[name]))
        raise ProblemError(HTTPStatus.NOT_IMPLEMENTED, finding) from error


def _form(request: Request) -> Answer:
    return _documents(request, lambda result: {"html": page_to_fill(result, request.lang)})


def _reach(request: Request) -> Answer:
    return _documents(request, _next_grade)


def _next_grade(result: Result) -> dict[str, Any]:
    """Return the next grade, the points that are missing for it, and the fewest changes that bring them."""
    scored, goal = result.scored, None
    if scored is not None:
        goal = next_grade(scored)
    if scored is None or goal is None:
        return {"grade": None, "short": None, "steps": []}
    steps = plan_sentences(reach_of(result.project, scored, goal, _MOST_TRIED), result.lang)
    short = points(short_of(scored, goal) or ZERO, scored)
    grade = in_language(goal.text, result.lang, scored.spec.form.english)
    return {"grade": grade, "short": short, "steps": [step.strip() for step in steps]}


def _read(request: Request) -> Answer:
    task = request.task
    name: str = request.query["name"]
    document = read_file(task.body, name, request.book, request.spec, request.year, request.lang)
    return _json(document, own=document)


def _audit(request: Request) -> Answer:
    """Return one review of all projects, against their rules and each other."""
    projects = _body(request).projects
    return _json(review_projects(projects, request.book, request.spec, request.day, request.lang))


def _year(request: Request) -> Answer:
    """Return the papers of each project in the order of its year."""
    results = [_result(request, project) for project in _body(request).projects]
    return _json(year_document(results, request.lang), [_trace(result, {}) for result in results])


# ---- specs and schemas


def _specs(request: Request) -> Answer:
    book = request.book
    specs = [book.look_up(spec_id).spec for spec_id in book.ids]
    return _json([spec_entry(spec, request.lang) for spec in specs if spec is not None])


def _spec(request: Request) -> Answer:
    name = request.task.value
    spec, findings = request.book.look_up(name, request.day)
    if spec is None:
        raise ProblemError(HTTPStatus.NOT_FOUND, findings[0], findings[1:])
    document: SpecDetailDocument = {
        "schema": "jixiao.spec-detail/1",
        "entry": spec_entry(spec, request.lang),
        "sha256": spec.sha256,
        "rules": spec.model_dump(mode="json", by_alias=True, exclude_none=True),
        "findings": [finding_document(finding, request.lang) for finding in findings],
    }
    return _json(document)


def _schema(request: Request) -> Answer:
    name, keys = request.task.value, request.query["keys"]
    if not any(document == name and keys in (None, own) for document, own in SCHEMAS):
        path = f"/v1/schemas/{name[:MOST_SHOWN]}"
        raise ProblemError(HTTPStatus.NOT_FOUND, Finding(Codes.NO_SUCH_ADDRESS, args={"path": path}))
    return _json(schema_of(name, keys, lang=request.lang, book=request.book))


def _openapi(_request: Request) -> Answer:
    from jixiao.serve.openapi import openapi

    return _json(openapi())


_OPERATIONS: Mapping[str, Operation] = {
    "score": _score,
    "score_batch": _score_line,
    "check": _check,
    "explain": _explain,
    "exchange": _exchange,
    "render": _render,
    "read": _read,
    "audit": _audit,
    "year": _year,
    "specs": _specs,
    "spec": _spec,
    "schema": _schema,
    "form": _form,
    "reach": _reach,
    "openapi": _openapi,
}

__all__ = ["perform"]
