"""Which figures are parts of which whole: where a text can be read in two ways, the way in which the sums hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from jixiao.accounts.mentions import Figure
from jixiao.accounts.statement import fits
from jixiao.accounts.unrounded import total


class Listing(NamedTuple):
    """A list: the number of its whole, and the numbers of its parts in their order."""

    parent: int
    parts: tuple[int, ...]


def listings(figures: Sequence[Figure]) -> list[Listing]:
    """Return the lists of a document.

    A semicolon may end a list within a list, or only one of its parts; several lists of the same whole may follow each
    other (按功能分类 …，按经济分类 …).
    """
    by_list: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number, figure in enumerate(figures):
        if figure.parent is not None:
            by_list[figure.parent, figure.listing].append(number)
    as_read = {parent: Listing(parent, tuple(parts)) for (parent, _), parts in by_list.items()}
    arranged = []
    moved: dict[int, tuple[int, ...]] = {}
    for (parent, _), parts in by_list.items():
        listing = Listing(parent, tuple(parts))
        inner = next(_inner_lists(listing, as_read, figures), None)
        if inner is not None:
            moved[inner.parent] = inner.parts
            listing = Listing(parent, tuple(part for part in parts if part not in inner.parts))
        arranged.append(listing)
    return [run for listing in arranged for run in _runs(_replaced(listing, moved), figures)]


def _replaced(listing: Listing, moved: dict[int, tuple[int, ...]]) -> Listing:
    return Listing(listing.parent, moved.get(listing.parent, listing.parts))


def _adds_up(parent: int, parts: Sequence[int], figures: Sequence[Figure]) -> bool:
    numbers = [figures[part].mentions["value"].printed.unrounded for part in parts]
    return bool(parts) and fits(total, numbers, figures[parent].mentions["value"].printed.unrounded)


def _inner_lists(listing: Listing, as_read: dict[int, Listing], figures: Sequence[Figure]) -> Iterator[Listing]:
    """Yield the lists within a list that take more of its parts, so that both add up where they do not as read."""
    if _adds_up(*listing, figures):
        return
    for place, part in enumerate(listing.parts):
        if part not in as_read:
            continue
        for end in range(place + 2, len(listing.parts) + 1):
            inner = (*as_read[part].parts, *listing.parts[place + 1 : end])
            outer = [other for other in listing.parts if other not in inner]
            if _adds_up(part, inner, figures) and _adds_up(listing.parent, outer, figures):
                yield Listing(part, inner)


def _runs(listing: Listing, figures: Sequence[Figure]) -> list[Listing]:
    """Return the lists of the same whole that follow each other, if each of them adds up; else the list as it is."""
    runs: list[Listing] = []
    open_parts: list[int] = []
    for part in listing.parts:
        open_parts.append(part)
        if len(open_parts) > 1 and _adds_up(listing.parent, open_parts, figures):
            runs.append(Listing(listing.parent, tuple(open_parts)))
            open_parts = []
    if open_parts:
        return [listing]
    return runs
