"""The files of indicator specs: which id and which version each holds, in the package and in a folder of one's own.

A file called ``NAME@VERSION.yaml`` keeps a version that a later one supersedes. It is found by ``id@version`` alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from jixiao.border.folders import inputs
from jixiao.loading.decoding import read_file
from jixiao.loading.layouts import FORMS

# The id of a spec without reading it whole: a line of its own, or a key of JSON.
_ID = re.compile(r"""(?:^|[{,]\s*)["']?id["']?[ \t]*:[ \t]*["']?([a-z0-9][a-z0-9.-]*)""", re.MULTILINE)
_VERSION = re.compile(r"""(?:^|[{,]\s*)["']?version["']?[ \t]*:[ \t]*["']?([^\s"',}#]+)""", re.MULTILINE)
_SUFFIXES = (".yaml", ".yml", ".json")
_PACKAGED = Path(__file__).parents[1] / "indicator_specs"
_CHECKOUT = Path(__file__).parents[3] / "indicator_specs"


def package_specs() -> Path:
    """Return the folder of the specs that come with the package."""
    if _PACKAGED.is_dir():
        return _PACKAGED
    return _CHECKOUT


def is_path(name: str) -> bool:
    """Whether a spec is named by its file."""
    return name.endswith(_SUFFIXES) or "/" in name or "\\" in name


def of_version(name: str, version: str, local: Path | None) -> Path | None:
    """Return the file of one version: the newest one's where that is it, else the superseded one ``name@version``.

    Without either, the newest one's, whose version does not fit.
    """
    files = _all_files(local)
    newest, superseded = files.get(name), files.get(f"{name}@{version}")
    if newest is None or superseded is None:
        return newest or superseded
    if _first(_VERSION, newest) == version:
        return newest
    return superseded


def spec_files(local: Path | None) -> Iterator[tuple[str, Path]]:
    """Return the ids and files of all specs, each in its newest version; a local one hides the package's."""
    return ((name, path) for name, path in _all_files(local).items() if "@" not in name)


def superseded_files(local: Path | None) -> Iterator[tuple[str, Path]]:
    """Return the names of superseded versions, ``id@version``, and their files, such as ``mof-2020-10@1.yaml``."""
    return ((name, path) for name, path in _all_files(local).items() if "@" in name)


def _all_files(local: Path | None) -> dict[str, Path]:
    return {**_packaged_files(package_specs()), **dict(local_files(local))}


def local_files(local: Path | None) -> Iterator[tuple[str, Path]]:
    """Return the ids and files in a folder of one's own; an id that two files have comes twice."""
    if local is None:
        return
    for path, *_ in inputs([local], _SUFFIXES)[0]:
        if path.parent.name != FORMS and (spec_id := _first(_ID, path)):
            yield spec_id + "".join(path.stem.partition("@")[1:]), path


@cache
def _packaged_files(root: Path) -> dict[str, Path]:
    """Return the package's files, which never change, by their ids; the id of each is its path."""
    files = (path for path in sorted(root.rglob("*.yaml")) if not is_aside(path))
    return {".".join(path.relative_to(root).with_suffix("").parts): path for path in files}


def is_aside(path: Path) -> bool:
    """Whether a file that stands with specs is none: cases, forms, LOCK.yaml and others with a name in capitals."""
    return path.name.endswith(".cases.yaml") or path.stem.isupper() or path.parent.name == FORMS


def _first(pattern: re.Pattern[str], path: Path) -> str | None:
    """Return the first group of a pattern's first match in a file; ``None`` without one, or of an unreadable file."""
    source, _ = read_file(path)
    match = source and pattern.search(source.text)
    return match[1] if match else None
