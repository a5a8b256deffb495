"""The same protocol without a port: a request a line on standard input, its answer a line on standard output, in turn.

A line that is a project is scored, as by ``/v1/score:batch``. A line with the key ``request`` asks as over HTTP:
``{"request": "/v1/check?lang=en", "id": 1, "body": {…}}``, where ``type`` is the kind of the body, which stands under
``body`` (JSON, or text of another kind) or ``base64``; what comes back has ``status``, ``type``, the same ``id``, and
``body``, ``text`` or ``base64``.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import json
import os
import re
import sys
import threading
import uuid
from collections.abc import AsyncIterator, Iterator, Mapping
from functools import partial
from http import HTTPStatus
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit

from jixiao.border.inputs import too_large
from jixiao.findings import Codes, Finding
from jixiao.model.fields import MOST_SHOWN
from jixiao.serve.batch import AHEAD, in_order, line_of, without_result
from jixiao.serve.bodies import NAME
from jixiao.serve.endpoints import ENDPOINTS, operation_of
from jixiao.serve.lines import Line, split_lines
from jixiao.serve.parameters import language_of
from jixiao.serve.problems import ProblemError
from jixiao.serve.service import Entry, Service, book_of
from jixiao.serve.settings import Settings
from jixiao.serve.spool import Spool
from jixiao.serve.tasks import JSON, Answer, Task

#: The key by which a line is a request rather than a project.
REQUEST = "request"
_STDIN = 0
_PIECE = 64 * 1024
#: Pieces of input that wait to be cut into lines.
_ROOM = 4


def serve_stdio(settings: Settings) -> None:
    """Answer the lines of standard input until it ends."""
    asyncio.run(_serve(Service(settings)))


async def _serve(service: Service) -> None:
    spool = Spool()
    await service.open()
    await service.pool.ready()
    filling = asyncio.create_task(_fill(service, spool))
    try:
        while data := await spool.take():
            await asyncio.to_thread(_write, data)
        await filling
    finally:
        filling.cancel()
        spool.close()
        await service.close()


async def _fill(service: Service, spool: Spool) -> None:
    lines = split_lines(_pieces(), service.settings.most_bytes)
    try:
        async for line in in_order(lines, partial(_answer_line, service), AHEAD * service.pool.size):
            spool.put(line)
    finally:
        spool.finish()


async def _pieces() -> AsyncIterator[bytes]:
    """Yield what standard input holds, read by a thread that nobody has to wait for."""
    pieces: asyncio.Queue[bytes] = asyncio.Queue(_ROOM)
    loop = asyncio.get_running_loop()

    def read() -> None:
        data = b"-"
        while data:
            data = os.read(_STDIN, _PIECE)
            asyncio.run_coroutine_threadsafe(pieces.put(data), loop).result()

    threading.Thread(target=read, daemon=True, name="standard input").start()
    while data := await pieces.get():
        yield data


def _write(data: bytes) -> None:
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


async def _answer_line(service: Service, line: Line) -> bytes:
    entry = Entry(uuid.uuid4().hex, "stdio", received=line.length)
    status, data = await _answer(service, line, entry)
    service.close_entry(entry, status, len(data))
    return data


async def _answer(service: Service, line: Line, entry: Entry) -> tuple[int, bytes]:
    """Return the status of an answer, and its line."""
    lang = service.settings.lang
    if line.is_too_long:
        answer = without_result(too_large(NAME, line.length, service.settings.most_bytes), lang)
        return HTTPStatus.REQUEST_ENTITY_TOO_LARGE, line_of(answer, lang)
    envelope = _envelope(line.data)
    if envelope is None:
        answer = await service.answer(Task("score_batch", body=line.data, lang=lang), entry)
        return answer.status, line_of(answer, lang)
    try:
        answer = await _asked(service, envelope, entry)
    except ProblemError as error:
        answer = error.problem.answer(lang)
    return answer.status, _reply(envelope, answer)


class Envelope(NamedTuple):
    """A line that is a request: its values, and its body as it was typed, at its place in the line."""

    values: Mapping[str, Any]
    body: bytes


def _envelope(data: bytes) -> Envelope | None:
    """Return a line that is a request; ``None`` for a project, or for what the readers of projects will refuse."""
    if b'"request"' not in data:
        return None
    try:
        text = data.decode()
        members = list(_members(text))
    except (ValueError, RecursionError, IndexError):
        return None
    values = {key: value for key, value, _, _ in members}
    if REQUEST not in values:
        return None
    return Envelope(values, next((_body(text, member) for member in members if member[0] == "body"), b""))


#: A member of an object: key and value, and where the value begins and ends in the text.
_Member = tuple[str, Any, int, int]
_SPACE = re.compile(r"[ \t\r]*")
_DECODER = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str)


def _members(text: str) -> Iterator[_Member]:
    """Yield the members of an object; numbers as the texts that were typed.

    Raises:
        ValueError: the text is no object.
    """
    at = _after(text, 0, "{")
    while text[at] != "}":
        key, at = _DECODER.raw_decode(text, at)
        start = _after(text, at, ":")
        value, end = _DECODER.raw_decode(text, start)
        yield str(key), value, start, end
        at = _skip(text, end)
        if text[at] != "}":
            at = _after(text, at, ",")


def _skip(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def _after(text: str, at: int, mark: str) -> int:
    """Return where the text goes on behind a mark."""
    at = _skip(text, at)
    if text[at] != mark:
        raise ValueError(mark)
    return _skip(text, at + 1)


def _body(text: str, member: _Member) -> bytes:
    """Return a body: the text of another kind that a string holds, or JSON as it stands, in its column."""
    _, value, start, end = member
    if isinstance(value, str) and text[start] == '"':
        return value.encode("utf-8", "surrogatepass")
    return (" " * start + text[start:end]).encode()


async def _asked(service: Service, envelope: Envelope, entry: Entry) -> Answer:
    """Return the answer to a request.

    Raises:
        ProblemError: there is no such address, or the body cannot be read.
    """
    address = urlsplit(str(envelope.values[REQUEST]))
    query = tuple(parse_qsl(address.query, keep_blank_values=True))
    entry.book = book_of(query)
    simple = {"/readyz": service.readiness, "/version": service.version}
    if address.path in simple:
        return simple[address.path]()
    operation, value = operation_of(address.path)
    if operation is None:
        finding = Finding(Codes.NO_SUCH_ADDRESS, args={"path": address.path[:MOST_SHOWN]})
        raise ProblemError(HTTPStatus.NOT_FOUND, finding)
    entry.endpoint = ENDPOINTS[operation].path
    media = str(envelope.values.get("type", JSON))
    service.check_media(operation, media)
    lang = language_of(query, "", service.settings.lang)
    with service.gate.enter(entry.book):
        task = Task(operation, query, media, _bytes(envelope), value, lang)
        return await service.answer(task, entry)


def _bytes(envelope: Envelope) -> bytes:
    """Return the bytes of a request's body."""
    if "base64" not in envelope.values:
        return envelope.body
    try:
        return base64.b64decode(str(envelope.values["base64"]), validate=True)
    except binascii.Error as error:
        raise ProblemError(HTTPStatus.BAD_REQUEST, Finding(Codes.NOT_A_REQUEST)) from error


def _reply(envelope: Envelope, answer: Answer) -> bytes:
    head = {"id": envelope.values.get("id"), "status": answer.status, "type": answer.media}
    start = json.dumps(head, ensure_ascii=False)[:-1].encode("utf-8", "backslashreplace")
    return start + b", " + _content(answer) + b"}\n"


def _content(answer: Answer) -> bytes:
    """Return the key and the value of what an answer holds: JSON as it is, text, or bytes in base64."""
    if "json" in answer.media:
        return b'"body": ' + answer.body
    if answer.media.startswith("text/"):
        return b'"text": ' + json.dumps(answer.body.decode(), ensure_ascii=False).encode()
    return b'"base64": "' + base64.b64encode(answer.body) + b'"'


__all__ = ["REQUEST", "serve_stdio"]
