"""``jixiao read``: filled-in forms back into project files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

from jixiao.border.folders import distinct
from jixiao.border.outputs import OutputError, Outputs, RefusedError
from jixiao.cli.console import Tally, reject_missing_spec, reject_usage
from jixiao.cli.options import Options
from jixiao.cli.result_files import YAML, exit_code, format_by_ending, outputs_of
from jixiao.extras import missing_extra
from jixiao.findings import Codes, Finding, Lang
from jixiao.findings.bugs import attempt
from jixiao.forms.importing import (
    Content,
    Form,
    ImportedProject,
    as_project_file,
    changes_of_summary,
    project_of_form,
    read_file_of_forms,
)
from jixiao.loading.specs import find_spec

#: The spec for a form that names none, where the command line names none either.
DEFAULT_SPEC = "cn.mof-2020-10"
_SEVERAL: dict[Lang, str] = {
    "zh": "-o {output}: 有 {count} 张表，请给一个文件夹",
    "en": "-o {output}: {count} forms, name a folder",
}


class ProjectFile(NamedTuple):
    """The text of a project file, and its name without a suffix."""

    name: str
    text: str


class FormReading(NamedTuple):
    """A form and the project that was read from it; ``has_spec`` says whether there was a spec to read it by."""

    form: Form
    project: ImportedProject
    has_spec: bool

    @property
    def is_no_form(self) -> bool:
        """Whether the sheet holds something else than a form."""
        return self.has_spec and not self.project.data


def read_paths(paths: list[Path], options: Options) -> int:
    """Write the project of each form into a folder, into one file, or to standard output; return the exit code."""
    refusal = reject_missing_spec(options)
    if refusal is not None:
        return refusal
    tally, projects = Tally(options.lang), list[ProjectFile]()

    def fail(finding: Finding) -> list[ProjectFile]:
        tally.print_findings([finding])
        return []

    try:
        files = distinct(paths)
        outputs = outputs_of(replace(options, format="yaml"), files)
        format_by_ending(options.output, YAML)  # there is only one format; the ending of another is refused
        for path in files:
            projects += attempt(str(path), partial(_project_files, path, options, tally), fail)
        return _write(projects, outputs, options.lang, tally) or tally.close()
    except OutputError as error:
        return exit_code(error, options.lang)


def _forms(path: Path) -> Content:
    """Return every table of a file, or findings that say why there is none."""
    try:
        return read_file_of_forms(path)
    except ImportError as error:
        return Content([], [Finding(Codes.BATCH_EXTRA_NEEDED, args=missing_extra(error.name, path.suffix[1:]))], [])


def _project_files(path: Path, options: Options, tally: Tally) -> list[ProjectFile]:
    """Return the project file of every form in a file, and print the findings on them."""
    forms, findings, summaries = _forms(path)
    tally.print_findings(findings)
    readings = [_read(form, options) for form in forms]
    files, count = [], sum(bool(reading.project.data) for reading in readings)
    for reading in readings:
        form, data = reading.form, reading.project.data
        tally.print_findings(_form_findings(path, reading, has_others=count > 0))
        if data:
            name = path.stem if count == 1 else f"{path.stem}-{form.name}"
            files.append(ProjectFile(name, as_project_file(data, options.lang)))
    own = [reading.project for reading in readings if reading.form.project]
    tally.print_findings(_summary_findings(path, summaries, own))
    return files


def _form_findings(path: Path, reading: FormReading, *, has_others: bool) -> Iterator[Finding]:
    """Return the findings on a form; of a sheet without a form only a note, where the file has other forms."""
    for finding in reading.project.findings:
        if reading.is_no_form and has_others:
            finding = Finding(Codes.SHEET_WITHOUT_FORM, finding.path, finding.args, finding.place)  # noqa: PLW2901
        yield _with_sheet(path, reading.form, finding)


def _summary_findings(path: Path, summaries: list[Form], projects: list[ImportedProject]) -> Iterator[Finding]:
    """Return the findings on the summaries of forms of ours; none where a form that they sum up was not read."""
    rows = [project.summary for project in projects]
    if not all(rows):
        return
    for form in summaries:
        for finding in changes_of_summary(form.grid, rows, form.lang):
            yield _with_sheet(path, form, finding)


def _with_sheet(path: Path, form: Form, finding: Finding) -> Finding:
    """Return a finding with its file and sheet."""
    where = path.name
    if form.name:
        where += f"[{form.name}]"
    return Finding(finding.code, f"{where} {finding.path}".strip(), finding.args, finding.place)


def _read(form: Form, options: Options) -> FormReading:
    selection = find_spec(options.spec or form.spec or DEFAULT_SPEC, None, options.book)
    if selection.spec is None:
        return FormReading(form, ImportedProject({}, selection.findings), has_spec=False)
    return FormReading(form, project_of_form(form.grid, form.project, selection.spec, form.lang), has_spec=True)


def _write(projects: list[ProjectFile], outputs: Outputs, lang: Lang, tally: Tally) -> int:
    """Write the project files; return the exit code, 2 where one file cannot hold them."""
    texts = [project.text for project in projects]
    if outputs.option is None:
        outputs.write(["---\n".join(texts)])
    elif outputs.is_folder:
        for project in projects:
            _write_into_folder(project, outputs, tally)
    elif len(projects) > 1:
        return reject_usage(_SEVERAL[lang].format(output=outputs.option, count=len(projects)))
    else:
        outputs.write(texts)
    return 0


def _write_into_folder(project: ProjectFile, outputs: Outputs, tally: Tally) -> None:
    """Write one of several project files; one that may not be replaced is a finding."""
    try:
        outputs.write([project.text], outputs.path_of(project.name, "yaml"))
    except RefusedError as error:
        tally.print_findings([error.finding])
