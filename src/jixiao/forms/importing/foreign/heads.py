"""The rows of headings of a table that others drew: each column is known by its word, wherever it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from jixiao.forms.importing.foreign.lexicon import SECTIONS, Lexicon
from jixiao.forms.importing.grid import Grid, Spot
from jixiao.quantity import Number, form_word, is_blank, parse

#: A heading of points, by the column to its left: the points of a class stand beside the class.
_WEIGHTS = {"level1": "level1_weight", "level2": "level2_weight"}
#: The columns that a declaration of targets heads twice.
_HALF = ("level2", "name", "target")
_HALVES = 2
#: Fewer known words make no row of headings.
_FEWEST = 2


class Head(NamedTuple):
    """The headings of a section: the rows they take, and the cell of each column.

    ``asides`` head columns that a project has no place for, ``unknown`` are headings that no word explains. ``side`` is
    the cell beside the section, which ends with it. ``by_place`` is a heading taken for a column by where it stands.
    """

    section: str
    top: int
    bottom: int
    spots: Mapping[str, Spot]
    asides: tuple[Spot, ...] = ()
    unknown: tuple[Spot, ...] = ()
    upper: tuple[Spot, ...] = ()
    side: Spot | None = None
    by_place: Spot | None = None

    @property
    def columns(self) -> dict[str, int]:
        """Return the column of the grid in which each column stands."""
        return {key: spot.column for key, spot in self.spots.items()}

    @property
    def first(self) -> int:
        """Return the first column with a heading."""
        return min(spot.column for spot in (*self.spots.values(), *self.asides))

    @property
    def ends(self) -> int | None:
        """Return the row behind the cell beside the section, where that reaches below the headings."""
        if self.side is None or self.side.row + self.side.rows - 1 <= self.bottom:
            return None
        return self.side.row + self.side.rows

    def named(self, key: str, spot: Spot) -> Head:
        """Return the headings with one that no word explains taken for a column."""
        unknown = tuple(other for other in self.unknown if other is not spot)
        return self._replace(spots={**self.spots, key: spot}, unknown=unknown, by_place=spot)


class _Match(NamedTuple):
    key: str
    spot: Spot


def find_heads(grid: Grid, lexicon: Lexicon) -> list[Head]:
    """Return all rows of headings of a table, from top to bottom."""
    heads = list[Head]()
    for row in range(grid.rows):
        head = _head(grid, row, lexicon)
        if head is not None:
            heads.append(head)
    return heads


def _head(grid: Grid, row: int, lexicon: Lexicon) -> Head | None:
    """Return the headings whose last row is ``row``, as those of the section of which there are most."""
    candidates = [
        (section, matches)
        for section in SECTIONS
        for matches in (_matches(grid, row, section, lexicon), _over_two_rows(grid, row, section, lexicon))
        if _is_complete(section, matches, lexicon) and not _are_labels(grid, section, matches)
    ]
    if not candidates:
        return None
    section, matches = max(candidates, key=lambda candidate: len(candidate[1]))
    return _made(grid, row, section, matches, lexicon)


def _matches(grid: Grid, row: int, section: str, lexicon: Lexicon) -> list[_Match]:
    """Return the known words in a row, of cells that do not reach below it, and headings that are written like one."""
    words = lexicon.heads[section]
    spots = [spot for spot in grid.row(row) if spot.row + spot.rows - 1 <= row]
    keys = {spot: words.get(form_word(spot.text)) for spot in spots}
    for spot in spots:
        if keys[spot] is None and not lexicon.reached[section].isdisjoint(keys.values()):
            key = lexicon.column_shaped(section, spot.text)
            keys[spot] = None if key in keys.values() else key
    return [_Match(key, spot) for spot, key in keys.items() if key is not None]


def _over_two_rows(grid: Grid, row: int, section: str, lexicon: Lexicon) -> list[_Match]:
    """Return the known words of a row and, in columns that it leaves free, of the row above: cells were not merged."""
    lower, upper = _matches(grid, row, section, lexicon), []
    if row and len(lower) >= _FEWEST:
        filled = {column for spot in grid.begin(row) for column in range(spot.column, spot.column + spot.columns)}
        upper = [
            match
            for match in _matches(grid, row - 1, section, lexicon)
            if match.spot.column not in filled and match.spot.columns == 1
        ]
    return sorted((*lower, *upper), key=lambda match: match.spot.column)


def _is_complete(section: str, matches: Sequence[_Match], lexicon: Lexicon) -> bool:
    """Whether known words are those without which there is no such section."""
    keys = {match.key for match in matches}
    return len(keys) >= _FEWEST and all(not keys.isdisjoint(group) for group in lexicon.needed[section])


def _are_labels(grid: Grid, section: str, matches: Sequence[_Match]) -> bool:
    """Whether known words label what stands to their right, rather than head what stands below them."""
    return _have_values_beside(grid, matches) or (section == "goals" and _have_texts_beside(grid, matches))


def _have_texts_beside(grid: Grid, matches: Sequence[_Match]) -> bool:
    """Whether a text that is no known word stands to the right of each known word."""
    words = [match.spot for match in matches]
    beside = [grid.spot(spot.row, spot.column + spot.columns) for spot in words]
    return all(spot is not None and not is_blank(spot.text) and spot not in words for spot in beside)


def _have_values_beside(grid: Grid, matches: Sequence[_Match]) -> bool:
    """Whether numbers stand to the right of most known words."""
    beside = (grid.spot(match.spot.row, match.spot.column + match.spot.columns) for match in matches)
    values = [spot for spot in beside if spot is not None and isinstance(parse(spot.text), Number)]
    return len(values) * 2 > len(matches)


def _made(grid: Grid, row: int, section: str, matches: Sequence[_Match], lexicon: Lexicon) -> Head:
    """Return the headings of a section with what else stands in their rows."""
    matches = _without_side(matches, lexicon)
    spots, asides = _columns(section, matches)
    top = min(match.spot.row for match in matches)
    first = min(match.spot.column for match in matches)
    recognised = {match.spot for match in matches}
    cells = [spot for spot in _cells(grid, top, row) if spot not in recognised]
    side = next((spot for spot in cells if spot.column < first and _is_side(spot, row, lexicon)), None)
    unknown, upper = _by_end(cells, row, side)
    return _with_level1(Head(section, top, row, spots, tuple(asides), unknown, upper, side))


def _without_side(matches: Sequence[_Match], lexicon: Lexicon) -> Sequence[_Match]:
    """Return known words without the first, where it says what stands beside it and another heads its column."""
    first, *behind = matches
    if lexicon.is_fixed("sides", first.spot.text) and first.key in {match.key for match in behind}:
        return behind
    return matches


def _by_end(cells: Sequence[Spot], row: int, side: Spot | None) -> tuple[tuple[Spot, ...], tuple[Spot, ...]]:
    """Return the cells that end in the last row of the headings, but for the one at the side, and those above it."""
    ends = [(spot, spot.row + spot.rows - 1) for spot in cells]
    last = tuple(spot for spot, end in ends if end == row and spot is not side)
    return last, tuple(spot for spot, end in ends if end < row)


def _cells(grid: Grid, top: int, bottom: int) -> Iterator[Spot]:
    """Yield the cells with a text in some rows, each once; of those that begin above them only the ones beside."""
    for row in range(top, bottom + 1):
        yield from (spot for spot in grid.row(row) if not is_blank(spot.text) and row == max(spot.row, top))


def _is_side(spot: Spot, row: int, lexicon: Lexicon) -> bool:
    """Whether a cell stands beside a section: it reaches below its headings, or says so."""
    return spot.row + spot.rows - 1 > row or lexicon.is_fixed("sides", spot.text)


def _with_level1(head: Head) -> Head:
    """Return headings of indicators in which the only unknown one left of the second level is the first level."""
    if head.section != "indicators" or "level1" in head.spots or "level2" not in head.spots:
        return head
    candidates = [spot for spot in head.unknown if spot.column < head.spots["level2"].column]
    if len(candidates) != 1:
        return head
    return head.named("level1", candidates[0])


def _first_half(section: str, matches: Sequence[_Match]) -> list[Spot]:
    """Return the headings of the first half of indicators that are headed twice: for several years, and for the year.

    A declaration of targets repeats its columns from the second level on; the year's stand last.
    """
    keys = [match.key for match in matches]
    if section != "indicators" or any(keys.count(key) != _HALVES for key in ("name", "target")):
        return []
    second = keys.index("name", keys.index("name") + 1)
    start = max((at for at, key in enumerate(keys[:second]) if key == "level2"), default=second)
    return [match.spot for match in matches[:start] if match.key in _HALF]


def _columns(section: str, matches: Sequence[_Match]) -> tuple[dict[str, Spot], list[Spot]]:
    """Return the cell of each column, and those of columns that a project has no place for or has already."""
    asides = _first_half(section, matches)
    spots, before = dict[str, Spot](), ""
    for match in matches:
        if match.spot in asides:
            continue
        key = match.key
        if (key, section) == ("weight", "indicators"):
            key = _WEIGHTS.get(before, key)
        if _are_kinds_before(key, spots):
            spots["cause_kinds"] = spots.pop("cause")
        if key in spots or key == "aside":
            asides.append(match.spot)
        else:
            spots[key] = match.spot
        before = match.key
    return _with_substitutes(spots), asides


def _are_kinds_before(key: str, spots: Mapping[str, Spot]) -> bool:
    """Whether a column of causes before another one is of their kinds: forms of monitoring have both."""
    return key == "cause" and "cause" in spots and "cause_kinds" not in spots and "progress" in spots


def _with_substitutes(spots: dict[str, Spot]) -> dict[str, Spot]:
    """Return columns in which remarks are causes, and amounts of funds budgets, where there are no others.

    So are a reviewer's words on what was taken off where the reviewer has no values or scores of his own.
    """
    words = ["remark"]
    if "second_actual" not in spots and "second_score" not in spots:
        words.insert(0, "second_reason")
    for key in words:
        if key in spots:
            spots.setdefault("cause", spots[key])
    if "fund" in spots and "initial" not in spots:
        spots.setdefault("budget", spots["fund"])
    return {key: spot for key, spot in spots.items() if not _is_twin(key, spots)}


def _is_twin(key: str, spots: Mapping[str, Spot]) -> bool:
    """Whether a column was taken for another that the table lacks."""
    other = {"remark": "cause", "second_reason": "cause", "fund": "budget"}.get(key, key)
    return other != key and spots.get(other) is spots[key]


__all__ = ["Head", "find_heads"]
