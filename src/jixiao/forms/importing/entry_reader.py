"""Reading the sheet that people fill in: titles, headings and labels say what the cells beside and below them are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from jixiao.forms.entry import TEXTS, EntrySheet
from jixiao.forms.entry.labels import GUIDE
from jixiao.forms.importing.grid import Grid, Spot, plainly
from jixiao.forms.importing.imported import Data
from jixiao.forms.spreadsheet.places import column_letters
from jixiao.model.fields import Model
from jixiao.model.layout import FUNDS
from jixiao.model.project import Amounts, Funds, Goal, Indicator, Project
from jixiao.model.spellings import spellings
from jixiao.quantity import form_word, unspaced

_SECTIONS = ("project", "funds", "goals", "notes", "indicators")
#: What begins the name of a field that the program computes.
_COMPUTED = "computed."
Words = Mapping[str, str]


def words_of(model: type[Model]) -> dict[str, str]:
    """Return the spellings of a model's keys, as headings are compared, each with its key."""
    return {form_word(word): key for word, key in spellings(model).items()}


def _own_words(keys: Iterable[str], prefix: str = "") -> dict[str, str]:
    """Return texts of the sheet's own, as headings are compared, each with what it heads."""
    return {form_word(texts[key]): f"{prefix}{key}" for texts in TEXTS.values() for key in keys}


def is_of_guide(spot: Spot) -> bool:
    """Whether a cell stands on the sheet of the guide."""
    return spot.name.partition("!")[0] in GUIDE.values()


@dataclass
class EntryContent:
    """What a sheet says: the project's data, the cell of each field, and cells that belong nowhere or are computed."""

    data: Data = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    unread: list[Spot] = field(default_factory=list)
    #: Cells of computed fields, by field.
    computed: dict[str, Spot] = field(default_factory=dict)
    #: Headings that were retyped or emptied, each with its own text.
    retyped: list[tuple[Spot, str]] = field(default_factory=list)
    #: Cells with a formula that no program has calculated, where something is to be typed.
    formulas: list[Spot] = field(default_factory=list)


