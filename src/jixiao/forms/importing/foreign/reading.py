"""A form that others drew, read by the words that it prints: each cell into the project, or into a finding."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from jixiao.findings import Finding
from jixiao.forms.importing.foreign.assembly import project_data
from jixiao.forms.importing.foreign.goals import GoalTable
from jixiao.forms.importing.foreign.heads import Head, find_heads
from jixiao.forms.importing.foreign.indicators import Data, IndicatorTable
from jixiao.forms.importing.foreign.labels import LabelledTexts
from jixiao.forms.importing.foreign.ledger import Ledger
from jixiao.forms.importing.foreign.lexicon import Lexicon, lexicon
from jixiao.forms.importing.foreign.lists import listed_projects
from jixiao.forms.importing.foreign.money import FundTable
from jixiao.forms.importing.foreign.questions import questions
from jixiao.forms.importing.grid import Grid, Spot
from jixiao.forms.importing.unread_cells import uncalculated
from jixiao.quantity import is_blank, unspaced

#: Texts that may stand below the indicators.
_BELOW = frozenset((
    "conclusion", "problems", "measures", "remarks", "printed.total", "printed.grade", "funds.cause",
    "funds.adjustment", "printed.execution_score", "review.reviewer", "review.opinion", "review.total", "review.grade",
))  # fmt: skip
#: The columns that each indicator fills, as far as a form has them.
_INDICATED = frozenset(("name", "target", "value", "actual"))
#: Texts in this many labelled cells make a form of a table without headings.
_FEW = 2


@dataclass(frozen=True)
class FormReading:
    """What was read of a form: the data of its project, its headings, the lines of its title, and findings."""

    data: Data
    heads: tuple[Head, ...]
    titles: tuple[str, ...]
    findings: tuple[Finding, ...]
    #: What each cell was read as, by row and column.
    entries: Mapping[tuple[int, int], str]
    #: The cells with the names of the projects that the table lists, one or more rows each.
    listed: tuple[Spot, ...] = ()

    @property
    def is_form(self) -> bool:
        """Whether the table is a form at all."""
        return bool(self.heads) or len(self.data) >= _FEW

    def columns(self, section: str) -> frozenset[str]:
        """Return the columns of a section."""
        return frozenset(key for head in self.heads if head.section == section for key in head.spots)


def read_form(grid: Grid, columns: Mapping[str, str] | None = None) -> FormReading:
    """Return what a form holds. ``columns`` are headings that a person has explained, with the known ones."""
    words = lexicon().with_columns(columns or {})
    reader = _Reader(grid, words)
    reader.read()
    heads, ledger = tuple(reader.heads), reader.ledger
    data = project_data(reader.labels, reader.funds, reader.goals, reader.table, heads)
    findings = (*questions(heads, reader.table, words), *ledger.findings(), *uncalculated(grid.spots))
    listed = listed_projects(grid, heads, words)
    return FormReading(data, heads, tuple(reader.labels.titles), findings, ledger.entries, listed)


class _Reader:
    """Reads one form, row by row: headings say what the rows below them are, until the next ones."""

    def __init__(self, grid: Grid, words: Lexicon) -> None:
        self.grid, self.words = grid, words
        self.ledger = Ledger(grid, words)
        self.labels = LabelledTexts(grid, words, self.ledger)
        self.funds = FundTable(grid, words, self.ledger)
        self.goals = GoalTable(grid, words, self.ledger)
        self.table = IndicatorTable(grid, words)
        self.heads = find_heads(grid, words)

    def read(self) -> None:
        """Read all rows of the table, and the lines above and below it."""
        by_row = {row: head for head in self.heads for row in range(head.top, head.bottom + 1)}
        for line in self.grid.all_rows():
            if line[0].row < 0:
                self.labels.read_line(line[0])
        head: Head | None = None
        for row in range(self.grid.rows):
            if row in by_row:
                head = by_row[row]
                self._read_head(row, head)
            elif head is None or not self._read_item(row, head):
                head = self._read_outside(row, head)
        for spot in self.grid.paragraphs:
            self.labels.read_note(spot)
        self.labels.close()
        self.funds.close()

    def _read_head(self, row: int, head: Head) -> None:
        """Enter the cells of headings, with their last row."""
        if row != head.bottom:
            return
        self.ledger.fix(*head.spots.values())
        for spot in head.upper:
            if self.words.knows(spot.text):
                self.ledger.fix(spot)
            self._fix_side(spot)
        self.ledger.set_aside(*head.asides)
        for spot in head.unknown:
            self.ledger.take(spot, "asked")
        self._fix_side(head.side)
        if head.side is not None:
            self.ledger.set_aside(head.side)
        if head.section == "funds":
            for spot in filter(None, (*head.spots.values(), head.side)):
                self.labels.read_unit(spot)

    def _fix_side(self, spot: Spot | None) -> None:
        """Enter the cell beside a section, where it says no more than that."""
        if spot is not None:
            text = self.words.patterns["goal_number"].sub("目标", unspaced(spot.text))
            if self.words.is_fixed("sides", text):
                self.ledger.fix(spot)

    def _read_item(self, row: int, head: Head) -> bool:
        """Read a row below headings; return whether it belongs to them."""
        if not self.grid.begin(row) and not self.grid.row(row):
            return True
        match head.section:
            case "funds":
                return self.funds.read(row, head)
            case "goals":
                is_text = self.goals.is_begun and self.labels.read_row(row)
                return is_text or self.goals.read(row, head)
            case _:
                return self._read_indicator(row, head)

    def _read_indicator(self, row: int, head: Head) -> bool:
        first = next(iter(self.grid.begin(row)), None)
        is_sum = first is not None and self.words.is_row("sums", first.text)
        if not is_sum and self.labels.read_row(row, _BELOW):
            return True
        if first is not None and self._is_own_line(row, first, head):
            return False
        self.table.read(row, head)
        return True

    def _is_own_line(self, row: int, first: Spot, head: Head) -> bool:
        """Whether a row is a line of its own: one text over most of the table."""
        width = max(head.columns.values()) - min(head.columns.values())
        texts = [spot for spot in self.grid.row(row) if not is_blank(spot.text) and spot is not head.side]
        if self.table.heads_class(first):
            return False
        is_note = bool(self.words.patterns["note"].match(unspaced(first.text)))
        is_wide = first.columns * 2 > width or first.column < head.first
        return texts == [first] and (is_wide or is_note or self.labels.is_labelled(first))

    def _read_outside(self, row: int, head: Head | None) -> Head | None:
        """Read a row outside of the sections; return the headings that still hold."""
        spots = self.grid.begin(row)
        if self.labels.read_row(row) or (self._is_above_indicators(row) and self.labels.read_row_behind(row)):
            self._read_sides(spots)
            return None
        if len(spots) == 1:
            self._read_line(spots[0])
            return head if self._goes_on(row, head) else None
        self._read_cells(spots)
        is_over = head is not None and head.section != "indicators"
        return None if is_over else head

    def _read_cells(self, spots: Iterable[Spot]) -> None:
        """Read cells beside each other that are no labels with their texts."""
        for spot in spots:
            if spot.rows > 1:
                self._fix_side(spot)
            elif self.labels.is_line(spot):
                self._read_line(spot)
            if not self.table.rows:
                self.labels.read_unit(spot)

    def _is_above_indicators(self, row: int) -> bool:
        """Whether a row with texts stands above the headings of the indicators."""
        tops = [head.top for head in self.heads if head.section == "indicators"]
        return bool(self.grid.begin(row)) and not self.table.rows and any(row < top for top in tops)

    def _goes_on(self, row: int, head: Head | None) -> bool:
        """Whether indicators stand below a line: the next row fills the columns that name and value one."""
        if head is None or head.section != "indicators":
            return False
        below = next((number for number in range(row + 1, self.grid.rows) if self.grid.begin(number)), row)
        filled = {spot.column for spot in self.grid.begin(below)}
        columns = {column for key, column in head.columns.items() if key in _INDICATED}
        return len(columns) > 1 and columns <= filled

    def _read_sides(self, spots: Iterable[Spot]) -> None:
        """Enter the cells beside labels, which may state the unit of money, and texts with labels of their own."""
        for spot in spots:
            if spot.rows > 1 or self.words.is_fixed("sides", spot.text):
                self._fix_side(spot)
                self.labels.read_unit(spot)
            if not self.ledger.has(spot) and self.labels.is_labelled(spot):
                self._read_line(spot)

    def _read_line(self, spot: Spot) -> None:
        """Read a line of its own: of the title, or below the indicators."""
        if self.table.rows:
            self.labels.read_note(spot)
        else:
            self.labels.read_line(spot)


__all__ = ["FormReading", "read_form"]
