"""Several processes that share work, each with a pipe of its own, without threads, queues or locks that could hang.

This process only waits for the pipes. When the system kills a worker, its pipe closes; another takes its place, and
its work is done again.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import time
from collections import deque
from collections.abc import Callable, Generator, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Generic, NamedTuple, TypeVar

from jixiao.cli.signals import end_with_parent, hold_signals, release_signals
from jixiao.findings.bugs import end_of

In = TypeVar("In")
Out = TypeVar("Out")

#: How many blocks each worker may be ahead of the results that were consumed, which bounds the memory.
AHEAD = 4
#: How many blocks a worker has at once: the present one and the next, so that it never waits for this process.
HELD = 2
#: How many workers a block may kill before its items are tried one by one, and one item before it is given up.
MOST_DEATHS = 2
#: Seconds that a worker has to end.
GRACE = 1
#: How workers start: forking is fast and safe here, where there are no threads; other platforms do not fork safely.
START = "fork" if sys.platform == "linux" else "spawn"


class Block(NamedTuple):
    """A range of items that a worker gets at once, and how many workers it has killed."""

    start: int
    stop: int
    deaths: int = 0


class Worker(Generic[In]):
    """A process and its pipe; ``blocks`` are those without results yet, the present one first.

    Only positions of items are sent, so that messages to a worker that does not read yet never fill its pipe.
    """

    def __init__(self, function: Callable[[In], object], items: Sequence[In]) -> None:
        context: Any = multiprocessing.get_context(START)
        self.pipe: Connection
        self.pipe, there = context.Pipe()
        self.blocks: deque[Block] = deque()
        self.process: BaseProcess = context.Process(target=_work, args=(function, items, there, os.getpid()))
        self.process.start()
        there.close()

    def give(self, block: Block) -> None:
        """Send it a block."""
        self.blocks.append(block)
        with suppress(OSError):  # it may have died, and then its pipe ends
            self.pipe.send((block.start, block.stop))


def _work(function: Callable[[In], object], items: Sequence[In], pipe: Connection, parent: int) -> None:
    """Work on one block after another, as long as there is a parent."""
    end_with_parent(parent)
    release_signals()
    try:
        while True:
            start, stop = pipe.recv()
            pipe.send([function(item) for item in items[start:stop]])
    except Exception:  # noqa: BLE001  # the parent has ended, or the function failed: the pipe ends, too
        os._exit(1)


def share(
    function: Callable[[In], Out],
    items: Sequence[In],
    lost: Callable[[In, str], Out],
    *,
    workers: int,
    block: int = 1,
) -> Generator[Out, None, None]:
    """Yield the result of ``function`` for each item, in order, computed by several processes; closing ends them.

    For an item that keeps killing its worker, yield what ``lost`` returns for it and for how the worker ended.
    """
    crew = _Crew(function, items, lost, workers, block)
    try:
        yield from crew.results()
    finally:
        crew.end()


class _Crew(Generic[In, Out]):
    """The workers, the blocks that wait for one, and the results that wait for their turn."""

    def __init__(
        self,
        function: Callable[[In], Out],
        items: Sequence[In],
        lost: Callable[[In, str], Out],
        size: int,
        block: int,
    ) -> None:
        self.function, self.items, self.lost, self.size = function, items, lost, size
        self.window = AHEAD * size * block
        starts = range(0, len(items), block)
        self.waiting = deque(Block(start, min(start + block, len(items))) for start in starts)
        self.workers: dict[Connection, Worker[In]] = {}
        self.done: dict[int, Out] = {}

    def results(self) -> Generator[Out, None, None]:
        """Yield the result of each item in turn."""
        for number in range(len(self.items)):
            while number not in self.done:
                self._hand_out(number)
                for pipe in wait(self.workers):
                    self._take(self.workers[pipe])  # type: ignore[index]  # pipes are what it waits for
            yield self.done.pop(number)

    def _hand_out(self, number: int) -> None:
        """Give every worker its blocks in turn, none too far ahead of the item whose result comes next."""
        self._fill_up()
        for held in range(HELD):
            for worker in self.workers.values():
                if len(worker.blocks) == held and self.waiting and self.waiting[0].start < number + self.window:
                    worker.give(self.waiting.popleft())

    def _fill_up(self) -> None:
        """Start the workers that are missing; where the system allows no more, fewer have to do."""
        while len(self.workers) < self.size:
            hold_signals()  # so that no worker is started without being listed here
            try:
                worker = Worker(self.function, self.items)
                self.workers[worker.pipe] = worker
            except OSError:
                if not self.workers:
                    raise
                self.size = len(self.workers)
            finally:
                release_signals()

    def _take(self, worker: Worker[In]) -> None:
        try:
            results: list[Out] = worker.pipe.recv()
        except (EOFError, OSError):
            self._bury(worker)
            return
        self.done.update(enumerate(results, worker.blocks.popleft().start))

    def _bury(self, worker: Worker[In]) -> None:
        """Put the blocks of a worker that has died back to the front.

        The one that it worked on goes back whole, or item by item, or its only item is given up.
        """
        del self.workers[worker.pipe]
        end = _end_of(worker)
        if not worker.blocks:
            return
        block = worker.blocks.popleft()
        self.waiting.extendleft(reversed(worker.blocks))
        if block.deaths + 1 < MOST_DEATHS:
            self.waiting.appendleft(block._replace(deaths=block.deaths + 1))
        elif block.stop - block.start > 1:
            singles = [Block(number, number + 1) for number in range(block.start, block.stop)]
            self.waiting.extendleft(reversed(singles))
        else:
            self.done[block.start] = self.lost(self.items[block.start], end)

    def end(self) -> None:
        """End all workers: first by SIGTERM, so that they clean up, then by SIGKILL."""
        processes = [worker.process for worker in self.workers.values()]
        for stop in (BaseProcess.terminate, BaseProcess.kill):
            for process in processes:
                stop(process)
            deadline = time.monotonic() + GRACE
            for process in processes:
                process.join(max(deadline - time.monotonic(), 0))
            processes = [process for process in processes if process.exitcode is None]


def _end_of(worker: Worker[In]) -> str:
    """Return how a worker ended whose pipe is closed: the signal's name, or its exit code."""
    worker.pipe.close()
    worker.process.join(GRACE)
    if worker.process.exitcode is None:
        worker.process.kill()
        worker.process.join(GRACE)
    return end_of(worker.process.exitcode or 0)
