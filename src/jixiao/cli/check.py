"""``jixiao check``: the findings of projects and specs, without scores."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from jixiao.audit.profile import usual_profile
from jixiao.audit.table import Table
from jixiao.audit.table_checks import check_own
from jixiao.border.file_kinds import FORMS
from jixiao.border.folders import Input, is_directory
from jixiao.cli.console import reject_missing_spec
from jixiao.cli.inputs import Passed, projects_of, projects_of_text
from jixiao.cli.options import Options
from jixiao.cli.pipeline import run_task
from jixiao.cli.spec_check import check_spec
from jixiao.csv_text import csv_line
from jixiao.documents import CheckDocument
from jixiao.findings import Finding, Lang, Severity
from jixiao.findings.terminal import render, summary
from jixiao.loading.projects import LINES
from jixiao.loading.spec_selection import spec_of
from jixiao.model.project import Project
from jixiao.result import Result, position, result_of
from jixiao.result.findings import finding_document

Findings = tuple[Finding, ...]


def check_paths(paths: list[Path], options: Options, *, strict: bool) -> int:
    """Print the findings of all inputs; return the exit code, 1 where there is an error (``strict``: or a warning)."""
    refusal = reject_missing_spec(options)
    if refusal is not None:
        return refusal
    with closing(run_task(paths, Checking(options), lang=options.lang)) as values:
        by_source = [(str(source.path), findings) for source, findings in values]
    _PRINTERS[options.format or "text"](by_source, options.lang)
    failing = {Severity.ERROR}
    if strict:
        failing.add(Severity.WARNING)
    return int(any(finding.severity in failing for _, findings in by_source for finding in findings))


class Checking(NamedTuple):
    """The task of checking a project or a spec."""

    options: Options

    def run(self, source: Input) -> list[Findings] | Passed:
        """Return the findings on each project of an input, or those on a spec."""
        if not is_directory(source.path) and source.path.suffix.lower() not in (*LINES, *FORMS):
            return self._of_file(source)
        projects = projects_of(source, self.options)
        if isinstance(projects, Passed):
            return [projects.findings] if projects.findings else projects
        return [self._of_project(source, project) for project in projects]

    def _of_file(self, source: Input) -> list[Findings] | Passed:
        """Return the findings on each project of a file, or those on a spec."""
        projects = projects_of_text(source.path, self.options)
        if projects[0].is_result and not source.named:
            return Passed()
        if projects[0].is_other and not projects[0].is_result:
            return [check_spec(str(source.path), self.options.book).findings]
        return [self._of_project(source, project) for project in projects]

    def _of_project(self, source: Input, project: Project) -> Findings:
        options = self.options
        selection = spec_of(project, options.spec, options.day, options.book, source.path)
        result = result_of(project, selection.spec, selection.findings, str(source.path), day=options.day)
        return tuple(sorted((*result.findings, *_own(result)), key=position))

    def fail(self, source: Input, finding: Finding) -> Findings:  # noqa: ARG002  # as every task
        """Return the finding alone."""
        return (finding,)


def _own(result: Result) -> Iterator[Finding]:
    """Yield what a reviewer would ask about a unit's own file, where the result has not said it at the same place."""
    if result.scored is None:
        return
    stated = {(finding.code, finding.path) for finding in result.findings}
    for finding in check_own(Table(result.project, result.scored, usual_profile())):
        if (finding.code, finding.path) not in stated:
            yield finding


def _print_text(by_source: list[tuple[str, Findings]], lang: Lang) -> None:
    all_findings = [finding for _, findings in by_source for finding in findings]
    for source, findings in by_source:
        if len(by_source) > 1:
            print(f"{source}: {summary(findings, lang)}")
        for finding in findings:
            print(render(finding, lang))
    if all_findings or len(by_source) == 1:
        print(summary(all_findings, lang))


def _rows(by_source: list[tuple[str, Findings]], lang: Lang) -> Iterator[CheckDocument]:
    for source, findings in by_source:
        for finding in findings:
            yield {"source": source, **finding_document(finding, lang)}


def _print_json(by_source: list[tuple[str, Findings]], lang: Lang) -> None:
    print(json.dumps(list(_rows(by_source, lang)), ensure_ascii=False, indent=1))


def _print_csv(by_source: list[tuple[str, Findings]], lang: Lang) -> None:
    columns = ("source", "code", "severity", "path", "line", "column", "message", "remedy", "where")
    sys.stdout.write(csv_line(columns))
    for row in _rows(by_source, lang):
        cells = (row.get(column) for column in columns)
        sys.stdout.write(csv_line(None if cell is None else str(cell) for cell in cells))


_PRINTERS = {"text": _print_text, "json": _print_json, "csv": _print_csv}
