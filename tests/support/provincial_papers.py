"""Papers as units of many provinces publish them, from their drawing in ``data/papers_of_provinces.yaml``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from tests.support.papers import Spot
from tests.support.paths import TESTS

_LEFT, _ABOVE, _BREAK = "<", "^", "⏎"


@dataclass(frozen=True)
class Paper:
    """A drawn paper: its cells as they cover each other, and what is said there of it."""

    cells: list[list[str]]
    facts: dict[str, Any]

    def text(self, row: int, column: int) -> str:
        """Return the text that stands at a place, in the cell that covers it."""
        while self.cells[row][column] in (_LEFT, _ABOVE):
            if self.cells[row][column] == _LEFT:
                column -= 1
            else:
                row -= 1
        return self.cells[row][column].replace(_BREAK, "\n")

    def spots(self) -> Iterator[Spot]:
        """Yield the cells with the rows and columns that they cover."""
        for row, line in enumerate(self.cells):
            for column, text in enumerate(line):
                if text not in (_LEFT, _ABOVE):
                    columns = self._run(line[column + 1 :], _LEFT)
                    rows = self._run([below[column] for below in self.cells[row + 1 :]], _ABOVE)
                    yield Spot(row, column, rows, columns, text.replace(_BREAK, "\n") or None)

    @staticmethod
    def _run(marks: list[str], mark: str) -> int:
        return 1 + next((length for length, each in enumerate(marks) if each != mark), len(marks))

    def rows(self) -> Iterator[dict[str, str]]:
        """Yield the texts of each indicator by their keys; a class that was typed once stands for the rows below it."""
        first, last = map(int, str(self.facts["rows"]).split("-"))
        skipped = set(map(int, str(self.facts.get("skip", "")).split()))
        level1 = ""
        for number in range(first, last + 1):
            keys = enumerate(self.facts["columns"].split())
            row = {key: self.text(number - 1, column) for column, key in keys if key != "."}
            level1 = row.get("level1") or level1
            if number not in skipped:
                yield row | {"level1": level1} if "level1" in row else row


@cache
def papers() -> dict[str, Paper]:
    """Return all papers by name."""
    drawn = yaml.safe_load((TESTS / "data" / "papers_of_provinces.yaml").read_text("utf-8"))
    return {
        name: Paper([line.split("|") for line in facts["grid"].splitlines()], facts) for name, facts in drawn.items()
    }
