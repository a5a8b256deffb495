"""``jixiao read``: filled-in forms back into project files; a project that is one already is written as it was read."""

from __future__ import annotations

import sys
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePath

from jixiao.border.conversion import converted
from jixiao.border.file_kinds import FORMS
from jixiao.border.folders import Input, inputs, is_file
from jixiao.border.names import component
from jixiao.border.outputs import OutputError
from jixiao.cli.column_questions import answered_columns, is_terminal, remember
from jixiao.cli.console import Tally, reject_missing_spec
from jixiao.cli.inputs import Passed, projects_of, spec_of_form
from jixiao.cli.options import Options
from jixiao.cli.project_files import ProjectFile, write_files
from jixiao.cli.result_files import YAML, exit_code, format_by_ending, outputs_of
from jixiao.findings import Codes, Finding
from jixiao.findings.bugs import attempt
from jixiao.forms.importing import FileReading, Form, FormReading, as_project_file, read_projects
from jixiao.loading.projects import LINES, SUFFIXES


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
        sources = [source for tree in inputs(paths, FORMS) for source in tree]
        outputs = outputs_of(replace(options, format="yaml"), (source.path for source in sources))
        format_by_ending(options.output, YAML)  # there is only one format; the ending of another is refused
        with converted(source.path for source in sources) as copies:
            for source in sources:
                task = partial(_project_files, source._replace(copy=copies.get(source.path)), options, tally)
                projects += attempt(str(source.path), task, fail)
        return write_files(projects, outputs, options.lang, tally) or tally.close()
    except OutputError as error:
        return exit_code(error, options.lang)


def _project_files(source: Input, options: Options, tally: Tally) -> list[ProjectFile]:
    """Return the project file of every form in a file, and print the findings on them."""
    path = source.path
    if not is_file(path) or path.suffix.lower() in (*SUFFIXES, *LINES):
        return _of_projects(source, options, tally)
    reading = _read_and_ask(source, options)
    if reading.is_without_form and not source.named:
        tally.print_findings([Finding(Codes.FILE_WITHOUT_FORM, str(path))])
        return []
    tally.print_findings(reading.findings)
    for one in reading.readings:
        tally.print_findings(_with_sheet(path, one.form, finding) for finding in reading.findings_on(one))
    tally.print_findings(_with_sheet(path, form, finding) for form, finding in reading.summaries)
    return [
        ProjectFile(_place(source, one, len(reading.forms)), as_project_file(one.imported.data, options.lang))
        for one in reading.forms
    ]


def _of_projects(source: Input, options: Options, tally: Tally) -> list[ProjectFile]:
    """Return the projects of a project file, or of standard input, and print the findings on them."""
    projects = projects_of(source, options)
    if isinstance(projects, Passed):
        return []
    files = []
    for project in projects:
        tally.print_findings(project.findings)
        if project.is_other:
            tally.print_findings([Finding(Codes.NOT_A_PROJECT_FILE, str(source.path))])
        elif project.readable:
            data = project.typed.data
            if project.x is not None:
                data["x"] = project.x
            files.append(ProjectFile(source.place, as_project_file(data, options.lang)))
    return files


def _read_and_ask(source: Input, options: Options) -> FileReading:
    """Return what the forms of a file hold; at a terminal, after what it answers about unknown headings."""
    read = partial(read_projects, source.path, partial(spec_of_form, options), source.copy, book=options.book)
    reading = read(columns=dict(options.columns))
    if not is_terminal():
        return reading
    answers = answered_columns(reading, options.lang, sys.stdin, sys.stderr)
    if not answers:
        return reading
    remember(source.path, answers)
    return read(columns={**answers, **dict(options.columns)})


def _place(source: Input, reading: FormReading, count: int) -> PurePath:
    """Return the place of a project file: that of the form's file, with the name of the form where it has several."""
    if count == 1:
        return source.place
    return source.place.parent / component(f"{source.place.stem}-{reading.form.name}", ".yaml")


def _with_sheet(path: Path, form: Form, finding: Finding) -> Finding:
    """Return a finding with its file and sheet."""
    where = path.name
    if form.name:
        where += f"[{form.name}]"
    return replace(finding, path=f"{where} {finding.path}".strip())
