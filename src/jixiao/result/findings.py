"""Findings as plain data, and back: their arguments travel along, so that another program can word them anew."""

from __future__ import annotations

from typing import Any

from jixiao.documents import FindingDocument
from jixiao.findings import CellPlace, Finding, Lang, Place, Source, entry_of


def finding_document(finding: Finding, lang: Lang = "zh") -> FindingDocument:
    """Return a finding as plain data."""
    document: FindingDocument = {
        "code": finding.code,
        "slug": entry_of(finding.code).slug,
        "severity": finding.severity.value,
        "message": finding.message(lang),
        "args": {name: _plain(value) for name, value in finding.args.items()},
        "path": finding.path,
        "line": None,
        "column": None,
        "remedy": finding.remedy(lang),
    }
    if finding.place is not None:
        document["line"], document["column"] = finding.place.number, finding.place.column
    if finding.cell is not None and finding.cell.where:
        document["where"] = finding.cell.where
    return document


def stored_finding(document: FindingDocument, source: str) -> Finding:
    """Return the finding of a document of a file called ``source``.

    Raises:
        KeyError: the code is none of this version's, or a key is missing.
    """
    place = cell = None
    if document.get("where"):
        cell = CellPlace(source, str(document["where"]))
    if document["line"] is not None and document["column"] is not None:
        place = Place(Source(source), document["line"], document["column"])
    entry_of(document["code"])
    return Finding(document["code"], document["path"], document["args"], place, cell)


def _plain(value: object) -> Any:
    """Return an argument as a document holds it, which reads the same in a sentence: numbers are texts there."""
    if value is None or isinstance(value, str | bool):
        return value
    return str(value)
