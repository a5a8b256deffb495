"""Signals that end the command. Each raises SystemExit, so that everything is closed on the way out."""

from __future__ import annotations

import os
import signal
import sys

TYPE_CHECKING = False  # the sooner these lines have run, the sooner Ctrl-C is quiet
if TYPE_CHECKING:
    from types import FrameType
    from typing import NoReturn

#: What people and systems end a program by; some are missing on some platforms.
ENDING = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
#: A process that was ended by a signal exits with this and the signal's number, as shells tell it.
BY_SIGNAL = 128
#: Seconds after which an end is asked for again, where something has swallowed it or still waits.
AGAIN = 2
#: Seconds between two looks of a worker at its parent.
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
    """Hold signals back, also from a process that is started then, until ``release_signals``."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)


def release_signals() -> None:
    """Let signals in again, and first those that were held back."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)


def _end(number: int, _frame: FrameType | None) -> NoReturn:
    code = BY_SIGNAL + number
    for each in ENDING:
        signal.signal(each, _ignore)  # a second Ctrl-C has nothing to add
    if hasattr(signal, "setitimer"):

        def again(_number: int, _frame: FrameType | None) -> NoReturn:
            raise SystemExit(code)

        signal.signal(signal.SIGALRM, again)
        signal.setitimer(signal.ITIMER_REAL, AGAIN, AGAIN)
    raise SystemExit(code)


def _ignore(_number: int, _frame: FrameType | None) -> None:
    """Unlike SIG_IGN, no complaint where the signal has come already."""


def _unraisable(problem: sys.UnraisableHookArgs) -> None:
    """An end that came where nothing can be raised is asked for again; the rest is told as ever."""
    if problem.exc_type is not SystemExit:
        sys.__unraisablehook__(problem)
