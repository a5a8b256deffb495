"""A table as it stands in a file: texts at places, with the rows and columns that each covers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from jixiao.form import Form, all_rows, placed
from jixiao.quantity import is_blank, unspaced


class Spot(NamedTuple):
    """A cell: its place, counted from 0, what it covers, its text; its name in the file; its text rounded as shown."""

    row: int
    column: int
    rows: int
    columns: int
    text: str
    name: str = ""
    shown: str = ""


@dataclass(frozen=True)
class Grid:
    """A table's cells. ``lines`` are texts that stand below it by themselves, ``above`` those that stand over it."""

    spots: tuple[Spot, ...]
    lines: tuple[str, ...] = ()
    above: tuple[str, ...] = ()

    @cached_property
    def rows(self) -> int:
        """How many rows it has."""
        return max((spot.row + spot.rows for spot in self.spots), default=0)

    @cached_property
    def _covering(self) -> dict[tuple[int, int], Spot]:
        return {
            (spot.row + down, spot.column + right): spot
            for spot in self.spots
            for down in range(spot.rows)
            for right in range(spot.columns)
        }

    @cached_property
    def _rows(self) -> dict[int, list[Spot]]:
        found = dict[int, list[Spot]]()
        for spot in sorted(self.spots, key=lambda spot: spot.column):
            for row in range(spot.row, spot.row + spot.rows):
                found.setdefault(row, []).append(spot)
        return found

    def row(self, row: int) -> list[Spot]:
        """The cells that cover a row, from left to right."""
        return self._rows.get(row, [])

    def begin(self, row: int) -> list[Spot]:
        """The cells with a text that begin in a row, from left to right."""
        return [spot for spot in self.row(row) if spot.row == row and not is_blank(spot.text)]

    def spot(self, row: int, column: int) -> Spot | None:
        """The cell that covers a place."""
        return self._covering.get((row, column))

    def at(self, row: int, column: int) -> str:
        """The text at a place: of the cell that covers it."""
        spot = self.spot(row, column)
        return spot.text.strip() if spot is not None else ""


def grid_of(form: Form) -> Grid:
    """The table that a form draws, as if it had been read."""
    found = placed(all_rows(form))
    spots = tuple(Spot(at.row, at.column, at.cell.rows, at.cell.columns, at.cell.text) for at in found)
    return Grid(spots, tuple(f"{label}：{text}" for label, text in form.below))


def plainly(text: str) -> str:
    """A label without what typesetters change: spaces, widths, the colon behind it.

    >>> plainly("得 分："), plainly("执行率（B/A）")
    ('得分', '执行率(B/A)')
    """
    return unspaced(text).rstrip(":")
