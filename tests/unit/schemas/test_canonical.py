"""Canonical schemas: whatever the program writes fits them, whatever is changed in it does not."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import jixiao
from jixiao.answers import ANSWERS
from jixiao.exchange.documents import EXCHANGED
from jixiao.findings import Severity
from jixiao.model.project import Project
from jixiao.schemas import SCHEMAS, by_name, models, schema_of
from jixiao.schemas.projects import help_of_keys
from jixiao.testing import broken_projects, projects
from tests.support.commands import PROJECT, put, run
from tests.support.monitoring import monitored, row
from tests.support.paths import EXAMPLE_PROJECTS, EXAMPLES

VALIDATORS = {name: Draft202012Validator(schema_of(name, "canonical")) for name, keys in SCHEMAS if keys == "canonical"}
SPECS = [jixiao.load_spec(name) for name in ("cn.mof-2020-10", "cn.sichuan.leshan-2023", "cn.vendor-fasp2")]
#: A project that is monitored, with a row of each kind.
MONITORED = monitored(
    row("≥300", "60", weight=30, forecast="290"),
    row("及时", "达成", weight=30, comparison="定性", likelihood="确定能"),
    row("≥1", weight=30, cause_kinds=["其他"]),
).to_dict()


def fits(name: str, document: Any) -> bool:
    return VALIDATORS[name].is_valid(json.loads(json.dumps(document)))


@pytest.mark.parametrize(("name", "keys"), SCHEMAS)
def test_a_schema_is_one(name: str, keys: Any) -> None:
    Draft202012Validator.check_schema(schema_of(name, keys))


@pytest.mark.parametrize("path", EXAMPLE_PROJECTS, ids=lambda path: path.name)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_results_fit(path: Path, lang: Any) -> None:
    result = jixiao.score(jixiao.load_project(path), lang=lang).to_dict()
    VALIDATORS["result"].validate(result)
    VALIDATORS["findings"].validate(result["findings"])


@settings(max_examples=60)
@given(st.data())
def test_odd_results_and_projects_fit(data: st.DataObject) -> None:
    spec = data.draw(st.sampled_from(SPECS))
    mapping = data.draw(st.one_of(projects(spec), broken_projects(spec)))
    project = jixiao.load_project(mapping)
    result = jixiao.score(project, spec)
    VALIDATORS["result"].validate(json.loads(result.to_json()))
    if result.ok:
        VALIDATORS["project"].validate(json.loads(project.as_json))


def test_what_cannot_be_read_fits_too() -> None:
    VALIDATORS["result"].validate(jixiao.score(jixiao.load_project({"name": {}})).to_dict())


def test_lists_of_commands_fit(tmp_path: Path) -> None:
    _, specs, _ = run("spec", "list", "--format", "json")
    VALIDATORS["specs"].validate(json.loads(specs))
    _, checks, _ = run(
        "check", str(put(tmp_path / "a.yaml")), str(put(tmp_path / "b.yaml", "a: [")), "--format", "json"
    )
    assert json.loads(checks)
    VALIDATORS["check"].validate(json.loads(checks))


def paths(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths of all values in a document, but for those within open mappings."""
    if path and path[-1] in ("args", "data", "input", "labels", "layout"):
        return []
    children: list[tuple[Any, Any]] = []
    if isinstance(node, dict):
        children = list(node.items())
    if isinstance(node, list):
        children = list(enumerate(node))
    return [path, *(deeper for key, child in children for deeper in paths(child, (*path, key)))]


def changed(document: Any, path: tuple[Any, ...], value: Any) -> Any:
    document = copy.deepcopy(document)
    *above, last = path
    node = document
    for key in above:
        node = node[key]
    node[last] = value
    return document


RESULT: Any = jixiao.score(jixiao.load_project(EXAMPLE_PROJECTS[0])).to_dict()
OBJECTS = [path for path in paths(RESULT) if isinstance(path and path[-1], str | int)]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("indicators", 0, "score"), "banana"),
        (("indicators", 0, "score"), 10),
        (("indicators", 0, "score"), "1e3"),
        (("indicators", 0, "outcome"), "unknown"),
        (("indicators", 0, "outcome"), None),
        (("indicators", 0, "basis"), "hearsay"),
        (("indicators", 0, "measure"), "luck"),
        (("execution", "money_unit"), "美元"),
        (("project", "year"), "2023"),
        (("spec", "sha256"), "0"),
        (("schema",), "jixiao.result/2"),
        (("total",), "97.16分"),
        (("findings",), None),
    ],
)
def test_a_changed_value_is_refused(path: tuple[Any, ...], value: Any) -> None:
    assert fits("result", RESULT)
    assert not fits("result", changed(RESULT, path, value))


