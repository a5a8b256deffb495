"""Files that specs name: layouts and rules of monitoring, beside a spec, among those of one's own, in the package."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from jixiao.loading.package import package_specs


def companion_file(kind: str, name: str, folders: tuple[Path, ...]) -> Path | None:
    """Return the file of a name in the folder ``kind`` of the first of the ``folders`` of specs that has it.

    A name is compared with those of the files that are there; it never becomes a part of a path.
    """
    return next((path for path in _files(kind, folders) if path.stem == name), None)


def own_companion(kind: str, name: str, folders: tuple[Path, ...]) -> Path | None:
    """Return the same where the file is none of the package's."""
    path = companion_file(kind, name, folders)
    if path is None or path.parent.parent == package_specs():
        return None
    return path


def companion_names(kind: str, folders: tuple[Path, ...]) -> list[str]:
    """Return the names of all files in the folder ``kind`` of the folders of specs."""
    return sorted({path.stem for path in _files(kind, folders)})


@cache
def packaged_names(kind: str) -> tuple[str, ...]:
    """Return the names of the package's files of a kind, which never change."""
    return tuple(companion_names(kind, (package_specs(),)))


def packaged_file(kind: str, name: str) -> Path:
    """Return the package's file of a kind and a name."""
    return package_specs() / kind / f"{name}.yaml"


def _files(kind: str, folders: tuple[Path, ...]) -> Iterator[Path]:
    for folder in folders:
        yield from (path for path in (folder / kind).glob("*.yaml") if path.is_file())


__all__ = ["companion_file", "companion_names", "own_companion", "packaged_file", "packaged_names"]
