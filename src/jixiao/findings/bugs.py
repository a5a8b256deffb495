"""The guard around a piece of work: a bug of ours becomes a finding on that piece, and everything else goes on."""

from __future__ import annotations

import os
import signal
import traceback
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from jixiao.findings import Codes, Finding
from jixiao.version import __version__

T = TypeVar("T")
#: Set to print the traceback of every bug on standard error, too. It may show contents of files.
TRACEBACK = "JIXIAO_TRACEBACK"
#: What ends a process on purpose.
_ENDS = (KeyboardInterrupt, SystemExit, GeneratorExit)


def attempt(name: str, work: Callable[[], T], fail: Callable[[Finding], T]) -> T:
    """Return what ``work`` returns; where it raises, what ``fail`` returns for the finding. ``name`` is the input's.

    It takes any exception, also those that are no ``Exception``, such as the panics of compiled libraries.
    """
    try:
        return work()
    except _ENDS:
        raise
    except BaseException as error:  # noqa: BLE001  # whatever a bug may raise
        if os.environ.get(TRACEBACK):
            traceback.print_exception(error)
        return fail(bug(name, error))


def bug(name: str, error: BaseException) -> Finding:
    """Return the finding on an exception: its type and its place in our code, without its text or a path."""
    return Finding(
        Codes.PROGRAM_FAILED, args={"name": name, "type": type(error).__name__, "place": _place(error)} | _VERSION
    )


def death(name: str, end: str) -> Finding:
    """Return the finding on an input whose worker process died; ``end`` says how, such as SIGKILL."""
    return Finding(Codes.WORKER_DIED, args={"name": name, "end": end} | _VERSION)


def end_of(code: int) -> str:
    """Return how a process ended, by its exit code: the name of the signal that ended it, or the code.

    >>> end_of(-9), end_of(-40), end_of(3)
    ('SIGKILL', 'signal 40', 'exit 3')
    """
    if code >= 0:
        return f"exit {code}"
    with suppress(ValueError):  # not every signal has a name
        return signal.Signals(-code).name
    return f"signal {-code}"


_VERSION = {"version": __version__}


def _place(error: BaseException) -> str:
    """Return ``module:line`` of the innermost call in this package, or of any where there is none."""
    calls = [(frame.f_globals.get("__name__", "?"), line) for frame, line in traceback.walk_tb(error.__traceback__)]
    own = [call for call in calls if call[0].partition(".")[0] == "jixiao" and call[0] != __name__]
    module, line = (own or calls)[-1]
    return f"{module}:{line}"
