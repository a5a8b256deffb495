"""The goals and indicators of an edited form, each matched with the one that the program drew."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from jixiao.forms.importing.alignment import Alignment
from jixiao.forms.importing.drawn_grid import TITLE_ROWS, Original
from jixiao.forms.importing.grid import Spot
from jixiao.forms.importing.tables import TableContent, Texts

_NUMBER = re.compile(r"indicators\[([0-9]+)\]\..*")


@dataclass(frozen=True)
class Items:
    """The goals of a form, or its indicators.

    ``earlier`` has for each place in the table the place where the item was drawn, ``None`` for a new one; ``numbers``
    has for each place where an item was drawn its number in the project.
    """

    earlier: Sequence[int | None]
    numbers: Sequence[int] = ()

    @cached_property
    def order(self) -> list[int]:
        """Return the places of the table in the order of the project.

        A form may show its indicators goal by goal: then those that were drawn keep the project's order, and a new
        one follows the one above it.

        >>> Items([0, None, 1, 2], [0, 2, 1]).order, Items([1, 0], [0, 1]).order
        ([0, 1, 3, 2], [0, 1])
        """
        places = range(len(self.earlier))
        if list(self.numbers) == sorted(self.numbers):
            return list(places)
        ranks, rank = list[int](), -1
        for old in self.earlier:
            if old is not None:
                rank = self.numbers[old]
            ranks.append(rank)
        return sorted(places, key=ranks.__getitem__)

    def moved(self) -> dict[int, int | None]:
        """Return the present number of each number in the project, ``None`` for an item that is gone.

        >>> Items([1, None], [0, 1]).moved()
        {0: None, 1: 0}
        """
        present = {self.earlier[place]: number for number, place in enumerate(self.order)}
        return {number: present.get(old) for old, number in enumerate(self.numbers)}


class FormItems(NamedTuple):
    """The goals and the indicators of a form."""

    goals: Items
    indicators: Items

    def owners(self) -> dict[str, str]:
        """Return the present name, in fields of the project, of each item that was drawn; "" where it is gone."""
        return _named("goals", self.goals.moved()) | _named("indicators", self.indicators.moved())

    def present(self) -> dict[str, str]:
        """Return the name, in fields of the project, of the item at each place of the table."""
        places = {place: number for number, place in enumerate(self.indicators.order)}
        return _named("indicators", places)


def _named(items: str, numbers: Mapping[int, int] | Mapping[int, int | None]) -> dict[str, str]:
    """Return the present names of items in fields by those before, "" for one that is gone."""
    return {f"{items}[{old}]": "" if new is None else f"{items}[{new}]" for old, new in numbers.items()}


def renamed(field: str, owners: Mapping[str, str]) -> str:
    """Return a field whose item has another name.

    >>> renamed("indicators[3].actual", {"indicators[3]": "indicators[2]"}), renamed("name", {})
    ('indicators[2].actual', 'name')
    """
    owner, dot, show = field.partition(".")
    return f"{owners.get(owner, owner)}{dot}{show}"


def items_of(
    before: TableContent, after: TableContent, original: Original, rows: list[list[Spot]], alignment: Alignment
) -> FormItems:
    """Return the items of a form that the program drew: each is matched by its row, one that was moved by its name."""
    earlier = {rows[number][0].row: drawn_row - TITLE_ROWS for number, drawn_row in alignment.rows.items()}
    goals = _matched_by_row(before.goal_rows, after.goal_rows, earlier)
    indicators = _matched_by_row(before.indicator_rows, after.indicator_rows, earlier)
    return FormItems(
        Items(_with_moved(goals, before.goals, after.goals, "expected"), range(len(before.goals))),
        Items(
            _with_moved(indicators, before.indicators, after.indicators, "name"),
            [_number(original, row + TITLE_ROWS) for row in before.indicator_rows],
        ),
    )


def _number(original: Original, row: int) -> int:
    """Return the number in the project of the indicator that was drawn in a row."""
    return next(int(match[1]) for cell in original.rows[row].values() if (match := _NUMBER.fullmatch(cell.field)))


def _matched_by_row(drawn: Sequence[int], present: Iterable[int], earlier: Mapping[int, int]) -> list[int | None]:
    """Return for each row of an item the place of the item that was drawn in the same row."""
    places = {row: place for place, row in enumerate(drawn)}
    return [places.get(earlier.get(row, -1)) for row in present]


def _with_moved(
    matches: list[int | None], drawn: Sequence[Texts], present: Sequence[Texts], key: str
) -> list[int | None]:
    """Return the matches with those of items that were moved: in a new row, with the text ``key`` of a drawn one."""
    free = [place for place in range(len(drawn)) if place not in matches]
    completed = list(matches)
    for place, match in enumerate(matches):
        name = present[place].get(key)
        same = [old for old in free if name and drawn[old].get(key) == name]
        if match is None and same:
            completed[place] = same[0]
            free.remove(same[0])
    return completed


__all__ = ["FormItems", "Items", "items_of", "renamed"]
