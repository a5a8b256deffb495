"""The service in this process, without HTTP and without workers: what the page asks where there is no network."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from jixiao.findings import Finding
from jixiao.findings.bugs import attempt
from jixiao.loading.spec_book import SpecBook
from jixiao.serve.endpoints import operation_of
from jixiao.serve.operations import perform
from jixiao.serve.parameters import language_of
from jixiao.serve.problems import Problem, ProblemError
from jixiao.serve.tasks import USUAL_BOOK, Answer, Task

_BOOKS = {USUAL_BOOK: SpecBook()}


def answer(path: str, query: Mapping[str, str], body: bytes = b"") -> Answer:
    """Return the answer of the service at an address; whatever is wrong is an answer, too.

    Raises:
        ValueError: there is no such address.
    """
    operation, value = operation_of(path)
    if operation is None:
        raise ValueError(path)
    task = Task(operation, tuple(query.items()), body=body, value=value)
    lang = language_of(task.query, "", task.lang)

    def work() -> Answer:
        try:
            return perform(task, _BOOKS)
        except ProblemError as error:
            return error.problem.answer(lang)

    def fail(finding: Finding) -> Answer:
        return Problem(HTTPStatus.INTERNAL_SERVER_ERROR, finding).answer(lang)

    return attempt(path, work, fail)


__all__ = ["answer"]
