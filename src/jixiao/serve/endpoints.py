"""What can be asked: one table, from which the routes, the checks of queries and the OpenAPI document follow."""

from __future__ import annotations

from typing import NamedTuple

from jixiao.serve.parameters import BOOK, FORMAT, KEYS, LANG, NAME, ON, SPEC, Parameter
from jixiao.serve.tasks import JSON

#: Kinds of bodies: a project or several, NDJSON, and files.
PROJECT_MEDIA = (JSON, "application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml")
LINES = "application/x-ndjson"
LINE_MEDIA = (LINES, "application/ndjson", "application/jsonl", "application/x-jsonlines", JSON)
BYTES = "application/octet-stream"


class Endpoint(NamedTuple):
    """An address: method and path, what its query takes, which bodies it reads, and which document it answers.

    ``media`` is empty where there is no body; "*" is any. ``is_heavy`` says that it may take seconds: such requests
    never take the last worker. ``is_joint`` says that several projects have one document together.
    """

    method: str
    path: str
    summary: str
    document: str = ""
    parameters: tuple[Parameter, ...] = (BOOK, LANG)
    media: tuple[str, ...] = ()
    is_heavy: bool = False
    is_joint: bool = False


_SCORING = (BOOK, SPEC, ON, LANG)
#: Every endpoint that workers answer, by its operation.
ENDPOINTS = {
    "score": Endpoint(
        "POST", "/v1/score", "计分 / scores of a project, or of several", "result", _SCORING, PROJECT_MEDIA
    ),
    "check": Endpoint(
        "POST", "/v1/check", "只检查，不打分 / findings without scores", "checked", _SCORING, PROJECT_MEDIA
    ),
    "explain": Endpoint(
        "POST", "/v1/explain", "逐步说明得分 / how each score came about", "explanation", _SCORING, PROJECT_MEDIA
    ),
    "exchange": Endpoint(
        "POST", "/v1/exchange", "写成预算系统的交换文件 / as the budget system's", "exchange", _SCORING, PROJECT_MEDIA
    ),
    "score_batch": Endpoint(
        "POST", "/v1/score:batch", "一行一个项目 / one project a line, one result a line", "", _SCORING, LINE_MEDIA
    ),
    "render": Endpoint(
        "POST", "/v1/render", "画成自评表 / the official form as a file", "", (*_SCORING, FORMAT), PROJECT_MEDIA, True
    ),
    "read": Endpoint(
        "POST",
        "/v1/read",
        "读填好的表 / projects of a filled-in form",
        "reading",
        (BOOK, SPEC, ON, LANG, NAME),
        ("*",),
        True,
    ),
    "audit": Endpoint("POST", "/v1/audit", "复核 / a review of tables", "audit", _SCORING, PROJECT_MEDIA, True, True),
    "year": Endpoint(
        "POST", "/v1/year", "项目的一年 / the years of projects", "year", _SCORING, PROJECT_MEDIA, True, True
    ),
    "specs": Endpoint("GET", "/v1/specs", "账套里的指标体系 / the specs of a book", "specs", (BOOK, LANG)),
    "spec": Endpoint("GET", "/v1/specs/{id}", "一个指标体系 / one spec", "spec-detail", (BOOK, ON, LANG)),
    "schema": Endpoint("GET", "/v1/schemas/{name}", "一种文件的 JSON Schema / a schema", "", (BOOK, KEYS, LANG)),
    "form": Endpoint("POST", "/page/form", "网页上的自评表 / the form of the page", "", _SCORING, PROJECT_MEDIA, True),
    "reach": Endpoint(
        "POST", "/page/reach", "离上一档差什么 / what a higher grade takes", "", _SCORING, PROJECT_MEDIA, True
    ),
    "openapi": Endpoint("GET", "/openapi.json", "本说明 / this document", "", ()),
}


def operation_of(path: str) -> tuple[str | None, str]:
    """Return the operation at a path, and what the path holds; ``None`` where there is nothing.

    >>> operation_of("/v1/specs/cn.mof-2020-10"), operation_of("/v1/score"), operation_of("/")
    (('spec', 'cn.mof-2020-10'), ('score', ''), (None, ''))
    """
    for operation, endpoint in ENDPOINTS.items():
        start, brace, _ = endpoint.path.partition("{")
        value = path.removeprefix(start)
        if path == endpoint.path or (brace and path.startswith(start) and value and "/" not in value):
            return operation, value
    return None, ""


__all__ = ["BYTES", "ENDPOINTS", "LINES", "LINE_MEDIA", "PROJECT_MEDIA", "Endpoint", "operation_of"]
