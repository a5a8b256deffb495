"""Layouts of official tables: looked up by name beside their spec or in the package, read as strictly as a spec."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from jixiao.findings import Finding
from jixiao.loading.decoding import read_file
from jixiao.loading.validation import FindingList, finding_of, mapping_of
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


def read_layout(path: Path) -> ReadLayout:
    """Return what one layout file holds."""
    findings = FindingList()
    root = mapping_of(*read_file(path), findings)
    if root is None:
        return ReadLayout(None, findings.closed())
    try:
        return ReadLayout(Layout.model_validate(root), findings.closed())
    except ValidationError as error:
        for problem in error.errors(include_url=False):
            findings.append(finding_of(problem, problem["loc"], root))
    return ReadLayout(None, findings.closed())


@cache
def packaged_layout(path: Path) -> Layout:
    """Return a layout of the package, whose files never change.

    Raises:
        ValueError: the file is broken.
    """
    layout = read_layout(path).layout
    if layout is None:
        raise ValueError(f"broken layout: {path}")
    return layout


def layout_of(spec: IndicatorSpec | None, package: Path) -> Layout:
    """Return the layout of a spec, that of the national form where it was not read from a file."""
    layout = package / FORMS / f"{NATIONAL}.yaml"
    if spec is not None and spec.layout is not None:
        layout = spec.layout
    if isinstance(layout, Layout):
        return layout
    return packaged_layout(layout)
