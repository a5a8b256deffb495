"""``jixiao spec test``: the cases beside specs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal, NamedTuple

from jixiao.border.folders import is_file
from jixiao.cli.score import tell
from jixiao.findings import Finding, Lang, has_error
from jixiao.findings.bugs import attempt
from jixiao.findings.terminal import escape
from jixiao.loading.specs import locate, spec_files
from jixiao.spec_tools.cases import CaseFile, CaseRun, case_path, load_cases, run_cases
from jixiao.spec_tools.cases.loading import is_case_file
from jixiao.spec_tools.cases.messages import failure_lines

WORDS: dict[Lang, dict[str, str]] = {
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


class Wanted(NamedTuple):
    """Which specs, by id, spec file or case file (none: all), and how to tell of them."""

    names: list[str]
    format: Literal["text", "json"]
    lang: Lang
    local: Path | None


def test_specs(wanted: Wanted) -> int:
    """Run the cases of specs; the exit code."""
    files, refused = case_files(wanted)
    if refused:
        tell(tuple(refused), wanted.lang)
        return 2
    rows, failed = [], False
    for label, path in files:
        file, ran = _run(label, path, wanted.local)
        if file is not None:
            tell(file.findings, wanted.lang)
            failed = failed or has_error(file.findings) or any(one.status != "passed" for one in ran)
        rows.append(_document(label, file, ran, wanted.lang))
        if wanted.format == "text":
            _print(label, file, ran, wanted.lang)
    if wanted.format == "json":
        print(json.dumps(rows, ensure_ascii=False, indent=1))
    return int(failed)


def _run(label: str, path: Path, local: Path | None) -> tuple[CaseFile | None, tuple[CaseRun, ...]]:
    """The case file of a spec, if there is one, and what its cases came to; a bug of ours is a finding on the file."""

    def work() -> tuple[CaseFile | None, tuple[CaseRun, ...]]:
        file = load_cases(path, local) if is_file(path) or is_case_file(Path(label)) else None
        return file, run_cases(file) if file else ()

    return attempt(label, work, lambda finding: (CaseFile(path, None, (), (finding,)), ()))


def case_files(wanted: Wanted) -> tuple[list[tuple[str, Path]], list[Finding]]:
    """The case files with what they are called, whether or not they are there, and findings for unknown names."""
    if not wanted.names:
        return [(spec_id, case_path(path)) for spec_id, path in sorted(spec_files(wanted.local))], []
    files: list[tuple[str, Path]] = []
    refused: list[Finding] = []
    for name in wanted.names:
        path, findings = locate(name, None, wanted.local)
        refused += findings
        if path is not None:
            files.append((name, path if is_case_file(path) else case_path(path)))
    return files, refused


def _print(label: str, file: CaseFile | None, ran: tuple[CaseRun, ...], lang: Lang) -> None:
    words = WORDS[lang]
    spec = file.spec if file else None
    title = f"{spec.id}@{spec.version}" if spec else label
    print(f"{escape(title)}  {_summary(file, ran, words)}")
    for one in ran:
        if one.status != "passed":
            for line in failure_lines(one, lang):
                print(f"  {line}")


def _summary(file: CaseFile | None, ran: tuple[CaseRun, ...], words: dict[str, str]) -> str:
    if file is None:
        return words["none"]
    if file.spec is None or (not ran and has_error(file.findings)):
        return words["broken"]
    counts = {status: sum(one.status == status for one in ran) for status in ("passed", "failed", "blank")}
    return "".join(words[status].format(**counts) for status in counts if status == "passed" or counts[status])


def _document(label: str, file: CaseFile | None, ran: tuple[CaseRun, ...], lang: Lang) -> dict[str, Any]:
    spec = file.spec if file else None
    return {
        "id": spec.id if spec else label,
        "version": spec.version if spec else None,
        "file": str(file.path) if file else None,
        **{status: sum(one.status == status for one in ran) for status in ("passed", "failed", "blank")},
        "errors": sum(finding.severity == "error" for finding in file.findings) if file else 0,
        "cases": [_case(one, lang) for one in ran],
    }


def _case(one: CaseRun, lang: Lang) -> dict[str, Any]:
    found: dict[str, Any] = {"case": one.case.name, "line": one.case.place.line, "status": one.status}
    if one.status == "failed":
        found["differences"] = [difference._asdict() for difference in one.differences]
        found["trace"] = one.trace(lang)
    return found
