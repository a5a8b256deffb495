"""LOCK.yaml: the hash of every published version of a spec. A published version never changes."""

from __future__ import annotations

from os.path import realpath
from pathlib import Path
from typing import NamedTuple

from jixiao.findings import Codes, Finding
from jixiao.loading.decoding import read_file
from jixiao.loading.nodes import Map, place_of
from jixiao.loading.spec_book import SpecBook
from jixiao.loading.yaml_composer import compose
from jixiao.model.spec import IndicatorSpec

NAME = "LOCK.yaml"
_HEAD = """\
# 已发布的版本，和解析后的指标体系的哈希。由 jixiao spec lock 写入：只增，不改。
# Published versions and the hashes of their resolved specs. Written by jixiao spec lock: added to, never changed.
published:
"""


def nearest(file: Path, name: str) -> Path | None:
    """Return the file called ``name`` in a file's folder, or in the nearest folder above it; ``None`` without one."""
    candidates = (folder / name for folder in Path(realpath(file)).parents)
    return next(filter(Path.is_file, candidates), None)


class Lock(NamedTuple):
    """A LOCK.yaml: hashes by ``id@version``, and the data in which they stand."""

    hashes: dict[str, str]
    root: Map | None
    is_readable: bool = True

    def against(self, spec: IndicatorSpec) -> list[Finding]:
        """Return an error where a spec's version is published with another content."""
        version = version_of(spec)
        if self.hashes.get(version, spec.sha256) == spec.sha256:
            return []
        place = place_of(self.root, ("published", version))
        return [Finding(Codes.PUBLISHED_SPEC_CHANGED, "version", {"version": version, "lock": NAME}, place)]


def version_of(spec: IndicatorSpec) -> str:
    """Return the name of a spec's version, such as ``cn.mof-2020-10@1``."""
    return f"{spec.id}@{spec.version}"


def read_lock(path: Path | None) -> tuple[Lock, list[Finding]]:
    """Return the hashes of a LOCK.yaml and the findings on the file; an absent file holds none."""
    if path is None or not path.exists():
        return Lock({}, None), []
    root: object = None
    source, findings = read_file(path)
    if source is not None:
        root, more = compose(source)
        findings += more
    if isinstance(root, Map) and isinstance(published := root.get("published"), Map):
        hashes = {version: text for version, text in published.items() if isinstance(text, str)}
        if len(hashes) == len(published):
            return Lock(hashes, root), findings
    findings.append(Finding(Codes.UNREADABLE_LOCK, "published", {"lock": NAME}, place_of(root, ())))
    return Lock({}, None, is_readable=False), findings


def lock_findings(spec: IndicatorSpec, file: Path) -> list[Finding]:
    """Return what the nearest LOCK.yaml above a spec's file says against the spec."""
    lock, findings = read_lock(nearest(file, NAME))
    return [*findings, *lock.against(spec)]


class LockUpdate(NamedTuple):
    """The new text of a LOCK.yaml, the versions that it adds, and the findings on the specs."""

    added: tuple[str, ...]
    text: str
    findings: tuple[Finding, ...]
    is_readable: bool = True


def update_lock(folder: Path, book: SpecBook) -> LockUpdate:
    """Return the LOCK.yaml of a folder with the versions added that it lacks; those it has stay as they are."""
    lock, findings = read_lock(folder / NAME)
    hashes = dict(lock.hashes)
    for file in (*book.files.values(), *book.superseded_files):
        if file.path is not None and folder in file.path.parents:
            spec, more = book.read(file)
            findings += more
            if spec is not None:
                findings += lock.against(spec)
                hashes.setdefault(version_of(spec), spec.sha256)
    lines = (f"  {version}: {hashes[version]}\n" for version in sorted(hashes))
    added = tuple(sorted(hashes.keys() - lock.hashes.keys()))
    return LockUpdate(added, _HEAD + "".join(lines), tuple(findings), lock.is_readable)
