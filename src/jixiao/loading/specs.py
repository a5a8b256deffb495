"""Indicator specs: looking one up by id, date or path, resolving ``extends``, and reading it strictly."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from jixiao.border.inputs import InputError, regular_size
from jixiao.findings import Codes, Finding, has_error
from jixiao.findings.terminal import as_line
from jixiao.loading.document_numbers import DocumentNumber, Fits, document_numbers, fitting_document
from jixiao.loading.layouts import layout_file, layout_names, read_layout
from jixiao.loading.merging import merge
from jixiao.loading.nodes import Map, place_of
from jixiao.loading.punctuation import replace_unknown_keys
from jixiao.loading.spec_files import (
    is_aside,
    is_path,
    local_files,
    of_version,
    package_specs,
    spec_files,
    superseded_files,
)
from jixiao.loading.validation import FindingList, finding_of, read_mapping, refuse_key, suggest
from jixiao.model.fields import MOST_SHOWN
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


def is_missing(findings: Iterable[Finding]) -> bool:
    """Whether findings say that there is no such spec: no id, version or file of this name; not that it is broken."""
    return any(finding.code in _MISSING for finding in findings)


def load_spec(id_or_path: str | Path, on: date | None = None, *, specs: str | Path | None = None) -> IndicatorSpec:
    """Return a spec by id, by id without its year (the one in force on ``on``, by default today's newest), or by path.

    ``id@version`` names one version, also one that a later version supersedes. Specs in the folder ``specs`` come
    before the package's.

    Raises:
        SpecError: there is no such spec, or it is broken.

    >>> load_spec("cn.mof-2020-10").title
    '项目支出绩效评价管理办法 · 自评'
    """
    spec, findings = find_spec(str(id_or_path), on, Path(specs) if specs else None)
    if spec is None:
        raise SpecError(findings)
    return spec


def find_spec(name: str, on: date | None = None, local: Path | None = None) -> SpecLookup:
    """Return what ``load_spec`` does, with findings instead of an exception; read again when a file has changed."""
    return _find(name, on, local, _stamps(name, local))


def _stamps(name: str, local: Path | None) -> tuple[tuple[int, int] | None, ...]:
    files = []
    if is_path(name):
        files.append(Path(name))
    if local is not None:
        files += sorted(local.rglob("*"))
    return tuple(map(_stamp, files))


def _stamp(file: Path) -> tuple[int, int] | None:
    try:
        status = file.stat()
    except (OSError, ValueError):
        return None
    return status.st_mtime_ns, status.st_size


@lru_cache(maxsize=128)
def _find(name: str, on: date | None, local: Path | None, _stamps: object) -> SpecLookup:
    path, findings = locate(name, on, local)
    if path is None:
        return SpecLookup(None, tuple(findings))
    return read_spec(path, local)


def by_year(name: str, local: Path | None = None) -> bool:
    """Whether a name stands for several editions, so that the year of a project decides which one is meant."""
    return not is_path(name) and any(_without_year(spec_id, name) for spec_id, _ in spec_files(local))


def locate(name: str, on: date | None, local: Path | None) -> tuple[Path | None, list[Finding]]:
    """Return the file of a spec, by path or id, or a finding that suggests what may have been meant."""
    if is_path(name):
        return _existing(Path(name))
    same = [str(path) for spec_id, path in local_files(local) if spec_id == name]
    if len(same) > 1:
        return None, [Finding(Codes.AMBIGUOUS_SPEC_ID, "spec", {"name": name, "files": "、".join(same)})]
    if "@" in name:
        return _locate_version(name, on, local)
    files = dict(spec_files(local))
    series = _series(name, files, local)
    if set(series) == {name}:
        return series[name], []
    path = _in_force(series, on, local) or files.get(name)
    if path is not None:
        return path, []
    code = Codes.NO_VERSION_IN_FORCE if series else Codes.NO_SUCH_SPEC
    return None, [_absence(code, name, on, local)]


def _locate_version(name: str, on: date | None, local: Path | None) -> tuple[Path | None, list[Finding]]:
    """Return the file of ``id@version``, or the finding that there is none, or only of another version."""
    spec_id, _, version = name.partition("@")
    path = of_version(spec_id, version, local)
    if path is None:
        return None, [_absence(Codes.NO_SUCH_SPEC, name, on, local)]
    spec = read_spec(path, local).spec
    if spec is None or spec.version == version:
        return path, []
    args = {"name": spec_id, "found": spec.version, "asked": version}
    return None, [Finding(Codes.VERSION_NOT_THERE, "version", args)]


def _absence(code: str, name: str, on: date | None, local: Path | None) -> Finding:
    """Return the finding that there is no such spec, with what may have been meant."""
    files = dict(spec_files(local))
    specs = _near_documents(name, files, local) or "、".join(sorted(files))
    return Finding(code, "spec", {"name": name[:80], "near": suggest(name, files), "known": specs, "on": on})


def _existing(path: Path) -> tuple[Path | None, list[Finding]]:
    """Return a file that is there, whatever it holds, or the finding that there is none."""
    try:
        regular_size(path)
    except InputError as error:
        return None, [error.finding]
    return path, []


def _without_year(spec_id: str, name: str) -> bool:
    return re.fullmatch(re.escape(name) + r"-\d{4}(-\d+)?", spec_id) is not None


def _series(name: str, files: dict[str, Path], local: Path | None) -> dict[str, Path]:
    """Return the specs among which a day decides: an id's editions by year and the spec of that id, or a document's."""
    series = {key: path for key, path in files.items() if key == name or _without_year(key, name)}
    return series or _of_document(name, files, local)


def _of_document(text: str, files: dict[str, Path], local: Path | None) -> dict[str, Path]:
    """Return the one spec whose own source has the number of a document in ``text``; nothing where several have it."""
    documents = _documents(text, DocumentNumber.is_same, files, local)
    if len(documents) != 1:
        return {}
    return {key: files[key] for key in documents}


def _near_documents(text: str, files: dict[str, Path], local: Path | None) -> str:
    """Return the documents that a number may mean which names no spec, with the specs that rest on them."""
    documents = _documents(text, DocumentNumber.is_near, files, local)
    return "、".join(f"{document}（{key}）" for key, document in documents.items())


def _documents(text: str, fits: Fits, files: dict[str, Path], local: Path | None) -> dict[str, str]:
    """Return the sources whose number fits one in ``text``, by the ids of the specs that state them.

    A spec that only inherits its source from its base is left out.
    """
    numbers = list(document_numbers(text))
    if not numbers:
        return {}
    documents: dict[str, str] = {}
    bases: dict[str, str] = {}
    for key, path in files.items():
        spec = read_spec(path, local).spec
        if spec is not None and (document := fitting_document(spec, numbers, fits)):
            documents[key] = document
            bases[key] = (spec.extends or "").partition("@")[0]
    return {key: document for key, document in documents.items() if bases[key] not in documents}


def _in_force(series: dict[str, Path], on: date | None, local: Path | None) -> Path | None:
    """Return, of several versions, the one in force on a day that came in last; without a day, the newest."""
    by_start = []
    for path in series.values():
        spec = read_spec(path, local).spec
        if spec is not None and (on is None or spec.in_force.holds(on)):
            by_start.append((spec.in_force.start or date.min, str(path), path))
    if not by_start:
        return None
    return max(by_start)[2]


def read_spec(path: Path, local: Path | None) -> SpecLookup:
    """Return what one spec file holds, resolved and validated."""
    findings = FindingList()
    return _validate(_read_resolved(path, local, (), findings), _folders(path.parent, local), findings)


def _folders(own: Path | None, local: Path | None) -> tuple[Path, ...]:
    """Return the folders in which the layout of a spec may be: beside it, among the local specs, in the package."""
    return tuple(folder for folder in (own, local, package_specs()) if folder is not None)


def resolved_data(path: Path, local: Path | None) -> Map | None:
    """Return the data of a spec file with its base merged in, which knows where everything stands."""
    return _read_resolved(path, local, (), FindingList())


def spec_of_data(root: Map, local: Path | None) -> SpecLookup:
    """Return the spec that composed data hold, resolved and validated."""
    findings = FindingList()
    return _validate(_resolve(root, local, (), findings), _folders(None, local), findings)


def _validate(resolved: Map | None, folders: tuple[Path, ...], findings: FindingList) -> SpecLookup:
    if resolved is None or has_error(findings):
        return SpecLookup(None, findings.closed())
    try:
        spec = IndicatorSpec.model_validate(resolved)
    except ValidationError as error:
        for problem in error.errors(include_url=False):
            findings.append(finding_of(problem, _own_path(problem["loc"]), resolved))
        return SpecLookup(None, findings.closed())
    _set_layout(spec, resolved, folders, findings)
    if has_error(findings):
        return SpecLookup(None, tuple(findings))
    return SpecLookup(spec, tuple(findings))


def _set_layout(spec: IndicatorSpec, resolved: Map, folders: tuple[Path, ...], findings: FindingList) -> None:
    """Give a spec the file of its layout; one from outside the package is read at once, for its findings."""
    name = spec.form.layout
    path = layout_file(name, folders)
    if path is None:
        args = {"name": name[:MOST_SHOWN], "known": "、".join(layout_names(folders))}
        findings.append(Finding(Codes.NO_SUCH_LAYOUT, "form.layout", args, place_of(resolved, ("form", "layout"))))
        return
    spec._layout = path  # noqa: SLF001  # its own maker
    if path.parent.parent != package_specs():
        findings += read_layout(path).findings


def _own_path(loc: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """Return a pydantic location without the names of models and validators."""
    return tuple(part for part in loc if isinstance(part, int) or not re.search(r"[\[(]", part))


def _read_resolved(path: Path, local: Path | None, chain: tuple[str, ...], findings: FindingList) -> Map | None:
    """Return the data of a spec file with its base merged in; ``None``, and findings, where that cannot be."""
    root = read_mapping(path, findings)
    if root is None:
        return None
    return _resolve(root, local, chain, findings)


def _resolve(root: Map, local: Path | None, chain: tuple[str, ...], findings: FindingList) -> Map | None:
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
    path = None
    if not problem:
        path = of_version(name, version, local)
    if path is None:
        args = {"base": pinned[:80], "chain": " → ".join((*chain, name)), "most": MOST_EXTENDED}
        place = place_of(root, ("extends",))
        findings.append(Finding(problem or Codes.NO_SUCH_BASE, "extends", args, place))
        return None
    base = _read_resolved(path, local, chain, findings)
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


__all__ = [
    "MOST_EXTENDED",
    "SpecError",
    "SpecLookup",
    "by_year",
    "find_spec",
    "is_aside",
    "is_missing",
    "is_path",
    "load_spec",
    "locate",
    "package_specs",
    "read_spec",
    "resolved_data",
    "spec_files",
    "spec_of_data",
    "superseded_files",
]
