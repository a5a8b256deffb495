"""Inputs and outputs of commands: what to read, and files that are complete or absent."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TextIO

from jixiao.loading.projects import SUFFIXES


def inputs(paths: list[Path]) -> Iterator[tuple[Path, Path]]:
    """Every file to read, in order, with its place in a mirrored output tree; a folder's files are sorted."""
    for path in paths:
        if path.is_dir() and str(path) != "-":
            for file in sorted(path.rglob("*")):
                if file.suffix.lower() in SUFFIXES and not file.is_dir():
                    yield file, file.relative_to(path)
        else:
            yield path, Path(path.name)


def is_folder(output: str) -> bool:
    """Whether an output names a folder."""
    return output.endswith(("/", os.sep)) or Path(output).is_dir()


def write_whole(path: Path, pieces: Iterable[str]) -> None:
    """Write a file that is complete or absent: first beside its place, then moved there.

    Raises:
        OSError: the place cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.writelines(pieces)
        Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


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
