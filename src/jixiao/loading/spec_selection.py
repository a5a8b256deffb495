"""Which spec scores a project: the one of the command line, or the one that its file names."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from os.path import realpath
from pathlib import Path

from jixiao.findings import Codes, Finding, Place
from jixiao.loading.nodes import place_of
from jixiao.loading.spec_book import SpecBook, package_book
from jixiao.loading.spec_files import is_path
from jixiao.loading.spec_reading import SpecLookup
from jixiao.loading.specs import find_spec
from jixiao.model.project import Project


def spec_of(
    project: Project,
    asked: str | None = None,
    on: date | None = None,
    book: SpecBook | None = None,
    file: Path | None = None,
) -> SpecLookup:
    """Return the spec ``asked`` for on the command line, else the project's own; findings where there is none."""
    book, on = book or package_book(), day_of(project, on)
    if asked is None:
        return _own_spec(project, on, book, file)
    return find_spec(asked, on, book)


def day_of(project: Project, on: date | None) -> date | None:
    """Return the day whose edition of a spec counts: ``on``, by default 31 December of the project's year."""
    if on is None and project.year:
        return date(project.year, 12, 31)
    return on


def _own_spec(project: Project, on: date | None, book: SpecBook, file: Path | None) -> SpecLookup:
    """Return the spec that a project names; a path is relative to its file below its or the current folder."""
    if not project.readable or "spec" in project.unread:
        return SpecLookup(None, ())
    root = project.reading.root
    if project.spec is None:
        return SpecLookup(None, (Finding(Codes.NO_SPEC_NAMED, "spec", {}, place_of(root, ())),))
    place = place_of(root, ("spec",))
    name = project.spec
    if is_path(name):
        path = None
        if book.has_paths:
            path = _allowed_path(name, _folder(file, place))
        if path is None:
            return SpecLookup(None, (Finding(Codes.PATH_NOT_ALLOWED, "spec", {"name": name[:80]}, place),))
        name = str(path)
    spec, findings = find_spec(name, on, book)
    return SpecLookup(spec, tuple(finding.at(finding.place or place) for finding in findings))


def _folder(file: Path | None, place: Place | None) -> Path:
    """Return the folder of a project file: of ``file``, else of the one in which the project names its spec."""
    if file is None and place is not None:
        file = Path(place.source.name)
    return Path(realpath((file or Path()).parent))


def _allowed_path(name: str, folder: Path) -> Path | None:
    """Return a path relative to ``folder``; ``None`` where it stays neither below that nor below the current folder."""
    path = Path(realpath(folder / name))  # unlike resolve, no exception for links in a circle
    if path.is_relative_to(folder) or path.is_relative_to(Path.cwd().resolve()):
        return path
    return None


def spec_of_years(name: str, years: Iterable[int], book: SpecBook | None = None) -> SpecLookup:
    """Return the spec that scores projects of all these years, each by its last day; a finding where it is not one."""
    versions: dict[int, str] = {}
    lookup = None
    for year in sorted(set(years)):
        lookup = find_spec(name, date(year, 12, 31), book)
        if lookup.spec is None:
            return lookup
        versions[year] = f"{lookup.spec.id}@{lookup.spec.version}"
    if len(set(versions.values())) > 1:
        each = "; ".join(f"{year}: {version}" for year, version in versions.items())
        return SpecLookup(None, (Finding(Codes.SPEC_DIFFERS_BY_YEAR, "spec", {"name": name, "each": each}),))
    return lookup or find_spec(name, None, book)
