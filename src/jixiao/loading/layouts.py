"""Layouts of official tables: looked up by name beside their spec or in the package, read as strictly as a spec."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from jixiao.findings import Finding
from jixiao.loading.validation import FindingList, finding_of, read_mapping
from jixiao.model.layout import Layout
from jixiao.model.spec import NATIONAL, IndicatorSpec

#: The folder of layouts, beside a spec or at the top of the package's.
FORMS = "forms"


class ReadLayout(NamedTuple):
    """A layout, or ``None`` where its file is broken, and the findings on the file."""

    layout: Layout | None
    findings: tuple[Finding, ...]


def layout_file(name: str, folders: tuple[Path, ...]) -> Path | None:
    """Return the file of a layout, by name, in the first of the ``folders`` of specs that has it."""
    places = (folder / FORMS / f"{name}.yaml" for folder in folders)
    return next((place for place in places if place.is_file()), None)


def layout_names(folders: tuple[Path, ...]) -> list[str]:
    """Return the names of all layouts in the folders of specs."""
    return sorted({path.stem for folder in folders for path in (folder / FORMS).glob("*.yaml")})


@lru_cache(maxsize=64)
def read_layout(path: Path) -> ReadLayout:
    """Return what one layout file holds."""
    findings = FindingList()
    root = read_mapping(path, findings)
    if root is None:
        return ReadLayout(None, findings.closed())
    try:
        return ReadLayout(Layout.model_validate(root), findings.closed())
    except ValidationError as error:
        for problem in error.errors(include_url=False):
            findings.append(finding_of(problem, problem["loc"], root))
    return ReadLayout(None, findings.closed())


def layout_of(spec: IndicatorSpec | None, package: Path) -> Layout:
    """Return the layout of a spec, that of the national form where it was not read from a file.

    Raises:
        ValueError: the layout is broken; loading the spec would have said so.
    """
    path = package / FORMS / f"{NATIONAL}.yaml"
    if spec is not None and spec.layout_file is not None:
        path = spec.layout_file
    layout = read_layout(path).layout
    if layout is None:
        raise ValueError(f"broken layout: {path}")
    return layout
