"""The service under load: no mixed answers, streams in constant memory, and nothing that its own description denies."""

from __future__ import annotations

import concurrent.futures
import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.support.service import PROJECT, ROW, Running, environment, service

pytest.importorskip("uvicorn")
pytestmark = pytest.mark.slow
CLIENTS, REQUESTS = 50, 40
LINES = "application/x-ndjson"
MEGABYTE = 1024 * 1024


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    with service() as one:
        yield one


def project(number: int) -> bytes:
    """A project whose total tells which one it is: 100.00 less so many cents."""
    row = {**ROW, "target": "9000", "actual": str(9000 - number)}
    return json.dumps({**PROJECT, "id": str(number), "indicators": [row]}).encode()


def is_of(document: dict[str, object], number: int) -> bool:
    expected = 10_000 - number
    return document["id"] == str(number) and document["total"] == f"{expected // 100}.{expected % 100:02d}"


def test_fifty_clients_get_their_own_answers(running: Running) -> None:
    def ask(client: int) -> list[bool]:
        with httpx.Client(base_url=running.client.base_url, timeout=60) as connection:
            answers = []
            for number in range(client * REQUESTS, (client + 1) * REQUESTS):
                answer = connection.post("/v1/score", content=project(number))
                answers.append(answer.status_code == 200 and is_of(answer.json(), number))
        return answers

    with concurrent.futures.ThreadPoolExecutor(CLIENTS) as clients:
        answers = [answer for share in clients.map(ask, range(CLIENTS)) for answer in share]
    assert answers == [True] * (CLIENTS * REQUESTS)


def peak(pid: int) -> int:
    """The most memory that a process has had, in bytes."""
    match = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    assert match is not None
    return int(match[1]) * 1024


@pytest.mark.parametrize("is_eager", [True, False], ids=["reads as it sends", "reads at the end"])
def test_ten_thousand_lines_stream_in_constant_memory(running: Running, *, is_eager: bool) -> None:
    def lines() -> Iterator[bytes]:
        for number in range(10_000):
            yield project(number % 9_000) + b"\n"

    running.post("/v1/score:batch", b"".join(project(number) + b"\n" for number in range(200)), LINES)
    pids = [running.process.pid, *running.workers()]
    before = [peak(pid) for pid in pids]
    count = 0
    if is_eager:
        count = duplex(running, lines())
    else:
        with running.client.stream(
            "POST", "/v1/score:batch", content=lines(), headers={"Content-Type": LINES}, timeout=300
        ) as answer:
            for count, line in enumerate(answer.iter_lines(), 1):
                assert is_of(json.loads(line), (count - 1) % 9_000)
    assert count == 10_000
    growth = [after - start for after, start in zip(map(peak, pids), before, strict=True)]
    assert max(growth) < 32 * MEGABYTE


def duplex(running: Running, lines: Iterator[bytes]) -> int:
    """Send and read at the same time, as over a socket of one's own; return how many lines came back."""
    import socket

    url = running.client.base_url
    with socket.create_connection((url.host, url.port or 0), timeout=300) as connection:
        head = (
            f"POST /v1/score:batch HTTP/1.1\r\nHost: x\r\nContent-Type: {LINES}\r\nTransfer-Encoding: chunked\r\n\r\n"
        )
        connection.sendall(head.encode())

        def send() -> None:
            for line in lines:
                connection.sendall(f"{len(line):x}\r\n".encode() + line + b"\r\n")
            connection.sendall(b"0\r\n\r\n")

        sender = threading.Thread(target=send)
        sender.start()
        count, tail = 0, b""
        while b"\r\n0\r\n\r\n" not in tail:
            data = connection.recv(65536)
            assert data
            count += data.count(b'"schema"')
            tail = tail[-8:] + data
        sender.join()
    return count


@pytest.mark.parametrize("hostile", [b"[" * 4_000_000, b"{" + b'"a":1,' * 400_000 + b"}"], ids=["deep", "many keys"])
def test_hostile_bodies_leave_a_worker_to_the_others(running: Running, hostile: bytes) -> None:
    """Ten at once: small requests go on being answered, since large ones never take the last worker."""

    def attack(_: int) -> int:
        return httpx.post(f"{running.client.base_url}/v1/score", content=hostile, timeout=120).status_code

    with concurrent.futures.ThreadPoolExecutor(10) as attackers:
        attacks = [attackers.submit(attack, number) for number in range(10)]
        answered = 0
        while not all(attack.done() for attack in attacks):
            assert running.post("/v1/score").json()["total"] == "100.00"
            answered += 1
    assert answered > 10
    assert {attack.result() for attack in attacks} <= {400, 413, 503, 504}


def test_the_openapi_document_holds_against_schemathesis(running: Running, tmp_path: Path) -> None:
    pytest.importorskip("schemathesis")
    command = [
        sys.executable, "-m", "schemathesis.cli", "run", f"{running.client.base_url}/openapi.json",
        "--max-examples", os.environ.get("JIXIAO_EXAMPLES", "25"), "--seed", "18", "--generation-database", "none",
        "--request-timeout", "60", "--phases", "examples,coverage,fuzzing", "--no-color",
    ]  # fmt: skip
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=1_200, cwd=tmp_path, env=environment()
    )
    assert done.returncode == 0, done.stdout[-8_000:]