class EntryReader:
    """Reads a sheet from top to bottom: titles of sections and rows of headings say what the rows below them are."""

    def __init__(self, grid: Grid, classes: tuple[str, ...], sheet: EntrySheet) -> None:
        self.grid, self.classes, self.content = grid, classes, EntryContent()
        self.section = "above"
        #: The columns of the latest headings, by column.
        self.columns: dict[int, str] = {}
        self.sections = {unspaced(texts[key]): key for texts in TEXTS.values() for key in _SECTIONS}
        #: The headings as the program wrote them, by section and column.
        self.own_heads = _heads_of(sheet, self.sections)
        self.labels: dict[str, Words] = {
            "above": _own_words(("missing", "total", "grade"), _COMPUTED),
            "project": words_of(Project),
            "funds": words_of(Funds),
            "goals": {},
            "notes": words_of(Project),
        }
        self.heads: dict[str, Words] = {
            "funds": words_of(Amounts) | _own_words(("rate",), _COMPUTED) | _execution_words(),
            "goals": words_of(Goal) | _own_words(("number",)),
            "indicators": _indicator_words(),
        }

    def read(self) -> EntryContent:
        """Return the content."""
        for row in range(self.grid.rows):
            cells = [spot for spot in self.grid.row(row) if spot.row == row and not spot.is_empty]
            if cells:
                self._read_row(row, cells)
        for key in ("goals", "indicators"):
            if not self.content.data.get(key):
                self.content.data.pop(key, None)
        return self.content

    def _read_row(self, row: int, cells: list[Spot]) -> None:
        title = self.sections.get(unspaced(cells[0].text))
        if is_of_guide(cells[0]):
            self.content.unread += cells
        elif title is not None:
            self.section, self.columns = title, {}
            self.content.unread += cells[1:]
        elif row == 0:
            self._read_title(cells)
        elif self._is_heading(cells):
            self._read_heading(cells)
        else:
            self._read_item(cells)

    def _read_item(self, cells: list[Spot]) -> None:
        """Read a row of a table, or labels with the texts beside them."""
        if self.section == "indicators":
            self._read_indicator(cells)
        elif self.section == "goals":
            self._read_goal(cells)
        elif self._is_fund(cells):
            self._read_fund(cells)
        else:
            self._read_pairs(cells)

    def _read_title(self, cells: list[Spot]) -> None:
        suffixes = tuple(texts["title"].partition("}")[2] for texts in TEXTS.values())
        self.content.unread += (spot for spot in cells if not spot.text.endswith(suffixes))

    def _is_heading(self, cells: list[Spot]) -> bool:
        """Whether a row is one of headings: two cells or more, and most of them say so."""
        words = self.heads.get(self.section, {})
        heads = [spot for spot in cells if form_word(spot.text) in words]
        return len(heads) > 1 and 2 * len(heads) > len(cells)

    def _read_heading(self, cells: list[Spot]) -> None:
        """Read headings; one that was retyped is known by its column, if its own text stands nowhere else."""
        words = self.heads[self.section]
        self.columns, unknown = {}, list[Spot]()
        for spot in cells:
            show = words.get(form_word(spot.text))
            if show is None or show in self.columns.values():
                unknown.append(spot)
            else:
                self.columns[spot.column] = show
        covered = {column for spot in cells for column in range(spot.column, spot.column + spot.columns)}
        emptied = [_emptied(cells[0], column) for column in self.own_heads[self.section].keys() - covered]
        for spot in (*unknown, *emptied):
            self._read_retyped(spot, words)

    def _read_retyped(self, spot: Spot, words: Words) -> None:
        own = self.own_heads[self.section].get(spot.column, "")
        show = words.get(form_word(own))
        if show is not None and show not in self.columns.values():
            self.columns[spot.column] = show
            self.content.retyped.append((spot, own))
        elif spot.text:
            self.content.unread.append(spot)

    def _read_pairs(self, cells: list[Spot]) -> None:
        """Read texts, each right beside its label."""
        words = self.labels.get(self.section, {})
        label, beside = "", -1
        for spot in cells:
            if label and spot.column == beside:
                self._set_pair(label, spot)
                label = ""
                continue
            label, beside = words.get(form_word(spot.text), ""), spot.column + spot.columns
            if not label:
                self.content.unread.append(spot)
            elif not label.startswith(_COMPUTED):
                self.content.places.setdefault(self._path_of(label), _name_in_row(spot, beside))

    def _set_pair(self, show: str, spot: Spot) -> None:
        if show.startswith(_COMPUTED):
            self.content.computed[show.removeprefix(_COMPUTED)] = spot
            return
        target = self.content.data
        if self.section == "funds":
            target = self.content.data.setdefault("funds", {})
        if show in target:
            self.content.unread.append(spot)
            return
        self._set(target, show, self._path_of(show), spot)

    def _path_of(self, show: str) -> str:
        """Return the path of a field of the project, or of its funds."""
        return f"funds.{show}" if self.section == "funds" else show

    def _set(self, data: Data, key: str, path: str, spot: Spot) -> None:
        """Take the text of a cell; a formula that no program has calculated has none."""
        if spot.formula:
            self.content.formulas.append(spot)
            return
        data[key] = spot.text.strip()
        self.content.places[path] = spot.name

    # ---- tables

    def _is_fund(self, cells: list[Spot]) -> bool:
        key = self.labels["funds"].get(form_word(cells[0].text))
        return key in FUNDS

    def _read_fund(self, cells: list[Spot]) -> None:
        name, amounts = self.labels["funds"][form_word(cells[0].text)], Data()
        for spot in cells[1:]:
            show = self.columns.get(spot.column, "")
            if show.startswith(_COMPUTED):
                self.content.computed[f"{name}.{show.removeprefix(_COMPUTED)}"] = spot
            elif show:
                self._set(amounts, show, f"funds.{name}.{show}", spot)
            else:
                self.content.unread.append(spot)
        if amounts:
            self.content.data.setdefault("funds", {})[name] = amounts

    def _read_goal(self, cells: list[Spot]) -> None:
        goals = self.content.data.setdefault("goals", [])
        goal, path = Data(), f"goals[{len(goals)}]"
        for spot in cells:
            show = self.columns.get(spot.column, "")
            if show == "number" and plainly(spot.text).isdecimal():
                continue
            if show in Goal.model_fields:
                self._set(goal, show, f"{path}.{show}", spot)
            else:
                self.content.unread.append(spot)
        if goal:
            goals.append(goal)

    def _read_indicator(self, cells: list[Spot]) -> None:
        """Read a row of indicators; one with nothing but a class is spare."""
        rows = self.content.data.setdefault("indicators", [])
        owner = f"indicators[{len(rows)}]"
        typed = [spot for spot in cells if self._is_typed(spot)]
        is_spare = all(map(self._is_offered_class, typed))
        if is_spare:
            owner = f"spare[{cells[0].row}]"
        self._set_aside(cells, owner)
        if is_spare:
            return
        row = Data()
        for spot in typed:
            self._set_indicator(row, self.columns[spot.column], owner, spot)
        for column, show in self.columns.items():
            self.content.places.setdefault(f"{owner}.{show}", _name_in_row(cells[0], column))
        self.content.places[owner] = self.content.places.get(f"{owner}.name", cells[0].name)
        rows.append(row)

    def _set_aside(self, cells: list[Spot], owner: str) -> None:
        """Keep what a row computes, and what stands in no column."""
        for spot in cells:
            if self._is_computed(spot):
                key = self.columns[spot.column].removeprefix(_COMPUTED)
                self.content.computed[f"{owner}.{key}"] = spot
            elif spot.column not in self.columns:
                self.content.unread.append(spot)

    def _is_offered_class(self, spot: Spot) -> bool:
        """Whether a cell holds a class that the sheet offers in its spare rows."""
        return self.columns[spot.column] == "level1" and spot.text.strip() in self.classes

    def _is_typed(self, spot: Spot) -> bool:
        return spot.column in self.columns and not self._is_computed(spot)

    def _is_computed(self, spot: Spot) -> bool:
        return self.columns.get(spot.column, "").startswith(_COMPUTED)

    def _set_indicator(self, row: Data, show: str, path: str, spot: Spot) -> None:
        owner, _, key = show.rpartition(".")
        if owner:  # of a deduction
            if not spot.formula:
                row.setdefault(owner, {})
            self._set(row.get(owner, {}), key, f"{path}.{owner}", spot)
        elif show == "marks":
            self._set(row, show, f"{path}.{show}", spot)
            row[show] = re.split("[、,，;；]", row[show])
        else:
            self._set(row, show, f"{path}.{show}", spot)


