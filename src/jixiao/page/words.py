"""The words of the page in a language: labels as forms and project files have them, and the page's own sentences."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any, get_args

from jixiao.findings import Lang
from jixiao.findings.catalog import catalog
from jixiao.findings.severity import LABELS as SEVERITIES
from jixiao.forms import LABELS
from jixiao.model.fields import Model
from jixiao.model.project import Amounts, Funds, Goal, Indicator, Project
from jixiao.model.spellings import spellings
from jixiao.model.typed_words import Sign
from jixiao.monitoring.names import LIGHT_NAMES
from jixiao.packaged_yaml import parse_packaged_yaml

_MODELS: dict[str, type[Model]] = {
    "project": Project,
    "funds": Funds,
    "amounts": Amounts,
    "goal": Goal,
    "indicator": Indicator,
}
_RESULT = ("total", "scaled", "grade", "none", "rate", "light", "projected_total")
#: Labels of forms that stand for a field under another name, by model.
_ALIASES = {"indicator": {"name": "level3"}, "funds": {"total": "amount"}}


def words_of(lang: Lang) -> dict[str, Any]:
    """Return the labels of all fields, the names of severities, lights, signs and columns, and the page's sentences."""
    return {
        "fields": {name: _labels(name, lang) for name in _MODELS},
        "severity": {severity.value: label for severity, label in SEVERITIES[lang].items()},
        "result": {key: LABELS[lang][key] for key in _RESULT},
        "lights": LIGHT_NAMES[lang],
        "signs": list(get_args(Sign)),
        "columns": spellings(Indicator),
        "gaps": [entry.slug for entry in catalog().values() if entry.is_gap],
        "repairs": {entry.slug: list(entry.repairs) for entry in catalog().values() if entry.repairs},
        "page": {key: texts[lang] for key, texts in _sentences().items()},
    }


def _labels(name: str, lang: Lang) -> dict[str, str]:
    """Return the label of each field of a model: as project files have it, in English as forms have it."""
    labels, aliases = {}, _ALIASES.get(name, {})
    for field, info in _MODELS[name].model_fields.items():
        own = {"zh": info.title or field, "en": field.replace("_", " ").capitalize()}[lang]
        labels[field] = own
        if lang == "en":
            labels[field] = LABELS["en"].get(aliases.get(field, field), own)
    return labels


@cache
def _sentences() -> dict[str, dict[Lang, str]]:
    text = files(__package__).joinpath("words.yaml").read_text(encoding="utf-8")
    sentences: dict[str, dict[Lang, str]] = parse_packaged_yaml(text)
    return sentences


__all__ = ["words_of"]
