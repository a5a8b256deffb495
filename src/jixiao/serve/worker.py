"""The process that works: it reads its books, greets, and answers one task after the other until none comes.

It leaves by itself when its limits end it, when memory ran out, or when the process that sends tasks has gone.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import socket
from collections.abc import Mapping
from http import HTTPStatus
from typing import BinaryIO, cast

from jixiao.border.reader_process import MEGABYTE, Limits, limited
from jixiao.findings import Codes, Finding, Severity
from jixiao.findings.bugs import attempt
from jixiao.findings.terminal import as_line
from jixiao.loading.lock import lock_findings
from jixiao.loading.spec_book import SpecBook
from jixiao.serve.operations import perform
from jixiao.serve.parameters import language_of
from jixiao.serve.problems import Problem, ProblemError
from jixiao.serve.tasks import HEAD, USUAL_BOOK, Answer, Greeting, Start, Task, message_of

#: Objects between two garbage collections.
YOUNG = 100_000
#: Errors in books that are put into words.
_MOST_ERRORS = 100


def work() -> None:
    """Serve the socket that is this process's standard input."""
    import resource

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):  # they are for the process that sends tasks
        signal.signal(number, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with socket.socket(fileno=os.dup(0)) as pipe, pipe.makefile("rb") as messages:
        start = cast("Start | None", _receive(messages))
        if start is None:
            return
        books = open_books(start)
        pipe.sendall(message_of(_greeting(books)))
        gc.collect()
        gc.freeze()
        gc.set_threshold(YOUNG)
        while (task := cast("Task | None", _receive(messages))) is not None:
            answer = answer_to(task, books, start.limits)
            pipe.sendall(message_of(answer))
            if answer.is_last:
                return


def _receive(messages: BinaryIO) -> object:
    """Return the next message; ``None`` where there will be none."""
    head = messages.read(HEAD)
    if len(head) < HEAD:
        return None
    data = messages.read(int.from_bytes(head, "big"))
    return pickle.loads(data)  # noqa: S301  # the process that started this one


def open_books(start: Start) -> dict[str, SpecBook]:
    """Return the books by name, all specs of one's own read; nothing outside a book is opened."""
    books = {USUAL_BOOK: SpecBook()}
    books |= {name: SpecBook(folders=[folder]) for name, folder in start.books.items()}
    return books


def _greeting(books: Mapping[str, SpecBook]) -> Greeting:
    counts, messages = {}, list[str]()
    for name, book in books.items():
        errors = [finding for finding in _findings(book) if finding.severity is Severity.ERROR]
        counts[name] = {"specs": len(book.ids), "errors": len(errors)}
        messages += (f"{name}: {as_line(finding, 'en')}" for finding in errors)
    return Greeting(counts, tuple(messages[:_MOST_ERRORS]))


def _findings(book: SpecBook) -> list[Finding]:
    """Return the findings on the specs of a book's folders, and what their LOCK.yaml says against them."""
    findings = list(book.findings)
    for file in (*book.files.values(), *book.superseded_files):
        spec = book.read(file).spec
        if spec is not None and file.path is not None and not file.is_packaged:
            findings += lock_findings(spec, file.path)
    return findings


def answer_to(task: Task, books: Mapping[str, SpecBook], limits: Limits) -> Answer:
    """Return the answer to a task under its limits; whatever is wrong is an answer, too."""

    def work_on_it() -> Answer | Problem | None:
        try:
            return perform(task, books)
        except ProblemError as error:
            return error.problem
        except MemoryError:
            return None

    def fail(finding: Finding) -> Problem:
        return Problem(HTTPStatus.INTERNAL_SERVER_ERROR, finding)

    with limited(limits):
        outcome = attempt(task.operation, work_on_it, fail)
    lang = language_of(task.query, "", task.lang)
    if isinstance(outcome, Answer):
        return outcome
    if outcome is not None:
        return outcome.answer(lang)
    finding = Finding(Codes.REQUEST_NEEDS_MEMORY, args={"limit": limits.memory // MEGABYTE})
    answer = Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, finding).answer(lang)
    return answer._replace(is_last=True)  # the process keeps the memory that it has used up


__all__ = ["answer_to", "open_books", "work"]
