"""Findings: what is wrong with something a person typed, where it stands, why, and how to mend it.

A finding is a code and its arguments; words come last, from the catalog, in Chinese or English.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import Literal

Lang = Literal["zh", "en"]


class Severity(StrEnum):
    """How bad: an error leaves a score or total empty, a warning needs a look, a note is for the record."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Source:
    """One text that was read: its name as the user gave it, and its decoded content."""

    name: str
    text: str = field(repr=False, default="")


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: line and column from 1, counted in characters; ``length`` in characters."""

    source: Source
    line: int
    column: int
    length: int = 1

    def __str__(self) -> str:
        return f"{self.source.name}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of finding. The templates take the finding's arguments; ``doc`` is its page, in Chinese.

    ``zh`` and ``en`` say what is wrong, ``mend_zh`` and ``mend_en`` how to mend it.
    """

    code: str
    severity: Severity
    zh: str
    en: str
    mend_zh: str = ""
    mend_en: str = ""
    doc: str = ""
    example: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. ``path`` names the value (``indicators[3].actual``); ``args`` fill the code's templates."""

    code: str
    path: str = ""
    args: Mapping[str, object] = field(default_factory=dict)
    place: Place | None = None

    @property
    def severity(self) -> Severity:
        """How bad it is."""
        return catalog()[self.code].severity

    def message(self, lang: Lang = "zh") -> str:
        """What is wrong, in one sentence."""
        kind = catalog()[self.code]
        return (kind.zh if lang == "zh" else kind.en).format_map(self.args)

    def remedy(self, lang: Lang = "zh") -> str:
        """How to mend it; empty where nothing needs mending."""
        kind = catalog()[self.code]
        return (kind.mend_zh if lang == "zh" else kind.mend_en).format_map(self.args)

    def at(self, place: Place | None) -> Finding:
        """The same finding with its place."""
        return Finding(self.code, self.path, self.args, place)


@cache
def catalog() -> dict[str, Code]:
    """Every registered code, in order. A code that stands twice is a programmer's mistake.

    Raises:
        ValueError: two entries share a code.
    """
    from jixiao.findings import (
        of_batch,
        of_bugs,
        of_cases,
        of_changes,
        of_checks,
        of_forms,
        of_outputs,
        of_overlays,
        of_projects,
        of_proofs,
        of_reading,
        of_scoring,
        of_specs,
        of_yaml,
    )

    own = (of_reading, of_yaml, of_projects, of_scoring, of_checks)
    parts = (*own, of_specs, of_overlays, of_proofs, of_cases, of_changes, of_batch, of_forms, of_outputs, of_bugs)
    entries = [code for part in parts for code in part.CODES]
    table = {entry.code: entry for entry in entries}
    if len(table) != len(entries):
        raise ValueError("a finding code is registered twice")
    return table


def has_error(findings: list[Finding] | tuple[Finding, ...]) -> bool:
    """Whether any finding is an error."""
    return any(finding.severity is Severity.ERROR for finding in findings)
