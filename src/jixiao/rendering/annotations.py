"""What is written back onto a form: at each cell what was found there, in words, and how bad it is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from jixiao.findings import Finding, Lang, Severity
from jixiao.forms.labels import COMMENT_START

#: Who writes the comments.
AUTHOR = "jixiao"
#: The colours of cells, by severity, and the order in which the worst of several is taken.
COLOURS = {Severity.ERROR: "FFC7CE", Severity.WARNING: "FFEB9C", Severity.NOTE: "DDEBF7"}
_WORST_FIRST = (Severity.ERROR, Severity.WARNING, Severity.NOTE)
_REMEDY: dict[Lang, str] = {"zh": "改法：", "en": "Remedy: "}
_SEVERITY: dict[Lang, dict[Severity, str]] = {
    "zh": {Severity.ERROR: "错误", Severity.WARNING: "警告", Severity.NOTE: "提示"},
    "en": {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"},
}
#: The first cell in a name that may name several: Sheet1!F11–F13、H5.
_FIRST = re.compile(r"[^–、]*")


class Annotation(NamedTuple):
    """What is written at a cell, which may be named with its sheet; or at a form, by the name of its sheet or table."""

    where: str
    severity: Severity
    text: str


def annotation_of(finding: Finding, lang: Lang) -> Annotation:
    """Return the annotation of a finding."""
    text = f"{_SEVERITY[lang][finding.severity]} {finding.code} {finding.message(lang)}"
    remedy = finding.remedy(lang)
    if remedy:
        text += f"\n{_REMEDY[lang]}{remedy}"
    return Annotation(_first_place(finding), finding.severity, text)


def _first_place(finding: Finding) -> str:
    """Return the first cell that a finding names, "" for a finding on a whole file."""
    if finding.cell is None:
        return ""
    match = _FIRST.match(finding.cell.where)
    return "" if match is None else match[0].strip()


def comment_text(annotations: Iterable[Annotation]) -> str:
    """Return the text of the comment at a cell."""
    return "\n".join([COMMENT_START, *(annotation.text for annotation in annotations)])


def worst(annotations: Iterable[Annotation]) -> Severity:
    """Return the severity of the worst annotation."""
    return min((annotation.severity for annotation in annotations), key=_WORST_FIRST.index)


__all__ = ["AUTHOR", "COLOURS", "Annotation", "annotation_of", "comment_text", "worst"]
