"""``jixiao check --mark``: findings written back onto the forms that they are about."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from jixiao.border.conversion import MOST_BYTES
from jixiao.border.folders import Input, inputs
from jixiao.border.inputs import InputError, read_bytes
from jixiao.border.outputs import OutputError, Outputs, RefusedError
from jixiao.border.reader_process import MEGABYTE, Limits, run
from jixiao.cli.check import Checking
from jixiao.cli.console import Tally, reject_missing_spec, reject_usage
from jixiao.cli.inputs import Passed
from jixiao.cli.options import Options
from jixiao.cli.result_files import exit_code, outputs_of
from jixiao.findings import Codes, Finding, Lang, Severity
from jixiao.findings.bugs import attempt
from jixiao.rendering.annotations import annotation_of

#: The module and the function that write annotations into each kind of file.
_MARKERS = {
    ".xlsx": ("annotated_workbook", "annotate_workbook"),
    ".docx": ("annotated_document", "annotate_document"),
}
#: What marking a file may cost: it is read whole, by a library, and written anew.
_LIMITS = Limits(processor=20, memory=600 * MEGABYTE)
_NO_OUTPUT: dict[Lang, str] = {"zh": "--mark 要用 -o 说明写到哪里", "en": "--mark needs -o: where to write"}
_ONE_FILE: dict[Lang, str] = {
    "zh": "-o {output}：有 {count} 个文件，请给一个文件夹",
    "en": "-o {output}: {count} files, name a folder",
}


class MarkedFile(NamedTuple):
    """The findings on a file, and its bytes with annotations; without bytes where it cannot be marked."""

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
    marked = attempt(str(file.path), partial(_marked, file, options), lambda finding: MarkedFile([finding]))
    tally.print_findings(marked.findings)
    if not marked.data:
        return
    path = outputs.path_for(file.place, file.path.suffix[1:].lower()) if outputs.is_folder else None
    try:
        outputs.write([marked.data], path)
    except RefusedError as error:
        tally.print_findings([error.finding])


def _marked(file: Input, options: Options) -> MarkedFile:
    """Return a file with the findings on its forms written at their cells."""
    marker = _MARKERS.get(file.path.suffix.lower())
    if marker is None:
        args = {"name": file.path.name, "known": " ".join(_MARKERS)}
        return MarkedFile([Finding(Codes.CANNOT_MARK, str(file.path), args)])
    values = Checking(options).run(file)
    if isinstance(values, Passed):
        return MarkedFile(list(values.findings))
    findings = [finding for of_project in values for finding in of_project]
    if any(map(_is_on_file, findings)):
        return MarkedFile(findings)
    module, function = marker
    annotate = getattr(import_module(f"jixiao.rendering.{module}"), function)
    annotations = [annotation_of(finding, options.lang) for finding in findings]
    try:
        data = read_bytes(file.path, MOST_BYTES)
        return MarkedFile(findings, run(annotate, data, annotations, name=file.path.name, limits=_LIMITS))
    except InputError as error:
        return MarkedFile([*findings, error.finding])


def _is_on_file(finding: Finding) -> bool:
    """Whether a file could not be read: an error names no cell and no form of it."""
    return finding.severity is Severity.ERROR and finding.cell is None


__all__ = ["mark_paths"]
