"""What the page asks, answered in this process: the addresses of the service, without HTTP."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from jixiao.border.file_kinds import READABLE
from jixiao.documents import SpecEntryDocument
from jixiao.explain.steps import steps_of
from jixiao.extras import missing_extra
from jixiao.findings import Codes, Finding, Lang
from jixiao.findings.bugs import attempt
from jixiao.forms.importing import Form, ImportedProject, as_project_file, project_of_form, read_file_of_forms
from jixiao.loading import parse_project
from jixiao.loading.projects import SUFFIXES
from jixiao.loading.spec_book import package_book
from jixiao.model.spec import IndicatorSpec
from jixiao.page.words import words_of
from jixiao.rendering import render
from jixiao.result import Result, score
from jixiao.result.findings import finding_document

JSON, BYTES = "application/json", "application/octet-stream"
#: The spec for a form that names none, where the page has none chosen either.
USUAL_SPEC = "cn.mof-2020-10"
#: What a file is called here: its own name is no path.
_STEM = "upload"


class Question(NamedTuple):
    """What is asked at an address: the query, and the bytes of the body."""

    query: Mapping[str, str]
    body: bytes

    @property
    def lang(self) -> Lang:
        """Return the language of all texts."""
        lang: Lang = "zh"
        if self.query.get("lang") == "en":
            lang = "en"
        return lang

    @property
    def result(self) -> Result:
        """Return the scores of the project in the body."""
        return score(parse_project(self.body, name=""), lang=self.lang)


class Answer(NamedTuple):
    """An answer as HTTP has it: status, media type and bytes."""

    status: int
    media: str
    body: bytes


def answer(path: str, query: Mapping[str, str], body: bytes = b"") -> Answer:
    """Return the answer to what is asked at an address; a bug of ours is a finding in it, too.

    Raises:
        KeyError: there is no such address.
    """
    question = Question(query, body)

    def fail(finding: Finding) -> Answer:
        return _refusal(500, [finding], question.lang)

    return attempt(path, lambda: _ANSWERS[path](question), fail)


def _document(document: object) -> Answer:
    return Answer(200, JSON, json.dumps(document, ensure_ascii=False, default=str).encode("utf-8", "surrogatepass"))


def _refusal(status: int, findings: list[Finding], lang: Lang) -> Answer:
    documents = [finding_document(finding, lang) for finding in findings]
    return _document({"title": findings[0].message(lang), "findings": documents})._replace(status=status)


# ---- one project


def _score(question: Question) -> Answer:
    return Answer(200, JSON, question.result.to_json().encode())


def _explain(question: Question) -> Answer:
    result = question.result
    rows: list[dict[str, Any]] = []
    if result.spec is not None and result.scored is not None:
        spec, lang = result.spec, question.lang
        rows = [
            {"name": row.facts.indicator.name, "steps": steps_of(row, spec, lang)} for row in result.scored.all_rows
        ]
    return _document({"rows": rows})


def _render(question: Question) -> Answer:
    """Return the form as a file; a project that was not scored has none."""
    result, lang = question.result, question.lang
    if result.scored is None:
        return _refusal(422, list(result.findings), lang)
    name = question.query["format"]
    try:
        drawing = render(result, name, lang=lang)
    except ImportError as error:
        return _refusal(501, [Finding(Codes.BATCH_EXTRA_NEEDED, args=missing_extra(error.name, name))], lang)
    if isinstance(drawing, str):
        drawing = drawing.encode()
    return Answer(200, BYTES, drawing)


# ---- files


def _read(question: Question) -> Answer:
    """Return the projects of a file, by their keys and as the text of a project file."""
    ending, lang = PurePath(question.query["name"]).suffix.lower(), question.lang
    if ending in SUFFIXES:
        return _document(_of_project_file(question.body, lang))
    if ending not in READABLE:
        known = " ".join((*READABLE, *SUFFIXES))
        return _refusal(415, [Finding(Codes.UNKNOWN_FILE_KIND, args={"name": ending, "known": known})], lang)
    with TemporaryDirectory() as folder:
        path = Path(folder, _STEM + ending)
        path.write_bytes(question.body)
        content = read_file_of_forms(path)
    spec = question.query.get("spec") or None
    return _reading([_of_form(form, spec, lang) for form in content.forms], content.findings, lang)


def _of_project_file(data: bytes, lang: Lang) -> dict[str, Any]:
    project = parse_project(data, name="")
    if not project.readable:
        return {"forms": [], "findings": [finding_document(finding, lang) for finding in project.findings]}
    typed = project.typed.data
    form = {"name": "", "project": typed, "text": as_project_file(typed, lang), "findings": []}
    return {"forms": [form], "findings": []}


def _of_form(form: Form, spec: str | None, lang: Lang) -> dict[str, Any]:
    """Return the project of a form, read by the spec that it names, the one that is chosen, or the usual one."""
    selection = package_book().look_up(form.spec or spec or USUAL_SPEC)
    project = ImportedProject({}, selection.findings)
    if selection.spec is not None:
        project = project_of_form(form.grid, form.project, selection.spec, form.lang)
    findings = [finding_document(finding, lang) for finding in project.findings]
    return {"name": form.name, "project": project.data or None, "findings": findings}


def _reading(forms: list[dict[str, Any]], findings: list[Finding], lang: Lang) -> Answer:
    return _document({"forms": forms, "findings": [finding_document(finding, lang) for finding in findings]})


# ---- specs and words


def _specs(_question: Question) -> Answer:
    book = package_book()
    specs = [book.look_up(spec_id).spec for spec_id in book.ids]
    return _document([spec_entry(spec) for spec in specs if spec is not None])


def spec_entry(spec: IndicatorSpec) -> SpecEntryDocument:
    """Return a spec as an entry of the list."""
    period = spec.in_force
    return {
        "id": spec.id,
        "version": spec.version,
        "title": spec.title,
        "jurisdiction": spec.jurisdiction,
        "in_force": {"from": _day(period.start), "to": _day(period.end)},
    }


def _day(day: date | None) -> str | None:
    if day is None:
        return None
    return day.isoformat()


def _words(question: Question) -> Answer:
    return _document(words_of(question.lang))


_ANSWERS: Mapping[str, Callable[[Question], Answer]] = {
    "v1/score": _score,
    "v1/explain": _explain,
    "v1/render": _render,
    "v1/read": _read,
    "v1/specs": _specs,
    "page/words": _words,
}

__all__ = ["Answer", "answer", "spec_entry"]
