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
_NEEDED: dict[type[Model], tuple[str, ...]] = {
    Project: ("name", "year", "indicators"),
    Indicator: ("level1", "name", "target", "weight"),
}


def schema_of(kind: str) -> Schema:
    """The JSON Schema of a ``project``, a ``spec``, a file of ``cases`` or a ``result``.

    Raises:
        ValueError: another kind.

    >>> "权重" in schema_of("project")["$defs"]["Indicator"]["properties"]
    True
    """
    makers: dict[str, Callable[[], Schema]] = {
        "project": _project,
        "spec": _spec,
        "cases": _cases,
        "result": _result,
    }
    if kind not in makers:
        raise ValueError(f"project, spec, cases or result, not {kind!r}")
    return {"$schema": DIALECT, **makers[kind]()}


def models() -> Iterator[type[Model]]:
    """The models of a project file, from the top down, each once."""
    waiting: list[type[Model]] = [Project]
    seen: set[type[Model]] = set()
    while waiting:
        model = waiting.pop(0)
        if model not in seen:
            seen.add(model)
            yield model
            waiting += [part for part, _ in parts_of(model).values()]


def by_name(model: type[Model]) -> dict[str, list[str]]:
    """Every spelling of each key of a model: its own name, its Chinese title, then the synonyms."""
    table: dict[str, list[str]] = {}
    for spelling, name in spellings(model).items():
        table.setdefault(name, []).append(spelling)
    return table


def _project() -> Schema:
    definitions = {model.__name__: _keys(model) for model in models()}
    top = definitions.pop("Project")
    return {"title": "jixiao 项目文件 / project file", **top, "$defs": definitions}


def _keys(model: type[Model]) -> Schema:
    """An object whose every key stands in each of its spellings; the second and later point to the first."""
    properties: Schema = {}
    parts = parts_of(model)
    for name, words in by_name(model).items():
        title = f"{words[1]} / {name}" if len(words) > 1 else name
        value = _part(*parts[name]) if name in parts else _FIELDS.get(name, _TEXT)
        for word in words:
            properties[word] = {"title": title, **value}
    needed = [{"anyOf": [{"required": [word]} for word in by_name(model)[name]]} for name in _NEEDED.get(model, ())]
    whole: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**whole, "allOf": needed} if needed else whole


def _part(part: type[Model], many: bool) -> Schema:
    reference = {"$ref": f"#/$defs/{part.__name__}"}
    if not many:
        return {"anyOf": [reference, {"type": "null"}]}
    most = {"maxItems": MOST_INDICATORS} if part is Indicator else {}
    return {"anyOf": [{"type": "array", "items": reference, **most}, {"type": "null"}]}


def _spec() -> Schema:
    """The models' own schema, opened where an author may write less: overlays, one value for a list of one."""
    whole = IndicatorSpec.model_json_schema(by_alias=True)
    definitions = whole["$defs"]
    _gathered(definitions["Grades"], "edges")
    _gathered(definitions["WeightSet"], "points")
    for definition in (*definitions.values(), whole):
        for value in definition["properties"].values():
            _one_or_many(value)
    definitions["Mark"]["properties"]["earn"] = {"enum": ["0", 0]}
    definitions["Missing"]["properties"]["actual"] = {"enum": ["no data", "0", 0]}
    for section, word in (("rules", "rule"), ("caps", "cap"), ("marks", "mark"), ("remarks", "remark")):
        name = word.capitalize()
        definitions[f"{name}Change"] = _change(definitions[name], word)
        whole["properties"][section]["items"] = {"anyOf": [{"$ref": f"#/$defs/{name}{s}"} for s in ("", "Change")]}
    whole["properties"]["drop"] = {"type": "array", "items": {"type": "string"}}
    needed = whole.pop("required")
    whole["anyOf"] = [{"required": needed}, {"required": ["id", "version", "title", "extends"]}]
    return {**whole, "title": "jixiao 指标体系 / indicator spec"}


def _cases() -> Schema:
    """A case's own keys; its facts are those of a project file, none needed: a case may show what is missing."""
    facts = {
        model.__name__: {key: value for key, value in _keys(model).items() if key != "allOf"} for model in models()
    }
    told = CaseEntry.model_json_schema(by_alias=True)
    definitions: Schema = {**facts, **told.pop("$defs"), "Case": told}
    for definition in (told, definitions["Expect"]):
        del definition["properties"]["unread"]
        for value in definition["properties"].values():
            _one_or_many(value)
    expect = {"$ref": "#/$defs/Expect"}
    kinds = {"row": "Indicator", "execution": "Amounts", "project": "Project"}
    told["properties"] |= {kind: {"$ref": f"#/$defs/{name}"} for kind, name in kinds.items()}
    told["properties"] |= {"expect": {"anyOf": [expect, {"type": "null"}]}}
    told["properties"] |= {key: _FIELDS[key] for key in ("finished", "year")}
    told |= {"required": ["case"], "anyOf": [{"required": [kind]} for kind in kinds]}
    listed = {"type": "array", "items": {"$ref": "#/$defs/Case"}}
    top = {"properties": {"cases_of": {"type": "string"}, "cases": listed}, "required": ["cases_of", "cases"]}
    title = "jixiao 案例文件 / case file"
    return {"title": title, "type": "object", **top, "additionalProperties": False, "$defs": definitions}


def _gathered(definition: Schema, field: str) -> None:
    """Grades and weight sets are written flat: every key beside the named ones is an edge, or a class."""
    definition["additionalProperties"] = definition["properties"].pop(field)["additionalProperties"]
    definition["required"] = [key for key in definition.get("required", []) if key != field]


def _one_or_many(value: Schema) -> None:
    """A list may be written as its only item; ``rules``, ``caps`` and the like stay lists."""
    lists = [option for option in (value, *value.get("anyOf", [])) if option.get("type") == "array"]
    for found in lists:
        item = found["items"]
        if item.get("$ref", "#/$defs/When").endswith("/When") and "anyOf" not in item:
            listed = {"type": "array", "items": item}
            rest = [option for option in value.pop("anyOf", []) if option is not found]
            for key in ("type", "items"):
                value.pop(key, None)
            value["anyOf"] = [item, listed, *rest]


def _change(definition: Schema, word: str) -> Schema:
    """A patch of an inherited entry: any of its fields but its name and its condition, with its own basis."""
    kept = {key: value for key, value in definition["properties"].items() if key not in (word, "for")}
    properties = {"change": {"type": "string"}, **kept}
    return {**definition, "title": f"change: {word}", "properties": properties, "required": ["change", "basis"]}


def _result() -> Schema:
    definitions: Schema = {}
    top = _typed(ResultDocument, definitions)
    document = definitions.pop(top["$ref"].rpartition("/")[2])
    document["properties"]["schema"] = {"const": SCHEMA}
    return {"title": "jixiao 结果 / result", **document, "$defs": definitions}


def _typed(kind: Any, definitions: Schema) -> Schema:
    """The schema of a type that the result document is made of."""
    plain = {str: "string", int: "integer", type(None): "null"}
    if kind in plain:
        return {"type": plain[kind]}
    origin, parts = get_origin(kind), get_args(kind)
    if origin in (types.UnionType, typing.Union):
        found = [_typed(part, definitions) for part in parts]
        simple = [option["type"] for option in found if set(option) == {"type"}]
        return {"type": simple} if len(simple) == len(found) else {"anyOf": found}
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
