"""Layouts of official tables: found by name beside their spec or in the package, read as strictly as a spec."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from jixiao.findings import Codes, Finding, has_error
from jixiao.loading.decoding import read_file
from jixiao.loading.validation import Capped, finding_of
from jixiao.loading.yaml_composer import Map, compose, place_of
from jixiao.model.layout import Layout
from jixiao.model.spec import NATIONAL, IndicatorSpec

#: The folder of layouts, beside a spec or at the top of the package's.
FORMS = "forms"


class Read(NamedTuple):
    """A layout, or ``None``, and what was found on the way."""

    layout: Layout | None
    findings: tuple[Finding, ...]


def layout_file(name: str, folders: tuple[Path, ...]) -> Path | None:
    """The file of a layout, by name, in the first of the ``folders`` of specs that has it."""
    places = (folder / FORMS / f"{name}.yaml" for folder in folders)
    return next((place for place in places if place.is_file()), None)


def known_layouts(folders: tuple[Path, ...]) -> list[str]:
    """The names of all layouts in the folders of specs."""
    return sorted({path.stem for folder in folders for path in (folder / FORMS).glob("*.yaml")})


@lru_cache(maxsize=64)
def read_layout(path: Path) -> Read:
    """Read and validate one layout file."""
    source, more = read_file(path)
    findings = Capped(more)
    if source is None or has_error(more):
        return Read(None, findings.closed())
    root, more = compose(source)
    findings += more
    if not isinstance(root, Map):
        if not has_error(more):
            findings.append(Finding(Codes.NOT_A_SPEC, "", {}, place_of(root, ())))
        return Read(None, findings.closed())
    try:
        return Read(Layout.model_validate(root), findings.closed())
    except ValidationError as error:
        for problem in error.errors(include_url=False):
            findings.append(finding_of(problem, problem["loc"], root))
    return Read(None, findings.closed())


def layout_of(spec: IndicatorSpec | None, package: Path) -> Layout:
    """The layout of a spec, that of the national form where it was not read from a file.

    Raises:
        ValueError: the layout is broken; loading the spec would have said so.
    """
    path = spec.layout_file if spec is not None else None
    found = read_layout(path or package / FORMS / f"{NATIONAL}.yaml")
    if found.layout is None:
        raise ValueError(f"broken layout: {path}")
    return found.layout
