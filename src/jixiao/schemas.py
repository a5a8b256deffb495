"""JSON Schemas of the documents: a project (every spelling of its keys), a spec, its cases, a result.

They serve editors and other systems. The loader says more, with places and remedies; what a schema accepts
may still be refused there, never the other way round.
"""

from __future__ import annotations

import types
import typing
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

from jixiao.model.project import (
    FIRST_YEAR,
    LAST_YEAR,
    MOST_INDICATORS,
    Indicator,
    Project,
    parts_of,
    spellings,
)
from jixiao.model.spec import IndicatorSpec
from jixiao.result import SCHEMA, ResultDocument
from jixiao.spec_tools.cases.model import CaseEntry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from jixiao.model.fields import Model

Schema = dict[str, Any]
Kind = Literal["project", "spec", "cases", "result"]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_TEXT: Schema = {"type": ["string", "number", "null"]}
_BOOL: Schema = {"enum": [True, False, "true", "false", "是", "否", None]}
#: Fields that accept more, or say less, than the models' own types show.
_FIELDS: dict[str, Schema] = {
    "year": {"anyOf": [{"type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR}, {"type": ["string", "null"]}]},
    "comparison": {"type": ["string", "null"], "examples": ["≥", ">", "≤", "<", "=", "定性"]},
    "direction": {"enum": ["正向", "反向", "正向指标", "反向指标", "positive", "negative", None]},
    "money_unit": {"enum": ["万元", "元", None]},
    "marks": {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]},
    "finished": _BOOL,
    "applicable": _BOOL,
}
#: Keys without which there is no score. ``spec`` may come from the command line.
_REQUIRED: dict[type[Model], tuple[str, ...]] = {
    Project: ("name", "year", "indicators"),
    Indicator: ("level1", "name", "target", "weight"),
}


def schema_of(kind: str) -> Schema:
    """Return the JSON Schema of a ``project``, a ``spec``, a file of ``cases`` or a ``result``.

    Raises:
        ValueError: another kind.

    >>> "权重" in schema_of("project")["$defs"]["Indicator"]["properties"]
    True
    """
    makers: dict[str, Callable[[], Schema]] = {"project": _project, "spec": _spec, "cases": _cases, "result": _result}
    if kind not in makers:
        raise ValueError(f"project, spec, cases or result, not {kind!r}")
    return {"$schema": DIALECT, **makers[kind]()}


def models() -> Iterator[type[Model]]:
    """Return the models of a project file, from the top down, each once."""
    waiting: list[type[Model]] = [Project]
    listed: set[type[Model]] = set()
    while waiting:
        model = waiting.pop(0)
        if model not in listed:
            listed.add(model)
            yield model
            waiting += [part for part, _ in parts_of(model).values()]


def by_name(model: type[Model]) -> dict[str, list[str]]:
    """Return every spelling of each key of a model: its own name, its Chinese title, then the synonyms."""
    table: dict[str, list[str]] = {}
    for spelling, name in spellings(model).items():
        table.setdefault(name, []).append(spelling)
    return table


def _project() -> Schema:
    definitions = {model.__name__: _keys(model) for model in models()}
    top = definitions.pop("Project")
    return {"title": "jixiao 项目文件 / project file", **top, "$defs": definitions}


def _keys(model: type[Model]) -> Schema:
    """Return the schema of a model whose keys stand in each of their spellings, all with the same value."""
    properties: Schema = {}
    values, spelt = _FIELDS | {name: _part(*part) for name, part in parts_of(model).items()}, by_name(model)
    for name, words in spelt.items():
        title = " / ".join((*words[1:2], name))
        properties |= {word: {"title": title, **values.get(name, _TEXT)} for word in words}
    schema: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    required = [{"anyOf": [{"required": [word]} for word in spelt[name]]} for name in _REQUIRED.get(model, ())]
    if required:
        schema["allOf"] = required
    return schema


def _part(part: type[Model], many: bool) -> Schema:
    reference = {"$ref": f"#/$defs/{part.__name__}"}
    if not many:
        return {"anyOf": [reference, {"type": "null"}]}
    rows: Schema = {"type": "array", "items": reference}
    if part is Indicator:
        rows["maxItems"] = MOST_INDICATORS
    return {"anyOf": [rows, {"type": "null"}]}


def _spec() -> Schema:
    """Return the models' own schema, opened where an author may write less: overlays, one value for a list of one."""
    schema = IndicatorSpec.model_json_schema(by_alias=True)
    definitions, sections = schema["$defs"], schema["properties"]
    _flatten(definitions["Grades"], "edges")
    _flatten(definitions["WeightSet"], "points")
    for definition in (*definitions.values(), schema):
        for value in definition["properties"].values():
            _allow_one(value)
    definitions["Mark"]["properties"]["earn"] = {"enum": ["0", 0]}
    definitions["Missing"]["properties"]["actual"] = {"enum": ["no data", "0", 0]}
    for section, word in (("rules", "rule"), ("caps", "cap"), ("marks", "mark"), ("remarks", "remark")):
        name = word.capitalize()
        definitions[f"{name}Change"] = _change(definitions[name], word)
        sections[section]["items"] = {"anyOf": [{"$ref": f"#/$defs/{name}{suffix}"} for suffix in ("", "Change")]}
    sections["drop"] = {"type": "array", "items": {"type": "string"}}
    required = schema.pop("required")
    schema["anyOf"] = [{"required": required}, {"required": ["id", "version", "title", "extends"]}]
    return {**schema, "title": "jixiao 指标体系 / indicator spec"}


def _cases() -> Schema:
    """Return a case's own keys, and facts as in a project file, none required: a case may show what is missing."""
    definitions: Schema = {}
    for model in models():
        definitions[model.__name__] = _keys(model)
        definitions[model.__name__].pop("allOf", None)
    case = CaseEntry.model_json_schema(by_alias=True)
    definitions |= {**case.pop("$defs"), "Case": case}
    for definition in (case, definitions["Expect"]):
        del definition["properties"]["unread"]
        for value in definition["properties"].values():
            _allow_one(value)
    kinds = {"row": "Indicator", "execution": "Amounts", "project": "Project"}
    case["properties"] |= {kind: {"$ref": f"#/$defs/{name}"} for kind, name in kinds.items()}
    case["properties"]["expect"] = {"anyOf": [{"$ref": "#/$defs/Expect"}, {"type": "null"}]}
    case["properties"] |= {key: _FIELDS[key] for key in ("finished", "year")}
    case |= {"required": ["case"], "anyOf": [{"required": [kind]} for kind in kinds]}
    cases = {"type": "array", "items": {"$ref": "#/$defs/Case"}}
    return {
        "title": "jixiao 案例文件 / case file",
        "type": "object",
        "properties": {"cases_of": {"type": "string"}, "cases": cases},
        "required": ["cases_of", "cases"],
        "additionalProperties": False,
        "$defs": definitions,
    }


def _flatten(definition: Schema, field: str) -> None:
    """Put a map in the place of its field: grades and weight sets are written flat, with edges or classes as keys."""
    definition["additionalProperties"] = definition["properties"].pop(field)["additionalProperties"]
    definition["required"] = [key for key in definition.get("required", []) if key != field]


def _allow_one(value: Schema) -> None:
    """Let a list be written as its only item; ``rules``, ``caps`` and the like stay lists."""
    lists = [option for option in (value, *value.get("anyOf", [])) if option.get("type") == "array"]
    for option in lists:
        item = option["items"]
        if item.get("$ref", "#/$defs/When").endswith("/When") and "anyOf" not in item:
            alternatives = [other for other in value.pop("anyOf", []) if other is not option]
            for key in ("type", "items"):
                value.pop(key, None)
            value["anyOf"] = [item, {"type": "array", "items": item}, *alternatives]


def _change(definition: Schema, word: str) -> Schema:
    """Return a patch of an inherited entry: any of its fields but its name and its condition, with its own basis."""
    fields = {key: value for key, value in definition["properties"].items() if key not in (word, "for")}
    properties = {"change": {"type": "string"}, **fields}
    return {**definition, "title": f"change: {word}", "properties": properties, "required": ["change", "basis"]}


def _result() -> Schema:
    definitions: Schema = {}
    top = _typed(ResultDocument, definitions)
    document = definitions.pop(top["$ref"].rpartition("/")[2])
    document["properties"]["schema"] = {"const": SCHEMA}
    return {"title": "jixiao 结果 / result", **document, "$defs": definitions}


def _typed(kind: Any, definitions: Schema) -> Schema:
    """Return the schema of a type that the result document is made of."""
    plain = {str: "string", int: "integer", type(None): "null"}
    if kind in plain:
        return {"type": plain[kind]}
    origin, parts = get_origin(kind), get_args(kind)
    if origin in (types.UnionType, typing.Union):
        options = [_typed(part, definitions) for part in parts]
        simple = [option["type"] for option in options if set(option) == {"type"}]
        return {"type": simple} if len(simple) == len(options) else {"anyOf": options}
    if origin is list:
        return {"type": "array", "items": _typed(parts[0], definitions)}
    if origin is dict:
        return {"type": "object", "additionalProperties": _typed(parts[1], definitions)}
    return _document(kind, definitions)


def _document(kind: Any, definitions: Schema) -> Schema:
    name = kind.__name__
    if name not in definitions:
        definitions[name] = {}
        hints = typing.get_type_hints(kind)
        definitions[name] |= {
            "type": "object",
            "description": (kind.__doc__ or "").splitlines()[0],
            "properties": {key: _typed(hint, definitions) for key, hint in hints.items()},
            "required": sorted(kind.__required_keys__),
            "additionalProperties": False,
        }
    return {"$ref": f"#/$defs/{name}"}


__all__ = ["DIALECT", "by_name", "models", "schema_of"]
