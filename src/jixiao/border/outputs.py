"""The files that a command writes: complete or absent, and never in place of a file that it reads."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from io import FileIO
from pathlib import Path, PurePath

from jixiao.border.folders import Key, file_key, is_directory, is_file
from jixiao.border.names import component
from jixiao.border.seals import is_own, with_seal
from jixiao.findings import Codes, Finding
from jixiao.findings.causes import system_cause

#: Texts or bytes, as they come.
Pieces = Iterable[str | bytes]
STDOUT = "<stdout>"
#: What stands for standard output on a command line; a file that it was led to is added to, never replaced.
DASH, DEVICE = "-", "/dev/stdout"
_PERMISSIONS = 0o777
#: Error numbers of the system for no space.
_FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))


class OutputError(Exception):
    """A file that could not be written; ``finding`` says why, ``begun`` whether writing had begun."""

    def __init__(self, finding: Finding, *, begun: bool = False) -> None:
        self.finding, self.begun = finding, begun
        super().__init__(finding.message("en"))


class RefusedError(OutputError):
    """A place that must not be written to, and is unchanged; others may be."""


class Outputs:
    """The place that ``-o`` names: a folder, a file, or, without a name or as ``-``, standard output.

    ``inputs`` are the files that the command reads; none of them is ever replaced. ``format_name`` is what files are
    sealed by, if they can be. ``force`` lets files be replaced that the program did not write, or that somebody has
    changed since.
    """

    def __init__(
        self, option: str | None, inputs: Iterable[Path] = (), format_name: str = "", *, force: bool = False
    ) -> None:
        self.option = None if option in (DASH, DEVICE) else option
        self.format_name, self.force = format_name, force
        self.is_folder = self.option is not None and (self.option.endswith(("/", os.sep)) or is_directory(self.option))
        self._read = {file_key(path): path for path in inputs} if self.option is not None else {}
        self._taken: set[Key] = set(self._read)

    @property
    def is_file(self) -> bool:
        """Whether the place is one file, there or not: no standard output, no folder, no device, no pipe."""
        return self.option is not None and not self.is_folder and not _is_special(Path(self.option))

    def check(self) -> None:
        """Check that the place may be written to, before any work is done for it.

        Raises:
            RefusedError: it may not.
        """
        if self.option is None:
            return
        if os.path.realpath(self.option) == Path(os.path.realpath(self.option)).anchor:
            raise RefusedError(cannot_write(self.option, errno.EPERM))
        if not self.is_folder:
            self._check(Path(self.option))

    def path_for(self, place: PurePath, ending: str) -> Path:
        """Return the file below the folder for what belongs at ``place`` in it, with this ending instead of its own.

        No two get the same one: names that are equal to the file system are numbered in their order.
        """
        *folders, name = place.parts or ("",)
        folder = Path(self.option or "").joinpath(*map(component, folders))
        path, number = folder / component(PurePath(name).stem, f".{ending}"), 1
        while file_key(path) in self._taken:
            number += 1
            path = folder / component(PurePath(name).stem, f"-{number}.{ending}")
        self._taken.add(file_key(path))
        return path

    def path_of(self, name: str, ending: str) -> Path:
        """Return the file right in the folder for what has this name, whatever the name says; numbered likewise."""
        return self.path_for(PurePath(component(name, f".{ending}")), ending)

    def write(self, pieces: Pieces, path: Path | None = None) -> None:
        """Write pieces to a path that ``path_for`` gave, or to the file or standard output that was named.

        A device or a pipe is written to, never replaced; of a link, what it points to is replaced.

        Raises:
            RefusedError: the place is not to be written to, and is as it was.
            OutputError: it could not be written to the end; a file there is as it was.
        """
        if self.option is None:
            _write_stdout(pieces)
            return
        if path is None and self.is_folder:
            raise RefusedError(cannot_write(self.option, errno.EISDIR))
        path = path or Path(self.option)
        self._check(path)
        if _is_special(path):
            with _system_errors(path):
                stream = path.open("wb", buffering=0)
            _fill(stream, _encoded(pieces), path)
        else:
            _replace(Path(os.path.realpath(path)), with_seal(_encoded(pieces), self.format_name))
        self._taken.add(file_key(path))

    def _check(self, path: Path) -> None:
        """Check that a path is no input, stays in the folder, and has nothing there but what the program wrote."""
        name, real = {"name": str(path)}, Path(os.path.realpath(path))
        read = self._read.get(file_key(real))
        if read is not None:
            raise RefusedError(Finding(Codes.OUTPUT_OVER_INPUT, str(path), {**name, "input": str(read)}))
        if self.is_folder and not real.is_relative_to(os.path.realpath(self.option or "")):
            raise RefusedError(Finding(Codes.LINK_OUT_OF_FOLDER, str(path), {**name, "target": str(real)}))
        if is_directory(real):
            raise RefusedError(cannot_write(path, errno.EISDIR))
        with _system_errors(path):
            if not self.force and is_file(real) and not is_own(real):
                raise RefusedError(Finding(Codes.FORM_CHANGED_BY_HAND, str(path), name))


def _write_stdout(pieces: Pieces) -> None:
    for piece in pieces:
        with _system_errors(STDOUT, begun=True):
            if isinstance(piece, bytes):
                sys.stdout.buffer.write(piece)
            else:
                sys.stdout.write(piece)
            sys.stdout.flush()


def _is_special(path: Path) -> bool:
    """Whether a path exists and is no file: a device, a pipe."""
    return os.path.exists(path) and not is_file(path)  # noqa: PTH110  # of a name too long, too


def _encoded(pieces: Pieces) -> Iterator[bytes]:
    for piece in pieces:
        yield piece if isinstance(piece, bytes) else piece.encode("utf-8", "backslashreplace")


def _replace(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a file beside its place and move it there; without a piece, or after a failure, nothing is changed."""
    missing = [folder for folder in path.parents if not os.path.exists(folder)]  # noqa: PTH110
    part = path.with_name(f".jixiao-{os.urandom(8).hex()}.part")
    complete = False
    try:
        with _system_errors(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            stream = part.open("xb", buffering=0)
        if _fill(stream, pieces, path):
            with _system_errors(path, begun=True):
                if path.exists():
                    part.chmod(path.stat().st_mode & _PERMISSIONS)
                part.replace(path)
            complete = True
    finally:
        if not complete:
            _remove(part, missing)


def _remove(part: Path, folders: Iterable[Path]) -> None:
    """Remove the part and the new folders of a file that was not completed, as far as the system allows."""
    for remove in (part.unlink, *(folder.rmdir for folder in folders)):
        with suppress(OSError):
            remove()


def _fill(stream: FileIO, pieces: Iterable[bytes], path: Path) -> int:
    """Write all pieces, close the stream and return how many there were; their maker may raise errors of its own."""
    number = 0
    with stream:
        for number, piece in enumerate(pieces, 1):  # noqa: B007  # the last one counts
            data = memoryview(piece)
            with _system_errors(path, begun=True):
                while data:
                    data = data[stream.write(data) or 0 :]
    return number


@contextmanager
def _system_errors(path: Path | str, *, begun: bool = False) -> Iterator[None]:
    """Turn an error of the system into a finding; a broken pipe is the caller's."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(cannot_write(path, error.errno), begun=begun) from error


def cannot_write(path: Path | str, number: int | None) -> Finding:
    """Return the finding for a place where the system refuses to write, by its error number."""
    name = str(path)
    if number in _FULL:
        return Finding(Codes.NO_SPACE_LEFT, name, {"name": name})
    return Finding(Codes.CANNOT_WRITE, name, {"name": name, **system_cause(number).as_args()})


__all__ = ["OutputError", "Outputs", "RefusedError", "cannot_write"]
