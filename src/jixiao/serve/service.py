"""The service without its transport: gate, pool, log and figures, and how one request goes through them."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from http import HTTPStatus

from jixiao.findings import Codes, Finding
from jixiao.model.fields import MOST_SHOWN
from jixiao.serve.admission import Gate
from jixiao.serve.endpoints import ENDPOINTS
from jixiao.serve.journal import Journal, Traces
from jixiao.serve.metrics import Metrics
from jixiao.serve.parameters import values_of
from jixiao.serve.pool import LIMITS, Pool
from jixiao.serve.problems import ProblemError
from jixiao.serve.settings import Settings
from jixiao.serve.tasks import JSON, Answer, Start, Task


@dataclass
class Entry:
    """What is known of a request so far, for the log and the figures."""

    id: str
    endpoint: str = "-"
    book: str | None = None
    received: int = 0
    traces: Traces = field(default_factory=Traces)
    began: float = field(default_factory=time.perf_counter)


class Service:
    """What all requests share."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.journal = Journal()
        self.metrics = Metrics()
        self.gate = Gate(settings)
        self.pool = Pool(Start(dict(settings.books), LIMITS), settings.workers)
        self.is_stopping = False

    async def open(self) -> None:
        """Start the workers; what they say of the books is logged."""
        await self.pool.open()
        self._greeting = asyncio.create_task(self._log_greeting())

    async def _log_greeting(self) -> None:
        greeting = await self.pool.ready()
        self.journal.write("ready" if self.is_ready else "not ready", books=greeting.books, errors=greeting.errors)

    async def close(self) -> None:
        """End the workers, and write the last lines."""
        self._greeting.cancel()
        await self.pool.close()
        self.journal.write("stopped")
        self.journal.close()

    @property
    def is_ready(self) -> bool:
        """Whether all books have been read without an error, and the service is not about to end."""
        greeting = self.pool.greeting
        if greeting is None or self.is_stopping:
            return False
        return not any(book["errors"] for book in greeting.books.values())

    def readiness(self) -> Answer:
        """Return whether the service is ready, and of each book how many specs and errors it has."""
        greeting = self.pool.greeting
        status = HTTPStatus.OK if self.is_ready else HTTPStatus.SERVICE_UNAVAILABLE
        books = greeting.books if greeting is not None else {}
        document = {"status": "ready" if self.is_ready else "not ready", "books": books}
        return Answer(status.value, JSON, json.dumps(document, ensure_ascii=False).encode())

    def version(self) -> Answer:
        """Return which program answers."""
        return Answer(200, JSON, json.dumps(self.journal.engine).encode())

    def check_media(self, operation: str, media: str) -> None:
        """Refuse a body of a kind that the endpoint does not read.

        Raises:
            ProblemError: it is of another kind.
        """
        read = ENDPOINTS[operation].media
        if read and media not in read and "*" not in read:
            args = {"media": media[:MOST_SHOWN], "known": " ".join(read)}
            finding = Finding(Codes.UNKNOWN_MEDIA_TYPE, args=args)
            raise ProblemError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, finding)

    async def answer(self, task: Task, entry: Entry) -> Answer:
        """Return the answer of a worker to a task that was let in."""
        answer = await self.pool.run(task)
        entry.traces.add(answer.traces)
        return answer

    def close_entry(self, entry: Entry, status: int, sent: int) -> None:
        """Log and count a request that was answered."""
        seconds = time.perf_counter() - entry.began
        self.metrics.count(entry.endpoint, status, seconds, entry.traces.count)
        self.journal.write(
            "request",
            id=entry.id,
            endpoint=entry.endpoint,
            status=status,
            milliseconds=f"{seconds * 1000:.1f}",
            book=entry.book,
            received=entry.received,
            sent=sent,
            **entry.traces.fields(),
        )


def book_of(query: Sequence[tuple[str, str]]) -> str | None:
    """Return the book that a query names."""
    return values_of(query).get("book")


__all__ = ["Entry", "Service", "book_of"]
