"""Schemas for programs: closed, English keys alone, enums and patterns, with an id that names the version."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jixiao.answers import ANSWERS
from jixiao.documents import WRITTEN, Document
from jixiao.exchange.documents import EXCHANGED
from jixiao.model.project import Project
from jixiao.monitoring_document import MONITORING
from jixiao.schemas.generator import Schema, generate
from jixiao.schemas.projects import REQUIRED, help_of

#: Every document, by name: what programs write for this one to read, and what it writes.
DOCUMENTS: Mapping[str, Document] = {
    "project": Document("project", "jixiao.project/1", Project),
    **WRITTEN,
    MONITORING.name: MONITORING,
    **ANSWERS,
    **EXCHANGED,
}


def canonical(name: str) -> Schema:
    """Return the schema of a document as programs write and read it.

    >>> canonical("result")["$id"], canonical("project")["properties"]["year"]["anyOf"][0]["type"]
    ('urn:jixiao:result/1', 'integer')
    """
    document = DOCUMENTS[name]
    schema = generate(document.type, "serialization")
    for title, definition in _objects(schema):
        if title in REQUIRED:
            definition["required"] = list(REQUIRED[title])
        for key, value in definition["properties"].items():
            value.pop("title", None)
            text = help_of(title, key, "en")
            if text and "$ref" not in value:  # beside a reference it would make a type of its own
                value["description"] = text
    return {"$id": f"urn:{document.id.replace('.', ':', 1)}", "title": name.capitalize(), **_untitled(schema)}


def _objects(schema: Schema) -> list[tuple[str, Any]]:
    """Return the objects of a schema with the names of their types."""
    definitions: dict[str, Schema] = schema.get("$defs", {})
    named = [*definitions.items(), (schema.get("title", ""), schema)]
    return [(name, definition) for name, definition in named if "properties" in definition]


def _untitled(schema: Schema) -> Schema:
    return {key: value for key, value in schema.items() if key != "title"}


__all__ = ["DOCUMENTS", "canonical"]
