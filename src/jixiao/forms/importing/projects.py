"""The projects that the forms of a file hold, each with findings that name its cells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from jixiao.findings import CellPlace, Codes, Finding
from jixiao.forms.importing.cell_places import whole_of
from jixiao.forms.importing.columns import columns_beside
from jixiao.forms.importing.files import Form, read_file_of_forms
from jixiao.forms.importing.merging import ImportedProject, project_of_form
from jixiao.forms.importing.summaries import changes_of_summary
from jixiao.loading.projects import project_of_cells, unreadable, with_findings
from jixiao.loading.spec_book import SpecBook
from jixiao.loading.spec_reading import SpecLookup
from jixiao.model.project import Project

#: Returns the spec by which a form is read that names one, "" for none; ``None`` where nobody names one.
FindSpec = Callable[[str], SpecLookup | None]


class FormReading(NamedTuple):
    """A form and the project that was read from it; ``has_spec`` says whether there was a spec to read it by."""

    form: Form
    imported: ImportedProject
    has_spec: bool

    @property
    def is_no_form(self) -> bool:
        """Whether the sheet holds something else than a form."""
        return self.has_spec and not self.imported.data

    def where(self, finding: Finding) -> str:
        """Return the name of the cell, or else of the sheet, that a finding on the form means."""
        grid, path = self.form.grid, finding.path
        if "where" in finding.args:
            return grid.where(str(finding.args["where"]))
        return self.imported.places.get(path) or whole_of(grid)


class FileReading(NamedTuple):
    """The forms of a file, findings on the file itself, and findings on its summaries with the forms of these."""

    readings: list[FormReading]
    findings: list[Finding]
    summaries: list[tuple[Form, Finding]]
    is_readable: bool

    @property
    def forms(self) -> list[FormReading]:
        """Return the forms from which a project was read."""
        return [reading for reading in self.readings if reading.imported.data]

    @property
    def is_without_form(self) -> bool:
        """Whether the file can be read and holds no form."""
        return self.is_readable and all(reading.is_no_form for reading in self.readings)

    def findings_on(self, reading: FormReading) -> Iterator[Finding]:
        """Yield the findings on a form; of a sheet without a form only a note, where the file has other forms."""
        for finding in reading.imported.findings:
            if reading.is_no_form and self.forms:
                yield Finding(Codes.SHEET_WITHOUT_FORM, finding.path, finding.args, finding.place)
            else:
                yield finding

    def projects(self, path: Path) -> list[Project]:
        """Return the projects of the file in order; one that cannot be read stands for a file without any.

        Findings on the file, and on sheets without a form, stand with the first.
        """
        aside = [reading for reading in self.readings if not reading.imported.data]
        common = [
            *self.findings,
            *(finding for reading in aside for finding in self._located(reading, path)),
            *(replace(finding, cell=CellPlace(str(path), form.name)) for form, finding in self.summaries),
        ]
        projects = [
            project_of_cells(reading.imported.data, list(self._located(reading, path)), _cells(reading, path))
            for reading in self.forms
        ]
        if not projects:
            return [unreadable(common)]
        return [with_findings(projects[0], common), *projects[1:]]

    def _located(self, reading: FormReading, path: Path) -> Iterator[Finding]:
        """Yield the findings on a form with their cells."""
        for finding in self.findings_on(reading):
            yield replace(finding, cell=CellPlace(str(path), reading.where(finding)))


def _cells(reading: FormReading, path: Path) -> dict[str, CellPlace]:
    return {field: CellPlace(str(path), where) for field, where in reading.imported.places.items()}


def read_projects(
    path: Path,
    find_spec: FindSpec,
    copy: Path | None = None,
    columns: Mapping[str, str] | None = None,
    book: SpecBook | None = None,
) -> FileReading:
    """Return what the forms of a file hold; ``copy`` is what the file was converted to, where it was before.

    ``columns`` explain headings that are not known, beside those that are explained in a file beside the forms.
    The spec of a form that names none is proposed, of those in ``book``, by default the package's.
    """
    content, beside = read_file_of_forms(path, copy), columns_beside(path)
    words = {**beside.words, **(columns or {})}
    readings = [_read(form, find_spec, words, book) for form in content.forms]
    own = [reading.imported for reading in readings if reading.form.project]
    findings = [*content.findings, *beside.findings]
    return FileReading(readings, findings, list(_changes(content.summaries, own)), content.is_readable)


def _read(form: Form, find_spec: FindSpec, columns: Mapping[str, str], book: SpecBook | None) -> FormReading:
    selection = find_spec(form.spec)
    spec = None
    if selection is not None:
        if selection.spec is None:
            return FormReading(form, ImportedProject({}, selection.findings), has_spec=False)
        spec = selection.spec
    imported = project_of_form(form.grid, form.project, spec, form.lang, columns, book)
    return FormReading(form, imported, has_spec=True)


def _changes(summaries: Iterable[Form], projects: list[ImportedProject]) -> Iterator[tuple[Form, Finding]]:
    """Yield the findings on summaries of forms of ours; none where a form that they sum up was not read."""
    rows = [project.summary for project in projects]
    if not all(rows):
        return
    for form in summaries:
        for finding in changes_of_summary(form.grid, rows, form.lang):
            yield form, finding


__all__ = ["FileReading", "FindSpec", "FormReading", "read_projects"]
