"""What rows of a form of ours are by the place where the program put them."""

from __future__ import annotations

from jixiao.forms.importing.alignment import Alignment
from jixiao.forms.importing.grid import Spot
from jixiao.forms.importing.headings import Heading
from jixiao.forms.importing.original import TITLE_ROWS, Original
from jixiao.forms.importing.tables import ByPlace, Seen


def by_place(before: Seen, original: Original, rows: list[list[Spot]], alignment: Alignment) -> ByPlace:
    """Return what rows are, whatever was typed over them or taken out above them."""
    present = {drawn: rows[number][0].row for number, drawn in alignment.rows.items()}
    headings, lost, heads = dict[int, Heading](), dict[str, Heading](), set[int]()
    for heading in before.headings.values():
        drawn = range(heading.top + TITLE_ROWS, heading.bottom + TITLE_ROWS + 1)
        remaining = [present[row] for row in drawn if row in present]
        heads.update(remaining)
        if len(remaining) == len(drawn):
            headings[remaining[-1]] = _moved(heading, remaining[-1] - heading.bottom, alignment)
        else:
            lost[heading.section.section] = _moved(heading, 0, alignment)
    kinds = {row: original.kind_of(drawn) for drawn, row in present.items()}
    sections = {row: original.section_of(drawn) for drawn, row in present.items()}
    return ByPlace(headings, kinds, sections, lost, frozenset(heads))


def _moved(heading: Heading, down: int, alignment: Alignment) -> Heading:
    """Headings as drawn, so many rows further down, without the columns that are gone."""
    drawn = heading.bottom + TITLE_ROWS
    places = {show: alignment.later(drawn, column) for show, column in heading.columns.items()}
    columns = {show: column for show, column in places.items() if column is not None}
    ends = None if heading.ends is None else heading.ends + down
    return heading._replace(top=heading.top + down, bottom=heading.bottom + down, columns=columns, ends=ends)


__all__ = ["by_place"]
