"""Indicator specs: finding one by id, date or path, resolving ``extends``, and reading it strictly."""

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
from jixiao.loading.decoding import read_file
from jixiao.loading.document_numbers import DocumentNumber, Fits, document_numbers, fitting_document
from jixiao.loading.layouts import known_layouts, layout_file, read_layout
from jixiao.loading.merging import merge
from jixiao.loading.punctuation import name_full_width_marks
from jixiao.loading.spec_files import (
    is_aside,
    is_path,
    local_files,
    of_version,
    package_specs,
    spec_files,
    superseded_files,
)
from jixiao.loading.validation import Capped, finding_of, suggestion, unknown_key
from jixiao.loading.yaml_composer import Map, compose, place_of
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


class Found(NamedTuple):
    """A spec, or ``None``, and what was found on the way."""

    spec: IndicatorSpec | None
    findings: tuple[Finding, ...]


def is_missing(findings: Iterable[Finding]) -> bool:
    """Whether findings say that there is no such spec: no id, version or file of this name; not that it is broken."""
    return any(finding.code in _MISSING for finding in findings)


def load_spec(id_or_path: str | Path, on: date | None = None, *, specs: str | Path | None = None) -> IndicatorSpec:
    """A spec by id, by id without its year (the one in force on ``on``, by default today's newest), or by path.

    ``id@version`` names one version, also one that a later version supersedes. Specs in the folder ``specs`` come
    before the package's.

    Raises:
        SpecError: there is no such spec, or it is broken.

    >>> load_spec("cn.mof-2020-10").title
    '项目支出绩效评价管理办法 · 自评'
    """
    found = find_spec(str(id_or_path), on, Path(specs) if specs else None)
    if found.spec is None:
        raise SpecError(found.findings)
    return found.spec


def find_spec(name: str, on: date | None = None, local: Path | None = None) -> Found:
    """Like ``load_spec``, with findings instead of an exception. Read once, and again when a file has changed."""
    return _found(name, on, local, _stamps(name, local))


def _stamps(name: str, local: Path | None) -> tuple[tuple[int, int] | None, ...]:
    files = [Path(name)] if is_path(name) else []
    return tuple(_stamp(file) for file in (*files, *(sorted(local.rglob("*")) if local is not None else ())))


def _stamp(file: Path) -> tuple[int, int] | None:
    try:
        status = file.stat()
    except (OSError, ValueError):
        return None
    return status.st_mtime_ns, status.st_size


@lru_cache(maxsize=128)
def _found(name: str, on: date | None, local: Path | None, _stamps: object) -> Found:
    path, findings = locate(name, on, local)
    return Found(None, tuple(findings)) if path is None else read_spec(path, local)


def by_year(name: str, local: Path | None = None) -> bool:
    """Whether a name stands for several editions, so that the year of a project decides which one is meant."""
    return not is_path(name) and any(_without_year(spec_id, name) for spec_id, _ in spec_files(local))


def locate(name: str, on: date | None, local: Path | None) -> tuple[Path | None, list[Finding]]:
    """The file of a spec, by path or id, or a finding that suggests what may have been meant."""
    if is_path(name):
        return _existing(Path(name))
    known = dict(spec_files(local))
    same = [str(path) for spec_id, path in local_files(local) if spec_id == name]
    if len(same) > 1:
        return None, [Finding(Codes.AMBIGUOUS_SPEC_ID, "spec", {"name": name, "files": "、".join(same)})]
    bare, at, version = name.partition("@")
    series = {} if at else _series(name, known, local)
    if at:
        chosen = of_version(bare, version, local)
    elif set(series) == {name}:
        chosen = known[name]
    else:
        chosen = _in_force(series, on, local) or known.get(name)
    if chosen is not None:
        other = _other_version(chosen, bare, version, local) if at else []
        return (None if other else chosen), other
    usable = _near_documents(name, known, local) or "、".join(sorted(known))
    args = {"name": name[:80], "near": suggestion(name, list(known)), "known": usable}
    return None, [Finding(Codes.NO_SUCH_SPEC if not series else Codes.NO_VERSION_IN_FORCE, "spec", {**args, "on": on})]


def _existing(path: Path) -> tuple[Path | None, list[Finding]]:
    """Return a file that is there, whatever it holds, or the finding that there is none."""
    try:
        regular_size(path)
    except InputError as error:
        return None, [error.finding]
    return path, []


def _other_version(path: Path, name: str, version: str, local: Path | None) -> list[Finding]:
    """Return the finding on a spec that is not of the version asked for."""
    spec = read_spec(path, local).spec
    if spec is None or spec.version == version:
        return []
    return [Finding(Codes.VERSION_NOT_THERE, "version", {"name": name, "found": spec.version, "asked": version})]


def _without_year(spec_id: str, name: str) -> bool:
    return re.fullmatch(re.escape(name) + r"-\d{4}(-\d+)?", spec_id) is not None


def _series(name: str, known: dict[str, Path], local: Path | None) -> dict[str, Path]:
    """The specs among which a day decides: an id's editions by year, with the spec of that very id, or a document's."""
    editions = {key for key in known if _without_year(key, name)}
    if editions or name in known:
        return {key: path for key, path in known.items() if key == name or key in editions}
    return _of_document(name, known, local)


def _of_document(text: str, known: dict[str, Path], local: Path | None) -> dict[str, Path]:
    """The one spec whose own source has the number of a document in ``text``; nothing where several have it."""
    named = _resting_on(text, DocumentNumber.is_same, known, local)
    return {key: known[key] for key in named} if len(named) == 1 else {}


