"""What an input holds: the projects of a file of whatever kind, or why it is passed over."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import lru_cache, partial
from pathlib import Path
from typing import NamedTuple

from jixiao.border.file_kinds import COLUMNS_FILE, FORMS
from jixiao.border.folders import STDIN, Input, is_directory
from jixiao.border.inputs import InputError, cannot_read, check_folder
from jixiao.border.seals import is_own
from jixiao.cli.options import Options
from jixiao.findings import CellPlace, Codes, Finding
from jixiao.findings.causes import Cause, system_cause
from jixiao.loading.decoding import MOST_BYTES
from jixiao.loading.projects import (
    LINES,
    SUFFIXES,
    Composed,
    composed_file,
    composed_lines,
    composed_text,
    load_project,
    project_of,
    states_indicators,
    unreadable,
)
from jixiao.loading.spec_reading import SpecLookup
from jixiao.loading.specs import find_spec
from jixiao.model.project import Project

#: Endings of the files that are inputs.
INPUTS = (*SUFFIXES, *LINES, *FORMS)
#: Why standard input, named twice, has nothing the second time.
_READ_BEFORE = Cause("前面已经读过一次", "it was read before")

#: What tells one project from another within a folder: its name and year.
Identity = tuple[str | None, int | None]
#: A file, when it was changed, and its size.
Version = tuple[Path, int, int]


class Passed(NamedTuple):
    """An input that is passed over, and what there is to say of it."""

    findings: tuple[Finding, ...] = ()


def projects_of(source: Input, options: Options) -> list[Project] | Passed:
    """Return the projects of an input, one that cannot be read among them; ``-`` is standard input."""
    if str(source.path) != STDIN and is_directory(source.path):
        return [unreadable([_on_empty(source.path)])]
    if source.path.suffix.lower() in FORMS:
        return _projects_of_forms(source, options)
    projects = projects_of_text(source.path, options)
    if projects[0].is_other and not source.named and source.path.suffix.lower() not in LINES:
        return Passed()
    return projects


def projects_of_text(path: Path, options: Options) -> list[Project]:
    """Return the projects of a file of YAML or JSON, or of documents of the budget system; ``-`` is standard input."""
    return [project for composed in _composed(path) for project in _projects_of_data(composed, options)]


def _projects_of_data(composed: Composed, options: Options) -> list[Project]:
    """Return the project that composed data are, or those of documents of the budget system."""
    if states_indicators(composed.root):
        return [project_of(*composed)]
    from jixiao.exchange.reading import projects_of_data

    year = options.day.year if options.day is not None else None
    return projects_of_data(*composed, year)


def _composed(path: Path) -> list[Composed]:
    """Return the data of a file, or of each of its lines."""
    if str(path) == STDIN:
        return [_composed_stdin()]
    if path.suffix.lower() in LINES:
        return composed_lines(path)
    return [composed_file(path)]


def _on_empty(folder: Path) -> Finding:
    """Return the finding on a folder in which no file was found."""
    try:
        check_folder(folder)
    except InputError as error:
        return error.finding
    return Finding(Codes.NO_PROJECT_FILES, args={"name": str(folder)})


def _composed_stdin() -> Composed:
    name = "<stdin>"
    try:
        with sys.stdin.buffer as stream:  # there is nothing to read a second time
            return composed_text(stream.read(MOST_BYTES + 1), name)
    except OSError as error:
        cause = system_cause(error.errno)
    except ValueError:  # it has been closed, below
        cause = _READ_BEFORE
    return Composed(None, [cannot_read(name, cause)])


# ---- forms


def spec_of_form(options: Options, name: str) -> SpecLookup | None:
    """Return the spec by which a form is read: that of the command line, or the one that the form names, if any."""
    if not options.spec and not name:
        return None
    return find_spec(options.spec or name, None, options.book)


def _projects_of_forms(source: Input, options: Options) -> list[Project] | Passed:
    """Return the projects of the forms in a file; of one that was reached by a walk not all must be read."""
    from jixiao.forms.importing.projects import read_projects

    reading = read_projects(
        source.path, partial(spec_of_form, options), source.copy, dict(options.columns), options.book
    )
    if source.named:
        return reading.projects(source.path)
    place = CellPlace(str(source.path), "")
    if reading.is_without_form:
        return Passed((Finding(Codes.FILE_WITHOUT_FORM, cell=place),))
    projects = reading.projects(source.path)
    original = _drawn_from(source.path, projects)
    if original:
        return Passed((Finding(Codes.OWN_FORM_SKIPPED, "", {"project": original}, cell=place),))
    return projects


def is_drawn_beside_project(path: Path) -> bool:
    """Whether the program wrote a form, nobody changed it since, and project files stand beside it."""
    return path.suffix.lower() in FORMS and _is_own(path) and any(_project_files(path.parent))


def _is_own(path: Path) -> bool:
    try:
        return is_own(path)
    except OSError:
        return False


def _drawn_from(path: Path, projects: list[Project]) -> str:
    """Return the names of the projects beside a file from which the program drew it, "" where it did not."""
    if not is_drawn_beside_project(path):
        return ""
    beside = _identities(tuple(_versions(path.parent)))
    if not all(_identity(project) in beside for project in projects):
        return ""
    return "、".join(dict.fromkeys(project.name or "" for project in projects))


@lru_cache(maxsize=4)
def _identities(files: tuple[Version, ...]) -> frozenset[Identity]:
    """Return what tells the projects in some files from others."""
    return frozenset(_identity(load_project(path)) for path, *_ in files)


def _versions(folder: Path) -> Iterator[Version]:
    """Yield the project files of a folder as they are now."""
    for path in _project_files(folder):
        status = path.stat()
        yield path, status.st_mtime_ns, status.st_size


def _project_files(folder: Path) -> Iterator[Path]:
    files = (path for path in sorted(folder.iterdir()) if path.suffix.lower() in SUFFIXES)
    return (path for path in files if path.name != COLUMNS_FILE)


def _identity(project: Project) -> Identity:
    return project.name, project.year


__all__ = ["INPUTS", "Passed", "is_drawn_beside_project", "projects_of", "projects_of_text", "spec_of_form"]
