"""A table as it stands in a file: texts at places, with the rows and columns that each covers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from jixiao.form import Form, all_rows, placed

_SAME = str.maketrans("（）：，", "():,")


class Spot(NamedTuple):
    """A cell: its place, counted from 0, what it covers, and its text."""

    row: int
    column: int
    rows: int
    columns: int
    text: str


@dataclass(frozen=True)
class Grid:
    """A table's cells. ``lines`` are texts that stand around it by themselves: a title, what stands below."""

    spots: tuple[Spot, ...]
    lines: tuple[str, ...] = ()

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

    def at(self, row: int, column: int) -> str:
        """The text at a place: of the cell that covers it."""
        spot = self._covering.get((row, column))
        return spot.text.strip() if spot is not None else ""

    def begins(self, row: int, column: int) -> bool:
        """Whether a cell begins in this row at this column."""
        spot = self._covering.get((row, column))
        return spot is not None and spot.row == row

    def wide(self, row: int, column: int) -> int:
        """How many columns the cell at a place covers."""
        spot = self._covering.get((row, column))
        return spot.columns if spot is not None else 1


def grid_of(form: Form) -> Grid:
    """The table that a form draws, as if it had been read."""
    found = placed(all_rows(form))
    spots = tuple(Spot(at.row, at.column, at.cell.rows, at.cell.columns, at.cell.text) for at in found)
    return Grid(spots, tuple(f"{label}：{text}" for label, text in form.below))


def plainly(text: str) -> str:
    """A label without what typesetters change: spaces, and the width of brackets and colons.

    >>> plainly("得 分："), plainly("执行率（B/A）")
    ('得分', '执行率(B/A)')
    """
    return re.sub(r"\s+", "", text).translate(_SAME).rstrip(":")


def says(text: str, patterns: Iterable[str]) -> bool:
    """Whether a text is one of the labels; a gap in a label ("预算执行率（{weight}分）") stands for anything.

    >>> says("预算执行率 (10分)", ["预算执行率（{weight}分）"]), says("产出指标", ["预算执行率（{weight}分）"])
    (True, False)
    """
    found = plainly(text)
    return any(re.fullmatch(re.sub(r"\\\{\w+\\\}", ".*", re.escape(plainly(one))), found) for one in patterns if one)
