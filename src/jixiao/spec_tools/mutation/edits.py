"""Small edits of what a spec file holds, each on a copy of the way to it: the data itself never changes."""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import copy
from fractions import Fraction
from typing import Any

from jixiao.exact import format_exact, parse_number
from jixiao.loading.yaml_composer import Map, Seq

Path = tuple[str | int, ...]
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")


def at(root: Any, path: Path) -> Any:
    """Return the value at a path."""
    for part in path:
        root = root[part]
    return root


def put(root: Any, path: Path, value: object) -> Any:
    """Return a copy with another value at a path; a key that is new comes last."""

    def edit(node: Any, key: str | int) -> None:
        node[key] = value
        if isinstance(node, Map):
            node.at.setdefault(str(key), (node.start, node.start))

    return _edited(root, path, edit)


def drop(root: Any, path: Path) -> Any:
    """Return a copy without the key or item at a path."""

    def edit(node: Any, key: str | int) -> None:
        del node[key]
        if isinstance(node, Seq) and node.at:
            del node.at[int(key)]

    return _edited(root, path, edit)


def rename(root: Any, path: Path, new: str) -> Any:
    """Return a copy with the last key of a path called otherwise, in its place."""

    def edit(node: Any, key: str | int) -> None:
        items = list(node.items())
        node.clear()
        node.update(({key: new}.get(name, name), value) for name, value in items)
        if isinstance(node, Map) and key in node.at:
            node.at[new] = node.at[str(key)]

    return _edited(root, path, edit)


def swap(root: Any, path: Path, index: int) -> Any:
    """Return a copy with the item ``index`` of the list at a path behind the next one."""
    items = at(root, path)
    trial = put(root, (*path, index), items[index + 1])
    return put(trial, (*path, index + 1), items[index])


def _edited(root: Any, path: Path, edit: Callable[[Any, str | int], None]) -> Any:
    node = copy(root)
    if len(path) == 1:
        edit(node, path[0])
    else:
        node[path[0]] = _edited(node[path[0]], path[1:], edit)
    return node


def nudged(text: str, zero: str = "1") -> list[str]:
    """Return a text with its first number a small step higher and lower: one in its last place.

    Where that would leave nothing, the number is halved; a nought goes to ``zero`` and its negative.

    >>> nudged("90%"), nudged("8/10"), nudged("1分"), nudged("0", "1%")
    (['91%', '89%'], ['9/10', '7/10'], ['2分', '0.5分'], ['1%', '-1%'])
    """
    match = _NUMBER.search(text)
    if match is None:
        return []
    value = parse_number(match[0])
    if value is None:
        return []
    if not value:
        return [zero, f"-{zero}"]
    step = Fraction(1, 10 ** len(match[0].partition(".")[2]))
    lower = value - step if value > step else value / 2
    return [text[: match.start()] + format_exact(near) + text[match.end() :] for near in (value + step, lower)]
