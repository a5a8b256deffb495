"""Which table of a file was drawn of which project that the file carries along."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from jixiao.forms.embedded_project import EmbeddedForm
from jixiao.forms.importing.grid import Grid
from jixiao.quantity import unspaced


def paired(grids: Sequence[Grid], carried: Sequence[EmbeddedForm]) -> dict[int, int]:
    """Return for each table the project whose texts it shows, none twice; first come those that share most texts.

    A project whose data were altered, and so are not used, goes with whatever is left.
    """
    shown = [{unspaced(spot.text) for spot in grid.spots} for grid in grids]
    held = [set(_texts(one.project)) for one in carried]
    shared = [(len(cells & texts), at, of) for at, cells in enumerate(shown) for of, texts in enumerate(held)]
    pairs = dict[int, int]()
    for number, at, of in sorted(shared, key=lambda one: (-one[0], one[1], one[2])):
        if at not in pairs and of not in pairs.values() and (number or not held[of]):
            pairs[at] = of
    return dict(sorted(pairs.items()))


def _texts(project: str) -> Iterator[str]:
    """The texts of a project, as they are compared."""
    values = [json.loads(project)] if project else []
    while values:
        value = values.pop()
        if isinstance(value, dict):
            values += value.values()
        elif isinstance(value, list):
            values += value
        else:
            yield unspaced(str(value))


__all__ = ["paired"]
