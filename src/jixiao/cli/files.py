"""Inputs and outputs of commands: what to read, and files that are complete or absent."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from os.path import realpath
from pathlib import Path
from secrets import token_hex
from typing import TextIO

from jixiao.loading.projects import SUFFIXES


def inputs(paths: list[Path]) -> Iterator[tuple[Path, Path]]:
    """Every file to read, in order, with its place in a mirrored output tree; a folder's files are sorted."""
    for path in paths:
        files = _below(path) if str(path) != "-" and is_directory(path) else []
        yield from files
        if not files:
            yield path, Path(path.name)


def _below(folder: Path) -> list[tuple[Path, Path]]:
    found = []
    for root, _, names in os.walk(folder):
        at = Path(root)
        below = at.relative_to(folder)
        found += [(at / name, below / name) for name in names if name.lower().endswith(SUFFIXES)]
    return sorted(found, key=lambda file: file[0].parts)


def is_directory(path: str | Path) -> bool:
    """Whether a path is a folder; unlike ``Path.is_dir`` it takes a name too long for the system for what it is."""
    return os.path.isdir(path)  # noqa: PTH112


class Targets:
    """Where the result of each input goes below a folder: the tree mirrored, no place given twice, no input lost."""

    def __init__(self, folder: str, ending: str, inputs: Iterable[Path]) -> None:
        self.folder, self.ending = Path(folder), ending
        self.given = {realpath(file) for file in inputs}

    def place(self, mirrored: Path) -> Path:
        """The file for one input; inputs of one name are numbered in their order."""
        bare = self.folder / mirrored.with_suffix("")
        place, number = bare.with_name(f"{bare.name}.{self.ending}"), 1
        while realpath(place) in self.given:
            number += 1
            place = bare.with_name(f"{bare.name}-{number}.{self.ending}")
        self.given.add(realpath(place))
        return place


def is_folder(output: str) -> bool:
    """Whether an output names a folder."""
    return output.endswith(("/", os.sep)) or is_directory(output)


def overwritten(output: str, paths: list[Path]) -> Path | None:
    """The input that an output file would overwrite."""
    written = None if is_folder(output) else _status(output)
    if written is None:
        return None
    read = ((file, _status(file)) for file, _ in inputs(paths))
    return next((file for file, status in read if status is not None and os.path.samestat(status, written)), None)


def _status(file: str | Path) -> os.stat_result | None:
    try:
        return os.stat(file)  # noqa: PTH116  # asked of every input
    except (OSError, ValueError):
        return None


def write_whole(path: Path, pieces: Iterable[str] | Iterable[bytes] | bytes) -> None:
    """Write a file (texts or bytes in pieces) that is complete or absent: first beside its place, then moved there.

    A device or a pipe is written to, never replaced; of a link, what it points to is replaced.

    Raises:
        OSError: the place cannot be written.
    """
    path = Path(realpath(path))
    if path.exists() and not path.is_file() and not path.is_dir():
        _fill(path, pieces)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{token_hex(8)}")  # named before it is there: an interrupt leaves none behind
    try:
        _fill(part, pieces)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _fill(path: Path, pieces: Iterable[str] | Iterable[bytes] | bytes) -> None:
    with path.open("wb") as stream:
        for piece in (pieces,) if isinstance(pieces, bytes) else pieces:
            stream.write(piece if isinstance(piece, bytes) else piece.encode("utf-8", "backslashreplace"))


class Progress:
    """A count on standard error for long runs; silent where that is no terminal."""

    def __init__(self, total: int, stream: TextIO | None = None) -> None:
        self.total, self.done = total, 0
        self.stream = stream or sys.stderr
        self.shown = self.stream.isatty() and total > 100  # noqa: PLR2004  # short runs need none

    def step(self) -> None:
        """One more input is done."""
        self.done += 1
        if self.shown and (self.done % 50 == 0 or self.done == self.total):
            end = "\n" if self.done == self.total else ""
            print(f"\r{self.done}/{self.total}", end=end, file=self.stream, flush=True)
