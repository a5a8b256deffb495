"""A project's data written as a project file."""

from __future__ import annotations

from typing import Any

import yaml

from jixiao.findings import Lang
from jixiao.model.fields import Model
from jixiao.model.project import Project, parts_of

#: A width of lines that no text reaches: long texts stay on one line.
_NO_FOLDING = 10_000


def as_project_file(data: dict[str, Any], lang: Lang = "zh") -> str:
    """Return a project file in YAML, with keys in Chinese or in English; every value is a text, just as it stands."""
    return yaml.dump(
        _with_keys(data, Project, lang), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_NO_FOLDING
    )


class _Dumper(yaml.SafeDumper):
    """Texts that look like numbers stay as they are typed: the loader reads every scalar as text."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        super().increase_indent(flow, False)


def _with_keys(data: dict[str, Any], model: type[Model], lang: Lang) -> dict[str, Any]:
    """Return the data of a model in the order of its fields, by the keys of a language."""
    parts, entries = parts_of(model), dict[str, Any]()
    for name, field in model.model_fields.items():
        if name not in data:
            continue
        value, (inner, is_list) = data[name], parts.get(name, (None, False))
        if inner is not None and is_list:
            value = [_with_keys(item, inner, lang) for item in value]
        elif inner is not None:
            value = _with_keys(value, inner, lang)
        keys = {"zh": field.title or name, "en": name}
        entries[keys[lang]] = value
    return entries
