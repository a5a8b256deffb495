"""How far a long run has come, on a terminal."""

from __future__ import annotations

import sys
from typing import TextIO

#: Runs of fewer steps need no count.
_LONG = 100


class Progress:
    """A count on standard error for long runs; silent where that is no terminal."""

    def __init__(self, total: int, stream: TextIO | None = None, *, quiet: bool = False) -> None:
        self.total, self.done = total, 0
        self.stream = stream or sys.stderr
        self.is_visible = not quiet and self.stream.isatty() and total > _LONG

    def step(self) -> None:
        """Count one more input."""
        self.done += 1
        if self.is_visible and (self.done % 50 == 0 or self.done == self.total):
            end = "\n" if self.done == self.total else ""
            print(f"\r{self.done}/{self.total}", end=end, file=self.stream, flush=True)

    def close(self) -> None:
        """End the line where the run was shorter than its total."""
        if self.is_visible and self.done < self.total:
            print(file=self.stream)
