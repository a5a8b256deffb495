"""How far a long run has come, on a terminal."""

from __future__ import annotations

import sys
from typing import TextIO


class Progress:
    """A count on standard error for long runs; silent where that is no terminal."""

    def __init__(self, total: int, stream: TextIO | None = None) -> None:
        self.total, self.done = total, 0
        self.stream = stream or sys.stderr
        self.shown = self.stream.isatty() and total > 100  # noqa: PLR2004  # short runs need none

    def step(self) -> None:
        """One more input is done."""
        self.done += 1
        if self.shown and (self.done % 50 == 0 or self.done == self.total):
            end = "\n" if self.done == self.total else ""
            print(f"\r{self.done}/{self.total}", end=end, file=self.stream, flush=True)
