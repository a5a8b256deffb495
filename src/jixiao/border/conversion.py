"""Files that only LibreOffice reads, converted by it: with limits, in a profile of its own, many files in one call."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from jixiao.border.file_kinds import CONVERTIBLE
from jixiao.border.inputs import InputError, read_bytes
from jixiao.findings import Codes, Finding

if TYPE_CHECKING:
    import subprocess

#: Most bytes that a file may have.
MOST_BYTES = 20 * 1024 * 1024
_PROGRAMS = ("soffice", "libreoffice")
#: Seconds that the program may take to start, and for each file; bytes of its address space.
_START, _EACH, _MEMORY = 60, 20, 4 * 1024 * 1024 * 1024
#: Files that one call converts.
_BLOCK = 50
#: A shell sets the limits, and becomes the program: what it starts has them, too.
_LIMITED = 'ulimit -v "$1"; ulimit -t "$2"; ulimit -c 0; shift 2; exec "$@"'
#: Settings of the profile: no macros, no links to other files, no recovery, nobody is asked.
_PROFILE = """\
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>1</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""  # noqa: E501  # as the program writes it


@contextmanager
def converted(paths: Iterable[Path]) -> Iterator[Mapping[Path, Path]]:
    """Return a context in which the converted files stand in a folder of their own, by the path of each original.

    One that cannot be read or converted is missing.
    """
    paths = [path for path in paths if path.suffix.lower() in CONVERTIBLE]
    if not paths or _program() is None:
        yield {}
        return
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="jixiao-") as folder:
        copies = dict[Path, Path]()
        for start in range(0, len(paths), _BLOCK):
            copies |= _convert(paths[start : start + _BLOCK], Path(folder) / str(start))
        yield copies


def converted_bytes(path: Path) -> bytes:
    """Return the content of a file as LibreOffice converts it.

    Raises:
        InputError: there is no such program, or it does not convert the file.
    """
    ending = CONVERTIBLE[path.suffix.lower()]
    read_bytes(path, MOST_BYTES)  # says what is wrong with the file itself
    if _program() is None:
        raise InputError(Finding(Codes.CONVERTER_MISSING, "", {"name": path.name, "wanted": ending}))
    with converted([path]) as copies:
        if path in copies:
            return read_bytes(copies[path], MOST_BYTES)
    args = {"name": path.name, "wanted": ending, "detail": "LibreOffice"}
    raise InputError(Finding(Codes.CONVERSION_FAILED, "", args))


def _program() -> str | None:
    """Return the path of LibreOffice; ``None`` where it is not installed."""
    import shutil

    return next((program for name in _PROGRAMS if (program := shutil.which(name))), None)


def _convert(paths: list[Path], folder: Path) -> dict[Path, Path]:
    """Convert files in as few calls as there are formats; return those that there are now."""
    sources, results = folder / "in", folder / "out"
    sources.mkdir(parents=True)
    originals = dict[Path, Path]()
    for number, path in enumerate(paths):
        copy = sources / f"{number}{path.suffix.lower()}"
        with suppress(InputError):
            copy.write_bytes(read_bytes(path, MOST_BYTES))
            originals[copy] = path
    for ending in sorted(set(CONVERTIBLE.values())):
        _call([copy for copy in originals if CONVERTIBLE[copy.suffix] == ending], ending, folder, results)
    copies = {original: results / f"{copy.stem}{CONVERTIBLE[copy.suffix]}" for copy, original in originals.items()}
    return {original: result for original, result in copies.items() if result.is_file()}


def _call(files: list[Path], ending: str, folder: Path, results: Path) -> None:
    """Let LibreOffice convert files; one that fails has no result."""
    if not files:
        return
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
    seconds = _START + _EACH * len(files)
    command = [
        str(_program()),
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--norestore",
        "--nolockcheck",
    ]
    command += ["--convert-to", ending.removeprefix("."), "--outdir", str(results), *map(str, files)]
    if sys.platform != "win32":
        command = ["/bin/sh", "-c", _LIMITED, "sh", str(_MEMORY // 1024), str(seconds), *command]
    _run(command, seconds)


def _run(command: list[str], seconds: int) -> None:
    """Run a command for at most so many seconds; then end it with all that it has started."""
    import subprocess

    with suppress(OSError), _started(command) as process:
        try:
            process.wait(seconds)
        except BaseException as error:
            _kill(process)
            if not isinstance(error, subprocess.TimeoutExpired):
                raise


def _started(command: list[str]) -> subprocess.Popen[bytes]:
    """Return a command that runs in a session of its own, with nothing to read and nobody to write to."""
    import subprocess

    nothing = subprocess.DEVNULL
    return subprocess.Popen(command, stdin=nothing, stdout=nothing, stderr=nothing, start_new_session=True)  # noqa: S603


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a process and all that it has started."""
    if hasattr(os, "killpg"):
        import signal

        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()


__all__ = ["MOST_BYTES", "converted", "converted_bytes"]
