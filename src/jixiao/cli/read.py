"""``jixiao read``: filled-in forms back into project files."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from jixiao.border.folders import distinct
from jixiao.border.outputs import OutputError, Outputs, RefusedError
from jixiao.cli.pipeline import count, in_words
from jixiao.cli.result_files import YAML, exit_code, format_by_ending, outputs_of
from jixiao.cli.score import Run, unknown_spec, usage
from jixiao.extras import missing_extra
from jixiao.findings import Codes, Finding, Lang
from jixiao.findings.bugs import attempt
from jixiao.forms.importing import (
    Content,
    Form,
    Read,
    as_project_file,
    changes_of_summary,
    project_of_form,
    read_file_of_forms,
)
from jixiao.loading.specs import find_spec

#: What a file is read by that names no spec, where none is asked for.
USUAL = "cn.mof-2020-10"


def read_paths(
    paths: list[Path], spec: str | None, output: str | None, lang: Lang, local: Path | None, *, force: bool = False
) -> int:
    """Write the project of each form: into a folder a file each, into one file, or to standard output."""
    refused = unknown_spec(spec, local, None, lang)
    if refused is not None:
        return refused
    run, projects = Run(lang), list[tuple[str, str]]()

    def failed(finding: Finding) -> list[tuple[str, str]]:
        run.take(in_words([finding], lang), count([finding]))
        return []

    try:
        files = distinct(paths)
        outputs = outputs_of(output, files, spec, local, format_name="yaml", force=force)
        format_by_ending(output, YAML)  # there is but one format; a name that says another is refused
        for path in files:
            projects += attempt(str(path), partial(_texts, path, spec, lang, local, run), failed)
        return _written(projects, outputs, lang, run) or run.close()
    except OutputError as error:
        return exit_code(error, lang)


def _forms(path: Path) -> Content:
    """Every table of a file, or findings that say why there is none."""
    try:
        return read_file_of_forms(path)
    except ImportError as error:
        return Content([], [Finding(Codes.BATCH_EXTRA_NEEDED, args=missing_extra(error.name, path.suffix[1:]))], [])


def _texts(path: Path, spec: str | None, lang: Lang, local: Path | None, run: Run) -> list[tuple[str, str]]:
    """The name and the project file of every form in a file; what cannot be read is told."""
    forms, findings, summaries = _forms(path)
    run.take(in_words(findings, lang), count(findings))
    reads = [_read(form, spec, local) for form in forms]
    texts, several = [], sum(bool(read.data) for read in reads)
    for form, read in zip(forms, reads, strict=True):
        found = [_at(path, form, finding, several) for finding in read.findings]
        run.take(in_words(found, lang), count(found))
        if read.data:
            name = path.stem if several == 1 else f"{path.stem}-{form.name}"
            texts.append((name, as_project_file(read.data, lang)))
    own = [read for form, read in zip(forms, reads, strict=True) if form.project]
    changes = list(_of_summaries(path, summaries, own))
    run.take(in_words(changes, lang), count(changes))
    return texts


def _of_summaries(path: Path, summaries: list[Form], reads: list[Read]) -> Iterator[Finding]:
    """Findings about the summaries of forms of ours; none where one of these was not read, which is told."""
    rows = [read.summary for read in reads]
    for form in summaries if all(rows) else ():
        for finding in changes_of_summary(form.grid, rows, form.lang):
            yield _at(path, form, finding, len(rows))


def _at(path: Path, form: Form, finding: Finding, forms: int) -> Finding:
    """A finding with its file and sheet; that a sheet has no form is a note where others of the file have one."""
    code = Codes.SHEET_WITHOUT_FORM if finding.code == Codes.NO_FORM_RECOGNISED and forms else finding.code
    where = f"{path.name}[{form.name}]" if form.name else path.name
    return Finding(code, f"{where} {finding.path}".strip(), finding.args, finding.place)


def _read(form: Form, spec: str | None, local: Path | None) -> Read:
    found = find_spec(spec or form.spec or USUAL, None, local)
    if found.spec is None:
        return Read({}, found.findings)
    return project_of_form(form.grid, form.project, found.spec, form.lang)


def _written(projects: list[tuple[str, str]], outputs: Outputs, lang: Lang, run: Run) -> int:
    """Write the project files; 2 where there are more than the one place can hold."""
    if outputs.option is None:
        outputs.write(["---\n".join(text for _, text in projects)])
    elif outputs.is_folder:
        for name, text in projects:
            _write(name, text, outputs, lang, run)
    elif len(projects) > 1:
        return usage(
            f"-o {outputs.option}: 有 {len(projects)} 张表，请给一个文件夹"
            if lang == "zh"
            else f"-o {outputs.option}: {len(projects)} forms, name a folder"
        )
    else:
        outputs.write([text for _, text in projects])
    return 0


def _write(name: str, text: str, outputs: Outputs, lang: Lang, run: Run) -> None:
    """Write one of several project files, whatever a form says that it is called."""
    try:
        outputs.write([text], outputs.path_of(name, "yaml"))
    except RefusedError as error:
        run.take(in_words([error.finding], lang), count([error.finding]))
