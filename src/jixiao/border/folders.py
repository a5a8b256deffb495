"""The files that a run reads: those that are named, and those below folders, each of them once."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from jixiao.border.file_kinds import COLUMNS_FILE

#: Stands for standard input.
STDIN = "-"
#: The identity of a file: its device and number in the file system, or the path of a missing one.
Key = tuple[int, int] | str


class Input(NamedTuple):
    """A file to read, its place in a mirrored tree, and whether it was named itself rather than reached by a walk.

    ``copy`` is what a file of another format was converted to.
    """

    path: Path
    place: Path
    named: bool
    copy: Path | None = None


def inputs(paths: Iterable[Path], suffixes: tuple[str, ...]) -> list[list[Input]]:
    """Return the files to read for each path, in order; a file that was reached before stands there no more.

    Of a folder these are the files with one of the suffixes below it, sorted, but for names that begin with a dot;
    of one without any, the folder itself.
    """
    paths = list(paths)
    named = {file_key(path) for path in paths}
    reached: set[Key] = set()
    trees = []
    for path in paths:
        files = [(file_key(file), file, place) for file, place in _files(path, suffixes)]
        trees.append([Input(file, place, key in named) for key, file, place in files if _is_new(key, reached)])
    return trees


def distinct(paths: Iterable[Path]) -> list[Path]:
    """Return paths in order, without those that lead to the same file as one before."""
    reached: set[Key] = set()
    return [path for path in paths if _is_new(file_key(path), reached)]


def _is_new(key: Key, reached: set[Key]) -> bool:
    """Whether a file was not reached before; it is now."""
    new = key not in reached
    reached.add(key)
    return new


def _files(path: Path, suffixes: tuple[str, ...]) -> list[tuple[Path, Path]]:
    """Return the files of a path, each with its place in a mirrored tree."""
    if str(path) == STDIN or not is_directory(path):
        return [(path, Path(path.name))]
    return sorted(_below(path, suffixes), key=lambda file: file[0].parts) or [(path, Path(path.name))]


def _below(folder: Path, suffixes: tuple[str, ...]) -> Iterator[tuple[Path, Path]]:
    """Yield every file below a folder with its path from there; links to folders are followed within the tree.

    A folder that may not be looked into stands for its files, so that its reader says so.
    """
    tree, walked, starts, closed = os.path.realpath(folder), set[Key](), deque([folder]), list[OSError]()
    while starts:
        start = starts.popleft()
        if not Path(os.path.realpath(start)).is_relative_to(tree):
            continue
        for root, folders, names in os.walk(start, onerror=closed.append):
            at = Path(root)
            if not _is_new(file_key(at), walked):
                folders.clear()
                continue
            folders[:] = _visible(folders)
            starts += [at / name for name in folders if (at / name).is_symlink()]
            for name in _visible(names):
                if name.lower().endswith(suffixes):
                    yield at / name, (at / name).relative_to(folder)
    yield from ((Path(error.filename), Path(error.filename).relative_to(folder)) for error in closed)


def _visible(names: Iterable[str]) -> list[str]:
    """Return the names of files that may be inputs: none that is hidden or locked, nor the answers about headings."""
    return [name for name in names if not name.startswith((".", "~$")) and name != COLUMNS_FILE]


def is_directory(path: str | Path) -> bool:
    """Whether a path is a folder; of a name too long for the system it says no, where ``Path.is_dir`` raises."""
    return os.path.isdir(path)  # noqa: PTH112


def is_file(path: str | Path) -> bool:
    """Whether a path is a file; of a name too long for the system it says no, where ``Path.is_file`` raises."""
    return os.path.isfile(path)  # noqa: PTH113


def file_key(path: str | Path) -> Key:
    """Return the identity of a file, the same whatever name leads to it; of a missing one its path.

    Links, hard links and names that differ in case on a system that ignores case have one key.
    """
    try:
        status = os.stat(path)  # noqa: PTH116  # asked of every input
    except (OSError, ValueError):
        return os.path.realpath(path)
    return (status.st_dev, status.st_ino) if status.st_ino else os.path.realpath(path)


def is_there(path: str | Path) -> bool:
    """Whether there is a file or anything else of this path; of a name too long for the system it says no."""
    return os.path.exists(path)  # noqa: PTH110
