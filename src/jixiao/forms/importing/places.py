"""The rows of an edited form, recognised by the place where the program drew them."""

from __future__ import annotations

from jixiao.forms.importing.alignment import Alignment
from jixiao.forms.importing.drawn_grid import TITLE_ROWS, Original
from jixiao.forms.importing.grid import Spot
from jixiao.forms.importing.headings import Heading
from jixiao.forms.importing.tables import RowsByPlace, TableContent


def rows_by_place(
    before: TableContent, original: Original, rows: list[list[Spot]], alignment: Alignment
) -> RowsByPlace:
    """Return what each row is, whatever was typed into it and whatever was deleted above it."""
    present = {drawn_row: rows[number][0].row for number, drawn_row in alignment.rows.items()}
    headings, incomplete, heads = dict[int, Heading](), dict[str, Heading](), set[int]()
    for heading in before.headings.values():
        drawn_rows = range(heading.top + TITLE_ROWS, heading.bottom + TITLE_ROWS + 1)
        remaining = [present[row] for row in drawn_rows if row in present]
        heads.update(remaining)
        if len(remaining) == len(drawn_rows):
            headings[remaining[-1]] = _moved(heading, remaining[-1] - heading.bottom, alignment)
        else:
            incomplete[heading.section.section] = _moved(heading, 0, alignment)
    kinds = {row: original.kind_of(drawn_row) for drawn_row, row in present.items()}
    sections = {row: original.section_of(drawn_row) for drawn_row, row in present.items()}
    return RowsByPlace(headings, kinds, sections, incomplete, frozenset(heads))


def _moved(heading: Heading, down: int, alignment: Alignment) -> Heading:
    """Return headings that stand ``down`` rows lower than drawn, without the columns that are gone."""
    drawn_row = heading.bottom + TITLE_ROWS
    places = {show: alignment.later(drawn_row, column) for show, column in heading.columns.items()}
    columns = {show: column for show, column in places.items() if column is not None}
    ends = None if heading.ends is None else heading.ends + down
    return heading._replace(top=heading.top + down, bottom=heading.bottom + down, columns=columns, ends=ends)


__all__ = ["rows_by_place"]
