"""Worker processes: each works on one task at a time; one that ends or takes too long is replaced.

A body that ends its worker costs that one and its own request alone. Heavy tasks never take the last worker, so that
a small one does not wait for them.
"""

from __future__ import annotations

import asyncio
import pickle
import signal
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from typing import NamedTuple

from jixiao.border.reader_process import MEGABYTE, Limits
from jixiao.findings import Codes, Finding
from jixiao.findings.bugs import end_of
from jixiao.serve.endpoints import ENDPOINTS
from jixiao.serve.problems import Problem
from jixiao.serve.tasks import HEAD, Answer, Greeting, Start, Task, message_of

#: What the new process does: find modules where this one does, then work.
_START = "import sys; sys.path[:] = sys.argv[1:]; from jixiao.serve.worker import work; work()"
#: What one task may cost, unless the command line says otherwise: pictures of pages need the memory.
LIMITS = Limits(processor=5, memory=512 * MEGABYTE, deadline=10)
#: Bytes of a body above which a task counts as heavy.
HEAVY = 64 * 1024
#: Seconds before a worker is started in place of one that ended before it was ready.
PAUSE = 1


def busy(code: str, status: HTTPStatus, **args: object) -> Problem:
    """Return the problem that there is too much to do; the caller may try again."""
    return Problem(status, Finding(code, args=args), headers=(("Retry-After", "1"),))


class Ended(NamedTuple):
    """How a worker ended that owed an answer: its exit code, or that it was ended for being late."""

    code: int
    is_late: bool

    @property
    def is_from_outside(self) -> bool:
        """Whether somebody else has killed it, so that its task may get a second try."""
        return self.code == -signal.SIGKILL and not self.is_late

    def problem(self, limits: Limits) -> Problem:
        """Return what the caller is told."""
        if self.is_late or self.code == -signal.SIGPROF:
            seconds = limits.deadline if self.is_late else limits.processor
            finding = Finding(Codes.REQUEST_TOOK_TOO_LONG, args={"limit": seconds})
            return Problem(HTTPStatus.GATEWAY_TIMEOUT, finding)
        return busy(Codes.REQUEST_ENDED_WORKER, HTTPStatus.SERVICE_UNAVAILABLE, end=end_of(self.code))


