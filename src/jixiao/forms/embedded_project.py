"""What a workbook or a document carries along unseen, so that it reads back to the same project."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import NamedTuple
from xml.etree import ElementTree as ET

from jixiao.findings import Codes, Finding, Lang
from jixiao.loading.decoding import MOST_BYTES
from jixiao.loading.projects import load_project
from jixiao.loading.specs import is_path

NAMESPACE = "urn:jixiao:forms:1"


class Carried(NamedTuple):
    """One form: the name it goes by in the file, its spec's id, its language, and the project's data as JSON."""

    name: str
    spec: str
    lang: Lang
    project: str


#: Where a document keeps it: the library's own template has an item there, which nothing needs.
PART, _ABOUT = "customXml/item1.xml", "customXml/itemProps1.xml"
_PROPERTIES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="no"?>'
    '<ds:datastoreItem ds:itemID="{6A697869-616F-4000-8000-000000000001}" '
    'xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml">'
    f'<ds:schemaRefs><ds:schemaRef ds:uri="{NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
)


def as_parts(forms: Iterable[Carried]) -> dict[str, bytes]:
    """All forms of a file as the parts of a document that hold them."""
    return {PART: as_xml(forms), _ABOUT: _PROPERTIES.encode()}


def as_xml(forms: Iterable[Carried]) -> bytes:
    """All forms of a file as one XML part."""
    root = ET.Element(f"{{{NAMESPACE}}}forms")
    for form in forms:
        one = ET.SubElement(root, f"{{{NAMESPACE}}}form", name=_sound(form.name), spec=form.spec, lang=form.lang)
        one.text = _escaped(form.project)
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text


def from_xml(part: bytes) -> list[Carried]:
    """Return the forms of such a part: none where it is empty or another's, an empty one where it is damaged."""
    if not part:
        return []
    try:
        root = ET.fromstring(part)  # noqa: S314  # the border lets no part with a DOCTYPE or many levels pass
    except ET.ParseError:
        return [Carried("", "", "zh", "")]
    if root.tag != f"{{{NAMESPACE}}}forms":
        return []
    return [
        Carried(_sound(one.get("name", "")), one.get("spec", ""), _lang(one.get("lang")), one.text or "")
        for one in root
    ]


def _lang(text: str | None) -> Lang:
    return "en" if text == "en" else "zh"


def _sound(name: str) -> str:
    """A name without what XML cannot hold."""
    return "".join(character for character in name if character.isprintable() or character in "\t\n ")


def _escaped(data: str) -> str:
    r"""JSON in which whatever XML cannot hold, or an editor would lose, is escaped as JSON does it.

    >>> _escaped('{"name": "甲\u200d\uffff"}')
    '{"name": "甲\\u200d\\uffff"}'
    """
    if data.isprintable():
        return data
    return "".join(one if one.isprintable() or one in "\t\n" else json.dumps(one)[1:-1] for one in data)


#: The hidden sheet of a workbook that holds it, and how much of a text one cell takes.
SHEET, IN_A_CELL = "jixiao", 30_000
#: Cells of a row that lacks its spec: name, language, project.
_CELLS = 3


def in_cells(forms: Iterable[Carried]) -> list[list[str]]:
    """All forms of a workbook as rows of texts: name, spec, language, and the project in as many cells as it needs."""
    rows = []
    for form in forms:
        text = _escaped(form.project)
        parts = [text[at : at + IN_A_CELL] for at in range(0, len(text), IN_A_CELL)]
        rows.append([_sound(form.name), form.spec, form.lang, *parts])
    return rows


def from_cells(rows: Iterable[list[str]]) -> list[Carried]:
    """The forms of such rows; a form that was drawn without a spec has no cell for it."""
    carried = []
    for row in rows:
        name, spec, lang, *parts = row if len(row) > _CELLS else [*row[:1], "", *row[1:], ""]
        carried.append(Carried(_sound(name), spec, _lang(lang), "".join(parts)))
    return carried


def without_altered(file: str, forms: Iterable[Carried]) -> tuple[list[Carried], list[Finding]]:
    """Return the forms of a file, without specs and projects that are not as this program writes them, and findings.

    A spec is named by its id: a file that a document names is never opened.
    """
    sound, findings = list[Carried](), list[Finding]()
    for form in forms:
        part = _altered_part(form)
        if part:
            findings.append(Finding(Codes.EMBEDDED_PROJECT_ALTERED, f"{file}[{form.name}]", {"part": part}))
        sound.append(form._replace(spec="" if part == "spec" else form.spec, project="" if part else form.project))
    return sound, findings


def _altered_part(form: Carried) -> str:
    """Which part of a form is not as it was written: its spec, its project, or "" for none."""
    if is_path(form.spec):
        return "spec"
    return "" if _is_written_so(form.project) else "project"


def _is_written_so(project: str) -> bool:
    """Whether a text is what ``Project.as_json`` gives of the project that it holds."""
    if len(project) > MOST_BYTES:
        return False
    try:
        data = json.loads(project)
        return isinstance(data, dict) and json.loads(load_project(data).as_json) == data
    except (ValueError, TypeError, RecursionError):
        return False
