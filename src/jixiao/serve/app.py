"""The service over HTTP: each endpoint of the table is a route; whatever goes wrong is a problem document."""

from __future__ import annotations

import asyncio
import re
import uuid
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from functools import partial
from http import HTTPStatus
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from jixiao.findings import Codes, Finding, Lang
from jixiao.findings.bugs import bug
from jixiao.page.assets import addresses
from jixiao.serve.batch import line_of, score_lines
from jixiao.serve.endpoints import ENDPOINTS, LINES
from jixiao.serve.lines import split_lines
from jixiao.serve.metrics import CONTENT_TYPE_LATEST
from jixiao.serve.parameters import language_of, parse_query
from jixiao.serve.problems import Problem, ProblemError
from jixiao.serve.service import Entry, Service, book_of
from jixiao.serve.settings import Settings
from jixiao.serve.spool import Spool
from jixiao.serve.tasks import JSON, Answer, Task

#: Names of requests that callers may give.
_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
#: A body that is too large is read away up to so many times the limit, so that its sender hears why it is refused.
_READ_AWAY = 4
_MEGABYTE = 1024 * 1024
_STALLED = HTTPStatus.REQUEST_TIMEOUT

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


def application(settings: Settings) -> Starlette:
    """Return the service as an ASGI application; its workers start with it and end with it."""
    service = Service(settings)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        await service.open()
        yield
        await service.close()

    handlers = {HTTPException: partial(_on_http_error, service), ProblemError: partial(_on_problem, service)}
    app = Starlette(routes=_routes(service), lifespan=lifespan, exception_handlers=handlers)
    app.state.service = service
    app.router.redirect_slashes = False
    app.add_middleware(_Guard, service=service)
    return app


def _routes(service: Service) -> list[Route]:
    routes = []
    for operation, endpoint in ENDPOINTS.items():
        handler: Handler = partial(_answer, service, operation)
        if operation == "score_batch":
            handler = partial(_stream, service)
        routes.append(Route(endpoint.path, _named(handler), methods=[endpoint.method]))
    simple: dict[str, Callable[[], Answer]] = {
        "/livez": lambda: Answer(200, JSON, b'{"status": "alive"}'),
        "/readyz": service.readiness,
        "/version": service.version,
        "/metrics": lambda: Answer(200, CONTENT_TYPE_LATEST, service.metrics.text(service.pool, service.gate.open)),
    }
    simple |= {path: partial(Answer, 200, *asset) for path, asset in addresses().items()}
    routes += [
        Route(path, _named(partial(_simple, service, answer)), methods=["GET"]) for path, answer in simple.items()
    ]
    return routes


#: What needs no token: what tells probes, people and programs that there is a service, and how it is asked.
_OPEN = frozenset({"/livez", "/readyz", "/openapi.json", *addresses()})


def _named(handler: Handler) -> Handler:
    async def endpoint(request: Request) -> Response:
        return await handler(request)

    return endpoint


# ---- around every request


class _Guard:
    """Names each request, logs and counts it, and turns a bug of ours into a problem."""

    def __init__(self, app: ASGIApp, service: Service) -> None:
        self._app, self._service = app, service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        entry = Entry(_request_id(scope))
        scope["jixiao.entry"] = entry
        status, sent = 0, 0

        async def noting(message: Message) -> None:
            nonlocal status, sent
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"].append((b"x-request-id", entry.id.encode()))
            sent += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, noting)
        except ClientDisconnect:
            status = status or _STALLED.value
        except Exception as error:
            if status:
                raise
            answer = Problem(HTTPStatus.INTERNAL_SERVER_ERROR, bug(entry.endpoint, error)).answer("zh")
            await _response(answer)(scope, receive, noting)
        finally:
            self._service.close_entry(entry, status, sent)


def _request_id(scope: Scope) -> str:
    """Return the name that the caller gives the request, or a new one."""
    name = dict(scope["headers"]).get(b"x-request-id", b"").decode("latin-1")
    if _ID.fullmatch(name):
        return str(name)
    return uuid.uuid4().hex


def _lang(service: Service, request: Request) -> Lang:
    accepted = request.headers.get("accept-language", "")
    return language_of(request.query_params.multi_items(), accepted, service.settings.lang)


async def _on_problem(service: Service, request: Request, error: ProblemError) -> Response:
    return _response(error.problem.answer(_lang(service, request)))


async def _on_http_error(service: Service, request: Request, error: HTTPException) -> Response:
    """Return the problem that there is no such address, or that it is asked in another way."""
    finding = Finding(Codes.NO_SUCH_ADDRESS, args={"path": request.url.path[:200]})
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        allowed = (error.headers or {}).get("Allow", "")
        finding = Finding(Codes.METHOD_NOT_ALLOWED, args={"method": request.method[:20], "known": allowed})
    headers = tuple((error.headers or {}).items())
    problem = Problem(HTTPStatus(error.status_code), finding, headers=headers)
    return _response(problem.answer(_lang(service, request)))


def _response(answer: Answer) -> Response:
    return Response(answer.body, answer.status, dict(answer.headers), answer.media)


