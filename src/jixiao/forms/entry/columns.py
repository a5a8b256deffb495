"""The columns of the table of indicators that people fill in: what each holds, and what may be chosen in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from jixiao.findings import Lang
from jixiao.forms.entry.labels import TEXTS
from jixiao.loading.layouts import form_style
from jixiao.model.facts import EXECUTION
from jixiao.model.fields import Model
from jixiao.model.project import Indicator
from jixiao.model.spec import IndicatorSpec
from jixiao.model.vocabulary import vocabulary
from jixiao.quantity import class_word

#: The signs that may be chosen.
SIGNS = ("≥", ">", "≤", "<", "=", "定性")
#: The widths of columns in half-width characters, and of any other.
_WIDTHS = {"level1": 13, "level2": 18, "name": 28, "target": 16, "actual": 16, "tier": 24, "cause": 28, "remedy": 28}
_WIDTH = 10
_ALWAYS = ("level1", "level2", "name", "comparison", "target", "uom", "actual", "weight", "tier", "share", "applicable")
_DEDUCT, _LAST = ("deduct.points", "deduct.reason"), ("cause", "remedy")


class Column(NamedTuple):
    """A column: the field of an indicator that it holds, its heading, its width, and what may be chosen."""

    field: str
    heading: str
    width: int
    choices: tuple[str, ...] = ()


def columns_of(spec: IndicatorSpec, lang: Lang) -> tuple[Column, ...]:
    """Return the columns that a spec's indicators need: what no rule of it asks for is left out."""
    choices = {
        "level1": class_labels(spec),
        "comparison": SIGNS,
        "tier": tuple(dict.fromkeys(name for rule in spec.rules for name in rule.tiers)),
        "applicable": (TEXTS[lang]["yes"], TEXTS[lang]["no"]),
        "direction": ("正向", "反向"),
        "marks": tuple(mark.label for mark in spec.marks),
        "rule": tuple(rule.name for rule in spec.rules if rule.when is None),
    }
    fields = (*_ALWAYS, *_of_spec(spec), *_DEDUCT, *_LAST)
    return tuple(
        Column(field, heading(Indicator, field, lang), _WIDTHS.get(field, _WIDTH), choices.get(field, ()))
        for field in fields
    )


def _of_spec(spec: IndicatorSpec) -> Iterator[str]:
    """Yield the fields that some specs alone ask for."""
    layout = form_style(spec).layout
    needs = {
        "direction": any(when.direction for when in spec.conditions),
        "goal": any(section.by_goal for section in layout.sections),
        "marks": bool(spec.marks),
        "rule": any(rule.when is None for rule in spec.rules),
        "score": any(rule.stated == "score" for rule in spec.rules),
    }
    yield from (field for field, is_needed in needs.items() if is_needed)


def heading(model: type[Model], field: str, lang: Lang) -> str:
    """Return what heads a field: the key of a project file in this language, or a longer text of the sheet's own."""
    own = TEXTS[lang].get(field)
    if own is not None and field.startswith("deduct."):
        return own
    titles: dict[Lang, str] = {"zh": str(model.model_fields[field].title), "en": field}
    return titles[lang]


def class_labels(spec: IndicatorSpec) -> tuple[str, ...]:
    """Return the labels of the classes that indicators may have."""
    return tuple(kind.label for name, kind in spec.classes.items() if name != EXECUTION)


def second_levels(spec: IndicatorSpec, label: str) -> tuple[str, ...]:
    """Return the second levels that may be chosen under a first one: the usual ones, and those that the spec names."""
    usual = vocabulary().usual_level2.get(class_word(label), ())
    named = [level2 for when in spec.conditions for level2 in when.level2]
    if spec.row_weights is not None:
        named += spec.row_weights.groups
    all_usual = {level2 for levels in vocabulary().usual_level2.values() for level2 in levels}
    return tuple(dict.fromkeys((*usual, *(level2 for level2 in named if level2 not in all_usual))))


__all__ = ["SIGNS", "Column", "class_labels", "columns_of", "heading", "second_levels"]
