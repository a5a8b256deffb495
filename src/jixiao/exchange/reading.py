"""Documents of the budget system as projects: every value keeps its place, every field that no key states its value."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from operator import getitem
from typing import Any, NamedTuple, TypeGuard

from jixiao.exchange.code_tables import execution_rows, wrappers
from jixiao.exchange.fields import BY_STAGE, NUMBERS, DocumentFields
from jixiao.exchange.funds import funds_of
from jixiao.exchange.json_values import Json, JsonConstant, as_data, parse_json
from jixiao.exchange.mapping import mapped
from jixiao.findings import Codes, Finding, has_error
from jixiao.loading.nodes import Map, Path, Seq, place_of
from jixiao.loading.projects import project_of, states_indicators, unreadable, with_findings
from jixiao.loading.validation import dotted
from jixiao.model.project import Project
from jixiao.quantity import unspaced


class Located(NamedTuple):
    """A document, the fields of its kind and its value as JSON; or an entry that is none, whose fields are ``None``."""

    node: object
    value: Json
    fields: DocumentFields | None


def is_exchange(root: object) -> TypeGuard[Map | Seq]:
    """Whether composed data hold documents of the budget system, or an answer of it."""
    if isinstance(root, Seq):
        return any(map(is_exchange, root))
    return isinstance(root, Map) and (_fields_of(root) is not None or _is_wrapper(root))


def is_document(root: object) -> bool:
    """Whether composed data are one document of the budget system."""
    return _fields_of(root) is not None and not states_indicators(root)


def _fields_of(node: object) -> DocumentFields | None:
    """Return the fields of a document by its lists; ``None`` of what is no document."""
    if not isinstance(node, Map):
        return None
    return next((fields for fields in BY_STAGE.values() if not node.keys().isdisjoint(fields.lists)), None)


def _is_wrapper(node: Map) -> bool:
    return not node.keys().isdisjoint(wrappers())


def projects_of_data(root: object, findings: list[Finding], year: int | None = None) -> list[Project]:
    """Return the project that composed data are, or those of documents of the budget system, of a ``year``."""
    if is_exchange(root) and not states_indicators(root):
        return projects_of_documents(root, findings, year)
    return [project_of(root, findings)]


def projects_of_documents(root: Map | Seq, findings: list[Finding], year: int | None = None) -> list[Project]:
    """Return the projects of all documents in composed data; ``findings`` are those on its text.

    Documents do not say their year: it is ``year``.
    """
    projects = [_project(one, year) for one in _documents(root, _value_of(root, findings))]
    if not projects:
        projects = [unreadable([Finding(Codes.EXCHANGE_WITHOUT_PROJECT, place=root.place)])]
    return [with_findings(projects[0], findings), *projects[1:]]


def _value_of(root: Map | Seq, findings: list[Finding]) -> Json:
    """Return what a text of JSON holds with its numbers as they stand; of any other text its data as composed."""
    if has_error(findings):
        return root
    try:
        return parse_json(root.source.text, JsonConstant)
    except (ValueError, RecursionError):
        return root


def _documents(node: object, value: Json) -> Iterator[Located]:
    """Yield the documents below a node, and the entries of its lists that are none."""
    fields = _fields_of(node)
    if fields is not None:
        yield Located(node, value, fields)
    elif isinstance(node, Seq):
        for item, inner in zip(node, value, strict=True):
            yield from _documents(item, inner)
    elif isinstance(node, Map) and _is_wrapper(node):
        for name in wrappers():
            if node.get(name) is not None:
                yield from _documents(node[name], value[name])
    else:
        yield Located(node, value, None)


def _project(document: Located, year: int | None) -> Project:
    node, fields = document.node, document.fields
    if fields is None or not isinstance(node, Map):
        place = node.place if isinstance(node, Map | Seq) else None
        return unreadable([Finding(Codes.NOT_AN_EXCHANGE_DOCUMENT, place=place)])
    constants = list(_take_constants(node, document.value))
    data = project_data(node, fields)
    data["x"] = {fields.type: as_data(document.value)}
    findings = [Finding(Codes.EXCHANGE_WITHOUT_YEAR, "year", place=node.place)]
    if year is not None:
        data["year"] = str(year)
        args = {"year": str(year)}
        findings = [Finding(Codes.EXCHANGE_YEAR_ASSUMED, "year", args, node.place)]
    project = project_of(data, findings)
    stated = {finding.place for finding in project.findings}
    return with_findings(project, (finding for finding in constants if finding.place not in stated))


def _take_constants(document: Map, value: Json) -> Iterator[Finding]:
    """Take NaN and the infinities out of a document, and yield a finding on each.

    Where a number is asked for, the data keep their text: the loader refuses it and knows that something stood there.
    """
    for path, constant in list(_constants(value, ())):
        yield Finding(Codes.NOT_A_NUMBER, dotted(path), {"value": str(constant)}, place_of(document, path))
        nodes: tuple[Any, ...] = (value,) if path[-1] in NUMBERS else (value, document)
        for node in nodes:
            reduce(getitem, path[:-1], node)[path[-1]] = None


def _constants(value: Json, path: Path) -> Iterator[tuple[Path, JsonConstant]]:
    """Yield the constants in a value with their paths."""
    entries = value.items() if isinstance(value, dict) else enumerate(value)
    for key, item in entries:
        if isinstance(item, JsonConstant):
            yield (*path, key), item
        elif isinstance(item, dict | list):
            yield from _constants(item, (*path, key))


def project_data(document: Map, fields: DocumentFields) -> Map:
    """Return the data of a project from a document, each value with its place."""
    data = mapped(document, fields.head)
    data["stage"] = fields.stage
    parts = {
        "goals": _goals(document, fields),
        "funds": funds_of(document, fields.funds),
        "indicators": _indicators(document, fields),
        "printed": _printed(document, fields),
    }
    data.update((key, part) for key, part in parts.items() if part is not None)
    return data


def _goals(document: Map, fields: DocumentFields) -> Seq | None:
    goal = mapped(document, fields.goal)
    if not goal:
        return None
    goals = Seq(document.source, document.start, lambda _: [document.start])
    goals.append(goal)
    return goals


def _indicators(document: Map, fields: DocumentFields) -> object:
    """Return the indicators; what is no list, or no entry of one, is the loader's to refuse."""
    rows = document.get(fields.indicators.name)
    if not isinstance(rows, Seq):
        return rows
    own = [index for index, row in enumerate(rows) if not is_execution(row)]
    indicators = Seq(rows.source, rows.start, lambda _: [rows.at[index] for index in own if rows.at])
    for index in own:
        row = rows[index]
        indicators.append(mapped(row, fields.indicators.fields) if isinstance(row, Map) else row)
    return indicators


def is_execution(row: object) -> bool:
    """Whether a row is the one that the system makes of the funds."""
    return isinstance(row, dict) and unspaced(str(row.get("indiName"))) in execution_rows()


def _printed(document: Map, fields: DocumentFields) -> Map | None:
    """Return what the row of the funds claims, where there is one."""
    rows = document.get(fields.indicators.name)
    execution = [row for row in rows if is_execution(row)] if isinstance(rows, Seq) and fields.execution else []
    if not execution or not isinstance(execution[0], Map):
        return None
    return mapped(execution[0], fields.execution)


__all__ = ["is_document", "is_exchange", "is_execution", "project_data", "projects_of_data", "projects_of_documents"]
