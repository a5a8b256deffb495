"""From the text of a spec to the model: its bases merged in, everything validated, what it names beside it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeAlias

from pydantic import ValidationError

from jixiao.findings import Codes, Finding, has_error
from jixiao.findings.terminal import as_line
from jixiao.loading.companions import companion_names, own_companion, packaged_names
from jixiao.loading.layouts import ReadLayout, read_layout
from jixiao.loading.merging import merge
from jixiao.loading.nodes import Map, place_of
from jixiao.loading.package import FORMS, MONITORING
from jixiao.loading.punctuation import replace_unknown_keys
from jixiao.loading.spec_files import SpecFile
from jixiao.loading.validation import FindingList, dotted, finding_of, mapping_of, refuse_key
from jixiao.model.fields import MOST_SHOWN, Model
from jixiao.model.spec import IndicatorSpec

if TYPE_CHECKING:
    from jixiao.loading.monitoring import ReadMonitoring

#: What reading a companion of a spec gives: its content and the findings on it.
_Read: TypeAlias = "ReadLayout | ReadMonitoring"
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
    companions = _CompanionSearch(folders, resolved, findings)
    try:
        spec = IndicatorSpec.model_validate(resolved, context=companions.find)
    except ValidationError as error:
        for problem in error.errors(include_url=False):
            findings.append(finding_of(problem, _own_path(problem["loc"]), resolved))
        return SpecLookup(None, findings.closed())
    if has_error(findings):
        return SpecLookup(None, tuple(findings))
    return SpecLookup(spec, tuple(findings))


class _CompanionSearch(NamedTuple):
    """Where what a spec names is looked for while the spec is made; ``findings`` say what is wrong with it."""

    folders: tuple[Path, ...]
    resolved: Map
    findings: FindingList

    def find(self, key: str, name: str) -> Model | str | None:
        """Return the name of a file of the package, or what one from outside holds; ``None`` for neither."""
        if key == MONITORING:
            return self._find(_Companion(MONITORING, (key,), Codes.NO_SUCH_MONITORING_RULES), name, self._read_rules)
        return self._find(_Companion(FORMS, ("form", key), Codes.NO_SUCH_LAYOUT), name, read_layout)

    def _read_rules(self, path: Path) -> ReadMonitoring:
        from jixiao.loading.monitoring import read_monitoring  # of the few specs that have rules of their own

        return read_monitoring(path, self.folders)

    def _find(self, companion: _Companion, name: str, read: Callable[[Path], _Read]) -> Model | str | None:
        kind, keys, code = companion
        path = own_companion(kind, name, self.folders)
        if path is not None:
            content, findings = read(path)
            self.findings.extend(findings)
            return content
        if name in packaged_names(kind):
            return name
        names = sorted({*companion_names(kind, self.folders), *packaged_names(kind)})
        args = {"name": name[:MOST_SHOWN], "known": "、".join(names)}
        self.findings.append(Finding(code, dotted(keys), args, place_of(self.resolved, keys)))
        return None


class _Companion(NamedTuple):
    """A kind of file that a spec names, where it names it, and the code of what it says where there is none."""

    kind: str
    keys: tuple[str, ...]
    code: str


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