@pytest.mark.parametrize("name", [name for name in VALIDATORS if name not in ("project", *ANSWERS, *EXCHANGED)])
def test_no_object_takes_a_key_more(name: str) -> None:
    documents = {
        "result": RESULT,
        "findings": RESULT["findings"],
        "check": [{"source": "a", **finding} for finding in RESULT["findings"]],
        "specs": json.loads(run("spec", "list", "--format", "json")[1]),
        "audit": json.loads(run("audit", str(EXAMPLES / "deductions.yaml"), "--format", "json")[1]),
        "comparison": json.loads(run("compare", *[str(EXAMPLES / "deductions.yaml")] * 2, "--format", "json")[1]),
        "monitoring": MONITORED,
    }
    document = documents[name]
    assert fits(name, document)
    for path in paths(document):
        for key in ("extra", "附加"):
            larger = with_key(document, path, key)
            assert larger is None or not fits(name, larger), path


def with_key(document: Any, path: tuple[Any, ...], key: str) -> Any:
    """The document with a key more in the object at a path; ``None`` where there is no object."""
    larger = copy.deepcopy(document)
    node = larger
    for step in path:
        node = node[step]
    if not isinstance(node, dict):
        return None
    node[key] = None
    return larger


@settings(max_examples=100)
@given(st.sampled_from(OBJECTS))
def test_a_required_key_cannot_be_left_out(path: tuple[Any, ...]) -> None:
    document = copy.deepcopy(RESULT)
    *above, last = path
    node: Any = document
    for key in above:
        node = node[key]
    if isinstance(node, dict) and last != "where":
        del node[last]
        assert not fits("result", document)


def test_severities_are_those_of_findings() -> None:
    finding = VALIDATORS["findings"].schema["$defs"]["FindingDocument"]
    assert finding["properties"]["severity"]["enum"] == [severity.value for severity in Severity]


@pytest.mark.parametrize(
    ("change", "is_sound"),
    [
        ({}, True),
        ({"year": "2023"}, False),
        ({"项目名称": "甲"}, False),
        ({"indicators": [{"level1": "产出指标", "name": "甲", "target": "1", "weight": "10.5"}]}, True),
        ({"indicators": [{"level1": "产出指标", "name": "甲", "target": "1", "weight": 10}]}, False),
        ({"indicators": [{"level1": "产出指标", "name": "甲", "target": "1"}]}, False),
        ({"indicators": [{"level1": "a", "name": "b", "target": "1", "weight": "1", "comparison": "≧"}]}, False),
        ({"funds": {"total": {"budget": "5", "spent": "五"}}}, False),
    ],
)
def test_projects_of_programs(change: dict[str, Any], is_sound: bool) -> None:
    project = {"spec": "cn.mof-2020-10", "name": "甲", "year": 2023, "indicators": []}
    assert fits("project", {**project, **change}) is is_sound


def test_ids_name_document_and_version() -> None:
    ids = [schema_of(name, keys)["$id"] for name, keys in SCHEMAS if keys == "canonical"]
    assert ids == [f"urn:jixiao:{name}/1" for name, keys in SCHEMAS if keys == "canonical"]


def test_every_key_has_help_in_both_languages() -> None:
    known = help_of_keys()
    silent = [f"{model.__name__}.{name}" for model in models() for name in by_name(model)
              if not all(known.get(model.__name__, {}).get(name, {}).get(lang) for lang in ("zh", "en"))]  # fmt: skip
    assert silent == []


def test_the_canonical_project_is_what_a_project_writes_of_itself() -> None:
    project = jixiao.parse_project(PROJECT)
    document = json.loads(project.as_json)
    VALIDATORS["project"].validate(document)
    assert jixiao.load_project(document).model_dump() == project.model_dump()
    assert set(document) <= set(Project.model_fields)
