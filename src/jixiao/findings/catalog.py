"""What findings say: an entry for each code, in Chinese and English, from the files of ``messages/``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jixiao.findings.severity import Lang, Severity
from jixiao.packaged_yaml import parse_packaged_yaml

_MESSAGES = Path(__file__).parent / "messages"


@dataclass(frozen=True, slots=True)
class Entry:
    """A kind of finding. ``message`` and ``remedy`` are templates that take its arguments; ``why`` is in Chinese.

    ``group`` is what has one cause; ``once`` says that several rows of a table with it need only one finding.
    ``is_gap`` says that something has not been filled in yet. ``repairs`` are texts that mend it, each with the
    ``field`` of the row or project where it stands; without one, where the finding is. ``prevents_run`` says that a
    batch run cannot begin: a part is missing, or the folder or the database refuses.
    """

    slug: str
    code: str
    severity: Severity
    message: Mapping[Lang, str]
    remedy: Mapping[Lang, str]
    why: str
    example: str
    prevents_run: bool = False
    group: str = ""
    once: bool = False
    is_gap: bool = False
    repairs: tuple[Mapping[str, str], ...] = ()


@cache
def catalog() -> dict[str, Entry]:
    """Return every entry by its code, in order. A code that stands twice is a programmer's mistake.

    Raises:
        ValueError: two entries share a code.
    """
    entries = [entry for text in _texts() for entry in _entries(text)]
    by_code = {entry.code: entry for entry in entries}
    if len(by_code) != len(entries):
        raise ValueError("a finding code is registered twice")
    return dict(sorted(by_code.items()))


@cache
def entry_of(code: str) -> Entry:
    """Return the entry of a code; of all files only its own is parsed, for most runs have few findings to word.

    Raises:
        KeyError: there is no such code.
    """
    for text in _texts():
        if f"  code: {code}\n" in text:
            return next(entry for entry in _entries(text) if entry.code == code)
    raise KeyError(code)


@cache
def _texts() -> tuple[str, ...]:
    return tuple(file.read_text(encoding="utf-8") for file in sorted(_MESSAGES.glob("*.yaml")))


@cache
def _entries(text: str) -> tuple[Entry, ...]:
    data: dict[str, dict[str, Any]] = parse_packaged_yaml(text)
    return tuple(_entry(slug, fields) for slug, fields in data.items())


def _entry(slug: str, fields: Mapping[str, Any]) -> Entry:
    return Entry(
        slug=slug,
        code=fields["code"],
        severity=Severity(fields["severity"]),
        message={"zh": fields["zh"], "en": fields["en"]},
        remedy=fields.get("remedy", {"zh": "", "en": ""}),
        why=fields.get("why", ""),
        example=fields.get("example", ""),
        prevents_run=fields.get("prevents_run", False),
        group=fields.get("group", ""),
        once=fields.get("once", False),
        is_gap=fields.get("is_gap", False),
        repairs=tuple(fields.get("repairs", ())),
    )
