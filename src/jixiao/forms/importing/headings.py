"""The rows of headings of a table: a heading is recognised by its word, in whichever column it stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from jixiao.forms.build import NAMED
from jixiao.forms.importing.grid import Grid
from jixiao.forms.importing.vocabulary import Words, heads
from jixiao.model.layout import Layout, Section
from jixiao.quantity import form_word

#: The headings without which a section is not read; of a group of several, one is enough.
NEEDED: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "funds": (("budget", "initial"), ("spent",)),
    "goals": (("expected",), ("achieved",)),
    "indicators": (("level1",), ("name",), ("target", "value"), ("actual",), ("weight",)),
}


#: Columns that may be missing without a finding: their content is computed.
_COMPUTED = {"funds": ("fund", "weight", "rate", "score", "reason"), "goals": ("number",)}


class Heading(NamedTuple):
    """The headings of a section: the rows they take, the column of each, the row where the section ends, if known."""

    section: Section
    top: int
    bottom: int
    columns: Mapping[str, int]
    ends: int | None
    #: Columns whose heading was recognised by its place alone.
    by_place: frozenset[str] = frozenset()
    #: Whether the row stands where the program drew it, with most of its headings: then no heading is required.
    is_ours: bool = False


class Headings(NamedTuple):
    """All rows of headings, by the last row of each, and the words of those headings that no row of a section has."""

    by_row: Mapping[int, Heading]
    missing: Mapping[str, tuple[str, ...]]


def find_headings(grid: Grid, layout: Layout, labels: Mapping[str, str], drawn: Mapping[int, Heading]) -> Headings:
    """Return every row of headings of a table, and the headings that are missing.

    ``drawn`` are headings where the program drew them, by their last row: one whose word was changed is recognised by
    its place, as long as at least half of that row's headings are unchanged.
    """
    by_row, missing = dict[int, Heading](), dict[str, tuple[str, ...]]()
    for section in layout.sections:
        if section.section == "pairs":
            continue
        words, most_columns = heads(section, labels), dict[str, int]()
        for row in range(grid.rows):
            heading = _heading(grid, row, section, words)
            original = drawn.get(row)
            if original is not None and original.section is section:
                heading = _completed(heading, original)
            most_columns = max(most_columns, dict(heading.columns), key=len)
            if heading.is_ours or _has_needed(section, heading.columns):
                by_row.setdefault(row, heading)
        missing[section.section] = _missing_words(section, labels, most_columns)
    return Headings(by_row, missing)


def _heading(grid: Grid, row: int, section: Section, words: Words) -> Heading:
    """Return the headings in a row; the section ends with a higher cell to the left of them, as beside all goals."""
    columns, top, end = dict[str, int](), row, 0
    for spot in grid.row(row):
        show = words.get(form_word(spot.text))
        if show is not None and show not in columns:
            columns[show], top = spot.column, min(top, spot.row)
        elif not columns and spot.rows > 1:
            end = spot.row + spot.rows
    if "target" in columns and not columns.keys().isdisjoint(("comparison", "uom")):
        columns["value"] = columns.pop("target")
    return Heading(section, top, row, columns, end if end > row + 1 else None)


def _completed(heading: Heading, drawn: Heading) -> Heading:
    """Return a row of headings with the columns of those whose words were changed."""
    columns = dict(heading.columns)
    if 2 * len(columns.keys() & drawn.columns.keys()) < len(drawn.columns):
        return heading
    missing = {show: column for show, column in drawn.columns.items() if show not in columns}
    by_place = {show: column for show, column in missing.items() if column not in columns.values()}
    ends = heading.ends if columns else drawn.ends
    return heading._replace(columns=columns | by_place, ends=ends, by_place=frozenset(by_place), is_ours=True)


def _has_needed(section: Section, columns: Mapping[str, int]) -> bool:
    """Whether a row has the headings without which a section is not read, as far as its layout has them."""
    layout_columns = {part.show for part in section.columns}
    groups = (group for group in NEEDED[section.section] if not layout_columns.isdisjoint(group))
    return all(not columns.keys().isdisjoint(group) for group in groups)


def _missing_words(section: Section, labels: Mapping[str, str], columns: Mapping[str, int]) -> tuple[str, ...]:
    """Return the words of the layout for missing headings; a target in one cell needs no sign or unit beside it."""
    present = {*columns, *_COMPUTED.get(section.section, ())}
    if "value" in columns:
        present.add("target")
    if "target" in columns:
        present |= {"value", "comparison", "uom"}
    return tuple(
        form_word(labels.get(NAMED.get(part.show, part.show), part.head_word))
        for part in section.columns
        if part.show and part.head and part.show not in present
    )
