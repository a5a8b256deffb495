"""``jixiao check``: the findings of projects and specs, without scores."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Literal

from jixiao.border.folders import inputs
from jixiao.cli.progress import Progress
from jixiao.cli.proving import checked
from jixiao.cli.scoring import unknown_spec
from jixiao.cli.working import read
from jixiao.finding import Finding, Lang, Severity
from jixiao.finding.show import render, summary
from jixiao.loading.choosing import spec_of
from jixiao.loading.projects import SUFFIXES
from jixiao.result import finding_document, result_of
from jixiao.spreadsheet import csv_line

Found = Iterator[tuple[str, tuple[Finding, ...]]]


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
    found = list(_findings(paths, spec, local, on))
    {"text": _text, "json": _json, "csv": _csv}[format](found, lang)
    severities = {finding.severity for _, findings in found for finding in findings}
    return int(Severity.ERROR in severities or (strict and Severity.WARNING in severities))


def _findings(paths: list[Path], spec: str | None, local: Path | None, on: date | None) -> Found:
    files = [one for tree in inputs(paths, SUFFIXES) for one in tree]
    progress = Progress(len(files))
    for file, _, named in files:
        project = read(file)
        if project.is_other and not project.is_result:
            yield str(file), checked(str(file), local).findings
        elif not project.is_result or named:
            found = spec_of(project, spec, on, local, file)
            yield str(file), result_of(project, found.spec, found.findings, str(file)).findings
        progress.step()


def _text(found: list[tuple[str, tuple[Finding, ...]]], lang: Lang) -> None:
    every = [finding for _, findings in found for finding in findings]
    for source, findings in found:
        if len(found) > 1:
            print(f"{source}: {summary(findings, lang)}")
        for finding in findings:
            print(render(finding, lang))
    if every or len(found) == 1:
        print(summary(every, lang))


def _json(found: list[tuple[str, tuple[Finding, ...]]], lang: Lang) -> None:
    rows = [{"source": source, **finding_document(finding, lang)} for source, findings in found for finding in findings]
    print(json.dumps(rows, ensure_ascii=False, indent=1))


def _csv(found: list[tuple[str, tuple[Finding, ...]]], lang: Lang) -> None:
    columns = ("source", "code", "severity", "path", "line", "column", "message", "remedy")
    sys.stdout.write(csv_line(columns))
    for source, findings in found:
        for finding in findings:
            row = {"source": source, **finding_document(finding, lang)}
            texts = (row[column] for column in columns)
            sys.stdout.write(csv_line(None if text is None else str(text) for text in texts))
