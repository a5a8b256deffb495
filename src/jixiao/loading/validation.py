"""From composed data to a model: keys by any spelling, every error at once, places kept."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, TypeVar

from pydantic import ValidationError

from jixiao.findings import Codes, Finding, Source, has_error
from jixiao.loading.decoding import MOST_DEPTH
from jixiao.loading.nodes import At, Map, Seq, place_of
from jixiao.loading.yaml_composer import MOST_CHARACTERS, compose
from jixiao.model.fields import MOST_SHOWN, NO_TEXT, REFUSED, Model, excerpt
from jixiao.quantity import unspaced

Keys = tuple[str | int, ...]
#: The values that pydantic lists as allowed: 'a', 'b' or 'c'.
_QUOTED = re.compile("'([^']*)'")
M = TypeVar("M", bound=Model)


def dotted(path: Keys) -> str:
    """Return a path as findings print it.

    >>> dotted(("indicators", 3, "actual"))
    'indicators[3].actual'
    """
    steps = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return "".join(steps).removeprefix(".")


def mapping_of(source: Source | None, reading: Iterable[Finding], findings: list[Finding]) -> Map | None:
    """Return the mapping that a text of specs holds; ``None``, and findings, where it holds none.

    ``reading`` are the findings on the text, which come first.
    """
    findings += reading
    if source is None:
        return None
    root, more = compose(source)
    findings += more
    if isinstance(root, Map):
        return root
    if not has_error(more):
        findings.append(Finding(Codes.NOT_A_SPEC, "", {}, place_of(root, ())))
    return None


#: How many findings of one code a file may give; the rest is only counted.
MOST_SAME = 100


class FindingList(list[Finding]):
    """Findings of one file. After ``MOST_SAME`` of a code, ``append`` only counts.

    ``unknown_keys`` are those on a key that the model does not have.
    """

    def __init__(self, findings: Iterable[Finding] = ()) -> None:
        super().__init__(findings)
        self.counts = Counter(finding.code for finding in self)
        self.first_counted: dict[str, Finding] = {}
        self.unknown_keys: list[Finding] = []

    def append(self, finding: Finding) -> None:
        """Add a finding, or count it."""
        self.counts[finding.code] += 1
        if self.counts[finding.code] <= MOST_SAME:
            super().append(finding)
        else:
            self.first_counted.setdefault(finding.code, finding)

    def only_counts(self, code: str) -> bool:
        """Count a finding where others of its code are only counted by now; whether they are, so that none is made."""
        is_full = code in self.first_counted
        self.counts[code] += is_full
        return is_full

    def replace(self, replaced: list[Finding], findings: list[Finding]) -> None:
        """Take findings out and put others behind the rest."""
        self[:] = [*(finding for finding in self if finding not in replaced), *findings]

    def closed(self) -> tuple[Finding, ...]:
        """Return all findings, and a note for each code of which some were only counted."""
        notes = []
        for code, first in self.first_counted.items():
            args = {"of": code, "count": self.counts[code] - MOST_SAME}
            notes.append(Finding(Codes.MORE_OF_THE_SAME, first.path, args, first.place))
        return (*self, *notes)


def refuse_key(data: Map, key: str, path: Keys, names: Iterable[str], findings: FindingList) -> None:
    """Report a key that is none of ``names``, with the one that may have been meant."""
    near = ""
    if len(findings) < MOST_SAME:  # the search is slow: hostile files have a hundred thousand unknown keys
        near = suggest(key[:MOST_SHOWN], names)
    code = Codes.MISSPELT_KEY if near else Codes.UNKNOWN_KEY
    if findings.only_counts(code):
        return
    args = {"key": key[:MOST_SHOWN], "near": near}
    finding = Finding(code, dotted((*path, args["key"])), args, _key_place(data, key))
    findings.append(finding)
    if findings[-1] is finding:
        findings.unknown_keys.append(finding)


def suggest(word: str, words: Iterable[str]) -> str:
    """Return the one of ``words`` that is nearest to a mistyped one; "" where none is near."""
    import difflib  # for mistakes only

    return next(iter(difflib.get_close_matches(word, list(words), n=1, cutoff=0.5)), "")


def rename_keys(data: Map, table: Mapping[str, str], path: Keys, findings: FindingList) -> Map:
    """Return a map with its keys in the model's own names.

    Unknown keys, and one key in two spellings, are findings.
    """
    result = Map(data.source, data.start, _Renaming(data, table).places)
    names = list(map(table.get, data))
    if None not in names and len(set(names)) == len(names):
        result.update(zip(names, data.values(), strict=True))  # type: ignore[arg-type]  # none of them is None
        return result
    for key, value in data.items():
        name = key_of(key, table)
        if name is None:
            refuse_key(data, key, path, table, findings)
        elif name in result:
            args = {"key": key, "other": next(other for other in data if key_of(other, table) == name)}
            findings.append(Finding(Codes.KEY_IN_TWO_SPELLINGS, dotted((*path, name)), args, _key_place(data, key)))
        else:
            result[name] = value
    return result


class _Renaming(NamedTuple):
    """A map as typed, and the names of its keys by their spellings."""

    typed: Map
    table: Mapping[str, str]

    def places(self, _renamed: Map) -> dict[str, tuple[At, At]]:
        """Return the places of the keys by their names; of two spellings the first counts."""
        by_name = ((key_of(key, self.table), place) for key, place in reversed(self.typed.at.items()))
        return {name: place for name, place in by_name if name is not None}


def key_of(typed: str, table: Mapping[str, str]) -> str | None:
    """Return the name of a key in any spelling, whatever spaces and widths it is typed with; ``None`` of no key."""
    return table.get(typed) or table.get(unspaced(typed))


def _key_place(data: Map, key: str) -> Any:
    return place_of(data, (key,), key=True)


_NOWHERE = Source("<data>")


class TooDeepError(Exception):
    """Data with more levels than a file may have; the argument is the path of the first one."""


def with_places(value: object, path: Keys = ()) -> object:
    """Return plain Python data as composed data without places; floats are a programmer's mistake.

    Raises:
        TypeError: a float, or a value that no file could hold.
        TooDeepError: more levels than a file may have.
    """
    if len(path) >= MOST_DEPTH and isinstance(value, Mapping | list | tuple):
        raise TooDeepError(path)
    if isinstance(value, Mapping):
        result = Map(_NOWHERE, (1, 1, 1))
        for key, item in value.items():
            result[str(key)] = with_places(item, (*path, str(key)))
        return result
    if isinstance(value, list | tuple):
        items = Seq(_NOWHERE, (1, 1, 1))
        items.extend(with_places(item, (*path, index)) for index, item in enumerate(value))
        return items
    if value is None or isinstance(value, str | bool):
        return value
    text = _exact_text(value)
    if text is None:
        raise TypeError(f"{dotted(path)}: {type(value).__name__} is not exact; pass a str, an int or a Decimal")
    return text


def _exact_text(value: object) -> str | None:
    """Return a number or a day as a file would write it; ``None`` of what is not exact."""
    from datetime import date, datetime, time
    from decimal import Decimal

    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal) and value.is_finite() and abs(value.adjusted()) < MOST_CHARACTERS:
        return format(value, "f")
    if isinstance(value, int) and value.bit_length() < MOST_CHARACTERS:
        return str(value)
    return None


def validate(model: type[M], data: Mapping[str, object], root: object, path: Keys, findings: FindingList) -> M:
    """Return a model of ``data``. What cannot be read becomes a finding, is left out, and is named in ``unread``."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        problems = error.errors(include_url=False)
    unread = set()
    for problem in problems:
        loc = problem["loc"]
        unread.add(str(loc[0]))
        findings.append(finding_of(problem, (*path, *loc), root))
    readable = {key: value for key, value in data.items() if key not in unread}
    return model.model_validate({**readable, "unread": frozenset(unread)})


