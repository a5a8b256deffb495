"""``jixiao spec test``: the cases beside specs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

from jixiao.border.folders import is_file
from jixiao.cli.console import print_findings
from jixiao.cli.options import Options
from jixiao.findings import Finding, Lang, Severity, has_error
from jixiao.findings.bugs import attempt
from jixiao.findings.terminal import escape
from jixiao.loading.lock import version_of
from jixiao.loading.spec_book import SpecBook
from jixiao.loading.specs import locate_spec
from jixiao.model.spec import IndicatorSpec
from jixiao.spec_tools.cases import CaseFile, CaseRun, case_path, load_cases, run_cases
from jixiao.spec_tools.cases.loading import is_case_file
from jixiao.spec_tools.cases.messages import failure_lines

_TEXTS: dict[Lang, dict[str, str]] = {
    "zh": {
        "passed": "{passed} 个案例通过",
        "failed": "，{failed} 个不符",
        "blank": "，{blank} 个待填写",
        "none": "没有案例文件",
        "broken": "案例文件有错误",
    },
    "en": {
        "passed": "{passed} passed",
        "failed": ", {failed} failed",
        "blank": ", {blank} to be filled in",
        "none": "no case file",
        "broken": "the case file has errors",
    },
}


class Outcome(NamedTuple):
    """What the cases of a spec came to; ``file`` is ``None`` where it has none."""

    label: str
    file: CaseFile | None = None
    runs: tuple[CaseRun, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Return the findings on the file of cases."""
        if self.file is None:
            return ()
        return self.file.findings

    @property
    def spec(self) -> IndicatorSpec | None:
        """Return the spec, where the file of cases leads to it."""
        if self.file is None:
            return None
        return self.file.spec

    @property
    def has_failed(self) -> bool:
        """Whether the file is wrong, or a case has not passed."""
        return has_error(self.findings) or any(run.status != "passed" for run in self.runs)

    @property
    def counts(self) -> dict[str, int]:
        """Return how many cases there are of each status."""
        return {status: sum(run.status == status for run in self.runs) for status in ("passed", "failed", "blank")}


def run_spec_cases(names: list[str], options: Options) -> int:
    """Run the cases of specs, by id, spec file or file of cases, by default of all specs; return the exit code."""
    files, refusals = case_files(names, options.book)
    if refusals:
        print_findings(refusals, options.lang)
        return 2
    outcomes = []
    for label, path in files:
        outcome = _run(label, path, options.book)
        print_findings(outcome.findings, options.lang)
        outcomes.append(outcome)
        if options.format == "text":
            _print(outcome, options.lang)
    if options.format == "json":
        rows = [_document(outcome, options.lang) for outcome in outcomes]
        print(json.dumps(rows, ensure_ascii=False, indent=1))
    return int(any(outcome.has_failed for outcome in outcomes))


def _run(label: str, path: Path, book: SpecBook) -> Outcome:
    """Return what the cases of a file come to, if it is there; a bug of ours is a finding on the file."""

    def work() -> Outcome:
        if not is_file(path) and not is_case_file(Path(label)):
            return Outcome(label)
        file = load_cases(path, book)
        return Outcome(label, file, run_cases(file))

    return attempt(label, work, lambda finding: Outcome(label, CaseFile(path, None, (), (finding,))))


def case_files(names: list[str], book: SpecBook) -> tuple[list[tuple[str, Path]], list[Finding]]:
    """Return the files of cases with their labels, whether or not they are there, and findings for unknown names."""
    if not names:
        return [(spec_id, case_path(Path(book.files[spec_id].name))) for spec_id in book.ids], []
    files: list[tuple[str, Path]] = []
    refusals: list[Finding] = []
    for name in names:
        file, findings = locate_spec(name, book)
        refusals += findings
        if file is not None:
            path = Path(file.name)
            files.append((name, path if is_case_file(path) else case_path(path)))
    return files, refusals


def _print(outcome: Outcome, lang: Lang) -> None:
    title = outcome.label
    if outcome.spec:
        title = version_of(outcome.spec)
    print(f"{escape(title)}  {_summary(outcome, lang)}")
    for run in outcome.runs:
        if run.status != "passed":
            for line in failure_lines(run, lang):
                print(f"  {line}")


def _summary(outcome: Outcome, lang: Lang) -> str:
    texts, file, counts = _TEXTS[lang], outcome.file, outcome.counts
    if file is None:
        return texts["none"]
    if file.spec is None or (not outcome.runs and has_error(file.findings)):
        return texts["broken"]
    return "".join(texts[status].format(**counts) for status in counts if status == "passed" or counts[status])


def _document(outcome: Outcome, lang: Lang) -> dict[str, Any]:
    file, spec = outcome.file, outcome.spec
    return {
        "id": spec.id if spec else outcome.label,
        "version": spec and spec.version,
        "file": file and str(file.path),
        **outcome.counts,
        "errors": sum(finding.severity is Severity.ERROR for finding in outcome.findings),
        "cases": [_case(run, lang) for run in outcome.runs],
    }


def _case(run: CaseRun, lang: Lang) -> dict[str, Any]:
    fields: dict[str, Any] = {"case": run.case.name, "line": run.case.place.line, "status": run.status}
    if run.status == "failed":
        fields["differences"] = [difference._asdict() for difference in run.differences]
        fields["trace"] = run.trace(lang)
    return fields
