"""``jixiao spec test --boundaries``: the boundary cases that specs lack."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from jixiao.border.folders import is_file
from jixiao.border.outputs import OutputError, Outputs
from jixiao.cli.result_files import exit_code
from jixiao.cli.score import tell, usage
from jixiao.cli.spec_test import Wanted, case_files
from jixiao.findings import Lang, has_error
from jixiao.findings.bugs import attempt
from jixiao.findings.terminal import escape
from jixiao.loading.decoding import read_file
from jixiao.loading.specs import find_spec
from jixiao.spec_tools.cases.loading import CaseFile, is_case_file, load_cases
from jixiao.spec_tools.cases.missing import MissingCase, append_stubs, missing_cases, stubs_of

WORDS: dict[Lang, dict[str, str]] = {
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


def list_boundaries(wanted: Wanted, *, write: bool, output: Path | None) -> int:
    """List what each spec's case file lacks, and write it as stubs where asked to; the exit code."""
    files, refused = case_files(wanted)
    if refused:
        tell(tuple(refused), wanted.lang)
        return 2
    if output is not None and len(files) != 1:
        return usage(WORDS[wanted.lang]["one"])
    rows, code = [], 0
    for label, path in files:
        file, lacks = _attempted(label, path, wanted.local)
        tell(file.findings, wanted.lang)
        rows.append(_document(label, file, lacks, wanted.lang))
        code = max(code, int(bool(lacks) or file.spec is None or has_error(file.findings)))
        if wanted.format == "text" and file.spec is not None:
            _print(file, lacks, wanted.lang)
        if (write or output) and lacks:
            code = max(code, _write(file, lacks, output or path, wanted.lang))
    if wanted.format == "json":
        print(json.dumps(rows, ensure_ascii=False, indent=1))
    return code


def _attempted(label: str, path: Path, local: Path | None) -> tuple[CaseFile, list[MissingCase]]:
    """The case file and what it lacks; a bug of ours is a finding on the file."""

    def work() -> tuple[CaseFile, list[MissingCase]]:
        file = _loaded(label, path, local)
        return file, missing_cases(file)

    return attempt(label, work, lambda finding: (CaseFile(path, None, (), (finding,)), []))


def _loaded(label: str, path: Path, local: Path | None) -> CaseFile:
    """The case file, or one without cases where there is none yet."""
    if is_file(path) or is_case_file(Path(label)):
        return load_cases(path, local)
    found = find_spec(label, None, local)
    return CaseFile(path, found.spec, (), found.findings)


def _print(file: CaseFile, lacks: list[MissingCase], lang: Lang) -> None:
    words, spec = WORDS[lang], file.spec
    if spec is not None:
        told = words["lacking"].format(count=len(lacks)) if lacks else words["none"]
        print(f"{spec.id}@{spec.version}  {told}")
    for lack in lacks:
        print(escape(f"  {lack.name(lang)}" + ("" if lack.case else f"  ({words['reach']})")))


def _document(label: str, file: CaseFile, lacks: list[MissingCase], lang: Lang) -> dict[str, Any]:
    rows = [
        {
            "name": lack.name(lang),
            "of": lack.boundary.of,
            "kind": lack.boundary.kind,
            "at": lack.boundary.at,
            "case": lack.case,
        }
        for lack in lacks
    ]
    return {"id": file.spec.id if file.spec else label, "file": str(file.path), "lacking": rows}


def _write(file: CaseFile, lacks: list[MissingCase], path: Path, lang: Lang) -> int:
    """Add the stubs to a case file, or make it; the exit code."""
    stubs, words = stubs_of(lacks, lang), WORDS[lang]
    source = read_file(path)[0] if is_file(path) else None
    text = append_stubs(source.text if source else None, file.spec, stubs) if file.spec is not None else None
    if text is None:
        return usage(words["harm"].format(file=path))
    try:
        Outputs(str(path), force=True).write([text])  # a file of cases that grows is the one that was read
    except OutputError as error:
        return exit_code(error, lang)
    print(words["written"].format(count=len(stubs), file=path), file=sys.stderr)
    return 1
