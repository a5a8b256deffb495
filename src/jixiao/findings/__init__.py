"""Findings: what is wrong with something a person typed, where it stands, why, and how to mend it.

A finding is a code and its arguments; words come last, from the catalog, in Chinese or English.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from jixiao.findings.catalog import catalog
from jixiao.findings.codes import Codes
from jixiao.findings.severity import Lang, Severity

__all__ = ["Codes", "Finding", "Lang", "Place", "Severity", "Source", "catalog", "has_error"]


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
class Finding:
    """One finding. ``path`` names the value (``indicators[3].actual``); ``args`` fill the templates of its code."""

    code: str
    path: str = ""
    args: Mapping[str, object] = field(default_factory=dict)
    place: Place | None = None

    @property
    def severity(self) -> Severity:
        """Return how bad it is."""
        return catalog()[self.code].severity

    @property
    def prevents_run(self) -> bool:
        """Whether a batch run cannot begin because of it, whatever its tables are."""
        return catalog()[self.code].prevents_run

    def message(self, lang: Lang = "zh") -> str:
        """Return what is wrong, in one sentence."""
        return catalog()[self.code].message[lang].format_map(self.args)

    def remedy(self, lang: Lang = "zh") -> str:
        """Return how to mend it; empty where nothing needs mending."""
        return catalog()[self.code].remedy[lang].format_map(self.args)

    def at(self, place: Place | None) -> Finding:
        """Return the same finding with its place."""
        return Finding(self.code, self.path, self.args, place)


def has_error(findings: list[Finding] | tuple[Finding, ...]) -> bool:
    """Whether any finding is an error."""
    return any(finding.severity is Severity.ERROR for finding in findings)
