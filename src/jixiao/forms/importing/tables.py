"""A table read by its headings: which cell is what. The layout that draws a form is the one that reads it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from jixiao.forms import LABELS
from jixiao.forms.build import NOTES
from jixiao.forms.importing import vocabulary
from jixiao.forms.importing.grid import Grid, Spot, plainly
from jixiao.forms.importing.headings import Heading, headings
from jixiao.model.layout import Layout
from jixiao.model.project import strip_placeholder
from jixiao.quantity import form_word

Texts = dict[str, str]
#: Labels of a project's texts that make a form of a table without any headings.
_FEW = 2
_AMOUNTS = ("initial", "budget", "spent")
#: Columns of which an indicator of ours fills one at least.
_FILLED = ("name", "target", "value", "actual", "weight")
_LEVELS = ("level1", "level2", "name")
#: What the total row of the funds shows of the execution rate, which is scored.
_OF_EXECUTION = ("weight", "score", "reason")
_MONEY = re.compile(r"(?:单位[:(]?|\()(?:人民币)?(万元|元)(?=[),]|$)")
_YEAR = re.compile(r"((?:19|20)[0-9]{2})年度")


@dataclass
class Seen:
    """What the cells of a table say, by the layout's own words; texts as they are shown."""

    texts: Texts = field(default_factory=dict)
    funds: dict[str, Texts] = field(default_factory=dict)
    goals: list[Texts] = field(default_factory=list)
    indicators: list[Texts] = field(default_factory=list)
    execution: Texts = field(default_factory=dict)
    sum: Texts = field(default_factory=dict)
    money_unit: str = ""
    missing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    headed: bool = False
    #: What each cell was taken for, by its row and column: a field of the project or of its scores.
    fields: dict[tuple[int, int], str] = field(default_factory=dict)
    headings: Mapping[int, Heading] = field(default_factory=dict)
    #: Rows of amounts that no label names.
    unread: list[list[Spot]] = field(default_factory=list)
    #: The rows of the table in which the goals and the indicators stand.
    goal_rows: list[int] = field(default_factory=list)
    indicator_rows: list[int] = field(default_factory=list)

    def __bool__(self) -> bool:
        return self.headed or len(self.texts) >= _FEW


class ByPlace(NamedTuple):
    """What rows of a table of ours are by their place, whatever they say.

    ``headings`` are by their last row, ``rows`` the rows of funds, execution and sum; ``sections`` gives for each row
    the part of the form in which it stands, ``lost`` the headings of parts of whose rows of headings any is gone;
    ``heads`` are the rows of headings.
    """

    headings: Mapping[int, Heading]
    rows: Mapping[int, str]
    sections: Mapping[int, str]
    lost: Mapping[str, Heading]
    heads: frozenset[int]


NO_PLACES = ByPlace({}, {}, {}, {}, frozenset())


def seen(
    grid: Grid, layout: Layout, labels: Mapping[str, str], *, own: bool = True, place: ByPlace | None = None
) -> Seen:
    """Everything a table says. ``labels`` are the spec's own words for columns; English ones are known too.

    ``own``: the layout's words only, and every row; in a table of others synonyms count, and rows that are no
    indicators are left out. ``place`` says what rows are whose words were changed.
    """
    return _Reader(grid, layout, labels, own, place or NO_PLACES).read()


