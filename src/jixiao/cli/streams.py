"""The standard streams of the command: a fault of theirs ends it, whatever it is doing, with one exit code."""

from __future__ import annotations

import codecs
import io
import os
import sys
from typing import Any, TextIO

#: The exit code of a command that writes to a closed pipe: what a shell reports for SIGPIPE.
CLOSED_PIPE = 141
#: The exit code of a command that cannot write for another reason.
CANNOT_WRITE = 1


class Output(io.FileIO):
    """Standard output or standard error. It raises SystemExit where nothing can be written any more."""

    def write(self, data: Any, /) -> int:
        """Write bytes."""
        try:
            return super().write(data)
        except OSError as error:
            descriptor = self.fileno()
            _become(descriptor, os.open(os.devnull, os.O_WRONLY))  # discards what is still in buffers
            if isinstance(error, BrokenPipeError):
                raise SystemExit(CLOSED_PIPE) from None
            if descriptor == 1:
                sys.stderr.write(_refusal(error))
            raise SystemExit(CANNOT_WRITE) from None


def _refusal(error: OSError) -> str:
    """Return the finding on standard output that cannot be written, in words."""
    from jixiao.border.outputs import STDOUT, cannot_write  # needed by failures only
    from jixiao.cli.help import language
    from jixiao.findings.terminal import render

    return render(cannot_write(STDOUT, error.errno), language(sys.argv[1:])) + "\n"


def prepare_streams() -> None:
    """Make the standard streams safe: closed ones fail when used, characters that a console lacks become escapes."""
    codecs.register_error("jixiao", _escaped)
    if sys.stdin is None:
        _become(0, os.open(os.devnull, os.O_WRONLY))
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115  # open to the end
    if sys.stdout is None:
        _become(1, *_unread_pipe())
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    if sys.stderr is None:
        _become(2, os.open(os.devnull, os.O_WRONLY))
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stdout, sys.stderr = _safe(sys.stdout), _safe(sys.stderr)


def _safe(stream: TextIO) -> TextIO:
    """Return a stream like this one, the faults of which end the command; on Windows the console's own stream."""
    if not isinstance(stream, io.TextIOWrapper):
        return stream
    if os.name != "posix":
        stream.reconfigure(errors="jixiao")
        return stream
    raw = Output(stream.fileno(), "w", closefd=False)
    return io.TextIOWrapper(
        io.BufferedWriter(raw),
        encoding=stream.encoding,
        errors="jixiao",
        line_buffering=stream.line_buffering,
        write_through=stream.write_through,
    )


def _become(descriptor: int, opened: int, *others: int) -> None:
    """Move an open file to this descriptor, and close what else was opened beside it."""
    os.dup2(opened, descriptor)
    for other in {opened, *others} - {descriptor}:
        os.close(other)


def _unread_pipe() -> tuple[int, int]:
    """Return a pipe for a closed output, and its other end to be closed: writing to either is one fault."""
    reader, writer = os.pipe()
    return writer, reader


def _escaped(error: UnicodeError) -> tuple[str, int]:
    """Return what a console shows for characters that it lacks: JSON's escapes, nothing for a byte order mark."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object[error.start : error.end].replace("\ufeff", "")
    units = text.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2)), error.end
