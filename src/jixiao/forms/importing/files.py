"""The forms in a file of any kind, each with the project that is embedded for it."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from jixiao.border.conversion import MOST_BYTES, converted_bytes
from jixiao.border.file_kinds import CONVERTIBLE, FORMS
from jixiao.border.inputs import InputError, read_bytes
from jixiao.extras import missing_extra
from jixiao.findings import CellPlace, Codes, Finding, Lang
from jixiao.forms.importing.foreign.forms import forms_in
from jixiao.forms.importing.grid import Grid

#: Bytes at the beginning of a file that show what it is.
_BEGINNING = 512
#: How packages of office files begin, and pages of the web, in small letters.
_PACKAGE = b"pk\x03\x04"
_PAGES = (b"<html", b"<!doctype html", b"<table", b"<meta", b"<head")
#: The newer format of the same program, by the ending of an older one.
_NEWER = {".xls": ".xlsx", ".et": ".xlsx", ".doc": ".docx", ".wps": ".docx"}


class Reader(NamedTuple):
    """The module that reads a kind of file, and the extra that brings the library for it, "" where none is needed."""

    module: str
    extra: str


#: The reader of each kind of file, by its ending.
_READERS = {
    ".xlsx": Reader("xlsx", "xlsx"),
    ".xlsm": Reader("xlsx", "xlsx"),
    ".xls": Reader("xls", "xlsx"),
    ".docx": Reader("docx", ""),
    ".html": Reader("html", "html"),
    ".htm": Reader("html", "html"),
    ".pdf": Reader("pdf", "pdf"),
    ".txt": Reader("txt", ""),
}


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

    @property
    def is_readable(self) -> bool:
        """Whether a file without a form holds none, rather than cannot be read."""
        return True


class UnreadableContent(Content):
    """What is known of a file that cannot be read: a finding that says why."""

    @property
    def is_readable(self) -> bool:
        """Return ``False``."""
        return False


def read_file_of_forms(path: Path, copy: Path | None = None) -> Content:
    """Return every table of a file, and findings: why there is none, what of it is not read or not used.

    ``copy`` is what a file that only LibreOffice reads was converted to, where that was done before.
    """
    try:
        content = _content(path, copy)
    except InputError as error:
        return UnreadableContent([], [error.finding], [])
    if not content.forms:
        content.findings.append(Finding(Codes.NO_TABLE, "", {"name": path.name}))
    return content


def _content(path: Path, copy: Path | None) -> Content:
    """Return the content of a file of a known kind.

    Raises:
        InputError: it cannot be read, or a library that is needed is not installed.
    """
    ending = path.suffix.lower()
    if ending not in FORMS:
        raise InputError(Finding(Codes.UNKNOWN_FILE_KIND, "", {"name": path.name, "known": " ".join(FORMS)}))
    data = read_bytes(path, MOST_BYTES)
    if not data:
        raise InputError(Finding(Codes.EMPTY_FILE, cell=CellPlace(str(path), "")))
    kind = _kind_of(ending, data)
    if kind in CONVERTIBLE:
        data, kind = _converted(path, copy), CONVERTIBLE[kind]
    return _read(_READERS[kind], path.name, data)


def _read(reader: Reader, name: str, data: bytes) -> Content:
    """Return what a reader makes of the content of a file.

    Raises:
        InputError: it cannot be read, or a library that is needed is not installed.
    """
    try:
        content: Content = import_module(f"{__package__}.{reader.module}").read_forms(name, data)
    except ImportError as error:
        args = missing_extra(error.name, reader.extra)
        raise InputError(Finding(Codes.BATCH_EXTRA_NEEDED, args=args)) from error
    return content._replace(forms=list(_single_forms(content.forms)))


def _single_forms(forms: list[Form]) -> Iterator[Form]:
    """Yield forms one by one: those of others that stand one below the other are parted."""
    for form in forms:
        grids = [form.grid]
        if not form.project:
            grids = forms_in(form.grid)
        if len(grids) == 1:
            yield form
        else:
            yield from (
                form._replace(name=f"{form.name}-{number}".removeprefix("-"), grid=grid)
                for number, grid in enumerate(grids, 1)
            )


def _converted(path: Path, copy: Path | None) -> bytes:
    """Return the content of a file as LibreOffice converts it, or has converted it before."""
    if copy is None:
        return converted_bytes(path)
    return read_bytes(copy, MOST_BYTES)


def _kind_of(ending: str, data: bytes) -> str:
    """Return what a file is: programs save pages of the web and newer formats under the endings of older ones."""
    if ending not in _NEWER:
        return ending
    beginning = data[:_BEGINNING].removeprefix(codecs.BOM_UTF8).lstrip().lower()
    if beginning.startswith(_PACKAGE):
        return _NEWER[ending]
    return ".html" if beginning.startswith(_PAGES) else ending
