"""Mutants of a spec: every number, edge, height and choice that its author wrote, each changed a little by itself.

A pure function from what a spec file holds to what it would hold. Dates, sources, titles and forms are left
alone: they change no score.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import chain, pairwise
from typing import Any, NamedTuple, get_args

from jixiao.curve import parse_ratio
from jixiao.exact import ZERO, format_exact, parse_number
from jixiao.measure.dates import MONTHS_LATE
from jixiao.measure.ratios import EXECUTION_RATE
from jixiao.model.spec import NotApplicable
from jixiao.spec_tools.mutation.edits import Path, at, drop, nudged, put, rename, swap

_SIDES = {"≥": ">", ">": "≥", "≤": "<", "<": "≤"}
_OPPOSITE = {"≥": "≤", ">": "<", "≤": "≥", "<": ">", "=": "≥", "定性": "≥"}
#: Words of which a spec holds one or the other.
_FLIPS: dict[str, dict[str, str]] = {
    "over": {"budget": "initial", "initial": "budget"},
    "months": {"begun": "whole", "whole": "begun"},
    "stated": {"share": "score", "score": "share", "items": "share"},
    "begun": {"true": "false", "false": "true"},
    "finished": {"true": "false", "false": "true"},
    "direction": {"正向": "反向", "反向": "正向"},
    "binding": {"advised": "observed", "observed": "advised"},
    "severity": {"note": "warning", "warning": "note", "error": "note"},
    "grade": {"printed total": "exact total", "exact total": "printed total"},
    "actual": {"0": "no data", "no data": "0"},
    "rest": {"first": "last", "last": "first"},
}
#: What stands for a key that is not written, where another value would score otherwise.
_UNWRITTEN = {EXECUTION_RATE.name: ("over", "budget"), MONTHS_LATE.name: ("months", "begun")}
_LISTS = {"rules": "rule", "caps": "cap", "marks": "mark", "remarks": "remark"}
#: What stands beside a height that has no number of its own, where heights are shares and where they are points.
_BESIDE_HEIGHTS: dict[bool, dict[str, tuple[str, ...]]] = {
    False: {"judged": ("full", "0"), "full": ("99%",), "0": ("1%",)},
    True: {"judged": ("full", "0"), "full": ("-0.1分",), "0": ()},
}
#: Kinds of targets that are numbers, and so may be more than one of these at once.
_NUMBERS = frozenset({"number", "zero", "negative", "money", "percent", "rank"})


class Mutant(NamedTuple):
    """A spec with one thing changed: what, in a name that lasts as long as the thing does, and the changed data."""

    name: str
    data: Any


def mutants(root: Any) -> Iterator[Mutant]:
    """Return every mutant of what a spec file holds (an overlay's own part alone), in the file's order.

    Two that come to the same are given once.
    """
    names = set()
    for mutant in _all(_Tree(root)):
        if mutant.name not in names:
            names.add(mutant.name)
            yield mutant


def _all(tree: _Tree) -> Iterator[Mutant]:
    yield from tree.nudges((), "full_marks")
    yield from _weights(tree)
    yield from _unstated(tree)
    for section in _LISTS:
        yield from _entries(tree, section)
    for index, _ in enumerate(tree.get("drop")):
        yield tree.drop(("drop", index))
    yield from _grades(tree)
    yield from _policies(tree)


class _Tree(NamedTuple):
    """What a spec file holds, the names of places in it, and one change at a place."""

    root: Any

    def get(self, *path: str | int) -> Any:
        """Return what stands at a path; an empty mapping where nothing is written."""
        node = self.root
        for part in path:
            node = node[part] if isinstance(part, int) else node.get(part) or {}
        return node

    def paths(self, path: Path, *keys: str) -> list[Path]:
        """Return the paths of those keys of a mapping that are written."""
        node = self.get(*path)
        return [(*path, key) for key in keys if key in node]

    def name(self, path: Path) -> str:
        """Return a path with entries of lists called by their names, so that it outlives their order."""
        text, node = "", self.root
        for part in path:
            node = node[part]
            text += _step_name(part, node)
        return text.removeprefix(".")

    def set(self, path: Path, new: object) -> Mutant:
        """Return the spec with another value at a path."""
        return Mutant(f"{self.name(path)}: {at(self.root, path)} → {new}", put(self.root, path, new))

    def add(self, path: Path, new: str) -> Mutant:
        """Return the spec with a value where none is written."""
        return Mutant(f"{self.name(path[:-1])}.{path[-1]}: + {new}", put(self.root, path, new))

    def rename(self, path: Path, new: str) -> Mutant:
        """Return the spec with another key at the end of a path."""
        return Mutant(f"{self.name(path[:-1])} @ {path[-1]} → {new}", rename(self.root, path, new))

    def drop(self, path: Path) -> Mutant:
        """Return the spec without a key or an item."""
        value = at(self.root, path)
        text = f" {value}" if isinstance(value, str) else ""
        return Mutant(f"{self.name(path)}: −{text}", drop(self.root, path))

    def swap(self, path: Path, index: int) -> Mutant:
        """Return the spec with two neighbours of a list in the other order."""
        first, second = (self.name((*path, index + side)) for side in (0, 1))
        return Mutant(f"{first} ↔ {second.rpartition('.')[2]}", swap(self.root, path, index))

    def nudge(self, path: Path) -> Iterator[Mutant]:
        """Return the spec with a number a step higher, and lower."""
        return (self.set(path, text) for text in nudged(str(at(self.root, path))))

    def flip(self, path: Path) -> Iterator[Mutant]:
        """Return the spec with the other word that may stand at a path."""
        value, flips = str(at(self.root, path)), _FLIPS[str(path[-1])]
        if value in flips:
            yield self.set(path, flips[value])

    def nudges(self, path: Path, *keys: str) -> Iterator[Mutant]:
        """Return the spec with each of those numbers of a mapping that are written a step higher, and lower."""
        return chain.from_iterable(map(self.nudge, self.paths(path, *keys)))

    def flips(self, path: Path, *keys: str) -> Iterator[Mutant]:
        """Return the spec with the other word for each of those keys of a mapping that are written."""
        return chain.from_iterable(map(self.flip, self.paths(path, *keys)))

    def drops(self, path: Path, *keys: str) -> Iterator[Mutant]:
        """Return the spec without each of those keys of a mapping that are written."""
        return map(self.drop, self.paths(path, *keys))


def _step_name(part: str | int, node: Any) -> str:
    """Return one step of a path, as it stands in the name of a place."""
    if not isinstance(part, int):
        return f".{part}"
    if isinstance(node, dict):
        for word in (*_LISTS.values(), "change"):
            if word in node:
                return f".{node[word]}"
    return f"[{part}]"


def _weights(tree: _Tree) -> Iterator[Mutant]:
    sets = tree.get("weights", "sets")
    for index, points in enumerate(sets):
        path: Path = ("weights", "sets", index)
        yield from _transfers(tree, path)
        if points.get("present"):
            yield tree.drop((*path, "present"))
        if len(sets) > 1:
            yield tree.drop(path)
    yield from tree.drops(("weights", "absent"), *tree.get("weights", "absent"))
    yield from tree.drops(("weights",), "execution_in")
    yield from tree.flips(("weights",), "binding")


def _transfers(tree: _Tree, path: Path) -> Iterator[Mutant]:
    """Return a point moved from each class to the next: by itself, a class's weight would only break the sum."""
    points = at(tree.root, path)
    names = [name for name in points if name != "present"]
    for name, other in zip(names, [*names[1:], *names[:1]], strict=True):
        more, less = nudged(str(points[name]))[:1], nudged(str(points[other]))[1:]
        if name != other and more and less:
            data = put(put(tree.root, (*path, name), more[0]), (*path, other), less[0])
            yield Mutant(f"{tree.name(path)}: {name} {more[0]}, {other} {less[0]}", data)


def _unstated(tree: _Tree) -> Iterator[Mutant]:
    path: Path = ("comparison_if_unstated", "cases")
    cases = tree.get(*path)
    for index, case in enumerate(cases):
        here = (*path, index)
        yield tree.set((*here, "is"), _OPPOSITE[str(case["is"])])
        yield from _conditions(tree, here, case)
        yield tree.drop(here)
    for index, (one, other) in enumerate(pairwise(cases)):
        if _overlap(one, other) and one["is"] != other["is"]:
            yield tree.swap(path, index)


def _conditions(tree: _Tree, path: Path, when: Any) -> Iterator[Mutant]:
    """Return each part of a condition left out, and each of several values; yes for no."""
    for key, value in when.items():
        if key == "is":
            continue
        here = (*path, key)
        if key in _FLIPS:
            yield from tree.flip(here)
        yield tree.drop(here)
        yield from _items_left_out(tree, here, value)


def _items_left_out(tree: _Tree, path: Path, value: Any) -> Iterator[Mutant]:
    if isinstance(value, list) and len(value) > 1:
        for index, _ in enumerate(value):
            yield tree.drop((*path, index))


def _entries(tree: _Tree, section: str) -> Iterator[Mutant]:
    entries = tree.get(section)
    for index, entry in enumerate(entries):
        path: Path = (section, index)
        yield from _choices(tree, path, entry)
        yield from _curve(tree, path, entry)
        yield from _tiers(tree, path)
        yield from _losses(tree, path, entry)
        yield tree.drop(path)
    for index, (one, other) in enumerate(pairwise(entries)):
        if section == "rules" and _may_meet(one, other):
            yield tree.swap((section,), index)


def _choices(tree: _Tree, path: Path, entry: Any) -> Iterator[Mutant]:
    """Return changes of conditions, and of words that choose between two ways."""
    yield from _whens(tree, (*path, "for"), entry.get("for"))
    yield from tree.flips(path, "over", "months", "stated", "severity")
    key, value = _UNWRITTEN.get(str(entry.get("measure")), ("", ""))
    if key and key not in entry:
        yield tree.add((*path, key), _FLIPS[key][value])
    yield from tree.drops(path, "unless", "same_text_means")


def _whens(tree: _Tree, path: Path, when: Any) -> Iterator[Mutant]:
    """Return changes of one condition, or of several and each of them left out."""
    if isinstance(when, list):
        for index, one in enumerate(when):
            yield from _conditions(tree, (*path, index), one)
            if len(when) > 1:
                yield tree.drop((*path, index))
    elif when:
        yield from _conditions(tree, path, when)


def _curve(tree: _Tree, path: Path, entry: Any) -> Iterator[Mutant]:
    for form in ("line", "bands"):
        yield from _table(tree, (*path, form), entry.get(form) or {})
    yield from _steps(tree, (*path, "steps"))
    yield from tree.nudges((*path, "count"), "each")
    yield from tree.drops(path, "count")


def _table(tree: _Tree, path: Path, table: Any) -> Iterator[Mutant]:
    """Return changes of the edges and the heights of a line or of bands."""
    zero = "1%" if any("%" in key for key in table) else "1"
    in_points = any("分" in str(height) for height in table.values())
    for key, height in table.items():
        here = (*path, key)
        yield from (tree.rename(here, new) for new in _edges(key, zero) if new not in table)
        yield from (tree.set(here, new) for new in _heights(str(height), in_points=in_points))


def _edges(key: str, zero: str) -> Iterator[str]:
    """Return an edge moved a little to either side, and with its end open or closed."""
    if key in ("otherwise", "met"):
        return
    if ".." in key:
        low, high = key.split("..", 1)
        yield from (f"{new}..{high}" for new in _signed(low, zero))
        yield from (f"{low}..{new}" for new in _signed(high, zero))
        return
    if key[0] not in _SIDES:
        yield from _signed(key, zero)
        return
    side, edge = key[0], key[1:]
    yield from (f"{side}{new}" for new in _signed(edge, zero))
    yield f"{_SIDES[side]}{edge}"


def _signed(edge: str, zero: str) -> list[str]:
    return [text.replace("--", "") for text in nudged(edge.strip(), zero)]


def _heights(height: str, *, in_points: bool) -> Iterator[str]:
    """Return a height a little higher and lower; of a jump or a line, either side of it."""
    for between in (" | ", " → "):
        start, mark, end = height.partition(between)
        if mark:
            yield from (f"{new}{between}{end}" for new in _heights(start, in_points=in_points))
            yield from (f"{start}{between}{new}" for new in _heights(end, in_points=in_points))
            yield from (start, end)
            return
    beside = _BESIDE_HEIGHTS[in_points]
    if height in beside:
        yield from beside[height]
    else:
        yield from nudged(height)


def _steps(tree: _Tree, path: Path) -> Iterator[Mutant]:
    yield from tree.nudges(path, "from", "each", "lose", "most")
    yield from tree.flips(path, "begun")
    yield from tree.drops(path, "most")


def _tiers(tree: _Tree, path: Path) -> Iterator[Mutant]:
    yield from tree.drops(path, "tier_step")
    yield from tree.nudges(path, "partly")
    yield from tree.nudges((*path, "items"), *tree.get(*path, "items"))
    for name in tree.get(*path, "tiers"):
        yield from _tier(tree, (*path, "tiers", name))


def _tier(tree: _Tree, path: Path) -> Iterator[Mutant]:
    """Return changes of a tier's ends, of their being held, and of its default."""
    for here in tree.paths(path, "from", "through", "below", "default"):
        shares = nudged(str(at(tree.root, here)), "1%")
        yield from (tree.set(here, new) for new in shares if 0 <= (parse_ratio(new) or ZERO) <= 1)
    for key, other in (("through", "below"), ("below", "through")):
        yield from (tree.rename(here, other) for here in tree.paths(path, key))
    yield from tree.drops(path, "default")


def _losses(tree: _Tree, path: Path, entry: Any) -> Iterator[Mutant]:
    """Return changes of what a mark takes, and of the bound of a remark."""
    if "earn" in entry:
        data = drop(put(tree.root, (*path, "lose"), "99%"), (*path, "earn"))
        yield Mutant(f"{tree.name(path)}.earn: 0 → lose 99%", data)
    yield from tree.nudges(path, "lose")
    for here in tree.paths(path, "outside"):
        yield from (tree.set(here, new) for new in _edges(str(entry["outside"]), "1%"))


def _grades(tree: _Tree) -> Iterator[Mutant]:
    step = _number(tree.get("rounding").get("row", "0.01"))
    for name, edge in tree.get("grades").items():
        if name not in ("basis", "reading", "binding") and str(edge) != "0":
            yield from tree.nudge(("grades", name))
            yield tree.set(("grades", name), format_exact(_number(edge) + step))  # the edge with its end open


def _policies(tree: _Tree) -> Iterator[Mutant]:
    for path in tree.paths(("rounding",), "row"):
        step = _number(at(tree.root, path))
        yield from (tree.set(path, format_exact(new)) for new in (step / 10, step * 10))
    for section, key in (("rounding", "grade"), ("missing", "actual"), ("row_weights", "rest")):
        yield from tree.flips((section,), key)
    yield from tree.nudges(("row_weights", "groups"), *tree.get("row_weights", "groups"))
    yield from tree.nudges(("row_weights",), "to")
    for path in tree.paths(("not_applicable",), "rows"):
        policies = get_args(NotApplicable.model_fields["rows"].annotation)
        yield from (tree.set(path, policy) for policy in policies if policy != at(tree.root, path))


def _number(text: object) -> Fraction:
    return parse_number(str(text)) or ZERO


def _may_meet(one: Any, other: Any) -> bool:
    """Whether some row fits both rules' conditions, so that their order matters."""
    sides = [entry.get("for") for entry in (one, other)]
    if not all(sides):
        return False
    first, second = map(_listed, sides)
    return any(_overlap(a, b) for a in first for b in second)


def _overlap(one: Any, other: Any) -> bool:
    keys = one.keys() & other.keys() - {"is", "name_has"}
    return all(_values(one[key], key) & _values(other[key], key) for key in keys)


def _values(value: Any, key: str) -> set[str]:
    values = set(map(str, _listed(value)))
    if key == "target" and values & _NUMBERS:
        values |= _NUMBERS
    return values


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
