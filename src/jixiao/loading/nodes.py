"""Composed data: mappings and lists as typed, and where they, their keys and their values stand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jixiao.findings import Place, Source

#: Line and column from 1, and length, all in characters.
Position = tuple[int, int, int]
#: Where something stands: the parser's event or a function, whose position is worked out when it is asked for; or that.
At = Any
Path = tuple[str | int, ...]


class Map(dict[str, object]):
    """A mapping as typed, and where it, its keys and its values stand.

    ``places`` gives the places of keys and values, by key, when they are first asked for.
    """

    __slots__ = ("_at", "_places", "source", "start")

    def __init__(
        self, source: Source, start: At, places: Callable[[Map], dict[str, tuple[At, At]]] | None = None
    ) -> None:
        self.source = source
        self.start = start
        self._places = places
        self._at: dict[str, tuple[At, At]] | None = None

    def __copy__(self) -> Map:
        """Return a mapping of the same values and places, which can be edited."""
        twin = Map(self.source, self.start)
        twin.update(self)
        twin.at.update(self.at)
        return twin

    @property
    def at(self) -> dict[str, tuple[At, At]]:
        """Return the places of its keys and values, by key."""
        if self._at is None:
            self._at = {} if self._places is None else self._places(self)
        return self._at

    @property
    def place(self) -> Place:
        """Return the place where it begins."""
        return place_from(self.source, position_of(self.start))


class Seq(list[object]):
    """A list as typed, and where it and its items stand; ``places`` gives those of its items, as for a mapping."""

    __slots__ = ("_at", "_places", "source", "start")

    def __init__(self, source: Source, start: At, places: Callable[[Seq], list[At]] | None = None) -> None:
        self.source = source
        self.start = start
        self._places = places
        self._at: list[At] | None = None

    def __copy__(self) -> Seq:
        """Return a list of the same values and places, which can be edited."""
        twin = Seq(self.source, self.start)
        twin.extend(self)
        twin.at.extend(self.at)
        return twin

    @property
    def at(self) -> list[At]:
        """Return the places of its items."""
        if self._at is None:
            self._at = [] if self._places is None else self._places(self)
        return self._at

    @property
    def place(self) -> Place:
        """Return the place where it begins."""
        return place_from(self.source, position_of(self.start))


def place_of(root: object, path: Path, *, key: bool = False) -> Place | None:
    """Return where the value at ``path`` stands, or with ``key`` the last key of it; else the deepest place there is.

    ``None`` where there is none, as for data that was not composed.
    """
    place = None
    if isinstance(root, Map | Seq):
        place = root.place
    node = root
    for depth, part in enumerate(path, 1):
        position = _position_in(node, part, key=key and depth == len(path))
        child = _child(node, part)
        if position is not None:
            place = place_from(node.source, position)  # type: ignore[attr-defined]
        elif isinstance(child, Map | Seq):
            place = child.place
        else:
            break
        node = child
    return place


def _child(node: object, part: str | int) -> object:
    if isinstance(node, Map):
        return node.get(part)  # type: ignore[arg-type]
    if isinstance(node, Seq) and isinstance(part, int) and 0 <= part < len(node):
        return node[part]
    return None


def _position_in(node: object, part: str | int, *, key: bool) -> Position | None:
    if isinstance(node, Map) and part in node.at:
        key_at, value_at = map(position_of, node.at[part])
        if key or not value_at[2]:  # an empty value or a block below its key has no text of its own to point at
            return key_at
        return value_at
    if isinstance(node, Seq) and isinstance(part, int) and 0 <= part < len(node.at):
        return position_of(node.at[part])
    return None


def position_of(at: At) -> Position:
    """Return line, column and length of where something stands."""
    if isinstance(at, tuple):
        return at
    if callable(at):
        position: Position = at()
        return position
    start, end = at.start_mark, at.end_mark
    line, column = start.line, start.column
    length = 1
    if end.line == line:
        length = end.column - column
    return (line + 1, column + 1, length)


def place_from(source: Source, position: Position) -> Place:
    """Return a position in a source as a place; no shorter than one character."""
    line, column, length = position
    return Place(source, line, column, max(length, 1))


__all__ = ["At", "Map", "Position", "Seq", "place_from", "place_of", "position_of"]
