"""An overlay laid on its base: sections replaced, sources united, entries of lists added, changed and dropped."""

from __future__ import annotations

from collections.abc import Iterable

from jixiao.findings import Codes, Finding
from jixiao.loading.validation import suggestion
from jixiao.loading.yaml_composer import At, Map, Seq, place_of
from jixiao.model.fields import excerpt

#: The lists of a spec, and the key that names an entry of each.
SECTIONS = {"rules": "rule", "caps": "cap", "marks": "mark", "remarks": "remark"}


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
    result["sources"] = _united(base, root)
    _refuse_shapes(base, root, findings)
    for section, word in SECTIONS.items():
        entries = _entries(base, root, section, word, findings)
        if entries:
            result[section] = entries
    return result


def _start(spec: Map) -> str:
    period = spec.get("in_force")
    return str(period.get("from") or "") if isinstance(period, Map) else ""


def _take(result: Map, part: Map, key: str, at: At | None = None) -> None:
    """Take a value over; what comes from another file is found where this one refers to it, at ``at``."""
    result[key] = part[key]
    result.at[key] = part.at[key] if at is None else (at, at)


def _refuse_shapes(base: Map, root: Map, findings: list[Finding]) -> None:
    """What an overlay's lists hold that is no entry, or drops that the base does not have."""
    names = {str(entry.get(word)) for section, word in SECTIONS.items() for _, entry in _maps(base, section)}
    for section in (*SECTIONS, "drop"):
        entries = root.get(section)
        if entries is not None and not isinstance(entries, Seq):
            findings.append(
                Finding(Codes.WRONG_KIND_OF_VALUE, section, {"value": excerpt(entries)}, place_of(root, (section,)))
            )
        for index, entry in enumerate(_list(root, section)):
            path, place, text = f"{section}[{index}]", place_of(root, (section, index)), excerpt(entry)
            if section == "drop" and str(entry) not in names:
                findings.append(
                    Finding(Codes.BASE_HAS_NOT, path, {"name": text, "known": _nearest(text, names)}, place)
                )
            elif section != "drop" and not isinstance(entry, Map):
                findings.append(Finding(Codes.NOT_A_MAPPING, path, {"value": text}, place))


def _united(base: Map, root: Map) -> Map:
    sources = Map(root.source, root.start)
    for part, at in ((base.get("sources"), root.at["extends"][1]), (root.get("sources"), None)):
        if isinstance(part, Map):
            for key in part:
                _take(sources, part, key, at)
    return sources


def _entries(base: Map, root: Map, section: str, word: str, findings: list[Finding]) -> Seq:
    """A list of rules: the overlay's new ones first, then the base's, changed or without the dropped ones."""
    inherited = {str(entry.get(word)): entry for _, entry in _maps(base, section)}
    added = Seq(root.source, root.start)
    drop = root.get("drop")
    dropped = [str(name) for name in drop] if isinstance(drop, Seq) else []
    for index, entry in _maps(root, section):
        place = place_of(root, (section, index))
        if "change" in entry and str(entry["change"]) in dropped:
            findings.append(Finding(Codes.CHANGED_AND_DROPPED, f"{section}[{index}]", {"name": entry["change"]}, place))
        elif "change" in entry:
            _change(inherited, entry, word, findings)
        elif str(entry.get(word)) in inherited and str(entry.get(word)) not in dropped:
            findings.append(Finding(Codes.BASE_ALREADY_HAS, f"{section}[{index}]", {"name": entry.get(word)}, place))
        else:
            added.append(entry)
    added.extend(entry for name, entry in inherited.items() if name not in dropped)
    return added


def _list(spec: Map, section: str) -> list[object]:
    entries = spec.get(section)
    return entries if isinstance(entries, Seq) else []


def _maps(spec: Map, section: str) -> list[tuple[int, Map]]:
    return [(index, entry) for index, entry in enumerate(_list(spec, section)) if isinstance(entry, Map)]


def _nearest(name: str, known: Iterable[str]) -> str:
    """Return the known name nearest to one that is not known, or all of them where none is near."""
    names = sorted(known)
    return suggestion(name, names) or "、".join(names)


def _change(inherited: dict[str, Map], entry: Map, word: str, findings: list[Finding]) -> None:
    """Patch an inherited entry: whole fields, a new curve instead of the old one, with a basis of its own."""
    name = str(entry["change"])
    old = inherited.get(name)
    if old is None or "basis" not in entry or "for" in entry:
        code = (
            Codes.BASE_HAS_NOT
            if old is None
            else Codes.CHANGE_WITHOUT_BASIS
            if "basis" not in entry
            else Codes.CHANGE_OF_SELECTION
        )
        args = {"name": name, "known": _nearest(name, inherited)}
        findings.append(Finding(code, word, args, place_of(entry, ("change",))))
        return
    patched = Map(entry.source, entry.start)
    curves = ("line", "bands", "steps", "count")
    replaced = {*(curves if any(key in entry for key in curves) else ()), "reading", "readings", *entry}
    for key in old:
        if key not in replaced:
            _take(patched, old, key, entry.at["change"][1])
    for key in entry:
        if key != "change":
            _take(patched, entry, key)
    inherited[name] = patched


__all__ = ["SECTIONS", "merge"]
