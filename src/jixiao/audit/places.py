"""Where findings stand in the file of their project, by their paths."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from jixiao.findings import Finding
from jixiao.loading.yaml_composer import place_of
from jixiao.model.project import Project


def with_places(project: Project, findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield findings with their places in a text or a form; without one where the project was read from neither."""
    root = project.reading.root
    for finding in findings:
        if root is None or finding.place is not None:
            yield project.located(finding)
        else:
            yield project.located(finding.at(place_of(root, _keys(finding.path))))


@lru_cache(maxsize=2**12)
def _keys(path: str) -> tuple[str | int, ...]:
    parts = path.replace("[", ".").replace("]", "").split(".")
    return tuple(int(part) if part.isdecimal() else part for part in parts if part)


__all__ = ["with_places"]
