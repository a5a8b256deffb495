"""What the process that speaks with callers and a worker send each other: a task, its answer, and a greeting."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any, NamedTuple

from jixiao.border.reader_process import Limits
from jixiao.findings import Finding, Lang

#: Bytes before each message that state its length.
HEAD = 4
#: The book of the package's own specs, unless the command line gives another one this name.
USUAL_BOOK = "default"
JSON = "application/json"
PROBLEM = "application/problem+json"


class Start(NamedTuple):
    """What a new worker is told: the folders of the books by name, and what one task may cost."""

    books: dict[str, Path]
    limits: Limits


class Greeting(NamedTuple):
    """What a new worker says once it has read all books: how many specs and errors each has, the errors in words."""

    books: dict[str, dict[str, int]]
    errors: tuple[str, ...] = ()


class Task(NamedTuple):
    """One request: which operation of the table, its query, the kind and the bytes of its body.

    ``value`` is what the path holds (the id of a spec, the name of a schema), ``lang`` what the caller's own language
    is where the query names none.
    """

    operation: str
    query: tuple[tuple[str, str], ...] = ()
    media: str = JSON
    body: bytes = b""
    value: str = ""
    lang: Lang = "zh"


class Trace(NamedTuple):
    """What the log says of a project: hashes and names, never contents."""

    input_sha256: str
    spec: str | None
    spec_sha256: str | None


class Answer(NamedTuple):
    """What goes back to the caller, and what the log says of it.

    ``finding`` is what kept the request from a result; ``is_last`` is set by a worker that ends after it.
    """

    status: int
    media: str
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()
    traces: tuple[Trace, ...] = ()
    finding: Finding | None = None
    is_last: bool = False


def message_of(value: Any) -> bytes:
    """Return a value as it is sent: its length, then itself."""
    data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    return len(data).to_bytes(HEAD, "big") + data


__all__ = ["HEAD", "JSON", "PROBLEM", "USUAL_BOOK", "Answer", "Greeting", "Start", "Task", "Trace", "message_of"]
