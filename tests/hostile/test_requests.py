"""Hostile bodies of requests: each costs at most the worker that reads it, and nobody else an answer."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest

from tests.support.paths import HOSTILE
from tests.support.service import PROJECT, Running, service

pytest.importorskip("uvicorn")


Body = Callable[[], bytes]


def many_keys() -> bytes:
    return json.dumps({f"k{number}": 1 for number in range(400_000)}).encode()


def bad_rows() -> bytes:
    rows = [{"level1": 1, "nmae": "x" * 40, "weight": "many"} for _ in range(2_000)]
    return json.dumps({**PROJECT, "indicators": rows}).encode()


#: Bodies that are there to cost time or memory, or to crash a reader: where they go, and as what.
MADE: dict[str, tuple[Body, str, str]] = {
    "400,000 keys": (many_keys, "/v1/score", "application/json"),
    "deep lists": (lambda: b"[" * 2_000_000, "/v1/score", "application/json"),
    "deep objects": (lambda: b'{"a":' * 500_000, "/v1/check", "application/json"),
    "2,000 bad rows": (bad_rows, "/v1/score", "application/json"),
    "aliases": (lambda: b"a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n", "/v1/score", "application/yaml"),
    "no text": (lambda: bytes(range(256)) * 1000, "/v1/score", "application/yaml"),
    "surrogates": (lambda: b'{"name": "\\ud800\\udfff\\udfff"}', "/v1/explain", "application/json"),
    "long number": (lambda: b'{"year": ' + b"9" * 1_000_000 + b"}", "/v1/render?format=html", "application/json"),
}
FILES: dict[str, tuple[Body, str, str]] = {
    path.name: (path.read_bytes, f"/v1/read?name=a{path.suffix}", "application/octet-stream")
    for path in sorted(HOSTILE.iterdir())
    if path.suffix in (".xlsx", ".docx", ".yaml")
}


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    with service() as one:
        yield one


@pytest.mark.parametrize("name", [*MADE, *FILES])
def test_a_hostile_body_costs_nobody_else_an_answer(running: Running, name: str) -> None:
    body, path, media = {**MADE, **FILES}[name]
    before = set(running.workers())
    answer = running.post(path, body(), media)
    assert answer.status_code in (200, 400, 409, 413, 504)
    assert "JX9" not in answer.text
    for _ in range(5):
        assert running.post("/v1/score").json()["total"] == "100.00"
    assert len(before - set(running.workers())) <= 1
