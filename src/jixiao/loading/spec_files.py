"""The files of indicator specs: which id and which version each holds, in the package, a folder, a text, a mapping.

A file called ``NAME@VERSION.yaml`` keeps a version that a later one supersedes. It is found by ``id@version`` alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from jixiao.border.folders import inputs
from jixiao.findings import Finding, Source
from jixiao.loading.decoding import decode, read_file
from jixiao.loading.package import ASIDE, package_specs
from jixiao.loading.validation import with_places

# The id of a spec without reading it whole: a line of its own, or a key of JSON.
_ID = re.compile(r"""(?:^|[{,]\s*)["']?id["']?[ \t]*:[ \t]*["']?([a-z0-9][a-z0-9.-]*)""", re.MULTILINE)
_VERSION = re.compile(r"""(?:^|[{,]\s*)["']?version["']?[ \t]*:[ \t]*["']?([^\s"',}#]+)""", re.MULTILINE)
_SUFFIXES = (".yaml", ".yml", ".json")
# The version that a file or a text keeps: what its name has after the sign, less the ending of a file.
_KEPT_VERSION = re.compile(r"@([^@/\\]+?)(?:\.ya?ml|\.json)?$")


class SpecFile(NamedTuple):
    """The text of one spec, and what findings call it; a file of the package is read when its text is asked for.

    ``id`` is empty where the text names none. ``superseded`` is the version of a file that keeps an earlier one.
    """

    name: str
    id: str
    superseded: str = ""
    path: Path | None = None
    content: tuple[Source | None, tuple[Finding, ...]] | None = None

    @property
    def key(self) -> str:
        """Return by what name the spec is found: its id, or ``id@version`` of a superseded version."""
        if self.superseded:
            return f"{self.id}@{self.superseded}"
        return self.id

    def read(self) -> tuple[Source | None, tuple[Finding, ...]]:
        """Return the text as it was handed in, and the findings on it; ``None`` exactly where one is an error."""
        if self.content is not None:
            return self.content
        source, findings = read_file(Path(self.name))
        return source, tuple(findings)

    @property
    def is_packaged(self) -> bool:
        """Whether it is a file of the package."""
        return self.content is None

    @property
    def version(self) -> str | None:
        """Return the version that the text names, without reading it whole."""
        return _first(_VERSION, self.read()[0])

    @property
    def folder(self) -> Path | None:
        """Return the folder that the spec was read from, beside which its layout may stand."""
        if self.path is None:
            return None
        return self.path.parent


def is_path(name: str) -> bool:
    """Whether a spec is named by its file."""
    return name.endswith(_SUFFIXES) or "/" in name or "\\" in name


def is_aside(path: Path) -> bool:
    """Whether a file that stands with specs is none: cases, layouts, rules of monitoring, a name in capitals."""
    return path.name.endswith(".cases.yaml") or path.stem.isupper() or path.parent.name in ASIDE


@cache
def packaged_files() -> tuple[SpecFile, ...]:
    """Return the package's files, which never change; the id of each is its path."""
    root = package_specs()
    return tuple(_packaged(path, root) for path in sorted(root.rglob("*.yaml")) if not is_aside(path))


def _packaged(path: Path, root: Path) -> SpecFile:
    spec_id, _, version = ".".join(path.relative_to(root).with_suffix("").parts).partition("@")
    return SpecFile(str(path), spec_id, version, path)


def files_of_folder(folder: Path) -> Iterator[SpecFile]:
    """Return the specs of a folder of one's own, each read once; files that name no id are passed over."""
    for path, *_ in inputs([folder], _SUFFIXES)[0]:
        if path.parent.name not in ASIDE:
            file = file_of_path(path)
            if file.id:
                yield file


def file_of_path(path: Path) -> SpecFile:
    """Return a file of a spec as it stands now."""
    return _read(str(path), path, read_file(path))


def file_of_text(name: str, text: str | bytes) -> SpecFile:
    """Return a text as a spec, under the name that findings call it by.

    Raises:
        TypeError: it is neither text nor bytes.
    """
    if isinstance(text, str):
        text = text.encode("utf-8", "surrogatepass")
    if not isinstance(text, bytes):
        raise TypeError(f"{name}: a spec is a text, bytes or a mapping, not {type(text).__name__}")
    return _read(name, None, decode(name, text))


def file_of_mapping(name: str, mapping: Mapping[str, object]) -> SpecFile:
    """Return a mapping as a spec, written as JSON, in which findings have their places.

    Raises:
        TypeError: it holds a float or another value that is not exact.
        TooDeepError: it has more levels than a file may have.
    """
    text = json.dumps(with_places(mapping), ensure_ascii=False, indent=1)
    return file_of_text(name, text)


def _read(name: str, path: Path | None, decoded: tuple[Source | None, list[Finding]]) -> SpecFile:
    source, findings = decoded
    match = _KEPT_VERSION.search(name)
    version = match[1] if match else ""
    return SpecFile(name, _first(_ID, source) or "", version, path, (source, tuple(findings)))


def _first(pattern: re.Pattern[str], source: Source | None) -> str | None:
    """Return the first group of a pattern's first match in a text; ``None`` without one."""
    if source is None:
        return None
    match = pattern.search(source.text)
    if match is None:
        return None
    return match[1]
