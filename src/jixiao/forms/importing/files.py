"""The forms in a workbook or a document, each with the project that is embedded for it."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from jixiao.border.inputs import InputError, read_bytes
from jixiao.findings import Codes, Finding, Lang
from jixiao.forms.importing.grid import Grid

#: The module that reads each kind of file.
_READERS = {".xlsx": "jixiao.forms.importing.xlsx", ".docx": "jixiao.forms.importing.docx"}
ENDINGS = tuple(_READERS)
#: Most bytes that an office file may have.
MOST_BYTES = 20 * 1024 * 1024


class Form(NamedTuple):
    """A table in a file: its cells, and what is embedded for it: spec, JSON of the project (may be ""), language."""

    name: str
    grid: Grid
    spec: str = ""
    project: str = ""
    lang: Lang = "zh"


class Content(NamedTuple):
    """The forms of a file, findings on the file itself, and its summaries of several forms that the program drew."""

    forms: list[Form]
    findings: list[Finding]
    summaries: list[Form]


def read_file_of_forms(path: Path) -> Content:
    """Return every table of a file, and findings: why there is none, what is not read, which embedded data is not used.

    Raises:
        ImportError: the extra for this kind of file is not installed.
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        return Content([], [Finding(Codes.UNKNOWN_FILE_KIND, "", {"name": path.name, "known": " ".join(ENDINGS)})], [])
    try:
        data = read_bytes(path, MOST_BYTES)
        content: Content = import_module(reader).read_forms(path.name, data)
    except InputError as error:
        return Content([], [error.finding], [])
    if not content.forms:
        content.findings.append(Finding(Codes.NO_TABLE, "", {"name": path.name}))
    return content
