"""What each cell of a table was taken for: nothing that is typed goes without an entry or a finding."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from jixiao.findings import Codes, Finding
from jixiao.forms.importing.foreign.lexicon import Lexicon
from jixiao.forms.importing.grid import Grid, Spot
from jixiao.forms.importing.unread_cells import places_text, short
from jixiao.model.project import strip_placeholder
from jixiao.quantity import form_word, unspaced

Place = tuple[int, int]
#: What a form notes behind its words: units, points, the letters of columns.
_NOTES = re.compile(
    r"(?:\((?:(?:金额)?(?:单位:)?(?:人民币)?(?:万元|元)|[A-Z](?:[/*][A-Z])?|[0-9.]+分(?:\*执行率)?|分|%|百分制|盖章|公章|含预算执行率)\)"
    r"|[0-9.]+(?:分|%)|:)*"
)


@dataclass
class Ledger:
    """The entries of cells, and those that are told of: ``asides``, ``help_texts``, ``fillers`` in one note each."""

    grid: Grid
    lexicon: Lexicon
    entries: dict[Place, str] = field(default_factory=dict)
    asides: list[Spot] = field(default_factory=list)
    help_texts: list[Spot] = field(default_factory=list)
    fillers: list[Spot] = field(default_factory=list)

    def take(self, spot: Spot | None, name: str) -> None:
        """Enter a cell as a field of the project."""
        if spot is not None:
            self.entries.setdefault((spot.row, spot.column), name)

    def fix(self, *spots: Spot | None) -> None:
        """Enter cells as fixed words of the form; one with a note of its own is told of."""
        for spot in spots:
            if spot is None:
                continue
            if self._is_plain(spot.text):
                self.take(spot, "fixed")
            else:
                self.set_aside(spot)

    def _is_plain(self, text: str) -> bool:
        """Whether a fixed word has no note behind it but those that forms print."""
        word = unspaced(text)
        bare = form_word(text)
        note = word[word.rfind(bare) + len(bare) :]
        inner = note.strip("():")
        is_unit = self.lexicon.patterns["unit"].fullmatch(note) is not None
        return _NOTES.fullmatch(note) is not None or is_unit or self.lexicon.is_help(note) or self.lexicon.knows(inner)

    def fix_row(self, row: int, name: str) -> None:
        """Enter all cells that begin in a row."""
        for spot in self.grid.begin(row):
            self.take(spot, name)

    def put_aside(self, spot: Spot) -> None:
        """Enter a cell that was entered otherwise as a text that a project has no place for."""
        self.entries[(spot.row, spot.column)] = "aside"
        if spot not in self.asides:
            self.asides.append(spot)

    def rename(self, before: str, after: str) -> None:
        """Give fields whose names begin with one text names that begin with another."""
        for place, name in self.entries.items():
            if name.startswith(before):
                self.entries[place] = after + name.removeprefix(before)

    def set_aside(self, *spots: Spot) -> None:
        """Enter cells as texts that a project has no place for."""
        for spot in spots:
            if not self.has(spot) and not spot.is_empty:
                self.take(spot, "aside")
                self.asides.append(spot)

    def help(self, spot: Spot) -> None:
        """Enter a cell as what the form says to those who fill it in."""
        if not self.has(spot):
            self.take(spot, "help")
            self.help_texts.append(spot)

    def fill(self, spot: Spot) -> None:
        """Enter a cell of a row that nobody filled in as what the template prints there."""
        if not self.has(spot):
            self.take(spot, "fixed")
            self.fillers.append(spot)

    def has(self, spot: Spot) -> bool:
        """Whether a cell has an entry."""
        return (spot.row, spot.column) in self.entries

    def open_rows(self) -> Iterator[list[Spot]]:
        """Yield the cells without an entry that hold more than a stroke, by rows."""
        for row in self.grid.all_rows():
            spots = [spot for spot in row if not self.has(spot) and strip_placeholder(spot.text)]
            if spots:
                yield spots

    def findings(self) -> Iterator[Finding]:
        """Yield findings on all that was not taken into the project."""
        if self.asides:
            yield _note(Codes.TEXTS_SET_ASIDE, self.asides)
        if self.help_texts:
            yield _note(Codes.HELP_TEXT_LEFT, self.help_texts)
        if self.fillers:
            yield _note(Codes.FILLER_LEFT, self.fillers)
        for spots in self.open_rows():
            where = "–".join(dict.fromkeys((spots[0].name, spots[-1].name)))
            text = " ".join(spot.text.strip() for spot in spots)
            yield Finding(Codes.CELL_NOT_READ, "", {"where": where, "text": short(text), "was": ""})


def _note(code: str, spots: Iterable[Spot]) -> Finding:
    spots = list(spots)
    text = " ".join(spot.text.strip() for spot in spots)
    return Finding(code, "", {"where": places_text([spot.name for spot in spots]), "text": short(text)})


__all__ = ["Ledger"]