def _near_documents(text: str, known: dict[str, Path], local: Path | None) -> str:
    """The documents that may be meant by a number that names no spec, with the specs that rest on them."""
    near = _resting_on(text, DocumentNumber.is_near, known, local)
    return "、".join(f"{document}（{key}）" for key, document in near.items())


def _resting_on(text: str, fits: Fits, known: dict[str, Path], local: Path | None) -> dict[str, str]:
    """The specs whose own source has a number that fits one in ``text``, and that source; overlays inherit theirs."""
    numbers = list(document_numbers(text))
    specs = {key: read_spec(path, local).spec for key, path in known.items()} if numbers else {}
    documents = {key: fitting_document(spec, numbers, fits) for key, spec in specs.items() if spec is not None}
    stating = {key: document for key, document in documents.items() if document}
    bases = {key: (spec.extends or "").partition("@")[0] for key, spec in specs.items() if spec is not None}
    return {key: document for key, document in stating.items() if bases[key] not in stating}


def _in_force(series: dict[str, Path], on: date | None, local: Path | None) -> Path | None:
    """Of several versions the one in force on a day that came in last; without a day, the newest."""
    dated = []
    for path in series.values():
        spec = read_spec(path, local).spec
        if spec is not None and (on is None or spec.in_force.holds(on)):
            dated.append((spec.in_force.start or date.min, str(path), path))
    return max(dated)[2] if dated else None


def read_spec(path: Path, local: Path | None) -> Found:
    """Read, resolve and validate one spec file."""
    findings = Capped()
    return _validated(_resolved(path, local, (), findings), _folders(path.parent, local), findings)


def _folders(own: Path | None, local: Path | None) -> tuple[Path, ...]:
    """Where the layout of a spec may be: beside it, among the local specs, in the package."""
    return tuple(folder for folder in (own, local, package_specs()) if folder is not None)


def resolved_data(path: Path, local: Path | None) -> Map | None:
    """The data of a spec file with its base merged in, which knows where everything stands."""
    return _resolved(path, local, (), [])


def spec_of_data(root: Map, local: Path | None) -> Found:
    """Resolve and validate what a spec file holds, already composed."""
    findings = Capped()
    _refuse_unknown(root, findings)
    resolved = _with_base(root, local, (), findings) if "extends" in root else root
    return _validated(resolved, _folders(None, local), findings)


def _validated(resolved: Map | None, folders: tuple[Path, ...], findings: Capped) -> Found:
    if resolved is None or has_error(findings):
        return Found(None, findings.closed())
    try:
        spec = IndicatorSpec.model_validate(resolved)
    except ValidationError as error:
        for problem in error.errors(include_url=False):
            findings.append(finding_of(problem, _own_path(problem["loc"]), resolved))
        return Found(None, findings.closed())
    _lay_out(spec, resolved, folders, findings)
    return Found(None if has_error(findings) else spec, tuple(findings))


def _lay_out(spec: IndicatorSpec, resolved: Map, folders: tuple[Path, ...], findings: Capped) -> None:
    """Give a spec the file of its layout. One from outside the package is read at once, so that its faults are told."""
    name = spec.form.layout
    path = layout_file(name, folders)
    if path is None:
        args = {"name": name[:MOST_SHOWN], "known": "、".join(known_layouts(folders))}
        findings.append(Finding(Codes.NO_SUCH_LAYOUT, "form.layout", args, place_of(resolved, ("form", "layout"))))
        return
    spec._layout = path  # noqa: SLF001  # its own maker
    if path.parent.parent != package_specs():
        findings += read_layout(path).findings


def _own_path(loc: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """A pydantic location without the names of models and validators."""
    return tuple(part for part in loc if isinstance(part, int) or not re.search(r"[\[(]", part))


def _resolved(path: Path, local: Path | None, chain: tuple[str, ...], findings: list[Finding]) -> Map | None:
    """The data of a spec with its base merged in; findings where that cannot be."""
    source, more = read_file(path)
    findings += more
    if source is None or has_error(more):
        return None
    root, more = compose(source)
    findings += more
    if not isinstance(root, Map):
        if not has_error(more):
            findings.append(Finding(Codes.NOT_A_SPEC, "", {}, place_of(root, ())))
        return None
    _refuse_unknown(root, findings)
    return _with_base(root, local, chain, findings) if "extends" in root else root


def _refuse_unknown(root: Map, findings: list[Finding]) -> None:
    for key in [key for key in root if key not in _KEYS]:
        unknown_key(root, key, (), _KEYS, findings)
        del root[key]
    name_full_width_marks(root.source, findings)


def _with_base(root: Map, local: Path | None, chain: tuple[str, ...], findings: list[Finding]) -> Map | None:
    pinned, here = str(root["extends"]), place_of(root, ("extends",))
    name, at, version = pinned.partition("@")
    own = str(root.get("id"))
    problem = ""
    if not at or not version:
        problem = Codes.BASE_NOT_PINNED
    elif name in (*chain, own):
        problem = Codes.EXTENDS_CIRCLE
    elif len(chain) >= MOST_EXTENDED:
        problem = Codes.EXTENDS_TOO_DEEP
    path = None if problem else of_version(name, version, local)
    if path is None:
        args = {"base": pinned[:80], "chain": " → ".join((*chain, own, name)), "most": MOST_EXTENDED}
        findings.append(Finding(problem or Codes.NO_SUCH_BASE, "extends", args, here))
        return None
    base = _resolved(path, local, (*chain, own), findings)
    return None if base is None else merge(base, root, version, findings)


__all__ = [
    "MOST_EXTENDED",
    "Found",
    "SpecError",
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
