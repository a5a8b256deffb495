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

TYPE_CHECKING = False  # typing loads slowly, and an early Ctrl-C needs ``run`` to be at work
if TYPE_CHECKING:
    from typing import NoReturn

    from jixiao.findings import Finding

#: Objects between two garbage collections: what a start allocates stays, so that searching it frees nothing.
YOUNG = 100_000


def _main() -> int:
    """Return the exit code. The plain ``score FILE...`` starts at once; typer, which reads options, takes time."""
    command, *paths = sys.argv[1:] or [""]
    has_options = any(path.startswith("-") for path in paths)
    has_settings = "JIXIAO_LANG" in os.environ or "JIXIAO_SPECS" in os.environ
    if command == "score" and paths and not has_options and not has_settings:
        from pathlib import Path

        from jixiao.cli.options import Options
        from jixiao.cli.score import score_paths

        return score_paths([Path(path) for path in paths], Options())
    from jixiao.cli.commands import app
    from jixiao.cli.help import run_command

    return run_command(app)


def _guarded() -> int:
    """Return the exit code; a bug of ours becomes a finding."""
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
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # there are none here, and the search takes time
    prepare_streams()
    try:
        raise SystemExit(_guarded())
    finally:
        sys.stdout.flush()


def run() -> NoReturn:
    """Run the command as the whole process. It exits at once: freeing every object would take as long as scoring."""
    end_on_signals()
    try:
        start()
    except SystemExit as end:
        if not isinstance(end.code, int):
            raise
        sys.stderr.flush()
        if worker := sys.modules.get("jixiao.border.reader_process"):  # its child must not outlive this process
            worker.stop()
        os._exit(end.code)
