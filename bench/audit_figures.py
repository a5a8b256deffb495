"""What a corpus of planted faults and clean tables says of the reviewer, and when that is good enough."""

from __future__ import annotations

from typing import NamedTuple

#: What clean tables may have in 200 rows is one; so many of the faults must be told, in percent.
ROWS, RECALL = 200, 97
HEADS = ("corpus", "faults", "told", "as notes", "recall", "clean tables", "rows", "false alarms", "in 200 rows")


class Recall(NamedTuple):
    """How many planted faults there are, how many of them are told, and how many of those as notes."""

    planted: int
    told: int
    notes: int

    @property
    def percent(self) -> str:
        """Return the share that is told."""
        return f"{self.told * 100 / self.planted:.1f} %"

    @property
    def is_enough(self) -> bool:
        """Whether so many are told as must be."""
        return self.told * 100 >= self.planted * RECALL


class Quiet(NamedTuple):
    """How many clean tables and rows there are, and how many errors and warnings they get."""

    tables: int
    rows: int
    false: int

    @property
    def is_enough(self) -> bool:
        """Whether there are no more of them than may be."""
        return self.false * ROWS <= self.rows


class Figures(NamedTuple):
    """The figures of one corpus."""

    corpus: str
    recall: Recall
    quiet: Quiet

    @property
    def is_enough(self) -> bool:
        """Whether both are good enough."""
        return self.recall.is_enough and self.quiet.is_enough

    @property
    def line(self) -> tuple[object, ...]:
        """Return them as a line of a table under ``HEADS``."""
        recall, quiet = self.recall, self.quiet
        alarms = f"{quiet.false * ROWS / quiet.rows:.2f}"
        return (self.corpus, recall.planted, recall.told, recall.notes, recall.percent, *quiet, alarms)
