"""The log: one line of JSON on standard error for each request, with hashes and names, never with contents.

A thread writes it, so that a reader who does not read holds nobody up; lines that find no room are counted.
"""

from __future__ import annotations

import json
import logging
import os
import threading
from collections import Counter, deque
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from jixiao import version
from jixiao.serve.tasks import Trace

_STDERR = 2
#: Lines that may wait to be written.
_ROOM = 10_000
#: Projects of one request that are listed one by one.
_MOST_LISTED = 20
#: Seconds in which lines gather before they are written together, and that are waited for the last ones.
_PAUSE, _LAST = 1 / 10, 1


def engine_hash() -> str:
    """Return the hash of the program's own files, which tells one build from another of the same version."""
    home = Path(version.__file__).parent
    digest = sha256()
    for path in sorted(home.rglob("*.py")):
        digest.update(path.relative_to(home).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


class Journal:
    """Lines of JSON, each with the time, the engine's version and its hash."""

    def __init__(self) -> None:
        self.engine = {"engine": version.__version__, "engine_sha256": engine_hash()}
        self._lines: deque[str] = deque()
        self._lost = 0
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._write_all, daemon=True, name="journal")
        self._thread.start()

    def write(self, event: str, **fields: Any) -> None:
        """Put a line on its way."""
        if len(self._lines) >= _ROOM:
            self._lost += 1
            return
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        line: dict[str, Any] = {"time": now, "event": event, **fields, **self.engine}
        if self._lost:
            line["lines_lost"], self._lost = self._lost, 0
        self._lines.append(json.dumps(line, ensure_ascii=False, default=str))

    def _write_all(self) -> None:
        is_over = False
        while not is_over:
            is_over = self._is_over.wait(_PAUSE)
            lines = [self._lines.popleft() for _ in range(len(self._lines))]
            data = "".join(f"{line}\n" for line in lines).encode("utf-8", "backslashreplace")
            while data:
                try:
                    data = data[os.write(_STDERR, data) :]
                except OSError:  # nobody reads it any more
                    return

    def close(self) -> None:
        """Write what is still on its way, and end."""
        self._is_over.set()
        self._thread.join(_LAST)


class Handler(logging.Handler):
    """What libraries log, in the same lines."""

    def __init__(self, journal: Journal) -> None:
        super().__init__(logging.WARNING)
        self._journal = journal

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record of the logging module; a traceback is reduced to its type."""
        error = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else None
        self._journal.write("library", logger=record.name, message=record.msg, error=error)


class Traces:
    """What a line says of the projects of a request: each where they are few, else counts and one hash over all."""

    def __init__(self) -> None:
        self.count = 0
        self._first: list[Trace] = []
        self._specs: Counter[tuple[str | None, str | None]] = Counter()
        self._digest = sha256()

    def add(self, traces: Sequence[Trace]) -> None:
        """Add projects, in order."""
        for trace in traces:
            self.count += 1
            self._specs[trace.spec, trace.spec_sha256] += 1
            self._digest.update(trace.input_sha256.encode())
            if len(self._first) <= _MOST_LISTED:
                self._first.append(trace)

    def fields(self) -> dict[str, Any]:
        """Return the fields of a line."""
        if self.count <= _MOST_LISTED:
            return {"projects": [trace._asdict() for trace in self._first]}
        specs = [{"spec": spec, "spec_sha256": sha, "projects": count} for (spec, sha), count in self._specs.items()]
        return {"project_count": self.count, "inputs_sha256": self._digest.hexdigest(), "specs": specs}


__all__ = ["Handler", "Journal", "Traces", "engine_hash"]
