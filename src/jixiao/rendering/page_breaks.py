"""Where the pages of a sheet end: between rows that belong together, with room to spare for other fonts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

#: Points of A4 within the margins of a workbook, by whether it is landscape: width and height.
_A4 = {True: (770, 487), False: (523, 734)}
#: Quarters of a point of a column's character, and of what it leaves at its sides.
_CHARACTER, _SIDES, _QUARTERS = 21, 15, 4
#: Percents of a page's height that are used: other programs have other fonts.
_HEIGHT_USED = 94
_PERCENT = 100


def room_of(columns: Iterable[int], *, landscape: bool) -> int:
    """Return how many points of rows a page holds where columns of these widths, in characters, fit its width."""
    width, height = _A4[landscape]
    total = sum(_CHARACTER * column + _SIDES for column in columns)
    wide = max(total, width * _QUARTERS)
    return height * wide * _HEIGHT_USED // (width * _QUARTERS * _PERCENT)


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


__all__ = ["page_starts", "room_of"]
