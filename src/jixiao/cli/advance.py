"""``jixiao advance``: projects carried on to their next stage, as project files or as forms to fill in."""

from __future__ import annotations

import os
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from jixiao.audit.places import with_places
from jixiao.border.folders import STDIN, Input
from jixiao.border.outputs import OutputError, Outputs
from jixiao.cli.console import Tally, print_findings, reject_missing_extra, reject_missing_spec
from jixiao.cli.inputs import Passed, projects_of
from jixiao.cli.new import write_schema_beside
from jixiao.cli.options import Options
from jixiao.cli.pipeline import drawing_of, run_task
from jixiao.cli.project_files import YAML_FILES, FileKind, ProjectFile, write_files
from jixiao.cli.result_files import (
    YAML,
    exit_code,
    format_by_ending,
    input_files,
    outputs_of,
    reject_document_on_screen,
)
from jixiao.cli.schema import modeline
from jixiao.findings import Codes, Finding, Lang
from jixiao.forms.importing import as_project_file
from jixiao.forms.importing.project_files import Remarked
from jixiao.loading.spec_files import is_path
from jixiao.loading.spec_selection import spec_of
from jixiao.model.project import Project
from jixiao.rendering import DOCUMENTS
from jixiao.rendering.formats import Drawing, FormatError
from jixiao.result import result_of
from jixiao.stages.advance import Successor, advance
from jixiao.stages.carriage import Destination

#: The endings of the forms to fill in, beside those of project files.
ENDINGS = {**YAML, ".xlsx": "xlsx", ".docx": "docx", ".pdf": "pdf", ".html": "html"}
_LAST_ACTUAL: dict[Lang, str] = {"zh": "{year} 年完成 {actual}", "en": "{actual} in {year}"}


def advance_paths(paths: list[Path], destination: Destination, options: Options) -> int:
    """Write each project as it is at its next stage; return the exit code, 1 where one cannot go there."""
    refusal = reject_missing_spec(options)
    if refusal is not None:
        return refusal
    try:
        name = options.format or format_by_ending(options.output, ENDINGS) or "yaml"
        refusal = reject_document_on_screen(name, options)
        if refusal is not None:
            return refusal
        return _advance(paths, destination, replace(options, format=name), _kind_of(name, options))
    except OutputError as error:
        return exit_code(error, options.lang)
    except FormatError as error:
        print_findings([error.finding], options.lang)
        return 2
    except ImportError as error:
        name = options.format or ""
        return reject_missing_extra(error, DOCUMENTS.get(name, name), options.lang)


def _kind_of(name: str, options: Options) -> FileKind:
    """Return the kind of files of a format.

    Raises:
        ImportError: its extra is not installed.
    """
    if name == YAML_FILES.ending:
        return YAML_FILES
    return FileKind(name, partial(drawing_of(name, options).join, lang=options.lang))


def _advance(paths: list[Path], destination: Destination, options: Options, kind: FileKind) -> int:
    outputs, tally, files = outputs_of(options, input_files(paths)), Tally(options.lang), list[ProjectFile]()
    task = Advancing(destination, options, outputs)
    with closing(run_task(paths, task, alone=True, lang=options.lang, tell=tally.print_findings)) as values:
        for _, (file, findings) in values:
            tally.print_findings(findings)
            if file is not None:
                files.append(file)
    if not files:
        return tally.close()
    code = write_files(files, outputs, options.lang, tally, kind)
    if code == 0 and kind is YAML_FILES:
        write_schema_beside(outputs, "project", options)
    return code or tally.close()


class Advancing(NamedTuple):
    """The task of carrying on the projects of an input."""

    destination: Destination
    options: Options
    outputs: Outputs

    def run(self, source: Input) -> list[tuple[ProjectFile | None, tuple[Finding, ...]]] | Passed:
        """Return the file of each project at its next stage, ``None`` of one that cannot go there, and findings."""
        projects = projects_of(source, self.options)
        if isinstance(projects, Passed):
            return projects
        return [self._advance(source, project) for project in projects]

    def fail(self, source: Input, finding: Finding) -> tuple[None, tuple[Finding, ...]]:  # noqa: ARG002  # as every task
        """Return the finding alone."""
        return None, (finding,)

    def _advance(self, source: Input, project: Project) -> tuple[ProjectFile | None, tuple[Finding, ...]]:
        if project.is_other or not project.readable:
            return None, project.findings or (Finding(Codes.NOT_A_PROJECT_FILE, str(source.path)),)
        successor = advance(project, self.destination)
        findings = (*project.findings, *with_places(project, successor.findings))
        if not successor.data:
            return None, findings
        if self.options.spec is not None:
            successor.data["spec"] = self.options.spec
        content: str | Drawing
        if self.options.format == YAML_FILES.ending:
            content = self._project_file(source, project, successor)
        else:
            content = self._form(source, successor)
        return ProjectFile(source.place, content), findings

    def _project_file(self, source: Input, project: Project, successor: Successor) -> str:
        """Return the text of a project file; beside a target that is a proposal stands what was reached last year."""
        data, lang = _remarked(successor, project.year, self.options.lang), self.options.lang
        if is_path(str(data.get("spec", ""))) and self.options.spec is None:
            data["spec"] = self._path_of_spec(source, str(data["spec"]))
        text = as_project_file(data, lang)
        if self.outputs.option is None:
            return text
        return f"{modeline('project')}\n{text}"

    def _path_of_spec(self, source: Input, spec: str) -> str:
        """Return the path of a spec as it is from the folder that is written to: a project names it from its own."""
        if str(source.path) == STDIN or self.outputs.option is None:
            return spec
        target = Path(self.outputs.option)
        folder = target if self.outputs.is_folder else target.parent
        return Path(os.path.relpath(source.path.parent / spec, folder)).as_posix()

    def _form(self, source: Input, successor: Successor) -> Drawing:
        """Return the form of the stage drawn, filled in as far as it goes."""
        options, project = self.options, successor.project
        selection = spec_of(project, options.spec, options.day, options.book, source.path)
        result = result_of(project, selection.spec, selection.findings, str(source.path), options.lang, options.day)
        return drawing_of(options.format or "", options).draw(result, options.lang)


def _remarked(successor: Successor, year: int | None, lang: Lang) -> dict[str, Any]:
    """Return the data of a project, each target with the actual of the year before as a comment."""
    rows = successor.data.get("indicators", [])
    remarked = [_with_actual(row, successor.last_actuals.get(f"indicators[{index}].target"), year, lang)
                for index, row in enumerate(rows)]  # fmt: skip
    return {**successor.data, **({"indicators": remarked} if remarked else {})}


def _with_actual(row: dict[str, Any], actual: str | None, year: int | None, lang: Lang) -> dict[str, Any]:
    if actual is None or not row.get("target"):
        return row
    return {**row, "target": Remarked(str(row["target"]), _LAST_ACTUAL[lang].format(year=year, actual=actual))}


__all__ = ["ENDINGS", "Advancing", "advance_paths"]
