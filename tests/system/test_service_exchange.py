"""The service reads documents of the budget system as projects, and hands them over again with scores or lights."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest

from jixiao.schemas import schema_of
from tests.support.monitoring import project, row
from tests.support.service import Running, service

pytest.importorskip("uvicorn")
QUERY = "?spec=cn.vendor-fasp2&on=2025-12-31"
DOCUMENT = """{
  "guid": "A1", "proName": "培训", "unknown": 1.50,
  "proselfevalbgtlist": [{"name": "一般公共预算拨款", "amt1": 100.00, "amt2": 0, "amt3": 100.00, "amt4": 95.00}],
  "proselfevalindexlist": [
    {"findexName": "产出指标", "indiName": "培训人次", "computesign": "≥", "meterunit": "人次", "indexval": "300",
     "actualvalue": "290", "actualweight": 80.00, "score": 80.00},
    {"findexName": "满意度指标", "indiName": "学员满意度", "computesign": "≥", "meterunit": "%", "indexval": "95",
     "actualvalue": "96", "actualweight": 10.00, "score": 10.00}]
}"""


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    with service() as one:
        yield one


def codes(document: dict[str, Any]) -> set[str]:
    return {finding["code"] for finding in document["findings"]}


def test_a_document_is_scored_as_a_project(running: Running) -> None:
    answer = running.post(f"/v1/score{QUERY}", DOCUMENT.encode()).json()
    assert (answer["schema"], answer["total"], answer["project"]["year"]) == ("jixiao.result/1", "96.83", 2025)


def test_an_answer_of_the_system_gives_a_list(running: Running) -> None:
    body = f'{{"result": [{DOCUMENT}, {DOCUMENT}], "code": "200", "success": true}}'.encode()
    answer = running.post(f"/v1/check{QUERY}", body).json()
    assert [one["project"]["name"] for one in answer["results"]] == ["培训", "培训"]


def test_it_goes_out_with_its_scores_and_all_else_as_it_stood(running: Running) -> None:
    answer = running.post(f"/v1/exchange{QUERY}", DOCUMENT.encode())
    document = answer.json()
    jsonschema.Draft202012Validator(schema_of("exchange", "canonical")).validate(document)
    assert '"unknown": 1.50' in answer.text
    assert '"actualweight": 80.00' in answer.text
    assert [str(indicator["score"]) for indicator in document["document"]["proselfevalindexlist"]] == ["77.33", "10.0"]
    assert "JX670" in codes(document)


def test_a_monitored_project_goes_out_with_its_lights(running: Running) -> None:
    body = json.loads(project(row("≥300", "60", forecast="290"), month=7).as_json)
    document = running.post("/v1/exchange", body).json()["document"]
    (indicator,) = document["protraceindexlist"]
    assert indicator["indiName"] == "甲"


def test_targets_have_no_document(running: Running) -> None:
    body = {"spec": "cn.mof-2020-10", "name": "x", "year": 2025, "stage": "target", "indicators": []}
    answer = running.post("/v1/exchange", {"projects": [body]}).json()
    (document,) = answer["results"]
    assert document["document"] is None
    assert "JX665" in codes(document)


def test_a_line_of_a_stream_may_be_a_document(running: Running) -> None:
    line = " ".join(DOCUMENT.split())
    answer = running.post(f"/v1/score:batch{QUERY}", f"{line}\n[{line}]\n".encode(), "application/x-ndjson")
    first, second = (json.loads(line) for line in answer.text.splitlines())
    assert (first["total"], second["total"]) == ("96.83", None)


def test_it_is_read_as_a_project_file_that_keeps_it(running: Running) -> None:
    answer = running.post("/v1/read?name=x.json&on=2025-12-31", DOCUMENT.encode(), "application/octet-stream").json()
    (form,) = answer["forms"]
    assert (form["project"]["year"], "附加数据" in form["text"]) == ("2025", True)
    again = running.post(f"/v1/exchange{QUERY}", form["text"].encode(), "application/yaml")
    assert '"unknown": 1.50' in again.text


def test_what_a_project_file_keeps_aside_is_read_too(running: Running) -> None:
    body = b'{"name": "x", "x": {"a": 1.50}}'
    answer = running.post("/v1/read?name=x.json", body, "application/octet-stream")
    assert '"x": {"a": 1.50}' in answer.text
