"""The service answers papers with the years of their projects, and describes that answer."""

from __future__ import annotations

import json

import jsonschema
import pytest

from jixiao.schemas import schema_of
from tests.support.service import service
from tests.support.year_papers import papers_of

pytest.importorskip("uvicorn")


def test_papers_are_answered_with_the_years_of_their_projects() -> None:
    with service() as running:
        document = running.post("/v1/year", {"projects": [*papers_of(3), papers_of(1)[0]]}).json()
        described = running.get("/openapi.json").json()["paths"]["/v1/year"]["post"]["responses"]["200"]
    jsonschema.Draft202012Validator(schema_of("year", "canonical")).validate(document)
    assert [len(year["papers"]) for year in document["projects"]] == [4, 1]
    assert described["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/Year"}
    assert "results" not in json.dumps(described)
