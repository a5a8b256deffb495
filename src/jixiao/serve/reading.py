"""The projects in the bytes of a file: a filled-in form, or a project file."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from http import HTTPStatus
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory
from typing import Any

from jixiao.answers import FormReadingDocument, ReadingDocument
from jixiao.border.file_kinds import FORMS
from jixiao.documents import FindingDocument
from jixiao.exact_json import read_plain
from jixiao.exchange.reading import projects_of_data
from jixiao.findings import CellPlace, Codes, Finding, Lang
from jixiao.forms.importing import as_project_file
from jixiao.forms.importing.projects import FileReading, FormReading, read_projects
from jixiao.loading.projects import SUFFIXES, composed_text
from jixiao.loading.spec_book import SpecBook
from jixiao.loading.spec_reading import SpecLookup
from jixiao.model.fields import MOST_SHOWN
from jixiao.model.project import Project
from jixiao.result.findings import finding_document
from jixiao.serve.problems import ProblemError

#: What a file is called here; its own name is never a path.
_STEM = "upload"
#: Endings of the files that are read.
KNOWN = (*FORMS, *SUFFIXES)


def read_file(
    data: bytes, name: str, book: SpecBook, spec: str | None, year: int | None, lang: Lang
) -> ReadingDocument:
    """Return the projects of a file, whose kind the ending of its name says.

    Documents of the budget system are of the ``year``.

    Raises:
        ProblemError: it is of a kind that is not read.
    """
    ending = PurePath(name).suffix.lower()
    if ending in SUFFIXES:
        return _of_project_file(data, year, lang)
    if ending not in FORMS:
        args = {"media": name[:MOST_SHOWN], "known": " ".join(KNOWN)}
        raise ProblemError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, Finding(Codes.UNKNOWN_MEDIA_TYPE, args=args))
    find = partial(_spec_of, book, spec)
    with TemporaryDirectory(prefix="jixiao-") as folder:
        path = Path(folder, _STEM + ending)
        path.write_bytes(data)
        reading = read_projects(path, find, book=book)
    findings = [*reading.findings, *(finding for _, finding in reading.summaries)]
    return {
        "schema": "jixiao.reading/1",
        "forms": [_of_form(reading, form, lang) for form in reading.readings],
        "findings": [finding_document(finding, lang) for finding in findings],
    }


def _spec_of(book: SpecBook, spec: str | None, name: str) -> SpecLookup | None:
    """Return the spec of the request, or the one that the form names, if any."""
    if not spec and not name:
        return None
    return book.look_up(spec or name)


def _of_project_file(data: bytes, year: int | None, lang: Lang) -> ReadingDocument:
    forms: list[FormReadingDocument] = []
    on_file: list[FindingDocument] = []
    for project in projects_of_data(*composed_text(data, _STEM), year):
        findings = [finding_document(finding, lang) for finding in project.findings]
        if not project.readable:
            on_file += findings
            continue
        typed = {**project.typed.data, **_aside(project)}
        text = as_project_file(typed, lang)
        forms.append({"name": "", "spec": project.spec, "project": typed, "text": text, "findings": findings})
    return {"schema": "jixiao.reading/1", "forms": forms, "findings": on_file}


def _aside(project: Project) -> dict[str, Any]:
    """Return what a project keeps beside its own keys, as a document of the budget system does all that it states."""
    if project.x is None:
        return {}
    return {"x": read_plain(project.as_json)["x"]}


def _of_form(reading: FileReading, form: FormReading, lang: Lang) -> FormReadingDocument:
    """Return the project of a form, with findings that name its cells."""
    data = form.imported.data
    located = (replace(one, cell=CellPlace(_STEM, form.where(one))) for one in reading.findings_on(form))
    return {
        "name": form.form.name,
        "spec": data.get("spec"),
        "project": data or None,
        "text": _text(data, lang),
        "findings": [finding_document(finding, lang) for finding in located],
    }


def _text(data: dict[str, Any], lang: Lang) -> str | None:
    if not data:
        return None
    return as_project_file(data, lang)


__all__ = ["KNOWN", "read_file"]
