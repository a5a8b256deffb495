"""Findings: what is wrong with something a person typed, where it stands, why, and how to mend it.

A finding is a code and its arguments; words come last, from the catalog, in Chinese or English.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from jixiao.findings.catalog import catalog, entry_of
from jixiao.findings.codes import Codes
from jixiao.findings.severity import Lang, Severity

__all__ = ["CellPlace", "Codes", "Finding", "Lang", "Place", "Severity", "Source", "catalog", "entry_of", "has_error"]


@dataclass(frozen=True)
class Source:
    """One text that was read: its name as the user gave it, its decoded content, the number of its first line there."""

    name: str
    text: str = field(repr=False, default="")
    first: int = 1

    @cached_property
    def line_starts(self) -> list[int]:
        """Return where each line of the text begins, in characters from 0."""
        return [0, *(match.end() for match in re.finditer("\n", self.text))]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: line and column from 1, counted in characters; ``length`` in characters."""

    source: Source
    line: int
    column: int
    length: int = 1

    @property
    def number(self) -> int:
        """Return the number of the line in its file, of which the source may be a part."""
        return self.line + self.source.first - 1

    def __str__(self) -> str:
        return f"{self.source.name}:{self.number}:{self.column}"


@dataclass(frozen=True, slots=True)
class CellPlace:
    """Where something stands in a form: the name of the file, and that of the cell or of several, for people."""

    name: str
    where: str

    def __str__(self) -> str:
        return f"{self.name} {self.where}".strip()


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. ``path`` names the value (``indicators[3].actual``); ``args`` fill the templates of its code.

    What came from a form has a ``cell``, any other text a ``place``.
    """

    code: str
    path: str = ""
    args: Mapping[str, object] = field(default_factory=dict)
    place: Place | None = None
    cell: CellPlace | None = None

    @property
    def severity(self) -> Severity:
        """Return how bad it is."""
        return entry_of(self.code).severity

    @property
    def prevents_run(self) -> bool:
        """Whether a batch run cannot begin because of it, whatever its tables are."""
        return entry_of(self.code).prevents_run

    def message(self, lang: Lang = "zh") -> str:
        """Return what is wrong, in one sentence."""
        return entry_of(self.code).message[lang].format_map(self.args)

    def remedy(self, lang: Lang = "zh") -> str:
        """Return how to mend it; empty where nothing needs mending."""
        return entry_of(self.code).remedy[lang].format_map(self.args)

    def at(self, place: Place | None) -> Finding:
        """Return the same finding with its place."""
        return replace(self, place=place)


def has_error(findings: list[Finding] | tuple[Finding, ...]) -> bool:
    """Whether any finding is an error."""
    return any(finding.severity is Severity.ERROR for finding in findings)
