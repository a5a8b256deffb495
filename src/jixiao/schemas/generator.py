"""From types to JSON Schema: pydantic's own generator, closed, and without the titles that only repeat the keys."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import core_schema

Schema = dict[str, Any]
#: What may be typed, or what is written.
Mode = Literal["validation", "serialization"]

DIALECT = "https://json-schema.org/draft/2020-12/schema"


class _Generator(GenerateJsonSchema):
    """Closed objects, but for open types; no titles of keys, and no defaults, which repeat whole objects."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002  # pydantic's signature
        return False

    def typed_dict_schema(self, schema: core_schema.TypedDictSchema) -> Schema:
        return {"additionalProperties": False, **super().typed_dict_schema(schema)}

    def dataclass_schema(self, schema: core_schema.DataclassSchema) -> Schema:
        return {**super().dataclass_schema(schema), "additionalProperties": False}

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> Schema:
        return self.generate_inner(schema["schema"])


def generate(kind: Any, mode: Mode) -> Schema:
    """Return the JSON Schema of a type: of what may be typed for it, or of what is written."""
    return TypeAdapter(kind).json_schema(schema_generator=_Generator, mode=mode)


__all__ = ["DIALECT", "Mode", "Schema", "generate"]
