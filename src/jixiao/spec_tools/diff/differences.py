"""What differs between two specs, block by block and rule by rule, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import zip_longest
from typing import Literal, NamedTuple

from jixiao.exact import format_exact
from jixiao.explain import measure_name
from jixiao.explain.curve_text import curve_text
from jixiao.explain.phrases import STEPS
from jixiao.findings import Lang
from jixiao.model.fields import Model
from jixiao.model.rules import Cap, Cited, Mark, Remark, Rule, Tier, When
from jixiao.model.spec import IndicatorSpec
from jixiao.spec_tools.diff.curve_changes import curve_changes
from jixiao.spec_tools.diff.messages import VALUES, WORDS

Kind = Literal["added", "dropped", "changed", "moved"]
_MARKS: dict[Kind, str] = {"added": "+", "dropped": "−", "changed": "~", "moved": "↕"}
#: Fields that are described on their own, or within another one.
_DESCRIBED = (
    "name", "basis", "reading", "readings", "when", "measure", "line", "bands", "steps", "count", "outside", "tiers",
)  # fmt: skip
Texts = dict[str, str]
#: The sections in the order of a spec's page; between those of one block or of named entries stand the lists.
FIRST = ("spec", "sources", "classes", "weights", "comparison_if_unstated")
LISTS = ("rules", "caps", "remarks", "marks")
LAST = ("grades", "rounding", "not_applicable", "row_weights", "missing", "review", "form")


class Change(NamedTuple):
    """One difference: the section of the spec, the entry in it, what of it, and both sides in words."""

    section: str
    name: str
    kind: Kind
    aspect: str
    old: str
    new: str

    def text(self, lang: Lang) -> str:
        """Return the difference on one line, without its section."""
        words = WORDS[lang]
        label = " ".join(part for part in (self.name, self.aspect) if part)
        parts = (label, self._sides(lang))
        return f"{_MARKS[self.kind]} {words['colon'].join(part for part in parts if part)}"

    def _sides(self, lang: Lang) -> str:
        words = WORDS[lang]
        if self.kind == "changed":
            return words["became"].format(old=self.old or words["none"], new=self.new or words["none"])
        return self.new or self.old


def differences(old: IndicatorSpec, new: IndicatorSpec, lang: Lang = "zh") -> list[Change]:
    """Return everything that differs, section by section; a section's order is that of the spec's page."""
    before, after = describe_sections(old, lang), describe_sections(new, lang)
    changes: list[Change] = []
    for section in (*FIRST, *LISTS, *LAST):
        if section in LISTS:
            changes += _lists(section, old, new, lang)
        else:
            changes += _entries(section, before[section], after[section], lang)
    return changes


def describe_sections(spec: IndicatorSpec, lang: Lang = "zh") -> dict[str, dict[str, Texts]]:
    """Return every section that is no list in words: its entries by name ("" of one block), each by aspect."""
    first: tuple[dict[str, Texts], ...] = (
        {"": _head(spec)},
        _models(spec.sources, lang),
        _models(spec.classes, lang),
        _weights(spec, lang),
        {"": _unstated(spec, lang)},
    )
    last = {section: {"": _block(getattr(spec, section), spec, lang)} for section in LAST}
    return {**dict(zip(FIRST, first, strict=True)), **last}


def _keys_of_both(old: Mapping[str, object], new: Mapping[str, object]) -> list[str]:
    """Return the keys of two mappings, those of the new one alone last."""
    return list(dict.fromkeys((*old, *new)))


def _compared(section: str, name: str, old: Texts, new: Texts, lang: Lang) -> Iterator[Change]:
    """Return what differs between two sets of texts. An aspect is a key of the words, or stands for itself."""
    for aspect in _keys_of_both(old, new):
        before, after = old.get(aspect, ""), new.get(aspect, "")
        if before != after:
            yield Change(section, name, _kind(before, after), WORDS[lang].get(aspect, aspect), before, after)


def _kind(before: str, after: str) -> Kind:
    if not before:
        return "added"
    if not after:
        return "dropped"
    return "changed"


def _entries(section: str, old: Mapping[str, Texts], new: Mapping[str, Texts], lang: Lang) -> Iterator[Change]:
    """Return what differs between named sets of texts: some are added or dropped, the others compared."""
    for name in _keys_of_both(old, new):
        if name not in new:
            yield Change(section, name, "dropped", "", _joined(old[name], lang), "")
        elif name not in old:
            yield Change(section, name, "added", "", "", _joined(new[name], lang))
        else:
            yield from _compared(section, name, old[name], new[name], lang)


def _joined(texts: Texts, lang: Lang) -> str:
    words = WORDS[lang]
    return words["semicolon"].join(f"{words.get(key, key)} {text}" for key, text in texts.items() if text)


def _value_text(value: object, lang: Lang) -> str:
    """Return any value of a field in words."""
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return WORDS[lang]["semicolon"].join(f"{key} {_value_text(part, lang)}" for key, part in value.items())
    if isinstance(value, tuple):
        return "/".join(_value_text(part, lang) for part in value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Fraction):
        return format_exact(value)
    return VALUES[lang].get(str(value), str(value))


def _fields(model: Model, lang: Lang, *, without: Iterable[str] = ()) -> Texts:
    names = [name for name in type(model).model_fields if name not in set(without)]
    return {name: _value_text(getattr(model, name), lang) for name in names}


def _head(spec: IndicatorSpec) -> Texts:
    period = spec.in_force
    head = {name: getattr(spec, name) or "" for name in ("version", "title", "jurisdiction", "extends")}
    dates = {key: str(day or "") for key, day in (("from", period.start), ("to", period.end))}
    return {**head, **dates, "full_marks": format_exact(spec.full_marks)}


def _models(models: Mapping[str, Model], lang: Lang) -> dict[str, Texts]:
    return {name: _fields(model, lang) for name, model in models.items()}


def _cited(block: Cited, spec: IndicatorSpec, lang: Lang) -> Texts:
    steps, source = STEPS[lang], spec.source_of(block)
    kind, checked = steps[source.kind], steps[source.checked]
    basis = WORDS[lang]["cited"].format(citation=spec.citation(block), kind=kind, checked=checked)
    return {"basis": basis, "reading": block.reading or ""}


def _block(block: Cited | Model | None, spec: IndicatorSpec, lang: Lang) -> Texts:
    if block is None:
        return {}
    texts = _fields(block, lang, without=("basis", "reading", "edges"))
    texts |= {name: f"≥ {format_exact(edge)}" for name, edge in getattr(block, "edges", {}).items()}
    if isinstance(block, Cited):
        texts |= _cited(block, spec, lang)
    return texts


def _weights(spec: IndicatorSpec, lang: Lang) -> dict[str, Texts]:
    """Return each set of points by the classes that must be present, and what holds for all sets."""
    words, weights = WORDS[lang], spec.weights
    common = {"binding": _value_text(weights.binding, lang), **_cited(weights, spec, lang)}
    texts = {"": {**common, "execution_in": _label(spec, weights.execution_in or "")}}
    for points in weights.sets:
        present = "+".join(_label(spec, name) for name in points.present)
        name = words["present"].format(value=present) if present else words["preset"]
        texts[name] = {_label(spec, key): format_exact(value) for key, value in points.points.items()}
    texts[words["absent"]] = {
        _label(spec, name): words["move"].format(to=_label(spec, move.to)) for name, move in weights.absent.items()
    }
    return texts


def _label(spec: IndicatorSpec, key: str) -> str:
    """Return the labels of one class, or of several with a plus between them."""
    labels = {name: kind.label for name, kind in spec.classes.items()}
    return "+".join(labels.get(part, part) for part in key.split("+"))


def _unstated(spec: IndicatorSpec, lang: Lang) -> Texts:
    block, words = spec.comparison_if_unstated, WORDS[lang]
    cases = [f"{when_text(case, spec, lang)} {words['is'].format(value=case.is_)}" for case in block.cases]
    return {"cases": words["semicolon"].join(cases), **_cited(block, spec, lang)}


def when_text(when: When, spec: IndicatorSpec, lang: Lang) -> str:
    """Return a condition in words."""
    words = WORDS[lang]
    values = {
        "class": tuple(_label(spec, name) for name in when.class_),
        **{name: getattr(when, name) for name in ("level2", "comparison", "direction", "target", "name_has")},
    }
    parts = [words[name].format(value=_value_text(value, lang)) for name, value in values.items() if value]
    if when.finished is not None:
        parts.append(words["finished" if when.finished else "unfinished"])
    return words["comma"].join(parts)


def _for_text(whens: tuple[When, ...] | None, spec: IndicatorSpec, lang: Lang) -> str:
    if whens is None:
        return WORDS[lang]["always"]
    return WORDS[lang]["or"].join(when_text(when, spec, lang) for when in whens)


Entry = Rule | Cap | Mark | Remark


def _lists(section: str, old: IndicatorSpec, new: IndicatorSpec, lang: Lang) -> Iterator[Change]:
    """Return how the entries of a list differ by name: added, dropped, moved, and changed in an aspect."""
    before: dict[str, Entry] = {entry.name: entry for entry in getattr(old, section)}
    after: dict[str, Entry] = {entry.name: entry for entry in getattr(new, section)}
    for name in _keys_of_both(before, after):
        if name not in after:
            yield Change(section, name, "dropped", "", entry_text(before[name], old, lang), "")
        elif name not in before:
            yield Change(section, name, "added", "", "", entry_text(after[name], new, lang))
        else:
            sides = (_aspects(before[name], old, lang), _aspects(after[name], new, lang))
            yield from _compared(section, name, *sides, lang)
            yield from _curves(section, before[name], after[name], lang)
    if section == "rules":
        yield from _moved(section, list(before), list(after), lang)


def entry_text(entry: Entry, spec: IndicatorSpec, lang: Lang) -> str:
    """Return a rule, cap, mark or remark in words on one line."""
    return _joined(describe_entry(entry, spec, lang), lang)


def describe_entry(entry: Entry, spec: IndicatorSpec, lang: Lang) -> Texts:
    """Return a rule, cap, mark or remark in words, by aspect."""
    texts = _aspects(entry, spec, lang)
    if isinstance(entry, Rule | Cap):
        texts["curve"] = curve_text(entry, lang)
    return texts


def _aspects(entry: Entry, spec: IndicatorSpec, lang: Lang) -> Texts:
    """Return all aspects of an entry but its curve."""
    fields = type(entry).model_fields
    defaults = [name for name, field in fields.items() if getattr(entry, name) == field.default]
    texts = {}
    if not isinstance(entry, Mark):
        texts = {"for": _for_text(entry.when, spec, lang), "measure": measure_name(entry.measure, lang)}
    if isinstance(entry, Remark):
        texts["outside"] = entry.outside
    if isinstance(entry, Rule):
        texts |= {f"“{name}”": _tier_text(tier) for name, tier in entry.tiers.items()}
    texts |= _fields(entry, lang, without=(*_DESCRIBED, *defaults))
    texts |= _cited(entry, spec, lang)
    return texts | {f"reading {occasion}": text for occasion, text in getattr(entry, "readings", {}).items()}


def _tier_text(tier: Tier) -> str:
    text = f"[{format_exact(tier.low)}, {_tier_end(tier)}"
    if tier.default is not None:
        text += f" = {format_exact(tier.default)}"
    if tier.also:
        text += f" {'/'.join(tier.also)}"
    return text


def _tier_end(tier: Tier) -> str:
    if tier.through is not None:
        return f"{format_exact(tier.through)}]"
    if tier.below:
        return f"{format_exact(tier.below)})"
    return "+∞)"


def _curves(section: str, old: Entry, new: Entry, lang: Lang) -> Iterator[Change]:
    if isinstance(old, Rule | Cap) and isinstance(new, Rule | Cap):
        for where, before, after in curve_changes(old, new, lang):
            yield Change(section, new.name, "changed", where or WORDS[lang]["curve"], before, after)


def _moved(section: str, old: list[str], new: list[str], lang: Lang) -> Iterator[Change]:
    """Return the entries that both have, in another order: the fewest that account for it."""
    import difflib

    before, after = [name for name in old if name in new], [name for name in new if name in old]
    blocks = difflib.SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    in_order = {name for block in blocks for name in after[block.b : block.b + block.size]}
    for name, follower in zip_longest(after, after[1:]):
        if name not in in_order:
            place = WORDS[lang]["before" if follower else "last"]
            yield Change(section, name, "moved", "", "", place.format(name=follower))
