"""``jixiao spec test --boundaries``: the boundary cases that specs lack."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, NamedTuple

from jixiao.border.folders import is_file
from jixiao.border.outputs import OutputError, Outputs
from jixiao.cli.console import print_findings, reject_usage
from jixiao.cli.options import Options
from jixiao.cli.result_files import exit_code
from jixiao.cli.spec_test import case_files
from jixiao.findings import Lang, has_error
from jixiao.findings.bugs import attempt
from jixiao.findings.terminal import escape
from jixiao.loading.decoding import read_file
from jixiao.loading.lock import version_of
from jixiao.loading.spec_book import SpecBook
from jixiao.loading.specs import find_spec
from jixiao.spec_tools.cases.loading import CaseFile, is_case_file, load_cases
from jixiao.spec_tools.cases.missing import MissingCase, append_stubs, missing_cases, stubs_of

_TEXTS: dict[Lang, dict[str, str]] = {
    "zh": {
        "lacking": "缺 {count} 个边界案例",
        "none": "边界案例齐全",
        "reach": "没有找到能到达这里的指标",
        "written": "已写入 {count} 个待填写的案例：{file}",
        "harm": "{file}：写不进去，cases 须是最后一个键，每个案例占一段；可用 -o 写到另一个文件",
        "one": "-o 只能用于一个指标体系",
    },
    "en": {
        "lacking": "{count} boundary cases lacking",
        "none": "every boundary has a case",
        "reach": "no row was found that reaches it",
        "written": "{count} cases to be filled in were written to {file}",
        "harm": "{file}: cannot be added to; cases must be the last key, in block style. Use -o for another file",
        "one": "-o is for one spec",
    },
}


class Coverage(NamedTuple):
    """A file of cases, and the boundaries of its spec that lack a case."""

    file: CaseFile
    lacks: list[MissingCase]

    @property
    def is_complete(self) -> bool:
        """Whether there is a sound file with a case for every boundary."""
        return not self.lacks and self.file.spec is not None and not has_error(self.file.findings)


def list_boundaries(names: list[str], options: Options, *, write: bool) -> int:
    """List what each spec's file of cases lacks; ``write`` it as stubs, or into the output; return the exit code."""
    files, refusals = case_files(names, options.book)
    if refusals:
        print_findings(refusals, options.lang)
        return 2
    if options.output is not None and len(files) != 1:
        return reject_usage(_TEXTS[options.lang]["one"])
    rows, code = [], 0
    for label, path in files:
        coverage = _attempt(label, path, options.book)
        print_findings(coverage.file.findings, options.lang)
        rows.append(_document(label, coverage, options.lang))
        code = max(code, int(not coverage.is_complete))
        if options.format == "text":
            _print(coverage, options.lang)
        if write or options.output is not None:
            code = max(code, _write(coverage, Path(options.output or path), options.lang))
    if options.format == "json":
        print(json.dumps(rows, ensure_ascii=False, indent=1))
    return code


def _attempt(label: str, path: Path, book: SpecBook) -> Coverage:
    """Return the file of cases and what it lacks; a bug of ours is a finding on the file."""

    def work() -> Coverage:
        file = _load(label, path, book)
        return Coverage(file, missing_cases(file))

    return attempt(label, work, lambda finding: Coverage(CaseFile(path, None, (), (finding,)), []))


def _load(label: str, path: Path, book: SpecBook) -> CaseFile:
    """Return the file of cases, or one without cases where there is none yet."""
    if is_file(path) or is_case_file(Path(label)):
        return load_cases(path, book)
    selection = find_spec(label, None, book)
    return CaseFile(path, selection.spec, (), selection.findings)


def _print(coverage: Coverage, lang: Lang) -> None:
    texts, spec, lacks = _TEXTS[lang], coverage.file.spec, coverage.lacks
    if spec is None:
        return
    summary = texts["lacking" if lacks else "none"].format(count=len(lacks))
    print(f"{version_of(spec)}  {summary}")
    for lack in lacks:
        remark = "" if lack.case else f"  ({texts['reach']})"
        print(escape(f"  {lack.name(lang)}{remark}"))


def _document(label: str, coverage: Coverage, lang: Lang) -> dict[str, Any]:
    file = coverage.file
    rows = [
        {
            "name": lack.name(lang),
            "of": lack.boundary.of,
            "kind": lack.boundary.kind,
            "at": lack.boundary.at,
            "case": lack.case,
        }
        for lack in coverage.lacks
    ]
    return {"id": file.spec.id if file.spec else label, "file": str(file.path), "lacking": rows}


def _write(coverage: Coverage, path: Path, lang: Lang) -> int:
    """Add stubs of the lacking cases to a file, or make it; return the exit code, 0 where no case is lacking."""
    spec, texts = coverage.file.spec, _TEXTS[lang]
    if spec is None or not coverage.lacks:  # nothing is lacking without a spec
        return 0
    stubs = stubs_of(coverage.lacks, lang)
    text = append_stubs(_text(path), spec, stubs)
    if text is None:
        return reject_usage(texts["harm"].format(file=path))
    try:
        Outputs(str(path), force=True).write([text])  # what the file held before stands in the text
    except OutputError as error:
        return exit_code(error, lang)
    print(texts["written"].format(count=len(stubs), file=path), file=sys.stderr)
    return 1


def _text(path: Path) -> str | None:
    """Return the text of a file of cases; ``None`` where there is none, or it cannot be read."""
    if not is_file(path):
        return None
    source, _ = read_file(path)
    if source is None:
        return None
    return source.text
