"""Documents of the budget system become projects, and projects documents; neither way is anything lost."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator

import jixiao
from jixiao.exchange.fields import BY_STAGE
from jixiao.exchange.json_values import Json, as_data, document_text, parse_json, value_of_data
from jixiao.exchange.omissions import omitted
from jixiao.exchange.reading import projects_of_documents
from jixiao.exchange.writing import document_of, project_of_document
from jixiao.forms.importing import as_project_file
from jixiao.loading.projects import composed_text
from jixiao.model.project import Project
from jixiao.schemas import schema_of
from tests.support.exchange_documents import DOCUMENTS, UNKNOWN, carried_projects, compact, text_of

SCHEMAS = {
    stage: Draft202012Validator(schema_of(f"exchange-{name}"))
    for stage, name in (("self_evaluation", "self-evaluation"), ("monitoring", "monitoring"))
}
FEW, MANY = 120, 1000


def read(text: str) -> list[Project]:
    composed = composed_text(text.encode(), "exchange.json")
    return projects_of_documents(*composed)  # type: ignore[arg-type]


def through_a_file(project: Project) -> Project:
    """What a clerk's project file of it holds."""
    return jixiao.parse_project(as_project_file(json.loads(project.as_json)))


def written(project: Project) -> str:
    document = document_of(project)
    assert document is not None
    return document_text(document)


def check_document(document: Json) -> None:
    """A document that was read is written as it stood: keys, order, numbers, what nobody knows."""
    text = text_of(document)
    (project,) = read(text)
    SCHEMAS[project.stage].validate(json.loads(text))
    assert compact(written(project)) == compact(text)
    assert compact(written(through_a_file(project))) == compact(text)


def check_project(data: dict[str, Any]) -> None:
    """A project that states nothing but what documents carry is read from its own as it was."""
    project = jixiao.load_project(data)
    assert project.findings == ()
    document = document_of(project)
    assert document is not None
    SCHEMAS[project.stage].validate(json.loads(document_text(document)))
    carried = project_of_document(document, BY_STAGE[project.stage])
    assert carried.findings == ()
    assert list(omitted(project, carried)) == []
    assert written(carried) == written(project)
    (again,) = read(written(project))
    assert compact(written(again)) == compact(written(project))


@settings(max_examples=FEW, suppress_health_check=list(HealthCheck))
@given(DOCUMENTS)
def test_a_document_is_written_as_it_stood(document: Json) -> None:
    check_document(document)


@settings(max_examples=FEW, suppress_health_check=list(HealthCheck))
@given(carried_projects())
def test_a_project_comes_back_as_it_was(data: dict[str, Any]) -> None:
    check_project(data)


@pytest.mark.slow
@settings(max_examples=MANY, suppress_health_check=list(HealthCheck))
@given(DOCUMENTS)
def test_a_thousand_documents(document: Json) -> None:
    check_document(document)


@pytest.mark.slow
@settings(max_examples=MANY, suppress_health_check=list(HealthCheck))
@given(carried_projects())
def test_a_thousand_projects(data: dict[str, Any]) -> None:
    check_project(data)


@given(UNKNOWN)
def test_any_value_is_kept_among_a_projects_own_data(value: Json) -> None:
    data = as_data(value)
    assert document_text(value_of_data(data)) == document_text(value)
    assert document_text(parse_json(document_text(value))) == document_text(value)


@pytest.mark.parametrize("wrap", ["%s", "[%s]", '{"result": [%s], "code": "200", "success": true}'])
def test_documents_are_read_however_they_are_wrapped(wrap: str) -> None:
    (project,) = read(wrap % '{"proName": "培训", "proselfevalindexlist": []}')
    assert project.name == "培训"
    assert written(project) == '{\n "proName": "培训",\n "proselfevalindexlist": []\n}'
