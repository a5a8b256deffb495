"""``jixiao spec test --laws``: the laws of scoring, held against random projects of a spec."""

from __future__ import annotations

import json
import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jixiao.border.outputs import OutputError, Outputs
from jixiao.cli.console import print_findings, spec_or_exit_code
from jixiao.cli.options import Options
from jixiao.cli.pipeline import processors
from jixiao.cli.progress import Progress
from jixiao.cli.result_files import exit_code
from jixiao.extras import missing_extra
from jixiao.findings import Codes, Finding, Lang
from jixiao.findings.bugs import attempt, death
from jixiao.findings.terminal import escape
from jixiao.loading.spec_files import is_path

if TYPE_CHECKING:
    from collections.abc import Generator

    from jixiao.model.spec import IndicatorSpec
    from jixiao.testing import Broken

#: Projects of each spec that make a second process worth its start.
WORTH = 200

_TEXTS: dict[Lang, dict[str, str]] = {
    "zh": {
        "kept": "{laws} 条通则，{examples} 个项目，全部成立",
        "broken": "{laws} 条通则，{examples} 个项目，{broken} 条不成立",
        "law": "第 {number} 条 {text}",
        "saved": "最小的例子：{file}",
    },
    "en": {
        "kept": "{laws} laws hold, {examples} projects",
        "broken": "{broken} of {laws} laws broken, {examples} projects",
        "law": "law {number}: {text}",
        "saved": "smallest example: {file}",
    },
}


def test_laws(names: list[str], examples: int, options: Options) -> int:
    """Test the laws on random projects of each spec, and save those that break one; return the exit code."""
    try:
        import hypothesis  # noqa: F401  # an extra
    except ImportError:
        print_findings([Finding(Codes.EXTRA_NEEDED, args=missing_extra("hypothesis", "testing"))], options.lang)
        return 2
    code, specs = _find_specs(names, options)
    paths = [Path(name) for name, _ in specs if is_path(name)]
    outputs = Outputs(f"{Path(options.output or '')}/", paths, force=True)  # nobody fills these in
    rows = []
    try:
        for (name, spec), breaches in zip(specs, _check_specs(specs, examples), strict=True):
            if isinstance(breaches, Finding):
                print_findings([breaches], options.lang)
                code = max(code, 1)
                continue
            code = max(code, int(bool(breaches)))
            files = [_save(breach, spec, name, outputs, options.lang) for breach in breaches]
            rows.append(_document(spec, examples, breaches, files, options.lang))
            if options.format == "text":
                _print(spec, examples, breaches, files, options.lang)
    except OutputError as error:
        return exit_code(error, options.lang)
    if options.format == "json":
        print(json.dumps(rows, ensure_ascii=False, indent=1))
    return code


def _find_specs(names: list[str], options: Options) -> tuple[int, list[tuple[str, IndicatorSpec]]]:
    """Return the specs of these names, by default all, with their names, and the exit code of those that fail."""
    code, specs = 0, []
    for name in names or options.book.ids:
        spec = spec_or_exit_code(name, options)
        if isinstance(spec, int):
            code = max(code, spec)
        else:
            specs.append((name, spec))
    return code, specs


def _check_specs(
    specs: list[tuple[str, IndicatorSpec]], examples: int
) -> Generator[list[Broken] | Finding, None, None]:
    """Yield the laws that each spec breaks, or the finding on a bug of ours; several processes share several specs."""
    workers = min(processors(), len(specs))
    if workers > 1 and examples >= WORTH:
        from jixiao.cli.workers import share

        return share(partial(_attempt, examples=examples, quiet=True), specs, _fail, workers=workers)
    return (_attempt(named_spec, examples) for named_spec in specs)


def _attempt(named_spec: tuple[str, IndicatorSpec], examples: int, *, quiet: bool = False) -> list[Broken] | Finding:
    name, spec = named_spec

    def work() -> list[Broken] | Finding:
        return _check_laws(spec, examples, quiet=quiet)

    return attempt(name, work, lambda finding: finding)


def _fail(named_spec: tuple[str, IndicatorSpec], end: str) -> list[Broken] | Finding:
    return death(named_spec[0], end)


def _check_laws(spec: IndicatorSpec, examples: int, *, quiet: bool) -> list[Broken]:
    from jixiao.testing import check_laws

    progress = Progress(examples, quiet=quiet)
    breaches = check_laws(spec, examples, step=progress.step)
    progress.close()  # there may be fewer different projects than were asked for
    return breaches


def _save(breach: Broken, spec: IndicatorSpec, name: str, outputs: Outputs, lang: Lang) -> Path:
    """Write the project that breaks a law into a file that names its spec; return the file."""
    from jixiao.testing import as_yaml

    file = outputs.path_of(f"{spec.id}-law-{breach.law.number}", "yaml")
    spec_name = spec.id
    if is_path(name):
        spec_name = Path(os.path.relpath(name, file.parent)).as_posix()
    outputs.write([as_yaml(breach, spec_name, lang)], file)
    return file


def _print(spec: IndicatorSpec, examples: int, breaches: list[Broken], files: list[Path], lang: Lang) -> None:
    from jixiao.testing import LAWS

    texts = _TEXTS[lang]
    summary = texts["broken" if breaches else "kept"].format(laws=len(LAWS), examples=examples, broken=len(breaches))
    print(f"{spec.id}@{spec.version}  {summary}")
    for breach, file in zip(breaches, files, strict=True):
        law = breach.law
        statements: dict[Lang, str] = {"zh": law.zh, "en": law.statement}
        print(escape(f"  {texts['law'].format(number=law.number, text=statements[lang])}"))
        print(escape(f"    {breach.messages[lang]}"))
        print(escape(f"    {texts['saved'].format(file=file)}"))


def _document(
    spec: IndicatorSpec, examples: int, breaches: list[Broken], files: list[Path], lang: Lang
) -> dict[str, Any]:
    rows = [
        {"law": breach.law.number, "name": breach.law.name, "message": breach.messages[lang], "file": str(file)}
        for breach, file in zip(breaches, files, strict=True)
    ]
    return {"id": spec.id, "version": spec.version, "examples": examples, "broken": rows}
