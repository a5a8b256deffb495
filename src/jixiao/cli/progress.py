"""How far a long run has come, on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from jixiao.border.file_kinds import SLOW
from jixiao.findings import Lang
from jixiao.findings.terminal import width

#: Runs of fewer steps need no count.
_LONG = 100
#: How many steps are shown as one.
_STRIDE = 50
#: How many other files a slow one counts for.
_SLOWNESS = 10
_SLOW_FILES: dict[Lang, str] = {
    "zh": "（PDF 读得慢，还有 {count} 份）",
    "en": " (PDF files take longer: {count} to come)",
}


class Progress:
    """A count on standard error for long runs; silent where that is no terminal."""

    def __init__(self, total: int, stream: TextIO | None = None, *, quiet: bool = False) -> None:
        self.total, self.done, self.columns = total, 0, 0
        self.stream = stream or sys.stderr
        self.is_visible = not quiet and self.stream.isatty() and self.is_long

    @property
    def is_long(self) -> bool:
        """Whether the run is long enough to be counted."""
        return self.total > _LONG

    @property
    def is_news(self) -> bool:
        """Whether the step that was counted last is shown."""
        return self.done % _STRIDE == 0 or self.done == self.total

    @property
    def remark(self) -> str:
        """Return what stands behind the count."""
        return ""

    def step(self) -> None:
        """Count one more input."""
        self.done += 1
        if self.is_visible and self.is_news:
            self._show(f"{self.done}/{self.total}{self.remark}")

    def _show(self, line: str) -> None:
        """Write a line over the one that stands there."""
        padding = " " * max(self.columns - width(line), 0)
        self.columns = width(line)
        end = "\n" if self.done == self.total else ""
        print(f"\r{line}{padding}", end=end, file=self.stream, flush=True)

    def close(self) -> None:
        """End the line where the run was shorter than its total."""
        if self.is_visible and self.done < self.total:
            print(file=self.stream)


class FileProgress(Progress):
    """A count of files that are read in order, with how many slow ones are still to come."""

    def __init__(self, files: Sequence[Path], lang: Lang, stream: TextIO | None = None) -> None:
        self.lang: Lang = lang
        self.slow = [path.suffix.lower() in SLOW for path in files]
        super().__init__(len(files), stream)

    @property
    def is_long(self) -> bool:
        """Whether the files take long enough to be counted."""
        return self.total + _SLOWNESS * sum(self.slow) > _LONG

    @property
    def is_news(self) -> bool:
        """Whether the file that was counted last is shown: each slow one is."""
        return self.slow[self.done - 1] or super().is_news

    @property
    def remark(self) -> str:
        """Return how many slow files are to come, "" where there are none."""
        count = sum(self.slow[self.done :])
        return _SLOW_FILES[self.lang].format(count=count) if count else ""