class Worker(asyncio.Protocol):
    """A process, the socket to it, and the one answer that it owes; ``report`` hears when it is free, or has ended."""

    def __init__(self, start: Start, report: Callable[[Worker], None]) -> None:
        self._limits, self._report = start.limits, report
        self._buffer = bytearray()
        self._owed: asyncio.Future[Answer | Ended] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._is_late = False
        self.greeting: Greeting | None = None
        self.is_connected = True
        here, there = socket.socketpair()
        paths = [path for path in sys.path if isinstance(path, str)]
        with there:
            self.process = subprocess.Popen(  # noqa: S603  # this interpreter
                [sys.executable, "-P", "-c", _START, *paths],
                stdin=there.fileno(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip
        self._socket, self._start = here, start

    async def connect(self) -> None:
        """Send the process what it needs to begin."""
        transport, _ = await asyncio.get_running_loop().create_unix_connection(lambda: self, sock=self._socket)
        self._transport = transport
        transport.write(message_of(self._start))

    def ask(self, task: Task) -> asyncio.Future[Answer | Ended]:
        """Return what will be the answer to a task, or how the process ended; it owes none yet."""
        loop = asyncio.get_running_loop()
        self._owed = loop.create_future()
        self._timer = loop.call_later(self._limits.deadline, self._end_late)
        self._transport.write(message_of(task))
        return self._owed

    def _end_late(self) -> None:
        self._is_late = True
        self.process.kill()

    def data_received(self, data: bytes) -> None:
        """Take what the process has sent: its greeting, then answers."""
        self._buffer += data
        if len(self._buffer) < HEAD:
            return
        end = HEAD + int.from_bytes(self._buffer[:HEAD], "big")
        if len(self._buffer) < end:
            return
        message = pickle.loads(memoryview(self._buffer)[HEAD:end])  # noqa: S301  # our own process
        self._buffer = bytearray()
        if isinstance(message, Greeting):
            self.greeting = message
        else:
            self._settle(message)
            if message.is_last:
                self._leave()
        self._report(self)

    def connection_lost(self, _error: Exception | None) -> None:
        """Settle what the process owed, now that it has ended."""
        self._leave()
        self.process.kill()  # it may only have closed its socket
        code = self.process.wait()
        self._settle(Ended(code, self._is_late))
        self._report(self)

    def _leave(self) -> None:
        self.is_connected = False

    def _settle(self, message: Answer | Ended) -> None:
        owed, timer = self._owed, self._timer
        self._owed = self._timer = None
        if timer is not None:
            timer.cancel()
        if owed is not None and not owed.done():
            owed.set_result(message)

    @property
    def is_alive(self) -> bool:
        """Whether the process has not ended."""
        return self.is_connected and self.process.poll() is None

    def stop(self) -> None:
        """Let the process end: there is nothing more to read for it."""
        self._transport.close()


class Pool:
    """So many workers, and the tasks that wait for one, in the order in which they came."""

    def __init__(self, start: Start, size: int) -> None:
        self._start, self.size = start, size
        self.workers: set[Worker] = set()
        self._idle: deque[Worker] = deque()
        self._waiting: deque[asyncio.Future[Worker]] = deque()
        self._light = asyncio.Semaphore(max(size - 1, 1))
        self._background: set[asyncio.Task[None]] = set()
        self._is_open = True
        self._ready = asyncio.Event()
        self.replaced = 0

    async def open(self) -> None:
        """Start the workers; they are ready a little later."""
        for _ in range(self.size):
            await self._add()

    async def ready(self) -> Greeting:
        """Return what a worker says of the books, as soon as one has read them."""
        while self.greeting is None:
            self._ready.clear()
            await self._ready.wait()
        return self.greeting

    @property
    def greeting(self) -> Greeting | None:
        """Return what a worker says of the books; ``None`` while none has read them."""
        return next((worker.greeting for worker in self.workers if worker.greeting is not None), None)

    @property
    def waiting(self) -> int:
        """Return how many tasks wait for a worker."""
        return len(self._waiting)

    async def run(self, task: Task) -> Answer:
        """Return the answer to a task; where its worker ended over it, why."""
        if ENDPOINTS[task.operation].is_heavy or len(task.body) > HEAVY:
            async with self._light:
                return await self._run(task)
        return await self._run(task)

    async def _run(self, task: Task) -> Answer:
        try:
            answer = await (await self._free_worker()).ask(task)
            if isinstance(answer, Ended) and answer.is_from_outside:
                answer = await (await self._free_worker()).ask(task)
        except TimeoutError:
            return busy(Codes.SERVICE_BUSY, HTTPStatus.SERVICE_UNAVAILABLE).answer(task.lang)
        if isinstance(answer, Ended):
            return answer.problem(self._start.limits).answer(task.lang)
        return answer

    async def _free_worker(self) -> Worker:
        """Return a worker that has no task, as soon as there is one.

        Raises:
            TimeoutError: there was none for as long as a task may take.
        """
        while self._idle:
            worker = self._idle.pop()
            if worker.is_alive:
                return worker
        async with asyncio.timeout(self._start.limits.deadline):
            while True:
                place: asyncio.Future[Worker] = asyncio.get_running_loop().create_future()
                self._waiting.append(place)
                worker = await self._worker_of(place)
                if worker.is_alive:
                    return worker

    async def _worker_of(self, place: asyncio.Future[Worker]) -> Worker:
        """Return the worker that a place in the queue gets; one that comes too late goes to the next."""
        try:
            return await place
        except asyncio.CancelledError:
            if place.done() and not place.cancelled():
                self._hear(place.result())
            raise

    def _hear(self, worker: Worker) -> None:
        """Give a worker that is free to the first task that waits, and replace one that has ended."""
        if not worker.is_connected:
            self._replace(worker)
            return
        self._ready.set()
        while self._waiting:
            place = self._waiting.popleft()
            if not place.done():
                place.set_result(worker)
                return
        self._idle.append(worker)

    def _replace(self, worker: Worker) -> None:
        if worker not in self.workers:
            return
        self.workers.discard(worker)
        worker.stop()
        if self._is_open:
            self.replaced += 1
            pause = PAUSE if worker.greeting is None else 0
            adding = asyncio.get_running_loop().create_task(self._add(pause))
            self._background.add(adding)
            adding.add_done_callback(self._background.discard)

    async def _add(self, pause: int = 0) -> None:
        await asyncio.sleep(pause)
        while self._is_open:
            with suppress(OSError):  # the system may have no process to spare just now
                worker = Worker(self._start, self._hear)
                self.workers.add(worker)
                await worker.connect()
                return
            await asyncio.sleep(PAUSE)

    async def close(self) -> None:
        """End all workers, and wait until they are gone."""
        self._is_open = False
        for worker in self.workers:
            worker.stop()
        for worker in self.workers:
            worker.process.kill()
            worker.process.wait()


__all__ = ["LIMITS", "Ended", "Pool", "Worker", "busy"]
