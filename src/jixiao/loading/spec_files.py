"""The files of indicator specs: which id and which version each holds, in the package and in a folder of one's own.

A file called ``NAME@VERSION.yaml`` keeps a version that a later one supersedes. It is found by ``id@version`` alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from jixiao.border.folders import inputs
from jixiao.findings import has_error
from jixiao.loading.decoding import read_file
from jixiao.loading.layouts import FORMS

# The id of a spec without reading it whole: a line of its own, or a key of JSON.
_ID = re.compile(r"""(?:^|[{,]\s*)["']?id["']?[ \t]*:[ \t]*["']?([a-z0-9][a-z0-9.-]*)""", re.MULTILINE)
_VERSION = re.compile(r"""(?:^|[{,]\s*)["']?version["']?[ \t]*:[ \t]*["']?([^\s"',}#]+)""", re.MULTILINE)
_SUFFIXES = (".yaml", ".yml", ".json")
_PACKAGED = Path(__file__).parents[1] / "indicator_specs"
_CHECKOUT = Path(__file__).parents[3] / "indicator_specs"


def package_specs() -> Path:
    """The folder of the specs that come with the package."""
    return _PACKAGED if _PACKAGED.is_dir() else _CHECKOUT


def is_path(name: str) -> bool:
    """Whether a spec is named by its file."""
    return name.endswith((".yaml", ".yml", ".json")) or "/" in name or "\\" in name


def of_version(name: str, version: str, local: Path | None) -> Path | None:
    """The file of one version: the newest one's where that is it, else the one kept as ``name@version``.

    Without either, the newest one's, whose version does not fit.
    """
    files = _all_files(local)
    newest, kept = files.get(name), files.get(f"{name}@{version}")
    return newest if kept is None or (newest is not None and _first(_VERSION, newest) == version) else kept


def spec_files(local: Path | None) -> Iterator[tuple[str, Path]]:
    """The ids and files of all specs, each in its newest version; a local one hides the package's of the same id."""
    return ((name, path) for name, path in _all_files(local).items() if "@" not in name)


def superseded_files(local: Path | None) -> Iterator[tuple[str, Path]]:
    """What superseded versions are called, ``id@version``, and their files, named so: ``mof-2020-10@1.yaml``."""
    return ((name, path) for name, path in _all_files(local).items() if "@" in name)


def _all_files(local: Path | None) -> dict[str, Path]:
    return {**_packaged_files(package_specs()), **dict(local_files(local))}


def local_files(local: Path | None) -> Iterator[tuple[str, Path]]:
    """The ids and files in a folder of one's own; an id that two files have comes twice."""
    for path, *_ in inputs([local], _SUFFIXES)[0] if local is not None else ():
        spec_id = _first(_ID, path) if path.parent.name != FORMS else None
        if spec_id:
            yield spec_id + "".join(path.stem.partition("@")[1:]), path


@cache
def _packaged_files(root: Path) -> dict[str, Path]:
    """The package's, which stay what they are; the id of each is its path."""
    files = (path for path in sorted(root.rglob("*.yaml")) if not is_aside(path))
    return {".".join(path.relative_to(root).with_suffix("").parts): path for path in files}


def is_aside(path: Path) -> bool:
    """Whether a file that stands with specs is none: cases, forms, LOCK.yaml and others with a name in capitals."""
    return path.name.endswith(".cases.yaml") or path.stem.isupper() or path.parent.name == FORMS


def _first(pattern: re.Pattern[str], path: Path) -> str | None:
    """What a pattern finds in a file that can be read."""
    source, findings = read_file(path)
    match = pattern.search(source.text) if source else None
    return match[1] if match and not has_error(findings) else None
