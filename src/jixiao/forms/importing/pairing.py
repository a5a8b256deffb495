"""Which table of a file was drawn of which project that the file carries along."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import product

from jixiao.forms.embedded_project import EmbeddedForm
from jixiao.forms.importing.grid import Grid
from jixiao.quantity import unspaced


def pair_tables(grids: Sequence[Grid], carried: Sequence[EmbeddedForm]) -> dict[int, int]:
    """Return for each table, by its number, the number of the project whose texts it shows.

    No project has two tables; those that share most texts are paired first. A project whose data were altered, and so
    are not used, goes with any table that remains.
    """
    tables = [{unspaced(spot.text) for spot in grid.spots} for grid in grids]
    projects = [set(_texts(project.project)) for project in carried]
    pairs = dict[int, int]()
    for shared, table, project in _candidates(tables, projects):
        is_free = table not in pairs and project not in pairs.values()
        if is_free and (shared or not projects[project]):
            pairs[table] = project
    return dict(sorted(pairs.items()))


def _candidates(tables: list[set[str]], projects: list[set[str]]) -> list[tuple[int, int, int]]:
    """Return how many texts each table and each project share, with the numbers of both, most texts first."""
    numbers = product(range(len(tables)), range(len(projects)))
    pairs = [(len(tables[table] & projects[project]), table, project) for table, project in numbers]
    return sorted(pairs, key=lambda pair: -pair[0])


def _texts(project: str) -> Iterator[str]:
    """Yield the texts of a project's JSON without spaces, as they are compared; none of an empty one."""
    values = [json.loads(project or "[]")]
    while values:
        value = values.pop()
        if isinstance(value, dict):
            values += value.values()
        elif isinstance(value, list):
            values += value
        else:
            yield unspaced(str(value))


__all__ = ["pair_tables"]
