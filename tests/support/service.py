"""A service of ours in a process of its own, over loopback, and what it logs."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

#: Seconds in which a service must be ready, or gone.
DEADLINE = 60
ROW = {"level1": "产出指标", "name": "覆盖率", "target": "≥95%", "actual": "95%", "weight": "90"}
PROJECT: dict[str, Any] = {
    "spec": "cn.mof-2020-10",
    "name": "甲",
    "year": 2023,
    "funds": {"total": {"budget": 5, "spent": 5}},
    "indicators": [ROW],
}


@dataclass
class Running:
    process: subprocess.Popen[bytes]
    client: httpx.Client
    log: list[dict[str, Any]] = field(default_factory=list)

    def post(self, path: str, body: object = PROJECT, media: str = "application/json") -> httpx.Response:
        """Send bytes as they are, anything else as JSON."""
        content = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
        return self.client.post(path, content=content, headers={"Content-Type": media})

    def get(self, path: str) -> httpx.Response:
        return self.client.get(path)

    def workers(self) -> list[int]:
        """The processes of the workers; each may have a reader of its own below it."""
        return children(self.process.pid)

    def logged(self, event: str, **fields: object) -> dict[str, Any]:
        """The first line on an event with these fields, as soon as it is there."""
        end = time.monotonic() + DEADLINE
        while time.monotonic() < end:
            for line in list(self.log):
                if line["event"] == event and fields.items() <= line.items():
                    return line
            time.sleep(0.02)
        raise AssertionError((event, self.log))

    def read_log(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.log.append(json.loads(line))


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def command(*options: str) -> list[str]:
    return [sys.executable, "-m", "jixiao", "serve", *options]


def environment() -> dict[str, str]:
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("JIXIAO_", "COVERAGE_"))}
    return {**clean, "PYTHONUTF8": "1"}


@contextlib.contextmanager
def service(*options: str, is_ready: bool = True) -> Iterator[Running]:
    """A service on a free port, ready or about to be; it is ended whatever happens."""
    process = subprocess.Popen(command("--port", "0", *options), stderr=subprocess.PIPE, env=environment())
    with process, contextlib.ExitStack() as stack:
        running = Running(process, stack.enter_context(httpx.Client(timeout=DEADLINE)))
        reader = threading.Thread(target=running.read_log, daemon=True)
        reader.start()
        stack.callback(reader.join, DEADLINE)
        stack.callback(process.kill)
        running.client.base_url = httpx.URL(f"http://127.0.0.1:{running.logged('listening')['port']}")
        if is_ready:
            running.logged("ready")
        yield running
