"""The command line. ``run`` makes the console safe and starts; ``commands`` has the options, other files the work."""

from __future__ import annotations

#: The exit code after Ctrl-C.
INTERRUPTED = 130

try:
    import gc
    import os
    import sys

    from jixiao.cli.signals import end_on_signals
except KeyboardInterrupt:  # before there is anything that could take the signal
    raise SystemExit(INTERRUPTED) from None

TYPE_CHECKING = False  # ``run`` begins as soon as can be, so that an early Ctrl-C finds it at work
if TYPE_CHECKING:
    from typing import NoReturn

    from jixiao.findings import Finding

#: What a start makes stays: looking for garbage in it costs more than it frees.
YOUNG = 100_000


def _main() -> int:
    """The plain ``score FILE...`` goes straight to work; whatever has an option is read by typer."""
    command, *paths = sys.argv[1:] or [""]
    plain = command == "score" and paths and not any(path.startswith("-") for path in paths)
    if not plain or "JIXIAO_LANG" in os.environ or "JIXIAO_SPECS" in os.environ:
        from jixiao.cli.commands import app
        from jixiao.cli.help import run_command

        return run_command(app)
    from pathlib import Path

    from jixiao.cli.score import score_paths

    return score_paths([Path(path) for path in paths], None, "table", None, "zh", None, None)


def _guarded() -> int:
    """Return the exit code; a bug of ours is told as a finding."""
    from jixiao.findings.bugs import attempt

    try:
        return attempt("jixiao " + "".join(sys.argv[1:2]), _main, _failed)
    except KeyboardInterrupt:  # some libraries take the signal for themselves
        return INTERRUPTED


def _failed(finding: Finding) -> int:
    from jixiao.cli.help import language
    from jixiao.findings.terminal import render

    print(render(finding, language(sys.argv[1:])), file=sys.stderr)
    return 1


def start() -> NoReturn:
    """Run the command; raises SystemExit at its end."""
    from jixiao.cli.streams import prepare_streams

    gc.set_threshold(YOUNG)
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # this process is ours; looking for them takes time
    prepare_streams()
    try:
        raise SystemExit(_guarded())
    finally:
        sys.stdout.flush()


def run() -> NoReturn:
    """The process of the command. It leaves at once: taking every object apart first would cost as much as scoring."""
    end_on_signals()
    try:
        start()
    except SystemExit as end:
        if not isinstance(end.code, int):
            raise
        sys.stderr.flush()
        if worker := sys.modules.get("jixiao.border.worker"):  # it was needed, and is not to outlive this process
            worker.stop()
        os._exit(end.code)
