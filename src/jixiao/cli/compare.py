"""``jixiao compare``: what changed between two papers of a project, or of the projects of two folders."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from jixiao.border.folders import Input
from jixiao.border.outputs import OutputError
from jixiao.cli.console import Tally, reject_missing_spec
from jixiao.cli.inputs import Passed, projects_of
from jixiao.cli.options import Options
from jixiao.cli.pipeline import run_task
from jixiao.cli.result_files import exit_code, format_by_ending, input_files, outputs_of
from jixiao.exact_json import json_text
from jixiao.findings import Codes, Finding, Severity
from jixiao.findings.terminal import escape
from jixiao.loading.projects import unreadable
from jixiao.model.project import Project
from jixiao.stages.comparison import Comparison, compare_papers, is_same
from jixiao.stages.comparison_texts import document_of, markdown_of, text_of

_ENDINGS = {".txt": "text", ".json": "json", ".md": "markdown"}
#: The exit code where a paper cannot be read.
_UNREAD = 2


def compare_paths(before: Path, after: Path, options: Options) -> int:
    """Write what changed from one paper to another; return the exit code: 0 without a change, 1 with one, 2 else."""
    refusal = reject_missing_spec(options)
    if refusal is not None:
        return refusal
    try:
        name = options.format or format_by_ending(options.output, _ENDINGS) or "text"
        outputs = outputs_of(replace(options, format=name), input_files([before, after]))
        tally = Tally(options.lang)
        papers = [list(_projects(path, options, tally)) for path in (before, after)]
        if not all(papers) or Severity.ERROR in tally.counts:
            tally.close()
            return _UNREAD
        comparisons = compare_papers(*papers)
        outputs.write([_drawn(name, comparisons, (str(before), str(after)), options)])
    except OutputError as error:
        return exit_code(error, options.lang)
    return int(not is_same(comparisons))


def _drawn(name: str, comparisons: list[Comparison], sources: tuple[str, str], options: Options) -> str:
    """Return a comparison as text, Markdown or JSON."""
    if name == "json":
        return json_text(document_of(comparisons, *sources), 1) + "\n"
    if name == "markdown":
        return markdown_of(comparisons, options.lang)
    return "".join(f"{escape(line)}\n" for line in text_of(comparisons, options.lang).splitlines())


def _projects(path: Path, options: Options, tally: Tally) -> Iterator[Project]:
    """Yield the projects of a paper, and print the errors on what cannot be read."""
    with closing(
        run_task([path], Reading(options), lang=options.lang, alone=True, tell=tally.print_findings)
    ) as values:
        for source, project in values:
            findings = [finding for finding in project.findings if finding.severity is Severity.ERROR]
            if project.is_other:
                findings = [Finding(Codes.NOT_A_PROJECT_FILE, str(source.path))]
            tally.print_findings(findings)
            if project.readable and not project.is_other:
                yield project


class Reading(NamedTuple):
    """The task of reading the projects of an input."""

    options: Options

    def run(self, source: Input) -> list[Project] | Passed:
        """Return the projects of an input."""
        return projects_of(source, self.options)

    def fail(self, source: Input, finding: Finding) -> Project:  # noqa: ARG002  # as every task
        """Return a project that cannot be read."""
        return unreadable([finding])


__all__ = ["Reading", "compare_paths"]
