"""Signals that end the command. Each raises SystemExit, so that everything is closed on the way out."""

from __future__ import annotations

import os
import signal
import sys

TYPE_CHECKING = False  # the sooner these lines have run, the sooner Ctrl-C is quiet
if TYPE_CHECKING:
    from types import FrameType
    from typing import NoReturn

#: The signals by which people and systems end a program; some platforms lack some.
ENDING = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
#: The exit code of a process that a signal ended is this and the signal's number, as shells report it.
BY_SIGNAL = 128
#: Seconds after which SystemExit is raised again, where something has caught it or still waits.
AGAIN = 2
#: Seconds between two checks of a worker whether its parent is alive.
LOOK = 1


def end_on_signals() -> None:
    """End this process by SystemExit on the first signal; what was started to be ignored, as by nohup, stays so."""
    sys.unraisablehook = _unraisable
    for number in ENDING:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _end)


def end_with_parent(parent: int) -> None:
    """End this worker by SIGTERM alone, which its parent sends, or when that has gone; Ctrl-C is for the parent."""
    end_on_signals()
    for number in ENDING:
        if number != signal.SIGTERM:
            signal.signal(number, signal.SIG_IGN)
    if hasattr(signal, "setitimer"):

        def look(_number: int, _frame: FrameType | None) -> None:
            if os.getppid() != parent:
                _end(signal.SIGTERM, None)

        signal.signal(signal.SIGALRM, look)
        signal.setitimer(signal.ITIMER_REAL, LOOK, LOOK)


def hold_signals() -> None:
    """Hold signals back until ``release_signals``, also from a process that is started in between."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)


def release_signals() -> None:
    """Let signals in again, and first those that were held back."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)


def _end(number: int, _frame: FrameType | None) -> NoReturn:
    code = BY_SIGNAL + number
    for other in ENDING:
        signal.signal(other, _ignore)  # a second Ctrl-C has nothing to add
    if hasattr(signal, "setitimer"):

        def again(_number: int, _frame: FrameType | None) -> NoReturn:
            raise SystemExit(code)

        signal.signal(signal.SIGALRM, again)
        signal.setitimer(signal.ITIMER_REAL, AGAIN, AGAIN)
    raise SystemExit(code)


def _ignore(_number: int, _frame: FrameType | None) -> None:
    """Do nothing; with SIG_IGN a signal that has already come would be reported."""


def _unraisable(problem: sys.UnraisableHookArgs) -> None:
    """Report an exception that cannot be raised, unless it ends the command, which is raised again later."""
    if problem.exc_type is not SystemExit:
        sys.__unraisablehook__(problem)