# ---- requests


async def _simple(service: Service, answer: Callable[[], Answer], request: Request) -> Response:
    _begin(service, request, request.url.path)
    return _response(answer())


def _begin(service: Service, request: Request, name: str) -> Entry:
    """Return the entry of a request, which has shown its token where one is needed."""
    entry: Entry = request.scope["jixiao.entry"]
    entry.endpoint, entry.book = name, book_of(request.query_params.multi_items())
    if request.url.path not in _OPEN and request.url.path not in addresses():
        service.gate.check(request.headers.get("authorization", ""), entry.book)
    return entry


def _task(service: Service, request: Request, operation: str) -> Task:
    """Return the task of a request, without its body."""
    media = request.headers.get("content-type", JSON).partition(";")[0].strip().lower()
    service.check_media(operation, media)
    value = next(iter(request.path_params.values()), "")
    query = tuple(request.query_params.multi_items())
    return Task(operation, query, media, b"", value, _lang(service, request))


async def _answer(service: Service, operation: str, request: Request) -> Response:
    entry = _begin(service, request, ENDPOINTS[operation].path)
    with service.gate.enter(entry.book):
        task = _task(service, request, operation)
        if ENDPOINTS[operation].media:
            task = task._replace(body=await _body(service, request, entry))
        return _response(await service.answer(task, entry))


async def _body(service: Service, request: Request, entry: Entry) -> bytes:
    """Return the bytes of a body, never more than are allowed.

    Raises:
        ProblemError: there are more, or they do not come.
    """
    most, body = service.settings.most_bytes, bytearray()
    length = request.headers.get("content-length", "0")
    too_large = ProblemError(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE, Finding(Codes.REQUEST_TOO_LARGE, args={"limit": most // _MEGABYTE})
    )
    if length.isdecimal() and int(length) > _READ_AWAY * most:
        raise too_large
    async for chunk in _chunks(service, request, entry):
        if len(body) + len(chunk) <= most:
            body += chunk
        if entry.received > _READ_AWAY * most:
            break
    if entry.received > most:
        raise too_large
    return bytes(body)


async def _chunks(service: Service, request: Request, entry: Entry) -> AsyncIterator[bytes]:
    """Yield the pieces of a body as they come.

    Raises:
        ProblemError: the next one does not come.
    """
    stream = request.stream()
    while True:
        try:
            async with asyncio.timeout(service.settings.patience):
                chunk = await anext(stream, None)
        except TimeoutError as error:
            finding = Finding(Codes.REQUEST_STALLED, args={"limit": service.settings.patience})
            raise ProblemError(_STALLED, finding) from error
        if chunk is None:
            return
        entry.received += len(chunk)
        yield chunk


# ---- streams


async def _stream(service: Service, request: Request) -> Response:
    entry = _begin(service, request, ENDPOINTS["score_batch"].path)
    task = _task(service, request, "score_batch")
    parse_query(task.query, ENDPOINTS["score_batch"].parameters)
    return _Stream(service, request, entry, task)


class _Stream(Response):
    """The results of lines while they still come in.

    What answers the first line may refuse the whole request, such as for a spec that is not there.
    """

    def __init__(self, service: Service, request: Request, entry: Entry, task: Task) -> None:
        super().__init__(None, media_type=LINES)
        self._service, self._request, self._entry, self._task = service, request, entry, task

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with self._service.gate.enter(self._entry.book):
            lines = split_lines(_chunks(self._service, self._request, self._entry), self._service.settings.most_bytes)
            answers = score_lines(lines, self._service.pool, self._task, self._service.settings.most_bytes)
            first = await anext(answers, None)
            if first is not None and first.status in (HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND):
                await answers.aclose()  # type: ignore[attr-defined]
                await _response(first)(scope, receive, send)
                return
            await self._send(answers, first, send)

    async def _send(self, answers: AsyncIterator[Answer], first: Answer | None, send: Send) -> None:
        headers = [(name, value) for name, value in self.raw_headers if name != b"content-length"]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        spool = Spool()
        filling = asyncio.create_task(self._fill(spool, answers, first))
        try:
            while data := await spool.take():
                async with asyncio.timeout(self._service.settings.patience):
                    await send({"type": "http.response.body", "body": data, "more_body": True})
            await filling
            await send({"type": "http.response.body", "body": b""})
        finally:
            filling.cancel()
            with suppress(asyncio.CancelledError, Exception):
                await filling
            spool.close()

    async def _fill(self, spool: Spool, answers: AsyncIterator[Answer], first: Answer | None) -> None:
        try:
            if first is not None:
                self._put(spool, first)
                async for answer in answers:
                    self._put(spool, answer)
        except ProblemError as error:  # no more lines come; what was said stays said
            self._put(spool, error.problem.answer(self._task.lang))
        finally:
            spool.finish()

    def _put(self, spool: Spool, answer: Answer) -> None:
        self._entry.traces.add(answer.traces)
        spool.put(line_of(answer, self._task.lang))


__all__ = ["application"]
