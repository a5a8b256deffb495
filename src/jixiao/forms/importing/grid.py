"""A table as it stands in a file: texts in cells, with the rows and columns that each covers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

from jixiao.border.running_document import PAGE_BREAK
from jixiao.findings import Lang
from jixiao.forms import LABELS, Form, all_rows, place_cells
from jixiao.quantity import is_blank, unspaced


class Spot(NamedTuple):
    """A cell: its row and column from 0, how many of each it covers, its text, its name in the file.

    ``rounded`` is the text of a number with the decimals that the cell shows. ``formula`` is one that no program has
    calculated; the cell then has no text.
    """

    row: int
    column: int
    rows: int
    columns: int
    text: str
    name: str = ""
    rounded: str = ""
    formula: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether it has neither a text nor a formula."""
        return is_blank(self.text) and not self.formula


@dataclass(frozen=True)
class Grid:
    """The cells of a table; ``lines`` are the paragraphs below it, ``above`` those above it.

    Of a document, whose tables stand one below the other, ``between`` has the lines above the first row of each table
    but the first, page breaks among them. ``sheet`` is the title of the sheet of a workbook.
    """

    spots: tuple[Spot, ...]
    lines: tuple[str, ...] = ()
    above: tuple[str, ...] = ()
    between: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    sheet: str = ""

    @cached_property
    def rows(self) -> int:
        """Return the number of rows."""
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
        rows = dict[int, list[Spot]]()
        for spot in sorted(self.spots, key=lambda spot: spot.column):
            for row in range(spot.row, spot.row + spot.rows):
                rows.setdefault(row, []).append(spot)
        return rows

    @cached_property
    def paragraphs(self) -> tuple[Spot, ...]:
        """Return the paragraphs below the table, as cells below its last row."""
        return tuple(
            Spot(self.rows + number, 0, 1, 1, text, f"表下方第{number + 1}段") for number, text in enumerate(self.lines)
        )

    @property
    def notes(self) -> tuple[Spot, ...]:
        """Return the texts that the table has no column for: paragraphs below it, rows of a single cell."""
        widest = max((spot.columns for spot in self.spots), default=0)
        return (*(spot for spot in self.spots if spot.columns == widest > 1 and spot.text), *self.paragraphs)

    def all_rows(self) -> list[list[Spot]]:
        """Return all cells with a text or a formula by rows; paragraphs above and below the table are rows, too."""
        above = [
            [Spot(number - len(self.above), 0, 1, 1, text, f"表上方第{number + 1}段")]
            for number, text in enumerate(self.above)
        ]
        table = [[spot for spot in self._begin(row) if not spot.is_empty] for row in range(self.rows)]
        return [row for row in (*above, *table, *([spot] for spot in self.paragraphs)) if row]

    def row(self, row: int) -> list[Spot]:
        """Return the cells that cover a row, from left to right."""
        return self._rows.get(row, [])

    def begin(self, row: int) -> list[Spot]:
        """Return the cells with a text that begin in a row, from left to right."""
        return [spot for spot in self._begin(row) if not is_blank(spot.text)]

    def _begin(self, row: int) -> list[Spot]:
        return [spot for spot in self.row(row) if spot.row == row]

    def spot(self, row: int, column: int) -> Spot | None:
        """Return the cell that covers a place."""
        return self._covering.get((row, column))

    def part(self, start: int, stop: int) -> Grid:
        """Return the rows from ``start`` up to ``stop`` as a grid; lines between two parts belong to both."""
        spots = tuple(spot._replace(row=spot.row - start) for spot in self.spots if start <= spot.row < stop)
        between = {row - start: lines for row, lines in self.between.items() if start < row < stop}
        edges = {**self.between, 0: self.above, self.rows: self.lines}
        above, lines = texts_of(edges.get(start, ())), texts_of(edges.get(stop, ()))
        return Grid(spots, lines, above, between, self.sheet)

    def between_columns(self, start: int, stop: int) -> Grid:
        """Return the columns from ``start`` up to ``stop`` as a grid; lines around it stay with it."""
        spots = (spot._replace(column=spot.column - start) for spot in self.spots if start <= spot.column < stop)
        return replace(self, spots=tuple(spots))

    def followed_by(self, other: Grid) -> Grid:
        """Return this grid with another below it; the lines between them stand above both."""
        spots = (spot._replace(row=spot.row + self.rows) for spot in other.spots)
        between = {row + self.rows: lines for row, lines in other.between.items()}
        above = tuple(dict.fromkeys((*self.above, *self.lines, *other.above)))
        return Grid((*self.spots, *spots), other.lines, above, {**self.between, **between}, self.sheet)

    def where(self, name: str) -> str:
        """Return the name of a cell, or of several, as it is told outside of its sheet."""
        if self.sheet and name and "!" not in name:
            return f"{self.sheet}!{name}"
        return name

    def at(self, row: int, column: int) -> str:
        """Return the text of the cell that covers a place, "" where there is none."""
        spot = self.spot(row, column)
        return spot.text.strip() if spot is not None else ""


def texts_of(lines: Iterable[str]) -> tuple[str, ...]:
    """Return the lines that hold a text; a page break holds none."""
    return tuple(line for line in lines if line.strip() and line != PAGE_BREAK)


def lines_below(form: Form, lang: Lang = "zh") -> tuple[str, ...]:
    """Return the lines below a form: its notes, one line of totals, one of signatures."""
    lines = [f"{label}{LABELS[lang]['colon']}{text}" for label, text in form.below]
    notes, totals = lines[: form.notes], lines[form.notes :]
    return tuple(filter(None, (*notes, "    ".join(totals), "    ".join(form.signatures))))


def grid_of(form: Form, lang: Lang = "zh") -> Grid:
    """Return the table of a form, as if it had been read from a file."""
    cells = place_cells(all_rows(form))
    spots = tuple(Spot(at.row, at.column, at.cell.rows, at.cell.columns, at.cell.text) for at in cells)
    return Grid(spots, lines_below(form, lang), (form.title,))


def plainly(text: str) -> str:
    """Return a label in half width, without spaces and without the colon behind it.

    >>> plainly("得 分："), plainly("执行率（B/A）")
    ('得分', '执行率(B/A)')
    """
    return unspaced(text).rstrip(":")