_ROW = re.compile(r"[0-9]+$")


def _name_in_row(spot: Spot, column: int) -> str:
    """Return the name of the cell of a column in the row of another; its own where that names no row."""
    row = _ROW.search(spot.name)
    return spot.name if row is None else f"{column_letters(column)}{row[0]}"


def _heads_of(sheet: EntrySheet, sections: Words) -> dict[str, dict[int, str]]:
    """Return the headings of a sheet by section and column."""
    heads: dict[str, dict[int, str]] = {section: {} for section in _SECTIONS}
    section = ""
    for cell in sheet.cells:
        if cell.kind == "section":
            section = sections[unspaced(cell.text)]
        elif cell.kind == "head":
            heads[section][cell.column] = cell.text
    return heads


def _emptied(beside: Spot, column: int) -> Spot:
    """Return the cell without a text in a column of the row in which another cell stands."""
    name = _name_in_row(beside, column)
    return beside._replace(column=column, columns=1, text="", rounded="", formula="", name=name)


def _execution_words() -> dict[str, str]:
    """Return the headings of weight and score beside the funds, which are computed."""
    return {word: f"{_COMPUTED}{key}" for word, key in words_of(Indicator).items() if key in ("weight", "score")}


def _indicator_words() -> dict[str, str]:
    """Return the headings of the table of indicators."""
    own = _own_words(("deduct.points", "deduct.reason")) | _own_words(("computed", "hint"), _COMPUTED)
    return words_of(Indicator) | own


__all__ = ["EntryContent", "EntryReader", "is_of_guide", "words_of"]
