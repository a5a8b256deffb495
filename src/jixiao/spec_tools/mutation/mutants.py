"""Mutants of a spec: every number, edge, height and choice that its author wrote, each changed a little by itself.

A pure function from what a spec file holds to what it would hold. Dates, sources, titles and forms are left
alone: they change no score.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Any, NamedTuple, get_args

from jixiao.curve import parse_ratio
from jixiao.exact import ZERO, parse_number, plain
from jixiao.model.spec import NotApplicable
from jixiao.spec_tools.mutation.edits import Path, at, drop, nudged, put, rename, swap

_SIDES = {"≥": ">", ">": "≥", "≤": "<", "<": "≤"}
_OPPOSITE = {"≥": "≤", ">": "<", "≤": "≥", "<": ">", "=": "≥", "定性": "≥"}
#: Words of which a spec holds one or the other.
_FLIPS: dict[str, dict[str, str]] = {
    "over": {"budget": "initial", "initial": "budget"},
    "months": {"begun": "whole", "whole": "begun"},
    "stated": {"share": "score", "score": "share"},
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
_UNWRITTEN = {"execution": ("over", "budget"), "months_late": ("months", "begun")}
_LISTS = {"rules": "rule", "caps": "cap", "marks": "mark", "remarks": "remark"}
#: Kinds of targets that are numbers, and so may be more than one of these at once.
_NUMBERS = frozenset({"number", "zero", "negative", "money", "percent", "rank"})


class Mutant(NamedTuple):
    """A spec with one thing changed: what, in a name that lasts as long as the thing does, and the changed data."""

    name: str
    data: Any


def mutants(root: Any) -> Iterator[Mutant]:
    """Every mutant of what a spec file holds (an overlay's own part alone), in the file's order.

    Two that come to the same are given once.
    """
    seen = set()
    for mutant in _all(_Walk(root)):
        if mutant.name not in seen:
            seen.add(mutant.name)
            yield mutant


def _all(walk: _Walk) -> Iterator[Mutant]:
    root = walk.root
    if "full_marks" in root:
        yield from walk.number(("full_marks",))
    yield from _weights(walk)
    yield from _unstated(walk)
    for section in _LISTS:
        yield from _entries(walk, section)
    for index, _ in enumerate(root.get("drop") or ()):
        yield walk.dropped(("drop", index))
    yield from _grades(walk)
    yield from _policies(walk)


class _Walk(NamedTuple):
    """What a spec file holds, and how places in it are called."""

    root: Any

    def named(self, path: Path) -> str:
        """A path with entries of lists called by their names, so that it outlives their order."""
        text, node = "", self.root
        for part in path:
            node = node[part]
            name = _name_of(node) if isinstance(part, int) else ""
            text += f".{name}" if name else f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
        return text

    def set(self, path: Path, new: object) -> Mutant:
        """Another value."""
        return Mutant(f"{self.named(path)}: {at(self.root, path)} → {new}", put(self.root, path, new))

    def added(self, path: Path, new: str) -> Mutant:
        """A value where none is written."""
        return Mutant(f"{self.named(path[:-1])}.{path[-1]}: + {new}", put(self.root, path, new))

    def key(self, path: Path, new: str) -> Mutant:
        """Another key."""
        return Mutant(f"{self.named(path[:-1])} @ {path[-1]} → {new}", rename(self.root, path, new))

    def dropped(self, path: Path) -> Mutant:
        """Without a key or an item."""
        shown = f" {at(self.root, path)}" if isinstance(at(self.root, path), str) else ""
        return Mutant(f"{self.named(path)}: −{shown}", drop(self.root, path))

    def swapped(self, path: Path, index: int) -> Mutant:
        """With two neighbours in the other order."""
        first, second = (self.named((*path, index + side)) for side in (0, 1))
        return Mutant(f"{first} ↔ {second.rpartition('.')[2]}", swap(self.root, path, index))

    def number(self, path: Path) -> Iterator[Mutant]:
        """A number a step up and down."""
        return (self.set(path, text) for text in nudged(str(at(self.root, path))))

    def flip(self, path: Path) -> Iterator[Mutant]:
        """A word and the other that it may be."""
        value = str(at(self.root, path))
        if value in _FLIPS[str(path[-1])]:
            yield self.set(path, _FLIPS[str(path[-1])][value])


def _name_of(node: Any) -> str:
    words = (*_LISTS.values(), "change")
    return next((str(node[word]) for word in words if word in node), "") if isinstance(node, dict) else ""


def _weights(walk: _Walk) -> Iterator[Mutant]:
    weights = walk.root.get("weights") or {}
    sets = weights.get("sets") or []
    for index, points in enumerate(sets):
        yield from _transfers(walk, ("weights", "sets", index))
        if points.get("present"):
            yield walk.dropped(("weights", "sets", index, "present"))
        if len(sets) > 1:
            yield walk.dropped(("weights", "sets", index))
    for name in weights.get("absent") or {}:
        yield walk.dropped(("weights", "absent", name))
    if "execution_in" in weights:
        yield walk.dropped(("weights", "execution_in"))
    if "binding" in weights:
        yield from walk.flip(("weights", "binding"))


def _transfers(walk: _Walk, path: Path) -> Iterator[Mutant]:
    """A point from each class to the next: by itself, a class's weight would only break the sum."""
    points = at(walk.root, path)
    names = [name for name in points if name != "present"]
    for name, other in zip(names, [*names[1:], *names[:1]], strict=True):
        more, less = nudged(str(points[name]))[:1], nudged(str(points[other]))[1:]
        if name != other and more and less:
            data = put(put(walk.root, (*path, name), more[0]), (*path, other), less[0])
            yield Mutant(f"{walk.named(path)}: {name} {more[0]}, {other} {less[0]}", data)


def _unstated(walk: _Walk) -> Iterator[Mutant]:
    cases = (walk.root.get("comparison_if_unstated") or {}).get("cases") or []
    path: Path = ("comparison_if_unstated", "cases")
    for index, case in enumerate(cases):
        here = (*path, index)
        yield walk.set((*here, "is"), _OPPOSITE[str(case["is"])])
        yield from _conditions(walk, here, case)
        yield walk.dropped(here)
    for index, (one, other) in enumerate(pairwise(cases)):
        if _overlap(one, other) and one["is"] != other["is"]:
            yield walk.swapped(path, index)


def _conditions(walk: _Walk, path: Path, when: Any) -> Iterator[Mutant]:
    """Each part of a condition left out, and each of several values; yes for no."""
    for key, value in when.items():
        if key == "is":
            continue
        if key in _FLIPS:
            yield from walk.flip((*path, key))
        yield walk.dropped((*path, key))
        if isinstance(value, list) and len(value) > 1:
            for index, _ in enumerate(value):
                yield walk.dropped((*path, key, index))


def _entries(walk: _Walk, section: str) -> Iterator[Mutant]:
    entries = walk.root.get(section) or []
    for index, entry in enumerate(entries):
        path: Path = (section, index)
        yield from _choices(walk, path, entry)
        yield from _curve(walk, path, entry)
        yield from _tiers(walk, path, entry)
        yield from _told(walk, path, entry)
        yield walk.dropped(path)
    for index, (one, other) in enumerate(pairwise(entries)):
        if section == "rules" and _may_meet(one, other):
            yield walk.swapped((section,), index)


def _choices(walk: _Walk, path: Path, entry: Any) -> Iterator[Mutant]:
    """Conditions, and words that choose between two ways."""
    when = entry.get("for")
    for index, each in enumerate(when if isinstance(when, list) else [when] if when else []):
        here: Path = (*path, "for", index) if isinstance(when, list) else (*path, "for")
        yield from _conditions(walk, here, each)
        if isinstance(when, list) and len(when) > 1:
            yield walk.dropped(here)
    for key in ("over", "months", "stated", "severity"):
        if key in entry:
            yield from walk.flip((*path, key))
    key, value = _UNWRITTEN.get(str(entry.get("measure")), ("", ""))
    if key and key not in entry:
        yield walk.added((*path, key), _FLIPS[key][value])
    for key in ("unless", "same_text_means"):
        if key in entry:
            yield walk.dropped((*path, key))


def _curve(walk: _Walk, path: Path, entry: Any) -> Iterator[Mutant]:
    for form in ("line", "bands"):
        table = entry.get(form) or {}
        zero = "1%" if any("%" in key for key in table) else "1"
        in_points = any("分" in str(height) for height in table.values())
        for key, height in table.items():
            here = (*path, form, key)
            yield from (walk.key(here, new) for new in _edges(key, zero) if new not in table)
            yield from (walk.set(here, new) for new in _heights(str(height), in_points=in_points))
    yield from _steps(walk, path, entry.get("steps") or {})
    if "count" in entry:
        yield from walk.number((*path, "count", "each"))
        yield walk.dropped((*path, "count"))


def _edges(key: str, zero: str) -> Iterator[str]:
    """An edge moved a little to either side, and with its end open or closed."""
    if key in ("otherwise", "met"):
        return
    if ".." in key:
        low, high = key.split("..", 1)
        yield from (f"{new}..{high}" for new in _signed(low, zero))
        yield from (f"{low}..{new}" for new in _signed(high, zero))
        return
    side, edge = (key[0], key[1:]) if key[0] in _SIDES else ("", key)
    yield from (f"{side}{new}" for new in _signed(edge, zero))
    if side:
        yield f"{_SIDES[side]}{edge}"


def _signed(edge: str, zero: str) -> list[str]:
    found = nudged(edge.strip(), zero)
    return [text.replace("--", "") for text in found]


def _heights(height: str, *, in_points: bool) -> Iterator[str]:
    """A height a little higher and lower; of a jump or a line, either side of it."""
    for between in (" | ", " → "):
        left, mark, right = height.partition(between)
        if mark:
            yield from (f"{new}{between}{right}" for new in _heights(left, in_points=in_points))
            yield from (f"{left}{between}{new}" for new in _heights(right, in_points=in_points))
            yield from (left, right)
            return
    if height == "judged":
        yield from ("full", "0")
    elif height == "full":
        yield "-0.1分" if in_points else "99%"
    elif height == "0":
        yield from () if in_points else ("1%",)
    else:
        yield from nudged(height)


def _steps(walk: _Walk, path: Path, steps: Any) -> Iterator[Mutant]:
    for key in ("from", "each", "lose", "most"):
        if key in steps:
            yield from walk.number((*path, "steps", key))
    if "begun" in steps:
        yield from walk.flip((*path, "steps", "begun"))
    if "most" in steps:
        yield walk.dropped((*path, "steps", "most"))


def _tiers(walk: _Walk, path: Path, entry: Any) -> Iterator[Mutant]:
    if "tier_step" in entry:
        yield walk.dropped((*path, "tier_step"))
    for name, tier in (entry.get("tiers") or {}).items():
        here = (*path, "tiers", name)
        for key in ("from", "through", "below", "default"):
            shares = nudged(str(tier[key]), "1%") if key in tier else ()
            yield from (walk.set((*here, key), new) for new in shares if 0 <= (parse_ratio(new) or ZERO) <= 1)
        for key, other in (("through", "below"), ("below", "through")):
            if key in tier:
                yield walk.key((*here, key), other)
        if "default" in tier:
            yield walk.dropped((*here, "default"))


def _told(walk: _Walk, path: Path, entry: Any) -> Iterator[Mutant]:
    """A mark's loss, and the bound of a remark."""
    if "earn" in entry:
        data = drop(put(walk.root, (*path, "lose"), "99%"), (*path, "earn"))
        yield Mutant(f"{walk.named(path)}.earn: 0 → lose 99%", data)
    if "lose" in entry:
        yield from walk.number((*path, "lose"))
    if "outside" in entry:
        yield from (walk.set((*path, "outside"), new) for new in _edges(str(entry["outside"]), "1%"))


def _grades(walk: _Walk) -> Iterator[Mutant]:
    grades = walk.root.get("grades") or {}
    step = (walk.root.get("rounding") or {}).get("row", "0.01")
    for name, edge in grades.items():
        if name not in ("basis", "reading", "binding") and str(edge) != "0":
            yield from walk.number(("grades", name))
            yield walk.set(("grades", name), plain(_number(edge) + _number(step)))  # the edge with its end open


def _policies(walk: _Walk) -> Iterator[Mutant]:
    rounding = walk.root.get("rounding") or {}
    if "row" in rounding:
        step = _number(rounding["row"])
        yield from (walk.set(("rounding", "row"), plain(new)) for new in (step / 10, step * 10))
    for section, keys in (("rounding", ("grade",)), ("missing", ("actual",)), ("row_weights", ("rest",))):
        for key in keys:
            if key in (walk.root.get(section) or {}):
                yield from walk.flip((section, key))
    for name in (walk.root.get("row_weights") or {}).get("groups") or {}:
        yield from walk.number(("row_weights", "groups", name))
    if "row_weights" in walk.root:
        yield from walk.number(("row_weights", "to"))
    policy = (walk.root.get("not_applicable") or {}).get("rows")
    others = [name for name in get_args(NotApplicable.model_fields["rows"].annotation) if policy and name != policy]
    yield from (walk.set(("not_applicable", "rows"), name) for name in others)


def _number(text: object) -> Fraction:
    return parse_number(str(text)) or ZERO


def _may_meet(one: Any, other: Any) -> bool:
    """Whether some row fits both rules' conditions, so that their order matters."""
    sides = [entry.get("for") for entry in (one, other)]
    if not all(sides):
        return False
    left, right = (side if isinstance(side, list) else [side] for side in sides)
    return any(_overlap(a, b) for a in left for b in right)


def _overlap(one: Any, other: Any) -> bool:
    return all(_values(one, key) & _values(other, key) for key in one if key in other and key not in ("is", "name_has"))


def _values(when: Any, key: str) -> set[str]:
    value = when[key]
    found = {str(item) for item in (value if isinstance(value, list) else [value])}
    return found | (_NUMBERS if found & _NUMBERS and key == "target" else set())
