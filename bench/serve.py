"""The service beside the library: `python bench/serve.py [REQUESTS] [CLIENTS]`.

It prints how long a request takes (median, 99 of 100), what it costs in processor time above scoring the same bytes by
the library, and how many projects a second and core a stream scores beside the library's own.
"""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles
from time import perf_counter, process_time

import data

import jixiao

LINES = 3_000
_TICKS = os.sysconf("SC_CLK_TCK")
JSON = {"Content-Type": "application/json"}


def bodies(count: int) -> list[bytes]:
    """Return projects as JSON."""
    return [json.dumps(data.project(number)[0], ensure_ascii=False).encode() for number in range(count)]


def library_seconds(projects: list[bytes]) -> float:
    """Return the processor time that the library needs for a project, from its bytes to those of its result."""
    for project in projects[:50]:
        jixiao.score(jixiao.parse_project(project)).to_json().encode()
    begin = process_time()
    for project in projects:
        jixiao.score(jixiao.parse_project(project)).to_json().encode()
    return (process_time() - begin) / len(projects)


@contextmanager
def service() -> Iterator[tuple[int, int]]:
    """Return the process and the port of a service that is ready."""
    command = [sys.executable, "-m", "jixiao", "serve", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        port = json.loads(process.stderr.readline())["port"]
        process.stderr.readline()  # the books are read
        threading.Thread(target=process.stderr.read, daemon=True).start()
        try:
            yield process.pid, port
        finally:
            process.terminate()


def processor_seconds(process: int) -> float:
    """Return the processor time of a process and its children so far."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    total = 0
    for pid in (process, *children):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / _TICKS


def ask(port: int, projects: list[bytes], times: list[float]) -> None:
    """Send projects one after the other over one connection, and note how long each took."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for project in projects:
        begin = perf_counter()
        connection.request("POST", "/v1/score", project, JSON)
        answer = connection.getresponse()
        answer.read()
        times.append(perf_counter() - begin)
        assert answer.status == 200
    connection.close()


def requests(port: int, projects: list[bytes], clients: int) -> list[float]:
    """Return how long each request took, sent by so many clients at a time."""
    times: list[float] = []
    shares = [projects[number::clients] for number in range(clients)]
    threads = [threading.Thread(target=ask, args=(port, share, times)) for share in shares]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times


def stream(port: int, projects: list[bytes]) -> None:
    """Send projects as lines and read all results."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
    connection.request("POST", "/v1/score:batch", b"\n".join(projects), {"Content-Type": "application/x-ndjson"})
    assert connection.getresponse().read().count(b"\n") == len(projects)


def main(count: int = 2_000, clients: int = 50) -> None:
    """Print all figures."""
    projects = bodies(count)
    alone = library_seconds(projects)
    print(f"library: {alone * 1000:.2f} ms of processor a project, {1 / alone:.0f} projects a second and core")
    with service() as (process, port):
        requests(port, projects[:200], 2)
        for number in (1, clients):
            begin = processor_seconds(process)
            times = requests(port, projects, number)
            cost = (processor_seconds(process) - begin) / len(projects)
            cuts = quantiles(times, n=100)
            print(
                f"{number} clients: median {cuts[49] * 1000:.1f} ms, p99 {cuts[98] * 1000:.1f} ms "
                f"({cuts[98] / cuts[49]:.1f} times); {cost * 1000:.2f} ms of processor a request, "
                f"{(cost - alone) * 1000:.2f} above the library"
            )
        begin = processor_seconds(process)
        stream(port, (projects * (LINES // count + 1))[:LINES])
        cost = (processor_seconds(process) - begin) / LINES
        print(f"score:batch: {1 / cost:.0f} projects a second and core, {alone / cost:.2f} of the library's")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
