"""``jixiao spec test --laws``: the laws of scoring, held against random projects of a spec."""

from __future__ import annotations

import json
import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jixiao.border.outputs import OutputError, Outputs
from jixiao.cli.pipeline import processors
from jixiao.cli.progress import Progress
from jixiao.cli.result_files import exit_code
from jixiao.cli.score import tell
from jixiao.cli.spec_test import Wanted
from jixiao.extras import missing_extra
from jixiao.findings import Codes, Finding, Lang
from jixiao.findings.bugs import attempt, death
from jixiao.findings.terminal import escape
from jixiao.loading.specs import find_spec, is_missing, is_path, spec_files

if TYPE_CHECKING:
    from collections.abc import Generator

    from jixiao.model.spec import IndicatorSpec
    from jixiao.testing import Broken

#: Projects of each spec that make a second process worth its start.
WORTH = 200

WORDS: dict[Lang, dict[str, str]] = {
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


def hold_laws(wanted: Wanted, examples: int, folder: Path) -> int:
    """Hold the laws against each spec, and save what breaks one; the exit code."""
    try:
        import hypothesis  # noqa: F401  # an extra
    except ImportError:
        tell((Finding(Codes.EXTRA_NEEDED, args=missing_extra("hypothesis", "testing")),), wanted.lang)
        return 2
    code, specs = _known(wanted)
    outputs = Outputs(
        f"{folder}/", [Path(name) for name, _ in specs if is_path(name)], force=True
    )  # nobody fills these in
    rows = []
    for (name, spec), broken in zip(specs, _each(specs, examples), strict=True):
        if isinstance(broken, Finding):
            tell([broken], wanted.lang)
            code = max(code, 1)
            continue
        try:
            files = [_saved(one, spec, name, outputs, wanted.lang) for one in broken]
        except OutputError as error:
            return exit_code(error, wanted.lang)
        code = max(code, int(bool(broken)))
        rows.append(_document(spec, examples, broken, files, wanted.lang))
        if wanted.format == "text":
            _print(spec, examples, broken, files, wanted.lang)
    if wanted.format == "json":
        print(json.dumps(rows, ensure_ascii=False, indent=1))
    return code


def _known(wanted: Wanted) -> tuple[int, list[tuple[str, IndicatorSpec]]]:
    """The specs asked for with their names, and the exit code that those not to be had make."""
    code, specs = 0, []
    for name in wanted.names or [spec_id for spec_id, _ in sorted(spec_files(wanted.local))]:
        found = find_spec(name, None, wanted.local)
        tell(found.findings, wanted.lang)
        if found.spec is not None:
            specs.append((name, found.spec))
        else:
            code = max(code, 2 if is_missing(found.findings) else 1)
    return code, specs


def _each(specs: list[tuple[str, IndicatorSpec]], examples: int) -> Generator[list[Broken] | Finding, None, None]:
    """What each spec breaks, in order, or the finding on a bug of ours; several specs by several processes."""
    workers = min(processors(), len(specs))
    if workers > 1 and examples >= WORTH:
        from jixiao.cli.workers import share

        return share(partial(_attempted, examples=examples, quiet=True), specs, _lost, workers=workers)
    return (_attempted(each, examples) for each in specs)


def _attempted(each: tuple[str, IndicatorSpec], examples: int, *, quiet: bool = False) -> list[Broken] | Finding:
    name, spec = each
    return attempt(name, lambda: _held(spec, examples, quiet=quiet), _itself)


def _itself(finding: Finding) -> list[Broken] | Finding:
    return finding


def _lost(each: tuple[str, IndicatorSpec], end: str) -> list[Broken] | Finding:
    return death(each[0], end)


def _held(spec: IndicatorSpec, examples: int, *, quiet: bool) -> list[Broken]:
    from jixiao.testing import check_laws

    progress = Progress(examples)
    progress.shown = progress.shown and not quiet
    broken = check_laws(spec, examples, step=progress.step)
    if progress.shown and progress.done < progress.total:  # there were no more projects to draw
        print(file=sys.stderr)
    return broken


def _saved(one: Broken, spec: IndicatorSpec, name: str, outputs: Outputs, lang: Lang) -> Path:
    """The project that breaks a law, in a file that names its spec."""
    from jixiao.testing import as_yaml

    file = outputs.path_of(f"{spec.id}-law-{one.law.number}", "yaml")
    own = Path(os.path.relpath(name, file.parent)).as_posix() if is_path(name) else spec.id
    outputs.write([as_yaml(one, own, lang)], file)
    return file


def _print(spec: IndicatorSpec, examples: int, broken: list[Broken], files: list[Path], lang: Lang) -> None:
    from jixiao.testing import LAWS

    words = WORDS[lang]
    told = words["broken" if broken else "kept"].format(laws=len(LAWS), examples=examples, broken=len(broken))
    print(f"{spec.id}@{spec.version}  {told}")
    for one, file in zip(broken, files, strict=True):
        text = one.law.zh if lang == "zh" else one.law.statement
        print(escape(f"  {words['law'].format(number=one.law.number, text=text)}"))
        print(escape(f"    {one.messages[lang]}"))
        print(escape(f"    {words['saved'].format(file=file)}"))


def _document(
    spec: IndicatorSpec, examples: int, broken: list[Broken], files: list[Path], lang: Lang
) -> dict[str, Any]:
    rows = [
        {"law": one.law.number, "name": one.law.name, "message": one.messages[lang], "file": str(file)}
        for one, file in zip(broken, files, strict=True)
    ]
    return {"id": spec.id, "version": spec.version, "examples": examples, "broken": rows}
