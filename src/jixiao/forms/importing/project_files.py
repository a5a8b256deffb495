"""A project's data as a project file."""

from __future__ import annotations

from typing import Any

import yaml

from jixiao.findings import Lang
from jixiao.model.fields import Model
from jixiao.model.project import Project, parts_of

#: A width of lines that no text reaches: long texts stay on one line.
_NO_FOLDING = 10_000


def as_project_file(data: dict[str, Any], lang: Lang = "zh") -> str:
    """A project file in YAML: keys in Chinese, or in English; every value as text, just as it stands."""
    return yaml.dump(
        _named(data, Project, lang), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_NO_FOLDING
    )


class _Dumper(yaml.SafeDumper):
    """Texts that look like numbers stay as they are typed: the loader reads every scalar as text."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        super().increase_indent(flow, False)


def _named(data: dict[str, Any], model: type[Model], lang: Lang) -> dict[str, Any]:
    parts = parts_of(model)
    found = {}
    for name in model.model_fields:
        if name not in data:
            continue
        value = data[name]
        if name in parts:
            inner, many = parts[name]
            value = [_named(one, inner, lang) for one in value] if many else _named(value, inner, lang)
        found[_key(model, name, lang)] = value
    return found


def _key(model: type[Model], name: str, lang: Lang) -> str:
    return name if lang == "en" else model.model_fields[name].title or name
