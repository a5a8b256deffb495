"""Readers of files from outside run in a process of their own, under limits that the operating system enforces.

One process serves all files of a run, one after the other. Where a file kills it, that file gets a finding and the
next one a new process. Where there are no such limits (Windows, the browser) the reader runs in this process.
"""

from __future__ import annotations

import atexit
import io
import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, cast

from jixiao.border.inputs import InputError
from jixiao.findings import Codes, Finding
from jixiao.findings.bugs import end_of

_Value = TypeVar("_Value")
MEGABYTE = 1024 * 1024
#: What the new process does: find modules where this one does, then serve.
_START = "import sys; sys.path[:] = sys.argv[1:]; from jixiao.border.reader_process import serve; serve()"
_READY = b"ready"
#: Seconds in which a new process must be ready.
_START_DEADLINE = 60
#: Where Linux tells how much address space this process has.
_STATM = Path("/proc/self/statm")


class Limits(NamedTuple):
    """What one call may cost: seconds of processor time, bytes that the process may grow by, and seconds in all."""

    processor: int = 2
    memory: int = 200 * MEGABYTE
    deadline: int = 60


USUAL = Limits()


def run(function: Callable[..., _Value], *arguments: object, name: str, limits: Limits = USUAL) -> _Value:
    """Return the result of a function that runs in a process of its own.

    The function stands in a module; it, its arguments and its result are pickled. ``name`` is the file's.

    Raises:
        InputError: the function refuses the input, fails on it in whatever way, or needs more than the limits.
        ImportError: a library that the function needs is not installed.
    """
    call = _READER.ask if is_separate() else _call
    answer = call(function, arguments, limits)
    if isinstance(answer, _Failure):
        raise answer.as_error(name)
    value: _Value = answer
    return value


def is_separate() -> bool:
    """Whether readers run in a process of their own: where there are processes, and limits for them."""
    return sys.platform not in ("win32", "emscripten", "wasi") and bool(sys.executable)


class _Failure(NamedTuple):
    """Why there is no result: an error to pass on, the limit that was reached, else a damaged file."""

    error: InputError | ImportError | None = None
    limit: str = ""

    def as_error(self, name: str) -> InputError | ImportError:
        """Return the error to raise for a file."""
        if self.error is not None:
            return self.error
        if self.limit:
            return InputError(Finding(Codes.READING_STOPPED, "", {"name": name, "detail": self.limit}))
        return InputError(Finding(Codes.CANNOT_OPEN_FILE, "", {"name": name}))


def _call(function: Callable[..., Any], arguments: tuple[object, ...], limits: Limits) -> Any:
    """Return the result of a function in this process, or why there is none."""
    try:
        return function(*arguments)
    except (InputError, ImportError) as error:
        return _Failure(error)
    except MemoryError:
        return _Failure(limit=f"{limits.memory // MEGABYTE} MB")
    except Exception:  # noqa: BLE001  # whatever a damaged file makes a library raise
        return _Failure()


# ---- the process that sends tasks


class _KilledError(Exception):
    """The process that reads was killed, and not by us."""


class _Process:
    """A process that serves, and the pipes to it and from it."""

    def __init__(self) -> None:
        """Start the process, and wait until it is ready.

        Raises:
            OSError: it does not start.
        """
        paths = [path for path in sys.path if isinstance(path, str)]
        self._process = subprocess.Popen(  # noqa: S603  # this interpreter
            [sys.executable, "-P", "-c", _START, *paths],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0,
        )  # fmt: skip
        self._tasks = cast("io.FileIO", self._process.stdin)
        self._answers = io.BufferedReader(cast("io.FileIO", self._process.stdout))
        try:
            with self._at_most(_START_DEADLINE):
                is_ready = self._exchange(b"") == _READY
        except BaseException:
            self.stop()
            raise
        if not is_ready:
            self.stop()
            raise OSError(sys.executable)

    def ask(self, task: bytes, limits: Limits) -> Any:
        """Return the answer to a task, or the limit that ended the process.

        Raises:
            _KilledError: somebody else has ended it.
        """
        with self._at_most(limits.deadline) as is_late:
            answer = self._exchange(pickle.dumps((limits, task)))
            if answer is not None:
                return pickle.loads(answer)  # noqa: S301  # our own process
            code = self._process.wait()
        if is_late.is_set():
            return _Failure(limit=f"{limits.deadline} s")
        if code == -signal.SIGKILL:
            raise _KilledError
        return _Failure(limit=_cause(code, limits))

    def _exchange(self, message: bytes) -> bytes | None:
        """Send a message; return the next one that comes back, or ``None`` where the process has died."""
        view = memoryview(message)
        try:
            while view:
                view = view[self._tasks.write(view) :]
            answer: bytes = pickle.load(self._answers)  # noqa: S301  # our own process
        except (EOFError, OSError, pickle.UnpicklingError):
            return None
        return answer

    @contextmanager
    def _at_most(self, seconds: int) -> Iterator[threading.Event]:
        """Kill the process where what follows takes longer; the event tells that it was."""
        is_late = threading.Event()

        def end() -> None:
            is_late.set()
            self._process.kill()

        watch = threading.Timer(seconds, end)
        watch.daemon = True
        watch.start()
        try:
            yield is_late
        finally:
            watch.cancel()
            watch.join()

    def stop(self) -> None:
        """End the process, and wait until it is gone."""
        self._process.kill()
        self._process.wait()
        self.forget()

    def forget(self) -> None:
        """Close this side's ends of the pipes; a process that no other one uses ends by itself."""
        self._tasks.close()
        self._answers.close()


