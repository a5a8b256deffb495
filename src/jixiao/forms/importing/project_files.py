"""A project's data written as a project file."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Self

import yaml

from jixiao.exact_json import JsonFloat, JsonNumber
from jixiao.findings import Lang
from jixiao.model.fields import Model
from jixiao.model.project import Project, parts_of
from jixiao.model.typed_words import ADOPTED_NAMES, ANSWER_NAMES, STAGE_NAMES

#: A width of lines that no text reaches: long texts stay on one line.
_NO_FOLDING = 10_000
#: The words of values that the program itself writes, by key.
_WORDS: Mapping[Lang, Mapping[str, Mapping[str, str]]] = {
    "zh": {"stage": STAGE_NAMES, "adopted": ADOPTED_NAMES, "answer": ANSWER_NAMES},
    "en": {},
}


class Remarked(str):
    """A text with a ``comment`` that stands behind it in a file, on its line."""

    __slots__ = ("comment",)

    def __init__(self, _: str, comment: str) -> None:
        self.comment = " ".join(comment.split())

    def __new__(cls, text: str, comment: str) -> Self:  # noqa: ARG004  # as ``__init__``
        """Return the text."""
        return super().__new__(cls, text)


def as_project_file(data: dict[str, Any], lang: Lang = "zh") -> str:
    """Return a project file in YAML, with keys in Chinese or in English; every value is a text, just as it stands.

    What is ``None`` is a key without a value, to be filled in.
    """
    return yaml.dump(
        _with_keys(data, Project, lang), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_NO_FOLDING
    )


class _Dumper(yaml.SafeDumper):
    """Texts that look like numbers stay as they are typed: the loader reads every scalar as text."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        super().increase_indent(flow, False)

    def process_scalar(self) -> None:
        """Write a scalar, and its comment behind it."""
        super().process_scalar()
        text = getattr(self.event, "value", None)
        if isinstance(text, Remarked):
            self.stream.write(f"  # {text.comment}")

    def represent_remarked(self, text: Remarked) -> yaml.ScalarNode:
        """Return the node of a text with a comment."""
        return yaml.ScalarNode("tag:yaml.org,2002:str", text)

    def represent_number(self, number: JsonFloat | JsonNumber) -> yaml.ScalarNode:
        """Return the node of a number of JSON: as it was typed there, without quotes."""
        text = str(getattr(number, "text", number))
        tag = self.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
        return yaml.ScalarNode(tag, text)

    def represent_decimal(self, number: Decimal) -> yaml.ScalarNode:
        """Return the node of a number that a caller gave."""
        return self.represent_number(JsonNumber(number))

    def represent_blank(self, _: None) -> yaml.ScalarNode:
        """Return the node of nothing: a key is followed by nothing."""
        return self.represent_scalar("tag:yaml.org,2002:null", "")


_Dumper.add_representer(Remarked, _Dumper.represent_remarked)
_Dumper.add_representer(JsonFloat, _Dumper.represent_number)
_Dumper.add_representer(JsonNumber, _Dumper.represent_number)
_Dumper.add_representer(Decimal, _Dumper.represent_decimal)
_Dumper.add_representer(type(None), _Dumper.represent_blank)
#: What was read from a file is a kind of these that has places, too.
_Dumper.add_multi_representer(dict, _Dumper.represent_dict)
_Dumper.add_multi_representer(list, _Dumper.represent_list)
_Dumper.add_multi_representer(str, _Dumper.represent_str)


def _part(value: Any, model: type[Model] | None, lang: Lang) -> Any:
    """Return a part of a model by the keys of a language; what is none stays as it was typed."""
    if model is None or not isinstance(value, dict):
        return value
    return _with_keys(value, model, lang)


def _with_keys(data: dict[str, Any], model: type[Model], lang: Lang) -> dict[str, Any]:
    """Return the data of a model in the order of its fields, by the keys of a language."""
    parts, entries = parts_of(model), dict[str, Any]()
    for name, field in model.model_fields.items():
        if name not in data:
            continue
        value, (inner, is_list) = data[name], parts.get(name, (None, False))
        if is_list and isinstance(value, list):
            value = [_part(item, inner, lang) for item in value]
        else:
            value = _part(value, inner, lang)
        if isinstance(value, str):
            value = _WORDS[lang].get(name, {}).get(value, value)
        keys = {"zh": field.title or name, "en": name}
        entries[keys[lang]] = value
    return entries
