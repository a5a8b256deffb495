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
from jixiao.findings import Codes, Finding, Lang
from jixiao.forms.importing.grid import Grid
from jixiao.forms.importing.others.forms import forms_in

#: Bytes at the beginning of a file that show what it is.
_BEGINNING = 512
#: How files begin that programs save as .xls and that are something else, in small letters.
_BEGINNINGS = {
    b"pk\x03\x04": ".xlsx",
    b"<html": ".html",
    b"<!doctype html": ".html",
    b"<table": ".html",
    b"<meta": ".html",
}


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


def read_file_of_forms(path: Path, copy: Path | None = None) -> Content:
    """Return every table of a file, and findings: why it cannot be read, what of it is not read or not used.

    ``copy`` is what a file that only LibreOffice reads was converted to, where that was done before.
    """
    try:
        return _content(path, copy)
    except InputError as error:
        return Content([], [error.finding], [])
    except ImportError as error:
        extra = _reader_of(path.suffix.lower(), b"").extra
        return Content([], [Finding(Codes.BATCH_EXTRA_NEEDED, args=missing_extra(error.name, extra))], [])


def _content(path: Path, copy: Path | None) -> Content:
    """Return the content of a file of a known kind.

    Raises:
        InputError: it cannot be read.
        ImportError: a library that is needed is not installed.
    """
    ending = path.suffix.lower()
    if ending not in FORMS:
        raise InputError(Finding(Codes.UNKNOWN_FILE_KIND, "", {"name": path.name, "known": " ".join(FORMS)}))
    if copy is not None:
        data = read_bytes(copy, MOST_BYTES)
    elif ending in CONVERTIBLE:
        data = converted_bytes(path)
    else:
        data = read_bytes(path, MOST_BYTES)
    reader = import_module(f"{__package__}.{_reader_of(ending, data).module}")
    content: Content = reader.read_forms(path.name, data)
    return content._replace(forms=list(_single_forms(content.forms)))


def _reader_of(ending: str, data: bytes) -> Reader:
    """Return the reader for a file: programs save pages of the web and older formats under endings of newer ones."""
    kind = CONVERTIBLE.get(ending, ending)
    if ending == ".xls":
        beginning = data[:_BEGINNING].removeprefix(codecs.BOM_UTF8).lstrip().lower()
        kind = next((other for start, other in _BEGINNINGS.items() if beginning.startswith(start)), ending)
    return _READERS[kind]


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
