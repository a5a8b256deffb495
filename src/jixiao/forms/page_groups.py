"""Rows that stay together on a page, so that the labels of their classes stand again on each page of a long table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jixiao.findings.terminal import width
from jixiao.forms.grid import Block, PlacedCell, Row, place_cells

#: Lines of a table that stands on one page as it is, and of rows that a label covers in a longer one.
ON_ONE_PAGE, TOGETHER = 24, 9


def count_lines(text: str, room: int) -> int:
    """Return how many lines a text takes in a room of so many half-width characters.

    >>> count_lines("预算执行率", 4), count_lines("", 4)
    (3, 1)
    """
    return sum(-(-max(1, width(line)) // max(1, room)) for line in text.split("\n"))


def number_groups(rows: Sequence[Row], rooms: Sequence[int], column: int) -> list[int]:
    """Return the number of the group that each row belongs to; a long run of one label has several.

    ``rooms`` are the widths of the cells, ``column`` is that of the label.
    """
    lines = [max(count_lines(cell.text, room) for cell, room in zip(row, rooms, strict=True)) for row in rows]
    if sum(lines) <= ON_ONE_PAGE:
        return [0] * len(rows)
    groups, group, used, label = list[int](), 0, 0, ""
    for row, count in zip(rows, lines, strict=True):
        is_same = row[column].text == label and used + count <= TOGETHER
        if not is_same:
            group, used, label = group + 1, 0, row[column].text
        groups.append(group)
        used += count
    return groups


def is_long(block: Block, columns: Sequence[int]) -> bool:
    """Whether a block takes more than one page; ``columns`` are the widths of the grid's columns."""
    lines = [1] * len(block.rows)
    for at in place_cells(block.rows):
        if at.cell.rows == 1:
            room = sum(columns[at.column : at.column + at.cell.columns])
            lines[at.row] = max(lines[at.row], count_lines(at.cell.text, room))
    return sum(lines) > ON_ONE_PAGE


def rows_together(block: Block) -> Iterator[range]:
    """Yield the rows of a block below its headings by groups: those that one cell covers are one.

    >>> from jixiao.forms.grid import Cell
    >>> rows = ((Cell("类", rows=2), Cell("甲")), (Cell("乙"),), (Cell("别的"), Cell("丙")))
    >>> list(rows_together(Block("indicators", rows)))
    [range(0, 2), range(2, 3)]
    """
    last_rows = {row: row for row in range(block.heads, len(block.rows))}
    for at in place_cells(block.rows):
        if at.row >= block.heads and at.cell.kind not in ("rest", "label"):
            last_rows[at.row] = max(last_rows[at.row], at.row + at.cell.rows - 1)
    start = end = block.heads
    for row, last in last_rows.items():
        if row > end or row == block.heads:
            if row > start:
                yield range(start, row)
            start, end = row, last
        end = max(end, last)
    if start < len(block.rows):
        yield range(start, len(block.rows))


def part_rests(block: Block, groups: Sequence[range]) -> Block:
    """Return a block in which each cell that goes on with one of the headings ends with each group of rows."""
    rows: list[list[PlacedCell]] = [[] for _ in block.rows]
    for at in place_cells(block.rows):
        if at.cell.kind != "rest":
            rows[at.row].append(at)
            continue
        for group in (group for group in groups if at.row <= group.start < at.row + at.cell.rows):
            rest = at._replace(row=group.start, cell=at.cell._replace(rows=len(group)))
            rows[group.start].append(rest)
    return block._replace(rows=tuple(tuple(at.cell for at in sorted(row)) for row in rows))


__all__ = ["count_lines", "is_long", "number_groups", "part_rests", "rows_together"]
