"""The schema of a project file for editors: every spelling, help, and the values that may be meant.

Of each key an editor proposes one spelling, that of the language; the others are accepted, and two of one key are not.
``doNotSuggest``, ``deprecationMessage`` and ``enumDescriptions`` are words of editors, which other readers pass over.
"""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.findings import Lang
from jixiao.loading import SpecBook
from jixiao.model.facts import EXECUTION
from jixiao.model.project import Project
from jixiao.model.spec import IndicatorSpec
from jixiao.quantity import unspaced
from jixiao.schemas.generator import Schema, generate
from jixiao.schemas.projects import REQUIRED, by_name, help_of, models

_NULL: Schema = {"type": "null"}
_TEXTS: dict[Lang, dict[str, str]] = {
    "zh": {"also": "也认：{words}", "same": "同“{word}”", "deprecated": "读得懂，但最好写：{values}", "comma": "、"},
    "en": {
        "also": "also: {words}",
        "same": "the same as “{word}”",
        "deprecated": "it is understood; better write: {values}",
        "comma": ", ",
    },
}


def forms(lang: Lang, book: SpecBook) -> Schema:
    """Return the schema of a project file as people write it, with help in a language.

    The specs of ``book`` give the ids and the classes that an editor proposes.
    """
    definitions = definitions_of(lang, book)
    return {"title": "jixiao 项目文件 / project file", **definitions.pop(Project.__name__), "$defs": definitions}


def definitions_of(lang: Lang, book: SpecBook) -> dict[str, Schema]:
    """Return the schema of each model of a project file by its name, and of each key as ``Model.key``."""
    typed = generate(Project, "validation")
    objects: dict[str, Schema] = {**typed.pop("$defs"), Project.__name__: typed}
    proposals = _proposals(book)
    definitions: dict[str, Schema] = {}
    for model in models():
        name = model.__name__
        spellings = by_name(model)
        for key, words in spellings.items():
            value = _offer(objects[name]["properties"][key], proposals.get(key, {}), lang)
            definitions[f"{name}.{key}"] = {**value, **_help(name, key, words, lang)}
        definitions[name] = _object(name, spellings, lang)
    return definitions


def _object(name: str, spellings: dict[str, list[str]], lang: Lang) -> Schema:
    """Return the schema of a model: each key in every spelling, of which an object has no two."""
    properties: Schema = {}
    exclusive: Schema = {}
    ordered = {key: _in_order(words, lang) for key, words in spellings.items()}
    for key, words in ordered.items():
        value = {"$ref": f"#/$defs/{name}.{key}"}
        properties[words[0]] = value
        same = {"allOf": [value], "description": _TEXTS[lang]["same"].format(word=words[0]), "doNotSuggest": True}
        properties |= dict.fromkeys(words[1:], same)
        exclusive |= {word: {"properties": dict.fromkeys(words[:at], False)} for at, word in enumerate(words) if at}
    schema: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    required = [{"anyOf": [{"required": [word]} for word in ordered[key]]} for key in REQUIRED.get(name, ())]
    if required:
        schema["allOf"] = required
    return {**schema, "dependentSchemas": exclusive}


def _in_order(words: list[str], lang: Lang) -> list[str]:
    """Return the spellings of a key, that of the language first: its own name in English, its title in Chinese."""
    own, *others = words
    order: dict[Lang, list[str]] = {"zh": [*others[:1], own, *others[1:]], "en": words}
    return order[lang]


def _help(model: str, key: str, words: list[str], lang: Lang) -> Schema:
    """Return title and description of a key: its names, what it means, and how else it may be written."""
    texts = _TEXTS[lang]
    first, *others = _in_order(words, lang)
    printed = [word for word in others if not _is_narrow_twin(word, words)]
    lines = [help_of(model, key, lang), texts["also"].format(words=texts["comma"].join(printed))]
    return {"title": f"{first} / {printed[0]}", "description": "\n\n".join(filter(None, lines))}


def _is_narrow_twin(word: str, words: list[str]) -> bool:
    """Whether a spelling is another one's in half width."""
    return any(word == unspaced(other) for other in words if other != word)


def _offer(value: Schema, proposed: Schema, lang: Lang) -> Schema:
    """Return the schema of a value that may be left empty, with what may be meant before what else may be typed."""
    options = [dict(option) for option in value.get("anyOf", [value]) if option != _NULL]
    for option in options:
        option.pop("title", None)
        if option.get("deprecated"):
            values = _TEXTS[lang]["comma"].join(options[0]["enum"])
            option["deprecationMessage"] = _TEXTS[lang]["deprecated"].format(values=values)
    return {"anyOf": [*filter(None, [proposed]), *options, _NULL]}


def _proposals(book: SpecBook) -> dict[str, Schema]:
    """Return the values of keys that specs define: their ids, their classes and their marks."""
    specs = list(_specs(book))
    classes = (kind.label for spec in specs for name, kind in spec.classes.items() if name != EXECUTION)
    marks = (mark.name for spec in specs for mark in spec.marks)
    return {
        "spec": {"enum": [spec.id for spec in specs], "enumDescriptions": [spec.title for spec in specs]},
        "level1": {"enum": list(dict.fromkeys(classes))},
        "marks": {"enum": list(dict.fromkeys(marks))},
    }


def _specs(book: SpecBook) -> Iterator[IndicatorSpec]:
    """Return the specs of a book that can be read, by their ids."""
    for spec_id in book.ids:
        spec, _ = book.look_up(spec_id)
        if spec is not None:
            yield spec


__all__ = ["definitions_of", "forms"]
