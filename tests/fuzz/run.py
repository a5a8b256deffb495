"""Coverage-guided fuzzing: ``python -m tests.fuzz.run csv --seconds 600``, or ``all``; needs ``pip install atheris``.

It begins with the files of ``corpus/TARGET`` and ends with 0 where no input raised an exception or took more than
three seconds of processor time; such an input is kept in ``failures`` beside this file, and
``python -m tests.fuzz.run csv --only FILE`` runs it again. Each target is a function in ``targets``.
"""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from types import FrameType

from tests.support.paths import CORPUS

#: Seconds of processor time that an input may take, and seconds after which the process is ended.
MOST, DEADLINE = 3, 60
MOST_BYTES, MOST_MEGABYTES = 1 << 16, 3_000


class TooSlowError(Exception):
    """An input took more than the processor time that it may."""


def fuzz(name: str, seconds: int) -> None:
    """Run one target in this process, which then ends."""
    import atheris

    with atheris.instrument_imports(include=["jixiao", "tests.fuzz.targets"]):
        target = function(name)
        for seed in sorted((CORPUS / name).iterdir()):  # what is imported when used is instrumented, too
            target(seed.read_bytes())
    failures = CORPUS.parent / "failures"
    failures.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as found:
        options = [
            f"-max_total_time={seconds}", f"-artifact_prefix={failures}/{name}-", f"-timeout={DEADLINE}",
            f"-max_len={MOST_BYTES}", f"-rss_limit_mb={MOST_MEGABYTES}", "-print_final_stats=1", "-verbosity=1",
        ]  # fmt: skip
        atheris.Setup([sys.argv[0], *options, found, str(CORPUS / name)], timed(target))
        atheris.Fuzz()


def function(name: str):
    """Return a target by its name."""
    from tests.fuzz.targets import TARGETS

    return TARGETS[name]


def timed(target):
    """Return the target with a limit of processor time for each input."""

    def too_slow(_signal: int, _frame: FrameType | None) -> None:
        raise TooSlowError

    signal.signal(signal.SIGPROF, too_slow)

    def run(content: bytes) -> None:
        signal.setitimer(signal.ITIMER_PROF, MOST)
        try:
            target(content)
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)

    return run


def fuzz_all(seconds: int) -> int:
    """Run every target in a process of its own; return 1 where one fails."""
    names = sorted(path.name for path in (CORPUS).iterdir())
    command = [sys.executable, "-m", "tests.fuzz.run"]
    codes = [subprocess.run([*command, name, "--seconds", str(seconds)], check=False) for name in names]
    failed = [name for name, done in zip(names, codes, strict=True) if done.returncode]
    sys.stdout.write(f"failed: {', '.join(failed) or 'none'}\n")
    return int(bool(failed))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target", choices=["all", *sorted(path.name for path in (CORPUS).iterdir())])
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--only", type=Path, help="run this one input again")
    options = parser.parse_args()
    if options.target == "all":
        return fuzz_all(options.seconds)
    if options.only:
        timed(function(options.target))(options.only.read_bytes())
    else:
        fuzz(options.target, options.seconds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
