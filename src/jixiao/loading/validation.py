"""From composed data to a model: keys by any spelling, every error at once, places kept."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from pydantic import ValidationError

from jixiao.findings import Codes, Finding, Source
from jixiao.loading.decoding import MOST_DEPTH
from jixiao.loading.yaml_composer import MOST_CHARACTERS, Map, Seq, place_of
from jixiao.model.fields import MOST_SHOWN, Model, excerpt
from jixiao.quantity import unspaced

Path = tuple[str | int, ...]
#: The values that pydantic lists as allowed: 'a', 'b' or 'c'.
_QUOTED = re.compile("'([^']*)'")
M = TypeVar("M", bound=Model)


def dotted(path: Path) -> str:
    """A path as findings print it.

    >>> dotted(("indicators", 3, "actual"))
    'indicators[3].actual'
    """
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


#: How many findings of one code a file may give; the rest is only counted.
MOST_SAME = 100


class Capped(list[Finding]):
    """Findings of one file. After ``MOST_SAME`` of a code, ``append`` only counts."""

    def __init__(self, findings: Iterable[Finding] = ()) -> None:
        super().__init__(findings)
        self.counts = Counter(finding.code for finding in self)
        self.rest_at: dict[str, Finding] = {}

    def append(self, finding: Finding) -> None:
        """Add a finding, or count it."""
        self.counts[finding.code] += 1
        if self.counts[finding.code] <= MOST_SAME:
            super().append(finding)
        else:
            self.rest_at.setdefault(finding.code, finding)

    def only_counts(self, code: str) -> bool:
        """Whether one more of ``code`` would only be counted; then it is, so that nobody need make it."""
        full = code in self.rest_at
        self.counts[code] += full
        return full

    def closed(self) -> tuple[Finding, ...]:
        """All findings, and a note for each code whose rest was only counted."""
        rest = (
            Finding(
                Codes.MORE_OF_THE_SAME, first.path, {"of": code, "count": self.counts[code] - MOST_SAME}, first.place
            )
            for code, first in self.rest_at.items()
        )
        return (*self, *rest)


def unknown_key(found: Map, key: str, path: Path, known: Iterable[str], findings: list[Finding]) -> None:
    """Report a key that nobody knows, with the one that may have been meant."""
    if isinstance(findings, Capped) and findings.only_counts(Codes.UNKNOWN_KEY):
        return
    # Looking for a neighbour is slow: hostile files have a hundred thousand unknown keys.
    near = suggestion(key[:MOST_SHOWN], list(known)) if len(findings) < MOST_SAME else ""
    args = {"key": key[:MOST_SHOWN], "near": near}
    findings.append(
        Finding(
            Codes.MISSPELT_KEY if near else Codes.UNKNOWN_KEY,
            dotted((*path, args["key"])),
            args,
            _key_place(found, key),
        )
    )


def suggestion(word: str, known: list[str]) -> str:
    """The known word nearest to a mistyped one, or nothing."""
    import difflib  # for mistakes only

    return next(iter(difflib.get_close_matches(word, known, n=1, cutoff=0.5)), "")


def renamed(found: Map, table: Mapping[str, str], path: Path, findings: list[Finding]) -> Map:
    """A map with its keys in the model's own names. Unknown keys, and one key in two spellings, are findings."""
    result = Map(found.source, found.start)
    at, known = result.at, found.at
    for key, value in found.items():
        name = key_of(key, table)
        if name is None:
            unknown_key(found, key, path, table, findings)
        elif name in result:
            args = {
                "key": key,
                "other": next(other for other in found if key_of(other, table) == name),
            }
            findings.append(Finding(Codes.KEY_IN_TWO_SPELLINGS, dotted((*path, name)), args, _key_place(found, key)))
        else:
            result[name] = value
            if key in known:
                at[name] = known[key]
    return result


def key_of(typed: str, table: Mapping[str, str]) -> str | None:
    """Return the name of a key in any spelling, whatever spaces and widths it is typed with; ``None`` of no key."""
    return table.get(typed) or table.get(unspaced(typed))


def _key_place(found: Map, key: str) -> Any:
    return place_of(found, (key,), key=True)


_NOWHERE = Source("<data>")


class TooDeepError(Exception):
    """Data with more levels than a file may have; the argument is the path of the first one."""


def with_places(value: object, path: Path = ()) -> object:
    """Plain Python data as composed data without places; floats are a programmer's mistake.

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
        found = Seq(_NOWHERE, (1, 1, 1))
        found.extend(with_places(item, (*path, index)) for index, item in enumerate(value))
        return found
    return _scalar(value, path)


def _scalar(value: object, path: Path) -> object:
    from datetime import date, datetime, time
    from decimal import Decimal

    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal) and value.is_finite() and abs(value.adjusted()) < MOST_CHARACTERS:
        return format(value, "f")
    if isinstance(value, int) and value.bit_length() < MOST_CHARACTERS:
        return str(value)
    kind = type(value).__name__
    raise TypeError(f"{dotted(path)}: {kind} is not exact; pass a str, an int or a Decimal")


def validated(model: type[M], data: Mapping[str, object], root: object, path: Path, findings: list[Finding]) -> M:
    """A model of ``data``. What cannot be read becomes a finding, is left out, and is named in ``unread``."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        problems = error.errors(include_url=False)
    unread = set()
    for problem in problems:
        loc = problem["loc"]
        unread.add(str(loc[0]))
        findings.append(finding_of(problem, (*path, *loc), root))
    rest = {key: value for key, value in data.items() if key not in unread}
    return model.model_validate({**rest, "unread": frozenset(unread)})


def finding_of(problem: Mapping[str, Any], path: Path, root: object) -> Finding:
    """One pydantic error as a finding with its place."""
    code, args = problem["type"], dict(problem.get("ctx") or {})
    path = (*path, *args.pop("at", ()))
    place = place_of(root, path) if root is not None else None
    if code.startswith("JX"):
        return Finding(code, dotted(path), args, place)
    if code == "missing":
        return Finding(Codes.REQUIRED_KEY_MISSING, dotted(path), {"key": str(path[-1])}, place)
    if code == "extra_forbidden":
        return Finding(Codes.UNKNOWN_KEY, dotted(path), {"key": str(path[-1])[:40], "near": ""}, place)
    kind = {"literal_error": Codes.NOT_AN_ALLOWED_VALUE, "enum": Codes.NOT_AN_ALLOWED_VALUE}.get(
        code, Codes.WRONG_KIND_OF_VALUE
    )
    allowed = _QUOTED.findall(str((problem.get("ctx") or {}).get("expected", "")))
    args = {"value": excerpt(problem.get("input")), "expected": "、".join(allowed)}
    return Finding(kind, dotted(path), args, place)
