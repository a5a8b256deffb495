"""The service answers a monitored project with its own document, and draws and explains it."""

from __future__ import annotations

import json
from collections.abc import Iterator

import jsonschema
import pytest

import jixiao
from jixiao.schemas import schema_of
from tests.support.monitoring import project, row
from tests.support.service import Running, service

pytest.importorskip("uvicorn")
PROJECT = project(row("≥300", "60", forecast="290"), month=7)


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    with service() as one:
        yield one


def test_a_monitored_project_has_its_document(running: Running) -> None:
    body = PROJECT.as_json.encode()
    answer = running.post("/v1/score", body).json()
    assert answer == jixiao.monitor(jixiao.parse_project(body)).to_dict()
    assert (answer["light"], answer["projected"]["total"]) == ("red", "97.00")
    jsonschema.Draft202012Validator(schema_of("monitoring", "canonical")).validate(answer)


def test_its_lights_are_explained(running: Running) -> None:
    answer = running.post("/v1/explain", json.loads(PROJECT.as_json)).json()
    (_, indicator) = answer["rows"]
    assert "落在：序时进度 < 60%：红灯" in indicator["steps"]
    assert (answer["total"], indicator["score"]) == (None, None)
    assert "监控规则：最差的一盏" in answer["grade_steps"]


def test_its_form_is_drawn(running: Running) -> None:
    answer = running.post("/v1/render?format=html", json.loads(PROJECT.as_json))
    assert (answer.status_code, "红灯" in answer.text) == (200, True)


def test_the_answer_is_described(running: Running) -> None:
    responses = running.get("/openapi.json").json()["paths"]["/v1/score"]["post"]["responses"]
    assert "#/components/schemas/Monitoring" in json.dumps(responses["200"])


def test_lines_of_a_stream_have_lights_or_scores_by_their_stage(running: Running) -> None:
    evaluated = {**json.loads(PROJECT.as_json), "stage": "self_evaluation"}
    lines = [PROJECT.as_json, json.dumps(evaluated, ensure_ascii=False), PROJECT.as_json]
    answer = running.post("/v1/score:batch", "\n".join(lines).encode(), "application/x-ndjson")
    documents = [json.loads(line) for line in answer.text.splitlines()]
    schemas = [document["schema"] for document in documents]
    assert schemas == ["jixiao.monitoring/1", "jixiao.result/1", "jixiao.monitoring/1"]
    assert documents[0] == documents[2] == jixiao.monitor(jixiao.parse_project(PROJECT.as_json)).to_dict()
