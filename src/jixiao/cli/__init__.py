"""The command line. ``run`` makes the console safe and starts; ``commands`` has the options, other files the work."""

from __future__ import annotations

import codecs
import gc
import os
import sys
from pathlib import Path

#: What a start makes stays: looking for garbage in it costs more than it frees.
YOUNG = 100_000


def _escaped(error: UnicodeError) -> tuple[str, int]:
    """What a console shows of characters that it lacks: JSON's escapes, and nothing of a byte order mark."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object[error.start : error.end].replace("\ufeff", "")
    units = text.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2)), error.end


def _main() -> None:
    """The plain ``score FILE...`` goes straight to work; whatever has an option is read by typer."""
    command, *paths = sys.argv[1:] or [""]
    plain = command == "score" and paths and not any(path.startswith("-") for path in paths)
    if not plain or "JIXIAO_LANG" in os.environ or "JIXIAO_SPECS" in os.environ:
        from jixiao.cli.commands import app
        from jixiao.cli.help import run_command

        raise SystemExit(run_command(app))
    from jixiao.cli.scoring import score_paths

    raise SystemExit(score_paths([Path(path) for path in paths], None, "table", None, "zh", None, None))


def start() -> None:
    """Run the command; raises SystemExit at its end. A character that the console lacks gets its escape."""
    gc.set_threshold(YOUNG)
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # this process is ours; looking for them takes time
    codecs.register_error("jixiao", _escaped)
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # it was closed
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115  # open to the end
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="jixiao")
    try:
        try:
            _main()
        finally:
            sys.stdout.flush()
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(1) from None


def run() -> None:
    """The process of the command. It leaves at once: taking every object apart first would cost as much as scoring."""
    try:
        start()
    except SystemExit as end:
        if not isinstance(end.code, int):
            raise
        sys.stderr.flush()
        if worker := sys.modules.get("jixiao.border.worker"):  # it was needed, and is not to outlive this process
            worker.stop()
        os._exit(end.code)
