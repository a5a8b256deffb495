"""The OpenAPI document: endpoints from their table, documents from their one definition."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from jixiao.schemas import SCHEMAS
from jixiao.schemas.canonical import DOCUMENTS, canonical
from jixiao.serve.endpoints import BYTES, ENDPOINTS, LINES, Endpoint
from jixiao.serve.metrics import CONTENT_TYPE_LATEST
from jixiao.serve.parameters import MEDIA, NAME, Parameter
from jixiao.serve.reading import KNOWN
from jixiao.serve.tasks import JSON, PROBLEM
from jixiao.version import __version__

Node = dict[str, Any]
_DESCRIPTION = """\
项目支出绩效自评的计分服务。数都是十进制文本，精确。项目里写错的不是请求错：照样 200，问题在结果的 findings 里；\
连项目都不是的才是 4xx，正文是 application/problem+json。账套（book）是一组指标体系，即一个租户，用 ?book=名称 选；\
不写就用自带的。请求里的任何内容都不会被当作路径打开。

Scores of Chinese budget performance self-evaluations. Numbers are exact decimal texts. What a person typed wrongly is
no error of the request: 200, and the findings say what is wrong; 4xx with application/problem+json is for what is no
request. A book of specs is a tenant, chosen by ?book=NAME; without it the package's own specs count. Nothing in a
request is ever opened as a path.
"""
_PROBLEM: Node = {
    "description": "为什么没有结果 / why there is no result",
    "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
#: What projects of other stages have in the place of a document.
_OF_OTHER_STAGES = {"result": ("monitoring",)}
#: A body of a project: described by its schema, but whatever object it is, it gets its findings.
_BODY: Node = {
    "anyOf": [
        {"$ref": "#/components/schemas/Project"},
        {
            "type": "object",
            "properties": {"projects": {"type": "array", "items": {}}},
            "required": ["projects"],
            "additionalProperties": False,
        },
        {"type": "object", "not": {"required": ["projects"]}},
    ]
}
#: What probes and people ask, by path: what it means and in which media type the answer comes.
_SIMPLE = {
    "/livez": ("进程还在 / the process is alive", JSON),
    "/readyz": ("账套都读好了，没有错误 / all books are read and have no error", JSON),
    "/version": ("版本 / which program answers", JSON),
    "/metrics": ("Prometheus", CONTENT_TYPE_LATEST),
    "/": ("填表的网页 / the page to fill in forms", "text/html"),
}


@cache
def openapi() -> Node:
    """Return the OpenAPI document."""
    paths: dict[str, Node] = {}
    for name, endpoint in ENDPOINTS.items():
        paths[endpoint.path] = {endpoint.method.lower(): _operation(name, endpoint)}
    for path, (summary, media) in _SIMPLE.items():
        operation_id = path.strip("/") or "page"
        paths[path] = {"get": {"operationId": operation_id, "summary": summary, "responses": _simple_responses(media)}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "jixiao", "version": __version__, "description": _DESCRIPTION},
        "paths": paths,
        "components": {
            "schemas": _schemas(),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{}, {"token": []}],
    }


def _operation(name: str, endpoint: Endpoint) -> Node:
    operation: Node = {
        "operationId": name,
        "summary": endpoint.summary,
        "parameters": [*_path_parameters(endpoint), *map(_parameter, endpoint.parameters)],
        "responses": {"200": _answer(name, endpoint), "default": _PROBLEM},
    }
    if endpoint.media:
        operation["requestBody"] = {"required": True, "content": _contents(name, endpoint)}
    return operation


def _path_parameters(endpoint: Endpoint) -> list[Node]:
    _, brace, name = endpoint.path.partition("{")
    if not brace:
        return []
    schema: Node = {"type": "string", "minLength": 1}
    if endpoint.path.startswith("/v1/schemas/"):
        schema = {"type": "string", "enum": list(dict.fromkeys(document for document, _ in SCHEMAS))}
    return [{"name": name.rstrip("}"), "in": "path", "required": True, "schema": schema}]


def _parameter(parameter: Parameter) -> Node:
    schema = parameter.schema
    if parameter is NAME:
        endings = "|".join(ending[1:] for ending in KNOWN)
        schema = {**schema, "pattern": rf"^[^/\\]*[^/\\.]\.({endings})$"}
    return {
        "name": parameter.name,
        "in": "query",
        "description": parameter.description,
        "required": parameter.is_required,
        "schema": schema,
    }


def _contents(name: str, endpoint: Endpoint) -> Node:
    if name == "score_batch":
        return {LINES: {"schema": {"type": "string"}}, JSON: {"schema": {}}}
    if endpoint.media == ("*",):
        return {BYTES: {"schema": {"type": "string", "format": "binary"}}}
    return {media: {"schema": _BODY} for media in endpoint.media[:2]}


def _answer(name: str, endpoint: Endpoint) -> Node:
    description = endpoint.summary
    if name == "render":
        return {"description": description, "content": {media.partition(";")[0]: {} for media in MEDIA.values()}}
    if name == "score_batch":
        return {"description": description, "content": {LINES: {"schema": {"type": "string"}}}}
    return {"description": description, "content": {JSON: {"schema": _answer_schema(endpoint)}}}


def _answer_schema(endpoint: Endpoint) -> Node:
    """Return the schema of a document, or of several where several projects can be sent."""
    if not endpoint.document:
        return {"type": "object"}
    one = _document_schema(endpoint.document)
    if JSON not in endpoint.media or endpoint.is_joint:
        return one
    several = {
        "type": "object",
        "properties": {"results": {"type": "array", "items": one}},
        "required": ["results"],
        "additionalProperties": False,
    }
    return {"anyOf": [one, several]}


def _document_schema(name: str) -> Node:
    """Return the schema of a document, or of those that projects of other stages have in its place."""
    refs = [{"$ref": f"#/components/schemas/{_title(each)}"} for each in (name, *_OF_OTHER_STAGES.get(name, ()))]
    if len(refs) == 1:
        return refs[0]
    return {"anyOf": refs}


def _simple_responses(media: str) -> Node:
    answer: Node = {"description": "OK", "content": {media.partition(";")[0]: {}}}
    return {"200": answer, "503": {**answer, "description": "还没有准备好 / not ready"}, "default": _PROBLEM}


def _title(name: str) -> str:
    return "".join(word.capitalize() for word in name.split("-"))


def _schemas() -> dict[str, Node]:
    """Return the schemas of all documents; each type that they share stands once."""
    schemas: dict[str, Node] = {}
    for name in DOCUMENTS:
        schema = json.loads(json.dumps(canonical(name)).replace("#/$defs/", "#/components/schemas/"))
        schemas |= schema.pop("$defs", {})
        schema.pop("$id")
        schemas[_title(name)] = schema
    return schemas


__all__ = ["openapi"]
