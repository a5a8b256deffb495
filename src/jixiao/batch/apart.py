"""Readers of files from outside run in a process of their own: a damaged file ends that process at most."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Callable
from typing import TypeVar

_Value = TypeVar("_Value")
#: Most address space that a reader may take, in bytes.
_MOST = 6 * 10**9


class UnreadableError(Exception):
    """A file that its reader cannot read."""


def run(function: Callable[..., _Value], *arguments: object) -> _Value:
    """Return what a function of a module makes of its arguments in another process.

    Raises:
        UnreadableError: it fails, or the process dies.
        ImportError: a library that it needs is not installed.
    """
    command = [sys.executable, "-c", "from jixiao.batch.apart import serve; serve()"]
    task = pickle.dumps((function, arguments))
    done = subprocess.run(command, check=False, input=task, capture_output=True)  # noqa: S603  # this interpreter
    if done.returncode:
        raise UnreadableError
    value = pickle.loads(done.stdout)  # noqa: S301  # our own process
    if isinstance(value, Exception):
        raise value
    result: _Value = value
    return result


def serve() -> None:
    """Answer the one task that stands on standard input."""
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MOST, _MOST))
    function, arguments = pickle.load(sys.stdin.buffer)  # noqa: S301  # our own process
    try:
        answer = function(*arguments)
    except ImportError as error:
        answer = error
    except Exception:  # noqa: BLE001  # whatever a damaged file makes a library raise
        answer = UnreadableError()
    sys.stdout.buffer.write(pickle.dumps(answer))
