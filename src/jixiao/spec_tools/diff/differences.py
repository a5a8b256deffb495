"""What differs between two specs, block by block and rule by rule, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Literal, NamedTuple

from jixiao.exact import plain
from jixiao.explain import measure_name
from jixiao.explain.phrases import STEPS
from jixiao.findings import Lang
from jixiao.model.fields import Model
from jixiao.model.rules import Cap, Cited, Mark, Remark, Rule, Tier, When
from jixiao.model.spec import IndicatorSpec
from jixiao.spec_tools.diff.curve_text import curve_changes, curve_text
from jixiao.spec_tools.diff.messages import VALUES, WORDS

Kind = Literal["added", "dropped", "changed", "moved"]
_MARKS: dict[Kind, str] = {"added": "+", "dropped": "−", "changed": "~", "moved": "↕"}
#: Fields that have words of their own, or that show in another one.
_SPOKEN = (
    "name", "basis", "reading", "readings", "when", "measure", "line", "bands", "steps", "count", "outside", "tiers",
)  # fmt: skip
Texts = dict[str, str]
#: The sections in the order of a spec's page; between those of one block or of named entries stand the lists.
FIRST = ("spec", "sources", "classes", "weights", "comparison_if_unstated")
LISTS = ("rules", "caps", "remarks", "marks")
LAST = ("grades", "rounding", "not_applicable", "row_weights", "missing", "form")


class Change(NamedTuple):
    """One difference: the section of the spec, the entry in it, what of it, and both sides in words."""

    section: str
    name: str
    kind: Kind
    aspect: str
    old: str
    new: str

    def text(self, lang: Lang) -> str:
        """The difference on one line, without its section."""
        words = WORDS[lang]
        label = " ".join(part for part in (self.name, self.aspect) if part)
        sides = words["became"].format(old=self.old or words["none"], new=self.new or words["none"])
        told = {"added": self.new, "dropped": self.old, "moved": self.new}.get(self.kind, sides)
        return f"{_MARKS[self.kind]} {label}{words['colon'] if label and told else ''}{told}"


def differences(old: IndicatorSpec, new: IndicatorSpec, lang: Lang = "zh") -> list[Change]:
    """Everything that differs, section by section; a section's order is that of the spec's page."""
    before, after = section_words(old, lang), section_words(new, lang)
    found: list[Change] = []
    for section in (*FIRST, *LISTS, *LAST):
        if section in LISTS:
            found += _lists(section, old, new, lang)
        else:
            found += _entries(section, before[section], after[section], lang)
    return found


def section_words(spec: IndicatorSpec, lang: Lang = "zh") -> dict[str, dict[str, Texts]]:
    """Every section that is no list in words: its entries by name ("" where it is one block), each by aspect."""
    first: tuple[dict[str, Texts], ...] = (
        {"": _head(spec)},
        _models(spec.sources, lang),
        _models(spec.classes, lang),
        _weights(spec, lang),
        {"": _unstated(spec, lang)},
    )
    last = {section: {"": _block(getattr(spec, section), spec, lang)} for section in LAST}
    return {**dict(zip(FIRST, first, strict=True)), **last}


def _compared(section: str, name: str, old: Texts, new: Texts, lang: Lang) -> Iterator[Change]:
    """Two sets of texts by aspect. An aspect is a key of the words, or stands for itself."""
    for aspect in [*old, *(key for key in new if key not in old)]:
        before, after = old.get(aspect, ""), new.get(aspect, "")
        if before != after:
            kind: Kind = "changed" if before and after else "added" if after else "dropped"
            yield Change(section, name, kind, WORDS[lang].get(aspect, aspect), before, after)


def _entries(section: str, old: Mapping[str, Texts], new: Mapping[str, Texts], lang: Lang) -> Iterator[Change]:
    """Named sets of texts: whole ones added and dropped, the others compared."""
    for name in [*old, *(key for key in new if key not in old)]:
        if name in old and name in new:
            yield from _compared(section, name, old[name], new[name], lang)
        else:
            before, after = (_joined(texts.get(name, {}), lang) for texts in (old, new))
            yield Change(section, name, "added" if name in new else "dropped", "", before, after)


def _joined(texts: Texts, lang: Lang) -> str:
    words = WORDS[lang]
    return words["semicolon"].join(f"{words.get(key, key)} {text}" for key, text in texts.items() if text)


def _spoken(value: object, lang: Lang) -> str:
    """Any value of a field in words."""
    if isinstance(value, Mapping):
        return WORDS[lang]["semicolon"].join(f"{key} {_spoken(part, lang)}" for key, part in value.items())
    if isinstance(value, tuple):
        return "/".join(_spoken(part, lang) for part in value)
    if isinstance(value, bool) or value is None:
        return "" if value is None else str(value).lower()
    return plain(value) if isinstance(value, Fraction) else VALUES[lang].get(str(value), str(value))


def _fields(model: Model, lang: Lang, *, but: Iterable[str] = ()) -> Texts:
    left_out = set(but)
    return {name: _spoken(getattr(model, name), lang) for name in type(model).model_fields if name not in left_out}


def _head(spec: IndicatorSpec) -> Texts:
    period = spec.in_force
    plain_ones = {name: getattr(spec, name) or "" for name in ("version", "title", "jurisdiction", "extends")}
    dates = {
        "from": period.start.isoformat() if period.start else "",
        "to": period.end.isoformat() if period.end else "",
    }
    return {**plain_ones, **dates, "full_marks": plain(spec.full_marks)}


def _models(models: Mapping[str, Model], lang: Lang) -> dict[str, Texts]:
    return {name: _fields(model, lang) for name, model in models.items()}


def _cited(block: Cited, spec: IndicatorSpec, lang: Lang) -> Texts:
    words, source = STEPS[lang], spec.source_of(block)
    where = "{} ({}, {})" if lang == "en" else "{}（{}，{}）"
    basis = where.format(spec.citation(block), words[source.kind], words[source.checked])
    return {"basis": basis, "reading": block.reading or ""}


def _block(block: Cited | Model | None, spec: IndicatorSpec, lang: Lang) -> Texts:
    if block is None:
        return {}
    texts = _fields(block, lang, but=("basis", "reading", "edges"))
    texts |= {name: f"≥ {plain(edge)}" for name, edge in getattr(block, "edges", {}).items()}
    return {**texts, **(_cited(block, spec, lang) if isinstance(block, Cited) else {})}


def _weights(spec: IndicatorSpec, lang: Lang) -> dict[str, Texts]:
    """Each set of points by the classes that must be present, and what holds for all sets."""
    words, weights = WORDS[lang], spec.weights
    found = {"": {"binding": _spoken(weights.binding, lang), **_cited(weights, spec, lang)}}
    found[""]["execution_in"] = _label(spec, weights.execution_in or "")
    for chosen in weights.sets:
        present = "+".join(_label(spec, name) for name in chosen.present)
        name = words["present"].format(value=present) if present else words["preset"]
        found[name] = {_label(spec, key): plain(points) for key, points in chosen.points.items()}
    moves = ((name, words["move"].format(to=_label(spec, to.to))) for name, to in weights.absent.items())
    return {**found, words["absent"]: {_label(spec, name): text for name, text in moves}}


def _label(spec: IndicatorSpec, key: str) -> str:
    return "+".join(spec.classes[part].label if part in spec.classes else part for part in key.split("+"))


def _unstated(spec: IndicatorSpec, lang: Lang) -> Texts:
    block, words = spec.comparison_if_unstated, WORDS[lang]
    cases = [f"{when_text(case, spec, lang)} {words['is'].format(value=case.is_)}" for case in block.cases]
    return {"cases": words["semicolon"].join(cases), **_cited(block, spec, lang)}


def when_text(when: When, spec: IndicatorSpec, lang: Lang) -> str:
    """A condition in words."""
    words, parts = WORDS[lang], []
    for name in ("class_", "level2", "comparison", "direction", "target", "name_has"):
        value = getattr(when, name)
        if value:
            shown = tuple(_label(spec, part) for part in value) if name == "class_" else value
            parts.append(words[name.rstrip("_")].format(value=_spoken(shown, lang)))
    if when.finished is not None:
        parts.append(words["finished" if when.finished else "unfinished"])
    return "，".join(parts) if lang == "zh" else ", ".join(parts)


def _for_text(whens: tuple[When, ...] | None, spec: IndicatorSpec, lang: Lang) -> str:
    if whens is None:
        return WORDS[lang]["always"]
    return WORDS[lang]["or"].join(when_text(when, spec, lang) for when in whens)


Entry = Rule | Cap | Mark | Remark


def _lists(section: str, old: IndicatorSpec, new: IndicatorSpec, lang: Lang) -> Iterator[Change]:
    """The entries of a list by name: added, dropped, moved, and changed in one aspect or another."""
    before: dict[str, Entry] = {entry.name: entry for entry in getattr(old, section)}
    after: dict[str, Entry] = {entry.name: entry for entry in getattr(new, section)}
    for name in [*before, *(key for key in after if key not in before)]:
        if name not in after:
            yield Change(section, name, "dropped", "", entry_text(before[name], old, lang), "")
        elif name not in before:
            yield Change(section, name, "added", "", "", entry_text(after[name], new, lang))
        else:
            sides = (_entry(before[name], old, lang), _entry(after[name], new, lang))
            yield from _compared(section, name, *sides, lang)
            yield from _curves(section, before[name], after[name], lang)
    yield from _moved(section, list(before), list(after), lang) if section == "rules" else ()


def entry_text(entry: Entry, spec: IndicatorSpec, lang: Lang) -> str:
    """A whole rule, cap, mark or remark in words."""
    return _joined(entry_words(entry, spec, lang), lang)


def entry_words(entry: Entry, spec: IndicatorSpec, lang: Lang) -> Texts:
    """A whole rule, cap, mark or remark in words, by aspect."""
    curve = {"curve": curve_text(entry, lang)} if isinstance(entry, Rule | Cap) else {}
    return {**_entry(entry, spec, lang), **curve}


def _entry(entry: Entry, spec: IndicatorSpec, lang: Lang) -> Texts:
    """All aspects of an entry but its curve."""
    defaults = {name: field.default for name, field in type(entry).model_fields.items()}
    unsaid = [name for name in defaults if name not in _SPOKEN and getattr(entry, name) == defaults[name]]
    texts = {}
    if not isinstance(entry, Mark):
        texts = {"for": _for_text(entry.when, spec, lang), "measure": measure_name(entry.measure, lang)}
    if isinstance(entry, Remark):
        texts["outside"] = entry.outside
    if isinstance(entry, Rule):
        texts |= {f"“{name}”": _tier_text(tier) for name, tier in entry.tiers.items()}
    texts |= {**_fields(entry, lang, but=(*_SPOKEN, *unsaid)), **_cited(entry, spec, lang)}
    return texts | {f"reading {occasion}": text for occasion, text in getattr(entry, "readings", {}).items()}


def _tier_text(tier: Tier) -> str:
    high = f"{plain(tier.through)}]" if tier.through is not None else f"{plain(tier.below)})" if tier.below else "+∞)"
    default = f" = {plain(tier.default)}" if tier.default is not None else ""
    return f"[{plain(tier.low)}, {high}{default}{' ' if tier.also else ''}{'/'.join(tier.also)}"


def _curves(section: str, old: Entry, new: Entry, lang: Lang) -> Iterator[Change]:
    if isinstance(old, Rule | Cap) and isinstance(new, Rule | Cap):
        for where, before, after in curve_changes(old, new, lang):
            yield Change(section, new.name, "changed", where or WORDS[lang]["curve"], before, after)


def _moved(section: str, old: list[str], new: list[str], lang: Lang) -> Iterator[Change]:
    """Entries that both have, in another order: the fewest that account for it."""
    import difflib

    old, new = [name for name in old if name in new], [name for name in new if name in old]
    blocks = difflib.SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    kept = {name for block in blocks for name in new[block.b : block.b + block.size]}
    for index, name in enumerate(new):
        if name not in kept:
            after = new[index + 1] if index + 1 < len(new) else None
            words = WORDS[lang]
            yield Change(section, name, "moved", "", "", words["before"].format(name=after) if after else words["last"])
