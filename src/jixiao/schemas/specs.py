"""Schemas of the files of rule authors: a spec, and its cases; opened where an author may write less."""

from __future__ import annotations

from jixiao.findings import Lang
from jixiao.loading import SpecBook
from jixiao.model.project import Amounts, Indicator, Project
from jixiao.model.spec import IndicatorSpec
from jixiao.schemas.forms import definitions_of
from jixiao.schemas.generator import Schema
from jixiao.spec_tools.cases.model import CaseEntry

#: What a case may show, and the model whose keys it has.
_KINDS = {"row": Indicator.__name__, "execution": Amounts.__name__, "project": Project.__name__}


def spec() -> Schema:
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


def cases(lang: Lang, book: SpecBook) -> Schema:
    """Return a case's own keys, and facts as in a project file, none required: a case may show what is missing."""
    definitions = definitions_of(lang, book)
    for name in _KINDS.values():
        definitions[name].pop("allOf", None)
    case = CaseEntry.model_json_schema(by_alias=True)
    definitions |= {**case.pop("$defs"), "Case": case}
    for definition in (case, definitions["Expect"]):
        del definition["properties"]["unread"]
        for value in definition["properties"].values():
            _allow_one(value)
    case["properties"] |= {kind: {"$ref": f"#/$defs/{name}"} for kind, name in _KINDS.items()}
    case["properties"]["expect"] = {"anyOf": [{"$ref": "#/$defs/Expect"}, {"type": "null"}]}
    case["properties"] |= {key: {"$ref": f"#/$defs/Project.{key}"} for key in ("finished", "year")}
    case |= {"required": ["case"], "anyOf": [{"required": [kind]} for kind in _KINDS]}
    rows = {"type": "array", "items": {"$ref": "#/$defs/Case"}}
    return {
        "title": "jixiao 案例文件 / case file",
        "type": "object",
        "properties": {"cases_of": {"type": "string"}, "cases": rows},
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


__all__ = ["cases", "spec"]
