"""Streams of projects, one a line: each line is a task of its own, and its answer comes in its turn."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from typing import TypeVar

from jixiao.border.inputs import too_large
from jixiao.findings import Finding, Lang
from jixiao.loading.projects import unreadable
from jixiao.result import result_of
from jixiao.serve.bodies import NAME
from jixiao.serve.lines import Line
from jixiao.serve.pool import Pool
from jixiao.serve.tasks import JSON, Answer, Task

In = TypeVar("In")
Out = TypeVar("Out")
#: Lines that a stream has at work for each worker, so that none waits for us.
AHEAD = 2


async def in_order(items: AsyncIterator[In], work: Callable[[In], Awaitable[Out]], ahead: int) -> AsyncIterator[Out]:
    """Yield what becomes of each item in turn; up to ``ahead`` of them are worked on at a time."""
    waiting: asyncio.Queue[asyncio.Future[Out] | None] = asyncio.Queue(ahead)

    async def feed() -> None:
        try:
            async for item in items:
                await waiting.put(asyncio.ensure_future(work(item)))
        finally:
            await waiting.put(None)

    feeder = asyncio.create_task(feed())
    try:
        while (future := await waiting.get()) is not None:
            yield await future
        await feeder
    finally:
        feeder.cancel()
        while not waiting.empty():
            if (future := waiting.get_nowait()) is not None:
                future.cancel()
        with suppress(asyncio.CancelledError, Exception):
            await feeder


async def score_lines(lines: AsyncIterator[Line], pool: Pool, task: Task, most: int) -> AsyncIterator[Answer]:
    """Yield the result of each line; ``task`` has the query of all of them, a line has at most ``most`` bytes."""

    async def score(line: Line) -> Answer:
        if line.is_too_long:
            return without_result(too_large(NAME, line.length, most), task.lang)
        return await pool.run(task._replace(body=line.data))

    async for answer in in_order(lines, score, AHEAD * pool.size):
        yield answer


def line_of(answer: Answer, lang: Lang) -> bytes:
    """Return the line of an answer: a result, also where there is none, which its findings say."""
    if answer.finding is not None:
        answer = without_result(answer.finding, lang)
    return answer.body + b"\n"


def without_result(finding: Finding, lang: Lang) -> Answer:
    """Return the result of a line that could not be worked on."""
    result = result_of(unreadable([finding]), None, (), "", lang)
    return Answer(200, JSON, result.to_json().encode())


__all__ = ["in_order", "line_of", "score_lines", "without_result"]
