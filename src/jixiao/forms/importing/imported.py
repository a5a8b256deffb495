"""What reading a form gives: the data of a project, and where each of them stands."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from jixiao.findings import Finding

#: Keys and values as in a project file.
Data = dict[str, Any]


class ImportedProject(NamedTuple):
    """The data of a project, keys as in a project file, and findings.

    ``summary`` is the row of the project in a summary that the program drew, empty for a form of another origin.
    ``places`` has the name of the cell of each field, such as ``indicators[3].actual``.
    """

    data: Data
    findings: tuple[Finding, ...] = ()
    summary: tuple[str, ...] = ()
    places: Mapping[str, str] = MappingProxyType({})


__all__ = ["Data", "ImportedProject"]
