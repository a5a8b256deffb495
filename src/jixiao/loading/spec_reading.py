"""From the text of a spec to the model: its bases merged in, everything validated, its layout beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple, Protocol

from pydantic import ValidationError

from jixiao.findings import Codes, Finding, has_error
from jixiao.findings.terminal import as_line
from jixiao.loading.layouts import layout_file, layout_names, packaged_layouts, read_layout
from jixiao.loading.merging import merge
from jixiao.loading.nodes import Map, place_of
from jixiao.loading.package import package_specs
from jixiao.loading.punctuation import replace_unknown_keys
from jixiao.loading.spec_files import SpecFile
from jixiao.loading.validation import FindingList, finding_of, mapping_of, refuse_key
from jixiao.model.fields import MOST_SHOWN
from jixiao.model.layout import Layout
from jixiao.model.spec import IndicatorSpec

MOST_EXTENDED = 3
#: Findings on a spec that is not there: no such file; its id, its day, its version are not known.
_MISSING = frozenset(
    (Codes.NO_SUCH_FILE, Codes.FOLDER_NOT_FILE, Codes.NO_SUCH_SPEC, Codes.NO_VERSION_IN_FORCE, Codes.VERSION_NOT_THERE)
)
_KEYS = tuple(sorted({field.alias or name for name, field in IndicatorSpec.model_fields.items()} | {"drop"}))


class SpecError(ValueError):
    """A spec that cannot be found or read; ``findings`` say why."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(as_line(finding) for finding in self.findings))


class SpecLookup(NamedTuple):
    """A spec, or ``None`` where it is missing or broken, and the findings on it."""

    spec: IndicatorSpec | None
    findings: tuple[Finding, ...]

    @property
    def is_missing(self) -> bool:
        """Whether there is no such spec: no id, version or file of this name; not that it is broken."""
        return any(finding.code in _MISSING for finding in self.findings)

    def or_raise(self) -> IndicatorSpec:
        """Return the spec.

        Raises:
            SpecError: there is none.
        """
        if self.spec is None:
            raise SpecError(self.findings)
        return self.spec


class Bases(Protocol):
    """Where the bases of specs, and their layouts, are looked for."""

    @property
    def folders(self) -> tuple[Path, ...]:
        """Return the folders in which layouts may stand, before the package's."""

    def of_version(self, name: str, version: str) -> SpecFile | None:
        """Return the file of one version of a spec, or the one of another version where that is all there is."""


def read_spec(file: SpecFile, bases: Bases) -> SpecLookup:
    """Return what the text of one spec holds, resolved and validated."""
    findings = FindingList()
    return _validate(_read_resolved(file, bases, (), findings), _folders(file.folder, bases), findings)


def _folders(own: Path | None, bases: Bases) -> tuple[Path, ...]:
    """Return the folders in which the layout of a spec may be before the package: beside it, among the local specs."""
    return tuple(folder for folder in (own, *bases.folders) if folder is not None)


def resolved_data(file: SpecFile, bases: Bases) -> Map | None:
    """Return the data of a spec with its base merged in, which knows where everything stands."""
    return _read_resolved(file, bases, (), FindingList())


def spec_of_data(root: Map, bases: Bases) -> SpecLookup:
    """Return the spec that composed data hold, resolved and validated."""
    findings = FindingList()
    return _validate(_resolve(root, bases, (), findings), _folders(None, bases), findings)


def _validate(resolved: Map | None, folders: tuple[Path, ...], findings: FindingList) -> SpecLookup:
    if resolved is None or has_error(findings):
        return SpecLookup(None, findings.closed())
    layouts = _LayoutSearch(folders, resolved, findings)
    try:
        spec = IndicatorSpec.model_validate(resolved, context=layouts.find)
    except ValidationError as error:
        for problem in error.errors(include_url=False):
            findings.append(finding_of(problem, _own_path(problem["loc"]), resolved))
        return SpecLookup(None, findings.closed())
    if has_error(findings):
        return SpecLookup(None, tuple(findings))
    return SpecLookup(spec, tuple(findings))


class _LayoutSearch(NamedTuple):
    """Where the layouts of a spec are looked for while the spec is made; ``findings`` say what is wrong with them."""

    folders: tuple[Path, ...]
    resolved: Map
    findings: FindingList

    def find(self, key: str, name: str) -> Layout | str | None:
        """Return the name of one of the package's layouts, or what a file from outside holds; ``None`` for neither."""
        path = layout_file(name, self.folders)
        if path is not None and path.parent.parent != package_specs():
            layout, findings = read_layout(path)
            self.findings.extend(findings)
            return layout
        if name in packaged_layouts():
            return name
        names = sorted({*layout_names(self.folders), *packaged_layouts()})
        args = {"name": name[:MOST_SHOWN], "known": "、".join(names)}
        place = place_of(self.resolved, ("form", key))
        self.findings.append(Finding(Codes.NO_SUCH_LAYOUT, f"form.{key}", args, place))
        return None


def _own_path(loc: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """Return a pydantic location without the names of models and validators."""
    return tuple(part for part in loc if isinstance(part, int) or not re.search(r"[\[(]", part))


def _read_resolved(file: SpecFile, bases: Bases, chain: tuple[str, ...], findings: FindingList) -> Map | None:
    """Return the data of a spec with its base merged in; ``None``, and findings, where that cannot be."""
    source, more = file.read()
    root = mapping_of(source, more, findings)
    if root is None:
        return None
    return _resolve(root, bases, chain, findings)


def _resolve(root: Map, bases: Bases, chain: tuple[str, ...], findings: FindingList) -> Map | None:
    """Return data with their base merged in; ``chain`` are the ids of the specs that extend them, in turn."""
    for key in [key for key in root if key not in _KEYS]:
        refuse_key(root, key, (), _KEYS, findings)
        del root[key]
    replace_unknown_keys(root.source, findings)
    if "extends" not in root:
        return root
    chain = (*chain, str(root.get("id")))
    pinned = str(root["extends"])
    name, _, version = pinned.partition("@")
    problem = _problem_of_base(name, version, chain)
    file = None
    if not problem:
        file = bases.of_version(name, version)
    if file is None:
        args = {"base": pinned[:80], "chain": " → ".join((*chain, name)), "most": MOST_EXTENDED}
        place = place_of(root, ("extends",))
        findings.append(Finding(problem or Codes.NO_SUCH_BASE, "extends", args, place))
        return None
    base = _read_resolved(file, bases, chain, findings)
    if base is None:
        return None
    return merge(base, root, version, findings)


def _problem_of_base(name: str, version: str, chain: tuple[str, ...]) -> str:
    """Return the code of what is wrong with a base as it is named; "" where nothing is."""
    if not version:
        return Codes.BASE_NOT_PINNED
    if name in chain:
        return Codes.EXTENDS_CIRCLE
    if len(chain) > MOST_EXTENDED:
        return Codes.EXTENDS_TOO_DEEP
    return ""
