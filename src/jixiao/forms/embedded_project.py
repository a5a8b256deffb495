"""The project inside a workbook or a document, unseen, so that the file reads back to the same project."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import NamedTuple
from xml.etree import ElementTree as ET

from jixiao.findings import Codes, Finding, Lang
from jixiao.loading.decoding import MOST_BYTES
from jixiao.loading.projects import load_project
from jixiao.loading.spec_files import is_path
from jixiao.result import Result

NAMESPACE = "urn:jixiao:forms:1"


class EmbeddedForm(NamedTuple):
    """One form: its name in the file, its spec's id, its language, and the project's data as JSON."""

    name: str
    spec: str
    lang: Lang
    project: str


def embed(name: str, result: Result, lang: Lang) -> EmbeddedForm:
    """Return what a file embeds of a result's form, which goes by a name there."""
    return EmbeddedForm(name, result.spec_document["id"] or "", lang, result.project.as_json)


#: The parts of a document that hold it: the library's own template has an item there, which nothing needs.
PART, _PROPERTIES_PART = "customXml/item1.xml", "customXml/itemProps1.xml"
_PROPERTIES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="no"?>'
    '<ds:datastoreItem ds:itemID="{6A697869-616F-4000-8000-000000000001}" '
    'xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml">'
    f'<ds:schemaRefs><ds:schemaRef ds:uri="{NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
)
#: The hidden sheet of a workbook that holds it, and how much of a text one cell takes.
SHEET, IN_A_CELL = "jixiao", 30_000
#: The most cells of a row that lacks its spec: name, language, project.
_CELLS_WITHOUT_SPEC = 3


def to_parts(forms: Iterable[EmbeddedForm]) -> dict[str, bytes]:
    """Return all forms of a file as the parts of a document, by their names."""
    return {PART: to_xml(forms), _PROPERTIES_PART: _PROPERTIES.encode()}


def to_xml(forms: Iterable[EmbeddedForm]) -> bytes:
    """Return all forms of a file as one XML part."""
    root = ET.Element(f"{{{NAMESPACE}}}forms")
    for form in forms:
        name = _without_controls(form.name)
        element = ET.SubElement(root, f"{{{NAMESPACE}}}form", name=name, spec=form.spec, lang=form.lang)
        element.text = _escape(form.project)
    part: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return part


def from_xml(part: bytes) -> list[EmbeddedForm]:
    """Return the forms of such a part: none where it is empty or another's, an empty one where it is damaged."""
    if not part:
        return []
    try:
        root = ET.fromstring(part)  # noqa: S314  # the border lets no part with a DOCTYPE or many levels pass
    except ET.ParseError:
        return [EmbeddedForm("", "", "zh", "")]
    if root.tag != f"{{{NAMESPACE}}}forms":
        return []
    return [_from_element(element) for element in root]


def _from_element(element: ET.Element) -> EmbeddedForm:
    name = _without_controls(element.get("name", ""))
    return EmbeddedForm(name, element.get("spec", ""), _lang(element.get("lang")), element.text or "")


def _lang(text: str | None) -> Lang:
    return "en" if text == "en" else "zh"


def _without_controls(name: str) -> str:
    """Return a name without what XML cannot hold."""
    return "".join(character for character in name if character.isprintable() or character in "\t\n ")


def _escape(data: str) -> str:
    r"""Return JSON in which JSON's own escapes stand for what XML cannot hold, or an editor would lose.

    >>> _escape('{"name": "甲\u200d\uffff"}')
    '{"name": "甲\\u200d\\uffff"}'
    """
    if data.isprintable():
        return data
    return "".join(map(_escape_character, data))


def _escape_character(character: str) -> str:
    if character.isprintable() or character in "\t\n":
        return character
    return json.dumps(character)[1:-1]


def to_cells(forms: Iterable[EmbeddedForm]) -> list[list[str]]:
    """Return all forms of a workbook as rows of texts: name, spec, language, and the project in as many as it needs."""
    rows = []
    for form in forms:
        text = _escape(form.project)
        parts = [text[start : start + IN_A_CELL] for start in range(0, len(text), IN_A_CELL)]
        rows.append([_without_controls(form.name), form.spec, form.lang, *parts])
    return rows


def from_cells(rows: Iterable[list[str]]) -> list[EmbeddedForm]:
    """Return the forms of such rows; a form that was drawn without a spec has no cell for it."""
    return [_from_row(row) for row in rows]


def _from_row(row: list[str]) -> EmbeddedForm:
    if len(row) <= _CELLS_WITHOUT_SPEC:
        row = [*row[:1], "", *row[1:], ""]
    name, spec, lang, *parts = row
    return EmbeddedForm(_without_controls(name), spec, _lang(lang), "".join(parts))


def without_altered(file: str, forms: Iterable[EmbeddedForm]) -> tuple[list[EmbeddedForm], list[Finding]]:
    """Return the forms of a file, without specs and projects that are not as this program writes them, and findings.

    A spec is named by its id: a file that a document names is never opened.
    """
    sound, findings = list[EmbeddedForm](), list[Finding]()
    for form in forms:
        if is_path(form.spec):
            part, form_without = "spec", form._replace(spec="", project="")
        elif not _is_as_written(form.project):
            part, form_without = "project", form._replace(project="")
        else:
            sound.append(form)
            continue
        findings.append(Finding(Codes.EMBEDDED_PROJECT_ALTERED, f"{file}[{form.name}]", {"part": part}))
        sound.append(form_without)
    return sound, findings


def _is_as_written(project: str) -> bool:
    """Whether a text is what ``Project.as_json`` gives of the project that it holds."""
    if len(project) > MOST_BYTES:
        return False
    try:
        data = json.loads(project)
        return isinstance(data, dict) and json.loads(load_project(data).as_json) == data
    except (ValueError, TypeError, RecursionError):
        return False