def _cause(code: int, limits: Limits) -> str:
    """Return the limit, or the signal, that ended a process with an exit code."""
    if code == -signal.SIGPROF:
        return f"CPU {limits.processor} s"
    return end_of(code)


class _Reader:
    """The one process that reads for this one: started when it is needed, replaced when it has died."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: _Process | None = None
        self._is_possible = True

    def ask(self, function: Callable[..., Any], arguments: tuple[object, ...], limits: Limits) -> Any:
        """Return the result of the function in that process, or in this one where no process can be started."""
        task = pickle.dumps((function, arguments))
        with self._lock:
            for _ in range(2):  # one that somebody has killed gets a second try
                process = self._started()
                if process is None:
                    return _call(function, arguments, limits)
                with suppress(_KilledError):
                    return self._answer(process, task, limits)
        return _Failure(limit="SIGKILL")

    def _answer(self, process: _Process, task: bytes, limits: Limits) -> Any:
        """Return the answer of a process, and end one that cannot answer the next task."""
        try:
            answer = process.ask(task, limits)
        except BaseException:  # Ctrl-C among them: the answer would be taken for that of the next task
            self.stop()
            raise
        if isinstance(answer, _Failure) and answer.limit:  # it has died, or keeps the memory that it has used up
            self.stop()
        return answer

    def _started(self) -> _Process | None:
        """Return the process, started if needed; ``None`` where none can be started."""
        if self._process is None and self._is_possible:
            try:
                self._process = _Process()
            except OSError:
                self._is_possible = False
        return self._process

    def stop(self) -> None:
        """End the process; the next task starts another."""
        process, self._process = self._process, None
        if process is not None:
            process.stop()

    def forget(self) -> None:
        """Leave the process to the one that this one was forked from, even in the middle of a task."""
        process, self._process, self._lock = self._process, None, threading.Lock()
        if process is not None:
            process.forget()


_READER = _Reader()


def stop() -> None:
    """End the process that reads, where there is one; it is also ended when this one ends."""
    _READER.stop()


atexit.register(stop)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_READER.forget)


# ---- the process that reads


def serve() -> None:
    """Answer one task after the other until none comes."""
    import resource

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that sends tasks
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with os.fdopen(os.dup(1), "wb") as answers, open(os.devnull, "wb") as nowhere:  # noqa: PTH123
        os.dup2(nowhere.fileno(), 1)  # what a library prints is no answer
        answer = _READY
        with suppress(EOFError, BrokenPipeError):
            while True:
                pickle.dump(answer, answers)
                answers.flush()
                limits, task = pickle.load(sys.stdin.buffer)  # noqa: S301  # our own process
                answer = _result(task, limits)


def _result(task: bytes, limits: Limits) -> bytes:
    """Return the pickled answer to a task."""
    try:
        function, arguments = pickle.loads(task)  # noqa: S301  # our own process
    except ImportError as error:
        return pickle.dumps(_Failure(error))
    with limited(limits):
        answer = _call(lambda: pickle.dumps(function(*arguments)), (), limits)
    if isinstance(answer, _Failure):
        return pickle.dumps(answer)
    result: bytes = answer
    return result


@contextmanager
def limited(limits: Limits) -> Iterator[None]:
    """Let the system end this process, or refuse it memory, where what follows needs more than the limits."""
    import resource

    before = resource.getrlimit(resource.RLIMIT_AS)
    if _STATM.exists():  # elsewhere the address space is not limited, or cannot be known
        used = int(_STATM.read_text().partition(" ")[0]) * resource.getpagesize()
        most = [limit for limit in before if limit != resource.RLIM_INFINITY]
        resource.setrlimit(resource.RLIMIT_AS, (min([used + limits.memory, *most]), before[1]))
    signal.setitimer(signal.ITIMER_PROF, limits.processor)  # SIGPROF ends the process, also within a library
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        resource.setrlimit(resource.RLIMIT_AS, before)


__all__ = ["MEGABYTE", "USUAL", "Limits", "is_separate", "limited", "run", "serve", "stop"]
