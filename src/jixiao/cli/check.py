"""``jixiao check``: the findings of projects and specs, without scores."""

from __future__ import annotations

import json
import sys
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Literal, NamedTuple

from jixiao.border.folders import Input
from jixiao.cli.pipeline import each, read
from jixiao.cli.score import unknown_spec
from jixiao.cli.spec_check import checked
from jixiao.csv_text import csv_line
from jixiao.findings import Finding, Lang, Severity
from jixiao.findings.terminal import render, summary
from jixiao.loading.spec_selection import spec_of
from jixiao.result import finding_document, result_of

Findings = tuple[Finding, ...]


def check_paths(
    paths: list[Path],
    spec: str | None,
    format: Literal["text", "json", "csv"],
    lang: Lang,
    local: Path | None,
    on: date | None,
    *,
    strict: bool,
) -> int:
    """Print the findings of all inputs; the exit code."""
    refused = unknown_spec(spec, local, on, lang)
    if refused is not None:
        return refused
    with closing(each(paths, Checking(spec, local, on))) as values:
        every = [(str(source.path), findings) for source, findings in values]
    {"text": _text, "json": _json, "csv": _csv}[format](every, lang)
    severities = {finding.severity for _, findings in every for finding in findings}
    return int(Severity.ERROR in severities or (strict and Severity.WARNING in severities))


class Checking(NamedTuple):
    """The task of finding what is wrong with a project or a spec."""

    spec: str | None
    local: Path | None
    on: date | None

    def run(self, source: Input) -> Findings | None:
        """Return the findings; ``None`` for an earlier result that a folder holds."""
        project, file = read(source.path), str(source.path)
        if project.is_other and not project.is_result:
            return checked(file, self.local).findings
        if project.is_result and not source.named:
            return None
        found = spec_of(project, self.spec, self.on, self.local, source.path)
        return result_of(project, found.spec, found.findings, file).findings

    def fail(self, source: Input, finding: Finding) -> Findings:  # noqa: ARG002  # as every task
        """Return the finding alone."""
        return (finding,)


def _text(every: list[tuple[str, Findings]], lang: Lang) -> None:
    found = [finding for _, findings in every for finding in findings]
    for source, findings in every:
        if len(every) > 1:
            print(f"{source}: {summary(findings, lang)}")
        for finding in findings:
            print(render(finding, lang))
    if found or len(every) == 1:
        print(summary(found, lang))


def _json(every: list[tuple[str, Findings]], lang: Lang) -> None:
    rows = [{"source": source, **finding_document(finding, lang)} for source, findings in every for finding in findings]
    print(json.dumps(rows, ensure_ascii=False, indent=1))


def _csv(every: list[tuple[str, Findings]], lang: Lang) -> None:
    columns = ("source", "code", "severity", "path", "line", "column", "message", "remedy")
    sys.stdout.write(csv_line(columns))
    for source, findings in every:
        for finding in findings:
            row = {"source": source, **finding_document(finding, lang)}
            texts = (row[column] for column in columns)
            sys.stdout.write(csv_line(None if text is None else str(text) for text in texts))
