"""A table read by its headings: what each cell is. The layout that draws a form also reads it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from jixiao.forms import LABELS
from jixiao.forms.build import NOTES
from jixiao.forms.importing import vocabulary
from jixiao.forms.importing.grid import Grid, Spot, plainly
from jixiao.forms.importing.headings import Heading, find_headings
from jixiao.model.layout import SECOND_SCORE, Layout
from jixiao.model.project import strip_placeholder
from jixiao.quantity import form_word

Texts = dict[str, str]
#: So many labelled texts of the project make a form of a table without any headings.
_FEW = 2
_AMOUNTS = ("initial", "budget", "spent", "forecast")
#: Columns of which every indicator that the program drew fills at least one.
_FILLED = ("name", "target", "value", "actual", "progress", "weight")
#: What the total row of the funds shows of the execution rate, which is scored.
_OF_EXECUTION = ("weight", "score", "reason", *SECOND_SCORE)
_MONEY = re.compile(r"(?:单位[:(]?|\()(?:人民币)?(万元|元)(?=[),]|$)")


@dataclass
class TableContent:
    """The texts of a table by what they are, as they are shown."""

    texts: Texts = field(default_factory=dict)
    funds: dict[str, Texts] = field(default_factory=dict)
    goals: list[Texts] = field(default_factory=list)
    indicators: list[Texts] = field(default_factory=list)
    execution: Texts = field(default_factory=dict)
    sum: Texts = field(default_factory=dict)
    money_unit: str = ""
    missing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    headed: bool = False
    #: The field of the project or of its scores that each cell was read as, by row and column.
    fields: dict[tuple[int, int], str] = field(default_factory=dict)
    headings: Mapping[int, Heading] = field(default_factory=dict)
    #: The rows of the table in which the goals and the indicators stand.
    goal_rows: list[int] = field(default_factory=list)
    indicator_rows: list[int] = field(default_factory=list)

    def __bool__(self) -> bool:
        return self.headed or len(self.texts) >= _FEW


class RowsByPlace(NamedTuple):
    """What the rows of a form that the program drew are by their place, whatever they say.

    ``headings`` are by their last row, ``rows`` the rows of funds, execution and sum; ``sections`` has for each row
    the part of the form in which it stands, ``incomplete`` the headings of parts of whose rows of headings some are
    gone; ``heads`` are the rows of headings.
    """

    headings: Mapping[int, Heading]
    rows: Mapping[int, str]
    sections: Mapping[int, str]
    incomplete: Mapping[str, Heading]
    heads: frozenset[int]


NO_PLACES = RowsByPlace({}, {}, {}, {}, frozenset())


def read_table(
    grid: Grid, layout: Layout, labels: Mapping[str, str], *, place: RowsByPlace = NO_PLACES
) -> TableContent:
    """Return the texts of a table that the program drew by what they are.

    ``labels`` are the spec's words for columns, beside those of the layout and English ones. ``place`` says what rows
    are whose words were changed.
    """
    return _Reader(grid, layout, labels, place).read()


class _Reader:
    """The state of reading one table, row by row."""

    def __init__(self, grid: Grid, layout: Layout, labels: Mapping[str, str], place: RowsByPlace) -> None:
        self.grid, self.labels, self.place = grid, labels, place
        self.headings = find_headings(grid, layout, labels, place.headings)
        self.pairs = vocabulary.pairs(layout, labels)
        #: The latest headings of each section.
        self.latest = dict(self.place.incomplete)
        self.content = TableContent(
            missing=self.headings.missing,
            headed=bool(self.headings.by_row or self.latest),
            headings=self.headings.by_row,
        )
        #: Texts above the table, and texts beside its amounts.
        self.above, self.beside = list(grid.above), list[str]()

    def read(self) -> TableContent:
        """Return the content: a row of headings says what the rows below it are, until the next one."""
        heading: Heading | None = None
        head_rows = {row for each in self.headings.by_row.values() for row in range(each.top, each.bottom + 1)}
        head_rows |= self.place.heads
        for row in range(self.grid.rows):
            if row in head_rows:
                heading = self.headings.by_row.get(row, heading)
                self._read_heading(row, heading)
            elif self.place.sections.get(row, "pairs") == "pairs" and self._read_pairs(row):
                continue
            else:
                heading = self._heading_of(row, heading)
                self._read_row(row, heading)
        self._read_surroundings()
        return self.content

    def _heading_of(self, row: int, heading: Heading | None) -> Heading | None:
        """Return the headings of a row: those of the part in which it stands, else the last ones above it."""
        section = self.place.sections.get(row)
        if section is not None:
            return self.latest.get(section)
        if heading is None or self._ends(row, heading):
            return None
        return heading

    def _ends(self, row: int, heading: Heading) -> bool:
        """Whether the section above ends before a row: it is a line of its own, or below the cell beside all goals."""
        if heading.section.section == "goals" and heading.ends is not None and row >= heading.ends:
            return True
        filled = [spot for spot in self.grid.row(row) if spot.text.strip()]
        width = max(heading.columns.values()) - min(heading.columns.values())
        return len(filled) == 1 and filled[0].row == row and filled[0].columns * 2 > width

    def _read_heading(self, row: int, heading: Heading | None) -> None:
        if heading is not None:
            self.latest[heading.section.section] = heading
        self._read_unit(row, heading)

    def _read_row(self, row: int, heading: Heading | None) -> None:
        """Read a row below headings, a title, or a line above a section."""
        content = self.content
        if heading is not None:
            self._read_item(row, heading)
        elif content.texts or content.funds or content.goals or content.indicators:
            self._read_unit(row, None)
        else:
            self.above += [spot.text for spot in self.grid.begin(row)]

    def _read_unit(self, row: int, heading: Heading | None) -> None:
        """Keep the texts that may state the unit of the amounts: their headings, and lines above these."""
        if not self.content.indicators and (heading is None or heading.section.section == "funds"):
            self.beside += [spot.text for spot in self.grid.begin(row)]

    def _read_pairs(self, row: int) -> bool:
        """Read the texts of the project in a row, each to the right of its label; return whether there are any."""
        cells = [spot for spot in self.grid.begin(row) if spot.rows == 1]
        if not cells or form_word(cells[0].text) not in self.pairs:
            return False
        free = 0
        for label in cells:
            show = self.pairs.get(form_word(label.text))
            if show is not None and label.column >= free:
                free = self._read_pair(row, label, show)
        return True

    def _read_pair(self, row: int, label: Spot, show: str) -> int:
        """Read the text that a label names; return the first column behind it."""
        texts, right = self.content.texts, label.column + label.columns
        value = self._value_of_label(row, right)
        if value is None:
            texts.setdefault(show, "")
            return right + 1
        text = value.text.strip()
        if text or show not in texts:
            texts[show] = text
            self._mark(value, show)
        return right + value.columns

    def _value_of_label(self, row: int, right: int) -> Spot | None:
        """Return the cell behind a label; the next text, where cells were split."""
        value = self.grid.spot(row, right)
        if value is not None:
            return value
        text = next((spot for spot in self.grid.begin(row) if spot.column > right), None)
        if text is None or form_word(text.text) in self.pairs:
            return None
        return text

    def _mark(self, spot: Spot | None, field: str) -> None:
        """Remember what a cell was read as; one that covers several rows belongs to the first."""
        if spot is not None:
            self.content.fields.setdefault((spot.row, spot.column), field)

    def _mark_row(self, row: int, heading: Heading, owner: str) -> None:
        for show, column in heading.columns.items():
            self._mark(self.grid.spot(row, column), f"{owner}{show}")

    def _read_item(self, row: int, heading: Heading) -> None:
        """Read a row below the headings of a section."""
        texts = {show: self.grid.at(row, column) for show, column in heading.columns.items()}
        match heading.section.section:
            case "funds":
                self._read_funds(row, heading, texts)
            case "goals":
                self._read_goal(row, heading, texts)
            case "indicators":
                self._read_indicator(row, heading, texts)

    def _read_goal(self, row: int, heading: Heading, texts: Texts) -> None:
        if texts.get("expected") or texts.get("achieved"):
            self._mark_row(row, heading, f"goals[{len(self.content.goals)}].")
            self.content.goals.append(texts)
            self.content.goal_rows.append(row)

    def _read_funds(self, row: int, heading: Heading, texts: Texts) -> None:
        """Read a row of amounts, which its label names."""
        owner, _, name = self.place.rows.get(row, "").partition(".")
        if owner == "funds" and name.startswith("parts["):
            self._read_part(row, heading, name, texts)
            return
        words = vocabulary.funds(heading.section, self.labels)
        columns = (heading.columns[key] for key in _AMOUNTS if key in heading.columns)
        first = min(columns, default=max(heading.columns.values()))
        for spot in self.grid.row(row):
            fund = vocabulary.fund_of(spot.text, words)
            if fund is not None and spot.column < first:
                self.beside.append(spot.text)
                self._read_fund(row, heading, fund, texts)
        if owner == "funds" and name not in self.content.funds:
            self._read_fund(row, heading, name, texts)

    def _read_part(self, row: int, heading: Heading, name: str, texts: Texts) -> None:
        """Read a part of the funds, with the name that stands before its amounts."""
        first = min(heading.columns.values())
        labels = [spot for spot in self.grid.begin(row) if spot.column < first]
        self._read_fund(row, heading, name, texts)
        for spot in labels[-1:]:
            self.content.funds[name]["name"] = spot.text.strip()
            self._mark(spot, f"funds.{name}.name")

    def _read_fund(self, row: int, heading: Heading, name: str, texts: Texts) -> None:
        """Read the amounts of a fund; a stroke is no amount."""
        self.content.funds[name] = texts | {key: strip_placeholder(texts[key]) for key in _AMOUNTS if key in texts}
        for show, column in heading.columns.items():
            owner = "execution" if name == "total" and show in _OF_EXECUTION else f"funds.{name}"
            self._mark(self.grid.spot(row, column), f"{owner}.{show}")

    def _read_indicator(self, row: int, heading: Heading, texts: Texts) -> None:
        """Read a row among the indicators: one of them, the execution rate or the sum."""
        cells = {show: self.grid.spot(row, column) for show, column in heading.columns.items()}
        first = next(iter(self.grid.begin(row)), None)
        label = form_word(first.text) if first is not None else ""
        if self._is_execution(row, heading, label, first is cells.get("level1")):
            self.content.execution = texts
            self._mark_row(row, heading, "execution.")
        elif self._is_sum(row, heading, label, _has_no_name(cells, first)):
            self.content.sum = texts
        elif any(texts.get(key) for key in _FILLED) and not _is_one_cell(cells.values()):
            self._mark_row(row, heading, f"indicators[{len(self.content.indicators)}].")
            self.content.indicators.append(texts)
            self.content.indicator_rows.append(row)

    def _is_execution(self, row: int, heading: Heading, label: str, is_level: bool) -> bool:
        """Whether a row is that of the execution rate, by its place or by its label in the first level's column."""
        if self.place.rows.get(row) == "execution":
            return True
        return is_level and label in vocabulary.executions(heading.section)

    def _is_sum(self, row: int, heading: Heading, label: str, is_unnamed: bool) -> bool:
        """Whether a row is that of the sum, by its place or by its label where no indicator is named."""
        if self.place.rows.get(row) == "sum":
            return True
        return is_unnamed and label in vocabulary.sums(heading.section, self.labels)

    def _read_surroundings(self) -> None:
        """Read the texts above and below the table: conclusions, each after its label, and the unit of money."""
        for spot in self.grid.notes:
            for label, key in _note_labels():
                if spot.text.startswith(label):
                    self.content.texts[key] = spot.text[len(label) :].strip()
                    self._mark(spot, key)
        units = (unit for text in (*self.beside, *self.above) for unit in _MONEY.findall(plainly(text)))
        self.content.money_unit = next(units, "")


def _note_labels() -> Iterator[tuple[str, str]]:
    """Yield the labels of notes with their colon, in all languages, each with its key."""
    for key in NOTES:
        for words in LABELS.values():
            yield words[key] + words["colon"].strip(), key


def _is_one_cell(cells: Iterable[Spot | None]) -> bool:
    """Whether one cell stands in all columns of a row, as the heading of a section does."""
    first, *behind = cells
    return first is not None and bool(behind) and all(cell is first for cell in behind)


def _has_no_name(cells: Mapping[str, Spot | None], first: Spot | None) -> bool:
    """Whether a row has no indicator's name: its label stands in that place, or nothing does."""
    name = cells.get("name")
    return name is None or name is first or not name.text.strip()


__all__ = ["NO_PLACES", "RowsByPlace", "TableContent", "read_table"]
