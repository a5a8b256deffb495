"""The models of a project file, from which its schemas follow: their keys, spellings, help and required keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from jixiao.findings import Lang
from jixiao.model.fields import Model
from jixiao.model.project import Indicator, Project, parts_of
from jixiao.model.spellings import spellings
from jixiao.packaged_yaml import read_packaged_yaml

#: Keys without which there is no score. ``spec`` may come from the command line.
REQUIRED: Mapping[str, tuple[str, ...]] = {
    Project.__name__: ("name", "year", "indicators"),
    Indicator.__name__: ("level1", "name", "target", "weight"),
}
_HELP = Path(__file__).with_name("keys.yaml")


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


@cache
def help_of_keys() -> Mapping[str, Mapping[str, Mapping[Lang, str]]]:
    """Return what each key means, by model, key and language."""
    data: dict[str, dict[str, dict[Lang, str]]] = read_packaged_yaml(_HELP)
    return data


def help_of(model: str, name: str, lang: Lang) -> str:
    """Return what a key of a model means; "" where nothing is said."""
    return help_of_keys().get(model, {}).get(name, {}).get(lang, "")


__all__ = ["REQUIRED", "by_name", "help_of", "help_of_keys", "models"]
