"""Where a table's headings stand: each is found by its word, wherever its column is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from jixiao.forms.build import NAMED
from jixiao.forms.importing.grid import Grid
from jixiao.forms.importing.vocabulary import Words, heads
from jixiao.model.layout import Layout, Section
from jixiao.quantity import form_word

#: Of each section the headings without which it is not read; a group of several needs one of them.
NEEDED: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "funds": (("budget", "initial"), ("spent",)),
    "goals": (("expected",), ("achieved",)),
    "indicators": (("level1",), ("name",), ("target", "value"), ("actual",), ("weight",)),
}


#: Columns that nobody misses: they hold what is reckoned.
_RECKONED = {"funds": ("fund", "weight", "rate", "score", "reason"), "goals": ("number",)}


class Heading(NamedTuple):
    """A section's headings: the rows they take, the column of each, and the row where the section ends, if known."""

    section: Section
    top: int
    bottom: int
    columns: Mapping[str, int]
    ends: int | None
    #: Columns that were known by their place alone.
    by_place: frozenset[str] = frozenset()
    #: Whether the row stands where the program put it, with most of its headings: then none is needed.
    is_ours: bool = False


class Found(NamedTuple):
    """All headings, by the last row of each, and the words of each section's headings that were not found."""

    at: Mapping[int, Heading]
    missing: Mapping[str, tuple[str, ...]]


def headings(
    grid: Grid, layout: Layout, labels: Mapping[str, str], *, own: bool, drawn: Mapping[int, Heading] | None = None
) -> Found:
    """Every row of headings of a table, and what no row has of a section's.

    ``drawn`` are headings where the program put them, by their last row: one whose word was changed is known by its
    place, as long as at least as many of the same row still say what they said.
    """
    found, missing = dict[int, Heading](), dict[str, tuple[str, ...]]()
    for section in layout.sections:
        if section.section == "pairs":
            continue
        known = heads(section, labels, own=own)
        best = dict[str, int]()
        for row in range(grid.rows):
            heading = _heading(grid, row, section, known)
            place = drawn.get(row) if drawn else None
            if place is not None and place.section is section:
                heading = _completed(heading, place)
            best = max(best, dict(heading.columns), key=len)
            if heading.is_ours or not _lacking(section, heading.columns):
                found.setdefault(row, heading)
        missing[section.section] = _names(section, labels, best)
    return Found(found, missing)


def _heading(grid: Grid, row: int, section: Section, known: Words) -> Heading:
    columns, top, left = dict[str, int](), row, None
    for spot in grid.row(row):
        show = known.get(form_word(spot.text)) if spot.text else None
        if show is not None and show not in columns:
            columns[show], top = spot.column, min(top, spot.row)
        elif not columns and spot.rows > 1:
            left = spot.row + spot.rows
    if "target" in columns and {"comparison", "uom"} & set(columns):
        columns["value"] = columns.pop("target")
    return Heading(section, top, row, columns, left if left is not None and left > row + 1 else None)


def _completed(heading: Heading, drawn: Heading) -> Heading:
    """A row of headings with the columns of those that are no longer known by their word."""
    known = dict(heading.columns)
    if 2 * len(known.keys() & drawn.columns.keys()) < len(drawn.columns):
        return heading
    lost = {show: column for show, column in drawn.columns.items() if show not in known}
    free = {show: column for show, column in lost.items() if column not in known.values()}
    ends = heading.ends if known else drawn.ends
    return heading._replace(columns=known | free, ends=ends, by_place=frozenset(free), is_ours=True)


def _lacking(section: Section, columns: Mapping[str, int]) -> list[tuple[str, ...]]:
    shown = {part.show for part in section.columns}
    needed = (group for group in NEEDED[section.section] if shown & set(group))
    return [group for group in needed if not set(group) & set(columns)]


def _names(section: Section, labels: Mapping[str, str], columns: Mapping[str, int]) -> tuple[str, ...]:
    """The headings that were not found, by the layout's words; a target in one cell needs no sign or unit beside it."""
    found = set(columns) | ({"target"} if "value" in columns else set())
    found |= {"value", "comparison", "uom"} if "target" in columns else set()
    return tuple(
        form_word(labels.get(NAMED.get(part.show, part.show), part.head))
        for part in section.columns
        if part.show and part.head and part.show not in found and part.show not in _RECKONED.get(section.section, ())
    )
