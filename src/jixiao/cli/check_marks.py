"""``jixiao check --mark``: findings written back onto the forms that they are about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from jixiao.border.conversion import MOST_BYTES
from jixiao.border.folders import Input, inputs
from jixiao.border.inputs import read_bytes
from jixiao.border.outputs import OutputError, Outputs, RefusedError
from jixiao.cli.console import Tally, reject_missing_spec, reject_usage
from jixiao.cli.inputs import spec_of_form
from jixiao.cli.options import Options
from jixiao.cli.result_files import exit_code, outputs_of
from jixiao.findings import CellPlace, Codes, Finding, Lang
from jixiao.findings.bugs import attempt
from jixiao.forms.importing import FormReading, read_projects
from jixiao.forms.importing.locations import first_cell, locate
from jixiao.loading.projects import load_project
from jixiao.loading.spec_selection import spec_of
from jixiao.rendering.marks import Mark, mark_of
from jixiao.result import result_of

#: The module and the function that write marks into each kind of file.
_MARKERS = {".xlsx": ("marked_workbook", "mark_workbook"), ".docx": ("marked_document", "mark_document")}
_NO_OUTPUT: dict[Lang, str] = {"zh": "--mark 要用 -o 说明写到哪里", "en": "--mark needs -o: where to write"}
_ONE_FILE: dict[Lang, str] = {
    "zh": "-o {output}：有 {count} 个文件，请给一个文件夹",
    "en": "-o {output}: {count} files, name a folder",
}


class MarkedFile(NamedTuple):
    """The findings on a file, and its bytes with marks; without bytes where it cannot be marked."""

    findings: list[Finding]
    data: bytes = b""


def mark_paths(paths: list[Path], options: Options, *, strict: bool) -> int:
    """Write a marked copy of each form, print the findings on standard error, and return the exit code."""
    refusal = reject_missing_spec(options)
    if refusal is not None:
        return refusal
    if options.output is None:
        return reject_usage(_NO_OUTPUT[options.lang])
    files = [file for tree in inputs(paths, tuple(_MARKERS)) for file in tree]
    try:
        outputs = outputs_of(replace(options, format="marked"), [file.path for file in files])
        if len(files) > 1 and not outputs.is_folder:
            return reject_usage(_ONE_FILE[options.lang].format(output=options.output, count=len(files)))
        tally = Tally(options.lang)
        for file in files:
            _mark_file(file, options, outputs, tally)
    except OutputError as error:
        return exit_code(error, options.lang)
    return tally.close(strict=strict)


def _mark_file(file: Input, options: Options, outputs: Outputs, tally: Tally) -> None:
    """Write the marked copy of one file, and print the findings on it."""
    run = partial(_marked, file.path, options)
    marked = attempt(str(file.path), run, lambda finding: MarkedFile([finding]))
    tally.print_findings(marked.findings)
    if not marked.data:
        return
    path = outputs.path_for(file.place, file.path.suffix[1:].lower()) if outputs.is_folder else None
    try:
        outputs.write([marked.data], path)
    except RefusedError as error:
        tally.print_findings([error.finding])


def _marked(path: Path, options: Options) -> MarkedFile:
    """Return a file with the findings on its forms written at their cells."""
    marker = _MARKERS.get(path.suffix.lower())
    if marker is None:
        return MarkedFile([Finding(Codes.CANNOT_MARK, str(path), {"name": path.name, "known": " ".join(_MARKERS)})])
    reading = read_projects(path, partial(spec_of_form, options), None, dict(options.columns), options.book)
    findings, marks = list(reading.findings), list[Mark]()
    for form in reading.readings:
        for finding in _findings(form, options):
            where = first_cell(str(finding.args.get("where", "")))
            marks.append(mark_of(finding, form.form.name, where, options.lang))
            findings.append(_in_file(path, form, finding))
    if not reading.readings:
        return MarkedFile(findings)
    module, function = marker
    mark = getattr(import_module(f"jixiao.rendering.{module}"), function)
    return MarkedFile(findings, mark(read_bytes(path, MOST_BYTES), marks))


def _findings(reading: FormReading, options: Options) -> Iterator[Finding]:
    """Yield the findings on a form, then those on its project, each with the cell where it stands."""
    imported = reading.imported
    yield from imported.findings
    if not imported.data:
        return
    project = load_project(imported.data)
    spec = spec_of(project, options.spec, options.day, options.book).spec
    result = result_of(project, spec, (), "", options.lang, options.day)
    sheet = f"{reading.form.grid.sheet}!"
    yield from locate(result.findings, {path: where.removeprefix(sheet) for path, where in imported.places.items()})


def _in_file(path: Path, reading: FormReading, finding: Finding) -> Finding:
    """Return a finding with its file and its cell."""
    return replace(finding, cell=CellPlace(str(path), reading.where(finding)))


__all__ = ["mark_paths"]
