"""How wide the columns of a sheet are on paper, and where its pages end: between rows that belong together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

#: Points of A4 within the margins of a workbook, by whether it is landscape: width and height.
_A4 = {True: (770, 516), False: (523, 763)}
#: Quarters of a point of a column's character, and of what it leaves at its sides.
_CHARACTER, _SIDES, _QUARTERS = 21, 15, 4
#: Percents of a page's height that are used: other programs have other fonts.
_HEIGHT_USED = 94
_PERCENT = 100


def page_widths(columns: Sequence[int], *, landscape: bool) -> tuple[int, ...]:
    """Return the widths with which columns fill the width of a page together, in a workbook's characters.

    >>> page_widths((10, 20), landscape=False)
    (32, 65)
    """
    width, _ = _A4[landscape]
    room = (width * _QUARTERS - _SIDES * len(columns)) // _CHARACTER
    return tuple(max(1, room * column // sum(columns)) for column in columns)


def room_of(*, landscape: bool) -> int:
    """Return how many points of rows a page holds."""
    _, height = _A4[landscape]
    return height * _HEIGHT_USED // _PERCENT


def page_starts(groups: Iterable[range], heights: Sequence[int], room: int, repeated: int) -> Iterator[int]:
    """Yield the rows with which a new page begins.

    ``groups`` are rows that stay together, ``heights`` those of all rows, ``room`` what a page holds, ``repeated`` what
    the headings take on every page but the first, all in points.

    >>> list(page_starts([range(0, 2), range(2, 4), range(4, 6)], [20] * 6, 100, 20))
    [4]
    """
    used = 0
    for group in groups:
        height = sum(heights[group.start : group.stop])
        if used and used + height > room:
            yield group.start
            used = repeated
        used += height


__all__ = ["page_starts", "page_widths", "room_of"]