#: The codes of pydantic's own errors on keys, by their types, and their arguments but for the key.
_OF_KEYS: dict[str, tuple[str, dict[str, object]]] = {
    "missing": (Codes.REQUIRED_KEY_MISSING, {}),
    "extra_forbidden": (Codes.UNKNOWN_KEY, {"near": ""}),
}
#: Those on values; any other is a wrong kind of value.
_OF_VALUES = {"literal_error": Codes.NOT_AN_ALLOWED_VALUE, "enum": Codes.NOT_AN_ALLOWED_VALUE}


def finding_of(problem: Mapping[str, Any], path: Keys, root: object) -> Finding:
    """Return the finding, with its place, that a pydantic error stands for."""
    args = dict(problem.get("ctx") or {})
    path = (*path, *args.pop("at", ()))
    place = place_of(root, path)
    if problem["type"] == REFUSED:
        return Finding(problem["msg"], dotted(path), args, place)
    if problem["type"] == NO_TEXT:
        return Finding(problem["msg"], dotted(path), {"value": excerpt(problem["input"])}, place)
    if problem["type"] in _OF_KEYS:
        code, more = _OF_KEYS[problem["type"]]
        return Finding(code, dotted(path), {"key": str(path[-1])[:MOST_SHOWN], **more}, place)
    code = _OF_VALUES.get(problem["type"], Codes.WRONG_KIND_OF_VALUE)
    allowed = _QUOTED.findall(str(args.get("expected", "")))
    args = {"value": excerpt(problem.get("input")), "expected": "、".join(allowed)}
    return Finding(code, dotted(path), args, place)
