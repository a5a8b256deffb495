"""Which spec scores a project: the one asked for, or the one that its file names."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from os.path import realpath
from pathlib import Path

from jixiao.findings import Codes, Finding
from jixiao.loading.specs import Found, find_spec, is_path
from jixiao.loading.yaml_composer import place_of
from jixiao.model.project import Project


def spec_of(
    project: Project,
    asked: str | None = None,
    on: date | None = None,
    local: Path | None = None,
    file: Path | None = None,
) -> Found:
    """The spec ``asked`` for on the command line, else the project's own; findings where there is none.

    A path in a project file is relative to that file, and stays below the current folder or the file's.
    """
    on = on or (date(project.year, 12, 31) if project.year else None)
    if asked is not None:
        return find_spec(asked, on, local)
    if not project.readable:
        return Found(None, ())
    name = project.spec
    if name is None:
        start = place_of(project._root, ()) if project._root is not None else None  # noqa: SLF001
        return Found(None, () if "spec" in project.unread else (Finding(Codes.NO_SPEC_NAMED, "spec", {}, start),))
    place = place_of(project._root, ("spec",)) if project._root is not None else None  # noqa: SLF001
    if not is_path(name):
        return _at(find_spec(name, on, local), place)
    read_from = file or Path(place.source.name if place else "")
    folder = Path(realpath(read_from.parent))
    path = Path(realpath(folder / name))  # unlike resolve, no exception for links in a circle
    if not any(path.is_relative_to(root) for root in (Path.cwd().resolve(), folder)):
        return Found(None, (Finding(Codes.PATH_NOT_ALLOWED, "spec", {"name": name[:80]}, place),))
    return _at(find_spec(str(path), on, local), place)


def spec_of_years(name: str, years: Iterable[int], local: Path | None = None) -> Found:
    """The spec that scores projects of all these years, each by its last day; a finding where it is not one spec."""
    found = {year: find_spec(name, date(year, 12, 31), local) for year in sorted(set(years))}
    specs = {year: f"{one.spec.id}@{one.spec.version}" for year, one in found.items() if one.spec is not None}
    if len(specs) < len(found):
        return next(one for one in found.values() if one.spec is None)
    if len(set(specs.values())) > 1:
        each = "; ".join(f"{year}: {spec}" for year, spec in specs.items())
        return Found(None, (Finding(Codes.SPEC_DIFFERS_BY_YEAR, "spec", {"name": name, "each": each}),))
    return next(iter(found.values()), find_spec(name, None, local))


def _at(found: Found, place: object) -> Found:
    placed = tuple(finding if finding.place else finding.at(place) for finding in found.findings)  # type: ignore[arg-type]
    return Found(found.spec, placed)