class _Reader:
    def __init__(self, grid: Grid, layout: Layout, labels: Mapping[str, str], own: bool, place: ByPlace) -> None:
        self.grid, self.labels, self.own, self.place = grid, labels, own, place
        self.headings = headings(grid, layout, labels, own=own, drawn=place.headings)
        self.pairs = vocabulary.pairs(layout, labels, own=own)
        #: The latest headings of each section.
        self.latest = dict(self.place.lost)
        self.found = Seen(
            missing=self.headings.missing, headed=bool(self.headings.at or self.latest), headings=self.headings.at
        )
        #: Texts over the table, and texts beside its amounts.
        self.above, self.beside = list(grid.above), list[str]()

    def read(self) -> Seen:
        """Row by row: a row of headings says what the rows below it are, until the next one."""
        heading: Heading | None = None
        tops = {row for one in self.headings.at.values() for row in range(one.top, one.bottom + 1)}
        tops |= self.place.heads
        for row in range(self.grid.rows):
            if row in tops:
                heading = self.headings.at.get(row, heading)
                self.latest |= {heading.section.section: heading} if heading is not None else {}
                self._beside(row, heading)
            elif self.place.sections.get(row, "pairs") == "pairs" and self._pair(row):
                continue
            else:
                heading = self._heading_of(row, heading)
                if heading is None:
                    self._between(row)
                else:
                    self._take(row, heading)
        self._around()
        return self.found

    def _heading_of(self, row: int, heading: Heading | None) -> Heading | None:
        """The headings that say what a row is: those of the part in which it stands, else the last ones above it."""
        section = self.place.sections.get(row)
        if section is not None:
            return self.latest.get(section)
        return None if heading is None or self._ends(row, heading) else heading

    def _ends(self, row: int, heading: Heading) -> bool:
        """Whether a row is none of the section above it: a line of its own, or below the cell beside all goals."""
        if heading.section.section == "goals" and heading.ends is not None and row >= heading.ends:
            return True
        filled = [spot for spot in self.grid.row(row) if spot.text.strip()]
        wide = max(heading.columns.values()) - min(heading.columns.values())
        return len(filled) == 1 and filled[0].row == row and filled[0].columns * 2 > wide

    def _between(self, row: int) -> None:
        """A title, or the line above a section."""
        found = self.found
        if not (found.texts or found.funds or found.goals or found.indicators):
            self.above += [spot.text for spot in self.grid.begin(row)]
        else:
            self._beside(row, None)

    def _beside(self, row: int, heading: Heading | None) -> None:
        """What may say in which unit the amounts are: their headings, lines that stand above these."""
        if not self.found.indicators and (heading is None or heading.section.section == "funds"):
            self.beside += [spot.text for spot in self.grid.begin(row)]

    def _pair(self, row: int) -> bool:
        """Take the project's texts, each to the right of its label."""
        begin = [spot for spot in self.grid.begin(row) if spot.rows == 1]
        if not begin or form_word(begin[0].text) not in self.pairs:
            return False
        free = 0
        for spot in begin:
            show = self.pairs.get(form_word(spot.text)) if spot.column >= free else None
            if show is not None:
                right = spot.column + spot.columns
                value = self._beside_label(row, right)
                free = right + (value.columns if value is not None else 1)
                text = value.text.strip() if value is not None else ""
                if text or show not in self.found.texts:
                    self.found.texts[show] = text
                    self._mark(value, show)
        return True

    def _beside_label(self, row: int, right: int) -> Spot | None:
        """The cell to the right of a label; in a form of ours the next text, where cells were split and left empty."""
        value = self.grid.spot(row, right)
        if value is not None or not self.own:
            return value
        after = next((spot for spot in self.grid.begin(row) if spot.column > right), None)
        return None if after is None or form_word(after.text) in self.pairs else after

    def _mark(self, spot: Spot | None, field: str) -> None:
        """Keep what a cell was taken for; one that covers several rows belongs to the first."""
        if spot is not None:
            self.found.fields.setdefault((spot.row, spot.column), field)

    def _mark_row(self, row: int, heading: Heading, owner: str) -> None:
        for show, column in heading.columns.items():
            self._mark(self.grid.spot(row, column), f"{owner}{show}")

    def _take(self, row: int, heading: Heading) -> None:
        texts = {show: self.grid.at(row, column) for show, column in heading.columns.items()}
        score = self.grid.spot(row, heading.columns["score"]) if "score" in heading.columns else None
        if score is not None and not self.own:
            texts |= {"score": score.shown or score.text, "cell": score.name}  # claimed is what the form shows
        match heading.section.section:
            case "funds":
                self._fund(row, heading, texts)
            case "goals":
                if any(texts.get(key) for key in ("expected", "achieved")):
                    self._mark_row(row, heading, f"goals[{len(self.found.goals)}].")
                    self.found.goals.append(texts)
                    self.found.goal_rows.append(row)
            case "indicators":
                self._indicator(row, heading, texts)

    def _fund(self, row: int, heading: Heading, texts: Texts) -> None:
        """A row of amounts, which its label names; a stroke is no amount."""
        known = vocabulary.funds(heading.section, self.labels)
        amounts = (heading.columns[key] for key in _AMOUNTS if key in heading.columns)
        first = min(amounts, default=max(heading.columns.values()))
        for spot in self.grid.row(row):
            name = vocabulary.fund_of(spot.text, known) if spot.column < first else None
            if name is not None:
                self.beside.append(spot.text)
                self._take_fund(row, heading, name, texts)
        owner, _, name = self.place.rows.get(row, "").partition(".")
        if owner == "funds" and name and name not in self.found.funds:
            self._take_fund(row, heading, name, texts)
        elif not vocabulary.is_known_fund(self.grid.begin(row), known) and any(
            strip_placeholder(texts.get(key, "")) for key in _AMOUNTS
        ):
            self.found.unread.append(self.grid.begin(row))

    def _take_fund(self, row: int, heading: Heading, name: str, texts: Texts) -> None:
        self.found.funds[name] = texts | {key: strip_placeholder(texts[key]) for key in _AMOUNTS if key in texts}
        for show, column in heading.columns.items():
            owner = "execution" if name == "total" and show in _OF_EXECUTION else f"funds.{name}"
            self._mark(self.grid.spot(row, column), f"{owner}.{show}")

    def _indicator(self, row: int, heading: Heading, texts: Texts) -> None:
        cells = {show: self.grid.spot(row, column) for show, column in heading.columns.items()}
        first = next(iter(self.grid.begin(row)), None)
        label = form_word(first.text) if first is not None else ""
        place = self.place.rows.get(row)
        if place == "execution" or (
            label in vocabulary.executions(heading.section, own=self.own) and first is cells.get("level1")
        ):
            self.found.execution = texts
            self._mark_row(row, heading, "execution.")
        elif place == "sum" or (
            label in vocabulary.sums(heading.section, self.labels, own=self.own) and self._unnamed(cells, first)
        ):
            self.found.sum = texts
        elif self._is_indicator(texts, cells, label):
            self._mark_row(row, heading, f"indicators[{len(self.found.indicators)}].")
            self.found.indicators.append(texts)
            self.found.indicator_rows.append(row)

    def _is_indicator(self, texts: Texts, cells: Mapping[str, Spot | None], label: str) -> bool:
        """Whether a row is an indicator: in a form of ours whatever of it is filled in."""
        if self.own:
            return any(texts.get(key) for key in _FILLED)
        return bool(texts.get("name") or texts.get("actual")) and not _aside(texts, cells, label)

    def _unnamed(self, cells: Mapping[str, Spot | None], first: Spot | None) -> bool:
        """Whether a row has no indicator's name: its label takes that place, or nothing stands there."""
        name = cells.get("name")
        return name is None or name is first or not name.text.strip()

    def _around(self) -> None:
        """The texts that stand above and below the table: conclusions, each after its label; unit of money and year."""
        for spot in self.grid.notes:
            for key in NOTES:
                for lang in ("zh", "en"):
                    head = LABELS[lang][key] + LABELS[lang]["colon"].strip()
                    if spot.text.startswith(head):
                        self.found.texts[key] = spot.text[len(head) :].strip()
                        self._mark(spot, key)
        units = (unit for text in (*self.beside, *self.above) for unit in _MONEY.findall(plainly(text)))
        self.found.money_unit = next(units, "")
        years = {year for text in self.above for year in _YEAR.findall(plainly(text))}
        if not self.own and len(years) == 1:
            self.found.texts.setdefault("year", years.pop())


def _aside(texts: Texts, cells: Mapping[str, Spot | None], label: str) -> bool:
    """Whether a row of a table of others is no indicator: a sum, a remark, a line that was left as it was printed."""
    name = cells["name"]
    if name is not None and name in (cells["level1"], cells.get("target"), cells.get("value"), cells["actual"]):
        return True
    if vocabulary.ASIDE.match(f"{label}:") or any(form_word(texts.get(key, "")) in vocabulary.SUMS for key in _LEVELS):
        return True
    values = (texts.get(key, "") for key in ("target", "value", "actual", "weight"))
    return vocabulary.unnamed(texts.get("name", "")) and not any(map(strip_placeholder, values))


__all__ = ["Seen", "seen"]
