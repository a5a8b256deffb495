"""How a project came from its input: beside the model, never a part of what it states."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from jixiao.findings import CellPlace, Finding


class Reading(NamedTuple):
    """How a project was read: the findings on its input, and the data with their places where it was a text.

    It is readable where the input was a project at all, else another file (a spec, cases, results) or nothing.
    ``cells`` are the places of a form by path.
    """

    findings: tuple[Finding, ...] = ()
    root: object = None
    is_readable: bool = True
    is_other: bool = False
    is_result: bool = False
    cells: Mapping[str, CellPlace] = {}  # never changed


#: How a project came about that was read from no text and no form.
NO_READING = Reading()


class TypedData(NamedTuple):
    """What a person typed for a project: texts and numbers as typed, by the models' own keys."""

    data: dict[str, Any]

    @property
    def sha256(self) -> str:
        """Return the hash of the data, whatever the order of the keys and the file that they came from."""
        import hashlib

        return hashlib.sha256(json.dumps(self.data, sort_keys=True, ensure_ascii=True).encode()).hexdigest()


def without_blanks(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return data without keys that have no value."""
    plain = dict(data)
    for key, value in data.items():
        if value is None:
            del plain[key]
        elif type(value) is not str:  # most are texts, so the call is worth saving
            plain[key] = _plain(value)
    return plain


def _plain(value: object) -> Any:
    if isinstance(value, dict):
        return without_blanks(value)
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value


__all__ = ["NO_READING", "Reading", "TypedData", "without_blanks"]
