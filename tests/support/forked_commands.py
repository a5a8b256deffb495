"""Commands in processes of their own, forked from one that has loaded the package already.

A fork has its own memory, time, folder and streams, and what the operating system grants it; what it is spared is the
start of an interpreter. ``python -m tests.support.forked_commands`` is the process that forks.
"""

from __future__ import annotations

import ctypes
import importlib
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tests.support.paths import ROOT

#: Seconds after which a fork that hangs is ended.
LIMIT = 120


class Ended(NamedTuple):
    """How a command ended: an exit code, or a signal below zero; and what it wrote."""

    code: int
    out: bytes
    told: bytes


class Limits(NamedTuple):
    """Seconds of processor and bytes of memory that a command may take."""

    seconds: int
    memory: int


def run_forked(
    *arguments: str | Path,
    cwd: Path,
    stdin: bytes = b"",
    variables: Mapping[str, str] | None = None,
    limits: Limits | None = None,
) -> Ended:
    """Return how ``jixiao ARGUMENTS`` ends in a folder, with these variables instead of this process's."""
    server = _server()
    assert server.stdin is not None
    assert server.stdout is not None
    with tempfile.TemporaryDirectory() as folder:
        streams = [Path(folder) / name for name in ("in", "out", "told")]
        streams[0].write_bytes(stdin)
        task = {
            "folder": str(cwd), "arguments": [*map(str, arguments)], "streams": [*map(str, streams)],
            "variables": {**(os.environ if variables is None else variables)}, "limits": limits,
        }  # fmt: skip
        server.stdin.write(json.dumps(task) + "\n")
        server.stdin.flush()
        code = int(server.stdout.readline())
        return Ended(code, *(path.read_bytes() for path in streams[1:]))


def set_limits(seconds: int, memory: int) -> None:
    """Have the system end this process after seconds of processor, and refuse it more than bytes of memory."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


#: Of the system's ``prctl``: give up for good what lets root read files that are closed to it.
PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH = 24, 1, 2


def be_ordinary() -> None:
    """Make the program that this process starts next an ordinary user's, even root's."""
    if os.geteuid() == 0:
        for capability in (CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH):
            ctypes.CDLL(None).prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)


@cache
def _server() -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", __name__],
        cwd=ROOT,
        env={**os.environ, "PYTHONUTF8": "1", "COVERAGE_PROCESS_START": ""},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        preexec_fn=be_ordinary,  # noqa: PLW1509
    )


def _serve() -> None:
    for module in ("commands", "score", "help", "streams"):
        importlib.import_module(f"jixiao.cli.{module}")
    for line in sys.stdin:
        process = os.fork()
        if not process:
            _run(**json.loads(line))
        sys.stdout.write(f"{os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])}\n")
        sys.stdout.flush()


def _run(
    folder: str, arguments: list[str], streams: list[str], variables: dict[str, str], limits: list[int] | None
) -> None:
    """Become the command; this process ends with it."""
    import jixiao.cli

    signal.alarm(LIMIT)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(variables)
    for number, path in enumerate(streams):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT if number else os.O_RDONLY), number)
    if limits is not None:
        set_limits(*limits)
    sys.argv = ["jixiao", *arguments]
    jixiao.cli.run()


if __name__ == "__main__":
    _serve()
