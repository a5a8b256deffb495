"""Files from outside: regular ones only, read up to a limit, and refused with one finding."""

from __future__ import annotations

import os
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from jixiao.findings import Codes, Finding
from jixiao.findings.causes import Cause, system_cause

_MEGABYTE = 1024 * 1024
#: Python refuses names with a NUL before the system sees them.
_IMPOSSIBLE_NAME = Cause("文件名里有空字符", "its name has a NUL character")


class InputError(Exception):
    """What is wrong with an input, as the one ``finding`` that is reported for it."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding)
        self.finding = finding


def read_bytes(path: Path, most: int) -> bytes:
    """Return the content of a regular file of at most ``most`` bytes; never wait for a pipe or a device.

    Raises:
        InputError: the path is no such file, or the file cannot be read.
    """
    name = str(path)
    try:
        status = path.stat()
        _check(name, status, most)
        with open(path, "rb", opener=_open_without_waiting) as stream:  # Path.open takes no opener
            status = os.fstat(stream.fileno())
            _check(name, status, most)
            data: bytes = stream.read(status.st_size + 1) or b""  # room for ``most`` would cost more than the reading
            if len(data) > status.st_size:  # it has grown, or is made as it is read
                data += stream.read(most + 1 - len(data)) or b""
    except (OSError, ValueError) as error:
        raise InputError(_unreadable(name, error)) from error
    if len(data) > most:
        raise InputError(too_large(name, len(data), most))
    return data


def regular_size(path: Path) -> int:
    """Return the size in bytes of a regular file that another process will read, however large it is.

    Raises:
        InputError: the path is no such file.
    """
    try:
        status = path.stat()
    except (OSError, ValueError) as error:
        raise InputError(_unreadable(str(path), error)) from error
    _check(str(path), status, status.st_size)
    return status.st_size


def check_folder(path: Path) -> None:
    """Check that a folder can be looked into.

    Raises:
        InputError: it cannot.
    """
    try:
        os.scandir(path).close()
    except OSError as error:
        raise InputError(_unreadable(str(path), error)) from error


def too_large(name: str, size: int, most: int) -> Finding:
    """Return the finding on an input of ``size`` bytes where ``most`` are allowed."""
    return Finding(Codes.FILE_TOO_LARGE, args={"name": name, "size": size, "limit": most // _MEGABYTE})


def _open_without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _check(name: str, status: os.stat_result, most: int) -> None:
    if S_ISDIR(status.st_mode):
        raise InputError(Finding(Codes.FOLDER_NOT_FILE, args={"name": name}))
    if not S_ISREG(status.st_mode):
        raise InputError(Finding(Codes.NOT_A_REGULAR_FILE, args={"name": name}))
    if status.st_size > most:
        raise InputError(too_large(name, status.st_size, most))


def _unreadable(name: str, error: OSError | ValueError) -> Finding:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return Finding(Codes.NO_SUCH_FILE, args={"name": name})
    if isinstance(error, PermissionError):
        return Finding(Codes.NO_PERMISSION_TO_READ, args={"name": name})
    cause = system_cause(error.errno) if isinstance(error, OSError) else _IMPOSSIBLE_NAME
    return cannot_read(name, cause)


def cannot_read(name: str, cause: Cause) -> Finding:
    """Return the finding on an input that the system does not let read."""
    return Finding(Codes.UNREADABLE_FILE, args={"name": name, **cause.as_args()})


__all__ = ["InputError", "cannot_read", "check_folder", "read_bytes", "regular_size", "too_large"]
