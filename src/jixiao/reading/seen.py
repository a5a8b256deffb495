"""A table read by its layout: which cell is what. The layout that draws a form is the one that reads it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from jixiao.form import LABELS
from jixiao.form.build import NAMED, NOTES
from jixiao.model.layout import Layout, Part, Section
from jixiao.model.project import Funds, spellings
from jixiao.reading.grid import Grid, plainly, says

Texts = dict[str, str]
_ENGLISH = LABELS["en"]


@dataclass
class Seen:
    """What the cells of a table say, by the layout's own words; texts as they are shown."""

    texts: Texts = field(default_factory=dict)
    funds: dict[str, Texts] = field(default_factory=dict)
    goals: list[Texts] = field(default_factory=list)
    indicators: list[Texts] = field(default_factory=list)
    execution: Texts = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.texts or self.indicators)


def seen(grid: Grid, layout: Layout, labels: Mapping[str, str]) -> Seen:
    """Everything a table says. ``labels`` are the spec's own words for columns; English ones are known too."""
    return _Reader(grid, layout, labels).read()


class _Reader:
    def __init__(self, grid: Grid, layout: Layout, labels: Mapping[str, str]) -> None:
        self.grid, self.layout, self.labels, self.found = grid, layout, labels, Seen()
        self.funds = {plainly(word): name for word, name in spellings(Funds).items()}

    def read(self) -> Seen:
        """Row by row: a row of headings says what the rows below it are, until the next one."""
        section: Section | None = None
        for row in range(self.grid.rows):
            if self._alone(row) or self._pairs(row) or self._sum(row):
                section = None if self._alone(row) else section
            elif (headed := self._headed(row)) is not None:
                section = headed
            elif section is not None and not self._execution(row, section):
                self._take(row, section)
        self._below()
        return self.found

    def _alone(self, row: int) -> bool:
        return self.grid.wide(row, 0) >= len(self.layout.columns) and self.grid.begins(row, 0)

    def _words(self, show: str | None, own: str) -> list[str]:
        """What a heading or label may say."""
        return [own, self.labels.get(show or "", ""), _ENGLISH.get(show or "", "")]

    def _pairs(self, row: int) -> bool:
        for section in self.layout.sections:
            for parts in section.rows if section.section == "pairs" else ():
                if self._labelled(row, section, parts):
                    for column, part in _columns(parts, section):
                        if part.show is not None:
                            self.found.texts[part.show] = self.grid.at(row, column)
                    return True
        return False

    def _labelled(self, row: int, section: Section, parts: tuple[Part, ...]) -> bool:
        """Whether the row has all labels of a row of pairs where they stand; in English what follows names each."""
        after = (*parts[1:], None)
        labels = [
            (column, self._words(following.show if following else None, part.label or ""))
            for (column, part), following in zip(_columns(parts, section), after, strict=True)
            if part.show is None
        ]
        return bool(labels) and all(says(self.grid.at(row, column), words) for column, words in labels)

    def _headed(self, row: int) -> Section | None:
        """The section whose headings stand in this row; of two rows of headings, the lower one."""
        for section in self.layout.sections:
            headed = [(column, part) for column, part in _columns(section.columns, section) if part.head]
            words = [(at, self._words(NAMED.get(part.show or "", part.show), part.head)) for at, part in headed]
            if words and all(says(self.grid.at(row, at), several) for at, several in words):
                return section
        return None

    def _sum(self, row: int) -> bool:
        for section in self.layout.sections:
            if section.sum:
                words = [section.sum[0].label or "", self.labels.get("sum", ""), _ENGLISH["sum"]]
                if self.grid.begins(row, 0) and says(self.grid.at(row, 0), words) and self.grid.wide(row, 0) > 1:
                    return True
                if says(self.grid.at(row, 0), words) and not self.grid.at(row, 2):
                    return True
        return False

    def _execution(self, row: int, section: Section) -> bool:
        parts = section.execution
        if not parts or not says(self.grid.at(row, _first(section)), [parts[0].label or "", _ENGLISH["execution"]]):
            return False
        shown = _columns(parts, section)
        self.found.execution = {part.show: self.grid.at(row, column) for column, part in shown if part.show}
        return True

    def _take(self, row: int, section: Section) -> None:
        texts = {part.show: self.grid.at(row, at) for at, part in _columns(section.columns, section) if part.show}
        match section.section:
            case "funds":
                name = self._fund(texts.pop("fund", ""), section)
                if name is not None:
                    self.found.funds[name] = texts
            case "goals":
                if any(texts.get(key) for key in ("expected", "achieved")):
                    self.found.goals.append(texts)
            case "indicators":
                if texts.get("name") or texts.get("actual"):
                    self.found.indicators.append(texts)

    def _fund(self, label: str, section: Section) -> str | None:
        """Which row of the fund table a label names."""
        for name, own in section.funds.items():
            english = _ENGLISH["amount" if name == "total" else name]
            if says(label, [own, english, self.labels.get("amount", "") if name == "total" else ""]):
                return name
        return self.funds.get(plainly(label))

    def _below(self) -> None:
        """The texts that stand below the table, each after its label."""
        for line in self.grid.lines:
            for key in NOTES:
                for lang in ("zh", "en"):
                    head = LABELS[lang][key] + LABELS[lang]["colon"].strip()
                    if line.startswith(head):
                        self.found.texts[key] = line[len(head) :].strip()


def _first(section: Section) -> int:
    return section.side_wide if section.side is not None else 0


def _columns(parts: tuple[Part, ...], section: Section) -> Iterator[tuple[int, Part]]:
    """Each part with the column of the grid where it begins."""
    column = _first(section)
    for part in parts:
        yield column, part
        column += part.wide


__all__ = ["Seen", "seen"]
