"""A worker that is late, killed or out of memory costs its own request; the pool goes on with another."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path

from jixiao.border.reader_process import Limits
from jixiao.serve.endpoints import ENDPOINTS
from jixiao.serve.operations import _OPERATIONS
from jixiao.serve.pool import Pool
from jixiao.serve.tasks import Answer, Start, Task
from tests.support.service import PROJECT

MEGABYTE = 1024 * 1024
SOUND = Task("score", body=json.dumps(PROJECT).encode())


def with_pool(test: Callable[[Pool], Awaitable[None]], limits: Limits, books: dict[str, Path] | None = None) -> None:
    """Run a test on a pool of one worker, which is ended whatever happens."""

    async def run() -> None:
        pool = Pool(Start(books or {}, limits), 1)
        await pool.open()
        try:
            async with asyncio.timeout(60):
                await pool.ready()
                await test(pool)
        finally:
            await pool.close()

    asyncio.run(run())


def pid(pool: Pool) -> int:
    [worker] = pool.workers
    return worker.process.pid


def total(answer: Answer) -> object:
    return json.loads(answer.body)["total"]


def test_every_endpoint_has_its_operation() -> None:
    assert _OPERATIONS.keys() == ENDPOINTS.keys()


def test_a_task_that_takes_too_long_is_ended() -> None:
    async def test(pool: Pool) -> None:
        os.kill(pid(pool), signal.SIGSTOP)
        answer = await pool.run(SOUND)
        assert (answer.status, json.loads(answer.body)["slug"]) == (504, "request-took-too-long")
        await pool.ready()
        assert total(await pool.run(SOUND)) == "100.00"
        assert pool.replaced == 1

    with_pool(test, Limits(5, 512 * MEGABYTE, 10)._replace(deadline=3))


def test_a_task_that_uses_up_its_processor_time_is_ended() -> None:
    async def test(pool: Pool) -> None:
        rows = [{"level1": "产出指标", "name": str(number), "target": "≥1", "actual": "1"} for number in range(2_000)]
        projects = {"projects": [{**PROJECT, "indicators": rows}] * 4}
        answer = await pool.run(Task("explain", body=json.dumps(projects).encode()))
        assert answer.status == 504

    with_pool(test, Limits(0, 512 * MEGABYTE, 50)._replace(processor=0.2))  # type: ignore[arg-type]


def test_a_task_that_needs_too_much_memory_gets_an_answer_and_a_new_worker() -> None:
    async def test(pool: Pool) -> None:
        first = pid(pool)
        lines = b"{" + b",".join(b'"k%d": [1]' % number for number in range(90_000)) + b"}"
        answer = await pool.run(Task("score", body=lines))
        assert (answer.status, json.loads(answer.body)["slug"]) == (413, "request-needs-memory")
        await pool.ready()
        assert total(await pool.run(SOUND)) == "100.00"
        assert pid(pool) != first

    with_pool(test, Limits(30, 4 * MEGABYTE, 50))


def test_a_worker_that_somebody_kills_costs_no_answer() -> None:
    async def test(pool: Pool) -> None:
        os.kill(pid(pool), signal.SIGSTOP)
        asking = asyncio.create_task(pool.run(SOUND))
        await asyncio.sleep(0.1)
        os.kill(pid(pool), signal.SIGKILL)
        assert total(await asking) == "100.00"

    with_pool(test, Limits(5, 512 * MEGABYTE, 50))


def test_a_caller_who_goes_away_leaves_the_worker_to_the_next() -> None:
    async def test(pool: Pool) -> None:
        for _ in range(3):
            asking = [asyncio.create_task(pool.run(SOUND)) for _ in range(4)]
            await asyncio.sleep(0.001)
            for task in asking:
                task.cancel()
            await asyncio.gather(*asking, return_exceptions=True)
        assert total(await pool.run(SOUND)) == "100.00"
        assert pool.replaced == 0

    with_pool(test, Limits(5, 512 * MEGABYTE, 50))
