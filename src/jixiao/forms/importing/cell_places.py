"""Where the values of a project stand in the form from which it was read."""

from __future__ import annotations

from collections.abc import Mapping

from jixiao.forms.importing.grid import Grid

#: What a table shows in a column of its own, or beside something else, by the key of the value.
_KEYS = {"value": "target", "reason": "cause"}


def places_of(grid: Grid, fields: Mapping[tuple[int, int], str]) -> dict[str, str]:
    """Return the name of the cell of each value, by its path in the project; of an item that of its name.

    ``fields`` has what each cell was read as, by row and column.
    """
    places = dict[str, str]()
    for (row, column), field in sorted(fields.items()):
        spot = grid.spot(row, column)
        if spot is None:
            continue
        owner, dot, key = field.rpartition(".")
        places.setdefault(f"{owner}{dot}{_KEYS.get(key, key)}", grid.where(spot.name))
        if key == "name" or owner not in places:
            places[owner] = grid.where(spot.name)
    return places | {"": whole_of(grid)}


def whole_of(grid: Grid) -> str:
    """Return the name of a whole form: the title of its sheet, or the number of its table.

    >>> from jixiao.forms.importing.grid import Spot
    >>> whole_of(Grid((Spot(0, 0, 1, 1, "", "第3页 表1 第1行第1列"),)))
    '第3页 表1'
    """
    first = next((spot.name for spot in grid.spots), "")
    return grid.sheet or first.rpartition(" ")[0]


__all__ = ["places_of", "whole_of"]
