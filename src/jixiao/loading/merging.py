"""An overlay laid on its base: sections replaced, sources united, entries of lists added, changed and dropped."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from jixiao.findings import Codes, Finding
from jixiao.loading.nodes import At, Map, Seq, place_of
from jixiao.loading.validation import suggest
from jixiao.model.fields import excerpt
from jixiao.model.rules import FORMS

#: The lists of a spec, and the key that names an entry of each.
SECTIONS = {"rules": "rule", "caps": "cap", "marks": "mark", "remarks": "remark"}
#: The keys that together are a rule's curve.
_CURVE = (*FORMS, "count")


def merge(base: Map, root: Map, version: str, findings: list[Finding]) -> Map:
    """Return an overlay on its base, which it pins to a version; what does not fit becomes a finding.

    Sections are replaced whole, sources united, entries of lists added, changed and dropped.
    """
    here = place_of(root, ("extends",))
    if str(base.get("version")) != version:
        args = {"base": base.get("id"), "version": base.get("version"), "pinned": version}
        findings.append(Finding(Codes.BASE_VERSION_DIFFERS, "extends", args, here))
    if _start(base) > _start(root):
        args = {"base": base.get("id"), "from": _start(base), "own": _start(root) or "—"}
        findings.append(Finding(Codes.BASE_IN_FORCE_LATER, "extends", args, here))
    result = Map(root.source, root.start)
    for part, at in ((base, root.at["extends"][1]), (root, None)):
        for key in part:
            if key not in SECTIONS and key != "drop":
                _take(result, part, key, at)
    result["sources"] = _unite_sources(base, root)
    _refuse_shapes(root, findings)
    _refuse_drops(base, root, findings)
    for section, word in SECTIONS.items():
        entries = _merge_section(base, root, section, word, findings)
        if entries:
            result[section] = entries
    return result


def lay_over(base: Map, root: Map) -> Map:
    """Return an overlay on its base where there is nothing but sections, which are replaced whole; sources are united.

    What stands in the base stands where the overlay ``extends`` it.
    """
    result = Map(root.source, root.start)
    for part, at in ((base, root.at["extends"][1]), (root, None)):
        for key in part:
            _take(result, part, key, at)
    result["sources"] = _unite_sources(base, root)
    return result


def _start(spec: Map) -> str:
    period = spec.get("in_force")
    if not isinstance(period, Map):
        return ""
    return str(period.get("from") or "")


def _take(result: Map, part: Map, key: str, at: At | None = None) -> None:
    """Take a value over; what comes from another file stands where this one refers to it, at ``at``."""
    result[key] = part[key]
    places = (at, at)
    if at is None:
        places = part.at[key]
    result.at[key] = places


def _refuse_shapes(root: Map, findings: list[Finding]) -> None:
    """Report lists of an overlay that are none, and entries that are no mappings."""
    for section in (*SECTIONS, "drop"):
        entries = root.get(section)
        if entries is not None and not isinstance(entries, Seq):
            place = place_of(root, (section,))
            findings.append(Finding(Codes.WRONG_KIND_OF_VALUE, section, {"value": excerpt(entries)}, place))
    for section in SECTIONS:
        for index, entry in enumerate(_list(root, section)):
            if not isinstance(entry, Map):
                place = place_of(root, (section, index))
                findings.append(Finding(Codes.NOT_A_MAPPING, f"{section}[{index}]", {"value": excerpt(entry)}, place))


def _refuse_drops(base: Map, root: Map, findings: list[Finding]) -> None:
    """Report entries that an overlay drops and the base does not have."""
    names = {str(entry.get(word)) for section, word in SECTIONS.items() for _, entry in _maps(base, section)}
    for index, entry in enumerate(_list(root, "drop")):
        if str(entry) not in names:
            args = {"name": excerpt(entry), "known": _nearest(excerpt(entry), names)}
            findings.append(Finding(Codes.BASE_HAS_NOT, f"drop[{index}]", args, place_of(root, ("drop", index))))


def _unite_sources(base: Map, root: Map) -> Map:
    sources = Map(root.source, root.start)
    for part, at in ((base.get("sources"), root.at["extends"][1]), (root.get("sources"), None)):
        if isinstance(part, Map):
            for key in part:
                _take(sources, part, key, at)
    return sources


def _merge_section(base: Map, root: Map, section: str, word: str, findings: list[Finding]) -> Seq:
    """Return a list of rules: the overlay's new ones first, then the base's, changed or without the dropped ones."""
    inherited = {str(entry.get(word)): entry for _, entry in _maps(base, section)}
    dropped = set(map(str, _list(root, "drop")))
    result = Seq(root.source, root.start)
    for index, entry in _maps(root, section):
        if clash := _clash(entry, word, inherited.keys(), dropped):
            args = {"name": entry.get("change", entry.get(word))}
            findings.append(Finding(clash, f"{section}[{index}]", args, place_of(root, (section, index))))
        elif "change" in entry:
            _change(inherited, entry, word, findings)
        else:
            result.append(entry)
    result.extend(entry for name, entry in inherited.items() if name not in dropped)
    return result


def _clash(entry: Map, word: str, inherited: AbstractSet[str], dropped: set[str]) -> str:
    """Return the code of why an overlay may not have an entry beside the inherited ones; "" where it may."""
    if "change" in entry:
        return Codes.CHANGED_AND_DROPPED if str(entry["change"]) in dropped else ""
    if str(entry.get(word)) in inherited - dropped:
        return Codes.BASE_ALREADY_HAS
    return ""


def _list(spec: Map, section: str) -> list[object]:
    entries = spec.get(section)
    if isinstance(entries, Seq):
        return entries
    return []


def _maps(spec: Map, section: str) -> list[tuple[int, Map]]:
    return [(index, entry) for index, entry in enumerate(_list(spec, section)) if isinstance(entry, Map)]


def _nearest(name: str, names: Iterable[str]) -> str:
    """Return the one of ``names`` that is nearest to a mistyped one, or all of them where none is near."""
    names = sorted(names)
    return suggest(name, names) or "、".join(names)


def _change(inherited: dict[str, Map], entry: Map, word: str, findings: list[Finding]) -> None:
    """Replace fields of an inherited entry, with a basis of its own; a curve in any form replaces the one before."""
    name = str(entry["change"])
    if problem := _problem_of_change(inherited, entry):
        args = {"name": name, "known": _nearest(name, inherited)}
        findings.append(Finding(problem, word, args, place_of(entry, ("change",))))
        return
    replaced = {"reading", "readings", *entry}
    if not replaced.isdisjoint(_CURVE):
        replaced.update(_CURVE)
    result = Map(entry.source, entry.start)
    for key in inherited[name]:
        if key not in replaced:
            _take(result, inherited[name], key, entry.at["change"][1])
    for key in entry:
        if key != "change":
            _take(result, entry, key)
    inherited[name] = result


def _problem_of_change(inherited: dict[str, Map], entry: Map) -> str:
    """Return the code of why an entry cannot change an inherited one; "" where it can."""
    if str(entry["change"]) not in inherited:
        return Codes.BASE_HAS_NOT
    if "basis" not in entry:
        return Codes.CHANGE_WITHOUT_BASIS
    if "for" in entry:
        return Codes.CHANGE_OF_SELECTION
    return ""


__all__ = ["SECTIONS", "lay_over", "merge"]
