"""What a body holds: one project, or a list of projects; each with the findings on its own part of the text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from http import HTTPStatus
from typing import NamedTuple

from jixiao.exchange.reading import is_document, is_exchange, projects_of_data, projects_of_documents
from jixiao.findings import Codes, Finding
from jixiao.loading.decoding import decode
from jixiao.loading.nodes import Map, Seq, position_of
from jixiao.loading.projects import composed_text, project_of, states_indicators
from jixiao.loading.yaml_composer import compose
from jixiao.model.project import Project
from jixiao.serve.problems import ProblemError

#: What findings call a body.
NAME = "<body>"
#: The one key of a body that holds several projects.
PROJECTS = "projects"


class Body(NamedTuple):
    """The projects of a body, and whether they were sent as a list, so that their results go back as one."""

    projects: list[Project]
    is_list: bool


def read_body(data: bytes, year: int | None = None) -> Body:
    """Return the projects of a body in JSON or YAML; what is wrong with them is in their findings.

    Documents of the budget system, and its answers with them, are projects of the ``year``.

    Raises:
        ProblemError: it holds neither a project nor a list of them.
    """
    source, findings = decode(NAME, data)
    root: object = None
    if source is not None:
        root, on_syntax = compose(source)
        findings = [*findings, *on_syntax]
    if is_exchange(root) and not states_indicators(root):
        return Body(projects_of_documents(root, findings, year), is_list=not is_document(root))
    if not isinstance(root, Map):
        raise ProblemError(HTTPStatus.BAD_REQUEST, Finding(Codes.NOT_A_REQUEST), findings)
    if PROJECTS not in root:
        return Body([project_of(root, findings)], is_list=False)
    projects = root[PROJECTS]
    if len(root) > 1 or not isinstance(projects, Seq):
        raise ProblemError(HTTPStatus.BAD_REQUEST, Finding(Codes.NOT_A_REQUEST), findings)
    return Body(_projects(projects, findings), is_list=True)


def read_line(data: bytes, year: int | None = None) -> Project:
    """Return the project of a line, also of one that holds none; what is wrong is in its findings."""
    composed = composed_text(data, NAME)
    if is_document(composed.root):
        (project,) = projects_of_data(*composed, year)
        return project
    return project_of(*composed)


def _projects(items: Seq, findings: Sequence[Finding]) -> list[Project]:
    """Return the projects of a list, each with those of the findings on the text that lie in it."""
    starts = [position_of(at)[:2] for at in items.at]
    by_item: list[list[Finding]] = [[] for _ in items]
    for finding in findings:
        if finding.place is not None and items:
            item = bisect_right(starts, (finding.place.line, finding.place.column)) - 1
            by_item[max(item, 0)].append(finding)
    return [project_of(item, on_item) for item, on_item in zip(items, by_item, strict=True)]


__all__ = ["Body", "read_body", "read_line"]
